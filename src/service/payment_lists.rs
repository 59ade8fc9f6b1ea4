//! Lists of payments from prisons and banks: received, matched as far as their lines tell, found, acted on.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board, Uuids, plain};
use super::context::{Core, actor};
use super::convert::values;
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once};
use super::list_matching::{self, Clue};
use super::matters::{self, Entering};
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::ids::{MatterId, OfficeId, ReceiptId, UserId};
use crate::domain::lifecycle::IdSource;
use crate::domain::lifecycle::payment_list::{
    PaymentListAction, PaymentListFacts, PaymentListLifecycle, line_errors,
};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::take;
use crate::domain::matter::MatterHead;
use crate::domain::money::Dong;
use crate::domain::payment_list::{LineState, ListSource, PaymentLine, PaymentList, PaymentListState};
use crate::domain::receipt::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal;
use crate::store::batch_lines::{self, BatchLine};
use crate::store::{Conn, cases};

/// The most lines of one list.
const MOST_LINES: usize = 1_000;
/// The only currency of a list: another would need a rate for each line.
const DONG: &str = "VND";

impl Board for PaymentListLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, PaymentListAction>) -> ApiResult<PaymentListFacts> {
        let list: PaymentList = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let named = asked.action.map(|action| action.named(&list)).unwrap_or_default();
        let found: Vec<Case> = values(&cases::docs_of(conn, list.head.office, &named)?)?;
        Ok(PaymentListFacts { list, cases: found.into_iter().map(|case| (case.id, case)).collect() })
    }

    fn version(facts: &PaymentListFacts) -> i64 {
        facts.list.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<PaymentListAction, Vec<refusal::FieldError>>> {
        PaymentListAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        PaymentListAction::NAMES
    }
}

/// A line of a new list.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPaymentLine {
    /// Its own key in the sender's paper.
    #[validate(length(min = 1, max = 100))]
    pub key: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The day it was paid in there.
    pub paid_on: NaiveDate,
    /// The enforcement decision's number.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub case_number: Option<String>,
    /// The judgment's number.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub judgment_number: Option<String>,
    /// The name of the debtor who pays, or for whom it is paid. Kept apart from the history.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub payer_name: Option<String>,
    /// His identification number; used to find him, and not kept.
    #[serde(default)]
    #[validate(length(min = 1, max = 20))]
    pub payer_identity: Option<String>,
    /// The currency; đồng when absent, and nothing else.
    #[serde(default)]
    #[validate(length(min = 1, max = 10))]
    pub currency: Option<String>,
}

/// A list of payments that came with one sum.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPaymentList {
    /// The agency.
    pub office: OfficeId,
    /// Who sent it.
    pub source: ListSource,
    /// The body that sent it: no name of a person.
    #[validate(length(min = 1, max = 200))]
    pub sender: String,
    /// The number of its paper.
    #[validate(length(min = 1, max = 100))]
    pub paper: String,
    /// Where the money arrived; never cash.
    pub channel: Channel,
    /// The bank's reference of the whole sum.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
    /// The day it arrived.
    pub received_on: NaiveDate,
    /// The whole sum, in đồng: that of its lines.
    pub total: Dong,
    /// The lines; or `csv`.
    #[serde(default)]
    #[validate(nested, length(max = 1000))]
    pub lines: Vec<NewPaymentLine>,
    /// The lines as CSV, the first row naming its columns as the fields of a line are named; or `lines`.
    #[serde(default)]
    #[schema(example = "key,amount,paid_on,case_number\n1,500000,2026-07-10,15/2026/QĐ-THADS")]
    pub csv: Option<String>,
}

/// BL-01: enters a list. Its sum stands in the office's books at once, by a provisional receipt.
///
/// # Errors
/// 403 for anybody but the office's accountant or intake clerk; 422 with every wrong field; 409 for a line that comes in twice at once.
pub async fn receive(core: &Core, once: Once, new: NewPaymentList) -> ApiResult<Answer> {
    let lines = read_lines(&new)?;
    let rows = (new.office, new.sender.clone(), new.paper.clone(), lines.clone());
    matters::enter_and(
        core,
        once,
        "payment-lists",
        move |conn, entering| enter(conn, entering, &new, &lines),
        move |conn, list: &PaymentList| {
            let (office_id, sender, paper, lines) = rows;
            let row = |(line, new): (i32, NewPaymentLine)| BatchLine {
                matter_id: list.head.id,
                line,
                office_id,
                sender: sender.clone(),
                paper: paper.clone(),
                line_key: new.key,
                payer_name: new.payer_name,
            };
            let rows: Vec<BatchLine> = (1..).zip(lines).map(row).collect();
            Ok(batch_lines::insert(conn, &rows)?)
        },
    )
    .await
}

/// The lines from whichever form they came in.
fn read_lines(new: &NewPaymentList) -> ApiResult<Vec<NewPaymentLine>> {
    let lines = match &new.csv {
        None => new.lines.clone(),
        Some(_) if !new.lines.is_empty() => return Err(ApiError::field("/csv", "contradicts")),
        Some(text) => from_csv(text)?,
    };
    match lines.len() {
        0 => Err(ApiError::field("/lines", "required")),
        1..=MOST_LINES => Ok(lines),
        _ => Err(ApiError::field("/lines", "length")),
    }
}

/// Each row is read like a line's JSON, so that both forms mean the same; an empty cell is an absent field.
fn from_csv(text: &str) -> ApiResult<Vec<NewPaymentLine>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let unreadable = |_| ApiError::field("/csv", "invalid_value");
    let names: Vec<String> = reader.headers().map_err(unreadable)?.iter().map(str::to_owned).collect();
    let mut lines = Vec::new();
    let mut errors = Vec::new();
    for (place, row) in reader.records().enumerate() {
        let row = row.map_err(unreadable)?;
        let cells = names.iter().zip(row.iter()).filter(|(_, cell)| !cell.is_empty());
        let cell = |(name, cell): (&String, &str)| {
            let number = (name == "amount").then(|| cell.parse::<i64>().ok()).flatten();
            (name.clone(), number.map_or_else(|| Value::from(cell), Value::from))
        };
        let fields: serde_json::Map<String, Value> = cells.map(cell).collect();
        match crate::domain::lifecycle::action::body::<NewPaymentLine>(Value::Object(fields)) {
            Ok(line) => lines.push(line),
            Err(wrong) => errors.extend(wrong.into_iter().map(|error| {
                let mut error = plain(error);
                error.pointer = format!("/lines/{place}{}", error.pointer);
                error
            })),
        }
    }
    if errors.is_empty() { Ok(lines) } else { Err(ApiError::invalid(errors)) }
}

fn enter(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewPaymentList,
    lines: &[NewPaymentLine],
) -> ApiResult<(PaymentList, Plan)> {
    let may = [Role::Accountant, Role::IntakeClerk];
    if !may.iter().any(|role| entering.actor.has(*role, new.office, None, entering.today)) {
        return Err(ApiError::forbidden());
    }
    let errors = faults(conn, entering, new, lines)?;
    if !errors.is_empty() {
        return Err(super::refusals::cited(entering.law, entering.today, errors));
    }
    let receipt = Receipt {
        matter: Some(entering.id),
        bank_reference: Some(new.bank_reference.clone()),
        ..Receipt::new(
            ReceiptId(Uuids.next()),
            new.office,
            ReceiptKind::Provisional,
            new.channel,
            new.total,
            new.received_on,
        )
    };
    let id = receipt.id;
    let mut plan = Plan::new("payment_list", "BL-01", "receive_payment_list", "", Vec::new());
    take(receipt, "/total", &mut plan).map_err(|_| ApiError::field("/total", "amount_out_of_range"))?;
    let matched: ApiResult<Vec<PaymentLine>> =
        (1..).zip(lines).map(|(place, line)| matched(conn, new.office, place, line)).collect();
    let list = PaymentList {
        head: MatterHead::new(entering.id, new.office, None, new.received_on),
        state: PaymentListState::Open,
        source: new.source,
        sender: new.sender.clone(),
        paper: new.paper.clone(),
        channel: new.channel,
        bank_reference: new.bank_reference.clone(),
        total: new.total,
        receipt: id,
        lines: matched?,
    };
    Ok((list, plan))
}

/// What is wrong with a list and its lines.
fn faults(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewPaymentList,
    lines: &[NewPaymentLine],
) -> ApiResult<Vec<FieldError>> {
    let mut errors = Vec::new();
    if new.channel == Channel::Cash {
        errors.push(FieldError::new("/channel", "G-RC-CASH").with("reason", new.source.kind().as_str()));
    }
    if new.received_on > entering.today {
        errors.push(FieldError::new("/received_on", "date_in_future"));
    }
    let sums: Vec<(String, Dong)> = lines.iter().map(|line| (line.key.clone(), line.amount)).collect();
    errors.extend(line_errors(new.total, &sums).into_iter().map(plain));
    let keys: Vec<String> = lines.iter().map(|line| line.key.clone()).collect();
    let seen = batch_lines::seen(conn, new.office, &new.sender, &new.paper, &keys)?;
    for (place, line) in lines.iter().enumerate() {
        if seen.contains(&line.key) {
            let error = FieldError::new(format!("/lines/{place}/key"), "G-BL-TWICE");
            errors.push(error.with("number", line.key.clone()));
        }
        if line.paid_on > new.received_on {
            errors.push(FieldError::new(format!("/lines/{place}/paid_on"), "contradicts"));
        }
        if line.currency.as_deref().is_some_and(|currency| currency != DONG) {
            // A list carries no rate: such money is taken with its own receipt.
            let error = FieldError::new(format!("/lines/{place}/currency"), "M15_FX");
            errors.push(error.with("reason", DONG));
        }
    }
    Ok(errors)
}

fn matched(conn: &mut Conn, office: OfficeId, place: i32, new: &NewPaymentLine) -> ApiResult<PaymentLine> {
    let clue = Clue {
        case_number: new.case_number.as_deref(),
        judgment_number: new.judgment_number.as_deref(),
        payer_name: new.payer_name.as_deref(),
        payer_identity: new.payer_identity.as_deref(),
    };
    let found = list_matching::find(conn, office, &clue)?;
    Ok(PaymentLine {
        line: place,
        key: new.key.clone(),
        amount: new.amount,
        case_number: new.case_number.clone(),
        judgment_number: new.judgment_number.clone(),
        paid_on: new.paid_on,
        state: if found.is_some() { LineState::Matched } else { LineState::Unmatched },
        case: found.as_ref().map(|found| found.case),
        payer: found.as_ref().and_then(|found| found.payer),
        matched_by: found.map(|found| found.by),
        reason: None,
        receipt: None,
        held: None,
        settled_on: None,
    })
}

/// A line as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PaymentLineView {
    /// The line.
    #[serde(flatten)]
    pub line: PaymentLine,
    /// The payer's name, as the sender gives it.
    pub payer_name: Option<String>,
}

/// The lines of a list, by their place; only those in this state, where one is asked for.
///
/// # Errors
/// 404 when the list is not the user's to know of.
pub async fn lines(
    core: &Core,
    user: UserId,
    id: MatterId,
    state: Option<LineState>,
    after: i32,
    limit: i64,
) -> ApiResult<Vec<PaymentLineView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let list: PaymentList = matters::find(conn, &actor, clock.today(), id)?;
            let mut names: BTreeMap<i32, Option<String>> =
                batch_lines::names(conn, id)?.into_iter().collect();
            let asked = list.lines.into_iter().filter(|line| line.line > after);
            let asked = asked.filter(|line| state.is_none_or(|state| line.state == state));
            let view = |line: PaymentLine| {
                let payer_name = names.remove(&line.line).flatten();
                PaymentLineView { line, payer_name }
            };
            Ok(asked.map(view).take(usize::try_from(limit).unwrap_or(0)).collect())
        })
        .await
}

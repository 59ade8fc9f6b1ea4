//! The lifecycle of a list of payments: its lines are matched, received for their cases, returned, or kept as held money
//! (ND152 34; L106 57.4; TT04 16.4). The money stands in the office's own books until its line has its end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::case::arrived;
use super::plan::{Change, Plan};
use super::receiving::{leaves_office, take};
use super::{Clock, Context, Guard, Lifecycle, Subject, To, Transition, Who, assemble};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::held_money::{HeldMoney, HeldMoneySource};
use crate::domain::ids::{CaseId, MatterId, OfficeId, PartyId, ReceiptId, UserId};
use crate::domain::ledger::{Account, Entry, EntryKind, Posting};
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::money::Dong;
use crate::domain::payment_list::{
    LineState, ListSource, MatchedBy, PaymentLine, PaymentList, PaymentListState,
};
use crate::domain::receipt::Receipt;
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

/// At most so many lines are received in one act; the rest waits for the next.
pub const LINES_PER_ACT: usize = 200;

actions! {
    /// Every action of a list of payments.
    pub enum PaymentListAction {
        /// BL-02: a line belongs to a case.
        MatchLine(MatchLine) = "match_line",
        /// BL-03: receipts are issued for the matched lines.
        ReceiveMatched(ReceiveMatched) = "receive_matched",
        /// BL-04: a line goes back to its sender.
        ReturnLine(ReturnLine) = "return_line",
        /// BL-05: a line becomes held money.
        HoldLine(HoldLine) = "hold_line",
    }
}

/// A line is matched by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct MatchLine {
    /// The line's key.
    #[validate(length(min = 1, max = 100))]
    pub key: String,
    /// The case, of the same agency and not over.
    pub case: CaseId,
    /// The debtor of the case who paid.
    pub payer: Option<PartyId>,
    /// How that was found: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// Receipts for the matched lines.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default)]
pub struct ReceiveMatched {
    /// At most so many lines in this act; 200 unless told.
    #[validate(range(min = 1, max = 200))]
    pub limit: Option<u32>,
}

/// A line goes back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnLine {
    /// The line's key.
    #[validate(length(min = 1, max = 100))]
    pub key: String,
    /// Why: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
    /// The bank's reference of the transfer back.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// A line is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HoldLine {
    /// The line's key.
    #[validate(length(min = 1, max = 100))]
    pub key: String,
    /// What was done to find whose it is: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// What the guards of a list look at.
#[derive(Debug, Clone)]
pub struct PaymentListFacts {
    /// The list.
    pub list: PaymentList,
    /// The cases that the action names, or whose lines it receives.
    pub cases: BTreeMap<CaseId, Case>,
}

impl Subject for PaymentListFacts {
    fn state(&self) -> &'static str {
        self.list.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.list.state == PaymentListState::Settled
    }
    fn office(&self) -> OfficeId {
        self.list.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        None
    }
    fn officer(&self) -> Option<UserId> {
        None
    }
    fn began_on(&self) -> NaiveDate {
        self.list.head.received_on
    }
}

/// Some line is matched and waits for its receipt.
const MATCHED: Guard<PaymentListFacts> = Guard {
    code: "G-BL-MATCHED",
    test: |facts, _| match facts.list.lines.iter().filter(|line| line.state == LineState::Matched).count() {
        0 => Err(Unmet::new("G-BL-MATCHED", "0", "a matched line without a receipt")),
        some => Ok(some.to_string()),
    },
};

const CLERKS: &[Who] =
    &[Who::Role(Role::Accountant), Who::Role(Role::EnforcementOfficer), Who::Role(Role::IntakeClerk)];
const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];
const ENDS: To = To::OneOf(&["open", "settled"]);

const ROWS: &[Transition<PaymentListFacts>] = &[
    Transition::row("BL-02", "match_line", &["open"], To::Same, CLERKS),
    Transition {
        guards: &[MATCHED],
        document: Some(DocumentKind::Receipt),
        ..Transition::row("BL-03", "receive_matched", &["open"], ENDS, ACCOUNTANT)
    },
    Transition::row("BL-04", "return_line", &["open"], ENDS, ACCOUNTANT),
    Transition {
        opens: &[Clock::Effect("prison_unknown_5y"), Clock::Effect("provisional_money")],
        ..Transition::row("BL-05", "hold_line", &["open"], ENDS, ACCOUNTANT)
    },
];

static TABLE: LazyLock<Vec<Transition<PaymentListFacts>>> = LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of lists of payments.
pub struct PaymentListLifecycle;

impl PaymentListAction {
    /// The cases that the action looks at.
    pub fn named(&self, list: &PaymentList) -> Vec<CaseId> {
        match self {
            PaymentListAction::MatchLine(body) => vec![body.case],
            PaymentListAction::ReceiveMatched(body) => {
                let next = list.lines.iter().filter(|line| line.state == LineState::Matched);
                let mut cases: Vec<CaseId> = next.take(body.most()).filter_map(|line| line.case).collect();
                cases.sort_unstable();
                cases.dedup();
                cases
            }
            _ => Vec::new(),
        }
    }
}

impl ReceiveMatched {
    fn most(&self) -> usize {
        self.limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(LINES_PER_ACT)
    }
}

impl Lifecycle for PaymentListLifecycle {
    const NAME: &'static str = PaymentList::KIND;
    type Facts = PaymentListFacts;
    type Action = PaymentListAction;

    fn table() -> &'static [Transition<PaymentListFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        PaymentListState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &PaymentListAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &PaymentListFacts,
        action: &PaymentListAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut list = facts.list.clone();
        match action {
            PaymentListAction::MatchLine(body) => match_line(facts, &mut list, body)?,
            PaymentListAction::ReceiveMatched(body) => receive(facts, &mut list, body, at, plan)?,
            PaymentListAction::ReturnLine(body) => give_back(&mut list, body, at, plan)?,
            PaymentListAction::HoldLine(body) => hold(&mut list, body, at, plan)?,
        }
        list.settle();
        plan.change_matter(&list)
    }
}

/// The open line with this key.
fn open_line<'a>(list: &'a mut PaymentList, key: &str) -> Result<&'a mut PaymentLine, Refusal> {
    match list.line_mut(key) {
        None => Err(wrong("/key", "not_in_list")),
        Some(line) if !line.is_open() => Err(wrong("/key", "duplicate")),
        Some(line) => Ok(line),
    }
}

/// A case of this agency that is not over, and whoever paid is one of its debtors. A match may be corrected until the receipt.
fn match_line(facts: &PaymentListFacts, list: &mut PaymentList, body: &MatchLine) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    match facts.cases.get(&body.case) {
        None => errors.push(FieldError::new("/case", "not_in_list")),
        Some(case) if case.stage.is_final() => errors.push(FieldError::new("/case", "contradicts")),
        Some(case) if body.payer.is_some_and(|payer| case.debtor(payer).is_none()) => {
            errors.push(FieldError::new("/payer", "not_a_party"));
        }
        Some(_) => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let line = open_line(list, &body.key)?;
    line.state = LineState::Matched;
    line.case = Some(body.case);
    line.payer = body.payer;
    line.matched_by = Some(MatchedBy::Hand);
    line.reason = Some(body.reason.clone());
    Ok(())
}

/// The next matched lines leave the office's books and come into their cases', each with its receipt. A line whose case ended meanwhile is
/// unmatched again, and visible.
fn receive(
    facts: &PaymentListFacts,
    list: &mut PaymentList,
    body: &ReceiveMatched,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    fn too_much<E>(_: E) -> Refusal {
        wrong("/limit", "amount_out_of_range")
    }
    let (kind, channel, office, source) = (list.source.kind(), list.channel, list.head.office, list.source);
    // The agency has had the money since the list came, whenever its lines are received for their cases (ND152 29.2).
    let (matter, whole, received_on) = (list.head.id, list.receipt, list.head.received_on);
    let mut cases: BTreeMap<CaseId, (Case, Plan)> = BTreeMap::new();
    let mut sum = Dong::ZERO;
    let next = list.lines.iter_mut().filter(|line| line.state == LineState::Matched).take(body.most());
    for line in next {
        let Some(case) = line.case.and_then(|id| facts.cases.get(&id)).filter(|case| !case.stage.is_final())
        else {
            line.state = LineState::Unmatched;
            (line.case, line.payer, line.matched_by) = (None, None, None);
            continue;
        };
        let (case, there) = cases.entry(case.id).or_insert_with(|| {
            let plan = Plan::new("case", "BL-03", "receive_matched", case.stage.as_str(), Vec::new());
            (case.clone(), plan)
        });
        let receipt = Receipt {
            case: Some(case.id),
            matter: Some(matter),
            payer: line.payer,
            bank_reference: Some(format!("{} / {}", list.paper, line.key)),
            converts: Some(whole),
            ..Receipt::new(ReceiptId(at.ids.next()), office, kind, channel, line.amount, received_on)
        };
        line.receipt = Some(receipt.id);
        line.state = LineState::Received;
        line.settled_on = Some(at.on);
        sum = sum.plus(line.amount).map_err(too_much)?;
        if source == ListSource::Prison {
            announced_arrives(case, line, at, there);
        }
        take(receipt, "/limit", there)?;
    }
    if !sum.is_zero() {
        plan.entries.extend(leaves_office(channel, sum, "payment_list").map_err(too_much)?);
    }
    for (mut case, mut there) in cases.into_values() {
        arrived(&mut case, at, &mut there);
        there.changes.push(Change::Case(Box::new(case)));
        plan.also.push(there);
    }
    Ok(())
}

/// What the prison had announced for this case has arrived (ND152 34.3).
fn announced_arrives(case: &mut Case, line: &PaymentLine, at: &Context<'_>, plan: &mut Plan) {
    let waits = case.special.prison.payments.iter_mut();
    let mut same = waits.filter(|one| {
        let payer = line.payer.is_none_or(|payer| payer == one.debtor);
        one.transferred_on.is_none() && one.amount == line.amount && payer && one.reported_on <= at.on
    });
    if let Some(payment) = same.next() {
        payment.transferred_on = Some(at.on);
        plan.close("prison_transfer", Some(payment.id.0));
        plan.close("prison_account", Some(payment.id.0));
    }
}

/// The money goes back from where it lies; the line stays on record.
fn give_back(
    list: &mut PaymentList,
    body: &ReturnLine,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let lies = list.channel.account();
    let line = open_line(list, &body.key)?;
    line.state = LineState::Returned;
    line.reason = Some(body.reason.clone());
    line.settled_on = Some(at.on);
    (line.case, line.payer, line.matched_by) = (None, None, None);
    let paid = Posting::new(Account::Held, lies, line.amount);
    let entry =
        paid.and_then(|paid| Entry::new(EntryKind::ProvisionalIn, &body.bank_reference, vec![paid], None));
    plan.entries.push(entry.map_err(|_| wrong("/key", "amount_out_of_range"))?);
    Ok(())
}

/// Held money of its own, whose five years run from the day it came (L106 57.4; ND152 34.4). It stands in the office's books already.
fn hold(list: &mut PaymentList, body: &HoldLine, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let source = match list.source {
        ListSource::Prison => HeldMoneySource::Prison,
        ListSource::Bank => HeldMoneySource::Provisional,
    };
    let (office, received_on, channel, receipt) =
        (list.head.office, list.head.received_on, list.channel, list.receipt);
    let (sender, paper, whole) = (list.sender.clone(), list.paper.clone(), list.head.id);
    let id = MatterId(at.ids.next());
    let line = open_line(list, &body.key)?;
    line.state = LineState::Held;
    line.reason = Some(body.reason.clone());
    line.held = Some(id);
    line.settled_on = Some(at.on);
    (line.case, line.payer, line.matched_by) = (None, None, None);
    let mut there = Plan::new("held_money", "BL-05", "hold_line", "", Vec::new());
    let forfeit_after = there.must_open(at, source.clock(), received_on, None)?;
    let money = HeldMoney {
        head: MatterHead::new(id, office, None, received_on),
        state: source.state(),
        source,
        sender,
        paper: format!("{paper} / {}", line.key),
        amount: line.amount,
        channel,
        receipt: Some(receipt),
        cash_out: false,
        list: Some(whole),
        forfeit_after,
        drafts: BTreeMap::new(),
        forfeited_on: None,
        settled_on: None,
    };
    there.change_matter(&money)?;
    plan.also.push(there);
    Ok(())
}

/// What is wrong with the lines of a new list: their sum, a key that stands twice.
pub fn line_errors(total: Dong, lines: &[(String, Dong)]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut keys = BTreeSet::new();
    for (place, (key, amount)) in lines.iter().enumerate() {
        if amount.is_zero() {
            errors.push(FieldError::new(format!("/lines/{place}/amount"), "amount_out_of_range"));
        }
        if !keys.insert(key) {
            let error = FieldError::new(format!("/lines/{place}/key"), "G-BL-TWICE");
            errors.push(error.with("number", key.clone()));
        }
    }
    match Dong::sum(lines.iter().map(|(_, amount)| *amount)) {
        Err(_) => errors.push(FieldError::new("/total", "amount_out_of_range")),
        Ok(sum) if sum != total => {
            errors.push(FieldError::new("/total", "contradicts").with("limit", sum.to_string()));
        }
        Ok(_) => {}
    }
    errors
}

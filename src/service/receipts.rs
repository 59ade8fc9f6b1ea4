//! Receipts for reading: of a case, and the register of an office (sổ biên lai). With each goes what stands beside it: who really
//! paid, and that it was cancelled. And what a decision on a receipt looks at.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::cases::{balances, find};
use super::context::{Core, actor};
use super::convert::{payee, specie, value};
use super::error::{ApiError, ApiResult};
use super::{matters, numbering, past, scope};
use crate::domain::ids::{CaseId, MatterId, OfficeId, ReceiptId, UserId};
use crate::domain::ledger::{Account, Entry, Holdings, Posting, holdings};
use crate::domain::lifecycle::case::PaperFate;
use crate::domain::lifecycle::receiving::ReceiptBrief;
use crate::domain::receipt::{Cancellation, PaperNumber, Receipt};
use crate::domain::receipt_series::ReceiptSeries;
use crate::store::ledger_books::{Ask, specie_flows};
use crate::store::receipts::{self, ReceiptFilter};
use crate::store::{AnyId, At, Conn, IfFound, Scope, ledger, matters as kept};

/// A receipt as the API shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReceiptView {
    /// The receipt.
    #[serde(flatten)]
    pub receipt: Receipt,
    /// The code on the paper by which it is found (mã tra cứu).
    pub lookup: String,
    /// Who paid for the payer, or the third person.
    pub paid_by: Option<String>,
    /// That it was cancelled; its number stays used.
    pub cancelled: Option<Cancellation>,
}

/// Rows with what stands beside them, or stood there at an instant.
pub(super) fn views(
    conn: &mut Conn,
    rows: &[receipts::Receipt],
    as_of: Option<At>,
) -> ApiResult<Vec<ReceiptView>> {
    let ids: Vec<ReceiptId> = rows.iter().map(|row| row.id).collect();
    let (mut names, cancelled) = (receipts::payers(conn, &ids)?, receipts::cancelled(conn, &ids)?);
    let view = |row: &receipts::Receipt| {
        let known = |one: &&receipts::Cancelled| as_of.is_none_or(|instant| one.created_at <= instant);
        let cancelled = cancelled.get(&row.id).filter(known).map(|one| value(&one.doc)).transpose()?;
        let (receipt, lookup) = (value(&row.doc)?, row.lookup.clone());
        Ok(ReceiptView { receipt, lookup, paid_by: names.remove(&row.id), cancelled })
    };
    rows.iter().map(view).collect()
}

/// The receipts of a case, by identifier; with an instant those recorded by then, cancelled or not as they were.
///
/// # Errors
/// 404 when the case is not the user's to know of, or was not known then; 400 for an instant to come.
pub async fn of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<ReceiptId>,
    limit: i64,
) -> ApiResult<Vec<ReceiptView>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), case)?;
            if let Some(at) = at {
                past::existed(conn, case.0, at)?;
            }
            let rows = receipts::by_case(conn, case, at, after, limit)?;
            views(conn, &rows, at)
        })
        .await
}

/// The register of an office, by identifier: an officer sees the receipts of his own cases. With an instant those recorded by then.
///
/// # Errors
/// 403 when the user may see no receipt of that office; 400 for an instant to come.
pub async fn register(
    core: &Core,
    user: UserId,
    office: OfficeId,
    filter: ReceiptFilter,
    as_of: Option<DateTime<Utc>>,
    after: Option<ReceiptId>,
    limit: i64,
) -> ApiResult<Vec<ReceiptView>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    let filter = ReceiptFilter { as_of: at, ..filter };
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = scope::for_list(&actor, clock.today(), Some(office))?;
            let rows = receipts::list(conn, office, &scope, &filter, after, limit)?;
            views(conn, &rows, at)
        })
        .await
}

/// One receipt, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or was not issued yet at that instant; 400 for an instant to come.
pub async fn get(
    core: &Core,
    user: UserId,
    id: ReceiptId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<ReceiptView> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let row = scope::find(&actor, clock.today(), |scope| receipts::get(conn, scope, id))?;
            if at.is_some_and(|at| at < row.created_at) {
                return Err(past::not_known());
            }
            views(conn, &[row], at)?.pop().ok_or_else(ApiError::not_found)
        })
        .await
}

/// A receipt of an office with what stands in the books about it.
pub(super) fn brief(conn: &mut Conn, office: OfficeId, id: ReceiptId) -> ApiResult<Option<ReceiptBrief>> {
    let Some(row) = receipts::get(conn, &Scope::office(office), id).if_found()? else { return Ok(None) };
    let receipt: Receipt = value(&row.doc)?;
    let cancelled = receipts::cancelled(conn, &[id])?.contains_key(&id);
    let own = ledger::by_voucher(conn, office, AnyId(id.0))?;
    let first = own.into_iter().find(|(entry, _)| entry.reverses_id.is_none());
    let entry =
        first.map(|(entry, lines)| Ok::<_, ApiError>((entry.id, booked(entry, lines)?))).transpose()?;
    let books = match receipt.case {
        Some(case) => balances(conn, case)?,
        None => balances(conn, AnyId(office.0))?,
    };
    let waits = books.balance(receipt.kind.waits());
    let lies = match (receipt.lies(), &receipt.original) {
        // Of another currency there may be enough.
        (Account::CashForeign, Some(original)) => {
            let file = receipt.case.map_or(AnyId(office.0), AnyId::from);
            collected(conn, office, file)?.get(&original.unit).copied().unwrap_or_default().value
        }
        (account, _) => books.balance(account),
    };
    Ok(Some(ReceiptBrief { receipt, entry, cancelled, waits, lies }))
}

/// Currency and metal of a file that was collected and is nobody's yet.
pub(super) fn collected(conn: &mut Conn, office: OfficeId, file: AnyId) -> ApiResult<Holdings> {
    let flows = specie_flows(conn, &Ask { file: Some(file), ..Ask::office(office) })?;
    Ok(holdings(&flows, &[Account::CashForeign]))
}

/// An entry as it was booked.
fn booked(entry: ledger::Entry, lines: Vec<ledger::Posting>) -> ApiResult<Entry> {
    let postings: ApiResult<Vec<Posting>> = lines.into_iter().map(posting).collect();
    let kind = entry.kind.parse().map_err(ApiError::internal)?;
    Entry::new(kind, entry.memo, postings?, entry.reverses_id).map_err(ApiError::internal)
}

fn posting(line: ledger::Posting) -> ApiResult<Posting> {
    let account = |text: &str| text.parse::<Account>().map_err(ApiError::internal);
    let payee = payee(line.payee.as_deref(), line.payee_id)?;
    let made = Posting::new(account(&line.debit)?, account(&line.credit)?, line.amount);
    Ok(made.map_err(ApiError::internal)?.of(payee).in_specie(specie(line.unit, line.quantity)))
}

/// What the office knows of a printed receipt's number on a day.
pub(super) fn paper_fate(
    conn: &mut Conn,
    office: OfficeId,
    paper: &PaperNumber,
    on: NaiveDate,
) -> ApiResult<PaperFate> {
    let numbered = numbering::printed(paper);
    let used = receipts::is_used(conn, office, &numbered.book, numbered.year, numbered.number)?;
    let series = receipts::series(conn, office, &paper.series)?;
    let announced = match series {
        None => false,
        Some(id) => in_use(conn, office, id)?.is_some_and(|series| series.covers(paper.number, on)),
    };
    Ok(PaperFate { announced, used })
}

fn in_use(conn: &mut Conn, office: OfficeId, id: MatterId) -> ApiResult<Option<ReceiptSeries>> {
    use crate::domain::matter::Matter;
    let row = kept::get(conn, &Scope::office(office), ReceiptSeries::KIND, id).if_found()?;
    row.map(|row| value(&row.doc)).transpose()
}

/// Announces a series of printed receipts.
///
/// # Errors
/// 403 for anybody but the office's accountant; 422 with every wrong field; 409 for one announced before.
pub async fn announce(
    core: &Core,
    once: super::idempotency::Once,
    new: super::receipt_series::NewReceiptSeries,
) -> ApiResult<super::idempotency::Answer> {
    let keep = new.clone();
    matters::enter_and(
        core,
        once,
        "receipt-series",
        move |_, entering| super::receipt_series::enter(entering, &new),
        move |conn, matter: &ReceiptSeries| {
            let row = receipts::Series {
                matter_id: matter.head.id,
                office_id: keep.office,
                series: keep.series.clone(),
            };
            Ok(receipts::insert_series(conn, &row)?)
        },
    )
    .await
}

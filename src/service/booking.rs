//! Writing a plan's ledger entries, in the transaction that decided it. It decides nothing, except that no account may end on its
//! wrong side.

use uuid::Uuid;

use super::error::{ApiError, ApiResult, FieldError};
use super::record::{Place, Recording, identity};
use super::{convert, refusals};
use crate::domain::ids::EntryId;
use crate::domain::ledger::{Account, Side};
use crate::domain::lifecycle::plan::Plan;
use crate::store::{AnyId, At, Conn, ledger};

/// Books the plan's entries in its case; on the office's own file where it has none.
///
/// # Errors
/// `M01_BALANCE` where an account would end on its wrong side; whatever the database refuses.
pub(super) fn book(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    place: &Place,
    seq: i64,
) -> ApiResult<()> {
    let file = place.case.map_or(AnyId(place.office.0), AnyId::from);
    let source = plan.changes.first().map(identity);
    let first_document = plan.documents.first().map(|document| document.id);
    let voucher = plan.receipts.first().map(|receipt| receipt.id.0).or(first_document);
    let now = At::from(at.now);
    let whole = plan.entries.iter().map(|entry| {
        let row = ledger::Entry {
            id: EntryId(Uuid::now_v7()),
            office_id: place.office,
            file_id: file,
            case_id: place.case,
            kind: entry.kind().as_str().to_owned(),
            posted_on: at.on,
            reverses_id: entry.reverses(),
            memo: entry.memo().to_owned(),
            source_kind: source.map_or("case", |(kind, ..)| kind).to_owned(),
            source_id: source.map_or(file, |(_, id, ..)| AnyId(id)),
            code: plan.code.to_owned(),
            seq: Some(seq),
            voucher_id: entry.voucher().or(voucher).map(AnyId),
            created_at: now,
        };
        let lines = convert::posting_rows(entry, &row);
        (row, lines)
    });
    let whole: Vec<ledger::Whole> = whole.collect();
    for moved in ledger::post(conn, &whole)? {
        let account: Account = moved.now.account.parse().map_err(ApiError::internal)?;
        let (own, other, added) = match account.side() {
            Side::Debit => (moved.now.debit, moved.now.credit, moved.credit),
            Side::Credit => (moved.now.credit, moved.now.debit, moved.debit),
        };
        if other > own {
            let left = own.saturating_minus(other.saturating_minus(added));
            let error = FieldError::new("", "M01_BALANCE").with("limit", left.to_string());
            return Err(refusals::cited(at.law, at.on, vec![error.with("account", account.as_str())]));
        }
    }
    Ok(())
}

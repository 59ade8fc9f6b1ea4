//! Writing a plan's ledger entries, in the transaction that decided it. It decides nothing, except that no account may end on its
//! wrong side.

use uuid::Uuid;

use super::error::{ApiError, ApiResult, FieldError};
use super::record::{Place, Recording, identity};
use super::{convert, refusals};
use crate::domain::ids::{CaseId, EntryId, OfficeId};
use crate::domain::ledger::chart::conventional_price;
use crate::domain::ledger::{Account, Entry, EntryKind, Side, holdings};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::store::ledger_books::{Ask, specie_flows};
use crate::store::{AnyId, At, Conn, StoreError, ledger};

/// Adds to the plan what its changes of assets mean for the books: whatever moved them – an act on the asset, on its case, on its lot.
///
/// # Errors
/// Where the chart of accounts cannot be read.
pub(super) fn settle_assets(at: &Recording<'_>, plan: &mut Plan, place: &Place) -> ApiResult<()> {
    if !plan.changes.iter().any(|change| matches!(change, Change::Asset(_))) {
        return Ok(());
    }
    let price = conventional_price(at.law).map_err(ApiError::internal)?;
    for change in &mut plan.changes {
        // Entries of a plan go into the file of its case; an asset of another one waits for its own next act.
        if let Change::Asset(asset) = change
            && place.case == Some(asset.case)
        {
            plan.entries.extend(asset.settle_books(price).map_err(ApiError::internal)?);
        }
    }
    Ok(())
}

/// Books the plan's entries in its case; on the office's own file where it has none, or where the entries say so.
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
    let mut errors = book_in(conn, at, plan, (place.office, None), &plan.office_entries, seq)?;
    errors.extend(book_in(conn, at, plan, (place.office, place.case), &plan.entries, seq)?);
    if errors.is_empty() { Ok(()) } else { Err(refusals::cited(at.law, at.on, errors)) }
}

/// Books them, and says which accounts of the file end on their wrong side.
fn book_in(
    conn: &mut Conn,
    at: &Recording<'_>,
    plan: &Plan,
    (office, case): (OfficeId, Option<CaseId>),
    entries: &[Entry],
    seq: i64,
) -> ApiResult<Vec<FieldError>> {
    let file = case.map_or(AnyId(office.0), AnyId::from);
    let source = plan.changes.first().map(identity);
    let first_document = plan.documents.first().map(|document| document.id);
    let voucher = plan.receipts.first().map(|receipt| receipt.id.0).or(first_document);
    let now = At::from(at.now);
    let whole = entries.iter().map(|entry| {
        let row = ledger::Entry {
            id: EntryId(Uuid::now_v7()),
            office_id: office,
            file_id: file,
            case_id: case,
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
    let settles = entries.iter().any(|entry| entry.kind() == EntryKind::CashDifference);
    // A sum beyond what an amount can hold is the sender's fault, not ours.
    let posted = ledger::post(conn, &whole).map_err(|error| match error {
        StoreError::Conflict("check") => {
            let error = FieldError::new("/amount", "amount_out_of_range");
            refusals::cited(at.law, at.on, vec![error])
        }
        other => other.into(),
    });
    let mut errors = overdrawn(&posted?, settles)?;
    let specie = |entry: &Entry| entry.postings().iter().any(|posting| posting.specie().is_some());
    if entries.iter().any(specie) && !settles {
        errors.extend(missing_specie(conn, office, file)?);
    }
    Ok(errors)
}

/// Of which currency or metal more left an account of the file than came: what there is of another one does not pay it.
fn missing_specie(conn: &mut Conn, office: OfficeId, file: AnyId) -> ApiResult<Vec<FieldError>> {
    let flows = specie_flows(conn, &Ask { file: Some(file), ..Ask::office(office) })?;
    let mut errors = Vec::new();
    for account in [Account::CashForeign, Account::CurrencyDue, Account::CurrencyAtBank] {
        for (unit, held) in holdings(&flows, &[account]) {
            if held.quantity.is_sign_negative() || held.quantity.is_zero() != held.value.is_zero() {
                let limit = format!("{account}: {} {unit}", held.quantity);
                errors.push(FieldError::new("", "M01_BALANCE").with("limit", limit));
            }
        }
    }
    Ok(errors)
}

/// Every account that the entries leave on its wrong side, with what stood there to be taken.
fn overdrawn(posted: &[ledger::Moved], settles: bool) -> ApiResult<Vec<FieldError>> {
    let mut errors = Vec::new();
    for moved in posted {
        let account: Account = moved.now.account.parse().map_err(ApiError::internal)?;
        let (own, other, added) = match account.side() {
            Side::Debit => (moved.now.debit, moved.now.credit, moved.credit),
            Side::Credit => (moved.now.credit, moved.now.debit, moved.debit),
        };
        // What only adds to its own side does not overdraw; and cash that a count misses is every case's, or none's.
        let counted = matches!(account, Account::Cash | Account::CashForeign) && settles;
        if other > own && !added.is_zero() && !counted {
            let left = own.saturating_minus(other.saturating_minus(added));
            errors.push(FieldError::new("", "M01_BALANCE").with("limit", format!("{account}: {left}")));
        }
    }
    Ok(errors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Dong;

    /// Debits and credits of an account, and what the entries added of each.
    fn moved(account: Account, now: (i64, i64), added: (i64, i64)) -> ledger::Moved {
        let dong = |amount| Dong::new(amount).unwrap();
        let (file_id, office_id) = (AnyId(Uuid::nil()), OfficeId(Uuid::nil()));
        let account = account.as_str().to_owned();
        let now = ledger::Balance { file_id, account, office_id, debit: dong(now.0), credit: dong(now.1) };
        ledger::Moved { now, debit: dong(added.0), credit: dong(added.1) }
    }

    #[test]
    fn every_overdrawn_account_is_named() {
        let posted = [
            moved(Account::Bank, (5, 9), (0, 9)),
            moved(Account::Parties, (9, 7), (9, 0)),
            moved(Account::Treasury, (5, 5), (0, 2)),
            moved(Account::Cash, (1, 2), (0, 1)),
        ];
        let named = |settles| -> Vec<String> {
            overdrawn(&posted, settles).unwrap().into_iter().map(|one| one.params[0].1.clone()).collect()
        };
        assert_eq!(named(true), ["1121: 5", "331: 7"]);
        assert_eq!(named(false), ["1121: 5", "331: 7", "1111: 0"]);
    }
}

//! The journal: entries, their postings, and the balances that follow from them. Never changed: a correction is a new entry.
//! It knows no chart of accounts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{bounded, insert_rows, on_engine};
use super::schema::{account_balances, ledger_entries, postings};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, EntryId, OfficeId};
use crate::domain::money::Dong;

/// A journal entry (bút toán).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_entries, treat_none_as_default_value = false)]
pub struct Entry {
    /// Identifier.
    pub id: EntryId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: CaseId,
    /// Kind of entry.
    pub kind: String,
    /// The day it is booked on.
    pub posted_on: NaiveDate,
    /// The entry it reverses.
    pub reverses_id: Option<EntryId>,
    /// What it says.
    pub memo: String,
    /// What it came of: `receipt`, `distribution`, …
    pub source_kind: String,
    /// Which one.
    pub source_id: AnyId,
    /// When recorded.
    pub created_at: At,
}

/// One line of an entry: an amount from one account to another.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = postings, treat_none_as_default_value = false)]
pub struct Posting {
    /// The entry.
    pub entry_id: EntryId,
    /// Its place, from 1.
    pub line: i32,
    /// The agency.
    pub office_id: OfficeId,
    /// The case.
    pub case_id: CaseId,
    /// The account debited.
    pub debit: String,
    /// The account credited.
    pub credit: String,
    /// Amount.
    pub amount: Dong,
}

/// What was booked on one account of a case.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_balances, treat_none_as_default_value = false)]
pub struct Balance {
    /// The case.
    pub case_id: CaseId,
    /// The account.
    pub account: String,
    /// The agency.
    pub office_id: OfficeId,
    /// All debits.
    pub debit: Dong,
    /// All credits.
    pub credit: Dong,
}

/// An account that may not be overdrawn, and the side on which it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floor<'a> {
    /// Debits must not fall below credits (money we hold).
    Debit(&'a str),
    /// Credits must not fall below debits (money we owe).
    Credit(&'a str),
}

/// Books an entry and moves the balances with it. An account among `floors` that would be overdrawn:
/// `Conflict("overdrawn")`; an entry that names another case in a line, or has no line: `Conflict("postings")`.
pub fn post(
    conn: &mut Conn,
    entry: &Entry,
    lines: &[Posting],
    floors: &[Floor<'_>],
) -> Result<(), StoreError> {
    let belongs = |line: &Posting| line.entry_id == entry.id && line.case_id == entry.case_id;
    if lines.is_empty() || !lines.iter().all(belongs) {
        return Err(StoreError::Conflict("postings"));
    }
    diesel::insert_into(ledger_entries::table).values(entry).execute(conn)?;
    insert_rows!(conn, postings::table, lines);
    // In the order of the accounts' names: two entries never wait for each other.
    for (account, (debit, credit)) in sums(lines)? {
        let added = Balance {
            case_id: entry.case_id,
            account: account.to_owned(),
            office_id: entry.office_id,
            debit,
            credit,
        };
        let (debit, credit) = add(conn, &added)?;
        let overdrawn = floors.iter().any(|floor| match floor {
            Floor::Debit(name) => *name == account && debit < credit,
            Floor::Credit(name) => *name == account && credit < debit,
        });
        if overdrawn {
            return Err(StoreError::Conflict("overdrawn"));
        }
    }
    Ok(())
}

/// Debits and credits of each account.
fn sums(lines: &[Posting]) -> Result<BTreeMap<&str, (Dong, Dong)>, StoreError> {
    let too_much = |_| StoreError::Conflict("check");
    let mut sums: BTreeMap<&str, (Dong, Dong)> = BTreeMap::new();
    for line in lines {
        let debited = sums.entry(&line.debit).or_default();
        debited.0 = debited.0.plus(line.amount).map_err(too_much)?;
        let credited = sums.entry(&line.credit).or_default();
        credited.1 = credited.1.plus(line.amount).map_err(too_much)?;
    }
    Ok(sums)
}

fn add(conn: &mut Conn, added: &Balance) -> Result<(Dong, Dong), StoreError> {
    use account_balances::{account, case_id, credit, debit, table};
    Ok(on_engine!(conn, inner => diesel::insert_into(table)
        .values(added)
        .on_conflict((case_id, account))
        .do_update()
        .set((debit.eq(debit + added.debit), credit.eq(credit + added.credit)))
        .returning((debit, credit))
        .get_result(inner))?)
}

/// One entry of a case.
pub fn get(conn: &mut Conn, case: CaseId, id: EntryId) -> Result<(Entry, Vec<Posting>), StoreError> {
    let query = ledger_entries::table.find(id).filter(ledger_entries::case_id.eq(case));
    let entry = query.select(Entry::as_select()).first(conn)?;
    let query = postings::table.filter(postings::entry_id.eq(id)).select(Posting::as_select());
    let lines = query.order(postings::line).limit(super::MAX_ROWS).load(conn)?;
    Ok((entry, lines))
}

/// Whether an entry has been reversed.
pub fn is_reversed(conn: &mut Conn, id: EntryId) -> Result<bool, StoreError> {
    let query = ledger_entries::table.filter(ledger_entries::reverses_id.eq(id));
    Ok(query.select(ledger_entries::id).first::<EntryId>(conn).optional()?.is_some())
}

/// The entries of a case with their lines, by key.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<EntryId>,
    limit: i64,
) -> Result<Vec<(Entry, Vec<Posting>)>, StoreError> {
    let mut query = ledger_entries::table.select(Entry::as_select()).into_boxed();
    query = query.filter(ledger_entries::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(ledger_entries::id.gt(after));
    }
    let entries: Vec<Entry> = query.order(ledger_entries::id).limit(bounded(limit)).load(conn)?;
    let ids: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
    let query = postings::table.filter(postings::entry_id.eq_any(ids)).select(Posting::as_select());
    let mut lines: BTreeMap<EntryId, Vec<Posting>> = BTreeMap::new();
    for line in query.order((postings::entry_id, postings::line)).load(conn)? {
        lines.entry(line.entry_id).or_default().push(line);
    }
    let with_lines = entries.into_iter().map(|entry| {
        let own = lines.remove(&entry.id).unwrap_or_default();
        (entry, own)
    });
    Ok(with_lines.collect())
}

/// The balances of a case, by account.
pub fn balances(conn: &mut Conn, case: CaseId) -> Result<Vec<Balance>, StoreError> {
    let query = account_balances::table.filter(account_balances::case_id.eq(case));
    let query = query.select(Balance::as_select());
    Ok(query.order(account_balances::account).limit(super::MAX_ROWS).load(conn)?)
}

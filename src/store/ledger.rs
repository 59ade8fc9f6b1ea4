//! The journal: entries, their postings, and the balances that follow from them. Never changed: a correction is a new entry.
//! Everything stands in a file: a case, or the office itself for what belongs to no case. It knows no chart of accounts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::rows::{bounded, insert_rows, on_engine};
use super::schema::{account_balances, ledger_entries, postings};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, EntryId, OfficeId};
use crate::domain::ledger::{Turnover, sums};
use crate::domain::money::Dong;

/// A journal entry (bút toán).
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ledger_entries, treat_none_as_default_value = false)]
pub struct Entry {
    /// Identifier.
    pub id: EntryId,
    /// The agency.
    pub office_id: OfficeId,
    /// The file: the case, or the agency itself.
    pub file_id: AnyId,
    /// The case, where the file is one.
    pub case_id: Option<CaseId>,
    /// Kind of entry.
    pub kind: String,
    /// The day it is booked on.
    pub posted_on: NaiveDate,
    /// The entry it reverses.
    pub reverses_id: Option<EntryId>,
    /// What it says.
    pub memo: String,
    /// What it came of: `case`, `distribution`, …
    pub source_kind: String,
    /// Which one.
    pub source_id: AnyId,
    /// The code of the act.
    pub code: String,
    /// The act's place in the history of what it came of.
    pub seq: Option<i64>,
    /// The receipt or document that it rests on.
    pub voucher_id: Option<AnyId>,
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
    /// The file.
    pub file_id: AnyId,
    /// The day it is booked on.
    pub posted_on: NaiveDate,
    /// The account debited.
    pub debit: String,
    /// The account credited.
    pub credit: String,
    /// Amount.
    pub amount: Dong,
    /// Whose it is: `party`, `state`, `agency`.
    pub payee: Option<String>,
    /// Which party.
    pub payee_id: Option<AnyId>,
    /// The code of its legal basis, where it has one of its own.
    pub basis: Option<String>,
    /// The currency or metal of which the amount is the value.
    pub unit: Option<String>,
    /// How much of it, in ten-thousandths.
    pub quantity: Option<i64>,
    /// When recorded.
    pub recorded_at: At,
}

/// What was booked on one account of a file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = account_balances, treat_none_as_default_value = false)]
pub struct Balance {
    /// The file.
    pub file_id: AnyId,
    /// The account.
    pub account: String,
    /// The agency.
    pub office_id: OfficeId,
    /// All debits.
    pub debit: Dong,
    /// All credits.
    pub credit: Dong,
}

/// How an account stands after entries were booked, and what they added to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The account, now.
    pub now: Balance,
    /// Debits added.
    pub debit: Dong,
    /// Credits added.
    pub credit: Dong,
}

/// An entry and its lines, by place.
pub type Whole = (Entry, Vec<Posting>);

/// Books entries of one file and moves its balances with them. The caller looks at what comes back: an account that ends on the
/// wrong side is his to refuse. An entry of another file, a line of another entry, or an entry without lines:
/// `Conflict("postings")`.
pub fn post(conn: &mut Conn, booked: &[Whole]) -> Result<Vec<Moved>, StoreError> {
    let Some((first, _)) = booked.first() else { return Ok(Vec::new()) };
    let (file, office) = (first.file_id, first.office_id);
    let belongs = |(entry, lines): &Whole| {
        let own = |line: &Posting| line.entry_id == entry.id && line.file_id == file;
        entry.file_id == file && entry.office_id == office && !lines.is_empty() && lines.iter().all(own)
    };
    if !booked.iter().all(belongs) {
        return Err(StoreError::Conflict("postings"));
    }
    let entries: Vec<Entry> = booked.iter().map(|(entry, _)| entry.clone()).collect();
    let lines: Vec<Posting> = booked.iter().flat_map(|(_, lines)| lines.iter().cloned()).collect();
    insert_rows!(conn, ledger_entries::table, entries.as_slice());
    insert_rows!(conn, postings::table, lines.as_slice());
    let mut moved = Vec::new();
    // Each account once, in the order of their names: two acts on one file never wait for each other.
    let flows = lines.iter().map(|line| (line.debit.as_str(), line.credit.as_str(), line.amount));
    let sums = sums(flows).map_err(|_| StoreError::Conflict("check"))?;
    for (account, Turnover { debit_dong: debit, credit_dong: credit }) in sums {
        let added = Balance { file_id: file, account: account.to_owned(), office_id: office, debit, credit };
        let (after_debit, after_credit) = add(conn, &added)?;
        moved.push(Moved {
            now: Balance { debit: after_debit, credit: after_credit, ..added },
            debit,
            credit,
        });
    }
    Ok(moved)
}

fn add(conn: &mut Conn, added: &Balance) -> Result<(Dong, Dong), StoreError> {
    use account_balances::{account, credit, debit, file_id, table};
    let (debits, credits): (i64, i64) = on_engine!(conn, inner => diesel::insert_into(table)
        .values(added)
        .on_conflict((file_id, account))
        .do_update()
        .set((debit.eq(debit + added.debit), credit.eq(credit + added.credit)))
        .returning((debit, credit))
        .get_result(inner))?;
    let sum = |dong| Dong::new(dong).map_err(|_| StoreError::Conflict("check"));
    Ok((sum(debits)?, sum(credits)?))
}

/// The entries that rest on one receipt or document of an office, with their lines, by key; also one that takes another of them back.
pub fn by_voucher(conn: &mut Conn, office: OfficeId, voucher: AnyId) -> Result<Vec<Whole>, StoreError> {
    let query = ledger_entries::table.filter(ledger_entries::voucher_id.eq(voucher));
    let query = query.filter(ledger_entries::office_id.eq(office)).select(Entry::as_select());
    let entries = query.order(ledger_entries::id).limit(super::MAX_ROWS).load(conn)?;
    whole(conn, entries)
}

/// The entries of a file with their lines, by key: those booked by a day and recorded by an instant, where these are given.
pub fn by_file(
    conn: &mut Conn,
    file: AnyId,
    (on, as_of): (Option<NaiveDate>, Option<At>),
    after: Option<EntryId>,
    limit: i64,
) -> Result<Vec<Whole>, StoreError> {
    let mut query = ledger_entries::table.select(Entry::as_select()).into_boxed();
    query = query.filter(ledger_entries::file_id.eq(file));
    if let Some(on) = on {
        query = query.filter(ledger_entries::posted_on.le(on));
    }
    if let Some(instant) = as_of {
        query = query.filter(ledger_entries::created_at.le(instant));
    }
    if let Some(after) = after {
        query = query.filter(ledger_entries::id.gt(after));
    }
    let entries: Vec<Entry> = query.order(ledger_entries::id).limit(bounded(limit)).load(conn)?;
    whole(conn, entries)
}

/// Entries with their lines.
fn whole(conn: &mut Conn, entries: Vec<Entry>) -> Result<Vec<Whole>, StoreError> {
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

/// The balances of a file, by account.
pub fn balances(conn: &mut Conn, file: AnyId) -> Result<Vec<Balance>, StoreError> {
    let query = account_balances::table.filter(account_balances::file_id.eq(file));
    let query = query.select(Balance::as_select());
    Ok(query.order(account_balances::account).limit(super::MAX_ROWS).load(conn)?)
}

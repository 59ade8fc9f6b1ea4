//! Statements of bank and Treasury accounts, their lines, and what of them is matched with the journal. A line is matched or it is not;
//! it knows no rule of matching and no law.

use chrono::NaiveDate;
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::rows::{bounded, insert_rows};
use super::schema::{
    bank_statements, ledger_entries, matters, payouts, postings, receipts, statement_lines, statement_matches,
};
use super::{AnyId, Conn, StoreError};
use crate::domain::ids::{EntryId, MatterId, OfficeId};
use crate::domain::money::Dong;

/// How many open items are looked at together.
pub const OPEN_MAX: i64 = 20_000;

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = bank_statements, treat_none_as_default_value = false)]
pub struct Statement {
    /// Its matter.
    pub matter_id: MatterId,
    /// The agency.
    pub office_id: OfficeId,
    /// The account in the books.
    pub ledger: String,
    /// The account's number.
    pub account: String,
    /// The statement's number.
    pub statement: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// Balance before.
    pub opening: Dong,
    /// Balance after.
    pub closing: Dong,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_lines, treat_none_as_default_value = false)]
pub struct Line {
    /// The statement.
    pub matter_id: MatterId,
    /// Its place, from 1.
    pub line: i32,
    /// The agency.
    pub office_id: OfficeId,
    /// The account in the books.
    pub ledger: String,
    /// The statement's number.
    pub statement: String,
    /// The bank's reference.
    pub reference: String,
    /// The reference that payer or payee gave.
    pub end_to_end: Option<String>,
    /// The day.
    pub booked_on: NaiveDate,
    /// True for money in.
    pub incoming: bool,
    /// Amount.
    pub amount: Dong,
}

/// A line that is a posting.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_matches, treat_none_as_default_value = false)]
pub struct Match {
    /// The account in the books.
    pub ledger: String,
    /// The entry.
    pub entry_id: EntryId,
    /// Its line.
    pub posting: i32,
    /// The statement.
    pub matter_id: MatterId,
    /// The statement's line.
    pub line: i32,
    /// How it was found.
    pub how: String,
    /// Why.
    pub reason: Option<String>,
}

/// Adds a statement. One that is there: `Conflict("bank_statements_key")`.
pub fn insert(conn: &mut Conn, statement: &Statement) -> Result<(), StoreError> {
    diesel::insert_into(bank_statements::table).values(statement).execute(conn)?;
    Ok(())
}

/// Adds lines. A reference seen in this statement: `Conflict("statement_lines_once")`.
pub fn insert_lines(conn: &mut Conn, lines: &[Line]) -> Result<(), StoreError> {
    insert_rows!(conn, statement_lines::table, lines);
    Ok(())
}

/// Adds matches. A posting that has one on this account: `Conflict("statement_matches_key")`.
pub fn insert_matches(conn: &mut Conn, matches: &[Match]) -> Result<(), StoreError> {
    insert_rows!(conn, statement_matches::table, matches);
    Ok(())
}

/// Takes the matches of a line back.
pub fn remove_matches(conn: &mut Conn, matter: MatterId, line: i32) -> Result<(), StoreError> {
    let of_line = statement_matches::table.filter(statement_matches::matter_id.eq(matter));
    diesel::delete(of_line.filter(statement_matches::line.eq(line))).execute(conn)?;
    Ok(())
}

/// The statement of an account with this number.
pub fn by_number(
    conn: &mut Conn,
    office: OfficeId,
    ledger: &str,
    number: &str,
) -> Result<Option<Statement>, StoreError> {
    let query = bank_statements::table.filter(bank_statements::office_id.eq(office));
    let query = query.filter(bank_statements::ledger.eq(ledger.to_owned()));
    let query = query.filter(bank_statements::statement.eq(number.to_owned()));
    Ok(query.select(Statement::as_select()).first(conn).optional()?)
}

/// The last statement of an account, or the last that ended before a day.
pub fn latest(
    conn: &mut Conn,
    office: OfficeId,
    ledger: &str,
    before: Option<NaiveDate>,
) -> Result<Option<Statement>, StoreError> {
    let mut query = bank_statements::table.select(Statement::as_select()).into_boxed();
    query = query.filter(bank_statements::office_id.eq(office));
    query = query.filter(bank_statements::ledger.eq(ledger.to_owned()));
    if let Some(before) = before {
        query = query.filter(bank_statements::to_on.lt(before));
    }
    Ok(query.order(bank_statements::to_on.desc()).first(conn).optional()?)
}

/// The last statement of an account in this state.
pub fn last_in_state(
    conn: &mut Conn,
    office: OfficeId,
    ledger: &str,
    state: &str,
) -> Result<Option<Statement>, StoreError> {
    let of_matter = matters::id.eq(bank_statements::matter_id);
    let query = bank_statements::table.inner_join(matters::table.on(of_matter));
    let query = query.filter(bank_statements::office_id.eq(office));
    let query = query.filter(bank_statements::ledger.eq(ledger.to_owned()));
    let query = query.filter(matters::state.eq(state.to_owned())).select(Statement::as_select());
    Ok(query.order(bank_statements::to_on.desc()).first(conn).optional()?)
}

/// The lines of a statement, by place.
pub fn lines(conn: &mut Conn, matter: MatterId, after: i32, limit: i64) -> Result<Vec<Line>, StoreError> {
    let query = statement_lines::table.filter(statement_lines::matter_id.eq(matter));
    let query = query.filter(statement_lines::line.gt(after)).select(Line::as_select());
    Ok(query.order(statement_lines::line).limit(bounded(limit)).load(conn)?)
}

/// The matches of some lines of a statement.
pub fn matches(conn: &mut Conn, matter: MatterId, lines: &[i32]) -> Result<Vec<Match>, StoreError> {
    let query = statement_matches::table.filter(statement_matches::matter_id.eq(matter));
    let query = query.filter(statement_matches::line.eq_any(lines.to_vec())).select(Match::as_select());
    let order = (statement_matches::line, statement_matches::entry_id, statement_matches::posting);
    Ok(query.order(order).limit(OPEN_MAX).load(conn)?)
}

/// The lines of an account without a match, up to a day.
pub fn open_lines(
    conn: &mut Conn,
    office: OfficeId,
    ledger: &str,
    to: NaiveDate,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    let matched = statement_matches::table
        .filter(statement_matches::matter_id.eq(statement_lines::matter_id))
        .filter(statement_matches::line.eq(statement_lines::line));
    let query = statement_lines::table.filter(statement_lines::office_id.eq(office));
    let query = query.filter(statement_lines::ledger.eq(ledger.to_owned()));
    let query = query.filter(statement_lines::booked_on.le(to)).filter(not(exists(matched)));
    let order = (statement_lines::booked_on, statement_lines::matter_id, statement_lines::line);
    Ok(query.select(Line::as_select()).order(order).limit(limit).load(conn)?)
}

/// A posting on an account: entry, line, day, amount.
pub type Booked = (EntryId, i32, NaiveDate, Dong);

/// The postings that debit an account, or credit it, from a day on, without a match on it.
pub fn open_postings(
    conn: &mut Conn,
    office: OfficeId,
    ledger: &str,
    incoming: bool,
    from: NaiveDate,
    limit: i64,
) -> Result<Vec<Booked>, StoreError> {
    let matched = statement_matches::table
        .filter(statement_matches::ledger.eq(ledger.to_owned()))
        .filter(statement_matches::entry_id.eq(postings::entry_id))
        .filter(statement_matches::posting.eq(postings::line));
    let mut query = postings::table.filter(postings::office_id.eq(office)).into_boxed();
    query = match incoming {
        true => query.filter(postings::debit.eq(ledger.to_owned())),
        false => query.filter(postings::credit.eq(ledger.to_owned())),
    };
    query = query.filter(postings::posted_on.ge(from)).filter(not(exists(matched)));
    let columns = (postings::entry_id, postings::line, postings::posted_on, postings::amount);
    let order = (postings::posted_on, postings::entry_id, postings::line);
    Ok(query.select(columns).order(order).limit(limit).load(conn)?)
}

/// Which side of a match lies after the day, and the other up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// On the statement by that day, in the books after it.
    Booked,
    /// In the books by that day, on a statement after it.
    Stated,
}

/// What was matched over a day: money in or out whose two sides lie on different sides of it.
pub fn over_day(
    conn: &mut Conn,
    office: OfficeId,
    ledger: &str,
    incoming: bool,
    later: Later,
    day: NaiveDate,
) -> Result<i64, StoreError> {
    let of_line = statement_lines::matter_id
        .eq(statement_matches::matter_id)
        .and(statement_lines::line.eq(statement_matches::line));
    let of_posting =
        postings::entry_id.eq(statement_matches::entry_id).and(postings::line.eq(statement_matches::posting));
    let mut query = statement_matches::table
        .inner_join(statement_lines::table.on(of_line))
        .inner_join(postings::table.on(of_posting))
        .into_boxed();
    // Said of both sides of the match, so that either may lead, by an index that holds the office's own rows of that account only.
    query = query.filter(statement_matches::ledger.eq(ledger.to_owned()));
    query = query.filter(statement_lines::office_id.eq(office)).filter(postings::office_id.eq(office));
    query = query.filter(statement_lines::ledger.eq(ledger.to_owned()));
    query = query.filter(statement_lines::incoming.eq(incoming));
    query = match incoming {
        true => query.filter(postings::debit.eq(ledger.to_owned())),
        false => query.filter(postings::credit.eq(ledger.to_owned())),
    };
    query = match later {
        Later::Booked => query.filter(statement_lines::booked_on.le(day)).filter(postings::posted_on.gt(day)),
        Later::Stated => query.filter(statement_lines::booked_on.gt(day)).filter(postings::posted_on.le(day)),
    };
    let total = sql::<BigInt>("CAST(COALESCE(SUM(postings.amount), 0) AS BIGINT)");
    Ok(query.select(total).first(conn)?)
}

/// What an entry came of: its voucher, and what it changed.
pub fn sources(
    conn: &mut Conn,
    entries: &[EntryId],
) -> Result<Vec<(EntryId, Option<AnyId>, AnyId)>, StoreError> {
    let mut found = Vec::new();
    for batch in entries.chunks(500) {
        let query = ledger_entries::table.filter(ledger_entries::id.eq_any(batch.to_vec()));
        let columns = (ledger_entries::id, ledger_entries::voucher_id, ledger_entries::source_id);
        found.extend(query.select(columns).load::<(EntryId, Option<AnyId>, AnyId)>(conn)?);
    }
    Ok(found)
}

/// Receipts and payouts among these, each with its document.
pub fn vouchers(conn: &mut Conn, ids: &[AnyId]) -> Result<Vec<(AnyId, String)>, StoreError> {
    let mut found = Vec::new();
    for batch in ids.chunks(500) {
        let these: Vec<_> = batch.iter().map(|id| crate::domain::ids::ReceiptId(id.0)).collect();
        let query = receipts::table.filter(receipts::id.eq_any(these)).select((receipts::id, receipts::doc));
        let rows: Vec<(crate::domain::ids::ReceiptId, String)> = query.load(conn)?;
        found.extend(rows.into_iter().map(|(id, doc)| (AnyId(id.0), doc)));
        let these: Vec<_> = batch.iter().map(|id| crate::domain::ids::PayoutId(id.0)).collect();
        let query = payouts::table.filter(payouts::id.eq_any(these)).select((payouts::id, payouts::doc));
        let rows: Vec<(crate::domain::ids::PayoutId, String)> = query.load(conn)?;
        found.extend(rows.into_iter().map(|(id, doc)| (AnyId(id.0), doc)));
    }
    Ok(found)
}

/// The first statement of an account.
pub fn first(conn: &mut Conn, office: OfficeId, ledger: &str) -> Result<Option<Statement>, StoreError> {
    let query = bank_statements::table.filter(bank_statements::office_id.eq(office));
    let query = query.filter(bank_statements::ledger.eq(ledger.to_owned())).select(Statement::as_select());
    Ok(query.order(bank_statements::to_on).first(conn).optional()?)
}

/// The references of the lines of a statement.
pub fn references(
    conn: &mut Conn,
    matter: MatterId,
) -> Result<std::collections::BTreeSet<String>, StoreError> {
    let query = statement_lines::table.filter(statement_lines::matter_id.eq(matter));
    let query = query.select(statement_lines::reference).limit(OPEN_MAX);
    Ok(query.load::<String>(conn)?.into_iter().collect())
}

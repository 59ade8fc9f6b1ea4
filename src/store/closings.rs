//! What closing the books reads and leaves: how far an agency's books are closed, when its accounts moved, the closed periods, the
//! balances of a handover. What moved stands in the books (`ledger_books`). It knows no chart of accounts and decides nothing.

use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::rows::{bounded, insert_rows};
use super::schema::{
    account_balances, cases, closed_periods, distributions, handover_balances, offices, postings,
};
use super::{AnyId, Conn, StoreError};
use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};
use crate::domain::money::Dong;

/// How far an agency's books are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Queryable)]
pub struct Books {
    /// The last day of the last closed period.
    pub closed_on: Option<NaiveDate>,
    /// The last day whose cash is closed.
    pub cash_closed_on: Option<NaiveDate>,
    /// The day whose cash does not agree and is not settled.
    pub cash_differs_on: Option<NaiveDate>,
}

/// How far the books are closed; on PostgreSQL held until the transaction ends, so that no period closes under a booking. SQLite
/// has one writer.
pub fn books_held(conn: &mut Conn, office: OfficeId) -> Result<Books, StoreError> {
    let columns = (offices::books_closed_on, offices::cash_closed_on, offices::cash_differs_on);
    let query = offices::table.find(office).select(columns);
    Ok(match conn {
        Conn::Pg(inner) => query.for_share().first(inner)?,
        Conn::Sqlite(inner) => query.first(inner)?,
    })
}

/// The same for a reader.
pub fn books(conn: &mut Conn, office: OfficeId) -> Result<Books, StoreError> {
    let columns = (offices::books_closed_on, offices::cash_closed_on, offices::cash_differs_on);
    Ok(offices::table.find(office).select(columns).first(conn)?)
}

/// Waits until every booking that has begun is written, and lets none begin: for an act that closes.
pub fn books_alone(conn: &mut Conn, office: OfficeId) -> Result<Books, StoreError> {
    let columns = (offices::books_closed_on, offices::cash_closed_on, offices::cash_differs_on);
    let query = offices::table.find(office).select(columns);
    Ok(match conn {
        Conn::Pg(inner) => query.for_no_key_update().first(inner)?,
        Conn::Sqlite(inner) => query.first(inner)?,
    })
}

/// A closed period.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = closed_periods, treat_none_as_default_value = false)]
pub struct ClosedPeriod {
    /// The agency.
    pub office_id: OfficeId,
    /// `month`, `quarter`, `year`.
    pub kind: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// Its closing.
    pub matter_id: MatterId,
    /// SHA-256 over its figures.
    pub digest: String,
}

/// Closes a period. One that is closed: `Conflict("closed_periods_key")`.
pub fn close(conn: &mut Conn, period: &ClosedPeriod) -> Result<(), StoreError> {
    diesel::insert_into(closed_periods::table).values(period).execute(conn)?;
    let office = offices::table.find(period.office_id);
    let before = office.select(offices::books_closed_on).first::<Option<NaiveDate>>(conn)?;
    if before.is_none_or(|before| before < period.to_on) {
        diesel::update(office).set(offices::books_closed_on.eq(period.to_on)).execute(conn)?;
    }
    Ok(())
}

/// The last closed period of a kind.
pub fn last_closed(
    conn: &mut Conn,
    office: OfficeId,
    kind: &str,
) -> Result<Option<ClosedPeriod>, StoreError> {
    let query = closed_periods::table.filter(closed_periods::office_id.eq(office));
    let query = query.filter(closed_periods::kind.eq(kind.to_owned())).select(ClosedPeriod::as_select());
    Ok(query.order(closed_periods::to_on.desc()).first(conn).optional()?)
}

/// The period of a kind that was closed up to this day.
pub fn closed_to(
    conn: &mut Conn,
    office: OfficeId,
    kind: &str,
    to: NaiveDate,
) -> Result<Option<ClosedPeriod>, StoreError> {
    let query = closed_periods::table.find((office, kind.to_owned(), to));
    Ok(query.select(ClosedPeriod::as_select()).first(conn).optional()?)
}

/// Notes how far the cash is closed, and which day differs.
pub fn mark_cash(
    conn: &mut Conn,
    office: OfficeId,
    closed: Option<NaiveDate>,
    differs: Option<NaiveDate>,
) -> Result<(), StoreError> {
    let row = offices::table.find(office);
    diesel::update(row).set(offices::cash_differs_on.eq(differs)).execute(conn)?;
    if let Some(closed) = closed {
        diesel::update(row).set(offices::cash_closed_on.eq(closed)).execute(conn)?;
    }
    Ok(())
}

/// The first day on which something was booked.
pub fn first_booked(conn: &mut Conn, office: OfficeId) -> Result<Option<NaiveDate>, StoreError> {
    let query = postings::table.filter(postings::office_id.eq(office)).select(postings::posted_on);
    Ok(query.order(postings::posted_on).first(conn).optional()?)
}

/// The first day after this one on which an account moved.
pub fn first_moved(
    conn: &mut Conn,
    office: OfficeId,
    account: &str,
    after: Option<NaiveDate>,
) -> Result<Option<NaiveDate>, StoreError> {
    let of_office = || {
        let mut query = postings::table.filter(postings::office_id.eq(office)).into_boxed();
        if let Some(after) = after {
            query = query.filter(postings::posted_on.gt(after));
        }
        query.select(postings::posted_on).order(postings::posted_on)
    };
    // Each side by an index of its own.
    let debit = of_office().filter(postings::debit.eq(account.to_owned())).first(conn).optional()?;
    let credit = of_office().filter(postings::credit.eq(account.to_owned())).first(conn).optional()?;
    Ok([debit, credit].into_iter().flatten().min())
}

/// A balance that the minutes of a handover list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = handover_balances, treat_none_as_default_value = false)]
pub struct HandoverBalance {
    /// The handover.
    pub matter_id: MatterId,
    /// The case, or what belongs to none.
    pub file_id: AnyId,
    /// The account.
    pub account: String,
    /// All debits.
    pub debit: Dong,
    /// All credits.
    pub credit: Dong,
}

/// Keeps the balances of a handover.
pub fn keep_balances(conn: &mut Conn, rows: &[HandoverBalance]) -> Result<(), StoreError> {
    insert_rows!(conn, handover_balances::table, rows);
    Ok(())
}

/// The balances of a handover, by file and account.
pub fn balances_of(
    conn: &mut Conn,
    matter: MatterId,
    after: Option<(AnyId, String)>,
    limit: i64,
) -> Result<Vec<HandoverBalance>, StoreError> {
    let mut query = handover_balances::table.select(HandoverBalance::as_select()).into_boxed();
    query = query.filter(handover_balances::matter_id.eq(matter));
    if let Some((file, account)) = after {
        let same = handover_balances::file_id.eq(file).and(handover_balances::account.gt(account));
        query = query.filter(handover_balances::file_id.gt(file).or(same));
    }
    let order = (handover_balances::file_id, handover_balances::account);
    Ok(query.order(order).limit(bounded(limit)).load(conn)?)
}

/// The last day on which an account moved.
pub fn last_moved(conn: &mut Conn, office: OfficeId, account: &str) -> Result<Option<NaiveDate>, StoreError> {
    let of_office = || postings::table.filter(postings::office_id.eq(office)).select(postings::posted_on);
    let debit = of_office().filter(postings::debit.eq(account.to_owned()));
    let debit = debit.order(postings::posted_on.desc()).first(conn).optional()?;
    let credit = of_office().filter(postings::credit.eq(account.to_owned()));
    let credit = credit.order(postings::posted_on.desc()).first(conn).optional()?;
    Ok([debit, credit].into_iter().flatten().max())
}

/// A balance that is not zero: file, account, debits, credits.
pub type OpenBalance = (AnyId, String, Dong, Dong);

/// The balances of an agency that are not zero, by file and account.
pub fn open_balances(
    conn: &mut Conn,
    office: OfficeId,
    after: Option<(AnyId, String)>,
    limit: i64,
) -> Result<Vec<OpenBalance>, StoreError> {
    let mut query = account_balances::table.filter(account_balances::office_id.eq(office)).into_boxed();
    query = query.filter(account_balances::debit.ne(account_balances::credit));
    if let Some((file, account)) = after {
        let same = account_balances::file_id.eq(file).and(account_balances::account.gt(account));
        query = query.filter(account_balances::file_id.gt(file).or(same));
    }
    let columns = (
        account_balances::file_id,
        account_balances::account,
        account_balances::debit,
        account_balances::credit,
    );
    let order = (account_balances::file_id, account_balances::account);
    Ok(query.select(columns).order(order).limit(bounded(limit)).load(conn)?)
}

/// How many distributions of an agency stand in one of these states.
pub fn distributions_in(conn: &mut Conn, office: OfficeId, states: &[&str]) -> Result<i64, StoreError> {
    let states: Vec<String> = states.iter().map(|state| (*state).to_owned()).collect();
    let query = distributions::table.filter(distributions::office_id.eq(office));
    Ok(query.filter(distributions::state.eq_any(states)).count().get_result(conn)?)
}

/// The cases of an officer on which something was ever booked, with their numbers, by key.
pub fn booked_cases(
    conn: &mut Conn,
    office: OfficeId,
    officer: UserId,
    after: Option<CaseId>,
    limit: i64,
) -> Result<Vec<(CaseId, String)>, StoreError> {
    let booked = account_balances::table.filter(account_balances::file_id.eq(cases::id));
    let mut query = cases::table.filter(cases::office_id.eq(office)).into_boxed();
    query = query.filter(cases::officer_id.eq(officer)).filter(exists(booked));
    if let Some(after) = after {
        query = query.filter(cases::id.gt(after));
    }
    Ok(query.select((cases::id, cases::number)).order(cases::id).limit(bounded(limit)).load(conn)?)
}

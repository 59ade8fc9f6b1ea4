//! The journal read as books: the lines of a file, an office or an account between two days, and their sums, as they were recorded
//! at an instant. Each is one range of an index, and each page begins where the last ended. It changes nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::conn::MultiBackend;
use super::ledger::{Entry, Posting};
use super::receipts::Receipt;
use super::rows::bounded;
use super::schema::{account_balances, cases, decisions, ledger_entries, postings, receipts};
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{CaseId, EntryId, OfficeId, ReceiptId};
use crate::domain::ledger::SpecieFlow;
use crate::domain::money::Dong;

/// Where a line stands in every book: its day, its entry, its place there.
pub type Place = (NaiveDate, EntryId, i32);

/// Which lines.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The agency's.
    pub office: OfficeId,
    /// Of this file.
    pub file: Option<AnyId>,
    /// That move this account, on either side.
    pub account: Option<&'a str>,
    /// Booked on this day or later.
    pub from: Option<NaiveDate>,
    /// Booked on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Recorded by this instant.
    pub as_of: Option<At>,
}

impl Ask<'_> {
    /// Everything of an office.
    pub const fn office(office: OfficeId) -> Ask<'static> {
        Ask { office, file: None, account: None, from: None, to: None, as_of: None }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Either,
    Debit,
    Credit,
}

/// The part of the lines after a place that one range of an index gives: the rest of its entry, of its day, the later days.
#[derive(Clone, Copy)]
enum After {
    Begin,
    InEntry(Place),
    InDay(Place),
    Later(Place),
}

/// The conditions of a question, on whatever query.
macro_rules! narrowed {
    ($query:expr, $ask:expr, $side:expr) => {{
        let mut query = $query.filter(postings::office_id.eq($ask.office));
        if let Some(file) = $ask.file {
            query = query.filter(postings::file_id.eq(file));
        }
        match ($ask.account, $side) {
            (Some(account), Side::Debit) => query = query.filter(postings::debit.eq(account.to_owned())),
            (Some(account), Side::Credit) => query = query.filter(postings::credit.eq(account.to_owned())),
            _ => {}
        }
        if let Some(from) = $ask.from {
            query = query.filter(postings::posted_on.ge(from));
        }
        if let Some(to) = $ask.to {
            query = query.filter(postings::posted_on.le(to));
        }
        if let Some(instant) = $ask.as_of {
            query = query.filter(postings::recorded_at.le(instant));
        }
        query
    }};
}

/// The lines after a place, in their order.
pub fn lines(
    conn: &mut Conn,
    ask: &Ask<'_>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Posting>, StoreError> {
    let limit = bounded(limit);
    if ask.account.is_none() {
        return stream(conn, ask, Side::Either, after, limit);
    }
    // A line never debits and credits the same account, so the two sides are two ranges without a common row.
    let mut found = stream(conn, ask, Side::Debit, after, limit)?;
    found.extend(stream(conn, ask, Side::Credit, after, limit)?);
    found.sort_by_key(place);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// Where a line stands.
pub fn place(line: &Posting) -> Place {
    (line.posted_on, line.entry_id, line.line)
}

fn stream(
    conn: &mut Conn,
    ask: &Ask<'_>,
    side: Side,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Posting>, StoreError> {
    let parts = match after {
        None => vec![After::Begin],
        Some(place) => vec![After::InEntry(place), After::InDay(place), After::Later(place)],
    };
    let mut found: Vec<Posting> = Vec::new();
    for part in parts {
        let left = limit - i64::try_from(found.len()).unwrap_or(limit);
        if left <= 0 {
            break;
        }
        found.extend(range(ask, side, part).select(Posting::as_select()).limit(left).load(conn)?);
    }
    Ok(found)
}

fn range(ask: &Ask<'_>, side: Side, part: After) -> postings::BoxedQuery<'static, MultiBackend> {
    let all = postings::table.into_boxed();
    let query = narrowed!(all, ask, side);
    let query = match part {
        After::Begin => query,
        After::InEntry((day, entry, line)) => query
            .filter(postings::posted_on.eq(day))
            .filter(postings::entry_id.eq(entry))
            .filter(postings::line.gt(line)),
        After::InDay((day, entry, _)) => {
            query.filter(postings::posted_on.eq(day)).filter(postings::entry_id.gt(entry))
        }
        After::Later((day, ..)) => query.filter(postings::posted_on.gt(day)),
    };
    query.order((postings::posted_on, postings::entry_id, postings::line))
}

const SUM: &str = "CAST(SUM(amount) AS BIGINT)";

/// What went from each account to each other one.
pub fn flows(conn: &mut Conn, ask: &Ask<'_>) -> Result<Vec<(String, String, Dong)>, StoreError> {
    let grouped = postings::table
        .group_by((postings::debit, postings::credit))
        .select((postings::debit, postings::credit, sql::<BigInt>(SUM)))
        .into_boxed();
    let query = narrowed!(grouped, ask, Side::Either);
    Ok(query.order((postings::debit, postings::credit)).load(conn)?)
}

/// The same of what is not đồng, by its unit.
pub fn specie_flows(conn: &mut Conn, ask: &Ask<'_>) -> Result<Vec<SpecieFlow>, StoreError> {
    let sum = sql::<BigInt>("CAST(SUM(quantity) AS BIGINT)");
    let grouped = postings::table
        .group_by((postings::debit, postings::credit, postings::unit))
        .select((postings::debit, postings::credit, postings::unit, sum, sql::<BigInt>(SUM)))
        .into_boxed();
    let query = narrowed!(grouped, ask, Side::Either).filter(postings::unit.is_not_null());
    let rows: Vec<(String, String, Option<String>, i64, Dong)> = query.load(conn)?;
    let flow = |(debit, credit, unit, quantity, amount): (String, String, Option<String>, i64, Dong)| {
        SpecieFlow { debit, credit, unit: unit.unwrap_or_default(), quantity, amount }
    };
    Ok(rows.into_iter().map(flow).collect())
}

/// The same for each of some files.
pub fn flows_of_files(
    conn: &mut Conn,
    ask: &Ask<'_>,
    files: &[AnyId],
) -> Result<Vec<(AnyId, String, String, Dong)>, StoreError> {
    let grouped = postings::table
        .group_by((postings::file_id, postings::debit, postings::credit))
        .select((postings::file_id, postings::debit, postings::credit, sql::<BigInt>(SUM)))
        .into_boxed();
    let query = narrowed!(grouped, ask, Side::Either).filter(postings::file_id.eq_any(files.to_vec()));
    Ok(query.order((postings::file_id, postings::debit, postings::credit)).load(conn)?)
}

/// Debits and credits of the account asked for.
pub fn turnover(conn: &mut Conn, ask: &Ask<'_>) -> Result<(Dong, Dong), StoreError> {
    let mut sum = |side: Side| -> Result<Dong, StoreError> {
        let all = postings::table.select(sql::<Nullable<BigInt>>(SUM)).into_boxed();
        let query = narrowed!(all, ask, side);
        Ok(query.first::<Option<Dong>>(conn)?.unwrap_or_default())
    };
    Ok((sum(Side::Debit)?, sum(Side::Credit)?))
}

/// The sums of all files of an office, by account, as the balances keep them.
pub fn office_balances(conn: &mut Conn, office: OfficeId) -> Result<Vec<(String, Dong, Dong)>, StoreError> {
    let debit = sql::<BigInt>("CAST(SUM(debit) AS BIGINT)");
    let credit = sql::<BigInt>("CAST(SUM(credit) AS BIGINT)");
    let query = account_balances::table
        .filter(account_balances::office_id.eq(office))
        .group_by(account_balances::account)
        .select((account_balances::account, debit, credit));
    Ok(query.order(account_balances::account).load(conn)?)
}

/// The next file, by key, in which something was booked between two days; on the account, where one is asked for.
pub fn next_file(conn: &mut Conn, ask: &Ask<'_>, after: Option<AnyId>) -> Result<Option<AnyId>, StoreError> {
    let mut first = |side: Side| -> Result<Option<AnyId>, StoreError> {
        let all = postings::table.select(postings::file_id).into_boxed();
        let mut query = narrowed!(all, ask, side);
        if let Some(after) = after {
            query = query.filter(postings::file_id.gt(after));
        }
        Ok(query.order(postings::file_id).first(conn).optional()?)
    };
    if ask.account.is_none() {
        return first(Side::Either);
    }
    Ok([first(Side::Debit)?, first(Side::Credit)?].into_iter().flatten().min())
}

/// Entries by their identifiers.
pub fn entries(conn: &mut Conn, ids: &[EntryId]) -> Result<BTreeMap<EntryId, Entry>, StoreError> {
    let mut found = BTreeMap::new();
    for batch in ids.chunks(500) {
        let query = ledger_entries::table.filter(ledger_entries::id.eq_any(batch.iter().copied()));
        let rows: Vec<Entry> = query.select(Entry::as_select()).load(conn)?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

/// What an entry rests on: a receipt or a signed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// `receipt`, or the document's kind.
    pub kind: String,
    /// Its number; for a receipt inside its document.
    pub number: Number,
}

/// Where a number stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// As it is.
    Plain(String),
    /// In this document.
    Inside(String),
}

/// Receipts and documents by their identifiers.
pub fn vouchers(conn: &mut Conn, ids: &[AnyId]) -> Result<BTreeMap<AnyId, Voucher>, StoreError> {
    let mut found = BTreeMap::new();
    for batch in ids.chunks(500) {
        let batch = || batch.iter().copied();
        let query = decisions::table.filter(decisions::id.eq_any(batch()));
        let rows: Vec<(AnyId, String, String)> =
            query.select((decisions::id, decisions::kind, decisions::full_number)).load(conn)?;
        found.extend(rows.into_iter().map(|(id, kind, number)| {
            let number = Number::Plain(number);
            (id, Voucher { kind, number })
        }));
        let query = receipts::table.filter(receipts::id.eq_any(batch()));
        let rows: Vec<(AnyId, String)> = query.select((receipts::id, receipts::doc)).load(conn)?;
        found.extend(rows.into_iter().map(|(id, doc)| {
            let (kind, number) = ("receipt".to_owned(), Number::Inside(doc));
            (id, Voucher { kind, number })
        }));
    }
    Ok(found)
}

/// Numbers of an office's enforcement decisions by case.
pub fn case_numbers(
    conn: &mut Conn,
    office: OfficeId,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, String>, StoreError> {
    let mut found = BTreeMap::new();
    for batch in ids.chunks(500) {
        let query = cases::table.filter(cases::office_id.eq(office));
        let query = query.filter(cases::id.eq_any(batch.iter().copied()));
        let rows: Vec<(CaseId, String)> = query.select((cases::id, cases::number)).load(conn)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Where a receipt stands in the register: its day, its identifier.
pub type ReceiptPlace = (NaiveDate, ReceiptId);

/// The receipts of an office, by day.
pub fn receipts_between(
    conn: &mut Conn,
    ask: &Ask<'_>,
    after: Option<ReceiptPlace>,
    limit: i64,
) -> Result<Vec<Receipt>, StoreError> {
    let limit = bounded(limit);
    let mut query = receipts::table.filter(receipts::office_id.eq(ask.office)).into_boxed();
    if let Some(from) = ask.from {
        query = query.filter(receipts::received_on.ge(from));
    }
    if let Some(to) = ask.to {
        query = query.filter(receipts::received_on.le(to));
    }
    if let Some(instant) = ask.as_of {
        query = query.filter(receipts::created_at.le(instant));
    }
    if let Some(file) = ask.file {
        query = query.filter(receipts::case_id.eq(CaseId(file.0)));
    }
    if let Some((day, id)) = after {
        // The first condition lets the index begin at the right place.
        query = query.filter(receipts::received_on.ge(day));
        query = query.filter(receipts::received_on.gt(day).or(receipts::id.gt(id)));
    }
    let query = query.select(Receipt::as_select());
    Ok(query.order((receipts::received_on, receipts::id)).limit(limit).load(conn)?)
}

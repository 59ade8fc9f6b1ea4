//! What a judgment pronounces: who owes what to whom (khoản phải thi hành). A judgment may hold a thousand of them.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Text;

use super::rows::{bounded, changed_one, insert_rows};
use super::schema::obligations;
use super::schema_past::obligation_versions;
use super::versions::{copy_versions, end_versions};
use super::{At, Conn, StoreError};
use crate::domain::ids::{CaseId, JudgmentId, ObligationId, OfficeId, PartyId};
use crate::domain::money::Dong;

/// An obligation.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = obligations, treat_none_as_default_value = false)]
pub struct Obligation {
    /// Identifier.
    pub id: ObligationId,
    /// The judgment.
    pub judgment_id: JudgmentId,
    /// The agency.
    pub office_id: OfficeId,
    /// The case that enforces it.
    pub case_id: Option<CaseId>,
    /// Who owes.
    pub debtor_id: PartyId,
    /// To whom; nobody means the State.
    pub creditor_id: Option<PartyId>,
    /// `proactive` or `on_request`.
    pub mode: String,
    /// Kind.
    pub kind: String,
    /// Amount.
    pub amount: Dong,
    /// Paid so far.
    pub paid: Dong,
    /// Status.
    pub status: String,
    /// The day it falls due.
    pub due_on: Option<NaiveDate>,
    /// Everything else, as JSON.
    pub doc: String,
}

/// Copies rows into their versions.
macro_rules! copy {
    ($conn:expr, $ids:expr, $now:expr) => {
        copy_versions!($conn, obligations => obligation_versions [
            id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid, status, due_on, doc,
        ], $ids, diesel::IntoSql::into_sql::<super::types::Instant>($now))
    };
}

/// Adds obligations, in batches.
pub fn insert_many(conn: &mut Conn, added: &[Obligation], now: At) -> Result<(), StoreError> {
    insert_rows!(conn, obligations::table, added);
    let ids: Vec<ObligationId> = added.iter().map(|row| row.id).collect();
    copy!(conn, ids, now);
    Ok(())
}

/// Keeps what changed rows are now as their newest versions: once for all that an act changes one by one.
pub fn keep(conn: &mut Conn, ids: &[ObligationId], now: At) -> Result<(), StoreError> {
    end_versions!(conn, obligation_versions::id, ids, now);
    copy!(conn, ids, now);
    Ok(())
}

/// The obligations of a judgment, by key.
pub fn by_judgment(
    conn: &mut Conn,
    judgment: JudgmentId,
    after: Option<ObligationId>,
    limit: i64,
) -> Result<Vec<Obligation>, StoreError> {
    let mut query = obligations::table.select(Obligation::as_select()).into_boxed();
    query = query.filter(obligations::judgment_id.eq(judgment));
    if let Some(after) = after {
        query = query.filter(obligations::id.gt(after));
    }
    Ok(query.order(obligations::id).limit(bounded(limit)).load(conn)?)
}

/// The obligations of a case, by key.
pub fn by_case(
    conn: &mut Conn,
    case: CaseId,
    after: Option<ObligationId>,
    limit: i64,
) -> Result<Vec<Obligation>, StoreError> {
    let mut query = obligations::table.select(Obligation::as_select()).into_boxed();
    query = query.filter(obligations::case_id.eq(case));
    if let Some(after) = after {
        query = query.filter(obligations::id.gt(after));
    }
    Ok(query.order(obligations::id).limit(bounded(limit)).load(conn)?)
}

/// Every obligation of a case, however many: a decision needs them all. Read in pages.
pub fn all_by_case(conn: &mut Conn, case: CaseId) -> Result<Vec<Obligation>, StoreError> {
    super::every(|after| by_case(conn, case, after, super::MAX_ROWS), |row| row.id)
}

/// Every obligation of a judgment, however many. Read in pages.
pub fn all_by_judgment(conn: &mut Conn, judgment: JudgmentId) -> Result<Vec<Obligation>, StoreError> {
    super::every(|after| by_judgment(conn, judgment, after, super::MAX_ROWS), |row| row.id)
}

/// What these parties owe in cases of an agency but one, however much. Read in pages.
pub fn of_debtors(
    conn: &mut Conn,
    office: OfficeId,
    debtors: &[PartyId],
    but: CaseId,
) -> Result<Vec<Obligation>, StoreError> {
    let mut found: Vec<Obligation> = Vec::new();
    for debtor in debtors {
        let page = |after: Option<ObligationId>| -> Result<Vec<Obligation>, StoreError> {
            let mut query = obligations::table.select(Obligation::as_select()).into_boxed();
            query =
                query.filter(obligations::debtor_id.eq(*debtor)).filter(obligations::office_id.eq(office));
            query = query.filter(obligations::case_id.is_not_null()).filter(obligations::case_id.ne(but));
            if let Some(after) = after {
                query = query.filter(obligations::id.gt(after));
            }
            Ok(query.order(obligations::id).limit(super::MAX_ROWS).load(conn)?)
        };
        found.extend(super::every(page, |row| row.id)?);
    }
    Ok(found)
}

/// The cases of an agency, but one, in which these parties owe something.
pub fn cases_of_debtors(
    conn: &mut Conn,
    office: OfficeId,
    debtors: &[PartyId],
    but: CaseId,
) -> Result<Vec<CaseId>, StoreError> {
    let owed = obligations::table
        .filter(obligations::debtor_id.eq_any(debtors.iter().copied()))
        .filter(obligations::office_id.eq(office))
        .filter(obligations::case_id.is_not_null())
        .filter(obligations::case_id.ne(but));
    let cases: Vec<Option<CaseId>> = owed.select(obligations::case_id).distinct().load(conn)?;
    Ok(cases.into_iter().flatten().collect())
}

/// In which cases of an agency these parties still owe something.
pub fn owing(
    conn: &mut Conn,
    office: OfficeId,
    debtors: &[PartyId],
) -> Result<Vec<(PartyId, CaseId)>, StoreError> {
    let mut found: Vec<(PartyId, Option<CaseId>)> = Vec::new();
    for batch in debtors.chunks(500) {
        let owed = obligations::table
            .filter(obligations::debtor_id.eq_any(batch.iter().copied()))
            .filter(obligations::office_id.eq(office))
            .filter(obligations::case_id.is_not_null())
            .filter(obligations::paid.lt(obligations::amount));
        let owed = owed.select((obligations::debtor_id, obligations::case_id)).distinct();
        found.extend(owed.load::<(PartyId, Option<CaseId>)>(conn)?);
    }
    Ok(found.into_iter().filter_map(|(debtor, case)| Some((debtor, case?))).collect())
}

/// Obligations by identifier; unknown ones are simply not among them.
pub fn by_ids(conn: &mut Conn, ids: &[ObligationId]) -> Result<Vec<Obligation>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for batch in ids.chunks(500) {
        let query = obligations::table.filter(obligations::id.eq_any(batch.iter().copied()));
        found.extend(query.select(Obligation::as_select()).load::<Obligation>(conn)?);
    }
    Ok(found)
}

/// The cases of a judgment in which a party owes or is owed something.
pub fn cases_of_party(
    conn: &mut Conn,
    judgment: JudgmentId,
    party: PartyId,
) -> Result<Vec<CaseId>, StoreError> {
    let query = obligations::table
        .filter(obligations::judgment_id.eq(judgment))
        .filter(obligations::debtor_id.eq(party).or(obligations::creditor_id.eq(party)))
        .filter(obligations::case_id.is_not_null())
        .select(obligations::case_id.assume_not_null())
        .distinct();
    Ok(query.load(conn)?)
}

/// Every obligation of a judgment with this mode that is in no case yet. A judgment has at most some thousand.
pub fn open_of(conn: &mut Conn, judgment: JudgmentId, mode: &str) -> Result<Vec<Obligation>, StoreError> {
    let open = obligations::table
        .filter(obligations::judgment_id.eq(judgment))
        .filter(obligations::mode.eq(mode))
        .filter(obligations::case_id.is_null())
        // What another agency enforces by entrustment is decided there (L106 49.2).
        .filter(obligations::status.ne("entrusted"));
    Ok(open.select(Obligation::as_select()).order(obligations::id).load(conn)?)
}

/// Writes the document of an obligation.
pub fn set_doc(conn: &mut Conn, id: ObligationId, doc: &str, now: At) -> Result<(), StoreError> {
    let change = obligations::doc.eq(doc);
    changed_one(diesel::update(obligations::table.find(id)).set(change).execute(conn)?)?;
    keep(conn, &[id], now)
}

/// Writes what may change of an obligation: its parties, sum, status, case and document. What was paid is added apart. To be
/// followed by [`keep`].
pub fn set(conn: &mut Conn, row: &Obligation) -> Result<(), StoreError> {
    let change = (
        obligations::case_id.eq(row.case_id),
        obligations::debtor_id.eq(row.debtor_id),
        obligations::creditor_id.eq(row.creditor_id),
        obligations::amount.eq(row.amount),
        obligations::status.eq(&row.status),
        obligations::doc.eq(&row.doc),
    );
    changed_one(diesel::update(obligations::table.find(row.id)).set(change).execute(conn)?)
}

/// Puts obligations into a case. One that is already in a case makes it [`StoreError::Stale`].
pub fn set_case(conn: &mut Conn, ids: &[ObligationId], case: CaseId, now: At) -> Result<(), StoreError> {
    for batch in ids.chunks(500) {
        let free = obligations::table
            .filter(obligations::id.eq_any(batch.iter().copied()))
            .filter(obligations::case_id.is_null());
        let rows = diesel::update(free).set(obligations::case_id.eq(case)).execute(conn)?;
        if rows != batch.len() {
            return Err(StoreError::Stale);
        }
    }
    keep(conn, ids, now)
}

/// Adds payments, many in one statement: done where nothing is left, else performed in part. To be
/// followed by [`keep`].
pub fn add_all_paid(conn: &mut Conn, added: &[(ObligationId, Dong)]) -> Result<(), StoreError> {
    const SET: &str = "UPDATE obligations SET paid = obligations.paid + t.added, status = CASE WHEN \
                       obligations.paid + t.added >= obligations.amount THEN 'done' ELSE 'partial' END FROM ";
    for batch in added.chunks(5_000) {
        let rows: Vec<String> = batch
            .iter()
            .map(|(id, added)| format!("{{\"id\":\"{id}\",\"added\":{}}}", added.get()))
            .collect();
        let rows = format!("[{}]", rows.join(","));
        let changed = match conn {
            Conn::Pg(pg) => {
                let from =
                    "jsonb_to_recordset($1::jsonb) AS t(id uuid, added bigint) WHERE obligations.id = t.id";
                diesel::sql_query(format!("{SET}{from}")).bind::<Text, _>(rows).execute(pg)
            }
            Conn::Sqlite(sqlite) => {
                let from = "(SELECT json_extract(value, '$.id') AS id, json_extract(value, '$.added') AS added \
                            FROM json_each(?)) AS t WHERE obligations.id = t.id";
                diesel::sql_query(format!("{SET}{from}")).bind::<Text, _>(rows).execute(sqlite)
            }
        }?;
        if changed != batch.len() {
            return Err(StoreError::Stale);
        }
    }
    Ok(())
}

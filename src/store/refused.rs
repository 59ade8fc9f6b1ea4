//! Attempts that were refused: who, what, why. Never changed, and no part of any history.

use diesel::prelude::*;

use super::audit_tables::refused_codes;
use super::rows::{bounded, insert_rows};
use super::schema::refused_attempts;
use super::{AnyId, At, Conn, StoreError};
use crate::domain::ids::{OfficeId, UserId};

/// One refused attempt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = refused_attempts, treat_none_as_default_value = false)]
pub struct RefusedAttempt {
    /// Identifier.
    pub id: AnyId,
    /// When.
    pub at: At,
    /// Who.
    pub actor_id: UserId,
    /// The agency, where known.
    pub office_id: Option<OfficeId>,
    /// `case`, `asset`, …
    pub aggregate_kind: String,
    /// On what, where it exists.
    pub aggregate_id: Option<AnyId>,
    /// The action.
    pub action: String,
    /// The codes of what was unmet, as a JSON list.
    pub codes: String,
    /// What was found, as JSON.
    pub body: String,
}

/// One reason of a refused attempt: what the search by code reads.
#[derive(Insertable)]
#[diesel(table_name = refused_codes, treat_none_as_default_value = false)]
struct RefusedCode {
    attempt_id: AnyId,
    code: String,
    office_id: Option<OfficeId>,
    at: At,
}

/// Records an attempt.
pub fn insert(conn: &mut Conn, attempt: &RefusedAttempt) -> Result<(), StoreError> {
    diesel::insert_into(refused_attempts::table).values(attempt).execute(conn)?;
    let listed: Vec<String> = serde_json::from_str(&attempt.codes).unwrap_or_default();
    let mut codes: Vec<&str> = listed.iter().map(|code| code_of(code)).collect();
    codes.sort_unstable();
    codes.dedup();
    let row = |code: &str| RefusedCode {
        attempt_id: attempt.id,
        code: code.to_owned(),
        office_id: attempt.office_id,
        at: attempt.at,
    };
    let rows: Vec<RefusedCode> = codes.into_iter().map(row).collect();
    insert_rows!(conn, refused_codes::table, rows.as_slice());
    Ok(())
}

/// The code of a reason: a guard's code, or `/field code` of a wrong field. A sentence is a gap in the law's data.
fn code_of(reason: &str) -> &str {
    match reason.split_once(' ') {
        None => reason,
        Some((field, code)) if field.is_empty() || field.starts_with('/') => code,
        Some(_) => "law_gap",
    }
}

/// Which attempts to list; every condition that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct RefusedFilter {
    /// At this agency.
    pub office: Option<OfficeId>,
    /// Of this person.
    pub actor: Option<UserId>,
    /// Refused for this code.
    pub code: Option<String>,
    /// This action.
    pub action: Option<String>,
    /// On this kind of thing.
    pub kind: Option<String>,
    /// From this instant.
    pub from: Option<At>,
    /// Before this instant.
    pub to: Option<At>,
    /// Kinds of which nothing is shown.
    pub hidden: &'static [&'static str],
}

/// Attempts in the order of time, the newest first; `after` is the place of the last one seen.
pub fn list(
    conn: &mut Conn,
    filter: &RefusedFilter,
    after: Option<(At, AnyId)>,
    limit: i64,
) -> Result<Vec<RefusedAttempt>, StoreError> {
    let mut query = refused_attempts::table.select(RefusedAttempt::as_select()).into_boxed();
    if let Some(office) = filter.office {
        query = query.filter(refused_attempts::office_id.eq(office));
    }
    if let Some(actor) = filter.actor {
        query = query.filter(refused_attempts::actor_id.eq(actor));
    }
    if let Some(code) = &filter.code {
        let with_code = refused_codes::table.select(refused_codes::attempt_id);
        let with_code = with_code.filter(refused_codes::code.eq(code.clone()));
        query = match filter.office {
            None => query.filter(refused_attempts::id.eq_any(with_code)),
            Some(office) => query
                .filter(refused_attempts::id.eq_any(with_code.filter(refused_codes::office_id.eq(office)))),
        };
    }
    if let Some(action) = &filter.action {
        query = query.filter(refused_attempts::action.eq(action.clone()));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(refused_attempts::aggregate_kind.eq(kind.clone()));
    }
    if let Some(from) = filter.from {
        query = query.filter(refused_attempts::at.ge(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(refused_attempts::at.lt(to));
    }
    if let Some((at, id)) = after {
        // The first condition is what the index is read by; the second one tells rows of the same instant apart.
        query = query.filter(refused_attempts::at.le(at));
        query = query.filter(refused_attempts::at.lt(at).or(refused_attempts::id.lt(id)));
    }
    query = query.filter(refused_attempts::aggregate_kind.ne_all(filter.hidden.to_vec()));
    let order = (refused_attempts::at.desc(), refused_attempts::id.desc());
    Ok(query.order(order).limit(bounded(limit)).load(conn)?)
}

/// The attempts on one aggregate, by key.
pub fn page(
    conn: &mut Conn,
    aggregate: impl Into<AnyId>,
    after: Option<AnyId>,
    limit: i64,
) -> Result<Vec<RefusedAttempt>, StoreError> {
    let mut query = refused_attempts::table.select(RefusedAttempt::as_select()).into_boxed();
    query = query.filter(refused_attempts::aggregate_id.eq(aggregate.into()));
    if let Some(after) = after {
        query = query.filter(refused_attempts::id.gt(after));
    }
    Ok(query.order(refused_attempts::id).limit(bounded(limit)).load(conn)?)
}

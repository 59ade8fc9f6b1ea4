//! Deadlines as people read them: of a case, and across cases as an office and its head need them. It changes none.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::context::{Core, actor};
use super::convert::value;
use super::error::{ApiError, ApiResult};
use super::past;
use crate::domain::deadline::{DeadlineStatus, Reckoning};
use crate::domain::ids::{AssetId, CaseId, DeadlineId, JudgmentId, MatterId, OfficeId, RequestId, UserId};
use crate::domain::law::{Duty, Law};
use crate::store::At;
use crate::store::deadline_lists::{self, DeadlineFilter, Place};
use crate::store::deadlines::{self, Deadline, Owner};

/// The most keys that one list may ask for.
const MOST_KEYS: usize = 10;

/// A deadline as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadlineView {
    /// Its identifier.
    pub id: DeadlineId,
    /// The key in the law data.
    #[schema(example = "notify")]
    pub key: String,
    /// `l2008` or `l2025`.
    #[schema(example = "l2025")]
    pub regime: String,
    /// Whose period it is; nothing until a row of an earlier version of the software was looked at.
    pub duty: Option<Duty>,
    /// The agency.
    pub office: OfficeId,
    /// The division.
    pub division: Option<OfficeId>,
    /// The officer.
    pub officer: Option<UserId>,
    /// The case.
    pub case: Option<CaseId>,
    /// The asset.
    pub asset: Option<AssetId>,
    /// The request.
    pub request: Option<RequestId>,
    /// The judgment.
    pub judgment: Option<JudgmentId>,
    /// The document or person that it is about.
    pub about: Option<uuid::Uuid>,
    /// From this day.
    pub started_on: NaiveDate,
    /// To the end of this day.
    pub due_on: NaiveDate,
    /// To this instant, where the law counts hours.
    pub due_at: Option<DateTime<Utc>>,
    /// It reaches beyond the days whose holidays are known.
    pub provisional: bool,
    /// Where it stands.
    pub status: DeadlineStatus,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// While it is open: from when on it is breached. Nothing where running out is no breach.
    pub lapses_at: Option<DateTime<Utc>>,
    /// While it is open and to be done at once: from when on an alarm sounds.
    pub alarm_at: Option<DateTime<Utc>>,
    /// The moment of the breach, also of a duty that was done late.
    pub breached_at: Option<DateTime<Utc>>,
    /// Taken over from another system: never counted as a breach.
    pub imported: bool,
    /// The edition of the calendar by which its last day holds.
    #[schema(example = "vn-2026-10")]
    pub calendar: String,
    /// How its last day was found, its pauses, and what held before a change of the calendar.
    pub reckoning: Reckoning,
}

pub(super) fn view(row: Deadline) -> ApiResult<DeadlineView> {
    Ok(DeadlineView {
        id: row.id,
        key: row.key,
        regime: row.regime,
        duty: row.duty.map(|duty| duty.parse().map_err(ApiError::internal)).transpose()?,
        office: row.office_id,
        division: row.division_id,
        officer: row.officer_id,
        case: row.case_id,
        asset: row.asset_id,
        request: row.request_id,
        judgment: row.judgment_id,
        about: row.about_id.map(|id| id.0),
        started_on: row.started_on,
        due_on: row.due_on,
        due_at: row.due_at.map(At::utc),
        provisional: row.provisional,
        status: row.status.parse().map_err(ApiError::internal)?,
        closed_on: row.closed_on,
        lapses_at: row.lapses_at.map(At::utc),
        alarm_at: row.alarm_at.map(At::utc),
        breached_at: row.breached_at.map(At::utc),
        imported: row.imported,
        calendar: row.calendar,
        reckoning: value(&row.computation)?,
    })
}

/// The deadlines of a case and its assets, by identifier, now or as they were known at an instant.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<DeadlineId>,
    limit: i64,
) -> ApiResult<Vec<DeadlineView>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            super::cases::find(conn, &actor, clock.today(), case)?;
            if let Some(at) = at {
                past::existed(conn, case.0, at)?;
                let rows = crate::store::past::deadlines(conn, case, at, after, limit)?;
                return rows.into_iter().map(view).collect();
            }
            deadlines::by(conn, Owner::Case(case), after, limit)?.into_iter().map(view).collect()
        })
        .await
}

/// What to list across cases.
#[derive(Debug, Clone, Default)]
pub struct DeadlineQuery {
    /// The agency, for users of several.
    pub office: Option<OfficeId>,
    /// Of this division.
    pub division: Option<OfficeId>,
    /// Of this officer.
    pub officer: Option<UserId>,
    /// With one of these keys; empty for any.
    pub keys: Vec<String>,
    /// Where they stand.
    pub status: Option<DeadlineStatus>,
    /// Whose period it is.
    pub duty: Option<Duty>,
    /// Breached or not; what was done late counts as breached.
    pub breached: Option<bool>,
    /// Whether the alarm of what is to be done at once sounds.
    pub alarm: Option<bool>,
    /// Due on this day or later.
    pub due_from: Option<NaiveDate>,
    /// Due on this day or earlier.
    pub due_to: Option<NaiveDate>,
    /// Of this matter.
    pub matter: Option<MatterId>,
}

/// Deadlines across cases, by their last day; with an instant those that were known then, and the alarms that sounded then.
///
/// # Errors
/// 400 for an instant to come, a key that the law data do not have or a range that ends before it begins; 403 when the user may see no case.
pub async fn list(
    core: &Core,
    user: UserId,
    query: DeadlineQuery,
    as_of: Option<DateTime<Utc>>,
    after: Option<Place>,
    limit: i64,
) -> ApiResult<Vec<DeadlineView>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    let filter = filter(&core.law, &query, at.unwrap_or(At::from(clock.now())))?;
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let scope = super::scope::for_list(&actor, clock.today(), query.office)?;
            let Some(filter) = filter else { return Ok(Vec::new()) };
            deadline_lists::list(conn, &scope, &filter, at, after, limit)?.into_iter().map(view).collect()
        })
        .await
}

/// What the store is asked; nothing when no deadline can answer the question.
fn filter(law: &Law, query: &DeadlineQuery, now: At) -> ApiResult<Option<DeadlineFilter>> {
    if query.due_from.zip(query.due_to).is_some_and(|(from, to)| to < from) {
        return Err(ApiError::malformed("/due_to", "period_order"));
    }
    let mut keys = query.keys.clone();
    keys.sort_unstable();
    keys.dedup();
    if keys.len() > MOST_KEYS {
        return Err(ApiError::malformed("/key", "length"));
    }
    if keys.iter().any(|key| law.versions(key).is_none()) {
        return Err(ApiError::malformed("/key", "not_in_list"));
    }
    let asked_for_keys = !keys.is_empty();
    if let Some(duty) = query.duty {
        keys.retain(|key| law.duty(key) == Some(duty));
    }
    let fits = |status: &DeadlineStatus| {
        query.status.is_none_or(|asked| asked == *status)
            && query.breached.is_none_or(|breached| status.is_breach() == breached)
            && (query.alarm != Some(true) || *status == DeadlineStatus::Open)
    };
    let statuses: Vec<_> =
        DeadlineStatus::ALL.iter().copied().filter(fits).map(DeadlineStatus::as_str).collect();
    if statuses.is_empty() || (asked_for_keys && keys.is_empty()) {
        return Ok(None);
    }
    Ok(Some(DeadlineFilter {
        statuses,
        // A key says whose period it is.
        duty: query.duty.filter(|_| !asked_for_keys).map(Duty::as_str),
        keys,
        division: query.division,
        officer: query.officer,
        due_from: query.due_from,
        due_to: query.due_to,
        matter: query.matter,
        alarm: query.alarm.map(|sounds| (sounds, now)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &DeadlineQuery) -> ApiResult<Option<DeadlineFilter>> {
        let now = "2026-07-15T02:00:00Z".parse::<DateTime<Utc>>().unwrap();
        filter(&Law::embedded().unwrap(), query, At::from(now))
    }

    fn statuses(query: DeadlineQuery) -> Vec<&'static str> {
        asked(&query).unwrap().map(|filter| filter.statuses).unwrap_or_default()
    }

    #[test]
    fn a_breach_is_what_was_not_done_in_time_be_it_done_since() {
        let breached = |breached, status| {
            statuses(DeadlineQuery { breached: Some(breached), status, ..DeadlineQuery::default() })
        };
        assert_eq!(breached(true, None), ["late", "breached"]);
        assert_eq!(breached(false, None), ["open", "met", "cancelled", "paused"]);
        assert_eq!(breached(true, Some(DeadlineStatus::Late)), ["late"]);
        assert!(breached(true, Some(DeadlineStatus::Met)).is_empty());
        assert_eq!(statuses(DeadlineQuery::default()).len(), DeadlineStatus::ALL.len());
        let alarm = DeadlineQuery { alarm: Some(true), ..DeadlineQuery::default() };
        assert_eq!(statuses(alarm), ["open"]);
    }

    #[test]
    fn keys_are_known_few_and_of_the_duty() {
        let with = |keys: &[&str], duty| {
            let keys = keys.iter().map(|key| (*key).to_owned()).collect();
            asked(&DeadlineQuery { keys, duty, ..DeadlineQuery::default() })
        };
        let both = with(&["voluntary", "notify", "notify"], None).unwrap().unwrap();
        assert_eq!((both.keys, both.duty), (vec!["notify".to_owned(), "voluntary".to_owned()], None));
        let own = with(&["voluntary", "notify"], Some(Duty::Office)).unwrap().unwrap();
        assert_eq!((own.keys, own.duty), (vec!["notify".to_owned()], None));
        assert!(with(&["voluntary"], Some(Duty::Office)).unwrap().is_none());
        assert_eq!(with(&[], Some(Duty::Party)).unwrap().unwrap().duty, Some("party"));
        let many: Vec<String> = (0..11).map(|n| format!("k{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (keys, code) in [(vec!["nothing"], "not_in_list"), (many, "length")] {
            let error = with(&keys, None).unwrap_err();
            assert_eq!((error.errors[0].pointer.as_str(), error.errors[0].code.as_ref()), ("/key", code));
        }
    }

    #[test]
    fn a_range_ends_after_it_begins() {
        let day = |text: &str| text.parse().ok();
        let query = |from, to| DeadlineQuery { due_from: from, due_to: to, ..DeadlineQuery::default() };
        assert!(asked(&query(day("2026-07-02"), day("2026-07-01"))).is_err());
        assert!(asked(&query(day("2026-07-01"), day("2026-07-01"))).is_ok());
    }
}

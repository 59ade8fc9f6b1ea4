//! The monthly list of ended cases for the procuracy: drawn from the deadline that every ended case carries, so that a case is
//! listed once and none is forgotten (ND152 32.2).

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::Core;
use super::convert::value;
use super::error::{ApiError, ApiResult, FieldError};
use super::idempotency::{Answer, Once};
use super::matters::{self, Entering};
use super::refusals::cited;
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::deadline::DeadlineStatus;
use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};
use crate::domain::lifecycle::case::month_end;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::procuracy_list::{
    ProcuracyListAction, ProcuracyListFacts, ProcuracyListLifecycle,
};
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::procuracy_list::{ListState, ListedCase, ProcuracyList};
use crate::domain::refusal;
use crate::store::deadline_lists::{self, DeadlineFilter};
use crate::store::matters::MatterFilter;
use crate::store::{Conn, MAX_ROWS, Scope, cases, matters as rows, next_after};

/// The deadline of an ended case that has not been listed yet.
const DUE: &str = "vks_monthly";

impl Board for ProcuracyListLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, ProcuracyListAction>) -> ApiResult<ProcuracyListFacts> {
        let list: ProcuracyList = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let touched = match asked.action {
            Some(ProcuracyListAction::SendList(_) | ProcuracyListAction::RecordListReceipt(_)) => {
                of_office(conn, list.head.office, list.cases.iter().map(|line| line.case))?
            }
            Some(ProcuracyListAction::DropList(_)) | None => Vec::new(),
        };
        Ok(ProcuracyListFacts { list, cases: touched })
    }

    fn version(facts: &ProcuracyListFacts) -> i64 {
        facts.list.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<ProcuracyListAction, Vec<refusal::FieldError>>> {
        ProcuracyListAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        ProcuracyListAction::NAMES
    }
}

/// The list is the office's: its cases are read as such, whoever sends it.
fn of_office(conn: &mut Conn, office: OfficeId, ids: impl Iterator<Item = CaseId>) -> ApiResult<Vec<Case>> {
    let scope = Scope { office: Some(office), ..Scope::default() };
    ids.map(|id| value(&cases::get(conn, &scope, id)?.doc)).collect()
}

/// A list to draft.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProcuracyList {
    /// The agency.
    pub office: OfficeId,
    /// The year.
    #[validate(range(min = 2026, max = 2200))]
    #[schema(example = 2026)]
    pub year: i32,
    /// The month.
    #[validate(range(min = 1, max = 12))]
    #[schema(example = 7)]
    pub month: u32,
}

/// T-KT-04: drafts the list of the cases that ended in a month and are on no list yet, at most
/// [`ProcuracyList::CASES_MAX`]; the next draft takes the next ones.
///
/// # Errors
/// 403 for anybody but the office's clerk; 422 for a month that is not over, or while an earlier draft of it waits.
pub async fn draft(core: &Core, once: Once, new: NewProcuracyList) -> ApiResult<Answer> {
    matters::enter(core, once, "procuracy-lists", move |conn, entering| drawn(conn, entering, &new)).await
}

fn drawn(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewProcuracyList,
) -> ApiResult<(ProcuracyList, Plan)> {
    let today = entering.today;
    if !entering.actor.has(Role::IntakeClerk, new.office, None, today) {
        return Err(ApiError::forbidden());
    }
    let first = NaiveDate::from_ymd_opt(new.year, new.month, 1);
    let month = month_end(first.ok_or_else(|| ApiError::field("/month", "range"))?);
    let mut errors = Vec::new();
    if month >= today {
        let mut error = FieldError::new("/month", "G-MONTH-OPEN");
        error.params.push(("date".to_owned(), month.to_string()));
        errors.push(error);
    }
    if open_draft(conn, new.office, month)? {
        errors.push(FieldError::new("/month", "G-LIST-OPEN"));
    }
    if !errors.is_empty() {
        return Err(cited(entering.law, today, errors));
    }
    let cases = ended(conn, new.office, month)?;
    if cases.is_empty() {
        return Err(cited(entering.law, today, vec![FieldError::new("/month", "G-LIST-EMPTY")]));
    }
    let list = ProcuracyList {
        head: MatterHead::new(entering.id, new.office, None, today),
        month,
        state: ListState::Drafted,
        cases,
        document: None,
        sent_on: None,
        reached_on: None,
    };
    Ok((list, Plan::new(ProcuracyList::KIND, "T-KT-04", "draft_list", "", Vec::new())))
}

/// A draft of the same month waits to be sent or dropped: its cases would be listed twice.
fn open_draft(conn: &mut Conn, office: OfficeId, month: NaiveDate) -> ApiResult<bool> {
    let scope = Scope { office: Some(office), ..Scope::default() };
    let filter =
        MatterFilter { state: Some(ListState::Drafted.as_str().to_owned()), ..MatterFilter::default() };
    let waiting = rows::list(conn, &scope, ProcuracyList::KIND, &filter, None, MAX_ROWS)?;
    for row in &waiting {
        if value::<ProcuracyList>(&row.doc)?.month == month {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The ended cases whose deadline to be listed runs from the end of this month.
fn ended(conn: &mut Conn, office: OfficeId, month: NaiveDate) -> ApiResult<Vec<ListedCase>> {
    let scope = Scope { office: Some(office), ..Scope::default() };
    // Every deadline of the month began on its last day, and ends some days into the next.
    let filter = DeadlineFilter {
        keys: vec![DUE.to_owned()],
        // Late or not, it waits for its list.
        statuses: vec![DeadlineStatus::Open.as_str(), DeadlineStatus::Breached.as_str()],
        due_from: Some(month),
        due_to: month.with_day(1).and_then(|first| first.checked_add_months(chrono::Months::new(3))),
        ..DeadlineFilter::default()
    };
    let mut listed = Vec::new();
    let mut after = None;
    loop {
        let page = deadline_lists::list(conn, &scope, &filter, None, after, MAX_ROWS)?;
        let waiting = page.iter().filter(|deadline| deadline.closed_on.is_none());
        let of_month = waiting.filter(|deadline| deadline.started_on == month);
        let ids: Vec<CaseId> = of_month.filter_map(|deadline| deadline.case_id).collect();
        for case in of_office(conn, office, ids.into_iter())? {
            listed.extend(ListedCase::of(&case));
            if i64::try_from(listed.len()).is_ok_and(|cases| cases >= ProcuracyList::CASES_MAX) {
                return Ok(listed);
            }
        }
        after = next_after(&page, |last| (last.due_on, last.id));
        if after.is_none() {
            break;
        }
    }
    Ok(listed)
}

/// A list as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn get(
    core: &Core,
    user: UserId,
    id: MatterId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<ProcuracyList> {
    matters::get(core, user, id, as_of).await
}

/// Lists that the user may see, by identifier.
///
/// # Errors
/// 403 when the user may see no register.
pub async fn list(
    core: &Core,
    user: UserId,
    asked: (Option<OfficeId>, Option<DateTime<Utc>>),
    state: Option<String>,
    after: Option<MatterId>,
    limit: i64,
) -> ApiResult<Vec<ProcuracyList>> {
    let filter = MatterFilter { state, ..MatterFilter::default() };
    matters::list(core, user, asked, filter, after, limit).await
}

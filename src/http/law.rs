//! What the law says on a day, as this server has it: values with their citations, a deadline calculator with its steps, the
//! calendar of holidays, and the choices made where the law is silent.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::extract::page::PageParams;
use super::extract::{ApiQuery, Authenticated, List, Page};
use crate::app::AppState;
use crate::domain::calendar::SpecialDay;
use crate::domain::citation::Citation;
use crate::domain::law::{Choice, LawGap, Parameter, Regime, Status};
use crate::domain::period::Computation;
use crate::service::error::{ApiError, ApiResult, Code};

/// Which values.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ParameterFilter {
    /// The day; today unless told.
    #[param(example = "2026-07-01")]
    on: Option<NaiveDate>,
    /// One key only.
    #[param(example = "voluntary")]
    key: Option<String>,
}

/// List what the law says on a day
///
/// Each value with its citation, from when to when it holds, and how sure it is.
#[utoipa::path(
    tag = "law",
    operation_id = "list_law_parameters",
    params(ParameterFilter, PageParams),
    responses((status = 200, description = "The values that hold on that day", body = List<Parameter>, example = json!({
        "items": [{
            "key": "voluntary", "value": {"kind": "period", "value": {"value": 10, "unit": "cd", "roll": true}},
            "citation": [{"text": "Luật 106/2025/QH15", "article": "37", "clause": "1", "point": null}],
            "from": "2026-07-01", "to": null, "status": "confirmed", "fallback": false, "party": "party",
            "starts": null, "hold": null, "missed": null, "note": null
        }]
    })))
)]
#[get("/law/parameters")]
pub async fn list_law_parameters(
    state: web::Data<AppState>,
    _: Authenticated,
    filter: ApiQuery<ParameterFilter>,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let on = filter.0.on.unwrap_or_else(|| state.clock.today());
    if let Some(key) = &filter.0.key {
        let found = state.law.parameter(key, on)?.clone();
        return Ok(List { items: vec![found], next_cursor: None }.respond(&req));
    }
    let after: Option<String> = page.after()?;
    let most = usize::try_from(page.fetch()).unwrap_or_default();
    let rows = state.law.parameters_on(on).into_iter();
    let rows =
        rows.filter(|row| after.as_ref().is_none_or(|after| row.key > *after)).take(most).cloned().collect();
    Ok(List::of(rows, &page, |row: &Parameter| row.key.clone()).respond(&req))
}

/// Which deadline.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeadlineQuestion {
    /// The rule's key.
    #[param(example = "voluntary")]
    key: String,
    /// The day of the event that starts it.
    #[param(example = "2026-07-01")]
    start: NaiveDate,
    /// The day whose law holds; the start day unless told.
    #[param(example = "2026-07-01")]
    on: Option<NaiveDate>,
}

/// A computed deadline.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeadlineAnswer {
    /// The rule's key.
    key: String,
    /// Which law holds.
    regime: Regime,
    /// Where the rule stands.
    citation: Vec<Citation>,
    /// How sure the value is.
    status: Status,
    /// The last day and how it was found.
    computation: Computation,
}

/// Compute a deadline
///
/// The last day of a statutory period, with every step: the start day that is not counted, weekends, holidays.
#[utoipa::path(
    tag = "law",
    operation_id = "compute_deadline",
    params(DeadlineQuestion),
    responses((status = 200, description = "The last day and its steps", body = DeadlineAnswer, example = json!({
        "key": "voluntary", "regime": "l2025",
        "citation": [{"text": "Luật 106/2025/QH15", "article": "37", "clause": "1", "point": null}],
        "status": "confirmed",
        "computation": {
            "start": "2026-07-01T00:00:00+07:00", "period": {"value": 10, "unit": "cd", "roll": true},
            "due_on": "2026-07-13", "due_at": null, "rolled": true, "provisional": false, "calendar": "vn-2026-10",
            "steps": [{"date": "2026-07-01", "note": "start_not_counted"}, {"date": "2026-07-11", "note": "weekend"}]
        }
    })))
)]
#[get("/law/deadline-calculation")]
pub async fn compute_deadline(
    state: web::Data<AppState>,
    _: Authenticated,
    question: ApiQuery<DeadlineQuestion>,
) -> ApiResult<HttpResponse> {
    let DeadlineQuestion { key, start, on } = question.0;
    let on = on.unwrap_or(start);
    let parameter = state.law.parameter(&key, on)?;
    let computation = state.law.deadline(&key, start, on)?;
    Ok(HttpResponse::Ok().json(DeadlineAnswer {
        regime: state.law.regime(on),
        citation: parameter.citation.clone(),
        status: parameter.status,
        key,
        computation,
    }))
}

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CalendarYear {
    /// The year; this one unless told.
    #[param(example = 2026, minimum = 1900, maximum = 2200)]
    year: Option<i32>,
}

/// The days of a year that differ from the plain week.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarAnswer {
    /// The year.
    year: i32,
    /// Whether the year's holidays are known; if not, only weekends are.
    loaded: bool,
    /// The version of the calendar.
    version: String,
    /// Holidays and make-up working Saturdays, each with its source.
    days: Vec<SpecialDay>,
}

/// Read the calendar of a year
///
/// Holidays and make-up working Saturdays, each with the decision that sets it.
#[utoipa::path(
    tag = "law",
    operation_id = "read_calendar",
    params(CalendarYear),
    responses((status = 200, description = "The days that differ from the plain week", body = CalendarAnswer, example = json!({
        "year": 2026, "loaded": true, "version": "1", "days": []
    })))
)]
#[get("/law/calendar")]
pub async fn read_calendar(
    state: web::Data<AppState>,
    _: Authenticated,
    filter: ApiQuery<CalendarYear>,
) -> HttpResponse {
    let calendar = state.law.calendar();
    let year = filter.0.year.unwrap_or_else(|| state.clock.today().year());
    HttpResponse::Ok().json(CalendarAnswer {
        year,
        loaded: calendar.years().contains(&year),
        version: calendar.version().to_owned(),
        days: calendar.special_days().iter().filter(|day| day.date.year() == year).cloned().collect(),
    })
}

/// List the choices made where the law is silent
///
/// Each question with its possible answers and the one that holds. `fixed`: the program follows the first answer only.
/// `review`: nothing is computed from it; it is a check that people owe.
#[utoipa::path(
    tag = "law",
    operation_id = "list_law_settings",
    params(PageParams),
    responses((status = 200, description = "Each question, its possible answers and the one that holds", body = List<Choice>,
        example = json!({"items": [{
            "code": "U3", "question": "Is a Saturday worked in exchange for a day off a working day?",
            "options": ["yes", "no"], "default": "yes", "reason": "The office works on it.", "fixed": false, "review": false
        }]})))
)]
#[get("/law/settings")]
pub async fn list_law_settings(
    state: web::Data<AppState>,
    _: Authenticated,
    page: Page,
    req: HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<String> = page.after()?;
    let most = usize::try_from(page.fetch()).unwrap_or_default();
    let mut rows: Vec<Choice> = state.law.settings().cloned().collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    rows.retain(|row| after.as_ref().is_none_or(|after| row.code > *after));
    rows.truncate(most);
    Ok(List::of(rows, &page, |row: &Choice| row.code.clone()).respond(&req))
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config
        .service(list_law_parameters)
        .service(compute_deadline)
        .service(read_calendar)
        .service(list_law_settings);
}

impl From<LawGap> for ApiError {
    fn from(gap: LawGap) -> Self {
        ApiError::new(Code::LawGap).with("key", gap.key).with("date", gap.on).with("reason", gap.reason)
    }
}

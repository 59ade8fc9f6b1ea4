//! Series of printed receipts: announced, found, withdrawn.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::acts::{Asked, Board};
use super::context::{Core, actor};
use super::error::{ApiError, ApiResult, FieldError};
use super::matters::{self, Entering};
use super::numbering;
use crate::domain::actor::Role;
use crate::domain::ids::{MatterId, OfficeId, UserId};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receipt_series::{
    ReceiptSeriesAction, ReceiptSeriesFacts, ReceiptSeriesLifecycle,
};
use crate::domain::matter::MatterHead;
use crate::domain::receipt::PaperNumber;
use crate::domain::receipt_series::{ReceiptSeries, ReceiptSeriesState, SeriesNumber};
use crate::domain::refusal;
use crate::store::{Conn, receipts};

impl Board for ReceiptSeriesLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, ReceiptSeriesAction>) -> ApiResult<ReceiptSeriesFacts> {
        let series = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        Ok(ReceiptSeriesFacts { series })
    }

    fn version(facts: &ReceiptSeriesFacts) -> i64 {
        facts.series.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<ReceiptSeriesAction, Vec<refusal::FieldError>>> {
        ReceiptSeriesAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        ReceiptSeriesAction::NAMES
    }
}

/// A series of printed receipts to be announced.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceiptSeries {
    /// The agency.
    pub office: OfficeId,
    /// Its name, once in an agency.
    #[validate(length(min = 1, max = 20))]
    #[schema(example = "AA/26P")]
    pub series: String,
    /// The first number.
    #[validate(range(min = 1, max = 9_999_999))]
    pub first: i64,
    /// The last number.
    #[validate(range(min = 1, max = 9_999_999))]
    pub last: i64,
    /// The day of the announcement.
    pub announced_on: NaiveDate,
    /// The first day of use.
    pub from: NaiveDate,
    /// The announcement.
    #[validate(length(min = 1, max = 200))]
    pub paper: String,
}

pub(super) fn enter(entering: &Entering<'_>, new: &NewReceiptSeries) -> ApiResult<(ReceiptSeries, Plan)> {
    if !entering.actor.has(Role::Accountant, new.office, None, entering.today) {
        return Err(ApiError::forbidden());
    }
    let mut errors = Vec::new();
    if new.last < new.first {
        errors.push(FieldError::new("/last", "contradicts"));
    }
    if new.announced_on > entering.today {
        errors.push(FieldError::new("/announced_on", "date_in_future"));
    }
    if new.from < new.announced_on {
        errors.push(FieldError::new("/from", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(super::refusals::cited(entering.law, entering.today, errors));
    }
    let plan = Plan::new("receipt_series", "RC-05", "announce_series", "", Vec::new());
    let series = ReceiptSeries {
        head: MatterHead::new(entering.id, new.office, None, new.announced_on),
        state: ReceiptSeriesState::InUse,
        series: new.series.clone(),
        first: new.first,
        last: new.last,
        from: new.from,
        paper: new.paper.clone(),
        withdrawn_on: None,
        lost: Vec::new(),
    };
    Ok((series, plan))
}

/// Every number of a series after this one, and what became of its form: written, blank, gone.
///
/// # Errors
/// 404 when the series is not the user's to know of.
pub async fn numbers(
    core: &Core,
    user: UserId,
    id: MatterId,
    after: i64,
    limit: i64,
) -> ApiResult<Vec<SeriesNumber>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let series: ReceiptSeries = matters::find(conn, &actor, clock.today(), id)?;
            let numbers = series.first.max(after.saturating_add(1))..=series.last;
            let page: Vec<i64> = numbers.take(usize::try_from(limit).unwrap_or(0)).collect();
            let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(Vec::new()) };
            let paper = PaperNumber { series: series.series.clone(), number: *first };
            let book = numbering::printed(&paper).book;
            let written = receipts::numbers_of(conn, series.head.office, &book, *first, *last)?;
            let one = |number: &i64| SeriesNumber {
                number: *number,
                receipt: written.get(number).copied(),
                lost: series.lost_form(*number).cloned(),
            };
            Ok(page.iter().map(one).collect())
        })
        .await
}

//! The closing of a period: opened for a period that is to be closed, and what its guards look at.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::super::acts::{Asked, Board};
use super::super::context::Core;
use super::super::convert::value;
use super::super::error::{ApiError, ApiResult, FieldError};
use super::super::idempotency::{Answer, Once};
use super::super::matters::{self, Entering};
use super::super::refusals::cited;
use super::{books, cash_due, figures_of, first_month, standings};
use crate::domain::actor::Role;
use crate::domain::closing::period::{PeriodClosing, PeriodKind, PeriodState};
use crate::domain::ids::{MatterId, OfficeId};
use crate::domain::lifecycle::closing::{PeriodClosingAction, PeriodClosingFacts, PeriodClosingLifecycle};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::refusal;
use crate::store::matters::MatterFilter;
use crate::store::{Conn, MAX_ROWS, Scope, closings, matters as rows};

impl Board for PeriodClosingLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, PeriodClosingAction>) -> ApiResult<PeriodClosingFacts> {
        let closing: PeriodClosing = matters::find(conn, asked.actor, asked.today, MatterId(asked.id))?;
        let (office, span) = (closing.head.office, closing.span);
        let books = books(conn, office, asked.action.is_some())?;
        let figures = match closing.state {
            PeriodState::Open => figures_of(conn, office, span.from, span.to)?,
            PeriodState::Closed => closing.figures.clone(),
        };
        Ok(PeriodClosingFacts {
            books,
            last_of_kind: closings::last_closed(conn, office, closing.kind.as_str())?.map(|last| last.to_on),
            first_booked: closings::first_booked(conn, office)?,
            cash_due: cash_due(conn, office, books.cash_closed_on)?,
            accounts: standings(conn, office, &figures)?,
            figures,
            closing,
        })
    }

    fn version(facts: &PeriodClosingFacts) -> i64 {
        facts.closing.head.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<PeriodClosingAction, Vec<refusal::FieldError>>> {
        PeriodClosingAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        PeriodClosingAction::NAMES
    }
}

/// A period to close.
#[derive(Debug, Clone, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPeriodClosing {
    /// The agency.
    pub office: OfficeId,
    /// Month, quarter or year of the accounting year.
    pub kind: PeriodKind,
    /// Any day of the period.
    pub day: NaiveDate,
}

/// KS-K1: opens the closing of a period; its actions show what is still open.
///
/// # Errors
/// 403 for anybody but the office's accountant; 422 for a period that has not begun, is closed, or is being closed.
pub async fn open(core: &Core, once: Once, new: NewPeriodClosing) -> ApiResult<Answer> {
    matters::enter(core, once, "period-closings", move |conn, entering| enter(conn, entering, &new)).await
}

fn enter(
    conn: &mut Conn,
    entering: &Entering<'_>,
    new: &NewPeriodClosing,
) -> ApiResult<(PeriodClosing, Plan)> {
    let today = entering.today;
    if !entering.actor.has(Role::Accountant, new.office, None, today) {
        return Err(ApiError::forbidden());
    }
    let first = first_month(entering.law, today)?;
    let span = new.kind.around(new.day, first).ok_or_else(|| ApiError::field("/day", "range"))?;
    let mut errors = Vec::new();
    if span.from > today {
        errors.push(FieldError::new("/day", "date_in_future"));
    }
    // Another closing that is being opened waits here.
    books(conn, new.office, true)?;
    let last = closings::last_closed(conn, new.office, new.kind.as_str())?;
    if last.is_some_and(|last| span.to <= last.to_on) || under_way(conn, new, span.to)? {
        errors.push(FieldError::new("/day", "G-KS-ONCE").with("date", span.to));
    }
    if !errors.is_empty() {
        return Err(cited(entering.law, today, errors));
    }
    let closing = PeriodClosing {
        head: MatterHead::new(entering.id, new.office, None, today),
        state: PeriodState::Open,
        kind: new.kind,
        span,
        drafts: std::collections::BTreeMap::new(),
        figures: Vec::new(),
        digest: None,
        prepared_by: None,
        signed_by: None,
        closed_on: None,
        document: None,
    };
    Ok((closing, Plan::new(PeriodClosing::KIND, "KS-K1", "open_period_closing", "", Vec::new())))
}

/// The closing of this period is open already. There are few at a time: one is closed before the next.
fn under_way(conn: &mut Conn, new: &NewPeriodClosing, to: NaiveDate) -> ApiResult<bool> {
    let state = Some(PeriodState::Open.as_str().to_owned());
    let filter = MatterFilter { state, ..MatterFilter::default() };
    for row in rows::list(conn, &Scope::office(new.office), PeriodClosing::KIND, &filter, None, MAX_ROWS)? {
        let other: PeriodClosing = value(&row.doc)?;
        if other.kind == new.kind && other.span.to == to {
            return Ok(true);
        }
    }
    Ok(false)
}

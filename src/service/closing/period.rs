//! The closing of a period: opened for a period that is to be closed, and what its guards look at.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::super::acts::{Asked, Board};
use super::super::context::Core;
use super::super::convert::value;
use super::super::error::{ApiError, ApiResult, FieldError};
use super::super::history_log::{self, CheckpointView};
use super::super::idempotency::{Answer, Once};
use super::super::matters::{self, Entering};
use super::super::past;
use super::super::refusals::cited;
use super::{books, cash_due, figures_of, first_month, standings};
use crate::domain::actor::Role;
use crate::domain::closing::period::{PeriodClosing, PeriodKind, PeriodState};
use crate::domain::ids::{MatterId, OfficeId, UserId};
use crate::domain::lifecycle::closing::{PeriodClosingAction, PeriodClosingFacts, PeriodClosingLifecycle};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::matter::{Matter, MatterHead};
use crate::domain::refusal;
use crate::store::matters::MatterFilter;
use crate::store::{Conn, MAX_ROWS, Scope, closings, matters as rows};
use crate::text_enum;

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

    /// A closed period gets a checkpoint of its own, so that its figures are signed as soon as they stay.
    fn once_recorded(core: &Core, id: Uuid, mut answer: Answer) -> ApiResult<Answer> {
        let mut body: Value = value(&answer.body)?;
        if body.pointer("/period_closing/state").and_then(Value::as_str) == Some(PeriodState::Closed.as_str())
        {
            body["sealing"] = serde_json::to_value(seal(core, id)?).map_err(ApiError::internal)?;
            answer.body = body.to_string();
        }
        Ok(answer)
    }
}

text_enum! {
    /// Why no checkpoint covers a closed period.
    pub enum Unsealed {
        /// No key signs the history (`history.keys`).
        HistoryUnsigned = "history_unsigned",
        /// It could not be made at once: the schedule makes it.
        NotMadeYet = "not_made_yet",
    }
}

/// The checkpoint over a closed period.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = PeriodSealing)]
pub struct Sealing {
    /// The first checkpoint of the signed history that covers the closing: made with it, besides the schedule.
    pub checkpoint: Option<CheckpointView>,
    /// Why there is none.
    pub missing: Option<Unsealed>,
}

/// A closing as it is read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PeriodClosingView {
    /// The closing.
    #[serde(flatten)]
    pub closing: PeriodClosing,
    /// The checkpoint over it, once it is closed; not told of the past.
    pub sealing: Option<Sealing>,
}

/// A closing as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or was not there yet.
pub async fn get(
    core: &Core,
    user: UserId,
    id: MatterId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<PeriodClosingView> {
    let (inner, at) = (core.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let closing: PeriodClosing = matters::read(conn, user, inner.clock.today(), id, at)?;
            let sealed = closing.state == PeriodState::Closed && at.is_none();
            let sealing = sealed.then(|| sealing(conn, &inner, id.0)).transpose()?;
            Ok(PeriodClosingView { closing, sealing })
        })
        .await
}

fn sealing(conn: &mut Conn, core: &Core, id: Uuid) -> ApiResult<Sealing> {
    let checkpoint = history_log::first_over(conn, id)?;
    let why = if core.signers.is_empty() { Unsealed::HistoryUnsigned } else { Unsealed::NotMadeYet };
    let missing = checkpoint.is_none().then_some(why);
    Ok(Sealing { checkpoint, missing })
}

/// Makes the checkpoint, unless one is there already.
fn seal(core: &Core, id: Uuid) -> ApiResult<Sealing> {
    let found = core.store.read(|conn| sealing(conn, core, id))?;
    if found.missing != Some(Unsealed::NotMadeYet) {
        return Ok(found);
    }
    if let Err(error) = history_log::checkpoint(core, false) {
        // The closing stands; its answer says that the checkpoint is missing.
        log::error!(
            "no checkpoint at the closing of a period: {error} {}",
            error.cause.clone().unwrap_or_default()
        );
    }
    core.store.read(|conn| sealing(conn, core, id))
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

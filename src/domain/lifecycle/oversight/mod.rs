//! The lifecycles of oversight: complaint, act of the procuracy, denunciation. Here stands what they share: how a draft is laid
//! down and signed, what they see of the case, and which law sets their terms (L106 116.1).

pub mod complaint;
pub mod denunciation;
pub mod finding;
pub mod procuracy;
pub mod review;

use chrono::NaiveDate;

use super::plan::{Opened, Plan};
use super::{Context, Who};
use crate::domain::actor::Role;
use crate::domain::ids::{DecisionId, OfficeId, UserId};
use crate::domain::law::{GapReason, Law};
use crate::domain::oversight::Term;
use crate::domain::period::Computation;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// Who prepares what the head signs.
pub(crate) const DRAFTERS: &[Who] = &[Who::Role(Role::Examiner), Who::Role(Role::IntakeClerk)];
/// The head in person: the law gives him these matters and speaks of no delegation.
pub(crate) const HEAD: &[Who] = &[Who::Role(Role::Head)];
/// Who records what another body decided: the clerk from its paper, or that body's system.
pub(crate) const RECORDERS: &[Who] = &[Who::Role(Role::IntakeClerk), Who::Role(Role::Integrator)];

/// What a matter's guards need to know of its case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseInView {
    /// The day it ended or left the book.
    pub over_on: Option<NaiveDate>,
    /// Its division.
    pub division: Option<OfficeId>,
    /// Its officer.
    pub officer: Option<UserId>,
    /// Documents of the case that the action names, each with its day.
    pub documents: Vec<(DecisionId, NaiveDate)>,
}

/// The day by whose law the terms of a matter about this case are set. A matter about a case that was over before the change of
/// law is resolved under the old law; every other under the law of the act's day (L106 116.1, 116.3).
pub(crate) fn terms_on(over_on: Option<NaiveDate>, law: &Law, on: NaiveDate) -> NaiveDate {
    let Some(change) = change(law) else { return on };
    match (over_on, change.pred_opt()) {
        (Some(over), Some(last)) if over < change => on.min(last),
        _ => on,
    }
}

/// The first day of the law in force.
pub(crate) fn change(law: &Law) -> Option<NaiveDate> {
    law.regimes().last().map(|span| span.from)
}

/// A term that somebody has, by the law of `terms`. `None` where that law sets none.
pub(crate) fn term(
    plan: &mut Plan,
    at: &Context<'_>,
    key: &str,
    start: NaiveDate,
    terms: NaiveDate,
) -> Result<Option<Computation>, Refusal> {
    plan.regime = Some(at.law.regime(terms));
    match at.law.deadline(key, start, terms) {
        Ok(computation) => {
            let opened = Opened { key: key.to_owned(), about: None, computation: computation.clone() };
            plan.opened.push(opened);
            Ok(Some(computation))
        }
        Err(gap) if gap.reason == GapReason::NoRule => Ok(None),
        Err(gap) => Err(gap.into()),
    }
}

/// Lets a term stand still with its matter.
pub(crate) fn pause(term: &mut Option<Term>, at: &Context<'_>, plan: &mut Plan) {
    if let Some(term) = term {
        term.reckoning.pause(at.on);
    }
    plan.running = Some(super::plan::Running::Pause);
}

/// Lets it go on with the days that were left.
pub(crate) fn resume(term: &mut Option<Term>, at: &Context<'_>, plan: &mut Plan) {
    if let Some(term) = term {
        term.reckoning.resume(at.on, at.law.calendar());
    }
    plan.running = Some(super::plan::Running::Resume);
}

/// The day a matter was paused must come before the day it goes on.
pub(crate) fn paused_before(term: Option<&Term>, at: &Context<'_>) -> Result<(), Refusal> {
    let from = term.and_then(|term| term.reckoning.pauses.last()).map(|pause| pause.from);
    if from.is_some_and(|from| at.on < from) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(())
}

/// Documents that carry a result out: of the case, signed when or after it was ordered, each named once.
pub(crate) fn carried_out_by(
    named: &[DecisionId],
    case: &CaseInView,
    ordered_on: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (index, id) in named.iter().enumerate() {
        let at = format!("/documents/{index}");
        match case.documents.iter().find(|(known, _)| known == id) {
            None => errors.push(FieldError::new(at, "not_in_list")),
            Some((_, signed)) if ordered_on.is_some_and(|ordered| *signed < ordered) || *signed > on => {
                errors.push(FieldError::new(at, "contradicts"));
            }
            Some(_) if named[..index].contains(id) => errors.push(FieldError::new(at, "duplicate")),
            Some(_) => {}
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

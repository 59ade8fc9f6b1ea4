//! Papers and events that give or end a ground (T-SK-01). Recording starts the law's clock; acting on the ground is another act.

mod bodies;

pub use bodies::*;

use super::{CaseFacts, Phase, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, Gives, Paper};
use crate::domain::ids::PaperId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

pub(super) const ROWS: &[Transition<CaseFacts>] = &[Transition {
    opens: &[
        Clock::Effect("postpone"),
        Clock::Effect("postpone_protest"),
        Clock::Effect("suspend"),
        Clock::Effect("suspend_notice"),
        Clock::Effect("resume"),
        Clock::Effect("terminate"),
        Clock::Effect("terminate_kctt"),
        Clock::Effect("kctt_change"),
        Clock::Effect("bankr_recall"),
        Clock::Effect("entrust"),
        Clock::Effect("entrust_kctt"),
        Clock::Effect("transfer"),
        Clock::Effect("end_measures"),
        Clock::Effect("forward_judgment"),
    ],
    ..Transition::row(
        "T-SK-01",
        "record_paper",
        &[],
        To::Same,
        &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
    )
}];

impl Phase for PapersAction {
    fn apply(
        &self,
        _: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            PapersAction::RecordPaper(body) => record(case, body, at, plan),
        }
    }
}

fn record(case: &mut Case, body: &RecordPaper, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let dated_on = body.dated_on.unwrap_or(at.on);
    let mut errors = Vec::new();
    if dated_on > at.on {
        errors.push(FieldError::new("/dated_on", "contradicts"));
    }
    let ended = body.ends.map(|id| case.live_holds().find(|hold| hold.id == id).map(|hold| hold.from));
    match (body.gives, ended) {
        (Gives::Resume, None) => errors.push(FieldError::new("/ends", "required")),
        (Gives::Resume, Some(None)) => errors.push(FieldError::new("/ends", "not_in_list")),
        // What ends an interruption comes after its beginning.
        (Gives::Resume, Some(Some(from))) if at.on < from => {
            errors.push(FieldError::new("/effective_on", "contradicts"));
        }
        (Gives::Resume, Some(Some(_))) | (_, None) => {}
        (_, Some(_)) => errors.push(FieldError::new("/ends", "contradicts")),
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let id = PaperId(at.ids.next());
    case.papers.push(Paper {
        id,
        gives: body.gives,
        ends: body.ends,
        dated_on,
        received_on: at.on,
        source: body.source.clone(),
        content: body.content.clone(),
        used_on: None,
    });
    if let Some(key) = clock(case, body.gives) {
        plan.open(at, key, at.on, Some(id.0));
    }
    Ok(())
}

/// Takes a paper that gives this ground as the basis of an act: it is used up, and its clock is met.
pub(super) fn use_paper(
    case: &mut Case,
    id: PaperId,
    gives: impl Fn(Gives) -> bool,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<Paper, Refusal> {
    let provisional = case.provisional_measure;
    let Some(paper) = case.paper_mut(id) else { return Err(wrong("/paper", "not_in_list")) };
    if !gives(paper.gives) {
        return Err(wrong("/paper", "contradicts"));
    }
    if paper.used_on.is_some() {
        return Err(wrong("/paper", "duplicate"));
    }
    if at.on < paper.received_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    paper.used_on = Some(at.on);
    if let Some(key) = clock_of(provisional, paper.gives) {
        plan.close(key, Some(id.0));
    }
    Ok(paper.clone())
}

/// The same for an act that gathers everything that is wrong with its content before it refuses.
pub(super) fn take_paper(
    case: &mut Case,
    id: PaperId,
    gives: impl Fn(Gives) -> bool,
    at: &Context<'_>,
    plan: &mut Plan,
    errors: &mut Vec<FieldError>,
) -> Option<Paper> {
    match use_paper(case, id, gives, at, plan) {
        Ok(paper) => Some(paper),
        Err(Refusal::Content(found)) => {
            errors.extend(found);
            None
        }
        // Only the content of the body is judged there.
        Err(Refusal::NotAllowed(_) | Refusal::LawMissing(_)) => None,
    }
}

/// The deadline that a paper starts: a provisional measure is entrusted within hours (L106 49.2).
fn clock(case: &Case, gives: Gives) -> Option<&'static str> {
    clock_of(case.provisional_measure, gives)
}

fn clock_of(provisional: bool, gives: Gives) -> Option<&'static str> {
    if provisional && gives == Gives::Entrust { Some("entrust_kctt") } else { gives.clock() }
}

/// What a guard sees: the first paper that gives such a ground and waits for an act on it.
pub(super) fn waits(case: &Case, code: &'static str, gives: impl Fn(Gives) -> bool) -> Result<String, Unmet> {
    match case.papers.iter().find(|paper| paper.used_on.is_none() && gives(paper.gives)) {
        Some(paper) => Ok(paper.gives.to_string()),
        None => Err(no_paper(code, "a recorded paper that gives a ground")),
    }
}

/// No such paper waits.
pub(super) fn no_paper(code: &'static str, what: &str) -> Unmet {
    Unmet::new(code, "no unused paper", what).with("reason", "no_paper")
}

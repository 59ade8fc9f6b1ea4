//! Postponement and resumption (hoãn, tiếp tục; L106 46). A postponement never moves the main stage: resuming returns to where
//! the case was.

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::guards::ON_HOLD;
use super::{CaseFacts, OPEN, Phase, Reason, issue, known_ground, propose, sign};
use crate::domain::case::{Case, Hold, HoldGround, Scope};
use crate::domain::document::DocumentKind;
use crate::domain::ids::HoldId;
use crate::domain::lifecycle::plan::{Plan, Running};
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

const OFFICER: &[Who] = &[Who::AssignedOfficer];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        document: Some(DocumentKind::PostponementDecision),
        proposal: Some(Proposal::by("propose_postponement", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("postpone")],
        ..Transition::row("T-HO-01", "postpone", OPEN, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[ON_HOLD],
        document: Some(DocumentKind::ContinueDecision),
        proposal: Some(Proposal::by("propose_resumption", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("resume")],
        ..Transition::row("T-HO-05", "resume", OPEN, To::Same, &[Who::Signer])
    },
];

impl Phase for InterruptionAction {
    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            InterruptionAction::ProposePostponement(body) => {
                propose("postpone", postpone, body, facts, case, at)
            }
            InterruptionAction::Postpone(_) => sign("postpone", postpone, facts, case, at, plan),
            InterruptionAction::ProposeResumption(body) => propose("resume", resume, body, facts, case, at),
            InterruptionAction::Resume(_) => sign("resume", resume, facts, case, at, plan),
        }
    }
}

fn postpone(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposePostponement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    errors.extend(known_ground(body.ground.as_str(), "G-HO-GROUND", at).err());
    if body.ground.needs_personal_duty() && !case.personal_duty {
        errors.push(FieldError::new("/ground", "G-HO-PERSONAL"));
    }
    if body.ground == HoldGround::Agreement && body.harms_others {
        errors.push(FieldError::new("/harms_others", "G-HO-HARM"));
    }
    if body.ground == HoldGround::OwnershipDispute && body.other_assets {
        errors.push(FieldError::new("/other_assets", "G-HO-ASSET"));
    }
    // The law names no longest term for an agreed postponement; a date is asked so that none is forgotten [D].
    if body.ground == HoldGround::Agreement && body.until.is_none() {
        errors.push(FieldError::new("/until", "required"));
    }
    if body.until.is_some_and(|until| until <= at.on) {
        errors.push(FieldError::new("/until", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": body.ground, "proof": body.proof, "until": body.until });
    let decision = issue(case, DocumentKind::PostponementDecision, content, at, plan);
    case.holds.push(Hold {
        id: HoldId(at.ids.next()),
        ground: body.ground,
        scope: Scope::default(),
        paper: None,
        decision,
        from: at.on,
        until: body.until,
        stops_interest: body.ground.stops_interest(),
        resumed_on: None,
    });
    plan.running = Some(Running::Pause);
    Ok(())
}

fn resume(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    issue(case, DocumentKind::ContinueDecision, json!({ "reason": body.reason }), at, plan);
    let Some(hold) = case.holds.iter_mut().find(|hold| hold.resumed_on.is_none()) else {
        return Ok(());
    };
    hold.resumed_on = Some(at.on);
    let paused_on = hold.from;
    let paused = at.law.pauses("voluntary", paused_on);
    for track in &mut case.debtors {
        // A voluntary period that was running goes on with the days that were left ([U2]).
        if let Some(until) = track.voluntary_until.filter(|until| paused && *until >= paused_on) {
            let left = until - paused_on;
            track.voluntary_until = at.on.checked_add_signed(left).map(|end| roll(end, at));
        }
    }
    plan.running = Some(Running::Resume);
    Ok(())
}

/// A period that ends on a day off ends with the next working day (BLDS 148.5).
fn roll(end: chrono::NaiveDate, at: &Context<'_>) -> chrono::NaiveDate {
    at.law.calendar().next_working_day_on_or_after(end)
}

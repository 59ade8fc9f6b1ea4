//! Postponement and resumption (hoãn, tiếp tục; L106 46). A postponement never moves the main stage: resuming returns to where
//! the case was.

use serde_json::json;

use super::guards::{NO_HOLD, ON_HOLD};
use super::{CaseFacts, OPEN, ProposePostponement, Reason, draft, draft_guards, known_ground, sign, signed};
use crate::domain::case::{Case, Hold, PostponementDraft, PostponementGround, ReasonDraft};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::{Plan, Running};
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

draft_guards!(HOLD_DRAFT, HOLD_EYES, postponement, PostponementDecision);
draft_guards!(RESUME_DRAFT, RESUME_EYES, resumption, ContinueDecision);

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        code: "D-DRAFT",
        action: "propose_postponement",
        from: OPEN,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[NO_HOLD],
        document: None,
        opens: &[Clock::Act("postpone")],
        closes: &[],
    },
    Transition {
        code: "T-HO-01",
        action: "postpone",
        from: OPEN,
        to: To::Same,
        who: &[Who::Signer],
        guards: &[HOLD_DRAFT, HOLD_EYES, NO_HOLD],
        document: Some(DocumentKind::PostponementDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("postpone")],
    },
    Transition {
        code: "D-DRAFT",
        action: "propose_resumption",
        from: OPEN,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[ON_HOLD],
        document: None,
        opens: &[Clock::Act("resume")],
        closes: &[],
    },
    Transition {
        code: "T-HO-05",
        action: "resume",
        from: OPEN,
        to: To::Same,
        who: &[Who::Signer],
        guards: &[RESUME_DRAFT, RESUME_EYES, ON_HOLD],
        document: Some(DocumentKind::ContinueDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("resume")],
    },
];

pub(super) fn propose(case: &mut Case, body: &ProposePostponement, at: &Context<'_>) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    errors.extend(known_ground(body.ground.as_str(), "G-HO-GROUND", at).err());
    if body.ground.needs_personal_duty() && !case.personal_duty {
        errors.push(FieldError::new("/ground", "G-HO-PERSONAL"));
    }
    if body.ground == PostponementGround::Agreement && body.harms_others {
        errors.push(FieldError::new("/harms_others", "G-HO-HARM"));
    }
    if body.ground == PostponementGround::OwnershipDispute && body.other_assets {
        errors.push(FieldError::new("/other_assets", "G-HO-ASSET"));
    }
    // The law names no longest term for an agreed postponement; a date is asked so that none is forgotten [D].
    if body.ground == PostponementGround::Agreement && body.until.is_none() {
        errors.push(FieldError::new("/until", "required"));
    }
    if body.until.is_some_and(|until| until <= at.on) {
        errors.push(FieldError::new("/until", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = PostponementDraft { ground: body.ground, proof: body.proof.clone(), until: body.until };
    draft(&mut case.drafts.postponement, content, at)
}

pub(super) fn postpone(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.postponement)?;
    let content = json!({
        "ground": signed.content.ground, "proof": signed.content.proof, "until": signed.content.until,
    });
    sign(case, DocumentKind::PostponementDecision, signed.prepared_by, content, at, plan);
    case.holds.push(Hold {
        ground: signed.content.ground,
        from: at.on,
        until: signed.content.until,
        resumed_on: None,
    });
    plan.running = Some(Running::Pause);
    Ok(())
}

pub(super) fn propose_resumption(case: &mut Case, body: &Reason, at: &Context<'_>) -> Result<(), Refusal> {
    draft(&mut case.drafts.resumption, ReasonDraft { reason: body.reason.clone() }, at)
}

pub(super) fn resume(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let signed = signed(&mut case.drafts.resumption)?;
    let content = json!({ "reason": signed.content.reason });
    sign(case, DocumentKind::ContinueDecision, signed.prepared_by, content, at, plan);
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

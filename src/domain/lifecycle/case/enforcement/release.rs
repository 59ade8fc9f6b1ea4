//! The end of measures (L106 95.2–95.4; ND152 45.2): on which ground each kind may end, and what follows. A measure that ends by
//! law ends where the case does.

use serde_json::json;

use super::bodies::{ReleaseGround, ReleaseMeasures};
use super::measures::EXIT_BAN;
use crate::domain::case::{Case, Gives, Measure, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::papers::use_paper;
use crate::domain::lifecycle::case::{CaseFacts, issue, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// The grounds on which a kind of measure may end. For collection, papers and delivery the law names none: those of a seizure.
fn may_end(measure: &str, ground: ReleaseGround) -> bool {
    use ReleaseGround as G;
    match (measure, ground) {
        (_, G::Performed | G::OtherLaw) => true,
        (EXIT_BAN, _) => matches!(ground, G::Withdrawn | G::ExitBarred),
        (_, G::ExitBarred) => false,
        ("CM-EXP", _) => ground == G::ExploitationFailed,
        _ if measure.starts_with("SM-") => matches!(ground, G::Withdrawn | G::NotDebtors),
        _ => matches!(ground, G::Agreed | G::NotDebtors),
    }
}

/// What stands against the ground: the kind of measure, what is still open, whom an agreement harms, who asked for it.
fn faults(facts: &CaseFacts, case: &Case, measure: &Measure, body: &ReleaseMeasures) -> Vec<FieldError> {
    let against = |pointer: &str, reason: &str| FieldError::new(pointer, "G-RELEASE").with("reason", reason);
    let mut errors = Vec::new();
    if !may_end(&measure.measure, body.ground) {
        errors.push(against("/ground", "ground_other_kind"));
    }
    if body.ground == ReleaseGround::Performed {
        // Debt, fee and costs: all of them (L106 95.2–95.3).
        let owed = !case.outstanding().is_zero() || !case.duties.is_empty();
        let costs = case.debtors.iter().map(|track| case.coercion.costs.left(track.party));
        let costs = !facts.money.costs_open.is_zero() || costs.into_iter().any(|left| !left.is_zero());
        let left = if owed { Some("outstanding") } else { costs.then_some("costs") };
        errors.extend(left.map(|left| against("/ground", left)));
    }
    if body.harms_others {
        errors.push(against("/harms_others", "harms_others"));
    }
    if (body.ground == ReleaseGround::ExitBarred) != body.exit_bar.is_some() {
        errors.push(FieldError::new(
            "/exit_bar",
            if body.exit_bar.is_none() { "required" } else { "contradicts" },
        ));
    }
    let terms = case.coercion.terms_of(measure.decision);
    let asked = terms.is_none_or(|terms| terms.requested_by.is_some() || terms.content.is_none());
    if body.ground == ReleaseGround::Withdrawn && !asked {
        errors.push(against("/ground", "own_motion"));
    }
    if body.wrong_request && terms.is_none_or(|terms| terms.requested_by.is_none()) {
        errors.push(FieldError::new("/wrong_request", "contradicts"));
    }
    errors
}

pub(super) fn release(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReleaseMeasures,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let bans = |one: &Measure| one.decision == body.decision && one.measure == EXIT_BAN;
    if case.live_measures().any(bans) {
        return Err(wrong("/decision", "G-EXIT-HEAD"));
    }
    // A seizure is released on its asset.
    if case.live_measures().any(|one| one.decision == body.decision && one.measure == "CM-SEIZE") {
        return Err(wrong("/decision", "contradicts"));
    }
    end(facts, case, body, at, plan)
}

pub(super) fn lift_exit_ban(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReleaseMeasures,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let bans = |one: &Measure| one.decision == body.decision && one.measure == EXIT_BAN;
    if !case.live_measures().any(bans) {
        return Err(wrong("/decision", "not_in_list"));
    }
    end(facts, case, body, at, plan)
}

/// Ends the measures of one decision; a debtor against whom nothing coercive is left goes back to "able" (section 9.1).
fn end(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReleaseMeasures,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(measure) = case.live_measures().find(|one| one.decision == body.decision) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if at.on < measure.decided_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let errors = faults(facts, case, measure, body);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let held = case.coercion.terms_of(body.decision).is_some_and(|terms| !terms.things.is_empty());
    if let Some(paper) = body.paper {
        use_paper(case, paper, |gives| gives == Gives::EndMeasures, at, plan)?;
    }
    let content = json!({ "decision": body.decision, "ground": body.ground, "exit_bar": body.exit_bar,
        "proof": body.proof });
    issue(case, DocumentKind::ReleaseDecision, content, at, plan);
    for measure in case.measures.iter_mut().filter(|measure| measure.decision == body.decision) {
        measure.released_on = Some(at.on);
    }
    if body.wrong_request {
        case.coercion.terms_mut(body.decision).wrong_request = true;
    }
    if held {
        // What was held goes back: its recipient is told (L106 95.6, 59.1).
        plan.open(at, "return_notice", at.on, Some(body.decision.0));
    }
    plan.close("security_to_coercion", Some(body.decision.0));
    back_to_able(facts, case);
    Ok(())
}

fn back_to_able(facts: &CaseFacts, case: &mut Case) {
    // What waits for its recipient is given out while the case is being enforced (L106 59, 89.1).
    let waits = case.special.open().next().is_some();
    let settling = waits || !facts.money.undistributed.is_zero() || !facts.money.unpaid.is_zero();
    if settling || (case.outstanding().is_zero() && case.duties.is_empty()) {
        return;
    }
    let coerced = |party: PartyId| {
        let held = facts.assets.iter().any(|asset| asset.under_seizure && asset.owner == party);
        let theirs = |one: &Measure| one.coercive && one.debtor.is_none_or(|debtor| debtor == party);
        held || case.live_measures().any(theirs)
    };
    let free = case.debtors_in(&[Stage::Enforcing]).map(|track| track.party);
    let free: Vec<PartyId> = free.filter(|party| !coerced(*party)).collect();
    if !free.is_empty() {
        case.move_tracks(&free, Stage::Enforceable);
    }
}

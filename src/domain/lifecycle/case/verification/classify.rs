//! Có điều kiện and chưa có điều kiện: the conclusion, the decision under L106 38.1, its recall, and the decision to continue.
//! Each may concern some of the debtors only ([U15]); the others' ways go on.

use serde_json::json;

use super::bodies::{
    ConcludeEnforceable, Means, ProposeContinuation, ProposeNotEnforceable, RecallNotEnforceable,
};
use super::inquiries::close_verification;
use crate::domain::case::{Case, NotEnforceable, Publication, RecallGround, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::tracks::is_done;
use crate::domain::lifecycle::case::{CaseFacts, issue, known_ground, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// Where a debtor may be found unable (T-VE-07, 08).
pub(super) const CLASSIFIABLE: &[Stage] = &[Stage::Verification, Stage::Enforceable, Stage::Enforcing];
/// Where a debtor waits for means.
const WAITING: &[Stage] = &[Stage::NotEnforceable, Stage::SeparateBook];

/// The debtors named, each of whom must stand in one of these stages; all who do, when none is named.
fn whom(case: &Case, named: &[PartyId], stages: &[Stage]) -> Result<Vec<PartyId>, Refusal> {
    if named.is_empty() {
        return Ok(case.debtors_in(stages).map(|track| track.party).collect());
    }
    let mut errors = Vec::new();
    for (index, party) in named.iter().enumerate() {
        let code = match case.debtor(*party) {
            None => Some("not_a_party"),
            Some(_) if named.iter().take(index).any(|before| before == party) => Some("duplicate"),
            Some(track) if track.ended.is_some() || !stages.contains(&track.stage) => Some("contradicts"),
            Some(_) => None,
        };
        errors.extend(code.map(|code| FieldError::new(format!("/debtors/{index}"), code)));
    }
    if errors.is_empty() { Ok(named.to_vec()) } else { Err(errors.into()) }
}

pub(super) fn conclude(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ConcludeEnforceable,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let debtors = whom(case, &body.debtors, &[Stage::Verification])?;
    // Where nobody is named, one debtor's asset serves a joint duty (ND152 28.1).
    let theirs = |owner: PartyId| body.debtors.is_empty() || debtors.contains(&owner);
    let shown = match body.means {
        Means::Assets => facts.assets.iter().any(|asset| asset.processable && theirs(asset.owner)),
        Means::Income => true,
        Means::Act => !case.duties.is_empty(),
        Means::Thing => facts.items.iter().any(|item| {
            let waits = item.case == Some(case.id) && !is_done(item);
            waits && item.more.thing.is_some() && (item.joint || theirs(item.debtor))
        }),
    };
    if body.obligation.is_some() != (body.means == Means::Thing) {
        let code = if body.obligation.is_none() { "required" } else { "contradicts" };
        return Err(wrong("/obligation", code));
    }
    if !shown {
        return Err(wrong("/means", "G-ABLE"));
    }
    close_verification(case, &body.confirmed_by, true, at);
    case.move_tracks(&debtors, Stage::Enforceable);
    // With ability on record the grounds for coercion suffice: what is only secured must now be coerced (L106 66.4).
    for measure in case.live_measures().filter(|measure| !measure.coercive && measure.measure != "SM-EXIT") {
        if measure.debtor.is_none_or(|debtor| debtors.contains(&debtor)) {
            plan.open(at, "security_to_coercion", at.on, Some(measure.decision.0));
        }
    }
    Ok(())
}

pub(super) fn issue_ne(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeNotEnforceable,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let debtors = whom(case, &body.debtors, CLASSIFIABLE)?;
    let mut errors = Vec::new();
    errors.extend(known_ground(body.ground.as_str(), "G-NE-GROUND", at).err());
    if body.ground.needs_no_other_assets() && !body.no_other_assets {
        errors.push(FieldError::new("/no_other_assets", "G-NE-OTHER"));
    }
    if case.decided_on > body.ground_on {
        errors.push(FieldError::new("/ground_on", "G-NE-GROUND"));
    }
    if body.ground_on > at.on {
        errors.push(FieldError::new("/ground_on", "contradicts"));
    }
    if at.law.choice("U15") == Some("whole_case_only") && !body.debtors.is_empty() {
        errors.push(FieldError::new("/debtors", "contradicts"));
    }
    let theirs = |owner: PartyId| body.debtors.is_empty() || debtors.contains(&owner);
    let live: Vec<&str> = facts
        .assets
        .iter()
        .filter(|asset| asset.processable && theirs(asset.owner))
        .map(|asset| asset.name.as_str())
        .collect();
    if !live.is_empty() {
        errors.push(FieldError::new("/debtors", "G-NE-ASSET").with("assets", live.join("; ")));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": body.ground, "proof": body.proof, "debtors": body.debtors });
    issue(case, DocumentKind::NotEnforceableDecision, content, at, plan);
    // Who has not been verified is not decided about: his way goes on.
    let others = case.debtors.iter().any(|track| track.ended.is_none() && !debtors.contains(&track.party));
    case.not_enforceable = Some(NotEnforceable {
        ground: body.ground,
        decided_on: at.on,
        yearly: body.yearly,
        debtors: if others { debtors.clone() } else { Vec::new() },
    });
    case.checks.late_excused = None;
    case.publication = Publication::default();
    case.move_tracks(&debtors, Stage::NotEnforceable);
    plan.open(at, interval(case), at.on, None);
    Ok(())
}

pub(super) fn continue_enforcement(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeContinuation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let debtors = whom(case, &body.debtors, WAITING)?;
    let content = json!({ "reason": body.reason, "debtors": body.debtors });
    issue(case, DocumentKind::ContinueDecision, content, at, plan);
    leave_waiting(case, &debtors, Stage::Enforceable, at, plan);
    Ok(())
}

/// A decision that was wrong from the start. One whose ground has gone is followed by a decision to continue instead.
pub(super) fn recall(
    _: &CaseFacts,
    case: &mut Case,
    body: &RecallNotEnforceable,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    known_ground(body.ground.as_str(), "G-RECALL", at)?;
    if matches!(body.ground, RecallGround::GroundGone | RecallGround::Entrusted) {
        return Err(FieldError::new("/ground", "G-RECALL").with("reason", body.ground.as_str()).into());
    }
    let content = json!({ "ground": body.ground, "reason": body.reason, "consequence": body.consequence });
    issue(case, DocumentKind::RecallingDecision, content, at, plan);
    let covered = case.not_enforceable.as_ref().map(|decision| decision.debtors.clone()).unwrap_or_default();
    let waiting: Vec<PartyId> = case.debtors_in(WAITING).map(|track| track.party).collect();
    let debtors =
        waiting.into_iter().filter(|party| covered.is_empty() || covered.contains(party)).collect::<Vec<_>>();
    leave_waiting(case, &debtors, Stage::Verification, at, plan);
    Ok(())
}

/// These debtors no longer wait. Who is left waiting keeps the decision and its clocks; the publication then only loses names
/// (ND152 23.2).
fn leave_waiting(case: &mut Case, debtors: &[PartyId], to: Stage, at: &Context<'_>, plan: &mut Plan) {
    if !debtors.is_empty() {
        case.move_tracks(debtors, to);
    }
    let some_wait = case.debtors_in(WAITING).next().is_some();
    let published = case.publication.published_on.is_some();
    if some_wait {
        if published {
            plan.open(at, "publish_update", at.on, None);
            case.publication.change_known_on = Some(at.on);
        }
        return;
    }
    if published {
        plan.open(at, "unpublish", at.on, None);
        case.publication.to_remove = true;
    }
    for key in ["reverify_6m", "reverify_12m", "two_years"] {
        plan.close(key, None);
    }
    case.not_enforceable = None;
    case.separate_book_legacy = false;
}

/// Every six months, or every year for a prisoner or an unknown address (L106 38.3).
pub(super) fn interval(case: &Case) -> &'static str {
    if case.not_enforceable.as_ref().is_some_and(|decision| decision.yearly) {
        "reverify_12m"
    } else {
        "reverify_6m"
    }
}

//! Entrusting an asset to the agency where it lies, and directing that agency (L106 50; ND152 27). The case stays here; the
//! period for the receiver's decision runs at the receiver, in its own file.

use serde_json::json;

use super::places::check_agency;
use super::{Direction, DirectionGround, ProposeAssetDirection, ProposeAssetEntrustment};
use crate::domain::case::{AssetOut, AssetOutGround, AssetOutState, Case};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, issue, record};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

/// T-XL-01.
pub(super) fn entrust(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeAssetEntrustment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    errors.extend(check_agency(facts, &body.receiver, "/receiver", at));
    let joint = facts.items.iter().any(|item| item.joint && item.case == Some(case.id));
    if body.ground != AssetOutGround::Judgment && !joint {
        errors.push(FieldError::new("/ground", "G-XL"));
    }
    // "All assets here are in litigation" is not so while one is processed.
    let processed = facts.assets.iter().any(|asset| {
        asset.under_seizure && body.asset != Some(asset.id) && !super::places::disputed(facts, asset.id)
    });
    if body.ground == AssetOutGround::JointLitigation && processed {
        errors.push(FieldError::new("/ground", "G-XL"));
    }
    if !body.file_complete {
        errors.push(FieldError::new("/file_complete", "G-XL-FILE"));
    }
    if let Some(id) = body.asset {
        let known = facts.assets.iter().find(|asset| asset.id == id);
        match known {
            None => errors.push(FieldError::new("/asset", "not_in_list")),
            Some(asset) if asset.under_seizure => errors.push(FieldError::new("/asset", "contradicts")),
            Some(_) => {}
        }
        let live = |out: &&AssetOut| out.asset == Some(id) && out.state != AssetOutState::Stopped;
        if case.movement.assets_out.iter().any(|out| live(&out)) {
            errors.push(FieldError::new("/asset", "duplicate"));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({
        "ground": body.ground, "receiver": body.receiver, "asset": body.asset, "description": body.description,
        "proof": body.proof,
    });
    let decision = issue(case, DocumentKind::AssetEntrustmentDecision, content, at, plan);
    case.movement.assets_out.push(AssetOut {
        decision,
        ground: body.ground,
        receiver: body.receiver.clone(),
        asset: body.asset,
        on: at.on,
        state: AssetOutState::Handling,
        since: at.on,
    });
    Ok(())
}

/// T-XL-02: the receiver pauses, goes on or stops (ND152 27.1.c).
pub(super) fn direct(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeAssetDirection,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let expected = case.outstanding().saturating_minus(facts.money.undistributed);
    let interrupted = case.live_holds().next().is_some();
    let true_ground = match body.ground {
        DirectionGround::EnoughExpected => body.direction == Direction::Pause,
        DirectionGround::Interrupted => body.direction == Direction::Pause && interrupted,
        DirectionGround::EnoughCollected => body.direction == Direction::Stop && expected.is_zero(),
        DirectionGround::Terminated => body.direction == Direction::Stop && case.ended.is_some(),
        DirectionGround::ObstacleGone => body.direction == Direction::Resume && case.stop().is_none(),
    };
    let mut errors = Vec::new();
    if !true_ground {
        errors.push(FieldError::new("/ground", "G-XL-WHY"));
    }
    let mut sent = case.movement.assets_out.iter_mut();
    let Some(out) = sent.find(|out| out.decision == body.decision) else {
        errors.push(FieldError::new("/decision", "not_in_list"));
        return Err(errors.into());
    };
    let next = match (out.state, body.direction) {
        (AssetOutState::Handling, Direction::Pause) => Some(AssetOutState::Paused),
        (AssetOutState::Paused, Direction::Resume) => Some(AssetOutState::Handling),
        (AssetOutState::Handling | AssetOutState::Paused, Direction::Stop) => Some(AssetOutState::Stopped),
        _ => None,
    };
    match next {
        None => errors.push(FieldError::new("/direction", "contradicts")),
        Some(_) if at.on < out.since => errors.push(FieldError::new("/effective_on", "contradicts")),
        Some(next) => {
            out.state = next;
            out.since = at.on;
        }
    }
    let receiver = out.receiver.clone();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({
        "receiver": receiver, "entrustment": body.decision, "direction": body.direction, "ground": body.ground,
        "reason": body.reason, "pays_costs_so_far": body.direction == Direction::Stop,
    });
    record(case, DocumentKind::AssetEntrustmentNotice, content, at, plan);
    Ok(())
}

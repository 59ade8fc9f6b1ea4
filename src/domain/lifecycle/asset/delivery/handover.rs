//! The handover to buyer or taker, free or forced; a taker's claim falls by what he took (L106 86; ND152 66, 67).

use serde_json::json;

use super::HandOver;
use crate::domain::asset::AssetState;
use crate::domain::document::DocumentKind;
use crate::domain::fee::Factor;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::{AssetFacts, Work, forces};
use crate::domain::lifecycle::coercion_time;
use crate::domain::lifecycle::money::note_received;
use crate::domain::lifecycle::plan::{Performed, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) fn hand_over(
    facts: &AssetFacts,
    work: &mut Work,
    body: &HandOver,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    match body.forced_under {
        None if !body.vacant => {
            errors.push(FieldError::new("/vacant", "G60_HANDOVER").with("list", "vacant"));
        }
        None => {}
        Some(decision) => errors.extend(forced(facts, decision, at)?),
    }
    if !body.receiver_present {
        errors.push(FieldError::new("/receiver_present", "G60_HANDOVER").with("list", "receiver_present"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "asset": work.asset.name, "forced_under": body.forced_under });
    work.issue(DocumentKind::HandoverDecision, content, at, plan);
    // The seizure has done its work when the asset leaves the debtor.
    work.end_seizure(facts, at);
    set_off(facts, work, at, plan)?;
    work.asset.handed_over_on = Some(at.on);
    work.asset.state = AssetState::HandedOver;
    Ok(())
}

/// Whoever will not leave is made to, by day and under a plan (L106 86.5, 72.5–72.6).
fn forced(facts: &AssetFacts, decision: DecisionId, at: &Context<'_>) -> Result<Vec<FieldError>, Refusal> {
    let mut errors = forces(facts, decision, "/forced_under", at)?;
    if coercion_time::day("G23_WINDOW", at).is_err() {
        errors.push(FieldError::new("/effective_on", "G23_WINDOW").with("reason", at.on.to_string()));
    }
    Ok(errors)
}

/// What a taker did not pay in, he has received: his claims fall by it, oldest first, and the whole fee on it is decided apart: the
/// agency brought it about (TT216 4.5, 5.4.b).
fn set_off(facts: &AssetFacts, work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let Some(sale) = work.asset.sale.clone().filter(|sale| sale.by.is_taking()) else { return Ok(()) };
    let mut left = sale.price.saturating_minus(sale.payable);
    let range = |_| wrong("", "amount_out_of_range");
    let his = facts.items.iter().filter(|item| item.creditor == sale.taker && item.is_claim());
    let mut total = Dong::ZERO;
    for item in his {
        let part = left.min(item.amount.saturating_minus(item.paid));
        if part.is_zero() {
            continue;
        }
        plan.performed.push(Performed { obligation: item.id, amount: part });
        note_received(&facts.fees, &facts.case, item, part, Factor::WHOLE, at, plan)?;
        left = left.saturating_minus(part);
        total = total.plus(part).map_err(range)?;
    }
    let case = work.case(facts);
    case.amount_paid = case.amount_paid.plus(total).map_err(range)?;
    Ok(())
}

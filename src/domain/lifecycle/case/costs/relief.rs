//! Relief from coercion costs (ND152 87): a person asks, the head decides within three working days, and takes it back from whoever
//! deceived. What is relieved the State bears (L106 53.5).

use serde_json::json;

use super::{ProposeCostRelief, RequestCostRelief, RevokeCostRelief};
use crate::domain::case::{Case, CostRelief, Costs, ReliefGround};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{PartyId, ReliefId};
use crate::domain::lifecycle::case::{CaseFacts, issue, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// Some request waits for its decision.
pub(super) const ASKED: Guard<CaseFacts> = Guard { code: "G-RELIEF-OPEN", test: asked };
/// Some relief stands.
pub(super) const GRANTED: Guard<CaseFacts> = Guard { code: "G-RELIEF-STANDS", test: granted };

fn asked(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.case.coercion.costs.reliefs.iter().find(|one| one.decided_on.is_none()) {
        Some(relief) => Ok(relief.applied_on.to_string()),
        None => Err(Unmet::new("G-RELIEF-OPEN", "none", "a request that waits for its decision")),
    }
}

fn stands(relief: &CostRelief) -> bool {
    !relief.amount.is_zero() && relief.revoked_on.is_none()
}

fn granted(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    match facts.case.coercion.costs.reliefs.iter().find(|one| stands(one)) {
        Some(relief) => Ok(relief.amount.get().to_string()),
        None => Err(Unmet::new("G-RELIEF-STANDS", "none", "a relief that stands")),
    }
}

pub(super) fn request(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RequestCostRelief,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let costs = &case.coercion.costs;
    if !facts.parties.contains(&body.party) {
        errors.push(FieldError::new("/party", "not_a_party"));
    } else if costs.left(body.party).is_zero() {
        errors.push(FieldError::new("/party", "G-RELIEF").with("reason", "nothing_owed_costs"));
    }
    if !body.individual {
        errors.push(FieldError::new("/individual", "G-RELIEF").with("reason", "no_person"));
    }
    let again = |one: &CostRelief| one.party == body.party && (one.decided_on.is_none() || stands(one));
    if costs.reliefs.iter().any(again) {
        errors.push(FieldError::new("/party", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let id = ReliefId(at.ids.next());
    plan.open(at, "cost.exempt", at.on, Some(id.0));
    case.coercion.costs.reliefs.push(CostRelief {
        id,
        party: body.party,
        ground: body.ground,
        applied_on: at.on,
        decided_on: None,
        amount: Dong::ZERO,
        revoked_on: None,
        fault: None,
    });
    Ok(())
}

/// One half of what is to be paid; or the rest, once one half is paid (ND152 87.3). Of an odd đồng the State bears the smaller half.
fn reduction(costs: &Costs, party: PartyId, ground: ReliefGround) -> Option<Dong> {
    let (charged, left) = (costs.charged(party), costs.left(party));
    let half = Dong::new(charged.get() / 2).unwrap_or_default();
    match ground {
        ReliefGround::Hardship | ReliefGround::Infirmity => Some(half.min(left)),
        ReliefGround::PolicyFamily => {
            let enough = costs.paid(party).get().saturating_mul(2) >= charged.get();
            enough.then_some(left)
        }
    }
}

pub(super) fn decide(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeCostRelief,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let costs = &case.coercion.costs;
    let Some(place) = costs.reliefs.iter().position(|one| one.id == body.relief) else {
        return Err(wrong("/relief", "not_in_list"));
    };
    let relief = &costs.reliefs[place];
    if relief.decided_on.is_some() {
        return Err(wrong("/relief", "duplicate"));
    }
    if at.on < relief.applied_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let amount = match reduction(costs, relief.party, relief.ground) {
        _ if !body.granted => Dong::ZERO,
        Some(amount) if !amount.is_zero() => amount,
        Some(_) => {
            return Err(FieldError::new("/granted", "G-RELIEF").with("reason", "nothing_owed_costs").into());
        }
        None => return Err(FieldError::new("/granted", "G-RELIEF").with("reason", "half_unpaid").into()),
    };
    let content = json!({ "relief": body.relief, "ground": relief.ground, "granted": body.granted,
        "amount": amount, "reason": body.reason });
    issue(case, DocumentKind::CostReliefDecision, content, at, plan);
    plan.close("cost.exempt", Some(body.relief.0));
    let party = case.coercion.costs.reliefs[place].party;
    let before = case.coercion.costs.ahead_of(party);
    let relief = &mut case.coercion.costs.reliefs[place];
    relief.decided_on = Some(at.on);
    relief.amount = amount;
    let after = case.coercion.costs.ahead_of(party);
    let relieved = before.into_iter().map(|(decision, was)| {
        (decision, was.saturating_minus(after.get(&decision).copied().unwrap_or_default()))
    });
    super::money::state_bears(facts, case, relieved, at, plan)
}

pub(super) fn revoke(
    case: &mut Case,
    body: &RevokeCostRelief,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let reliefs = &mut case.coercion.costs.reliefs;
    let Some(relief) = reliefs.iter_mut().find(|one| one.id == body.relief) else {
        return Err(wrong("/relief", "not_in_list"));
    };
    if !stands(relief) {
        return Err(wrong("/relief", "contradicts"));
    }
    if relief.decided_on.is_some_and(|day| at.on < day) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    relief.revoked_on = Some(at.on);
    relief.fault = Some(body.fault);
    let content = json!({ "relief": body.relief, "revoked": body.fault, "facts": body.facts });
    issue(case, DocumentKind::CostReliefDecision, content, at, plan);
    Ok(())
}

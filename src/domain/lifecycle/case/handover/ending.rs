//! The last step of a judged thing: handed over by minutes, transferred in a register, or, papers that nobody fetches, sent on (L106
//! 88–90; ND152 70.2, 72). What its item asked for is performed then, and the decision has done its work.

use serde_json::json;

use super::{HandOverThing, HandoverWay, PapersTo, SUMMONS, SendPapersOn, SummonForPapers};
use super::{fee, finish, keep, thing};
use crate::domain::case::{
    AttachedEnd, Case, GoodsLeft, Handover, HeldKind, MeasureOutcome, ThingFound, ThingNature,
};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::enforcement::unpublish_performed;
use crate::domain::lifecycle::case::tracks::{self, Waits};
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::guard::must_be_over;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn hand_over(
    facts: &CaseFacts,
    case: &mut Case,
    body: &HandOverThing,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (item, one) = thing(facts, case, body.obligation, at)?;
    let mut errors: Vec<FieldError> = fee::open(item, &one, at)?.into_iter().collect();
    errors.extend(stopped(case, &one));
    errors.extend(way(case, &one, body, at));
    errors.extend(present(&one, body));
    errors.extend(obstacles(&one, body, at));
    errors.extend(goods(facts, &one, &body.goods_left));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "decision": one.decision, "obligation": one.obligation, "way": body.way,
        "attached": body.attached, "goods_left": body.goods_left.len(), "evidence": body.evidence });
    record(case, DocumentKind::ThingMinutes, content, at, plan);
    for left in &body.goods_left {
        let waits = Waits {
            obligation: None,
            kind: left.kind,
            recipient: left.owner,
            description: &left.description,
            place: &left.place,
            money: Dong::ZERO,
            taken_on: at.on,
        };
        tracks::notify_waiting(case, &waits, at, plan)?;
    }
    end(facts, case, one, at, plan)
}

/// An interruption may cover this item, or the debtor who has it, alone (L106 46–47).
fn stopped(case: &Case, one: &Handover) -> Option<FieldError> {
    let debtor = case.measures.iter().find(|measure| measure.decision == one.decision)?.debtor;
    let stop = case.stop_of_item(one.obligation);
    let stop = stop.or_else(|| case.stop_of_debtor(debtor?))?;
    Some(FieldError::new("/obligation", "G-HOLD").with("doc", stop.code))
}

/// By force only what was carried out to its end; in the register what its keeper has reported, or papers issued anew.
fn way(case: &Case, one: &Handover, body: &HandOverThing, at: &Context<'_>) -> Option<FieldError> {
    let carried = |reason| FieldError::new("/way", "G-JD-CARRIED").with("reason", reason);
    let contradicts = FieldError::new("/way", "contradicts");
    match (body.way, one.nature) {
        (HandoverWay::InRegister, ThingNature::Securities) => {
            let results = case.coercion.terms_of(one.decision).into_iter().flat_map(|terms| &terms.results);
            let mut results = results.into_iter().filter(|result| result.on <= at.on);
            let done = results.any(|result| result.outcome == MeasureOutcome::Done);
            (!done).then(|| carried("transfer_not_reported"))
        }
        (HandoverWay::InRegister, ThingNature::Papers) => {
            (one.found != Some(ThingFound::Irrecoverable)).then_some(contradicts)
        }
        (HandoverWay::InRegister, _) | (_, ThingNature::Securities) => Some(contradicts),
        (HandoverWay::ByForce, _) => {
            let mut on_site = case.coercion.on_site.iter().filter(|site| site.on <= at.on);
            let done = on_site.any(|site| site.decision == one.decision && site.stopped.is_none());
            (!done).then(|| carried("not_carried_out"))
        }
        (HandoverWay::OnDemand, _) => None,
    }
}

/// Whoever is to have it takes it and signs; land is handed over before the land body or the commune (L106 90.1).
fn present(one: &Handover, body: &HandOverThing) -> Vec<FieldError> {
    let missing = [
        ("receiver_signed", body.receiver_signed || body.way == HandoverWay::InRegister),
        ("land_body_present", body.land_body_present || one.nature != ThingNature::Land),
    ];
    let missing = missing.into_iter().filter(|(_, there)| !there);
    missing
        .map(|(field, _)| FieldError::new(format!("/{field}"), "G-JD-MINUTES").with("list", field))
        .collect()
}

/// What was found of it decides whether, and with what on it, it can be handed over.
fn obstacles(one: &Handover, body: &HandOverThing, at: &Context<'_>) -> Option<FieldError> {
    match (one.found, body.attached) {
        (Some(found @ (ThingFound::Gone | ThingFound::BuiltBefore)), _) => {
            Some(FieldError::new("/obligation", "G-JD-FOUND").with("found", found.as_str()))
        }
        (Some(ThingFound::BuiltAfter), None) => Some(FieldError::new("/attached", "required")),
        (Some(ThingFound::BuiltAfter), Some(AttachedEnd::AsJudged)) => {
            Some(FieldError::new("/attached", "contradicts"))
        }
        (Some(ThingFound::BuiltAfter), Some(AttachedEnd::Removed)) => None,
        (Some(ThingFound::BuiltAfter), Some(_)) => {
            let until = one.found_until?;
            must_be_over(at, "/attached", "G-JD-TERM", Some(until)).err()
        }
        (_, None | Some(AttachedEnd::AsJudged)) => None,
        (_, Some(_)) => Some(FieldError::new("/attached", "contradicts")),
    }
}

/// Goods are left in a house or on land; money is counted and kept elsewhere (L106 89.1).
fn goods(facts: &CaseFacts, one: &Handover, left: &[GoodsLeft]) -> Vec<FieldError> {
    let place = matches!(one.nature, ThingNature::House | ThingNature::Land);
    let mut errors = Vec::new();
    if !place && !left.is_empty() {
        errors.push(FieldError::new("/goods_left", "contradicts"));
    }
    for (number, goods) in left.iter().enumerate() {
        if matches!(goods.kind, HeldKind::Money | HeldKind::DamagedCurrency) {
            errors.push(FieldError::new(format!("/goods_left/{number}/kind"), "contradicts"));
        }
        if !facts.parties.contains(&goods.owner) {
            errors.push(FieldError::new(format!("/goods_left/{number}/owner"), "not_a_party"));
        }
    }
    errors
}

/// The item is performed, and its decision has done its work.
fn end(
    facts: &CaseFacts,
    case: &mut Case,
    one: Handover,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    tracks::perform(facts, case, Some(one.obligation), None, plan)?;
    finish(case, one.decision, at);
    unpublish_performed(case, at, plan);
    Ok(())
}

/// Papers were got: whoever is to have them has ten days to fetch them, thirty abroad, and is asked twice (ND152 70.2).
pub(super) fn summon(
    facts: &CaseFacts,
    case: &mut Case,
    body: &SummonForPapers,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (_, mut one) = thing(facts, case, body.obligation, at)?;
    if one.nature != ThingNature::Papers || one.found == Some(ThingFound::Irrecoverable) {
        return Err(wrong("/obligation", "contradicts"));
    }
    if one.summons >= 2 {
        return Err(wrong("/obligation", "duplicate"));
    }
    if let Some(until) = one.fetch_until {
        must_be_over(at, "/obligation", "G-JD-TERM", Some(until))?;
    }
    let about = Some(body.obligation.0);
    SUMMONS.iter().for_each(|key| plan.close(key, about));
    one.fetch_until = Some(plan.must_open(at, SUMMONS[usize::from(body.abroad)], at.on, about)?);
    one.summons += 1;
    one.abroad = body.abroad;
    let content = json!({ "obligation": body.obligation, "summons": one.summons, "abroad": body.abroad });
    record(case, DocumentKind::CollectionNotice, content, at, plan);
    keep(case, one);
    Ok(())
}

pub(super) fn send_on(
    facts: &CaseFacts,
    case: &mut Case,
    body: &SendPapersOn,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (item, one) = thing(facts, case, body.obligation, at)?;
    if one.summons < 2 {
        return Err(FieldError::new("/obligation", "G-JD-SUMMONS")
            .with("count", one.summons.to_string())
            .into());
    }
    if let Some(until) = one.fetch_until {
        must_be_over(at, "/obligation", "G-JD-TERM", Some(until))?;
    }
    let mut errors: Vec<FieldError> = fee::open(item, &one, at)?.into_iter().collect();
    errors.extend(stopped(case, &one));
    if body.to != PapersTo::Issuer && !one.abroad {
        errors.push(FieldError::new("/to", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "obligation": body.obligation, "to": body.to, "by": body.by });
    record(case, DocumentKind::PapersTransfer, content, at, plan);
    end(facts, case, one, at, plan)
}

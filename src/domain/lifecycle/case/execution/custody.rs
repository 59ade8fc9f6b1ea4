//! Things and papers held (SM-HLD): what the minutes must show, and how they go back (L106 69, 95.6; ND152 44, 73).

use serde_json::json;

use super::{RecordThingsHeld, ReturnThingsHeld, named};
use crate::domain::case::{Case, HeldThing, ThingKind};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

const CUSTODY: &str = "SM-HLD";

pub(super) fn ordered(facts: &CaseFacts, _: &Context<'_>) -> Result<String, Unmet> {
    let mut held = facts.case.measures.iter().filter(|measure| measure.measure == CUSTODY);
    let returned = |decision| {
        let terms = facts.case.coercion.terms_of(decision);
        terms.is_some_and(|terms| terms.returned_on.is_some())
    };
    match held.find(|measure| !returned(measure.decision)) {
        Some(measure) => Ok(measure.decided_on.to_string()),
        None => Err(Unmet::new("G-CUSTODY", "none", "a decision on custody, nothing returned yet")),
    }
}

/// What the minutes lack: notes by denomination for cash, the country for foreign cash, a seal for precious things, a witness where
/// the holder does not sign (ND152 44.2, 44.4).
pub(in crate::domain::lifecycle::case) fn minutes(
    things: &[HeldThing],
    signed: bool,
    witness: bool,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if things.is_empty() {
        errors.push(FieldError::new("/things", "required"));
    }
    if !signed && !witness {
        errors.push(FieldError::new("/witness", "required"));
    }
    for (place, thing) in things.iter().enumerate() {
        use ThingKind as K;
        let cash = matches!(thing.kind, K::Cash | K::ForeignCash);
        let fields = [
            ("notes", cash, !thing.notes.is_empty()),
            ("currency", thing.kind == K::ForeignCash, thing.currency.is_some()),
            ("sealed_before", thing.kind == K::Precious, thing.sealed_before.is_some()),
        ];
        for (field, _, given) in fields.into_iter().filter(|(_, needed, given)| needed != given) {
            let code = if given { "contradicts" } else { "required" };
            errors.push(FieldError::new(format!("/things/{place}/{field}"), code));
        }
    }
    errors
}

pub(super) fn hold(
    case: &mut Case,
    body: &RecordThingsHeld,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let measure = named(case, body.decision, at)?;
    if measure.measure != CUSTODY || measure.released_on.is_some() {
        return Err(wrong("/decision", "contradicts"));
    }
    if case.coercion.terms_of(body.decision).is_some_and(|terms| !terms.things.is_empty()) {
        return Err(wrong("/decision", "duplicate"));
    }
    let errors = minutes(&body.things, body.signed_by_holder, body.witness);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "decision": body.decision, "things": body.things });
    record(case, DocumentKind::FreezeMinutes, content, at, plan);
    case.coercion.terms_mut(body.decision).things = body.things.clone();
    Ok(())
}

/// Things that were held under a measure that has ended, and are still here.
fn to_return(case: &Case, decision: DecisionId, at: &Context<'_>) -> Result<(), Refusal> {
    let measure = named(case, decision, at)?;
    let held = case.coercion.terms_of(decision).filter(|terms| !terms.things.is_empty());
    match held {
        Some(terms) if terms.returned_on.is_some() => Err(wrong("/decision", "duplicate")),
        Some(_) if measure.released_on.is_some() => Ok(()),
        _ => Err(wrong("/decision", "contradicts")),
    }
}

pub(super) fn notify(
    case: &mut Case,
    decision: DecisionId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    to_return(case, decision, at)?;
    let content = json!({ "decision": decision, "about": "return" });
    record(case, DocumentKind::CoercionLetter, content, at, plan);
    case.coercion.terms_mut(decision).return_told_on = Some(at.on);
    plan.close("return_notice", Some(decision.0));
    Ok(())
}

/// Whoever fetches them shows who he is and checks them, before whoever kept them (ND152 44.3).
pub(super) fn give_back(
    case: &mut Case,
    body: &ReturnThingsHeld,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    to_return(case, body.decision, at)?;
    let given =
        [(body.identity_shown, "identity_shown"), (body.checked, "checked"), (body.minutes, "minutes")];
    let missing = given.into_iter().filter(|(done, _)| !done);
    let errors: Vec<_> = missing.map(|(_, name)| FieldError::new(format!("/{name}"), "required")).collect();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    case.coercion.terms_mut(body.decision).returned_on = Some(at.on);
    plan.close("return_notice", Some(body.decision.0));
    Ok(())
}

//! Destruction: the council and its work (L106 58; ND152 40).

use serde_json::json;

use super::bodies::{DestroyItems, ProposeDestructionCouncil};
use super::returning::finish;
use super::{item, perform};
use crate::domain::case::{Case, HeldEnd, Track};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record};
use crate::domain::lifecycle::disposal;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn set_up(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeDestructionCouncil,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let errors = disposal::council_errors(&body.members, at)?;
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "members": body.members });
    let decision = record(case, DocumentKind::DestructionCouncil, content, at, plan);
    disposal::set_up(&mut case.special.councils, decision, &body.members, at.on);
    Ok(())
}

pub(super) fn destroy(
    facts: &CaseFacts,
    case: &mut Case,
    body: &DestroyItems,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let errors = destroy_errors(facts, case, body, at);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "form": body.form, "condition": body.condition, "contractor": body.contractor,
        "votes_for": body.votes_for, "items": body.obligations, "unclaimed": body.held });
    record(case, DocumentKind::DestructionMinutes, content, at, plan);
    for id in &body.held {
        if let Some(held) = case.special.find(*id).cloned() {
            finish(facts, case, &held, HeldEnd::Destroyed, at, plan)?;
        }
    }
    for id in &body.obligations {
        perform(facts, case, Some(*id), None, plan)?;
    }
    let more = case.special.open().any(|held| held.destruction.is_some())
        || (case.track == Track::Destroy && !case.outstanding().is_zero());
    if !more {
        disposal::finish(&mut case.special.councils, at.on);
        plan.close("destroy_do", None);
    }
    Ok(())
}

fn destroy_errors(facts: &CaseFacts, case: &Case, body: &DestroyItems, at: &Context<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if body.obligations.is_empty() && body.held.is_empty() {
        errors.push(FieldError::new("/obligations", "required"));
    }
    for (index, id) in body.obligations.iter().enumerate() {
        let here = format!("/obligations/{index}");
        if case.track != Track::Destroy {
            errors.push(FieldError::new(here.clone(), "contradicts"));
        }
        errors.extend(item(facts, case, *id, &here).err());
        if body.obligations[..index].contains(id) {
            errors.push(FieldError::new(here, "duplicate"));
        }
    }
    for (index, id) in body.held.iter().enumerate() {
        let here = format!("/held/{index}");
        match case.special.find(*id) {
            None => errors.push(FieldError::new(here, "not_in_list")),
            Some(held) if !held.is_open() || body.held[..index].contains(id) => {
                errors.push(FieldError::new(here, "duplicate"));
            }
            Some(held) if held.destruction.is_none() => errors.push(FieldError::new(here, "contradicts")),
            Some(_) => {}
        }
    }
    let council = case.special.council();
    let (in_favour, signed) = (body.chair_in_favour, body.minutes_signed);
    errors.extend(disposal::vote_errors(council, body.votes_for, in_favour, signed, at));
    errors
}

#[cfg(test)]
mod tests {
    use crate::domain::lifecycle::case::CouncilSeat;

    #[test]
    fn seats_are_named_as_in_the_law_data() {
        let law = crate::domain::law::Law::embedded().unwrap();
        let on = "2026-08-01".parse().unwrap();
        for seat in law.list("destroy.council_seats", on).unwrap() {
            assert!(seat.parse::<CouncilSeat>().is_ok(), "{seat}");
        }
    }
}

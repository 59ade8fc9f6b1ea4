//! Destruction: the council and its work (L106 58; ND152 40).

use serde_json::json;

use super::bodies::{CouncilSeat, DestroyItems, ProposeDestructionCouncil};
use super::returning::finish;
use super::{item, perform};
use crate::domain::case::{Case, Council, HeldEnd, Track};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn set_up(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeDestructionCouncil,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let least = at.law.integer("destroy.council_min", at.on)?;
    let seats = at.law.list("destroy.council_seats", at.on)?;
    let mut errors = Vec::new();
    if i64::try_from(body.members.len()).unwrap_or(i64::MAX) < least {
        errors.push(FieldError::new("/members", "G-TH-MEMBERS").with("required", least.to_string()));
    }
    for seat in seats.iter().filter(|seat| !body.members.iter().any(|one| one.seat.as_str() == seat.as_str()))
    {
        errors.push(FieldError::new("/members", "G-TH-MEMBERS").with("required", seat.clone()));
    }
    // One officer sits in the council, and chairs it.
    let chair = body.members.iter().position(|member| member.seat == CouncilSeat::Officer);
    let officers = body.members.iter().filter(|member| member.seat == CouncilSeat::Officer).count();
    if chair != Some(0) || officers != 1 {
        errors.push(FieldError::new("/members/0/seat", "G-TH-CHAIR"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "members": body.members });
    let decision = record(case, DocumentKind::DestructionCouncil, content, at, plan);
    for council in case.special.councils.iter_mut().filter(|council| council.done_on.is_none()) {
        council.done_on = Some(at.on);
    }
    case.special.councils.push(Council {
        decision,
        members: body.members.iter().map(|member| member.body.clone()).collect(),
        set_up_on: at.on,
        done_on: None,
    });
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
        for council in case.special.councils.iter_mut().filter(|council| council.done_on.is_none()) {
            council.done_on = Some(at.on);
        }
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
    if let Some(council) = case.special.council() {
        let members = council.members.len();
        let twice = usize::from(body.votes_for) * 2;
        if usize::from(body.votes_for) > members {
            let limit = members.to_string();
            errors.push(FieldError::new("/votes_for", "amount_out_of_range").with("limit", limit));
        } else if twice < members || (twice == members && !body.chair_in_favour) {
            errors.push(
                FieldError::new("/votes_for", "G-TH-VOTE").with("required", (members / 2 + 1).to_string()),
            );
        }
        if at.on < council.set_up_on {
            errors.push(FieldError::new("/effective_on", "contradicts"));
        }
    }
    if !body.minutes_signed {
        errors.push(FieldError::new("/minutes_signed", "G-TH-MINUTES"));
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::CouncilSeat;

    #[test]
    fn seats_are_named_as_in_the_law_data() {
        let law = crate::domain::law::Law::embedded().unwrap();
        let on = "2026-08-01".parse().unwrap();
        for seat in law.list("destroy.council_seats", on).unwrap() {
            assert!(seat.parse::<CouncilSeat>().is_ok(), "{seat}");
        }
    }
}

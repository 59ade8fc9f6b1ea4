//! The guards that every lifecycle shares: the state, the order of dates, who may. Guards of one lifecycle stand beside its
//! table. None of them knows a text or an article: those are looked up by code.

use chrono::NaiveDate;

use super::{Context, Subject, Transition, Who};
use crate::domain::case::Stop;
use crate::domain::ids::DelegationId;
use crate::domain::refusal::{FieldError, Unmet};

type Verdict = (&'static str, Result<String, Unmet>);

/// The row must start from the present state; a final state has its own reason (L106 55).
pub fn state<F: Subject>(row: &Transition<F>, facts: &F) -> Verdict {
    let state = facts.state();
    if row.from.is_empty() || row.from.contains(&state) {
        return ("G-STATE", Ok(state.to_owned()));
    }
    let code = if facts.is_final() { "G-FINAL" } else { "G-STATE" };
    (code, Err(Unmet::new(code, state, row.from.join(", ")).with("state", state)))
}

/// No act lies before the act that began the aggregate.
pub fn order<F: Subject>(facts: &F, context: &Context<'_>) -> Verdict {
    let began = facts.began_on();
    if context.on >= began {
        return ("G-DATE-ORDER", Ok(context.on.to_string()));
    }
    let unmet = Unmet::new("G-DATE-ORDER", context.on.to_string(), format!(">= {began}")).not_before(began);
    ("G-DATE-ORDER", Err(unmet))
}

/// Nothing interrupts what is acted on (L106 46–47, 101.1.b).
///
/// # Errors
/// The unmet condition: what stops it, and since when.
pub(crate) fn not_stopped(code: &'static str, stop: Option<Stop>, required: &str) -> Result<String, Unmet> {
    match stop {
        None => Ok("none".to_owned()),
        Some(stop) => {
            let found = format!("{} since {}", stop.code, stop.from);
            Err(Unmet::new(code, found, required).with("doc", stop.code))
        }
    }
}

/// Whether the day has passed.
///
/// # Errors
/// The unmet condition, which waiting cures.
pub(crate) fn after(at: &Context<'_>, code: &'static str, last: NaiveDate) -> Result<String, Unmet> {
    if at.on > last {
        return Ok(last.to_string());
    }
    Err(Unmet::new(code, at.on.to_string(), format!("after {last}"))
        .with("date", last.to_string())
        .not_before_day_after(last))
}

/// The last day must have passed; where there is none, nothing was begun that could pass.
///
/// # Errors
/// The wrong field, under the code of the time that must pass.
pub(crate) fn must_be_over(
    at: &Context<'_>,
    pointer: &str,
    code: &'static str,
    last: Option<NaiveDate>,
) -> Result<(), FieldError> {
    match last {
        Some(last) if at.on > last => Ok(()),
        Some(last) => Err(FieldError::new(pointer, code).with("date", last.to_string())),
        None => Err(FieldError::new(pointer, code).with("date", "-")),
    }
}

/// The actor must be one of those whom the row names. A missing signature power has its own reason (L106 22.3).
pub fn authority<F: Subject>(row: &Transition<F>, facts: &F, context: &Context<'_>) -> Verdict {
    if row.who.iter().any(|who| may(*who, row, facts, context)) {
        return ("G-ROLE", Ok(context.actor.user.to_string()));
    }
    let signature_needed = row.who.contains(&Who::Signer);
    let code = if signature_needed { "G-SIGNER" } else { "G-ROLE" };
    let required = row.who.iter().map(|who| name(*who)).collect::<Vec<_>>().join(", ");
    let unmet = Unmet::new(code, "no such role or delegation on this day", required)
        .with("date", context.on.to_string());
    (code, Err(unmet))
}

/// A signed act has a draft, and whoever prepared it does not sign it.
pub fn drafted<F: Subject>(row: &Transition<F>, facts: &F, context: &Context<'_>) -> Vec<Verdict> {
    if row.proposal.is_none() {
        return Vec::new();
    }
    let Some((draft, prepared_by)) = facts.draft(row.action) else {
        let document = row.document.map_or("draft", |kind| kind.as_str());
        return vec![("G-DRAFT", Err(Unmet::new("G-DRAFT", "none", document).with("doc", document)))];
    };
    let eyes = if prepared_by == context.actor.user {
        Err(Unmet::new("G-FOUR-EYES", "prepared by the signer", "prepared by another person"))
    } else {
        Ok("another person".to_owned())
    };
    vec![("G-DRAFT", Ok(draft.to_string())), ("G-FOUR-EYES", eyes)]
}

/// A person's title in the tables: what `unmet[].required` and the workflow pages show.
pub fn name(who: Who) -> &'static str {
    match who {
        Who::Signer => "head_or_delegate",
        Who::AssignedOfficer => "assigned_officer",
        Who::Role(role) => role.as_str(),
    }
}

fn may<F: Subject>(who: Who, row: &Transition<F>, facts: &F, context: &Context<'_>) -> bool {
    let actor = context.actor;
    match who {
        Who::Signer => {
            actor.has(crate::domain::actor::Role::Head, facts.office(), None, context.on)
                || delegation(row, facts, context).is_some()
        }
        Who::AssignedOfficer => {
            facts.officer() == Some(actor.user)
                && officer_roles()
                    .iter()
                    .any(|role| actor.has(*role, facts.office(), facts.division(), context.on))
        }
        Who::Role(role) => actor.has(role, facts.office(), facts.division(), context.on),
    }
}

/// The roles that may hold a case: an officer, a chief officer, or the head (L106 22.2.k).
pub fn officer_roles() -> &'static [crate::domain::actor::Role] {
    use crate::domain::actor::Role;
    &[Role::EnforcementOfficer, Role::ChiefOfficer, Role::Head]
}

/// The delegation under which the actor signs, when they are not the head.
pub fn delegation<F: Subject>(row: &Transition<F>, facts: &F, context: &Context<'_>) -> Option<DelegationId> {
    let kind = row.document?;
    let actor = context.actor;
    if !row.who.contains(&Who::Signer)
        || actor.has(crate::domain::actor::Role::Head, facts.office(), None, context.on)
    {
        return None;
    }
    actor
        .delegations
        .iter()
        .find(|d| {
            d.delegate == actor.user
                && d.office == facts.office()
                && d.covers(kind, facts.division(), context.on)
        })
        .map(|d| d.id)
}

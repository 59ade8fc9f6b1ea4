//! Drafts: laid down by one person, signed by another. The guards G-DRAFT and G-FOUR-EYES look at them through
//! [`super::Subject::draft`]; what is signed is judged again at signing, because the facts may have moved since.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Context;
use super::plan::Plan;
use crate::domain::ids::{DraftId, UserId};
use crate::domain::judgment::{Draft, Drafts};
use crate::domain::refusal::{FieldError, Refusal, Unmet, wrong};

/// An aggregate whose signed acts are drafted first.
pub trait Drafted: Clone {
    /// Its drafts.
    fn drafts_mut(&mut self) -> &mut Drafts;
}

/// What a signed act does with the content that was drafted for it.
pub type Effect<F, A, B> = fn(&F, &mut A, &B, &Context<'_>, &mut Plan) -> Result<(), Refusal>;

/// Lays a draft down in place of an earlier one of its kind. The signed act is tried on a copy first: what could not be signed
/// today is refused today.
///
/// # Errors
/// Those of the signed act.
pub fn propose<F, A: Drafted, B: Serialize>(
    signed: &'static str,
    effect: Effect<F, A, B>,
    body: &B,
    facts: &F,
    of: &mut A,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut trial = Plan::new("", "", signed, "", Vec::new());
    effect(facts, &mut of.clone(), body, at, &mut trial)?;
    lay_down(of.drafts_mut(), signed, body, at)
}

/// Signs what was drafted.
///
/// # Errors
/// Those of [`take_up`], and those of the signed act, with the place in the draft.
pub fn sign<F, A: Drafted, B: DeserializeOwned>(
    signed: &'static str,
    effect: Effect<F, A, B>,
    facts: &F,
    of: &mut A,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let body: B = take_up(of.drafts_mut(), signed, at, plan)?;
    effect(facts, of, &body, at, plan).map_err(|refusal| match refusal {
        Refusal::Content(errors) => {
            let in_draft =
                |error: FieldError| FieldError { pointer: format!("/draft{}", error.pointer), ..error };
            Refusal::Content(errors.into_iter().map(in_draft).collect())
        }
        other => other,
    })
}

/// Lays a draft down in place of an earlier one of its kind, where its content was checked in another way.
///
/// # Errors
/// Only if the body cannot be written as JSON.
pub fn lay_down<B: Serialize>(
    drafts: &mut Drafts,
    signed: &'static str,
    body: &B,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let content = serde_json::to_value(body).map_err(|_| wrong("", "wrong_type"))?;
    let id = DraftId(at.ids.next());
    let draft = Draft { id, prepared_by: at.actor.user, prepared_on: at.on, content };
    drafts.insert(signed.to_owned(), draft);
    Ok(())
}

/// Takes the draft up to be signed; the plan then knows who prepared it.
///
/// # Errors
/// When there is none, it is of a later day, or an earlier version of this program wrote it: then it is drafted anew.
pub fn take_up<B: DeserializeOwned>(
    drafts: &mut Drafts,
    signed: &'static str,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<B, Refusal> {
    let draft = drafts.remove(signed).ok_or_else(|| {
        let unmet = Unmet::new("G-DRAFT", "none", "a draft prepared by another person");
        Refusal::NotAllowed(vec![unmet.with("doc", "-")])
    })?;
    if at.on < draft.prepared_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    plan.prepared_by = Some(draft.prepared_by);
    serde_json::from_value(draft.content).map_err(|_| wrong("/draft", "wrong_type"))
}

/// Which draft waits for a signature, by the name of the signed action, and who prepared it.
pub fn waiting(drafts: &Drafts, signed: &str) -> Option<(DraftId, UserId)> {
    drafts.get(signed).map(|draft| (draft.id, draft.prepared_by))
}

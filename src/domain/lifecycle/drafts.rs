//! Drafts of matters beside the cases: laid down by one person, signed by another. The guards G-DRAFT and G-FOUR-EYES look at them
//! through [`super::Subject::draft`]; what is signed is judged again at signing.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Context;
use super::plan::Plan;
use crate::domain::ids::DraftId;
use crate::domain::judgment::Draft;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// Drafts that wait for a signature, by the name of the signed action.
pub type Drafts = BTreeMap<String, Draft<serde_json::Value>>;

/// Lays a draft down in place of an earlier one of its kind.
///
/// # Errors
/// Only if the body cannot be written as JSON.
pub fn lay_down<B: Serialize>(
    drafts: &mut Drafts,
    signed: &'static str,
    body: &B,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let unwritable = |_| Refusal::Content(vec![FieldError::new("", "wrong_type")]);
    let content = serde_json::to_value(body).map_err(unwritable)?;
    let id = DraftId(at.ids.next());
    let draft = Draft { id, prepared_by: at.actor.user, prepared_on: at.on, content };
    drafts.insert(signed.to_owned(), draft);
    Ok(())
}

/// Takes the draft up to be signed.
///
/// # Errors
/// When there is none, it is of a later day, or an earlier version of this program wrote it.
pub fn take_up<B: DeserializeOwned>(
    drafts: &mut Drafts,
    signed: &'static str,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<B, Refusal> {
    let Some(draft) = drafts.remove(signed) else {
        let unmet = Unmet::new("G-DRAFT", "none", "a draft prepared by another person");
        return Err(Refusal::NotAllowed(vec![unmet.with("doc", "-")]));
    };
    if at.on < draft.prepared_on {
        return Err(FieldError::new("/effective_on", "contradicts").into());
    }
    plan.prepared_by = Some(draft.prepared_by);
    serde_json::from_value(draft.content)
        .map_err(|_| Refusal::Content(vec![FieldError::new("/draft", "wrong_type")]))
}

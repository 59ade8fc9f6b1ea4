//! Drafts of a received matter: laid down by one person, signed by another, tried before they are laid down.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::ids::DraftId;
use crate::domain::judgment::Draft;
use crate::domain::lifecycle::Context;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// The drafts of a matter, by the name of the signed action.
pub(super) type Drafts = BTreeMap<String, Draft<serde_json::Value>>;

/// Lays a draft down in place of an earlier one of its kind.
pub(super) fn lay<B: Serialize>(
    drafts: &mut Drafts,
    signed: &'static str,
    body: &B,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let content = serde_json::to_value(body).map_err(|_| FieldError::new("", "wrong_type"))?;
    let id = DraftId(at.ids.next());
    let draft = Draft { id, prepared_by: at.actor.user, prepared_on: at.on, content };
    drafts.insert(signed.to_owned(), draft);
    Ok(())
}

/// Takes a draft up to sign it.
pub(super) fn take<B: DeserializeOwned>(
    drafts: &mut Drafts,
    signed: &'static str,
    at: &Context<'_>,
) -> Result<(B, crate::domain::ids::UserId), Refusal> {
    let draft = drafts.remove(signed).ok_or_else(|| {
        Refusal::NotAllowed(vec![Unmet::new("G-DRAFT", "none", "a draft by another person").with("doc", "-")])
    })?;
    if at.on < draft.prepared_on {
        return Err(FieldError::new("/effective_on", "contradicts").into());
    }
    let body = serde_json::from_value(draft.content).map_err(|_| FieldError::new("/draft", "wrong_type"))?;
    Ok((body, draft.prepared_by))
}

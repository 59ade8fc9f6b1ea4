//! Drafts of requests and judgments: one effect for each signed act, tried when it is drafted and done when it is signed. The
//! guards of draft and signature are the engine's.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::ids::DraftId;
use crate::domain::judgment::{Draft, Judgment};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::wrong;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal, Unmet};
use crate::domain::request::Request;

/// What keeps drafts by the name of the signed action.
pub(super) trait Drafted: Clone {
    fn drafts(&mut self) -> &mut BTreeMap<String, Draft<Value>>;
}

impl Drafted for Request {
    fn drafts(&mut self) -> &mut BTreeMap<String, Draft<Value>> {
        &mut self.drafts
    }
}

impl Drafted for Judgment {
    fn drafts(&mut self) -> &mut BTreeMap<String, Draft<Value>> {
        &mut self.proposals
    }
}

/// What a signed act does with the content that was drafted for it.
pub(super) type Effect<F, A, B> = fn(&F, &mut A, &B, &Context<'_>, &mut Plan) -> Result<(), Refusal>;

/// Lays a draft down in place of an earlier one of its kind; what could not be signed today is refused today.
pub(super) fn propose<F, A: Drafted, B: Serialize>(
    signed: &'static str,
    effect: Effect<F, A, B>,
    body: &B,
    facts: &F,
    of: &mut A,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut trial = Plan::new("", "", signed, "", Vec::new());
    effect(facts, &mut of.clone(), body, at, &mut trial)?;
    let content = serde_json::to_value(body).map_err(|_| wrong("", "wrong_type"))?;
    let draft = Draft { id: DraftId(at.ids.next()), prepared_by: at.actor.user, prepared_on: at.on, content };
    of.drafts().insert(signed.to_owned(), draft);
    Ok(())
}

/// Signs what was drafted; its content is judged again, because the facts may have moved since.
pub(super) fn sign<F, A: Drafted, B: DeserializeOwned>(
    signed: &'static str,
    effect: Effect<F, A, B>,
    facts: &F,
    of: &mut A,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let draft = of.drafts().remove(signed).ok_or_else(|| {
        let unmet = Unmet::new("G-DRAFT", "none", "a draft prepared by another person");
        Refusal::NotAllowed(vec![unmet.with("doc", "-")])
    })?;
    if at.on < draft.prepared_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let body: B = serde_json::from_value(draft.content).map_err(|_| wrong("/draft", "wrong_type"))?;
    plan.prepared_by = Some(draft.prepared_by);
    effect(facts, of, &body, at, plan).map_err(|refusal| match refusal {
        Refusal::Content(errors) => {
            let in_draft =
                |error: FieldError| FieldError { pointer: format!("/draft{}", error.pointer), ..error };
            Refusal::Content(errors.into_iter().map(in_draft).collect())
        }
        other => other,
    })
}

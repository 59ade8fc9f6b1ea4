//! The public notice about a debtor without means: published, corrected, taken down (L106 38.2; ND152 23).

use super::bodies::{PublishDebtor, RemovePublication};
use crate::domain::case::Case;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::wrong;
use crate::domain::refusal::Refusal;

pub(super) fn publish(case: &mut Case, body: &PublishDebtor, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.sent_to_commune {
        return Err(wrong("/sent_to_commune", "required"));
    }
    if case.not_enforceable.as_ref().is_some_and(|decision| at.on < decision.decided_on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    case.publication.published_on = Some(at.on);
    Ok(())
}

/// The three working days run from the day the change is known (ND152 23.2).
pub(super) fn change_known(case: &mut Case, at: &Context<'_>) -> Result<(), Refusal> {
    if case.publication.published_on.is_some_and(|published| at.on < published) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    case.publication.change_known_on = Some(at.on);
    Ok(())
}

pub(super) fn correct(case: &mut Case, body: &PublishDebtor, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.sent_to_commune {
        return Err(wrong("/sent_to_commune", "required"));
    }
    if case.publication.change_known_on.is_some_and(|known| at.on < known) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    case.publication.change_known_on = None;
    Ok(())
}

pub(super) fn remove(case: &mut Case, body: &RemovePublication, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.sent_to_commune {
        return Err(wrong("/sent_to_commune", "required"));
    }
    if case.publication.published_on.is_some_and(|published| at.on < published) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let publication = &mut case.publication;
    publication.published_on = None;
    publication.to_remove = false;
    publication.change_known_on = None;
    publication.removed_on = Some(at.on);
    publication.commune_removed_on = None;
    Ok(())
}

pub(super) fn commune_removed(case: &mut Case, at: &Context<'_>) -> Result<(), Refusal> {
    if case.publication.removed_on.is_some_and(|removed| at.on < removed) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    case.publication.commune_removed_on = Some(at.on);
    Ok(())
}

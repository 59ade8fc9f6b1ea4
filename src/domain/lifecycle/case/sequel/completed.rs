//! The missing facts of a case taken over, as they are found. No clock starts by itself: the officer goes on from here.

use chrono::NaiveDate;

use super::CompleteImport;
use crate::domain::case::{Case, Imported, ReviewPoint, Verification, VerificationKind};
use crate::domain::lifecycle::Context;
use crate::domain::refusal::{FieldError, Refusal};

/// Writes what is told into the case; each fact must be one that is missing.
pub(super) fn complete(case: &mut Case, body: &CompleteImport, at: &Context<'_>) -> Result<(), Refusal> {
    let Some(mut imported) = case.imported.clone() else { return Err(Refusal::Content(Vec::new())) };
    let mut errors = Vec::new();
    let told = [
        ("not_enforceable_on", body.not_enforceable_on),
        ("last_verified_on", body.last_verified_on),
        ("requested_on", body.requested_on),
        ("first_decision_on", body.first_decision_on),
        ("hold_from", body.hold_from),
    ];
    for (name, on) in told {
        if let Some(on) = on {
            errors.extend(found(&mut imported, name, &format!("/{name}"), on, at).err());
        }
    }
    for (index, notice) in body.notices.iter().enumerate() {
        let here = format!("/notices/{index}");
        if notice.on < case.decided_on {
            errors.push(FieldError::new(format!("{here}/on"), "contradicts"));
        }
        let name = format!("notified_on:{}", notice.debtor);
        errors.extend(found(&mut imported, &name, &here, notice.on, at).err());
        if let Some(track) = case.debtor_mut(notice.debtor) {
            track.notified_on = Some(notice.on);
        }
    }
    if errors.is_empty() && body.notices.is_empty() && told.iter().all(|(_, on)| on.is_none()) {
        errors.push(FieldError::new("", "required"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if let (Some(on), Some(decision)) = (body.not_enforceable_on, case.not_enforceable.as_mut()) {
        decision.decided_on = on;
    }
    if let Some(from) = body.hold_from {
        // A day that was missing was taken to be the day of the take-over.
        for hold in case.holds.iter_mut().filter(|hold| hold.from == imported.on) {
            hold.from = from;
        }
        if case.standstill.since.is_some() {
            case.standstill.since = case.live_holds().map(|hold| hold.from).min();
        }
    }
    if let Some(on) = body.last_verified_on {
        case.verifications.push(Verification {
            kind: VerificationKind::Periodic,
            on,
            confirmed_by: None,
            shows_ability: Some(false),
        });
    }
    imported.requested_on = imported.requested_on.or(body.requested_on);
    imported.first_decision_on = imported.first_decision_on.or(body.first_decision_on);
    if imported.missing.is_empty() {
        imported.review.retain(|point| *point != ReviewPoint::MissingFacts);
    }
    case.imported = Some(imported);
    Ok(())
}

/// The fact is missing no longer.
fn found(
    imported: &mut Imported,
    name: &str,
    pointer: &str,
    on: NaiveDate,
    at: &Context<'_>,
) -> Result<(), FieldError> {
    if on > at.on {
        return Err(FieldError::new(pointer, "date_in_future"));
    }
    let before = imported.missing.len();
    imported.missing.retain(|missing| missing != name);
    if imported.missing.len() == before {
        return Err(FieldError::new(pointer, "duplicate"));
    }
    Ok(())
}

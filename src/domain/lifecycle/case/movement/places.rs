//! Where a case may be entrusted to: which agency, in which order, and what must be done here first (L106 49.1; ND152 26).

use super::{Candidate, Place, ProposeEntrustment};
use crate::domain::case::{Agency, HoldGround};
use crate::domain::claim::ClaimKind;
use crate::domain::ids::AssetId;
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, Named};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

/// What an entrustment names: every item, because what leaves is looked at item by item.
pub(super) fn named(body: &ProposeEntrustment) -> Named {
    let candidates = body.candidates.iter().map(|candidate| candidate.agency.clone());
    let agencies = candidates.chain([body.receiver.clone()]).collect();
    Named { all_items: true, agencies, ..Named::default() }
}

/// An office of this system, or a code of the register.
pub(crate) fn known(facts_know: bool, agency: &Agency, at: &Context<'_>) -> bool {
    match agency {
        Agency::Office(_) => facts_know,
        Agency::Code(code) => {
            let register = at.law.reference("agencies").and_then(|file| file.get("agency"));
            let mut entries = register.and_then(serde_json::Value::as_array).into_iter().flatten();
            entries.any(|entry| entry.get("code").and_then(serde_json::Value::as_str) == Some(code))
        }
    }
}

/// The receiver is an agency, and another one than this (L106 32.2, 49.1).
pub(super) fn check_agency(
    facts: &CaseFacts,
    agency: &Agency,
    pointer: &str,
    at: &Context<'_>,
) -> Option<FieldError> {
    let here = match agency {
        Agency::Office(id) => facts.agencies.contains_key(id),
        Agency::Code(_) => false,
    };
    if !known(here, agency, at) {
        return Some(FieldError::new(pointer, "not_in_list"));
    }
    let own = match agency {
        Agency::Office(id) => *id == facts.case.office,
        Agency::Code(code) => facts.agencies.get(&facts.case.office) == Some(code),
    };
    own.then(|| FieldError::new(pointer, "G-UT-PROV"))
}

/// Everything that the law asks of where an entrustment goes and when. `at_path` is where the body stands.
pub(super) fn check(
    facts: &CaseFacts,
    body: &ProposeEntrustment,
    items: &[&Obligation],
    at_path: &str,
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let path = |field: &str| format!("{at_path}/{field}");
    let mut errors = Vec::new();
    errors.extend(check_agency(facts, &body.receiver, &path("receiver"), at));
    for (index, candidate) in body.candidates.iter().enumerate() {
        let here = path(&format!("candidates/{index}/agency"));
        errors.extend(check_agency(facts, &candidate.agency, &here, at).filter(|e| e.code == "not_in_list"));
    }
    if body.in_account {
        errors.push(FieldError::new(path("in_account"), "G-UT-ACCOUNT"));
    }
    let fits = match body.place {
        Place::Collateral => items.iter().all(|item| item.secured),
        Place::Exhibits => items.iter().all(|item| item.kind == ClaimKind::Confiscation),
        Place::Assets | Place::Work | Place::Residence | Place::Seat => true,
    };
    if !fits {
        errors.push(FieldError::new(path("place"), "contradicts"));
    }
    if !matches!(body.place, Place::Collateral | Place::Exhibits) {
        errors.extend(local_assets(facts, &path("place")));
    }
    if !in_order(body, items)? {
        errors.push(FieldError::new(path("receiver"), "G-UT-ORDER"));
    }
    errors.extend(measure(facts, body, &path("measure_kind"), at)?);
    Ok(errors)
}

/// Assets held, seized or attached here come first; one whose ownership is before a court does not stand in the way (L106
/// 49.1.a; ND152 26.1).
fn local_assets(facts: &CaseFacts, pointer: &str) -> Option<FieldError> {
    let held = facts.assets.iter().filter(|asset| asset.under_seizure && !disputed(facts, asset.id));
    let names: Vec<&str> = held.map(|asset| asset.name.as_str()).collect();
    (!names.is_empty()).then(|| FieldError::new(pointer, "G-UT-LOCAL").with("assets", names.join("; ")))
}

/// A court accepted a dispute over this asset.
pub(super) fn disputed(facts: &CaseFacts, asset: AssetId) -> bool {
    let mut holds = facts.case.live_holds();
    holds.any(|hold| hold.ground == HoldGround::OwnershipDispute && hold.scope.assets.contains(&asset))
}

/// What the parties agreed; else a place with enough; else the place with most (ND152 26.2).
fn in_order(body: &ProposeEntrustment, items: &[&Obligation]) -> Result<bool, Refusal> {
    if body.candidates.is_empty() || body.parties_agreed {
        return Ok(true);
    }
    let Some(there) = body.candidates.iter().find(|candidate| candidate.agency == body.receiver) else {
        return Ok(false);
    };
    let owed = left(items)?;
    let enough = |candidate: &&Candidate| candidate.estimated >= owed;
    if body.candidates.iter().any(|candidate| enough(&candidate)) {
        return Ok(enough(&there));
    }
    Ok(body.candidates.iter().all(|candidate| candidate.estimated <= there.estimated))
}

/// Only the kinds of the closed list may be entrusted (ND152 26.7).
fn measure(
    facts: &CaseFacts,
    body: &ProposeEntrustment,
    pointer: &str,
    at: &Context<'_>,
) -> Result<Option<FieldError>, Refusal> {
    if !facts.case.provisional_measure {
        return Ok(body.measure_kind.as_ref().map(|_| FieldError::new(pointer, "contradicts")));
    }
    let listed = at.law.list("entrust.measure_kinds", at.on)?;
    let may = body.measure_kind.as_ref().is_some_and(|kind| listed.contains(kind));
    Ok((!may).then(|| FieldError::new(pointer, "G-UT-KCTT").with("list", listed.join(", "))))
}

/// What is still owed on these items.
pub(super) fn left(items: &[&Obligation]) -> Result<Dong, Refusal> {
    Dong::sum(items.iter().map(|item| item.amount.saturating_minus(item.paid)))
        .map_err(|_| FieldError::new("/items", "amount_out_of_range").into())
}

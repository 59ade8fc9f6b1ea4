//! Transfer of rights and duties (chuyển giao quyền, nghĩa vụ; L106 41; ND152 25). The case and its number stay; the person changes.

use std::collections::BTreeSet;

use serde_json::json;

use super::{AnnounceCreditorDeath, FixTermAfterDeath, ProposeTransfer};
use crate::domain::case::{
    Case, FixedFor, FixedTerm, Gives, HeirNotice, TrackEnd, Transfer, TransferBasis, TransferSide,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::judgment::{Obligation, ObligationStatus};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::papers::use_paper;
use crate::domain::lifecycle::case::{CaseFacts, issue, record};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::refusal::{FieldError, Refusal};

/// T-CG-01: website and posting; from then on proof of heirs is awaited for thirty days (ND152 25.1).
pub(super) fn announce(
    facts: &CaseFacts,
    case: &mut Case,
    body: &AnnounceCreditorDeath,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !facts.parties.contains(&body.creditor) {
        errors.push(FieldError::new("/creditor", "not_a_party"));
    }
    let item = facts.items.iter().find(|item| item.id == body.item && item.case == Some(case.id));
    match item {
        None => errors.push(FieldError::new("/item", "not_in_list")),
        Some(item) if item.creditor != Some(body.creditor) => {
            errors.push(FieldError::new("/item", "contradicts"));
        }
        Some(_) => {}
    }
    if body.died_on > at.on {
        errors.push(FieldError::new("/died_on", "contradicts"));
    }
    if !body.transferable {
        // A right that does not pass on ends with its holder: termination, not a search for heirs (L106 48.1).
        errors.push(FieldError::new("/transferable", "G-CG-NONE"));
    }
    if !body.posted_at_commune {
        errors.push(FieldError::new("/posted_at_commune", "required"));
    }
    if case.movement.heir_notices.iter().any(|notice| notice.creditor == body.creditor) {
        errors.push(FieldError::new("/creditor", "duplicate"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "website": body.website, "creditor": body.creditor });
    record(case, DocumentKind::HeirNotice, content, at, plan);
    let until = plan.must_open(at, "heir_notice", at.on, Some(body.creditor.0))?;
    case.movement.heir_notices.push(HeirNotice {
        creditor: body.creditor,
        on: at.on,
        until,
        transferred_on: None,
    });
    Ok(())
}

/// T-CG-02.
pub(super) fn pass(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeTransfer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = allowed(case, body);
    errors.extend(passing(facts, case, body));
    match use_paper(case, body.paper, |gives| gives == Gives::Transfer, at, plan) {
        // Whoever took over before the decision simply is the party (ND152 25.5).
        Ok(paper) if paper.dated_on < case.decided_on => {
            errors.push(FieldError::new("/paper", "G-CG-NONE"));
        }
        Ok(_) => {}
        Err(Refusal::Content(more)) => errors.extend(more),
        Err(other) => return Err(other),
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let to: BTreeSet<PartyId> = body.passing.iter().map(|passing| passing.to).collect();
    let content = json!({
        "basis": body.basis, "side": body.side, "from": body.from, "to": to, "items": body.passing.len(),
    });
    let decision = issue(case, DocumentKind::TransferDecision, content, at, plan);
    for passing in &body.passing {
        let (creditor, debtor) = match body.side {
            TransferSide::Right => (Some(passing.to), None),
            TransferSide::Duty => (None, Some(passing.to)),
        };
        plan.items.push(ItemChange {
            obligation: passing.item,
            status: None,
            reduced_by: None,
            raised_by: None,
            creditor,
            debtor,
            leaves_case: false,
            interest_asked_on: None,
        });
    }
    match body.side {
        TransferSide::Duty => move_debtor(facts, case, body, &to),
        TransferSide::Right => {
            let notices = case.movement.heir_notices.iter_mut();
            for notice in notices.filter(|n| n.creditor == body.from && n.transferred_on.is_none()) {
                notice.transferred_on = Some(at.on);
                plan.close("heir_notice", Some(body.from.0));
            }
        }
    }
    case.movement.transfers.push(Transfer {
        decision,
        basis: body.basis,
        side: body.side,
        from: body.from,
        to: to.into_iter().collect(),
        count: body.passing.len(),
        on: at.on,
    });
    Ok(())
}

/// What the law asks of the ground, and where it wants no decision at all (G-CG, G-CG-NONE).
fn allowed(case: &Case, body: &ProposeTransfer) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if body.basis == TransferBasis::Agreement {
        if !body.signed_by_both {
            errors.push(FieldError::new("/signed_by_both", "G-CG"));
        }
        if body.side == TransferSide::Duty && !body.creditor_consents {
            errors.push(FieldError::new("/creditor_consents", "G-CG"));
        }
    }
    // A dead debtor's estate is processed, or its holder delivers: no decision (ND152 25.2–25.3).
    let debtor_dead = case.movement.fixed_terms.iter().any(|term| term.debtor == body.from);
    if body.side == TransferSide::Duty && (body.basis == TransferBasis::Inheritance || debtor_dead) {
        errors.push(FieldError::new("/basis", "G-CG-NONE"));
    }
    // Heirs of a creditor are looked for by a public notice first (ND152 25.1).
    let announced = case.movement.heir_notices.iter().any(|notice| notice.creditor == body.from);
    if body.side == TransferSide::Right && body.basis == TransferBasis::Inheritance && !announced {
        errors.push(FieldError::new("/from", "G-CG"));
    }
    errors
}

/// Each item is the giver's, may pass on, and passes once to somebody else of the judgment.
fn passing(facts: &CaseFacts, case: &Case, body: &ProposeTransfer) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !facts.parties.contains(&body.from) {
        errors.push(FieldError::new("/from", "not_a_party"));
    }
    let mut seen = BTreeSet::new();
    for (index, passing) in body.passing.iter().enumerate() {
        let here = format!("/passing/{index}");
        if !seen.insert(passing.item) {
            errors.push(FieldError::new(format!("{here}/item"), "duplicate"));
        }
        if !facts.parties.contains(&passing.to) {
            errors.push(FieldError::new(format!("{here}/to"), "not_a_party"));
        }
        let found = facts.items.iter().find(|item| item.id == passing.item && item.case == Some(case.id));
        let Some(item) = found.filter(|item| !is_over(item)) else {
            errors.push(FieldError::new(format!("{here}/item"), "not_in_list"));
            continue;
        };
        let (side, other) = match body.side {
            TransferSide::Right => (item.creditor, Some(item.debtor)),
            TransferSide::Duty => (Some(item.debtor), item.creditor),
        };
        if side != Some(body.from) {
            errors.push(FieldError::new(format!("{here}/item"), "contradicts"));
        }
        if passing.to == body.from || other == Some(passing.to) {
            errors.push(FieldError::new(format!("{here}/to"), "contradicts"));
        }
        if item.personal {
            errors.push(FieldError::new(format!("{here}/item"), "G-CG"));
        }
    }
    errors
}

fn is_over(item: &Obligation) -> bool {
    matches!(item.status, ObligationStatus::Done | ObligationStatus::Terminated | ObligationStatus::Exempted)
}

/// The new debtors step in; the old one goes when nothing of his is left here.
fn move_debtor(facts: &CaseFacts, case: &mut Case, body: &ProposeTransfer, to: &BTreeSet<PartyId>) {
    for party in to {
        case.succeed(body.from, *party, facts.budget_funded.contains(party));
    }
    let passed = |item: &&Obligation| body.passing.iter().any(|passing| passing.item == item.id);
    let here = facts.items.iter().filter(|item| item.case == Some(case.id) && !is_over(item));
    if !here.filter(|item| !passed(item)).any(|item| item.debtor == body.from) {
        case.leave_tracks(&[body.from], TrackEnd::Transferred);
    }
}

/// T-CG-03: thirty days for whoever holds the thing, or for the heirs (ND152 25.2–25.3).
pub(super) fn fix_term(
    case: &mut Case,
    body: &FixTermAfterDeath,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    match case.debtor(body.debtor) {
        None => errors.push(FieldError::new("/debtor", "not_a_party")),
        Some(track) if track.ended.is_some() => errors.push(FieldError::new("/debtor", "contradicts")),
        Some(_) => {}
    }
    if body.died_on > body.notified_on {
        errors.push(FieldError::new("/died_on", "contradicts"));
    }
    if body.notified_on > at.on || body.notified_on < case.decided_on {
        errors.push(FieldError::new("/notified_on", "contradicts"));
    }
    let again = |term: &FixedTerm| term.debtor == body.debtor && term.whom == body.whom;
    if case.movement.fixed_terms.iter().any(again) {
        errors.push(FieldError::new("/whom", "duplicate"));
    }
    match (body.whom, body.paper) {
        (FixedFor::Heirs, None) => errors.push(FieldError::new("/paper", "required")),
        (FixedFor::Holder, Some(_)) => errors.push(FieldError::new("/paper", "contradicts")),
        (FixedFor::Heirs, Some(paper)) => {
            match use_paper(case, paper, |gives| gives == Gives::Transfer, at, plan) {
                Ok(_) => {}
                Err(Refusal::Content(more)) => errors.extend(more),
                Err(other) => return Err(other),
            }
        }
        (FixedFor::Holder, None) => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "debtor": body.debtor, "whom": body.whom, "notified_on": body.notified_on });
    record(case, DocumentKind::TermAfterDeathNotice, content, at, plan);
    let until = plan.must_open(at, body.whom.clock(), body.notified_on, Some(body.debtor.0))?;
    case.movement.fixed_terms.push(FixedTerm {
        debtor: body.debtor,
        whom: body.whom,
        on: body.notified_on,
        until,
    });
    Ok(())
}

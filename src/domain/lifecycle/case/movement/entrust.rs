//! Entrusting a case or some of its items to another agency: the decision, the recall that goes with it, and what leaves the
//! book (L106 49, 52.1.d; ND152 26). Measures in force stay until the receiver replaces them (L106 49.2).

use std::collections::BTreeSet;

use serde_json::json;

use super::places::{check, left};
use super::{ForwardJudgment, ProposeEntrustment, ProposePartEntrustment, RecordEntrustmentReturn};
use crate::domain::case::{Case, EntrustedOut, Gives, RemovalReason, TrackEnd};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{ObligationId, PartyId};
use crate::domain::judgment::{Obligation, ObligationStatus};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::papers::use_paper;
use crate::domain::lifecycle::case::{CaseFacts, issue, record, wrong};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::refusal::{FieldError, Refusal};

/// The items that are still to be performed.
fn live(facts: &CaseFacts) -> Vec<&Obligation> {
    let over = |item: &Obligation| {
        matches!(
            item.status,
            ObligationStatus::Done
                | ObligationStatus::Terminated
                | ObligationStatus::Exempted
                | ObligationStatus::Entrusted
        )
    };
    facts.items.iter().filter(|item| item.case == Some(facts.case.id) && !over(item)).collect()
}

/// T-UT-01, T-UT-04: everything that is left goes, and the case leaves the book.
pub(super) fn whole(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeEntrustment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let items = live(facts);
    let errors = check(facts, body, &items, "", at)?;
    send(case, body, &items, &[], "", errors, at, plan)?;
    if case.publication.published_on.is_some() && !case.publication.to_remove {
        plan.open(at, "unpublish", at.on, None);
        case.publication.to_remove = true;
    }
    case.drafts.clear();
    case.remove(RemovalReason::EntrustedOut, at.on);
    Ok(())
}

/// T-UT-02: some items go; a debtor of whom nothing is left here goes with them.
pub(super) fn part(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposePartEntrustment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let all = live(facts);
    let named: BTreeSet<ObligationId> = body.items.iter().copied().collect();
    let mut errors = Vec::new();
    for (index, id) in body.items.iter().enumerate() {
        if !all.iter().any(|item| item.id == *id) {
            errors.push(FieldError::new(format!("/items/{index}"), "not_in_list"));
        }
    }
    if named.len() < body.items.len() {
        errors.push(FieldError::new("/items", "duplicate"));
    }
    let (going, staying): (Vec<&Obligation>, Vec<&Obligation>) =
        all.iter().partition(|item| named.contains(&item.id));
    if staying.is_empty() {
        // All that is left is the whole: that is another act with another end.
        errors.push(FieldError::new("/items", "contradicts"));
    }
    if going.iter().any(|item| item.joint) && staying.iter().any(|item| item.joint) {
        errors.push(FieldError::new("/items", "G-UT-JOINT"));
    }
    errors.extend(check(facts, &body.entrustment, &going, "/entrustment", at)?);
    send(case, &body.entrustment, &going, &body.items, "/entrustment", errors, at, plan)?;
    let here: BTreeSet<PartyId> = staying.iter().map(|item| item.debtor).collect();
    let gone: Vec<PartyId> =
        going.iter().map(|item| item.debtor).filter(|debtor| !here.contains(debtor)).collect();
    case.amount_due = case.amount_due.saturating_minus(left(&going)?);
    case.leave_tracks(&gone, TrackEnd::Entrusted);
    Ok(())
}

/// Decision, recall, notices to prisons; the items leave.
#[allow(
    clippy::too_many_arguments,
    reason = "the body, what goes, and what was found wrong so far belong together"
)]
fn send(
    case: &mut Case,
    body: &ProposeEntrustment,
    items: &[&Obligation],
    named: &[ObligationId],
    at_path: &str,
    mut errors: Vec<FieldError>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let used = use_paper(case, body.paper, |gives| gives == Gives::Entrust, at, plan);
    if let Err(refusal) = used {
        let Refusal::Content(more) = refusal else { return Err(refusal) };
        errors.extend(more.into_iter().map(|error| FieldError {
            pointer: format!("{}{}", if error.pointer == "/paper" { at_path } else { "" }, error.pointer),
            ..error
        }));
    }
    if items.is_empty() {
        errors.push(FieldError::new(format!("{at_path}/place"), "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let amount = left(items)?;
    let content = json!({
        "receiver": body.receiver, "place": body.place, "items": items.len(), "amount": amount,
        "performed": case.amount_paid, "progress": body.progress, "measure_kind": body.measure_kind,
    });
    let decision = issue(case, DocumentKind::EntrustmentDecision, content, at, plan);
    let scope = if named.is_empty() { "whole" } else { "part" };
    let content = json!({ "ground": "RC-D", "scope": scope, "items": items.len(), "entrustment": decision });
    let recall = issue(case, DocumentKind::EntrustmentRecall, content, at, plan);
    for prison in &body.prisons {
        let content = json!({ "prison": prison, "entrustment": decision });
        record(case, DocumentKind::PrisonNotice, content, at, plan);
    }
    plan.items.extend(items.iter().map(|item| ItemChange {
        leaves_case: true,
        ..ItemChange::status(item.id, ObligationStatus::Entrusted)
    }));
    case.movement.entrusted_out.push(EntrustedOut {
        decision,
        recall,
        receiver: body.receiver.clone(),
        items: named.to_vec(),
        count: items.len(),
        paper: body.paper,
        on: at.on,
        prisons: body.prisons.clone(),
        returned_on: None,
    });
    Ok(())
}

/// The receiver refused (ND152 26.5): the items may be decided upon here again.
pub(super) fn come_back(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordEntrustmentReturn,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let judgment = case.judgment;
    let mut errors = Vec::new();
    let mut sent = case.movement.entrusted_out.iter_mut();
    match sent.find(|out| out.decision == body.decision && out.returned_on.is_none()) {
        None => errors.push(FieldError::new("/decision", "not_in_list")),
        Some(out) if at.on < out.on => errors.push(FieldError::new("/effective_on", "contradicts")),
        Some(out) => {
            if body.items.len() != out.count || (!out.items.is_empty() && !same(&out.items, &body.items)) {
                errors.push(FieldError::new("/items", "contradicts"));
            }
            out.returned_on = Some(at.on);
        }
    }
    for (index, id) in body.items.iter().enumerate() {
        let item = facts.items.iter().find(|item| item.id == *id && item.judgment == judgment);
        match item.filter(|item| item.status == ObligationStatus::Entrusted && item.case.is_none()) {
            None => errors.push(FieldError::new(format!("/items/{index}"), "not_in_list")),
            Some(item) => {
                let status =
                    if item.paid.is_zero() { ObligationStatus::Open } else { ObligationStatus::Partial };
                plan.items.push(ItemChange::status(item.id, status));
            }
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

fn same(one: &[ObligationId], other: &[ObligationId]) -> bool {
    one.iter().collect::<BTreeSet<_>>() == other.iter().collect::<BTreeSet<_>>()
}

/// T-UT-05: a later judgment goes to whoever enforces now (ND152 26.8).
pub(super) fn forward(
    case: &mut Case,
    body: &ForwardJudgment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut sent = case.movement.entrusted_out.iter();
    let out = sent.find(|out| out.decision == body.decision && out.returned_on.is_none());
    let Some(receiver) = out.map(|out| out.receiver.clone()) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    let paper = use_paper(case, body.paper, |gives| gives == Gives::ForwardJudgment, at, plan)?;
    let content = json!({ "receiver": receiver, "entrustment": body.decision, "judgment": paper.content });
    record(case, DocumentKind::EntrustmentLetter, content, at, plan);
    Ok(())
}

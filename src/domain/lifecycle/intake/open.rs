//! Opening a case: what a proactive and an on-request decision have in common. One decision for each debtor, unless an exception
//! is named (ND152 8.1, 11.1).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::domain::case::{Case, DecisionRef, NewCase, Track};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{CaseId, DecisionId, ObligationId, OfficeId, PartyId, RequestId, UserId};
use crate::domain::judgment::{GroupRule, Judgment, Mode, Obligation, ObligationStatus};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

/// Wrong places in a proposed grouping of items.
pub(crate) fn check_group(
    items: &[&Obligation],
    rule: GroupRule,
    mode: Mode,
    at: &Context<'_>,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if items.is_empty() {
        errors.push(FieldError::new("/obligations", "required"));
    }
    for (index, item) in items.iter().enumerate() {
        let here = format!("/obligations/{index}");
        if item.mode != mode {
            let code = if mode == Mode::Proactive { "G-PROACTIVE" } else { "G-REQ-NOTPRO" };
            errors.push(FieldError::new(here.clone(), code).with("list", item.id.to_string()));
        }
        // What another agency enforces by entrustment is decided there (L106 49.2).
        if item.case.is_some() || item.status == ObligationStatus::Entrusted {
            errors.push(FieldError::new(here.clone(), "G-REQ-DUP").with("no", "-").with("date", "-"));
        }
        if let Some(due) = item.due_on.filter(|due| *due > at.on) {
            errors.push(FieldError::new(here, "G-DUE").with("date", due.to_string()));
        }
    }
    let debtors: BTreeSet<PartyId> = items.iter().map(|item| item.debtor).collect();
    let recipients: BTreeSet<Option<PartyId>> = items.iter().map(|item| item.creditor).collect();
    let fits = match rule {
        GroupRule::PerDebtor => debtors.len() <= 1,
        GroupRule::PerRecipient => recipients.len() <= 1,
        GroupRule::Joint => items.iter().all(|item| item.joint),
        GroupRule::CommonAsset => true,
    };
    if !fits {
        errors.push(FieldError::new("/rule", "G-GROUP"));
    }
    errors
}

/// The items by their identifiers; an unknown one is a wrong field with the given code.
pub(crate) fn named<'a>(
    items: &'a [Obligation],
    ids: &[ObligationId],
    code: &'static str,
) -> Result<Vec<&'a Obligation>, Refusal> {
    let by_id: BTreeMap<_, _> = items.iter().map(|item| (item.id, item)).collect();
    let mut errors = Vec::new();
    let mut found = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        match by_id.get(id) {
            Some(item) => found.push(*item),
            None => errors
                .push(FieldError::new(format!("/obligations/{index}"), code).with("list", id.to_string())),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors.into()) }
}

/// Who the case belongs to and who opens it.
pub(crate) struct Opening {
    pub office: OfficeId,
    pub request: Option<RequestId>,
    pub mode: Mode,
    pub prepared_by: UserId,
    pub budget_funded: BTreeSet<PartyId>,
}

/// Signs the enforcement decision and opens its case.
pub(crate) fn open_case(
    judgment: &Judgment,
    items: &[&Obligation],
    opening: Opening,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<CaseId, Refusal> {
    let kind = match opening.mode {
        Mode::Proactive => DocumentKind::ProactiveDecision,
        Mode::OnRequest => DocumentKind::OnRequestDecision,
    };
    let content = json!({ "judgment": judgment.number, "obligations": items.len() });
    let decision = plan.issue(at, kind, Some(opening.prepared_by), content);
    plan.open(at, "assign_officer", at.on, None);
    let amount_due = Dong::sum(items.iter().map(|item| item.amount.saturating_minus(item.paid)))
        .map_err(|_| Refusal::Content(vec![FieldError::new("/obligations", "amount_out_of_range")]))?;
    let debtors: BTreeSet<PartyId> = items.iter().map(|item| item.debtor).collect();
    let mut case = Case::open(NewCase {
        id: CaseId(at.ids.next()),
        office: opening.office,
        judgment: judgment.id,
        request: opening.request,
        mode: opening.mode,
        track: Track::Standard,
        provisional_measure: false,
        decided_on: at.on,
        debtors: debtors.into_iter().map(|party| (party, opening.budget_funded.contains(&party))).collect(),
        personal_duty: items.iter().any(|item| item.personal),
        amount_due,
        decision: DecisionRef {
            id: DecisionId(decision),
            kind,
            number: String::new(),
            signed_on: at.on,
            sent_to_procuracy_on: None,
        },
    });
    case.duties = items.iter().filter(|item| item.duty.is_some()).map(|item| item.id).collect();
    let id = case.id;
    plan.covers = items.iter().map(|item| item.id).collect();
    plan.changes.push(Change::Case(Box::new(case)));
    Ok(id)
}

//! Opening a case: what every enforcement decision has in common, whatever it came of. Which items go into it is asked in
//! [`super::group`].

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::domain::case::{Case, DecisionRef, NewCase, Origin, OriginKind, Track};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{
    CaseId, DecisionId, JudgmentId, ObligationId, OfficeId, PartyId, RequestId, UserId,
};
use crate::domain::judgment::{Mode, Obligation, ObligationStatus, Pronounced};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Change, ItemChange, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

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

/// Who the new case belongs to, what it came of and how it is enforced. What is not set is as for a first decision.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    /// The agency.
    pub office: OfficeId,
    /// The judgment.
    pub judgment: JudgmentId,
    /// The request it came of.
    pub request: Option<RequestId>,
    /// Proactive or on request.
    pub mode: Mode,
    /// Who prepared the decision.
    pub prepared_by: Option<UserId>,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
    /// How it is enforced.
    pub track: Track,
    /// It enforces a provisional urgent measure: the parties are told within hours, not days (L106 62.1).
    pub provisional_measure: bool,
    /// What it came of, beside a first decision.
    pub origin: Option<Origin>,
    /// What more the decision says.
    pub content: Value,
}

impl Opening {
    /// An ordinary case.
    pub(crate) fn new(office: OfficeId, judgment: JudgmentId, mode: Mode) -> Opening {
        Opening {
            office,
            judgment,
            request: None,
            mode,
            prepared_by: None,
            budget_funded: BTreeSet::new(),
            track: Track::Standard,
            provisional_measure: false,
            origin: None,
            content: json!({}),
        }
    }
}

/// Signs the enforcement decision and opens its case.
pub(crate) fn open_case(
    items: &[&Obligation],
    opening: Opening,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<CaseId, Refusal> {
    let kind = match opening.mode {
        Mode::Proactive => DocumentKind::ProactiveDecision,
        Mode::OnRequest => DocumentKind::OnRequestDecision,
    };
    let owed = items.iter().map(|item| item.outstanding());
    let amount_due = Dong::sum(owed)
        .map_err(|_| Refusal::Content(vec![FieldError::new("/obligations", "amount_out_of_range")]))?;
    let content = json!({
        "judgment": opening.judgment, "obligations": items.len(), "amount": amount_due,
        "origin": opening.origin, "more": opening.content,
    });
    let decision = plan.record(at, kind, opening.prepared_by, content);
    let id = CaseId(at.ids.next());
    // Where the acting aggregate is another case, the decision and its clocks are the new one's.
    plan.belongs.insert(decision, id);
    if !opening.provisional_measure {
        plan.open(at, "notify", at.on, Some(decision));
    }
    plan.open(at, "send_vks", at.on, Some(decision));
    plan.open(at, "assign_officer", at.on, Some(decision));
    let debtors: BTreeSet<PartyId> = items.iter().map(|item| item.debtor).collect();
    let mut case = Case::open(NewCase {
        id,
        office: opening.office,
        judgment: opening.judgment,
        request: opening.request,
        mode: opening.mode,
        track: opening.track,
        provisional_measure: opening.provisional_measure,
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
    case.special.after_time_bar =
        opening.origin.as_ref().is_some_and(|one| one.kind == OriginKind::LatePayment);
    case.origin = opening.origin;
    case.duties = items.iter().filter(|item| item.duty.is_some()).map(|item| item.id).collect();
    plan.covers = items.iter().map(|item| item.id).collect();
    plan.changes.push(Change::Case(Box::new(case)));
    Ok(id)
}

/// The part of an item that is paid of one's own accord: an item of its own, so that the rest stays as it was (ND152 10.3,
/// 11.1.b). The item itself when nothing is left of it.
pub(super) fn part(
    item: &Obligation,
    amount: Dong,
    pointer: &str,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<Obligation, Refusal> {
    if amount.is_zero() || amount > item.outstanding() {
        return Err(FieldError::new(pointer, "amount_out_of_range").into());
    }
    if amount == item.outstanding() {
        return Ok(item.clone());
    }
    let part = Obligation {
        id: ObligationId(at.ids.next()),
        case: None,
        amount,
        paid: Dong::ZERO,
        status: ObligationStatus::Open,
        more: Pronounced { part_of: Some(item.id), ..item.more.clone() },
        ..item.clone()
    };
    plan.parts.push(part.clone());
    plan.items.push(ItemChange {
        obligation: item.id,
        status: None,
        reduced_by: Some(amount),
        raised_by: None,
        creditor: None,
        debtor: None,
        leaves_case: false,
        interest_asked_on: None,
    });
    Ok(part)
}

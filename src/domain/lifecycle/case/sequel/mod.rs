//! What belongs to the opening of a case and comes later: a new level of alimony (T-DE-20), the notice of a payment after the
//! time-bar (T-DE-07), the missing facts of a case taken over (T-IMPORT-R).

mod bodies;
mod completed;

pub use bodies::*;

use serde_json::json;

use super::guards::NO_MONEY_LEFT;
use super::{CaseFacts, Named, OPEN, Phase, propose, sign, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{
    Case, LatePaymentClosed, LatePaymentNotice, Origin, OriginKind, RecallGround, RemovalReason,
};
use crate::domain::claim::ClaimKind;
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::judgment::{Mode, Obligation};
use crate::domain::lifecycle::intake::{Opening, open_case};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

const OFFICER: &[Who] = &[Who::AssignedOfficer];

/// The case came of a payment after the time-bar.
const LATE_PAID: Guard<CaseFacts> = Guard {
    code: "G-LATE-PAID",
    test: |facts, _| match &facts.case.origin {
        Some(origin) if origin.kind == OriginKind::LatePayment => Ok("late payment".to_owned()),
        _ => Err(Unmet::new("G-LATE-PAID", "another case", "a case for a payment after the time-bar")),
    },
};

const TOLD: Guard<CaseFacts> = Guard {
    code: "G-LATE-PAID",
    test: |facts, _| match facts.case.late_payment_notices.iter().find(|one| one.closed.is_none()) {
        Some(told) => Ok(told.until.to_string()),
        None => Err(Unmet::new("G-LATE-PAID", "no open notice", "a creditor told to collect")),
    },
};

const MISSING: Guard<CaseFacts> = Guard {
    code: "G-IMPORT",
    test: |facts, _| match &facts.case.imported {
        Some(imported) if imported.needs_review() => Ok(imported.missing.join(", ")),
        _ => Err(Unmet::new("G-IMPORT", "nothing missing", "a case taken over with facts missing")),
    },
};

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[NO_MONEY_LEFT],
        document: Some(DocumentKind::RecallDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("assign_officer")],
        closes: &[Clock::Act("*")],
        proposal: Some(Proposal::by("propose_new_alimony_level", OFFICER)),
        ..Transition::row("T-DE-20", "decide_new_alimony_level", OPEN, To::State("removed"), &[Who::Signer])
    },
    Transition {
        guards: &[LATE_PAID],
        opens: &[Clock::Effect("late_paid_unclaimed")],
        ..Transition::row("T-DE-07", "record_late_payment_notice", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[TOLD],
        closes: &[Clock::Effect("late_paid_unclaimed")],
        ..Transition::row("T-DE-07", "close_late_payment", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[MISSING],
        ..Transition::row(
            "T-IMPORT-R",
            "complete_import",
            OPEN,
            To::Same,
            &[Who::AssignedOfficer, Who::Role(Role::IntakeClerk)],
        )
    },
];

impl Phase for SequelAction {
    fn named(&self) -> Named {
        match self {
            SequelAction::ProposeNewAlimonyLevel(body) => {
                let items = body.obligations.iter().chain(&body.arrears).copied().collect();
                Named { items, ..Named::default() }
            }
            SequelAction::RecordLatePaymentNotice(body) => of_party(body.creditor),
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        const LEVEL: &str = "decide_new_alimony_level";
        match self {
            SequelAction::ProposeNewAlimonyLevel(body) => propose(LEVEL, new_level, body, facts, case, at),
            SequelAction::DecideNewAlimonyLevel(_) => sign(LEVEL, new_level, facts, case, at, plan),
            SequelAction::RecordLatePaymentNotice(body) => told(facts, case, body, at, plan),
            SequelAction::CloseLatePayment(body) => closed(case, body, at, plan),
            SequelAction::CompleteImport(body) => completed::complete(case, body, at),
        }
    }
}

fn of_party(party: PartyId) -> Named {
    Named { parties: vec![party], ..Named::default() }
}

/// The old decision is recalled whole, the new one covers the new judgment's items and what was owed before the change. The level
/// changes from the day that the new judgment names (ND152 11.2).
fn new_level(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeNewAlimonyLevel,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let mut items: Vec<Obligation> = Vec::with_capacity(body.obligations.len() + body.arrears.len());
    let find = |id| facts.items.iter().find(|item| item.id == id);
    let first = body.obligations.first().and_then(|id| find(*id)).map(|item| item.judgment);
    for (index, id) in body.obligations.iter().enumerate() {
        let new = |item: &&Obligation| {
            item.kind == ClaimKind::Alimony
                && item.mode == Mode::OnRequest
                && item.case.is_none()
                && item.judgment != case.judgment
                && Some(item.judgment) == first
        };
        match find(*id).filter(new) {
            Some(item) if !items.iter().any(|one| one.id == item.id) => items.push(item.clone()),
            _ => errors.push(FieldError::new(format!("/obligations/{index}"), "G-NEW-LEVEL")),
        }
    }
    for (index, id) in body.arrears.iter().enumerate() {
        let owed = |item: &&Obligation| {
            item.case == Some(case.id)
                && item.due_on.is_none_or(|due| due < body.from)
                && !item.outstanding().is_zero()
        };
        match find(*id).filter(owed) {
            Some(item) if !items.iter().any(|one| one.id == item.id) => items.push(item.clone()),
            _ => errors.push(FieldError::new(format!("/arrears/{index}"), "G-NEW-LEVEL")),
        }
    }
    let Some(judgment) = first.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    plan.items.extend(body.arrears.iter().map(|id| ItemChange {
        obligation: *id,
        status: None,
        reduced_by: None,
        creditor: None,
        debtor: None,
        leaves_case: true,
    }));
    let content = json!({
        "ground": RecallGround::Other, "decision": case.number, "consequence": body.consequence,
        "from": body.from,
    });
    super::issue(case, DocumentKind::RecallDecision, content, at, plan);
    let mut opening = Opening::new(case.office, judgment, Mode::OnRequest);
    opening.request = case.request;
    opening.prepared_by = plan.prepared_by;
    opening.origin = Some(Origin { kind: OriginKind::NewAlimonyLevel, case: Some(case.id), matter: None });
    opening.content = json!({ "from": body.from });
    open_case(&items.iter().collect::<Vec<_>>(), opening, at, plan)?;
    case.drafts.clear();
    case.remove(RemovalReason::Recalled, at.on);
    Ok(())
}

/// The year in which the creditor may collect runs from the valid notice (ND152 10.3).
fn told(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordLatePaymentNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.parties.contains(&body.creditor) || case.debtor(body.creditor).is_some() {
        return Err(wrong("/creditor", "not_a_party"));
    }
    if case.late_payment_notices.iter().any(|one| one.creditor == body.creditor) {
        return Err(wrong("/creditor", "duplicate"));
    }
    let until = plan.must_open(at, "late_paid_unclaimed", at.on, Some(body.creditor.0))?;
    case.late_payment_notices.push(LatePaymentNotice {
        creditor: body.creditor,
        notified_on: at.on,
        until,
        closed: None,
    });
    Ok(())
}

fn closed(
    case: &mut Case,
    body: &CloseLatePayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let told = case.late_payment_notices.iter_mut().find(|one| one.creditor == body.creditor);
    let Some(told) = told else { return Err(wrong("/creditor", "not_in_list")) };
    if told.closed.is_some() {
        return Err(wrong("/creditor", "duplicate"));
    }
    if at.on < told.notified_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if body.outcome == LatePaymentOutcome::Budget && at.on <= told.until {
        return Err(FieldError::new("/outcome", "G-LATE-YEAR").with("date", told.until.to_string()).into());
    }
    told.closed = Some(LatePaymentClosed {
        outcome: body.outcome.to_string(),
        on: at.on,
        evidence: body.evidence.clone(),
    });
    plan.close("late_paid_unclaimed", Some(body.creditor.0));
    Ok(())
}

//! What belongs to the opening of a case and comes later: a new level of alimony (T-DE-20), the missing facts of a case taken over
//! (T-IMPORT-R).

mod bodies;
mod completed;

pub use bodies::*;

use serde_json::json;

use super::guards::NO_MONEY_LEFT;
use super::{CaseFacts, Named, OPEN, Phase, propose, sign};
use crate::domain::actor::Role;
use crate::domain::case::{Case, Origin, OriginKind, RecallGround, RemovalReason};
use crate::domain::claim::ClaimKind;
use crate::domain::document::DocumentKind;
use crate::domain::judgment::{Mode, Obligation};
use crate::domain::lifecycle::intake::{Opening, open_case};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

const OFFICER: &[Who] = &[Who::AssignedOfficer];

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
        document: Some(DocumentKind::RecallingDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("assign_officer")],
        closes: &[Clock::Act("*")],
        proposal: Some(Proposal::by("propose_new_alimony_level", OFFICER)),
        ..Transition::row("T-DE-20", "decide_new_alimony_level", OPEN, To::State("removed"), &[Who::Signer])
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
            SequelAction::CompleteImport(body) => completed::complete(case, body, at),
        }
    }
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
        raised_by: None,
        creditor: None,
        debtor: None,
        leaves_case: true,
        interest_asked_on: None,
    }));
    let content = json!({
        "ground": RecallGround::Other, "decision": case.number, "consequence": body.consequence,
        "from": body.from,
    });
    super::issue(case, DocumentKind::RecallingDecision, content, at, plan);
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

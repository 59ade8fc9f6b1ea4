//! The lifecycle of a case: its table, put together from one file per phase, and the effect of each action. Section 9 of the
//! specification gives the codes.

mod bodies;
mod ending;
mod enforcement;
mod facts;
mod guards;
mod interruption;
mod notice;
mod verification;

use std::sync::LazyLock;

pub use bodies::*;
pub use facts::{AssetBrief, CaseFacts, MoneyBrief};
pub(crate) use guards::{due, integer, period};

use super::plan::{Change, Plan};
use super::{Context, Lifecycle, Transition};
use crate::domain::case::{Case, DecisionRef, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, DraftId, ObligationId, UserId};
use crate::domain::judgment::Draft;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// The lifecycle of cases.
pub struct CaseLifecycle;

static TABLE: LazyLock<Vec<Transition<CaseFacts>>> = LazyLock::new(|| {
    [notice::ROWS, verification::ROWS, enforcement::ROWS, interruption::ROWS, ending::ROWS].concat()
});

/// The stages of a case that is open: every one but the end.
pub(crate) const OPEN: &[&str] =
    &["decided", "voluntary", "verification", "enforceable", "not_enforceable", "separate_book", "enforcing"];
/// The stages in which measures may be applied (T-VO-04): decided … enforcing.
pub(crate) const MEASURABLE: &[&str] = &["decided", "voluntary", "verification", "enforceable", "enforcing"];

impl Lifecycle for CaseLifecycle {
    const NAME: &'static str = "case";
    type Facts = CaseFacts;
    type Action = CaseAction;

    fn table() -> &'static [Transition<CaseFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        Stage::ALL.iter().map(|stage| stage.as_str()).collect()
    }

    fn name(action: &CaseAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &CaseFacts,
        action: &CaseAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut case = facts.case.clone();
        let done = match action {
            CaseAction::AssignOfficer(body) => notice::assign_officer(facts, &mut case, body, at, plan),
            CaseAction::OpenFile(_) => notice::open_file(&mut case, at),
            CaseAction::SendToProcuracy(body) => notice::send_to_procuracy(&mut case, body, at, plan),
            CaseAction::RecordDirectNotice(body) => notice::direct(&mut case, body, at, plan),
            CaseAction::RecordFailedDelivery(body) => notice::failed(&mut case, body, at),
            CaseAction::PostNotice(body) => notice::post(&mut case, body, at, plan),
            CaseAction::TakeDownPosting(body) => notice::take_down(&mut case, body, at, plan),
            CaseAction::RecordPerformance(body) => enforcement::performance(facts, &mut case, body, plan),
            CaseAction::ReceiveMoney(body) => enforcement::receive_money(&mut case, body, at, plan),
            CaseAction::EndVoluntaryPeriod(_) => verification::end_voluntary(&mut case, at, plan),
            CaseAction::RecordFullPerformance(_) => enforcement::full_performance(&mut case),
            CaseAction::ApplySecurityMeasure(body) => enforcement::secure(&mut case, body, at, plan),
            CaseAction::CoerceEarly(body) => enforcement::coerce_early(&mut case, body, at, plan),
            CaseAction::StartVerification(_) => verification::start(&mut case, at, plan),
            CaseAction::DemandDeclaration(_) => verification::demand_declaration(&mut case, at),
            CaseAction::ConcludeEnforceable(body) => verification::conclude(facts, &mut case, body),
            CaseAction::ProposeNotEnforceable(body) => verification::propose_ne(&mut case, body, at, plan),
            CaseAction::IssueNotEnforceableDecision(_) => verification::issue_ne(&mut case, at, plan),
            CaseAction::PublishDebtor(body) => verification::publish(&mut case, body, at),
            CaseAction::VerifyPeriodically(body) => verification::periodic(&mut case, body, at, plan),
            CaseAction::ReceiveNewInformation(body) => verification::new_information(&mut case, body, at),
            CaseAction::VerifyNewInformation(body) => verification::verify_information(&mut case, body, at),
            CaseAction::ProposeContinuation(body) => verification::propose_continuation(&mut case, body, at),
            CaseAction::ContinueEnforcement(_) => verification::continue_enforcement(&mut case, at, plan),
            CaseAction::ProposeSeparateBook(body) => verification::propose_book(&mut case, body, at),
            CaseAction::MoveToSeparateBook(_) => verification::separate_book(&mut case, at, plan),
            CaseAction::ProposeReturn(body) => verification::propose_return(&mut case, body, at),
            CaseAction::ReturnRequest(_) => verification::return_request(&mut case, at, plan),
            CaseAction::IssueCoercionDecision(body) => enforcement::coerce(&mut case, body, at, plan),
            CaseAction::ReleaseMeasures(body) => enforcement::release(facts, &mut case, body, at, plan),
            CaseAction::ProposePostponement(body) => interruption::propose(&mut case, body, at),
            CaseAction::Postpone(_) => interruption::postpone(&mut case, at, plan),
            CaseAction::ProposeResumption(body) => interruption::propose_resumption(&mut case, body, at),
            CaseAction::Resume(_) => interruption::resume(&mut case, at, plan),
            CaseAction::ProposeTermination(body) => ending::propose_termination(facts, &mut case, body, at),
            CaseAction::Terminate(_) => ending::terminate(&mut case, at, plan),
            CaseAction::ProposeEnding(body) => ending::propose(&mut case, body, at),
            CaseAction::EndCase(_) => ending::end(&mut case, at, plan),
            CaseAction::ProposeConfirmation(body) => ending::propose_confirmation(&mut case, body, at),
            CaseAction::ConfirmResult(_) => ending::confirm(&mut case, at, plan),
        };
        done?;
        plan.changes.insert(0, Change::Case(Box::new(case)));
        Ok(())
    }
}

impl CaseAction {
    /// The items that the action names: the service loads them, and no others.
    pub fn obligations(&self) -> Vec<ObligationId> {
        match self {
            CaseAction::RecordPerformance(body) => vec![body.obligation],
            _ => Vec::new(),
        }
    }

    /// The user to whom the case would be assigned.
    pub fn assignee(&self) -> Option<UserId> {
        match self {
            CaseAction::AssignOfficer(body) => Some(body.officer),
            _ => None,
        }
    }
}

/// One wrong field.
pub(crate) fn wrong(pointer: &str, code: &'static str) -> Refusal {
    Refusal::Content(vec![FieldError::new(pointer, code)])
}

/// A ground that the law of that day does not know is no ground.
fn known_ground(ground: &str, code: &'static str, at: &Context<'_>) -> Result<(), FieldError> {
    if at.law.basis(ground, at.on).is_empty() {
        return Err(FieldError::new("/ground", code).with("reason", ground));
    }
    Ok(())
}

/// Stores a draft in place of an earlier one of its kind.
fn draft<T>(slot: &mut Option<Draft<T>>, content: T, at: &Context<'_>) -> Result<(), Refusal> {
    let id = DraftId(at.ids.next());
    *slot = Some(Draft { id, prepared_by: at.actor.user, prepared_on: at.on, content });
    Ok(())
}

/// Takes the draft to be signed. The guards have seen it and that another person prepared it.
fn signed<T>(slot: &mut Option<Draft<T>>) -> Result<Draft<T>, Refusal> {
    slot.take().ok_or_else(|| {
        let unmet = Unmet::new("G-DRAFT", "none", "a draft prepared by another person");
        Refusal::NotAllowed(vec![unmet.with("doc", "-")])
    })
}

/// Signs a document, served and sent like every decision about enforcement (L106 35.1–35.2), and enters it in the case.
fn sign(
    case: &mut Case,
    kind: DocumentKind,
    prepared_by: UserId,
    content: serde_json::Value,
    at: &Context<'_>,
    plan: &mut Plan,
) -> DecisionId {
    let id = plan.issue(at, kind, Some(prepared_by), content);
    enter(case, kind, id, at)
}

/// Enters an issued document in the case; its number is filled in when the plan is written.
fn enter(case: &mut Case, kind: DocumentKind, id: uuid::Uuid, at: &Context<'_>) -> DecisionId {
    let reference = DecisionRef {
        id: DecisionId(id),
        kind,
        number: String::new(),
        signed_on: at.on,
        sent_to_procuracy_on: None,
    };
    case.decisions.push(reference);
    DecisionId(id)
}

/// Guards on a draft: it exists, and the signer is not the one who prepared it.
macro_rules! draft_guards {
    ($exists:ident, $four_eyes:ident, $field:ident, $document:ident) => {
        /// The draft to be signed exists.
        const $exists: $crate::domain::lifecycle::Guard<super::CaseFacts> =
            $crate::domain::lifecycle::Guard {
                code: "G-DRAFT",
                test: |facts, _| match &facts.case.drafts.$field {
                    Some(draft) => Ok(draft.id.to_string()),
                    None => {
                        let document = $crate::domain::document::DocumentKind::$document.as_str();
                        Err($crate::domain::refusal::Unmet::new("G-DRAFT", "none", document)
                            .with("doc", document))
                    }
                },
            };
        /// Whoever prepared it does not sign it.
        const $four_eyes: $crate::domain::lifecycle::Guard<super::CaseFacts> =
            $crate::domain::lifecycle::Guard {
                code: "G-FOUR-EYES",
                test: |facts, context| match &facts.case.drafts.$field {
                    Some(draft) if draft.prepared_by == context.actor.user => {
                        Err($crate::domain::refusal::Unmet::new(
                            "G-FOUR-EYES",
                            "prepared by the signer",
                            "prepared by another person",
                        ))
                    }
                    _ => Ok("another person".to_owned()),
                },
            };
    };
}
pub(crate) use draft_guards;

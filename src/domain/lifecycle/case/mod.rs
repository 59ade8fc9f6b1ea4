//! The lifecycle of a case: its table, put together from one room per phase, and how an act passes through it. Section 9 of the
//! specification gives the codes. A phase is a folder: `bodies.rs` says what its actions take, `mod.rs` holds its rows and effects.

mod bodies;
mod ending;
mod enforcement;
mod facts;
mod guards;
mod interruption;
mod notice;
mod papers;
mod sequel;
mod verification;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use bodies::*;
pub use ending::*;
pub use enforcement::*;
pub use facts::{AssetBrief, CaseFacts, MoneyBrief};
pub(crate) use guards::{due, integer};
pub use interruption::*;
pub use notice::*;
pub use papers::*;
pub use sequel::*;
pub use verification::*;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::plan::{Change, Plan};
use super::{Context, Lifecycle, Transition, assemble};
use crate::action_families;
use crate::domain::case::{Case, DecisionRef, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, DraftId, ObligationId, PartyId, UserId};
use crate::domain::judgment::Draft;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// The lifecycle of cases.
pub struct CaseLifecycle;

action_families! {
    /// Every action of a case. The date of the act, `effective_on`, stands beside it in the request.
    pub enum CaseAction {
        /// Assignment, file, procuracy, notice.
        Notice(NoticeAction),
        /// Verification and classification.
        Verification(VerificationAction),
        /// Performance, money and measures.
        Enforcement(EnforcementAction),
        /// Papers that give or end a ground.
        Papers(PapersAction),
        /// Interruption and resumption.
        Interruption(InterruptionAction),
        /// Termination, ending, certificate.
        Ending(EndingAction),
        /// What belongs to the opening and comes later.
        Sequel(SequelAction),
    }
}

static TABLE: LazyLock<Vec<Transition<CaseFacts>>> = LazyLock::new(|| {
    assemble(&[
        notice::ROWS,
        verification::ROWS,
        enforcement::ROWS,
        papers::ROWS,
        interruption::ROWS,
        ending::ROWS,
        sequel::ROWS,
    ])
});

/// The signed action that each draft is for, by the drafting action's name.
static DRAFTS: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| TABLE.iter().filter_map(|row| Some((row.action, row.proposal?.action))).collect());

/// The stages of a case that is open: every one but the end.
pub(crate) const OPEN: &[&str] =
    &["decided", "voluntary", "verification", "enforceable", "not_enforceable", "separate_book", "enforcing"];
/// The stages in which measures may be applied (T-VO-04): decided … enforcing.
pub(crate) const MEASURABLE: &[&str] = &["decided", "voluntary", "verification", "enforceable", "enforcing"];

/// What an action names, so that it is loaded and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Items.
    pub items: Vec<ObligationId>,
    /// Parties.
    pub parties: Vec<PartyId>,
    /// The user to whom the case would be assigned.
    pub assignee: Option<UserId>,
}

/// A phase of the lifecycle: what its actions name, and what they do.
pub(crate) trait Phase {
    /// What the action names; nothing, for most.
    fn named(&self) -> Named {
        Named::default()
    }

    /// Checks the content and writes what changes into the case and the plan.
    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal>;
}

impl CaseAction {
    fn phase(&self) -> &dyn Phase {
        match self {
            CaseAction::Notice(phase) => phase,
            CaseAction::Verification(phase) => phase,
            CaseAction::Enforcement(phase) => phase,
            CaseAction::Papers(phase) => phase,
            CaseAction::Interruption(phase) => phase,
            CaseAction::Ending(phase) => phase,
            CaseAction::Sequel(phase) => phase,
        }
    }

    /// What the action names: the service loads it, and no more. A signature names what its draft names.
    pub fn named(&self, case: &Case) -> Named {
        let drafted = DRAFTS.get(self.name()).and_then(|drafting| {
            let draft = case.drafts.get(self.name())?;
            CaseAction::parse(drafting, draft.content.clone())?.ok()
        });
        drafted.as_ref().unwrap_or(self).phase().named()
    }
}

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
        action.phase().apply(facts, &mut case, at, plan)?;
        plan.changes.insert(0, Change::Case(Box::new(case)));
        Ok(())
    }
}

/// What a signed act does with the content that was drafted for it.
pub(crate) type Effect<B> = fn(&CaseFacts, &mut Case, &B, &Context<'_>, &mut Plan) -> Result<(), Refusal>;

/// Lays a draft down in place of an earlier one of its kind. The signed act is tried on a copy first: what could not be signed
/// today is refused today.
fn propose<B: Serialize>(
    signed: &'static str,
    effect: Effect<B>,
    body: &B,
    facts: &CaseFacts,
    case: &mut Case,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let mut trial = Plan::new(CaseLifecycle::NAME, "", signed, "", Vec::new());
    effect(facts, &mut case.clone(), body, at, &mut trial)?;
    let content = serde_json::to_value(body).map_err(|_| wrong("", "wrong_type"))?;
    let id = DraftId(at.ids.next());
    let draft = Draft { id, prepared_by: at.actor.user, prepared_on: at.on, content };
    case.drafts.insert(signed.to_owned(), draft);
    Ok(())
}

/// Signs what was drafted. The guards have seen the draft and that another person prepared it; its content is judged again,
/// because the facts may have moved since.
fn sign<B: DeserializeOwned>(
    signed: &'static str,
    effect: Effect<B>,
    facts: &CaseFacts,
    case: &mut Case,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let draft = case.drafts.remove(signed).ok_or_else(|| {
        let unmet = Unmet::new("G-DRAFT", "none", "a draft prepared by another person");
        Refusal::NotAllowed(vec![unmet.with("doc", "-")])
    })?;
    if at.on < draft.prepared_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    // A draft of an earlier version of this program is drafted anew.
    let body: B = serde_json::from_value(draft.content).map_err(|_| wrong("/draft", "wrong_type"))?;
    plan.prepared_by = Some(draft.prepared_by);
    effect(facts, case, &body, at, plan).map_err(|refusal| match refusal {
        Refusal::Content(errors) => {
            let in_draft =
                |error: FieldError| FieldError { pointer: format!("/draft{}", error.pointer), ..error };
            Refusal::Content(errors.into_iter().map(in_draft).collect())
        }
        other => other,
    })
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

/// Makes a decision about enforcement, served and sent like every one (L106 35.1–35.2), and enters it in the case.
fn issue(
    case: &mut Case,
    kind: DocumentKind,
    content: serde_json::Value,
    at: &Context<'_>,
    plan: &mut Plan,
) -> DecisionId {
    let id = plan.issue(at, kind, plan.prepared_by, content);
    enter(case, kind, id, at)
}

/// Makes a document that is no decision about enforcement: nothing goes to the procuracy (L106 35.2).
fn record(
    case: &mut Case,
    kind: DocumentKind,
    content: serde_json::Value,
    at: &Context<'_>,
    plan: &mut Plan,
) -> DecisionId {
    let id = plan.record(at, kind, plan.prepared_by, content);
    let entered = enter(case, kind, id, at);
    if let Some(reference) = case.decision_mut(id) {
        reference.sent_to_procuracy_on = Some(at.on);
    }
    entered
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

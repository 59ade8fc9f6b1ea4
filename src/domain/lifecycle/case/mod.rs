//! The lifecycle of a case: its table, put together from one room per phase, and how an act passes through it. Section 9 of the
//! specification gives the codes. A phase is a folder: `bodies.rs` says what its actions take, `mod.rs` holds its rows and effects.

mod agreement;
mod bodies;
mod coercion;
mod competence;
mod costs;
mod decisions;
mod duty;
mod ending;
mod enforcement;
mod execution;
mod exemption;
mod facts;
mod guards;
mod handover;
mod interim;
mod interruption;
mod movement;
mod notice;
mod papers;
mod payable;
mod price_change;
mod prison;
mod receipts;
mod sequel;
mod tracks;
mod verification;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use agreement::*;
pub use bodies::*;
pub use coercion::*;
pub use competence::*;
pub use costs::*;
pub use decisions::*;
pub use duty::*;
pub use ending::*;
pub use enforcement::*;
pub(crate) use execution::measures_ended;
pub use execution::*;
pub use exemption::*;
pub use facts::{AssetBrief, CaseFacts, ComplaintBrief, MoneyBrief, WaitingShare};
pub(crate) use guards::{due, integer, period};
pub use handover::*;
pub use interim::*;
pub use interruption::*;
pub use movement::*;
pub use notice::*;
pub use papers::*;
pub(in crate::domain::lifecycle) use payable::PAY_ON;
pub use payable::*;
pub use price_change::*;
pub use prison::*;
pub use receipts::*;
pub use sequel::*;
pub use tracks::*;
pub use verification::*;

use super::drafts::{Drafted, propose, sign};
use super::plan::{Change, Plan};
use super::{Context, Lifecycle, Transition, assemble};
use crate::action_families;
use crate::domain::case::{Agency, Case, DecisionRef, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{
    CaseId, DecisionId, DistributionId, HeldId, HoldId, MatterId, ObligationId, PartyId, PriceChangeId,
    PrisonPaperId, ReceiptId, UserId,
};
use crate::domain::judgment::Drafts;
use crate::domain::receipt::PaperNumber;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// The lifecycle of cases.
pub struct CaseLifecycle;

action_families! {
    /// Every action of a case. The date of the act, `effective_on`, stands beside it in the request.
    pub enum CaseAction {
        /// Assignment, file, procuracy, notice.
        Notice(NoticeAction),
        /// What becomes of decisions and of those who decide.
        Decisions(DecisionsAction),
        /// Verification and classification.
        Verification(VerificationAction),
        /// Agreements and set-off.
        Agreement(AgreementAction),
        /// Performance and measures.
        Enforcement(EnforcementAction),
        /// Money that comes in.
        Receipts(ReceiptsAction),
        /// Demands, delivery and results of measures, things held.
        Execution(ExecutionAction),
        /// Coercion on site and its forces.
        Coercion(CoercionAction),
        /// Costs of coercion.
        Costs(CostsAction),
        /// Interest asked for, fees, the time to pay out.
        Payable(PayableAction),
        /// Judged things on their way to their recipient.
        Handover(HandoverAction),
        /// Divisions with a changed price.
        PriceChange(PriceChangeAction),
        /// Duties to act, to refrain, to hand over a person.
        Duty(DutyAction),
        /// Provisional urgent measures.
        Interim(InterimAction),
        /// Papers that give or end a ground.
        Papers(PapersAction),
        /// Interruption and resumption.
        Interruption(InterruptionAction),
        /// Termination, ending, certificate.
        Ending(EndingAction),
        /// What belongs to the opening and comes later.
        Sequel(SequelAction),
        /// Return, confiscation, destruction.
        Tracks(TracksAction),
        /// Parties in prison.
        Prison(PrisonAction),
        /// Competence disputed with a private office.
        Competence(CompetenceAction),
        /// Entrustment and transfer.
        Movement(MovementAction),
        /// Exemption and reduction.
        Exemption(ExemptionAction),
    }
}

static TABLE: LazyLock<Vec<Transition<CaseFacts>>> = LazyLock::new(|| {
    let (notice, decisions) = (notice::ROWS.concat(), decisions::ROWS.concat());
    let mut phases = vec![notice.as_slice(), decisions.as_slice()];
    phases.extend(verification::ROWS);
    phases.extend([
        agreement::ROWS,
        enforcement::ROWS,
        receipts::ROWS,
        execution::ROWS,
        coercion::ROWS,
        costs::ROWS,
        payable::ROWS,
        handover::ROWS,
        price_change::ROWS,
        duty::ROWS,
        interim::ROWS,
        papers::ROWS,
        interruption::ROWS,
        ending::ROWS,
        sequel::ROWS,
        tracks::ROWS,
        prison::ROWS,
        competence::ROWS,
        movement::ROWS,
        exemption::ROWS,
    ]);
    assemble(&phases)
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
    /// Another case at the same agency.
    pub other: Option<CaseId>,
    /// The user to whom the case would be assigned.
    pub assignee: Option<UserId>,
    /// The document whose notices to the named parties are looked at.
    pub document: Option<DecisionId>,
    /// All items of the case: the act covers the whole of it.
    pub all_items: bool,
    /// An interruption whose items are meant.
    pub hold: Option<HoldId>,
    /// A complaint.
    pub complaint: Option<MatterId>,
    /// What waits for its recipient; its item is named with it.
    pub held: Vec<HeldId>,
    /// Wishes to be paid at a prison; what they are about is named with them.
    pub wishes: Vec<PrisonPaperId>,
    /// Every item of the judgment, whichever case it is in.
    pub judgment_items: bool,
    /// Agencies.
    pub agencies: Vec<Agency>,
    /// The distribution whose shares wait on deposit (ND152 30.2).
    pub shares_of: Option<DistributionId>,
    /// A receipt of the case.
    pub receipt: Option<ReceiptId>,
    /// The number of a printed receipt.
    pub paper_receipt: Option<PaperNumber>,
    /// Creditors whose fee accounts are looked at.
    pub fees_of: Vec<PartyId>,
    /// The fee accounts of the creditors of the named items are looked at.
    pub fees_of_items: bool,
    /// A division with a changed price, whose sums are meant.
    pub price_change: Option<PriceChangeId>,
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
            CaseAction::Decisions(phase) => phase,
            CaseAction::Verification(phase) => phase,
            CaseAction::Agreement(phase) => phase,
            CaseAction::Enforcement(phase) => phase,
            CaseAction::Receipts(phase) => phase,
            CaseAction::Execution(phase) => phase,
            CaseAction::Coercion(phase) => phase,
            CaseAction::Costs(phase) => phase,
            CaseAction::Payable(phase) => phase,
            CaseAction::Handover(phase) => phase,
            CaseAction::PriceChange(phase) => phase,
            CaseAction::Duty(phase) => phase,
            CaseAction::Interim(phase) => phase,
            CaseAction::Papers(phase) => phase,
            CaseAction::Interruption(phase) => phase,
            CaseAction::Ending(phase) => phase,
            CaseAction::Sequel(phase) => phase,
            CaseAction::Tracks(phase) => phase,
            CaseAction::Prison(phase) => phase,
            CaseAction::Competence(phase) => phase,
            CaseAction::Movement(phase) => phase,
            CaseAction::Exemption(phase) => phase,
        }
    }

    /// What the action names: the service loads it, and no more. A signature names what its draft names.
    pub fn named(&self, case: &Case) -> Named {
        let drafted = DRAFTS.get(self.name()).and_then(|drafting| {
            let draft = case.drafts.get(self.name())?;
            CaseAction::parse(drafting, draft.content.clone())?.ok()
        });
        let mut named = drafted.as_ref().unwrap_or(self).phase().named();
        let hold = named.hold.and_then(|id| case.holds.iter().find(|hold| hold.id == id));
        named.items.extend(hold.into_iter().flat_map(|hold| hold.scope.items.iter().copied()));
        let change = case.price_changes.iter().find(|change| Some(change.id) == named.price_change);
        named.items.extend(change.into_iter().flat_map(|change| &change.payments).map(|one| one.obligation));
        let wishes = case.special.prison.wishes.iter().filter(|wish| named.wishes.contains(&wish.id));
        let mut held: Vec<HeldId> = wishes.filter_map(|wish| wish.held).collect();
        held.append(&mut named.held);
        named.items.extend(case.special.items_of(&held));
        named.held = held;
        named
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
        handover::performed(facts, &mut case, at, plan);
        measures_ended(&facts.case, &mut case, at, plan);
        plan.changes.insert(0, Change::Case(Box::new(case)));
        Ok(())
    }
}

impl Drafted for Case {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
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
pub(crate) fn record(
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

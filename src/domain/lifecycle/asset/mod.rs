//! The lifecycle of an asset: its table, put together from one room per phase, and how an act passes through it. `A-nn` is row
//! nn of section 3.4 of the asset specification; a letter behind it marks a step that the page has inside the row.

mod auction;
mod control;
mod delivery;
mod discovery;
mod facts;
mod gates;
mod guards;
mod price;
mod priority;
mod seizure;
mod taking;

use std::sync::LazyLock;

pub use auction::*;
pub use control::{ControlAction, OVERRIDABLE, RecordProcuracyReview, RequestOverride};
pub use delivery::*;
pub use discovery::*;
pub use facts::{AssetFacts, GroupMember, Rival, lowest_after};
pub use gates::{Gate, GateLine};
pub use price::*;
pub use priority::*;
pub use seizure::*;
pub use taking::*;

use super::case::measures_ended;
use super::drafts::Drafted;
use super::plan::{Change, Plan};
use super::{Context, Lifecycle, Transition, Who, assemble};
use crate::action_families;
use crate::domain::asset::{Asset, AssetState};
use crate::domain::case::{Case, DecisionRef};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::judgment::Drafts;
use crate::domain::refusal::Refusal;

/// The lifecycle of assets.
pub struct AssetLifecycle;

action_families! {
    /// Every action of an asset. The date of the act, `effective_on`, stands beside it in the request.
    pub enum AssetAction {
        /// From discovery to the eve of the seizure.
        Discovery(DiscoveryAction),
        /// The seizure and what follows on the spot.
        Seizure(SeizureAction),
        /// The price.
        Price(PriceAction),
        /// Priority to buy, and sales without auction.
        Priority(PriorityAction),
        /// What two people answer for.
        Control(ControlAction),
        /// The auction.
        Auction(AuctionAction),
        /// After a failed session.
        Taking(TakingAction),
        /// Payment, handover, end.
        Delivery(DeliveryAction),
    }
}

static TABLE: LazyLock<Vec<Transition<AssetFacts>>> = LazyLock::new(|| {
    assemble(&[
        discovery::ROWS,
        seizure::ROWS,
        price::ROWS,
        priority::ROWS,
        control::ROWS,
        auction::ROWS,
        taking::ROWS,
        delivery::ROWS,
    ])
});

const OFFICER: &[Who] = &[Who::AssignedOfficer];

/// From the seizure decision until somebody has bought or taken it, and what a row adds to that.
macro_rules! unsold {
    ($($more:literal),*) => {
        &[
            "seizure_decided",
            "seized",
            "valuing",
            "price_notified",
            "revaluing",
            "price_final",
            "preempt_open",
            "ready_for_auction",
            "auction_contracted",
            "auction_announced",
            "auction_paused",
            "auction_stopped",
            "auction_failed",
            "creditor_option",
            $($more),*
        ]
    };
}
use unsold;

/// A third person's claim still stops it (L106 39.3).
const BEFORE_WINNER: &[&str] = unsold!("verified");
/// Where a ruling may lead: back, or out.
const RULED: &[&str] = unsold!("verified", "not_seizable", "released");
/// Somebody keeps it.
const HELD: &[&str] = unsold!();
/// Before the end, on its own feet.
const OPEN: &[&str] = &[
    "verified",
    "seizure_decided",
    "seized",
    "price_notified",
    "price_final",
    "preempt_open",
    "ready_for_auction",
    "auction_contracted",
    "auction_announced",
    "sold_unpaid",
    "paid",
];

/// A phase of the lifecycle.
pub(crate) trait Phase {
    /// Checks the content and writes what changes into the work and the plan.
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal>;
}

impl AssetAction {
    fn phase(&self) -> &dyn Phase {
        match self {
            AssetAction::Discovery(phase) => phase,
            AssetAction::Seizure(phase) => phase,
            AssetAction::Price(phase) => phase,
            AssetAction::Priority(phase) => phase,
            AssetAction::Control(phase) => phase,
            AssetAction::Auction(phase) => phase,
            AssetAction::Taking(phase) => phase,
            AssetAction::Delivery(phase) => phase,
        }
    }

    /// The parties that the action names: the service looks whether they are parties of the judgment.
    pub fn named_party(&self) -> Option<PartyId> {
        match self {
            AssetAction::Priority(PriorityAction::NotifyPreemption(body)) => Some(body.holder),
            AssetAction::Priority(PriorityAction::AcceptLaterPreemption(body)) => Some(body.holder),
            _ => None,
        }
    }

    /// A creditor takes the asset, now or at its handover: the case's items are looked at.
    pub fn weighs_claims(&self) -> bool {
        matches!(
            self,
            AssetAction::Taking(TakingAction::CreditorTakes(_) | TakingAction::AgreeTaking(_))
                | AssetAction::Delivery(DeliveryAction::HandOver(_))
        )
    }

    /// A sale is undone: what was shared of its price is looked at.
    pub fn undoes_sale(&self) -> bool {
        use DeliveryAction as D;
        matches!(self, AssetAction::Delivery(D::CancelResult(_) | D::BuyerRescinds(_) | D::RescindSale(_)))
    }
}

impl Lifecycle for AssetLifecycle {
    const NAME: &'static str = "asset";
    type Facts = AssetFacts;
    type Action = AssetAction;

    fn table() -> &'static [Transition<AssetFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        AssetState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &AssetAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &AssetFacts,
        action: &AssetAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut work = Work { asset: facts.asset.clone(), case: None };
        action.phase().apply(facts, &mut work, at, plan)?;
        work.asset.updated_at = at.now;
        follow(facts, &work.asset, at, plan);
        if work.asset.state != facts.asset.state {
            tell_registry(&work.asset, &facts.members, at, plan);
        }
        plan.changes.insert(0, Change::Asset(Box::new(work.asset)));
        if let Some(mut case) = work.case {
            measures_ended(&facts.case, &mut case, at, plan);
            plan.changes.push(Change::Case(case));
        }
        Ok(())
    }
}

/// A registry that was told of the seizure of a thing, or of one of a lot's things, is told that it is over: its restriction does not
/// outlive it (ND152 42.7.c). The duty is the file's own, and so survives the end of the case.
pub(in crate::domain::lifecycle) fn tell_registry(
    asset: &Asset,
    members: &[Asset],
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let over = matches!(asset.state, AssetState::Released | AssetState::SeizureRevoked);
    let told = std::iter::once(asset).chain(members).any(|file| file.notices.registry_on.is_some());
    if over && told {
        plan.open(at, "registry.release", at.on, None);
    }
}

/// What becomes of a lot at its end becomes of everything in it.
fn follow(facts: &AssetFacts, lot: &Asset, at: &Context<'_>, plan: &mut Plan) {
    use AssetState as S;
    let ends = matches!(
        lot.state,
        S::HandedOver | S::Registered | S::Closed | S::Released | S::SeizureRevoked | S::ReturnedRestricted
    );
    // A result that is cancelled after the handover: they wait in the lot again.
    let undone = lot.state == S::ResultCancelled && facts.asset.state == S::HandedOver;
    if !(ends || undone) || lot.state == facts.asset.state {
        return;
    }
    for member in &facts.members {
        let mut member = member.clone();
        member.state = if undone { S::InLot } else { lot.state };
        member.handed_over_on = lot.handed_over_on;
        member.updated_at = at.now;
        plan.changes.push(Change::Asset(Box::new(member)));
    }
}

/// What an action works on: the asset, and its case where the act moves the case too.
#[derive(Clone)]
pub(crate) struct Work {
    asset: Asset,
    case: Option<Box<Case>>,
}

impl Drafted for Work {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.asset.drafts
    }
}

impl Work {
    /// The case, to be changed.
    fn case(&mut self, facts: &AssetFacts) -> &mut Case {
        self.case.get_or_insert_with(|| Box::new(facts.case.clone()))
    }

    /// The measures that this file's decisions ordered, or those of a lot's things, are over.
    fn end_seizure(&mut self, facts: &AssetFacts, at: &Context<'_>) {
        let files = || std::iter::once(&facts.asset).chain(&facts.members);
        let ordered: Vec<DecisionId> =
            files().flat_map(|file| file.decisions.iter().map(|decision| decision.id)).collect();
        let case = self.case(facts);
        for measure in case.measures.iter_mut().filter(|measure| ordered.contains(&measure.decision)) {
            measure.released_on.get_or_insert(at.on);
        }
    }

    /// Signs a document of the asset, served and sent like every decision about enforcement (L106 35.1–35.2).
    fn issue(
        &mut self,
        kind: DocumentKind,
        content: serde_json::Value,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> DecisionId {
        let id = plan.issue(at, kind, plan.prepared_by, content);
        self.enter(kind, id, at)
    }

    /// Makes a contract, notice or record of the asset: numbered, not sent to the procuracy.
    fn record(
        &mut self,
        kind: DocumentKind,
        content: serde_json::Value,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> DecisionId {
        let id = plan.record(at, kind, plan.prepared_by, content);
        self.enter(kind, id, at)
    }

    fn enter(&mut self, kind: DocumentKind, id: uuid::Uuid, at: &Context<'_>) -> DecisionId {
        self.asset.decisions.push(DecisionRef {
            id: DecisionId(id),
            kind,
            number: String::new(),
            signed_on: at.on,
            sent_to_procuracy_on: None,
        });
        DecisionId(id)
    }
}

/// A row without guards, document and clocks; the tables add what a row has.
const fn row(
    code: &'static str,
    action: &'static str,
    from: &'static [&'static str],
    to: super::To,
) -> Transition<AssetFacts> {
    Transition::row(code, action, from, to, OFFICER)
}

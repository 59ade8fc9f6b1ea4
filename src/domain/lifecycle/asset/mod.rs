//! The lifecycle of an asset: its table, put together from one file per phase, and the effect of each action. `A-nn` is row
//! nn of section 3.4 of the asset specification.

mod auction;
mod bodies;
mod delivery;
mod facts;
mod guards;
mod price;
mod seizure;

use std::sync::LazyLock;

pub use bodies::*;
pub use facts::AssetFacts;

use super::plan::{Change, Plan};
use super::{Context, Lifecycle, Transition, Who};
use crate::domain::asset::{Asset, AssetState};
use crate::domain::case::{Case, DecisionRef};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::refusal::Refusal;

/// The lifecycle of assets.
pub struct AssetLifecycle;

static TABLE: LazyLock<Vec<Transition<AssetFacts>>> =
    LazyLock::new(|| [seizure::ROWS, price::ROWS, auction::ROWS, delivery::ROWS].concat());

const OFFICER: &[Who] = &[Who::AssignedOfficer];

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
        let done = match action {
            AssetAction::QueryRegistry(body) => seizure::query(&mut work, body, at),
            AssetAction::RecordVerification(body) => seizure::verify(&mut work, body, at),
            AssetAction::ExcludeAsset(body) => seizure::exclude(&mut work, body, at),
            AssetAction::IssueSeizureDecision(body) => seizure::decide(facts, &mut work, body, at, plan),
            AssetAction::ServeSeizureNotices(body) => seizure::notices(&mut work, body, at),
            AssetAction::CarryOutSeizure(body) => seizure::carry_out(&mut work, body, at),
            AssetAction::SignValuationContract(body) => price::contract(&mut work, body, at, plan),
            AssetAction::RecordValuation(body) => price::result(&mut work, body, at, plan),
            AssetAction::ServeValuationResult(body) => price::serve(facts, &mut work, body, at, plan),
            AssetAction::RequestRevaluation(body) => price::request_again(&mut work, body, at, plan),
            AssetAction::CloseRevaluationWindow(_) => price::close_window(&mut work),
            AssetAction::RecordRevaluation(body) => price::second_result(&mut work, body, at, plan),
            AssetAction::ClosePreemption(body) => price::close_preemption(&mut work, body, at),
            AssetAction::PublishSelectionNotice(body) => {
                auction::publish_selection(&mut work, body, at, plan)
            }
            AssetAction::ChooseAuctionOrganisation(body) => auction::choose(&mut work, body, at),
            AssetAction::SignAuctionContract(body) => auction::contract(&mut work, body, at, plan),
            AssetAction::AnnounceAuction(_) => auction::announce(&mut work, at),
            AssetAction::RecordSale(body) => auction::sold(&mut work, body, at, plan),
            AssetAction::RecordFailedAuction(_) => auction::failed(&mut work, at),
            AssetAction::DecideReduction(body) => auction::reduce(&mut work, body, at, plan),
            AssetAction::OfferToCreditor(_) => auction::offer(&mut work),
            AssetAction::CreditorTakes(body) => auction::takes(facts, &mut work, body, at, plan),
            AssetAction::CallForTakingPayment(_) => auction::call_for_payment(&mut work, at, plan),
            AssetAction::RecordTakingPayment(body) | AssetAction::RecordBuyerPayment(body) => {
                delivery::pay(&mut work, body, at, plan)
            }
            AssetAction::LapseTaking(_) => delivery::lapse(&mut work),
            AssetAction::RescindSale(_) => delivery::rescind(&mut work),
            AssetAction::HandOver(body) => delivery::hand_over(facts, &mut work, body, at, plan),
            AssetAction::CloseAsset(_) => delivery::close(&mut work),
            AssetAction::ReleaseSeizure(body) => delivery::release(facts, &mut work, body, at, plan),
        };
        done?;
        work.asset.updated_at = at.now;
        plan.changes.insert(0, Change::Asset(Box::new(work.asset)));
        if let Some(case) = work.case {
            plan.changes.push(Change::Case(case));
        }
        Ok(())
    }
}

/// What an action works on: the asset, and its case where the act moves the case too.
struct Work {
    asset: Asset,
    case: Option<Box<Case>>,
}

impl Work {
    /// Signs a document of the asset, served and sent like every decision about enforcement (L106 35.1–35.2).
    fn issue(
        &mut self,
        kind: DocumentKind,
        content: serde_json::Value,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> DecisionId {
        let id = plan.issue(at, kind, None, content);
        self.enter(kind, id, at);
        DecisionId(id)
    }

    /// Makes a contract, notice or record of the asset: numbered, not sent to the procuracy.
    fn record(&mut self, kind: DocumentKind, content: serde_json::Value, at: &Context<'_>, plan: &mut Plan) {
        let id = plan.record(at, kind, None, content);
        self.enter(kind, id, at);
    }

    fn enter(&mut self, kind: DocumentKind, id: uuid::Uuid, at: &Context<'_>) {
        self.asset.decisions.push(DecisionRef {
            id: DecisionId(id),
            kind,
            number: String::new(),
            signed_on: at.on,
            sent_to_procuracy_on: None,
        });
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

//! A thing of the debtor's on its way from discovery to handover: registry check, seizure, price, auction, delivery. It knows
//! nothing of how the proceeds are shared.

mod booked;
mod findings;
mod keeping;
mod kind;
mod lot;
mod new;
mod price;
mod sale;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use findings::{
    CommonProperty, Findings, Mortgage, Opinion, ProportionException, RegistryQuery, Share, Verified,
};
pub use keeping::{
    Custody, CustodyForm, Dispute, DisputeKind, ForeignGoods, GoodsEnd, Papers, SeizureNotices, Supplement,
};
pub use kind::AssetKind;
pub use lot::{LotMember, kind_of};
pub use price::{
    FixingGround, PaperLine, PaperSubject, Preemption, PriceBasis, PriorityOffer, Reconciliation,
    ResultNotice, Valuation, ValuationGround,
};
pub use sale::{
    ApprovedDossier, AuctionBreak, Dossier, Exploitation, Failure, HandoverPlan, OrganisationScore, Override,
    PauseGround, ProcuracyReview, ReviewOutcome, Risk, RiskLine, Round, Sale, SaleBooks, SaleKind, Selection,
    StopGround,
};

use super::case::DecisionRef;
use super::ids::{AssetId, CaseId, OfficeId, PartyId};
use super::judgment::Draft;
use super::ledger::things::Booked;
use super::money::Dong;
use crate::text_enum;

text_enum! {
    /// Where an asset stands.
    pub enum AssetState {
        /// Known from a declaration, a search or the creditor.
        Identified = "identified",
        /// The registry was asked.
        Verifying = "verifying",
        /// Ownership, encumbrances and state are recorded.
        Verified = "verified",
        /// Excluded by law (L106 79).
        NotSeizable = "not_seizable",
        /// The debtor's share in common property is being determined (L106 39.1).
        SharePending = "share_pending",
        /// A third person claims it (L106 39.3).
        Disputed = "disputed",
        /// A court or authority has the matter.
        CourtPending = "court_pending",
        /// Exploited instead of sold (L106 77).
        Exploited = "exploited",
        /// The seizure decision is issued, not yet carried out.
        SeizureDecided = "seizure_decided",
        /// Seizure minutes signed, or a judged attachment taken over.
        Seized = "seized",
        /// Goes with the lot that it is in.
        InLot = "in_lot",
        /// The valuation contract is signed.
        Valuing = "valuing",
        /// The result is notified; the window for a revaluation is open.
        PriceNotified = "price_notified",
        /// A revaluation runs.
        Revaluing = "revaluing",
        /// The start price is fixed; somebody has a priority to buy.
        PriceFinal = "price_final",
        /// Priority to buy is offered.
        PreemptOpen = "preempt_open",
        /// A holder of the priority must pay.
        PreemptDue = "preempt_due",
        /// The start price is fixed; the auction organisation is being chosen.
        ReadyForAuction = "ready_for_auction",
        /// The auction contract is signed.
        AuctionContracted = "auction_contracted",
        /// Posted and announced.
        AuctionAnnounced = "auction_announced",
        /// The auction pauses (L106 84.1).
        AuctionPaused = "auction_paused",
        /// The auction is stopped (L106 84.2).
        AuctionStopped = "auction_stopped",
        /// The session failed.
        AuctionFailed = "auction_failed",
        /// The creditor may take it (from the second reduction on).
        CreditorOption = "creditor_option",
        /// The debtor was told and may still redeem it.
        TakeDebtorNotice = "take_debtor_notice",
        /// The taker must pay.
        TakeDue = "take_due",
        /// Sold, the price not yet paid.
        SoldUnpaid = "sold_unpaid",
        /// Sold without auction, the price not yet paid.
        DirectSale = "direct_sale",
        /// Sold in the way of its kind, the price not yet in.
        SpecialSale = "special_sale",
        /// Paid in full.
        Paid = "paid",
        /// Handed over.
        HandedOver = "handed_over",
        /// The title file is given.
        Registered = "registered",
        /// Proceeds distributed.
        Closed = "closed",
        /// The debtor paid everything and takes it back.
        Redeemed = "redeemed",
        /// The seizure was released.
        Released = "released",
        /// The seizure decision was recalled: collateral no longer worth it (ND152 55.4).
        SeizureRevoked = "seizure_revoked",
        /// Given back, barred from civil dealings until the debt is performed (L106 83.3).
        ReturnedRestricted = "returned_restricted",
        /// The buyer defaulted, or the buyer rescinded.
        SaleRescinded = "sale_rescinded",
        /// The auction's result is cancelled.
        ResultCancelled = "result_cancelled",
        /// Exploited until everything was paid.
        ExploitEnded = "exploit_ended",
        /// A lot that was taken apart; its things stand for themselves again.
        Dissolved = "dissolved",
    }
}

/// An asset file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Asset {
    /// Its identifier.
    pub id: AssetId,
    /// Grows by one with each change.
    pub version: i64,
    /// The agency.
    pub office: OfficeId,
    /// The case.
    pub case: CaseId,
    /// The debtor who owns it.
    pub owner: PartyId,
    /// Its class.
    pub kind: AssetKind,
    /// A short description.
    pub name: String,
    /// Where it stands.
    pub state: AssetState,
    /// The day it was recorded.
    pub recorded_on: NaiveDate,
    /// The list entry that excludes it (L106 79), for example `EX-2dd`.
    pub excluded: Option<String>,
    /// Declared and proven as the debtor's only home (L106 78.3.b).
    pub only_home: bool,
    /// What tells it from every other thing: certificate, plate, account; two files of one thing are found by it.
    #[serde(default)]
    pub identifier: Option<String>,
    /// The judgment itself attaches it (L106 60, 78.2).
    #[serde(default)]
    pub judged: bool,
    /// The security contract that it secures: assets of one contract are seized together.
    #[serde(default)]
    pub security_contract: Option<String>,
    /// Which in order of several seizures of one thing; none while it is the only one.
    #[serde(default)]
    pub rank: Option<u32>,
    /// The lot that it goes with.
    #[serde(default)]
    pub lot: Option<AssetId>,
    /// What is in it, where it is a lot.
    #[serde(default)]
    pub members: Vec<LotMember>,
    /// Registry queries.
    pub queries: Vec<RegistryQuery>,
    /// What verification found.
    pub verified: Option<Verified>,
    /// Notices before the seizure.
    pub notices: SeizureNotices,
    /// The day the seizure was carried out.
    pub seized_on: Option<NaiveDate>,
    /// Who keeps it.
    #[serde(default)]
    pub custody: Option<Custody>,
    /// Its title papers.
    #[serde(default)]
    pub papers: Papers,
    /// Other people's goods on it.
    #[serde(default)]
    pub foreign_goods: Option<ForeignGoods>,
    /// Further things seized with it.
    #[serde(default)]
    pub supplements: Vec<Supplement>,
    /// The claim that stops it now.
    #[serde(default)]
    pub dispute: Option<Dispute>,
    /// Claims that are settled.
    #[serde(default)]
    pub settled_disputes: Vec<Dispute>,
    /// Its exploitation.
    #[serde(default)]
    pub exploitation: Option<Exploitation>,
    /// Valuations: the first, and at most one at a party's request.
    pub valuations: Vec<Valuation>,
    /// Who received the first result.
    pub result_notices: Vec<ResultNotice>,
    /// The party who asked for a revaluation.
    pub revaluation_by: Option<PartyId>,
    /// Where the price comes from.
    #[serde(default)]
    pub price_basis: PriceBasis,
    /// The parties agreed to keep the price of an expired certificate (L106 82.2.b).
    #[serde(default)]
    pub price_kept_on: Option<NaiveDate>,
    /// The four papers compared.
    #[serde(default)]
    pub reconciliation: Option<Reconciliation>,
    /// Priority to buy.
    #[serde(default)]
    pub preemption: Preemption,
    /// Priority to buy was offered and its period is over, or it was waived (L106 83.1).
    pub preemption_closed_on: Option<NaiveDate>,
    /// The auction dossier that the head approved.
    #[serde(default)]
    pub dossier: Option<ApprovedDossier>,
    /// The procuracy's look at the file.
    #[serde(default)]
    pub procuracy_review: Option<ProcuracyReview>,
    /// The day the start price was fixed: the auction contract is due from it.
    #[serde(default)]
    pub price_final_on: Option<NaiveDate>,
    /// The day the way of sale of its kind failed, so that the ordinary one is open (ND152 57.2).
    #[serde(default)]
    pub unsold_on: Option<NaiveDate>,
    /// Sale in the way of its kind: the letter to the depository, and the arrival of the securities (ND152 57.1).
    #[serde(default)]
    pub transfer_asked_on: Option<NaiveDate>,
    /// See `transfer_asked_on`.
    #[serde(default)]
    pub transferred_in_on: Option<NaiveDate>,
    /// The day the debtor was told that a creditor takes it (ND152 65.6).
    #[serde(default)]
    pub taking_told_on: Option<NaiveDate>,
    /// The start price of the coming round, in đồng.
    pub start_price: Option<Dong>,
    /// The choice of the auction organisation.
    pub selection: Option<Selection>,
    /// Auction rounds.
    pub rounds: Vec<Round>,
    /// The pause or stop of the running auction.
    #[serde(default)]
    pub auction_break: Option<AuctionBreak>,
    /// Reductions decided so far.
    pub reductions: u32,
    /// Coercion and sale costs to date, in đồng.
    pub costs: Dong,
    /// The sale or taking.
    pub sale: Option<Sale>,
    /// What stands in the books for it beside the price.
    #[serde(default)]
    pub books: SaleBooks,
    /// The public notice of a sale without auction.
    #[serde(default)]
    pub direct_notice_on: Option<NaiveDate>,
    /// How it will be handed over.
    #[serde(default)]
    pub handover_plan: Option<HandoverPlan>,
    /// The day its sale money went into a term deposit (ND152 65.2).
    #[serde(default)]
    pub money_deposited_on: Option<NaiveDate>,
    /// The moment the handover minutes were signed.
    pub handed_over_on: Option<NaiveDate>,
    /// The day the title file was given (ND152 69.1).
    #[serde(default)]
    pub title_file_on: Option<NaiveDate>,
    /// Rules passed over by two people.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Acts that wait for a second signature.
    #[serde(default)]
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// How it stands in the agency's books.
    #[serde(default)]
    pub booked: Option<Booked>,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
    /// Signed documents.
    pub decisions: Vec<DecisionRef>,
}

impl Asset {
    /// Whether a required registry answer is missing (L106 37.2).
    pub fn lacks_registry_answer(&self) -> bool {
        let excluded = matches!(self.state, AssetState::NotSeizable | AssetState::Released);
        let asked = !self.queries.is_empty() || self.is_lot();
        let unanswered = self.queries.iter().any(|query| query.answered_on.is_none());
        !excluded && ((self.kind.is_registrable() && !asked) || unanswered)
    }

    /// Several things, sold as one.
    pub fn is_lot(&self) -> bool {
        !self.members.is_empty()
    }

    /// What verification found beside owner and value.
    pub fn findings(&self) -> Option<&Findings> {
        self.verified.as_ref().map(|verified| &verified.findings)
    }

    /// Whether it can still yield money: known, not excluded, not released, not yet closed.
    pub fn is_processable(&self) -> bool {
        use AssetState as S;
        let over = matches!(
            self.state,
            S::NotSeizable
                | S::Released
                | S::Closed
                | S::SeizureRevoked
                | S::InLot
                | S::Dissolved
                | S::ExploitEnded
        );
        !over && self.state != S::ReturnedRestricted
    }

    /// Sold at auction or taken by a creditor, not yet handed over (ND152 14.2).
    pub fn is_sold(&self) -> bool {
        use AssetState as S;
        matches!(
            self.state,
            S::TakeDebtorNotice
                | S::TakeDue
                | S::PreemptDue
                | S::SoldUnpaid
                | S::DirectSale
                | S::SpecialSale
                | S::Paid
        )
    }

    /// Nothing more is done with it.
    pub fn is_over(&self) -> bool {
        use AssetState as S;
        matches!(
            self.state,
            S::Closed | S::Released | S::NotSeizable | S::SeizureRevoked | S::ExploitEnded | S::Dissolved
        )
    }

    /// Under seizure: from the decision until it leaves the debtor.
    pub fn is_under_seizure(&self) -> bool {
        use AssetState as S;
        if self.state == S::InLot {
            return true;
        }
        let before =
            matches!(self.state, S::Identified | S::Verifying | S::Verified | S::SharePending | S::Exploited);
        let stopped = matches!(self.state, S::Disputed | S::CourtPending);
        let was_before = self
            .dispute
            .as_ref()
            .is_some_and(|dispute| matches!(dispute.returns_to, S::Verified | S::Identified | S::Verifying));
        self.is_processable() && !before && !(stopped && was_before)
    }

    /// The last day of the certificate, as long as the auction contract is not signed on it (L106 82.2.b).
    pub fn certificate_watched(&self) -> Option<NaiveDate> {
        use AssetState as S;
        let waits =
            matches!(self.state, S::PriceNotified | S::PriceFinal | S::PreemptOpen | S::ReadyForAuction);
        let lasting = self.price_basis != PriceBasis::Valuation || self.price_kept_on.is_some();
        if !waits || lasting || self.reductions > 0 {
            return None;
        }
        self.valuations.iter().rev().find_map(|valuation| valuation.valid_until)
    }

    /// The last day to hand it over, as long as it is paid for and not handed over; of what is not yet paid the last day to pay.
    pub fn hand_over_watched(&self) -> Option<NaiveDate> {
        use AssetState as S;
        let sale = self.sale.as_ref()?;
        match self.state {
            S::Paid => sale.hand_over_until.or(Some(sale.pay_until)),
            S::SoldUnpaid | S::DirectSale | S::SpecialSale => Some(sale.pay_until),
            _ => None,
        }
    }

    /// The running round, if one is.
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last()
    }
}

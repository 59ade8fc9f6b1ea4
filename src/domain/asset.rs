//! A thing of the debtor's on its way from discovery to handover: registry check, seizure, price, auction, delivery. It knows
//! nothing of how the proceeds are shared.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::case::DecisionRef;
use super::ids::{AssetId, CaseId, OfficeId, PartyId};
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
        /// The seizure decision is issued, not yet carried out.
        SeizureDecided = "seizure_decided",
        /// Seizure minutes signed.
        Seized = "seized",
        /// The valuation contract is signed.
        Valuing = "valuing",
        /// The result is notified; the window for a revaluation is open.
        PriceNotified = "price_notified",
        /// A revaluation runs.
        Revaluing = "revaluing",
        /// The start price is fixed; the auction organisation is being chosen.
        ReadyForAuction = "ready_for_auction",
        /// The auction contract is signed.
        AuctionContracted = "auction_contracted",
        /// Posted and announced.
        AuctionAnnounced = "auction_announced",
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
        /// Paid in full.
        Paid = "paid",
        /// Handed over.
        HandedOver = "handed_over",
        /// Proceeds distributed.
        Closed = "closed",
        /// The seizure was released.
        Released = "released",
        /// The buyer defaulted.
        SaleRescinded = "sale_rescinded",
    }
}

text_enum! {
    /// The class that decides periods and papers.
    pub enum AssetKind {
        /// Land-use right.
        LandUseRight = "land_use_right",
        /// House or other construction.
        House = "house",
        /// Vehicle.
        Vehicle = "vehicle",
        /// Another movable.
        Movable = "movable",
        /// Shares or other capital.
        Shares = "shares",
    }
}

impl AssetKind {
    /// Real estate: longer notices, other attendance (L106 80.2.a).
    pub fn is_real_estate(self) -> bool {
        matches!(self, Self::LandUseRight | Self::House)
    }

    /// Ownership or use must be registered: a registry's answer is needed (L106 37.2).
    pub fn is_registrable(self) -> bool {
        !matches!(self, Self::Movable)
    }
}

/// What the registry was asked and what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegistryQuery {
    /// The registry.
    pub registry: String,
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// The day it answered.
    pub answered_on: Option<NaiveDate>,
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Verified {
    /// The asset is the debtor's.
    pub owned_by_debtor: bool,
    /// Others own it too, or have a priority to buy (L106 83.1).
    pub co_owners: bool,
    /// Under another authority's measure (ND152 42.5).
    pub other_authority: bool,
    /// The officer's estimate, in đồng.
    pub estimated_value: Dong,
    /// The day of the minutes.
    pub on: NaiveDate,
}

/// The notices that must precede a seizure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct SeizureNotices {
    /// Parties, procuracy, land body, commune told of the seizure (L106 80.2.a).
    pub seizure_on: Option<NaiveDate>,
    /// Parties told of the estimated costs (L106 72.7).
    pub costs_on: Option<NaiveDate>,
    /// Dissipation or evasion must be stopped: recorded reason that lifts both waits.
    pub urgent_reason: Option<String>,
}

/// A price found by a valuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Valuation {
    /// The valuation firm.
    pub firm: String,
    /// The day the contract was signed.
    pub contracted_on: NaiveDate,
    /// The value, in đồng, once known.
    pub value: Option<Dong>,
    /// The certificate's number.
    pub certificate: Option<String>,
    /// Its last day of validity.
    pub valid_until: Option<NaiveDate>,
    /// The day the agency received it.
    pub received_on: Option<NaiveDate>,
}

/// Who received a valuation result, and until when he may ask for another (L106 82.2.c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResultNotice {
    /// The party.
    pub party: PartyId,
    /// The day of valid notice; none while it is still being served.
    pub received_on: Option<NaiveDate>,
    /// The last day to ask for a revaluation.
    pub window_until: Option<NaiveDate>,
}

/// The choice of the auction organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Selection {
    /// The day the notice was published.
    pub published_on: NaiveDate,
    /// On the agency's own page and on the national portal.
    pub published_at: Vec<String>,
    /// The last day of the notice period.
    pub notice_until: NaiveDate,
    /// The organisation chosen.
    pub chosen: Option<String>,
    /// The day of the choice.
    pub chosen_on: Option<NaiveDate>,
}

/// One auction round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Round {
    /// The start price, in đồng.
    pub start_price: Dong,
    /// The auction organisation.
    pub organisation: String,
    /// The contract's day.
    pub contracted_on: NaiveDate,
    /// The deposit, as thousandths of the start price.
    pub deposit_permille: u32,
    /// The day of posting.
    pub posted_on: Option<NaiveDate>,
    /// The day of the session.
    pub session_on: Option<NaiveDate>,
    /// The day the failure notice arrived.
    pub failed_on: Option<NaiveDate>,
}

/// A sale or a taking, and its payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Sale {
    /// The price, in đồng.
    pub price: Dong,
    /// What the buyer or taker must pay in, in đồng.
    pub payable: Dong,
    /// What has been paid in, in đồng.
    pub paid: Dong,
    /// The buyer's or taker's name stands in the sale contract; here only his role.
    pub by: SaleKind,
    /// The taker, when a creditor takes the asset.
    pub taker: Option<PartyId>,
    /// The day of the sale or of the offer to take.
    pub on: NaiveDate,
    /// The last day of payment.
    pub pay_until: NaiveDate,
    /// The day of the last payment.
    pub paid_on: Option<NaiveDate>,
}

text_enum! {
    /// How the asset left the debtor.
    pub enum SaleKind {
        /// Sold at auction.
        Auction = "auction",
        /// Taken by a creditor against his claim (L106 83.3).
        Taking = "taking",
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
    /// Registry queries.
    pub queries: Vec<RegistryQuery>,
    /// What verification found.
    pub verified: Option<Verified>,
    /// Notices before the seizure.
    pub notices: SeizureNotices,
    /// The day the seizure was carried out.
    pub seized_on: Option<NaiveDate>,
    /// Valuations: the first, and at most one at a party's request.
    pub valuations: Vec<Valuation>,
    /// Who received the first result.
    pub result_notices: Vec<ResultNotice>,
    /// The party who asked for a revaluation.
    pub revaluation_by: Option<PartyId>,
    /// Priority to buy was offered and its period is over, or it was waived (L106 83.1).
    pub preemption_closed_on: Option<NaiveDate>,
    /// The start price of the coming round, in đồng.
    pub start_price: Option<Dong>,
    /// The choice of the auction organisation.
    pub selection: Option<Selection>,
    /// Auction rounds.
    pub rounds: Vec<Round>,
    /// Reductions decided so far.
    pub reductions: u32,
    /// Coercion and sale costs to date, in đồng.
    pub costs: Dong,
    /// The sale or taking.
    pub sale: Option<Sale>,
    /// The moment the handover minutes were signed.
    pub handed_over_on: Option<NaiveDate>,
    /// When the record last changed.
    pub updated_at: DateTime<Utc>,
    /// Signed documents.
    pub decisions: Vec<DecisionRef>,
}

impl Asset {
    /// Whether a required registry answer is missing (L106 37.2).
    pub fn lacks_registry_answer(&self) -> bool {
        let excluded = matches!(self.state, AssetState::NotSeizable | AssetState::Released);
        let asked = !self.queries.is_empty();
        let unanswered = self.queries.iter().any(|query| query.answered_on.is_none());
        !excluded && ((self.kind.is_registrable() && !asked) || unanswered)
    }

    /// Whether it can still yield money: known, not excluded, not released, not yet closed.
    pub fn is_processable(&self) -> bool {
        !matches!(self.state, AssetState::NotSeizable | AssetState::Released | AssetState::Closed)
    }

    /// Sold at auction or taken by a creditor, not yet handed over (ND152 14.2).
    pub fn is_sold(&self) -> bool {
        matches!(
            self.state,
            AssetState::TakeDebtorNotice | AssetState::TakeDue | AssetState::SoldUnpaid | AssetState::Paid
        )
    }

    /// Under seizure: from the decision until it leaves the debtor.
    pub fn is_under_seizure(&self) -> bool {
        self.is_processable()
            && !matches!(self.state, AssetState::Identified | AssetState::Verifying | AssetState::Verified)
    }
}

//! The sale of an asset: the dossier that the head approves, the choice of the organisation, rounds, sale or taking, handover
//! (L106 83–87; ND152 63–69; auction law).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::AssetState;
use crate::domain::ids::{PartyId, UserId};
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// What makes a sale risky; each is looked at before the head approves it.
    pub enum Risk {
        /// Third persons have rights in it.
        ThirdPartyRights = "third_party_rights",
        /// From a corruption or economic case.
        CorruptionCase = "corruption_case",
        /// From a credit case.
        CreditCase = "credit_case",
        /// A household's property.
        Household = "household",
        /// Spouses' property.
        Spouses = "spouses",
        /// An enterprise's assets.
        Enterprise = "enterprise",
        /// Shares, stocks, bonds.
        Securities = "securities",
        /// Formed in the future.
        FutureFormed = "future_formed",
        /// Farmland.
        Farmland = "farmland",
        /// The buyer must meet conditions.
        BuyerConditions = "buyer_conditions",
        /// On leased land with a term.
        LeasedLand = "leased_land",
    }
}

impl Risk {
    /// The procuracy looks at such a file before it goes to auction.
    pub fn calls_for_review(self) -> bool {
        matches!(self, Risk::CorruptionCase | Risk::CreditCase)
    }
}

/// One risk and what was found about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RiskLine {
    /// The risk.
    pub risk: Risk,
    /// It is settled: the sale can go on.
    pub settled: bool,
    /// What was found, on which paper.
    #[validate(length(min = 1, max = 1000))]
    pub finding: String,
}

/// The auction dossier: risks and whether the asset can really be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Dossier {
    /// The risks of this asset.
    #[validate(nested, length(max = 11))]
    pub risks: Vec<RiskLine>,
    /// Who occupies it, access, papers, disputes: it can be handed over.
    pub deliverable: bool,
    /// Why it is thought so.
    #[validate(length(min = 1, max = 2000))]
    pub deliverability: String,
    /// Papers of the legal file are complete.
    pub papers_complete: bool,
}

/// The dossier with the names of those who answer for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApprovedDossier {
    /// What was approved.
    pub dossier: Dossier,
    /// Who prepared it.
    pub prepared_by: Option<UserId>,
    /// Who approved it.
    pub approved_by: UserId,
    /// The day.
    pub approved_on: NaiveDate,
}

text_enum! {
    /// What the procuracy said of a file before the auction.
    pub enum ReviewOutcome {
        /// Nothing against it.
        Clear = "clear",
        /// Faults to be mended first.
        Faults = "faults",
        /// It declined to look.
        Declined = "declined",
    }
}

/// The procuracy's look at the file before an auction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcuracyReview {
    /// The day it was asked.
    pub asked_on: NaiveDate,
    /// The day it answered.
    pub answered_on: Option<NaiveDate>,
    /// What it said.
    pub outcome: Option<ReviewOutcome>,
}

/// How one organisation was scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OrganisationScore {
    /// The organisation.
    #[validate(length(min = 1, max = 300))]
    pub organisation: String,
    /// Its points over all criteria, in hundredths.
    #[validate(range(max = 10_000))]
    pub points: u32,
    /// On the Ministry's list of auction organisations.
    pub listed: bool,
    /// Kinship or control that bars it (TT02 5).
    #[serde(default)]
    pub conflict: bool,
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
    /// Every organisation that applied.
    #[serde(default)]
    pub scores: Vec<OrganisationScore>,
    /// The organisation chosen.
    pub chosen: Option<String>,
    /// The day of the choice.
    pub chosen_on: Option<NaiveDate>,
    /// The day the result was published on both pages (TT02 6.1).
    #[serde(default)]
    pub result_on: Option<NaiveDate>,
    /// The public centre stepped in, because no contract was signed in time (L106 83.2.a).
    #[serde(default)]
    pub public_centre: bool,
}

text_enum! {
    /// Why a session failed (AL16 52.1, as amended).
    pub enum Failure {
        /// Nobody registered.
        NoRegistrant = "no_registrant",
        /// Everybody who registered stayed away.
        AllAbsent = "all_absent",
        /// Nobody bid.
        NoBid = "no_bid",
        /// Bids below the start price.
        BelowStart = "below_start",
        /// The winner refused to sign the minutes.
        MinutesRefused = "minutes_refused",
        /// A bid was withdrawn and nobody followed.
        BidWithdrawn = "bid_withdrawn",
        /// The result was refused and nobody followed.
        ResultRefused = "result_refused",
        /// A single bidder, where the law forbids the sale to one.
        OneBidder = "one_bidder",
    }
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
    /// The days of the public notices.
    #[serde(default)]
    pub notices: Vec<NaiveDate>,
    /// The day of the session.
    pub session_on: Option<NaiveDate>,
    /// The day the failure notice arrived.
    pub failed_on: Option<NaiveDate>,
    /// Why it failed.
    #[serde(default)]
    pub failure: Option<Failure>,
    /// The day it was stopped without a session.
    #[serde(default)]
    pub stopped_on: Option<NaiveDate>,
    /// A winner's deposit that does not come back (AL16 39.6; ND152 65.4–65.5).
    #[serde(default)]
    pub forfeited_deposit: Option<Dong>,
    /// The day it arrived and was booked.
    #[serde(default)]
    pub deposit_taken_on: Option<NaiveDate>,
}

text_enum! {
    /// Why an auction pauses (L106 84.1).
    pub enum PauseGround {
        /// The case is postponed or suspended.
        Stopped = "stopped",
        /// Whoever resolves a complaint or denunciation asks for it.
        Complaint = "complaint",
        /// A protest of the procuracy, or a paper of a procedural body.
        Protest = "protest",
    }
}

text_enum! {
    /// Why an auction stops (L106 84.2; ND152 65.7–65.8).
    pub enum StopGround {
        /// The case is terminated.
        Terminated = "terminated",
        /// A serious violation is concluded.
        Violation = "violation",
        /// The asset may not be sold; other property of the kind of ND152 65.7.
        NotSaleable = "not_saleable",
        /// The reduced price is not above secured debt and costs.
        SecuredFloor = "secured_floor",
        /// The reduced price is not above the costs.
        CostFloor = "cost_floor",
        /// A holder of a priority buys.
        Preemption = "preemption",
        /// The debtor pays everything.
        Redeemed = "redeemed",
        /// A creditor takes it by agreement.
        Taking = "taking",
        /// The owner of goods sold as unclaimed fetches them.
        OwnerReturns = "owner_returns",
        /// What was sold already is enough.
        EnoughMoney = "enough_money",
    }
}

/// A pause or stop of a running auction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuctionBreak {
    /// The ground's code.
    pub ground: String,
    /// The paper.
    pub paper: String,
    /// The day.
    pub on: NaiveDate,
    /// Where the asset stood.
    pub returns_to: AssetState,
}

text_enum! {
    /// How the asset left the debtor.
    pub enum SaleKind {
        /// Sold at auction.
        Auction = "auction",
        /// Taken by a creditor against his claim after failed sessions (L106 83.3).
        Taking = "taking",
        /// Taken by a creditor by agreement (L106 86.1).
        AgreedTaking = "agreed_taking",
        /// Bought by a holder of a priority (L106 83.1).
        Preemption = "preemption",
        /// Sold without auction (L106 83.2.b).
        Direct = "direct",
        /// Sold in the way of its kind (ND152 57, 61).
        Special = "special",
    }
}

impl SaleKind {
    /// A creditor takes it.
    pub fn is_taking(self) -> bool {
        matches!(self, SaleKind::Taking | SaleKind::AgreedTaking)
    }
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
    /// The taker or holder of a priority, when a party of the case.
    pub taker: Option<PartyId>,
    /// The day of the sale or of the offer to take.
    pub on: NaiveDate,
    /// The last day of payment.
    pub pay_until: NaiveDate,
    /// Parties and winner agreed on a longer term (ND152 65.1).
    #[serde(default)]
    pub extended: bool,
    /// The day of the last payment.
    pub paid_on: Option<NaiveDate>,
    /// The last day to hand it over.
    #[serde(default)]
    pub hand_over_until: Option<NaiveDate>,
    /// Where the asset goes back to when a holder of a priority or an agreed taker does not pay.
    #[serde(default)]
    pub returns_to: Option<AssetState>,
}

impl Sale {
    /// A sale at a price, of which nothing is paid yet and all of it must be.
    pub fn new(by: SaleKind, price: Dong, on: NaiveDate, pay_until: NaiveDate) -> Sale {
        Sale {
            price,
            payable: price,
            paid: Dong::ZERO,
            by,
            taker: None,
            on,
            pay_until,
            extended: false,
            paid_on: None,
            hand_over_until: None,
            returns_to: None,
        }
    }
}

/// What stands in the case's books for this sale beside the price that was paid.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct SaleBooks {
    /// The bid deposit that the organisation passed on, in đồng.
    pub deposit: Option<Dong>,
    /// The price booked as due from the buyer, in đồng.
    pub receivable: Dong,
    /// What is owed back to the buyer of a sale that was undone, in đồng.
    pub refund_due: Dong,
    /// That buyer, when a party of the case.
    pub refund_to: Option<PartyId>,
    /// What of a lost deposit is owed to the budget, in đồng.
    pub budget_due: Dong,
    /// What distributions had shared of prices whose sale was undone since, in đồng.
    pub shared_before: Dong,
}

/// How a sold asset will be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandoverPlan {
    /// The day planned.
    pub planned_on: NaiveDate,
    /// Who does what, where; no name of a person.
    pub content: String,
    /// What stands in the way, when something does.
    pub obstacle: Option<String>,
}

/// Exploitation of an asset instead of its sale (L106 77).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exploitation {
    /// In which form, for which sums and dates.
    pub form: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// The day the contract was signed.
    pub contracted_on: Option<NaiveDate>,
    /// The day it ended.
    pub ended_on: Option<NaiveDate>,
}

/// A rule of this program passed over by two people, for a reason, for ever on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Override {
    /// The guard.
    pub guard: String,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: Option<UserId>,
    /// Who allowed it.
    pub allowed_by: UserId,
    /// The day.
    pub on: NaiveDate,
}

//! The bodies of an asset's actions: what the API takes, what the OpenAPI document shows. Bounds are declared here; what the
//! law asks of the content is checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::domain::payment::Channel;
use crate::text_enum;

actions! {
    /// Every action of an asset. The date of the act, `effective_on`, stands beside it in the request.
    pub enum AssetAction {
        /// the registry is asked.
        QueryRegistry(QueryRegistry) = "query_registry",
        /// owner, encumbrances and value are recorded.
        RecordVerification(RecordVerification) = "record_verification",
        /// excluded by law.
        ExcludeAsset(ExcludeAsset) = "exclude_asset",
        /// the seizure decision.
        IssueSeizureDecision(IssueSeizureDecision) = "issue_seizure_decision",
        /// A-17N: notices of seizure and costs.
        ServeSeizureNotices(ServeSeizureNotices) = "serve_seizure_notices",
        /// the seizure is carried out.
        CarryOutSeizure(CarryOutSeizure) = "carry_out_seizure",
        /// the valuation contract.
        SignValuationContract(SignValuationContract) = "sign_valuation_contract",
        /// the certificate arrives.
        RecordValuation(RecordValuation) = "record_valuation",
        /// A-26N: a party received the result.
        ServeValuationResult(ServeValuationResult) = "serve_valuation_result",
        /// a party asks for a revaluation.
        RequestRevaluation(RequestRevaluation) = "request_revaluation",
        /// the window is over.
        CloseRevaluationWindow(Nothing) = "close_revaluation_window",
        /// the second certificate.
        RecordRevaluation(RecordValuation) = "record_revaluation",
        /// priority to buy was offered and not used.
        ClosePreemption(ClosePreemption) = "close_preemption",
        /// A-36N: the choice of an auction organisation is announced.
        PublishSelectionNotice(PublishSelectionNotice) = "publish_selection_notice",
        /// A-36O: the organisation is chosen.
        ChooseAuctionOrganisation(ChooseAuctionOrganisation) = "choose_auction_organisation",
        /// the auction contract.
        SignAuctionContract(SignAuctionContract) = "sign_auction_contract",
        /// posted and announced.
        AnnounceAuction(AnnounceAuction) = "announce_auction",
        /// sold.
        RecordSale(RecordSale) = "record_sale",
        /// failed.
        RecordFailedAuction(Nothing) = "record_failed_auction",
        /// the price is reduced.
        DecideReduction(DecideReduction) = "decide_reduction",
        /// the creditors are told that they may take it.
        OfferToCreditor(Nothing) = "offer_to_creditor",
        /// a creditor asks to take it.
        CreditorTakes(CreditorTakes) = "creditor_takes",
        /// the taker is told to pay.
        CallForTakingPayment(Nothing) = "call_for_taking_payment",
        /// the taker pays.
        RecordTakingPayment(RecordPayment) = "record_taking_payment",
        /// the taker did not pay.
        LapseTaking(Nothing) = "lapse_taking",
        /// the buyer pays.
        RecordBuyerPayment(RecordPayment) = "record_buyer_payment",
        /// the buyer did not pay.
        RescindSale(Nothing) = "rescind_sale",
        /// handed over.
        HandOver(HandOver) = "hand_over",
        /// proceeds distributed.
        CloseAsset(Nothing) = "close_asset",
        /// released.
        ReleaseSeizure(ReleaseSeizure) = "release_seizure",
    }
}

/// A question to a registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct QueryRegistry {
    /// The registry.
    #[validate(length(min = 1, max = 300))]
    pub registry: String,
}

/// What verification found; the answer of the registry is part of it for a registrable asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordVerification {
    /// The day the registry answered.
    pub registry_answered_on: Option<NaiveDate>,
    /// The asset is the debtor's (L106 78.1).
    pub owned_by_debtor: bool,
    /// Others own it too, or have a priority to buy.
    #[serde(default)]
    pub co_owners: bool,
    /// Under another authority's measure (ND152 42.5).
    #[serde(default)]
    pub other_authority: bool,
    /// The officer's estimate, in đồng.
    pub estimated_value: Dong,
}

/// An exclusion (L106 79).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ExcludeAsset {
    /// The entry of the list, for example `EX-2dd`.
    #[validate(length(min = 4, max = 8))]
    pub entry: String,
}

/// A seizure decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct IssueSeizureDecision {
    /// Which exception allows an asset worth more than debt and costs (L106 72.3); needed where it is.
    #[validate(length(min = 1, max = 500))]
    pub proportion_exception: Option<String>,
}

/// Notices before a seizure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ServeSeizureNotices {
    /// Parties, procuracy, land body and commune were told (L106 80.2.a).
    pub seizure: bool,
    /// The parties were told of the estimated costs (L106 72.7).
    pub costs: bool,
    /// Dissipation, destruction or evasion must be stopped: lifts the waits.
    #[validate(length(min = 1, max = 2000))]
    pub urgent_reason: Option<String>,
}

/// The minutes of a seizure (L106 80.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CarryOutSeizure {
    /// The hour it began, `HH:MM`.
    #[validate(length(equal = 5))]
    pub began_at: String,
    /// The hour it ended, `HH:MM`.
    #[validate(length(equal = 5))]
    pub ended_at: String,
    /// Commune authority, or representative of village or quarter, was present.
    pub commune_present: bool,
    /// The land body was present (real estate).
    #[serde(default)]
    pub land_body_present: bool,
    /// The minutes carry what L106 80.1 asks and every signature.
    pub minutes_complete: bool,
    /// Who keeps the asset (L106 40.1).
    #[validate(length(min = 1, max = 300))]
    pub custodian: String,
    /// Costs of the seizure, in đồng.
    #[serde(default)]
    pub costs: Dong,
}

/// A valuation contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SignValuationContract {
    /// The firm.
    #[validate(length(min = 1, max = 300))]
    pub firm: String,
    /// The firm is on the published list, and neither suspended nor withdrawn (ND152 60.2).
    pub firm_eligible: bool,
}

/// A valuation certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordValuation {
    /// The value, in đồng.
    pub value: Dong,
    /// The certificate's number.
    #[validate(length(min = 1, max = 100))]
    pub certificate: String,
    /// Its last day of validity.
    pub valid_until: NaiveDate,
    /// What the valuation cost, in đồng.
    #[serde(default)]
    pub costs: Dong,
}

/// Valid notice of a valuation result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ServeValuationResult {
    /// The party.
    pub party: PartyId,
}

/// A request for a revaluation (L106 82.2.c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RequestRevaluation {
    /// The party.
    pub party: PartyId,
    /// The advance was paid.
    pub advance_paid: bool,
    /// The firm that will value again.
    #[validate(length(min = 1, max = 300))]
    pub firm: String,
}

/// End of the priority to buy (L106 83.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ClosePreemption {
    /// The day the last holder was validly notified.
    pub notified_on: NaiveDate,
    /// Every holder waived in writing.
    #[serde(default)]
    pub waived: bool,
}

/// Announcement of the choice of an auction organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PublishSelectionNotice {
    /// Address on the agency's own page.
    #[validate(length(min = 1, max = 500))]
    pub own_page: String,
    /// Address on the national auction portal.
    #[validate(length(min = 1, max = 500))]
    pub national_portal: String,
}

/// The choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ChooseAuctionOrganisation {
    /// The organisation.
    #[validate(length(min = 1, max = 300))]
    pub organisation: String,
    /// Scored by every criterion.
    pub scored: bool,
}

/// An auction contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SignAuctionContract {
    /// The deposit, in thousandths of the start price (AL16 39.1).
    pub deposit_permille: u32,
    /// The start price; must be the one fixed, in đồng.
    pub start_price: Dong,
    /// The day of the session.
    pub session_on: NaiveDate,
    /// The contract provides for pause and stop (L106 84.3).
    pub pause_and_stop_clauses: bool,
}

/// Posting and announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AnnounceAuction {
    /// Where it was posted.
    #[validate(length(min = 1, max = 500))]
    pub posted_at: String,
}

/// A session with a winner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordSale {
    /// The price, in đồng.
    pub price: Dong,
    /// How many valid bidders there were; one is enough at or above the start price (AL24 49.1).
    #[validate(range(min = 1, max = 100_000))]
    pub bidders: u32,
}

/// A reduction (L106 83.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DecideReduction {
    /// The new start price, in đồng.
    pub new_price: Dong,
    /// The creditor refused to take it, where he had the option.
    #[serde(default)]
    pub creditor_refused: bool,
}

/// A creditor's wish to take the asset at the last reduced price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CreditorTakes {
    /// The creditor.
    pub creditor: PartyId,
    /// What he must pay in, in đồng: the price less his own share (ND152 66).
    pub payable: Dong,
    /// Every other creditor consents (L106 86.1).
    #[serde(default)]
    pub others_consent: bool,
}

/// Payment of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordPayment {
    /// The sum, in đồng.
    pub amount: Dong,
    /// How it came: only into the agency's account (ND152 65.1).
    pub channel: Channel,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A handover (L106 86).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HandOver {
    /// The asset is free of occupants.
    pub vacant: bool,
    /// Buyer or taker was present and signed.
    pub receiver_present: bool,
}

/// A release (L106 95.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReleaseSeizure {
    /// The ground.
    pub ground: SeizureReleaseGround,
    /// The paper that proves it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
}

text_enum! {
    /// Why a seizure ends.
    pub enum SeizureReleaseGround {
        /// Debt, fee and costs are all settled.
        Performed = "performed",
        /// The parties agree, against no one's right.
        Agreed = "agreed",
        /// The property is not the debtor's.
        NotDebtors = "not_debtors",
        /// The case is being terminated (L106 95.1).
        Termination = "termination",
    }
}

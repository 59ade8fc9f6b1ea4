//! The price: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::asset::{FixingGround, PaperLine, ValuationGround};
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::asset::OnPaper;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;

actions! {
    /// Agreement, valuation, fixing, notice of the result, revaluation, comparison of the papers.
    pub enum PriceAction {
        /// the parties agree on the price.
        RecordAgreedPrice(RecordAgreedPrice) = "record_agreed_price",
        /// the valuation contract.
        SignValuationContract(SignValuationContract) = "sign_valuation_contract",
        /// the bailiff or a council fixes the price.
        FixPrice(FixPrice) = "fix_price",
        /// the certificate arrives.
        RecordValuation(RecordValuation) = "record_valuation",
        /// A-26N: a party received the result.
        ServeValuationResult(ServeValuationResult) = "serve_valuation_result",
        /// A-26R: decision, minutes, report and certificate are compared.
        ReconcilePapers(ReconcilePapers) = "reconcile_papers",
        /// a party asks for a revaluation.
        RequestRevaluation(RequestRevaluation) = "request_revaluation",
        /// revaluation after a violation or an expired certificate.
        Revalue(Revalue) = "revalue",
        /// A-28K: the parties keep the price of an expired certificate.
        KeepPrice(OnPaper) = "keep_price",
        /// the window is over.
        CloseRevaluationWindow(Nothing) = "close_revaluation_window",
        /// the second certificate.
        RecordRevaluation(RecordValuation) = "record_revaluation",
    }
}

/// The parties' written agreement on the price (L106 82.1.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordAgreedPrice {
    /// The price, in đồng.
    pub value: Dong,
    /// The minutes or letter.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
    /// Every party and whoever holds a right in it agreed.
    pub all_agree: bool,
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

/// A price fixed without a firm (L106 82.1.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FixPrice {
    /// Why no firm values it.
    pub ground: FixingGround,
    /// The price, in đồng.
    pub value: Dong,
    /// The wage region of the agency's seat; needed for small value.
    #[validate(range(min = 1, max = 4))]
    pub region: Option<u8>,
    /// The council; needed where no firm could be chosen.
    #[validate(nested)]
    pub council: Option<PriceCouncil>,
}

/// A council that fixes a price (ND152 60.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PriceCouncil {
    /// How many members it has, the chair among them.
    #[validate(range(min = 1, max = 99))]
    pub members: u8,
    /// The bailiff chairs it.
    pub officer_chairs: bool,
    /// Votes for the price.
    pub votes_for: u8,
    /// The chair voted for it: decides a tie.
    pub chair_for: bool,
    /// The minutes carry every member's opinion and signature.
    pub minutes_complete: bool,
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

/// The four papers side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReconcilePapers {
    /// Description, quantity and owner for every asset; area and parcel for real estate.
    #[validate(nested, length(min = 1, max = 5))]
    pub lines: Vec<PaperLine>,
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

/// A revaluation that no party asked for (L106 82.2.a–b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Revalue {
    /// Violation, or expired.
    pub ground: ValuationGround,
    /// The conclusion, or the expired certificate.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
    /// The firm that will value again.
    #[validate(length(min = 1, max = 300))]
    pub firm: String,
    /// The firm is eligible (ND152 60.2).
    pub firm_eligible: bool,
}

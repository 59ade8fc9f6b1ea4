//! The price of an asset: valuation by a firm, fixing by the bailiff or a council, agreement of the parties; who was told, who
//! may buy first, and whether the papers speak of one and the same thing (L106 82, 83.1; ND152 60, 63).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::domain::ids::PartyId;
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// Where the present price comes from (L106 82.4).
    #[derive(Default)]
    pub enum PriceBasis {
        /// A firm's certificate.
        #[default]
        Valuation = "valuation",
        /// Fixed by the bailiff or a council (L106 82.1.b).
        Fixed = "fixed",
        /// Agreed by the parties before any contract (L106 82.1.a).
        Agreed = "agreed",
    }
}

text_enum! {
    /// Why a firm values an asset.
    #[derive(Default)]
    pub enum ValuationGround {
        /// The first time.
        #[default]
        First = "first",
        /// A party asked in time (L106 82.2.c).
        Party = "party",
        /// A serious violation was concluded (L106 82.2.a).
        Violation = "violation",
        /// The certificate expired before the auction contract (L106 82.2.b).
        Expired = "expired",
    }
}

/// A price found by a valuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Valuation {
    /// The valuation firm.
    pub firm: String,
    /// The day the contract was signed.
    pub contracted_on: NaiveDate,
    /// Why.
    #[serde(default)]
    pub ground: ValuationGround,
    /// The value, in đồng, once known.
    pub value: Option<Dong>,
    /// The certificate's number.
    pub certificate: Option<String>,
    /// Its last day of validity.
    pub valid_until: Option<NaiveDate>,
    /// The day the agency received it.
    pub received_on: Option<NaiveDate>,
}

text_enum! {
    /// Why the bailiff or a council may fix the price (L106 82.1.b; ND152 60.3–60.5).
    pub enum FixingGround {
        /// Perishable.
        Perishable = "perishable",
        /// Of small value.
        SmallValue = "small_value",
        /// No firm could be chosen: a council.
        NoFirm = "no_firm",
    }
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

text_enum! {
    /// What the four papers must say alike.
    pub enum PaperSubject {
        /// What it is.
        Description = "description",
        /// How many or how much of it.
        Quantity = "quantity",
        /// The owner: compared as the same or not, never by name.
        Owner = "owner",
        /// The area of land or building.
        Area = "area",
        /// Parcel and map sheet.
        Parcel = "parcel",
    }
}

/// What decision, minutes, report and certificate say of one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PaperLine {
    /// The subject.
    pub subject: PaperSubject,
    /// In the seizure decision.
    #[validate(length(min = 1, max = 300))]
    pub decision: String,
    /// In the seizure minutes.
    #[validate(length(min = 1, max = 300))]
    pub minutes: String,
    /// In the valuation report.
    #[validate(length(min = 1, max = 300))]
    pub report: String,
    /// In the certificate.
    #[validate(length(min = 1, max = 300))]
    pub certificate: String,
}

impl PaperLine {
    /// All four say the same.
    pub fn agrees(&self) -> bool {
        let first = self.decision.trim();
        [&self.minutes, &self.report, &self.certificate].iter().all(|other| other.trim() == first)
    }
}

/// The comparison of the four papers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reconciliation {
    /// The day.
    pub on: NaiveDate,
    /// What was compared.
    pub lines: Vec<PaperLine>,
    /// The subjects on which they differ.
    pub differences: Vec<PaperSubject>,
}

/// Priority to buy, from the first offer to the payment (L106 83.1; ND152 63).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Preemption {
    /// Offers of the first sale.
    pub offers: Vec<PriorityOffer>,
    /// Who buys.
    pub buyer: Option<PartyId>,
    /// Chosen by lot among several.
    pub by_lot: bool,
}

/// An offer to one holder of a priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriorityOffer {
    /// The holder.
    pub holder: PartyId,
    /// The day of valid notice.
    pub notified_on: NaiveDate,
    /// The last day to accept.
    pub until: NaiveDate,
    /// The day it was waived in writing.
    pub waived_on: Option<NaiveDate>,
}

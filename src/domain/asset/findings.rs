//! What verification found of an asset: whose it is, who else has a part in it, what lies on it, what stands in its way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::domain::money::Dong;
use crate::text_enum;

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
    /// Everything beside that.
    #[serde(default)]
    pub findings: Findings,
}

/// Everything that verification asks beside owner and value. What was not looked at is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate, ToSchema)]
#[serde(default)]
pub struct Findings {
    /// It may change hands under the law of its kind; a sale could otherwise be undone (ND152 21.3).
    pub transferable: Option<bool>,
    /// The day it was surveyed on site.
    pub surveyed_on: Option<NaiveDate>,
    /// Dividing it does not noticeably cut its value (L106 72.3.a).
    pub divisible: Option<bool>,
    /// The debtor's other property suffices.
    pub other_property_sufficient: Option<bool>,
    /// The debtor proposes this asset or agrees that it be seized (L106 72.3.d, 78.3.b; ND152 54.4).
    pub proposed_by_debtor: bool,
    /// Common property and the debtor's share in it (L106 39).
    #[validate(nested)]
    pub common: Option<CommonProperty>,
    /// Pledge or mortgage (L106 78.3.d).
    #[validate(nested)]
    pub mortgage: Option<Mortgage>,
    /// Land or house without a certificate: the opinion on planning, certificate and acquisition (ND152 56.1).
    #[validate(nested)]
    pub unregistered: Option<Opinion>,
    /// Right to a natural resource: the licensor's opinion (ND152 59).
    #[validate(nested)]
    pub resource: Option<Opinion>,
    /// The debtor transferred it after the judgment took effect and the transfer is completed (ND152 54.2.b).
    pub transferred_on: Option<NaiveDate>,
    /// An intellectual property right is under compulsory transfer until this day (L106 78.3.e).
    pub compulsory_transfer_until: Option<NaiveDate>,
    /// Crops, livestock, closed production: ripe or finished on this day (L106 81.3).
    pub harvest_on: Option<NaiveDate>,
    /// The parties agree to sell before the harvest.
    pub early_harvest_agreed: bool,
    /// Graves lie on the land (ND152 68.1).
    pub graves: bool,
    /// Who may buy is limited by law: farmland, project land … (ND152 21.3).
    #[validate(length(min = 1, max = 300))]
    pub buyer_condition: Option<String>,
    /// Another law forbids the sale to a single bidder (AL16 59).
    pub one_bidder_forbidden: bool,
    /// Perishable within the meaning of ND152 60.4.
    pub perishable: bool,
    /// Another law allows seizing it though it is worth more than debt and costs (L106 72.3.đ).
    #[validate(length(min = 1, max = 300))]
    pub other_law: Option<String>,
}

/// The debtor owns it together with others (L106 39).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CommonProperty {
    /// The debtor's share, once it is determined by agreement or by a court.
    #[validate(nested)]
    pub share: Option<Share>,
}

/// A part of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Share {
    /// So many parts …
    #[validate(range(min = 1, max = 1_000_000))]
    pub parts: u32,
    /// … of so many.
    #[validate(range(min = 1, max = 1_000_000))]
    pub of: u32,
}

impl Share {
    /// Whether it is a part of the whole, not more.
    pub fn is_proper(self) -> bool {
        self.parts <= self.of
    }

    /// This part of a price, rounded up to the đồng.
    pub fn of_price(self, price: Dong) -> Option<Dong> {
        let whole = i128::from(price.get()) * i128::from(self.parts);
        let of = i128::from(self.of.max(1));
        let rounded = whole.checked_add(of - 1)? / of;
        i64::try_from(rounded).ok().and_then(|dong| Dong::new(dong).ok())
    }
}

/// A pledge or mortgage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Mortgage {
    /// The contract, by its number: assets of one contract are seized together.
    #[validate(length(min = 1, max = 100))]
    pub contract: String,
    /// The debt secured by it, in đồng.
    pub secured: Dong,
    /// The judgment orders that this collateral be realised for its creditor.
    #[serde(default)]
    pub judged: bool,
    /// Collateral of a bad debt (ND152 55.2).
    #[serde(default)]
    pub bad_debt: bool,
    /// The case of the Credit Institutions Law that allows the seizure of a bad debt's collateral.
    #[validate(length(min = 1, max = 300))]
    pub bad_debt_case: Option<String>,
    /// The credit institution itself seizes or handles it (ND152 42.5).
    #[serde(default)]
    pub handled_by_lender: bool,
    /// The day the mortgagee was told of the seizure (ND152 55.1).
    #[serde(default)]
    pub mortgagee_told_on: Option<NaiveDate>,
}

/// A competent body's opinion that must be on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Opinion {
    /// The body and its paper.
    #[validate(length(min = 1, max = 300))]
    pub paper: Option<String>,
}

text_enum! {
    /// Why an asset worth more than debt and costs may be seized whole (L106 72.3).
    pub enum ProportionException {
        /// The sole asset, and it cannot be divided without a noticeable loss of value (72.3.a).
        Indivisible = "indivisible",
        /// The judgment attaches it (72.3.b).
        Judged = "judged",
        /// Collateral that the judgment orders to be realised (72.3.c).
        Collateral = "collateral",
        /// The debtor proposes it (72.3.d).
        Proposed = "proposed",
        /// Another law (72.3.đ).
        OtherLaw = "other_law",
    }
}

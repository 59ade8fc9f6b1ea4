//! A case taken over from the 2008 law: what stood then, in that law's words, and what has to be looked at now (L106 116.3–116.4).
//! It says which ground of today takes the place of one of then; it decides nothing.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{HoldGround, NotEnforceableGround};
use crate::text_enum;

text_enum! {
    /// The ground of a decision of 2008 that the debtor cannot perform yet (L08 44a.1). Point c named two cases.
    pub enum LegacyNotEnforceable {
        /// No income and no assets.
        NoMeans = "44a.1.a",
        /// The specific thing is gone or unusable.
        ThingGone = "44a.1.b",
        /// The person to be handed over cannot be found.
        PersonNotFound = "44a.1.c_person",
        /// The debtor's address is unknown.
        AddressUnknown = "44a.1.c_address",
    }
}

impl LegacyNotEnforceable {
    /// The ground of 2025 (L106 38.1). An unknown address is none any more: the case is looked at anew.
    pub fn now(self) -> Option<NotEnforceableGround> {
        match self {
            Self::NoMeans => Some(NotEnforceableGround::NoMeans),
            Self::ThingGone => Some(NotEnforceableGround::SpecificThingGone),
            Self::PersonNotFound => Some(NotEnforceableGround::PersonNotFound),
            Self::AddressUnknown => None,
        }
    }
}

text_enum! {
    /// The ground of a postponement or suspension of 2008 (L08 48, 49).
    pub enum LegacyHold {
        /// Critical illness.
        Illness = "48.1.a_illness",
        /// Lost civil capacity.
        Incapacity = "48.1.a_capacity",
        /// Address unknown.
        AddressUnknown = "48.1.b",
        /// Agreement of the parties.
        Agreement = "48.1.c",
        /// Assets in dispute before a court.
        Dispute = "48.1.d_dispute",
        /// Collateral worth no more than the secured duty and costs.
        CollateralTooSmall = "48.1.d_value",
        /// Asked for an explanation, or for a review.
        Explanation = "48.1.dd",
        /// The recipient did not come, though notified twice.
        RecipientAbsent = "48.1.e",
        /// An obstacle to the transfer of rights and duties.
        TransferObstacle = "48.1.g",
        /// The creditor does not take an asset whose price was reduced.
        AssetNotTaken = "48.1.h",
        /// At the request of whoever may protest.
        ProtestRequest = "48.2",
        /// Suspended by whoever may protest.
        Protest = "49.1",
        /// A petition in bankruptcy was accepted.
        Bankruptcy = "49.2",
    }
}

impl LegacyHold {
    /// The ground under which the decision is kept: it stands until its cause ends. Where 2025 has no such ground of
    /// postponement the nearest one is kept, and [`LegacyHold::leads_to`] says what to decide instead.
    pub fn now(self) -> HoldGround {
        match self {
            Self::Illness | Self::Incapacity => HoldGround::Illness,
            Self::AddressUnknown => HoldGround::AddressUnknown,
            Self::Agreement => HoldGround::Agreement,
            Self::Dispute | Self::CollateralTooSmall => HoldGround::OwnershipDispute,
            Self::Explanation => HoldGround::Explanation,
            Self::RecipientAbsent | Self::AssetNotTaken => HoldGround::RecipientAbsent,
            Self::TransferObstacle => HoldGround::TransferObstacle,
            Self::ProtestRequest => HoldGround::ProtestRequest,
            Self::Protest => HoldGround::Protest,
            Self::Bankruptcy => HoldGround::BankruptcyPetition,
        }
    }

    /// What is a ground of non-enforceability in 2025; it needs a decision of its own.
    pub fn leads_to(self) -> Option<NotEnforceableGround> {
        match self {
            Self::Incapacity => Some(NotEnforceableGround::IncapacityOfDebtor),
            Self::CollateralTooSmall => Some(NotEnforceableGround::CollateralTooSmall),
            Self::AssetNotTaken => Some(NotEnforceableGround::AssetNotTaken),
            _ => None,
        }
    }
}

text_enum! {
    /// What the officer has to look at in a case taken over.
    pub enum ReviewPoint {
        /// The stage, as in every such case.
        Stage = "stage",
        /// A fact is missing: no clock runs by itself.
        MissingFacts = "missing_facts",
        /// Decided because the address was unknown: postpone a personal duty, verify a property duty again.
        AddressUnknown = "address_unknown",
        /// Postponed on what is a ground of non-enforceability now.
        HoldBecomesNotEnforceable = "hold_becomes_not_enforceable",
        /// Periodic verification had stopped and starts again (L106 38.3).
        VerificationRestarts = "verification_restarts",
        /// On request and in the separate book: returned only under its own conditions (U30).
        LegacyBook = "legacy_book",
        /// Decided on the debtor's request: no fee (L106 53.1).
        FeeFreeDebtor = "fee_free_debtor",
    }
}

/// What stood on the day of the take-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Imported {
    /// The day it was entered here.
    pub on: NaiveDate,
    /// From this day its acts follow the law of 2025 (L106 116.3).
    pub regime_from: NaiveDate,
    /// Facts that are missing; while there is one, nothing runs by itself.
    pub missing: Vec<String>,
    /// What has to be looked at.
    pub review: Vec<ReviewPoint>,
    /// The day of the first enforcement decision, which exemption counts from (L106 42.5).
    pub first_decision_on: Option<NaiveDate>,
    /// The day of the request.
    pub requested_on: Option<NaiveDate>,
    /// The ground of the decision under L08 44a.
    pub not_enforceable: Option<LegacyNotEnforceable>,
    /// The grounds of the interruptions, in the order of the case's own.
    pub holds: Vec<LegacyHold>,
}

impl Imported {
    /// Some fact is missing.
    pub fn needs_review(&self) -> bool {
        !self.missing.is_empty()
    }
}

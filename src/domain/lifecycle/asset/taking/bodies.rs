//! After a failed session: reduction, the creditor's option, taking, return to the debtor: the actions and what each takes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::asset::{OnPaper, RecordPayment};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;

actions! {
    /// Reduction, taking, return.
    pub enum TakingAction {
        /// the price is reduced.
        DecideReduction(DecideReduction) = "decide_reduction",
        /// the creditors are told that they may take it.
        OfferToCreditor(Nothing) = "offer_to_creditor",
        /// a creditor asks to take it.
        CreditorTakes(CreditorTakes) = "creditor_takes",
        /// A-48N: the debtor is told and may still pay.
        TellDebtorOfTaking(Nothing) = "tell_debtor_of_taking",
        /// the taker is told to pay.
        CallForTakingPayment(Nothing) = "call_for_taking_payment",
        /// the taker pays.
        RecordTakingPayment(RecordPayment) = "record_taking_payment",
        /// the taker did not pay.
        LapseTaking(Nothing) = "lapse_taking",
        /// given back to the debtor, barred from dealings.
        ReturnRestricted(OnPaper) = "return_restricted",
        /// the seizure of collateral is recalled.
        RevokeSeizure(OnPaper) = "revoke_seizure",
        /// the debt is performed; the bar is lifted.
        LiftRestriction(OnPaper) = "lift_restriction",
        /// a creditor takes it by agreement.
        AgreeTaking(AgreeTaking) = "agree_taking",
    }
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

/// A creditor's wish to take the asset at the last reduced price. What he pays in is computed: the price less his own claim or
/// share (ND152 66).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CreditorTakes {
    /// The creditor.
    pub creditor: PartyId,
    /// Every other creditor consents (L106 86.1).
    #[serde(default)]
    pub others_consent: bool,
    /// Charges and taxes of the transfer that the owner bears (L106 54.1), in đồng.
    #[serde(default)]
    pub transfer_charges: Dong,
    /// The wage region of the debtor's residence; needed for his only home (L106 89.2).
    #[validate(range(min = 1, max = 4))]
    pub rent_region: Option<u8>,
}

/// A taking agreed between debtor and creditors (L106 86.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AgreeTaking {
    /// The agreed price, in đồng.
    pub price: Dong,
    /// The minutes.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
    /// Who takes it, on which terms.
    #[validate(nested)]
    pub terms: CreditorTakes,
}

//! Payouts: the actions and what each takes.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::DepositPlace;
use crate::domain::claim::Payee;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::case::{Nothing, RefundGround};
use crate::domain::money::Dong;
use crate::domain::payment::{Channel, PayoutMeans};
use crate::text_enum;

actions! {
    /// Every action of a payout.
    pub enum PayoutAction {
        /// T-EN-08: the bank carried it out.
        ConfirmPayout(ConfirmPayout) = "confirm_payout",
        /// MP-10: paid at the agency.
        PayAtAgency(PayAtAgency) = "pay_at_agency",
        /// MP-11: the bank did not carry it out.
        FailPayout(FailPayout) = "fail_payout",
        /// MP-12: the money came back after it was confirmed.
        ReturnPayout(ReturnPayout) = "return_payout",
        /// MP-13: it is ordered anew.
        OrderAgain(OrderAgain) = "order_again",
        /// MP-14: the head releases the new order.
        ReleasePayout(Nothing) = "release_payout",
        /// MP-15: the payee is told to collect.
        NotifyPayee(NotifyPayee) = "notify_payee",
        /// MP-16: sent by post.
        PostPayout(PostPayout) = "post_payout",
        /// MP-17: the post delivered it.
        ConfirmPost(ConfirmPayout) = "confirm_post",
        /// MP-18: the post brought it back.
        RecordPostReturn(FailPayout) = "record_post_return",
        /// MP-19: deposited unclaimed.
        DepositPayout(DepositPayout) = "deposit_payout",
        /// MP-20: the deposit bore interest.
        RecordDepositInterest(RecordDepositInterest) = "record_deposit_interest",
        /// The forfeiture is drafted.
        ProposePayoutForfeiture(ProposePayoutForfeiture) = "propose_payout_forfeiture",
        /// MP-21: forfeited to the budget.
        ForfeitPayout(Nothing) = "forfeit_payout",
        /// The refund by the budget is drafted.
        ProposePayoutRefund(ProposePayoutRefund) = "propose_payout_refund",
        /// MP-22: the budget gave it back.
        RefundPayout(Nothing) = "refund_payout",
        /// MP-23: it was paid wrongly, and is to be recovered.
        FindWrongPayment(FindWrongPayment) = "find_wrong_payment",
        /// MP-24: it was recovered.
        RecordRecovery(RecordRecovery) = "record_recovery",
        /// MP-25: the foreign currency that the judgment orders is bought.
        BuyCurrency(BuyCurrency) = "buy_currency",
        /// MP-26: the parties agree on đồng.
        AgreeOnDong(AgreeOnDong) = "agree_on_dong",
        /// MP-27: collected currency is set aside for the payee whom the judgment orders to be paid in it.
        SetCurrencyAside(SetCurrencyAside) = "set_currency_aside",
        /// MP-28: collected currency is sold to a bank so that what is due in đồng can be paid.
        SellCurrency(BuyCurrency) = "sell_currency",
    }
}

/// The confirmation of the bank or the post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ConfirmPayout {
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
    /// What the transfer cost: the recipient bears it (ND152 30.9).
    #[serde(default)]
    pub cost: Dong,
}

text_enum! {
    /// By what a person who collects proved who he is (TT04 18.1).
    pub enum IdentityProof {
        /// Citizen's card.
        IdCard = "id_card",
        /// VNeID.
        Vneid = "vneid",
        /// Passport.
        Passport = "passport",
    }
}

/// A payment at the agency to a person who gave no account (ND152 30.5; TT04 18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PayAtAgency {
    /// How whoever collects proved who he is; missing means that nobody looked.
    #[serde(default)]
    pub identity: Option<IdentityProof>,
    /// Somebody else collects for the payee.
    #[serde(default)]
    pub by_agent: bool,
    /// The written authority of whoever collects for the payee, kept with the voucher (TT04 18.2.b).
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub authorisation: Option<String>,
    /// The last day of that authority.
    #[serde(default)]
    pub authorised_until: Option<NaiveDate>,
    /// Where the money lies: in the fund, or drawn from the bank for this payment. Currency that was bought lies apart, whatever this says.
    pub out_of: Channel,
    /// The payment slip.
    #[validate(length(min = 1, max = 100))]
    pub slip: String,
}

/// Why it was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FailPayout {
    /// The bank's or the post's reason: no personal data.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// Money that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnPayout {
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
    /// Its reason: no personal data.
    #[validate(length(min = 1, max = 500))]
    pub reason: String,
}

/// A new order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OrderAgain {
    /// By transfer, or at the agency.
    pub means: PayoutMeans,
}

/// The notice to collect (L106 59.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NotifyPayee {
    /// Time and place.
    #[validate(length(min = 1, max = 500))]
    pub place: String,
}

/// Money sent by post (ND152 30.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PostPayout {
    /// The payee's address is known clearly.
    pub address_clear: bool,
    /// The wage region of the agency's seat, 1–4.
    #[validate(range(min = 1, max = 4))]
    pub wage_region: u8,
    /// The post's receipt.
    #[validate(length(min = 1, max = 100))]
    pub slip: String,
}

/// A deposit of unclaimed money (ND152 41.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DepositPayout {
    /// Where.
    pub place: DepositPlace,
    /// The wage region of the agency's seat, 1–4.
    #[validate(range(min = 1, max = 4))]
    pub wage_region: u8,
    /// The deposit slip.
    #[validate(length(min = 1, max = 200))]
    pub slip: String,
}

/// Interest of the savings: the recipient's (L106 59.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordDepositInterest {
    /// How much, in đồng.
    pub amount: Dong,
    /// The bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// A proposed forfeiture (L106 59.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePayoutForfeiture {
    /// The Treasury's voucher.
    #[validate(length(min = 1, max = 100))]
    pub voucher: String,
}

/// A refund after forfeiture (ND152 41.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePayoutRefund {
    /// Why he could not collect.
    pub ground: RefundGround,
    /// The papers that prove it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// The finance body's refund order.
    #[validate(length(min = 1, max = 200))]
    pub refund_order: String,
}

/// A payment that went to whom it was not owed (L106 25.8; ND152 42.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FindWrongPayment {
    /// To whom it is owed.
    pub owed_to: Payee,
    /// What was wrong.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

impl FindWrongPayment {
    /// The party to whom it is owed.
    pub fn party(&self) -> Option<PartyId> {
        match self.owed_to {
            Payee::Party(party) => Some(party),
            Payee::State | Payee::Agency => None,
        }
    }
}

/// A wrong payment that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordRecovery {
    /// How much, in đồng: all of it.
    pub amount: Dong,
    /// How it came.
    pub channel: Channel,
    /// The receipt or the bank's reference.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

/// Collected currency that is paid as it was taken (ND152 30.6.a).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SetCurrencyAside {
    /// ISO 4217, as the judgment orders it.
    #[validate(length(min = 3, max = 3))]
    pub currency: String,
    /// How much, as text, with at most two places: all that there is, or as much of it as the sum is part of its value.
    #[schema(value_type = String, example = "1000.50")]
    pub amount: Decimal,
}

/// Foreign currency bought at a bank's selling rate (ND152 30.6.b), or sold to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct BuyCurrency {
    /// ISO 4217.
    #[validate(length(min = 3, max = 3))]
    pub currency: String,
    /// How much, as text, with at most two places.
    #[schema(value_type = String, example = "1000.50")]
    pub amount: Decimal,
    /// Đồng for one unit; an amount without a rate is refused.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "25400")]
    pub rate: Option<Decimal>,
    /// The bank whose rate it is.
    #[validate(length(min = 1, max = 200))]
    pub rate_source: String,
    /// The day of the rate.
    pub rate_on: NaiveDate,
}

/// The parties' agreement that đồng is paid (ND152 30.6.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AgreeOnDong {
    /// Their paper.
    #[validate(length(min = 1, max = 200))]
    pub paper: String,
}

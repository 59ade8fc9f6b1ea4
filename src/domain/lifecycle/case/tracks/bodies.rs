//! Return, confiscation, destruction: the actions and what each takes. Bounds are declared here; what the law asks of the content is
//! checked where the action takes effect.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{DepositPlace, HeldKind};
use crate::domain::ids::{HeldId, ObligationId, PartyId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::domain::payment::Channel;
use crate::text_enum;

actions! {
    /// Cases without a voluntary period: return, confiscation, destruction.
    pub enum TracksAction {
        /// T-NO-09: no voluntary period; return, confiscation or destruction begins.
        StartTrack(Nothing) = "start_track",
        /// T-NO-09: no voluntary period for a provisional urgent measure.
        StartProvisionalMeasure(Nothing) = "start_provisional_measure",
        /// T-RT-01: the recipient is told to collect.
        NotifyRecipient(NotifyRecipient) = "notify_recipient",
        /// T-RT-01: the recipient collects.
        ReturnToRecipient(ReturnToRecipient) = "return_to_recipient",
        /// T-RT-02: unclaimed money is deposited.
        DepositUnclaimedMoney(DepositUnclaimedMoney) = "deposit_unclaimed_money",
        /// T-RT-03: an unclaimed thing is sold.
        SellUnclaimedGoods(SellUnclaimedGoods) = "sell_unclaimed_goods",
        /// T-RT-03: the decision to destroy an unclaimed thing is drafted.
        ProposeDestruction(ProposeDestruction) = "propose_destruction",
        /// T-RT-03: decided to destroy it.
        DecideDestruction(Nothing) = "decide_destruction",
        /// T-RT-03: unclaimed papers go to the body that issued them.
        SendPapersToIssuer(SendPapersToIssuer) = "send_papers_to_issuer",
        /// T-RT-04: the forfeiture is drafted.
        ProposeForfeiture(NamedHeld) = "propose_forfeiture",
        /// T-RT-04: forfeited to the budget.
        ForfeitUnclaimed(Nothing) = "forfeit_unclaimed",
        /// T-RT-05: the creditor of a payment after the time-bar is told to collect.
        NotifyLatePayment(NotifyLatePayment) = "notify_late_payment",
        /// T-RT-05: set-off and forfeiture are drafted.
        ProposeLateSettlement(ProposeLateSettlement) = "propose_late_settlement",
        /// T-RT-05: set off, the rest to the budget.
        SettleLatePayment(Nothing) = "settle_late_payment",
        /// T-RT-06: the letter about damaged currency is drafted.
        ProposeCurrencyHandover(ProposeCurrencyHandover) = "propose_currency_handover",
        /// T-RT-06: exchange is asked, or the currency handed to the State Bank.
        HandOverCurrency(Nothing) = "hand_over_currency",
        /// T-RT-07: the refund is drafted.
        ProposeRefund(ProposeRefund) = "propose_refund",
        /// T-RT-07: refunded after forfeiture.
        RefundForfeited(Nothing) = "refund_forfeited",
        /// T-RT-08: what is held as security goes back to the debtor.
        ReturnSecurity(ReturnSecurity) = "return_security",
        /// T-TT-01: confiscated things are handed over.
        HandOverConfiscated(HandOverConfiscated) = "hand_over_confiscated",
        /// T-TT-02: confiscated cash is paid to the budget.
        PayConfiscatedCash(PayConfiscatedCash) = "pay_confiscated_cash",
        /// T-TT-03: the refund of a confiscation is drafted.
        ProposeConfiscationRefund(ProposeConfiscationRefund) = "propose_confiscation_refund",
        /// T-TT-03: refunded after the confiscation was annulled.
        RefundConfiscation(Nothing) = "refund_confiscation",
        /// T-TH-01: the council is drafted.
        ProposeDestructionCouncil(ProposeDestructionCouncil) = "propose_destruction_council",
        /// T-TH-01: the council is set up.
        SetUpDestructionCouncil(Nothing) = "set_up_destruction_council",
        /// T-TH-02: destroyed.
        DestroyItems(DestroyItems) = "destroy_items",
    }
}

/// The notice to receive money, things or papers (L106 59.1–59.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NotifyRecipient {
    /// The item that it performs; none only for what was held as security (ND152 41.3).
    pub obligation: Option<ObligationId>,
    /// What it is.
    pub kind: HeldKind,
    /// Who receives it.
    pub recipient: PartyId,
    /// In brief: no name of a person.
    #[validate(length(min = 1, max = 500))]
    pub description: String,
    /// The sum, for money, in đồng.
    pub amount: Option<Dong>,
    /// The day the agency took it in.
    pub taken_on: NaiveDate,
    /// The recipient owes money himself and does not pay: then it is used to enforce that (L106 59.5).
    pub recipient_owes_money: bool,
    /// Time and place of the return (ND152 41.1).
    #[validate(length(min = 1, max = 500))]
    pub place: String,
}

/// What the recipient collects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnToRecipient {
    /// Which one.
    pub held: HeldId,
    /// How money is paid.
    pub channel: Option<Channel>,
    /// The bank's reference, for a transfer.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
    /// Officer and recipient signed the minutes (ND152 41.1).
    pub minutes_signed: bool,
    /// Costs of keeping and handling that the recipient bears are paid (ND152 41.5).
    pub costs_paid: bool,
}

/// The deposit of unclaimed money (ND152 41.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DepositUnclaimedMoney {
    /// Which one.
    pub held: HeldId,
    /// Where.
    pub place: DepositPlace,
    /// The wage region of the agency's seat, 1–4.
    #[validate(range(min = 1, max = 4))]
    pub wage_region: u8,
    /// Where the money lies now.
    pub channel: Channel,
    /// The deposit slip.
    #[validate(length(min = 1, max = 200))]
    pub slip: String,
}

/// The sale of an unclaimed thing, after its valuation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SellUnclaimedGoods {
    /// Which one.
    pub held: HeldId,
    /// The valuation certificate.
    #[validate(length(min = 1, max = 200))]
    pub valuation: String,
    /// The value, in đồng.
    pub value: Dong,
    /// The price, in đồng.
    pub price: Dong,
    /// Costs of keeping and selling, taken off the price, in đồng.
    pub costs: Dong,
    /// How the price came.
    pub channel: Channel,
    /// The bank's reference, for a transfer.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: Option<String>,
}

/// A proposed destruction of an unclaimed thing (L106 59.2; ND152 41.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeDestruction {
    /// Which one.
    pub held: HeldId,
    /// It could not be sold, or is spoiled.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

/// Papers sent to the body that issued them (L106 59.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendPapersToIssuer {
    /// Which one.
    pub held: HeldId,
    /// The body.
    #[validate(length(min = 1, max = 200))]
    pub issuer: String,
    /// Number of the letter.
    #[validate(length(min = 1, max = 100))]
    pub letter: String,
}

/// Which one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NamedHeld {
    /// Which one.
    pub held: HeldId,
}

/// Valid notice to the creditor of a payment after the time-bar (ND152 10.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct NotifyLatePayment {
    /// The creditor.
    pub creditor: PartyId,
    /// The sum, in đồng.
    pub amount: Dong,
}

/// What becomes of a payment that its creditor did not collect within a year (ND152 10.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeLateSettlement {
    /// The creditor who was told.
    pub creditor: PartyId,
    /// The item that was paid.
    pub obligation: ObligationId,
    /// So much is set off against the creditor's own duties, in đồng.
    pub set_off: Dong,
    /// Under which decision, for a set-off.
    #[validate(length(min = 1, max = 200))]
    pub set_off_decision: Option<String>,
    /// Where the money lies.
    pub channel: Channel,
}

/// Damaged currency that the recipient does not take (L106 59.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeCurrencyHandover {
    /// Which one.
    pub held: HeldId,
    /// The day the recipient refused.
    pub refused_on: NaiveDate,
    /// It was damaged by the fault of procedure bodies: then exchange is asked, and he is paid.
    pub fault_of_procedure_bodies: bool,
    /// Number of the letter or the minutes.
    #[validate(length(min = 1, max = 100))]
    pub letter: String,
}

text_enum! {
    /// Why what was forfeited is refunded (ND152 41.4).
    pub enum RefundGround {
        /// A state of emergency.
        Emergency = "emergency",
        /// An objective obstacle.
        Obstacle = "obstacle",
        /// Force majeure.
        ForceMajeure = "force_majeure",
    }
}

/// A refund after forfeiture (ND152 41.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeRefund {
    /// Which one.
    pub held: HeldId,
    /// Why he could not collect.
    pub ground: RefundGround,
    /// The papers that prove it.
    #[validate(length(min = 1, max = 1000))]
    pub proof: String,
    /// The finance body's refund order.
    #[validate(length(min = 1, max = 200))]
    pub refund_order: String,
}

/// The return of what is held as security for enforcement (ND152 41.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReturnSecurity {
    /// No creditor requested enforcement in time.
    pub no_request: bool,
    /// Why, with the papers.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
}

text_enum! {
    /// The body that receives what is confiscated; which one, the law of the day says (ND152 39.1).
    pub enum ConfiscationReceiver {
        /// Ủy ban nhân dân cấp xã.
        CommuneCommittee = "commune_committee",
        /// A finance body.
        FinanceBody = "finance_body",
    }
}

/// The hand-over of confiscated things (L106 57.1; ND152 39).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HandOverConfiscated {
    /// The items.
    #[validate(length(min = 1, max = 200))]
    pub obligations: Vec<ObligationId>,
    /// What kind of body receives them.
    pub receiver: ConfiscationReceiver,
    /// Which one.
    #[validate(length(min = 1, max = 200))]
    pub receiver_name: String,
    /// The day it was notified.
    pub notified_on: NaiveDate,
    /// Decision and judgment are enclosed, the minutes signed and sealed by both (ND152 39.3).
    pub minutes_complete: bool,
}

/// Confiscated money paid into the budget (ND152 39.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PayConfiscatedCash {
    /// The item.
    pub obligation: ObligationId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// Where the money lies.
    pub channel: Channel,
    /// The Treasury's reference.
    #[validate(length(min = 1, max = 100))]
    pub reference: String,
}

/// A refund after the confiscation was annulled (L106 57.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeConfiscationRefund {
    /// The item.
    pub obligation: ObligationId,
    /// The decision that annulled the confiscation.
    #[validate(length(min = 1, max = 200))]
    pub decision: String,
    /// Its day.
    pub decided_on: NaiveDate,
    /// The finance body with which it is refunded.
    #[validate(length(min = 1, max = 200))]
    pub finance_body: String,
}

text_enum! {
    /// Who sends a member of the destruction council (L106 58.2).
    pub enum CouncilSeat {
        /// The enforcement officer, its chair.
        Officer = "officer",
        /// Ủy ban nhân dân cấp xã.
        CommuneCommittee = "commune_committee",
        /// A finance body.
        FinanceBody = "finance_body",
        /// A professional body.
        ProfessionalBody = "professional_body",
        /// Another body.
        Other = "other",
    }
}

/// A seat of the council.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CouncilMember {
    /// Who sends the member.
    pub seat: CouncilSeat,
    /// The body: no name of a person.
    #[validate(length(min = 1, max = 200))]
    pub body: String,
}

/// A proposed destruction council (L106 58.2; ND152 40.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeDestructionCouncil {
    /// Its members.
    #[validate(nested, length(min = 1, max = 50))]
    pub members: Vec<CouncilMember>,
}

text_enum! {
    /// How things are destroyed (ND152 40.2).
    pub enum DestructionForm {
        /// Burnt.
        Burn = "burn",
        /// Smashed.
        Smash = "smash",
        /// Buried.
        Bury = "bury",
        /// Another fitting form.
        Other = "other",
    }
}

/// A destruction with its minutes (ND152 40).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DestroyItems {
    /// The items destroyed.
    #[validate(length(max = 200))]
    pub obligations: Vec<ObligationId>,
    /// Unclaimed things destroyed.
    #[validate(length(max = 200))]
    pub held: Vec<HeldId>,
    /// How.
    pub form: DestructionForm,
    /// Their condition, as the minutes say.
    #[validate(length(min = 1, max = 2000))]
    pub condition: String,
    /// The firm with the equipment, where that is needed.
    #[validate(length(min = 1, max = 200))]
    pub contractor: Option<String>,
    /// Members in favour.
    #[validate(range(max = 50))]
    pub votes_for: u8,
    /// The chair is in favour: it decides a tie.
    pub chair_in_favour: bool,
    /// Every member signed the minutes.
    pub minutes_signed: bool,
}

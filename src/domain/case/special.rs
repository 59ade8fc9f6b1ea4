//! What a case without a voluntary period has to return, hand over or destroy (L106 57–59). Money is counted here only as far as
//! guards need it: where it lies stands in the ledger. No personal data.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::prison::Prison;
use crate::domain::ids::{DecisionId, HeldId, ObligationId, PartyId};
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// What is to be returned (L106 59).
    pub enum HeldKind {
        /// Money on the agency's account.
        Money = "money",
        /// A thing.
        Thing = "thing",
        /// A thing that spoils.
        Perishable = "perishable",
        /// Papers.
        Papers = "papers",
        /// Damaged currency, kept as it is (L106 59.3).
        DamagedCurrency = "damaged_currency",
    }
}

impl HeldKind {
    /// A thing, whether it spoils or not.
    pub fn is_goods(self) -> bool {
        matches!(self, HeldKind::Thing | HeldKind::Perishable)
    }

    /// The time in which it is to be collected, by its key; none for damaged currency.
    pub fn clock(self) -> Option<&'static str> {
        match self {
            HeldKind::Money => Some("unclaimed_money"),
            HeldKind::Thing => Some("unclaimed_goods"),
            HeldKind::Perishable => Some("unclaimed_goods_perishable"),
            HeldKind::Papers => Some("unclaimed_papers"),
            HeldKind::DamagedCurrency => None,
        }
    }
}

text_enum! {
    /// How the return of something ended.
    pub enum HeldEnd {
        /// The recipient has it.
        Collected = "collected",
        /// Paid or handed over through the prison (ND152 35).
        PaidInPrison = "paid_in_prison",
        /// Papers sent to the body that issued them (L106 59.2).
        ToIssuer = "to_issuer",
        /// Destroyed unclaimed (L106 59.2).
        Destroyed = "destroyed",
        /// Paid into the State budget (L106 59.1).
        Forfeited = "forfeited",
        /// Damaged currency handed to the State Bank (L106 59.3).
        StateBank = "state_bank",
    }
}

text_enum! {
    /// Where unclaimed money is deposited (ND152 41.2).
    pub enum DepositPlace {
        /// Demand savings at a commercial bank.
        Savings = "savings",
        /// The account at the Treasury or a bank.
        Account = "account",
    }
}

/// A deposit of unclaimed money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Deposit {
    /// Where.
    pub place: DepositPlace,
    /// The day.
    pub on: NaiveDate,
    /// After this day it goes to the budget (L106 59.1).
    pub forfeit_after: NaiveDate,
    /// The law's key of that day.
    pub key: String,
}

/// Something that waits for its recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Held {
    /// Its identifier.
    pub id: HeldId,
    /// The item that it performs; none for what was held as security (ND152 41.3).
    pub obligation: Option<ObligationId>,
    /// What it is.
    pub kind: HeldKind,
    /// Who receives it.
    pub recipient: PartyId,
    /// In brief: no name of a person.
    pub description: String,
    /// The money that lies here for the recipient, in đồng.
    pub money: Dong,
    /// The day the agency took it in.
    pub taken_on: NaiveDate,
    /// The day of the notice to receive.
    pub notified_on: NaiveDate,
    /// The last day to collect.
    pub collect_until: Option<NaiveDate>,
    /// The day an unclaimed thing was sold; its price less costs is the money then.
    pub sold_on: Option<NaiveDate>,
    /// The deposit of unclaimed money.
    pub deposit: Option<Deposit>,
    /// The decision to destroy it.
    pub destruction: Option<DecisionId>,
    /// The day the State Bank was asked to exchange damaged currency.
    pub exchange_asked_on: Option<NaiveDate>,
    /// How it ended.
    pub ended: Option<HeldEnd>,
    /// The day.
    pub ended_on: Option<NaiveDate>,
    /// The day a forfeited sum was refunded (ND152 41.4).
    pub refunded_on: Option<NaiveDate>,
}

impl Held {
    /// It still waits.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// It is money now: from the beginning, or as the price of a thing sold.
    pub fn is_money(&self) -> bool {
        self.kind == HeldKind::Money || self.sold_on.is_some()
    }

    /// Ends it.
    pub fn end(&mut self, how: HeldEnd, on: NaiveDate) {
        self.ended = Some(how);
        self.ended_on = Some(on);
    }
}

/// A confiscated thing handed over, or confiscated money paid to the budget (L106 57.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Confiscated {
    /// The item.
    pub obligation: ObligationId,
    /// The money, in đồng; none for a thing.
    pub money: Option<Dong>,
    /// The body that received it.
    pub receiver: String,
    /// The day.
    pub on: NaiveDate,
    /// The day it was refunded after the confiscation was annulled (L106 57.2).
    pub refunded_on: Option<NaiveDate>,
}

/// A destruction council (Hội đồng tiêu hủy, L106 58.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Council {
    /// The decision that set it up.
    pub decision: DecisionId,
    /// Its members, each as the body that sends it; the first is the chair.
    pub members: Vec<String>,
    /// The day.
    pub set_up_on: NaiveDate,
    /// The day it has destroyed everything that it was set up for.
    pub done_on: Option<NaiveDate>,
}

/// A payment after the time-bar by a prisoner, which its creditor must collect (ND152 10.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LatePayment {
    /// The creditor.
    pub creditor: PartyId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The day of valid notice to the creditor.
    pub notified_on: NaiveDate,
    /// The last day to collect.
    pub collect_until: NaiveDate,
    /// The day it was set off and paid to the budget.
    pub settled_on: Option<NaiveDate>,
}

/// A dispute with an office about who enforces (ND151 40).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CompetenceDispute {
    /// The other decision's number.
    pub other_number: String,
    /// The day the ministry received the proposal.
    pub proposed_on: NaiveDate,
    /// The day of its answer.
    pub answered_on: Option<NaiveDate>,
    /// Whether this agency enforces.
    pub ours: Option<bool>,
}

/// What the special ways of enforcement keep on a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Special {
    /// The case was decided only for a payment after the time-bar (T-DE-07; ND152 10.3).
    pub after_time_bar: bool,
    /// Since when it returns what was held as security (ND152 41.3).
    pub security_since: Option<NaiveDate>,
    /// What waits for its recipients.
    pub held: Vec<Held>,
    /// What was confiscated.
    pub confiscated: Vec<Confiscated>,
    /// Destruction councils, the last one counts.
    pub councils: Vec<Council>,
    /// Payments after the time-bar.
    pub late_payments: Vec<LatePayment>,
    /// What passes through prisons.
    pub prison: Prison,
    /// Disputes about competence with an office.
    pub disputes: Vec<CompetenceDispute>,
}

impl Special {
    /// What still waits.
    pub fn open(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|held| held.is_open())
    }

    /// The one with this identifier.
    pub fn find(&self, id: HeldId) -> Option<&Held> {
        self.held.iter().find(|held| held.id == id)
    }

    /// The same, to be changed.
    pub fn find_mut(&mut self, id: HeldId) -> Option<&mut Held> {
        self.held.iter_mut().find(|held| held.id == id)
    }

    /// The items behind these.
    pub fn items_of<'a>(&'a self, ids: &'a [HeldId]) -> impl Iterator<Item = ObligationId> + 'a {
        self.held.iter().filter(|held| ids.contains(&held.id)).filter_map(|held| held.obligation)
    }

    /// Money that is spoken for and lies undistributed: what waits for its recipient and is not deposited.
    pub fn reserved(&self) -> Dong {
        let waiting = self
            .open()
            .filter(|held| held.is_money() && held.deposit.is_none() && !self.is_at_a_prison(held.id));
        Dong::sum(waiting.map(|held| held.money)).unwrap_or(Dong::ZERO)
    }

    /// It was sent to a prison and is not paid out yet.
    pub fn is_at_a_prison(&self, id: HeldId) -> bool {
        let wishes = self.prison.wishes.iter().filter(|wish| wish.held == Some(id));
        wishes.into_iter().any(|wish| wish.sent_on.is_some() && wish.paid_on.is_none())
    }

    /// The council that still has to work.
    pub fn council(&self) -> Option<&Council> {
        self.councils.iter().rfind(|council| council.done_on.is_none())
    }
}

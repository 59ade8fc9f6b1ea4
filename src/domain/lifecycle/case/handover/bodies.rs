//! Delivery of judged things: the actions and what each takes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::{AttachedEnd, GoodsLeft, ThingFound};
use crate::domain::ids::ObligationId;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// A judged thing on its way to whoever is to have it.
    pub enum HandoverAction {
        /// JD-01: the draft of the fee decision on it.
        ProposeThingFee(ProposeThingFee) = "propose_thing_fee",
        /// JD-01: the head decides the fee on it.
        DecideThingFee(Nothing) = "decide_thing_fee",
        /// JD-02: its recipient has valid notice of the fee.
        NotifyThingFee(OfThing) = "notify_thing_fee",
        /// JD-03: what was found of it, and everybody concerned was told.
        RecordThingFound(RecordThingFound) = "record_thing_found",
        /// JD-04: it is handed over.
        HandOverThing(HandOverThing) = "hand_over_thing",
        /// JD-05: whoever is to have papers is asked to fetch them.
        SummonForPapers(SummonForPapers) = "summon_for_papers",
        /// JD-06: papers that nobody fetched are sent on.
        SendPapersOn(SendPapersOn) = "send_papers_on",
    }
}

/// What the thing is worth on the market, and the paper that shows it: the agency has it valued at its own cost (TT216 5.4.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct MarketValue {
    /// In đồng.
    pub amount: Dong,
    /// The certificate or minutes.
    #[validate(length(min = 1, max = 300))]
    pub paper: String,
}

/// The fee on a judged thing (TT216 5.1, 5.4.b): on its value in the judgment; on its market value where the judgment gives none, or
/// another by more than a fifth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeThingFee {
    /// The item.
    pub obligation: ObligationId,
    /// What it is worth now, where that was found out.
    #[serde(default)]
    #[validate(nested)]
    pub market: Option<MarketValue>,
    /// The day on which it is to be handed over: the notice of the fee counts back from it.
    pub planned_on: NaiveDate,
}

/// A judged thing, by its item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct OfThing {
    /// The item.
    pub obligation: ObligationId,
}

/// What was found of the thing; the act counts from the day on which everybody concerned had notice of it (L106 88, 90.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordThingFound {
    /// The item.
    pub obligation: ObligationId,
    /// What.
    pub found: ThingFound,
    /// The facts and their papers, and what was asked of whom: no name of a person.
    #[validate(length(min = 1, max = 2000))]
    pub facts: String,
}

text_enum! {
    /// How a judged thing came to its recipient.
    pub enum HandoverWay {
        /// Whoever had it gave it up when the officer asked for it.
        OnDemand = "on_demand",
        /// It was taken from him on site.
        ByForce = "by_force",
        /// Its rights were transferred in the register: securities, papers issued anew (L106 88.3; ND152 72).
        InRegister = "in_register",
    }
}

/// The hand-over, by minutes (L106 88–90).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct HandOverThing {
    /// The item.
    pub obligation: ObligationId,
    /// How.
    pub way: HandoverWay,
    /// The recipient or his agent was there and signed; not needed for a transfer in the register.
    #[serde(default)]
    pub receiver_signed: bool,
    /// The land body or the commune took part (L106 90.1); for land.
    #[serde(default)]
    pub land_body_present: bool,
    /// What became of what stands on the land, where something does (L106 90.2–90.3).
    #[serde(default)]
    pub attached: Option<AttachedEnd>,
    /// Goods that nobody took away (L106 89.1).
    #[serde(default)]
    #[validate(length(max = 50), nested)]
    pub goods_left: Vec<GoodsLeft>,
    /// The minutes or the register's answer.
    #[validate(length(min = 1, max = 1000))]
    pub evidence: String,
}

/// Papers wait for whoever is to have them (ND152 70.2); the act counts from the valid notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SummonForPapers {
    /// The item.
    pub obligation: ObligationId,
    /// The recipient is abroad: he has longer.
    #[serde(default)]
    pub abroad: bool,
}

text_enum! {
    /// Where papers go that nobody fetched after two notices (ND152 70.2).
    pub enum PapersTo {
        /// To the body that issued them.
        Issuer = "issuer",
        /// To the recipient abroad, by a way of L106 35.4.
        RecipientAbroad = "recipient_abroad",
        /// To the mission of the State whose body issued them: the recipient abroad has no known address.
        Mission = "mission",
    }
}

/// Papers sent on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SendPapersOn {
    /// The item.
    pub obligation: ObligationId,
    /// Where to.
    pub to: PapersTo,
    /// The body or the way.
    #[validate(length(min = 1, max = 300))]
    pub by: String,
}

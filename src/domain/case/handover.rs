//! A thing that the judgment gives to somebody and that has to be taken from whoever has it (giao vật, giấy tờ, nhà, quyền sử dụng
//! đất; L106 71.5, 88–90; ND152 70–72): what it is worth for the fee, what was found on the way, and how it came to its recipient.
//! No names of persons.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::special::HeldKind;
use crate::domain::ids::{AssetId, DecisionId, ObligationId, PartyId};
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// What is to be handed over: the law goes another way with each.
    pub enum ThingNature {
        /// A specific thing (vật đặc định, L106 88.1).
        Specific = "specific",
        /// A thing of a kind (vật cùng loại, L106 88.2).
        Generic = "generic",
        /// Papers (giấy tờ; L106 88.3, ND152 70).
        Papers = "papers",
        /// A house or something else attached to land (L106 89).
        House = "house",
        /// A land-use right (L106 90, ND152 71).
        Land = "land",
        /// Securities (ND152 72).
        Securities = "securities",
    }
}

/// What a decision to hand over says (L106 71.5): what the judgment gives, or what was sold or taken (L106 86.5); one of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ThingOrder {
    /// What it is.
    pub nature: ThingNature,
    /// The item that gives it to a creditor.
    #[serde(default)]
    pub obligation: Option<ObligationId>,
    /// The asset whose buyer or taker waits for it.
    #[serde(default)]
    pub asset: Option<AssetId>,
}

text_enum! {
    /// What was found of a thing that is to be handed over.
    pub enum ThingFound {
        /// Worth less than it was, and the creditor does not want it (L106 88.1.b).
        LessWorth = "less_worth",
        /// Gone, or spoilt beyond use (L106 88.1.c).
        Gone = "gone",
        /// Of its kind it is gone, spoilt or worth less: another of the kind, or its value, is demanded (L106 88.2).
        KindDemanded = "kind_demanded",
        /// Papers that cannot be got back and can be issued anew: their issuer is asked to cancel them (L106 88.3).
        Irrecoverable = "irrecoverable",
        /// Something not dealt with by the judgment stands on the land since after it (L106 90.3.a).
        BuiltAfter = "built_after",
        /// It stood there before: the court is asked (L106 90.3.b).
        BuiltBefore = "built_before",
    }
}

impl ThingFound {
    /// What can be found of what.
    pub fn fits(self, nature: ThingNature) -> bool {
        use ThingNature as N;
        match self {
            ThingFound::LessWorth => matches!(nature, N::Specific | N::House),
            ThingFound::Gone => matches!(nature, N::Specific | N::House | N::Securities),
            ThingFound::KindDemanded => nature == N::Generic,
            ThingFound::Irrecoverable => nature == N::Papers,
            ThingFound::BuiltAfter | ThingFound::BuiltBefore => matches!(nature, N::Land | N::House),
        }
    }

    /// The time that runs from the notice of it.
    pub fn clock(self) -> Option<&'static str> {
        match self {
            ThingFound::Gone => Some("thing_suit"),
            ThingFound::BuiltAfter => Some("land.remove"),
            _ => None,
        }
    }
}

text_enum! {
    /// What became of what stood on the land (L106 90.2–90.3).
    pub enum AttachedEnd {
        /// The judgment says what is done with it, and it was done (90.2).
        AsJudged = "as_judged",
        /// Whoever owns it took it away.
        Removed = "removed",
        /// Not taken away in time: handed over with the land.
        WithLand = "with_land",
        /// The creditor does not want it: it was priced and sold.
        Sold = "sold",
        /// The creditor would not wait for its sale: it was taken away by force.
        TakenAway = "taken_away",
    }
}

/// The way of a judged thing to its recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Handover {
    /// The coercion decision.
    pub decision: DecisionId,
    /// The item.
    pub obligation: ObligationId,
    /// What it is.
    pub nature: ThingNature,
    /// What its fee was reckoned on, in đồng (TT216 5.4.b).
    pub value: Option<Dong>,
    /// The fee that was decided on it, in đồng.
    pub fee: Option<Dong>,
    /// The day it was decided.
    #[serde(default)]
    pub fee_on: Option<NaiveDate>,
    /// Whose fee it is.
    #[serde(default)]
    pub fee_of: Option<PartyId>,
    /// The day its recipient was told of the fee.
    pub fee_told_on: Option<NaiveDate>,
    /// What was found of it, last.
    pub found: Option<ThingFound>,
    /// The last day to go to court, or to take away what stands on the land.
    pub found_until: Option<NaiveDate>,
    /// How often the recipient was asked to fetch papers.
    pub summons: u8,
    /// He is abroad (ND152 70.2).
    pub abroad: bool,
    /// The last day to fetch them, after the last summons.
    pub fetch_until: Option<NaiveDate>,
    /// The day it was handed over, or sent on.
    pub ended_on: Option<NaiveDate>,
}

impl Handover {
    /// Ordered again: the fee that was decided on it before, and its notice, stay.
    #[must_use]
    pub fn after(self, before: Option<&Handover>) -> Handover {
        let Some(before) = before else { return self };
        let Handover { value, fee, fee_on, fee_of, fee_told_on, .. } = *before;
        Handover { value, fee, fee_on, fee_of, fee_told_on, ..self }
    }

    /// The fee on it is no more what was decided: it is decided anew before it is handed over.
    pub fn forget_fee(&mut self) {
        (self.value, self.fee, self.fee_on, self.fee_of, self.fee_told_on) = (None, None, None, None, None);
    }

    /// Ordered, and nothing more.
    pub fn new(decision: DecisionId, obligation: ObligationId, nature: ThingNature) -> Handover {
        Handover {
            decision,
            obligation,
            nature,
            value: None,
            fee: None,
            fee_on: None,
            fee_of: None,
            fee_told_on: None,
            found: None,
            found_until: None,
            summons: 0,
            abroad: false,
            fetch_until: None,
            ended_on: None,
        }
    }
}

/// Goods found in a house, or on land, that nobody takes away: somebody keeps them, their owner is told where and when he can have
/// them, and they go the way of what is unclaimed (L106 89.1, 59).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct GoodsLeft {
    /// Whose they are, a party of the judgment.
    pub owner: PartyId,
    /// What kind.
    pub kind: HeldKind,
    /// What they are.
    #[validate(length(min = 1, max = 1000))]
    pub description: String,
    /// Where and when they can be fetched, and who keeps them, as a body.
    #[validate(length(min = 1, max = 500))]
    pub place: String,
}

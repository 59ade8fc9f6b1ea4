//! One line of a lot: what it is, where it lies, how much of it went in and out. What has come in is always what has gone out and
//! what is there (I32); nothing here lets it fall below zero.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{ExhibitState, PaperRef};
use crate::domain::case::HeldKind;
use crate::domain::ids::{AssetId, DecisionId, PartyId};
use crate::domain::ledger::things::Booked;
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// What a line is.
    pub enum ExhibitKind {
        /// Money in đồng; counted in đồng.
        Money = "money",
        /// Gold, silver, precious stones, foreign currency, antiques, valuable papers (L106 40.1.b).
        Valuables = "valuables",
        /// Papers.
        Papers = "papers",
        /// A vehicle.
        Vehicle = "vehicle",
        /// A weapon.
        Weapon = "weapon",
        /// Poison, explosives, chemicals.
        Hazardous = "hazardous",
        /// Narcotics.
        Drug = "drug",
        /// A device, a data carrier.
        Electronic = "electronic",
        /// Animals or plants.
        Living = "living",
        /// Anything else.
        Other = "other",
    }
}

/// In which money is counted.
pub const MONEY_UNIT: &str = "đồng";

text_enum! {
    /// What the judgment says of a line.
    pub enum Disposition {
        /// Confiscated to the State (L106 57).
        Confiscate = "confiscate",
        /// To be destroyed (L106 58).
        Destroy = "destroy",
        /// To be given back (L106 59).
        Return = "return",
        /// Kept as security for enforcement (L106 60).
        Keep = "keep",
    }
}

text_enum! {
    /// Who keeps a line.
    pub enum CustodianKind {
        /// The agency's own store.
        OwnStore = "own_store",
        /// A store of the police.
        Police = "police",
        /// A store of the army.
        Army = "army",
        /// A rented store.
        Rented = "rented",
        /// Somebody else by contract or minutes.
        ThirdParty = "third_party",
        /// The State Treasury.
        Treasury = "treasury",
    }
}

text_enum! {
    /// The state of a seal.
    pub enum SealState {
        /// As it was set.
        Intact = "intact",
        /// Torn.
        Torn = "torn",
        /// Looks as if somebody had touched it.
        Suspect = "suspect",
    }
}

/// Where a line lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    /// Who keeps it.
    pub kind: CustodianKind,
    /// The body: no name of a person.
    #[validate(length(min = 1, max = 200))]
    pub keeper: String,
    /// Store, shelf, label.
    #[serde(default)]
    #[validate(length(min = 1, max = 200))]
    pub place: Option<String>,
    /// The contract under which a rented store or a third person keeps it.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub contract: Option<String>,
    /// What that costs by the month, in đồng.
    #[serde(default)]
    pub monthly_rent: Option<Dong>,
}

/// A seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Its number.
    #[validate(length(min = 1, max = 100))]
    pub number: String,
    /// Its state, as last seen.
    pub state: SealState,
}

text_enum! {
    /// How a line ended.
    pub enum LineEnd {
        /// Handed over to the receiver of confiscated things.
        HandedOver = "handed_over",
        /// Money that is money of the case from then on.
        ToCase = "to_case",
        /// Destroyed by the council.
        Destroyed = "destroyed",
        /// Collected by its owner.
        Collected = "collected",
        /// Papers sent to the body that issued them.
        ToIssuer = "to_issuer",
        /// Sold unclaimed.
        SoldUnclaimed = "sold_unclaimed",
        /// Enforced upon as an asset of the case.
        Enforced = "enforced",
        /// Sold after five years without a judgment, the price paid into the budget.
        ToBudget = "to_budget",
        /// Lost, and written off by an order.
        WrittenOff = "written_off",
        /// Refunded after its confiscation was annulled.
        Refunded = "refunded",
    }
}

impl LineEnd {
    /// The state that it leaves.
    pub fn state(self) -> ExhibitState {
        match self {
            LineEnd::HandedOver => ExhibitState::Confiscated,
            LineEnd::Destroyed => ExhibitState::Destroyed,
            LineEnd::Collected => ExhibitState::Returned,
            LineEnd::SoldUnclaimed | LineEnd::Enforced => ExhibitState::Sold,
            LineEnd::Refunded => ExhibitState::Refunded,
            LineEnd::ToCase | LineEnd::ToIssuer | LineEnd::ToBudget | LineEnd::WrittenOff => {
                ExhibitState::Closed
            }
        }
    }
}

/// The notice to the owner to collect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Notified {
    /// The notice.
    pub document: DecisionId,
    /// The day.
    pub on: NaiveDate,
    /// The last day to collect.
    pub collect_until: NaiveDate,
}

/// A line of a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Line {
    /// Its number in the lot, from 1.
    pub seq: u32,
    /// What it is.
    pub kind: ExhibitKind,
    /// In brief: no name of a person.
    pub description: String,
    /// How much of it, as the minutes of seizure say.
    #[schema(value_type = String, example = "2.5")]
    pub quantity: Decimal,
    /// In which unit.
    pub unit: String,
    /// Its weight in grams.
    #[schema(value_type = Option<String>)]
    pub weight_grams: Option<Decimal>,
    /// Its condition, as last seen.
    pub condition: String,
    /// Serial, engine, frame numbers.
    pub serials: Vec<String>,
    /// Its seal, where it is a sealed package.
    pub seal: Option<Seal>,
    /// The law asks for an appraisal: it is taken over only with the conclusion (ND152 37.2.c).
    pub appraisal_required: bool,
    /// The number of that conclusion.
    pub appraisal: Option<String>,
    /// It spoils.
    pub perishable: bool,
    /// What it is worth in the books, in đồng, where that is known; never a price for sale (TT78 3.4).
    #[serde(default)]
    pub value: Option<Dong>,
    /// How it stands in the books.
    #[serde(default)]
    pub booked: Option<Booked>,
    /// What the judgment says of it.
    pub disposition: Option<Disposition>,
    /// Whose it is.
    pub owner: Option<PartyId>,
    /// Where it lies.
    pub custody: Custody,
    /// Where it stands.
    pub state: ExhibitState,
    /// The keeper's head confirmed a change in writing (ND152 37.2.b).
    pub confirmation: Option<PaperRef>,
    /// The competent body's conclusion on a torn or suspect seal (ND152 37.2.c).
    pub seal_conclusion: Option<PaperRef>,
    /// How much the agency took over.
    #[schema(value_type = String)]
    pub accepted: Decimal,
    /// Everything that came in.
    #[schema(value_type = String)]
    pub taken_in: Decimal,
    /// Everything that went out.
    #[schema(value_type = String)]
    pub taken_out: Decimal,
    /// What is there: what came in without what went out (I32).
    #[schema(value_type = String)]
    pub stock: Decimal,
    /// Of what went out, what may come back: extracted, or ordered out and not dealt with yet.
    #[schema(value_type = String)]
    pub outside: Decimal,
    /// Written off as lost.
    #[schema(value_type = String)]
    pub lost: Decimal,
    /// The notice to its owner.
    pub notified: Option<Notified>,
    /// The decision to destroy it unclaimed or ruined (L106 59.2; ND152 38.3).
    pub destruction: Option<DecisionId>,
    /// The asset of the case that it has become (L106 59.5, 60).
    pub asset: Option<AssetId>,
    /// How it ended.
    pub end: Option<LineEnd>,
    /// The day.
    pub ended_on: Option<NaiveDate>,
}

/// A quantity that is not there, or that nobody can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a quantity that is not there")]
pub struct QuantityOutOfRange;

impl Line {
    /// The largest quantity of a line: with its decimals it stays exact however often it goes in and out.
    pub const MAX: i64 = 1_000_000_000_000;
    /// The most decimals of a quantity.
    pub const DECIMALS: u32 = 6;

    /// Whether a quantity can be kept exactly: more than nothing, bounded, few decimals.
    pub fn countable(quantity: Decimal) -> bool {
        quantity > Decimal::ZERO
            && quantity <= Decimal::from(Line::MAX)
            && quantity.normalize().scale() <= Line::DECIMALS
    }

    /// What of the accepted quantity never came into the store.
    pub fn not_entered(&self) -> Decimal {
        self.accepted - self.stock - self.outside - self.lost
    }

    /// It was ordered out, that was carried out whole, and nothing of it is left behind.
    pub fn is_out(&self) -> bool {
        self.state == ExhibitState::Releasing && self.stock.is_zero() && self.outside > Decimal::ZERO
    }

    /// To be destroyed: by judgment, or by a decision on the unclaimed or ruined (G-EXH-5).
    pub fn is_to_be_destroyed(&self) -> bool {
        self.disposition == Some(Disposition::Destroy) || self.destruction.is_some()
    }

    /// Its kind, as the law of returning sees it.
    pub fn held_kind(&self) -> HeldKind {
        match self.kind {
            ExhibitKind::Money => HeldKind::Money,
            ExhibitKind::Papers => HeldKind::Papers,
            _ if self.perishable => HeldKind::Perishable,
            _ => HeldKind::Thing,
        }
    }

    /// Comes in.
    ///
    /// # Errors
    /// [`QuantityOutOfRange`] beyond what can be counted.
    pub fn enter(&mut self, quantity: Decimal) -> Result<(), QuantityOutOfRange> {
        let taken_in = self.taken_in.checked_add(quantity).ok_or(QuantityOutOfRange)?;
        let stock = self.stock.checked_add(quantity).ok_or(QuantityOutOfRange)?;
        (self.taken_in, self.stock) = (taken_in, stock);
        Ok(())
    }

    /// Goes out.
    ///
    /// # Errors
    /// [`QuantityOutOfRange`] when less is there.
    pub fn leave(&mut self, quantity: Decimal) -> Result<(), QuantityOutOfRange> {
        if quantity > self.stock {
            return Err(QuantityOutOfRange);
        }
        self.taken_out = self.taken_out.checked_add(quantity).ok_or(QuantityOutOfRange)?;
        self.stock -= quantity;
        Ok(())
    }

    /// Ends it; what was outside for it does not come back.
    pub fn finish(&mut self, how: LineEnd, on: NaiveDate) {
        self.state = how.state();
        self.outside = Decimal::ZERO;
        self.end = Some(how);
        self.ended_on = Some(on);
    }
}

#[cfg(test)]
mod tests {
    use super::Line;
    use rust_decimal::Decimal;

    #[test]
    fn a_quantity_is_exact_or_refused() {
        let of = |text: &str| text.parse::<Decimal>().unwrap();
        for good in ["0.000001", "1", "2.50", "1000000000000", "1.0000000"] {
            assert!(Line::countable(of(good)), "{good}");
        }
        for wrong in ["0", "-1", "0.0000001", "1000000000000.1"] {
            assert!(!Line::countable(of(wrong)), "{wrong}");
        }
    }
}

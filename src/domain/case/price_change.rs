//! Division with a changed price (L106 82.5; ND152 62): the judgment gives one party the thing and has it pay the others their part of its
//! value; the price has moved since. What was asked, valued, demanded and collected, and the new sums to the đồng.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::Case;
use crate::domain::ids::{AssetId, DecisionId, ObligationId, PartyId, PriceChangeId};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::text_enum;

text_enum! {
    /// Why enforcement dragged on (L106 82.5.b).
    pub enum DelayGround {
        /// A state of emergency.
        Emergency = "emergency",
        /// An objective obstacle.
        Obstacle = "obstacle",
        /// Force majeure.
        ForceMajeure = "force_majeure",
    }
}

/// Why enforcement dragged on, with what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Delay {
    /// The ground.
    pub ground: DelayGround,
    /// The paper that shows it: number, day and maker, no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub paper: String,
}

/// One sum that the taker of the thing pays another party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PricePayment {
    /// The item.
    pub obligation: ObligationId,
    /// The sum as judged, in đồng.
    pub judged: Dong,
    /// The sum as demanded, in đồng (ND152 62.3); none of one that was performed before.
    pub demanded: Option<Dong>,
    /// The day its part of the thing's price was shared: the judged division is done with it.
    pub shared_on: Option<NaiveDate>,
}

/// The value that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriceFound {
    /// The value, in đồng.
    pub value: Dong,
    /// The certificate's number.
    pub certificate: String,
    /// The day for which it was valued.
    pub valued_on: NaiveDate,
    /// The day the result came.
    pub on: NaiveDate,
    /// It is so far from the judged value that the sums change; else the judged sums stay and the request is over (ND152 62.1).
    pub changes: bool,
}

/// The valuation's cost, out of the applicant's advance (ND152 62.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriceCost {
    /// The sum, in đồng.
    pub amount: Dong,
    /// The contract, invoice or voucher.
    pub voucher: String,
    /// The day it was paid.
    pub on: NaiveDate,
}

/// The written demand to pay the new sums (ND152 62.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriceDemand {
    /// The document.
    pub document: DecisionId,
    /// Its day: the new sums hold from it, and late interest runs on none of them.
    pub on: NaiveDate,
    /// The day the taker validly received it.
    pub received_on: Option<NaiveDate>,
    /// The last day to pay.
    pub pay_until: Option<NaiveDate>,
    /// The day everything was there.
    pub paid_on: Option<NaiveDate>,
}

/// A request to value the thing anew, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriceChange {
    /// Its identifier: the clocks are about it.
    pub id: PriceChangeId,
    /// The item that names the thing.
    pub thing: ObligationId,
    /// Who receives the thing and pays the others.
    pub taker: PartyId,
    /// What he pays.
    pub payments: Vec<PricePayment>,
    /// Who asked.
    pub applicant: PartyId,
    /// The thing's value in the judgment, in đồng.
    pub judged_value: Dong,
    /// The value that the applicant claims, in đồng.
    pub claimed_value: Dong,
    /// What shows the move (ND152 62.2).
    pub proof: String,
    /// Why enforcement dragged on; not asked for under the 2008 law.
    pub delay: Option<Delay>,
    /// The day request and proof came.
    pub requested_on: NaiveDate,
    /// The valuation contract, and its day.
    pub contract: Option<DecisionId>,
    /// See `contract`.
    pub started_on: Option<NaiveDate>,
    /// The result.
    pub found: Option<PriceFound>,
    /// What the valuation cost.
    pub cost: Option<PriceCost>,
    /// The demand.
    pub demand: Option<PriceDemand>,
    /// The thing's file, once it is to be taken (ND152 62.3).
    pub asset: Option<AssetId>,
}

impl PriceChange {
    /// Stands in the way of another request: it is under way, or has changed the sums.
    pub fn counts(&self) -> bool {
        self.found.as_ref().is_none_or(|found| found.changes)
    }

    /// Waits for the valuation to begin.
    pub fn waits(&self) -> bool {
        self.started_on.is_none()
    }

    /// Is being valued.
    pub fn is_valued(&self) -> bool {
        self.started_on.is_some() && self.found.is_none()
    }

    /// The sums have changed and are to be demanded.
    pub fn to_demand(&self) -> bool {
        self.demand.is_none() && self.found.as_ref().is_some_and(|found| found.changes)
    }

    /// The result is there and what it cost is not paid.
    pub fn to_pay(&self) -> bool {
        self.found.is_some() && self.cost.is_none()
    }

    /// The demand that is not met yet, by the taker or by the price of the thing.
    pub fn open_demand(&self) -> Option<PriceDemand> {
        let shared = self.payments.iter().any(|payment| payment.shared_on.is_some());
        self.demand.filter(|demand| demand.paid_on.is_none() && !shared)
    }

    /// The same, as long as it does not lie on the thing.
    pub fn waits_for_payment(&self) -> Option<PriceDemand> {
        self.open_demand().filter(|_| self.asset.is_none())
    }

    /// The open one, to be changed.
    pub fn open_demand_mut(&mut self) -> Option<&mut PriceDemand> {
        self.open_demand()?;
        self.demand.as_mut()
    }

    /// The payment of this item, once it was demanded.
    fn demanded(&self, item: ObligationId) -> Option<(PriceDemand, PricePayment)> {
        let of_item = |payment: &&PricePayment| payment.obligation == item && payment.demanded.is_some();
        Some((self.demand?, *self.payments.iter().find(of_item)?))
    }

    /// What of a value is each payment's, in their order: the judged ratio, each rounded half up once. Together they never pass the value:
    /// the last ones give up what rounding has added.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] beyond what an amount can hold.
    pub fn parts_of(&self, value: Dong) -> Result<Vec<Dong>, AmountOutOfRange> {
        let (mut left, whole) = (value, i128::from(self.judged_value.get()).max(1));
        let mut parts = Vec::with_capacity(self.payments.len());
        for payment in &self.payments {
            // Both factors are below 2^53.
            let doubled = i128::from(value.get()) * i128::from(payment.judged.get()) * 2;
            let part = (doubled + whole) / (whole * 2);
            let part = Dong::new(i64::try_from(part).map_err(|_| AmountOutOfRange)?)?.min(left);
            left = left.minus(part)?;
            parts.push(part);
        }
        Ok(parts)
    }
}

/// Whether a value lies so far from the judged one, up or down (ND152 62.1).
pub fn moved(judged: Dong, now: Dong, rate: Decimal) -> bool {
    let off = Decimal::from(judged.get().abs_diff(now.get()));
    off >= rate * Decimal::from(judged.get())
}

impl Case {
    /// The division in which this thing is taken because the new sums were not paid (ND152 62.3).
    pub fn divided(&self, asset: AssetId) -> Option<&PriceChange> {
        let paid = |change: &PriceChange| change.demand.is_some_and(|demand| demand.paid_on.is_some());
        self.price_changes.iter().find(|change| change.asset == Some(asset) && !paid(change))
    }

    /// The demand that changed this item's sum, and the payment.
    pub fn demanded(&self, item: ObligationId) -> Option<(PriceDemand, PricePayment)> {
        self.price_changes.iter().find_map(|change| change.demanded(item))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn dong(amount: i64) -> Dong {
        Dong::new(amount).unwrap()
    }

    fn division(judged_value: i64, judged: &[i64]) -> PriceChange {
        let payment = |amount: &i64| PricePayment {
            obligation: ObligationId(Uuid::nil()),
            judged: dong(*amount),
            demanded: None,
            shared_on: None,
        };
        PriceChange {
            id: PriceChangeId(Uuid::nil()),
            thing: ObligationId(Uuid::nil()),
            taker: PartyId(Uuid::nil()),
            payments: judged.iter().map(payment).collect(),
            applicant: PartyId(Uuid::nil()),
            judged_value: dong(judged_value),
            claimed_value: Dong::ZERO,
            proof: String::new(),
            delay: None,
            requested_on: NaiveDate::default(),
            contract: None,
            started_on: None,
            found: None,
            cost: None,
            demand: None,
            asset: None,
        }
    }

    #[test]
    fn parts_keep_the_judged_ratio_and_never_pass_the_value() {
        for (judged_value, judged, value, parts) in [
            (1_000_000_003, &[400_000_001, 250_000_000][..], 1_370_000_004, &[548_000_001, 342_500_000][..]),
            (2, &[1, 1], 3, &[2, 1]),
            (3, &[1, 1, 1], 2, &[1, 1, 0]),
            (10, &[5], 9, &[5]),
            (10, &[4], 0, &[0]),
            (
                9_007_199_254_740_991,
                &[9_007_199_254_740_991],
                9_007_199_254_740_991,
                &[9_007_199_254_740_991],
            ),
        ] {
            let found = division(judged_value, judged).parts_of(dong(value)).unwrap();
            assert_eq!(found, parts.iter().map(|part| dong(*part)).collect::<Vec<_>>(), "{value}");
        }
    }

    #[test]
    fn a_fifth_up_or_down_is_enough() {
        let rate = Decimal::new(20, 2);
        for (now, enough) in [(1_200, true), (1_199, false), (801, false), (800, true), (0, true)] {
            assert_eq!(moved(dong(1_000), dong(now), rate), enough, "{now}");
        }
    }
}

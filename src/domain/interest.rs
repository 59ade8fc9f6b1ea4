//! Late-payment interest (lãi chậm thi hành án; ND152 29; BLDS 357, 468): on what is still owed of the sum pronounced, day by day, at
//! dated rates, not while an interruption stops it, never on interest. It knows no case, no law data and no clock: rates, stops and
//! payments come in, so the same question has the same answer on any day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::money::{AmountOutOfRange, Dong};

/// A rate from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = InterestRateStep)]
pub struct RateStep {
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// A share of one for a year, as text: `"0.10"`.
    #[schema(value_type = String, example = "0.10")]
    pub rate: Decimal,
}

/// What the judgment says of late interest on an item; an item without it bears none (ND152 29.1).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct InterestTerms {
    /// The rates as judged, oldest first; the law's own rate when there is none (BLDS 468.2).
    #[serde(default)]
    pub rates: Vec<RateStep>,
    /// The day from which it runs, as judged; else the day of the request.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// The day the creditor asked for it: before that it is not due to him (ND152 29.1).
    #[serde(default)]
    pub asked_on: Option<NaiveDate>,
}

impl InterestTerms {
    /// Whether the rates rise in time, lie between nothing and the whole, and cover the day from which interest runs.
    pub fn are_lawful(&self) -> bool {
        let in_order =
            self.rates.iter().zip(self.rates.iter().skip(1)).all(|(one, next)| one.from < next.from);
        let within = self.rates.iter().all(|step| step.rate > Decimal::ZERO && step.rate <= Decimal::ONE);
        let covers = match (self.rates.first(), self.from) {
            (Some(first), Some(from)) => first.from <= from,
            _ => true,
        };
        in_order && within && covers
    }
}

/// A time in which interest does not run: its first day is not left out, its last one is, like the days of interest themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InterestStop)]
pub struct Stop {
    /// The day on which it began.
    pub from: NaiveDate,
    /// The day on which it ended; it lasts when absent.
    pub to: Option<NaiveDate>,
}

impl Stop {
    fn covers(&self, after: NaiveDate, until: NaiveDate) -> bool {
        self.from <= after && self.to.is_none_or(|to| until <= to)
    }
}

/// A payment of principal: the base falls with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// The day the agency had the money, or the asset was delivered (ND152 29.2).
    pub on: NaiveDate,
    /// How much of the principal it paid.
    pub principal: Dong,
}

/// Everything that interest on one item depends on.
#[derive(Debug, Clone, Copy)]
pub struct Reckoning<'a> {
    /// The sum pronounced, as far as it was not remitted.
    pub principal: Dong,
    /// The day that starts it, itself not counted.
    pub from: NaiveDate,
    /// The day that ends it, itself counted.
    pub to: NaiveDate,
    /// Rates, oldest first.
    pub rates: &'a [RateStep],
    /// When it does not run.
    pub stops: &'a [Stop],
    /// What was paid of the principal.
    pub paid: &'a [Paid],
    /// Days of a year.
    pub days_per_year: i64,
}

/// Days on which base and rate were the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InterestSegment)]
pub struct Segment {
    /// The day before the first one counted.
    pub after: NaiveDate,
    /// The last day counted.
    pub until: NaiveDate,
    /// How many days.
    pub days: i64,
    /// What was owed of the principal, in đồng.
    pub base: Dong,
    /// The rate for a year.
    #[schema(value_type = String, example = "0.10")]
    pub rate: Decimal,
    /// An interruption stopped interest.
    pub stopped: bool,
    /// Base × rate × days: divided by the days of a year and rounded only in the sum.
    #[schema(value_type = String, example = "3650000000")]
    pub product: Decimal,
}

/// Interest with the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = AccruedInterest)]
pub struct Accrued {
    /// The segments, oldest first.
    pub segments: Vec<Segment>,
    /// The sum, rounded half up once, in đồng.
    pub interest: Dong,
}

/// Reckons interest.
///
/// # Errors
/// [`AmountOutOfRange`] beyond what an amount can hold, or for a year without days.
pub fn reckon(of: &Reckoning<'_>) -> Result<Accrued, AmountOutOfRange> {
    if of.days_per_year <= 0 {
        return Err(AmountOutOfRange);
    }
    let days = turns(of);
    let mut segments = Vec::new();
    let mut sum = Decimal::ZERO;
    for (after, until) in days.iter().zip(days.iter().skip(1)) {
        let segment = segment(of, *after, *until)?;
        sum = sum.checked_add(segment.product).ok_or(AmountOutOfRange)?;
        segments.push(segment);
    }
    let interest = sum.checked_div(Decimal::from(of.days_per_year)).ok_or(AmountOutOfRange)?;
    let interest = interest.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Ok(Accrued { segments, interest: Dong::new(interest.to_i64().ok_or(AmountOutOfRange)?)? })
}

/// The days after which something is different, with the first and the last.
fn turns(of: &Reckoning<'_>) -> Vec<NaiveDate> {
    if of.to <= of.from {
        return Vec::new();
    }
    let rates = of.rates.iter().filter_map(|step| step.from.pred_opt());
    let stops = of.stops.iter().flat_map(|stop| [Some(stop.from), stop.to]).flatten();
    let paid = of.paid.iter().map(|paid| paid.on);
    let within = rates.chain(stops).chain(paid).filter(|day| of.from < *day && *day < of.to);
    let days: BTreeSet<NaiveDate> = within.chain([of.from, of.to]).collect();
    days.into_iter().collect()
}

fn segment(of: &Reckoning<'_>, after: NaiveDate, until: NaiveDate) -> Result<Segment, AmountOutOfRange> {
    let days = (until - after).num_days();
    let paid = Dong::sum(of.paid.iter().filter(|paid| paid.on <= after).map(|paid| paid.principal))?;
    let base = of.principal.saturating_minus(paid);
    let rate = of.rates.iter().rfind(|step| step.from <= until).map_or(Decimal::ZERO, |step| step.rate);
    let stopped = of.stops.iter().any(|stop| stop.covers(after, until));
    let product = match stopped {
        true => Decimal::ZERO,
        false => Decimal::from(base.get())
            .checked_mul(rate)
            .and_then(|year| year.checked_mul(Decimal::from(days)))
            .ok_or(AmountOutOfRange)?,
    };
    Ok(Segment { after, until, days, base, rate, stopped, product })
}

#[cfg(test)]
#[path = "interest_tests.rs"]
mod tests;

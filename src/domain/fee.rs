//! The enforcement fee (phí thi hành án; TT216): a scale on everything that a creditor has received under one
//! decision, of which each instalment pays the difference. It knows no rate: the scale, factors and
//! reductions come from dated data.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::money::{AmountOutOfRange, Dong};
use crate::text_enum;

text_enum! {
    /// A ground on which no fee is due at all (TT216 6; L106 53.1).
    pub enum NoFee {
        /// Alimony, damages to the person, wages and the like.
        PersonalClaim = "NF-1",
        /// Money of social programmes.
        SocialProgramme = "NF-2",
        /// A thing of sentimental value only.
        SentimentalObject = "NF-3",
        /// The sum requested is not above the threshold.
        BelowThreshold = "NF-4",
        /// Policy loans of the Bank for Social Policies.
        PolicyLoan = "NF-5",
        /// A judgment without a value in money.
        NoMonetaryValue = "NF-6",
        /// Performed in the voluntary period.
        VoluntaryPeriod = "NF-7",
        /// Returned to a party under a proactive decision.
        ProactiveReturn = "NF-8",
        /// Performed before the enforcement decision.
        BeforeDecision = "NF-9",
        /// A decision that the debtor requested before the new law.
        DebtorRequested = "NF-10",
        /// The debtor had asked for enforcement, and the head ruled that no fee is due (L106 53.1).
        HeadRuling = "NF-11",
    }
}

text_enum! {
    /// A ground for exemption or reduction, granted on application (TT216 7).
    pub enum FeeReliefGround {
        /// Người có công.
        Merit = "FX-A",
        /// Lonely, disabled or long ill.
        Hardship = "FX-B",
        /// The creditor's own verification after a decision that enforcement was not possible.
        CreditorFound = "FX-C",
        /// Poor household.
        PoorHousehold = "FR-80",
        /// The creditor's verification, no force.
        VerifiedNoForce = "FR-30",
        /// The creditor's verification, with force.
        VerifiedWithForce = "FR-20",
    }
}

/// One bracket: above `over`, the fee is `base` and `rate` of the part above `over`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeeBracket)]
pub struct Bracket {
    /// The amount that this bracket begins above.
    pub over: Dong,
    /// The fee on exactly that amount.
    pub base: Dong,
    /// A share of one, as text: `"0.03"`.
    #[schema(value_type = String, example = "0.03")]
    pub rate: Decimal,
}

/// The scale on a date. No fee up to the threshold; above it the fee is on the whole, not on the excess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeeScale {
    /// The largest amount that is free.
    pub threshold: Dong,
    /// Lowest first, the first one over zero.
    pub brackets: Vec<Bracket>,
}

/// Part of the fee that is due, for example 1/3 when the parties settled between themselves (TT216 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeeFactor)]
pub struct Factor {
    /// Above the line.
    pub numerator: u32,
    /// Below the line.
    pub denominator: u32,
}

impl Factor {
    /// The whole fee.
    pub const WHOLE: Factor = Factor { numerator: 1, denominator: 1 };
}

/// A reduction that was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FeeRelief)]
pub struct Relief {
    /// The ground.
    pub ground: FeeReliefGround,
    /// Hundredths of the fee that fall away; 100 is an exemption.
    pub percent: u8,
}

/// What the fee on one instalment depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeeInput {
    /// Received by this creditor under this decision before, as far as it bears a fee.
    pub received_before: Dong,
    /// Received now, as far as it bears a fee.
    pub received_now: Dong,
    /// Fee of earlier instalments that could not be withheld then.
    pub carried: Dong,
    /// The part that is due.
    pub factor: Factor,
    /// Reductions that were granted. They do not add up; the largest counts.
    pub reliefs: Vec<Relief>,
    /// A ground on which no fee is due.
    pub no_fee: Option<NoFee>,
}

/// The fee on one instalment, with the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FeeAssessment {
    /// Scale fee on everything received before.
    pub scale_before_dong: Dong,
    /// Scale fee on everything received, this instalment included.
    pub scale_after_dong: Dong,
    /// The part that is due.
    pub factor: Factor,
    /// The reduction that counted.
    pub relief: Option<Relief>,
    /// Why no fee is due.
    pub no_fee: Option<NoFee>,
    /// Fee of this instalment, after factor and reduction.
    pub fee_dong: Dong,
    /// What is kept back now: the fee and what was carried, but never more than is received now.
    pub withheld_dong: Dong,
    /// What could not be kept back, for the next instalment.
    pub carried_dong: Dong,
}

/// Why there is no fee to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeeFault {
    /// The scale has no bracket over zero, or its brackets do not rise.
    #[error("the fee scale does not begin at zero or does not rise")]
    ScaleOrder,
    /// A bracket's base is not the fee at the end of the bracket before.
    #[error("the fee scale has a step between two brackets")]
    ScaleStep,
    /// A rate is not between zero and one.
    #[error("a fee rate is not between zero and one")]
    Rate,
    /// A factor above the whole, or over zero.
    #[error("a fee factor is not between zero and one")]
    Factor,
    /// A reduction of more than everything.
    #[error("a fee reduction is above one hundred per cent")]
    Relief,
    /// Beyond what an amount can hold.
    #[error(transparent)]
    OutOfRange(#[from] AmountOutOfRange),
}

impl FeeScale {
    /// Whether the scale makes sense: it begins at zero, rises, has lawful rates and no step between
    /// brackets.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), FeeFault> {
        let first = self.brackets.first().ok_or(FeeFault::ScaleOrder)?;
        if !first.over.is_zero() || !first.base.is_zero() {
            return Err(FeeFault::ScaleOrder);
        }
        if self.brackets.iter().any(|bracket| bracket.rate < Decimal::ZERO || bracket.rate > Decimal::ONE) {
            return Err(FeeFault::Rate);
        }
        for (lower, upper) in self.brackets.iter().zip(self.brackets.iter().skip(1)) {
            if lower.over >= upper.over {
                return Err(FeeFault::ScaleOrder);
            }
            if lower.fee_on(upper.over)? != upper.base {
                return Err(FeeFault::ScaleStep);
            }
        }
        Ok(())
    }

    /// The fee on a sum received in one piece, rounded half up to a đồng.
    ///
    /// # Errors
    /// [`FeeFault`] when the scale is at fault.
    pub fn fee_on(&self, received: Dong) -> Result<Dong, FeeFault> {
        if received <= self.threshold || received.is_zero() {
            return Ok(Dong::ZERO);
        }
        let bracket = self.brackets.iter().rev().find(|bracket| bracket.over < received);
        bracket.ok_or(FeeFault::ScaleOrder)?.fee_on(received)
    }

    /// The fee on one instalment: the difference that it makes to the fee on the whole, so that instalments
    /// add up to what one payment would have cost (TT216 5.2–5.3).
    ///
    /// # Errors
    /// [`FeeFault`] when the scale, the factor or a reduction is at fault.
    pub fn assess(&self, input: &FeeInput) -> Result<FeeAssessment, FeeFault> {
        let scale_before_dong = self.fee_on(input.received_before)?;
        let scale_after_dong = self.fee_on(input.received_before.plus(input.received_now)?)?;
        let relief = input.reliefs.iter().copied().max_by_key(|relief| relief.percent);
        let fee_dong = match input.no_fee {
            Some(_) => Dong::ZERO,
            None => reduced(scale_after_dong.minus(scale_before_dong)?, input.factor, relief)?,
        };
        let due = fee_dong.plus(input.carried)?;
        let withheld_dong = due.min(input.received_now);
        Ok(FeeAssessment {
            scale_before_dong,
            scale_after_dong,
            factor: input.factor,
            relief,
            no_fee: input.no_fee,
            fee_dong,
            withheld_dong,
            carried_dong: due.minus(withheld_dong)?,
        })
    }
}

impl Bracket {
    fn fee_on(&self, received: Dong) -> Result<Dong, FeeFault> {
        let part = Decimal::from(received.minus(self.over)?.get());
        let fee = part.checked_mul(self.rate).ok_or(AmountOutOfRange)? + Decimal::from(self.base.get());
        rounded(fee)
    }
}

/// Factor and reduction in one step, so that rounding happens once.
fn reduced(fee: Dong, factor: Factor, relief: Option<Relief>) -> Result<Dong, FeeFault> {
    if factor.denominator == 0 || factor.numerator > factor.denominator {
        return Err(FeeFault::Factor);
    }
    let percent = relief.map_or(0, |relief| relief.percent);
    let kept = 100_u8.checked_sub(percent).ok_or(FeeFault::Relief)?;
    let above = i128::from(fee.get()) * i128::from(factor.numerator) * i128::from(kept);
    let below = i128::from(factor.denominator) * 100;
    // half up in whole numbers: a third has no end as a decimal
    let nearest = (2 * above + below) / (2 * below);
    Ok(Dong::new(i64::try_from(nearest).map_err(|_| AmountOutOfRange)?)?)
}

fn rounded(amount: Decimal) -> Result<Dong, FeeFault> {
    let whole = amount.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Ok(Dong::new(whole.to_i64().ok_or(AmountOutOfRange)?)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn dong(amount: i64) -> Dong {
        Dong::new(amount).unwrap()
    }

    fn scale(threshold: i64) -> FeeScale {
        let bracket = |over: i64, base: i64, rate: &str| Bracket {
            over: dong(over * 1_000_000),
            base: dong(base * 1_000_000),
            rate: rate.parse().unwrap(),
        };
        FeeScale {
            threshold: dong(threshold),
            brackets: vec![
                bracket(0, 0, "0.03"),
                bracket(5_000, 150, "0.02"),
                bracket(7_000, 190, "0.01"),
                bracket(10_000, 220, "0.005"),
                bracket(15_000, 245, "0.0001"),
            ],
        }
    }

    fn input(before: Dong, now: Dong, carried: Dong) -> FeeInput {
        FeeInput {
            received_before: before,
            received_now: now,
            carried,
            factor: Factor::WHOLE,
            reliefs: Vec::new(),
            no_fee: None,
        }
    }

    fn instalments(scale: &FeeScale, parts: &[i64]) -> Vec<i64> {
        let (mut before, mut carried) = (Dong::ZERO, Dong::ZERO);
        let mut withheld = Vec::new();
        for part in parts {
            let fee = scale.assess(&input(before, dong(*part), carried)).unwrap();
            before = before.plus(dong(*part)).unwrap();
            carried = fee.carried_dong;
            withheld.push(fee.withheld_dong.get());
        }
        withheld
    }

    #[test]
    fn the_scale_is_checked_for_order_steps_and_rates() {
        assert_eq!(scale(1).check(), Ok(()));
        let mut bad = scale(1);
        bad.brackets[2].base = dong(191_000_000);
        assert_eq!(bad.check(), Err(FeeFault::ScaleStep));
        bad.brackets[2].over = dong(1);
        assert_eq!(bad.check(), Err(FeeFault::ScaleOrder));
        bad.brackets[0].rate = "1.5".parse().unwrap();
        assert_eq!(bad.check(), Err(FeeFault::Rate));
        bad.brackets.remove(0);
        assert_eq!(bad.check(), Err(FeeFault::ScaleOrder));
    }

    #[test]
    fn eighteen_billion_in_six_parts_as_the_circular_reckons_it() {
        let parts = [3_000, 4_000, 4_500, 4_000, 1_500, 1_000].map(|million: i64| million * 1_000_000);
        let fees = instalments(&scale(4_680_000), &parts);
        assert_eq!(fees, [90_000_000, 100_000_000, 37_500_000, 17_550_000, 150_000, 100_000]);
        assert_eq!(fees.iter().sum::<i64>(), 245_300_000);
    }

    #[test]
    fn five_million_in_four_parts_as_the_circular_reckons_it() {
        // twice the base salary of 1,210,000 that was in force when the circular was made
        let fees = instalments(&scale(2_420_000), &[1_000_000, 1_000_000, 1_000_000, 2_000_000]);
        assert_eq!(fees, [0, 0, 90_000, 60_000]);
    }

    #[test]
    fn each_spouse_pays_on_what_is_left_to_him() {
        // the house of 500 million goes to one, who pays 200 million to the other
        let scale = scale(2_420_000);
        assert_eq!(scale.fee_on(dong(500_000_000 - 200_000_000)), Ok(dong(9_000_000)));
        assert_eq!(scale.fee_on(dong(200_000_000)), Ok(dong(6_000_000)));
    }

    #[test]
    fn the_threshold_itself_is_free_and_one_dong_more_pays_on_the_whole() {
        let scale = scale(4_680_000);
        assert_eq!(scale.fee_on(dong(4_680_000)), Ok(Dong::ZERO));
        assert_eq!(scale.fee_on(dong(4_680_001)), Ok(dong(140_400)));
    }

    #[test]
    fn a_fee_above_the_instalment_is_carried_to_the_next() {
        assert_eq!(instalments(&scale(2_420_000), &[2_420_000, 1, 99_999]), [0, 1, 75_599]);
    }

    #[test]
    fn factor_relief_and_no_fee() {
        let scale = scale(2_420_000);
        let base = input(Dong::ZERO, dong(100_000_000), Dong::ZERO);
        let fee = |input: FeeInput| scale.assess(&input).unwrap().fee_dong.get();
        let relief = |ground, percent| Relief { ground, percent };
        let third = Factor { numerator: 1, denominator: 3 };
        let reliefs =
            vec![relief(FeeReliefGround::VerifiedWithForce, 20), relief(FeeReliefGround::PoorHousehold, 80)];
        assert_eq!(fee(base.clone()), 3_000_000);
        assert_eq!(fee(FeeInput { factor: third, ..base.clone() }), 1_000_000);
        assert_eq!(fee(FeeInput { reliefs, ..base.clone() }), 600_000);
        assert_eq!(fee(FeeInput { no_fee: Some(NoFee::VoluntaryPeriod), ..base.clone() }), 0);
        let over = FeeInput { factor: Factor { numerator: 2, denominator: 1 }, ..base.clone() };
        assert_eq!(scale.assess(&over), Err(FeeFault::Factor));
        let over = FeeInput { reliefs: vec![relief(FeeReliefGround::Merit, 101)], ..base };
        assert_eq!(scale.assess(&over), Err(FeeFault::Relief));
    }

    proptest! {
        #[test]
        fn instalments_add_up_to_the_fee_on_the_whole(
            parts in prop::collection::vec(0_i64..4_000_000_000, 1..20),
        ) {
            let scale = scale(4_680_000);
            let withheld: i64 = instalments(&scale, &parts).iter().sum();
            let whole = scale.fee_on(dong(parts.iter().sum())).unwrap().get();
            let (mut before, mut carried) = (Dong::ZERO, Dong::ZERO);
            for part in &parts {
                let fee = scale.assess(&input(before, dong(*part), carried)).unwrap();
                prop_assert!(fee.withheld_dong.get() <= *part);
                before = before.plus(dong(*part)).unwrap();
                carried = fee.carried_dong;
            }
            prop_assert_eq!(withheld + carried.get(), whole);
        }

        #[test]
        fn more_money_never_costs_less(a in 0_i64..30_000_000_000, b in 0_i64..30_000_000_000) {
            let scale = scale(4_680_000);
            prop_assert!(scale.fee_on(dong(a.min(b))).unwrap() <= scale.fee_on(dong(a.max(b))).unwrap());
        }
    }
}

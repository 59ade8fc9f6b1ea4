//! Money: whole đồng in an `i64`, checked arithmetic only. It knows no accounts and no law.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// An amount in đồng, the smallest unit that is written on a receipt (TT04 16.1). Always below 2^53, so that every JSON
/// reader gets it whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, example = 150_000_000)]
pub struct Dong(i64);

/// An amount that is negative where it may not be, or beyond [`Dong::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount is a whole number of đồng from 0 to 9007199254740991")]
pub struct AmountOutOfRange;

impl Dong {
    /// No money.
    pub const ZERO: Dong = Dong(0);
    /// The largest amount: 2^53 − 1.
    pub const MAX: Dong = Dong(9_007_199_254_740_991);

    /// An amount from a number of đồng.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] for a negative number or one beyond [`Dong::MAX`].
    pub const fn new(dong: i64) -> Result<Dong, AmountOutOfRange> {
        if dong < 0 || dong > Dong::MAX.0 { Err(AmountOutOfRange) } else { Ok(Dong(dong)) }
    }

    /// The number of đồng.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// True for no money.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] beyond [`Dong::MAX`].
    pub const fn plus(self, other: Dong) -> Result<Dong, AmountOutOfRange> {
        match self.0.checked_add(other.0) {
            Some(sum) => Dong::new(sum),
            None => Err(AmountOutOfRange),
        }
    }

    /// The difference.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] when `other` is the larger.
    pub const fn minus(self, other: Dong) -> Result<Dong, AmountOutOfRange> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Dong::new(difference),
            None => Err(AmountOutOfRange),
        }
    }

    /// What is left of `self` after `other`, never below zero.
    pub const fn saturating_minus(self, other: Dong) -> Dong {
        if other.0 >= self.0 { Dong::ZERO } else { Dong(self.0 - other.0) }
    }

    /// The sum of many amounts.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] beyond [`Dong::MAX`].
    pub fn sum(amounts: impl IntoIterator<Item = Dong>) -> Result<Dong, AmountOutOfRange> {
        amounts.into_iter().try_fold(Dong::ZERO, Dong::plus)
    }
}

impl<'de> Deserialize<'de> for Dong {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Dong::new(i64::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl std::fmt::Display for Dong {
    /// Vietnamese grouping: `1.250.000`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = self.0.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        f.pad(&grouped)
    }
}

#[cfg(test)]
mod tests {
    use super::Dong;

    #[test]
    fn an_amount_is_never_negative_nor_beyond_what_json_can_carry() {
        assert!(Dong::new(-1).is_err());
        assert!(Dong::new(9_007_199_254_740_992).is_err());
        assert!(Dong::MAX.plus(Dong::new(1).unwrap()).is_err());
        assert!(serde_json::from_str::<Dong>("1.5").is_err());
    }

    #[test]
    fn it_is_written_as_in_viet_nam() {
        assert_eq!(Dong::new(1_250_000).unwrap().to_string(), "1.250.000");
        assert_eq!(Dong::new(999).unwrap().to_string(), "999");
    }
}

//! Decimal quantities and rates, exact to four places: so much of a currency or a metal, so many đồng for one of it. Never a float.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::{PartialSchema, ToSchema};

use super::money::{AmountOutOfRange, Dong};

/// Places behind the point.
const PLACES: usize = 4;
/// Ten thousand: one whole unit.
const ONE: i64 = 10_000;

/// A quantity above zero with at most four places behind the point, written as text: `"1250.5"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(i64);

impl Quantity {
    /// Of so many ten-thousandths; none of none.
    pub const fn of_ten_thousandths(count: i64) -> Option<Quantity> {
        if count > 0 { Some(Quantity(count)) } else { None }
    }

    /// In ten-thousandths.
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// As a decimal number.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.0, 4)
    }

    /// So many đồng for this much at a rate, rounded to the nearest, halves up.
    ///
    /// # Errors
    /// [`AmountOutOfRange`] beyond what an amount can hold.
    pub fn at(self, rate: Quantity) -> Result<Dong, AmountOutOfRange> {
        let square = i128::from(ONE) * i128::from(ONE);
        let exact = i128::from(self.0) * i128::from(rate.0);
        let rounded = (exact + square / 2) / square;
        Dong::new(i64::try_from(rounded).map_err(|_| AmountOutOfRange)?)
    }
}

impl TryFrom<Decimal> for Quantity {
    type Error = AmountOutOfRange;

    fn try_from(number: Decimal) -> Result<Self, AmountOutOfRange> {
        number.normalize().to_string().parse()
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, rest) = (self.0 / ONE, self.0 % ONE);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let places = format!("{rest:04}");
        write!(f, "{whole}.{}", places.trim_end_matches('0'))
    }
}

impl std::str::FromStr for Quantity {
    type Err = AmountOutOfRange;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || places.len() > PLACES || !digits(whole) || !digits(places) {
            return Err(AmountOutOfRange);
        }
        if text.ends_with('.') {
            return Err(AmountOutOfRange);
        }
        let padded = format!("{whole}{places:0<PLACES$}");
        let value: i64 = padded.parse().map_err(|_| AmountOutOfRange)?;
        if value == 0 { Err(AmountOutOfRange) } else { Ok(Quantity(value)) }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl PartialSchema for Quantity {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::Type(utoipa::openapi::Type::String))
            .pattern(Some(r"^[0-9]+(\.[0-9]{1,4})?$"))
            .examples([serde_json::json!("1250.5")])
            .build()
            .into()
    }
}

impl ToSchema for Quantity {}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn only_plain_decimals_above_zero_are_read() {
        for wrong in ["", "0", "0.0000", "-1", "1.", ".5", "1.00001", "1,5", "1e3", "99999999999999999999"] {
            assert!(wrong.parse::<Quantity>().is_err(), "{wrong}");
        }
        for right in ["1", "1250.5", "0.0001", "25430.25"] {
            assert_eq!(right.parse::<Quantity>().unwrap().to_string(), right);
        }
    }

    #[test]
    fn it_is_changed_into_whole_dong() {
        let of = |quantity: &str, rate: &str| {
            quantity.parse::<Quantity>().unwrap().at(rate.parse().unwrap()).map(super::Dong::get)
        };
        assert_eq!(of("1000", "25430"), Ok(25_430_000));
        assert_eq!(of("0.5", "1"), Ok(1));
        assert_eq!(of("1.5", "25430.25"), Ok(38_145));
        assert!(of("900000000000000", "900000000000000").is_err());
    }
}

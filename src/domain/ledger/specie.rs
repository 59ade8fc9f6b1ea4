//! Currency and metal in the books: each line that moves some says how much of it beside its value in đồng (TT78 3.1), so that what
//! lies somewhere is known in both.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Account;
use crate::domain::money::Dong;
use crate::domain::quantity::Quantity;

/// So much of a currency or metal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Specie {
    /// The currency's code or the metal.
    #[schema(example = "USD")]
    pub unit: String,
    /// How much of it.
    pub quantity: Quantity,
}

/// What went from one account to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecieFlow {
    /// The account debited.
    pub debit: String,
    /// The account credited.
    pub credit: String,
    /// The currency's code or the metal.
    pub unit: String,
    /// How much of it, in ten-thousandths.
    pub quantity: i64,
    /// Its value in the books.
    pub amount: Dong,
}

/// How much of one currency or metal lies on accounts, and at which value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    /// How much; below zero where more went than came.
    pub quantity: Decimal,
    /// Its value, in đồng.
    pub value: Dong,
}

/// What lies, by its unit.
pub type Holdings = BTreeMap<String, Holding>;

/// What of each unit came to these accounts less what left them. A unit that is gone has no place among them.
pub fn holdings(flows: &[SpecieFlow], accounts: &[Account]) -> Holdings {
    let ours = |name: &str| accounts.iter().any(|account| account.as_str() == name);
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for flow in flows {
        let sign = i64::from(ours(&flow.debit)) - i64::from(ours(&flow.credit));
        let sum = sums.entry(&flow.unit).or_default();
        sum.0 = sum.0.saturating_add(sign.saturating_mul(flow.quantity));
        sum.1 = sum.1.saturating_add(sign.saturating_mul(flow.amount.get()));
    }
    let there = sums.into_iter().filter(|(_, sum)| *sum != (0, 0));
    let holding = |(unit, (quantity, value)): (&str, (i64, i64))| {
        let value = Dong::new(value).unwrap_or_default();
        (unit.to_owned(), Holding { quantity: Decimal::new(quantity, 4).normalize(), value })
    };
    there.map(holding).collect()
}

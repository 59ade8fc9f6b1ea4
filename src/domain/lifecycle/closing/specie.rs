//! What is not đồng in the cash of a day: its three figures by unit, and the entries of what a count found missing or too much
//! (TT78 3.1, 5).

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::domain::closing::cash::{Counted, SpecieCount, SpecieFigures, SpecieSettled};
use crate::domain::ledger::entries::cash_difference;
use crate::domain::ledger::{Account, Entry, Holdings, Specie};
use crate::domain::money::Dong;
use crate::domain::quantity::Quantity;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// The rate of what a count found too much and the books have none of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[schema(as = SurplusRate)]
pub struct SpecieRate {
    /// The currency's code or the metal.
    #[validate(length(min = 1, max = 40))]
    pub unit: String,
    /// Đồng for one unit.
    pub rate: Quantity,
}

/// Each unit once, each of its denominations once, and figures that can be.
pub(super) fn faults(counts: &[SpecieCount]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut units = BTreeSet::new();
    for (place, count) in counts.iter().enumerate() {
        let wrong =
            |field: &str, code: &'static str| FieldError::new(format!("/foreign/{place}/{field}"), code);
        if !units.insert(&count.unit) {
            errors.push(wrong("unit", "duplicate"));
        }
        let denominations: BTreeSet<Quantity> = count.notes.iter().map(|notes| notes.denomination).collect();
        if denominations.len() < count.notes.len() {
            errors.push(wrong("notes", "duplicate"));
        }
        if count.total().is_none() {
            errors.push(wrong("notes", "amount_out_of_range"));
        }
        if count.book.is_sign_negative() || count.book.normalize().scale() > 4 {
            errors.push(wrong("book", "amount_out_of_range"));
        }
    }
    errors
}

/// The three figures of each unit that the books have or somebody counted.
pub(super) fn figures(books: &Holdings, last: Option<&Counted>) -> Vec<SpecieFigures> {
    let counts = last.map_or(&[][..], |last| &last.foreign);
    let by_unit: BTreeMap<&str, &SpecieCount> =
        counts.iter().map(|count| (count.unit.as_str(), count)).collect();
    let units: BTreeSet<&str> = books.keys().map(String::as_str).chain(by_unit.keys().copied()).collect();
    let figures = units.into_iter().map(|unit| SpecieFigures {
        unit: unit.to_owned(),
        accountant: books.get(unit).map_or(Decimal::ZERO, |held| held.quantity).normalize(),
        cashier: by_unit.get(unit).map_or(Decimal::ZERO, |count| count.book).normalize(),
        counted: by_unit.get(unit).and_then(|count| count.total()).unwrap_or_default().normalize(),
    });
    figures.collect()
}

/// What each unit lacks or has too much, with its value in the books; where these have none of it, at the rate that is stated.
pub(super) fn differences(
    books: &Holdings,
    figures: &[SpecieFigures],
    rates: &[SpecieRate],
) -> Result<Vec<SpecieSettled>, Refusal> {
    let mut found = Vec::new();
    for one in figures.iter().filter(|one| one.accountant != one.counted) {
        let short = one.counted < one.accountant;
        let by = (one.accountant - one.counted).abs();
        let held = books.get(&one.unit).copied().unwrap_or_default();
        let stated = rates.iter().find(|rate| rate.unit == one.unit).map(|stated| stated.rate.decimal());
        let value = match stated {
            _ if by == held.quantity => Some(held.value),
            _ if !held.quantity.is_zero() => dong(by, Decimal::from(held.value.get()), held.quantity),
            Some(rate) => dong(by, rate, Decimal::ONE),
            None => {
                let error = FieldError::new("/rates", "required").with("reason", one.unit.clone());
                return Err(error.into());
            }
        };
        let beyond = || wrong("/rates", "amount_out_of_range");
        let value = value.filter(|value| !value.is_zero()).ok_or_else(beyond)?;
        let quantity = Quantity::try_from(by).map_err(|_| beyond())?;
        found.push(SpecieSettled { specie: Specie { unit: one.unit.clone(), quantity }, short, value });
    }
    Ok(found)
}

/// So much at so many đồng for so much, half up.
fn dong(quantity: Decimal, value: Decimal, of: Decimal) -> Option<Dong> {
    let exact = quantity.checked_mul(value)?.checked_div(of)?;
    let whole = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Dong::new(whole.to_i64()?).ok()
}

/// The entry of each.
pub(super) fn entries(settled: &[SpecieSettled], memo: &str) -> Result<Vec<Entry>, Refusal> {
    let entry = |one: &SpecieSettled| {
        let entry = cash_difference(Account::CashForeign, one.short, one.value, memo);
        let entry = entry.map_err(|_| wrong("", "amount_out_of_range"))?;
        Ok(entry.in_specie(Some(one.specie.clone())))
    };
    settled.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Holding;

    fn figures_of(accountant: &str, counted: &str) -> SpecieFigures {
        let [accountant, counted] = [accountant, counted].map(|text| text.parse().unwrap());
        SpecieFigures { unit: "USD".into(), accountant, cashier: accountant, counted }
    }

    #[test]
    fn a_difference_has_the_value_of_the_books_or_of_the_rate_that_is_stated() {
        let held = Holding { quantity: "1000".parse().unwrap(), value: Dong::new(25_400_000).unwrap() };
        let books = Holdings::from([("USD".to_owned(), held)]);
        let rate = [SpecieRate { unit: "USD".into(), rate: "26000".parse().unwrap() }];
        let found = |books: &Holdings, accountant: &str, counted: &str, rates: &[SpecieRate]| {
            let found = differences(books, &[figures_of(accountant, counted)], rates);
            found.ok().map(|found| found.first().map(|one| (one.short, one.value.get())))
        };
        assert_eq!(found(&books, "1000", "1000", &[]), Some(None));
        assert_eq!(found(&books, "1000", "900", &[]), Some(Some((true, 2_540_000))));
        assert_eq!(found(&books, "1000", "0", &rate), Some(Some((true, 25_400_000))));
        assert_eq!(found(&books, "1000", "1000.5", &rate), Some(Some((false, 12_700))));
        assert_eq!(found(&Holdings::new(), "0", "2", &rate), Some(Some((false, 52_000))));
        assert_eq!(found(&Holdings::new(), "0", "2", &[]), None);
    }
}

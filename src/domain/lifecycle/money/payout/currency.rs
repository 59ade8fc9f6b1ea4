//! What is owed in foreign currency (ND152 30.6): collected currency is paid as it was taken, đồng are changed into it unless the parties
//! agree; and of what was collected, as much is sold as must be paid in đồng.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::json;

use super::effects::unbookable;
use super::{AgreeOnDong, BuyCurrency, PayoutFacts, SetCurrencyAside, Work};
use crate::domain::document::DocumentKind;
use crate::domain::ledger::entries::{banked, collected};
use crate::domain::ledger::{Account, Holding, Specie};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::payment::{Exchange, InKind};
use crate::domain::quantity::Quantity;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// What so many đồng buy: whole hundredths, never more than they pay for.
fn bought(total: Dong, rate: Decimal) -> Option<Decimal> {
    let units = Decimal::from(total.get()).checked_div(rate)?;
    Some(units.round_dp_with_strategy(2, RoundingStrategy::ToZero))
}

/// At the bank's selling rate, all of the đồng (ND152 30.6.b); kept with rate, source and day.
pub(super) fn buy(
    work: &mut Work,
    body: &BuyCurrency,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    // What collected currency pays is not bought.
    let total = work.payout.rest().plus(work.payout.interest).unwrap_or(Dong::MAX);
    let known = work.payout.foreign.as_deref() == Some(body.currency.as_str());
    let exchange = exchanged(body, known, at, |rate| bought(total, rate))?;
    let specie = of(&body.currency, body.amount)?;
    let entry = banked(Account::Bank, work.payout.currency_lies(), total, "exchange");
    plan.entries.push(entry.map_err(unbookable)?.in_specie(Some(specie)));
    plan.close("fx.convert", Some(work.payout.id.0));
    work.payout.exchange = Some(exchange);
    Ok(())
}

/// The exchange, with what is wrong about its currency, its day, its rate, or an amount that is not what `due` gives for the rate.
fn exchanged(
    body: &BuyCurrency,
    known: bool,
    at: &Context<'_>,
    due: impl Fn(Decimal) -> Option<Decimal>,
) -> Result<Exchange, Refusal> {
    let mut errors = Vec::new();
    if !known {
        errors.push(FieldError::new("/currency", "contradicts"));
    }
    if body.rate_on > at.on {
        errors.push(FieldError::new("/rate_on", "date_in_future"));
    }
    let rate = body.rate.unwrap_or_default();
    match body.rate {
        None => errors.push(FieldError::new("/rate", "required")),
        Some(rate) if rate <= Decimal::ZERO => errors.push(FieldError::new("/rate", "amount_out_of_range")),
        Some(rate) => errors.extend(other_than(body.amount, due(rate).unwrap_or_default())),
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    Ok(Exchange {
        currency: body.currency.clone(),
        amount: body.amount,
        rate,
        rate_source: body.rate_source.clone(),
        rate_on: body.rate_on,
        bought_on: at.on,
    })
}

fn other_than(amount: Decimal, due: Decimal) -> Option<FieldError> {
    let error = FieldError::new("/amount", "amount_out_of_range").with("limit", due.normalize().to_string());
    (amount.normalize() != due.normalize() || due.is_zero()).then_some(error)
}

fn of(currency: &str, amount: Decimal) -> Result<Specie, Refusal> {
    let quantity = Quantity::try_from(amount).map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    Ok(Specie { unit: currency.to_owned(), quantity })
}

/// Of what was collected, as much as the sum is part of its value: paid as it is (ND152 30.6.a). Notes for a transfer go to the bank
/// (ND152 30.5).
pub(super) fn set_aside(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &SetCurrencyAside,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some((currency, held)) = facts.collected_for() else { return Err(wrong("/action", "contradicts")) };
    let value = held.value.min(work.payout.amount);
    let mut errors = Vec::new();
    if currency != body.currency {
        errors.push(FieldError::new("/currency", "contradicts"));
    }
    errors.extend(other_than(body.amount, part_of(held, value)));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let specie = of(currency, body.amount)?;
    let content = json!({ "payout": work.payout.id, "amount": value, "specie": specie,
        "means": work.payout.means });
    plan.record(at, DocumentKind::PaymentOrder, None, content);
    let entry = banked(Account::CashForeign, work.payout.currency_lies(), value, "in kind");
    plan.entries.push(entry.map_err(unbookable)?.in_specie(Some(specie)));
    let (currency, amount) = (body.currency.clone(), body.amount);
    work.payout.in_kind = Some(InKind { currency, amount, value, set_aside_on: at.on });
    if work.payout.is_exchanged() {
        plan.close("fx.convert", Some(work.payout.id.0));
    }
    Ok(())
}

/// All of it for all of its value, else its part of it in whole hundredths.
fn part_of(held: Holding, value: Dong) -> Decimal {
    if value == held.value {
        return held.quantity;
    }
    let part = held.quantity.checked_mul(Decimal::from(value.get()));
    let part = part.and_then(|part| part.checked_div(Decimal::from(held.value.get())));
    part.unwrap_or_default().round_dp_with_strategy(2, RoundingStrategy::ToZero)
}

/// Only as much as the missing đồng cost, in whole hundredths. What is left stands for what is left of the value, so whoever is paid
/// in the currency bears the rate at which his fee was paid. What all of it brings above its value waits to be distributed.
pub(super) fn sell(
    facts: &PayoutFacts,
    work: &mut Work,
    body: &BuyCurrency,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = facts.collected.get(&body.currency).copied().unwrap_or_default();
    let due = |rate: Decimal| Some(to_sell(held, sold(facts.dong_short(), rate)?, rate));
    let exchange = exchanged(body, !held.value.is_zero(), at, due)?;
    let brings = brings(exchange.amount, exchange.rate);
    let brings = brings.ok_or_else(|| wrong("/rate", "amount_out_of_range"))?;
    // All of it for less than its value: nobody is there who would bear the difference.
    if exchange.amount == held.quantity && brings < held.value {
        let error = FieldError::new("/rate", "M01_BALANCE").with("limit", held.value.to_string());
        return Err(error.into());
    }
    let value = brings.min(held.value);
    let entry = banked(Account::CashForeign, Account::Bank, value, "exchange").map_err(unbookable)?;
    plan.entries.push(entry.in_specie(Some(of(&body.currency, body.amount)?)));
    let above = brings.saturating_minus(value);
    if !above.is_zero() {
        plan.entries.push(collected(Account::Bank, above, "exchange").map_err(unbookable)?);
    }
    work.payout.sold.push(exchange);
    Ok(())
}

/// All of it where there is no more, or where a part would bring all of its value.
fn to_sell(held: Holding, needed: Decimal, rate: Decimal) -> Decimal {
    let part = needed < held.quantity && brings(needed, rate).is_some_and(|sum| sum < held.value);
    if part { needed } else { held.quantity }
}

/// So many đồng, half up.
fn brings(amount: Decimal, rate: Decimal) -> Option<Dong> {
    let sum = amount.checked_mul(rate)?.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Dong::new(sum.to_i64()?).ok()
}

/// What so many đồng cost: whole hundredths, never less than pays them.
fn sold(short: Dong, rate: Decimal) -> Option<Decimal> {
    let units = Decimal::from(short.get()).checked_div(rate)?;
    Some(units.round_dp_with_strategy(2, RoundingStrategy::AwayFromZero))
}

pub(super) fn agree_on_dong(work: &mut Work, body: &AgreeOnDong, plan: &mut Plan) -> Result<(), Refusal> {
    work.payout.dong_agreed = Some(body.paper.clone());
    plan.close("fx.convert", Some(work.payout.id.0));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enough_is_sold_and_a_hundredth_too_much_at_most() {
        for (dong, rate, units) in
            [(7_620_000, "25558", "298.15"), (25_558, "25558", "1.00"), (1, "25558", "0.01")]
        {
            assert_eq!(sold(Dong::new(dong).unwrap(), rate.parse().unwrap()), units.parse().ok(), "{dong}");
        }
    }

    #[test]
    fn a_part_of_what_lies_is_in_whole_hundredths_and_all_of_it_is_all() {
        let held = Holding { quantity: "1000.5".parse().unwrap(), value: Dong::new(25_412_700).unwrap() };
        for (value, part) in [
            (25_412_700, "1000.5"),
            (25_400_000, "1000.00"),
            (25_399_999, "999.99"),
            (254, "0.01"),
            (1, "0.00"),
        ] {
            assert_eq!(part_of(held, Dong::new(value).unwrap()), part.parse().unwrap(), "{value}");
        }
    }

    #[test]
    fn no_more_is_bought_than_is_paid_for() {
        for (dong, rate, units) in [
            (246_380_000, "25558", Some("9640.03")),
            (25_558, "25558", Some("1.00")),
            (25_557, "25558", Some("0.99")),
            (255, "25558", Some("0.00")),
            (1_000_000, "165.25", Some("6051.43")),
            (1, "0", None),
        ] {
            let found = bought(Dong::new(dong).unwrap(), rate.parse().unwrap());
            assert_eq!(found, units.map(|units| units.parse().unwrap()), "{dong} at {rate}");
        }
    }
}

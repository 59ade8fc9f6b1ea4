//! The law's money rules of a day, read from the law data: order of payment, choices, fee scale. It only reads.

use chrono::NaiveDate;
use serde_json::Value;

use crate::domain::claim::{ClaimKind, OrderRow, PaymentOrder};
use crate::domain::distribution::{InterestRank, MortgageeRank, RoundingRule, Rules};
use crate::domain::fee::{Bracket, Factor, FeeScale, NoFee};
use crate::domain::judgment::{FeeNature, Mode, Obligation};
use crate::domain::law::{Law, LawGap, Status};
use crate::domain::money::Dong;
use crate::domain::refusal::Refusal;

/// The order of payment and the office's choices on a day (L106 54; L08 47).
///
/// # Errors
/// [`Refusal::LawMissing`] when a value is missing or cannot be read.
pub fn payment_rules(law: &Law, on: NaiveDate) -> Result<Rules, Refusal> {
    let kinds = law.table("payment_order.rows", on)?;
    let mut rows = Vec::new();
    for code in law.list("payment_order.sequence", on)? {
        let named = ClaimKind::ALL
            .iter()
            .copied()
            .filter(|kind| kinds.get(kind.as_str()).and_then(Value::as_str) == Some(code.as_str()));
        let code = format!("ROW-{code}").parse().map_err(|_| unreadable("payment_order.sequence"))?;
        rows.push(OrderRow { code, kinds: named.collect() });
    }
    let choice = |code: &str| law.choice(code).ok_or_else(|| unreadable(code));
    Ok(Rules {
        order: PaymentOrder { rows },
        interest_rank: choice("A-U11")?.parse::<InterestRank>().map_err(|_| unreadable("A-U11"))?,
        mortgagee_rank: choice("A-U9")?.parse::<MortgageeRank>().map_err(|_| unreadable("A-U9"))?,
        rounding: choice("A-U12")?.parse::<RoundingRule>().map_err(|_| unreadable("A-U12"))?,
    })
}

/// The fee scale on a day, and whether it is confirmed (TT216 4.1).
///
/// # Errors
/// [`Refusal::LawMissing`] when a value is missing or cannot be read.
pub fn fee_scale(law: &Law, on: NaiveDate) -> Result<(FeeScale, Status), Refusal> {
    let parameter = law.parameter("fee.brackets", on)?;
    let rows = law.table("fee.brackets", on)?.as_array().ok_or_else(|| unreadable("fee.brackets"))?;
    let mut brackets = Vec::with_capacity(rows.len());
    for row in rows {
        brackets.push(Bracket {
            over: amount(row, "over")?,
            base: amount(row, "base")?,
            rate: row
                .get("rate")
                .and_then(Value::as_str)
                .and_then(|rate| rate.parse().ok())
                .ok_or_else(|| unreadable("fee.brackets"))?,
        });
    }
    let multiple = law.integer("fee_threshold_multiple", on)?;
    let base = law.dong("base_salary", on)?.get();
    let threshold = base.checked_mul(multiple).and_then(|sum| Dong::new(sum).ok());
    let scale = FeeScale { threshold: threshold.ok_or_else(|| unreadable("base_salary"))?, brackets };
    scale.check().map_err(|_| unreadable("fee.brackets"))?;
    Ok((scale, parameter.status))
}

fn amount(row: &Value, name: &str) -> Result<Dong, Refusal> {
    let number = row.get(name).and_then(Value::as_i64);
    number.and_then(|number| Dong::new(number).ok()).ok_or_else(|| unreadable("fee.brackets"))
}

/// Why a claim bears no fee by its nature, whoever receives it and when (TT216 6.1–6.3, 6.5–6.7; L106 33.2).
///
/// # Errors
/// [`LawGap`] when the list of exempt kinds is missing.
pub fn nature_of(law: &Law, on: NaiveDate, item: &Obligation) -> Result<Option<NoFee>, LawGap> {
    let exempt = law.list("fee.exempt_claims", on)?.iter().any(|code| code == item.kind.as_str());
    let by_nature = item.more.fee_nature.map(|nature| match nature {
        FeeNature::Personal => NoFee::PersonalClaim,
        FeeNature::SocialProgramme => NoFee::SocialProgramme,
        FeeNature::Sentimental => NoFee::SentimentalObject,
        FeeNature::PolicyLoan => NoFee::PolicyLoan,
        FeeNature::NoValue => NoFee::NoMonetaryValue,
    });
    Ok(match item.mode {
        Mode::Proactive => Some(NoFee::ProactiveReturn),
        Mode::OnRequest => exempt.then_some(NoFee::PersonalClaim).or(by_nature),
    })
}

/// The part of the fee that is due where the parties handed over directly between themselves (TT216 4.4).
///
/// # Errors
/// [`Refusal::LawMissing`] when the value is missing or cannot be read.
pub fn direct_factor(law: &Law, on: NaiveDate) -> Result<Factor, Refusal> {
    let table = law.table("fee.direct_performance", on)?;
    let part = |name: &str| table.get(name).and_then(Value::as_u64).and_then(|part| u32::try_from(part).ok());
    let (numerator, denominator) = (part("numerator"), part("denominator"));
    let factor = numerator.zip(denominator).map(|(numerator, denominator)| Factor { numerator, denominator });
    factor.ok_or_else(|| unreadable("fee.direct_performance"))
}

fn unreadable(key: &str) -> Refusal {
    Refusal::LawMissing(format!("{key}: cannot be read"))
}

//! The fee on each line of a distribution (TT216 4–6): which lines bear one, and what each creditor owes on all of them.
//! The scale stands in `fee`; what was received before comes in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::rules::{fee_scale, no_fee};
use crate::domain::claim::Payee;
use crate::domain::distribution::Line;
use crate::domain::fee::{Factor, FeeInput, NoFee};
use crate::domain::ids::PartyId;
use crate::domain::judgment::Obligation;
use crate::domain::law::{Law, Status};
use crate::domain::money::Dong;
use crate::domain::payment::FeeLine;
use crate::domain::refusal::{Refusal, wrong};

/// One fee for each creditor on everything received under the decision, taken from the first line (TT216 5.1–5.4).
///
/// # Errors
/// Where the law of the day knows no scale, or a sum is beyond what an amount can hold.
pub fn fee_lines(
    law: &Law,
    on: NaiveDate,
    items: &[Obligation],
    lines: Vec<Line>,
    voluntary: bool,
) -> Result<(Vec<FeeLine>, Status), Refusal> {
    let beyond = |_| wrong("", "amount_out_of_range");
    let (scale, status) = fee_scale(law, on)?;
    let by_item: BTreeMap<_, &Obligation> = items.iter().map(|item| (item.id, item)).collect();
    let mut sums: BTreeMap<PartyId, (Dong, Dong)> = BTreeMap::new();
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let reason = match (line.payee, line.obligation.and_then(|id| by_item.get(&id))) {
            (Payee::Party(_), Some(item)) => no_fee(law, on, item.kind, item.mode, voluntary)?,
            _ => Some(NoFee::NoMonetaryValue),
        };
        if let (Payee::Party(party), None) = (line.payee, reason) {
            let before = line.obligation.and_then(|id| by_item.get(&id)).map_or(Dong::ZERO, |item| item.paid);
            let sum = sums.entry(party).or_insert((Dong::ZERO, Dong::ZERO));
            sum.0 = sum.0.plus(before).map_err(beyond)?;
            sum.1 = sum.1.plus(line.share_dong).map_err(beyond)?;
        }
        let no_fee = reason.filter(|_| line.obligation.is_some());
        out.push((FeeLine { line, fee: Dong::ZERO, no_fee }, reason.is_none()));
    }
    let mut due: BTreeMap<PartyId, Dong> = BTreeMap::new();
    for (party, (before, now)) in sums {
        let input = FeeInput {
            received_before: before,
            received_now: now,
            carried: Dong::ZERO,
            factor: Factor::WHOLE,
            reliefs: Vec::new(),
            no_fee: None,
        };
        let fee = scale.assess(&input).map_err(|_| wrong("", "amount_out_of_range"))?;
        due.insert(party, fee.withheld_dong);
    }
    for (line, bears) in &mut out {
        if let (Payee::Party(party), true) = (line.line.payee, *bears)
            && let Some(left) = due.get_mut(&party)
        {
            line.fee = (*left).min(line.line.share_dong);
            *left = left.saturating_minus(line.fee);
        }
    }
    Ok((out.into_iter().map(|(line, _)| line).collect(), status))
}

//! What the decision on a measure must say by its kind, and what it may not take (L106 66–76; ND152 42–51). It changes nothing.

use serde_json::Value;

use super::bodies::ApplyMeasure;
use crate::domain::case::{
    Account, BusinessTake, Case, DeductedTo, Deduction, HolderTake, IncomeTake, MeasureContent, Target,
    TargetGround, ThingOrder,
};
use crate::domain::law::GapReason;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::handover::open_handovers;
use crate::domain::lifecycle::case::{CaseFacts, tracks, wrong};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

/// Debt and costs to date: more is not taken (L106 72.3, 73). Costs are those that were spent, or that debtors must expect.
pub(super) fn limit(facts: &CaseFacts, case: &Case) -> Result<Dong, Refusal> {
    let costs = &case.coercion.costs;
    let settled = case.debtors.iter().map(|track| costs.left(track.party));
    let expected = case.live_measures().map(|one| costs.expected(one.decision));
    let recorded = Dong::sum(settled.chain(expected));
    let costs = recorded.map(|recorded| facts.money.costs_open.max(recorded));
    costs.and_then(|costs| case.outstanding().plus(costs)).map_err(|_| wrong("", "amount_out_of_range"))
}

/// What is wrong with the content, and the sum for which the measure is ordered.
pub(super) fn check(
    facts: &CaseFacts,
    case: &Case,
    body: &ApplyMeasure,
    at: &Context<'_>,
) -> Result<(Vec<FieldError>, Option<Dong>), Refusal> {
    let content = match (MeasureContent::required(&body.measure), &body.content) {
        (None, None) => return Ok((Vec::new(), None)),
        (Some(_), None) => return Ok((vec![FieldError::new("/content", "required")], None)),
        (Some(kind), Some(content)) if content.name() == kind => content,
        (_, Some(_)) => return Ok((vec![FieldError::new("/content", "contradicts")], None)),
    };
    let most = limit(facts, case)?;
    let mut errors = Vec::new();
    let amount = match content {
        MeasureContent::AccountFreeze(account) => {
            errors.extend(spared(account, "/content/account_freeze"));
            Some(most)
        }
        MeasureContent::SecuritiesFreeze(_) => Some(most),
        MeasureContent::DepositFreeze(_) | MeasureContent::Custody(_) => None,
        MeasureContent::Stop(stopped) => {
            let twice = (1..stopped.stops.len()).any(|n| stopped.stops[..n].contains(&stopped.stops[n]));
            errors.extend(twice.then(|| FieldError::new("/content/stop/stops", "duplicate")));
            None
        }
        MeasureContent::Deduction(deduction) => Some(deducted(deduction, most, at, &mut errors)?),
        MeasureContent::Business(take) => {
            errors.extend(business(take, at)?);
            errors.extend(within(take.amount, most, "/content/business/amount"));
            Some(take.amount)
        }
        MeasureContent::Cash(take) => {
            errors.extend(take.anothers.then(|| FieldError::new("/content/cash/anothers", "G-ACC-SPARED")));
            errors.extend(within(take.amount, most, "/content/cash/amount"));
            Some(take.amount)
        }
        MeasureContent::Holder(take) => {
            errors.extend(holder(case, body, take, at));
            errors.extend(within(take.amount, most, "/content/holder/amount"));
            Some(take.amount)
        }
        MeasureContent::Paper(take) => {
            let excepted = body.proportion_reason.is_some() && !take.value.is_zero();
            let fault = within(take.value, most, "/content/paper/value");
            errors.extend(fault.filter(|_| !excepted));
            Some(take.value)
        }
        MeasureContent::Thing(order) => {
            errors.extend(thing(facts, case, body, order));
            None
        }
        MeasureContent::Income(take) => {
            errors.extend(income(take, at)?);
            errors.extend(within(take.amount, most, "/content/income/amount"));
            Some(take.amount)
        }
    };
    Ok((errors, amount))
}

/// One thing: what the judgment gives by an item of this debtor, or what was sold or taken and waits for its buyer (L106 86.5, 88–90).
fn thing(facts: &CaseFacts, case: &Case, body: &ApplyMeasure, order: &ThingOrder) -> Option<FieldError> {
    let fault = |field: &str, code| Some(FieldError::new(format!("/content/thing/{field}"), code));
    match (order.obligation, order.asset) {
        (None, None) => fault("obligation", "required"),
        (Some(_), Some(_)) => fault("asset", "contradicts"),
        (None, Some(id)) => match facts.assets.iter().find(|asset| asset.id == id) {
            None => fault("asset", "not_in_list"),
            Some(asset) if !asset.sold => fault("asset", "contradicts"),
            Some(_) => None,
        },
        (Some(id), None) => {
            match tracks::item(facts, case, id, "/content/thing/obligation") {
                Err(error) => Some(error),
                // Of several who owe it jointly, whoever has it gives it.
                Ok(item) if item.debtor != body.debtor && !item.joint => fault("obligation", "contradicts"),
                Ok(item) if item.more.thing.is_none() => fault("obligation", "G-JD-THING"),
                Ok(_) if open_handovers(case).any(|one| one.obligation == id) => {
                    fault("obligation", "duplicate")
                }
                Ok(_) => case
                    .stop_of_item(id)
                    .and_then(|stop| Some(fault("obligation", "G-HOLD")?.with("doc", stop.code))),
            }
        }
    }
}

/// Something is taken, and no more than debt and costs (L106 72.3).
fn within(amount: Dong, most: Dong, pointer: &str) -> Option<FieldError> {
    if amount.is_zero() {
        return Some(FieldError::new(pointer, "amount_out_of_range"));
    }
    (amount > most).then(|| FieldError::new(pointer, "G05_PROPORTION").with("limit", most.to_string()))
}

/// Budget money and what a State body keeps for others is left alone (ND152 43.2, 49.4–49.5).
fn spared(account: &Account, pointer: &str) -> Option<FieldError> {
    let taken = account.fund.may_be_taken(account.keeper);
    (!taken).then(|| FieldError::new(format!("{pointer}/fund"), "G-ACC-SPARED"))
}

fn deducted(
    deduction: &Deduction,
    most: Dong,
    at: &Context<'_>,
    errors: &mut Vec<FieldError>,
) -> Result<Dong, Refusal> {
    for (place, one) in deduction.from.iter().enumerate() {
        let pointer = format!("/content/deduction/from/{place}");
        errors.extend(spared(&one.account, &format!("{pointer}/account")));
        errors.extend(within(one.amount, Dong::MAX, &format!("{pointer}/amount")));
    }
    let total = Dong::sum(deduction.from.iter().map(|one| one.amount));
    let total = total.map_err(|_| wrong("/content/deduction/from", "amount_out_of_range"))?;
    errors.extend(within(total, most, "/content/deduction/from"));
    match (deduction.to, &deduction.receiving_account) {
        (DeductedTo::Agency, None) => {
            errors.push(FieldError::new("/content/deduction/receiving_account", "required"));
        }
        (DeductedTo::Creditor, Some(_)) => {
            errors.push(FieldError::new("/content/deduction/receiving_account", "contradicts"));
        }
        _ => {}
    }
    if deduction.execute_by < at.on {
        errors.push(FieldError::new("/content/deduction/execute_by", "contradicts"));
    }
    Ok(total)
}

/// How many minimum wages the law leaves, by purpose; nothing where the law of that day counts otherwise.
fn wages_kept(purpose: &str, at: &Context<'_>) -> Result<i64, Refusal> {
    match at.law.table("wages_kept", at.on) {
        Ok(table) => {
            let missing = || Refusal::LawMissing(format!("wages_kept.{purpose}"));
            table.get(purpose).and_then(Value::as_i64).ok_or_else(missing)
        }
        Err(gap) if gap.reason == GapReason::NoRule => Ok(0),
        Err(gap) => Err(gap.into()),
    }
}

/// So many minimum wages of a region.
fn wages(number: i64, region: u8, at: &Context<'_>) -> Result<Dong, Refusal> {
    if number == 0 {
        return Ok(Dong::ZERO);
    }
    let wage = at.law.dong(&format!("min_wage.{region}"), at.on)?;
    let sum = wage.get().checked_mul(number).and_then(|sum| Dong::new(sum).ok());
    sum.ok_or_else(|| wrong("/content", "amount_out_of_range"))
}

/// What is left must suffice: `income` less `amount` is not below `keep`.
fn keeps(income: Dong, amount: Dong, keep: Dong, pointer: &str) -> Option<FieldError> {
    let enough = income.minus(amount).is_ok_and(|left| left >= keep);
    (!enough).then(|| FieldError::new(pointer, "G-MIN-LEFT").with("limit", keep.to_string()))
}

/// One minimum wage of the place stays with the debtor unless the parties agreed otherwise, and one with each dependant; from
/// less nothing is deducted (ND152 51.1).
fn income(take: &IncomeTake, at: &Context<'_>) -> Result<Option<FieldError>, Refusal> {
    let own = if take.agreed { 0 } else { wages_kept("income_self", at)? };
    let theirs = wages_kept("income_dependant", at)?.saturating_mul(i64::from(take.dependants));
    let keep = wages(own.saturating_add(theirs), take.region, at)?;
    Ok(keeps(take.income, take.amount, keep, "/content/income/amount"))
}

/// The business keeps what the officer fixed, the household a minimum wage for each month unless agreed otherwise (ND152 50.1).
fn business(take: &BusinessTake, at: &Context<'_>) -> Result<Option<FieldError>, Refusal> {
    let months = if take.agreed { 0 } else { wages_kept("business_household", at)? };
    let household = wages(months.saturating_mul(take.every.months()), take.region, at)?;
    let keep = household.plus(take.left_for_business);
    let keep = keep.map_err(|_| wrong("/content/business/left_for_business", "amount_out_of_range"))?;
    Ok(keeps(take.income, take.amount, keep, "/content/business/amount"))
}

/// First a demand, then, its term being over, the decision (L106 74.3–74.4; ND152 50.2).
fn holder(case: &Case, body: &ApplyMeasure, take: &HolderTake, at: &Context<'_>) -> Option<FieldError> {
    let demands = case.coercion.demands.iter();
    let mut of_debtor = demands.filter(|one| one.debtor == body.debtor && one.measure == body.measure);
    let Some(demand) = of_debtor.find(|one| one.document == take.demand) else {
        return Some(FieldError::new("/content/holder/demand", "not_in_list"));
    };
    if demand.other_agency {
        return Some(FieldError::new("/content/holder/demand", "contradicts"));
    }
    if at.on <= demand.until {
        let error = FieldError::new("/content/holder/demand", "G-HOLDER-TERM");
        return Some(error.with("date", demand.until.to_string()));
    }
    (take.amount > demand.amount).then(|| {
        FieldError::new("/content/holder/amount", "amount_out_of_range")
            .with("limit", demand.amount.to_string())
    })
}

/// Against whom a measure may go beside the debtor (ND152 42.6).
pub(super) fn target(facts: &CaseFacts, target: &Target) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if target.party.is_some_and(|party| !facts.parties.contains(&party)) {
        errors.push(FieldError::new("/target/party", "not_a_party"));
    }
    let member = target.ground == TargetGround::Member;
    if member != target.common_insufficient {
        errors.push(
            FieldError::new("/target/common_insufficient", "G-TARGET").with("reason", target.ground.as_str()),
        );
    }
    if target.otherwise_provided {
        let error = FieldError::new("/target/otherwise_provided", "G-TARGET");
        errors.push(error.with("reason", target.ground.as_str()));
    }
    errors
}

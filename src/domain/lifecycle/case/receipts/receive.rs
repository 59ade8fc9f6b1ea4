//! Money in: what a receipt of each kind must say, its entry, and what its arrival starts (L106 53.7, 54.6; ND152 39.4; TT04 16–17).

use super::{CaseFacts, ReceiveMoney};
use crate::domain::case::{Case, PaidPeriod, Track};
use crate::domain::ids::ReceiptId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::{CashTaken, channel_errors, on_its_way, take};
use crate::domain::lifecycle::{Clock, Context};
use crate::domain::receipt::{Channel, Original, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal};

/// The kinds that are recorded on the case itself. Prices stand on the asset, what a prison passes on under its payment, provisional
/// money with the office, advances with the costs.
pub(super) const HERE: &[ReceiptKind] = &[
    ReceiptKind::Voluntary,
    ReceiptKind::FoundOnDebtor,
    ReceiptKind::ThirdParty,
    ReceiptKind::Coerced,
    ReceiptKind::Income,
    ReceiptKind::EntrustedProceeds,
    ReceiptKind::CreditSurplus,
    ReceiptKind::StateGuarantee,
    ReceiptKind::BankInterest,
    ReceiptKind::Foreign,
];

/// Kinds whose money is the debtor's, whoever brings it.
const OF_DEBTOR: &[ReceiptKind] = &[
    ReceiptKind::Voluntary,
    ReceiptKind::FoundOnDebtor,
    ReceiptKind::ThirdParty,
    ReceiptKind::Coerced,
    ReceiptKind::Income,
    ReceiptKind::CreditSurplus,
    ReceiptKind::StateGuarantee,
    ReceiptKind::Foreign,
];

pub(super) fn receive(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReceiveMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let receipt = receipt(case, body, at);
    let mut errors = channel_errors(&receipt);
    errors.extend(people(facts, body));
    errors.extend(papers(facts, body));
    errors.extend(time(facts, body, at));
    errors.extend(foreign(facts, body, at));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if let Some(period) = body.period
        && let Some(debtor) = body.payer
    {
        case.money.periods.push(PaidPeriod { receipt: receipt.id, debtor, period });
    }
    on_its_way(case, &receipt, body.cash.unwrap_or(CashTaken::AT_OFFICE), at, plan)?;
    if let Some(name) = &body.paid_by {
        plan.payers.push((receipt.id, name.clone()));
    }
    arrived(case, at, plan);
    take(receipt, "/amount", plan)
}

fn receipt(case: &Case, body: &ReceiveMoney, at: &Context<'_>) -> Receipt {
    let id = ReceiptId(at.ids.next());
    Receipt {
        case: Some(case.id),
        payer: body.payer,
        on_behalf: body.paid_by.is_some(),
        bank_reference: body.bank_reference.clone(),
        period: body.period,
        original: body.original.clone(),
        decision: body.decision,
        paper: body.paper.clone(),
        ..Receipt::new(id, case.office, body.kind, body.channel, body.amount, at.on)
    }
}

/// What the arrival of money may start, as the rows that take it in name it.
pub(crate) const ARRIVAL: [Clock; 3] =
    [Clock::Effect("payout"), Clock::Effect("confiscated_cash"), Clock::Effect("cost.advance_refund")];

/// What the arrival of money starts: the time to pay it on (L106 54.6), to remit what is confiscated, to give advances back.
pub(crate) fn arrived(case: &mut Case, at: &Context<'_>, plan: &mut Plan) {
    plan.open(at, "payout", at.on, None);
    if case.track == Track::Confiscate {
        // Confiscated money goes to the budget within seven days of its receipt (ND152 39.4).
        plan.open(at, "confiscated_cash", at.on, None);
    }
    // What was advanced goes back as soon as there is money (L106 53.7); what a party asked to be valued is his own cost (ND152 62.2).
    let enforcement = case.enforcement_decision();
    let coerced = case.coercion.costs.advances.iter_mut().filter(|one| Some(one.decision) != enforcement);
    for advance in coerced {
        if advance.refund_due_since.is_none() && !advance.open().is_zero() {
            advance.refund_due_since = Some(at.on);
            plan.open(at, "cost.advance_refund", at.on, Some(advance.id.0));
        }
    }
}

/// Who pays, and for whom.
fn people(facts: &CaseFacts, body: &ReceiveMoney) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !HERE.contains(&body.kind) {
        errors.push(FieldError::new("/kind", "contradicts"));
    }
    match body.payer {
        Some(payer) if OF_DEBTOR.contains(&body.kind) && facts.case.debtor(payer).is_none() => {
            errors.push(FieldError::new("/payer", "not_a_party"));
        }
        Some(payer) if !facts.parties.contains(&payer) => {
            errors.push(FieldError::new("/payer", "not_a_party"));
        }
        None if body.paid_by.is_some() || body.kind == ReceiptKind::Income => {
            // Both names stand on the receipt (TT04 16.1); income is some debtor's.
            errors.push(FieldError::new("/payer", "required"));
        }
        _ => {}
    }
    if body.kind == ReceiptKind::ThirdParty && body.paid_by.is_none() {
        errors.push(FieldError::new("/paid_by", "required"));
    }
    errors
}

/// The decision behind it and the printed number.
fn papers(facts: &CaseFacts, body: &ReceiveMoney) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let ordered = |decision| facts.case.measures.iter().any(|measure| measure.decision == decision);
    if body.decision.is_some_and(|decision| !ordered(decision)) {
        errors.push(FieldError::new("/decision", "not_in_list"));
    }
    if let Some(paper) = &body.paper {
        let fate = facts.paper_receipt.unwrap_or_default();
        if !fate.announced || fate.used {
            let error = FieldError::new("/paper/number", "M12_RECEIPT");
            errors.push(error.with("number", format!("{} {:07}", paper.series, paper.number)));
        }
    }
    errors
}

/// The period of a deduction: given, past or present, and not deducted for before. Cash has a place where it was taken.
fn time(facts: &CaseFacts, body: &ReceiveMoney, at: &Context<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match (body.kind, &body.period) {
        (ReceiptKind::Income, None) => errors.push(FieldError::new("/period", "required")),
        (ReceiptKind::Income, Some(period)) => {
            if period.to < period.from || period.from > at.on {
                errors.push(FieldError::new("/period", "contradicts"));
            }
            let before = facts.case.money.periods.iter();
            let mut twice = before.filter(|one| Some(one.debtor) == body.payer && one.period.meets(period));
            if let Some(one) = twice.next() {
                let found = format!("{} – {}", one.period.from, one.period.to);
                errors.push(FieldError::new("/period", "G-RC-PERIOD").with("date", found));
            }
        }
        (_, Some(_)) => errors.push(FieldError::new("/period", "contradicts")),
        (_, None) => {}
    }
    if body.cash.is_some() && body.channel != Channel::Cash {
        errors.push(FieldError::new("/cash", "contradicts"));
    }
    errors
}

/// Other than đồng only as the judgment orders it, with quantity and rate (TT04 17.2; TT78 3.1–3.2).
fn foreign(facts: &CaseFacts, body: &ReceiveMoney, at: &Context<'_>) -> Vec<FieldError> {
    let Some(original) = &body.original else {
        let missing = body.kind == ReceiptKind::Foreign;
        return missing.then(|| FieldError::new("/original", "required")).into_iter().collect();
    };
    if body.kind != ReceiptKind::Foreign {
        return vec![FieldError::new("/original", "contradicts")];
    }
    let mut errors = Vec::new();
    let of_the_case = |id| facts.items.iter().find(|item| item.id == id && item.case == Some(facts.case.id));
    let item = of_the_case(original.obligation);
    let orders = item.and_then(|item| item.more.specie.as_deref());
    if orders != Some(original.unit.as_str()) {
        let error = FieldError::new("/original/unit", "M15_FX");
        errors.push(error.with("reason", orders.unwrap_or("VND").to_owned()));
    }
    // What the judgment orders is owed in đồng at the rate kept with it: the same currency pays it in full only at the same rate.
    let owed_at = item.and_then(|item| item.more.foreign.as_ref()).map(|sum| sum.rate.round_dp(4));
    if let (Some(owed_at), Some(rate)) = (owed_at, original.rate)
        && rate.decimal() != owed_at
    {
        let error = FieldError::new("/original/rate", "contradicts");
        errors.push(error.with("limit", owed_at.normalize().to_string()));
    }
    errors.extend(rate(original, body, at));
    errors
}

fn rate(original: &Original, body: &ReceiveMoney, at: &Context<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if original.rate_source.is_none() {
        errors.push(FieldError::new("/original/rate_source", "required"));
    }
    match original.rate_on {
        None => errors.push(FieldError::new("/original/rate_on", "required")),
        Some(day) if day > at.on => errors.push(FieldError::new("/original/rate_on", "contradicts")),
        Some(_) => {}
    }
    match original.rate.map(|rate| original.quantity.at(rate)) {
        None => errors.push(FieldError::new("/original/rate", "required")),
        Some(Err(_)) => errors.push(FieldError::new("/original/quantity", "amount_out_of_range")),
        Some(Ok(value)) if value != body.amount => {
            errors.push(FieldError::new("/amount", "contradicts").with("limit", value.to_string()));
        }
        Some(Ok(_)) => {}
    }
    errors
}

//! The new sums are demanded, paid, or followed by taking the thing itself (ND152 62.3).

use serde_json::json;

use super::{TakeDividedThing, named, not_before};
use crate::domain::case::{Case, PriceChange, PriceDemand};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, ObligationId, PartyId, PriceChangeId};
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

pub(super) fn term_over(facts: &CaseFacts, context: &Context<'_>) -> Result<String, Unmet> {
    let open = facts.case.price_changes.iter().filter_map(PriceChange::waits_for_payment);
    match open.filter_map(|demand| demand.pay_until).min() {
        Some(until) if context.on > until => Ok(until.to_string()),
        Some(until) => Err(Unmet::new("G-PC-TERM", until.to_string(), format!("before {}", context.on))
            .with("date", until.to_string())
            .not_before_day_after(until)),
        None => {
            let required = "a demand that was validly received";
            Err(Unmet::new("G-PC-TERM", "no demand received", required).with("date", "-"))
        }
    }
}

/// PC-06: each judged sum becomes its part of the new value. What was paid stays paid: a sum never falls below it. One that was performed
/// or ended meanwhile stays as it was.
pub(super) fn demand(
    facts: &CaseFacts,
    case: &mut Case,
    id: PriceChangeId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut change = named(case, id, PriceChange::to_demand)?.clone();
    let Some(found) = change.found.clone() else { return Err(wrong("/change", "contradicts")) };
    not_before(at, found.on)?;
    let parts = change.parts_of(found.value).map_err(beyond)?;
    let mut sums = Vec::new();
    for (payment, part) in change.payments.iter_mut().zip(parts) {
        let Some(item) = owed(facts, payment.obligation) else { continue };
        let sum = part.max(item.paid);
        let items = ItemChange::amount(item, sum);
        case.amount_due = items.applied_to(case.amount_due).map_err(beyond)?;
        plan.items.push(items);
        payment.demanded = Some(sum);
        sums.push(json!({ "obligation": item.id, "judged": payment.judged, "paid": item.paid, "sum": sum }));
    }
    if sums.is_empty() {
        return Err(wrong("/change", "G-PC-PAID"));
    }
    let content = json!({ "change": id, "taker": change.taker, "judged_value": change.judged_value,
        "value": found.value, "certificate": found.certificate, "payments": sums });
    let document = record(case, DocumentKind::PricePaymentDemand, content, at, plan);
    plan.open(at, "notify", at.on, Some(document.0));
    plan.close("pricechange.notify", Some(id.0));
    change.demand =
        Some(PriceDemand { document, on: at.on, received_on: None, pay_until: None, paid_on: None });
    *named(case, id, PriceChange::to_demand)? = change;
    Ok(())
}

fn beyond(_: AmountOutOfRange) -> Refusal {
    wrong("/change", "amount_out_of_range")
}

/// An item of the case that is still owed.
fn owed(facts: &CaseFacts, id: ObligationId) -> Option<&Obligation> {
    let of_case = |item: &&Obligation| item.id == id && item.case == Some(facts.case.id);
    facts.items.iter().find(of_case).filter(|item| item.is_claim() && !item.outstanding().is_zero())
}

/// The taker has validly received the demand: his days to pay run (ND152 62.3).
pub(in crate::domain::lifecycle::case) fn demand_received(
    case: &mut Case,
    document: DecisionId,
    by: PartyId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    for change in case.price_changes.iter_mut().filter(|change| change.taker == by) {
        let about = change.id.0;
        let demand = change.open_demand_mut().filter(|demand| demand.document == document);
        if let Some(demand) = demand.filter(|demand| demand.received_on.is_none()) {
            demand.received_on = Some(at.on);
            demand.pay_until = Some(plan.must_open(at, "pricechange.pay", at.on, Some(about))?);
        }
    }
    Ok(())
}

/// The request whose demand is open, the demand, and what of it is not there yet.
fn open(
    facts: &CaseFacts,
    case: &mut Case,
    id: PriceChangeId,
    at: &Context<'_>,
) -> Result<(PriceDemand, Dong), Refusal> {
    let change = named(case, id, |change| change.open_demand().is_some())?;
    let Some(demand) = change.open_demand() else { return Err(wrong("/change", "contradicts")) };
    not_before(at, demand.on)?;
    let owed = change.payments.iter().filter_map(|payment| owed(facts, payment.obligation));
    let owed = Dong::sum(owed.map(Obligation::outstanding)).map_err(beyond)?;
    Ok((demand, owed.saturating_minus(facts.money.undistributed)))
}

/// PC-07: everything was paid, or waits to be shared.
pub(super) fn close(
    facts: &CaseFacts,
    case: &mut Case,
    id: PriceChangeId,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (demand, missing) = open(facts, case, id, at)?;
    if !missing.is_zero() {
        return Err(FieldError::new("/change", "G-PERFORMED").with("amount", missing.to_string()).into());
    }
    named(case, id, |_| true)?.demand = Some(PriceDemand { paid_on: Some(at.on), ..demand });
    plan.close("pricechange.pay", Some(id.0));
    Ok(())
}

/// PC-08: from now on that thing may be seized for these sums: it need be neither in proportion to them nor the last that is left, and no
/// other means need be looked for (ND152 62.3).
pub(super) fn take(
    facts: &CaseFacts,
    case: &mut Case,
    body: &TakeDividedThing,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (demand, missing) = open(facts, case, body.change, at)?;
    let mut errors = Vec::new();
    if demand.pay_until.is_none_or(|until| at.on <= until) {
        let date = demand.pay_until.map_or_else(|| "-".to_owned(), |until| until.to_string());
        errors.push(FieldError::new("/change", "G-PC-TERM").with("date", date));
    }
    if missing.is_zero() {
        errors.push(FieldError::new("/change", "G-PC-PAID"));
    }
    let taker = named(case, body.change, |change| change.waits_for_payment().is_some())?.taker;
    match facts.assets.iter().find(|asset| asset.id == body.asset) {
        None => errors.push(FieldError::new("/asset", "not_in_list")),
        Some(asset) if asset.owner != taker || !asset.processable => {
            errors.push(FieldError::new("/asset", "contradicts"));
        }
        Some(_) if case.divided(body.asset).is_some() => {
            errors.push(FieldError::new("/asset", "duplicate"));
        }
        Some(_) => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    named(case, body.change, |_| true)?.asset = Some(body.asset);
    plan.close("pricechange.pay", Some(body.change.0));
    Ok(())
}

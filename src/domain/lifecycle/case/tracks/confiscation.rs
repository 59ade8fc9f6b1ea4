//! Confiscation to the State: hand-over of things, payment of cash, and the refund when it is annulled (L106 57; ND152 39).

use serde_json::json;

use super::bodies::{HandOverConfiscated, PayConfiscatedCash, ProposeConfiscationRefund};
use super::{item, lies, paid_all, perform, unbookable};
use crate::domain::case::{Case, Confiscated};
use crate::domain::claim::Payee;
use crate::domain::document::DocumentKind;
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::{paid_out, set_aside};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::disposal::hand_over_errors;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn hand_over(
    facts: &CaseFacts,
    case: &mut Case,
    body: &HandOverConfiscated,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (index, id) in body.obligations.iter().enumerate() {
        let here = format!("/obligations/{index}");
        errors.extend(item(facts, case, *id, &here).err());
        if body.obligations[..index].contains(id) {
            errors.push(FieldError::new(here, "duplicate"));
        }
    }
    let (notified_on, complete) = (body.notified_on, body.minutes_complete);
    errors.extend(hand_over_errors(body.receiver, notified_on, case.decided_on, complete, at)?);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "receiver": body.receiver, "name": body.receiver_name, "items": body.obligations });
    record(case, DocumentKind::ConfiscationHandover, content, at, plan);
    for id in &body.obligations {
        case.special.confiscated.push(Confiscated {
            obligation: *id,
            money: None,
            receiver: body.receiver_name.clone(),
            on: at.on,
            refunded_on: None,
        });
        perform(facts, case, Some(*id), None, plan)?;
    }
    Ok(())
}

pub(super) fn pay_cash(
    facts: &CaseFacts,
    case: &mut Case,
    body: &PayConfiscatedCash,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let item = item(facts, case, body.obligation, "/obligation")?;
    let limit = item.amount.saturating_minus(item.paid).min(facts.money.provisional);
    let mut errors = Vec::new();
    if body.amount.is_zero() || body.amount > limit {
        errors.push(FieldError::new("/amount", "amount_out_of_range").with("limit", limit.to_string()));
    }
    errors.extend(lies(facts, body.channel.account(), body.amount).err());
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let from = body.channel.account();
    paid_all(facts, body.amount, plan);
    plan.entries.push(set_aside(Payee::State, body.amount, "confiscated").map_err(unbookable)?);
    let paid = paid_out(Account::State, from, Payee::State, body.amount, &body.reference);
    plan.entries.push(paid.map_err(unbookable)?);
    case.special.confiscated.push(Confiscated {
        obligation: body.obligation,
        money: Some(body.amount),
        receiver: "State budget".to_owned(),
        on: at.on,
        refunded_on: None,
    });
    perform(facts, case, Some(body.obligation), Some(body.amount), plan)
}

/// The finance body gives back what it received; no money passes through the agency (L106 57.2).
pub(super) fn refund(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeConfiscationRefund,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let done = case.special.confiscated.iter_mut().filter(|one| one.refunded_on.is_none());
    let of_item: Vec<_> = done.filter(|one| one.obligation == body.obligation).collect();
    let Some(last) = of_item.iter().map(|one| one.on).max() else {
        return Err(wrong("/obligation", "not_in_list"));
    };
    if body.decided_on > at.on {
        return Err(wrong("/decided_on", "contradicts"));
    }
    if at.on < last {
        return Err(wrong("/effective_on", "contradicts"));
    }
    for one in of_item {
        one.refunded_on = Some(at.on);
    }
    let content = json!({ "obligation": body.obligation, "decision": body.decision,
        "decided_on": body.decided_on, "finance_body": body.finance_body });
    record(case, DocumentKind::RefundFile, content, at, plan);
    Ok(())
}

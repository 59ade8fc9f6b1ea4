//! Returning money, things and papers: the notice, the return itself, and what becomes of the unclaimed until it is deposited, sold
//! or sent on (L106 59.1–59.2; ND152 41.1–41.3).

use chrono::NaiveDate;
use serde_json::json;

use super::bodies::{
    DepositUnclaimedMoney, NotifyRecipient, ReturnSecurity, ReturnToRecipient, SellUnclaimedGoods,
    SendPapersToIssuer,
};
use super::guards::unsold;
use super::{
    account_of, item, lies, must_be_over, paid_all, payee, perform, sum_of, unbookable, undistributed,
    waiting,
};
use crate::domain::case::{Case, Deposit, DepositPlace, Held, HeldEnd, HeldKind, Stage, Track};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{HeldId, ObligationId, PartyId};
use crate::domain::ledger::entries::{paid_out, saved, set_aside};
use crate::domain::ledger::{Account, Entry};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::disposal::{self, UnclaimedSale};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::payment::Channel;
use crate::domain::refusal::{FieldError, Refusal};

const MEMO: &str = "return";

pub(super) fn notify(
    facts: &CaseFacts,
    case: &mut Case,
    body: &NotifyRecipient,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = recipient_errors(facts, case, body);
    if body.taken_on > at.on {
        errors.push(FieldError::new("/taken_on", "contradicts"));
    }
    errors.extend(sum_errors(facts, case, body));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let waits = Waits {
        obligation: body.obligation,
        kind: body.kind,
        recipient: body.recipient,
        description: &body.description,
        place: &body.place,
        money: body.amount.unwrap_or(Dong::ZERO),
        taken_on: body.taken_on,
    };
    notify_waiting(case, &waits, at, plan)
}

/// Something that waits for its recipient, as he is told of it.
pub(in crate::domain::lifecycle::case) struct Waits<'a> {
    pub obligation: Option<ObligationId>,
    pub kind: HeldKind,
    pub recipient: PartyId,
    pub description: &'a str,
    pub place: &'a str,
    pub money: Dong,
    pub taken_on: NaiveDate,
}

/// Tells a recipient what waits for him and where; his time to fetch it runs (L106 59.1).
pub(in crate::domain::lifecycle::case) fn notify_waiting(
    case: &mut Case,
    waits: &Waits<'_>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let id = HeldId(at.ids.next());
    let collect_until = match waits.kind.clock() {
        Some(key) => Some(plan.must_open(at, key, at.on, Some(id.0))?),
        None => None,
    };
    let content = json!({ "kind": waits.kind, "recipient": waits.recipient, "place": waits.place });
    record(case, DocumentKind::CollectionNotice, content, at, plan);
    case.special.held.push(Held {
        id,
        obligation: waits.obligation,
        kind: waits.kind,
        recipient: waits.recipient,
        description: waits.description.to_owned(),
        money: waits.money,
        taken_on: waits.taken_on,
        notified_on: at.on,
        collect_until,
        sold_on: None,
        deposit: None,
        destruction: None,
        exchange_asked_on: None,
        ended: None,
        ended_on: None,
        refunded_on: None,
    });
    Ok(())
}

fn recipient_errors(facts: &CaseFacts, case: &Case, body: &NotifyRecipient) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match body.obligation {
        Some(id) => errors.extend(item(facts, case, id, "/obligation").err()),
        None if case.special.security_since.is_none() => {
            errors.push(FieldError::new("/obligation", "required"));
        }
        // What was held as security goes back to the debtor, nobody else (ND152 41.3).
        None if case.debtor(body.recipient).is_none() => {
            errors.push(FieldError::new("/recipient", "contradicts"));
        }
        None => {}
    }
    if !facts.parties.contains(&body.recipient) {
        errors.push(FieldError::new("/recipient", "not_a_party"));
    }
    if body.recipient_owes_money {
        errors.push(FieldError::new("/recipient_owes_money", "G-RT-OWES"));
    }
    errors
}

/// Money must be there and not be promised to anybody else; a thing has no sum.
fn sum_errors(facts: &CaseFacts, case: &Case, body: &NotifyRecipient) -> Option<FieldError> {
    let amount = match (body.kind, body.amount) {
        (HeldKind::Money, None) => return Some(FieldError::new("/amount", "required")),
        (HeldKind::Money, Some(amount)) => amount,
        (_, Some(_)) => return Some(FieldError::new("/amount", "contradicts")),
        (_, None) => return None,
    };
    let free = facts.money.provisional.saturating_minus(case.special.reserved());
    let owed = body.obligation.map_or(free, |id| {
        let of_item = facts.items.iter().find(|item| item.id == id);
        let owed = of_item.map_or(Dong::ZERO, |item| item.amount.saturating_minus(item.paid));
        let notified = case.special.open().filter(|held| held.obligation == Some(id));
        let notified = Dong::sum(notified.map(|held| held.money)).unwrap_or(owed);
        owed.saturating_minus(notified)
    });
    let limit = free.min(owed);
    if amount.is_zero() || amount > limit {
        return Some(FieldError::new("/amount", "amount_out_of_range").with("limit", limit.to_string()));
    }
    None
}

pub(super) fn give_back(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ReturnToRecipient,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, body.held, at)?.clone();
    let mut errors = disposal::return_errors(body.minutes_signed, body.costs_paid);
    match (held.is_money(), body.channel) {
        (true, None) => errors.push(FieldError::new("/channel", "required")),
        (false, Some(_)) => errors.push(FieldError::new("/channel", "contradicts")),
        (true, Some(Channel::Transfer)) if body.bank_reference.is_none() => {
            errors.push(FieldError::new("/bank_reference", "required"));
        }
        _ => {}
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if let Some(channel) = body.channel {
        plan.entries.extend(payment(facts, &held, channel)?);
        if held.deposit.is_none() {
            paid_all(facts, held.money, plan);
        }
    }
    finish(facts, case, &held, HeldEnd::Collected, at, plan)
}

/// The money of something that waits leaves the agency.
fn payment(facts: &CaseFacts, held: &Held, channel: Channel) -> Result<Vec<Entry>, Refusal> {
    if held.money.is_zero() {
        return Ok(Vec::new());
    }
    let from = account_of(held, channel.account());
    lies(facts, from, held.money)?;
    let mut entries = Vec::new();
    if held.deposit.is_none() {
        undistributed(facts, "/held", held.money)?;
        entries.push(set_aside(payee(held), held.money, MEMO).map_err(unbookable)?);
    }
    entries.push(paid_out(Account::Parties, from, payee(held), held.money, MEMO).map_err(unbookable)?);
    Ok(entries)
}

/// What waited is over: its clocks close, its item is performed.
pub(super) fn finish(
    facts: &CaseFacts,
    case: &mut Case,
    held: &Held,
    how: HeldEnd,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if let Some(found) = case.special.find_mut(held.id) {
        found.end(how, at.on);
    }
    if let Some(key) = held.kind.clock() {
        plan.close(key, Some(held.id.0));
    }
    if let Some(deposit) = &held.deposit {
        plan.close(&deposit.key, Some(held.id.0));
    }
    perform(facts, case, held.obligation, sum_of(held), plan)
}

/// Sent to a prison, its money leaves; the item is performed when the prison has paid it out (ND152 35.2).
pub(in crate::domain::lifecycle::case) fn settle_in_prison(
    facts: &CaseFacts,
    case: &mut Case,
    id: HeldId,
    channel: Option<Channel>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, id, at)?.clone();
    match channel {
        Some(channel) if held.is_money() => {
            plan.entries.extend(payment(facts, &held, channel)?);
            if held.deposit.is_none() {
                paid_all(facts, held.money, plan);
            }
            Ok(())
        }
        Some(_) => Ok(()),
        None => finish(facts, case, &held, HeldEnd::PaidInPrison, at, plan),
    }
}

pub(super) fn deposit(
    facts: &CaseFacts,
    case: &mut Case,
    body: &DepositUnclaimedMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, body.held, at)?.clone();
    if !held.is_money() || held.deposit.is_some() {
        return Err(wrong("/held", "contradicts"));
    }
    must_be_over(at, "G-RT-MONEY", held.sold_on.or(held.collect_until))?;
    let mut errors = Vec::new();
    errors.extend(lies(facts, body.channel.account(), held.money).err());
    errors.extend(undistributed(facts, "/held", held.money).err());
    let limit = savings_from(body.wage_region, at)?;
    let wanted = if held.money > limit { DepositPlace::Savings } else { DepositPlace::Account };
    if body.place != wanted {
        errors.push(FieldError::new("/place", "G-RT-PLACE").with("amount", limit.to_string()));
    }
    if body.place == DepositPlace::Account && body.channel == Channel::Cash {
        errors.push(FieldError::new("/channel", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    paid_all(facts, held.money, plan);
    if !held.money.is_zero() {
        plan.entries.push(set_aside(payee(&held), held.money, MEMO).map_err(unbookable)?);
        if body.place == DepositPlace::Savings {
            plan.entries.push(saved(body.channel.account(), held.money, MEMO).map_err(unbookable)?);
        }
    }
    // Taken in only after the five years, it has one year from the notice (L106 59.1).
    let five = at.law.deadline("forfeit.5y", facts.in_force_on, at.on)?.due_on;
    let (key, start) = if held.taken_on > five {
        ("forfeit.1y", held.notified_on)
    } else {
        ("forfeit.5y", facts.in_force_on)
    };
    let forfeit_after = plan.must_open(at, key, start, Some(held.id.0))?;
    if let Some(clock) = held.kind.clock() {
        plan.close(clock, Some(held.id.0));
    }
    let content = json!({ "place": body.place, "amount": held.money, "slip": body.slip });
    record(case, DocumentKind::DepositNotice, content, at, plan);
    if let Some(found) = case.special.find_mut(held.id) {
        found.deposit = Some(Deposit { place: body.place, on: at.on, forfeit_after, key: key.to_owned() });
    }
    Ok(())
}

/// Above this sum unclaimed money goes into savings (ND152 41.2).
fn savings_from(region: u8, at: &Context<'_>) -> Result<Dong, Refusal> {
    let wage = at.law.dong(&format!("min_wage.{region}"), at.on)?;
    let multiple = at.law.integer("deposit.savings_multiple", at.on)?;
    let limit = wage.get().checked_mul(multiple).and_then(|limit| Dong::new(limit).ok());
    limit.ok_or_else(|| wrong("/wage_region", "amount_out_of_range"))
}

pub(super) fn sell(
    case: &mut Case,
    body: &SellUnclaimedGoods,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, body.held, at)?.clone();
    if !unsold(&held) {
        return Err(wrong("/held", "contradicts"));
    }
    must_be_over(at, "G-RT-GOODS", held.collect_until)?;
    let sale = UnclaimedSale {
        price: body.price,
        costs: body.costs,
        channel: body.channel,
        reference: body.bank_reference.as_deref(),
    };
    let errors = sale.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    sale.book((case.office, case.id), at, plan)?;
    if let Some(key) = held.kind.clock() {
        plan.close(key, Some(held.id.0));
    }
    let content = json!({ "valuation": body.valuation, "value": body.value, "price": body.price,
        "costs": body.costs, "bank_reference": body.bank_reference });
    record(case, DocumentKind::UnclaimedSaleRecord, content, at, plan);
    if let Some(found) = case.special.find_mut(held.id) {
        found.sold_on = Some(at.on);
        found.money = body.price.saturating_minus(body.costs);
    }
    Ok(())
}

pub(super) fn to_issuer(
    facts: &CaseFacts,
    case: &mut Case,
    body: &SendPapersToIssuer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let held = waiting(case, body.held, at)?.clone();
    if held.kind != HeldKind::Papers {
        return Err(wrong("/held", "contradicts"));
    }
    must_be_over(at, "G-RT-PAPERS", held.collect_until)?;
    let content = json!({ "issuer": body.issuer, "letter": body.letter });
    record(case, DocumentKind::PapersTransfer, content, at, plan);
    finish(facts, case, &held, HeldEnd::ToIssuer, at, plan)
}

pub(super) fn security(case: &mut Case, body: &ReturnSecurity, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.no_request {
        return Err(wrong("/no_request", "contradicts"));
    }
    case.track = Track::Return;
    case.special.security_since = Some(at.on);
    case.move_tracks(&[], Stage::Enforcing);
    Ok(())
}

//! Cases without a voluntary period: return of money, things and papers, confiscation, destruction, and the start of provisional
//! measures (L106 36.1, 57–59, 62; ND152 39–41). The rows stand here, the effects beside.

mod bodies;
mod confiscation;
mod destruction;
mod guards;
mod returning;
mod rows;
mod unclaimed;

pub use bodies::*;
pub(super) use returning::{Waits, notify_waiting, settle_in_prison};
pub(super) use rows::ROWS;

use super::{CaseFacts, Named, Phase, propose, sign, wrong};
use crate::domain::case::{Case, Held, HeldKind, Stage};
use crate::domain::claim::Payee;
use crate::domain::ids::{HeldId, ObligationId};
use crate::domain::judgment::Obligation;
use crate::domain::ledger::{Account, LedgerRefusal};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::guard;
use crate::domain::lifecycle::plan::{Performed, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

impl Phase for TracksAction {
    fn named(&self) -> Named {
        let items = |items: &[ObligationId]| Named { items: items.to_vec(), ..Named::default() };
        let held = |held: HeldId| Named { held: vec![held], ..Named::default() };
        match self {
            TracksAction::NotifyRecipient(body) => Named {
                items: body.obligation.into_iter().collect(),
                parties: vec![body.recipient],
                ..Named::default()
            },
            TracksAction::ReturnToRecipient(body) => held(body.held),
            TracksAction::SendPapersToIssuer(body) => held(body.held),
            TracksAction::ProposeForfeiture(body) => held(body.held),
            TracksAction::ProposeCurrencyHandover(body) => held(body.held),
            TracksAction::NotifyLatePayment(body) => {
                Named { parties: vec![body.creditor], ..Named::default() }
            }
            TracksAction::ProposeLateSettlement(body) => items(&[body.obligation]),
            TracksAction::HandOverConfiscated(body) => items(&body.obligations),
            TracksAction::PayConfiscatedCash(body) => items(&[body.obligation]),
            TracksAction::DestroyItems(body) => {
                Named { items: body.obligations.clone(), held: body.held.clone(), ..Named::default() }
            }
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            TracksAction::StartTrack(_) => start(case, Stage::Enforcing),
            TracksAction::StartProvisionalMeasure(_) => start(case, Stage::Verification),
            TracksAction::NotifyRecipient(body) => returning::notify(facts, case, body, at, plan),
            TracksAction::ReturnToRecipient(body) => returning::give_back(facts, case, body, at, plan),
            TracksAction::DepositUnclaimedMoney(body) => returning::deposit(facts, case, body, at, plan),
            TracksAction::SellUnclaimedGoods(body) => returning::sell(case, body, at, plan),
            TracksAction::SendPapersToIssuer(body) => returning::to_issuer(facts, case, body, at, plan),
            TracksAction::ReturnSecurity(body) => returning::security(case, body, at),
            TracksAction::NotifyLatePayment(body) => unclaimed::notify_late(facts, case, body, at, plan),
            TracksAction::HandOverConfiscated(body) => confiscation::hand_over(facts, case, body, at, plan),
            TracksAction::PayConfiscatedCash(body) => confiscation::pay_cash(facts, case, body, at, plan),
            TracksAction::DestroyItems(body) => destruction::destroy(facts, case, body, at, plan),
            signed => signed.apply_signed(facts, case, at, plan),
        }
    }
}

impl TracksAction {
    /// The acts that are drafted by one person and signed by another.
    fn apply_signed(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            TracksAction::ProposeDestruction(body) => {
                propose("decide_destruction", unclaimed::decide_destruction, body, facts, case, at)
            }
            TracksAction::DecideDestruction(_) => {
                sign("decide_destruction", unclaimed::decide_destruction, facts, case, at, plan)
            }
            TracksAction::ProposeForfeiture(body) => {
                propose("forfeit_unclaimed", unclaimed::forfeit, body, facts, case, at)
            }
            TracksAction::ForfeitUnclaimed(_) => {
                sign("forfeit_unclaimed", unclaimed::forfeit, facts, case, at, plan)
            }
            TracksAction::ProposeLateSettlement(body) => {
                propose("settle_late_payment", unclaimed::settle_late, body, facts, case, at)
            }
            TracksAction::SettleLatePayment(_) => {
                sign("settle_late_payment", unclaimed::settle_late, facts, case, at, plan)
            }
            TracksAction::ProposeCurrencyHandover(body) => {
                propose("hand_over_currency", unclaimed::currency, body, facts, case, at)
            }
            TracksAction::HandOverCurrency(_) => {
                sign("hand_over_currency", unclaimed::currency, facts, case, at, plan)
            }
            TracksAction::ProposeRefund(body) => {
                propose("refund_forfeited", unclaimed::refund, body, facts, case, at)
            }
            TracksAction::RefundForfeited(_) => {
                sign("refund_forfeited", unclaimed::refund, facts, case, at, plan)
            }
            TracksAction::ProposeConfiscationRefund(body) => {
                propose("refund_confiscation", confiscation::refund, body, facts, case, at)
            }
            TracksAction::RefundConfiscation(_) => {
                sign("refund_confiscation", confiscation::refund, facts, case, at, plan)
            }
            TracksAction::ProposeDestructionCouncil(body) => {
                propose("set_up_destruction_council", destruction::set_up, body, facts, case, at)
            }
            TracksAction::SetUpDestructionCouncil(_) => {
                sign("set_up_destruction_council", destruction::set_up, facts, case, at, plan)
            }
            _ => Ok(()),
        }
    }
}

/// T-NO-09: the notified debtors' ways go on without a voluntary period.
fn start(case: &mut Case, to: Stage) -> Result<(), Refusal> {
    let notified = case.debtors.iter().filter(|track| track.stage == Stage::Decided);
    let debtors: Vec<_> =
        notified.filter(|track| track.notified_on.is_some()).map(|track| track.party).collect();
    case.move_tracks(&debtors, to);
    Ok(())
}

/// An item of this case that is not performed yet.
pub(super) fn item<'a>(
    facts: &'a CaseFacts,
    case: &Case,
    id: ObligationId,
    pointer: &str,
) -> Result<&'a Obligation, FieldError> {
    let found = facts.items.iter().find(|item| item.id == id && item.case == Some(case.id));
    let Some(item) = found else { return Err(FieldError::new(pointer, "not_in_list")) };
    if is_done(item) {
        return Err(FieldError::new(pointer, "duplicate"));
    }
    Ok(item)
}

/// Nothing is performed on it any more.
pub(super) fn is_done(item: &Obligation) -> bool {
    use crate::domain::judgment::ObligationStatus as S;
    matches!(item.status, S::Done | S::Terminated | S::Exempted | S::Entrusted)
}

/// Something that waits, by its identifier.
fn waiting<'a>(case: &'a Case, id: HeldId, at: &Context<'_>) -> Result<&'a Held, Refusal> {
    match case.special.find(id) {
        None => Err(wrong("/held", "not_in_list")),
        Some(held) if !held.is_open() => Err(wrong("/held", "duplicate")),
        Some(held) if at.on < held.notified_on => Err(wrong("/effective_on", "contradicts")),
        Some(_) if case.special.is_at_a_prison(id) => Err(wrong("/held", "contradicts")),
        Some(held) => Ok(held),
    }
}

/// The last day must have passed.
fn must_be_over(
    at: &Context<'_>,
    code: &'static str,
    last: Option<chrono::NaiveDate>,
) -> Result<(), Refusal> {
    Ok(guard::must_be_over(at, "/held", code, last)?)
}

/// Performs an item: by a sum, or, where it is about things, whole once nothing of it waits any more.
pub(super) fn perform(
    facts: &CaseFacts,
    case: &mut Case,
    obligation: Option<ObligationId>,
    sum: Option<Dong>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(id) = obligation else { return Ok(()) };
    let item = item(facts, case, id, "/obligation")?;
    let owed = item.amount.saturating_minus(item.paid);
    let amount = match sum {
        Some(sum) => sum.min(owed),
        None if case.special.open().any(|held| held.obligation == Some(id)) => return Ok(()),
        None => owed,
    };
    plan.performed.push(Performed { obligation: id, amount });
    case.amount_paid =
        case.amount_paid.plus(amount).map_err(|_| wrong("/obligation", "amount_out_of_range"))?;
    Ok(())
}

/// The sum by which something performs its item: its money where it was money from the beginning.
fn sum_of(held: &Held) -> Option<Dong> {
    (held.kind == HeldKind::Money).then_some(held.money)
}

/// Where the money of something that waits lies.
fn account_of(held: &Held, otherwise: Account) -> Account {
    match &held.deposit {
        Some(deposit) if deposit.place == crate::domain::case::DepositPlace::Savings => Account::Savings,
        _ => otherwise,
    }
}

/// Not more than lies on the account.
fn lies(facts: &CaseFacts, account: Account, amount: Dong) -> Result<(), FieldError> {
    let there = facts.money.lies_on(account);
    if amount <= there {
        return Ok(());
    }
    Err(FieldError::new("/channel", "amount_out_of_range").with("limit", there.to_string()))
}

/// Not more than waits undistributed: a distribution may have shared it in the meantime.
fn undistributed(facts: &CaseFacts, pointer: &str, amount: Dong) -> Result<(), FieldError> {
    let there = facts.money.provisional;
    if amount <= there {
        return Ok(());
    }
    Err(FieldError::new(pointer, "amount_out_of_range").with("limit", there.to_string()))
}

/// Nothing waits to be paid out any more: its clock is met (L106 54.6).
fn paid_all(facts: &CaseFacts, amount: Dong, plan: &mut Plan) {
    if amount == facts.money.undistributed {
        plan.close("payout", None);
    }
}

fn unbookable(_: LedgerRefusal) -> Refusal {
    wrong("/amount", "amount_out_of_range")
}

fn payee(held: &Held) -> Payee {
    Payee::Party(held.recipient)
}

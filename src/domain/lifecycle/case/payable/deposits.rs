//! Money on term deposit comes back, and its interest goes to whom it belongs (ND152 30.7–30.8). What waits for an interruption to end is
//! laid down with the interruption, the price of an asset with its sale.

use super::DrawDeposit;
use crate::domain::case::{Case, TermDeposit};
use crate::domain::claim::Payee;
use crate::domain::ledger::entries::{drawn, interest, interest_of_buyer, paid_out};
use crate::domain::ledger::{Account, LedgerRefusal};
use crate::domain::lifecycle::case::{CaseFacts, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Guard};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// Some deposit is still to be drawn.
pub(super) const ON_DEPOSIT: Guard<CaseFacts> = Guard {
    code: "G-TERM-OUT",
    test: |facts, _| match facts.case.standstill.deposits.iter().find(|one| is_open(one)) {
        Some(deposit) => Ok(deposit.slip.clone()),
        None => Err(Unmet::new("G-TERM-OUT", "none", "a term deposit not drawn")),
    },
};

/// Shares that wait for a request are set free, not drawn.
fn is_open(deposit: &TermDeposit) -> bool {
    deposit.drawn_on.is_none() && deposit.distribution.is_none()
}

fn unbookable(_: LedgerRefusal) -> Refusal {
    wrong("/amount", "M01_BALANCE")
}

/// Interest goes into enforcement; what a buyer or taker may have of it is paid to him at once (ND152 30.7).
pub(super) fn draw(
    facts: &CaseFacts,
    case: &mut Case,
    body: &DrawDeposit,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let open = |one: &&mut TermDeposit| one.slip == body.slip && is_open(one);
    let Some(deposit) = case.standstill.deposits.iter_mut().find(open) else {
        return Err(wrong("/slip", "not_in_list"));
    };
    if at.on < deposit.from {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let most = if deposit.asset.is_some() { body.interest } else { Dong::ZERO };
    if body.of_buyer > most {
        let error = FieldError::new("/of_buyer", "amount_out_of_range");
        return Err(error.with("limit", most.to_string()).into());
    }
    let own = body.interest.saturating_minus(body.of_buyer);
    if !own.is_zero() {
        plan.entries.push(interest(None, own, "deposit interest").map_err(unbookable)?);
    }
    if !body.of_buyer.is_zero() {
        plan.entries.push(interest_of_buyer(body.of_buyer, "deposit interest").map_err(unbookable)?);
    }
    let all = deposit.amount.plus(body.interest).map_err(|_| wrong("/interest", "amount_out_of_range"))?;
    if all.saturating_minus(body.interest) > facts.money.savings {
        let error = FieldError::new("/slip", "M01_BALANCE");
        return Err(error.with("limit", facts.money.savings.to_string()).into());
    }
    plan.entries.push(drawn(Account::Bank, all, "term deposit").map_err(unbookable)?);
    if !body.of_buyer.is_zero() {
        let entry = paid_out(Account::OtherPayables, Account::Bank, Payee::Agency, body.of_buyer, "buyer");
        plan.entries.push(entry.map_err(unbookable)?);
    }
    deposit.drawn_on = Some(at.on);
    Ok(())
}

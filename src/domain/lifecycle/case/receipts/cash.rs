//! Cash on its way: from whoever took it into the fund, from the fund to the bank or Treasury and back (TT04 17.1; J04).

use super::{BankCash, BankPlace, CaseFacts, DrawCash};
use crate::domain::case::Case;
use crate::domain::ids::ReceiptId;
use crate::domain::ledger::{Account, entries};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::CASH_CLOCKS;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

impl BankPlace {
    /// Its account in the ledger.
    pub(crate) const fn account(self) -> Account {
        match self {
            BankPlace::Bank => Account::Bank,
            BankPlace::Treasury => Account::Treasury,
        }
    }
}

/// The cash of these receipts is with the cashier: their clocks stop. Gives the sum.
pub(super) fn hand_in(case: &mut Case, receipts: &[ReceiptId], plan: &mut Plan) -> Result<Dong, Refusal> {
    let mut errors = Vec::new();
    let mut sums = Vec::new();
    for (place, id) in receipts.iter().enumerate() {
        let pointer = format!("/receipts/{place}");
        if receipts.iter().take(place).any(|before| before == id) {
            errors.push(FieldError::new(pointer, "duplicate"));
            continue;
        }
        match case.money.cash_out.iter().find(|one| one.receipt == *id) {
            Some(one) => sums.push(one.amount),
            None => errors.push(FieldError::new(pointer, "not_in_list")),
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    case.money.cash_out.retain(|one| !receipts.contains(&one.receipt));
    for id in receipts {
        CASH_CLOCKS.iter().for_each(|key| plan.close(key, Some(id.0)));
    }
    Dong::sum(sums).map_err(|_| wrong("/receipts", "amount_out_of_range"))
}

/// No more than the fund holds of this case, and no less than the receipts that are named.
pub(super) fn bank(
    facts: &CaseFacts,
    case: &mut Case,
    body: &BankCash,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let there = facts.money.lies_on(Account::Cash);
    let foreign = |id: &ReceiptId| case.money.cash_out.iter().any(|one| one.receipt == *id && one.foreign);
    if let Some(place) = body.receipts.iter().position(foreign) {
        // Notes that are not đồng go into the fund, and from there to whom they are owed.
        return Err(wrong(&format!("/receipts/{place}"), "contradicts"));
    }
    let straight = hand_in(case, &body.receipts, plan)?;
    if body.amount.is_zero() || body.amount > there || body.amount < straight {
        let error = FieldError::new("/amount", "amount_out_of_range").with("limit", there.to_string());
        return Err(error.into());
    }
    let entry = entries::banked(Account::Cash, body.into.account(), body.amount, &body.paper);
    plan.entries.push(entry.map_err(|_| wrong("/amount", "amount_out_of_range"))?);
    Ok(())
}

pub(super) fn draw(facts: &CaseFacts, body: &DrawCash, plan: &mut Plan) -> Result<(), Refusal> {
    let there = facts.money.lies_on(body.out_of.account());
    if body.amount.is_zero() || body.amount > there {
        let error = FieldError::new("/amount", "amount_out_of_range").with("limit", there.to_string());
        return Err(error.into());
    }
    let entry = entries::banked(body.out_of.account(), Account::Cash, body.amount, &body.paper);
    plan.entries.push(entry.map_err(|_| wrong("/amount", "amount_out_of_range"))?);
    Ok(())
}

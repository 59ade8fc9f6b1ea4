//! Money comes in: one way to write the receipt and its ledger entry, whichever lifecycle takes it, and to start the clock of cash
//! that must reach the fund (TT04 17.1). Whose money it is, and whether it may be taken, its caller has decided.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::plan::Plan;
use super::{Clock, Context};
use crate::domain::case::{Case, CashOut};
use crate::domain::claim::Payee;
use crate::domain::ids::{DecisionId, EntryId};
use crate::domain::ledger::{Account, Entry, LedgerRefusal, entries};
use crate::domain::money::Dong;
use crate::domain::receipt::{Cancellation, Channel, Original, Receipt};
use crate::domain::refusal::{FieldError, Refusal, wrong};
use crate::text_enum;

text_enum! {
    /// Where cash was taken: how long it may take to the fund (TT04 17.1).
    pub enum Taken {
        /// At the office: into the fund the same day.
        AtOffice = "at_office",
        /// At the end of the day: in the first hour of the next working day.
        EndOfDay = "end_of_day",
        /// Outside: on the first working day back.
        Outside = "outside",
    }
}

/// How cash was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct CashTaken {
    /// Where.
    pub taken: Taken,
    /// The day whoever took it comes back; needed when it was outside.
    #[serde(default)]
    pub back_on: Option<NaiveDate>,
}

impl CashTaken {
    /// At the office, as long as nothing else is said.
    pub const AT_OFFICE: CashTaken = CashTaken { taken: Taken::AtOffice, back_on: None };
}

/// The clocks of cash on its way to the fund.
pub(crate) const CASH_CLOCKS: [&str; 3] = ["cash.to_fund", "cash.to_fund.late", "cash.to_fund.outside"];
/// The same, as the rows that end them name them.
pub(crate) const CASH_CLOSES: &[Clock] =
    &[Clock::Effect(CASH_CLOCKS[0]), Clock::Effect(CASH_CLOCKS[1]), Clock::Effect(CASH_CLOCKS[2])];

/// Writes the receipt and books it.
///
/// # Errors
/// For no money, at `pointer`.
pub(crate) fn take(receipt: Receipt, pointer: &str, plan: &mut Plan) -> Result<(), Refusal> {
    let entry = booked(&receipt).map_err(|_| wrong(pointer, "amount_out_of_range"))?;
    enter(receipt, entry, plan);
    Ok(())
}

/// Writes the receipt with an entry made elsewhere.
pub(crate) fn enter(receipt: Receipt, entry: Entry, plan: &mut Plan) {
    let specie = receipt.original.as_ref().filter(|_| receipt.lies() == Account::CashForeign);
    plan.entries.push(entry.on(receipt.id.0).in_specie(specie.map(Original::specie)));
    plan.receipts.push(receipt);
}

/// The entry of a receipt: from the account on which the money lies to the one on which it waits, both by its kind.
fn booked(receipt: &Receipt) -> Result<Entry, LedgerRefusal> {
    let (lies, amount, memo) = (receipt.lies(), receipt.amount, receipt.kind.as_str());
    let payer = receipt.payer.map_or(Payee::State, Payee::Party);
    match receipt.kind.waits() {
        Account::Provisional => entries::collected(lies, amount, memo),
        Account::SaleMoney => entries::sale_money(lies, amount, memo),
        Account::Held => entries::provisional(lies, amount, memo),
        Account::CostAdvances => entries::advance_received(lies, amount, memo),
        Account::OtherReceivables => entries::recovered(lies, payer, amount, memo),
        Account::OtherPayables => entries::cost_taken_in(lies, payer, amount, memo),
        Account::Fee => entries::fee_paid(lies, payer, amount, memo),
        other => Err(LedgerRefusal::NotUndistributed(other)),
    }
}

/// Money leaves the office's own books for those of a case (J03, J25).
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub(crate) fn leaves_office(channel: Channel, amount: Dong, memo: &str) -> Result<[Entry; 2], LedgerRefusal> {
    let official = entries::made_official(amount, memo)?;
    Ok([official, entries::transferred(Account::Provisional, channel.account(), None, amount, memo)?])
}

/// Cash that a case's receipt was just written for is on its way to the fund: the case knows it, and its clock runs (TT04 17.1).
///
/// # Errors
/// Those of [`start_cash_clock`].
pub(crate) fn on_its_way(
    case: &mut Case,
    receipt: &Receipt,
    how: CashTaken,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if receipt.channel == Channel::Cash {
        let (id, amount, taken_on) = (receipt.id, receipt.amount, receipt.received_on);
        case.money.cash_out.push(CashOut {
            receipt: id,
            amount,
            taken_on,
            foreign: receipt.original.is_some(),
        });
    }
    start_cash_clock(receipt, how, at, plan)
}

/// Starts the clock of cash that was just taken.
///
/// # Errors
/// A day back that is missing, or before the cash was taken.
pub(crate) fn start_cash_clock(
    receipt: &Receipt,
    how: CashTaken,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if receipt.channel != Channel::Cash {
        return Ok(());
    }
    let (key, start) = match (how.taken, how.back_on) {
        (Taken::AtOffice, None) => ("cash.to_fund", receipt.received_on),
        (Taken::EndOfDay, None) => ("cash.to_fund.late", receipt.received_on),
        (Taken::Outside, Some(back)) if back >= receipt.received_on => ("cash.to_fund.outside", back),
        (Taken::Outside, None) => return Err(wrong("/cash/back_on", "required")),
        _ => return Err(wrong("/cash/back_on", "contradicts")),
    };
    plan.open(at, key, start, Some(receipt.id.0));
    Ok(())
}

/// What is wrong with how it came: cash where the kind does not allow it, a transfer without its reference.
pub(crate) fn channel_errors(receipt: &Receipt) -> Vec<FieldError> {
    let mut errors = Vec::new();
    match receipt.channel {
        Channel::Cash if !receipt.kind.in_cash() => {
            errors.push(FieldError::new("/channel", "G-RC-CASH").with("reason", receipt.kind.as_str()));
        }
        Channel::Cash => {}
        Channel::Transfer | Channel::Treasury | Channel::Portal => {
            if receipt.bank_reference.is_none() {
                errors.push(FieldError::new("/bank_reference", "required"));
            }
        }
    }
    if receipt.amount.is_zero() {
        errors.push(FieldError::new("/amount", "amount_out_of_range"));
    }
    errors
}

/// A receipt that an action names, and what stands in the books about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptBrief {
    /// The receipt.
    pub receipt: Receipt,
    /// Its entry in the ledger; none for one that no entry names.
    pub entry: Option<(EntryId, Entry)>,
    /// It was cancelled already.
    pub cancelled: bool,
    /// What waits on the account that it was credited to.
    pub waits: Dong,
    /// What lies on the account that it was debited to.
    pub lies: Dong,
}

impl ReceiptBrief {
    /// Why its money cannot be taken back: it was already, or it is not there any more.
    pub(crate) fn faults(&self, at: &Context<'_>) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.cancelled {
            errors.push(FieldError::new("/receipt", "G-RC-ONCE").with("number", self.receipt.number.clone()));
        } else if self.waits < self.receipt.amount || self.lies < self.receipt.amount {
            let left = self.waits.min(self.lies);
            errors.push(FieldError::new("/receipt", "G-RC-SPENT").with("amount", left.to_string()));
        }
        if at.on < self.receipt.received_on {
            errors.push(FieldError::new("/effective_on", "contradicts"));
        }
        errors
    }

    /// Takes the money back by an entry that reverses the receipt's own, under the paper that cancels it.
    ///
    /// # Errors
    /// For a receipt without an entry, or whose entry is a reversal itself.
    pub(crate) fn reverse(
        &self,
        reason: &str,
        document: DecisionId,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let Some((id, booked)) = &self.entry else { return Err(wrong("/receipt", "contradicts")) };
        let reversal = booked.reversal(*id, "receipt_cancelled");
        plan.entries.push(reversal.map_err(|_| wrong("/receipt", "contradicts"))?.on(document.0));
        let receipt = self.receipt.id;
        plan.cancellations.push(Cancellation { receipt, document, reason: reason.to_owned(), on: at.on });
        CASH_CLOCKS.iter().for_each(|key| plan.lapse(key, receipt.0));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::booked;
    use crate::domain::ids::{OfficeId, ReceiptId};
    use crate::domain::money::Dong;
    use crate::domain::receipt::{Channel, Receipt, ReceiptKind};

    /// No kind is booked on another account than the one on which it waits.
    #[test]
    fn every_kind_is_booked_where_it_waits() {
        for kind in ReceiptKind::ALL {
            let (id, office) = (ReceiptId(Uuid::from_u128(1)), OfficeId(Uuid::from_u128(2)));
            let on = chrono::NaiveDate::from_ymd_opt(2026, 7, 15).unwrap();
            let receipt = Receipt::new(id, office, *kind, Channel::Transfer, Dong::new(7).unwrap(), on);
            let entry = booked(&receipt).unwrap();
            let [posting] = entry.postings() else { panic!("{kind}") };
            assert_eq!((posting.debit(), posting.credit()), (receipt.lies(), kind.waits()), "{kind}");
        }
    }
}

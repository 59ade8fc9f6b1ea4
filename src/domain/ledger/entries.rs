//! The money flows of enforcement as journal entries.
//!
//! One scheme for every flow, chosen because the circular's annex of accounts is not confirmed: money that
//! comes in is credited to an account that *waits* – 3376 for sale money, 337 for everything else – and only
//! an approved distribution moves it on: to 331 for each party, 333 for each State claim, 1378 or 338 for
//! costs, 338_rent for the rent reserve. The fee goes from 331 to 333_fee. Paying out empties those accounts.
//! So what waits on 337 and 3376 is exactly the money that is not yet distributed, and what stands on the
//! other payables is exactly what is distributed and not yet paid.

use super::{Account, Entry, EntryKind, LedgerRefusal, Posting};
use crate::domain::claim::Payee;
use crate::domain::distribution::{Line, PaymentStep, Plan};
use crate::domain::money::Dong;

/// Money collected under a decision, whoever it will go to.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn collected(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::Collected, into, Account::Provisional, amount, memo)
}

/// Sale money paid by a buyer or passed on by the auction organisation.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn sale_money(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::SaleMoney, into, Account::SaleMoney, amount, memo)
}

/// Advance for costs, from a party or from the agency's budget.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn advance_received(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::AdvanceReceived, into, Account::CostAdvances, amount, memo)
}

/// A cost paid ahead of the distribution that charges it to somebody.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn cost_paid(out_of: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::CostsPaid, money(out_of)?, amount)?;
    Entry::new(EntryKind::CostPaid, memo, vec![posting], None)
}

/// An approved plan: one entry for costs, rent reserve, State and parties, each where it has lines.
///
/// # Errors
/// [`LedgerRefusal::NotUndistributed`] unless `waiting` is 337 or 3376.
pub fn distributed(plan: &Plan, waiting: Account, memo: &str) -> Result<Vec<Entry>, LedgerRefusal> {
    if !waiting.is_undistributed() {
        return Err(LedgerRefusal::NotUndistributed(waiting));
    }
    let kinds = [EntryKind::Costs, EntryKind::RentReserve, EntryKind::State, EntryKind::Parties];
    let mut entries = Vec::new();
    for kind in kinds {
        let mut postings = Vec::new();
        for line in plan.lines.iter().filter(|line| !line.share_dong.is_zero()) {
            let (line_kind, account) = destination(line);
            if line_kind == kind {
                postings.push(Posting::new(waiting, account, line.share_dong)?.of(Some(line.payee)));
            }
        }
        if !postings.is_empty() {
            entries.push(Entry::new(kind, memo, postings, None)?);
        }
    }
    Ok(entries)
}

/// The account from which a line of a plan is paid out. A cost paid from an advance clears what was spent,
/// and the payee gets the advance back.
pub fn payable_account(line: &Line) -> Account {
    match destination(line) {
        (_, Account::CostsPaid) => Account::CostAdvances,
        (_, account) => account,
    }
}

/// The enforcement fee kept back from a creditor (TT216 5.4.a).
///
/// # Errors
/// [`LedgerRefusal::ZeroAmount`] for no fee.
pub fn fee_withheld(payee: Payee, fee: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Parties, Account::Fee, fee)?.of(Some(payee));
    Entry::new(EntryKind::Fee, memo, vec![posting], None)
}

/// Money paid out of a payable account: to a party, to the budget, rent to the debtor, an advance back.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn paid_out(
    payable: Account,
    out_of: Account,
    payee: Payee,
    amount: Dong,
    memo: &str,
) -> Result<Entry, LedgerRefusal> {
    let kind = match payable {
        Account::Parties => EntryKind::Payout,
        Account::State => EntryKind::State,
        Account::Fee => EntryKind::Fee,
        Account::RentReserve => EntryKind::RentReserve,
        Account::CostAdvances | Account::OtherPayables => EntryKind::Costs,
        other => return Err(LedgerRefusal::NotPayable(other)),
    };
    let posting = Posting::new(payable, money(out_of)?, amount)?.of(Some(payee));
    Entry::new(kind, memo, vec![posting], None)
}

/// Money that waits is set aside for one payee, without a distribution: it is returned, not shared.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn set_aside(payee: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let (kind, account) = match payee {
        Payee::State => (EntryKind::State, Account::State),
        Payee::Party(_) | Payee::Agency => (EntryKind::Parties, Account::Parties),
    };
    let posting = Posting::new(Account::Provisional, account, amount)?.of(Some(payee));
    Entry::new(kind, memo, vec![posting], None)
}

/// A cost paid ahead is charged to the money that waits.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn cost_charged(amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Provisional, Account::CostsPaid, amount)?;
    Entry::new(EntryKind::Costs, memo, vec![posting], None)
}

/// Money put into savings.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn saved(out_of: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Savings, money(out_of)?, amount)?;
    Entry::new(EntryKind::Savings, memo, vec![posting], None)
}

/// What a party did not collect falls to the State budget (L106 59.1).
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn forfeited(payee: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Parties, Account::State, amount)?.of(Some(payee));
    Entry::new(EntryKind::Forfeited, memo, vec![posting], None)
}

/// The budget gives back what was forfeited (thoái thu); it is owed to the party again.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn budget_refund(into: Account, payee: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(money(into)?, Account::Parties, amount)?.of(Some(payee));
    Entry::new(EntryKind::Forfeited, memo, vec![posting], None)
}

fn destination(line: &Line) -> (EntryKind, Account) {
    match (line.step, line.payee) {
        (PaymentStep::Costs, _) if line.advanced => (EntryKind::Costs, Account::CostsPaid),
        (PaymentStep::Costs, _) | (_, Payee::Agency) => (EntryKind::Costs, Account::OtherPayables),
        (PaymentStep::RentReserve, _) => (EntryKind::RentReserve, Account::RentReserve),
        (_, Payee::State) => (EntryKind::State, Account::State),
        (_, Payee::Party(_)) => (EntryKind::Parties, Account::Parties),
    }
}

fn money_in(
    kind: EntryKind,
    into: Account,
    waiting: Account,
    amount: Dong,
    memo: &str,
) -> Result<Entry, LedgerRefusal> {
    Entry::new(kind, memo, vec![Posting::new(money(into)?, waiting, amount)?], None)
}

fn money(account: Account) -> Result<Account, LedgerRefusal> {
    if account.is_money() { Ok(account) } else { Err(LedgerRefusal::NotMoney(account)) }
}

//! The money flows of enforcement as journal entries: one constructor for each event J01–J25 in which money moves; those in which
//! things move stand in `things`.
//!
//! One scheme for every flow, chosen because the circular's annex of accounts is not confirmed: money that comes in under a
//! decision is credited to an account that *waits* – 3376 for sale money, 337 for everything else – and only an approved
//! distribution moves it on: to 331 for each party, 333 for each State claim, 1378 or 338 for costs, 338_rent for the rent
//! reserve. The fee goes from 331 to 333_fee. Paying out empties those accounts. So what waits on 337 and 3376 is exactly the
//! money that is not yet distributed, and what stands on the other payables is exactly what is distributed and not yet paid.
//! The manual of the present accounting program credits 331 or 333 at once (J01); here nobody is credited before the head
//! has approved who gets what. Money taken provisionally (J02) waits apart, on 337_held: no distribution may share it.

use super::{Account, Entry, EntryKind, LedgerRefusal, Posting};
use crate::domain::claim::Payee;
use crate::domain::distribution::{Line, PaymentStep, Plan};
use crate::domain::money::Dong;

/// J01: money collected under a decision, whoever it will go to.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn collected(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::Collected, into, Account::Provisional, amount, memo)
}

/// J02: money taken provisionally (tạm thu), until a decision says whose it is.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn provisional(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::ProvisionalIn, into, Account::Held, amount, memo)
}

/// J03: provisional money becomes money collected under a decision. Where the decision is another file's, it leaves this
/// one's books by [`transferred`] and comes into that one's by [`collected`].
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn made_official(amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Held, Account::Provisional, amount)?;
    Entry::new(EntryKind::MadeOfficial, memo, vec![posting], None)
}

/// J04: cash brought to the bank or Treasury, or drawn from there; also from one of them to the other.
///
/// # Errors
/// [`LedgerRefusal`] for no money, a wrong account, or twice the same.
pub fn banked(from: Account, into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(money(into)?, money(from)?, amount)?;
    Entry::new(EntryKind::Banked, memo, vec![posting], None)
}

/// J09: Sale money paid by a buyer or passed on by the auction organisation.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn sale_money(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::SaleMoney, into, Account::SaleMoney, amount, memo)
}

/// J09: a price that a buyer owes by contract. What waits on 3376 is then partly not there yet: [`super::Balances::there`].
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn price_due(amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Buyers, Account::SaleMoney, amount)?;
    Entry::new(EntryKind::SaleMoney, memo, vec![posting], None)
}

/// J09: the buyer pays what [`price_due`] booked.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn price_paid(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::SaleMoney, into, Account::Buyers, amount, memo)
}

/// J07: advance for costs, from a party or from the agency's budget.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn advance_received(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    money_in(EntryKind::AdvanceReceived, into, Account::CostAdvances, amount, memo)
}

/// J08: a cost paid ahead of the distribution that charges it to somebody.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn cost_paid(out_of: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::CostsPaid, money(out_of)?, amount)?;
    Entry::new(EntryKind::CostPaid, memo, vec![posting], None)
}

/// J11–J14: an approved plan: one entry for costs, rent reserve, State and parties, each where it has lines.
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
                let basis = line.row.map_or(line.step.as_str(), |row| row.as_str());
                let posting = Posting::new(waiting, account, line.share_dong)?;
                postings.push(posting.of(Some(line.payee)).under(Some(basis)));
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

/// J15: the enforcement fees kept back from creditors (TT216 5.4.a), one entry with a posting for each; none where no fee is due.
///
/// # Errors
/// [`LedgerRefusal`] as for every posting.
pub fn fees_withheld(
    fees: impl IntoIterator<Item = (Payee, Dong)>,
    memo: &str,
) -> Result<Option<Entry>, LedgerRefusal> {
    let mut postings = Vec::new();
    for (payee, fee) in fees.into_iter().filter(|(_, fee)| !fee.is_zero()) {
        postings.push(Posting::new(Account::Parties, Account::Fee, fee)?.of(Some(payee)));
    }
    match postings.is_empty() {
        true => Ok(None),
        false => Entry::new(EntryKind::Fee, memo, postings, None).map(Some),
    }
}

/// A fee that a creditor pays in.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn fee_paid(into: Account, payee: Payee, fee: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(money(into)?, Account::Fee, fee)?.of(Some(payee));
    Entry::new(EntryKind::Fee, memo, vec![posting], None)
}

/// A fee that was taken wrongly is owed to the creditor again; the part that was remitted comes back from the budget first.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn fee_refunded(
    payee: Payee,
    refund: Dong,
    remitted: Dong,
    memo: &str,
) -> Result<Vec<Entry>, LedgerRefusal> {
    let mut entries = Vec::new();
    if !remitted.is_zero() {
        let back = Posting::new(Account::Bank, Account::Fee, remitted)?.of(Some(Payee::State));
        entries.push(Entry::new(EntryKind::Fee, memo, vec![back], None)?);
    }
    let owed = Posting::new(Account::Fee, Account::Parties, refund)?.of(Some(payee));
    entries.push(Entry::new(EntryKind::Fee, memo, vec![owed], None)?);
    Ok(entries)
}

/// J16, and the second leg of J11–J13, J15, J21: money paid out of a payable account: to a party, to the budget, rent to the
/// debtor, an advance back, provisional money back to its payer, the agency's own money spent.
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
        Account::Held => EntryKind::ProvisionalIn,
        Account::AgencyMoney => EntryKind::DepositForfeited,
        other => return Err(LedgerRefusal::NotPayable(other)),
    };
    let posting = Posting::new(payable, money(out_of)?, amount)?.of(Some(payee));
    Entry::new(kind, memo, vec![posting], None)
}

/// J16 turned back: a payment came back, and is owed again.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn paid_back(
    payable: Account,
    into: Account,
    payee: Payee,
    amount: Dong,
    memo: &str,
) -> Result<Entry, LedgerRefusal> {
    let kind = paid_out(payable, into, payee, amount, memo)?.kind();
    let posting = Posting::new(money(into)?, payable, amount)?.of(Some(payee));
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

/// J11: a cost paid ahead is paid by whoever bears it.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn cost_recovered(into: Account, payer: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(money(into)?, Account::CostsPaid, amount)?.of(Some(payer));
    Entry::new(EntryKind::Costs, memo, vec![posting], None)
}

/// J11: a cost that was not paid ahead is paid in by whoever bears it, and owed on to whom it is due.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn cost_taken_in(into: Account, payer: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(money(into)?, Account::OtherPayables, amount)?.of(Some(payer));
    Entry::new(EntryKind::Costs, memo, vec![posting], None)
}

/// J11: a cost is in the end borne by who advanced it, the State or a party: the advance is used up.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn cost_borne(by: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::CostAdvances, Account::CostsPaid, amount)?.of(Some(by));
    Entry::new(EntryKind::Costs, memo, vec![posting], None)
}

/// J18: interest of savings that is a buyer's who is no party of the judgment: owed to him.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn interest_of_buyer(amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Savings, Account::OtherPayables, amount)?;
    Entry::new(EntryKind::Savings, memo, vec![posting], None)
}

/// J17: money for a party goes out by post; it is owed to him until he has it.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn posted(out_of: Account, payee: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::OtherReceivables, money(out_of)?, amount)?.of(Some(payee));
    Entry::new(EntryKind::Post, memo, vec![posting], None)
}

/// J17: the post delivered it.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn post_delivered(payee: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Parties, Account::OtherReceivables, amount)?.of(Some(payee));
    Entry::new(EntryKind::Post, memo, vec![posting], None)
}

/// J17: the post brings it back: before it was confirmed, the debt never ended; after that, it is owed anew as 338.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn post_returned(
    into: Account,
    confirmed: bool,
    payee: Payee,
    amount: Dong,
    memo: &str,
) -> Result<Entry, LedgerRefusal> {
    let credit = if confirmed { Account::OtherPayables } else { Account::OtherReceivables };
    let posting = Posting::new(money(into)?, credit, amount)?.of(Some(payee));
    Entry::new(EntryKind::Post, memo, vec![posting], None)
}

/// J11: costs that the agency keeps back from money that waits, without a distribution of its own.
///
/// # Errors
/// [`LedgerRefusal::NotUndistributed`] unless `waiting` is 337 or 3376; [`LedgerRefusal`] for no money.
pub fn costs_kept(waiting: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    if !waiting.is_undistributed() {
        return Err(LedgerRefusal::NotUndistributed(waiting));
    }
    let posting = Posting::new(waiting, Account::OtherPayables, amount)?.of(Some(Payee::Agency));
    Entry::new(EntryKind::Costs, memo, vec![posting], None)
}

/// J18: money put into savings.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn saved(out_of: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Savings, money(out_of)?, amount)?;
    Entry::new(EntryKind::Savings, memo, vec![posting], None)
}

/// J18: savings drawn.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn drawn(into: Account, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(money(into)?, Account::Savings, amount)?;
    Entry::new(EntryKind::Savings, memo, vec![posting], None)
}

/// J18: interest of savings. Whose it is, the one who books it knows (L106 59.1; ND152 30.7–30.8): a party's own, or money that
/// waits for a distribution like the capital.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn interest(owner: Option<Payee>, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let credit = match owner {
        None => Account::Provisional,
        Some(Payee::State) => Account::State,
        Some(Payee::Party(_) | Payee::Agency) => Account::Parties,
    };
    let posting = Posting::new(Account::Savings, credit, amount)?.of(owner);
    Entry::new(EntryKind::Savings, memo, vec![posting], None)
}

/// J18: interest of shares that wait for a request: it lies with them (ND152 30.2).
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn interest_of_shares(amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    Entry::new(
        EntryKind::Savings,
        memo,
        vec![Posting::new(Account::Savings, Account::Parties, amount)?],
        None,
    )
}

/// J18: shares that waited for a request, with their interest, wait for a distribution now (ND152 30.2).
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn shares_freed(
    shares: impl IntoIterator<Item = (Payee, Dong)>,
    interest: Dong,
    memo: &str,
) -> Result<Entry, LedgerRefusal> {
    let mut postings = Vec::new();
    for (payee, share) in shares {
        postings.push(Posting::new(Account::Parties, Account::SaleMoney, share)?.of(Some(payee)));
    }
    if !interest.is_zero() {
        postings.push(Posting::new(Account::Parties, Account::SaleMoney, interest)?);
    }
    Entry::new(EntryKind::Savings, memo, postings, None)
}

/// J20: a sale is undone; its price, still undistributed, is the buyer's again, who need be no party.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn sale_undone(buyer: Option<Payee>, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::SaleMoney, Account::Parties, amount)?.of(buyer);
    Entry::new(EntryKind::SaleUndone, memo, vec![posting], None)
}

/// J21: a bid deposit lost to the budget, after the costs of the auction (ND152 65.4).
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn deposit_to_budget(costs: Dong, rest: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let mut postings = Vec::new();
    if !costs.is_zero() {
        postings.push(Posting::new(Account::SaleMoney, Account::CostsPaid, costs)?);
    }
    if !rest.is_zero() {
        postings.push(Posting::new(Account::SaleMoney, Account::State, rest)?.of(Some(Payee::State)));
    }
    Entry::new(EntryKind::DepositForfeited, memo, postings, None)
}

/// J21: a bid deposit of a winner who defaulted, with its interest, is the agency's (ND152 65.5).
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn deposit_to_agency(amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::SaleMoney, Account::AgencyMoney, amount)?.of(Some(Payee::Agency));
    Entry::new(EntryKind::DepositForfeited, memo, vec![posting], None)
}

/// J24: somebody was paid what was not his; it is to be recovered from him, and owed again to whom it belongs.
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn wrong_payment(owed_to: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::OtherReceivables, Account::Parties, amount)?.of(Some(owed_to));
    Entry::new(EntryKind::WrongPayment, memo, vec![posting], None)
}

/// J24: a wrong payment comes back.
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn recovered(into: Account, payer: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(money(into)?, Account::OtherReceivables, amount)?.of(Some(payer));
    Entry::new(EntryKind::WrongPayment, memo, vec![posting], None)
}

/// J25: money passed on to another agency, undistributed or already a party's; the other agency books it as [`collected`].
///
/// # Errors
/// [`LedgerRefusal::NotPayable`] for an account from which nothing is passed on, or [`LedgerRefusal`] as for every payment.
pub fn transferred(
    from: Account,
    out_of: Account,
    payee: Option<Payee>,
    amount: Dong,
    memo: &str,
) -> Result<Entry, LedgerRefusal> {
    if !from.is_undistributed() && !matches!(from, Account::Parties | Account::Held) {
        return Err(LedgerRefusal::NotPayable(from));
    }
    let posting = Posting::new(from, money(out_of)?, amount)?.of(payee);
    Entry::new(EntryKind::Transferred, memo, vec![posting], None)
}

/// What a count of the cash found: missing, it becomes a claim; too much, a debt. It belongs to no case (TT78 5).
///
/// # Errors
/// [`LedgerRefusal`] for no money or a wrong account.
pub fn cash_difference(lies: Account, short: bool, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let (debit, credit) = match short {
        true => (Account::OtherReceivables, money(lies)?),
        false => (money(lies)?, Account::OtherPayables),
    };
    Entry::new(EntryKind::CashDifference, memo, vec![Posting::new(debit, credit, amount)?], None)
}

/// J19: what a party did not collect falls to the State budget (L106 59.1).
///
/// # Errors
/// [`LedgerRefusal`] for no money.
pub fn forfeited(payee: Payee, amount: Dong, memo: &str) -> Result<Entry, LedgerRefusal> {
    let posting = Posting::new(Account::Parties, Account::State, amount)?.of(Some(payee));
    Entry::new(EntryKind::Forfeited, memo, vec![posting], None)
}

/// J19: the budget gives back what was forfeited (thoái thu); it is owed to the party again.
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

//! The ledger's promises: entries balance, accounts never stand on the wrong side, a reversal restores.

use proptest::prelude::*;
use uuid::Uuid;

use super::entries::*;
use super::*;
use crate::domain::claim::RowCode;
use crate::domain::distribution::{Line, PaymentStep, Plan};
use crate::domain::ids::PartyId;

fn dong(amount: i64) -> Dong {
    Dong::new(amount).unwrap()
}

fn party(number: u128) -> Payee {
    Payee::Party(PartyId(Uuid::from_u128(number)))
}

fn line(step: PaymentStep, payee: Payee, share: i64, advanced: bool) -> Line {
    Line {
        stage: 1,
        step,
        row: (step == PaymentStep::Pool1).then_some(RowCode::A),
        part: None,
        obligation: None,
        case: None,
        kind: None,
        charge: None,
        advanced,
        payee,
        claim_dong: dong(share),
        share_dong: dong(share),
        rounding_dong: 0,
    }
}

fn plan() -> Plan {
    let lines = vec![
        line(PaymentStep::Costs, party(1), 10, true),
        line(PaymentStep::Costs, Payee::Agency, 5, false),
        line(PaymentStep::RentReserve, party(9), 20, false),
        line(PaymentStep::TransferCharges, Payee::State, 4, false),
        line(PaymentStep::Pool1, party(2), 40, false),
        line(PaymentStep::Pool1, party(3), 0, false),
        line(PaymentStep::Rest, party(9), 21, false),
    ];
    Plan { gross_dong: dong(100), lines }
}

fn entry(debit: Account, credit: Account, amount: i64) -> Entry {
    let posting = Posting::new(debit, credit, dong(amount)).unwrap();
    Entry::new(EntryKind::Collected, "", vec![posting], None).unwrap()
}

#[test]
fn an_entry_is_never_empty_zero_or_on_one_account() {
    assert_eq!(Entry::new(EntryKind::Collected, "", Vec::new(), None), Err(LedgerRefusal::Empty));
    assert_eq!(Posting::new(Account::Bank, Account::Parties, Dong::ZERO), Err(LedgerRefusal::ZeroAmount));
    let same = Posting::new(Account::Bank, Account::Bank, dong(1));
    assert_eq!(same, Err(LedgerRefusal::SameAccount(Account::Bank)));
    assert_eq!(collected(Account::State, dong(1), ""), Err(LedgerRefusal::NotMoney(Account::State)));
    let paid = paid_out(Account::SaleMoney, Account::Bank, party(1), dong(1), "");
    assert_eq!(paid, Err(LedgerRefusal::NotPayable(Account::SaleMoney)));
    let waiting = distributed(&plan(), Account::Parties, "");
    assert_eq!(waiting, Err(LedgerRefusal::NotUndistributed(Account::Parties)));
}

#[test]
fn a_sale_from_the_advance_to_the_last_payout_leaves_every_account_empty() {
    let mut books = Balances::default();
    let mut book = |entry: Result<Entry, LedgerRefusal>| books.apply(&entry.unwrap()).unwrap();
    book(advance_received(Account::Bank, dong(10), "advance"));
    book(cost_paid(Account::Bank, dong(10), "valuation"));
    book(sale_money(Account::Bank, dong(100), "price"));
    for entry in distributed(&plan(), Account::SaleMoney, "plan 1").unwrap() {
        book(Ok(entry));
    }
    book(fee_withheld(party(2), dong(3), "fee"));
    for line in plan().lines.iter().filter(|line| !line.share_dong.is_zero()) {
        let fee = if line.payee == party(2) { dong(3) } else { Dong::ZERO };
        let amount = line.share_dong.minus(fee).unwrap();
        book(paid_out(payable_account(line), Account::Bank, line.payee, amount, "payout"));
    }
    book(paid_out(Account::Fee, Account::Bank, Payee::State, dong(3), "remitted"));
    let trial = books.trial_balance().unwrap();
    assert!(trial.is_balanced());
    let open: Vec<_> = trial.rows.iter().filter(|row| !row.balance_dong.is_zero()).collect();
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn unclaimed_money_goes_through_savings_to_the_budget_and_back_to_its_owner() {
    let mut books = Balances::default();
    let mut book = |entry: Result<Entry, LedgerRefusal>| books.apply(&entry.unwrap()).unwrap();
    book(collected(Account::Bank, dong(70), "exhibit money"));
    book(set_aside(party(2), dong(70), "to return"));
    book(saved(Account::Bank, dong(70), "demand savings"));
    book(forfeited(party(2), dong(70), "five years"));
    book(paid_out(Account::State, Account::Savings, Payee::State, dong(70), "to the budget"));
    book(budget_refund(Account::Bank, party(2), dong(70), "force majeure"));
    book(paid_out(Account::Parties, Account::Bank, party(2), dong(70), "refunded"));
    let trial = books.trial_balance().unwrap();
    assert!(trial.is_balanced());
    assert!(trial.rows.iter().all(|row| row.balance_dong.is_zero()), "{:?}", trial.rows);
}

#[test]
fn a_distribution_makes_one_entry_for_each_kind_and_none_for_empty_lines() {
    let entries = distributed(&plan(), Account::SaleMoney, "plan 1").unwrap();
    let shape: Vec<_> = entries
        .iter()
        .flat_map(|entry| {
            entry.postings().iter().map(|p| (entry.kind().as_str(), p.credit().as_str(), p.amount().get()))
        })
        .collect();
    assert_eq!(
        shape,
        [
            ("J11", "1378", 10),
            ("J11", "338", 5),
            ("J12", "338_rent", 20),
            ("J13", "333", 4),
            ("J14", "331", 40),
            ("J14", "331", 21),
        ]
    );
    let total: i64 = entries.iter().map(|entry| entry.total().unwrap().get()).sum();
    assert_eq!(total, 100);
}

#[test]
fn money_that_is_not_there_is_not_paid_and_nothing_changes() {
    let mut books = Balances::default();
    books.apply(&collected(Account::Bank, dong(100), "").unwrap()).unwrap();
    let before = books.clone();
    let refused = books.apply(&paid_out(Account::Parties, Account::Bank, party(1), dong(1), "").unwrap());
    assert_eq!(refused, Err(LedgerRefusal::Overdrawn { account: Account::Parties, missing_dong: dong(1) }));
    let refused = books.apply(&cost_paid(Account::Bank, dong(130), "").unwrap());
    assert_eq!(refused, Err(LedgerRefusal::Overdrawn { account: Account::Bank, missing_dong: dong(30) }));
    assert_eq!(books, before);
}

#[test]
fn a_reversal_is_linked_and_not_reversed_again() {
    let id = EntryId(Uuid::from_u128(7));
    let reversal = entry(Account::Bank, Account::Provisional, 5).reversal(id, "wrong decision").unwrap();
    assert_eq!(reversal.reverses(), Some(id));
    assert_eq!(reversal.postings()[0].debit(), Account::Provisional);
    assert_eq!(reversal.reversal(id, ""), Err(LedgerRefusal::AlreadyReversal));
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let account = prop::sample::select(Account::ALL.to_vec());
    let posting = (account.clone(), account, 1_i64..1_000_000_000)
        .prop_filter_map("same account", |(debit, credit, amount)| {
            Posting::new(debit, credit, dong(amount)).ok()
        });
    prop::collection::vec(posting, 1..5)
        .prop_map(|postings| Entry::new(EntryKind::Collected, "any", postings, None).unwrap())
}

proptest! {
    #[test]
    fn the_books_balance_after_any_entries(entries in prop::collection::vec(any_entry(), 0..40)) {
        let mut books = Balances::default();
        for entry in &entries {
            let before = books.clone();
            if books.apply(entry).is_err() {
                prop_assert_eq!(&books, &before);
            }
        }
        let trial = books.trial_balance().unwrap();
        prop_assert!(trial.is_balanced());
        for row in &trial.rows {
            let own = match row.account.side() {
                Side::Debit => row.turnover.debit_dong.minus(row.turnover.credit_dong),
                Side::Credit => row.turnover.credit_dong.minus(row.turnover.debit_dong),
            };
            prop_assert_eq!(own, Ok(row.balance_dong));
        }
    }

    #[test]
    fn a_reversal_restores_every_balance(
        entries in prop::collection::vec(any_entry(), 0..20),
        last in any_entry(),
    ) {
        let mut books = Balances::default();
        for entry in &entries {
            let _ = books.apply(entry);
        }
        let before: Vec<_> = Account::ALL.iter().map(|account| books.balance(*account)).collect();
        if books.apply(&last).is_ok() {
            let reversal = last.reversal(EntryId(Uuid::from_u128(1)), "taken back").unwrap();
            books.apply(&reversal).unwrap();
        }
        let after: Vec<_> = Account::ALL.iter().map(|account| books.balance(*account)).collect();
        prop_assert_eq!(before, after);
    }
}

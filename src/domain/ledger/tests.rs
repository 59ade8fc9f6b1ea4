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
        waits: false,
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
    book(fees_withheld([(party(2), dong(3))], "fee").map(Option::unwrap));
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
    assert_eq!(shape.iter().map(|(.., amount)| amount).sum::<i64>(), 100);
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

/// What an entry moves: debit, credit, amount of each line.
fn moves(entry: Result<Entry, LedgerRefusal>) -> (&'static str, Vec<(&'static str, &'static str, i64)>) {
    let entry = entry.unwrap();
    let line = |p: &Posting| (p.debit().as_str(), p.credit().as_str(), p.amount().get());
    (entry.kind().as_str(), entry.postings().iter().map(line).collect())
}

#[test]
fn money_that_comes_in_waits_where_its_event_says() {
    use Account::{Bank, Buyers, Cash, Treasury};
    let d = dong(7);
    assert_eq!(moves(collected(Treasury, d, "")), ("J01", vec![("1122", "337", 7)]));
    assert_eq!(moves(provisional(Cash, d, "")), ("J02", vec![("1111", "337_held", 7)]));
    assert_eq!(moves(made_official(d, "")), ("J03", vec![("337_held", "337", 7)]));
    assert_eq!(moves(banked(Cash, Bank, d, "")), ("J04", vec![("1121", "1111", 7)]));
    assert_eq!(banked(Cash, Cash, d, ""), Err(LedgerRefusal::SameAccount(Cash)));
    assert_eq!(banked(Cash, Buyers, d, ""), Err(LedgerRefusal::NotMoney(Buyers)));
    assert_eq!(moves(advance_received(Bank, d, "")), ("J07", vec![("1121", "338_adv", 7)]));
    assert_eq!(moves(cost_paid(Cash, d, "")), ("J08", vec![("1378", "1111", 7)]));
    assert_eq!(moves(sale_money(Bank, d, "")), ("J09", vec![("1121", "3376", 7)]));
    assert_eq!(moves(price_due(d, "")), ("J09", vec![("1381", "3376", 7)]));
    assert_eq!(moves(price_paid(Bank, d, "")), ("J09", vec![("1121", "1381", 7)]));
}

#[test]
fn money_that_goes_out_comes_from_where_its_event_says() {
    use Account::{AgencyMoney, Bank, Cash, Fee, Held, Parties, Provisional, SaleMoney, Savings, State};
    let (d, who) = (dong(7), party(1));
    let withheld = fees_withheld([(who, d), (party(2), Dong::ZERO)], "").map(Option::unwrap);
    assert_eq!(moves(withheld), ("J15", vec![("331", "333_fee", 7)]));
    assert_eq!(fees_withheld([(who, Dong::ZERO)], ""), Ok(None));
    assert_eq!(moves(paid_out(Fee, Bank, Payee::State, d, "")), ("J15", vec![("333_fee", "1121", 7)]));
    assert_eq!(moves(paid_out(Parties, Cash, who, d, "")), ("J16", vec![("331", "1111", 7)]));
    assert_eq!(moves(paid_out(State, Bank, Payee::State, d, "")), ("J13", vec![("333", "1121", 7)]));
    assert_eq!(moves(paid_out(Held, Bank, who, d, "")), ("J02", vec![("337_held", "1121", 7)]));
    assert_eq!(moves(paid_out(AgencyMoney, Bank, who, d, "")), ("J21", vec![("338_agency", "1121", 7)]));
    assert_eq!(moves(posted(Cash, who, d, "")), ("J17", vec![("138", "1111", 7)]));
    assert_eq!(moves(post_delivered(who, d, "")), ("J17", vec![("331", "138", 7)]));
    assert_eq!(moves(post_returned(Cash, false, who, d, "")), ("J17", vec![("1111", "138", 7)]));
    assert_eq!(moves(post_returned(Cash, true, who, d, "")), ("J17", vec![("1111", "338", 7)]));
    assert_eq!(moves(saved(Bank, d, "")), ("J18", vec![("1123", "1121", 7)]));
    assert_eq!(moves(drawn(Bank, d, "")), ("J18", vec![("1121", "1123", 7)]));
    assert_eq!(saved(Savings, d, ""), Err(LedgerRefusal::SameAccount(Savings)));
    assert_eq!(moves(interest(None, d, "")), ("J18", vec![("1123", "337", 7)]));
    assert_eq!(moves(interest(Some(who), d, "")), ("J18", vec![("1123", "331", 7)]));
    assert_eq!(moves(forfeited(who, d, "")), ("J19", vec![("331", "333", 7)]));
    assert_eq!(moves(budget_refund(Bank, who, d, "")), ("J19", vec![("1121", "331", 7)]));
    assert_eq!(moves(sale_undone(Some(who), d, "")), ("J20", vec![("3376", "331", 7)]));
    let lost = moves(deposit_to_budget(dong(2), dong(5), ""));
    assert_eq!(lost, ("J21", vec![("3376", "1378", 2), ("3376", "333", 5)]));
    assert_eq!(deposit_to_budget(Dong::ZERO, Dong::ZERO, ""), Err(LedgerRefusal::Empty));
    assert_eq!(moves(deposit_to_agency(d, "")), ("J21", vec![("3376", "338_agency", 7)]));
    assert_eq!(moves(wrong_payment(who, d, "")), ("J24", vec![("138", "331", 7)]));
    assert_eq!(moves(recovered(Bank, who, d, "")), ("J24", vec![("1121", "138", 7)]));
    assert_eq!(moves(transferred(SaleMoney, Bank, None, d, "")), ("J25", vec![("3376", "1121", 7)]));
    assert_eq!(moves(transferred(Parties, Bank, Some(who), d, "")), ("J25", vec![("331", "1121", 7)]));
    assert_eq!(transferred(Fee, Bank, None, d, ""), Err(LedgerRefusal::NotPayable(Fee)));
    assert!(transferred(Provisional, Bank, None, d, "").is_ok());
}

#[test]
fn things_stand_in_the_books_by_their_value_and_off_them_without_one() {
    use super::things::*;
    use Account::{Assets, Bank, Exhibits, ForSale};
    let (d, who) = (dong(7), party(1));
    assert_eq!(moves(received(Exhibits, d, "")), ("J05", vec![("1142", "366", 7)]));
    assert_eq!(received(Bank, d, ""), Err(LedgerRefusal::NotThings(Bank)));
    assert_eq!(moves(received_unpriced(d, "")), ("J05", vec![("off_114", "off", 7)]));
    let priced = moves(unpriced_off(d, EntryKind::ThingReceived, ""));
    assert_eq!(priced, ("J05", vec![("off", "off_114", 7)]));
    assert_eq!(moves(revalued(Assets, d, dong(9), "")), ("J05", vec![("1141", "366", 2)]));
    assert_eq!(moves(revalued(Assets, d, dong(4), "")), ("J05", vec![("366", "1141", 3)]));
    assert_eq!(revalued(Assets, d, d, ""), Err(LedgerRefusal::ZeroAmount));
    assert_eq!(moves(sent_for_sale(Assets, d, "")), ("J06", vec![("1143", "1141", 7)]));
    assert_eq!(moves(back_unsold(Assets, d, "")), ("J06", vec![("1141", "1143", 7)]));
    assert_eq!(moves(delivered(ForSale, d, "")), ("J10", vec![("366", "1143", 7)]));
    let handed = moves(handed_over(Exhibits, d, ""));
    assert_eq!(handed, ("J22", vec![("366", "333", 7), ("333", "1142", 7)]));
    let back = moves(returned(Assets, who, d, ""));
    assert_eq!(back, ("J22", vec![("366", "331", 7), ("331", "1141", 7)]));
    assert_eq!(moves(gone(Exhibits, d, "")), ("J22", vec![("366", "1142", 7)]));
    assert_eq!(moves(taken(ForSale, d, "")), ("J23", vec![("366", "1143", 7)]));
    let mixed = Posting::new(Account::Unpriced, Account::AssetsOwed, d);
    assert_eq!(mixed, Err(LedgerRefusal::Mixed(Account::Unpriced, Account::AssetsOwed)));
}

/// From how a thing stands to how it shall stand, whichever way it goes between a price and none.
#[test]
fn a_thing_without_a_price_is_booked_anew() {
    use super::things::*;
    use Account::{Assets, ForSale, Unpriced};
    let between = |before: (Account, i64), after: (Account, i64)| {
        let stands = |(account, value): (Account, i64)| Some(Booked { account, value: dong(value) });
        let entries = moved(stands(before), stands(after), Leaving::Gone, "").unwrap();
        entries.into_iter().flat_map(|entry| moves(Ok(entry)).1).collect::<Vec<_>>()
    };
    assert_eq!(between((Unpriced, 1), (Unpriced, 1)), []);
    assert_eq!(between((Unpriced, 1), (Unpriced, 2)), [("off", "off_114", 1), ("off_114", "off", 2)]);
    assert_eq!(between((Unpriced, 1), (Assets, 7)), [("off", "off_114", 1), ("1141", "366", 7)]);
    assert_eq!(between((Assets, 7), (Unpriced, 1)), [("366", "1141", 7), ("off_114", "off", 1)]);
    let sold = between((Unpriced, 1), (ForSale, 7));
    assert_eq!(sold, [("off", "off_114", 1), ("1141", "366", 7), ("1143", "1141", 7)]);
}

#[test]
fn what_stands_off_the_balance_is_shown_and_not_summed() {
    let mut books = Balances::default();
    books.apply(&things::received_unpriced(dong(3), "").unwrap()).unwrap();
    books.apply(&things::received(Account::Assets, dong(50), "").unwrap()).unwrap();
    let trial = books.trial_balance().unwrap();
    assert_eq!((trial.debit_dong, trial.credit_dong), (dong(50), dong(50)));
    let shown: Vec<_> = trial.rows.iter().map(|row| (row.account, row.balance_dong.get())).collect();
    assert_eq!(shown, [(Account::Assets, 50), (Account::AssetsOwed, 50), (Account::Unpriced, 3)]);
}

#[test]
fn a_price_that_is_owed_does_not_wait_to_be_shared_yet() {
    let mut books = Balances::default();
    books.apply(&price_due(dong(100), "contract").unwrap()).unwrap();
    assert_eq!(books.there(Account::SaleMoney), Dong::ZERO);
    books.apply(&price_paid(Account::Bank, dong(40), "part").unwrap()).unwrap();
    assert_eq!(books.there(Account::SaleMoney), dong(40));
    let too_much = books.apply(&price_paid(Account::Bank, dong(61), "rest").unwrap());
    assert_eq!(too_much, Err(LedgerRefusal::Overdrawn { account: Account::Buyers, missing_dong: dong(1) }));
}

#[test]
fn every_event_has_its_kind_and_a_line_of_a_plan_its_article() {
    let kinds: Vec<String> = EntryKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
    let events = (1..=25).map(|number| format!("J{number:02}")).chain(["J-CASH".to_owned()]);
    assert_eq!(kinds, events.collect::<Vec<_>>());
    let entries = distributed(&plan(), Account::SaleMoney, "plan 1").unwrap();
    let bases: Vec<_> = entries.iter().flat_map(|entry| entry.postings()).map(|p| p.basis()).collect();
    assert_eq!(bases[0], Some("STEP-costs"));
    assert_eq!(bases[4], Some("ROW-a"));
    assert!(bases.iter().all(Option::is_some));
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

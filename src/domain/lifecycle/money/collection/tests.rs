//! The pure parts of feeding: which money is one collection, which costs are open, what tells two plans apart.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Incoming, Waiting, decision_number, run, waiting};
use crate::domain::case::{Bearer, CostLine, CostPayment, CostRecovery, CostSheet, Costs};
use crate::domain::claim::Payee;
use crate::domain::distribution::{CostPart, HandLine, HandPlan, MoneySource, by_hand};
use crate::domain::ids::{DecisionId, DistributionId, PartyId};
use crate::domain::lifecycle::money::{LineChange, diff};
use crate::domain::money::Dong;
use crate::domain::payment::FeeLine;

fn dong(amount: i64) -> Dong {
    Dong::new(amount).unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 8, day).unwrap()
}

fn party(number: u128) -> PartyId {
    PartyId(Uuid::from_u128(number))
}

fn receipt(amount: i64, voluntary: bool, payer: u128, on: u32) -> Incoming {
    Incoming {
        amount: dong(amount),
        voluntary,
        payer: Some(party(payer)),
        decision: None,
        on: Some(day(on)),
        there_since: None,
    }
}

fn shared(receipts: &[Incoming], balance: i64, other: bool) -> Waiting {
    waiting(&run(receipts, dong(balance), other), other)
}

#[test]
fn what_came_in_one_way_is_one_collection() {
    let all =
        [receipt(10, true, 1, 1), receipt(20, false, 1, 2), receipt(5, false, 2, 3), receipt(7, true, 1, 4)];
    let seen = |balance: i64| {
        let found = shared(&all, balance, true);
        (found.amount.get(), found.voluntary, found.payer, found.on)
    };
    assert_eq!(seen(42), (10, true, Some(party(1)), Some(day(1))));
    assert_eq!(seen(32), (25, false, None, Some(day(3))), "two payers are no one");
    assert_eq!(seen(20), (13, false, None, Some(day(3))), "part of a receipt is shared already");
    assert_eq!(seen(12), (5, false, Some(party(2)), Some(day(3))));
    assert_eq!(seen(7), (7, true, Some(party(1)), Some(day(4))));
    assert_eq!(seen(50), (18, true, None, Some(day(1))), "money without a receipt is the oldest");
    assert_eq!(seen(0), (0, true, None, None));
}

#[test]
fn each_decision_has_a_collection_of_its_own() {
    let under = |decision: u128| Some(DecisionId(Uuid::from_u128(decision)));
    let of =
        |amount: i64, decision: u128| Incoming { decision: under(decision), ..receipt(amount, false, 1, 2) };
    let found = shared(&[of(10, 1), of(20, 1), of(5, 2)], 35, false);
    assert_eq!((found.amount.get(), found.decision), (30, under(1)));
    let found = shared(&[of(10, 1), of(20, 1), of(5, 2)], 5, false);
    assert_eq!((found.amount.get(), found.decision), (5, under(2)));
}

fn sheet(document: u128, decision: u128, lines: &[(i64, Bearer)]) -> CostSheet {
    let line = |(amount, bearer): &(i64, Bearer)| CostLine {
        kind: "CK-ALLOWANCE".to_owned(),
        amount: dong(*amount),
        bearer: *bearer,
        payer: (*bearer == Bearer::Debtor).then(|| party(1)),
        voucher: Some("HĐ".to_owned()),
    };
    CostSheet {
        document: DecisionId(Uuid::from_u128(document)),
        decision: DecisionId(Uuid::from_u128(decision)),
        lines: lines.iter().map(line).collect(),
        total: Dong::sum(lines.iter().map(|(amount, _)| dong(*amount))).unwrap(),
        approved_on: day(1),
    }
}

#[test]
fn a_cost_is_charged_once_and_to_its_bearer() {
    let first = sheet(1, 10, &[(5, Bearer::Debtor), (6, Bearer::State), (7, Bearer::Debtor)]);
    let mut costs =
        Costs { settlements: vec![first, sheet(2, 20, &[(9, Bearer::Debtor)])], ..Costs::default() };
    let of = |costs: &Costs, decision: u128| -> Vec<i64> {
        let wanted = DecisionId(Uuid::from_u128(decision));
        costs.open_for(|one| one == wanted).iter().map(|open| open.part.amount.get()).collect()
    };
    assert_eq!((of(&costs, 10), of(&costs, 20)), (vec![5, 7], vec![9]));
    costs.payments.push(CostPayment { party: party(1), amount: dong(6), on: day(2) });
    assert_eq!((of(&costs, 10), of(&costs, 20)), (vec![6], vec![9]), "what he paid goes to the oldest");
    let part = CostPart { document: DecisionId(Uuid::from_u128(1)), line: 2, amount: dong(4) };
    costs.recovered.push(CostRecovery { distribution: DistributionId(Uuid::from_u128(7)), part, on: day(3) });
    assert_eq!(of(&costs, 10), vec![2]);
    assert_eq!(costs.left(party(1)), dong(21 - 6 - 4));
}

#[test]
fn ties_follow_the_number_of_the_decision() {
    assert_eq!(decision_number("123/QĐ-THADS"), 123);
    assert_eq!(decision_number("QĐ-THADS"), u32::MAX, "one without a number comes last");
}

fn plan(lines: &[(u128, i64, i64)]) -> Vec<FeeLine> {
    let line = |(id, claim, share): &(u128, i64, i64)| HandLine {
        id: Uuid::from_u128(*id),
        payee: Payee::State,
        claim: dong(*claim),
        share: dong(*share),
        rank: 1,
        item: None,
    };
    let gross = dong(lines.iter().map(|line| line.2).sum());
    let lines = lines.iter().map(line).collect();
    let hand =
        HandPlan { source: MoneySource::Bankruptcy, gross, rent_reserve: None, lines, rest_to: Payee::State };
    let lines = by_hand(&hand).unwrap().lines;
    lines.into_iter().map(FeeLine::new).collect()
}

#[test]
fn a_difference_names_what_came_what_went_and_what_changed() {
    let (before, after) =
        (plan(&[(1, 5, 5), (2, 6, 6), (3, 7, 7)]), plan(&[(4, 1, 1), (3, 7, 6), (1, 5, 5)]));
    let found: Vec<_> = diff(&before, &after)
        .into_iter()
        .map(|one| {
            (
                one.change,
                one.after.or(one.before).and_then(|line| line.line.charge).map(|id| id.as_u128()).unwrap(),
            )
        })
        .collect();
    assert_eq!(found, [(LineChange::Added, 4), (LineChange::Changed, 3), (LineChange::Removed, 2)]);
    assert!(diff(&after, &after).is_empty());
}

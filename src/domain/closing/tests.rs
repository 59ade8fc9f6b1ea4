//! The promises of closing: periods that tile the year, figures that add up, files that are read strictly, matches without a doubt.

use proptest::prelude::*;
use uuid::Uuid;

use super::matching::{Booked, HowMatched, OpenLine, automatic};
use super::period::{PeriodKind, digest, figures};
use super::statement::{StatementFormat, read};
use super::*;
use crate::domain::ids::{MatterId, OfficeId};
use crate::domain::ledger::sums;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn dong(amount: i64) -> Dong {
    Dong::new(amount).unwrap()
}

const CSV: &str = include_str!("../../../tests/fixtures/statements/statement.csv");
const CAMT: &str = include_str!("../../../tests/fixtures/statements/camt053.xml");

#[test]
fn the_accounting_year_runs_from_october_to_september() {
    let span = |kind: PeriodKind, on: &str| {
        let span = kind.around(day(on), 10).unwrap();
        (span.from.to_string(), span.to.to_string())
    };
    let is =
        |found: (String, String), from: &str, to: &str| assert_eq!(found, (from.to_owned(), to.to_owned()));
    is(span(PeriodKind::Year, "2026-09-30"), "2025-10-01", "2026-09-30");
    is(span(PeriodKind::Year, "2026-10-01"), "2026-10-01", "2027-09-30");
    is(span(PeriodKind::Quarter, "2026-12-31"), "2026-10-01", "2026-12-31");
    is(span(PeriodKind::Quarter, "2027-01-01"), "2027-01-01", "2027-03-31");
    is(span(PeriodKind::Month, "2028-02-10"), "2028-02-01", "2028-02-29");
}

#[test]
fn both_forms_of_the_sample_say_the_same() {
    let csv = read(StatementFormat::Csv, CSV).unwrap();
    let camt = read(StatementFormat::Camt053, CAMT).unwrap();
    let without_end_to_end = |mut read: statement::Read| {
        read.lines.iter_mut().for_each(|line| line.end_to_end = None);
        read
    };
    assert_eq!(camt.lines[0].end_to_end.as_deref(), Some("QD-15-01"));
    assert_eq!(without_end_to_end(camt), csv);
    assert_eq!((csv.opening, csv.closing, csv.lines.len()), (dong(1_000_000), dong(31_000_000), 3));
}

/// The code that a changed sample is refused with.
fn camt_with(old: &str, new: &str) -> (&'static str, String) {
    assert!(CAMT.contains(old), "{old}");
    let fault = read(StatementFormat::Camt053, &CAMT.replacen(old, new, 1)).unwrap_err();
    (fault.code, fault.what)
}

#[test]
fn what_is_not_a_clean_statement_is_refused() {
    let cases = [
        ("<Document ", "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\">]><Document ", "G-SK-XML"),
        ("<Ntry>", "<Ntry>&b;", "G-SK-XML"),
        ("<Ntry>", "<Ntry><?run me?>", "G-SK-XML"),
        ("<Id>SK-07</Id>", "<Id><![CDATA[SK-07]]></Id>", "G-SK-XML"),
        ("</Ntry>", "", "G-SK-FORM"),
        ("camt.053.001", "camt.052.001", "G-SK-FORM"),
        ("Ccy=\"VND\">25000000", "Ccy=\"USD\">25000000", "G-SK-CURRENCY"),
        (">25000000", ">-25000000", "G-SK-AMOUNT"),
        (">25000000", ">25000000.50", "G-SK-AMOUNT"),
        (">25000000", ">2.5e7", "G-SK-AMOUNT"),
        (">25000000", ">99999999999999999999", "G-SK-AMOUNT"),
        (">25000000", ">24000000", "G-SK-SUM"),
        ("<AcctSvcrRef>FT-102</AcctSvcrRef>", "<AcctSvcrRef>FT-101</AcctSvcrRef>", "G-SK-TWICE"),
        ("<Sts>BOOK</Sts>", "<Sts>PDNG</Sts>", "G-SK-FORM"),
        ("CRDT", "BOTH", "G-SK-FORM"),
        ("</Stmt>", "</Stmt><Stmt><Id>SK-08</Id></Stmt>", "G-SK-FORM"),
    ];
    for (old, new, code) in cases {
        assert_eq!(camt_with(old, new).0, code, "{old} -> {new}");
    }
    assert!(read(StatementFormat::Camt053, &CAMT.replace(">25000000<", ">25000000.00<")).is_ok());
    let deep = CAMT.replacen("<Ntry>", &format!("<Ntry>{}", "<a>".repeat(100)), 1);
    assert_eq!(read(StatementFormat::Camt053, &deep).unwrap_err().code, "G-SK-FORM");
    for (old, new, code) in [
        ("25000000", "-25000000", "G-SK-AMOUNT"),
        ("25000000", "25.000.000", "G-SK-AMOUNT"),
        ("FT-102", "FT-101", "G-SK-TWICE"),
        ("record,", "row,", "G-SK-FORM"),
        ("debit,", "transfer,", "G-SK-FORM"),
        ("31000000", "31000001", "G-SK-SUM"),
        ("2026-07-16", "16/07/2026", "G-SK-FORM"),
        ("2026-07-16", "2026-08-16", "G-SK-FORM"),
    ] {
        assert_eq!(read(StatementFormat::Csv, &CSV.replacen(old, new, 1)).unwrap_err().code, code, "{old}");
    }
}

#[test]
fn a_fault_never_repeats_what_a_payer_wrote() {
    let written = CAMT.replacen("<Ntry>", "<Ntry><AddtlNtryInf>Nguyễn Văn Giả Định</AddtlNtryInf>", 1);
    assert!(read(StatementFormat::Camt053, &written).is_ok(), "it is not read");
    let fault = read(StatementFormat::Camt053, &written.replacen(">25000000", ">x", 1)).unwrap_err();
    assert!(!format!("{fault:?}").contains("Giả"));
}

fn line(place: u32, on: u32, incoming: bool, amount: i64, reference: &str) -> OpenLine {
    OpenLine {
        statement: MatterId(Uuid::nil()),
        line: place,
        reference: reference.to_owned(),
        end_to_end: None,
        on: NaiveDate::from_ymd_opt(2026, 7, on).unwrap(),
        incoming,
        amount: dong(amount),
    }
}

fn booked(id: u128, on: u32, incoming: bool, amount: i64, references: &[&str]) -> Booked {
    Booked {
        posting: PostingRef { entry: EntryId(Uuid::from_u128(id)), posting: 1 },
        on: NaiveDate::from_ymd_opt(2026, 7, on).unwrap(),
        incoming,
        amount: dong(amount),
        references: references.iter().map(|one| (*one).to_owned()).collect(),
    }
}

#[test]
fn only_what_is_certain_is_matched() {
    let lines = [
        line(1, 1, true, 5, "A"),
        line(2, 1, true, 7, "B"),
        line(3, 2, true, 7, "C"),
        line(4, 3, false, 9, "D"),
        line(5, 3, false, 9, "E"),
        line(6, 4, true, 11, "F"),
    ];
    let books = [
        booked(1, 2, true, 5, &["A"]),
        booked(2, 1, true, 7, &[]),
        booked(3, 2, true, 7, &["Z"]),
        booked(4, 3, false, 9, &[]),
        booked(5, 4, false, 11, &["F"]),
    ];
    let found: Vec<_> = automatic(&lines, &books)
        .into_iter()
        .map(|one| (one.line, one.posting.entry.0.as_u128(), one.how))
        .collect();
    let expected =
        [(1, 1, HowMatched::Reference), (2, 2, HowMatched::AmountAndDay), (3, 3, HowMatched::AmountAndDay)];
    assert_eq!(found, expected, "two of 9 are in doubt; 11 in is not 11 out");
}

#[test]
fn what_is_closed_takes_no_entry() {
    let cash = crate::domain::ledger::entries::collected(Account::Cash, dong(5), "").unwrap();
    let bank = crate::domain::ledger::entries::collected(Account::Bank, dong(5), "").unwrap();
    let settles = crate::domain::ledger::entries::cash_difference(Account::Cash, true, dong(5), "").unwrap();
    let books = BooksState {
        closed_on: Some(day("2026-06-30")),
        cash_closed_on: Some(day("2026-07-10")),
        cash_differs_on: Some(day("2026-07-11")),
    };
    let code = |on: &str, entry: &Entry| {
        books.may_book(day(on), std::slice::from_ref(entry)).err().map(|error| error.code)
    };
    assert_eq!(code("2026-06-30", &bank), Some("M14_PERIOD"));
    assert_eq!(code("2026-07-01", &bank), None);
    assert_eq!(code("2026-07-10", &cash), Some("M14_DAY"));
    assert_eq!(code("2026-07-11", &cash), None, "the day itself is still open");
    assert_eq!(code("2026-07-12", &cash), Some("M14_CASH"));
    assert_eq!(code("2026-07-12", &bank), None);
    assert_eq!(code("2026-07-12", &settles), None);
}

proptest! {
    #[test]
    fn periods_tile_the_days(offset in 0_u64..20_000, first in 1_u32..=12) {
        let on = day("2000-01-01").checked_add_days(chrono::Days::new(offset)).unwrap();
        for kind in PeriodKind::ALL {
            let span = kind.around(on, first).unwrap();
            prop_assert!(span.from <= on && on <= span.to);
            let next = kind.around(span.to.succ_opt().unwrap(), first).unwrap();
            prop_assert_eq!(next.from, span.to.succ_opt().unwrap());
            prop_assert_eq!(kind.around(span.from, first).unwrap(), span);
        }
    }

    #[test]
    fn the_figures_of_a_period_balance(moves in prop::collection::vec((0_usize..5, 0_usize..5, 1_i64..1_000_000, any::<bool>()), 0..60)) {
        let account = |place: usize| ["1111", "1121", "331", "333", "337"][place].to_owned();
        let flows = |when: bool| {
            let found = moves.iter().filter(move |(debit, credit, _, early)| debit != credit && *early == when);
            sums(found.map(|(debit, credit, amount, _)| (account(*debit), account(*credit), dong(*amount)))).unwrap()
        };
        let found = figures(&flows(true), &flows(false)).unwrap();
        let sum = |of: &dyn Fn(&period::Figure) -> Dong| found.iter().map(|one| of(one).get()).sum::<i64>();
        prop_assert_eq!(sum(&|one| one.opening_debit), sum(&|one| one.opening_credit));
        prop_assert_eq!(sum(&|one| one.debit), sum(&|one| one.credit));
        prop_assert_eq!(sum(&|one| one.closing_debit), sum(&|one| one.closing_credit));
        let span = PeriodKind::Month.around(day("2026-07-01"), 10).unwrap();
        let of = |figures: &[period::Figure]| digest(OfficeId(Uuid::nil()), PeriodKind::Month, span, figures);
        prop_assert_eq!(of(&found), of(&found.clone()));
        if let Some(first) = found.first() {
            let mut other = found.clone();
            other[0].debit = first.debit.plus(dong(1)).unwrap();
            prop_assert_ne!(of(&found), of(&other));
        }
    }

    #[test]
    fn a_line_and_a_posting_are_matched_once(
        lines in prop::collection::vec((1_u32..5, any::<bool>(), 1_i64..4, 0_usize..4), 0..20),
        books in prop::collection::vec((1_u32..5, any::<bool>(), 1_i64..4, 0_usize..4), 0..20),
    ) {
        let names = ["A", "B", "C", "D"];
        let lines: Vec<OpenLine> = (1..).zip(lines).map(|(place, (on, way, sum, name))| line(place, on, way, sum, names[name])).collect();
        let books: Vec<Booked> = (1..).zip(books).map(|(id, (on, way, sum, name))| booked(id, on, way, sum, &[names[name]])).collect();
        let found = automatic(&lines, &books);
        let mut places: Vec<_> = found.iter().map(|one| one.line).collect();
        places.dedup();
        prop_assert_eq!(places.len(), found.len());
        let postings: std::collections::BTreeSet<_> = found.iter().map(|one| one.posting).collect();
        prop_assert_eq!(postings.len(), found.len());
        for one in &found {
            let line = lines.iter().find(|line| line.line == one.line).unwrap();
            let other = books.iter().find(|other| other.posting == one.posting).unwrap();
            prop_assert_eq!((line.incoming, line.amount), (other.incoming, other.amount));
        }
    }

    #[test]
    fn no_file_makes_the_reader_stop_hard(text in "\\PC{0,300}", at in 0_usize..2_000) {
        let _ = read(StatementFormat::Camt053, &text);
        let _ = read(StatementFormat::Csv, &text);
        let mut cut: String = CAMT.chars().take(at).collect();
        cut.push_str(&text);
        prop_assert!(read(StatementFormat::Camt053, &cut).is_err() || cut.contains("</Document>"));
    }
}

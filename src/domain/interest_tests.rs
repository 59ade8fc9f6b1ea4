//! Interest worked out by hand, and what must hold of it whatever comes in.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn dong(amount: i64) -> Dong {
    Dong::new(amount).unwrap()
}

fn rate(from: &str, rate: &str) -> RateStep {
    RateStep { from: day(from), rate: rate.parse().unwrap() }
}

fn stop(from: &str, to: &str) -> Stop {
    Stop { from: day(from), to: (!to.is_empty()).then(|| day(to)) }
}

fn paid(on: &str, principal: i64) -> Paid {
    Paid { on: day(on), principal: dong(principal) }
}

/// What stands on one line of the table: principal, from, to, rates, stops, payments, and the interest worked out by hand.
type Worked = (i64, &'static str, &'static str, Vec<RateStep>, Vec<Stop>, Vec<Paid>, i64);

fn table() -> Vec<Worked> {
    let ten = || vec![rate("2020-07-01", "0.10")];
    vec![
        // a year to the day: 100 million × 10 % = 10 million
        (100_000_000, "2025-07-14", "2026-07-14", ten(), vec![], vec![], 10_000_000),
        // the request's day is not counted, the day of the money is: 14/07 to 24/07 are 10 days, 10^8 × 0.1 × 10 / 365 = 273 972.6
        (100_000_000, "2026-07-14", "2026-07-24", ten(), vec![], vec![], 273_973),
        (100_000_000, "2026-07-14", "2026-07-14", ten(), vec![], vec![], 0), // paid on the day it was asked for
        // a leap year has 366 days over 365: 100 million × 0.1 × 366 / 365 = 10 027 397.26
        (100_000_000, "2027-03-01", "2028-03-01", ten(), vec![], vec![], 10_027_397),
        // 31 days on 100 million (849 315.07), 30 days on 40 million (328 767.12): 1 178 082.19
        (
            100_000_000,
            "2026-08-01",
            "2026-10-01",
            ten(),
            vec![],
            vec![paid("2026-09-01", 60_000_000)],
            1_178_082,
        ),
        // 61 days less the 20 of an agreed postponement from 10/08 to 30/08: 41 × 10^7 / 365 = 1 123 287.67
        (
            100_000_000,
            "2026-08-01",
            "2026-10-01",
            ten(),
            vec![stop("2026-08-10", "2026-08-30")],
            vec![],
            1_123_288,
        ),
        // two stops that overlap count once: 10/08–30/08 and 20/08–09/09 are 30 days; 31 × 10^7 / 365 = 849 315.07
        (
            100_000_000,
            "2026-08-01",
            "2026-10-01",
            ten(),
            vec![stop("2026-08-10", "2026-08-30"), stop("2026-08-20", "2026-09-09")],
            vec![],
            849_315,
        ),
        // a suspension that still lasts: 9 days only, 9 × 10^7 / 365 = 246 575.34
        (100_000_000, "2026-08-01", "2026-10-01", ten(), vec![stop("2026-08-10", "")], vec![], 246_575),
        // 12 % until 31/08 (30 days from 01/08), 9 % from 01/09 on (31 days): 986 301.37 + 764 383.56 = 1 750 684.93
        (
            100_000_000,
            "2026-08-01",
            "2026-10-01",
            vec![rate("2026-01-01", "0.12"), rate("2026-09-01", "0.09")],
            vec![],
            vec![],
            1_750_685,
        ),
        // paid in full on 01/09: 31 days only, however late one asks
        (
            100_000_000,
            "2026-08-01",
            "2027-08-01",
            ten(),
            vec![],
            vec![paid("2026-09-01", 100_000_000)],
            849_315,
        ),
        // exactly one half đồng: 1 825 × 0.1 × 1 / 365 = 0.5 goes up
        (1_825, "2026-08-01", "2026-08-02", ten(), vec![], vec![], 1),
        (1_824, "2026-08-01", "2026-08-02", ten(), vec![], vec![], 0),
        // the judged day may lie before the rate is known to begin: those days bear nothing
        (100_000_000, "2026-08-01", "2026-08-11", vec![rate("2026-08-07", "0.10")], vec![], vec![], 136_986),
    ]
}

#[test]
fn golden_sums_worked_by_hand() {
    for (place, (principal, from, to, rates, stops, paid, expected)) in table().into_iter().enumerate() {
        let of = Reckoning {
            principal: dong(principal),
            from: day(from),
            to: day(to),
            rates: &rates,
            stops: &stops,
            paid: &paid,
            days_per_year: 365,
        };
        let found = reckon(&of).unwrap();
        assert_eq!(found.interest.get(), expected, "line {place}: {found:?}");
        let days: i64 = found.segments.iter().map(|segment| segment.days).sum();
        assert_eq!(days, (day(to) - day(from)).num_days(), "line {place}: the trace leaves no day out");
    }
}

#[test]
fn terms_out_of_order_or_beyond_the_whole_are_none() {
    let terms = |rates: Vec<RateStep>, from: Option<&str>| InterestTerms {
        rates,
        from: from.map(day),
        asked_on: None,
    };
    assert!(terms(vec![], None).are_lawful());
    assert!(
        terms(vec![rate("2026-01-01", "0.12"), rate("2026-02-01", "0.1")], Some("2026-01-01")).are_lawful()
    );
    assert!(!terms(vec![rate("2026-02-01", "0.12"), rate("2026-02-01", "0.1")], None).are_lawful());
    assert!(!terms(vec![rate("2026-02-01", "0")], None).are_lawful());
    assert!(!terms(vec![rate("2026-02-01", "1.01")], None).are_lawful());
    assert!(!terms(vec![rate("2026-02-01", "0.1")], Some("2026-01-31")).are_lawful());
}

#[test]
fn sums_beyond_an_amount_are_refused() {
    let rates = [rate("1900-01-01", "1")];
    let of = Reckoning {
        principal: Dong::MAX,
        from: day("1900-01-01"),
        to: day("2026-01-01"),
        rates: &rates,
        stops: &[],
        paid: &[],
        days_per_year: 365,
    };
    assert_eq!(reckon(&of), Err(AmountOutOfRange));
    assert_eq!(reckon(&Reckoning { days_per_year: 0, ..of }), Err(AmountOutOfRange));
}

fn after(days: u64) -> NaiveDate {
    day("2026-01-01").checked_add_days(Days::new(days)).unwrap()
}

prop_compose! {
    fn stops()(list in prop::collection::vec((0_u64..900, 0_u64..200), 0..4)) -> Vec<Stop> {
        list.into_iter().map(|(from, long)| Stop { from: after(from), to: Some(after(from + long)) }).collect()
    }
}

prop_compose! {
    fn payments()(list in prop::collection::vec((0_u64..900, 0_i64..400_000_000), 0..6)) -> Vec<Paid> {
        list.into_iter().map(|(on, amount)| Paid { on: after(on), principal: dong(amount) }).collect()
    }
}

proptest! {
    /// Asking for two parts of the time gives what the whole gives, but for the rounding of each part.
    #[test]
    fn splitting_the_time_changes_nothing(
        principal in 0_i64..5_000_000_000,
        (a, b, c) in (0_u64..300, 0_u64..300, 0_u64..300),
        stops in stops(),
        paid in payments(),
    ) {
        let rates = [rate("2020-07-01", "0.10"), rate("2026-06-01", "0.085")];
        let (from, middle, to) = (after(a), after(a + b), after(a + b + c));
        let part = |from, to| reckon(&Reckoning {
            principal: dong(principal), from, to, rates: &rates, stops: &stops, paid: &paid, days_per_year: 365,
        }).unwrap();
        let (whole, one, two) = (part(from, to), part(from, middle), part(middle, to));
        let products = |accrued: &Accrued| accrued.segments.iter().map(|one| one.product).sum::<Decimal>();
        prop_assert_eq!(products(&whole), products(&one) + products(&two));
        prop_assert!((whole.interest.get() - one.interest.get() - two.interest.get()).abs() <= 1);
    }

    /// The base is never above the principal and never rises: interest bears none, and more paid is never more interest.
    #[test]
    fn never_interest_on_interest(
        principal in 0_i64..5_000_000_000,
        long in 0_u64..2_000,
        paid in payments(),
        more in (0_u64..900, 1_i64..400_000_000),
    ) {
        let rates = [rate("2020-07-01", "0.10")];
        let accrued = |paid: &[Paid]| reckon(&Reckoning {
            principal: dong(principal), from: after(0), to: after(long), rates: &rates, stops: &[], paid,
            days_per_year: 365,
        }).unwrap();
        let found = accrued(&paid);
        let mut before = dong(principal);
        for segment in &found.segments {
            prop_assert!(segment.base <= before);
            before = segment.base;
        }
        let simple = Decimal::from(principal) * Decimal::new(1, 1) * Decimal::from(long) / Decimal::from(365);
        prop_assert!(Decimal::from(found.interest.get()) <= simple.ceil());
        let mut with_more = paid;
        with_more.push(Paid { on: after(more.0), principal: dong(more.1) });
        prop_assert!(accrued(&with_more).interest <= found.interest);
    }
}

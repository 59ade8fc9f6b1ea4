//! Golden days, counted by hand on a wall calendar.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Unit::{Back, CalendarDays, Hours, Months, Now, WorkingDays, Years};
use super::*;

fn calendar() -> Calendar {
    Calendar::from_toml(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/config/calendar/vn.toml")))
        .unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn due(start: &str, value: u32, unit: Unit) -> String {
    compute(day(start), &Period::new(value, unit), &calendar()).due_on.to_string()
}

fn instant(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

#[test]
fn calendar_days_leave_out_the_first_and_roll_off_days_off() {
    // Thursday 02/07/2026 + 10 = Sunday 12/07 → Monday 13/07.
    assert_eq!(due("2026-07-02", 10, CalendarDays), "2026-07-13");
    // Wednesday 01/07/2026 + 9 = Friday 10/07; + 10 = Saturday 11/07 → Monday 13/07.
    assert_eq!(due("2026-07-01", 9, CalendarDays), "2026-07-10");
    assert_eq!(due("2026-07-01", 10, CalendarDays), "2026-07-13");
    // Sunday 23/08 + 10 = Wednesday 02/09, a holiday → Thursday 03/09.
    assert_eq!(due("2026-08-23", 10, CalendarDays), "2026-09-03");
    // The new holiday of 24 November 2026, a Tuesday.
    assert_eq!(due("2026-11-14", 10, CalendarDays), "2026-11-25");
}

#[test]
fn tet_2026_is_skipped() {
    // Friday 13/02 is worked; Saturday 14/02 to Sunday 22/02 are off.
    assert_eq!(due("2026-02-12", 3, WorkingDays), "2026-02-24");
    assert_eq!(due("2026-02-10", 7, CalendarDays), "2026-02-23");
    let computed = compute(day("2026-02-10"), &Period::new(7, CalendarDays), &calendar());
    assert!(computed.rolled && !computed.provisional);
    let notes: Vec<_> = computed.steps.iter().map(|step| step.note.as_str()).collect();
    assert_eq!(notes[..3], ["start_not_counted", "last_day", "holiday:Tết Bính Ngọ"]);
    assert_eq!(
        computed.steps.last().map(|step| (step.date, step.note.as_str())),
        Some((day("2026-02-23"), "rolled_to"))
    );
}

#[test]
fn a_saturday_worked_in_exchange_counts_unless_the_office_says_no() {
    // Thursday 20/08: 21/08, Saturday 22/08, 24/08.
    assert_eq!(due("2026-08-20", 3, WorkingDays), "2026-08-24");
    let without = calendar().counting_make_up_saturdays(false);
    let period = Period::new(3, WorkingDays);
    assert_eq!(compute(day("2026-08-20"), &period, &without).due_on, day("2026-08-25"));
    // A last day on it does not roll; with the other choice it does.
    assert_eq!(due("2026-08-12", 10, CalendarDays), "2026-08-22");
    let period = Period::new(10, CalendarDays);
    assert_eq!(compute(day("2026-08-12"), &period, &without).due_on, day("2026-08-24"));
    // 28/08, then five days off, then 03/09.
    assert_eq!(due("2026-08-27", 2, WorkingDays), "2026-09-03");
}

#[test]
fn months_and_years_end_on_the_corresponding_day_or_the_last_of_the_month() {
    assert_eq!(due("2026-07-15", 6, Months), "2027-01-15");
    // 31/03 + 1 month = 30/04, a holiday, as are 01/05 and the weekend → Monday 04/05.
    assert_eq!(due("2026-03-31", 1, Months), "2026-05-04");
    // 31/08 + 1 month = 30/09; 31/08/2026 + 6 months = 28/02/2027, a Sunday → 01/03.
    assert_eq!(due("2026-08-31", 1, Months), "2026-09-30");
    assert_eq!(due("2026-08-31", 6, Months), "2027-03-01");
    let computed = compute(day("2026-08-31"), &Period::new(6, Months), &calendar());
    assert!(computed.steps.iter().any(|step| step.note == "corresponding_day_missing"));
    // Leap day: 29/02/2024 + 2 years = 28/02/2026, a Saturday → Monday 02/03; + 4 years = 29/02/2028.
    assert_eq!(due("2024-02-29", 2, Years), "2026-03-02");
    assert_eq!(due("2024-02-29", 4, Years), "2028-02-29");
    assert_eq!(due("2026-07-06", 1, Years), "2027-07-06");
}

#[test]
fn counting_back_leaves_the_target_out_and_never_rolls() {
    // Three working days before Monday 13/07: 10, 09, 08.
    assert_eq!(due("2026-07-13", 3, Back), "2026-07-08");
    // Before Thursday 03/09: 28/08, 27/08, 26/08.
    assert_eq!(due("2026-09-03", 3, Back), "2026-08-26");
    let days = Period { back_counts: Some(CalendarDays), ..Period::new(15, Back) };
    assert_eq!(compute(day("2026-07-20"), &days, &calendar()).due_on, day("2026-07-05"));
    let months = Period { back_counts: Some(Months), ..Period::new(3, Back) };
    assert_eq!(compute(day("2026-07-31"), &months, &calendar()).due_on, day("2026-04-30"));
}

#[test]
fn hours_run_through_the_night_and_at_once_is_the_same_day() {
    let start = instant("2026-07-10T22:30:00+07:00");
    let computed = compute_at(start, &Period::new(24, Hours), &calendar());
    assert_eq!(computed.due_at, Some(instant("2026-07-11T22:30:00+07:00")));
    assert_eq!(computed.due_on, day("2026-07-11"));
    // Given in UTC, it is still Viet Nam's day: 18:00Z on the 10th is 01:00 on the 11th.
    let computed = compute_at(instant("2026-07-10T18:00:00Z"), &Period::new(0, Now), &calendar());
    assert_eq!(computed.due_on, day("2026-07-11"));
    assert_eq!(due("2026-07-10", 24, Hours), "2026-07-11");
}

#[test]
fn beyond_the_loaded_calendar_the_result_is_provisional() {
    let far = compute(day("2026-07-01"), &Period::new(5, Years), &calendar());
    assert_eq!(far.due_on, day("2031-07-01"));
    assert!(far.provisional);
    assert!(far.steps.iter().any(|step| step.note == "calendar_not_loaded"));
    let before = compute(day("2025-12-29"), &Period::new(3, WorkingDays), &calendar());
    assert!(before.provisional);
    assert!(!compute(day("2027-12-01"), &Period::new(30, CalendarDays), &calendar()).provisional);
}

#[test]
fn a_period_may_be_told_not_to_roll() {
    let period = Period { roll: false, ..Period::new(10, CalendarDays) };
    let computed = compute(day("2026-07-02"), &period, &calendar());
    assert_eq!(computed.due_on, day("2026-07-12"));
    assert!(!computed.rolled);
}

#[test]
fn the_calendar_knows_its_days() {
    let calendar = calendar();
    let reason = |text| calendar.day(day(text)).reason;
    assert_eq!(reason("2026-02-17"), DayReason::Holiday);
    assert_eq!(reason("2026-01-10"), DayReason::MakeUpSaturday);
    assert_eq!(reason("2026-11-23"), DayReason::Ordinary);
    assert_eq!(reason("2027-05-03"), DayReason::Holiday);
    assert_eq!(calendar.working_days_between(day("2026-02-13"), day("2026-02-24")), 2);
    assert_eq!(calendar.add_working_days(day("2026-02-13"), 1), day("2026-02-23"));
    assert_eq!(calendar.subtract_working_days(day("2026-02-23"), 1), day("2026-02-13"));
    assert_eq!(calendar.next_working_day_on_or_after(day("2026-02-14")), day("2026-02-23"));
    assert_eq!(calendar.add_working_days(day("2026-02-13"), 0), day("2026-02-13"));
}

#[test]
fn the_tet_window_includes_both_outer_days() {
    let calendar = calendar();
    assert_eq!(calendar.near_tet(day("2026-02-02"), 15), Some(true));
    assert_eq!(calendar.near_tet(day("2026-02-01"), 15), Some(false));
    assert_eq!(calendar.near_tet(day("2026-03-04"), 15), Some(true));
    assert_eq!(calendar.near_tet(day("2026-03-05"), 15), Some(false));
    assert_eq!(calendar.near_tet(day("2028-01-20"), 15), None);
}

#[test]
#[ignore = "a measurement: cargo test --release --lib period -- --ignored --nocapture"]
fn a_computation_takes_less_than_two_microseconds() {
    let calendar = calendar();
    let period = Period::new(5, WorkingDays);
    let begin = std::time::Instant::now();
    for _ in 0..100_000 {
        std::hint::black_box(compute(std::hint::black_box(day("2026-07-09")), &period, &calendar));
    }
    println!("{:?} each", begin.elapsed() / 100_000);
}

//! Counting time as the Civil Code does (BLDS 144–148): from a start and a period to a last day, with every step named.
//! It knows no rule of enforcement law: which period runs is read from `config/law` by [`super::law`].

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::{Calendar, DayReason};
use crate::text_enum;

text_enum! {
    /// How a period is counted.
    pub enum Unit {
        /// Ngày: calendar days.
        CalendarDays = "cd",
        /// Ngày làm việc: working days only.
        WorkingDays = "wd",
        /// Giờ: from the minute of the event, through nights and holidays.
        Hours = "h",
        /// Tháng.
        Months = "mo",
        /// Năm.
        Years = "y",
        /// "At least N days before" a day: counted backwards.
        Back = "back",
        /// Ngay: at once, the same day.
        Now = "now",
    }
}

/// A length of time as the law fixes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Period {
    /// The number; zero for `now`.
    #[schema(example = 10)]
    pub value: u32,
    /// What the number counts.
    pub unit: Unit,
    /// Whether a last day off moves to the next working day (BLDS 148.5).
    pub roll: bool,
    /// For a period counted backwards: working or calendar days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_counts: Option<Unit>,
}

impl Period {
    /// A period with the usual roll: on for calendar days, months and years.
    pub const fn new(value: u32, unit: Unit) -> Period {
        let roll = matches!(unit, Unit::CalendarDays | Unit::Months | Unit::Years);
        let back_counts = if matches!(unit, Unit::Back) { Some(Unit::WorkingDays) } else { None };
        Period { value, unit, roll, back_counts }
    }
}

/// One thing that happened while counting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Step {
    /// The day it concerns.
    pub date: NaiveDate,
    /// What happened: `start_not_counted`, `last_day`, `corresponding_day_missing`, `weekend`, `holiday:…`,
    /// `make_up_saturday:…`, `rolled_to`, `calendar_not_loaded`, …
    #[schema(example = "weekend")]
    pub note: String,
}

/// A computed last day and how it came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Computation {
    /// The event; for a period counted backwards the day it counts back from.
    pub start: DateTime<FixedOffset>,
    /// The period.
    pub period: Period,
    /// The last day; it ends at 24:00 (BLDS 148.6).
    pub due_on: NaiveDate,
    /// The exact end, for hours and for "at once".
    pub due_at: Option<DateTime<FixedOffset>>,
    /// Whether the last day was moved off a weekend or holiday.
    pub rolled: bool,
    /// True when a day that decided the result lies outside the loaded calendar.
    pub provisional: bool,
    /// The counting, step by step.
    pub steps: Vec<Step>,
    /// The edition of the calendar by which it was counted; empty where that was not kept yet.
    #[serde(default)]
    #[schema(example = "vn-2026-10")]
    pub calendar: String,
}

/// Hours that Asia/Ho_Chi_Minh is ahead of UTC; there has been no summer time since 1975.
const HO_CHI_MINH_SECONDS: i32 = 7 * 3600;

/// The instant a day begins in Viet Nam.
pub fn midnight(day: NaiveDate) -> DateTime<FixedOffset> {
    at_local(day, NaiveTime::MIN)
}

/// The instant of a wall-clock time in Viet Nam.
pub fn at_local(day: NaiveDate, time: NaiveTime) -> DateTime<FixedOffset> {
    let local = day.and_time(time);
    match FixedOffset::east_opt(HO_CHI_MINH_SECONDS) {
        Some(zone) => local.and_local_timezone(zone).single().unwrap_or_default(),
        None => DateTime::default(),
    }
}

/// The same instant on Viet Nam's clock.
pub fn in_viet_nam(instant: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    match FixedOffset::east_opt(HO_CHI_MINH_SECONDS) {
        Some(zone) => instant.with_timezone(&zone),
        None => instant,
    }
}

/// The last day of a period that starts on a day. A period in hours is then taken to start at midnight, the earliest
/// moment, so that it never ends later than it may; use [`compute_at`] when the minute is known.
pub fn compute(start: NaiveDate, period: &Period, calendar: &Calendar) -> Computation {
    compute_at(midnight(start), period, calendar)
}

/// The end of a period that starts at an instant.
pub fn compute_at(start: DateTime<FixedOffset>, period: &Period, calendar: &Calendar) -> Computation {
    let start = in_viet_nam(start);
    let day = start.date_naive();
    let count = Count { calendar, steps: Vec::with_capacity(6), rolled: false, provisional: false };
    match period.unit {
        Unit::Hours => count.hours(start, period),
        Unit::Now => Computation {
            start,
            period: period.clone(),
            due_on: day,
            due_at: Some(start),
            rolled: false,
            provisional: false,
            steps: vec![Step { date: day, note: "same_day".to_owned() }],
            calendar: calendar.edition(),
        },
        Unit::CalendarDays => count.forward(start, period, add_days(day, period.value)),
        Unit::Months => count.months(start, period, period.value),
        Unit::Years => count.months(start, period, period.value.saturating_mul(12)),
        Unit::WorkingDays => count.working_days(start, period),
        Unit::Back => count.back(start, period),
    }
}

fn add_days(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

/// A count under way.
struct Count<'a> {
    calendar: &'a Calendar,
    steps: Vec<Step>,
    rolled: bool,
    provisional: bool,
}

impl Count<'_> {
    fn note(&mut self, date: NaiveDate, note: impl Into<String>) {
        self.steps.push(Step { date, note: note.into() });
    }

    /// Looks at a day: notes why it is off (or a Saturday that is worked), and marks the result provisional outside the
    /// loaded calendar.
    fn is_working(&mut self, day: NaiveDate) -> bool {
        if !self.calendar.covers(day) && !self.provisional {
            self.provisional = true;
            self.note(day, "calendar_not_loaded");
        }
        let (working, reason, name) = self.calendar.look(day);
        match reason {
            DayReason::Ordinary => {}
            DayReason::Weekend => self.note(day, "weekend"),
            DayReason::Holiday | DayReason::MakeUpSaturday => {
                self.note(day, format!("{reason}:{}", name.unwrap_or_default()));
            }
        }
        working
    }

    fn hours(mut self, start: DateTime<FixedOffset>, period: &Period) -> Computation {
        self.note(start.date_naive(), "runs_from_the_minute");
        let end = start.checked_add_signed(TimeDelta::hours(i64::from(period.value))).unwrap_or(start);
        self.done(start, period, end.date_naive(), Some(end))
    }

    /// Corresponding day of the last month, or that month's last day (BLDS 148.3–4).
    fn months(mut self, start: DateTime<FixedOffset>, period: &Period, months: u32) -> Computation {
        let day = start.date_naive();
        let last = day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
        if last.day() != day.day() {
            self.note(last, "corresponding_day_missing");
        }
        self.forward(start, period, last)
    }

    /// The day of the event is not counted (BLDS 147.2–3); the last day rolls to a working day (BLDS 148.5).
    fn forward(mut self, start: DateTime<FixedOffset>, period: &Period, last: NaiveDate) -> Computation {
        self.note(start.date_naive(), "start_not_counted");
        self.note(last, "last_day");
        let mut due = last;
        if period.roll {
            while !self.is_working(due) {
                let Some(next) = due.succ_opt() else { break };
                due = next;
            }
            if due != last {
                self.rolled = true;
                self.note(due, "rolled_to");
            }
        } else if !self.calendar.look(last).0 {
            self.note(last, "not_rolled");
        }
        self.done(start, period, due, None)
    }

    fn working_days(mut self, start: DateTime<FixedOffset>, period: &Period) -> Computation {
        let mut due = start.date_naive();
        self.note(due, "start_not_counted");
        let mut left = period.value;
        while left > 0 {
            let Some(next) = due.succ_opt() else { break };
            due = next;
            if self.is_working(due) {
                left -= 1;
            }
        }
        self.note(due, "last_day");
        self.done(start, period, due, None)
    }

    /// The latest day that still leaves the full period before the target; the target is not counted and nothing rolls.
    fn back(mut self, target: DateTime<FixedOffset>, period: &Period) -> Computation {
        let mut due = target.date_naive();
        self.note(due, "target_not_counted");
        if period.back_counts == Some(Unit::CalendarDays) {
            due = due.checked_sub_days(Days::new(u64::from(period.value))).unwrap_or(NaiveDate::MIN);
        } else if period.back_counts == Some(Unit::Months) {
            due = due.checked_sub_months(Months::new(period.value)).unwrap_or(NaiveDate::MIN);
        } else {
            let mut left = period.value;
            while left > 0 {
                let Some(before) = due.pred_opt() else { break };
                due = before;
                if self.is_working(due) {
                    left -= 1;
                }
            }
        }
        self.note(due, "latest_day");
        self.done(target, period, due, None)
    }

    fn done(
        self,
        start: DateTime<FixedOffset>,
        period: &Period,
        due_on: NaiveDate,
        due_at: Option<DateTime<FixedOffset>>,
    ) -> Computation {
        let Count { calendar, steps, rolled, provisional } = self;
        let (period, calendar) = (period.clone(), calendar.edition());
        Computation { start, period, due_on, due_at, rolled, provisional, steps, calendar }
    }
}

#[cfg(test)]
#[path = "period_tests.rs"]
mod tests;

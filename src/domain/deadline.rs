//! A running deadline: its computation as the law gave it, its pauses, and what held before a change of the calendar. Dates are
//! never edited: a resumed or moved deadline carries what came before beside the end that follows. It knows no row and no clock.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::Calendar;
use super::law::{Duty, Law};
use super::office_time::OfficeHours;
use super::period::{Computation, Step, Unit, in_viet_nam, midnight};
use crate::text_enum;

text_enum! {
    /// Where a deadline stands.
    pub enum DeadlineStatus {
        /// It runs.
        Open = "open",
        /// Done in time, or run out where running out is no breach.
        Met = "met",
        /// A duty that was done after its end.
        Late = "late",
        /// Ended by something else than its own act.
        Cancelled = "cancelled",
        /// A postponement holds it up.
        Paused = "paused",
        /// A duty that was not done in time; closed only where the case ended without it.
        Breached = "breached",
    }
}

impl DeadlineStatus {
    /// Whether a duty was missed, be it that it was done later.
    pub const fn is_breach(self) -> bool {
        matches!(self, DeadlineStatus::Breached | DeadlineStatus::Late)
    }
}

/// How a deadline's last day was found, and what happened to it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reckoning {
    /// The computation that holds.
    pub computation: Computation,
    /// Pauses, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What another reading, or the other law, gives (U7, U29).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Computation>,
    /// What held before the calendar changed, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recomputed: Vec<Earlier>,
}

/// A pause: from the day of the postponement to the day of the decision to continue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pause {
    /// The day it was paused.
    pub from: NaiveDate,
    /// The last day before the pause counted.
    pub due_then: NaiveDate,
    /// The day it went on.
    pub to: Option<NaiveDate>,
    /// The last day that follows.
    pub due_now: Option<NaiveDate>,
}

/// A reckoning that a newer calendar replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EarlierReckoning)]
pub struct Earlier {
    /// The day it was replaced.
    pub replaced_on: NaiveDate,
    /// The last day that it gave, pauses counted.
    pub due_on: NaiveDate,
    /// The computation.
    pub computation: Computation,
    /// The pauses as they were counted then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
}

/// What is to be watched of a deadline while it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// Whose period it is.
    pub duty: Duty,
    /// From when on it is breached, if it is still open then; nothing where running out is no breach.
    pub lapses_at: Option<DateTime<FixedOffset>>,
    /// From when on somebody should be told that it still waits; only for what is to be done at once.
    pub alarm_at: Option<DateTime<FixedOffset>>,
}

/// Why a last day moves: what the earlier count went by and the new one does not, and the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CalendarReason)]
pub struct Reason {
    /// Steps of the earlier count only.
    pub gone: Vec<Step>,
    /// Steps of the new count only.
    pub added: Vec<Step>,
}

/// What follows when a period of the office's own runs out that is no duty to act by then: a time to wait or to keep something
/// up, a reminder, a day that another act must be put off for.
const NO_BREACH: &[&str] = &[
    "none",
    "choice_not_possible",
    "coercion_not_possible",
    "coercion_redated",
    "notice_defective",
    "proposal_refused",
    "refused",
    "reminder",
    "resume",
    "sale_redated",
    "seizure_redated",
];

/// Whether the office owes the act by then. A party's period or a waiting time that has run out is no breach.
pub fn is_duty(law: &Law, key: &str, on: NaiveDate) -> bool {
    law.parameter(key, on).is_ok_and(|parameter| {
        let missed = parameter.missed.as_deref().unwrap_or("none");
        parameter.party == Duty::Office && !NO_BREACH.contains(&missed)
    })
}

impl Reckoning {
    /// A deadline without pauses.
    pub fn new(computation: Computation) -> Reckoning {
        Reckoning { computation, pauses: Vec::new(), other: None, recomputed: Vec::new() }
    }

    /// The last day, pauses counted.
    pub fn due_on(&self) -> NaiveDate {
        self.resumed().unwrap_or(self.computation.due_on)
    }

    /// The exact end, for hours and for "at once" that were never paused.
    pub fn due_at(&self) -> Option<DateTime<FixedOffset>> {
        if self.resumed().is_none() { self.computation.due_at } else { None }
    }

    /// The last day that the last resumption gave.
    fn resumed(&self) -> Option<NaiveDate> {
        self.pauses.iter().rev().find_map(|pause| pause.due_now)
    }

    /// Whether a day that decided the result lies outside the loaded calendar.
    pub fn is_provisional(&self, calendar: &Calendar) -> bool {
        let period = &self.computation.period;
        let asks_calendar = period.roll || period.unit == Unit::WorkingDays;
        let beyond = self.resumed().is_some_and(|due| asks_calendar && !calendar.covers(due));
        self.computation.provisional || beyond
    }

    /// Pauses it.
    pub fn pause(&mut self, on: NaiveDate) {
        let due_then = self.due_on();
        self.pauses.push(Pause { from: on, due_then, to: None, due_now: None });
    }

    /// Lets it go on with the days that were left, in the unit of its period; an end on a day off moves as the law says
    /// (BLDS 148.5). Gives the new last day.
    pub fn resume(&mut self, on: NaiveDate, calendar: &Calendar) -> NaiveDate {
        let period = self.computation.period.clone();
        let due = self.due_on();
        let Some(pause) = self.pauses.last_mut().filter(|pause| pause.to.is_none()) else {
            return due;
        };
        let due_now = if pause.due_then < pause.from {
            // It was over before the pause: a pause does not revive it.
            pause.due_then
        } else if period.unit == Unit::WorkingDays {
            calendar.add_working_days(on, calendar.working_days_between(pause.from, pause.due_then))
        } else {
            let left = (pause.due_then - pause.from).num_days();
            let end = on.checked_add_signed(TimeDelta::days(left)).unwrap_or(on);
            if period.roll { calendar.next_working_day_on_or_after(end) } else { end }
        };
        pause.to = Some(on);
        pause.due_now = Some(due_now);
        due_now
    }

    /// The same deadline by the law's calendar of now: counted again from its start, its pauses in their turn, and what held
    /// before kept. Nothing when neither the last day nor the provisional mark, as it was, changes.
    pub fn recomputed_by(&self, law: &Law, provisional: bool, on: NaiveDate) -> Option<Reckoning> {
        let mut new = Reckoning::new(law.recount(&self.computation));
        for pause in &self.pauses {
            new.pause(pause.from);
            if let Some(to) = pause.to {
                new.resume(to, law.calendar());
            }
        }
        if new.due_on() == self.due_on() && new.is_provisional(law.calendar()) == provisional {
            return None;
        }
        new.recomputed.clone_from(&self.recomputed);
        new.recomputed.push(Earlier {
            replaced_on: on,
            due_on: self.due_on(),
            computation: self.computation.clone(),
            pauses: self.pauses.clone(),
        });
        Some(new)
    }

    /// Why a newer reckoning gives another day.
    pub fn reason(&self, newer: &Reckoning) -> Reason {
        let (old, new) = (&self.computation.steps, &newer.computation.steps);
        let only = |one: &[Step], other: &[Step]| -> Vec<Step> {
            one.iter().filter(|step| !other.contains(step)).cloned().collect()
        };
        let mut reason = Reason { gone: only(old, new), added: only(new, old) };
        if reason.gone.is_empty() && reason.added.is_empty() {
            let note = "counted_again_after_the_pause".to_owned();
            reason.added.push(Step { date: newer.due_on(), note });
        }
        reason
    }

    /// What is to be watched while it runs, by the law of the day it began. `known` is when the office learned of it.
    pub fn watch(&self, law: &Law, key: &str, known: DateTime<FixedOffset>) -> Watch {
        let began = self.computation.start.date_naive();
        let owed = is_duty(law, key, began);
        let lapses_at = owed.then(|| self.ends_at(law));
        let at_once = owed && self.computation.period.unit == Unit::Now;
        let alarm_at = if at_once { self.alarm_at(law, known) } else { None };
        Watch { duty: law.duty(key).unwrap_or(Duty::Other), lapses_at, alarm_at }
    }

    /// The first instant after its end: midnight after the last day (BLDS 148.6), the minute itself for hours (BLDS 147.1). The
    /// law gives no end to "at once": it is the office's choice `D-ONCE`.
    fn ends_at(&self, law: &Law) -> DateTime<FixedOffset> {
        let due = self.due_on();
        let day_over = midnight(due.succ_opt().unwrap_or(due));
        match self.computation.period.unit {
            Unit::Hours => self.due_at().unwrap_or(day_over),
            Unit::Now if law.choice("D-ONCE") == Some("end_of_office_hours") => {
                OfficeHours::of(law, due).and_then(|hours| hours.closing(due)).unwrap_or(day_over)
            }
            _ => day_over,
        }
    }

    /// So much office time after the event, or after the office learned of it; never later than the end itself.
    fn alarm_at(&self, law: &Law, known: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
        let began = self.computation.start.date_naive();
        let hours = law.integer("at_once_alarm_hours", began).ok()?;
        let from = self.computation.start.max(in_viet_nam(known));
        let alarm = OfficeHours::of(law, began)?.after(from, TimeDelta::hours(hours), law.calendar())?;
        Some(alarm.min(self.ends_at(law)))
    }
}

#[cfg(test)]
#[path = "deadline_tests.rs"]
mod tests;

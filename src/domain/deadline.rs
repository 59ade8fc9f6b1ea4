//! A running deadline: its computation as the law gave it, and the pauses since. Dates are never edited: a resumed deadline
//! carries its pause and the end that follows from the days that were left.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::Calendar;
use super::period::{Computation, Unit};

/// How a deadline's last day was found, and what happened to it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reckoning {
    /// The computation at its opening.
    pub computation: Computation,
    /// Pauses, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What another reading, or the other law, gives (U7, U29).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Computation>,
    /// Taken over from before this program: never counted as its breach.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
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

impl Reckoning {
    /// A deadline without pauses.
    pub fn new(computation: Computation) -> Reckoning {
        Reckoning { computation, pauses: Vec::new(), other: None, imported: false }
    }

    /// The last day, pauses counted.
    pub fn due_on(&self) -> NaiveDate {
        self.pauses.iter().rev().find_map(|pause| pause.due_now).unwrap_or(self.computation.due_on)
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
}

#[cfg(test)]
mod tests {
    use super::Reckoning;
    use crate::domain::law::Law;
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_resumed_deadline_goes_on_with_the_days_that_were_left() {
        let law = Law::embedded().unwrap();
        // 10 days from 3 August 2026 end on 13 August; paused on the 5th with 8 days left, resumed on 1 October.
        let start = day("2026-08-03");
        let mut reckoning = Reckoning::new(law.deadline("voluntary", start, start).unwrap());
        assert_eq!(reckoning.due_on(), day("2026-08-13"));
        reckoning.pause(day("2026-08-05"));
        assert_eq!(reckoning.resume(day("2026-10-01"), law.calendar()), day("2026-10-09"));
        // Working days: 5 from Monday 3 August end on the 10th; paused on Wednesday the 5th with 3 left.
        let mut reckoning = Reckoning::new(law.deadline("ne_decision", start, start).unwrap());
        reckoning.pause(day("2026-08-05"));
        assert_eq!(reckoning.resume(day("2026-08-20"), law.calendar()), day("2026-08-24"));
    }
}

//! The clock: when it is, and which legal day it is in Viet Nam. Everything else takes time as an argument, so that tests and
//! the sandbox can set it.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};

/// Hours that Asia/Ho_Chi_Minh is ahead of UTC; there is no summer time.
const HOURS_AHEAD: i64 = 7;

/// The legal day of an instant, in Asia/Ho_Chi_Minh.
pub fn legal_day(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(HOURS_AHEAD)).date_naive()
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The instant, cut to microseconds, which both databases keep.
    fn now(&self) -> DateTime<Utc>;

    /// The legal day, in Asia/Ho_Chi_Minh.
    fn today(&self) -> NaiveDate {
        legal_day(self.now())
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct SettableClock(AtomicI64);

impl SettableClock {
    /// A clock that stands at this instant.
    pub fn at(instant: DateTime<Utc>) -> Self {
        SettableClock(AtomicI64::new(instant.timestamp_micros()))
    }

    /// Sets it.
    pub fn set(&self, instant: DateTime<Utc>) {
        self.0.store(instant.timestamp_micros(), Ordering::SeqCst);
    }

    /// Moves it on.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::SeqCst);
    }
}

impl Clock for SettableClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legal_day_changes_at_midnight_in_viet_nam() {
        let clock = SettableClock::at("2026-06-30T16:59:59.999999Z".parse().unwrap());
        assert_eq!(clock.today().to_string(), "2026-06-30");
        clock.advance(TimeDelta::microseconds(1));
        assert_eq!(clock.today().to_string(), "2026-07-01");
    }

    #[test]
    fn no_clock_is_finer_than_a_microsecond() {
        assert_eq!(SystemClock.now().timestamp_subsec_nanos() % 1000, 0);
    }
}

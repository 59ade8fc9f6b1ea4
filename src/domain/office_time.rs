//! Office time: the hours of a working day at which somebody is there. It measures alarms, never a period of the law.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};

use super::calendar::Calendar;
use super::law::Law;
use super::period::{at_local, in_viet_nam};

/// Days that are looked at for an opening; the longest holidays are shorter.
const MOST_DAYS: usize = 60;

/// The spans of a working day, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeHours(Vec<(NaiveTime, NaiveTime)>);

impl OfficeHours {
    /// The hours that the law data give for a day (`office_hours`); nothing where they give none.
    pub fn of(law: &Law, on: NaiveDate) -> Option<OfficeHours> {
        OfficeHours::read(law.list("office_hours", on).ok()?)
    }

    /// From texts such as `07:30-11:30`; nothing unless all are spans, each after the one before.
    pub fn read(texts: &[String]) -> Option<OfficeHours> {
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let mut spans = Vec::with_capacity(texts.len());
        let mut last = None;
        for text in texts {
            let (from, to) = text.split_once('-')?;
            let (from, to) = (time(from)?, time(to)?);
            if from >= to || last.is_some_and(|last| from < last) {
                return None;
            }
            last = Some(to);
            spans.push((from, to));
        }
        (!spans.is_empty()).then_some(OfficeHours(spans))
    }

    /// The end of a day's last span.
    pub fn closing(&self, day: NaiveDate) -> Option<DateTime<FixedOffset>> {
        self.0.last().map(|(_, to)| at_local(day, *to))
    }

    /// The instant at which so much office time has passed.
    pub fn after(
        &self,
        from: DateTime<FixedOffset>,
        mut left: TimeDelta,
        calendar: &Calendar,
    ) -> Option<DateTime<FixedOffset>> {
        let from = in_viet_nam(from);
        if left <= TimeDelta::zero() {
            return Some(from);
        }
        let days = from.date_naive().iter_days().take(MOST_DAYS).filter(|day| calendar.is_working(*day));
        for day in days {
            for (opens, closes) in &self.0 {
                let (opens, closes) = (at_local(day, *opens).max(from), at_local(day, *closes));
                if closes <= opens {
                    continue;
                }
                if closes - opens >= left {
                    return Some(opens + left);
                }
                left -= closes - opens;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::OfficeHours;
    use crate::domain::law::Law;
    use chrono::{DateTime, TimeDelta};

    fn hours(texts: &[&str]) -> Option<OfficeHours> {
        OfficeHours::read(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn two_hours_skip_the_noon_the_night_and_days_off() {
        let law = Law::embedded().unwrap();
        let office = hours(&["07:30-11:30", "13:00-17:00"]).unwrap();
        for (from, expected) in [
            ("2026-07-15T08:00:00+07:00", "2026-07-15T10:00:00+07:00"),
            ("2026-07-15T10:30:00+07:00", "2026-07-15T14:00:00+07:00"),
            ("2026-07-15T16:00:00+07:00", "2026-07-16T08:30:00+07:00"),
            ("2026-07-15T22:00:00+07:00", "2026-07-16T09:30:00+07:00"),
            // Friday afternoon, and a Saturday.
            ("2026-07-17T16:30:00+07:00", "2026-07-20T09:00:00+07:00"),
            ("2026-07-18T09:00:00+07:00", "2026-07-20T09:30:00+07:00"),
            // The same instant told in UTC.
            ("2026-07-15T01:00:00+00:00", "2026-07-15T10:00:00+07:00"),
            // Tết 2026.
            ("2026-02-13T17:00:00+07:00", "2026-02-23T09:30:00+07:00"),
        ] {
            let from = DateTime::parse_from_rfc3339(from).unwrap();
            let found = office.after(from, TimeDelta::hours(2), law.calendar()).unwrap();
            assert_eq!(found.to_rfc3339(), expected, "{from}");
        }
    }

    #[test]
    fn spans_follow_each_other() {
        assert!(hours(&[]).is_none());
        for wrong in ["7-11", "11:30-07:30", "07:30", "x-y", "07:30-07:30"] {
            assert!(hours(&[wrong]).is_none(), "{wrong}");
        }
        assert!(hours(&["13:00-17:00", "07:30-11:30"]).is_none());
        assert!(hours(&["07:30-11:30", "11:00-17:00"]).is_none());
    }
}

//! The office calendar: weekends, public holidays, Saturdays worked in exchange, Tết. All of it is data from
//! `config/calendar`; a year that is not loaded knows weekends only, and says so through [`Calendar::covers`].

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::law::LawError;
use crate::text_enum;

text_enum! {
    /// Why a day is worked or not.
    pub enum DayReason {
        /// A weekday like any other.
        Ordinary = "ordinary",
        /// Saturday or Sunday.
        Weekend = "weekend",
        /// A public holiday, a day in lieu, or a working day swapped away.
        Holiday = "holiday",
        /// A Saturday worked in exchange for a day off.
        MakeUpSaturday = "make_up_saturday",
    }
}

/// What the calendar says of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayStatus {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is a working day.
    pub working: bool,
    /// Why.
    pub reason: DayReason,
    /// The holiday's name, or the day the Saturday makes up for.
    pub name: Option<String>,
    /// False when the year is not loaded: then only weekends are known.
    pub loaded: bool,
}

/// An entry of the calendar that differs from the plain week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpecialDay {
    /// The day.
    pub date: NaiveDate,
    /// Holiday or worked Saturday.
    pub reason: DayReason,
    /// Its name.
    pub name: String,
    /// Where the date was taken from.
    pub source: String,
    /// How sure the source is: high, medium-high, medium.
    pub confidence: String,
    /// Who of the office confirmed it; nobody yet when absent.
    pub confirmed_by: Option<String>,
}

/// The calendar of the loaded years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    version: String,
    years: Vec<i32>,
    special: Vec<SpecialDay>,
    tet: Vec<NaiveDate>,
    make_up_counts: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    years: Vec<i32>,
    tet_first_days: Vec<NaiveDate>,
    day: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    from: NaiveDate,
    to: Option<NaiveDate>,
    kind: DayReason,
    name: String,
    source: String,
    confidence: String,
    confirmed_by: Option<String>,
}

impl Calendar {
    /// Reads `config/calendar/*.toml`.
    ///
    /// # Errors
    /// [`LawError`] for a text that is not a calendar, a day named twice, or a day outside the years it claims to load.
    pub fn from_toml(text: &str) -> Result<Calendar, LawError> {
        let wrong = |problem: String| LawError { file: "calendar".to_owned(), key: None, problem };
        let file: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let mut special = Vec::new();
        for row in file.day {
            let last = row.to.unwrap_or(row.from);
            for date in row.from.iter_days().take_while(|date| *date <= last) {
                if !file.years.contains(&date.year()) {
                    return Err(wrong(format!("{date} is in a year that is not loaded")));
                }
                special.push(SpecialDay {
                    date,
                    reason: row.kind,
                    name: row.name.clone(),
                    source: row.source.clone(),
                    confidence: row.confidence.clone(),
                    confirmed_by: row.confirmed_by.clone(),
                });
            }
        }
        special.sort_by_key(|day| day.date);
        if let Some(pair) = special.windows(2).find(|pair| pair[0].date == pair[1].date) {
            return Err(wrong(format!("{} is named twice", pair[0].date)));
        }
        let (mut years, mut tet) = (file.years, file.tet_first_days);
        years.sort_unstable();
        tet.sort_unstable();
        Ok(Calendar { version: file.version, years, special, tet, make_up_counts: true })
    }

    /// The same calendar with worked Saturdays counted as working days or not (setting U3).
    #[must_use]
    pub fn counting_make_up_saturdays(self, counts: bool) -> Calendar {
        Calendar { make_up_counts: counts, ..self }
    }

    /// The data's version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Version and choice together: whatever makes this calendar count otherwise than another. Kept with every computation.
    pub fn edition(&self) -> String {
        if self.make_up_counts { self.version.clone() } else { format!("{};U3=no", self.version) }
    }

    /// The loaded years, ascending.
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// Every day that differs from the plain week, ascending.
    pub fn special_days(&self) -> &[SpecialDay] {
        &self.special
    }

    /// The first days of Tết Nguyên đán (mùng 1) of the loaded years.
    pub fn tet_first_days(&self) -> &[NaiveDate] {
        &self.tet
    }

    /// Whether a day lies in a loaded year.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.years.binary_search(&day.year()).is_ok()
    }

    /// What the calendar says of a day, without allocating: working or not, why, and the name.
    pub fn look(&self, day: NaiveDate) -> (bool, DayReason, Option<&str>) {
        if let Ok(index) = self.special.binary_search_by_key(&day, |special| special.date)
            && let Some(special) = self.special.get(index)
        {
            let working = special.reason == DayReason::MakeUpSaturday && self.make_up_counts;
            return (working, special.reason, Some(&special.name));
        }
        match day.weekday() {
            Weekday::Sat | Weekday::Sun => (false, DayReason::Weekend, None),
            _ => (true, DayReason::Ordinary, None),
        }
    }

    /// What the calendar says of a day.
    pub fn day(&self, day: NaiveDate) -> DayStatus {
        let (working, reason, name) = self.look(day);
        DayStatus { date: day, working, reason, name: name.map(str::to_owned), loaded: self.covers(day) }
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.look(day).0
    }

    /// The day itself when it is worked, else the next one that is.
    pub fn next_working_day_on_or_after(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_working(*day)).unwrap_or(day)
    }

    /// The n-th working day after a day.
    pub fn add_working_days(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let Some(last) = n.checked_sub(1) else { return day };
        let mut later = day.iter_days().skip(1).filter(|day| self.is_working(*day));
        later.nth(last as usize).unwrap_or(NaiveDate::MAX)
    }

    /// The n-th working day before a day.
    pub fn subtract_working_days(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let mut left = n;
        let mut current = day;
        while left > 0 {
            let Some(before) = current.pred_opt() else { break };
            current = before;
            if self.is_working(current) {
                left -= 1;
            }
        }
        current
    }

    /// How many working days lie after `from`, up to and including `to`; zero when `to` is not later.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        u32::try_from(days.filter(|day| self.is_working(*day)).count()).unwrap_or(u32::MAX)
    }

    /// Whether a day lies within so many days of mùng 1 Tết, both outer days included (ND152 42.2, setting U41).
    /// `None` when no loaded Tết is near enough to tell.
    pub fn near_tet(&self, day: NaiveDate, days: u32) -> Option<bool> {
        let window = Days::new(u64::from(days));
        let inside = |tet: &NaiveDate| {
            tet.checked_sub_days(window).is_some_and(|first| first <= day)
                && tet.checked_add_days(window).is_some_and(|last| day <= last)
        };
        if self.tet.iter().any(inside) {
            return Some(true);
        }
        self.covers(day).then_some(false)
    }
}

//! When coercion may be carried out (L106 72.5; ND152 42.2): not at night, not on a day off, and with forces not around Tết.
//! Cases and assets ask here; each says under which code the refusal is given. It knows neither of them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::Context;
use crate::domain::period::at_local;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// A working day, as far as the day decides.
///
/// # Errors
/// The unmet condition, with the next day on which it would be met.
pub fn day(code: &'static str, at: &Context<'_>) -> Result<String, Unmet> {
    if at.law.calendar().is_working(at.on) {
        return Ok(at.on.to_string());
    }
    let next = at.law.calendar().next_working_day_on_or_after(at.on);
    Err(Unmet::new(code, "a day off", "a working day").with("reason", at.on.to_string()).not_before(next))
}

/// What is wrong with the hours: not hours at all, at night, or in the wrong order. The hours of the night are law data.
///
/// # Errors
/// [`Refusal::LawMissing`] where the law of that day has no hours.
pub fn hours(
    code: &'static str,
    began_at: &str,
    ended_at: &str,
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let mut errors = Vec::new();
    let day_begins = hour(at.law.text("night_ends", at.on)?);
    let day_ends = hour(at.law.text("night_begins", at.on)?);
    for (pointer, text) in [("/began_at", began_at), ("/ended_at", ended_at)] {
        match hour(text) {
            None => errors.push(FieldError::new(pointer, "wrong_type")),
            told if told < day_begins || told > day_ends => {
                errors.push(FieldError::new(pointer, code).with("reason", text.to_owned()));
            }
            Some(_) => {}
        }
    }
    if hour(ended_at) < hour(began_at) {
        errors.push(FieldError::new("/ended_at", "contradicts"));
    }
    Ok(errors)
}

/// An hour as people write it.
pub fn hour(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

/// The minute that an hour of the act's day names; it does not lie ahead.
///
/// # Errors
/// What is wrong with the hour.
pub fn minute(pointer: &str, text: &str, at: &Context<'_>) -> Result<DateTime<FixedOffset>, FieldError> {
    let Some(time) = hour(text) else { return Err(FieldError::new(pointer, "wrong_type")) };
    let minute = at_local(at.on, time);
    if minute > at.now { Err(FieldError::new(pointer, "date_in_future")) } else { Ok(minute) }
}

/// Why forces may not be called out on a day: it lies in the weeks around Tết (ND152 42.2), or so far ahead that no calendar
/// tells.
///
/// # Errors
/// [`Refusal::LawMissing`] where the law of that day has no such window.
pub fn around_tet(day: NaiveDate, at: &Context<'_>) -> Result<Option<&'static str>, Refusal> {
    let window = at.law.period("tet_window", at.on)?;
    Ok(match at.law.calendar().near_tet(day, window.value) {
        Some(true) => Some("tet"),
        Some(false) => None,
        None => Some("tet_unknown"),
    })
}

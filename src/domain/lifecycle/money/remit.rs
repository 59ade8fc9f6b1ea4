//! The fee goes to the Treasury by a fixed day of the next month (TT216 8.1).

use chrono::{Datelike, Months, NaiveDate};
use uuid::Uuid;

use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::{Opened, Plan};
use crate::domain::period::{Period, Unit, compute};
use crate::domain::refusal::{Refusal, wrong};

/// The key of the deadline.
pub const KEY: &str = "fee.remit_day";

/// Opens the deadline for fees kept back on the day of the act.
///
/// # Errors
/// Where the law data do not know the day.
pub(crate) fn open(at: &Context<'_>, about: Uuid, plan: &mut Plan) -> Result<(), Refusal> {
    let due = day(at)?.ok_or_else(|| wrong("/effective_on", "contradicts"))?;
    let days = u32::try_from((due - at.on).num_days()).unwrap_or_default();
    let computation = compute(at.on, &Period::new(days, Unit::CalendarDays), at.law.calendar());
    plan.opened.push(Opened { key: KEY.to_owned(), about: Some(about), computation });
    Ok(())
}

/// The day of the next month.
fn day(at: &Context<'_>) -> Result<Option<NaiveDate>, Refusal> {
    let number = at.law.integer(KEY, at.on)?;
    let next = at.on.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    Ok(next.and_then(|first| first.with_day(u32::try_from(number).ok()?)))
}

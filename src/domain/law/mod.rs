//! The law as dated data: which rule holds on a day, with its value, its citation and how sure we are of it.
//! Everything is read once from `config/`; the code names keys and knows no number and no sentence of any law.

pub mod cite;
pub mod embedded;
pub mod error;
pub mod load;
pub mod parameter;
pub mod review;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use error::{Finding, GapReason, LawError, LawGap, Severity};
pub use parameter::{Duty, Hold, Parameter, Regime, Status, Value};

use super::calendar::Calendar;
use super::citation::Citation;
use super::money::Dong;
use super::period::{Computation, Period, Step, Unit, compute, compute_at, in_viet_nam};
use super::text::Texts;

/// When a regime holds and what says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RegimeSpan {
    /// The regime.
    pub regime: Regime,
    /// First day for which its values are loaded.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Where the change is ordered.
    pub citation: Vec<Citation>,
}

/// A legal instrument that citations name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Instrument {
    /// The short code of a citation.
    #[schema(example = "L106")]
    pub code: String,
    /// The name as it is quoted.
    pub name: String,
    /// What it is about.
    pub title: String,
    /// How the text was read: full text, scan, secondary.
    pub reading: String,
    /// Other short codes for it.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// A question on which the law is silent or doubtful, and the choice made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Choice {
    /// The question's code.
    #[schema(example = "U3")]
    pub code: String,
    /// The question.
    pub question: String,
    /// The possible answers.
    pub options: Vec<String>,
    /// The answer that holds.
    pub default: String,
    /// Why this one, and what it changes.
    pub reason: String,
    /// The program follows the first option only; another one needs a change of the program and is refused at the start.
    #[serde(default)]
    pub fixed: bool,
    /// Nothing is computed from it: a check that people still owe, or have made.
    #[serde(default)]
    pub review: bool,
}

/// The step that says that a shortened period was kept open to the new law's first day.
const NOT_BEFORE: &str = "not_before_the_change";

/// Citations of one code under each regime.
type Basis = BTreeMap<Regime, Vec<Citation>>;

/// The law, loaded. Never changed after that.
#[derive(Debug, Clone)]
pub struct Law {
    pub(crate) regimes: Vec<RegimeSpan>,
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) parameters: BTreeMap<String, Vec<Parameter>>,
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) basis: BTreeMap<String, Basis>,
    pub(crate) choices: BTreeMap<String, Choice>,
    pub(crate) calendar: Calendar,
    pub(crate) texts: Texts,
    pub(crate) references: BTreeMap<String, serde_json::Value>,
}

/// A deadline that runs over the day the law changed: the day to work to, and the other law's day when it differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunningDeadline {
    /// What holds by the choice made under U29.
    pub due: Computation,
    /// What the other law would give.
    pub other: Option<Computation>,
}

impl Law {
    /// The law whose rules an act of this day follows (L106 115.1, 116.3).
    pub fn regime(&self, on: NaiveDate) -> Regime {
        let holds = |span: &&RegimeSpan| span.to.is_none_or(|to| on <= to);
        self.regimes.iter().find(holds).map_or(Regime::L2025, |span| span.regime)
    }

    /// When each regime holds.
    pub fn regimes(&self) -> &[RegimeSpan] {
        &self.regimes
    }

    /// The instruments that citations name.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The version of a parameter that holds on a day.
    ///
    /// # Errors
    /// [`LawGap`] when the key is unknown or no version covers the day.
    pub fn parameter(&self, key: &str, on: NaiveDate) -> Result<&Parameter, LawGap> {
        let gap = |reason| LawGap { key: key.to_owned(), on, reason };
        let versions = self.versions(key).ok_or_else(|| gap(GapReason::UnknownKey))?;
        versions.iter().find(|version| version.holds(on)).ok_or_else(|| gap(GapReason::NotDated))
    }

    /// Every version of a parameter, oldest first.
    pub fn versions(&self, key: &str) -> Option<&[Parameter]> {
        let found = self.parameters.get(key);
        let versions = found.or_else(|| self.parameters.get(self.aliases.get(key)?))?;
        Some(versions)
    }

    /// Every parameter that holds on a day, by key.
    pub fn parameters_on(&self, on: NaiveDate) -> Vec<&Parameter> {
        self.parameters.values().filter_map(|versions| versions.iter().find(|one| one.holds(on))).collect()
    }

    /// The value, as the kind that is asked for.
    fn pick<'a, T>(
        &'a self,
        key: &str,
        on: NaiveDate,
        pick: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<T, LawGap> {
        let parameter = self.parameter(key, on)?;
        let gap = |reason| LawGap { key: key.to_owned(), on, reason };
        match (&parameter.value, parameter.status) {
            (Value::Absent, Status::Unknown) => Err(gap(GapReason::Unknown)),
            (Value::Absent, _) => Err(gap(GapReason::NoRule)),
            (value, _) => pick(value).ok_or_else(|| gap(GapReason::OtherKind)),
        }
    }

    /// A period.
    ///
    /// # Errors
    /// [`LawGap`] when there is none on that day.
    pub fn period(&self, key: &str, on: NaiveDate) -> Result<&Period, LawGap> {
        self.pick(key, on, |value| if let Value::Period(period) = value { Some(period) } else { None })
    }

    /// A number.
    ///
    /// # Errors
    /// [`LawGap`] when there is none on that day.
    pub fn integer(&self, key: &str, on: NaiveDate) -> Result<i64, LawGap> {
        self.pick(key, on, |value| if let Value::Integer(number) = value { Some(*number) } else { None })
    }

    /// An amount.
    ///
    /// # Errors
    /// [`LawGap`] when there is none on that day.
    pub fn dong(&self, key: &str, on: NaiveDate) -> Result<Dong, LawGap> {
        self.pick(key, on, |value| if let Value::Dong(amount) = value { Some(*amount) } else { None })
    }

    /// A rate.
    ///
    /// # Errors
    /// [`LawGap`] when there is none on that day.
    pub fn rate(&self, key: &str, on: NaiveDate) -> Result<Decimal, LawGap> {
        self.pick(key, on, |value| if let Value::Rate(rate) = value { Some(*rate) } else { None })
    }

    /// A word.
    ///
    /// # Errors
    /// [`LawGap`] when there is none on that day.
    pub fn text(&self, key: &str, on: NaiveDate) -> Result<&str, LawGap> {
        self.pick(key, on, |value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
    }

    /// A list of codes.
    ///
    /// # Errors
    /// [`LawGap`] when there is none on that day.
    pub fn list(&self, key: &str, on: NaiveDate) -> Result<&[String], LawGap> {
        self.pick(key, on, |value| if let Value::List(list) = value { Some(list.as_slice()) } else { None })
    }

    /// A table.
    ///
    /// # Errors
    /// [`LawGap`] when there is none on that day.
    pub fn table(&self, key: &str, on: NaiveDate) -> Result<&serde_json::Value, LawGap> {
        self.pick(key, on, |value| if let Value::Table(table) = value { Some(table) } else { None })
    }

    /// The articles behind a code (a transition, a guard, a row of a table) on a day; empty when none is recorded.
    pub fn basis(&self, code: &str, on: NaiveDate) -> &[Citation] {
        let found = self.basis.get(code).and_then(|basis| basis.get(&self.regime(on)));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// The calendar.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The texts.
    pub fn texts(&self) -> &Texts {
        &self.texts
    }

    /// A table of `config/reference`, by file name.
    pub fn reference(&self, name: &str) -> Option<&serde_json::Value> {
        self.references.get(name)
    }

    /// The last day of a deadline that starts on `start`, under the rule that holds on `on`.
    ///
    /// # Errors
    /// [`LawGap`] when the rule fixes no period or its value is not known.
    pub fn deadline(&self, key: &str, start: NaiveDate, on: NaiveDate) -> Result<Computation, LawGap> {
        Ok(compute(start, self.period(key, on)?, &self.calendar))
    }

    /// Like [`Law::deadline`] for something that is recorded `now`: where the law counts hours or says "at once", it runs from
    /// the minute if the event is of today. The minute of an earlier day is not known: the day then counts from its beginning.
    ///
    /// # Errors
    /// As [`Law::deadline`].
    pub fn deadline_now(
        &self,
        key: &str,
        start: NaiveDate,
        on: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<Computation, LawGap> {
        let period = self.period(key, on)?;
        let now = in_viet_nam(now.fixed_offset());
        if matches!(period.unit, Unit::Hours | Unit::Now) && now.date_naive() == start {
            return Ok(compute_at(now, period, &self.calendar));
        }
        Ok(compute(start, period, &self.calendar))
    }

    /// A computation made again by the calendar of now; everything else in it stays as the law gave it.
    pub fn recount(&self, made: &Computation) -> Computation {
        let mut new = compute_at(made.start, &made.period, &self.calendar);
        if made.steps.iter().any(|step| step.note == NOT_BEFORE)
            && let Some(change) = self.regimes.last().map(|span| span.from)
        {
            self.not_before(change, &mut new);
        }
        new
    }

    /// A period shortened by a new law never ends before that law's first day.
    fn not_before(&self, change: NaiveDate, due: &mut Computation) {
        if due.due_on < change {
            due.due_at = None;
            due.due_on = self.calendar.next_working_day_on_or_after(change);
            due.steps.push(Step { date: due.due_on, note: NOT_BEFORE.to_owned() });
        }
    }

    /// Whose period a key names.
    pub fn duty(&self, key: &str) -> Option<Duty> {
        self.versions(key)?.first().map(|version| version.party)
    }

    /// Like [`Law::deadline`], but `None` where the law of that day sets no period at all.
    ///
    /// # Errors
    /// [`LawGap`] when the key is missing or its value is not known.
    pub fn deadline_if_any(
        &self,
        key: &str,
        start: NaiveDate,
        on: NaiveDate,
    ) -> Result<Option<Computation>, LawGap> {
        match self.deadline(key, start, on) {
            Ok(computation) => Ok(Some(computation)),
            Err(gap) if gap.reason == GapReason::NoRule => Ok(None),
            Err(gap) => Err(gap),
        }
    }

    /// A deadline that began under one law and still runs when the other comes into force. The law is silent; by U29 the
    /// shorter period binds the office, the longer one serves a party or is a shortest time that must pass, and a shortened
    /// period never ends before the change.
    ///
    /// # Errors
    /// [`LawGap`] when neither law gives a value.
    pub fn deadline_over_change(&self, key: &str, start: NaiveDate) -> Result<RunningDeadline, LawGap> {
        let old = self.deadline(key, start, start);
        let Some(change) = self.regimes.last().map(|span| span.from) else {
            return old.map(|due| RunningDeadline { due, other: None });
        };
        let running = old.as_ref().is_ok_and(|old| start < change && change <= old.due_on);
        if !running || self.choice("U29") == Some("old_law") {
            return old.map(|due| RunningDeadline { due, other: None });
        }
        let old = old?;
        let Some(mut new) = self.deadline_if_any(key, start, change)? else {
            return Ok(RunningDeadline { due: old, other: None });
        };
        self.not_before(change, &mut new);
        let rule = self.parameter(key, change)?;
        let longer = rule.party == Duty::Party || rule.least;
        let takes_new = if longer { new.due_on >= old.due_on } else { new.due_on <= old.due_on };
        let (due, other) = if takes_new { (new, old) } else { (old, new) };
        let other = (other.due_on != due.due_on).then_some(other);
        Ok(RunningDeadline { due, other })
    }

    /// Whether an interruption of the whole case pauses a deadline of this key (its mark in the data, unless U2 lets all run).
    pub fn pauses(&self, key: &str, on: NaiveDate) -> bool {
        let by_rule = self.choice("U2") != Some("all_run");
        by_rule && self.parameter(key, on).is_ok_and(|parameter| parameter.hold == Some(Hold::Pauses))
    }

    /// The answer chosen to a question on which the law is doubtful.
    pub fn choice(&self, code: &str) -> Option<&str> {
        self.choices.get(code).map(|choice| choice.default.as_str())
    }

    /// The questions on which the law is doubtful, with the answers chosen, by code.
    pub fn settings(&self) -> impl Iterator<Item = &Choice> {
        self.choices.values()
    }

    /// The versions of the data, kept with every act: the regime and the calendar.
    pub fn version(&self, on: NaiveDate) -> String {
        format!("{}:{}:{}", self.regime(on), on.year(), self.calendar.version())
    }
}

#[cfg(test)]
mod tests;

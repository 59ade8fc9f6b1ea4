//! What must always hold of cases, assets and money, judged on everything that the database holds after a test: the books, the plans,
//! and each state that an aggregate ever had, as its history tells it. Written apart from the program, in numbers of its own, so that
//! the two can disagree. The codes are those of ARCHITECTURE.md, "Invariants".

mod books;
mod coercion;
mod costs;
mod custody;
mod history;
mod sale;
mod sharing;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::Value;

/// Rows by table.
pub type Tables = BTreeMap<String, Vec<Value>>;

/// What was judged.
#[derive(Default)]
pub struct Judged {
    /// Invariants that had something to say here.
    pub held: BTreeSet<&'static str>,
    /// Where one is broken.
    pub faults: Vec<(&'static str, String)>,
}

impl Judged {
    /// This must be so.
    fn must(&mut self, code: &'static str, good: bool, what: impl FnOnce() -> String) {
        self.held.insert(code);
        if !good {
            self.faults.push((code, what()));
        }
    }

    /// This must not be; that it is not says nothing yet.
    fn never(&mut self, code: &'static str, bad: bool, what: impl FnOnce() -> String) {
        if bad {
            self.must(code, false, what);
        }
    }
}

/// Everything is looked at.
pub fn judge(tables: &Tables) -> Judged {
    let mut judged = Judged::default();
    books::judge(tables, &mut judged);
    sharing::judge(tables, &mut judged);
    costs::judge(tables, &mut judged);
    custody::judge(tables, &mut judged);
    history::each_step(tables, |world, step| {
        sale::step(world, step, &mut judged);
        coercion::step(step, &mut judged);
        custody::step(step, &mut judged);
    });
    judged
}

/// The rows of a table.
fn rows<'a>(tables: &'a Tables, table: &str) -> &'a [Value] {
    tables.get(table).map_or(&[], Vec::as_slice)
}

/// A whole number; nothing is none.
fn dong(value: &Value) -> i64 {
    value.as_i64().unwrap_or(0)
}

/// A text; nothing is an empty one.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// A day, or the day of an instant.
fn day(value: &Value) -> Option<NaiveDate> {
    text(value).get(..10)?.parse().ok()
}

/// The elements of a list.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The sum over rows.
fn sum<'a>(values: impl Iterator<Item = &'a Value>) -> i64 {
    values.map(dong).sum()
}

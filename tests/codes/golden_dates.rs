//! The golden dates: each line's last day, worked out by hand, against the law data and the counting of time; and that the
//! lines cover every key, every difference between the two laws, every unit and every day that is not an ordinary one.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use thads::domain::law::{GapReason, Law, Parameter, Regime, Value};
use thads::domain::period::{Unit, at_local, compute_at};

use crate::list::under;
use crate::tables::main_name;

const DATES: &str = include_str!("../fixtures/golden-dates.txt");

/// One line of the file.
struct Line {
    text: &'static str,
    key: &'static str,
    law: &'static str,
    start: &'static str,
    due: &'static str,
}

fn lines() -> Vec<Line> {
    let lines = DATES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read = |text: &'static str| {
        let parts: Vec<_> = text.split(" | ").collect();
        let [key, law, start, due, _] = parts[..] else { panic!("five parts: {text}") };
        Line { text, key, law, start, due }
    };
    lines.map(read).collect()
}

impl Line {
    fn start_on(&self) -> NaiveDate {
        self.start.split('T').next().and_then(|day| day.parse().ok()).expect(self.text)
    }

    /// The minute, where one is given.
    fn start_at(&self) -> Option<DateTime<FixedOffset>> {
        let at: NaiveDateTime = format!("{}:00", self.start).parse().ok()?;
        Some(at_local(at.date(), at.time()))
    }

    /// The day whose law holds.
    fn act_on(&self, law: &Law) -> NaiveDate {
        let Ok(day) = self.law.parse() else {
            assert_eq!(law.regime(self.start_on()).as_str(), self.law, "{}", self.text);
            return self.start_on();
        };
        day
    }

    /// What the program says, written as the file writes it.
    fn computed(&self, law: &Law) -> String {
        if self.law == "over" {
            let running = law.deadline_over_change(self.key, self.start_on()).expect(self.text);
            let other = running.other.map(|other| format!(" / {}", other.due_on)).unwrap_or_default();
            return format!("{}{other}", running.due.due_on);
        }
        let on = self.act_on(law);
        if let Some(start) = self.start_at() {
            let due = compute_at(start, law.period(self.key, on).expect(self.text), law.calendar()).due_at;
            return due.expect(self.text).format("%Y-%m-%dT%H:%M").to_string();
        }
        match law.deadline(self.key, self.start_on(), on) {
            Ok(computed) => computed.due_on.to_string(),
            Err(gap) if gap.reason == GapReason::NoRule => "none".to_owned(),
            Err(gap) => gap.to_string(),
        }
    }
}

#[test]
fn every_golden_date_is_found() {
    let law = Law::embedded().unwrap();
    let wrong: Vec<_> = lines()
        .iter()
        .filter_map(|line| {
            let computed = line.computed(&law);
            (computed != line.due).then(|| format!("{}\n    computed: {computed}", line.text))
        })
        .collect();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn version(law: &Law, key: &str, regime: Regime) -> Parameter {
    let from = law.regimes().iter().find(|span| span.regime == regime).unwrap().from;
    law.parameter(key, from).unwrap().clone()
}

/// A key with a length has a line; where the two laws differ, or one has no such period, there is a line for the older too.
#[test]
fn every_deadline_of_the_list_has_a_line() {
    let law = Law::embedded().unwrap();
    let has = |key: &str, old: bool| {
        let name = main_name(&law, key);
        lines().iter().any(|line| main_name(&law, line.key) == name && (line.law == "l2008") == old)
    };
    let mut missing = Vec::new();
    for key in under("deadlines").into_iter().flat_map(|entry| entry.keys) {
        let (new, old) = (version(&law, key, Regime::L2025), version(&law, key, Regime::L2008));
        if !has(key, false) {
            missing.push(key.to_owned());
        }
        // A value that nobody knows gives no date under the older law.
        let unknown = law.period(key, old.from).is_err_and(|gap| gap.reason == GapReason::Unknown);
        if new.value != old.value && !unknown && !has(key, true) {
            missing.push(format!("{key} under the 2008 law"));
        }
    }
    assert!(missing.is_empty(), "no golden date for: {}", missing.join(", "));
}

/// A day off, or a Saturday worked for it, must lie inside some line's counting: else nobody has looked whether it is right.
#[test]
fn every_special_day_of_the_calendar_is_counted_over() {
    let law = Law::embedded().unwrap();
    let spans: Vec<_> = lines()
        .iter()
        .filter_map(|line| {
            let due: NaiveDate = line.due.split([' ', 'T']).next()?.parse().ok()?;
            let short = (due - line.start_on()).num_days().abs() <= 100;
            short.then(|| (due.min(line.start_on()), due.max(line.start_on())))
        })
        .collect();
    let days = law.calendar().special_days().iter().map(|day| day.date);
    let open: Vec<_> = days.filter(|day| !spans.iter().any(|(a, b)| a <= day && day <= b)).collect();
    assert!(open.is_empty(), "no golden date counts over {open:?}");
}

/// All units, a missing day of a month, a roll, none, and both ways over the change.
#[test]
fn the_lines_show_every_way_of_counting() {
    let law = Law::embedded().unwrap();
    let mut units = BTreeSet::new();
    let mut notes = BTreeSet::new();
    let (mut shorter, mut longer) = (0, 0);
    for line in lines() {
        if line.law == "over" {
            let running = law.deadline_over_change(line.key, line.start_on()).unwrap();
            if let Some(other) = running.other {
                shorter += usize::from(running.due.due_on < other.due_on);
                longer += usize::from(running.due.due_on > other.due_on);
            }
            notes.extend(running.due.steps.into_iter().map(|step| step.note));
        } else if line.due != "none" {
            let on = line.act_on(&law);
            if let Value::Period(period) = &law.parameter(line.key, on).unwrap().value {
                units.insert(period.unit);
            }
            let computed = law.deadline(line.key, line.start_on(), on).unwrap();
            notes.extend(computed.steps.into_iter().map(|step| step.note));
        }
    }
    assert_eq!(units.len(), Unit::ALL.len(), "{units:?}");
    for note in ["corresponding_day_missing", "rolled_to", "not_rolled", "not_before_the_change", "same_day"]
    {
        assert!(notes.contains(note), "no golden date shows {note}");
    }
    assert!(shorter > 0 && longer > 0, "{shorter} shorter for the office, {longer} longer for a party");
}

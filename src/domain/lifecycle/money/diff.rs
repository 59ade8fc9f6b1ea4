//! What a new computation changed against the one before: lines added, lines removed, lines with other sums. It reads two lists
//! and decides nothing.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::distribution::Line;
use crate::domain::payment::FeeLine;
use crate::text_enum;

text_enum! {
    /// How a line differs from the computation before.
    pub enum LineChange {
        /// It was not there.
        Added = "added",
        /// It is no longer there.
        Removed = "removed",
        /// Its base, share or fee is another.
        Changed = "changed",
    }
}

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LineDiff {
    /// How.
    pub change: LineChange,
    /// As it was.
    pub before: Option<FeeLine>,
    /// As it is.
    pub after: Option<FeeLine>,
}

type Key<'a> =
    (&'a str, Option<&'a str>, Option<&'a str>, [Option<uuid::Uuid>; 2], crate::domain::claim::Payee);

/// What makes a line the same one in two plans.
fn key(line: &Line) -> Key<'_> {
    let ids = [line.obligation.map(|id| id.0), line.charge];
    (
        line.step.as_str(),
        line.row.map(|row| row.as_str()),
        line.part.map(|part| part.as_str()),
        ids,
        line.payee,
    )
}

/// The lines that differ: those of the new plan in its order, then those that are gone.
pub fn diff(before: &[FeeLine], after: &[FeeLine]) -> Vec<LineDiff> {
    let mut old: BTreeMap<Key<'_>, &FeeLine> = before.iter().map(|line| (key(&line.line), line)).collect();
    let mut out = Vec::new();
    for line in after {
        let was = old.remove(&key(&line.line));
        let change = match was {
            None => LineChange::Added,
            Some(was) if sums(was) != sums(line) => LineChange::Changed,
            Some(_) => continue,
        };
        out.push(LineDiff { change, before: was.cloned(), after: Some(line.clone()) });
    }
    let gone = before.iter().filter(|line| old.contains_key(&key(&line.line)));
    out.extend(gone.map(|line| LineDiff {
        change: LineChange::Removed,
        before: Some(line.clone()),
        after: None,
    }));
    out
}

fn sums(line: &FeeLine) -> [i64; 3] {
    [line.line.claim_dong.get(), line.line.share_dong.get(), line.fee.get()]
}

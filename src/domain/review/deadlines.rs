//! Thời hạn: the deadlines that the act had to meet and those that it opened, each with its days.

use super::evidence::{Evidence, Term};
use super::{Check, no_act};
use crate::domain::deadline::DeadlineStatus;
use crate::domain::law::{Duty, Law};
use crate::domain::oversight::review::ReviewVerdict::{Breach, InOrder, Unknown};

pub(super) fn checks(evidence: &Evidence, law: &Law) -> Vec<Check> {
    let mut checks: Vec<Check> = evidence.terms.iter().map(|term| check(term, evidence, law)).collect();
    let Some(act) = &evidence.act else {
        checks.extend(no_act());
        return checks;
    };
    let unknown = act.unknown.iter().map(|gap| Check::new("RS-DL-UNKNOWN", Unknown).about(gap.clone()));
    checks.extend(unknown);
    if checks.is_empty() {
        checks.push(Check::new("RS-DL-NONE", InOrder));
    }
    checks
}

fn check(term: &Term, evidence: &Evidence, law: &Law) -> Check {
    let on = evidence.document.signed_on;
    let citations = law.parameter(&term.key, on).map(|one| one.citation.clone()).unwrap_or_default();
    let said = |code, verdict, days: Option<i64>| {
        let check = Check::new(code, verdict).about(term.key.clone()).cited(&citations);
        let check = check.with("from", term.started_on).with("due", term.due_on);
        let check = check.with("state", term.status).with("done", text(term.closed_on));
        match days {
            Some(days) => check.days(days),
            None => check,
        }
    };
    let left = |day: chrono::NaiveDate| Some((term.due_on - day).num_days());
    let today = evidence.today;
    match (term.status, term.closed_on) {
        _ if term.imported => said("RS-DL-IMPORTED", Unknown, None),
        (DeadlineStatus::Met, Some(done)) if term.duty == Duty::Office && done <= term.due_on => {
            said("RS-DL-MET", InOrder, left(done))
        }
        (DeadlineStatus::Late, Some(done)) => said("RS-DL-LATE", Breach, left(done)),
        (DeadlineStatus::Breached, _) => said("RS-DL-BREACHED", Breach, left(today)),
        // Nobody has looked at the clock since: the day itself tells.
        (DeadlineStatus::Open, _) if term.duty == Duty::Office && term.due_on < today => {
            let owed = crate::domain::deadline::is_duty(law, &term.key, term.started_on);
            let (code, verdict) = if owed { ("RS-DL-BREACHED", Breach) } else { ("RS-DL-TARGET", Unknown) };
            said(code, verdict, left(today))
        }
        (DeadlineStatus::Open, _) if term.duty == Duty::Office => said("RS-DL-RUNS", InOrder, left(today)),
        (DeadlineStatus::Open | DeadlineStatus::Met, _) => said("RS-DL-PARTY", InOrder, None),
        (DeadlineStatus::Paused | DeadlineStatus::Cancelled | DeadlineStatus::Late, _) => {
            said("RS-DL-STANDS", InOrder, None)
        }
    }
}

fn text(day: Option<chrono::NaiveDate>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

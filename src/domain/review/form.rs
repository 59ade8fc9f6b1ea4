//! Hình thức: number, date, kind; whether it went to the procuracy and to whom it concerns.

use super::Check;
use super::evidence::{Evidence, Term};
use crate::domain::deadline::DeadlineStatus;
use crate::domain::law::Law;
use crate::domain::lifecycle::registry;
use crate::domain::oversight::review::ReviewVerdict::{self, Breach, InOrder, Unknown};

const TO_THE_PROCURACY: &[&str] = &["send_vks", "send_vks_freeze"];
const TO_THE_PERSONS: &[&str] = &["notify"];

pub(super) fn checks(evidence: &Evidence, law: &Law) -> Vec<Check> {
    let document = &evidence.document;
    let number = match document.number.trim() {
        "" => Check::new("RS-NUMBER-NOT", Breach),
        number => Check::new("RS-NUMBER", InOrder).with("number", number),
    };
    let dated = if document.signed_on > document.recorded_on {
        Check::new("RS-DATED-NOT", Breach)
    } else {
        Check::new("RS-DATED", InOrder)
    };
    let dated = dated.with("on", document.signed_on).with("recorded", document.recorded_on);
    let mut checks = vec![number, dated];
    let late = (document.recorded_on - document.signed_on).num_days();
    if late > 0 {
        // Whether the paper bears that day, only the paper tells.
        let entered = Check::new("RS-ENTERED", Unknown).with("on", document.signed_on);
        checks.push(entered.with("recorded", document.recorded_on).days(-late));
    }
    checks.extend(kind(evidence));
    checks.push(sent(evidence, law));
    checks.push(served(evidence, law));
    checks
}

/// The kind that the act makes. An act may make more documents than the one that its row names.
fn kind(evidence: &Evidence) -> Option<Check> {
    let act = evidence.act.as_ref()?;
    let made = registry::find(&act.code, &act.action)?.document?;
    let same = made == evidence.document.kind;
    same.then(|| Check::new("RS-KIND", InOrder).with("doc", made))
}

fn about<'a>(evidence: &'a Evidence, keys: &[&str]) -> Option<&'a Term> {
    evidence.terms.iter().find(|term| term.about_document && keys.contains(&term.key.as_str()))
}

/// How a duty about the document stands, by its days.
fn verdict(term: &Term, evidence: &Evidence) -> ReviewVerdict {
    match term.status {
        _ if term.imported => Unknown,
        DeadlineStatus::Late | DeadlineStatus::Breached => Breach,
        DeadlineStatus::Open if term.due_on < evidence.today => Breach,
        _ => InOrder,
    }
}

/// Sent to the procuracy: the duty opens with the document and is closed by the sending.
fn sent(evidence: &Evidence, law: &Law) -> Check {
    let said = |code: &'static str, verdict| {
        Check::new(code, verdict).cited(law.basis("RS-SENT", evidence.document.signed_on))
    };
    match about(evidence, TO_THE_PROCURACY) {
        Some(term) => match term.closed_on {
            Some(on) if term.status != DeadlineStatus::Cancelled => {
                said("RS-SENT", verdict(term, evidence)).with("on", on).with("due", term.due_on)
            }
            _ => said("RS-SENT-NOT", verdict(term, evidence)).with("due", term.due_on),
        },
        None if evidence.act.is_some() => said("RS-SENT-NONE", InOrder),
        None => said("RS-SENT-UNKNOWN", Unknown),
    }
}

/// Served: the notices on record, and the duty to give them.
fn served(evidence: &Evidence, law: &Law) -> Check {
    let notices = evidence.notices;
    let said = |code: &'static str, verdict| {
        let check = Check::new(code, verdict).cited(law.basis("RS-SERVED", evidence.document.signed_on));
        let check = check.with("made", notices.made).with("valid", notices.valid);
        check.with("first", day(notices.first)).with("last", day(notices.last))
    };
    match about(evidence, TO_THE_PERSONS) {
        Some(term) => {
            let done = term.closed_on.is_some() && term.status != DeadlineStatus::Cancelled;
            let code = if done { "RS-SERVED" } else { "RS-SERVED-NOT" };
            let check = said(code, verdict(term, evidence)).with("due", term.due_on);
            check.with("done", day(term.closed_on))
        }
        None if notices.made > 0 => {
            said("RS-SERVED", InOrder).with("due", "-").with("done", day(notices.last))
        }
        None if evidence.act.is_some() => said("RS-SERVED-NONE", InOrder),
        None => said("RS-SERVED-UNKNOWN", Unknown),
    }
}

fn day(day: Option<chrono::NaiveDate>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

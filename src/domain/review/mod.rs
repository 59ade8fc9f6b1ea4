//! The review sheet of a signed document (phiếu kiểm sát việc ra quyết định): what the records say under the five headings. Every
//! check compares records with each other or with the law's data; where they cannot tell, the check says so and nothing is
//! invented. It knows neither where the records come from nor what the reviewer thinks.

mod authority;
mod basis;
mod content;
mod deadlines;
mod evidence;
mod form;

pub use content::{Kind as ReferenceKind, Reference, references};
pub use evidence::{Act, CaseThen, Document, Evidence, Notices, Resolved, Term};

use crate::domain::citation::Citation;
use crate::domain::law::Law;
use crate::domain::oversight::review::{ReviewHeading, ReviewVerdict};

/// One point that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is said: a code of `config/text/review.toml`.
    pub code: &'static str,
    /// The guard, deadline or field that it is about.
    pub subject: Option<String>,
    /// What the records say of it.
    pub verdict: ReviewVerdict,
    /// Values for the text's places.
    pub params: Vec<(&'static str, String)>,
    /// Days left, or if negative too many; where it is about days.
    pub days: Option<i64>,
    /// Where the rule stands.
    pub citations: Vec<Citation>,
}

impl Check {
    fn new(code: &'static str, verdict: ReviewVerdict) -> Check {
        Check { code, subject: None, verdict, params: Vec::new(), days: None, citations: Vec::new() }
    }

    fn about(mut self, subject: impl Into<String>) -> Check {
        let subject = subject.into();
        self.params.push(("subject", subject.clone()));
        self.subject = Some(subject);
        self
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Check {
        self.params.push((name, value.to_string()));
        self
    }

    fn days(mut self, days: i64) -> Check {
        self.days = Some(days);
        self.with("days", days.abs())
    }

    fn cited(mut self, citations: &[Citation]) -> Check {
        self.citations = citations.to_vec();
        self
    }
}

/// What the records say under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Which.
    pub heading: ReviewHeading,
    /// The worst of its checks; what cannot be told stands between a breach and good order.
    pub verdict: ReviewVerdict,
    /// The checks.
    pub checks: Vec<Check>,
}

/// The five headings of a document.
pub fn sheet(evidence: &Evidence, law: &Law) -> Vec<Heading> {
    let all = [
        (ReviewHeading::Deadlines, deadlines::checks(evidence, law)),
        (ReviewHeading::Basis, basis::checks(evidence, law)),
        (ReviewHeading::Authority, authority::checks(evidence, law)),
        (ReviewHeading::Form, form::checks(evidence, law)),
        (ReviewHeading::Content, content::checks(evidence, law)),
    ];
    all.into_iter().map(|(heading, checks)| Heading { heading, verdict: worst(&checks), checks }).collect()
}

fn worst(checks: &[Check]) -> ReviewVerdict {
    use ReviewVerdict::{Breach, InOrder, Unknown};
    let any = |verdict| checks.iter().any(|check| check.verdict == verdict);
    match (any(Breach), checks.is_empty() || any(Unknown)) {
        (true, _) => Breach,
        (false, true) => Unknown,
        (false, false) => InOrder,
    }
}

/// The act is not in the history: it comes from before this program.
fn no_act() -> Vec<Check> {
    vec![Check::new("RS-NO-ACT", ReviewVerdict::Unknown)]
}

#[cfg(test)]
mod tests;

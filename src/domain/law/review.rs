//! Looks over the loaded law: overlaps and holes in time, values nobody knows, codes without articles or texts.
//! It changes nothing; start-up and `check-law` decide what to do with the findings.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Finding, Law, Parameter, Severity, Status, Value};

/// What a part of the program cannot do without.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// Keys of parameters.
    pub parameters: BTreeSet<String>,
    /// Codes that must have articles under one law or the other.
    pub basis: BTreeSet<String>,
    /// Codes that must have a text.
    pub texts: BTreeSet<String>,
}

fn finding(severity: Severity, code: &str, key: &str, detail: String) -> Finding {
    Finding { severity, code: code.to_owned(), key: key.to_owned(), detail }
}

impl Law {
    /// What is wrong or open in the law data itself.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = self.check_regimes();
        for (key, versions) in &self.parameters {
            self.check_time(key, versions, &mut findings);
            for version in versions {
                check_certainty(version, &mut findings);
            }
        }
        for (code, by_regime) in &self.basis {
            if by_regime.values().all(Vec::is_empty) {
                let detail = "the code is listed without any article".to_owned();
                findings.push(finding(Severity::Warning, "missing_basis", code, detail));
            }
        }
        for code in self.texts.refusals().filter(|code| !self.basis.contains_key(*code)) {
            let detail = "a refusal without an article".to_owned();
            findings.push(finding(Severity::Warning, "missing_basis", code, detail));
        }
        findings
    }

    /// What is missing of what a part of the program needs, on each of the regimes that hold from `since` on.
    pub fn check_needs(&self, needs: &Needs, since: NaiveDate) -> Vec<Finding> {
        let mut findings = Vec::new();
        for key in &needs.parameters {
            let Some(versions) = self.versions(key) else {
                let detail = "no rule has this key".to_owned();
                findings.push(finding(Severity::Error, "missing_key", key, detail));
                continue;
            };
            for version in versions.iter().filter(|version| version.to.is_none_or(|to| since <= to)) {
                if version.status == Status::Unknown && version.value == Value::Absent {
                    let detail =
                        format!("needed, not known from {}, and no fallback is chosen", version.from);
                    findings.push(finding(Severity::Error, "unknown_value", key, detail));
                }
            }
        }
        for code in &needs.basis {
            let known = self.basis.get(code).is_some_and(|basis| basis.values().any(|one| !one.is_empty()));
            if !known {
                let detail = "no article is recorded".to_owned();
                findings.push(finding(Severity::Error, "missing_basis", code, detail));
            }
        }
        for code in needs.texts.iter().filter(|code| !self.texts.has(code)) {
            findings.push(finding(Severity::Error, "missing_text", code, "no text is recorded".to_owned()));
        }
        findings
    }

    fn check_regimes(&self) -> Vec<Finding> {
        let spans = self.regimes.iter().map(|span| (span.from, span.to)).collect::<Vec<_>>();
        let mut findings = Vec::new();
        check_spans("regime", &spans, &mut findings);
        findings
    }

    fn check_time(&self, key: &str, versions: &[Parameter], findings: &mut Vec<Finding>) {
        let spans = versions.iter().map(|version| (version.from, version.to)).collect::<Vec<_>>();
        check_spans(key, &spans, findings);
        let beginning = self.regimes.first().map(|span| span.from);
        if let (Some(beginning), Some((first, _))) = (beginning, spans.first())
            && *first > beginning
        {
            let detail = format!("no version before {first}");
            findings.push(finding(Severity::Error, "gap", key, detail));
        }
    }
}

/// Spans sorted by their first day must follow each other day by day and the last must be open.
fn check_spans(key: &str, spans: &[(NaiveDate, Option<NaiveDate>)], findings: &mut Vec<Finding>) {
    for pair in spans.windows(2) {
        let ((_, end), (next, _)) = (pair[0], pair[1]);
        let after = end.and_then(|end| end.succ_opt());
        let (code, detail) = match after {
            Some(after) if after == next => continue,
            Some(after) if after < next => ("gap", format!("nothing from {after} to before {next}")),
            _ => ("overlap", format!("two versions on {next}")),
        };
        findings.push(finding(Severity::Error, code, key, detail));
    }
    match spans.last() {
        Some((_, None)) => {}
        Some((_, Some(end))) => {
            findings.push(finding(Severity::Error, "gap", key, format!("nothing after {end}")));
        }
        None => findings.push(finding(Severity::Error, "gap", key, "no version at all".to_owned())),
    }
}

fn check_certainty(version: &Parameter, findings: &mut Vec<Finding>) {
    let (code, detail) = match (version.status, version.fallback) {
        (Status::Confirmed, _) => return,
        (Status::Unconfirmed, _) => ("unconfirmed_value", format!("to be confirmed, from {}", version.from)),
        (Status::Unknown, true) => {
            ("fallback_used", format!("not known from {}; a fallback holds", version.from))
        }
        (Status::Unknown, false) => ("unknown_value", format!("not known from {}", version.from)),
    };
    findings.push(finding(Severity::Warning, code, &version.key, detail));
}

//! `thads check-law`: reviews the law's data and tells everything that a person should look at, and how each question is
//! answered on which the law is silent.

use std::io;

use crate::app;
use crate::domain::law::Severity;
use crate::domain::lifecycle::needs;
use crate::settings::Settings;

/// Prints each finding and each answer; fails if a finding is an error.
pub(super) fn run(settings: &Settings) -> io::Result<()> {
    let law = app::load_law(settings)?;
    for choice in law.settings() {
        let kind = if choice.review { "review" } else { "setting" };
        println!("{kind}\t{}\t{}\t{}", choice.code, choice.default, choice.question);
    }
    let findings = needs::review(&law);
    for finding in &findings {
        println!("{}\t{}\t{}\t{}", finding.severity, finding.code, finding.key, finding.detail);
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    println!("{errors} errors, {} warnings", findings.len() - errors);
    if errors == 0 {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidData, "the law's data have errors"))
    }
}

//! `thads check-law`: reviews the law's data and tells everything that a person should look at.

use std::io;

use crate::app;
use crate::domain::law::Severity;
use crate::domain::lifecycle::needs;
use crate::settings::Settings;

/// Prints each finding; fails if one is an error.
pub(super) fn run(settings: &Settings) -> io::Result<()> {
    let findings = needs::review(&app::load_law(settings)?);
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

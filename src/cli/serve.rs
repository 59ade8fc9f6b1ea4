//! `thads serve`: the server. It starts with the law loaded and checked, and the tables up to date, or not at all.

use std::io;
use std::sync::Arc;

use actix_web::{rt, web};

use crate::app::{self, AppState};
use crate::domain::law::{Law, Severity};
use crate::domain::lifecycle::needs;
use crate::service::calendar_changes;
use crate::service::clock::SystemClock;
use crate::settings::Settings;

/// Runs until it is told to stop.
pub(super) fn run(settings: Settings) -> io::Result<()> {
    settings.jwt_secret().map_err(io::Error::other)?;
    let law = app::load_law(&settings)?;
    sound(&law)?;
    let store = app::open_store(&settings)?;
    app::migrate_on_start(&settings, &store)?;
    let state = web::Data::new(AppState::new(settings, store, Arc::new(law), Arc::new(SystemClock))?);
    if calendar_changes::is_behind(&state.core).map_err(io::Error::other)? {
        log::warn!(
            "running deadlines were counted by another calendar than {}: see GET /api/v1/deadlines/calendar-changes",
            state.core.law.calendar().edition()
        );
    }
    rt::System::new().block_on(async move {
        crate::jobs::start(state.core.clone());
        let (address, server) = app::build(state)?;
        log::info!("listening on http://{address}");
        server.await
    })
}

/// Refuses law data with an error in them: nothing is computed from a rule that contradicts itself.
fn sound(law: &Law) -> io::Result<()> {
    let findings = needs::review(law);
    let errors: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| format!("{} {}: {}", finding.code, finding.key, finding.detail))
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidData, errors.join("\n")))
    }
}

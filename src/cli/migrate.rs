//! `thads migrate`: brings the database's tables up to date; to be run before the servers of a new version start.

use std::io;

use crate::app;
use crate::settings::Settings;

/// Runs what is pending.
pub(super) fn run(settings: &Settings) -> io::Result<()> {
    let done = app::open_store(settings)?.migrate().map_err(io::Error::other)?;
    for name in &done {
        println!("{name}");
    }
    println!("{} migrations run", done.len());
    Ok(())
}

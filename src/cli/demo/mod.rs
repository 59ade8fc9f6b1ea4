//! `thads demo`: one command to a running server with something to look at – the 34 agencies, an invented office with a user of
//! every role, about twenty cases in different stages, a lot of exhibits – all made through the services, as an office would.

mod cases;
mod exhibits;
mod people;
mod stage;
mod two_years;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::{rt, web};
use clap::Args;

use crate::app::{self, AppState};
use crate::service::clock::SystemClock;
use crate::service::error::ApiError;
use crate::settings::{Secret, Settings};

/// Where the demo keeps its database and its signing secret, unless told otherwise.
const FOLDER: &str = "data";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Throw away an earlier demo database and begin anew.
    #[arg(long)]
    fresh: bool,
    /// Where the database and the signing secret are kept.
    #[arg(long, default_value = FOLDER)]
    folder: PathBuf,
    /// Load the data and stop, without a server.
    #[arg(long)]
    load_only: bool,
}

/// Loads what is missing and serves.
pub(super) fn run(mut settings: Settings, arguments: &Arguments) -> io::Result<()> {
    prepare(&mut settings, arguments)?;
    let law = app::load_law(&settings)?;
    let store = app::open_store(&settings)?;
    store.migrate().map_err(io::Error::other)?;
    let state = web::Data::new(AppState::new(settings, store, Arc::new(law), Arc::new(SystemClock))?);
    let load_only = arguments.load_only;
    rt::System::new().block_on(async move {
        let office = people::load(&state.core).map_err(told)?;
        let made = cases::load(&state.core, &office).await.map_err(told)?;
        if load_only {
            println!("{made} cases are in the demo database");
            return Ok(());
        }
        crate::jobs::start(state.core.clone());
        let (address, server) = app::build(state)?;
        people::greet(address, &office);
        server.await
    })
}

/// The demo's own database file and secret, unless the settings name others.
fn prepare(settings: &mut Settings, arguments: &Arguments) -> io::Result<()> {
    std::fs::create_dir_all(&arguments.folder)?;
    if settings.database.url == Settings::defaults().map_err(io::Error::other)?.database.url {
        let file = arguments.folder.join("demo.sqlite3");
        if arguments.fresh {
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
            }
        }
        settings.database.url = format!("sqlite:{}", file.display());
    }
    if settings.jwt_secret().is_err() {
        settings.auth.jwt_secret = Secret(secret(&arguments.folder.join("demo.secret"))?);
    }
    let no_key = settings.history.signing_keys().map_err(io::Error::other)?.is_empty();
    if no_key {
        settings.history.keys = Secret(demo_key(&arguments.folder.join("demo.history-key"))?);
    }
    Ok(())
}

/// The key that signs the demo's history.
fn demo_key(path: &Path) -> io::Result<String> {
    if !path.exists() {
        super::history::make_key("demo", path)?;
    }
    std::fs::read_to_string(path)
}

/// A secret of this machine: read, or made once and readable by its owner only.
fn secret(path: &Path) -> io::Result<String> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    if let Ok(known) = std::fs::read_to_string(path) {
        return Ok(known.trim().to_owned());
    }
    let fresh = crate::service::password::fresh_token();
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(fresh.as_bytes())?;
    Ok(fresh)
}

/// A refusal in words for the operator.
fn told(error: ApiError) -> io::Error {
    let fields: Vec<String> =
        error.errors.iter().map(|fault| format!("{} {}", fault.pointer, fault.code)).collect();
    let unmet: Vec<String> = error.unmet.iter().map(ToString::to_string).collect();
    let cause = error.cause.clone().unwrap_or_default();
    io::Error::other(format!("{error} {} {} {cause}", fields.join(", "), unmet.join(", ")))
}

//! The application put together: the state, the routes with what surrounds them, and the server. Used by `serve` and by the
//! tests; it reads no settings itself.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Condition, from_fn};
use actix_web::{App, Error, HttpServer, web};

use crate::domain::law::Law;
use crate::http::limit::SignInLimiter;
use crate::http::metrics::Metrics;
use crate::http::openapi::PathTable;
use crate::http::{self, docs, observe, parameters};
use crate::service::auth::Keys;
use crate::service::clock::Clock;
use crate::service::context::Core;
use crate::settings::{MigrateOnStart, Settings};
use crate::store::Store;

/// What every handler can reach. Services get its [`Core`] only.
pub struct AppState {
    /// Database, law, clock, settings.
    pub core: Core,
    /// What signs tokens.
    pub keys: Keys,
    /// How often one may try to sign in.
    pub limiter: SignInLimiter,
    /// The server's figures.
    pub metrics: Metrics,
    /// The paths that there are.
    pub paths: PathTable,
}

impl Deref for AppState {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}

impl AppState {
    /// The state over an open database.
    ///
    /// # Errors
    /// When the settings hold no good secret, or the machine gives no randomness.
    pub fn new(settings: Settings, store: Store, law: Arc<Law>, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let secret = settings.jwt_secret().map_err(io::Error::other)?;
        let keys = Keys::new(secret.0.as_bytes(), settings.auth.access_minutes).map_err(io::Error::other)?;
        let limiter = SignInLimiter::new(&settings.auth);
        Ok(AppState {
            core: core(settings, store, law, clock)?,
            keys,
            limiter,
            metrics: Metrics::new().map_err(io::Error::other)?,
            paths: PathTable::committed().map_err(io::Error::other)?,
        })
    }
}

/// What every use case needs, over an open database.
///
/// # Errors
/// When the settings name keys of the history that are none.
pub fn core(settings: Settings, store: Store, law: Arc<Law>, clock: Arc<dyn Clock>) -> io::Result<Core> {
    let signers = Arc::new(settings.history.signing_keys().map_err(io::Error::other)?);
    Ok(Core { store, law, clock, settings: Arc::new(settings), signers })
}

/// The law's data: the built-in, or those of the directory that the settings name.
///
/// # Errors
/// Everything that is wrong with them, one finding a line.
pub fn load_law(settings: &Settings) -> io::Result<Law> {
    let directory = &settings.law.directory;
    let loaded = if directory.as_os_str().is_empty() {
        Law::embedded()
    } else {
        let files = toml_files(directory)?;
        let sources: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Law::from_sources(&sources)
    };
    loaded.map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        io::Error::new(io::ErrorKind::InvalidData, lines.join("\n"))
    })
}

/// Every `*.toml` one level below a directory, under the name `folder/file.toml`, in a fixed order.
fn toml_files(directory: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for folder in ["calendar", "law", "reference", "text"] {
        let Ok(entries) = std::fs::read_dir(directory.join(folder)) else { continue };
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.push((format!("{folder}/{name}"), std::fs::read_to_string(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Opens the database that the settings name.
///
/// # Errors
/// When it cannot be reached.
pub fn open_store(settings: &Settings) -> io::Result<Store> {
    let database = &settings.database;
    if let Some(parent) = database.url.strip_prefix("sqlite:").and_then(|path| Path::new(path).parent()) {
        std::fs::create_dir_all(parent)?;
    }
    let cores = std::thread::available_parallelism().map_or(2, |count| count.get());
    let pool_size = match database.pool_size {
        0 if is_sqlite(settings) => 6,
        0 => u32::try_from((cores * 2).min(16)).unwrap_or(16),
        size => size,
    };
    Store::open(&database.url, pool_size).map_err(io::Error::other)
}

/// Brings the tables up to date where the settings say so.
///
/// # Errors
/// When they are not up to date and may not be changed, or cannot be.
pub fn migrate_on_start(settings: &Settings, store: &Store) -> io::Result<()> {
    let pending = store.pending_migrations().map_err(io::Error::other)?;
    if pending.is_empty() {
        return Ok(());
    }
    let may = match settings.database.migrate_on_start {
        MigrateOnStart::Always => true,
        MigrateOnStart::Auto => is_sqlite(settings),
        MigrateOnStart::Never => false,
    };
    if !may {
        let text = format!("the tables are not up to date ({}): run `thads migrate`", pending.join(", "));
        return Err(io::Error::other(text));
    }
    store.migrate().map_err(io::Error::other)?;
    Ok(())
}

fn is_sqlite(settings: &Settings) -> bool {
    settings.database.url.starts_with("sqlite:")
}

/// The whole application over a state: routes, documentation, and what surrounds every request.
pub fn app(
    state: web::Data<AppState>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let cors = cors(&state.settings.cors.origins);
    let with_cors = !state.settings.cors.origins.is_empty();
    App::new()
        .configure(http::served)
        .app_data(state)
        .route("/docs", web::get().to(docs::to_docs))
        .service(docs::swagger())
        .default_service(web::to(observe::unmatched))
        .wrap(from_fn(parameters::known))
        .wrap(Condition::new(with_cors, cors))
        .wrap(from_fn(observe::observe))
}

fn cors(origins: &[String]) -> Cors {
    let exposed =
        ["ETag", "Location", "Link", "X-Request-Id", "traceparent", "Idempotency-Replayed", "Retry-After"];
    let asked = [
        "Authorization",
        "Content-Type",
        "Accept-Language",
        "If-Match",
        "If-None-Match",
        "Idempotency-Key",
        "X-Request-Id",
        "traceparent",
    ];
    let cors = Cors::default()
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers(asked)
        .expose_headers(exposed)
        .max_age(3600);
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(origin))
}

/// A server over a state. It has its port when this returns; it serves when awaited, and stops on SIGTERM or SIGINT after the
/// requests that are under way.
///
/// # Errors
/// When the address cannot be bound.
pub fn build(state: web::Data<AppState>) -> io::Result<(SocketAddr, Server)> {
    let settings = Arc::clone(&state.settings);
    let listener = TcpListener::bind(&settings.server.address)?;
    let address = listener.local_addr()?;
    let mut server =
        HttpServer::new(move || app(state.clone())).shutdown_timeout(settings.server.shutdown_seconds);
    if settings.server.workers > 0 {
        server = server.workers(settings.server.workers);
    }
    Ok((address, server.listen(listener)?.run()))
}

//! A connection to either engine: opened by URL, in a transaction, judged by the pool. It knows no table and no migration.
#![allow(missing_docs, reason = "the derive writes public items that cannot carry a comment")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, Connection, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

use super::engine::Outcome;
use super::error::StoreError;

/// A connection that has rested longer is tried before it is used: the server may have restarted meanwhile.
const TRIED_AFTER: Duration = Duration::from_secs(1);

/// A connection to either engine. Queries are built once and rendered by the engine inside.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL.
    Pg(PgConnection),
    /// SQLite.
    Sqlite(SqliteConnection),
}

/// One pooled connection.
pub(super) struct Link {
    pub(super) conn: Conn,
    broken: bool,
    /// Nothing after an error, which may have been the connection's own.
    pub(super) last_used: Option<Instant>,
    /// How many of the pool's connections had died when this one was last known to live.
    deaths_known: u64,
    deaths: Deaths,
}

/// How many connections of one pool were found dead. What ended one (a restart, a failover) has likely ended the others,
/// so that after a death each is tried before it is used, however short its rest.
#[derive(Clone, Default)]
struct Deaths(Arc<AtomicU64>);

impl Deaths {
    fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

impl Link {
    fn is_fresh(&self) -> bool {
        self.deaths_known == self.deaths.count()
            && self.last_used.is_some_and(|used| used.elapsed() < TRIED_AFTER)
    }

    /// Whether the connection can be used: by its last use, or by trying it. One that cannot leaves the pool.
    pub(super) fn works(&mut self) -> bool {
        let deaths = self.deaths.count();
        if !self.is_fresh() && self.conn.batch_execute("SELECT 1").is_err() {
            self.has_died();
            return false;
        }
        self.deaths_known = deaths;
        self.last_used = Some(Instant::now());
        true
    }

    fn has_died(&mut self) {
        self.broken = true;
        self.deaths.0.fetch_add(1, Ordering::AcqRel);
    }

    pub(super) fn transaction<T, E: From<StoreError>>(
        &mut self,
        begin: &str,
        work: impl FnOnce(&mut Conn) -> Result<Outcome<T>, E>,
    ) -> Result<T, E> {
        self.begin(begin)?;
        match work(&mut self.conn) {
            Ok(Outcome::Commit(value)) => {
                let committed = <Conn as Connection>::TransactionManager::commit_transaction(&mut self.conn);
                self.noticing(committed)?;
                Ok(value)
            }
            Ok(Outcome::Rollback(value)) => {
                self.roll_back();
                Ok(value)
            }
            Err(error) => {
                self.roll_back();
                self.last_used = None;
                Err(error)
            }
        }
    }

    fn begin(&mut self, sql: &str) -> Result<(), StoreError> {
        let begun = match &mut self.conn {
            Conn::Pg(conn) => AnsiTransactionManager::begin_transaction_sql(conn, sql),
            Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, sql),
        };
        self.noticing(begun)
    }

    /// A connection that cannot roll back is thrown away, and its transaction with it.
    fn roll_back(&mut self) {
        if <Conn as Connection>::TransactionManager::rollback_transaction(&mut self.conn).is_err() {
            self.has_died();
        }
    }

    fn noticing(&mut self, result: diesel::QueryResult<()>) -> Result<(), StoreError> {
        result.map_err(|error| {
            let error = StoreError::from(error);
            if error == StoreError::Unavailable {
                self.has_died();
            }
            error
        })
    }
}

/// Where a URL leads. The engine is named by its scheme and never guessed: a typing error must not create a database.
#[derive(Clone)]
pub(super) enum Target {
    Sqlite(String),
    Postgres(String),
}

const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                               PRAGMA foreign_keys = ON;";
pub(super) const POSTGRES_SETTINGS: &str = "SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET statement_timeout = '30s'; SET client_min_messages = warning;";

impl Target {
    pub(super) fn parse(url: &str) -> Result<Target, StoreError> {
        match url.strip_prefix("sqlite:") {
            Some("" | ":memory:") => Err(StoreError::Database("sqlite: needs the path of a file".to_owned())),
            Some(path) => Ok(Target::Sqlite(path.to_owned())),
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Target::Postgres(url.to_owned()))
            }
            None => Err(StoreError::Database("the URL must begin with sqlite: or postgres://".to_owned())),
        }
    }

    pub(super) const fn engine(&self) -> &'static str {
        match self {
            Target::Sqlite(_) => "sqlite",
            Target::Postgres(_) => "postgres",
        }
    }

    fn connect(&self) -> Result<Conn, StoreError> {
        let conn = match self {
            Target::Sqlite(path) => SqliteConnection::establish(path).map(Conn::Sqlite),
            Target::Postgres(url) => PgConnection::establish(url).map(Conn::Pg),
        };
        let mut conn = conn.map_err(|error| {
            // The engine's report may name the user and the host, never the password.
            log::error!("no connection to the database: {error}");
            StoreError::Unavailable
        })?;
        conn.batch_execute(match conn {
            Conn::Sqlite(_) => SQLITE_SETTINGS,
            Conn::Pg(_) => POSTGRES_SETTINGS,
        })?;
        Ok(conn)
    }
}

/// Makes and judges connections for the pool.
pub(super) struct Manager {
    target: Target,
    deaths: Deaths,
}

impl Manager {
    pub(super) fn new(target: Target) -> Manager {
        Manager { target, deaths: Deaths::default() }
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Link;
    type Error = StoreError;

    fn connect(&self) -> Result<Link, StoreError> {
        let deaths_known = self.deaths.count();
        let conn = self.target.connect()?;
        let deaths = self.deaths.clone();
        Ok(Link { conn, broken: false, last_used: Some(Instant::now()), deaths_known, deaths })
    }

    fn is_valid(&self, link: &mut Link) -> Result<(), StoreError> {
        Ok(link.conn.batch_execute("SELECT 1")?)
    }

    /// After a panic inside a transaction the transaction is still open: the connection must not be used again.
    fn has_broken(&self, link: &mut Link) -> bool {
        link.broken
            || std::thread::panicking()
            || <Conn as Connection>::TransactionManager::is_broken_transaction_manager(&mut link.conn)
    }
}

//! Both engines behind one connection: the pool, transactions, migrations. It knows no table.
//!
//! Blocking work runs in one hop of the runtime's blocking pool, behind a semaphore of the pool's size, so that waiting
//! for a connection costs no thread. A database error inside a write ends it: PostgreSQL would refuse all that follows.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::Semaphore;

use super::conn::{Conn, Manager, POSTGRES_SETTINGS, Target};
use super::error::StoreError;

const POSTGRES_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE_MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How long a request waits for a connection before it is told to come back later.
const WAIT: Duration = Duration::from_secs(5);
/// The number under which one process at a time migrates a PostgreSQL database.
const MIGRATION_LOCK: i64 = 0x7468_6164_7300;

/// What becomes of a write whose closure ended well.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Keep what was written.
    Commit(T),
    /// Write nothing, but answer (a dry run).
    Rollback(T),
}

/// The database of this process. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pool: r2d2::Pool<Manager>,
    waiting: Arc<Semaphore>,
    engine: &'static str,
}

impl Store {
    /// Opens `sqlite:<path>` or `postgres://…` with at most `pool_size` connections. Migrates nothing.
    ///
    /// # Errors
    /// [`StoreError::Database`] for any other URL, [`StoreError::Unavailable`] when no connection can be made.
    pub fn open(url: &str, pool_size: u32) -> Result<Store, StoreError> {
        let target = Target::parse(url)?;
        let engine = target.engine();
        let manager = Manager::new(target);
        // One attempt first: r2d2 itself would only say, after a long wait, that it timed out.
        drop(r2d2::ManageConnection::connect(&manager)?);
        let size = pool_size.max(1);
        let pool = r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(WAIT)
            .build(manager)
            .map_err(|_| StoreError::Unavailable)?;
        Ok(Store { pool, waiting: Arc::new(Semaphore::new(usize::try_from(size).unwrap_or(1))), engine })
    }

    /// Reads within one snapshot, so that several queries see the same state. Nothing that the closure writes is kept.
    ///
    /// # Errors
    /// Whatever the closure returns, or a [`StoreError`].
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let mut link = self.link()?;
        let begin = match link.conn {
            Conn::Pg(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Conn::Sqlite(_) => "BEGIN",
        };
        link.transaction(begin, |conn| work(conn).map(Outcome::Rollback))
    }

    /// Reads by one query, with no transaction around it. The cheapest way; several queries may see different states.
    ///
    /// # Errors
    /// Whatever the closure returns, or a [`StoreError`].
    pub fn read_one<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut link = self.link()?;
        let result = work(&mut link.conn);
        if result.is_err() {
            link.last_used = None;
        }
        result
    }

    /// Writes: all of it, or nothing when the closure returns an error.
    ///
    /// # Errors
    /// Whatever the closure returns, or a [`StoreError`].
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_then(|conn| work(conn).map(Outcome::Commit))
    }

    /// Writes, and lets the closure choose to keep nothing and still answer.
    ///
    /// # Errors
    /// Whatever the closure returns, or a [`StoreError`].
    pub fn write_then<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<Outcome<T>, E>,
    ) -> Result<T, E> {
        let mut link = self.link()?;
        let begin = match link.conn {
            Conn::Pg(_) => "BEGIN",
            // A deferred transaction that reads first fails at once when it then wants the write lock.
            Conn::Sqlite(_) => "BEGIN IMMEDIATE",
        };
        link.transaction(begin, work)
    }

    /// [`Store::read`] for async callers.
    ///
    /// # Errors
    /// As [`Store::read`]; [`StoreError::Busy`] when no connection came free in time.
    pub async fn run_read<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.run(move |store| store.read(work)).await
    }

    /// [`Store::read_one`] for async callers.
    ///
    /// # Errors
    /// As [`Store::read_one`]; [`StoreError::Busy`] when no connection came free in time.
    pub async fn run_read_one<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.run(move |store| store.read_one(work)).await
    }

    /// [`Store::write`] for async callers. A caller that goes away does not stop the work.
    ///
    /// # Errors
    /// As [`Store::write`]; [`StoreError::Busy`] when no connection came free in time.
    pub async fn run_write<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.run(move |store| store.write(work)).await
    }

    /// [`Store::write_then`] for async callers.
    ///
    /// # Errors
    /// As [`Store::write_then`]; [`StoreError::Busy`] when no connection came free in time.
    pub async fn run_write_then<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<Outcome<T>, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.run(move |store| store.write_then(work)).await
    }

    /// One blocking hop that may use the store as it likes: a use case that reads and then writes.
    ///
    /// # Errors
    /// Whatever the closure returns; [`StoreError::Busy`] when no connection came free in time.
    pub async fn run<T, E>(&self, work: impl FnOnce(&Store) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let permit = tokio::time::timeout(WAIT, Arc::clone(&self.waiting).acquire_owned())
            .await
            .map_err(|_| StoreError::Busy)?
            .map_err(|_| StoreError::Unavailable)?;
        let store = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let result = work(&store);
            drop(permit);
            result
        });
        done.await.map_err(|_| StoreError::Database("the work panicked".to_owned()))?
    }

    /// Brings the tables up to date and tells which migrations were run. On PostgreSQL one process at a time.
    ///
    /// # Errors
    /// [`StoreError::Database`] with the migration's name.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        match &mut self.link()?.conn {
            Conn::Sqlite(conn) => run_migrations(conn, SQLITE_MIGRATIONS),
            Conn::Pg(conn) => {
                // Waiting for another process's migrations may take longer than any request may.
                conn.batch_execute(&format!(
                    "SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({MIGRATION_LOCK})"
                ))?;
                let result = run_migrations(conn, POSTGRES_MIGRATIONS);
                conn.batch_execute(&format!(
                    "SELECT pg_advisory_unlock({MIGRATION_LOCK}); {POSTGRES_SETTINGS}"
                ))?;
                result
            }
        }
    }

    /// The migrations that have not been run.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the list cannot be read.
    pub fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        let pending = match &mut self.link()?.conn {
            Conn::Sqlite(conn) => conn
                .pending_migrations(SQLITE_MIGRATIONS)
                .map(|found| found.iter().map(|m| m.name().to_string()).collect()),
            Conn::Pg(conn) => conn
                .pending_migrations(POSTGRES_MIGRATIONS)
                .map(|found| found.iter().map(|m| m.name().to_string()).collect()),
        };
        pending.map_err(|error| StoreError::Database(error.to_string()))
    }

    /// Takes migrations back, the newest first, down to and with this version.
    #[cfg(test)]
    pub(super) fn take_back(&self, last: &str) -> Result<(), StoreError> {
        match &mut self.link()?.conn {
            Conn::Sqlite(conn) => revert(conn, || SQLITE_MIGRATIONS, last),
            Conn::Pg(conn) => revert(conn, || POSTGRES_MIGRATIONS, last),
        }
    }

    /// `sqlite` or `postgres`.
    pub const fn engine(&self) -> &'static str {
        self.engine
    }

    /// A connection that works.
    fn link(&self) -> Result<r2d2::PooledConnection<Manager>, StoreError> {
        for _ in 0..=self.pool.max_size() {
            let mut link = self.pool.get().map_err(|_| StoreError::Unavailable)?;
            if link.works() {
                return Ok(link);
            }
        }
        Err(StoreError::Unavailable)
    }
}

fn run_migrations<C, DB>(conn: &mut C, migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
{
    conn.run_pending_migrations(migrations)
        .map(|done| done.iter().map(ToString::to_string).collect())
        .map_err(|error| StoreError::Database(error.to_string()))
}

#[cfg(test)]
fn revert<C, DB>(
    conn: &mut C,
    migrations: impl Fn() -> EmbeddedMigrations,
    last: &str,
) -> Result<(), StoreError>
where
    C: MigrationHarness<DB>,
    DB: diesel::backend::Backend,
{
    loop {
        let version = conn.revert_last_migration(migrations());
        if version.map_err(|error| StoreError::Database(error.to_string()))?.to_string() == last {
            return Ok(());
        }
    }
}

//! A fresh, migrated database for one test, on either engine; gone afterwards. PostgreSQL needs `TEST_DATABASE_URL` (set by
//! tests/run), unless `THADS_TEST_ENGINES=sqlite` says that it is not wanted.

use std::cell::Cell;
use std::sync::OnceLock;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use thads::store::Store;

/// Where the database is, and what must be cleared away.
pub struct Db {
    pub url: String,
    /// Something was written past the program.
    pub meddled: Cell<bool>,
    postgres: Option<(String, String)>,
    _dir: Option<tempfile::TempDir>,
}

impl Db {
    /// A file, copied from a migrated one.
    pub fn sqlite() -> Db {
        static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = TEMPLATE.get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("template.sqlite3");
            let store = Store::open(&format!("sqlite:{}", path.display()), 1).unwrap();
            store.migrate().unwrap();
            drop(store); // the last connection to close writes the log back into the file
            std::fs::read(path).unwrap()
        });
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("test.sqlite3");
        std::fs::write(&path, bytes).unwrap();
        Db {
            url: format!("sqlite:{}", path.display()),
            meddled: Cell::default(),
            postgres: None,
            _dir: Some(dir),
        }
    }

    /// A database of the test cluster; nothing when PostgreSQL is expressly not wanted.
    pub fn postgres() -> Option<Db> {
        if std::env::var("THADS_TEST_ENGINES").as_deref() == Ok("sqlite") {
            return None;
        }
        let base = std::env::var("TEST_DATABASE_URL")
            .expect("TEST_DATABASE_URL is not set: run tests/run, or set THADS_TEST_ENGINES=sqlite");
        let mut admin = PgConnection::establish(&base).expect("TEST_DATABASE_URL leads to no PostgreSQL");
        static TEMPLATE: OnceLock<String> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            let name = format!("a{}", uuid::Uuid::now_v7().simple());
            admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
            Store::open(&beside(&base, &name), 1).unwrap().migrate().unwrap();
            name
        });
        let name = format!("a{}", uuid::Uuid::now_v7().simple());
        clone(&mut admin, &name, template);
        // What a crash leaves behind is not the subject here: no test waits for the disk.
        admin.batch_execute(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).unwrap();
        let url = beside(&base, &name);
        Some(Db { url, meddled: Cell::default(), postgres: Some((base, name)), _dir: None })
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        if let Some((base, name)) = &self.postgres
            && let Ok(mut admin) = PgConnection::establish(base)
        {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// A pool's last connection may still be closing when the template is to be copied.
fn clone(admin: &mut PgConnection, name: &str, template: &str) {
    for _ in 0..400 {
        match admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")) {
            Ok(()) => return,
            Err(error) if error.to_string().contains("being accessed by other users") => {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            Err(error) => panic!("cannot clone the template: {error}"),
        }
    }
    panic!("the template database never came free");
}

/// The same server, another database.
fn beside(url: &str, name: &str) -> String {
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let server = path.rsplit_once('/').map_or(path, |(server, _)| server);
    query.map_or_else(|| format!("{server}/{name}"), |query| format!("{server}/{name}?{query}"))
}

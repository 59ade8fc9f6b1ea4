//! A fresh, migrated database for one test, on either engine. Tests of PostgreSQL need `TEST_DATABASE_URL` and fail without
//! it, unless `THADS_TEST_ENGINES=sqlite` says that they are not wanted.

use std::sync::OnceLock;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;

use crate::store::Store;

/// A database of its own; gone when dropped.
pub struct TestDb {
    store: Option<Store>,
    url: String,
    postgres: Option<(String, String)>,
    _dir: Option<tempfile::TempDir>,
}

impl TestDb {
    /// A database in a file, copied from a migrated one.
    pub fn sqlite() -> TestDb {
        static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("test.sqlite3");
        let bytes = TEMPLATE.get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("template.sqlite3");
            let store = Store::open(&format!("sqlite:{}", path.display()), 1).unwrap();
            store.migrate().unwrap();
            drop(store); // the last connection to close writes the log back into the file
            std::fs::read(path).unwrap()
        });
        std::fs::write(&path, bytes).unwrap();
        let url = format!("sqlite:{}", path.display());
        TestDb { store: Some(Store::open(&url, 8).unwrap()), url, postgres: None, _dir: Some(dir) }
    }

    /// A database of the test cluster, cloned from a migrated one; nothing when PostgreSQL is expressly not wanted.
    pub fn postgres() -> Option<TestDb> {
        static TEMPLATE: OnceLock<String> = OnceLock::new();
        if std::env::var("THADS_TEST_ENGINES").as_deref() == Ok("sqlite") {
            return None;
        }
        let base = std::env::var("TEST_DATABASE_URL").expect(
            "TEST_DATABASE_URL is not set: run tests/run, which starts PostgreSQL, or set THADS_TEST_ENGINES=sqlite",
        );
        let mut admin = PgConnection::establish(&base).expect("TEST_DATABASE_URL leads to no PostgreSQL");
        let template = TEMPLATE.get_or_init(|| {
            let name = format!("t{}", uuid::Uuid::now_v7().simple());
            admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
            Store::open(&beside(&base, &name), 1).unwrap().migrate().unwrap();
            name
        });
        let name = format!("t{}", uuid::Uuid::now_v7().simple());
        clone(&mut admin, &name, template);
        let url = beside(&base, &name);
        let store = Store::open(&url, 8).unwrap();
        Some(TestDb { store: Some(store), url, postgres: Some((base, name)), _dir: None })
    }

    /// Another database of the same engine, with nothing in it.
    pub fn empty(&self) -> TestDb {
        let Some((base, _)) = &self.postgres else {
            let dir = tempfile::tempdir().unwrap();
            let url = format!("sqlite:{}", dir.path().join("empty.sqlite3").display());
            let store = Store::open(&url, 8).unwrap();
            return TestDb { store: Some(store), url, postgres: None, _dir: Some(dir) };
        };
        let name = format!("t{}", uuid::Uuid::now_v7().simple());
        let mut admin = PgConnection::establish(base).unwrap();
        clone(&mut admin, &name, "template0");
        let url = beside(base, &name);
        let store = Store::open(&url, 8).unwrap();
        TestDb { store: Some(store), url, postgres: Some((base.clone(), name)), _dir: None }
    }

    /// The open store.
    pub fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    /// Its URL, for a second process or pool.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        drop(self.store.take());
        if let Some((base, name)) = &self.postgres
            && let Ok(mut admin) = PgConnection::establish(base)
        {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// A pool's last connection may still be closing when the template is to be copied.
fn clone(admin: &mut PgConnection, name: &str, template: &str) {
    for _ in 0..200 {
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

/// Makes two tests of each function `fn name(db: &TestDb)`: `name::sqlite` and `name::postgres`.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(&$crate::store::tests::support::TestDb::sqlite());
            }

            #[test]
            fn postgres() {
                match $crate::store::tests::support::TestDb::postgres() {
                    Some(db) => super::$name(&db),
                    None => println!("not run: THADS_TEST_ENGINES=sqlite"),
                }
            }
        }
    )+};
}
pub(crate) use on_both_engines;

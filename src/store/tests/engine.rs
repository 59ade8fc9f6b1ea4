//! Pool, transactions and migrations.

use diesel::connection::SimpleConnection;

use super::sample::{at, day, dong, id, register};
use super::support::{TestDb, on_both_engines};
use crate::store::{Conn, Outcome, Store, StoreError, receipts as receipt_rows};

on_both_engines!(
    migrations_run_once,
    going_back_loses_no_receipt_of_a_case,
    a_write_that_fails_keeps_nothing,
    a_dry_run_answers_and_keeps_nothing,
    a_panic_leaves_no_open_transaction,
    a_read_keeps_nothing,
);

#[test]
fn only_a_url_that_names_its_engine_is_opened() {
    for url in ["postgres:nope", "data.sqlite3", "mysql://x/y", "sqlite:", "sqlite::memory:", ""] {
        assert!(matches!(Store::open(url, 1), Err(StoreError::Database(_))), "{url}");
    }
    assert_eq!(Store::open("postgres://nobody@127.0.0.1:1/none", 1).err(), Some(StoreError::Unavailable));
}

fn migrations_run_once(db: &TestDb) {
    assert!(db.store().pending_migrations().unwrap().is_empty());
    assert!(db.store().migrate().unwrap().is_empty());
}

fn going_back_loses_no_receipt_of_a_case(db: &TestDb) {
    use crate::store::schema::receipts::dsl::receipts;
    use diesel::prelude::*;
    db.store()
        .write(|conn| {
            let made = register(conn)?;
            receipt_rows::insert(
                conn,
                &receipt_rows::Receipt {
                    id: id(),
                    office_id: made.office,
                    case_id: Some(made.case),
                    matter_id: None,
                    asset_id: None,
                    book: "receipts".into(),
                    year: 2026,
                    number: 1,
                    kind: "voluntary_payment".into(),
                    channel: "cash".into(),
                    amount: dong(1_000),
                    received_on: day(7, 20),
                    lookup: "0123456789AB".into(),
                    doc: "{}".into(),
                    created_at: at(1),
                },
            )
        })
        .unwrap();
    db.store().take_back("00000000000061").unwrap();
    let left = |conn: &mut Conn| Ok::<i64, StoreError>(receipts.count().get_result(conn)?);
    assert_eq!(db.store().read(left), Ok(1));
}

/// SQLite has no server that could end a connection.
mod connections_that_died_are_replaced {
    #[test]
    fn postgres() {
        if let Some(db) = super::TestDb::postgres() {
            super::connections_that_died_are_replaced(&db);
        }
    }
}

fn connections_that_died_are_replaced(db: &TestDb) {
    let kill = || {
        let sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let other = Store::open(db.url(), 1).unwrap();
        other.read_one(|conn| Ok::<_, StoreError>(conn.batch_execute(sql)?)).unwrap();
    };
    three_at_once(db.store());
    kill();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(notes(db), 0, "a connection that has rested is tried first");
    three_at_once(db.store());
    kill();
    let first = db.store().write(insert_note);
    assert!(
        matches!(first, Ok(()) | Err(StoreError::Unavailable)),
        "one that was just used may fail once: {first:?}"
    );
    let kept = i64::from(first.is_ok());
    assert_eq!(notes(db), kept, "the others are tried first: they died of the same cause");
    three_at_once(db.store());
}

/// Uses three connections of the pool at the same time.
fn three_at_once(store: &Store) {
    let one = |inner: &dyn Fn()| {
        store.read_one(|conn| {
            conn.batch_execute("SELECT 1")?;
            inner();
            Ok::<_, StoreError>(())
        })
    };
    one(&|| one(&|| one(&|| ()).unwrap()).unwrap()).unwrap();
}

fn insert_note(conn: &mut Conn) -> Result<(), StoreError> {
    Ok(conn.batch_execute(
        "INSERT INTO refused_attempts (id, at, actor_id, aggregate_kind, action, codes, body) VALUES \
         ('01890000-0000-7000-8000-000000000001', '2026-07-01T00:00:00.000000Z', \
          '01890000-0000-7000-8000-000000000002', 'case', 'x', '[]', '{}')",
    )?)
}

fn notes(db: &TestDb) -> i64 {
    use crate::store::schema::refused_attempts::dsl::refused_attempts;
    use diesel::prelude::*;
    db.store().read(|conn| Ok::<_, StoreError>(refused_attempts.count().get_result(conn)?)).unwrap()
}

fn a_write_that_fails_keeps_nothing(db: &TestDb) {
    let result = db.store().write(|conn| {
        insert_note(conn)?;
        Err::<(), _>(StoreError::Stale)
    });
    assert_eq!(result, Err(StoreError::Stale));
    assert_eq!(notes(db), 0);
    db.store().write(insert_note).unwrap();
    assert_eq!(notes(db), 1);
}

fn a_dry_run_answers_and_keeps_nothing(db: &TestDb) {
    let answer = db.store().write_then(|conn| {
        insert_note(conn)?;
        Ok::<_, StoreError>(Outcome::Rollback(7))
    });
    assert_eq!(answer, Ok(7));
    assert_eq!(notes(db), 0);
}

fn a_panic_leaves_no_open_transaction(db: &TestDb) {
    let one = Store::open(db.url(), 1).unwrap();
    let copy = one.clone();
    let thread = std::thread::spawn(move || {
        let _ = copy.write(|conn| {
            insert_note(conn)?;
            if true {
                panic!("on purpose");
            }
            Ok::<_, StoreError>(())
        });
    });
    assert!(thread.join().is_err());
    assert_eq!(notes(db), 0);
    one.write(insert_note).unwrap();
    assert_eq!(notes(db), 1);
}

fn a_read_keeps_nothing(db: &TestDb) {
    let _ = db.store().read(insert_note);
    assert_eq!(notes(db), 0);
}

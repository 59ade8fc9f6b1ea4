//! Many at once: writers, numbers, keys, migrations, waiting.

use std::thread;

use super::sample::{Register, at, day, id, register};
use super::support::{TestDb, on_both_engines};
use crate::store::deadlines::{Owner, hold};
use crate::store::events::{self, Event};
use crate::store::{AnyId, Conn, Scope, Store, StoreError, cases, counters, idempotency};

on_both_engines!(
    eight_writers_do_not_disturb_each_other,
    numbers_have_no_gaps,
    one_key_does_its_work_once,
    the_same_migrations_can_be_started_twice,
    async_callers_share_the_pool,
    a_history_grows_from_both_sides_without_a_collision,
);

/// Read, decide, write with compare-and-set: 8 threads, 50 times each, all on one case.
fn eight_writers_do_not_disturb_each_other(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let scope = Scope::office(made.office);
    let step = |conn: &mut Conn| {
        let case = cases::get(conn, &scope, made.case)?;
        cases::compare_and_set(conn, &case)
    };
    let (mut kept, mut lost) = (0, 0);
    thread::scope(|threads| {
        let work = || (0..50).map(|_| db.store().write(step)).collect::<Vec<_>>();
        let all: Vec<_> = (0..8).map(|_| threads.spawn(work)).collect();
        for result in all.into_iter().flat_map(|thread| thread.join().unwrap()) {
            match result {
                Ok(_) => kept += 1,
                Err(StoreError::Stale) => lost += 1,
                Err(error) => panic!("{error}"),
            }
        }
    });
    let version = db.store().read(|conn| cases::get(conn, &scope, made.case)).unwrap().version;
    assert_eq!((kept + lost, version), (400, 1 + kept));
    if db.store().engine() == "sqlite" {
        assert_eq!(lost, 0, "the write lock is taken before the read");
    }
}

fn numbers_have_no_gaps(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let take = |turn: i32| {
        db.store().write(|conn| {
            let number = counters::next(conn, made.office, "decisions", 2026)?;
            // Every fifth changes its mind: its number must be given again.
            if turn % 5 == 0 { Err(StoreError::Stale) } else { Ok(number) }
        })
    };
    let mut given: Vec<i64> = thread::scope(|threads| {
        let all: Vec<_> = (0..8)
            .map(|_| threads.spawn(|| (0..25).filter_map(|turn| take(turn).ok()).collect::<Vec<_>>()))
            .collect();
        all.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    given.sort_unstable();
    assert_eq!(given, (1..=160).collect::<Vec<_>>());
    let other = db.store().write(|conn| counters::next(conn, made.office, "decisions", 2027));
    assert_eq!(other, Ok(1), "each year counts from one");
}

fn one_key_does_its_work_once(db: &TestDb) {
    let user = db.store().write(register).unwrap().officer;
    let once = || {
        db.store().write(|conn| {
            if idempotency::begin(conn, user, "key", "digest", at(0))?.is_some() {
                return Ok::<_, StoreError>(0);
            }
            idempotency::save(conn, user, "key", 201, "{}", "done")?;
            Ok(1)
        })
    };
    let done: i32 = thread::scope(|threads| {
        let all: Vec<_> = (0..8).map(|_| threads.spawn(once)).collect();
        all.into_iter().map(|thread| thread.join().unwrap().unwrap()).sum()
    });
    assert_eq!(done, 1);
}

fn the_same_migrations_can_be_started_twice(db: &TestDb) {
    let empty = db.empty();
    let run: usize = thread::scope(|threads| {
        let migrate = || Store::open(empty.url(), 1).unwrap().migrate().unwrap().len();
        match db.store().engine() {
            // One process owns an SQLite file.
            "sqlite" => migrate(),
            _ => {
                let all: Vec<_> = (0..4).map(|_| threads.spawn(migrate)).collect();
                all.into_iter().map(|thread| thread.join().unwrap()).sum()
            }
        }
    });
    assert!(run > 0);
    assert!(empty.store().pending_migrations().unwrap().is_empty());
    assert!(db.store().migrate().unwrap().is_empty());
}

fn async_callers_share_the_pool(db: &TestDb) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store = Store::open(db.url(), 2).unwrap();
    runtime.block_on(async {
        let made = store.run_write(register).await.unwrap();
        let scope = Scope::office(made.office);
        let reads: Vec<_> = (0..40)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(
                    async move { store.run_read(move |conn| cases::get(conn, &scope, made.case)).await },
                )
            })
            .collect();
        for read in reads {
            assert!(read.await.unwrap().is_ok());
        }
        let panicked = store.run_read_one(|_| -> Result<(), StoreError> { panic!("on purpose") }).await;
        assert!(matches!(panicked, Err(StoreError::Database(_))));
        assert!(store.run_read_one(move |conn| cases::visible(conn, &scope, made.case)).await.unwrap());
    });
}

/// The next event of a case; nothing in it but its place.
fn next_event(conn: &mut Conn, made: &Register) -> Result<(), StoreError> {
    let last = events::last(conn, made.case)?;
    let (seq, previous_hash) = last.map(|last| (last.seq, last.hash)).unwrap_or_default();
    let event = Event {
        id: id(),
        aggregate_kind: "case".into(),
        aggregate_id: AnyId::from(made.case),
        seq: seq + 1,
        office_id: made.office,
        case_id: Some(made.case),
        code: "T".into(),
        action: "x".into(),
        actor_id: made.officer,
        effective_on: day(9, 1),
        recorded_at: at(0),
        previous_hash,
        hash: (seq + 1).to_string(),
        body: "{}".into(),
    };
    events::append(conn, &[event])
}

/// People change a case by its version while the software adds to its history without changing it: a person may find the case
/// changed by another person, and nobody ever finds the place in the history taken.
fn a_history_grows_from_both_sides_without_a_collision(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let scope = Scope::office(made.office);
    let person = |conn: &mut Conn| {
        let case = cases::get(conn, &scope, made.case)?;
        cases::compare_and_set(conn, &case)?;
        next_event(conn, &made)
    };
    let software = |conn: &mut Conn| {
        hold(conn, Owner::Case(made.case))?;
        next_event(conn, &made)
    };
    let kept: i64 = thread::scope(|threads| {
        let all: Vec<_> = (0..8)
            .map(|turn| {
                threads.spawn(move || {
                    let work =
                        || if turn % 2 == 0 { db.store().write(person) } else { db.store().write(software) };
                    let results = (0..25).map(|_| work());
                    results.fold(0, |kept, result| match result {
                        Ok(()) => kept + 1,
                        Err(StoreError::Stale) if turn % 2 == 0 => kept,
                        Err(error) => panic!("{error}"),
                    })
                })
            })
            .collect();
        all.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let last = db.store().read(|conn| events::last(conn, made.case)).unwrap();
    assert_eq!(
        last.map(|last| (last.seq, last.hash)),
        Some((kept, kept.to_string())),
        "each place once, none left out"
    );
    assert!(kept >= 100);
}

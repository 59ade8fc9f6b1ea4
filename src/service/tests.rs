//! Use cases under competition, on both engines: the same key at once, the same refresh token at once.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::auth::{self, Keys};
use super::clock::SettableClock;
use super::context::Core;
use super::error::{ApiError, ApiResult};
use super::idempotency::{Answer, Once, idempotent};
use super::offices::{NewOffice, OfficeKind};
use super::users::NewUser;
use super::{offices, password, users};
use crate::domain::ids::UserId;
use crate::domain::law::Law;
use crate::settings::Settings;
use crate::store::Store;
use crate::store::tests::support::{TestDb, on_both_engines};

const PASSWORD: &str = "một mật khẩu dài";

fn now() -> DateTime<Utc> {
    "2026-07-15T02:00:00Z".parse().unwrap()
}

fn add_user(store: &Store) -> UserId {
    let new = NewUser {
        login: "an.nguyen".to_owned(),
        display_name: "An".to_owned(),
        password: PASSWORD.to_owned(),
        grants: Vec::new(),
    };
    let hash = password::hash(PASSWORD).unwrap();
    let added = store.write(|conn| users::insert(conn, &new, hash, now().into()));
    added.unwrap_or_else(|error: ApiError| panic!("{error:?}")).user.id
}

fn add_office(store: &Store, once: &Once, code: &str) -> ApiResult<Answer> {
    store.write(|conn| {
        idempotent(conn, once, now(), |conn| {
            let new = NewOffice {
                code: code.to_owned(),
                kind: OfficeKind::Agency,
                parent_id: None,
                name: "Thử".to_owned(),
                is_city: false,
                from: "2026-07-01".parse().unwrap(),
                to: None,
            };
            let office = offices::insert(conn, new)?;
            Answer::created(format!("/api/v1/offices/{}", office.id), &office)
        })
    })
}

fn the_same_key_at_once_is_one_piece_of_work(db: &TestDb) {
    let user = add_user(db.store());
    let once = Once { user, key: Some("k".to_owned()), digest: "d".to_owned() };
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let one = || add_office(db.store(), &once, "X").unwrap();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(one)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    let first = answers.first().unwrap();
    assert!(answers.iter().all(|answer| answer.body == first.body && answer.location == first.location));
    assert!(answers.iter().all(|answer| answer.status == 201));
}

fn work_that_failed_gives_its_key_back(db: &TestDb) {
    let user = add_user(db.store());
    let once = |key: &str| Once { user, key: Some(key.to_owned()), digest: "d".to_owned() };
    assert!(!add_office(db.store(), &once("first"), "X").unwrap().replayed);
    assert!(add_office(db.store(), &once("second"), "X").is_err(), "the code is taken");
    assert!(!add_office(db.store(), &once("second"), "Y").unwrap().replayed);
}

fn a_refresh_token_used_twice_at_once_ends_the_sign_in(db: &TestDb) {
    add_user(db.store());
    let settings = Settings::defaults().unwrap();
    let core = Core {
        store: db.store().clone(),
        law: Arc::new(Law::embedded().unwrap()),
        clock: Arc::new(SettableClock::at(now())),
        settings: Arc::new(settings),
        signers: Arc::default(),
    };
    let keys = Keys::new(&[7; 32], 15).unwrap();
    let refresh = |token: &str| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(auth::refresh(&core, &keys, token))
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let first = auth::sign_in(&core, &keys, "an.nguyen".to_owned(), PASSWORD.to_owned());
    let first = runtime.block_on(first).unwrap();
    let answers: Vec<ApiResult<auth::SignedIn>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| refresh(&first.refresh))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let next: Vec<_> = answers.into_iter().flatten().collect();
    assert_eq!(next.len(), 1, "exactly one gets the next pair");
    assert!(refresh(&next.first().unwrap().refresh).is_err(), "and it is good for nothing");
    assert!(refresh(&Uuid::now_v7().to_string()).is_err());
}

on_both_engines!(
    the_same_key_at_once_is_one_piece_of_work,
    work_that_failed_gives_its_key_back,
    a_refresh_token_used_twice_at_once_ends_the_sign_in,
);

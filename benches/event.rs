//! What an event with its chain costs of a transition. In one run and in turn are timed: a whole transition through the service, one of the
//! cheapest there is; a transaction that compares and writes a case; the same with an event of the transition's content – the head of the
//! chain read, canonical JSON, SHA-256, the event written; and the same with the state's place in time too, by which lists of the past are
//! found. The differences are the event, and the event with its place, their share of the commit included. Medians, because a disk
//! has its moods.
//!
//! On a SQLite file (`--directory`, best on a real disk), and on PostgreSQL too with `--url` for an empty database.

#![allow(
    clippy::unwrap_used,
    clippy::float_arithmetic,
    missing_docs,
    reason = "a bench says what it expects, and times are no money"
)]

#[path = "load/case.rs"]
mod built;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use built::{Around, day, verified};
use clap::Parser;
use serde_json::json;
use thads::domain::actor::{Role, RoleGrant};
use thads::domain::case::Case;
use thads::domain::event::EventBody;
use thads::domain::ids::{CaseId, DecisionId, JudgmentId, OfficeId, PartyId, UserId};
use thads::domain::law::Law;
use thads::domain::lifecycle::case::CaseLifecycle;
use thads::domain::text::Lang;
use thads::service::acts::{Command, attempt};
use thads::service::clock::SettableClock;
use thads::service::context::Core;
use thads::service::convert;
use thads::service::idempotency::Once;
use thads::settings::{Secret, Settings};
use thads::store::heads::{self, Head};
use thads::store::{
    AnyId, At, Conn, Store, StoreError, cases, events, judgments, offices, until_further_notice, users,
};
use uuid::Uuid;

/// What to measure.
#[derive(Parser)]
struct Options {
    /// Where the SQLite file is put; it is removed at the end.
    #[arg(long, default_value = "target")]
    directory: PathBuf,
    /// An empty PostgreSQL database that may be filled.
    #[arg(long)]
    url: Option<String>,
    /// How often each is timed.
    #[arg(long, default_value_t = 2_000)]
    times: usize,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Cases of each kind: every act makes its case a little longer.
const CASES: usize = 200;

const OFFICE: u128 = 1;
const OFFICER: u128 = 2;
const JUDGMENT: u128 = 3;
const DEBTOR: u128 = 4;
/// Those on which the service acts, and those beside them.
const ACTED: u128 = 1_000;
const BESIDE: u128 = 10_000;
const CHAIN: u128 = 20_000;
const PLACED: u128 = 30_000;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// The n-th case, in verification.
fn case(n: u128) -> Case {
    let around = Around {
        office: OfficeId(id(OFFICE)),
        officer: UserId(id(OFFICER)),
        judgment: JudgmentId(id(JUDGMENT)),
        debtor: PartyId(id(DEBTOR)),
    };
    verified(CaseId(id(n)), DecisionId(id(n + 500_000)), &format!("{n}/2026/QĐ-THADS"), &around)
}

fn fill(conn: &mut Conn, now: At) -> Result<(), StoreError> {
    let (office, officer) = (OfficeId(id(OFFICE)), UserId(id(OFFICER)));
    let agency = offices::Office {
        id: office,
        code: "BENCH".to_owned(),
        parent_id: None,
        kind: "agency".to_owned(),
        name: "Thi hành án dân sự tỉnh Thử".to_owned(),
        is_city: false,
        from_on: day("2026-07-01"),
        to_on: None,
    };
    offices::insert(conn, &agency)?;
    let user = users::User {
        id: officer,
        login: "officer".to_owned(),
        display_name: "Chấp hành viên".to_owned(),
        password_hash: "none".to_owned(),
        active: true,
        created_at: now,
    };
    users::insert(conn, &user)?;
    let grant = RoleGrant {
        office,
        division: None,
        role: Role::EnforcementOfficer,
        from: day("2026-07-01"),
        to: None,
    };
    users::insert_grant(conn, Uuid::now_v7(), officer, &grant)?;
    let judgment = judgments::Judgment {
        id: JudgmentId(id(JUDGMENT)),
        office_id: office,
        division_id: None,
        version: 1,
        number: "1/2026/HS-ST".to_owned(),
        issuer: "Tòa án nhân dân khu vực Thử".to_owned(),
        pronounced_on: day("2026-07-01"),
        in_force_on: Some(day("2026-07-16")),
        received_on: Some(day("2026-07-20")),
        state: "registered".to_owned(),
        doc: "{}".to_owned(),
        created_at: now,
    };
    judgments::insert(conn, &judgment)?;
    for n in 0..CASES as u128 {
        for first in [ACTED, BESIDE] {
            cases::insert(conn, &convert::case_row(&case(first + n), now, 0).unwrap())?;
        }
    }
    Ok(())
}

/// The service over a filled database.
fn core(url: &str) -> Core {
    let store = Store::open(url, 2).unwrap();
    store.migrate().unwrap();
    let clock = Arc::new(SettableClock::at("2026-09-01T02:00:00Z".parse().unwrap()));
    store
        .write(|conn| {
            fill(conn, At::from("2026-09-01T02:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()))
        })
        .unwrap();
    let mut settings = Settings::defaults().unwrap();
    settings.database.url = url.to_owned();
    settings.auth.jwt_secret = Secret("a secret that only this bench knows".to_owned());
    thads::app::core(settings, store, Arc::new(Law::embedded().unwrap()), clock).unwrap()
}

fn transition(core: &Core, n: u128) {
    let user = UserId(id(OFFICER));
    let command = Command {
        user,
        id: id(ACTED + n),
        body: json!({"action": "demand_declaration"}),
        seen: None,
        dry_run: false,
        once: Once { user, key: Some(Uuid::now_v7().to_string()), digest: "0".repeat(64) },
        lang: Lang::Vi,
    };
    attempt::<CaseLifecycle>(&core.store, core, &command).unwrap();
}

/// The event that the service wrote last of a case.
fn last_event(core: &Core, n: u128) -> (events::Event, EventBody) {
    let mut rows = core.store.read(|conn| {
        let seq = events::last(conn, AnyId(id(ACTED + n)))?.unwrap().seq;
        events::page(conn, AnyId(id(ACTED + n)), seq - 1, 1)
    });
    let row = rows.as_mut().unwrap().remove(0);
    let body = serde_json::from_str(&row.body).unwrap();
    (row, body)
}

/// What a transaction writes beside its case.
#[derive(Clone, Copy)]
enum Beside {
    Nothing,
    Event,
    EventAndPlace,
}

/// A transaction that writes a case, and beside it perhaps an event of this content in a chain of its own.
fn write(core: &Core, case: &Case, n: u128, (row, body): &(events::Event, EventBody), beside: Beside) {
    core.store
        .write(|conn| -> Result<(), StoreError> {
            let now = At::from(chrono::Utc::now());
            cases::compare_and_set(conn, &convert::case_row(case, now, 1).unwrap())?;
            let chain = match beside {
                Beside::Nothing => return Ok(()),
                Beside::Event => AnyId(id(CHAIN + n)),
                Beside::EventAndPlace => AnyId(id(PLACED + n)),
            };
            let last = events::last(conn, chain)?;
            let (seq, previous) =
                last.as_ref().map_or((1, String::new()), |last| (last.seq + 1, last.hash.clone()));
            let body =
                EventBody { aggregate_id: chain.into(), seq, previous: previous.clone(), ..body.clone() };
            let sealed = body.seal().unwrap();
            let row = events::Event {
                id: AnyId(Uuid::now_v7()),
                aggregate_id: chain,
                seq,
                previous_hash: previous,
                hash: sealed.hash,
                body: sealed.text,
                ..row.clone()
            };
            let head = Head {
                event_id: row.id,
                kind: row.aggregate_kind.clone(),
                aggregate_id: chain,
                office_id: row.office_id,
                division_id: case.division,
                officer_id: case.officer,
                case_id: row.case_id,
                state: case.stage.as_str().to_owned(),
                held: false,
                confidential: false,
                from_at: row.recorded_at,
                until_at: until_further_notice(),
            };
            if matches!(beside, Beside::EventAndPlace) {
                heads::add(conn, &head, last.as_ref())?;
            }
            events::append(conn, &[row])
        })
        .unwrap();
}

fn timed(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e6
}

fn measure(name: &str, core: &Core, times: usize) {
    let (mut whole, mut sealing) = (Vec::new(), Vec::new());
    let mut written = [Vec::new(), Vec::new(), Vec::new()];
    let mut cases: Vec<Case> = (0..CASES as u128).map(|n| case(BESIDE + n)).collect();
    let mut bytes = 0;
    for round in 0..times + CASES {
        let n = round % CASES;
        let key = n as u128;
        let act = timed(|| transition(core, key));
        let event = last_event(core, key);
        let case = &mut cases[n];
        // Each comes first as often as the others; the first round warms everything up.
        for turn in 0..3 {
            let place = (round + turn) % 3;
            let beside = [Beside::Nothing, Beside::Event, Beside::EventAndPlace][place];
            case.version += 1;
            let took = timed(|| write(core, case, key, &event, beside));
            if round >= CASES {
                written[place].push(took);
            }
        }
        let seal = timed(|| {
            std::hint::black_box(event.1.seal().unwrap());
        });
        if round >= CASES {
            whole.push(act);
            sealing.push(seal);
            bytes += event.0.body.len();
        }
    }
    let (whole, sealing, [alone, with, placed]) = (median(whole), median(sealing), written.map(median));
    let share = |took: f64| (took - alone) / whole * 100.0;
    println!(
        "| {name} | {whole:.0} | {alone:.0} | {:.0} | {sealing:.0} | {} | {:.1} % | {:.0} | {:.1} % |",
        with - alone,
        bytes / times,
        share(with),
        placed - alone,
        share(placed)
    );
}

fn main() {
    let options = Options::parse();
    println!(
        "| engine | transition, µs | case alone, µs | event, µs | of it canonical JSON and SHA-256, µs | bytes an event | event : transition | with its place in time, µs | event and place : transition |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    let place = tempfile::tempdir_in(&options.directory).unwrap();
    let sqlite = core(&format!("sqlite:{}", place.path().join("bench.db").display()));
    measure("SQLite", &sqlite, options.times);
    if let Some(url) = &options.url {
        measure("PostgreSQL", &core(url), options.times);
    }
}

//! A database of a realistic size, made in SQL: ten offices with eight officers each, who share the cases. What is read must be
//! readable, so one case is made here in Rust and copied with other identifiers.

use std::time::Instant;

use chrono::NaiveDate;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use thads::domain::case::{Case, DecisionRef, NewCase, Stage, Track, Verification, VerificationKind};
use thads::domain::document::DocumentKind;
use thads::domain::ids::{CaseId, DecisionId, JudgmentId, OfficeId, PartyId, UserId};
use thads::domain::judgment::Mode;
use thads::domain::money::Dong;
use thads::store::Store;
use uuid::Uuid;

/// Officers in all; eight at each office.
pub const OFFICERS: usize = 80;

/// The kinds of rows, as part of their identifiers; those from 20 on come with the deadlines.
const HEAD: u16 = 20;
const AUDITOR: u16 = 21;
const CHIEF: u16 = 22;
const DIVISION: u16 = 23;
const OFFICE: u16 = 1;
const USER: u16 = 2;
const JUDGMENT: u16 = 3;
const DEBTOR: u16 = 4;
const CASE: u16 = 5;
const DECISION: u16 = 6;

/// The n-th identifier of a kind, shaped as a UUIDv7; `id(kind, n)` in SQL is the same.
fn id(kind: u16, n: usize) -> Uuid {
    Uuid::parse_str(&format!("0197c0de-{kind:04x}-7000-8000-{n:012x}")).unwrap()
}

/// The n-th officer.
pub fn officer(n: usize) -> UserId {
    UserId(id(USER, n))
}

/// The head of the n-th office.
pub fn head(n: usize) -> UserId {
    UserId(id(HEAD, n))
}

/// The chief officer of the n-th division; two divisions at each office.
pub fn chief(n: usize) -> UserId {
    UserId(id(CHIEF, n))
}

/// The n-th division.
pub fn division(n: usize) -> OfficeId {
    OfficeId(id(DIVISION, n))
}

/// Who reads everything.
pub fn auditor() -> UserId {
    UserId(id(AUDITOR, 0))
}

/// The office of the first eight officers.
pub fn office() -> OfficeId {
    OfficeId(id(OFFICE, 0))
}

/// How many cases each officer has.
pub fn own_cases(cases: usize) -> usize {
    cases / OFFICERS
}

/// An officer's n-th case.
pub fn own_case(officer: usize, n: usize) -> CaseId {
    CaseId(id(CASE, n * OFFICERS + officer))
}

/// The number of a case that stands for every other.
const MARK: usize = 0xaaaa_bbbb_cccc;
const MARK_OFFICE: usize = 0xaaaa_bbbb_0001;
const MARK_OFFICER: usize = 0xaaaa_bbbb_0002;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn template() -> String {
    let decision = |n: usize, kind, number: &str, on| DecisionRef {
        id: DecisionId(id(DECISION + n as u16, MARK)),
        kind,
        number: number.to_owned(),
        signed_on: day(on),
        sent_to_procuracy_on: Some(day("2026-08-05")),
    };
    let mut case = Case::open(NewCase {
        id: CaseId(id(CASE, MARK)),
        office: OfficeId(id(OFFICE, MARK_OFFICE)),
        judgment: JudgmentId(id(JUDGMENT, MARK)),
        request: None,
        mode: Mode::Proactive,
        track: Track::Standard,
        provisional_measure: false,
        decided_on: day("2026-08-03"),
        debtors: vec![(PartyId(id(DEBTOR, MARK)), false)],
        personal_duty: false,
        amount_due: Dong::new(250_000_000).unwrap(),
        decision: decision(0, DocumentKind::ProactiveDecision, "#number#", "2026-08-03"),
    });
    case.version = 1;
    case.officer = Some(officer(MARK_OFFICER));
    case.number = "#number#".to_owned();
    case.file_opened_on = Some(day("2026-08-07"));
    case.decisions.push(decision(1, DocumentKind::Assignment, "#number#", "2026-08-04"));
    case.verifications.push(Verification {
        kind: VerificationKind::First,
        on: day("2026-08-25"),
        confirmed_by: Some("Ủy ban nhân dân xã Thử".to_owned()),
        shows_ability: None,
    });
    for track in &mut case.debtors {
        track.failed_deliveries.push(day("2026-08-06"));
        track.notified_on = Some(day("2026-08-10"));
        track.voluntary_until = Some(day("2026-08-20"));
    }
    case.move_tracks(&[], Stage::Verification);
    serde_json::to_string(&case).unwrap()
}

/// Migrates and fills an empty database; tells what it did.
pub fn fill(url: &str, conn: &mut PgConnection, cases: usize) -> String {
    let started = Instant::now();
    Store::open(url, 1).unwrap().migrate().unwrap();
    let mark = |n: usize| format!("{n:012x}");
    let template = template().replace('\'', "''");
    let sql = include_str!("fill.sql")
        .replace(":officers", &OFFICERS.to_string())
        .replace(":cases", &cases.to_string())
        .replace(":template", &format!("'{template}'"))
        .replace(":mark_officer", &format!("'{}'", mark(MARK_OFFICER)))
        .replace(":mark_office", &format!("'{}'", mark(MARK_OFFICE)))
        .replace(":mark", &format!("'{}'", mark(MARK)));
    conn.batch_execute(&sql).unwrap();
    for table in ["cases", "events", "deadlines", "judgments", "parties", "obligations", "decisions"] {
        conn.batch_execute(&format!("VACUUM (FREEZE, ANALYZE) {table}")).unwrap();
    }
    conn.batch_execute("ANALYZE; CHECKPOINT").unwrap();
    eprintln!("filled in {:.0} s", started.elapsed().as_secs_f64());
    format!(
        "{cases} cases of {OFFICERS} officers at 10 offices, each with a judgment, two parties, an item, two decisions, \
         two deadlines and two events"
    )
}

/// Adds heads, divisions with their chiefs, and an auditor, where they are not there yet.
pub fn people(conn: &mut PgConnection) {
    let sql = include_str!("people.sql").replace(":officers", &OFFICERS.to_string());
    conn.batch_execute(&sql).unwrap();
}

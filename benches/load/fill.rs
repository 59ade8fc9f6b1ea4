//! A database of a realistic size, made in SQL: ten offices with eight officers each, who share the cases. What is read must be
//! readable, so one case is made here in Rust and copied with other identifiers.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use thads::domain::document::DocumentKind;
use thads::domain::ids::{CaseId, DecisionId, JudgmentId, OfficeId, PartyId, UserId};
use thads::store::Store;
use uuid::Uuid;

use crate::case::{Around, day, decision, verified};

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

fn template() -> String {
    let around = Around {
        office: OfficeId(id(OFFICE, MARK_OFFICE)),
        officer: officer(MARK_OFFICER),
        judgment: JudgmentId(id(JUDGMENT, MARK)),
        debtor: PartyId(id(DEBTOR, MARK)),
    };
    let of = |n: u16| DecisionId(id(DECISION + n, MARK));
    let mut case = verified(CaseId(id(CASE, MARK)), of(0), "#number#", &around);
    case.decisions.push(decision(of(1), DocumentKind::Assignment, "#number#", "2026-08-04"));
    for track in &mut case.debtors {
        track.failed_deliveries.push(day("2026-08-06"));
    }
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

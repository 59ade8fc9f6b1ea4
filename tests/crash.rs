//! The program is killed in the middle of concurrent writes and started again, on both engines. Then every acknowledged write is
//! there exactly once, every history is whole, the books agree with their postings, and no number is missing or given twice.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, Utc};
use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use serde_json::{Value, json};
use thads::domain::actor::{Role, RoleGrant};
use thads::domain::case::{Case, CaseDrafts, Publication, Stage};
use thads::domain::event::{EventBody, hash};
use thads::domain::ids::{CaseId, JudgmentId, OfficeId, UserId};
use thads::domain::judgment::{Judgment, Mode};
use thads::domain::money::Dong;
use thads::service::offices::{NewOffice, OfficeKind};
use thads::service::token::{Bearer, Tokens};
use thads::service::{convert, offices};
use thads::store::{At, Conn, Scope, Store, StoreError};
use thads::store::{cases, events, judgments, ledger, receipts, users};
use uuid::Uuid;

const SECRET: &str = "a secret that only this test knows";
const THREADS: usize = 8;
const CASES: usize = 5;
/// How often the program is killed, and after how many acknowledged writes each time.
const ROUNDS: usize = 3;
const WRITES: usize = 50;
const PATIENCE: Duration = Duration::from_secs(20);

mod kill_and_restart {
    #[test]
    fn sqlite() {
        let dir = tempfile::tempdir().unwrap();
        super::kill_and_restart(&format!("sqlite:{}", dir.path().join("crash.sqlite3").display()));
    }

    #[test]
    fn postgres() {
        if std::env::var("THADS_TEST_ENGINES").as_deref() == Ok("sqlite") {
            println!("not run: THADS_TEST_ENGINES=sqlite");
            return;
        }
        let database = super::Database::create();
        super::kill_and_restart(&database.url);
    }
}

/// A PostgreSQL database of one's own; gone when dropped.
struct Database {
    base: String,
    name: String,
    url: String,
}

impl Database {
    fn create() -> Database {
        let base = std::env::var("TEST_DATABASE_URL").expect(
            "TEST_DATABASE_URL is not set: run tests/run, which starts PostgreSQL, or set THADS_TEST_ENGINES=sqlite",
        );
        let name = format!("crash{}", Uuid::now_v7().simple());
        let mut admin = PgConnection::establish(&base).expect("TEST_DATABASE_URL leads to no PostgreSQL");
        admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
        let url = format!("{}/{name}", base.rsplit_once('/').unwrap().0);
        Database { base, name, url }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(mut admin) = PgConnection::establish(&self.base) {
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// The program; killed when dropped, as in the test itself.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(url: &str) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_thads"))
            .arg("serve")
            .env("THADS__DATABASE__URL", url)
            .env("THADS__DATABASE__POOL_SIZE", "8")
            .env("THADS__SERVER__ADDRESS", "127.0.0.1:0")
            .env("THADS__AUTH__JWT_SECRET", SECRET)
            .env("RUST_LOG", "error,thads=info")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split_once("listening on http://").map(|(_, address)| address.trim().to_owned())
        });
        let address = address.expect("the server did not start");
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok).filter(|line| line.contains("ERROR")) {
                println!("server: {line}");
            }
        });
        Server { child, address }
    }

    /// `kill -9`: no shutdown, nothing flushed.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An office, an accountant, and cases that take money.
struct Prepared {
    store: Store,
    token: String,
    cases: Vec<CaseId>,
}

fn prepare(url: &str) -> Prepared {
    let store = Store::open(url, 4).unwrap();
    store.migrate().unwrap();
    let user = UserId(Uuid::now_v7());
    let cases = store
        .write(|conn| -> Result<_, thads::service::error::ApiError> {
            let new = NewOffice {
                code: "T1".to_owned(),
                kind: OfficeKind::Agency,
                parent_id: None,
                name: "Thi hành án dân sự tỉnh Thử".to_owned(),
                is_city: false,
                from: day("2026-07-01"),
                to: None,
            };
            let office = offices::insert(conn, new)?.id;
            let row = users::User {
                id: user,
                login: "accountant".to_owned(),
                display_name: "accountant".to_owned(),
                password_hash: "none".to_owned(),
                active: true,
                created_at: At::from(Utc::now()),
            };
            users::insert(conn, &row)?;
            let from = day("2026-07-01");
            let grant = RoleGrant { office, division: None, role: Role::Accountant, from, to: None };
            users::insert_grant(conn, Uuid::now_v7(), user, &grant)?;
            (0..CASES).map(|index| add_case(conn, office, index)).collect()
        })
        .unwrap_or_else(|error| panic!("{error:?}"));
    let bearer = Bearer { user, session: Uuid::now_v7() };
    let token = Tokens::new(SECRET.as_bytes(), 30).sign(bearer, Utc::now()).unwrap();
    Prepared { store, token, cases }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn add_case(
    conn: &mut Conn,
    office: OfficeId,
    index: usize,
) -> Result<CaseId, thads::service::error::ApiError> {
    let now = At::from(Utc::now());
    let judgment = Judgment {
        id: JudgmentId(Uuid::now_v7()),
        version: 1,
        office,
        kind: "court".to_owned(),
        number: format!("{index}/2026/DS-ST"),
        issuer: "Tòa án nhân dân khu vực Thử".to_owned(),
        pronounced_on: day("2026-07-01"),
        in_force_on: day("2026-07-15"),
        received_on: day("2026-07-16"),
        drafts: Vec::new(),
    };
    judgments::insert(conn, &convert::judgment_row(&judgment, now)?)?;
    let case = Case {
        id: CaseId(Uuid::now_v7()),
        version: 1,
        office,
        division: None,
        officer: None,
        judgment: judgment.id,
        request: None,
        number: format!("{index}/2026/QĐ-THADS"),
        mode: Mode::Proactive,
        stage: Stage::Verification,
        decided_on: day("2026-07-20"),
        debtors: Vec::new(),
        personal_duty: false,
        amount_due: Dong::new(1_000_000_000).unwrap(),
        amount_paid: Dong::ZERO,
        file_opened_on: None,
        drafts: CaseDrafts::default(),
        decisions: Vec::new(),
        verifications: Vec::new(),
        declaration_demanded_on: None,
        not_enforceable: None,
        publication: Publication::default(),
        new_information: Vec::new(),
        holds: Vec::new(),
        measures: Vec::new(),
        ended: None,
    };
    cases::insert(conn, &convert::case_row(&case, now, 0)?)?;
    Ok(case.id)
}

/// One request under one key.
#[derive(Clone)]
struct Request {
    case: CaseId,
    key: String,
    amount: i64,
    /// The versions that the client says it has seen: part of no digest, so a repetition may name others.
    versions: String,
}

/// What came back.
struct Answered {
    status: u16,
    replayed: bool,
    body: Value,
}

/// Nothing when the server was gone before it answered.
fn send(agent: &ureq::Agent, address: &str, token: &str, request: &Request) -> Option<Answered> {
    let url = format!("http://{address}/api/v1/cases/{}/actions", request.case);
    let body = json!({
        "action": "receive_money", "kind": "voluntary_payment", "channel": "cash", "amount": request.amount,
    });
    let sent = agent
        .post(&url)
        .header("Authorization", &format!("Bearer {token}"))
        .header("Idempotency-Key", &request.key)
        .header("If-Match", &request.versions)
        .send_json(&body);
    let mut answer = sent.ok()?;
    let replayed = answer.headers().contains_key("idempotency-replayed");
    let body = answer.body_mut().read_json().ok()?;
    Some(Answered { status: answer.status().as_u16(), replayed, body })
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(15)))
        .build()
        .into()
}

/// Until it is done: another writer may have been faster, or may still be at work.
fn insist(agent: &ureq::Agent, address: &str, token: &str, request: &Request) -> Option<Answered> {
    let until = Instant::now() + PATIENCE;
    loop {
        let answer = send(agent, address, token, request)?;
        match answer.status {
            200 => return Some(answer),
            409 | 412 | 503 if Instant::now() < until => {}
            status => panic!("{status}: {}", answer.body),
        }
    }
}

/// Writes from all threads until the server is killed; every request that was begun, with its answer where one came.
fn write_until_killed(server: Server, prepared: &Prepared, round: usize) -> Vec<(Request, Option<Value>)> {
    let versions: Vec<String> = (1..=500).map(|version| format!("\"{version}\"")).collect();
    let versions = versions.join(",");
    let (begun, acknowledged, stop) = (Mutex::new(Vec::new()), AtomicUsize::new(0), AtomicBool::new(false));
    let address = server.address.clone();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (begun, acknowledged, stop) = (&begun, &acknowledged, &stop);
            let (address, versions) = (&address, &versions);
            scope.spawn(move || {
                let agent = agent();
                for turn in 0..1_000 {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let case = *prepared.cases.get((thread + turn) % CASES).unwrap();
                    let amount = i64::try_from(1_000 * (round + 1) + turn).unwrap();
                    let key = format!("{round}-{thread}-{turn}");
                    let request = Request { case, key, amount, versions: versions.clone() };
                    let answer = insist(&agent, address, &prepared.token, &request);
                    let lost = answer.is_none();
                    acknowledged.fetch_add(usize::from(!lost), Ordering::Relaxed);
                    begun.lock().unwrap().push((request, answer.map(|answer| answer.body)));
                    if lost {
                        return;
                    }
                }
            });
        }
        let until = Instant::now() + PATIENCE;
        while acknowledged.load(Ordering::Relaxed) < WRITES && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(2));
        }
        server.kill();
        stop.store(true, Ordering::Relaxed);
    });
    begun.into_inner().unwrap()
}

fn kill_and_restart(url: &str) {
    let prepared = prepare(url);
    let mut begun = Vec::new();
    for round in 0..ROUNDS {
        begun.extend(write_until_killed(Server::start(url), &prepared, round));
    }
    let acknowledged = begun.iter().filter(|(_, answer)| answer.is_some()).count();
    assert!(acknowledged >= ROUNDS * WRITES, "too few writes to say anything: {acknowledged}");
    println!("{} requests, {acknowledged} acknowledged before a kill", begun.len());

    let server = Server::start(url);
    let agent = agent();
    for (request, first) in &begun {
        let again = insist(&agent, &server.address, &prepared.token, request).unwrap();
        if let Some(first) = first {
            assert!(again.replayed, "an acknowledged write was lost: {}", request.key);
            assert_eq!(&again.body, first, "another answer than the first: {}", request.key);
        }
    }
    drop(server);

    let mut numbers = Vec::new();
    for case in &prepared.cases {
        let own: Vec<&Request> =
            begun.iter().map(|(request, _)| request).filter(|request| request.case == *case).collect();
        let checked = prepared.store.read(|conn| check_case(conn, *case, &own));
        numbers.extend(checked.unwrap_or_else(|error: StoreError| panic!("{error:?}")));
    }
    numbers.sort_unstable();
    let expected: Vec<i64> = (1..=i64::try_from(begun.len()).unwrap()).collect();
    assert_eq!(numbers, expected, "a receipt's number is missing or was given twice");
}

/// One case after the restart; gives the numbers of its receipts.
fn check_case(conn: &mut Conn, case: CaseId, own: &[&Request]) -> Result<Vec<i64>, StoreError> {
    let row = cases::get(conn, &Scope::default(), case)?;
    let bodies = whole_chain(conn, case)?;
    assert_eq!(bodies.len(), own.len(), "one event for each request");
    let last: Case = serde_json::from_value(bodies.last().unwrap().after.clone()).unwrap();
    let stored: Case = serde_json::from_str(&row.doc).unwrap();
    assert_eq!(last, stored, "the history ends where the case stands");
    assert_eq!(row.version, i64::try_from(own.len()).unwrap() + 1);

    let mut found = receipts::by_case(conn, case, None, 1_000)?;
    let mut amounts: Vec<i64> = found.iter().map(|receipt| receipt.amount.get()).collect();
    let mut asked: Vec<i64> = own.iter().map(|request| request.amount).collect();
    amounts.sort_unstable();
    asked.sort_unstable();
    assert_eq!(amounts, asked, "one receipt for each request");
    books_agree(conn, case, asked.iter().sum())?;
    Ok(found.drain(..).map(|receipt| receipt.number).collect())
}

/// Every event names the hash of the one before it, and its own hash is that of its text.
fn whole_chain(conn: &mut Conn, case: CaseId) -> Result<Vec<EventBody>, StoreError> {
    let mut bodies: Vec<EventBody> = Vec::new();
    let mut previous = String::new();
    loop {
        let page = events::page(conn, case, i64::try_from(bodies.len()).unwrap(), 500)?;
        if page.is_empty() {
            return Ok(bodies);
        }
        for event in page {
            assert_eq!(event.seq, i64::try_from(bodies.len()).unwrap() + 1, "no gap");
            assert_eq!(event.previous_hash, previous);
            assert_eq!(event.hash, hash(&event.body));
            let body: EventBody = serde_json::from_str(&event.body).unwrap();
            assert_eq!((body.seq, &body.previous), (event.seq, &previous));
            assert_eq!(body.seal().unwrap().hash, event.hash, "the text is canonical");
            previous = event.hash;
            bodies.push(body);
        }
    }
}

/// Debits equal credits, and the balances are the sums of the postings.
fn books_agree(conn: &mut Conn, case: CaseId, received: i64) -> Result<(), StoreError> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (_, lines) in ledger::by_case(conn, case, None, 1_000)? {
        for line in lines {
            sums.entry(line.debit).or_default().0 += line.amount.get();
            sums.entry(line.credit).or_default().1 += line.amount.get();
        }
    }
    let balances: BTreeMap<String, (i64, i64)> = ledger::balances(conn, case)?
        .into_iter()
        .map(|row| (row.account, (row.debit.get(), row.credit.get())))
        .collect();
    assert_eq!(balances, sums);
    let total = |side: fn(&(i64, i64)) -> i64| balances.values().map(side).sum::<i64>();
    assert_eq!((total(|sides| sides.0), total(|sides| sides.1)), (received, received));
    Ok(())
}

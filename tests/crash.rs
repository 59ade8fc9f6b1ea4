//! `kill -9` under concurrent writes, then a restart, on both engines: every acknowledged write is there, none twice, the chains
//! and the ledger whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use thads::domain::event::EventBody;

const WRITERS: usize = 6;
/// How long the writers write before the server is killed.
const WRITING: Duration = Duration::from_secs(3);

struct Server {
    child: Child,
    url: String,
    _greeting: BufReader<ChildStdout>,
}

impl Server {
    fn start(folder: &std::path::Path, database: Option<&str>) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thads"));
        command.arg("demo").arg("--folder").arg(folder).env("THADS__SERVER__ADDRESS", "127.0.0.1:0");
        if let Some(url) = database {
            command.env("THADS__DATABASE__URL", url);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut greeting = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        greeting.read_line(&mut line).unwrap();
        let url =
            line.trim().strip_prefix("thads demo: ").expect("the demo greets with its address").to_owned();
        Server { child, url, _greeting: greeting }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
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

struct Client {
    agent: ureq::Agent,
    url: String,
    token: String,
}

impl Client {
    fn sign_in(url: &str, login: &str) -> Client {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let agent: ureq::Agent = config.into();
        let body = json!({"login": login, "password": "mat-khau-mau-2026"});
        let mut answer = agent.post(format!("{url}/api/v1/auth/token")).send_json(body).unwrap();
        let token: Value = answer.body_mut().read_json().unwrap();
        Client {
            agent,
            url: format!("{url}/api/v1"),
            token: token["access_token"].as_str().unwrap().to_owned(),
        }
    }

    fn get(&self, path: &str) -> Option<Value> {
        let request = self.agent.get(format!("{}{path}", self.url)).header("Authorization", self.bearer());
        request.call().ok()?.body_mut().read_json().ok()
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }

    /// One receipt; `None` when no answer came. Gives the status and whether it came from memory.
    fn pay(&self, case: &str, version: i64, key: &str) -> Option<(u16, bool)> {
        let body = json!({
            "action": "receive_money", "kind": "voluntary_payment", "channel": "transfer", "amount": 1000,
            "bank_reference": key,
        });
        let request = self
            .agent
            .post(format!("{}/cases/{case}/actions", self.url))
            .header("Authorization", self.bearer())
            .header("If-Match", format!("\"{version}\""))
            .header("Idempotency-Key", key);
        let mut answer = request.send_json(&body).ok()?;
        let replayed = answer.headers().contains_key("Idempotency-Replayed");
        let status = answer.status().as_u16();
        answer.body_mut().read_to_string().ok()?;
        Some((status, replayed))
    }
}

/// What was acknowledged: case, the version that was seen, key.
type Acknowledged = Arc<Mutex<Vec<(String, i64, String)>>>;

fn write_until(url: &str, case: &str, writer: usize, stop: &AtomicBool, acknowledged: &Acknowledged) {
    let client = Client::sign_in(url, "accountant");
    for round in 0..10_000 {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let Some(now) = client.get(&format!("/cases/{case}")) else { return };
        let Some(version) = now["version"].as_i64() else { return };
        let key = format!("crash-{writer}-{round}");
        match client.pay(case, version, &key) {
            Some((200, _)) => acknowledged.lock().unwrap().push((case.to_owned(), version, key)),
            Some((412, _)) => {}
            Some((status, _)) => panic!("a receipt was answered with {status}"),
            None => return,
        }
    }
}

fn every_page(client: &Client, path: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("{path}?limit=200{cursor}")).unwrap();
        all.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str().or_else(|| page["next"].as_str()) {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

fn crash(database: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), database);
    let url = server.url.clone();
    let listed = Client::sign_in(&url, "accountant").get("/cases?limit=100&stage=enforcing").unwrap();
    let cases: Vec<String> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .take(WRITERS / 2)
        .map(|case| case["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(cases.len(), WRITERS / 2, "the demo has enough cases that are being enforced");
    let acknowledged: Acknowledged = Arc::default();
    let stop = Arc::new(AtomicBool::new(false));
    // Two writers on each case: they compete for its versions, too.
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (url, case) = (url.clone(), cases[writer % cases.len()].clone());
            let (stop, acknowledged) = (Arc::clone(&stop), Arc::clone(&acknowledged));
            std::thread::spawn(move || write_until(&url, &case, writer, &stop, &acknowledged))
        })
        .collect();
    std::thread::sleep(WRITING);
    server.kill();
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.join().unwrap();
    }
    let acknowledged = acknowledged.lock().unwrap().clone();
    assert!(acknowledged.len() > WRITERS, "only {} writes before the kill", acknowledged.len());

    let server = Server::start(folder.path(), database);
    let client = Client::sign_in(&server.url, "accountant");
    for (case, version, key) in &acknowledged {
        let answer = client.pay(case, *version, key);
        assert_eq!(answer, Some((200, true)), "an acknowledged write was lost, or done again: {key}");
    }
    for case in &cases {
        whole(&client, case, &acknowledged);
    }
    println!("{} acknowledged writes survived the kill", acknowledged.len());
}

/// Receipts once each, the ledger equal to them, the chain unbroken.
fn whole(client: &Client, case: &str, acknowledged: &[(String, i64, String)]) {
    let receipts = every_page(client, &format!("/cases/{case}/receipts"));
    let mut keys: Vec<&str> = receipts
        .iter()
        .filter_map(|receipt| receipt["bank_reference"].as_str().filter(|key| key.starts_with("crash-")))
        .collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count, "a receipt is there twice");
    for (_, _, key) in acknowledged.iter().filter(|(of, ..)| of == case) {
        assert!(keys.contains(&key.as_str()), "{key} was acknowledged and is gone");
    }
    let books = client.get(&format!("/cases/{case}/balances")).unwrap();
    assert_eq!(books["debit_dong"], books["credit_dong"]);
    let waiting = books["rows"].as_array().unwrap().iter().find(|row| row["account"] == "337").unwrap();
    assert_eq!(waiting["credit_dong"], json!(count * 1000), "ledger and receipts differ");
    let mut previous = String::new();
    for (event, seq) in every_page(client, &format!("/cases/{case}/events")).into_iter().zip(1_i64..) {
        let hash = event["hash"].as_str().unwrap().to_owned();
        let body: EventBody = serde_json::from_value(event).unwrap();
        assert_eq!((body.seq, &body.previous), (seq, &previous), "the chain is broken");
        assert_eq!(body.seal().unwrap().hash, hash, "an event does not have its hash");
        previous = hash;
    }
}

mod kill_under_writes {
    use super::{Command, crash};

    #[test]
    fn sqlite() {
        crash(None);
    }

    #[test]
    fn postgres() {
        if std::env::var("THADS_TEST_ENGINES").as_deref() == Ok("sqlite") {
            return;
        }
        let cluster = std::env::var("TEST_DATABASE_URL").expect(
            "TEST_DATABASE_URL is not set: run tests/run, which starts PostgreSQL, or set THADS_TEST_ENGINES=sqlite",
        );
        let (server, _) = cluster.rsplit_once('/').unwrap();
        let name = format!("thads_crash_{}", std::process::id());
        let psql = |sql: String| {
            assert!(Command::new("psql").args([cluster.as_str(), "-qc", &sql]).status().unwrap().success());
        };
        psql(format!("CREATE DATABASE {name}"));
        crash(Some(&format!("{server}/{name}")));
        psql(format!("DROP DATABASE {name} WITH (FORCE)"));
    }
}

//! Latencies of single requests to the running server, one after the other: what is measured, and the table of the figures.

use std::fmt::Write;
use std::time::Instant;

use chrono::{NaiveDate, Utc};
use serde_json::Value;
use thads::domain::ids::UserId;
use thads::service::token::{Bearer, Tokens};

use crate::client::Client;

/// Requests of each kind.
const REQUESTS: usize = 400;

/// A request that is measured: what it is called, who asks, and its path; `{day}` is another day each time.
pub struct Asked {
    pub name: &'static str,
    pub who: UserId,
    pub path: String,
}

/// The first of the days that are asked for.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()
}

/// Asks each many times and writes the table.
pub fn measure(out: &mut String, address: &str, tokens: &Tokens, asked: &[Asked]) {
    let _ = writeln!(
        out,
        "One connection, one request after the other, {REQUESTS} of each after 20 to warm up.\n"
    );
    let _ = writeln!(out, "| Request | rows | p50 ms | p99 ms |\n|---|---:|---:|---:|");
    for one in asked {
        let token = tokens.sign(Bearer { user: one.who, session: uuid::Uuid::now_v7() }, Utc::now()).unwrap();
        let mut client = Client::new(address, token, 0, 1);
        let (mut micros, mut rows) = (Vec::with_capacity(REQUESTS), 0);
        for turn in 0..REQUESTS + 20 {
            let day = first_day() + chrono::TimeDelta::days((turn * 37 % 80) as i64);
            let started = Instant::now();
            let answer = client.get(&one.path.replace("{day}", &day.to_string()));
            if turn >= 20 {
                micros.push(started.elapsed().as_micros() as u64);
            }
            rows = count(&answer);
        }
        assert!(rows > 0, "{}: an empty answer measures nothing", one.name);
        micros.sort_unstable();
        let at = |thousandth: usize| micros[(micros.len() - 1) * thousandth / 1000] as f64 / 1000.0;
        eprintln!("{}: {:.1} ms", one.name, at(500));
        let _ = writeln!(out, "| {} | {rows} | {:.1} | {:.1} |", one.name, at(500), at(990));
    }
}

/// The rows of a list, the actions of a board, the lines of a gate.
fn count(answer: &str) -> usize {
    let answer: Value = serde_json::from_str(answer).unwrap();
    ["items", "actions", "lines"].iter().find_map(|name| answer[name].as_array()).map_or(0, Vec::len)
}

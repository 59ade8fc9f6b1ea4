//! Writes an invented history of many events, as an export would be, for measuring the checker: seven events a chain, each about as
//! long and as nested as a case's. `cargo run --release -p thads-verify --example long_history -- DIRECTORY EVENTS`; it prints the
//! public key.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool for measuring, run by hand")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use serde_json::{Value, json};
use thads_verify::chain::{Head, hash_of};
use thads_verify::export::{CHECKPOINT, EVENTS, LOG, write_event};
use thads_verify::merkle::Frontier;
use thads_verify::note::{Checkpoint, SecretKey};
use uuid::Uuid;

const PER_CHAIN: u64 = 7;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let directory: PathBuf = arguments.next().expect("a directory").into();
    let events: u64 = arguments.next().expect("a number of events").parse().expect("a number of events");
    std::fs::create_dir_all(&directory).unwrap();
    let file = |name: &str| BufWriter::new(File::create(directory.join(name)).unwrap());
    let (mut out, mut log, mut tree) = (file(EVENTS), file(LOG), Frontier::default());
    let state = state();
    for chain in 0..events.div_ceil(PER_CHAIN) {
        let id = Uuid::from_u128(u128::from(chain) + 1);
        let length = PER_CHAIN.min(events - chain * PER_CHAIN);
        let mut hash = String::new();
        for seq in 1..=length {
            let text = event(id, seq, &hash, &state);
            hash = hash_of(&text);
            write_event(&mut out, &hash, (seq == length).then_some(chain), &text).unwrap();
        }
        let head = Head { kind: "case".into(), id, size: length, hash };
        tree.push(head.leaf(), |_, _, _| ());
        serde_json::to_writer(&mut log, &head).unwrap();
        log.write_all(b"\n").unwrap();
    }
    out.flush().unwrap();
    log.flush().unwrap();
    let key = SecretKey::new("measured", &[1; 32]).unwrap();
    let checkpoint =
        Checkpoint { origin: "measured".into(), size: tree.size(), root: tree.root(), more: Vec::new() };
    println!("{}", key.public());
    std::fs::write(directory.join(CHECKPOINT), checkpoint.sign(&[key])).unwrap();
}

fn event(id: Uuid, seq: u64, previous: &str, state: &Value) -> String {
    json!({
        "action": "record_verification", "actor": Uuid::from_u128(7), "aggregate": "case", "aggregate_id": id,
        "after": state, "code": "T-VR-02", "delegation": null, "effective_on": "2026-07-15",
        "effects": {"deadlines_opened": [], "documents": []}, "guards": [], "law": "l2025:2026:1",
        "previous": previous, "recorded_at": format!("2026-07-15T02:00:{seq:02}Z"), "seq": seq,
    })
    .to_string()
}

/// As large as what a case leaves behind: about 3.3 KB.
fn state() -> Value {
    let decision = |number: u128| {
        json!({"id": Uuid::from_u128(number), "kind": "on_request_decision", "number": format!("{number}/2026/QĐ-THADS"),
            "signed_on": "2026-07-15", "signer": Uuid::from_u128(9), "served": null})
    };
    json!({
        "id": Uuid::from_u128(1), "stage": "verification", "version": 7, "amount_due": 600_000_000, "amount_paid": 0,
        "decisions": (1..=12).map(decision).collect::<Vec<_>>(),
        "debtors": (1..=4).map(|one| json!({"party": Uuid::from_u128(one), "track": "voluntary", "ended": null,
            "stage": "verification", "until": "2026-08-04"})).collect::<Vec<_>>(),
        "note": "Kết quả xác minh ghi tại biên bản; người phải thi hành án có mặt và ký tên. ".repeat(6),
    })
}

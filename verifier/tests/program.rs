//! The program as an auditor runs it: on a small export that lies beside this file, whole and tampered with.
#![allow(clippy::unwrap_used, reason = "a test says what it expects")]

use std::path::Path;
use std::process::{Command, Output};

use thads_verify::chain::{Head, hash_of};
use thads_verify::export::{CHECKPOINT, EVENTS, LOG, write_event};
use thads_verify::merkle::Frontier;
use thads_verify::note::{Checkpoint, SecretKey};

const ID: &str = "01890000-0000-7000-8000-000000000001";

fn key() -> SecretKey {
    SecretKey::new("auditor-test", &[9; 32]).unwrap()
}

/// An export of one chain of three events.
fn export(place: &Path) {
    let (mut lines, mut hash) = (Vec::new(), String::new());
    for seq in 1..=3 {
        let text = format!(
            r#"{{"aggregate":"case","aggregate_id":"{ID}","previous":"{hash}","recorded_at":"2026-07-15T02:00:0{seq}Z","seq":{seq}}}"#
        );
        hash = hash_of(&text);
        write_event(&mut lines, &hash, (seq == 3).then_some(0), &text).unwrap();
    }
    let head = Head { kind: "case".into(), id: ID.parse().unwrap(), size: 3, hash };
    let mut tree = Frontier::default();
    tree.push(head.leaf(), |_, _, _| ());
    let checkpoint = Checkpoint { origin: "test".into(), size: 1, root: tree.root(), more: Vec::new() };
    std::fs::write(place.join(EVENTS), lines).unwrap();
    std::fs::write(place.join(LOG), serde_json::to_string(&head).unwrap() + "\n").unwrap();
    std::fs::write(place.join(CHECKPOINT), checkpoint.sign(&[key()])).unwrap();
}

fn run(place: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thads-verify"));
    command
        .arg("history")
        .arg(place)
        .args(["--key", &key().public().to_string()])
        .args(more)
        .output()
        .unwrap()
}

#[test]
fn a_whole_export_is_verified_and_an_own_checkpoint_is_asked_for() {
    let place = tempfile::tempdir().unwrap();
    export(place.path());
    let done = run(place.path(), &[]);
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success());
    assert!(said.starts_with("verified: 3 events in 1 chains, 1 leaves, 1 checkpoints"), "{said}");
    assert!(said.contains("NOTE: the checkpoint came with the export"), "{said}");
    let own = place.path().join(CHECKPOINT);
    let done = run(place.path(), &["--checkpoint", own.to_str().unwrap()]);
    assert!(done.status.success() && !String::from_utf8(done.stdout).unwrap().contains("NOTE"));
}

#[test]
fn whatever_is_wrong_fails_with_the_first_bad_place() {
    let fails = |change: &dyn Fn(&Path), told: &str| {
        let place = tempfile::tempdir().unwrap();
        export(place.path());
        change(place.path());
        let done = run(place.path(), &[]);
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(!done.status.success() && said.contains(told), "{told}: {said}");
    };
    let edit = |place: &Path, name: &str, change: &dyn Fn(String) -> String| {
        let text = std::fs::read_to_string(place.join(name)).unwrap();
        std::fs::write(place.join(name), change(text)).unwrap();
    };
    fails(&|place| edit(place, EVENTS, &|text| text.replacen(":02Z", ":52Z", 1)), "event 2 of case");
    fails(&|place| edit(place, EVENTS, &|_| String::new()), "the history is empty");
    fails(&|place| edit(place, EVENTS, &|_| "no event\n".into()), "events.log, line 1");
    fails(
        &|place| edit(place, EVENTS, &|text| text.lines().take(2).collect::<Vec<_>>().join("\n")),
        "cut: the log recorded 3",
    );
    fails(
        &|place| edit(place, CHECKPOINT, &|text| text.replacen("test\n1\n", "test\n2\n", 1)),
        "altered or forged",
    );
    fails(&|place| std::fs::remove_file(place.join(CHECKPOINT)).unwrap(), "checkpoint.txt");
}

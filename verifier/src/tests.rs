//! Histories that were tampered with, each caught at its first bad place.

use std::io::Cursor;

use serde_json::json;
use uuid::Uuid;

use crate::chain::{Head, hash_of};
use crate::check::{Checker, Report};
use crate::fault::Fault;
use crate::merkle::Frontier;
use crate::note::Checkpoint;

/// One stored event: text, hash, leaf.
type Row = (String, String, Option<u64>);

/// Chains of these lengths, each checkpointed at its end, and the log.
fn history(lengths: &[u64]) -> (Vec<Row>, Vec<Head>) {
    let (mut rows, mut log) = (Vec::new(), Vec::new());
    for (number, length) in lengths.iter().enumerate() {
        let id = Uuid::from_u128(number as u128 + 1);
        let mut previous = String::new();
        for seq in 1..=*length {
            let text = event(id, seq, &previous, "as it was");
            previous = hash_of(&text);
            rows.push((text, previous.clone(), (seq == *length).then_some(number as u64)));
        }
        log.push(Head { kind: "case".into(), id, size: *length, hash: previous });
    }
    (rows, log)
}

fn event(id: Uuid, seq: u64, previous: &str, content: &str) -> String {
    let recorded_at = format!("2026-07-01T00:00:{seq:02}Z");
    json!({"aggregate": "case", "aggregate_id": id, "after": content, "previous": previous,
        "recorded_at": recorded_at, "seq": seq})
    .to_string()
}

fn checkpoint(log: &[Head]) -> Checkpoint {
    let mut tree = Frontier::default();
    log.iter().for_each(|head| tree.push(head.leaf(), |_, _, _| ()));
    Checkpoint { origin: "example".into(), size: tree.size(), root: tree.root(), more: Vec::new() }
}

fn check(rows: &[Row], log: &[Head], against: &[Checkpoint]) -> Result<Report, Fault> {
    let mut checker = Checker::new(Cursor::new(Vec::new()), log.len() as u64)?;
    for (text, hash, leaf) in rows {
        checker.event(text, hash, *leaf)?;
    }
    checker.finish(against, log.iter().cloned().map(Ok))
}

fn fault(rows: &[Row], log: &[Head], against: &[Checkpoint]) -> String {
    check(rows, log, against).unwrap_err().to_string()
}

fn rewrite(rows: &mut [Row], id: Uuid, from: usize) {
    let mut previous = if from == 0 { String::new() } else { rows[from - 1].1.clone() };
    let of_chain = rows.iter_mut().skip(from).take_while(|row| row.0.contains(&id.to_string()));
    for (seq, row) in (from as u64 + 1..).zip(of_chain) {
        row.0 = event(id, seq, &previous, "as they want it");
        row.1 = hash_of(&row.0);
        previous = row.1.clone();
    }
}

#[test]
fn a_whole_history_is_verified_also_against_an_earlier_checkpoint() {
    let (mut rows, log) = history(&[3, 1, 2]);
    let earlier = checkpoint(&log[..2]);
    let report = check(&rows, &log, &[checkpoint(&log), earlier]).unwrap();
    assert_eq!((report.events, report.chains, report.leaves, report.checkpoints), (6, 3, 3, 2));
    assert_eq!(report.uncovered, 0);
    // What came after the last checkpoint is told, and is no fault.
    let (last, id) = (rows[5].1.clone(), Uuid::from_u128(3));
    let text = event(id, 3, &last, "later");
    rows.push((text.clone(), hash_of(&text), None));
    let report = check(&rows, &log, &[checkpoint(&log)]).unwrap();
    assert_eq!((report.uncovered, report.uncovered_since.as_deref()), (1, Some("2026-07-01T00:00:03Z")));
}

#[test]
fn nothing_is_never_verified() {
    assert!(matches!(check(&[], &[], &[checkpoint(&[])]), Err(Fault::Empty)));
    let (rows, log) = history(&[1]);
    assert!(matches!(check(&rows, &log, &[]), Err(Fault::NoCheckpoint)));
}

#[test]
fn an_edited_text_is_named() {
    let (mut rows, log) = history(&[3, 2]);
    rows[1].0 = rows[1].0.replace("as it was", "otherwise");
    assert!(fault(&rows, &log, &[checkpoint(&log)]).starts_with("altered content: event 2 of case"));
}

#[test]
fn a_rewritten_chain_is_named_by_the_log_and_proven_by_the_checkpoint() {
    let (mut rows, log) = history(&[3, 2]);
    let seen = checkpoint(&log);
    rewrite(&mut rows, Uuid::from_u128(1), 1);
    assert!(fault(&rows, &log, std::slice::from_ref(&seen)).contains("rewritten: event 3 of case"));
    // They rewrite the log as well: the checkpoint that was kept does not agree.
    let mut forged = log.clone();
    forged[0].hash = rows[2].1.clone();
    let told = fault(&rows, &forged, &[seen, checkpoint(&forged[..0])]);
    assert!(told.starts_with("forked: over its first 2 leaves"), "{told}");
}

#[test]
fn a_removed_event_a_cut_tail_and_a_dropped_chain_are_named() {
    let (rows, log) = history(&[3, 2]);
    let seen = [checkpoint(&log)];
    let without = |at: usize| {
        let mut rows = rows.clone();
        rows.remove(at);
        rows
    };
    assert!(fault(&without(1), &log, &seen).contains("event 3 of case"));
    assert!(fault(&without(4), &log, &seen).starts_with("cut: the log recorded 2 events"));
    assert!(fault(&rows[..3], &log, &seen).starts_with("cut: the log recorded 2 events"));
    assert!(fault(&rows[3..], &log, &seen).starts_with("cut: the log recorded 3 events"));
}

#[test]
fn swapped_events_are_named() {
    let (mut rows, log) = history(&[3]);
    rows.swap(0, 1);
    assert!(fault(&rows, &log, &[checkpoint(&log)]).starts_with("removed or reordered: event 2"));
    let (mut rows, log) = history(&[3]);
    let id = Uuid::from_u128(1);
    // The numbers are changed too, and one hash made to fit.
    rows[1].0 = event(id, 2, "", "as it was");
    rows[1].1 = hash_of(&rows[1].0);
    assert!(fault(&rows, &log, &[checkpoint(&log)]).contains("does not name the event before it"));
}

#[test]
fn an_old_copy_put_back_is_named() {
    let (_, log) = history(&[3, 2, 2]);
    let seen = checkpoint(&log);
    let (rows, old_log) = history(&[3, 2]);
    assert!(fault(&rows, &old_log, &[seen]).starts_with("rolled back: the log has 2 leaves"));
}

#[test]
fn a_leaf_is_claimed_once() {
    let (mut rows, log) = history(&[2, 1]);
    rows[0].2 = Some(0);
    assert!(matches!(check(&rows, &log, &[checkpoint(&log)]), Err(Fault::Claimed { index: 0 })));
    rows[0].2 = Some(9);
    assert!(matches!(check(&rows, &log, &[checkpoint(&log)]), Err(Fault::Claimed { index: 9 })));
}

//! The signed history: whoever kept a checkpoint sees every change of what was recorded before it, with the server off.

use serde_json::{Value, json};
use tempfile::TempDir;
use thads::service::access::chain_of;
use thads::service::{history_files, history_log};
use thads_verify::check::Report;
use thads_verify::dossier::HeadProof;
use thads_verify::export::check_history;
use thads_verify::merkle::{Hash, continues, unhex};
use thads_verify::note::{Checkpoint, PublicKey, SecretKey};
use thads_verify::personal::Values;

use crate::support::build::{self, Case};
use crate::support::{App, on_both_engines};

fn keys() -> Vec<PublicKey> {
    vec![SecretKey::new("test", &[7; 32]).unwrap().public().clone()]
}

fn opened(note: &str) -> Checkpoint {
    Checkpoint::open(note, &keys()).unwrap()
}

/// The last checkpoint, made now if anything was recorded since.
pub fn checkpoint_now(app: &App) -> Checkpoint {
    let made = history_log::checkpoint(&app.state.core, false).unwrap();
    let last = || app.state.store.read_one(thads::store::log::last_checkpoint).unwrap().unwrap().note;
    opened(&made.map_or_else(last, |made| made.note))
}

/// A checkpoint as an auditor keeps it.
fn checkpoint(app: &App) -> Checkpoint {
    opened(&history_log::checkpoint(&app.state.core, false).unwrap().unwrap().note)
}

fn exported(app: &App) -> TempDir {
    let place = tempfile::tempdir().unwrap();
    history_files::export(&app.state.store, &place.path().join("history"), |_| ()).unwrap();
    place
}

/// What the auditor's own checker says of an export, which needs no server.
fn checked(place: &TempDir, kept: &[Checkpoint]) -> Result<Report, String> {
    let slots = tempfile::tempfile().unwrap();
    check_history(&place.path().join("history"), slots, kept, |_| ()).map_err(|fault| fault.to_string())
}

/// What the check of the database itself says.
pub fn live(app: &App, kept: &[Checkpoint]) -> Result<Report, String> {
    history_files::check(&app.state.store, kept, |_| ()).map_err(|stopped| stopped.to_string())
}

/// Somebody with all power over the database changes it.
fn tamper(app: &App, statements: &[&str]) {
    let postgres = app.state.store.engine() == "postgres";
    let open = if postgres {
        "ALTER TABLE events DISABLE TRIGGER ALL; ALTER TABLE log_leaves DISABLE TRIGGER ALL;"
    } else {
        "DROP TRIGGER events_no_update; DROP TRIGGER events_no_delete; DROP TRIGGER log_leaves_no_delete;"
    };
    for sql in std::iter::once(&open).chain(statements) {
        app.sql(sql).unwrap();
    }
}

async fn case_with_a_checkpoint(app: &App) -> (Case, Checkpoint) {
    let case = build::in_verification(app).await;
    (case, checkpoint(app))
}

async fn goes_on(app: &App, case: &Case) {
    app.officer().does(&case.path, "propose_not_enforceable", build::no_means("2026-07-28")).await;
    app.head().does(&case.path, "issue_not_enforceable_decision", json!({})).await;
}

async fn refused(app: &App, case: &Case) {
    app.head().may_not(&case.path, "issue_not_enforceable_decision", json!({}), 409, "G-DRAFT").await;
}

async fn a_whole_history_is_verified_live_and_carried_away(app: App) {
    let (case, first) = case_with_a_checkpoint(&app).await;
    let again = history_log::checkpoint(&app.state.core, true).unwrap();
    assert!(again.is_none(), "nothing was recorded since");
    goes_on(&app, &case).await;
    let kept = [first, checkpoint(&app)];
    let report = live(&app, &kept).unwrap();
    assert_eq!((report.checkpoints, report.uncovered), (2, 0));
    // An export carries no personal values.
    let carried = checked(&exported(&app), &kept).unwrap();
    assert_eq!(carried, Report { values: Values::default(), ..report });
    refused(&app, &case).await;
    assert_eq!(
        live(&app, &kept).unwrap().uncovered,
        1,
        "the refused attempt is recorded, and not yet signed"
    );
}

async fn a_checkpoint_is_public_and_proofs_hold(app: App) {
    let none = app.anonymous("/api/v1/history/checkpoint").await;
    assert_eq!(none.problem(404), "not_found");
    let (case, first) = case_with_a_checkpoint(&app).await;
    goes_on(&app, &case).await;
    let second = checkpoint(&app);
    let note = app.anonymous("/api/v1/history/checkpoint").await;
    assert_eq!(opened(&note.text), second);
    let listed = app.anonymous("/api/v1/history/checkpoints").await.items();
    assert_eq!(listed.len(), 2);
    let path = format!("/api/v1/history/checkpoints/{}", first.size);
    assert_eq!(opened(&app.anonymous(&path).await.text), first);
    let path = format!("/api/v1/history/proofs/consistency?from={}&to={}", first.size, second.size);
    let proof = app.anonymous(&path).await.ok();
    let hashes = |proof: &Value| -> Vec<Hash> {
        proof["path"].as_array().unwrap().iter().map(|hash| unhex(hash.as_str().unwrap()).unwrap()).collect()
    };
    assert!(continues((first.size, &first.root), (second.size, &second.root), &hashes(&proof)));
    assert!(!continues((first.size, &second.root), (second.size, &second.root), &hashes(&proof)));
    let path = format!("/history/proofs/inclusion/{}", case.id.as_str().unwrap());
    let proof = app.officer().get(&path).await.ok();
    let held: HeadProof = serde_json::from_value(proof["proof"].clone()).unwrap();
    assert!(held.holds(&second) && !held.holds(&first));
    assert_eq!(held.head.size, app.chain(&case.id).len() as u64);
    let backwards = format!("/api/v1/history/proofs/consistency?from={}&to=1", first.size);
    assert_eq!(app.anonymous(&backwards).await.problem(400), "malformed");
    let nobody =
        app.anonymous(&format!("/api/v1/history/proofs/inclusion/{}", case.id.as_str().unwrap())).await;
    assert_eq!(nobody.problem(401), "unauthenticated");
}

async fn an_edited_payload_is_caught(app: App) {
    let (case, kept) = case_with_a_checkpoint(&app).await;
    let id = case.id.as_str().unwrap();
    let sql = format!(
        "UPDATE events SET body = replace(body, '2026-07-15', '2026-07-14') WHERE aggregate_id = '{id}' AND seq = 2"
    );
    tamper(&app, &[&sql]);
    let told = format!("altered content: event 2 of case {id} does not have its hash");
    assert_eq!(live(&app, std::slice::from_ref(&kept)).unwrap_err(), told);
    assert_eq!(checked(&exported(&app), &[kept]).unwrap_err(), told);
}

async fn a_cut_tail_is_caught(app: App) {
    let (case, kept) = case_with_a_checkpoint(&app).await;
    let id = case.id.as_str().unwrap();
    let last = app.chain(&case.id).len();
    tamper(&app, &[&format!("DELETE FROM events WHERE aggregate_id = '{id}' AND seq = {last}")]);
    let told = checked(&exported(&app), &[kept]).unwrap_err();
    assert!(told.starts_with(&format!("cut: the log recorded {last} events of case {id}")), "{told}");
}

async fn swapped_events_are_caught(app: App) {
    let (case, kept) = case_with_a_checkpoint(&app).await;
    let id = case.id.as_str().unwrap();
    let to = |from: u32, to: u32| {
        format!("UPDATE events SET seq = {to} WHERE aggregate_id = '{id}' AND seq = {from}")
    };
    tamper(&app, &[&to(2, 1000), &to(3, 2), &to(1000, 3)]);
    let told = checked(&exported(&app), &[kept]).unwrap_err();
    assert!(told.starts_with(&format!("removed or reordered: event 3 of case {id}")), "{told}");
}

async fn a_dropped_case_is_caught(app: App) {
    let (case, kept) = case_with_a_checkpoint(&app).await;
    let id = case.id.as_str().unwrap();
    tamper(&app, &[&format!("DELETE FROM events WHERE aggregate_id = '{id}'")]);
    let told = checked(&exported(&app), std::slice::from_ref(&kept)).unwrap_err();
    assert!(told.starts_with("cut: the log recorded") && told.contains(id), "{told}");
    // Its leaf is taken away as well, and the later ones move up: the checkpoint does not fit any more.
    app.sql(&format!("DELETE FROM log_leaves WHERE aggregate_id = '{id}'")).unwrap();
    checked(&exported(&app), &[kept]).unwrap_err();
}

async fn an_old_copy_put_back_is_caught(app: App) {
    let (case, first) = case_with_a_checkpoint(&app).await;
    let old = exported(&app);
    goes_on(&app, &case).await;
    let kept = checkpoint(&app);
    let told = checked(&old, std::slice::from_ref(&kept)).unwrap_err();
    assert!(told.starts_with(&format!("rolled back: the log has {} leaves", first.size)), "{told}");
}

async fn a_state_beside_its_history_is_caught(app: App) {
    let (case, kept) = case_with_a_checkpoint(&app).await;
    let id = case.id.as_str().unwrap();
    app.sql(&format!("UPDATE cases SET doc = replace(doc, '2026-07-15', '2026-07-14') WHERE id = '{id}'"))
        .unwrap();
    let told = live(&app, &[kept]).unwrap_err();
    assert_eq!(told, format!("altered state: case {id} is not as its history left it"));
}

async fn a_changed_column_is_caught(app: App) {
    let (case, kept) = case_with_a_checkpoint(&app).await;
    let id = case.id.as_str().unwrap();
    tamper(
        &app,
        &[&format!("UPDATE events SET effective_on = '2026-01-05' WHERE aggregate_id = '{id}' AND seq = 2")],
    );
    let told = live(&app, &[kept]).unwrap_err();
    assert_eq!(
        told,
        format!(
            "altered content: event 2 of case {id}: column effective_on says other than the text that was hashed"
        )
    );
}

async fn the_log_itself_refuses_change(app: App) {
    let (case, _) = case_with_a_checkpoint(&app).await;
    refused(&app, &case).await;
    for table in ["events", "refused_attempts", "log_leaves", "log_nodes", "checkpoints"] {
        let column = if table == "checkpoints" || table == "log_leaves" { "size" } else { "body" };
        let column = if table == "log_nodes" { "hash" } else { column };
        for sql in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}")] {
            let refused = app.sql(&sql).unwrap_err();
            assert_eq!(refused, thads::store::StoreError::Conflict("append_only"), "{sql}");
        }
    }
}

async fn refused_attempts_stand_in_a_chain_of_their_own(app: App) {
    let case = build::in_verification(&app).await;
    let chain = json!(chain_of(app.id("head")));
    assert!(app.chain(&chain).is_empty());
    refused(&app, &case).await;
    refused(&app, &case).await;
    let events = app.chain(&chain);
    let said: Vec<_> = events.iter().map(|event| (&event["code"], &event["effects"]["action"])).collect();
    assert_eq!(
        said,
        [
            (&json!("R-REFUSED"), &json!("issue_not_enforceable_decision")),
            (&json!("R-REFUSED"), &json!("issue_not_enforceable_decision"))
        ]
    );
    assert_eq!(events[0]["effects"]["aggregate_id"], case.id);
}

on_both_engines!(
    a_whole_history_is_verified_live_and_carried_away,
    a_checkpoint_is_public_and_proofs_hold,
    an_edited_payload_is_caught,
    a_cut_tail_is_caught,
    swapped_events_are_caught,
    a_dropped_case_is_caught,
    an_old_copy_put_back_is_caught,
    a_state_beside_its_history_is_caught,
    a_changed_column_is_caught,
    the_log_itself_refuses_change,
    refused_attempts_stand_in_a_chain_of_their_own,
);

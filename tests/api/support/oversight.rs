//! Builders for complaints, acts of the procuracy and denunciations: each goes through the API.

use serde_json::{Value, json};

use super::App;
use super::build::{Case, on_request, owed};

/// A case on request, decided on 15 July 2026.
pub async fn case(app: &App) -> Case {
    on_request(app, &[owed("other", 500_000_000, Some(1))]).await
}

/// The document of this kind that was signed first in the case.
pub async fn document(app: &App, case: &Case, kind: &str) -> Value {
    let all = app.auditor().get(&case.sub("decisions")).await.items();
    all.iter().find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("no {kind}"))["id"].clone()
}

/// A complete complaint by the debtor about the enforcement decision: known on the 15th, lodged on the 20th of July.
pub async fn complaint_body(app: &App, case: &Case) -> Value {
    json!({
        "case": case.id, "object": "before_measures", "decision": document(app, case, "on_request_decision").await,
        "respondent": "head", "complainants": [{"party": case.debtor()}], "channel": "in_person",
        "lodged_on": "2026-07-20", "received_on": "2026-07-20", "known_on": "2026-07-15",
        "asks": "Hủy quyết định thi hành án",
        "content": {"dated": true, "complainant_named": true, "respondent_named": true, "reasons_given": true,
            "signed": true},
    })
}

/// `/complaints/…`
pub async fn entered(app: &App, body: &Value) -> String {
    let made = app.clerk().post("/complaints", body).await.ok();
    format!("/complaints/{}", made["complaint"]["id"].as_str().unwrap())
}

/// A complaint received on 20 July 2026.
pub async fn received(app: &App) -> (Case, String) {
    let case = case(app).await;
    app.on("2026-07-20");
    let path = entered(app, &complaint_body(app, &case).await).await;
    (case, path)
}

/// Drafted by the examiner, signed by the head.
pub async fn signed(app: &App, path: &str, propose: &str, action: &str, body: Value) -> Value {
    app.examiner().does(path, propose, body).await;
    app.head().does(path, action, json!({})).await
}

pub async fn accept(app: &App, path: &str) -> Value {
    signed(app, path, "propose_complaint_acceptance", "accept_complaint", json!({})).await
}

/// Received on the 20th, accepted on 21 July 2026.
pub async fn accepted(app: &App) -> (Case, String) {
    let (case, path) = received(app).await;
    app.on("2026-07-21");
    accept(app, &path).await;
    (case, path)
}

/// What a decision on a complaint says.
pub fn decision(conclusion: &str, outcome: &str) -> Value {
    json!({"verification": "Biên bản xác minh", "legal_basis": "Điều 107", "conclusion": conclusion,
        "outcome": outcome, "guidance": "Có quyền khiếu nại lần hai trong 15 ngày"})
}

pub async fn decide(app: &App, path: &str, conclusion: &str, outcome: &str) -> Value {
    let body = decision(conclusion, outcome);
    signed(app, path, "propose_complaint_decision", "decide_complaint", body).await
}

/// Decided on 30 July, validly notified on 31 July 2026.
pub async fn decided(app: &App, outcome: &str) -> (Case, String) {
    let (case, path) = accepted(app).await;
    app.on("2026-07-30");
    decide(app, &path, if outcome == "keep" { "wrong" } else { "right" }, outcome).await;
    app.on("2026-07-31");
    app.clerk().does(&path, "record_complaint_notice", json!({"notified_on": "2026-07-31"})).await;
    (case, path)
}

/// A second complaint of 5 August 2026, accepted on the 10th.
pub async fn at_second_level(app: &App) -> (Case, String) {
    let (case, path) = decided(app, "keep").await;
    app.on("2026-08-05");
    let body = json!({"lodged_on": "2026-08-05", "first_decision_enclosed": true});
    app.clerk().does(&path, "receive_second_complaint", body).await;
    app.on("2026-08-10");
    app.clerk().does(&path, "record_second_acceptance", json!({"number": "9/TB-CQQL"})).await;
    (case, path)
}

/// The deadline of this key that an act opened.
#[track_caller]
pub fn opened(answer: &Value, key: &str) -> String {
    let all = answer["happened"]["deadlines_opened"].as_array().unwrap();
    let found = all.iter().find(|one| one["key"] == key).unwrap_or_else(|| panic!("no {key}: {answer}"));
    found["computation"]["due_on"].as_str().unwrap().to_owned()
}

/// A deadline across the office, by its key.
pub async fn deadline(app: &App, key: &str) -> Value {
    let all = app.auditor().get(&format!("/deadlines?limit=200&key={key}")).await.items();
    all.last().unwrap_or_else(|| panic!("no {key}")).clone()
}

/// A wrong field: its place and its code.
#[track_caller]
pub fn wrong_at(answer: &super::Answer, pointer: &str, code: &str) {
    answer.problem(422);
    let body = answer.json();
    let all = body["errors"].as_array().unwrap();
    let found = all.iter().any(|one| one["pointer"] == pointer && one["code"] == code);
    assert!(found, "{pointer} {code} is not among {body}");
}

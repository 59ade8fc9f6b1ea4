//! Builders of intake: requests that wait, are late or renewed, judgments with proactive items, cases taken over.

use serde_json::{Value, json};

use super::App;
use super::build::{self, Case, judgment_body, on_request, owed, request_body};

/// A judgment of one's own making, entered.
pub async fn entered(app: &App, body: &Value) -> Value {
    app.clerk().post("/judgments", body).await.ok()["judgment"].clone()
}

/// A judgment in force since June 2020: five years ended on 4 June 2025.
pub async fn old(app: &App) -> Value {
    let mut body = judgment_body(app, &[owed("other", 50_000_000, Some(1))]);
    body["pronounced_on"] = json!("2020-05-04");
    body["in_force_on"] = json!("2020-06-04");
    body["received_on"] = json!("2020-07-01");
    entered(app, &body).await
}

/// Received, not registered.
pub async fn received(app: &App, body: &Value) -> String {
    let made = app.clerk().post("/requests", body).await.ok();
    format!("/requests/{}", made["request"]["id"].as_str().unwrap())
}

/// Every item of a request under one rule.
pub fn all(body: &Value, rule: &str) -> Value {
    json!({"obligations": body["obligations"], "rule": rule})
}

/// The deadline of a request with this key that was opened last.
pub async fn clock(app: &App, request: &str, key: &str) -> Value {
    let id = request.rsplit('/').next().unwrap();
    let found = app.auditor().get(&format!("/deadlines?key={key}&limit=200")).await.items();
    found.iter().rfind(|one| one["request"] == id).unwrap_or_else(|| panic!("no {key}")).clone()
}

/// A proactive item of this entry of the list.
pub fn listed(kind: &str, creditor: Option<usize>) -> Value {
    json!({"debtor": 0, "creditor": creditor, "mode": "proactive", "kind": "other", "amount": 10_000_000,
        "due_on": null, "proactive_kind": kind})
}

/// `/judgments/…`
pub fn path(judgment: &Value) -> String {
    format!("/judgments/{}", judgment["id"].as_str().unwrap())
}

pub fn item(judgment: &Value, place: usize) -> Value {
    judgment["obligations"][place]["id"].clone()
}

/// Drafts a proactive decision and signs it; gives the answer.
pub async fn decide(app: &App, judgment: &Value, body: Value) -> Value {
    let path = path(judgment);
    let drafted = app.clerk().does(&path, "propose_proactive_decision", body).await;
    let drafts = drafted["judgment"]["drafts"].as_array().unwrap();
    let draft = json!({"draft": drafts.last().unwrap()["id"]});
    app.head().does(&path, "issue_proactive_decision", draft).await
}

/// The case that an act opened.
pub async fn case_of(app: &App, answer: &Value) -> Value {
    let id = answer["happened"]["cases"][0].as_str().unwrap();
    app.auditor().get(&format!("/cases/{id}")).await.ok()
}

/// Keys of the deadlines that an act opened.
pub fn keys(answer: &Value) -> Vec<String> {
    let opened = answer["happened"]["deadlines_opened"].as_array().unwrap();
    opened.iter().map(|one| one["key"].as_str().unwrap().to_owned()).collect()
}

/// A case on request whose request was returned after two years without means; the clock stands on 31 July 2028.
pub async fn returned(app: &App) -> Case {
    let case = on_request(app, &[owed("other", 50_000_000, Some(1))]).await;
    build::not_enforceable(app, &case).await;
    for day in ["2027-01-20", "2027-07-15", "2028-01-10", "2028-07-05"] {
        app.on(day);
        let found = json!({"shows_ability": false, "confirmed_by": "UBND"});
        app.officer().does(&case.path, "verify_periodically", found).await;
    }
    app.on("2028-07-31");
    let reason = json!({"reason": "Đủ hai năm, không có thông tin mới"});
    app.officer().does(&case.path, "propose_return", reason).await;
    app.head().does(&case.path, "return_request", json!({})).await;
    case
}

/// A renewed request on such a case.
pub fn renewed_body(case: &Case, proof: Option<&str>) -> Value {
    let mut body = request_body(&case.judgment);
    body["requested_on"] = json!("2028-07-31");
    body["renews"] = case.id.clone();
    body["ability_proof"] = json!(proof);
    body
}

/// A judgment of 2024 for a case taken over.
pub async fn legacy_judgment(app: &App, items: &[Value]) -> Value {
    let mut body = judgment_body(app, items);
    body["pronounced_on"] = json!("2023-12-04");
    body["in_force_on"] = json!("2024-01-05");
    body["received_on"] = json!("2024-01-15");
    body["imported"] = json!(true);
    entered(app, &body).await
}

/// A case of 2024 in which the debtor has no means, nothing missing.
pub fn legacy_case(judgment: &Value, number: &str) -> Value {
    json!({
        "judgment": judgment["id"], "number": number, "mode": "on_request", "decided_on": "2024-02-01",
        "stage": "not_enforceable",
        "obligations": [{"id": item(judgment, 0), "paid": 5_000_000}],
        "debtors": [{"party": judgment["parties"][0]["id"], "notified_on": "2024-02-05"}],
        "requested_on": "2024-01-29", "first_decision_on": "2024-02-01", "file_opened_on": "2024-02-05",
        "not_enforceable": {"ground": "44a.1.a", "decided_on": "2024-04-10", "yearly": false},
        "last_verified_on": "2025-03-10",
    })
}

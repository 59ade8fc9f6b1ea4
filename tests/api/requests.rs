//! Who may sign, what is decided only once, and requests out of time (L106 22.3, 34; ND152 3).

use serde_json::{Value, json};

use crate::support::build::{self, judgment, on_own_motion, on_request, owed, proactive, request_body};
use crate::support::{App, on_both_engines};

async fn delegate(app: &App, from: &str, to: &str) -> Value {
    let body = json!({"office": app.office, "delegate": app.id("deputy"), "documents": ["on_request_decision"],
        "division": null, "from": from, "to": to, "basis": "Văn bản số 12/UQ-THADS"});
    app.head().post("/delegations", &body).await.ok()
}

async fn drafted(app: &App) -> String {
    let judgment = judgment(app, &[owed("other", 50_000_000, Some(1))]).await;
    let body = request_body(&judgment);
    let path = build::request(app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-0"});
    app.examiner().does(&path, "propose_decision_on_request", draft).await;
    path
}

async fn only_the_head_or_a_delegate_signs(app: App) {
    let path = drafted(&app).await;
    let action = "issue_decision_on_request";
    app.deputy().may_not(&path, action, json!({}), 403, "G-SIGNER").await;
    app.officer().may_not(&path, action, json!({}), 403, "G-SIGNER").await;
    delegate(&app, "2026-07-01", "2026-07-14").await;
    app.deputy().may_not(&path, action, json!({}), 403, "G-SIGNER").await;
    delegate(&app, "2026-07-16", "2026-12-31").await;
    app.deputy().may_not(&path, action, json!({}), 403, "G-SIGNER").await;
    app.on("2026-07-16");
    let signed = app.deputy().does(&path, action, json!({})).await;
    let case = signed["happened"]["cases"][0].as_str().unwrap().to_owned();
    let documents = app.auditor().get(&format!("/cases/{case}/decisions")).await.items();
    let decision = documents.iter().find(|one| one["kind"] == "on_request_decision").unwrap();
    assert_eq!(decision["signer"], json!(app.id("deputy")));
    assert!(decision["delegation"].is_string(), "the decision names the delegation: {decision}");
    assert_eq!(decision["prepared_by"], json!(app.id("examiner")));
    // The delegation is for one kind of document only.
    let body = json!({"division": null, "officer": app.id("officer"), "no_conflict": true});
    app.deputy().may_not(&format!("/cases/{case}"), "assign_officer", body, 403, "G-SIGNER").await;
}

async fn a_withdrawn_delegation_holds_no_longer(app: App) {
    let path = drafted(&app).await;
    let made = delegate(&app, "2026-07-15", "2026-12-31").await;
    let id = made["id"].as_str().unwrap();
    let place = format!("/delegations/{id}/revocation");
    app.head().post(&place, &json!({"on": "2026-07-20"})).await.ok();
    app.on("2026-07-20");
    app.deputy().may_not(&path, "issue_decision_on_request", json!({}), 403, "G-SIGNER").await;
}

async fn whoever_prepared_it_does_not_sign_it(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::verifying(&app, &case).await;
    let body = json!({"office": app.office, "delegate": app.id("officer"), "documents": [], "division": null,
        "from": "2026-07-15", "to": "2026-12-31", "basis": "Văn bản số 13/UQ-THADS"});
    app.head().post("/delegations", &body).await.ok();
    app.officer().does(&case.path, "propose_not_enforceable", build::no_means("2026-07-28")).await;
    let action = "issue_not_enforceable_decision";
    app.officer().may_not(&case.path, action, json!({}), 403, "G-FOUR-EYES").await;
    app.head().does(&case.path, action, json!({})).await;
}

async fn the_same_content_is_decided_once(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let body = request_body(&case.judgment);
    let path = build::request(&app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-0"});
    let found = app.clerk().may_not(&path, "propose_decision_on_request", draft, 409, "G-REQ-DUP").await;
    let number = app.officer().get(&case.path).await.ok()["number"].as_str().unwrap().to_owned();
    assert!(found["message"].as_str().unwrap().contains(&number), "it names the first decision: {found}");
    // What stands against it is itself a lawful ground of refusal.
    let refusal = json!({"grounds": ["RF-DD"], "reason": "Đã có quyết định thi hành án"});
    app.clerk().does(&path, "propose_refusal", refusal).await;
    app.head().does(&path, "refuse_request", json!({})).await;
    let again = case.request.unwrap();
    app.head().may_not(&again, "issue_decision_on_request", json!({}), 409, "G-FINAL").await;
}

async fn a_proactive_item_is_decided_once_and_not_on_request(app: App) {
    let case = on_own_motion(&app, &[proactive("court_fee", 5_000_000)]).await;
    let path = format!("/judgments/{}", case.judgment["id"].as_str().unwrap());
    let body = json!({"obligations": [case.item(0)], "rule": "GR-0"});
    app.clerk().may_not(&path, "propose_proactive_decision", body, 409, "G-NO-PROACTIVE").await;
    let request = build::request(&app, &request_body(&case.judgment)).await;
    let draft = json!({"obligations": [case.item(0)], "rule": "GR-0"});
    app.clerk().may_not(&request, "propose_decision_on_request", draft, 409, "G-REQ-NOTPRO").await;
}

async fn an_incomplete_request_waits_for_what_is_missing(app: App) {
    let judgment = judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let mut body = request_body(&judgment);
    body["completeness"]["signed"] = json!(false);
    let made = app.clerk().post("/requests", &body).await.ok();
    let path = format!("/requests/{}", made["request"]["id"].as_str().unwrap());
    let found = app.clerk().may_not(&path, "register_request", json!({}), 409, "G-REQ-COMPLETE").await;
    assert!(found["found"].as_str().unwrap().contains("signed"));
    app.clerk().does(&path, "ask_to_supplement", json!({})).await;
    app.on("2026-07-18");
    let complete = json!({"completeness": request_body(&judgment)["completeness"]});
    app.clerk().does(&path, "receive_supplement", complete).await;
    app.clerk().may_not(&path, "ask_to_supplement", json!({}), 409, "G-REQ-INCOMPLETE").await;
    app.clerk().does(&path, "register_request", json!({})).await;
}

on_both_engines!(
    only_the_head_or_a_delegate_signs,
    a_withdrawn_delegation_holds_no_longer,
    whoever_prepared_it_does_not_sign_it,
    the_same_content_is_decided_once,
    a_proactive_item_is_decided_once_and_not_on_request,
    an_incomplete_request_waits_for_what_is_missing,
);

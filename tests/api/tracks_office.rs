//! Private offices: files handed over, requests for security measures, two decisions on one content (L106 31; ND151 40, 43–44).

use serde_json::{Value, json};

use crate::support::build::{self, on_request, owed};
use crate::support::tracks::{clock, now, wrong};
use crate::support::{App, on_both_engines};

/// A file on a judgment with two items, of which the office has collected 20 of 50 million on the first.
async fn file(app: &App) -> (Value, Value) {
    let items = [owed("other", 50_000_000, Some(1)), owed("other", 5_000_000, Some(1))];
    let judgment = build::judgment(app, &items).await;
    let items: Vec<Value> =
        judgment["obligations"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    let body = json!({
        "office": app.office, "private_office": "Văn phòng Mẫu", "recall_number": "07/QĐ-VP",
        "judgment": judgment["id"], "requester": judgment["parties"][1]["id"], "requester_disagrees": false,
        "liquidated_on": "2026-07-13", "received_on": "2026-07-15", "minutes": "BB-01", "full": true,
        "obligations": items, "results": [{"obligation": items[0], "amount": 20_000_000}],
    });
    (judgment, body)
}

async fn a_file_is_received_by_the_clerk_and_must_make_sense(app: App) {
    app.on("2026-07-15");
    let (_, good) = file(&app).await;
    assert_eq!(app.officer().post("/office-files", &good).await.problem(403), "forbidden");
    let refused = async |change: &dyn Fn(&mut Value), code: &str| {
        let mut body = good.clone();
        change(&mut body);
        let answer = app.clerk().post("/office-files", &body).await;
        answer.problem(422);
        assert!(answer.codes().iter().any(|one| one == code), "{code}: {}", answer.text);
    };
    refused(&|body| body["requester_disagrees"] = json!(true), "G-VP-AGREED").await;
    refused(&|body| body["received_on"] = json!("2026-07-12"), "contradicts").await;
    refused(&|body| body["received_on"] = json!("2026-07-16"), "date_in_future").await;
    refused(&|body| body["judgment"] = json!(app.office), "not_in_list").await;
    refused(&|body| body["requester"] = json!(app.office), "not_a_party").await;
    refused(&|body| body["obligations"][1] = body["obligations"][0].clone(), "duplicate").await;
    refused(&|body| body["results"][0]["amount"] = json!(50_000_000), "G-VP-RESULT").await;
}

async fn a_full_file_becomes_a_case_that_recognises_what_was_done(app: App) {
    app.on("2026-07-15");
    let (_, mut body) = file(&app).await;
    body["full"] = json!(false);
    let made = app.clerk().post("/office-files", &body).await.ok();
    let path = format!("/office-files/{}", made["office_file"]["id"].as_str().unwrap());
    assert_eq!(made["happened"]["deadlines_opened"], json!([]), "the five days run from the full file");
    let rule = json!({"rule": "GR-0"});
    app.clerk().may_not(&path, "propose_office_decision", rule.clone(), 409, "G-STATE").await;
    app.officer().may_not(&path, "complete_office_file", json!({"minutes": "BB-02"}), 403, "G-ROLE").await;
    let done = app.clerk().does(&path, "complete_office_file", json!({"minutes": "BB-02"})).await;
    assert_eq!(done["happened"]["deadlines_opened"][0]["key"], "office_handover_decision");
    app.head().may_not(&path, "issue_office_decision", json!({}), 409, "G-DRAFT").await;
    app.clerk().does(&path, "propose_office_decision", rule.clone()).await;
    app.clerk().may_not(&path, "issue_office_decision", json!({}), 403, "G-SIGNER").await;
    let signed = app.head().does(&path, "issue_office_decision", json!({})).await;
    let case = format!("/cases/{}", signed["happened"]["cases"][0].as_str().unwrap());
    assert_eq!(signed["office_file"]["case"], signed["happened"]["cases"][0]);
    let opened = app.auditor().get(&case).await.ok();
    assert_eq!((&opened["amount_due"], &opened["mode"]), (&json!(35_000_000), &json!("on_request")));
    let items = app.auditor().get(&format!("{case}/obligations")).await.items();
    let paid: Vec<i64> = items.iter().map(|item| item["paid"].as_i64().unwrap()).collect();
    assert_eq!(paid.iter().sum::<i64>(), 20_000_000, "what the office collected is recognised");
    let keys: Vec<Value> = signed["happened"]["deadlines_opened"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["key"].clone())
        .collect();
    assert!(keys.contains(&json!("notify")) && keys.contains(&json!("send_vks")), "{keys:?}");
    app.head().may_not(&path, "issue_office_decision", json!({}), 409, "G-FINAL").await;
    // The same content is not decided twice.
    let again = app.clerk().post("/office-files", &body).await.ok();
    let again = format!("/office-files/{}", again["office_file"]["id"].as_str().unwrap());
    app.clerk().does(&again, "complete_office_file", json!({"minutes": "BB-03"})).await;
    app.clerk().may_not(&again, "propose_office_decision", rule, 422, "G-REQ-DUP").await;
    let listed = app.clerk().get("/office-files?state=decided").await.items();
    assert_eq!(listed.len(), 1);
    assert_eq!(app.as_("other_clerk").get(&path).await.problem(404), "not_found");
}

fn request(app: &App, measure: &str) -> Value {
    json!({"office": app.office, "private_office": "Văn phòng Mẫu", "decision_number": "03/QĐ-VP",
        "received_at": "2026-07-15T01:30:00Z", "measure": measure, "reason": "Tẩu tán tài sản"})
}

async fn asked(app: &App) -> (String, Value) {
    let made = app.clerk().post("/office-requests", &request(app, "SM-FRZ-ACC")).await.ok();
    (format!("/office-requests/{}", made["office_request"]["id"].as_str().unwrap()), made)
}

async fn an_office_gets_a_measure_or_a_reasoned_refusal(app: App) {
    app.on("2026-07-15");
    assert_eq!(
        app.officer().post("/office-requests", &request(&app, "SM-FRZ-ACC")).await.problem(403),
        "forbidden"
    );
    let coercive = app.clerk().post("/office-requests", &request(&app, "CM-ACC")).await;
    assert_eq!(coercive.codes(), ["not_in_list"]);
    let (path, made) = asked(&app).await;
    let clock = &made["happened"]["deadlines_opened"][0];
    assert_eq!(clock["key"], "office_security");
    assert_eq!(clock["computation"]["due_at"], "2026-07-16T08:30:00+07:00", "to the minute");
    let grant = json!({"measure": "SM-FRZ-ACC", "reason": "Tẩu tán tài sản"});
    app.officer().may_not(&path, "grant_office_request", grant.clone(), 409, "G-STATE").await;
    let nobody = json!({"officer": app.id("clerk")});
    app.head().may_not(&path, "assign_office_request", nobody, 422, "G-OFFICER").await;
    app.head().does(&path, "assign_office_request", json!({"officer": app.id("officer")})).await;
    app.as_("second_officer").may_not(&path, "grant_office_request", grant.clone(), 403, "G-ROLE").await;
    let coercive = json!({"measure": "CM-ACC", "reason": "Tẩu tán tài sản"});
    wrong(app.officer(), &path, "grant_office_request", coercive, "not_in_list").await;
    let done = app.officer().does(&path, "grant_office_request", grant).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "security_decision");
    assert_eq!(done["happened"]["deadlines_closed"], json!(["office_security"]));

    let (path, _) = asked(&app).await;
    app.head().does(&path, "assign_office_request", json!({"officer": app.id("officer")})).await;
    app.officer().does(&path, "propose_office_refusal", json!({"reason": "Chưa đủ căn cứ"})).await;
    app.officer().may_not(&path, "refuse_office_request", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&path, "refuse_office_request", json!({})).await;
    assert_eq!(done["office_request"]["state"], "refused");
    app.head().may_not(&path, "refuse_office_request", json!({}), 409, "G-FINAL").await;
}

fn other(day: &str) -> Value {
    json!({"private_office": "Văn phòng Mẫu", "number": "09/QĐ-VP", "decided_on": day, "comparison": "Cùng nội dung"})
}

async fn the_later_of_two_decisions_is_recalled(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let path = &case.path;
    app.officer().may_not(path, "propose_duplicate_recall", other("2026-07-15"), 422, "G-VP-LATER").await;
    wrong(app.officer(), path, "propose_duplicate_recall", other("2026-07-16"), "contradicts").await;
    app.officer().does(path, "propose_duplicate_recall", other("2026-07-14")).await;
    let done = app.head().does(path, "recall_duplicate", json!({})).await;
    assert_eq!(
        (&done["case"]["stage"], &done["case"]["removed"]["reason"]),
        (&json!("removed"), &json!("recalled"))
    );
    app.officer().may_not(path, "propose_duplicate_recall", other("2026-07-14"), 409, "G-FINAL").await;
}

async fn the_ministry_decides_who_is_competent(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let path = &case.path;
    let answer = json!({"number": "100/BTP", "ours": false});
    app.clerk().may_not(path, "record_ministry_answer", answer.clone(), 409, "G-VP-ANSWER").await;
    app.officer().does(path, "propose_competence_proposal", other("2026-07-15")).await;
    app.head().does(path, "submit_competence_proposal", json!({})).await;
    assert_eq!(clock(&app, &case, "competence_dispute").await["due_on"], "2026-07-29");
    app.officer()
        .may_not(path, "propose_competence_proposal", other("2026-07-15"), 409, "G-VP-DISPUTE")
        .await;
    app.officer().may_not(path, "propose_duplicate_recall", other("2026-07-14"), 409, "G-VP-DISPUTE").await;
    app.clerk().does(path, "record_ministry_answer", answer).await;
    assert_eq!(clock(&app, &case, "competence_dispute").await["status"], "met");
    // The ministry has said that the office enforces, though it decided later.
    app.officer().does(path, "propose_duplicate_recall", other("2026-07-15")).await;
    app.head().does(path, "recall_duplicate", json!({})).await;
    assert_eq!(now(&app, &case).await["stage"], "removed");
}

on_both_engines!(
    a_file_is_received_by_the_clerk_and_must_make_sense,
    a_full_file_becomes_a_case_that_recognises_what_was_done,
    an_office_gets_a_measure_or_a_reasoned_refusal,
    the_later_of_two_decisions_is_recalled,
    the_ministry_decides_who_is_competent,
);

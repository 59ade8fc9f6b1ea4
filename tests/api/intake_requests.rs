//! A request beside its main line: late and reviewed, not due, waiting for a condition, taken back, agreed upon, refused.

use serde_json::{Value, json};
use thads::service::time;

use crate::support::build::{self, judgment, judgment_body, on_request, owed, request_body};
use crate::support::intake::{all, clock, entered, old, received};
use crate::support::{App, interrupt, on_both_engines};

fn look(app: &App) {
    let system = time::system_user(&app.state.core).unwrap();
    time::pass(&app.state.core, system).unwrap();
}

fn why() -> Value {
    json!({"reason": "Theo tài liệu chứng minh"})
}

fn claims(from: &str, to: &str, place: Option<&str>) -> Value {
    json!([{"kind": "force_majeure", "from": from, "to": to, "proof": "Xác nhận của UBND", "place": place}])
}

async fn the_head_decides_on_a_late_request(app: App) {
    let judgment = old(&app).await;
    let mut body = request_body(&judgment);
    body["exclusions"] = claims("2021-01-01", "2022-03-01", None);
    let path = build::request(&app, &body).await;
    let draft = all(&body, "GR-0");
    let found =
        app.clerk().may_not(&path, "propose_decision_on_request", draft.clone(), 409, "G-REQ-TIMEBAR").await;
    let message = found["message"].as_str().unwrap();
    assert!(
        message.contains("04/06/2025") && message.contains('0'),
        "nothing counts before review: {message}"
    );
    // What is claimed goes to the head, it is no ground to refuse out of hand.
    let refusal = json!({"grounds": ["RF-D"], "reason": "Hết thời hiệu"});
    app.clerk().may_not(&path, "propose_refusal", refusal, 422, "G-REFUSE-GROUND").await;
    app.clerk().does(&path, "route_late_request", json!({})).await;
    app.clerk().may_not(&path, "propose_late_acceptance", why(), 409, "G-LATE-PROOF").await;
    app.head().may_not(&path, "accept_late_request", json!({}), 409, "G-DRAFT").await;
    app.head().may_not(&path, "route_late_request", json!({}), 409, "G-STATE").await;

    let mut proven = request_body(&judgment);
    proven["exclusions"] = claims("2021-01-01", "2022-03-01", Some("Xã Mẫu"));
    let path = build::request(&app, &proven).await;
    app.clerk().does(&path, "route_late_request", json!({})).await;
    app.clerk().does(&path, "propose_late_acceptance", why()).await;
    app.clerk().may_not(&path, "accept_late_request", json!({}), 403, "G-SIGNER").await;
    let accepted = app.head().does(&path, "accept_late_request", json!({})).await;
    assert_eq!(accepted["request"]["state"], "registered");
    assert_eq!(accepted["request"]["late_accepted"]["days"], 425);
    assert_eq!(accepted["happened"]["documents"][0]["kind"], "late_request_decision");
    app.clerk().does(&path, "propose_decision_on_request", all(&proven, "GR-0")).await;
    app.head().does(&path, "issue_decision_on_request", json!({})).await;
}

async fn a_late_request_that_is_not_accepted_is_refused(app: App) {
    let judgment = old(&app).await;
    let mut body = request_body(&judgment);
    body["exclusions"] = claims("2021-01-01", "2021-04-10", Some("Xã Mẫu"));
    let path = build::request(&app, &body).await;
    app.clerk().does(&path, "route_late_request", json!({})).await;
    let found = app.clerk().may_not(&path, "propose_late_acceptance", why(), 409, "G-REQ-TIMEBAR").await;
    let message = found["message"].as_str().unwrap();
    assert!(message.contains("100") && message.contains("12/09/2025"), "{message}");
    app.clerk().does(&path, "propose_late_rejection", why()).await;
    let done = app.head().does(&path, "reject_late_request", json!({})).await;
    assert_eq!(
        (&done["request"]["state"], &done["request"]["refused"]),
        (&json!("refused"), &json!(["RF-D"]))
    );
    let kinds: Vec<&Value> =
        done["happened"]["documents"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, [&json!("late_request_decision"), &json!("refusal_notice")]);
    assert_ne!(clock(&app, &path, "decision_on_request").await["status"], "open");
    app.head().may_not(&path, "accept_late_request", json!({}), 409, "G-FINAL").await;

    let fresh = request_body(&build::judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    let path = build::request(&app, &fresh).await;
    app.clerk().may_not(&path, "route_late_request", json!({}), 409, "G-LATE").await;
}

/// Two items: one fell due in May, one falls due in December 2026.
async fn instalments(app: &App, kind: &str) -> Value {
    let mut body = judgment_body(app, &[owed(kind, 5_000_000, Some(1))]);
    body["obligations"][0]["due_on"] = json!("2026-12-15");
    entered(app, &body).await
}

async fn what_is_not_due_waits_and_goes_on_by_itself(app: App) {
    app.on("2026-07-15");
    let body = request_body(&instalments(&app, "other").await);
    let path = build::request(&app, &body).await;
    let draft = all(&body, "GR-0");
    let found = app.clerk().may_not(&path, "propose_decision_on_request", draft.clone(), 409, "G-DUE").await;
    assert_eq!(found["not_before"], "2026-12-15");
    app.clerk().does(&path, "mark_not_due", json!({})).await;
    assert_eq!(clock(&app, &path, "decision_on_request").await["status"], "paused");
    app.clerk().may_not(&path, "resume_request", json!({}), 409, "G-DUE").await;
    app.on("2026-12-14");
    look(&app);
    assert_eq!(app.clerk().get(&path).await.ok()["state"], "not_due");
    app.on("2026-12-17");
    look(&app);
    let seen = app.clerk().get(&path).await.ok();
    assert_eq!(seen["state"], "registered");
    let anew = clock(&app, &path, "decision_on_request").await;
    assert_eq!((&anew["status"], &anew["started_on"]), (&json!("open"), &json!("2026-12-15")));
    let traces = app.traces(&path);
    look(&app);
    assert_eq!(app.traces(&path), traces, "once is enough");
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
}

async fn alimony_is_decided_for_the_enforcement_year(app: App) {
    app.on("2026-07-15");
    let judgment = instalments(&app, "alimony").await;
    let body = request_body(&judgment);
    let path = build::request(&app, &body).await;
    // In July the year ends in September; in October the next one holds December too.
    app.clerk().may_not(&path, "propose_decision_on_request", all(&body, "GR-0"), 409, "G-DUE").await;
    app.on("2026-10-01");
    app.clerk().does(&path, "propose_decision_on_request", all(&body, "GR-0")).await;
}

async fn a_condition_is_met_by_information(app: App) {
    let body = request_body(&judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    let path = build::request(&app, &body).await;
    let nothing = app.clerk().act(&path, "mark_not_due", json!({})).await;
    assert_eq!(nothing.json()["errors"][0]["pointer"], "/condition", "nothing to wait for");
    let condition = json!({"condition": "Bên được thi hành án giao lại nhà"});
    app.clerk().does(&path, "mark_not_due", condition).await;
    app.on("2026-08-10");
    look(&app);
    assert_eq!(app.clerk().get(&path).await.ok()["state"], "not_due", "time does not meet a condition");
    let bare = app.clerk().act(&path, "resume_request", json!({})).await;
    assert_eq!(bare.json()["errors"][0]["pointer"], "/information");
    let back = app.clerk().does(&path, "resume_request", json!({"information": "Biên bản giao nhà"})).await;
    assert_eq!(back["request"]["condition"]["met"]["on"], "2026-08-10");
    let anew = clock(&app, &path, "decision_on_request").await;
    assert_eq!((&anew["status"], &anew["due_on"]), (&json!("open"), &json!("2026-08-17")));

    let mut told = request_body(&judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    told["condition"] = json!("Bên được thi hành án giao lại nhà");
    let path = build::request(&app, &told).await;
    app.clerk().may_not(&path, "propose_decision_on_request", all(&told, "GR-0"), 409, "G-CONDITION").await;
    app.clerk().does(&path, "mark_not_due", json!({})).await;
}

async fn a_request_is_taken_back_with_its_clocks(app: App) {
    let body = request_body(&judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    let path = build::request(&app, &body).await;
    app.head().may_not(&path, "withdraw_request", json!({"paper": "Đơn"}), 403, "G-ROLE").await;
    assert_eq!(app.clerk().act(&path, "withdraw_request", json!({})).await.problem(422), "invalid_content");
    let done = app.clerk().does(&path, "withdraw_request", json!({"paper": "Đơn rút yêu cầu"})).await;
    assert_eq!(done["request"]["state"], "withdrawn");
    for key in ["decision_on_request", "request_refuse"] {
        assert_eq!(clock(&app, &path, key).await["status"], "cancelled", "{key}");
    }
    app.clerk().may_not(&path, "register_request", json!({}), 409, "G-FINAL").await;
    // Nothing was decided: the same content may be asked for again.
    let again = build::request(&app, &body).await;
    app.clerk().does(&again, "propose_decision_on_request", all(&body, "GR-0")).await;
}

async fn an_agreement_before_the_decision_has_its_form(app: App) {
    app.on("2026-07-15");
    let judgment = instalments(&app, "other").await;
    let body = request_body(&judgment);
    let path = build::request(&app, &body).await;
    let mut note = json!({"dated_on": "2026-07-14", "place": "Phường Mẫu", "content": "Trả một lần",
        "term": "Tháng 8/2026", "on_default": "Thi hành phần còn lại", "fee_and_costs": null,
        "signed_by": [judgment["parties"][0]["id"]], "before_due": true});
    app.clerk().may_not(&path, "note_agreement", note.clone(), 422, "G-AGR-FORM").await;
    note["fee_and_costs"] = json!("Người phải thi hành án chịu");
    app.clerk().may_not(&path, "note_agreement", note.clone(), 422, "G-AGR-FORM").await;
    note["signed_by"] = json!([judgment["parties"][0]["id"], judgment["parties"][1]["id"]]);
    app.clerk().may_not(&path, "propose_decision_on_request", all(&body, "GR-0"), 409, "G-DUE").await;
    app.clerk().does(&path, "note_agreement", note).await;
    // One payment before the due date: the decision need not wait (ND152 11.2).
    app.clerk().does(&path, "propose_decision_on_request", all(&body, "GR-0")).await;
}

async fn the_days_to_refuse_stand_still_while_a_supplement_is_awaited(app: App) {
    app.on("2026-07-14");
    let mut body = request_body(&judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    body["completeness"]["signed"] = json!(false);
    let path = received(&app, &body).await;
    assert_eq!(clock(&app, &path, "request_refuse").await["due_on"], "2026-07-21");
    app.on("2026-07-15");
    app.clerk().does(&path, "ask_to_supplement", json!({})).await;
    assert_eq!(clock(&app, &path, "request_refuse").await["status"], "paused");
    app.on("2026-07-30");
    let whole = json!({"completeness": request_body(&json!({"obligations": [], "parties": [{}, {}]}))["completeness"]});
    app.clerk().does(&path, "receive_supplement", whole).await;
    let goes_on = clock(&app, &path, "request_refuse").await;
    assert_eq!((&goes_on["status"], &goes_on["due_on"]), (&json!("open"), &json!("2026-08-05")));
    let strict = &goes_on["reckoning"]["computation"]["due_on"];
    assert_eq!(strict, "2026-07-21", "the strict day is shown");
    app.clerk().does(&path, "register_request", json!({})).await;
    let decide = clock(&app, &path, "decision_on_request").await;
    assert_eq!(decide["due_on"], "2026-08-06", "from the complete set (U7)");
    assert_eq!(decide["reckoning"]["other"]["due_on"], "2026-07-21", "from the reception");
}

async fn the_terms_run_from_the_reception_not_from_the_postmark(app: App) {
    app.on("2026-07-20");
    let judgment = judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let mut body = request_body(&judgment);
    body["channel"] = json!("post");
    body["received_on"] = json!("2026-07-13");
    let early = app.clerk().post("/requests", &body).await;
    assert_eq!(early.json()["errors"][0]["pointer"], "/received_on");
    body["received_on"] = json!("2026-07-20");
    let path = received(&app, &body).await;
    let refuse = clock(&app, &path, "request_refuse").await;
    assert_eq!((&refuse["started_on"], &refuse["due_on"]), (&json!("2026-07-20"), &json!("2026-07-27")));
    assert_eq!(app.clerk().get(&path).await.ok()["requested_on"], "2026-07-14");
}

async fn a_request_before_its_judgment_is_not_registered(app: App) {
    let mut body = request_body(&judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    body["requested_on"] = json!("2026-07-08");
    let path = received(&app, &body).await;
    let early = json!({"effective_on": "2026-07-09"});
    let found = app.clerk().may_not(&path, "register_request", early, 409, "G-JUD-RECEIVED").await;
    assert_eq!(found["not_before"], "2026-07-10");
    app.clerk().does(&path, "register_request", json!({})).await;
}

async fn what_was_terminated_by_agreement_is_not_asked_for_again(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let agreed = json!({"paper": interrupt::paper(&app, &case, "DC-4").await});
    app.officer().does(&case.path, "propose_termination", agreed).await;
    app.head().does(&case.path, "terminate", json!({})).await;
    let body = request_body(&case.judgment);
    let path = build::request(&app, &body).await;
    let action = "propose_decision_on_request";
    app.clerk().may_not(&path, action, all(&body, "GR-0"), 409, "G-NO-REOPEN").await;
    let refusal = json!({"grounds": ["RF-A"], "reason": "Đã đình chỉ theo thỏa thuận"});
    app.clerk().does(&path, "propose_refusal", refusal).await;
    app.head().does(&path, "refuse_request", json!({})).await;
}

on_both_engines!(
    the_head_decides_on_a_late_request,
    a_late_request_that_is_not_accepted_is_refused,
    what_is_not_due_waits_and_goes_on_by_itself,
    alimony_is_decided_for_the_enforcement_year,
    a_condition_is_met_by_information,
    a_request_is_taken_back_with_its_clocks,
    an_agreement_before_the_decision_has_its_form,
    the_days_to_refuse_stand_still_while_a_supplement_is_awaited,
    the_terms_run_from_the_reception_not_from_the_postmark,
    a_request_before_its_judgment_is_not_registered,
    what_was_terminated_by_agreement_is_not_asked_for_again,
);

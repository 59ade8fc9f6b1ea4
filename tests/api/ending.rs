//! The end of a case: performed, served, on another ground; the certificate, the archive, and the monthly list for the procuracy.

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::interrupt::{agreed, clock, clocks, paper, sign, with};
use crate::support::{App, house, measures, on_both_engines};

async fn notified(app: &App) -> Case {
    let case = on_request(app, &[owed("other", 50_000_000, Some(1))]).await;
    build::notify(app, &case).await;
    case
}

async fn ended(app: &App) -> Case {
    let case = notified(app).await;
    let pay = json!({"obligation": case.item(0), "amount": 50_000_000, "evidence": "Giấy nhận tiền"});
    app.officer().does(&case.path, "record_performance", pay).await;
    sign(app, &case, "propose_ending", "end_case", json!({"reason": "Đã thi hành xong"})).await;
    case
}

async fn a_performed_case_ends_and_an_open_one_does_not(app: App) {
    let open = notified(&app).await;
    let reason = json!({"reason": "Đã thi hành xong"});
    app.officer().may_not(&open.path, "propose_ending", reason, 409, "G-END-ALL").await;
    let case = ended(&app).await;
    let due = clock(&app, &case, "vks_monthly").await;
    assert_eq!((&due["started_on"], &due["due_on"]), (&json!("2026-07-31"), &json!("2026-08-07")));
    // A final state takes papers, the certificate, the archive – nothing that enforces.
    paper(&app, &case, "BANKR-END").await;
    app.officer().may_not(&case.path, "open_file", json!({}), 409, "G-FINAL").await;
}

async fn whoever_performed_in_time_is_not_coerced(app: App) {
    let case = notified(&app).await;
    let officer = app.officer();
    officer.may_not(&case.path, "record_full_performance", json!({}), 409, "G-PERFORMED").await;
    let pay = json!({"obligation": case.item(0), "amount": 50_000_000, "evidence": "Giấy nhận tiền"});
    officer.does(&case.path, "record_performance", pay).await;
    let done = officer.does(&case.path, "record_full_performance", json!({})).await;
    assert_eq!(done["case"]["stage"], "enforcing");
    assert_eq!(done["happened"]["deadlines_closed"], json!(["voluntary"]));
    let freeze = measures::freeze(&case);
    officer.may_not(&case.path, "apply_security_measure", freeze, 409, "G-COERCE").await;
}

async fn the_other_grounds_end_a_case_on_their_papers(app: App) {
    let propose = "propose_legal_ending";
    for gives in ["END-B", "END-C", "END-DD", "END-E"] {
        let case = notified(&app).await;
        let mut body = json!({"paper": case.id, "reason": "Theo văn bản"});
        app.officer().may_not(&case.path, propose, body.clone(), 409, "G-END-GROUND").await;
        body["paper"] = paper(&app, &case, gives).await;
        if gives == "END-E" {
            app.officer().rejects(&case.path, propose, body.clone(), "required").await;
            body["proposed_under"] = json!("93");
            app.officer().rejects(&case.path, propose, body.clone(), "G-END-ART").await;
            body["proposed_under"] = json!("92");
        } else {
            let wrong = with(body.clone(), json!({"proposed_under": "91"}));
            app.officer().rejects(&case.path, propose, wrong, "contradicts").await;
        }
        let done = sign(&app, &case, propose, "end_by_law", body).await;
        assert_eq!(done["case"]["ended"]["ground"], gives);
        assert_eq!(clock(&app, &case, "vks_monthly").await["status"], "open");
    }
    let (case, _, _) = house::valued(&app).await;
    let body = json!({"paper": paper(&app, &case, "END-B").await, "reason": "Theo văn bản"});
    app.officer().may_not(&case.path, propose, body.clone(), 409, "G-ASSETS-HELD").await;
    agreed(&app, &case, "2026-10-01", json!({})).await;
    app.officer().may_not(&case.path, propose, body, 409, "G-HOLD").await;
}

async fn a_case_that_only_had_to_be_served_ends_with_it(app: App) {
    let case = on_request(&app, &[owed("other", 1_000_000, Some(1))]).await;
    let body = json!({"subject": "lifts_measure", "bodies_served_on": "2026-07-15", "issuer_served_on": "2026-07-15",
        "reason": "Đã thông báo"});
    let propose = "propose_served_ending";
    app.officer().may_not(&case.path, propose, body.clone(), 409, "G-KCTT-PASSIVE").await;
    build::notify(&app, &case).await;
    for (field, value, code) in [
        ("needs_coercion", json!(true), "G-KCTT-PASSIVE"),
        ("subject", json!("provisional_measure"), "contradicts"),
        ("issuer_served_on", json!("2026-07-16"), "contradicts"),
        ("bodies_served_on", json!("2026-07-01"), "contradicts"),
    ] {
        let mut wrong = body.clone();
        wrong[field] = value;
        app.officer().rejects(&case.path, propose, wrong, code).await;
    }
    let done = sign(&app, &case, propose, "end_served", body).await;
    assert_eq!(done["case"]["ended"]["ground"], "END-A");
}

async fn a_party_or_a_relative_has_the_result_certified(app: App) {
    let (case, other) = (ended(&app).await, notified(&app).await);
    let asked = |requester: Value| json!({"requester": requester, "relation": "spouse", "extent": "part", "reason": "Theo đơn"});
    let propose = "propose_confirmation";
    app.officer().rejects(&case.path, propose, asked(other.party(1)), "not_a_party").await;
    app.officer().does(&case.path, propose, asked(case.party(1))).await;
    assert_eq!(clock(&app, &case, "confirm").await["due_on"], "2026-07-20");
    let done = app.head().does(&case.path, "confirm_result", json!({})).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "confirmation");
    assert_eq!(clock(&app, &case, "confirm").await["status"], "met");
}

async fn an_ended_case_is_filed_away_by_two(app: App) {
    let (case, open) = (ended(&app).await, notified(&app).await);
    let reason = json!({"reason": "Đã đối chiếu hồ sơ, tiền"});
    app.examiner().may_not(&open.path, "propose_archiving", reason.clone(), 409, "G-STATE").await;
    app.officer().may_not(&case.path, "propose_archiving", reason.clone(), 403, "G-ROLE").await;
    app.head().may_not(&case.path, "archive", json!({}), 409, "G-DRAFT").await;
    app.examiner().does(&case.path, "propose_archiving", reason).await;
    let done = app.head().does(&case.path, "archive", json!({})).await;
    assert_eq!(done["case"]["stage"], "archived");
    app.head().may_not(&case.path, "archive", json!({}), 409, "G-FINAL").await;
}

fn july(app: &App) -> Value {
    json!({"office": app.office, "year": 2026, "month": 7})
}

async fn the_ended_cases_of_a_month_go_to_the_procuracy(app: App) {
    let cases = [ended(&app).await, ended(&app).await];
    let open = notified(&app).await;
    app.on("2026-07-31");
    assert_eq!(app.clerk().post("/procuracy-lists", &july(&app)).await.codes(), ["G-MONTH-OPEN"]);
    app.on("2026-08-03");
    assert_eq!(app.officer().post("/procuracy-lists", &july(&app)).await.status, 403);
    let made = app.clerk().post("/procuracy-lists", &july(&app)).await.ok()["procuracy_list"].clone();
    let path = format!("/procuracy-lists/{}", made["id"].as_str().unwrap());
    assert_eq!((&made["month"], made["cases"].as_array().unwrap().len()), (&json!("2026-07-31"), 2));
    assert_eq!(app.clerk().post("/procuracy-lists", &july(&app)).await.codes(), ["G-LIST-OPEN"]);
    app.clerk().may_not(&path, "record_list_receipt", json!({}), 409, "G-STATE").await;
    let sent = app.clerk().does(&path, "send_list", json!({})).await;
    assert_eq!(sent["happened"]["events"].as_array().unwrap().len(), 3, "the list, and each case once");
    for case in &cases {
        assert_eq!(clock(&app, case, "vks_monthly").await["status"], "met");
        let shown = app.officer().get(&case.path).await.ok();
        assert_eq!((&shown["exit"]["listed"]["list"], &shown["stage"]), (&made["id"], &json!("ended")));
        assert!(clocks(&app, case, "vks_1y").await.is_empty(), "the year runs from the receipt");
        crate::line::the_chain_holds(&app, &case.path).await;
    }
    app.clerk().may_not(&path, "send_list", json!({}), 409, "G-STATE").await;
    app.on("2026-08-05");
    let early = app.clerk().act(&path, "record_list_receipt", json!({"effective_on": "2026-08-02"})).await;
    early.refused(409, "G-DATE-ORDER");
    app.clerk().does(&path, "record_list_receipt", json!({})).await;
    for case in &cases {
        assert_eq!(clock(&app, case, "vks_1y").await["due_on"], "2027-08-05");
    }
    assert!(clocks(&app, &open, "vks_monthly").await.is_empty());
    assert_eq!(app.clerk().post("/procuracy-lists", &july(&app)).await.codes(), ["G-LIST-EMPTY"]);
    let listed = app.clerk().get("/procuracy-lists?state=received").await.items();
    assert_eq!(listed.len(), 1);
    assert_eq!(app.as_("other_clerk").get(&path).await.status, 404);
}

async fn a_draft_that_became_untrue_is_dropped(app: App) {
    let case = notified(&app).await;
    let opened = json!({"paper": paper(&app, &case, "DC-8").await});
    sign(&app, &case, "propose_termination", "terminate", opened).await;
    app.on("2026-08-03");
    let made = app.clerk().post("/procuracy-lists", &july(&app)).await.ok()["procuracy_list"].clone();
    let path = format!("/procuracy-lists/{}", made["id"].as_str().unwrap());
    let over = json!({"paper": paper(&app, &case, "BANKR-END").await, "reason": "Tòa án đình chỉ"});
    sign(&app, &case, "propose_termination_recall", "recall_termination", over).await;
    app.clerk().rejects(&path, "send_list", json!({}), "contradicts").await;
    let dropped = app.clerk().does(&path, "drop_list", json!({})).await;
    assert_eq!(dropped["procuracy_list"]["state"], "dropped");
    assert_eq!(app.clerk().post("/procuracy-lists", &july(&app)).await.codes(), ["G-LIST-EMPTY"]);
}

on_both_engines!(
    a_performed_case_ends_and_an_open_one_does_not,
    whoever_performed_in_time_is_not_coerced,
    the_other_grounds_end_a_case_on_their_papers,
    a_case_that_only_had_to_be_served_ends_with_it,
    a_party_or_a_relative_has_the_result_certified,
    an_ended_case_is_filed_away_by_two,
    the_ended_cases_of_a_month_go_to_the_procuracy,
    a_draft_that_became_untrue_is_dropped,
);

//! The questions on which the law is silent: they are listed with their answers, and an answer that is not fixed changes what
//! the program does.

use serde_json::{Value, json};

use crate::support::build::{self, Case, judgment_body, on_request, owed, request_body};
use crate::support::{App, interrupt, on_both_engines};

async fn each_question_is_listed_with_its_answer(app: App) {
    let all = app.auditor().get("/law/settings?limit=200").await.items();
    let of_lifecycle = all.iter().filter(|one| one["code"].as_str().unwrap().starts_with('U')).count();
    assert_eq!(of_lifecycle, 46);
    for one in &all {
        let options = one["options"].as_array().unwrap();
        assert!(options.len() > 1 && options.contains(&one["default"]), "{one}");
        assert!(!(one["fixed"] == true && options[0] != one["default"]), "{one}");
        for key in ["question", "reason"] {
            assert!(one[key].as_str().is_some_and(|text| text.len() > 20), "{key}: {one}");
        }
    }
    let page = app.auditor().get("/law/settings?limit=10").await.ok();
    assert_eq!(page["items"].as_array().unwrap().len(), 10);
    let next = page["next_cursor"].as_str().unwrap();
    let rest = app.auditor().get(&format!("/law/settings?limit=200&cursor={next}")).await.items();
    assert_eq!(rest.len() + 10, all.len());
}

/// A judgment in force on Sunday 18 July 2021: five years end on a Saturday.
async fn five_years_old(app: &App) -> Value {
    let mut body = judgment_body(app, &[owed("other", 50_000_000, Some(1))]);
    body["pronounced_on"] = json!("2021-06-18");
    body["in_force_on"] = json!("2021-07-18");
    body["received_on"] = json!("2021-08-02");
    app.clerk().post("/judgments", &body).await.ok()["judgment"].clone()
}

/// A request of this day, registered, and the body of its draft.
async fn asked(app: &App, judgment: &Value, on: &str, exclusions: Value) -> (String, Value) {
    let mut body = request_body(judgment);
    body["requested_on"] = json!(on);
    body["exclusions"] = exclusions;
    let path = build::request(app, &body).await;
    (path, json!({"obligations": body["obligations"], "rule": "GR-0"}))
}

const DRAFT: &str = "propose_decision_on_request";

async fn u1_limitation_may_count_its_first_day_and_not_roll(app: App) {
    app.on("2026-07-20");
    let judgment = five_years_old(&app).await;
    let (path, draft) = asked(&app, &judgment, "2026-07-20", json!([])).await;
    let app = app.answering("U1", "count_first_day_no_roll").await;
    let found = app.clerk().may_not(&path, DRAFT, draft.clone(), 409, "G-REQ-TIMEBAR").await;
    assert!(found["message"].as_str().unwrap().contains("17/07/2026"), "{found}");
    let app = app.answering("U1", "exclude_first_day_and_roll").await;
    app.clerk().does(&path, DRAFT, draft).await;
}

async fn u8_time_of_an_interruption_may_be_left_out_of_limitation(app: App) {
    app.on("2026-08-03");
    let judgment = five_years_old(&app).await;
    let year =
        json!([{"kind": "interruption", "from": "2022-01-01", "to": "2022-12-31", "proof": "QĐ hoãn 01"}]);
    let (path, draft) = asked(&app, &judgment, "2026-08-03", year).await;
    // Only what lies before the change of the law: 25 to 30 June.
    let late =
        json!([{"kind": "interruption", "from": "2026-06-25", "to": "2026-07-20", "proof": "QĐ hoãn 02"}]);
    let (over, _) = asked(&app, &judgment, "2026-08-03", late).await;
    let found = app.clerk().may_not(&over, DRAFT, draft.clone(), 409, "G-REQ-TIMEBAR").await;
    assert!(found["message"].as_str().unwrap().contains("24/07/2026"), "{found}");
    let app = app.answering("U8", "never").await;
    app.clerk().may_not(&path, DRAFT, draft.clone(), 409, "G-REQ-TIMEBAR").await;
    let app = app.answering("U8", "only_before_change").await;
    app.clerk().does(&path, DRAFT, draft).await;
}

async fn u7_the_days_to_decide_may_run_from_the_reception(app: App) {
    let mut app = app;
    for (answer, start) in [("complete", "2026-07-15"), ("reception", "2026-07-14")] {
        app = app.answering("U7", answer).await;
        let judgment = build::judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
        let made = app.clerk().post("/requests", &request_body(&judgment)).await.ok();
        let path = format!("/requests/{}", made["request"]["id"].as_str().unwrap());
        let done = app.clerk().does(&path, "register_request", json!({})).await;
        let opened = &done["happened"]["deadlines_opened"][0];
        assert_eq!(opened["key"], "decision_on_request");
        assert!(opened["computation"]["start"].as_str().unwrap().starts_with(start), "{opened}");
    }
}

async fn u2_periods_may_run_on_through_a_postponement(app: App) {
    let app = app.answering("U2", "all_run").await;
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    app.on("2026-07-20");
    let hold = interrupt::agreed(&app, &case, "2026-09-30", json!({})).await;
    let voluntary = |rows: Vec<Value>| rows.into_iter().find(|one| one["key"] == "voluntary").unwrap();
    let running = voluntary(app.officer().get(&case.sub("deadlines")).await.items());
    assert_eq!((&running["status"], &running["due_on"]), (&json!("open"), &json!("2026-07-27")));
    app.on("2026-07-24");
    interrupt::end_paper(&app, &case, &hold).await;
    let over = interrupt::resumption(&hold);
    let resumed = interrupt::sign(&app, &case, "propose_resumption", "resume", over).await;
    assert_eq!(resumed["case"]["debtors"][0]["voluntary_until"], "2026-07-27");
}

/// Not enforceable since 28 July 2026, verified on these days; the clock then stands two years later.
async fn two_years(app: &App, checks: &[&str]) -> Case {
    let case = on_request(app, &[owed("other", 50_000_000, Some(1))]).await;
    build::not_enforceable(app, &case).await;
    let entry = json!({"portal_entry": "https://thads.example/ds/1", "sent_to_commune": true});
    app.clerk().does(&case.path, "publish_debtor", entry).await;
    for day in checks {
        app.on(day);
        app.officer().does(&case.path, "verify_periodically", empty()).await;
    }
    app.on("2028-07-31");
    case
}

fn empty() -> Value {
    json!({"shows_ability": false, "confirmed_by": "UBND phường Mẫu"})
}

async fn u17_one_fresh_verification_may_do(app: App) {
    let case = two_years(&app, &["2028-07-05"]).await;
    let reason = json!({"reason": "Đủ hai năm"});
    app.officer().may_not(&case.path, "propose_return", reason.clone(), 409, "G-REVERIFIED").await;
    let app = app.answering("U17", "any").await;
    app.officer().does(&case.path, "propose_return", reason).await;
}

async fn u18_empty_information_may_start_the_two_years_again(app: App) {
    let case = two_years(&app, &["2027-01-20", "2027-07-15", "2028-01-10", "2028-07-05"]).await;
    app.clerk().does(&case.path, "receive_new_information", json!({"source": "creditor"})).await;
    app.officer().does(&case.path, "verify_new_information", empty()).await;
    let reason = json!({"reason": "Đủ hai năm"});
    let app = app.answering("U18", "yes").await;
    let found = app.officer().may_not(&case.path, "propose_return", reason.clone(), 409, "G-2Y").await;
    assert_eq!(found["not_before"], "2030-08-01", "{found}");
    let app = app.answering("U18", "no").await;
    app.officer().does(&case.path, "propose_return", reason).await;
}

on_both_engines!(
    each_question_is_listed_with_its_answer,
    u1_limitation_may_count_its_first_day_and_not_roll,
    u8_time_of_an_interruption_may_be_left_out_of_limitation,
    u7_the_days_to_decide_may_run_from_the_reception,
    u2_periods_may_run_on_through_a_postponement,
    u17_one_fresh_verification_may_do,
    u18_empty_information_may_start_the_two_years_again,
);

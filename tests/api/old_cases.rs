//! Oversight over the change of law of 1 July 2026: a case that was over before is resolved under the 2008 law, every other under
//! the law of 2025; the time to protest is always that of the law in force (L106 116.1–116.3; U31, U32).

use serde_json::{Value, json};

use crate::support::build::{self, Case, judgment_body, owed, request_body};
use crate::support::oversight::{
    accept, complaint_body, deadline, decide, document, entered, opened, signed,
};
use crate::support::{App, measures, on_both_engines};

/// A case on request, decided on 5 June 2026, notified the same day.
async fn of_june(app: &App) -> Case {
    app.on("2026-06-05");
    let mut body = judgment_body(app, &[owed("other", 50_000_000, Some(1))]);
    for (name, day) in
        [("pronounced_on", "2026-03-20"), ("in_force_on", "2026-04-20"), ("received_on", "2026-05-10")]
    {
        body[name] = json!(day);
    }
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let mut asked = request_body(&judgment);
    asked["requested_on"] = json!("2026-06-04");
    let path = build::request(app, &asked).await;
    let draft = json!({"obligations": asked["obligations"], "rule": "GR-0"});
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let case = build::opened(&signed, judgment, Some(path));
    build::assign(app, &case).await;
    build::notify(app, &case).await;
    case
}

/// A security measure of 5 June 2026: its complaint under the 2008 law has three working days, to 10 June.
async fn frozen(app: &App, case: &Case) -> Value {
    let measure = measures::freeze(case);
    app.officer().does(&case.path, "apply_security_measure", measure).await;
    document(app, case, "security_decision").await
}

/// Performed and ended on 24 June 2026.
async fn end(app: &App, case: &Case, frozen_by: Option<&Value>) {
    app.on("2026-06-24");
    let paid = json!({"obligation": case.item(0), "amount": 50_000_000, "evidence": "Giấy nhận tiền"});
    app.officer().does(&case.path, "record_performance", paid).await;
    if let Some(decision) = frozen_by {
        let over = json!({"decision": decision, "ground": "performed", "proof": "Giấy nhận tiền"});
        app.officer().does(&case.path, "release_measures", over).await;
    }
    app.officer().does(&case.path, "propose_ending", json!({"reason": "Đã thi hành xong"})).await;
    app.head().does(&case.path, "end_case", json!({})).await;
}

async fn about_the_freeze(app: &App, case: &Case, decision: &Value, known: &str, lodged: &str) -> String {
    let mut body = complaint_body(app, case).await;
    for (name, value) in
        [("known_on", known), ("lodged_on", lodged), ("received_on", lodged), ("object", "account_freeze")]
    {
        body[name] = json!(value);
    }
    body["decision"] = decision.clone();
    entered(app, &body).await
}

async fn a_case_that_was_over_keeps_the_terms_of_2008(app: App) {
    let case = of_june(&app).await;
    let freeze = frozen(&app, &case).await;
    end(&app, &case, Some(&freeze)).await;
    app.on("2026-07-06");
    // Notice on Thursday 25 June: three working days end on Tuesday the 30th, ten days of the new law on 6 July.
    let late = about_the_freeze(&app, &case, &freeze, "2026-06-25", "2026-07-01").await;
    let found =
        app.examiner().may_not(&late, "propose_complaint_acceptance", json!({}), 409, "G-CMP-TIME").await;
    assert!(found["message"].as_str().unwrap().contains("30/06/2026"), "{found}");
    let path = about_the_freeze(&app, &case, &freeze, "2026-06-25", "2026-06-30").await;
    let taken = accept(&app, &path).await;
    assert_eq!(opened(&taken, "cmp_resolve1_security"), "2026-07-13");
    let running = deadline(&app, "cmp_resolve1_security").await;
    assert_eq!(running["regime"], "l2008");
    // The act itself is one of its own day: its event names that day and its law.
    let events = app.head().get(&format!("{path}/events?limit=200")).await.items();
    assert_eq!(events.last().unwrap()["effective_on"], "2026-07-06");
    decide(&app, &path, "wrong", "keep").await;
}

async fn a_case_that_was_open_has_the_terms_of_2025(app: App) {
    let case = of_june(&app).await;
    let freeze = frozen(&app, &case).await;
    app.on("2026-07-06");
    // The same dates: the limit ran over the change, and the longer one serves the complainant.
    let path = about_the_freeze(&app, &case, &freeze, "2026-06-26", "2026-07-06").await;
    accept(&app, &path).await;
    assert_eq!(deadline(&app, "cmp_resolve1_security").await["regime"], "l2025");
    // A limit that had run out before the change is not revived.
    let lost = about_the_freeze(&app, &case, &freeze, "2026-06-22", "2026-06-29").await;
    let found =
        app.examiner().may_not(&lost, "propose_complaint_acceptance", json!({}), 409, "G-CMP-TIME").await;
    assert!(found["message"].as_str().unwrap().contains("25/06/2026"), "{found}");
}

fn protest(app: &App, case: &Case) -> Value {
    json!({"office": app.office, "case": case.id, "kind": "protest", "level": "provincial", "number": "5/KN-VKS",
        "dated_on": "2026-07-20", "received_on": "2026-07-20", "subject": "act", "decision": null,
        "known_on": "2026-06-20", "asks": "Thi hành đúng pháp luật"})
}

async fn a_protest_about_a_case_that_was_over(app: App) {
    let case = of_june(&app).await;
    end(&app, &case, None).await;
    app.on("2026-07-20");
    let made = app.as_("prosecutor").post("/procuracy-acts", &protest(&app, &case)).await.ok();
    let act = &made["procuracy_act"];
    // No notice of ending existed: the year has no start, and nobody calls the protest late (U32).
    assert_eq!((&act["timeliness"], &act["protest_until"]), (&json!("unknown"), &Value::Null));
    assert_eq!(deadline(&app, "vks_reply").await["regime"], "l2008");
    let mut told = protest(&app, &case);
    told["ending_notice_on"] = json!("2026-07-01");
    let made = app.as_("prosecutor").post("/procuracy-acts", &told).await.ok();
    // One year of the law in force, though the rest is the old law's.
    assert_eq!(made["procuracy_act"]["protest_until"], "2027-07-01");
    let path = format!("/procuracy-acts/{}", made["procuracy_act"]["id"].as_str().unwrap());
    let reasons = json!({"reasons": "Theo hồ sơ"});
    app.examiner().may_not(&path, "propose_reconsideration", reasons.clone(), 409, "G-VKS-RECONSIDER").await;
    let up = signed(&app, &path, "propose_report_up", "report_protest_up", reasons).await;
    assert_eq!(opened(&up, "moj_answer"), "2026-08-19");
}

on_both_engines!(
    a_case_that_was_over_keeps_the_terms_of_2008,
    a_case_that_was_open_has_the_terms_of_2025,
    a_protest_about_a_case_that_was_over,
);

//! Protest and recommendation (PR-01 … PR-10): every step, every guard's refusal, the time to protest, and what a protest does to
//! the case (L106 37.5, 112–113).

use serde_json::{Value, json};

use crate::support::build::{self, Case};
use crate::support::oversight::{case, deadline, document, opened, signed, wrong_at};
use crate::support::{App, measures, on_both_engines};

/// A protest of 20 July 2026 against the enforcement decision of the 15th.
async fn body(app: &App, case: &Case) -> Value {
    json!({"office": app.office, "case": case.id, "kind": "protest", "level": "provincial", "number": "5/KN-VKS",
        "dated_on": "2026-07-20", "received_on": "2026-07-20", "subject": "decision",
        "decision": document(app, case, "on_request_decision").await, "known_on": "2026-07-16",
        "asks": "Thu hồi quyết định"})
}

async fn entered(app: &App, body: &Value) -> String {
    let made = app.as_("prosecutor").post("/procuracy-acts", body).await.ok();
    format!("/procuracy-acts/{}", made["procuracy_act"]["id"].as_str().unwrap())
}

async fn protest(app: &App) -> (Case, String) {
    let case = case(app).await;
    app.on("2026-07-20");
    let body = body(app, &case).await;
    let path = entered(app, &body).await;
    (case, path)
}

fn reasons() -> Value {
    json!({"reasons": "Theo hồ sơ"})
}

fn answer(upholds: bool, on: &str) -> Value {
    json!({"upholds": upholds, "number": "7/CQQL", "dated_on": on})
}

async fn maintained(app: &App, path: &str) {
    signed(app, path, "propose_reconsideration", "ask_reconsideration", reasons()).await;
    let kept = json!({"answer": "maintained", "number": "6/VKS", "dated_on": "2026-07-20"});
    app.as_("prosecutor").does(path, "record_procuracy_answer", kept).await;
}

async fn a_protest_that_is_accepted_is_carried_out(app: App) {
    let (case, path) = protest(&app).await;
    assert_eq!(deadline(&app, "vks_reply").await["due_on"], "2026-08-04");
    let agreed = signed(&app, &path, "propose_procuracy_agreement", "agree_with_procuracy", reasons()).await;
    assert_eq!(opened(&agreed, "vks_execute"), "2026-07-27");
    assert_eq!(agreed["happened"]["documents"][0]["kind"], "procuracy_reply");
    let work = |documents: Value| json!({"documents": documents, "report": "Đã thu hồi"});
    let action = "record_procuracy_execution";
    wrong_at(&app.head().act(&path, action, work(json!([]))).await, "/documents", "required");
    let old = document(&app, &case, "on_request_decision").await;
    wrong_at(&app.head().act(&path, action, work(json!([old]))).await, "/documents/0", "contradicts");
    build::notify(&app, &case).await;
    let measure = measures::freeze(&case);
    app.officer().does(&case.path, "apply_security_measure", measure).await;
    let new = document(&app, &case, "security_decision").await;
    app.officer().does(&path, action, work(json!([new]))).await;
    app.head().may_not(&path, action, work(json!([])), 409, "G-FINAL").await;
}

async fn a_maintained_protest_goes_up_to_the_minister(app: App) {
    let (_, path) = protest(&app).await;
    app.examiner().may_not(&path, "propose_report_up", reasons(), 409, "G-VKS-MAINTAINED").await;
    app.examiner()
        .may_not(&path, "propose_recommendation_refusal", reasons(), 409, "G-VKS-RECOMMENDATION")
        .await;
    let asked = signed(&app, &path, "propose_reconsideration", "ask_reconsideration", reasons()).await;
    assert_eq!(opened(&asked, "vks_reconsider"), "2026-07-30");
    let kept = |on: &str| json!({"answer": "maintained", "number": "6/VKS", "dated_on": on});
    let early = app.as_("prosecutor").act(&path, "record_procuracy_answer", kept("2026-07-19")).await;
    wrong_at(&early, "/dated_on", "contradicts");
    app.as_("prosecutor").does(&path, "record_procuracy_answer", kept("2026-07-20")).await;
    let up = signed(&app, &path, "propose_report_up", "report_protest_up", reasons()).await;
    assert_eq!(opened(&up, "moj_answer"), "2026-08-19");
    app.head().may_not(&path, "record_upper_answer", answer(false, "2026-07-20"), 403, "G-ROLE").await;
    app.as_("integrator").does(&path, "record_upper_answer", answer(false, "2026-07-20")).await;
    let work = json!({"documents": [], "report": "x"});
    app.head().may_not(&path, "record_procuracy_execution", work, 409, "G-VKS-UPHELD").await;
    let request = json!({"number": "1/VKSTC", "dated_on": "2026-07-20"});
    let asked = app.as_("prosecutor").does(&path, "record_minister_request", request).await;
    assert_eq!(opened(&asked, "minister_answer"), "2026-08-19");
    let last = app.clerk().does(&path, "record_minister_answer", answer(true, "2026-07-20")).await;
    assert_eq!(
        (last["happened"]["to"].clone(), opened(&last, "vks_execute")),
        (json!("final"), "2026-07-27".to_owned())
    );
}

async fn a_protest_may_be_withdrawn_or_accepted_after_all(app: App) {
    let (_, path) = protest(&app).await;
    signed(&app, &path, "propose_reconsideration", "ask_reconsideration", reasons()).await;
    let gone = json!({"answer": "withdrawn", "number": "6/VKS", "dated_on": "2026-07-20"});
    let done = app.clerk().does(&path, "record_procuracy_answer", gone).await;
    assert_eq!(done["happened"]["to"], "withdrawn");
    let (_, path) = protest(&app).await;
    maintained(&app, &path).await;
    let agreed = signed(&app, &path, "propose_late_agreement", "agree_after_all", reasons()).await;
    assert_eq!(opened(&agreed, "vks_execute"), "2026-07-27");
    // The officer of another case, and a stranger to the office.
    let work = json!({"documents": [], "report": "x"});
    app.as_("second_officer").may_not(&path, "record_procuracy_execution", work, 403, "G-ROLE").await;
}

async fn reconsideration_is_asked_in_time_and_of_a_protest_only(app: App) {
    let case = case(&app).await;
    app.on("2026-07-20");
    let mut advice = body(&app, &case).await;
    advice["kind"] = json!("recommendation");
    let path = entered(&app, &advice).await;
    app.examiner().may_not(&path, "propose_reconsideration", reasons(), 409, "G-VKS-PROTEST").await;
    let done =
        signed(&app, &path, "propose_recommendation_refusal", "decline_recommendation", reasons()).await;
    assert_eq!(done["happened"]["to"], "declined");
    assert_eq!(deadline(&app, "vks_reply").await["status"], "met");
    let (_, late) = protest(&app).await;
    app.on("2026-08-05");
    app.examiner().may_not(&late, "propose_reconsideration", reasons(), 409, "G-VKS-REPLY").await;
}

async fn a_late_protest_is_accepted_and_flagged(app: App) {
    let case = case(&app).await;
    let first = body(&app, &case).await;
    app.on("2026-08-20");
    let timely = async |level: &str, known: &str, dated: &str| {
        let mut body = first.clone();
        for (name, value) in [("level", level), ("known_on", known), ("dated_on", dated)] {
            body[name] = json!(value);
        }
        body["received_on"] = json!("2026-08-20");
        let made = app.as_("prosecutor").post("/procuracy-acts", &body).await.ok();
        let act = &made["procuracy_act"];
        (act["timeliness"].as_str().unwrap().to_owned(), act["protest_until"].as_str().unwrap().to_owned())
    };
    let flag = |found: &str, until: &str| (found.to_owned(), until.to_owned());
    assert_eq!(timely("regional", "2026-07-16", "2026-07-31").await, flag("in_time", "2026-07-31"));
    assert_eq!(timely("regional", "2026-07-16", "2026-08-03").await, flag("late", "2026-07-31"));
    assert_eq!(timely("supreme", "2026-07-16", "2026-08-17").await, flag("in_time", "2026-08-17"));
}

async fn a_protest_about_a_verification_makes_the_case_verify_again(app: App) {
    let case = build::in_verification(&app).await;
    let mut about = body(&app, &case).await;
    about["subject"] = json!("verification");
    about["decision"] = Value::Null;
    for (name, day) in [("known_on", "2026-07-29"), ("dated_on", "2026-07-30"), ("received_on", "2026-07-30")]
    {
        about[name] = json!(day);
    }
    app.on("2026-07-30");
    let path = entered(&app, &about).await;
    let of_case = app.officer().get(&case.sub("deadlines")).await.items();
    let again = of_case.iter().find(|one| one["key"] == "reverify").expect("on the case");
    assert_eq!((&again["due_on"], &again["case"]), (&json!("2026-08-06"), &case.id));
    // What the office owes the procuracy is no deadline that a case act closes.
    signed(&app, &path, "propose_procuracy_agreement", "agree_with_procuracy", reasons()).await;
    assert_eq!(deadline(&app, "reverify").await["status"], "open");
}

async fn what_contradicts_the_file_is_refused_by_field(app: App) {
    let case = case(&app).await;
    app.on("2026-07-20");
    let good = body(&app, &case).await;
    let tried = async |change: Value, pointer: &str, code: &str| {
        let mut body = good.clone();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        wrong_at(&app.clerk().post("/procuracy-acts", &body).await, pointer, code);
    };
    tried(json!({"case": null}), "/case", "required").await;
    tried(json!({"known_on": "2026-07-14"}), "/known_on", "contradicts").await;
    tried(json!({"known_on": "2026-07-21"}), "/known_on", "contradicts").await;
    tried(json!({"dated_on": "2026-07-21"}), "/dated_on", "contradicts").await;
    tried(json!({"received_on": "2026-07-21"}), "/received_on", "date_in_future").await;
    tried(json!({"decision": null}), "/decision", "required").await;
    tried(json!({"decision": case.id}), "/decision", "not_in_list").await;
    tried(json!({"subject": "act"}), "/decision", "contradicts").await;
    tried(json!({"subject": "verification", "decision": null}), "/subject", "contradicts").await;
    tried(json!({"ending_notice_on": "2026-07-18"}), "/ending_notice_on", "contradicts").await;
    assert_eq!(app.officer().post("/procuracy-acts", &good).await.problem(403), "forbidden");
    assert_eq!(app.as_("other_clerk").post("/procuracy-acts", &good).await.problem(403), "forbidden");
}

async fn another_offices_protest_does_not_exist(app: App) {
    let (_, path) = protest(&app).await;
    for name in ["other_clerk", "other_officer", "other_head"] {
        let stranger = app.as_(name);
        for place in [path.clone(), format!("{path}/actions"), format!("{path}/events")] {
            assert_eq!(stranger.get(&place).await.problem(404), "not_found", "{name} {place}");
        }
        assert!(stranger.get("/procuracy-acts").await.items().is_empty());
    }
    assert_eq!(app.head().get("/procuracy-acts?state=received").await.items().len(), 1);
    let events = app.as_("prosecutor").get(&format!("{path}/events")).await.items();
    assert_eq!(events[0]["code"], "PR-01");
}

on_both_engines!(
    a_protest_that_is_accepted_is_carried_out,
    a_maintained_protest_goes_up_to_the_minister,
    a_protest_may_be_withdrawn_or_accepted_after_all,
    reconsideration_is_asked_in_time_and_of_a_protest_only,
    a_late_protest_is_accepted_and_flagged,
    a_protest_about_a_verification_makes_the_case_verify_again,
    what_contradicts_the_file_is_refused_by_field,
    another_offices_protest_does_not_exist,
);

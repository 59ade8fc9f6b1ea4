//! Coercion with forces step by step: the police are consulted, the plan goes out, their plan comes in, all meet; reports, barred
//! days; the plan of a seizure.

use serde_json::{Value, json};

use crate::support::build::{Case, owed};
use crate::support::enforce::{able, deadlines, last_decision, one, wrong_field};
use crate::support::measures::{
    agreed, but, consultation, costs_notified, income, plan, plan_sent, police, told,
};
use crate::support::{App, house, on_both_engines};

const ANSWER: &str = "record_police_answer";
const PROPOSE: &str = "propose_coercion_plan";
const STEP: &str = "record_plan_step";
const ACT: &str = "carry_out_coercion";

/// With a coercion decision of 28 July 2026.
async fn coerced(app: &App) -> (Case, Value) {
    let case = able(app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", income(&case, 2_000_000)).await;
    let decision = last_decision(app, &case).await;
    (case, decision)
}

async fn consulted(app: &App, case: &Case, decision: &Value) -> Value {
    app.officer().does(&case.path, "consult_police", consultation(decision, "2026-08-26")).await;
    last_decision(app, case).await
}

fn step(plan: &Value, step: &str) -> Value {
    json!({"plan": plan, "step": step})
}

fn with_forces(decision: &Value, plan: &Value) -> Value {
    json!({"decision": decision, "began_at": "08:00", "ended_at": "10:00", "with_forces": true, "plan": plan,
        "minutes_complete": true, "police_present": true})
}

async fn the_police_answer_in_three_days_and_the_officer_drafts_in_three(app: App) {
    let (case, decision) = coerced(&app).await;
    let (officer, clerk) = (app.officer(), app.clerk());
    clerk.may_not(&case.path, ANSWER, police(&case.id, "commune", "agrees"), 409, "G-CONSULTED").await;
    let late = consultation(&decision, "2026-07-27");
    wrong_field(officer, &case.path, "consult_police", late, "/planned_on", "contradicts").await;
    let id = consulted(&app, &case, &decision).await;
    one(&deadlines(&app, &case, "plan.police").await, "open", "2026-07-31");
    let unasked = plan(&decision, &case.id, "2026-08-26");
    wrong_field(officer, &case.path, PROPOSE, unasked, "/consultation", "not_in_list").await;
    let early = plan(&decision, &id, "2026-08-26");
    wrong_field(officer, &case.path, PROPOSE, early.clone(), "/consultation", "G-PLAN").await;
    wrong_field(
        clerk,
        &case.path,
        ANSWER,
        police(&case.id, "commune", "agrees"),
        "/consultation",
        "not_in_list",
    )
    .await;
    wrong_field(clerk, &case.path, ANSWER, police(&id, "province", "agrees"), "/by", "contradicts").await;
    app.on("2026-07-30");
    clerk.does(&case.path, ANSWER, police(&id, "commune", "agrees")).await;
    one(&deadlines(&app, &case, "plan.police").await, "met", "2026-07-31");
    one(&deadlines(&app, &case, "plan.draft").await, "open", "2026-08-04");
    clerk.may_not(&case.path, ANSWER, police(&id, "commune", "agrees"), 409, "G-CONSULTED").await;
    officer.does(&case.path, PROPOSE, early).await;
    one(&deadlines(&app, &case, "plan.draft").await, "met", "2026-08-04");
}

async fn a_complex_matter_goes_to_the_province_and_a_difference_to_the_committee(app: App) {
    let (case, decision) = coerced(&app).await;
    let (officer, clerk, head) = (app.officer(), app.clerk(), app.head());
    let id = consulted(&app, &case, &decision).await;
    clerk.does(&case.path, ANSWER, police(&id, "commune", "escalates")).await;
    one(&deadlines(&app, &case, "plan.police2").await, "open", "2026-08-04");
    wrong_field(clerk, &case.path, ANSWER, police(&id, "commune", "agrees"), "/by", "duplicate").await;
    wrong_field(clerk, &case.path, ANSWER, police(&id, "province", "escalates"), "/stance", "contradicts")
        .await;
    let report = |about: &str, consultation: Value| json!({"decision": decision, "about": about, "consultation": consultation, "content": "Báo cáo"});
    let action = "report_coercion";
    wrong_field(head, &case.path, action, report("disagreement", id.clone()), "/consultation", "contradicts")
        .await;
    app.on("2026-08-03");
    clerk.does(&case.path, ANSWER, police(&id, "province", "differs")).await;
    one(&deadlines(&app, &case, "plan.police2").await, "met", "2026-08-04");
    wrong_field(clerk, &case.path, ANSWER, police(&id, "steering", "agrees"), "/by", "contradicts").await;
    officer.may_not(&case.path, action, report("disagreement", id.clone()), 403, "G-SIGNER").await;
    wrong_field(head, &case.path, action, report("disagreement", Value::Null), "/consultation", "required")
        .await;
    wrong_field(
        head,
        &case.path,
        action,
        report("disagreement", decision.clone()),
        "/consultation",
        "not_in_list",
    )
    .await;
    wrong_field(head, &case.path, action, report("large_case", id.clone()), "/consultation", "contradicts")
        .await;
    wrong_field(head, &case.path, action, report("large_case", Value::Null), "/impact", "required").await;
    head.does(&case.path, action, report("disagreement", id.clone())).await;
    let body = plan(&decision, &id, "2026-08-26");
    wrong_field(officer, &case.path, PROPOSE, body.clone(), "/consultation", "G-PLAN").await;
    clerk.does(&case.path, ANSWER, police(&id, "steering", "agrees")).await;
    one(&deadlines(&app, &case, "plan.draft").await, "open", "2026-08-06");
    officer.does(&case.path, PROPOSE, body).await;
}

async fn both_plans_and_the_meeting_come_in_time(app: App) {
    let (case, decision) = coerced(&app).await;
    let (officer, clerk) = (app.officer(), app.clerk());
    let id = plan_sent(&app, &case, &decision, "2026-08-26").await;
    one(&deadlines(&app, &case, "plan.protect").await, "open", "2026-07-31");
    one(&deadlines(&app, &case, "plan.protect.sent").await, "open", "2026-08-20");
    one(&deadlines(&app, &case, "plan.meeting").await, "open", "2026-08-25");
    costs_notified(&app, &case, &decision, None).await;
    told(&app, &case, &decision).await;
    wrong_field(clerk, &case.path, STEP, step(&case.id, "meeting"), "/plan", "not_in_list").await;
    wrong_field(clerk, &case.path, STEP, step(&id, "meeting"), "/step", "G-PLAN").await;
    app.on("2026-08-21");
    clerk.does(&case.path, STEP, step(&id, "protection_plan")).await;
    wrong_field(clerk, &case.path, STEP, step(&id, "protection_plan"), "/step", "duplicate").await;
    app.on("2026-08-26");
    let reasons = |answer: &Value| -> Vec<String> {
        let errors = answer["errors"].as_array().unwrap().iter().filter(|one| one["code"] == "G-PLAN");
        errors.map(|one| one["detail"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let answer = officer.act(&case.path, ACT, with_forces(&decision, &id)).await;
    assert_eq!(answer.problem(422), "invalid_content");
    assert_eq!(
        reasons(&answer.json()).len(),
        2,
        "the protection plan came late, nobody met: {}",
        answer.text
    );

    // A second plan takes the place of the first, and what ran for that one falls away.
    let second = plan_sent(&app, &case, &decision, "2026-09-09").await;
    let open = deadlines(&app, &case, "plan.meeting").await;
    assert_eq!(
        open,
        [("cancelled".to_owned(), "2026-08-25".to_owned()), ("open".to_owned(), "2026-09-08".to_owned())]
    );
    clerk.does(&case.path, STEP, step(&second, "protection_plan")).await;
    app.on("2026-09-08");
    clerk.does(&case.path, STEP, step(&second, "meeting")).await;
    app.on("2026-09-09");
    let stopped = but(with_forces(&decision, &second), "/stopped", json!("police_asked"));
    let done = officer.does(&case.path, ACT, stopped).await;
    assert_eq!(done["case"]["coercion"]["on_site"][0]["stopped"], "police_asked");
    officer
        .does(
            &case.path,
            "release_measures",
            json!({"decision": decision, "ground": "agreed", "proof": "Đơn"}),
        )
        .await;
}

async fn a_large_case_is_reported_and_the_head_bars_days(app: App) {
    let (case, decision) = coerced(&app).await;
    let (officer, head) = (app.officer(), app.head());
    let bar = |from: &str, until: &str| json!({"from": from, "until": until, "ground": "grave_effect", "reason": "Lễ hội"});
    officer.may_not(&case.path, "bar_coercion", bar("2026-08-20", "2026-08-27"), 403, "G-SIGNER").await;
    wrong_field(head, &case.path, "bar_coercion", bar("2026-08-27", "2026-08-20"), "/until", "contradicts")
        .await;
    head.does(&case.path, "bar_coercion", bar("2026-08-20", "2026-08-27")).await;
    let consultation = agreed(&app, &case, &decision, "2026-08-26").await;
    let barred = plan(&decision, &consultation, "2026-08-26");
    wrong_field(officer, &case.path, PROPOSE, barred, "/planned_on", "G-COERCE-TIME").await;
    let forces = json!([{"kind": "police", "people": 20}, {"kind": "medical", "people": 2}]);
    let large = but(plan(&decision, &consultation, "2026-08-18"), "/large_case", json!(true));
    officer.does(&case.path, PROPOSE, but(large, "/forces", forces)).await;
    head.does(&case.path, "approve_coercion_plan", json!({})).await;
    let id = last_decision(&app, &case).await;
    let to = json!({"plan": id, "to_procuracy": true, "to_commune": true, "to_police": true});
    app.clerk().may_not(&case.path, STEP, step(&id, "protection_plan"), 409, "G-PLAN").await;
    officer.does(&case.path, "send_coercion_plan", to).await;
    for name in ["protection_plan", "meeting"] {
        app.clerk().does(&case.path, STEP, step(&id, name)).await;
    }
    costs_notified(&app, &case, &decision, None).await;
    told(&app, &case, &decision).await;
    app.on("2026-08-18");
    wrong_field(officer, &case.path, ACT, with_forces(&decision, &id), "/plan", "G-PLAN").await;
    let report =
        json!({"decision": decision, "about": "large_case", "impact": "Tác động", "content": "Báo cáo"});
    head.does(&case.path, "report_coercion", report).await;
    let done = officer.does(&case.path, ACT, with_forces(&decision, &id)).await;
    assert_eq!(done["case"]["coercion"]["plans"][0]["forces"][0]["people"], 20);
}

async fn a_seizure_has_its_plan_and_costs_on_the_case(app: App) {
    let (case, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    app.officer().does(&path, "issue_seizure_decision", json!({"proportion_exception": null})).await;
    let seen = app.officer().get(&case.path).await.ok();
    assert_eq!(seen["measures"][0]["measure"], "CM-SEIZE");
    let decision = seen["measures"][0]["decision"].clone();
    costs_notified(&app, &case, &decision, None).await;
    let id = plan_sent(&app, &case, &decision, "2026-08-26").await;
    one(&deadlines(&app, &case, "plan.protect.sent").await, "open", "2026-08-20");
    app.clerk().does(&case.path, STEP, step(&id, "protection_plan")).await;
    app.clerk().does(&case.path, STEP, step(&id, "meeting")).await;
    app.on("2026-08-26");
    // It is carried out on its asset.
    app.officer().may_not(&case.path, ACT, with_forces(&decision, &id), 409, "G-COERCION-LIVES").await;
    let release = json!({"decision": decision, "ground": "not_debtors", "proof": "Bản án"});
    wrong_field(app.officer(), &case.path, "release_measures", release, "/decision", "contradicts").await;
}

on_both_engines!(
    the_police_answer_in_three_days_and_the_officer_drafts_in_three,
    a_complex_matter_goes_to_the_province_and_a_difference_to_the_committee,
    both_plans_and_the_meeting_come_in_time,
    a_large_case_is_reported_and_the_head_bars_days,
    a_seizure_has_its_plan_and_costs_on_the_case,
);

//! Measures and coercion on site: minutes first, exit bans, proportion, the State's own debtors, costs, plans, hours, release.

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::enforce::{able, able_budget_body, deadlines, last_decision, one, to_do, wrong_field};
use crate::support::measures::{
    self, agreed, but, costs_notified, deduct, estimated, freeze, income, plan_sent, told,
};
use crate::support::{App, on_both_engines};

fn measure(case: &Case, code: &str) -> Value {
    json!({"debtor": case.debtor(), "measure": code})
}

fn money() -> Vec<Value> {
    vec![owed("other", 500_000_000, Some(1))]
}

/// With a coercion decision on income, of 28 July 2026.
async fn coerced(app: &App) -> (Case, Value) {
    let case = able(app, &money(), "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", income(&case, 2_000_000)).await;
    let decision = last_decision(app, &case).await;
    (case, decision)
}

async fn a_freeze_by_minutes_has_a_day_for_its_decision(app: App) {
    let case = on_request(&app, &money()).await;
    let officer = app.officer();
    let minutes = |code: &str, hour: &str| json!({"debtor": case.debtor(), "measure": code, "at_hour": hour, "reason": "Đang rút tiền"});
    let action = "secure_by_minutes";
    wrong_field(officer, &case.path, action, minutes("SM-EXIT", "08:30"), "/measure", "not_in_list").await;
    wrong_field(officer, &case.path, action, minutes("SM-FRZ-ACC", "25:00"), "/at_hour", "wrong_type").await;
    wrong_field(officer, &case.path, action, minutes("SM-FRZ-ACC", "10:00"), "/at_hour", "date_in_future")
        .await;
    officer.does(&case.path, action, minutes("SM-FRZ-ACC", "08:30")).await;
    let all = officer.get(&case.sub("deadlines")).await.items();
    let day = all.iter().find(|one| one["key"] == "freeze_decision").unwrap();
    assert_eq!(
        (&day["due_on"], &day["reckoning"]["computation"]["due_at"]),
        (&json!("2026-07-16"), &json!("2026-07-16T08:30:00+07:00"))
    );
    let id = last_decision(&app, &case).await;
    one(&deadlines(&app, &case, "send_vks_freeze").await, "open", "2026-07-15");
    let mut decision = but(freeze(&case), "/minutes", id.clone());
    let mut other = but(decision.clone(), "/measure", json!("SM-FRZ-DEP"));
    other["content"] = json!({"deposit_freeze": {"keeper": "Kho Mẫu", "property": "Hàng", "place": "Kho 1"}});
    wrong_field(officer, &case.path, "apply_security_measure", other, "/minutes", "contradicts").await;
    decision["reason"] = json!("Tẩu tán");
    officer.does(&case.path, "apply_security_measure", decision.clone()).await;
    one(&deadlines(&app, &case, "freeze_decision").await, "met", "2026-07-16");
    assert_eq!(deadlines(&app, &case, "send_vks_freeze").await.len(), 2);
    wrong_field(officer, &case.path, "apply_security_measure", decision, "/minutes", "duplicate").await;
    app.clerk().does(&case.path, "send_to_procuracy", json!({"decision": id})).await;
    let sent = deadlines(&app, &case, "send_vks_freeze").await;
    assert_eq!(sent.iter().filter(|(status, _)| status == "met").count(), 1);
}

async fn security_turns_into_coercion_once_means_are_known(app: App) {
    let case = build::in_verification(&app).await;
    let officer = app.officer();
    officer.does(&case.path, "apply_security_measure", freeze(&case)).await;
    assert!(deadlines(&app, &case, "security_to_coercion").await.is_empty(), "no sufficient grounds yet");
    let able = json!({"means": "income", "confirmed_by": "UBND phường Mẫu"});
    officer.does(&case.path, "conclude_enforceable", able).await;
    one(&deadlines(&app, &case, "security_to_coercion").await, "open", "2026-08-07");
    officer.does(&case.path, "issue_coercion_decision", deduct(&case, 500_000_000)).await;
    one(&deadlines(&app, &case, "security_to_coercion").await, "met", "2026-08-07");
}

async fn the_head_decides_on_exit(app: App) {
    let case = able(&app, &money(), "income").await;
    let ban = || json!({"debtor": case.debtor(), "reason": "Chuẩn bị xuất cảnh"});
    let barred = but(ban(), "/bar", json!("XC-A"));
    wrong_field(app.officer(), &case.path, "propose_exit_ban", barred, "/bar", "G-EXIT-BAR").await;
    let stranger = but(ban(), "/requested_by", case.id.clone());
    wrong_field(app.officer(), &case.path, "propose_exit_ban", stranger, "/requested_by", "not_a_party")
        .await;
    app.officer()
        .may_not(&case.path, "apply_security_measure", measure(&case, "SM-EXIT"), 422, "G-EXIT-HEAD")
        .await;
    app.officer().does(&case.path, "propose_exit_ban", ban()).await;
    app.officer().may_not(&case.path, "impose_exit_ban", json!({}), 403, "G-SIGNER").await;
    app.head().does(&case.path, "impose_exit_ban", json!({})).await;
    wrong_field(app.officer(), &case.path, "propose_exit_ban", ban(), "/debtor", "duplicate").await;
    let decision = last_decision(&app, &case).await;
    let end = || json!({"decision": decision, "ground": "withdrawn", "proof": "Đơn"});
    app.officer().may_not(&case.path, "release_measures", end(), 422, "G-EXIT-HEAD").await;
    let mut early = end();
    early["ground"] = json!("performed");
    app.officer().may_not(&case.path, "propose_exit_ban_release", early, 422, "G-RELEASE").await;
    let by = |ground: &str, bar: Value| but(but(end(), "/ground", json!(ground)), "/exit_bar", bar);
    let action = "propose_exit_ban_release";
    wrong_field(app.officer(), &case.path, action, by("agreed", Value::Null), "/ground", "G-RELEASE").await;
    let unnamed = by("exit_barred", Value::Null);
    wrong_field(app.officer(), &case.path, action, unnamed, "/exit_bar", "required").await;
    let both = by("withdrawn", json!("XC-G"));
    wrong_field(app.officer(), &case.path, action, both, "/exit_bar", "contradicts").await;
    app.officer().does(&case.path, action, by("exit_barred", json!("XC-G"))).await;
    let lifted = app.head().does(&case.path, "lift_exit_ban", json!({})).await;
    assert_eq!(lifted["case"]["measures"][0]["released_on"], "2026-07-28");
}

async fn a_budget_body_is_spared_on_its_property_only(app: App) {
    let mut items = money();
    items.push(to_do("act"));
    let case = able_budget_body(&app, &items, "act").await;
    let officer = app.officer();
    officer.may_not(&case.path, "issue_coercion_decision", measure(&case, "CM-ACC"), 409, "G-BUDGET").await;
    officer
        .may_not(&case.path, "apply_security_measure", measure(&case, "SM-FRZ-ACC"), 409, "G-BUDGET")
        .await;
    let by_minutes =
        json!({"debtor": case.debtor(), "measure": "SM-FRZ-ACC", "at_hour": "08:00", "reason": "Gấp"});
    officer.may_not(&case.path, "secure_by_minutes", by_minutes, 409, "G-BUDGET").await;
    let demand = json!({"debtor": case.debtor(), "measure": "CM-CASH-3P", "holder": "Công ty Hai",
        "facts": "Hợp đồng", "amount": 1, "until": "2026-08-10"});
    wrong_field(officer, &case.path, "demand_from_holder", demand, "/debtor", "G-BUDGET").await;
    let order = json!({"obligation": case.item(1), "order": "Xin lỗi công khai"});
    officer.does(&case.path, "order_duty", order).await;
}

async fn coercion_is_in_proportion(app: App) {
    let case = able(&app, &money(), "income").await;
    let mut body = measure(&case, "CM-PAPER");
    body["content"] = json!({"paper": {"paper": "Trái phiếu", "with": "debtor", "value": 500_000_001}});
    let action = "issue_coercion_decision";
    wrong_field(app.officer(), &case.path, action, body.clone(), "/content/paper/value", "G05_PROPORTION")
        .await;
    body["estimated_value"] = json!(500_000_001);
    wrong_field(app.officer(), &case.path, action, body.clone(), "/proportion_reason", "G05_PROPORTION")
        .await;
    for code in ["CM-SEIZE", "CM-ACT-DO", "CM-INTERIM", "SM-FRZ-ACC", "CM-NONE"] {
        wrong_field(app.officer(), &case.path, action, measure(&case, code), "/measure", "not_in_list").await;
    }
    body["planned_on"] = json!("2026-07-27");
    body["proportion_reason"] = json!("Tài sản duy nhất");
    wrong_field(app.officer(), &case.path, action, body.clone(), "/planned_on", "contradicts").await;
    body["planned_on"] = json!("2026-08-12");
    app.officer().does(&case.path, action, body).await;
    one(&deadlines(&app, &case, "cost_notice").await, "open", "2026-08-10");
}

fn on_site(decision: &Value) -> Value {
    json!({"decision": decision, "began_at": "08:00", "ended_at": "10:00", "with_forces": false, "plan": null,
        "minutes_complete": true})
}

async fn coercion_has_its_costs_and_hours(app: App) {
    let (case, decision) = coerced(&app).await;
    let officer = app.officer();
    let action = "carry_out_coercion";
    let costs = |decision: &Value| json!({"decision": decision, "urgent_reason": null});
    officer.may_not(&case.path, action, on_site(&decision), 409, "G-COST-NOTICE").await;
    officer.may_not(&case.path, "notify_costs", costs(&decision), 409, "G-COST-EST").await;
    estimated(&app, &case, &decision, 5_000_000).await;
    wrong_field(officer, &case.path, "notify_costs", costs(&case.id), "/decision", "not_in_list").await;
    let notified = officer.does(&case.path, "notify_costs", costs(&decision)).await;
    assert_eq!(
        notified["case"]["coercion"]["cost_notices"][0]["estimate"], 5_000_000,
        "what the head approved"
    );
    app.on("2026-07-29");
    officer.may_not(&case.path, action, on_site(&decision), 409, "G-COST-NOTICE").await;
    app.on("2026-08-02");
    let found = officer.may_not(&case.path, action, on_site(&decision), 409, "G-COERCE-TIME").await;
    assert_eq!(found["not_before"], "2026-08-03");
    app.on("2026-08-03");
    wrong_field(officer, &case.path, action, on_site(&decision), "/decision", "G-TOLD").await;
    told(&app, &case, &decision).await;
    for (field, value, code) in [
        ("ended_at", json!("22:30"), "G-COERCE-TIME"),
        ("began_at", json!("05:30"), "G-COERCE-TIME"),
        ("minutes_complete", json!(false), "G26_MINUTES"),
    ] {
        let mut body = on_site(&decision);
        body[field] = value;
        officer.may_not(&case.path, action, body, 422, code).await;
    }
    let done = officer.does(&case.path, action, on_site(&decision)).await;
    assert_eq!(done["case"]["coercion"]["on_site"][0]["on"], "2026-08-03");
    let unusual = json!({"day": "2026-08-09", "reason": "Khẩn cấp"});
    app.head().may_not(&case.path, "allow_unusual_hours", unusual, 409, "G-KCTT").await;
}

async fn forces_come_out_on_a_plan(app: App) {
    let (case, decision) = coerced(&app).await;
    let officer = app.officer();
    let propose = "propose_coercion_plan";
    let consultation = agreed(&app, &case, &decision, "2026-08-12").await;
    let plan = measures::plan(&decision, &consultation, "2026-08-12");
    for (field, value) in
        [("policy_day", json!(true)), ("grave_effect", json!(true)), ("planned_on", json!("2027-02-01"))]
    {
        let mut body = plan.clone();
        body[field] = value;
        officer.may_not(&case.path, propose, body, 422, "G-COERCE-TIME").await;
    }
    let late = but(plan.clone(), "/planned_on", json!("2026-07-27"));
    wrong_field(officer, &case.path, propose, late, "/planned_on", "contradicts").await;
    let night = but(but(plan.clone(), "/begins_at", json!("20:00")), "/ends_at", json!("22:30"));
    wrong_field(officer, &case.path, propose, night, "/ends_at", "G-COERCE-TIME").await;
    let open = but(plan.clone(), "/begins_at", json!("08:00"));
    wrong_field(officer, &case.path, propose, open, "/ends_at", "required").await;
    let id = plan_sent(&app, &case, &decision, "2026-08-12").await;
    one(&deadlines(&app, &case, "cost_notice").await, "open", "2026-08-10");
    costs_notified(&app, &case, &decision, None).await;
    one(&deadlines(&app, &case, "cost_notice").await, "met", "2026-08-10");
    told(&app, &case, &decision).await;
    let forces = |plan: Value| {
        let mut body = on_site(&decision);
        body["with_forces"] = json!(true);
        body["police_present"] = json!(true);
        body["plan"] = plan;
        body
    };
    let act = "carry_out_coercion";
    app.on("2026-08-05");
    app.clerk().does(&case.path, "record_plan_step", json!({"plan": id, "step": "protection_plan"})).await;
    app.on("2026-08-11");
    app.clerk().does(&case.path, "record_plan_step", json!({"plan": id, "step": "meeting"})).await;
    officer.may_not(&case.path, act, forces(Value::Null), 422, "G-PLAN").await;
    officer.may_not(&case.path, act, forces(id.clone()), 422, "G-PLAN").await;
    app.on("2026-08-12");
    let mut alone = forces(id.clone());
    alone["police_present"] = json!(false);
    wrong_field(officer, &case.path, act, alone, "/police_present", "G-PLAN").await;
    let done = officer.does(&case.path, act, forces(id)).await;
    assert_eq!(done["case"]["coercion"]["on_site"][0]["stopped"], Value::Null);
}

async fn nobody_is_coerced_with_forces_around_tet(app: App) {
    let (case, decision) = coerced(&app).await;
    costs_notified(&app, &case, &decision, None).await;
    told(&app, &case, &decision).await;
    app.on("2027-02-01");
    let mut body = on_site(&decision);
    body["with_forces"] = json!(true);
    app.officer().may_not(&case.path, "carry_out_coercion", body, 422, "G-COERCE-TIME").await;
    app.officer().does(&case.path, "carry_out_coercion", on_site(&decision)).await;
}

async fn a_released_measure_gives_the_debtor_back(app: App) {
    let (case, decision) = coerced(&app).await;
    let officer = app.officer();
    let paper = json!({"gives": "END-MEASURES", "source": "creditor", "content": "Đơn"});
    let paper = app.clerk().does(&case.path, "record_paper", paper).await;
    one(&deadlines(&app, &case, "end_measures").await, "open", "2026-07-31");
    let body = |ground: &str| json!({"decision": decision, "ground": ground, "proof": "Đơn", "paper": paper["case"]["papers"][0]["id"]});
    officer.may_not(&case.path, "release_measures", body("performed"), 422, "G-RELEASE").await;
    let released = officer.does(&case.path, "release_measures", body("agreed")).await;
    assert_eq!(released["case"]["stage"], "enforceable", "nothing is coerced any more");
    one(&deadlines(&app, &case, "end_measures").await, "met", "2026-07-31");
    officer.may_not(&case.path, "release_measures", body("agreed"), 409, "G-RELEASE").await;
    let costs = json!({"decision": decision, "urgent_reason": null});
    officer.may_not(&case.path, "notify_costs", costs, 409, "G-STATE").await;
}

on_both_engines!(
    a_freeze_by_minutes_has_a_day_for_its_decision,
    security_turns_into_coercion_once_means_are_known,
    the_head_decides_on_exit,
    a_budget_body_is_spared_on_its_property_only,
    coercion_is_in_proportion,
    coercion_has_its_costs_and_hours,
    forces_come_out_on_a_plan,
    nobody_is_coerced_with_forces_around_tet,
    a_released_measure_gives_the_debtor_back,
);

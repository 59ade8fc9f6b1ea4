//! Duties to act: the order and its term, performance by another, prosecution and discipline, performance at last – and
//! provisional urgent measures.

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed};
use crate::support::enforce::{able, deadlines, last_decision, one, provisional, to_do, wrong_field};
use crate::support::{App, measures, on_both_engines};

fn order(case: &Case) -> Value {
    json!({"obligation": case.item(0), "order": "Tháo dỡ tường rào"})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn of(decision: &Value) -> Value {
    json!({"decision": decision})
}

/// Ordered and notified on 28 July 2026.
async fn ordered(app: &App, case: &Case, body: Value) -> Value {
    app.officer().does(&case.path, "order_duty", body).await;
    let decision = last_decision(app, case).await;
    app.officer().does(&case.path, "record_order_notice", of(&decision)).await;
    decision
}

async fn another_does_what_the_debtor_does_not(app: App) {
    let case = able(&app, &[to_do("act")], "act").await;
    let officer = app.officer();
    let assign = |decision: &Value| json!({"decision": decision, "assignment": "Thuê đơn vị tháo dỡ", "estimate": 8_000_000});
    let refer =
        |decision: &Value, what: &str| json!({"decision": decision, "referral": what, "facts": "Biên bản"});
    officer.does(&case.path, "order_duty", with(order(&case), "substitutable", json!(true))).await;
    let decision = last_decision(&app, &case).await;
    wrong_field(officer, &case.path, "order_duty", order(&case), "/obligation", "duplicate").await;
    officer.may_not(&case.path, "substitute_performance", assign(&decision), 409, "G-TERM").await;
    officer.does(&case.path, "record_order_notice", of(&decision)).await;
    one(&deadlines(&app, &case, "perform_act").await, "open", "2026-08-04");
    officer.may_not(&case.path, "record_order_notice", of(&decision), 409, "G-ORDER").await;
    app.on("2026-08-04");
    let found = officer.may_not(&case.path, "substitute_performance", assign(&decision), 409, "G-TERM").await;
    assert_eq!(found["not_before"], "2026-08-05");
    app.on("2026-08-05");
    let action = "refer_disobedience";
    wrong_field(officer, &case.path, action, refer(&decision, "prosecution"), "/decision", "contradicts")
        .await;
    wrong_field(officer, &case.path, "substitute_performance", assign(&case.id), "/decision", "not_in_list")
        .await;
    officer.does(&case.path, "substitute_performance", assign(&decision)).await;
    wrong_field(officer, &case.path, "substitute_performance", assign(&decision), "/decision", "duplicate")
        .await;
    wrong_field(officer, &case.path, action, refer(&decision, "discipline"), "/referral", "contradicts")
        .await;
    officer.may_not(&case.path, "propose_ending", json!({"reason": "Xong"}), 409, "G-END-ALL").await;
    let done = json!({"obligation": case.item(0), "evidence": "Biên bản nghiệm thu"});
    let done = officer.does(&case.path, "record_act_performed", done).await;
    assert_eq!(done["case"]["duties"], json!([]));
    officer.does(&case.path, "propose_ending", json!({"reason": "Xong"})).await;
    let items = officer.get(&case.sub("obligations")).await.items();
    assert_eq!(items[0]["status"], "done");
}

async fn a_worker_is_not_taken_back(app: App) {
    let case = able(&app, &[to_do("worker")], "act").await;
    let decision = ordered(&app, &case, order(&case)).await;
    one(&deadlines(&app, &case, "perform_act_worker").await, "open", "2026-08-04");
    app.on("2026-08-05");
    let body = |what: &str| json!({"decision": decision, "referral": what, "facts": "Biên bản"});
    let proposed = app.officer().does(&case.path, "refer_disobedience", body("discipline")).await;
    assert_eq!(proposed["case"]["coercion"]["orders"][0]["referral"], "discipline");
    let action = "refer_disobedience";
    wrong_field(app.officer(), &case.path, action, body("discipline"), "/referral", "duplicate").await;
    app.officer().does(&case.path, action, body("prosecution")).await;
}

async fn each_kind_of_duty_has_its_order(app: App) {
    let child = able(&app, &[to_do("child")], "act").await;
    app.officer().may_not(&child.path, "order_duty", order(&child), 422, "G-PERSUADE").await;
    let early = with(with(order(&child), "persuaded", json!(true)), "restoration", json!(true));
    wrong_field(app.officer(), &child.path, "order_duty", early, "/restoration", "contradicts").await;
    let other = with(with(order(&child), "persuaded", json!(true)), "substitutable", json!(true));
    wrong_field(app.officer(), &child.path, "order_duty", other, "/substitutable", "contradicts").await;
    ordered(&app, &child, with(order(&child), "persuaded", json!(true))).await;

    let not_to_do = able(&app, &[to_do("omission")], "act").await;
    let decision = ordered(&app, &not_to_do, with(order(&not_to_do), "restoration", json!(true))).await;
    assert!(deadlines(&app, &not_to_do, "perform_act").await.is_empty(), "the law sets no term");
    app.on("2026-07-29");
    let refer = json!({"decision": decision, "referral": "prosecution", "facts": "Không khôi phục"});
    app.officer().does(&not_to_do.path, "refer_disobedience", refer).await;

    let visits = able(&app, &[to_do("visit")], "act").await;
    let ordered = app.officer().does(&visits.path, "order_duty", order(&visits)).await;
    assert_eq!(ordered["case"]["measures"][0]["measure"], "CM-ACT-DO", "as an act");
}

async fn money_is_no_duty_to_act(app: App) {
    let case = able(&app, &[owed("other", 5_000_000, Some(1)), to_do("act")], "act").await;
    let officer = app.officer();
    officer.may_not(&case.path, "order_duty", order(&case), 422, "G-DUTY").await;
    let mut unknown = order(&case);
    unknown["obligation"] = case.id.clone();
    wrong_field(officer, &case.path, "order_duty", unknown, "/obligation", "not_in_list").await;
    let paid = json!({"obligation": case.item(0), "amount": 5_000_000, "evidence": "Giấy nhận tiền"});
    officer.does(&case.path, "record_performance", paid).await;
    officer.may_not(&case.path, "propose_ending", json!({"reason": "Xong"}), 409, "G-END-ALL").await;
    let only_money = able(&app, &[owed("other", 5_000_000, Some(1))], "income").await;
    officer.may_not(&only_money.path, "order_duty", order(&only_money), 409, "G-DUTY-OPEN").await;
    officer
        .may_not(
            &only_money.path,
            "notify_costs",
            json!({"decision": case.id, "urgent_reason": null}),
            409,
            "G-STATE",
        )
        .await;
}

async fn a_provisional_measure_is_coerced_at_once(app: App) {
    let case = provisional(&app, &[owed("wages", 20_000_000, Some(1))]).await;
    let officer = app.officer();
    let at_once = || json!({"debtor": case.debtor(), "order": "Tạm ứng tiền lương"});
    officer.may_not(&case.path, "coerce_at_once", at_once(), 409, "G-KCTT-KIND").await;
    officer.does(&case.path, "start_verification", json!({})).await;
    let kind = |kind: &str| json!({"kind": kind});
    officer.does(&case.path, "classify_provisional_measure", kind("advance_payment")).await;
    officer.may_not(&case.path, "classify_provisional_measure", kind("act"), 409, "G-KCTT-TOLD").await;
    one(&deadlines(&app, &case, "kctt_coerce").await, "open", "2026-07-15");
    let stranger = json!({"debtor": case.party(1), "order": "Tạm ứng"});
    wrong_field(officer, &case.path, "coerce_at_once", stranger, "/debtor", "not_a_party").await;
    let coerced = officer.does(&case.path, "coerce_at_once", at_once()).await;
    assert_eq!(coerced["case"]["stage"], "enforcing");
    one(&deadlines(&app, &case, "kctt_coerce").await, "met", "2026-07-15");

    let decision = last_decision(&app, &case).await;
    measures::costs_notified(&app, &case, &decision, Some("Thi hành ngay")).await;
    app.on("2026-07-18");
    let mut body = json!({"decision": decision, "began_at": "21:00", "ended_at": "23:00", "with_forces": false,
        "plan": null, "minutes_complete": true});
    officer.may_not(&case.path, "carry_out_coercion", body.clone(), 409, "G-COERCE-TIME").await;
    let leave = || json!({"day": "2026-07-18", "reason": "Hàng hóa đang bị tẩu tán"});
    officer.may_not(&case.path, "allow_unusual_hours", leave(), 403, "G-SIGNER").await;
    app.head().does(&case.path, "allow_unusual_hours", leave()).await;
    officer.does(&case.path, "carry_out_coercion", body.clone()).await;
    body["ended_at"] = json!("20:00");
    wrong_field(officer, &case.path, "carry_out_coercion", body, "/ended_at", "contradicts").await;
}

async fn a_passive_measure_is_not_coerced(app: App) {
    let case = provisional(&app, &[owed("other", 20_000_000, Some(1))]).await;
    app.officer().does(&case.path, "classify_provisional_measure", json!({"kind": "passive"})).await;
    let body = json!({"debtor": case.debtor(), "order": "Phong tỏa"});
    app.officer().may_not(&case.path, "coerce_at_once", body, 409, "G-KCTT-KIND").await;
    let ordinary = on_request(&app, &[owed("other", 20_000_000, Some(1))]).await;
    let kind = json!({"kind": "passive"});
    app.officer().may_not(&ordinary.path, "classify_provisional_measure", kind, 409, "G-KCTT").await;
}

async fn a_changed_measure_is_decided_anew(app: App) {
    let case = provisional(&app, &[owed("other", 20_000_000, Some(1))]).await;
    let draft =
        |paper: &Value| json!({"paper": paper, "consequence": "Chấm dứt việc thi hành quyết định cũ"});
    let propose = "propose_measure_change";
    app.officer().may_not(&case.path, propose, draft(&case.id), 409, "G-KCTT-CHANGE").await;
    let paper = json!({"gives": "KC-CHANGE", "source": "court", "content": "Quyết định thay đổi 03"});
    let seen = app.clerk().does(&case.path, "record_paper", paper).await;
    let paper = seen["case"]["papers"][0]["id"].clone();
    one(&deadlines(&app, &case, "kctt_change").await, "open", "2026-07-15");
    let early = json!({"reason": "changed_after_performance", "content": "…", "paper": paper, "rights_explained": true});
    wrong_field(app.officer(), &case.path, "inform_issuer", early, "/reason", "contradicts").await;
    app.officer().does(&case.path, propose, draft(&paper)).await;
    let gone = app.head().does(&case.path, "recall_for_changed_measure", json!({})).await;
    assert_eq!(
        (&gone["case"]["stage"], &gone["case"]["removed"]["reason"]),
        (&json!("removed"), &json!("recalled"))
    );
    one(&deadlines(&app, &case, "kctt_change").await, "met", "2026-07-15");
    let judgment = format!("/judgments/{}", case.judgment["id"].as_str().unwrap());
    let items = app.clerk().get(&judgment).await.ok()["obligations"].clone();
    assert_eq!(items[0]["case"], Value::Null, "free for the new decision");
}

async fn what_was_performed_is_told_to_the_issuer(app: App) {
    let case = provisional(&app, &[owed("other", 20_000_000, Some(1))]).await;
    let officer = app.officer();
    let paid = json!({"obligation": case.item(0), "amount": 1_000_000, "evidence": "Giấy nhận tiền"});
    officer.does(&case.path, "record_performance", paid).await;
    let paper = json!({"gives": "KC-CHANGE", "source": "court", "content": "Quyết định thay đổi 03"});
    let seen = app.clerk().does(&case.path, "record_paper", paper).await;
    let paper = seen["case"]["papers"][0]["id"].clone();
    let draft = json!({"paper": paper, "consequence": "…"});
    officer.may_not(&case.path, "propose_measure_change", draft, 409, "G-KCTT-DONE").await;
    let letter = |paper: &Value, told: bool| {
        json!({"reason": "changed_after_performance", "content": "Đã thi hành một phần", "paper": paper,
            "rights_explained": told})
    };
    let action = "inform_issuer";
    wrong_field(officer, &case.path, action, letter(&Value::Null, true), "/paper", "required").await;
    wrong_field(officer, &case.path, action, letter(&paper, false), "/rights_explained", "required").await;
    officer.does(&case.path, action, letter(&paper, true)).await;
    one(&deadlines(&app, &case, "kctt_change").await, "met", "2026-07-15");
    let report = json!({"reason": "report", "content": "Đã thông báo", "paper": null});
    officer.does(&case.path, action, report.clone()).await;
    app.clerk().may_not(&case.path, action, report, 403, "G-SIGNER").await;
}

on_both_engines!(
    another_does_what_the_debtor_does_not,
    a_worker_is_not_taken_back,
    each_kind_of_duty_has_its_order,
    money_is_no_duty_to_act,
    a_provisional_measure_is_coerced_at_once,
    a_passive_measure_is_not_coerced,
    a_changed_measure_is_decided_anew,
    what_was_performed_is_told_to_the_issuer,
);

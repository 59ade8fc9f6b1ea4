//! Costs of coercion: estimate, advances and their refund, settlement on vouchers, who bears which kind, payment and relief.

use serde_json::{Value, json};

use crate::support::build::{Case, owed};
use crate::support::enforce::{able, deadlines, last_decision, one, wrong_field};
use crate::support::measures::{but, costs, deduct, estimated, freeze, income};
use crate::support::{App, on_both_engines};

const ESTIMATE: &str = "propose_cost_estimate";
const SETTLE: &str = "propose_cost_settlement";
const RELIEF: &str = "request_cost_relief";

/// With a coercion decision of 28 July 2026.
async fn coerced(app: &App) -> (Case, Value) {
    let case = able(app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", income(&case, 2_000_000)).await;
    let decision = last_decision(app, &case).await;
    (case, decision)
}

async fn settled(app: &App, case: &Case, decision: &Value, amount: i64, voucher: &str) -> Value {
    app.officer().does(&case.path, SETTLE, costs(decision, amount, Some(voucher))).await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await
}

async fn the_head_approves_what_the_officer_estimates(app: App) {
    let (case, decision) = coerced(&app).await;
    let officer = app.officer();
    let body = costs(&decision, 3_000_000, None);
    wrong_field(officer, &case.path, ESTIMATE, costs(&case.id, 1, None), "/decision", "not_in_list").await;
    for (pointer, value, code) in [
        ("/items/0/kind", json!("CK-NONE"), "not_in_list"),
        ("/items/0/amount", json!(0), "amount_out_of_range"),
        ("/items/0/payer", case.id.clone(), "not_a_party"),
        ("/items/0/payer", case.party(1), "contradicts"),
        ("/items/0/voucher", json!("HD 1"), "contradicts"),
    ] {
        wrong_field(officer, &case.path, ESTIMATE, but(body.clone(), pointer, value), pointer, code).await;
    }
    let daily = |rate: &str, amount: i64| {
        let rate = json!({"rate": rate, "people": 3, "days": 2});
        but(but(body.clone(), "/items/0/rate", rate), "/items/0/amount", json!(amount))
    };
    let unknown = daily("coercion_all", 3_000_000);
    wrong_field(officer, &case.path, ESTIMATE, unknown, "/items/0/rate/rate", "not_in_list").await;
    let more = daily("coercion_other", 3_000_001);
    wrong_field(officer, &case.path, ESTIMATE, more, "/items/0/amount", "amount_out_of_range").await;
    officer.does(&case.path, ESTIMATE, daily("coercion_other", 3_000_000)).await;
    officer.may_not(&case.path, "approve_cost_estimate", json!({}), 403, "G-SIGNER").await;
    let approved = app.head().does(&case.path, "approve_cost_estimate", json!({})).await;
    let sheet = &approved["case"]["coercion"]["costs"]["estimates"][0];
    let line = &sheet["lines"][0];
    assert_eq!((&sheet["total"], &line["bearer"]), (&json!(3_000_000), &json!("debtor")));
    assert_eq!(line["payer"], case.debtor());
    // What the debtor must expect to bear may be taken too (L106 73).
    officer
        .may_not(&case.path, "issue_coercion_decision", deduct(&case, 503_000_001), 422, "G05_PROPORTION")
        .await;
    officer.does(&case.path, "issue_coercion_decision", deduct(&case, 503_000_000)).await;
    let frozen = officer.does(&case.path, "apply_security_measure", freeze(&case)).await;
    assert_eq!(frozen["case"]["coercion"]["terms"][2]["amount"], 503_000_000, "debt and costs (ND152 43.1)");
}

async fn each_kind_of_cost_has_its_bearer(app: App) {
    let (case, decision) = coerced(&app).await;
    let of = |kind: &str, payer: Value| {
        but(but(costs(&decision, 1_000, None), "/items/0/kind", json!(kind)), "/items/0/payer", payer)
    };
    let at = "/items/0/payer";
    wrong_field(app.officer(), &case.path, ESTIMATE, of("CK-REVALUATION-C", Value::Null), at, "required")
        .await;
    wrong_field(
        app.officer(),
        &case.path,
        ESTIMATE,
        of("CK-WRONG-MEASURE", case.debtor()),
        at,
        "contradicts",
    )
    .await;
    wrong_field(app.officer(), &case.path, ESTIMATE, of("CK-INTERPRETER", case.debtor()), at, "contradicts")
        .await;
    for (kind, payer, bearer) in [
        ("CK-HOLDING", Value::Null, "debtor"),
        ("CK-WRONG-MEASURE", case.party(1), "creditor"),
        ("CK-MONEY-T", Value::Null, "third_person"),
        ("CK-SECURITY", Value::Null, "state"),
    ] {
        app.officer().does(&case.path, ESTIMATE, of(kind, payer)).await;
        let approved = app.head().does(&case.path, "approve_cost_estimate", json!({})).await;
        let sheets = approved["case"]["coercion"]["costs"]["estimates"].as_array().unwrap().clone();
        assert_eq!(sheets.last().unwrap()["lines"][0]["bearer"], bearer, "{kind}");
    }
}

async fn advances_go_back_as_soon_as_there_is_money(app: App) {
    let (case, decision) = coerced(&app).await;
    let accountant = app.as_("accountant");
    let advance = |source: &str, party: Value, amount: i64| json!({"decision": decision, "source": source, "party": party, "amount": amount});
    let action = "record_cost_advance";
    accountant.may_not(&case.path, action, advance("budget", Value::Null, 1), 409, "G-COST-EST").await;
    estimated(&app, &case, &decision, 5_000_000).await;
    for (body, pointer, code) in [
        (advance("budget", case.party(1), 1), "/party", "contradicts"),
        (advance("party", Value::Null, 1), "/party", "required"),
        (advance("party", case.id.clone(), 1), "/party", "not_a_party"),
        (advance("budget", Value::Null, 5_000_001), "/amount", "amount_out_of_range"),
    ] {
        wrong_field(accountant, &case.path, action, body, pointer, code).await;
    }
    let none = json!({"advance": case.id, "amount": 1});
    accountant.may_not(&case.path, "refund_cost_advance", none.clone(), 409, "G-ADVANCE").await;
    accountant.does(&case.path, action, advance("party", case.party(1), 3_000_000)).await;
    let whole = advance("budget", Value::Null, 2_000_001);
    wrong_field(accountant, &case.path, action, whole, "/amount", "amount_out_of_range").await;
    let made = accountant.does(&case.path, action, advance("budget", Value::Null, 2_000_000)).await;
    let ids: Vec<Value> =
        (0..2).map(|place| made["case"]["coercion"]["costs"]["advances"][place]["id"].clone()).collect();
    assert!(deadlines(&app, &case, "cost.advance_refund").await.is_empty(), "no money yet");
    let money = json!({"kind": "coerced_payment", "channel": "transfer", "amount": 2_000_000, "payer": null,
        "bank_reference": "FT-1"});
    accountant.does(&case.path, "receive_money", money.clone()).await;
    accountant.does(&case.path, "receive_money", but(money, "/bank_reference", json!("FT-2"))).await;
    assert_eq!(deadlines(&app, &case, "cost.advance_refund").await.len(), 2, "once for each advance");
    let refund = |id: &Value, amount: i64| json!({"advance": id, "amount": amount});
    let action = "refund_cost_advance";
    wrong_field(accountant, &case.path, action, none, "/advance", "not_in_list").await;
    wrong_field(accountant, &case.path, action, refund(&ids[0], 3_000_001), "/amount", "amount_out_of_range")
        .await;
    accountant.does(&case.path, action, refund(&ids[0], 1_000_000)).await;
    let done = accountant.does(&case.path, action, refund(&ids[0], 2_000_000)).await;
    let advance = &done["case"]["coercion"]["costs"]["advances"][0];
    assert_eq!((&advance["refunded"], &advance["refunded_on"]), (&json!(3_000_000), &json!("2026-07-28")));
    let open = deadlines(&app, &case, "cost.advance_refund").await;
    assert_eq!(open.iter().filter(|(status, _)| status == "met").count(), 1);
}

async fn what_was_spent_is_settled_once_and_paid(app: App) {
    let (case, decision) = coerced(&app).await;
    let (officer, accountant) = (app.officer(), app.as_("accountant"));
    let pay = |party: Value, amount: i64| json!({"party": party, "amount": amount});
    let action = "record_cost_payment";
    accountant.may_not(&case.path, action, pay(case.debtor(), 1), 409, "G-COST-SETTLED").await;
    let unproven = costs(&decision, 1_000, None);
    wrong_field(officer, &case.path, SETTLE, unproven, "/items/0/voucher", "required").await;
    settled(&app, &case, &decision, 4_000_000, "HD 1").await;
    let again = costs(&decision, 1_000, Some("HD 1"));
    wrong_field(officer, &case.path, SETTLE, again, "/items/0/voucher", "duplicate").await;
    wrong_field(accountant, &case.path, action, pay(case.id.clone(), 1), "/party", "not_a_party").await;
    wrong_field(accountant, &case.path, action, pay(case.party(1), 1), "/amount", "amount_out_of_range")
        .await;
    wrong_field(
        accountant,
        &case.path,
        action,
        pay(case.debtor(), 4_000_001),
        "/amount",
        "amount_out_of_range",
    )
    .await;
    let paid = json!({"obligation": case.item(0), "amount": 500_000_000, "evidence": "Giấy nhận tiền"});
    officer.does(&case.path, "record_performance", paid).await;
    let over = json!({"decision": decision, "ground": "performed", "proof": "Chứng từ"});
    officer.may_not(&case.path, "release_measures", over.clone(), 422, "G-RELEASE").await;
    accountant.does(&case.path, action, pay(case.debtor(), 4_000_000)).await;
    officer.does(&case.path, "release_measures", over).await;
}

async fn a_person_in_hardship_pays_one_half(app: App) {
    let (case, decision) = coerced(&app).await;
    let (officer, head) = (app.officer(), app.head());
    settled(&app, &case, &decision, 4_000_001, "HD 1").await;
    let ask = |party: Value, ground: &str, individual: bool| json!({"party": party, "ground": ground, "individual": individual, "proof": "Xác nhận của UBND"});
    wrong_field(app.clerk(), &case.path, RELIEF, ask(case.party(1), "CR-A", true), "/party", "G-RELIEF")
        .await;
    wrong_field(app.clerk(), &case.path, RELIEF, ask(case.id.clone(), "CR-A", true), "/party", "not_a_party")
        .await;
    wrong_field(
        app.clerk(),
        &case.path,
        RELIEF,
        ask(case.debtor(), "CR-A", false),
        "/individual",
        "G-RELIEF",
    )
    .await;
    let made = app.clerk().does(&case.path, RELIEF, ask(case.debtor(), "CR-A", true)).await;
    wrong_field(app.clerk(), &case.path, RELIEF, ask(case.debtor(), "CR-C", true), "/party", "duplicate")
        .await;
    one(&deadlines(&app, &case, "cost.exempt").await, "open", "2026-07-31");
    let relief = made["case"]["coercion"]["costs"]["reliefs"][0]["id"].clone();
    let decide = |relief: &Value, granted: bool| json!({"relief": relief, "granted": granted, "reason": "Đủ điều kiện"});
    let action = "propose_cost_relief";
    wrong_field(officer, &case.path, action, decide(&case.id, true), "/relief", "not_in_list").await;
    head.may_not(&case.path, "revoke_cost_relief", revoke(&relief), 409, "G-RELIEF-STANDS").await;
    officer.does(&case.path, action, decide(&relief, true)).await;
    let decided = head.does(&case.path, "decide_cost_relief", json!({})).await;
    assert_eq!(decided["case"]["coercion"]["costs"]["reliefs"][0]["amount"], 2_000_000, "the smaller half");
    one(&deadlines(&app, &case, "cost.exempt").await, "met", "2026-07-31");
    officer.may_not(&case.path, action, decide(&relief, true), 409, "G-RELIEF-OPEN").await;
    let accountant = app.as_("accountant");
    let pay = |amount: i64| json!({"party": case.debtor(), "amount": amount});
    let action = "record_cost_payment";
    wrong_field(accountant, &case.path, action, pay(2_000_002), "/amount", "amount_out_of_range").await;
    accountant.does(&case.path, action, pay(2_000_001)).await;
    officer.may_not(&case.path, "revoke_cost_relief", revoke(&relief), 403, "G-SIGNER").await;
    wrong_field(head, &case.path, "revoke_cost_relief", revoke(&case.id), "/relief", "not_in_list").await;
    head.does(&case.path, "revoke_cost_relief", revoke(&relief)).await;
    accountant.does(&case.path, action, pay(2_000_000)).await;
}

fn revoke(relief: &Value) -> Value {
    json!({"relief": relief, "fault": "dissipation", "facts": "Cất giấu tài sản"})
}

async fn a_policy_family_that_paid_half_is_spared_the_rest(app: App) {
    let (case, decision) = coerced(&app).await;
    settled(&app, &case, &decision, 4_000_000, "HD 1").await;
    let ask =
        json!({"party": case.debtor(), "ground": "CR-B", "individual": true, "proof": "Giấy chứng nhận"});
    let made = app.clerk().does(&case.path, RELIEF, ask).await;
    let relief = made["case"]["coercion"]["costs"]["reliefs"][0]["id"].clone();
    let decide = json!({"relief": relief, "granted": true, "reason": "Gia đình liệt sĩ"});
    let action = "propose_cost_relief";
    wrong_field(app.officer(), &case.path, action, decide.clone(), "/granted", "G-RELIEF").await;
    let half = json!({"party": case.debtor(), "amount": 2_000_000});
    app.as_("accountant").does(&case.path, "record_cost_payment", half).await;
    app.officer().does(&case.path, action, decide).await;
    let decided = app.head().does(&case.path, "decide_cost_relief", json!({})).await;
    assert_eq!(decided["case"]["coercion"]["costs"]["reliefs"][0]["amount"], 2_000_000);
}

on_both_engines!(
    the_head_approves_what_the_officer_estimates,
    each_kind_of_cost_has_its_bearer,
    advances_go_back_as_soon_as_there_is_money,
    what_was_spent_is_settled_once_and_paid,
    a_person_in_hardship_pays_one_half,
    a_policy_family_that_paid_half_is_spared_the_rest,
);

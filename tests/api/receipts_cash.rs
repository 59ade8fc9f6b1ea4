//! Cash on its way to fund and bank, and receipts taken back (TT04 17.1; J04).

use serde_json::{Value, json};

use crate::money_costs;
use crate::receipts::money;
use crate::support::build::{self, Case, on_request, owed};
use crate::support::tracks::{books, clock};
use crate::support::{App, measures, on_both_engines};

async fn case(app: &App) -> Case {
    on_request(app, &[owed("other", 50_000_000, Some(1))]).await
}

/// Cash of this sum; the receipt's identifier.
async fn cash(app: &App, case: &Case, amount: i64, more: Value) -> Value {
    let done = app
        .officer()
        .does(&case.path, "receive_money", money("voluntary_payment", "cash", amount, more))
        .await;
    done["happened"]["receipts"][0]["id"].clone()
}

async fn cash_reaches_the_fund_in_time(app: App) {
    let case = case(&app).await;
    let path = &case.path;
    app.cashier().may_not(path, "hand_in_cash", json!({"receipts": [case.id]}), 409, "G-RC-OUT").await;
    let first = cash(&app, &case, 1_000, json!({})).await;
    assert_eq!(clock(&app, &case, "cash.to_fund").await["due_on"], "2026-07-15");
    // The 17th of July 2026 is a Friday.
    app.on("2026-07-17");
    let late = cash(&app, &case, 2_000, json!({"cash": {"taken": "end_of_day"}})).await;
    assert_eq!(clock(&app, &case, "cash.to_fund.late").await["due_on"], "2026-07-20");
    let outside = json!({"cash": {"taken": "outside", "back_on": "2026-07-18"}});
    let far = cash(&app, &case, 4_000, outside).await;
    assert_eq!(clock(&app, &case, "cash.to_fund.outside").await["due_on"], "2026-07-20");
    let bad = json!({"cash": {"taken": "outside", "back_on": "2026-07-16"}});
    let body = money("voluntary_payment", "cash", 1, bad);
    app.officer().wrong(path, "receive_money", body, "/cash/back_on", "contradicts").await;
    app.officer().may_not(path, "hand_in_cash", json!({"receipts": [late]}), 403, "G-ROLE").await;
    let twice = json!({"receipts": [late, late]});
    app.cashier().wrong(path, "hand_in_cash", twice, "/receipts/1", "duplicate").await;
    app.cashier()
        .wrong(path, "hand_in_cash", json!({"receipts": [case.id]}), "/receipts/0", "not_in_list")
        .await;
    let open = app.cashier().get("/deadlines?key=cash.to_fund.late").await;
    assert_eq!(open.items().len(), 1, "the list of deadlines shows cash that is not in the fund");
    let done = app.cashier().does(path, "hand_in_cash", json!({"receipts": [late, far]})).await;
    assert_eq!(done["case"]["money"]["cash_out"].as_array().unwrap().len(), 1);
    assert_eq!(clock(&app, &case, "cash.to_fund.late").await["status"], "met");
    assert_eq!(clock(&app, &case, "cash.to_fund.outside").await["status"], "met");
    app.cashier().does(path, "hand_in_cash", json!({"receipts": [first]})).await;
    assert_eq!(clock(&app, &case, "cash.to_fund").await["status"], "late");
}

async fn cash_goes_to_the_bank_and_back(app: App) {
    let case = case(&app).await;
    let (path, cashier) = (&case.path, app.cashier());
    let bank = |amount: i64, receipts: Value| json!({"amount": amount, "into": "bank", "paper": "GNT-1", "receipts": receipts});
    let draw = |amount: i64| json!({"amount": amount, "out_of": "bank", "paper": "SEC-1"});
    cashier.may_not(path, "bank_cash", bank(1, json!([])), 409, "G-RC-FUND").await;
    cashier.may_not(path, "draw_cash", draw(1), 409, "G-RC-ACCOUNT").await;
    let receipt = cash(&app, &case, 5_000, json!({})).await;
    cashier.wrong(path, "bank_cash", bank(5_001, json!([])), "/amount", "amount_out_of_range").await;
    cashier.wrong(path, "bank_cash", bank(4_999, json!([receipt])), "/amount", "amount_out_of_range").await;
    let done = cashier.does(path, "bank_cash", bank(5_000, json!([receipt]))).await;
    assert_eq!(done["happened"]["postings"][0]["kind"], "J04");
    assert_eq!(clock(&app, &case, "cash.to_fund").await["status"], "met");
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 5_000), ("337".to_owned(), 5_000)]);
    cashier.wrong(path, "draw_cash", draw(5_001), "/amount", "amount_out_of_range").await;
    app.officer().may_not(path, "draw_cash", draw(1), 403, "G-ROLE").await;
    cashier.does(path, "draw_cash", draw(2_000)).await;
    let there = [("1111".to_owned(), 2_000), ("1121".to_owned(), 3_000), ("337".to_owned(), 5_000)];
    assert_eq!(books(&app, &case).await, there);
    let treasury = json!({"amount": 2_000, "into": "treasury", "paper": "GNT-2"});
    cashier.does(path, "bank_cash", treasury).await;
    assert!(books(&app, &case).await.contains(&("1122".to_owned(), 2_000)));
}

async fn a_wrong_receipt_is_taken_back_once_by_two_people(app: App) {
    let case = case(&app).await;
    let (path, accountant) = (&case.path, app.accountant());
    let receipt = cash(&app, &case, 3_000, json!({})).await;
    let propose = "propose_receipt_cancellation";
    let wish = |receipt: &Value| json!({"receipt": receipt, "reason": "Ghi nhầm số tiền"});
    app.head().may_not(path, "cancel_receipt", json!({}), 409, "G-DRAFT").await;
    app.officer().may_not(path, propose, wish(&receipt), 403, "G-ROLE").await;
    accountant.wrong(path, propose, wish(&case.id), "/receipt", "not_in_list").await;
    accountant.does(path, propose, wish(&receipt)).await;
    accountant.may_not(path, "cancel_receipt", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(path, "cancel_receipt", json!({})).await;
    let entry = &done["happened"]["postings"][0];
    assert_eq!(entry["postings"][0]["debit"], "337");
    assert!(!entry["reverses"].is_null());
    assert_eq!(books(&app, &case).await, []);
    assert_eq!(done["case"]["money"]["cash_out"], json!([]));
    assert_eq!(clock(&app, &case, "cash.to_fund").await["status"], "cancelled");
    assert_eq!(clock(&app, &case, "payout").await["status"], "cancelled");
    let shown = accountant.get(&case.sub("receipts")).await.items();
    assert_eq!(
        (&shown[0]["number"], &shown[0]["cancelled"]["reason"]),
        (&json!("0000001"), &json!("Ghi nhầm số tiền"))
    );
    accountant.may_not(path, propose, wish(&receipt), 422, "G-RC-ONCE").await;
    let next = accountant
        .does(path, "receive_money", money("voluntary_payment", "transfer", 1_000, json!({})))
        .await;
    assert_eq!(next["happened"]["receipts"][0]["number"], "0000002", "the number stays used");
}

async fn distributed_money_is_not_taken_back(app: App) {
    let case = case(&app).await;
    build::notify(&app, &case).await;
    let path = &case.path;
    let body = money("voluntary_payment", "transfer", 40_000_000, json!({}));
    let done = app.accountant().does(path, "receive_money", body).await;
    let receipt = done["happened"]["receipts"][0]["id"].clone();
    let wish = json!({"receipt": receipt, "reason": "Ghi nhầm"});
    app.accountant().does(path, "propose_receipt_cancellation", wish.clone()).await;
    let plan = json!({"case": case.id, "asset": null, "rent_region": null});
    let made = app.officer().post("/distributions", &plan).await.ok();
    let plan = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    app.head().does(&plan, "approve_distribution", json!({})).await;
    app.head().may_not(path, "cancel_receipt", json!({}), 422, "G-RC-SPENT").await;
    app.accountant().may_not(path, "propose_receipt_cancellation", wish, 422, "G-RC-SPENT").await;
    let shown = app.accountant().get(&case.sub("receipts")).await.items();
    assert!(shown[0]["cancelled"].is_null());
}

async fn what_did_more_than_write_a_receipt_is_not_undone_by_its_cancellation(app: App) {
    let (case, decision) = money_costs::coerced(&app).await;
    let (path, accountant) = (&case.path, app.accountant());
    let settled = measures::costs(&decision, 2_000_000, Some("HD 1"));
    app.officer().does(path, "propose_cost_settlement", settled).await;
    app.head().does(path, "approve_cost_settlement", json!({})).await;
    let paid = json!({"party": case.debtor(), "amount": 500_000, "bank_reference": "FT-5"});
    let done = accountant.does(path, "record_cost_payment", paid).await;
    let wish = json!({"receipt": done["happened"]["receipts"][0]["id"], "reason": "Ghi nhầm"});
    accountant.wrong(path, "propose_receipt_cancellation", wish, "/receipt", "contradicts").await;
    let budget = money_costs::advance(&decision, "budget", Value::Null, 2_000_000);
    accountant.does(path, "record_cost_advance", budget).await;
    // With money to refund it, the advance is due; without that money it is not.
    let first =
        accountant.does(path, "receive_money", money("coerced_payment", "transfer", 5_000, json!({}))).await;
    assert_eq!(clock(&app, &case, "cost.advance_refund").await["status"], "open");
    let wish = json!({"receipt": first["happened"]["receipts"][0]["id"], "reason": "Ghi nhầm"});
    accountant.does(path, "propose_receipt_cancellation", wish).await;
    let done = app.head().does(path, "cancel_receipt", json!({})).await;
    assert_eq!(clock(&app, &case, "cost.advance_refund").await["status"], "cancelled");
    assert!(done["case"]["coercion"]["costs"]["advances"][0]["refund_due_since"].is_null());
}

/// An advance recorded by mistake is gone with its receipt, as long as nothing of it was spent.
async fn an_advance_is_cancelled_whole_or_not_at_all(app: App) {
    let (case, decision) = money_costs::coerced(&app).await;
    let (path, accountant, propose) = (&case.path, app.accountant(), "propose_receipt_cancellation");
    let advance = async || {
        let body = money_costs::advance(&decision, "budget", Value::Null, 2_000_000);
        let done = accountant.does(path, "record_cost_advance", body).await;
        json!({"receipt": done["happened"]["receipts"][0]["id"], "reason": "Ghi nhầm"})
    };
    accountant.does(path, "receive_money", money("coerced_payment", "transfer", 2_000_000, json!({}))).await;
    accountant.does(path, propose, advance().await).await;
    let done = app.head().does(path, "cancel_receipt", json!({})).await;
    assert_eq!(done["case"]["coercion"]["costs"]["advances"], json!([]));
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 2_000_000), ("337".to_owned(), 2_000_000)]);
    assert_eq!(clock(&app, &case, "payout").await["status"], "open", "other money still waits");
    let wish = advance().await;
    let spent = json!({"decision": decision, "kind": "CK-ALLOWANCE", "amount": 1, "voucher": "HD 9",
        "channel": "transfer"});
    accountant.does(path, "pay_cost", spent).await;
    accountant.wrong(path, propose, wish, "/receipt", "contradicts").await;
}

async fn money_that_moved_from_where_it_came_is_not_taken_back(app: App) {
    let case = case(&app).await;
    let receipt = cash(&app, &case, 3_000, json!({})).await;
    let bank = json!({"amount": 3_000, "into": "bank", "paper": "GNT-1", "receipts": [receipt]});
    app.cashier().does(&case.path, "bank_cash", bank).await;
    let wish = json!({"receipt": receipt, "reason": "Ghi nhầm"});
    app.accountant().may_not(&case.path, "propose_receipt_cancellation", wish, 422, "G-RC-SPENT").await;
}

on_both_engines!(
    cash_reaches_the_fund_in_time,
    cash_goes_to_the_bank_and_back,
    a_wrong_receipt_is_taken_back_once_by_two_people,
    distributed_money_is_not_taken_back,
    what_did_more_than_write_a_receipt_is_not_undone_by_its_cancellation,
    an_advance_is_cancelled_whole_or_not_at_all,
    money_that_moved_from_where_it_came_is_not_taken_back,
);

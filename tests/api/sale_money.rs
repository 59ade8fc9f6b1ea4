//! Money around a sale: bid deposit and price due, sales undone, deposits lost (ND152 65.1, 65.4–65.5; J09, J20, J21; I31).

use serde_json::{Value, json};

use crate::distributions::{asked, prepared};
use crate::money_costs;
use crate::support::build::Case;
use crate::support::{App, house, measures, on_both_engines, tracks};

fn deposit(amount: i64) -> Value {
    json!({"amount": amount, "bank_reference": "FT-70"})
}

/// What stands on the case's accounts of money; those of the things themselves are left out.
async fn books(app: &App, case: &Case) -> Vec<(String, i64)> {
    let all = tracks::books(app, case).await;
    let things = |account: &str| account.starts_with("114") || account == "366" || account.starts_with("off");
    all.into_iter().filter(|(account, _)| !things(account)).collect()
}

/// A deposit of seventy million is passed on for a house sold at eight hundred.
async fn passed_on(app: &App) -> (Case, String) {
    let (case, path) = house::sold(app).await;
    app.accountant().does(&path, "record_bid_deposit", deposit(70_000_000)).await;
    (case, path)
}

fn to(account: &str) -> Value {
    json!({"out_of": account, "bank_reference": "FT-80"})
}

async fn the_deposit_is_part_of_the_price_and_the_rest_is_due(app: App) {
    let (case, path) = house::sold(&app).await;
    let accountant = app.accountant();
    app.officer().may_not(&path, "record_bid_deposit", deposit(1), 403, "G-ROLE").await;
    for amount in [0, 800_000_000, 800_000_001] {
        accountant
            .wrong(&path, "record_bid_deposit", deposit(amount), "/amount", "amount_out_of_range")
            .await;
    }
    let done = accountant.does(&path, "record_bid_deposit", deposit(70_000_000)).await;
    assert_eq!(done["happened"]["receipts"][0]["code"], "R08");
    assert_eq!(done["asset"]["sale"]["paid"], 70_000_000);
    accountant.wrong(&path, "record_bid_deposit", deposit(1), "/amount", "duplicate").await;
    let there =
        [("1121".to_owned(), 70_000_000), ("1381".to_owned(), 730_000_000), ("3376".to_owned(), 800_000_000)];
    assert_eq!(books(&app, &case).await, there);
    accountant.does(&path, "record_buyer_payment", house::transfer(700_000_000)).await;
    let done = accountant.does(&path, "record_buyer_payment", house::transfer(30_000_000)).await;
    assert_eq!(done["asset"]["state"], "paid");
    assert_eq!(
        books(&app, &case).await,
        [("1121".to_owned(), 800_000_000), ("3376".to_owned(), 800_000_000)]
    );
}

async fn a_winner_who_defaults_loses_his_deposit_to_the_agency(app: App) {
    let (case, path) = passed_on(&app).await;
    app.accountant().does(&path, "record_buyer_payment", house::transfer(100_000_000)).await;
    app.on("2026-11-28");
    let officer = app.officer();
    officer.wrong(&path, "rescind_sale", json!({}), "/forfeited_deposit", "contradicts").await;
    let done = officer.does(&path, "rescind_sale", json!({"forfeited_deposit": 70_000_000})).await;
    assert_eq!(done["asset"]["books"]["refund_due"], 100_000_000);
    let there = [
        ("1121".to_owned(), 170_000_000),
        ("331".to_owned(), 100_000_000),
        ("338_agency".to_owned(), 70_000_000),
    ];
    assert_eq!(books(&app, &case).await, there, "nothing of it waits to be shared");
    let empty = json!({"case": case.id, "asset": null, "rent_region": null});
    officer.post("/distributions", &empty).await.refused(422, "M02_PLAN");
    let accountant = app.accountant();
    accountant.may_not(&path, "record_lost_deposit", deposit(70_000_000), 409, "G-DEPOSIT-LOST").await;
    app.head().may_not(&path, "refund_buyer", json!({}), 409, "G-DRAFT").await;
    officer.may_not(&path, "propose_buyer_refund", to("bank"), 403, "G-ROLE").await;
    accountant.does(&path, "propose_buyer_refund", to("bank")).await;
    accountant.may_not(&path, "refund_buyer", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&path, "refund_buyer", json!({})).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "payment_order");
    assert_eq!(
        books(&app, &case).await,
        [("1121".to_owned(), 70_000_000), ("338_agency".to_owned(), 70_000_000)]
    );
    app.head().may_not(&path, "refund_buyer", json!({}), 409, "G-REFUND-DUE").await;
}

async fn a_deposit_that_was_not_passed_on_arrives_later(app: App) {
    let (case, path) = house::sold(&app).await;
    app.on("2026-11-28");
    app.officer().does(&path, "rescind_sale", json!({"forfeited_deposit": 70_000_000})).await;
    let accountant = app.accountant();
    let lost = |amount: i64| json!({"amount": amount, "interest": 500_000, "bank_reference": "FT-71"});
    accountant.wrong(&path, "record_lost_deposit", lost(69_999_999), "/amount", "contradicts").await;
    let done = accountant.does(&path, "record_lost_deposit", lost(70_000_000)).await;
    assert_eq!(done["happened"]["receipts"][0]["code"], "R12");
    assert_eq!(
        books(&app, &case).await,
        [("1121".to_owned(), 70_500_000), ("338_agency".to_owned(), 70_500_000)]
    );
    accountant.may_not(&path, "record_lost_deposit", lost(70_000_000), 409, "G-DEPOSIT-LOST").await;
}

async fn a_deposit_lost_before_any_contract_goes_to_the_budget(app: App) {
    let (case, path) = house::ready(&app).await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    let failed = json!({"failure": "minutes_refused", "forfeited_deposit": 70_000_000});
    app.officer().does(&path, "record_failed_auction", failed).await;
    let accountant = app.accountant();
    let mut lost = json!({"amount": 70_000_000, "interest": 1, "bank_reference": "FT-72"});
    accountant.wrong(&path, "record_lost_deposit", lost.clone(), "/interest", "contradicts").await;
    accountant
        .may_not(
            &path,
            "propose_deposit_remittance",
            json!({"out_of": "bank", "voucher": "KB-1"}),
            409,
            "G-DEPOSIT-DUE",
        )
        .await;
    lost["interest"] = Value::Null;
    let done = accountant.does(&path, "record_lost_deposit", lost).await;
    assert_eq!(done["happened"]["postings"][1]["kind"], "J21");
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 70_000_000), ("333".to_owned(), 70_000_000)]);
    let voucher = json!({"out_of": "bank", "voucher": "KB-1"});
    accountant.does(&path, "propose_deposit_remittance", voucher).await;
    let done = app.head().does(&path, "remit_deposit", json!({})).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "payment_order");
    assert_eq!(books(&app, &case).await, []);
    app.head().may_not(&path, "remit_deposit", json!({}), 409, "G-DEPOSIT-DUE").await;
}

/// Costs that it covers nobody bears a second time.
async fn a_lost_deposit_covers_costs_that_were_settled_and_paid_ahead(app: App) {
    let (case, path) = house::ready(&app).await;
    let (officer, accountant) = (app.officer(), app.accountant());
    let seen = officer.get(&path).await.ok();
    let seizure = &seen["decisions"][0]["id"];
    measures::estimated(&app, &case, seizure, 5_000_000).await;
    let budget = money_costs::advance(seizure, "budget", Value::Null, 5_000_000);
    accountant.does(&case.path, "record_cost_advance", budget).await;
    let spent = json!({"decision": seizure, "kind": "CK-ALLOWANCE", "amount": 3_000_000, "voucher": "HĐ 1",
        "channel": "transfer"});
    accountant.does(&case.path, "pay_cost", spent).await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    let failed = json!({"failure": "minutes_refused", "forfeited_deposit": 70_000_000});
    officer.does(&path, "record_failed_auction", failed).await;
    let lost = |costs: Value| json!({"amount": 70_000_000, "costs": costs, "bank_reference": "FT-72"});
    // What is not settled covers nothing.
    accountant.wrong(&path, "record_lost_deposit", lost(json!(1)), "/costs", "amount_out_of_range").await;
    officer
        .does(&case.path, "propose_cost_settlement", measures::costs(seizure, 3_000_000, Some("HĐ 1")))
        .await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    accountant.wrong(&path, "record_lost_deposit", lost(Value::Null), "/costs", "required").await;
    accountant
        .wrong(&path, "record_lost_deposit", lost(json!(3_000_001)), "/costs", "amount_out_of_range")
        .await;
    accountant.does(&path, "record_lost_deposit", lost(json!(2_000_000))).await;
    let there = [("1121", 72_000_000), ("1378", 1_000_000), ("333", 68_000_000), ("338_adv", 5_000_000)]
        .map(|(account, amount)| (account.to_owned(), amount));
    assert_eq!(books(&app, &case).await, there);
    let again = json!({"party": case.debtor(), "amount": 1_000_001});
    accountant.wrong(&case.path, "record_cost_payment", again, "/amount", "amount_out_of_range").await;
}

/// What was shared out is not there to be given back, and the price of another thing is nobody's to take.
async fn a_result_cancelled_after_its_money_was_shared_leaves_other_prices_alone(app: App) {
    let (case, path) = house::sold(&app).await;
    let (officer, accountant) = (app.officer(), app.accountant());
    let other = sold_directly(&app, &case).await;
    accountant.does(&path, "record_buyer_payment", house::transfer(800_000_000)).await;
    house::deliver(&app, &path).await;
    let (plan, made) = prepared(&app, &asked(&case, Some(&path), json!({}))).await;
    assert_eq!(made["amount"], 800_000_000);
    app.head().does(&plan, "approve_distribution", json!({})).await;
    let ground = json!({"ground": "collusion", "paper": "Bản án số 12"});
    let done = officer.does(&path, "cancel_result", ground).await["asset"].clone();
    assert_eq!(
        (&done["books"]["refund_due"], &done["books"]["shared_before"]),
        (&json!(0), &json!(800_000_000))
    );
    assert!(done["handed_over_on"].is_null());
    assert!(books(&app, &case).await.contains(&("3376".to_owned(), 20_000_000)), "the other thing's price");
    accountant.may_not(&path, "propose_buyer_refund", to("bank"), 409, "G-REFUND-DUE").await;
    house::deliver(&app, &other).await;
}

/// A machine of the debtor's, seized and sold for twenty million without an auction.
async fn sold_directly(app: &App, case: &Case) -> String {
    let officer = app.officer();
    let body = json!({"case": case.id, "owner": case.debtor(), "kind": "movable", "name": "Máy"});
    let made = officer.post("/assets", &body).await.ok();
    let path = format!("/assets/{}", made["asset"]["id"].as_str().unwrap());
    let found = json!({"owned_by_debtor": true, "estimated_value": 20_000_000});
    officer.does(&path, "record_verification", found).await;
    officer.does(&path, "issue_seizure_decision", json!({"proportion_exception": null})).await;
    officer.does(&path, "serve_seizure_notices", json!({"seizure": true, "costs": true})).await;
    app.on("2026-10-06");
    officer.does(&path, "carry_out_seizure", house::minutes()).await;
    let fix = json!({"ground": "small_value", "value": 20_000_000, "region": 1});
    officer.does(&path, "fix_price", fix).await;
    officer.does(&path, "notify_direct_sale", json!({"paper": "Trang thông tin"})).await;
    app.on("2026-10-08");
    let sell = json!({"price": 20_000_000, "buyers": 1, "by_lot": false, "region": 1});
    officer.does(&path, "sell_directly", sell).await;
    app.accountant().does(&path, "record_direct_payment", house::transfer(20_000_000)).await;
    path
}

async fn a_sale_undone_owes_the_buyer_his_price(app: App) {
    let (case, path) = passed_on(&app).await;
    app.accountant().does(&path, "record_buyer_payment", house::transfer(730_000_000)).await;
    app.on("2026-12-02");
    app.officer().does(&path, "buyer_rescinds", json!({"paper": "Thông báo hủy hợp đồng"})).await;
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 800_000_000), ("331".to_owned(), 800_000_000)]);
    let accountant = app.accountant();
    // The money is at the bank: none is paid from the Treasury.
    accountant.does(&path, "propose_buyer_refund", to("treasury")).await;
    app.head().act(&path, "refund_buyer", json!({})).await.refused(422, "M01_BALANCE");
    accountant.does(&path, "propose_buyer_refund", to("bank")).await;
    app.head().does(&path, "refund_buyer", json!({})).await;
    assert_eq!(books(&app, &case).await, []);
}

async fn a_cancelled_result_leaves_no_price_due(app: App) {
    let (case, path) = passed_on(&app).await;
    let ground = json!({"ground": "collusion", "paper": "Bản án số 12"});
    app.officer().does(&path, "cancel_result", ground).await;
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 70_000_000), ("331".to_owned(), 70_000_000)]);
}

on_both_engines!(
    the_deposit_is_part_of_the_price_and_the_rest_is_due,
    a_winner_who_defaults_loses_his_deposit_to_the_agency,
    a_deposit_that_was_not_passed_on_arrives_later,
    a_deposit_lost_before_any_contract_goes_to_the_budget,
    a_lost_deposit_covers_costs_that_were_settled_and_paid_ahead,
    a_result_cancelled_after_its_money_was_shared_leaves_other_prices_alone,
    a_sale_undone_owes_the_buyer_his_price,
    a_cancelled_result_leaves_no_price_due,
);

//! Money leaves only whole, by transfer, after delivery, and through several hands (L106 54; ND152 30).

use serde_json::{Value, json};

use crate::support::build::{self, Case, owed};
use crate::support::house;
use crate::support::{App, interrupt, on_both_engines};

async fn prepared(app: &App, case: &Case, asset: Option<&str>) -> String {
    let asset = asset.map(|path| path.rsplit('/').next().unwrap().to_owned());
    let body = json!({"case": case.id, "asset": asset, "rent_region": null});
    let made = app.officer().post("/distributions", &body).await.ok();
    format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap())
}

fn voluntary(case: &Case, amount: i64) -> Value {
    json!({"kind": "voluntary_payment", "channel": "transfer", "amount": amount, "payer": case.debtor(),
        "bank_reference": "FT-1"})
}

async fn delegate(app: &App, to: &str) {
    let body = json!({"office": app.office, "delegate": app.id(to), "documents": [], "division": null,
        "from": "2026-07-15", "to": "2026-12-31", "basis": "Văn bản số 14/UQ-THADS"});
    app.head().post("/delegations", &body).await.ok();
}

async fn a_price_is_not_shared_before_delivery_nor_by_one_person(app: App) {
    let (case, asset) = house::sold(&app).await;
    app.accountant().does(&asset, "record_buyer_payment", house::transfer(800_000_000)).await;
    let early = prepared(&app, &case, Some(&asset)).await;
    app.head().may_not(&early, "approve_distribution", json!({}), 409, "M04_DELIVERED").await;
    house::deliver(&app, &asset).await;
    // The handover moved the case: what was computed before it is stale.
    app.head().may_not(&early, "approve_distribution", json!({}), 409, "M02_STALE").await;
    let path = prepared(&app, &case, Some(&asset)).await;
    app.accountant().may_not(&path, "approve_distribution", json!({}), 403, "G-SIGNER").await;
    delegate(&app, "officer").await;
    app.officer().may_not(&path, "approve_distribution", json!({}), 403, "G-FOUR-EYES").await;
    app.officer().may_not(&asset, "close_asset", json!({}), 409, "G-MONEY-LEFT").await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    app.head().may_not(&path, "cancel_distribution", json!({}), 409, "G-STATE").await;
}

async fn payouts_are_whole_by_transfer_and_released_by_another(app: App) {
    let (case, asset) = house::handed_over(&app).await;
    let path = prepared(&app, &case, Some(&asset)).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    let payee = json!({"kind": "party", "id": case.party(1)});
    let lines = app.accountant().get(&format!("{path}/lines")).await.items();
    let line = lines.iter().find(|line| line["payee"] == payee).unwrap();
    let owed = line["share_dong"].as_i64().unwrap() - line["fee"].as_i64().unwrap();
    let order =
        |means: &str, amount: i64| json!({"means": means, "payments": [{"payee": payee, "amount": amount}]});
    let accountant = app.accountant();
    accountant.may_not(&path, "order_payouts", order("transfer", owed + 1), 422, "M01_BALANCE").await;
    accountant.may_not(&path, "order_payouts", order("transfer", owed - 1), 422, "M01_BALANCE").await;
    accountant.may_not(&path, "order_payouts", order("cash", owed), 422, "M-TRANSFER").await;
    app.cashier().may_not(&path, "order_payouts", order("transfer", owed), 403, "G-ROLE").await;
    accountant.does(&path, "order_payouts", order("transfer", owed)).await;
    delegate(&app, "accountant").await;
    accountant.may_not(&path, "release_payouts", json!({}), 403, "G-FOUR-EYES").await;
    let payout = app.cashier().get(&case.sub("payouts")).await.items()[0].clone();
    let payout = format!("/payouts/{}", payout["id"].as_str().unwrap());
    let confirm = || json!({"bank_reference": "FT-2"});
    app.cashier().may_not(&payout, "confirm_payout", confirm(), 409, "G-STATE").await;
    app.head().does(&path, "release_payouts", json!({})).await;
    app.officer().may_not(&payout, "confirm_payout", confirm(), 403, "G-ROLE").await;
    app.cashier().does(&payout, "confirm_payout", confirm()).await;
    app.cashier().may_not(&payout, "confirm_payout", confirm(), 409, "G-FINAL").await;
}

async fn money_that_came_in_meanwhile_makes_a_plan_stale(app: App) {
    let case = build::on_request(&app, &[owed("other", 100_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    let empty = app
        .officer()
        .post("/distributions", &json!({"case": case.id, "asset": null, "rent_region": null}))
        .await;
    empty.refused(422, "M02_PLAN");
    app.accountant().does(&case.path, "receive_money", voluntary(&case, 40_000_000)).await;
    let path = prepared(&app, &case, None).await;
    app.accountant().does(&case.path, "receive_money", voluntary(&case, 10_000_000)).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M02_STALE").await;
    app.officer().does(&path, "cancel_distribution", json!({})).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "G-FINAL").await;
    let path = prepared(&app, &case, None).await;
    let done = app.head().does(&path, "approve_distribution", json!({})).await;
    assert_eq!(
        (&done["distribution"]["amount"], &done["distribution"]["fees"]),
        (&json!(50_000_000), &json!(0))
    );
}

async fn a_postponement_holds_the_money(app: App) {
    let case = build::on_request(&app, &[owed("other", 100_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    app.accountant().does(&case.path, "receive_money", voluntary(&case, 40_000_000)).await;
    interrupt::agreed(&app, &case, "2026-09-30", json!({})).await;
    let path = prepared(&app, &case, None).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M05_HOLD").await;
}

async fn a_postponed_item_is_not_paid(app: App) {
    let items = [owed("other", 100_000_000, Some(1)), owed("other", 50_000_000, Some(2))];
    let case = build::on_request(&app, &items).await;
    build::notify(&app, &case).await;
    app.accountant().does(&case.path, "receive_money", voluntary(&case, 40_000_000)).await;
    let part = json!({"scope": {"items": [case.item(1)]}});
    let hold = interrupt::agreed(&app, &case, "2026-09-30", part).await;
    let path = prepared(&app, &case, None).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M05_HOLD").await;
    app.officer().does(&path, "cancel_distribution", json!({})).await;
    interrupt::end_paper(&app, &case, &hold).await;
    let over = interrupt::resumption(&hold);
    interrupt::sign(&app, &case, "propose_resumption", "resume", over).await;
    let path = prepared(&app, &case, None).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
}

async fn a_payee_has_an_account(app: App) {
    app.on("2026-07-15");
    let mut body = build::judgment_body(&app, &[owed("other", 100_000_000, Some(1))]);
    body["parties"][1]["bank_account"] = Value::Null;
    body["parties"][1]["kind"] = json!("organisation");
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let case = build::on_judgment(&app, judgment).await;
    build::notify(&app, &case).await;
    app.accountant().does(&case.path, "receive_money", voluntary(&case, 40_000_000)).await;
    let path = prepared(&app, &case, None).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    let order = || json!({"means": "transfer"});
    app.accountant().may_not(&path, "order_payouts", order(), 409, "M08_PAYEE").await;
    let account = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    app.clerk().post(&account, &json!({"bank_account": "NH Mẫu 0009"})).await.ok();
    app.accountant().does(&path, "order_payouts", order()).await;
}

async fn an_only_home_leaves_rent_for_the_debtor(app: App) {
    let (case, _) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let body = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": "Nhà ở duy nhất", "only_home": true});
    let made = app.officer().post("/assets", &body).await.ok();
    let path = format!("/assets/{}", made["asset"]["id"].as_str().unwrap());
    house::verify(&app, &path, "2026-08-04", 600_000_000).await;
    house::seize(&app, &path).await;
    let until = house::value(&app, &case, &path, 700_000_000, &[0, 1]).await;
    app.after(&until);
    app.officer().does(&path, "close_revaluation_window", json!({})).await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    app.officer().does(&path, "record_sale", json!({"price": 700_000_000, "bidders": 1})).await;
    app.accountant().does(&path, "record_buyer_payment", house::transfer(700_000_000)).await;
    house::deliver(&app, &path).await;
    let asset = path.rsplit('/').next().unwrap();
    let shown = format!("{}/distribution-preview?asset={asset}", case.path);
    app.officer().get(&shown).await.refused(422, "M09_ONLY_HOME");
    let lines = app.officer().get(&format!("{shown}&rent_region=1")).await.ok();
    let rent = lines["lines"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["step"] == "STEP-rent-reserve")
        .unwrap()
        .clone();
    assert_eq!(rent["payee"]["id"], case.debtor());
    // Twelve minimum wages of the first region (L106 89.2).
    assert_eq!(rent["share_dong"], 12 * 5_310_000, "{rent}");
    let body = json!({"case": case.id, "asset": asset, "rent_region": 1});
    app.officer().post("/distributions", &body).await.ok();
}

on_both_engines!(
    a_price_is_not_shared_before_delivery_nor_by_one_person,
    payouts_are_whole_by_transfer_and_released_by_another,
    money_that_came_in_meanwhile_makes_a_plan_stale,
    a_postponement_holds_the_money,
    a_postponed_item_is_not_paid,
    a_payee_has_an_account,
    an_only_home_leaves_rent_for_the_debtor,
);

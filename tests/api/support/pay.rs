//! Money of a case on its way to the payees: collected, shared, ordered, released.

use serde_json::{Value, json};

use super::App;
use super::build::{self, Case};

/// A case on request whose voluntary period is over, on 28 July 2026.
pub async fn case(app: &App, items: &[Value]) -> Case {
    let case = build::on_request(app, items).await;
    build::verifying(app, &case).await;
    case
}

/// The same, one of the parties changed.
pub async fn case_with(app: &App, items: &[Value], party: usize, change: Value) -> Case {
    app.on("2026-07-15");
    let mut body = build::judgment_body(app, items);
    for (field, value) in change.as_object().unwrap() {
        body["parties"][party][field] = value.clone();
    }
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let case = build::on_judgment(app, judgment).await;
    build::verifying(app, &case).await;
    case
}

pub async fn collected(app: &App, case: &Case, amount: i64) {
    let body = json!({"kind": "coerced_payment", "channel": "transfer", "amount": amount, "payer": case.debtor(),
        "bank_reference": "FT-0100"});
    app.accountant().does(&case.path, "receive_money", body).await;
}

/// `/distributions/…`, computed by the officer.
pub async fn prepared(app: &App, case: &Case) -> String {
    let body = json!({"case": case.id, "asset": null, "rent_region": null});
    let made = app.officer().post("/distributions", &body).await.ok();
    format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap())
}

/// The same, approved; with what the approval answered.
pub async fn approved(app: &App, case: &Case) -> (String, Value) {
    let path = prepared(app, case).await;
    let done = app.head().does(&path, "approve_distribution", json!({})).await;
    (path, done)
}

/// Ordered and released.
pub async fn released(app: &App, case: &Case) -> String {
    let (path, _) = approved(app, case).await;
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payouts", json!({})).await;
    path
}

/// Collected, shared and released: `/payouts/…` of this party.
pub async fn payout(app: &App, case: &Case, amount: i64, party: usize) -> String {
    collected(app, case, amount).await;
    let distribution = released(app, case).await;
    let of = distribution.rsplit('/').next().unwrap().to_owned();
    let all = app.cashier().get(&case.sub("payouts")).await.items();
    let own = all
        .iter()
        .find(|one| one["payee"]["id"] == case.party(party) && one["distribution"] == of.as_str())
        .unwrap();
    format!("/payouts/{}", own["id"].as_str().unwrap())
}

/// One line of a distribution by its item and part.
pub async fn line(app: &App, path: &str, item: &Value, part: &str) -> Value {
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    lines.iter().find(|line| line["obligation"] == *item && line["part"] == part).unwrap().clone()
}

/// What one account of the case's ledger has.
pub async fn balance(app: &App, case: &Case, account: &str) -> i64 {
    let books = app.auditor().get(&format!("{}/balances", case.path)).await.ok();
    assert_eq!(books["debit_dong"], books["credit_dong"], "{books}");
    let row = books["rows"].as_array().unwrap().iter().find(|row| row["account"] == account).cloned();
    row.map_or(0, |row| row["balance_dong"].as_i64().unwrap())
}

//! Several decisions against one debtor share in his money; each computation is kept, compared with the one before, and asked
//! otherwise without leaving a trace (L106 54.2; ND152 29–30).

use serde_json::{Value, json};

use crate::support::build::{self, Case, owed};
use crate::support::measures::deduct;
use crate::support::{App, enforce, interrupt, on_both_engines};

/// A case on request against the debtor with this identity number.
pub async fn against(app: &App, identity: &str, items: &[Value], requested_on: &str) -> Case {
    let mut body = build::judgment_body(app, items);
    body["parties"][0]["identity_number"] = json!(identity);
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let mut asked = build::request_body(&judgment);
    asked["requested_on"] = json!(requested_on);
    let path = build::request(app, &asked).await;
    let draft = json!({"obligations": asked["obligations"], "rule": "GR-0"});
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let case = build::opened(&signed, judgment, Some(path));
    build::assign(app, &case).await;
    case
}

pub async fn paid_in(app: &App, case: &Case, amount: i64) {
    let body = json!({"kind": "voluntary_payment", "channel": "transfer", "amount": amount, "payer": case.debtor(),
        "bank_reference": "FT-1"});
    app.accountant().does(&case.path, "receive_money", body).await;
}

pub fn asked(case: &Case, asset: Option<&str>, stated: Value) -> Value {
    let asset = asset.map(|path| path.rsplit('/').next().unwrap().to_owned());
    json!({"case": case.id, "asset": asset, "rent_region": null, "stated": stated})
}

pub async fn prepared(app: &App, body: &Value) -> (String, Value) {
    let made = app.officer().post("/distributions", body).await.ok()["distribution"].clone();
    (format!("/distributions/{}", made["id"].as_str().unwrap()), made)
}

async fn shares(app: &App, path: &str) -> Vec<(String, i64)> {
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    let one =
        |line: &Value| (line["step"].as_str().unwrap().to_owned(), line["share_dong"].as_i64().unwrap());
    lines.iter().map(one).collect()
}

fn pool(number: u32, share: i64) -> (String, i64) {
    (format!("STEP-pool-{number}"), share)
}

async fn two(app: &App) -> (Case, Case) {
    app.on("2026-07-15");
    let first = against(app, "012345678901", &[owed("other", 100_000_000, Some(1))], "2026-07-14").await;
    let second = against(app, "0123 4567 8901", &[owed("other", 300_000_000, Some(1))], "2026-07-14").await;
    build::notify(app, &first).await;
    build::notify(app, &second).await;
    (first, second)
}

async fn every_decision_against_the_debtor_shares(app: App) {
    let (first, second) = two(&app).await;
    paid_in(&app, &first, 40_000_000).await;
    let shown = app.officer().get(&format!("{}/distribution-preview", first.path)).await.ok();
    assert_eq!((&shown["source"], &shown["reference_date"]), (&json!("voluntary"), &json!("2026-07-15")));
    assert_eq!(shown["rounding"], json!({"setting": "A-U12", "rule": "largest_remainder"}));
    assert_eq!(shown["others"][0]["case"], second.id);
    let line = &shown["lines"][1];
    assert_eq!(line["explained"]["formula"], "40000000 × 300000000 ÷ 400000000 = 30000000", "{line}");
    assert!(line["basis"].as_array().unwrap().len() > 1, "step and row: {line}");

    let (path, made) = prepared(&app, &asked(&first, None, json!({}))).await;
    assert_eq!(shares(&app, &path).await, [pool(1, 10_000_000), pool(1, 30_000_000)]);
    assert_eq!((&made["edition"], &made["terms"]["others"][0]["case"]), (&json!(1), &second.id));
    app.head().does(&path, "approve_distribution", json!({})).await;

    let theirs = app.officer().get(&second.path).await.ok();
    assert_eq!(theirs["amount_paid"], 30_000_000, "the debt under the other decision has fallen");
    let items = app.officer().get(&second.sub("obligations")).await.items();
    assert_eq!((&items[0]["paid"], &items[0]["status"]), (&json!(30_000_000), &json!("partial")));
    let history = app.chain(&second.id);
    let last = history.last().unwrap();
    assert_eq!((&last["code"], &last["after"]["amount_paid"]), (&json!("M-APPROVE"), &json!(30_000_000)));
    assert_eq!(last["effects"]["obligations_performed"][0]["amount"], 30_000_000);
    assert!(app.auditor().get(&second.sub("ledger")).await.items().is_empty(), "it never had the money");

    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payouts", json!({})).await;
    let payouts = app.cashier().get(&first.sub("payouts")).await.items();
    let to_the_other = payouts.iter().find(|payout| payout["payee"]["id"] == second.party(1)).unwrap();
    assert_eq!(to_the_other["amount"], 30_000_000, "voluntary period: no fee");
    for payout in &payouts {
        let payout = format!("/payouts/{}", payout["id"].as_str().unwrap());
        app.cashier().does(&payout, "confirm_payout", json!({"bank_reference": "FT-2"})).await;
    }
    let books = app.auditor().get(&format!("{}/balances", first.path)).await.ok();
    assert_eq!(books["debit_dong"], books["credit_dong"]);
    let bank = books["rows"].as_array().unwrap().iter().find(|row| row["account"] == "1121").unwrap().clone();
    assert_eq!(bank["debit_dong"], bank["credit_dong"], "what came in went out: {books}");
}

async fn a_voluntary_payer_names_the_decision(app: App) {
    let (first, second) = two(&app).await;
    paid_in(&app, &first, 40_000_000).await;
    let named = |case: &Value| json!({"named": {"case": case, "paper": "Giấy nộp tiền ngày 15/7/2026"}});
    let wrong =
        app.officer().post("/distributions", &asked(&first, None, named(&first.judgment["id"]))).await;
    assert_eq!(wrong.codes(), ["not_in_list"]);
    let (path, _) = prepared(&app, &asked(&first, None, named(&second.id))).await;
    assert_eq!(shares(&app, &path).await, [pool(1, 40_000_000), pool(2, 0)]);
    let (path, _) = prepared(&app, &asked(&first, None, named(&first.id))).await;
    assert_eq!(shares(&app, &path).await, [pool(1, 40_000_000), pool(2, 0)]);
    app.head().does(&path, "approve_distribution", json!({})).await;
    assert_eq!(app.officer().get(&first.path).await.ok()["amount_paid"], 40_000_000);
}

async fn another_case_that_moves_makes_the_plan_stale(app: App) {
    let (first, second) = two(&app).await;
    paid_in(&app, &first, 40_000_000).await;
    let body = asked(&first, None, json!({}));
    let (path, _) = prepared(&app, &body).await;
    paid_in(&app, &second, 1_000_000).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M02_STALE").await;

    // A decision that came after the payment: pool 2, read when the money is paid.
    let (path, _) = prepared(&app, &body).await;
    app.on("2026-07-20");
    let late = against(&app, "012345678901", &[owed("wages", 50_000_000, Some(1))], "2026-07-20").await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M02_STALE").await;
    let (next, made) = prepared(&app, &body).await;
    assert_eq!((&made["edition"], &made["replaces"]), (&json!(3), &json!(path.rsplit('/').next().unwrap())));
    assert_eq!(shares(&app, &next).await, [pool(1, 10_000_000), pool(1, 30_000_000), pool(2, 0)]);
    let gone = app.officer().get(&path).await.ok();
    assert_eq!((&gone["state"], &gone["replaced_by"]), (&json!("cancelled"), &made["id"]));
    let diff = app.officer().get(&format!("{next}/diff")).await.ok();
    assert_eq!((&diff["count"], &diff["lines"][0]["change"]), (&json!(1), &json!("added")));
    assert_eq!(diff["lines"][0]["after"]["case"], late.id);
    app.head().does(&next, "approve_distribution", json!({})).await;
}

async fn an_item_that_is_held_elsewhere_holds_the_money(app: App) {
    let (first, second) = two(&app).await;
    paid_in(&app, &first, 40_000_000).await;
    interrupt::agreed(&app, &second, "2026-09-30", json!({"scope": {"items": [second.item(0)]}})).await;
    let (path, _) = prepared(&app, &asked(&first, None, json!({}))).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M05_HOLD").await;
}

async fn each_computation_is_compared_with_the_one_before(app: App) {
    let (first, _) = two(&app).await;
    paid_in(&app, &first, 40_000_000).await;
    let body = asked(&first, None, json!({}));
    let (path, _) = prepared(&app, &body).await;
    let none = app.officer().get(&format!("{path}/diff")).await.ok();
    assert_eq!((&none["before"], &none["count"]), (&Value::Null, &json!(0)));
    paid_in(&app, &first, 8_000_000).await;
    let (next, _) = prepared(&app, &body).await;
    let diff = app.officer().get(&format!("{next}/diff")).await.ok();
    assert_eq!((&diff["amount_before"], &diff["amount_after"]), (&json!(40_000_000), &json!(48_000_000)));
    let changes: Vec<_> =
        diff["lines"].as_array().unwrap().iter().map(|line| line["change"].clone()).collect();
    assert_eq!(changes, ["changed", "changed"]);
    assert_eq!(diff["lines"][0]["before"]["share_dong"], 10_000_000);
    assert_eq!(diff["lines"][0]["after"]["share_dong"], 12_000_000);
}

/// Other sums, days and rules, and nothing is written.
async fn what_would_be_otherwise(app: App) {
    let (first, second) = two(&app).await;
    paid_in(&app, &first, 40_000_000).await;
    let (path, _) = prepared(&app, &asked(&first, None, json!({}))).await;
    let before = (app.traces(&first.path), app.traces(&second.path), app.officer().get(&path).await.text);
    let ask = async |assumed: Value| {
        let body = json!({"distribution": asked(&first, None, json!({})), "assumed": assumed});
        app.officer().post("/distributions/what-if", &body).await
    };
    let shown = ask(json!({"amount": 11, "reference_date": "2026-07-01"})).await.ok();
    assert_eq!((&shown["amount"], &shown["steps"][0]["step"]), (&json!(11), &json!("STEP-pool-2")));
    let shown = ask(json!({"amount": 11, "rounding": "earliest_request"})).await.ok();
    assert_eq!(shown["rounding"]["rule"], "earliest_request");
    assert_eq!((&shown["lines"][0]["share_dong"], &shown["lines"][1]["share_dong"]), (&json!(3), &json!(8)));
    assert_eq!(ask(json!({"amount": 0})).await.codes(), ["M02_PLAN"]);
    assert_eq!(ask(json!({"amount": -5})).await.status, 422);
    assert_eq!(ask(json!({"amount": 1.5})).await.status, 422);
    assert_eq!(ask(json!({"colour": "red"})).await.codes(), ["unknown_field"]);
    let stranger = app.as_("other_officer");
    let body = json!({"distribution": asked(&first, None, json!({}))});
    assert_eq!(stranger.post("/distributions/what-if", &body).await.problem(404), "not_found");
    let after = (app.traces(&first.path), app.traces(&second.path), app.officer().get(&path).await.text);
    assert_eq!(after, before, "asking changes nothing");
}

/// Money taken under a coercion decision: whoever had requested by its day; what came of free will is another collection.
async fn coerced_money_has_the_day_of_its_decision(app: App) {
    let case = enforce::able(&app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", deduct(&case, 10_000_000)).await;
    paid_in(&app, &case, 3_000_000).await;
    let money = json!({"kind": "coerced_payment", "channel": "transfer", "amount": 10_000_000, "payer": case.debtor(),
        "bank_reference": "FT-9"});
    app.on("2026-08-10");
    app.accountant().does(&case.path, "receive_money", money).await;
    let preview = format!("{}/distribution-preview", case.path);
    let shown = app.officer().get(&preview).await.ok();
    assert_eq!((&shown["source"], &shown["amount"]), (&json!("voluntary"), &json!(3_000_000)));
    let (path, made) = prepared(&app, &asked(&case, None, json!({}))).await;
    assert_eq!(made["arrived"], json!([{"on": "2026-07-28", "amount": 3_000_000}]), "its own day");
    app.head().does(&path, "approve_distribution", json!({})).await;
    let shown = app.officer().get(&preview).await.ok();
    assert_eq!((&shown["source"], &shown["amount"]), (&json!("coerced"), &json!(10_000_000)));
    assert_eq!(shown["reference_date"], "2026-07-28", "the decision's day, not the money's");

    // With a second decision of another day it is said which one brought the money.
    app.officer().does(&case.path, "issue_coercion_decision", deduct(&case, 20_000_000)).await;
    let refused = app.officer().get(&preview).await;
    assert_eq!(refused.codes(), ["required"]);
    let seen = app.officer().get(&case.path).await.ok();
    let decision = seen["measures"][1]["decision"].clone();
    let body = asked(&case, None, json!({"decision": decision}));
    let (_, made) = prepared(&app, &body).await;
    assert_eq!(made["terms"]["reference_date"], "2026-08-10");
    let strange = asked(&case, None, json!({"decision": case.id}));
    assert_eq!(app.officer().post("/distributions", &strange).await.codes(), ["not_in_list"]);
}

/// A creditor who owes elsewhere: what falls to him may be used there, as far as he owes (L106 59.5).
async fn a_creditor_who_owes_elsewhere_pays_there(app: App) {
    app.on("2026-07-15");
    let mut body = build::judgment_body(&app, &[owed("other", 100_000_000, Some(1))]);
    body["parties"][1]["identity_number"] = json!("098765432109");
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let case = build::on_judgment(&app, judgment).await;
    build::notify(&app, &case).await;
    let his = against(&app, "098765432109", &[owed("other", 30_000_000, Some(1))], "2026-07-14").await;
    build::notify(&app, &his).await;
    paid_in(&app, &case, 40_000_000).await;
    let shown = app.officer().get(&format!("{}/distribution-preview", case.path)).await.ok();
    assert_eq!(shown["also_debtors"], json!([{"payee": case.party(1), "case": his.id}]));
    let uses = |case_id: &Value| {
        let used = json!({"payee": case.party(1), "case": case_id, "paper": "Văn bản đề nghị 5/2026"});
        asked(&case, None, json!({ "uses": [used] }))
    };
    let strange = app.officer().post("/distributions", &uses(&case.id)).await;
    assert_eq!(strange.codes(), ["not_in_list"]);
    let (path, _) = prepared(&app, &uses(&his.id)).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    let payouts = app.cashier().get(&case.sub("payouts")).await.items();
    assert_eq!(
        (payouts.len(), &payouts[0]["amount"]),
        (1, &json!(10_000_000)),
        "he owes thirty of the forty million"
    );
    let row = async |path: &str, account: &str| {
        let books = app.auditor().get(&format!("{path}/balances")).await.ok();
        assert_eq!(books["debit_dong"], books["credit_dong"]);
        books["rows"].as_array().unwrap().iter().find(|row| row["account"] == account).cloned()
    };
    assert_eq!(row(&his.path, "337").await.unwrap()["credit_dong"], 30_000_000, "it waits there");
    assert_eq!(row(&case.path, "1121").await.unwrap()["credit_dong"], 30_000_000, "and has left here");
    assert_eq!(app.chain(&his.id).last().unwrap()["code"], "M-ORDER");
    let clocks = crate::support::enforce::deadlines(&app, &his, "payout").await;
    assert_eq!(clocks, [("open".to_owned(), "2026-07-27".to_owned())], "the ten days of what arrived there");
    let there = app.officer().get(&format!("{}/distribution-preview", his.path)).await.ok();
    assert_eq!(there["amount"], 30_000_000);
}

/// Two creditors owe in one other case: what falls to both arrives there together, and no more than is owed there.
async fn two_creditors_who_owe_in_one_case_pay_there_together(app: App) {
    app.on("2026-07-15");
    let known = |body: &mut Value, place: usize, identity: &str| {
        body["parties"][place]["identity_number"] = json!(identity)
    };
    let mut body = build::judgment_body(
        &app,
        &[owed("other", 100_000_000, Some(1)), owed("other", 100_000_000, Some(2))],
    );
    known(&mut body, 1, "098765432109");
    known(&mut body, 2, "098765432110");
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let case = build::on_judgment(&app, judgment).await;
    build::notify(&app, &case).await;

    let mut items = [owed("other", 20_000_000, Some(1)), owed("other", 20_000_000, Some(1))];
    items[1]["debtor"] = json!(2);
    items.iter_mut().for_each(|item| item["joint"] = json!(true));
    let mut body = build::judgment_body(&app, &items);
    known(&mut body, 0, "098765432109");
    known(&mut body, 2, "098765432110");
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let request = build::request(&app, &build::request_body(&judgment)).await;
    let draft = json!({"obligations": build::request_body(&judgment)["obligations"], "rule": "GR-D"});
    app.clerk().does(&request, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&request, "issue_decision_on_request", json!({})).await;
    let theirs = build::opened(&signed, judgment, Some(request));
    build::assign(&app, &theirs).await;
    let owed_there = app.officer().get(&theirs.path).await.ok()["amount_due"].as_i64().unwrap();

    paid_in(&app, &case, 60_000_000).await;
    let used = |place: usize| json!({"payee": case.party(place), "case": theirs.id, "paper": "Văn bản đề nghị 6/2026"});
    let (path, _) = prepared(&app, &asked(&case, None, json!({"uses": [used(1), used(2)]}))).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    let there = app.officer().get(&format!("{}/distribution-preview", theirs.path)).await.ok();
    assert_eq!(there["amount"], owed_there, "as much as is owed there, once");
    let payouts = app.cashier().get(&case.sub("payouts")).await.items();
    let rest: i64 = payouts.iter().map(|payout| payout["amount"].as_i64().unwrap()).sum();
    assert_eq!(rest, 60_000_000 - owed_there, "{payouts:?}");
    let orders = app.chain(&theirs.id).iter().filter(|event| event["code"] == "M-ORDER").count();
    assert_eq!(orders, 1);
}

/// An application that waits in the other case holds the fee of its creditor.
async fn an_application_in_another_case_waits_for_its_decision(app: App) {
    let (first, second) = two(&app).await;
    let ask =
        json!({"party": second.party(1), "ground": "FX-B", "proof": "Giấy xác nhận của UBND phường Mẫu"});
    app.clerk().does(&second.path, "request_fee_relief", ask).await;
    paid_in(&app, &first, 40_000_000).await;
    let (path, _) = prepared(&app, &asked(&first, None, json!({}))).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M06_FEE").await;
}

/// What is held after the payment was ordered is not released, in whichever case it stands.
async fn an_item_held_after_the_order_is_not_released(app: App) {
    let (first, second) = two(&app).await;
    paid_in(&app, &first, 40_000_000).await;
    let (path, _) = prepared(&app, &asked(&first, None, json!({}))).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    interrupt::agreed(&app, &second, "2026-09-30", json!({"scope": {"items": [second.item(0)]}})).await;
    app.head().may_not(&path, "release_payouts", json!({}), 409, "M05_HOLD").await;
}

on_both_engines!(
    two_creditors_who_owe_in_one_case_pay_there_together,
    an_application_in_another_case_waits_for_its_decision,
    an_item_held_after_the_order_is_not_released,
    a_creditor_who_owes_elsewhere_pays_there,
    every_decision_against_the_debtor_shares,
    a_voluntary_payer_names_the_decision,
    another_case_that_moves_makes_the_plan_stale,
    an_item_that_is_held_elsewhere_holds_the_money,
    each_computation_is_compared_with_the_one_before,
    what_would_be_otherwise,
    coerced_money_has_the_day_of_its_decision,
);

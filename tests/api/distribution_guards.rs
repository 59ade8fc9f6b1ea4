//! What comes off the price of a thing and who goes before the rows, read from its records; what is missing or contradicts them
//! is refused, and so is a plan whose lines, costs or only home are not in order (L106 53–54, 81, 89).

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use thads::service::error::ApiError;
use thads::store::{Conn, StoreError};

use crate::assets_sale::as_if;
use crate::distributions::{asked, paid_in, prepared};
use crate::support::build::{self, Case, owed};
use crate::support::measures::{self, costs};
use crate::support::{App, enforce, house, interrupt, on_both_engines, pay};

/// A house sold for 700 million and handed over; 900 million are owed to the first creditor, secured, 100 to the second.
async fn house_sold(app: &App) -> (Case, String) {
    let mut secured = owed("other", 900_000_000, Some(1));
    secured["secured"] = json!(true);
    let items = [secured, owed("wages", 100_000_000, Some(2)), owed("court_fee", 30_000_000, None)];
    let (case, path) = house::enforceable(app, &items, 600_000_000).await;
    house::seize(app, &path).await;
    let until = house::value(app, &case, &path, 700_000_000, &[0, 1, 2]).await;
    app.after(&until);
    app.officer().does(&path, "close_revaluation_window", json!({})).await;
    house::to_session(app, &path, 700_000_000, "2026-09-30").await;
    app.officer().does(&path, "record_sale", json!({"price": 700_000_000, "bidders": 2})).await;
    app.accountant().does(&path, "record_buyer_payment", house::transfer(700_000_000)).await;
    house::deliver(app, &path).await;
    (case, path)
}

async fn what_if(app: &App, case: &Case, asset: &str, stated: Value) -> Value {
    let body = json!({"distribution": asked(case, Some(asset), stated)});
    app.officer().post("/distributions/what-if", &body).await.ok()
}

async fn refused(app: &App, case: &Case, asset: &str, stated: Value, pointer: &str, code: &str) {
    let answer = app.officer().post("/distributions", &asked(case, Some(asset), stated)).await;
    let errors = answer.json()["errors"].clone();
    let named = |one: &Value| one["pointer"] == pointer && one["code"] == code;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(errors.as_array().unwrap().iter().any(named), "{pointer} {code} is not among {errors}");
}

fn steps(shown: &Value) -> Vec<(String, i64)> {
    let steps = shown["steps"].as_array().unwrap().iter();
    let one = |step: &Value| (step["step"].as_str().unwrap().to_owned(), step["amount"].as_i64().unwrap());
    steps.map(one).collect()
}

fn step(code: &str, amount: i64) -> (String, i64) {
    (format!("STEP-{code}"), amount)
}

/// The same price under each source that the records may show.
async fn the_source_is_read_from_the_records(app: App) {
    let (case, path) = house_sold(&app).await;
    let finding =
        |mortgage: Value| move |doc: &mut Value| doc["verified"]["findings"]["mortgage"] = mortgage.clone();
    let shown = what_if(&app, &case, &path, json!({})).await;
    assert_eq!((&shown["source"], &shown["reference_date"]), (&json!("coerced"), &json!("2026-08-03")));
    assert_eq!(steps(&shown), [step("costs", 5_000_000), step("pool-1", 695_000_000)]);
    let rows: Vec<_> =
        shown["lines"].as_array().unwrap().iter().map(|line| line["share_dong"].clone()).collect();
    assert_eq!(rows, [5_000_000, 100_000_000, 30_000_000, 565_000_000]);
    let paper = &shown["lines"][0]["paper"];
    assert!(paper.as_str().unwrap().starts_with("HĐ"), "the voucher: {paper}");

    as_if(&app, &path, finding(json!({"contract": "HĐTC-1", "secured": 900_000_000, "judged": true})));
    let shown = what_if(&app, &case, &path, json!({})).await;
    assert_eq!(shown["source"], "secured_creditor");
    let preferred = [
        step("costs", 5_000_000),
        step("court-fee", 30_000_000),
        step("preferred", 665_000_000),
        step("pool-1", 0),
    ];
    assert_eq!(steps(&shown), preferred);

    as_if(&app, &path, finding(json!({"contract": "HĐTC-1", "secured": 200_000_000})));
    refused(&app, &case, &path, json!({}), "/stated/mortgagees", "required").await;
    let lender = |payee: &Value, amount: i64| json!({"mortgagees": [{"payee": payee, "amount": amount, "rank": 1, "paper": "Bảng kê dư nợ 12/2026"}]});
    let at = "/stated/mortgagees/0/payee";
    refused(&app, &case, &path, lender(&case.id, 200_000_000), at, "not_a_party").await;
    refused(
        &app,
        &case,
        &path,
        lender(&case.party(2), 0),
        "/stated/mortgagees/0/amount",
        "amount_out_of_range",
    )
    .await;
    let shown = what_if(&app, &case, &path, lender(&case.party(2), 200_000_000)).await;
    assert_eq!(shown["source"], "secured_non_creditor");
    assert_eq!(
        steps(&shown),
        [step("costs", 5_000_000), step("mortgagee", 200_000_000), step("pool-1", 495_000_000)]
    );

    as_if(&app, &path, |doc| {
        doc["verified"]["findings"]["mortgage"] = Value::Null;
        doc["judged"] = json!(true);
    });
    let shown = what_if(&app, &case, &path, json!({})).await;
    assert_eq!(shown["source"], "judged_attachment");
    assert_eq!(steps(&shown), preferred, "tied to one duty: its creditor first");
    let taxed = json!({"charges": [{"kind": "personal_income_tax", "amount": 14_000_000, "paper": "Thông báo thuế 45"}]});
    let shown = what_if(&app, &case, &path, taxed).await;
    assert_eq!(steps(&shown)[1], step("transfer-charges", 14_000_000));
    assert_eq!(shown["lines"][1]["paper"], "Thông báo thuế 45");
}

/// What is not the debtor's comes off first, by the record of his share and the papers of the others.
async fn what_is_not_the_debtors_comes_off_first(app: App) {
    let (case, path) = house_sold(&app).await;
    let owners = |parts: u32, payee: &Value| json!({"co_owners": [{"payee": payee, "parts": parts, "paper": "Bản án 3/2025"}]});
    refused(&app, &case, &path, owners(1, &case.party(2)), "/stated/co_owners", "contradicts").await;
    as_if(&app, &path, |doc| doc["verified"]["findings"]["common"] = json!({"share": {"parts": 2, "of": 3}}));
    refused(&app, &case, &path, json!({}), "/stated/co_owners", "required").await;
    refused(&app, &case, &path, owners(2, &case.party(2)), "/stated/co_owners", "contradicts").await;
    refused(&app, &case, &path, owners(1, &case.id), "/stated/co_owners/0/payee", "not_a_party").await;
    let shown = what_if(&app, &case, &path, owners(1, &case.party(2))).await;
    assert_eq!(
        steps(&shown)[0],
        step("set-aside", 233_333_333),
        "a third of 700 million; the đồng stays with the claims"
    );

    as_if(&app, &path, |doc| {
        doc["verified"]["findings"]["common"] = Value::Null;
        doc["foreign_goods"] =
            json!({"told_on": "2026-08-12", "remove_until": "2026-08-27", "settled": "together"});
    });
    refused(&app, &case, &path, json!({}), "/stated/goods", "required").await;
    let goods = |price: i64, costs: i64| json!({"goods": [{"payee": case.party(2), "price": price, "costs": costs, "paper": "Chứng thư 9"}]});
    refused(&app, &case, &path, goods(5, 6), "/stated/goods/0/price", "amount_out_of_range").await;
    let shown = what_if(&app, &case, &path, goods(20_000_000, 2_000_000)).await;
    assert_eq!(steps(&shown)[0], step("set-aside", 18_000_000));
}

/// Bad debts and bankruptcy: line by line from the paper, each with its article.
async fn another_laws_order_is_entered_from_its_paper(app: App) {
    let (case, path) = house_sold(&app).await;
    let hand = |source: &str, lines: Value| json!({"by_hand": {"source": source, "paper": "Quyết định 8/2026/QĐ-PS", "lines": lines}});
    let line = |payee: Value, item: Value, claim: i64, share: i64, rank: u32| {
        json!({"payee": payee, "obligation": item, "claim": claim, "share": share, "rank": rank,
            "article": "Điều 199 Luật Các tổ chức tín dụng"})
    };
    let creditor = |place: usize| json!({"kind": "party", "id": case.party(place)});
    let first = |share: i64| line(creditor(1), case.item(0), 900_000_000, share, 2);
    let costs = || line(json!({"kind": "agency"}), Value::Null, 5_000_000, 5_000_000, 1);
    let good = json!([costs(), first(695_000_000)]);
    let at = "/stated/by_hand/source";
    refused(&app, &case, &path, hand("bad_debt", good.clone()), at, "contradicts").await;
    let late = json!([first(695_000_000), line(creditor(2), case.item(1), 100_000_000, 5_000_000, 3)]);
    let lines = "/stated/by_hand/lines";
    refused(&app, &case, &path, hand("bankruptcy", late), lines, "M03_ORDER").await;
    refused(&app, &case, &path, hand("bankruptcy", json!([first(701_000_000)])), lines, "M02_PLAN").await;
    let stranger = json!([line(json!({"kind": "party", "id": case.id}), Value::Null, 5, 5, 1)]);
    refused(&app, &case, &path, hand("bankruptcy", stranger), "/stated/by_hand/lines/0/payee", "not_a_party")
        .await;
    let anothers = json!([line(creditor(2), case.item(0), 5, 5, 1)]);
    refused(&app, &case, &path, hand("bankruptcy", anothers), "/stated/by_hand/lines/0/payee", "contradicts")
        .await;

    let bad = json!({"contract": "HĐTC-1", "secured": 900_000_000, "bad_debt": true});
    as_if(&app, &path, |doc| doc["verified"]["findings"]["mortgage"] = bad.clone());
    refused(&app, &case, &path, json!({}), "/stated/by_hand", "required").await;
    let shown = what_if(&app, &case, &path, hand("bad_debt", good.clone())).await;
    assert_eq!(steps(&shown), [step("bad-debt", 700_000_000)]);
    let paper = shown["lines"][0]["paper"].as_str().unwrap();
    assert!(paper.contains("8/2026") && paper.contains("Điều 199"), "{paper}");
    let (plan, _) = prepared(&app, &asked(&case, Some(&path), hand("bad_debt", good))).await;
    app.head().does(&plan, "approve_distribution", json!({})).await;
    let paid = app.officer().get(&case.path).await.ok()["amount_paid"].clone();
    assert_eq!(paid, 695_000_000, "the item that the paper pays is performed");
}

fn tamper(app: &App, path: &str, from: &str, to: &str) {
    app.meddle();
    let id = path.rsplit('/').next().unwrap();
    let sql = format!(
        "UPDATE distribution_lines SET doc = replace(doc, '{from}', '{to}') WHERE distribution_id = '{id}'"
    );
    let done = app.state.store.write(|conn: &mut Conn| {
        conn.batch_execute(&sql).map_err(|error| ApiError::from(StoreError::from(error)))
    });
    done.unwrap();
}

async fn lines_that_are_not_those_computed_are_refused(app: App) {
    let case =
        build::on_request(&app, &[owed("wages", 30_000_000, Some(1)), owed("other", 50_000_000, Some(2))])
            .await;
    build::notify(&app, &case).await;
    paid_in(&app, &case, 40_000_000).await;
    let body = asked(&case, None, json!({}));
    let (path, _) = prepared(&app, &body).await;
    tamper(&app, &path, "\"share_dong\":10000000", "\"share_dong\":10000001");
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M02_PLAN").await;
    let (path, _) = prepared(&app, &body).await;
    tamper(&app, &path, "\"share_dong\":30000000", "\"share_dong\":29000000");
    tamper(&app, &path, "\"share_dong\":10000000", "\"share_dong\":11000000");
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M03_ORDER").await;
    let (path, _) = prepared(&app, &body).await;
    app.officer().may_not(&path, "approve_distribution", json!({}), 403, "G-SIGNER").await;
    app.head().does(&path, "approve_distribution", json!({})).await;
}

/// Costs are settled by the head, and advances go back before any creditor is paid.
async fn costs_are_settled_and_advances_refunded(app: App) {
    let case = enforce::able(&app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", measures::income(&case, 2_000_000)).await;
    let decision = enforce::last_decision(&app, &case).await;
    measures::estimated(&app, &case, &decision, 5_000_000).await;
    let advance = |source: &str, party: Value, amount: i64| json!({"decision": decision, "source": source, "party": party, "amount": amount});
    let accountant = app.accountant();
    accountant.does(&case.path, "record_cost_advance", advance("budget", Value::Null, 2_000_000)).await;
    accountant.does(&case.path, "record_cost_advance", advance("party", case.party(1), 3_000_000)).await;
    let money = json!({"kind": "coerced_payment", "channel": "transfer", "amount": 20_000_000, "payer": case.debtor(),
        "bank_reference": "FT-1"});
    accountant.does(&case.path, "receive_money", money).await;
    let body = asked(&case, None, json!({}));
    let (path, _) = prepared(&app, &body).await;
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M07_COSTS").await;

    // Four of the five million were spent: the rest of the advances goes back another way.
    let spent = json!({"decision": decision, "kind": "CK-ALLOWANCE", "amount": 4_000_000, "voucher": "HĐ 1",
        "channel": "transfer"});
    accountant.does(&case.path, "pay_cost", spent).await;
    app.officer()
        .does(&case.path, "propose_cost_settlement", costs(&decision, 4_000_000, Some("HĐ 1")))
        .await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    let (path, _) = prepared(&app, &body).await;
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    let first: Vec<_> =
        lines.iter().take(2).map(|line| (line["payee"].clone(), line["share_dong"].clone())).collect();
    let party = json!({"kind": "party", "id": case.party(1)});
    assert_eq!(first, [(party, json!(3_000_000)), (json!({"kind": "agency"}), json!(1_000_000))]);
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M07_COSTS").await;
    let seen = app.officer().get(&case.path).await.ok();
    let advances = seen["coercion"]["costs"]["advances"].as_array().unwrap().clone();
    let budget = advances.iter().find(|one| one["source"] == "budget").unwrap();
    accountant
        .does(&case.path, "refund_cost_advance", json!({"advance": budget["id"], "amount": 1_000_000}))
        .await;
    let (path, _) = prepared(&app, &body).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    let costs = app.officer().get(&case.path).await.ok()["coercion"]["costs"].clone();
    assert!(costs["advances"].as_array().unwrap().iter().all(|one| !one["refunded_on"].is_null()), "{costs}");
    assert_eq!(costs["recovered"].as_array().unwrap().len(), 2);
    let open = enforce::deadlines(&app, &case, "cost.advance_refund").await;
    assert!(open.iter().all(|(status, _)| status == "met"), "{open:?}");

    // What was taken off once is not taken off again.
    let more = json!({"kind": "coerced_payment", "channel": "transfer", "amount": 5_000_000, "payer": case.debtor(),
        "bank_reference": "FT-2"});
    accountant.does(&case.path, "receive_money", more).await;
    let shown = app.officer().get(&format!("{}/distribution-preview", case.path)).await.ok();
    assert_eq!(steps(&shown), [step("pool-1", 5_000_000)]);
}

/// A cost that was settled and not paid out of the advance is owed by the agency; the advance lies there still and goes back by itself.
async fn an_advance_that_paid_nothing_is_not_refunded_by_a_cost(app: App) {
    let case = enforce::able(&app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", measures::income(&case, 2_000_000)).await;
    let decision = enforce::last_decision(&app, &case).await;
    measures::estimated(&app, &case, &decision, 5_000_000).await;
    let accountant = app.accountant();
    let advance =
        json!({"decision": decision, "source": "party", "party": case.party(1), "amount": 3_000_000});
    let made = accountant.does(&case.path, "record_cost_advance", advance).await;
    let advance = made["case"]["coercion"]["costs"]["advances"][0]["id"].clone();
    app.officer()
        .does(&case.path, "propose_cost_settlement", costs(&decision, 2_000_000, Some("HĐ 1")))
        .await;
    app.head().does(&case.path, "approve_cost_settlement", json!({})).await;
    pay::collected(&app, &case, 20_000_000).await;
    let path = pay::prepared(&app, &case).await;
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    let first = (&lines[0]["payee"], &lines[0]["share_dong"]);
    assert_eq!(first, (&json!({"kind": "agency"}), &json!(2_000_000)), "{lines:?}");
    app.head().may_not(&path, "approve_distribution", json!({}), 409, "M07_COSTS").await;
    let back = json!({"advance": advance, "amount": 3_000_000});
    accountant.does(&case.path, "refund_cost_advance", back).await;
    let (_, _) = pay::approved(&app, &case).await;
    assert_eq!(
        (pay::balance(&app, &case, "338_adv").await, pay::balance(&app, &case, "338").await),
        (0, 2_000_000)
    );
}

async fn costs_of_the_thing_that_nobody_settled_are_refused(app: App) {
    let (case, path) = house_sold(&app).await;
    as_if(&app, &path, |doc| doc["costs"] = json!(5_000_001));
    let (plan, _) = prepared(&app, &asked(&case, Some(&path), json!({}))).await;
    app.head().may_not(&plan, "approve_distribution", json!({}), 409, "M07_COSTS").await;
    as_if(&app, &path, |doc| doc["costs"] = json!(5_000_000));
    let scope = json!({"scope": {"assets": [path.rsplit('/').next().unwrap()]}});
    let hold = interrupt::agreed(&app, &case, "2026-12-30", scope).await;
    let (plan, _) = prepared(&app, &asked(&case, Some(&path), json!({}))).await;
    app.head().may_not(&plan, "approve_distribution", json!({}), 409, "M05_HOLD").await;
    interrupt::end_paper(&app, &case, &hold).await;
    interrupt::sign(&app, &case, "propose_resumption", "resume", interrupt::resumption(&hold)).await;
    let (plan, _) = prepared(&app, &asked(&case, Some(&path), json!({}))).await;
    as_if(&app, &path, |doc| doc["only_home"] = json!(true));
    app.head().may_not(&plan, "approve_distribution", json!({}), 409, "M09_ONLY_HOME").await;
    refused(&app, &case, &path, json!({}), "/rent_region", "M09_ONLY_HOME").await;
    let mut body = asked(&case, Some(&path), json!({}));
    body["rent_region"] = json!(1);
    let (plan, made) = prepared(&app, &body).await;
    assert_eq!(made["terms"]["rent"], json!({"region": 1, "amount": 63_720_000}));
    app.head().does(&plan, "approve_distribution", json!({})).await;
}

/// Of several who receive one sum, one who is a party is paid (ND152 30.1); a stranger or the debtor is not.
async fn one_of_several_receivers_is_paid(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    paid_in(&app, &case, 40_000_000).await;
    let to = |item: &Value, payee: &Value| {
        let receiver = json!({"obligation": item, "payee": payee, "paper": "Bản án, mục 2; đơn yêu cầu"});
        asked(&case, None, json!({ "receivers": [receiver] }))
    };
    let codes = async |body: Value| app.officer().post("/distributions", &body).await.codes();
    assert_eq!(codes(to(&case.item(0), &case.id)).await, ["not_a_party"]);
    assert_eq!(codes(to(&case.item(0), &case.debtor())).await, ["contradicts"]);
    assert_eq!(codes(to(&case.id, &case.party(2))).await, ["not_in_list"]);
    let (path, _) = prepared(&app, &to(&case.item(0), &case.party(2))).await;
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    assert_eq!(lines[0]["payee"]["id"], case.party(2));
    app.head().does(&path, "approve_distribution", json!({})).await;
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    let payouts = app.cashier().get(&case.sub("payouts")).await.items();
    assert_eq!(payouts[0]["payee"]["id"], case.party(2));
}

/// Whoever receives for several pays the fee on all of it (TT216 4.3).
async fn who_receives_for_several_pays_the_fee_on_everything(app: App) {
    let case =
        pay::case(&app, &[owed("other", 50_000_000, Some(1)), owed("other", 60_000_000, Some(2))]).await;
    pay::collected(&app, &case, 110_000_000).await;
    let paid =
        |item: Value| json!({"obligation": item, "payee": case.party(2), "paper": "Giấy ủy quyền nhận tiền"});
    let body = asked(&case, None, json!({"receivers": [paid(case.item(0))]}));
    let (path, made) = prepared(&app, &body).await;
    assert_eq!(made["fees"], 3_300_000, "3 % of 110 million");
    let line = pay::line(&app, &path, &case.item(0), "principal").await;
    assert_eq!((&line["no_fee"], &line["payee"]["id"]), (&Value::Null, &case.party(2)));
}

on_both_engines!(
    the_source_is_read_from_the_records,
    what_is_not_the_debtors_comes_off_first,
    another_laws_order_is_entered_from_its_paper,
    lines_that_are_not_those_computed_are_refused,
    costs_are_settled_and_advances_refunded,
    an_advance_that_paid_nothing_is_not_refunded_by_a_cost,
    who_receives_for_several_pays_the_fee_on_everything,
    costs_of_the_thing_that_nobody_settled_are_refused,
    one_of_several_receivers_is_paid,
);

//! One party takes the house and pays the others their part of its value; the price has moved. Valued anew at the cost of whoever asks, the
//! sums follow the value to the đồng, no late interest runs on them, and where they are not paid the house itself is sold and shared in the
//! judged ratio (L106 82.5; ND152 62).

use serde_json::{Value, json};

use crate::support::build::{self, Case, owed};
use crate::support::interrupt::{clock, clocks};
use crate::support::{App, house, interrupt, on_both_engines, pay};

/// The house as judged, and what its taker, party 0, pays the two others.
const JUDGED: i64 = 1_000_000_003;
const FIRST: i64 = 400_000_001;
const SECOND: i64 = 250_000_000;

/// Two sums, the first with late interest, the house that party 1 hands over, and a thing of others; the sums asked for and decided on this
/// day, the judgment in force a month before.
async fn decided(app: &App, today: &str, in_force_on: &str) -> Case {
    app.on(today);
    let mut first = owed("other", FIRST, Some(1));
    first["interest"] = json!({"rates": [], "from": null, "asked_on": null});
    let mut thing = owed("other", 0, Some(0));
    (thing["debtor"], thing["duty"], thing["thing"]) = (json!(1), json!("act"), json!("Nhà thửa 12"));
    let mut another = thing.clone();
    another["creditor"] = json!(2);
    first["thing"] = thing["thing"].clone();
    let mut body = build::judgment_body(app, &[first, owed("other", SECOND, Some(2)), thing, another]);
    for day in ["pronounced_on", "in_force_on", "received_on"] {
        body[day] = json!(in_force_on);
    }
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let mut body = build::request_body(&judgment);
    body["obligations"].as_array_mut().unwrap().truncate(2);
    body["requested_on"] = json!(today);
    let request = build::request(app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-0"});
    app.clerk().does(&request, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&request, "issue_decision_on_request", json!({})).await;
    let case = build::opened(&signed, judgment, Some(request));
    build::assign(app, &case).await;
    case
}

/// In verification on 28 July 2026, late interest asked for.
async fn divided(app: &App) -> Case {
    let case = decided(app, "2026-07-15", "2026-06-20").await;
    build::verifying(app, &case).await;
    let asked = json!({"obligation": case.item(0), "paper": "Đơn ngày 28/7/2026"});
    app.clerk().does(&case.path, "ask_late_interest", asked).await;
    case
}

fn advance(case: &Case, party: usize, amount: i64) -> Value {
    json!({"party": case.party(party), "amount": amount, "channel": "transfer", "bank_reference": "FT-7"})
}

/// Party 1 says that it is worth so much.
fn request(case: &Case, claimed: i64) -> Value {
    json!({"thing": case.item(2), "payments": [case.item(0), case.item(1)], "applicant": case.party(1),
        "judged_value": JUDGED, "claimed_value": claimed, "proof": "Bảng giá đất năm 2026 của tỉnh Mẫu",
        "delay": {"ground": "force_majeure", "paper": "Công bố thiên tai số 5 ngày 20/6/2026 của UBND tỉnh Mẫu"}})
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

/// Advanced and asked for on 3 August, contracted on 5 August: what names the request.
async fn valuing(app: &App, case: &Case) -> Value {
    app.on("2026-08-03");
    app.accountant().does(&case.path, "record_valuation_advance", advance(case, 1, 20_000_000)).await;
    let asked = app.clerk().does(&case.path, "request_price_change", request(case, 1_300_000_000)).await;
    let change = asked["case"]["price_changes"][0]["id"].clone();
    app.on("2026-08-05");
    app.officer().does(&case.path, "start_price_change_valuation", contract(&change)).await;
    change
}

fn contract(change: &Value) -> Value {
    json!({"change": change, "firm": "Công ty thẩm định giá Mẫu", "firm_eligible": true})
}

fn found(change: &Value, value: i64, on: &str) -> Value {
    json!({"change": change, "value": value, "certificate": "CT-09/2026", "valued_on": on})
}

/// Valued on 14 August and demanded on 18 August.
async fn demanded(app: &App, case: &Case, value: i64) -> Value {
    let change = valuing(app, case).await;
    app.on("2026-08-14");
    app.officer().does(&case.path, "record_price_change_value", found(&change, value, "2026-08-12")).await;
    app.on("2026-08-18");
    app.officer().does(&case.path, "demand_price_payment", json!({"change": change})).await;
    change
}

/// The demand is handed to this party on 20 August.
async fn served(app: &App, case: &Case, party: usize) {
    app.on("2026-08-20");
    let seen = app.officer().get(&case.path).await.ok();
    let document = seen["price_changes"][0]["demand"]["document"].clone();
    let body = json!({"document": document, "addressee": case.party(party), "channel": "physical",
        "circumstances": {"address_known": true, "number_known": false}, "receiver": "addressee",
        "evidence": "Biên bản giao", "completes": party == 0});
    app.officer().does(&case.path, "record_valid_notice", body).await;
}

/// What each item is and what was paid on it.
async fn sums(app: &App, case: &Case) -> Vec<(i64, i64, String)> {
    let items = app.officer().get(&case.sub("obligations")).await.items();
    let of = |place: usize| items.iter().find(|item| item["id"] == case.item(place)).unwrap();
    let sum = |item: &Value| {
        let number = |field: &str| item[field].as_i64().unwrap();
        (number("amount"), number("paid"), item["status"].as_str().unwrap().to_owned())
    };
    (0..2).map(|place| sum(of(place))).collect()
}

fn sum(amount: i64, paid: i64, status: &str) -> (i64, i64, String) {
    (amount, paid, status.to_owned())
}

async fn interest(app: &App, case: &Case, on: &str) -> Value {
    let all = app.auditor().get(&format!("{}/interest?on={on}", case.path)).await.items();
    all.into_iter().find(|one| one["obligation"] == case.item(0)).unwrap()
}

async fn what_was_asked_is_valued_in_time_and_paid_by_who_asked(app: App) {
    let case = divided(&app).await;
    let (officer, accountant) = (app.officer(), app.accountant());
    officer.may_not(&case.path, "start_price_change_valuation", contract(&case.id), 409, "G-PC-ASKED").await;
    officer.may_not(&case.path, "record_valuation_advance", advance(&case, 1, 1), 403, "G-ROLE").await;
    let change = valuing(&app, &case).await;
    let started = clock(&app, &case, "pricechange.start").await;
    assert_eq!((&started["due_on"], &started["status"]), (&json!("2026-08-10"), &json!("met")), "{started}");
    // Money that comes in gives back what coercion was advanced, not this.
    pay::collected(&app, &case, 1_000_000).await;
    assert!(clocks(&app, &case, "cost.advance_refund").await.is_empty());
    let cost =
        |amount: i64| json!({"change": change, "amount": amount, "voucher": "HĐ 77", "channel": "transfer"});
    accountant.may_not(&case.path, "pay_price_change_valuation", cost(15_000_000), 409, "G-PC-COST").await;
    let early = found(&change, 1_370_000_004, "2026-08-04");
    app.on("2026-08-14");
    officer.wrong(&case.path, "record_price_change_value", early, "/valued_on", "contradicts").await;
    let body = found(&change, 1_370_000_004, "2026-08-12");
    officer.does(&case.path, "record_price_change_value", body.clone()).await;
    officer.may_not(&case.path, "record_price_change_value", body, 409, "G-PC-VALUING").await;
    assert_eq!(clock(&app, &case, "pricechange.notify").await["due_on"], "2026-08-21");
    let path = case.path.as_str();
    accountant.wrong(path, "pay_price_change_valuation", cost(20_000_001), "/amount", "M01_BALANCE").await;
    let paid = accountant.does(path, "pay_price_change_valuation", cost(15_000_000)).await;
    let advance = &paid["case"]["coercion"]["costs"]["advances"][0];
    assert_eq!((&advance["refunded"], &advance["cleared"]), (&json!(15_000_000), &json!(15_000_000)));
    assert_eq!(clock(&app, &case, "cost.advance_refund").await["due_on"], "2026-08-14");
    let rest = json!({"advance": advance["id"], "amount": 5_000_000});
    accountant.does(path, "refund_cost_advance", rest).await;
    assert_eq!(clock(&app, &case, "cost.advance_refund").await["status"], "met");
    assert_eq!((pay::balance(&app, &case, "338_adv").await, pay::balance(&app, &case, "1378").await), (0, 0));
}

async fn the_sums_follow_the_value_and_bear_no_late_interest(app: App) {
    let case = divided(&app).await;
    let change = valuing(&app, &case).await;
    let demand = json!({"change": change});
    app.on("2026-08-14");
    let (officer, path) = (app.officer(), case.path.as_str());
    officer.may_not(path, "demand_price_payment", demand.clone(), 409, "G-PC-VALUED").await;
    officer.does(path, "record_price_change_value", found(&change, 1_370_000_004, "2026-08-12")).await;
    app.on("2026-08-18");
    officer.may_not(path, "close_price_payment", demand.clone(), 409, "G-PC-DEMANDED").await;
    // What if: the same answer, and nothing is different.
    let before = officer.get(path).await;
    let tagged = crate::support::client::tagged("demand_price_payment", demand.clone());
    let etag = before.header("etag").unwrap().to_owned();
    let tried =
        officer.post_with(&format!("{path}/actions?dry_run=true"), &tagged, &[("If-Match", &etag)]).await;
    assert_eq!(tried.ok()["happened"]["code"], "PC-06");
    assert_eq!(sums(&app, &case).await, [sum(FIRST, 0, "open"), sum(SECOND, 0, "open")]);
    assert_eq!(officer.get(path).await.text, before.text);

    let done = officer.does(path, "demand_price_payment", demand).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "price_payment_demand");
    assert_eq!(sums(&app, &case).await, [sum(548_000_001, 0, "open"), sum(342_500_000, 0, "open")]);
    assert_eq!(done["case"]["amount_due"], 890_500_001);
    assert_eq!(clock(&app, &case, "pricechange.notify").await["status"], "met");
    // Thirty-four days on the judged sum at a tenth a year, and none later.
    for (day, due) in [("2026-07-28", 1_424_658), ("2026-08-18", 3_726_027), ("2026-10-30", 3_726_027)] {
        assert_eq!(interest(&app, &case, day).await["due"], due, "{day}");
    }
}

async fn thirty_days_run_from_the_taker_s_receipt_and_end_with_payment(app: App) {
    let case = divided(&app).await;
    let change = demanded(&app, &case, 1_370_000_004).await;
    let (officer, path, body) = (app.officer(), case.path.as_str(), json!({"change": change}));
    served(&app, &case, 1).await;
    assert!(clocks(&app, &case, "pricechange.pay").await.is_empty(), "another's notice starts nothing");
    served(&app, &case, 0).await;
    assert_eq!(clock(&app, &case, "pricechange.pay").await["due_on"], "2026-09-21");
    app.on("2026-09-10");
    pay::collected(&app, &case, 890_500_000).await;
    officer.may_not(path, "close_price_payment", body.clone(), 422, "G-PERFORMED").await;
    pay::collected(&app, &case, 1).await;
    officer.does(path, "close_price_payment", body.clone()).await;
    assert_eq!(clock(&app, &case, "pricechange.pay").await["status"], "met");
    officer.may_not(path, "close_price_payment", body, 409, "G-PC-DEMANDED").await;
    // Shared like any money, the interest until the demand not covered by it.
    pay::approved(&app, &case).await;
    assert_eq!(
        sums(&app, &case).await,
        [sum(548_000_001, 548_000_001, "done"), sum(342_500_000, 342_500_000, "done")]
    );
    let again = with(request(&case, 2_000_000_000), "applicant", case.party(1));
    officer.may_not(path, "request_price_change", again.clone(), 422, "G-PC-TWICE").await;
    officer.may_not(path, "request_price_change", again, 422, "G-PC-PAID").await;
}

/// Postponed by agreement from 31 August to 10 September: the 21 days that were left run on from there.
async fn an_interruption_stops_the_thirty_days(app: App) {
    let case = divided(&app).await;
    let change = demanded(&app, &case, 1_370_000_004).await;
    served(&app, &case, 0).await;
    app.on("2026-08-31");
    let hold = interrupt::agreed(&app, &case, "2026-09-10", json!({})).await;
    assert_eq!(clock(&app, &case, "pricechange.pay").await["status"], "paused");
    app.on("2026-09-11");
    interrupt::sign(&app, &case, "propose_resumption", "resume", interrupt::resumption(&hold)).await;
    let due = clock(&app, &case, "pricechange.pay").await["due_on"].clone();
    let seen = app.officer().get(&case.path).await.ok();
    assert_eq!((&due, &seen["price_changes"][0]["demand"]["pay_until"]), (&json!("2026-10-02"), &due));
    app.on("2026-10-02");
    let body = json!({"change": change, "asset": case.id});
    let early = app.officer().may_not(&case.path, "take_divided_thing", body, 409, "G-PC-TERM").await;
    assert_eq!(early["not_before"], "2026-10-03");
}

async fn a_sum_never_falls_below_what_was_paid(app: App) {
    let case = divided(&app).await;
    app.on("2026-07-30");
    let paid = json!({"obligation": case.item(0), "amount": 300_000_000, "evidence": "Giấy nhận tiền"});
    app.officer().does(&case.path, "record_performance", paid).await;
    let paid = json!({"obligation": case.item(1), "amount": 50_000_000, "evidence": "Giấy nhận tiền"});
    app.officer().does(&case.path, "record_performance", paid).await;
    demanded(&app, &case, 500_000_000).await;
    assert_eq!(
        sums(&app, &case).await,
        [sum(300_000_000, 300_000_000, "done"), sum(125_000_000, 50_000_000, "partial")]
    );
    assert_eq!(app.officer().get(&case.path).await.ok()["amount_due"], 425_000_000);
}

/// Less than a fifth: the judged sums stay, and another request may come.
async fn a_small_move_changes_nothing(app: App) {
    let case = divided(&app).await;
    let change = valuing(&app, &case).await;
    app.on("2026-08-14");
    let (officer, path) = (app.officer(), case.path.as_str());
    let small = found(&change, 1_200_000_003, "2026-08-12");
    let ended = officer.does(path, "record_price_change_value", small).await;
    assert_eq!(ended["case"]["price_changes"][0]["found"]["changes"], false);
    assert!(clocks(&app, &case, "pricechange.notify").await.is_empty());
    officer.may_not(path, "demand_price_payment", json!({"change": change}), 409, "G-PC-VALUED").await;
    let cost = json!({"change": change, "amount": 15_000_000, "voucher": "HĐ 77", "channel": "transfer"});
    app.accountant().does(path, "pay_price_change_valuation", cost).await;
    let second = app.clerk().does(path, "request_price_change", request(&case, 790_000_000)).await;
    let second = second["case"]["price_changes"][1]["id"].clone();
    officer.does(path, "start_price_change_valuation", contract(&second)).await;
    officer.does(path, "record_price_change_value", found(&second, 800_000_002, "2026-08-14")).await;
    let voucher = json!({"change": second, "amount": 1_000_000, "voucher": "HĐ 77", "channel": "transfer"});
    app.accountant().wrong(path, "pay_price_change_valuation", voucher, "/voucher", "duplicate").await;
}

async fn a_request_has_everything_that_the_law_asks(app: App) {
    let case = divided(&app).await;
    app.on("2026-08-03");
    let (clerk, path) = (app.clerk(), case.path.as_str());
    let good = || request(&case, 1_300_000_000);
    let refused = async |body: Value, pointer: &str, code: &str| {
        clerk.wrong(path, "request_price_change", body, pointer, code).await;
    };
    let lacks = async |body: Value, code: &str| {
        clerk.may_not(path, "request_price_change", body, 422, code).await;
    };
    lacks(good(), "G-PC-ADVANCE").await;
    app.accountant().does(path, "record_valuation_advance", advance(&case, 2, 10_000_000)).await;
    lacks(good(), "G-PC-ADVANCE").await;
    app.accountant().does(path, "record_valuation_advance", advance(&case, 1, 10_000_000)).await;
    lacks(with(good(), "claimed_value", json!(1_200_000_003)), "G-PC-CHANGE").await;
    lacks(with(good(), "claimed_value", json!(800_000_003)), "G-PC-CHANGE").await;
    lacks(with(good(), "delay", Value::Null), "G-PC-DELAY").await;
    refused(with(good(), "proof", json!("")), "/proof", "length").await;
    refused(with(good(), "judged_value", json!(650_000_000)), "/judged_value", "contradicts").await;
    refused(with(good(), "thing", case.item(1)), "/thing", "not_in_list").await;
    refused(with(good(), "thing", case.item(3)), "/thing", "contradicts").await;
    refused(with(good(), "applicant", case.id.clone()), "/applicant", "not_a_party").await;
    refused(with(good(), "payments", json!([case.item(2)])), "/payments/0", "not_in_list").await;
    let twice = json!([case.item(0), case.item(0)]);
    refused(with(good(), "payments", twice), "/payments/1", "duplicate").await;
    let paid = json!({"obligation": case.item(1), "amount": SECOND, "evidence": "Giấy nhận tiền"});
    app.officer().does(path, "record_performance", paid).await;
    lacks(good(), "G-PC-PAID").await;
    // He may have the thing already: then his own item names it.
    let alone = with(with(good(), "payments", json!([case.item(0)])), "thing", case.item(0));
    let change =
        clerk.does(path, "request_price_change", alone.clone()).await["case"]["price_changes"][0]["id"]
            .clone();
    lacks(alone, "G-PC-TWICE").await;
    let unfit = with(contract(&change), "firm_eligible", json!(false));
    app.officer().may_not(path, "start_price_change_valuation", unfit, 422, "G32_VALUER").await;
}

/// The 2008 law asked for the move, its proof and the advance, not for the reason of the delay.
async fn the_2008_law_did_not_ask_why_it_dragged_on(app: App) {
    let case = decided(&app, "2026-06-05", "2026-04-20").await;
    let body = with(request(&case, 1_300_000_000), "delay", Value::Null);
    let path = case.path.as_str();
    app.clerk().may_not(path, "request_price_change", body.clone(), 422, "G-PC-ADVANCE").await;
    app.accountant().does(path, "record_valuation_advance", advance(&case, 1, 10_000_000)).await;
    app.clerk().does(path, "request_price_change", body).await;
    let start = clock(&app, &case, "pricechange.start").await;
    assert_eq!((&start["due_on"], &start["regime"]), (&json!("2026-06-12"), &json!("l2008")), "{start}");
}

/// The house, worth more than is owed, well divisible, and other means in sight.
async fn the_house(app: &App, case: &Case, only_home: bool) -> String {
    let body = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": "Nhà thửa 12",
        "only_home": only_home});
    let made = app.officer().post("/assets", &body).await.ok();
    let path = format!("/assets/{}", made["asset"]["id"].as_str().unwrap());
    app.officer().does(&path, "query_registry", json!({"registry": "Văn phòng đăng ký đất đai"})).await;
    let today = "2026-09-22";
    let found = json!({"registry_answered_on": today, "owned_by_debtor": true, "estimated_value": 1_300_000_000,
        "findings": {"transferable": true, "surveyed_on": today, "divisible": true, "other_property_sufficient": true}});
    app.officer().does(&path, "record_verification", found).await;
    path
}

fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Not paid by 21 September: the house is seized for it, though the debtor's means were never looked into.
async fn taken(app: &App, case: &Case) -> String {
    let change = demanded(app, case, 1_370_000_004).await;
    served(app, case, 0).await;
    app.on("2026-09-22");
    let asset = the_house(app, case, false).await;
    let body = json!({"change": change, "asset": id(&asset)});
    app.officer().does(&case.path, "take_divided_thing", body).await;
    asset
}

async fn what_is_not_paid_opens_the_way_to_the_thing_alone(app: App) {
    let case = divided(&app).await;
    let change = demanded(&app, &case, 1_370_000_004).await;
    let (officer, path) = (app.officer(), case.path.as_str());
    let of = |asset: &str| json!({"change": change, "asset": id(asset)});
    officer.may_not(path, "take_divided_thing", of(path), 409, "G-PC-TERM").await;
    served(&app, &case, 0).await;
    app.on("2026-09-21");
    let early = officer.may_not(path, "take_divided_thing", of(path), 409, "G-PC-TERM").await;
    assert_eq!(early["not_before"], "2026-09-22", "{early}");
    app.on("2026-09-22");
    officer.wrong(path, "take_divided_thing", of(path), "/asset", "not_in_list").await;
    let asset = the_house(&app, &case, true).await;
    let seize = json!({"proportion_exception": null});
    let refused = officer.act(&asset, "issue_seizure_decision", seize.clone()).await.codes();
    assert_eq!(refused, ["G01_BASIS", "G05_PROPORTION", "G07_ONLY_HOME"]);
    officer.does(path, "take_divided_thing", of(&asset)).await;
    assert_eq!(clock(&app, &case, "pricechange.pay").await["status"], "met");
    officer.may_not(path, "take_divided_thing", of(&asset), 409, "G-PC-TERM").await;
    let other = the_house(&app, &case, true).await;
    let refused = officer.act(&other, "issue_seizure_decision", seize.clone()).await.codes();
    assert!(refused.contains(&"G05_PROPORTION".to_owned()), "only that thing: {refused:?}");
    officer.does(&asset, "issue_seizure_decision", seize).await;
    assert_eq!(officer.get(path).await.ok()["stage"], "enforcing");
}

async fn what_is_there_in_time_is_not_coerced(app: App) {
    let case = divided(&app).await;
    let change = demanded(&app, &case, 1_370_000_004).await;
    served(&app, &case, 0).await;
    app.on("2026-09-22");
    let asset = the_house(&app, &case, false).await;
    pay::collected(&app, &case, 890_500_001).await;
    let body = json!({"change": change, "asset": id(&asset)});
    app.officer().may_not(&case.path, "take_divided_thing", body, 422, "G-PC-PAID").await;
}

/// Paid after all, the thing is like any other again.
async fn late_payment_closes_the_way_again(app: App) {
    let case = divided(&app).await;
    let asset = taken(&app, &case).await;
    pay::collected(&app, &case, 890_500_001).await;
    let seen = app.officer().get(&case.path).await.ok();
    let body = json!({"change": seen["price_changes"][0]["id"]});
    app.officer().does(&case.path, "close_price_payment", body).await;
    let seize = json!({"proportion_exception": null});
    let refused = app.officer().act(&asset, "issue_seizure_decision", seize).await.codes();
    assert_eq!(refused, ["G01_BASIS", "G05_PROPORTION"]);
}

/// Sold for this price and handed over, five million of it costs; `/assets/…`.
async fn sold(app: &App, case: &Case, price: i64) -> String {
    let asset = taken(app, case).await;
    let officer = app.officer();
    officer.does(&asset, "issue_seizure_decision", json!({"proportion_exception": null})).await;
    let notices = json!({"seizure": true, "costs": true, "urgent_reason": null});
    officer.does(&asset, "serve_seizure_notices", notices).await;
    app.on("2026-10-01");
    officer.does(&asset, "carry_out_seizure", house::minutes()).await;
    officer.does(&asset, "notify_registry", json!({})).await;
    officer
        .does(&asset, "sign_valuation_contract", json!({"firm": "Công ty Mẫu", "firm_eligible": true}))
        .await;
    app.on("2026-10-05");
    officer.does(&asset, "record_valuation", house::certificate(1_150_000_000)).await;
    let mut until = Value::Null;
    for party in 0..3 {
        let served =
            officer.does(&asset, "serve_valuation_result", json!({"party": case.party(party)})).await;
        until = served["asset"]["result_notices"].as_array().unwrap().last().unwrap()["window_until"].clone();
    }
    app.after(&until);
    officer.does(&asset, "close_revaluation_window", json!({})).await;
    house::to_session(app, &asset, 1_150_000_000, "2026-11-30").await;
    officer.does(&asset, "record_sale", json!({"price": price, "bidders": 2})).await;
    app.accountant().does(&asset, "record_buyer_payment", house::transfer(price)).await;
    house::deliver(app, &asset).await;
    asset
}

fn asked(case: &Case, asset: &str) -> Value {
    json!({"case": case.id, "asset": id(asset), "rent_region": null})
}

/// `step`, payee and share of each line.
async fn lines(app: &App, path: &str) -> Vec<(String, Value, i64)> {
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    let line = |line: &Value| {
        (
            line["step"].as_str().unwrap().to_owned(),
            line["payee"]["id"].clone(),
            line["share_dong"].as_i64().unwrap(),
        )
    };
    lines.iter().map(line).collect()
}

/// 1,195,000,005 after the costs: less than was demanded, and the judged ratio all the same.
async fn the_price_is_shared_in_the_judged_ratio(app: App) {
    let case = divided(&app).await;
    let asset = sold(&app, &case, 1_200_000_005).await;
    let what_if = json!({"distribution": asked(&case, &asset), "assumed": {}});
    let shown = app.officer().post("/distributions/what-if", &what_if).await.ok();
    assert_eq!(shown["source"], "divided");
    for line in shown["lines"].as_array().unwrap() {
        let named = |one: &Value| one["article"] == "62" && one["clause"] == "3";
        assert!(line["basis"].as_array().unwrap().iter().any(named), "{line}");
    }
    let made = app.officer().post("/distributions", &asked(&case, &asset)).await.ok();
    let path = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    let step = |step: &str, party: usize, share: i64| (step.to_owned(), case.party(party), share);
    let all = lines(&app, &path).await;
    assert_eq!(all[0].0, "STEP-costs");
    assert_eq!(all.iter().filter(|line| line.0 == "STEP-costs").map(|line| line.2).sum::<i64>(), 5_000_000);
    let rest: Vec<_> = all.into_iter().filter(|line| line.0 != "STEP-costs").collect();
    assert_eq!(
        rest,
        [
            step("STEP-division", 1, 478_000_002),
            step("STEP-division", 2, 298_750_000),
            step("STEP-rest", 0, 418_250_003),
        ]
    );
    app.head().does(&path, "approve_distribution", json!({})).await;
    assert_eq!(
        sums(&app, &case).await,
        [sum(478_000_002, 478_000_002, "done"), sum(298_750_000, 298_750_000, "done")]
    );
    let seen = app.officer().get(&case.path).await.ok();
    assert_eq!((&seen["amount_due"], &seen["amount_paid"]), (&json!(776_750_002), &json!(776_750_002)));
    assert_eq!(interest(&app, &case, "2026-12-31").await["why_none"], "divided");
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payouts", json!({})).await;
}

/// A price above the value, and a part that was paid before counts: nobody gets more than his part of the whole.
async fn what_was_paid_before_counts_as_part_of_the_share(app: App) {
    let case = divided(&app).await;
    app.on("2026-07-30");
    let paid = json!({"obligation": case.item(0), "amount": 100_000_000, "evidence": "Giấy nhận tiền"});
    app.officer().does(&case.path, "record_performance", paid).await;
    let asset = sold(&app, &case, 1_500_000_000).await;
    let made = app.officer().post("/distributions", &asked(&case, &asset)).await.ok();
    let path = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    let shares: Vec<i64> = lines(&app, &path)
        .await
        .into_iter()
        .filter(|line| line.0 == "STEP-division")
        .map(|line| line.2)
        .collect();
    assert_eq!(shares, [498_000_000, 373_749_999]);
    app.head().does(&path, "approve_distribution", json!({})).await;
    assert_eq!(app.officer().get(&case.path).await.ok()["amount_due"], 971_749_999);
}

on_both_engines!(
    what_was_asked_is_valued_in_time_and_paid_by_who_asked,
    the_sums_follow_the_value_and_bear_no_late_interest,
    thirty_days_run_from_the_taker_s_receipt_and_end_with_payment,
    an_interruption_stops_the_thirty_days,
    a_sum_never_falls_below_what_was_paid,
    a_small_move_changes_nothing,
    a_request_has_everything_that_the_law_asks,
    the_2008_law_did_not_ask_why_it_dragged_on,
    what_is_not_paid_opens_the_way_to_the_thing_alone,
    what_is_there_in_time_is_not_coerced,
    late_payment_closes_the_way_again,
    the_price_is_shared_in_the_judged_ratio,
    what_was_paid_before_counts_as_part_of_the_share,
);

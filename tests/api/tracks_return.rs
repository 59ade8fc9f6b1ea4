//! Return of money, things and papers: notice, collection, deposit, sale, destruction, forfeiture, refund (L106 59; ND152 41).

use serde_json::{Value, json};

use crate::support::build::{self, on_request, owed, proactive};
use crate::support::tracks::{
    self, books, clock, collected, decided, ends, fifty_million, item_status, money, notice, now, postponed,
    waits, wrong,
};
use crate::support::{App, on_both_engines};

/// Fifteen days from 15 July 2026 end on the 30th.
const MONEY_OVER: &str = "2026-07-31";

fn deposit(held: &Value, place: &str) -> Value {
    json!({"held": held, "place": place, "wage_region": 1, "channel": "transfer", "slip": "UNC-1"})
}

async fn a_track_starts_after_the_notice_and_without_a_period(app: App) {
    let standard = build::on_own_motion(&app, &[proactive("other", 1_000_000)]).await;
    app.officer().may_not(&standard.path, "start_track", json!({}), 409, "G-TRACK").await;
    app.officer().may_not(&standard.path, "start_provisional_measure", json!({}), 409, "G-KCTT").await;
    let case = decided(&app, "return", &[proactive("other", 1_000_000)]).await;
    app.officer().may_not(&case.path, "start_track", json!({}), 409, "G-NOTICE-GIVEN").await;
    let notified = build::notify(&app, &case).await;
    assert_eq!(notified["case"]["stage"], "decided", "no voluntary period begins");
    assert_eq!(notified["happened"]["deadlines_opened"], json!([]));
    app.as_("head").may_not(&case.path, "start_track", json!({}), 403, "G-ROLE").await;
    let hold = postponed(&app, &case).await;
    app.officer().may_not(&case.path, "start_track", json!({}), 409, "G-HOLD").await;
    tracks::resumed(&app, &case, &hold).await;
    let started = app.officer().does(&case.path, "start_track", json!({})).await;
    assert_eq!(
        (&started["case"]["stage"], &started["happened"]["code"]),
        (&json!("enforcing"), &json!("T-NO-09"))
    );
    app.officer().may_not(&case.path, "start_track", json!({}), 409, "G-NOTICE-GIVEN").await;
}

async fn a_provisional_measure_goes_to_verification_at_once(app: App) {
    let case = build::on_own_motion(&app, &[proactive("other", 1_000_000)]).await;
    tracks::write(&app, &case, |doc| doc["provisional_measure"] = json!(true));
    build::notify(&app, &case).await;
    let started = app.officer().does(&case.path, "start_provisional_measure", json!({})).await;
    assert_eq!(started["case"]["stage"], "verification");
    assert_eq!(started["happened"]["deadlines_opened"][0]["key"], "verify_kctt");
}

async fn money_is_notified_collected_and_the_case_ends(app: App) {
    let case = fifty_million(&app, "return").await;
    let path = &case.path;
    app.officer().may_not(path, "return_to_recipient", collected(&case.id, None), 409, "G-RT-OPEN").await;
    let mut early = notice(&case, "money", Some(50_000_000));
    wrong(app.officer(), path, "notify_recipient", early.clone(), "amount_out_of_range").await;
    money(&app, &case).await;
    early["recipient_owes_money"] = json!(true);
    app.officer().may_not(path, "notify_recipient", early, 422, "G-RT-OWES").await;
    let held = waits(&app, &case, "money", Some(50_000_000)).await;
    // The same money is not promised twice.
    let again = notice(&case, "money", Some(1));
    wrong(app.officer(), path, "notify_recipient", again, "amount_out_of_range").await;
    assert_eq!(clock(&app, &case, "unclaimed_money").await["due_on"], "2026-07-30");
    let mut unsigned = collected(&held, Some("transfer"));
    (unsigned["minutes_signed"], unsigned["costs_paid"]) = (json!(false), json!(false));
    app.officer().may_not(path, "return_to_recipient", unsigned.clone(), 422, "G-RT-MINUTES").await;
    app.officer().may_not(path, "return_to_recipient", unsigned, 422, "G-RT-COSTS").await;
    let reason = json!({"reason": "Đã thi hành xong"});
    app.officer().may_not(path, "propose_ending", reason, 409, "G-END-ALL").await;
    app.accountant().does(path, "return_to_recipient", collected(&held, Some("transfer"))).await;
    assert_eq!(books(&app, &case).await, []);
    assert_eq!(item_status(&app, &case).await, "done");
    assert_eq!(clock(&app, &case, "unclaimed_money").await["status"], "met");
    assert_eq!(clock(&app, &case, "payout").await["status"], "met");
    let again = collected(&held, Some("transfer"));
    app.officer().may_not(path, "return_to_recipient", again, 409, "G-RT-OPEN").await;
    ends(&app, &case).await;
}

async fn unclaimed_money_is_deposited_forfeited_and_refunded(app: App) {
    let case = fifty_million(&app, "return").await;
    let path = &case.path;
    money(&app, &case).await;
    let held = waits(&app, &case, "money", Some(50_000_000)).await;
    app.on("2026-07-30");
    let last_day = deposit(&held, "savings");
    app.officer().may_not(path, "deposit_unclaimed_money", last_day, 409, "G-RT-MONEY").await;
    app.on(MONEY_OVER);
    // Twice the wage of region 1 is 10 620 000.
    app.officer()
        .may_not(path, "deposit_unclaimed_money", deposit(&held, "account"), 422, "G-RT-PLACE")
        .await;
    let done = app.officer().does(path, "deposit_unclaimed_money", deposit(&held, "savings")).await;
    let after = done["case"]["special"]["held"][0]["deposit"]["forfeit_after"].clone();
    assert_eq!(after, "2031-06-20");
    assert_eq!(books(&app, &case).await, [("1123".to_owned(), 50_000_000), ("331".to_owned(), 50_000_000)]);
    let named = json!({"held": held});
    app.officer().may_not(path, "propose_forfeiture", named.clone(), 409, "G-RT-FORFEIT").await;
    app.after(&after);
    app.head().may_not(path, "forfeit_unclaimed", json!({}), 409, "G-DRAFT").await;
    let mut refund =
        json!({"held": held, "ground": "force_majeure", "proof": "Xác nhận", "refund_order": "LHT-1"});
    app.officer().may_not(path, "propose_refund", refund.clone(), 409, "G-RT-REFUND").await;
    app.officer().does(path, "propose_forfeiture", named).await;
    app.head().does(path, "forfeit_unclaimed", json!({})).await;
    assert_eq!((books(&app, &case).await, item_status(&app, &case).await), (vec![], json!("done")));
    ends(&app, &case).await;
    refund["held"] = case.id.clone();
    wrong(app.officer(), path, "propose_refund", refund.clone(), "not_in_list").await;
    refund["held"] = held;
    app.officer().does(path, "propose_refund", refund).await;
    let refunded = app.head().does(path, "refund_forfeited", json!({})).await;
    assert_eq!(
        refunded["happened"]["postings"].as_array().unwrap().len(),
        2,
        "in from the budget, out to him"
    );
    assert_eq!(books(&app, &case).await, []);
    app.head().may_not(path, "refund_forfeited", json!({}), 409, "G-RT-REFUND").await;
}

/// What was taken in only after the five years has a year from its notice.
async fn money_taken_in_late_has_a_year(app: App) {
    let case = fifty_million(&app, "return").await;
    app.on("2031-07-01");
    money(&app, &case).await;
    let mut body = notice(&case, "money", Some(50_000_000));
    body["taken_on"] = json!("2031-07-01");
    let done = app.officer().does(&case.path, "notify_recipient", body).await;
    let held = done["case"]["special"]["held"][0].clone();
    app.after(&held["collect_until"]);
    let done =
        app.officer().does(&case.path, "deposit_unclaimed_money", deposit(&held["id"], "savings")).await;
    let deposit = &done["case"]["special"]["held"][0]["deposit"];
    assert_eq!((&deposit["key"], &deposit["forfeit_after"]), (&json!("forfeit.1y"), &json!("2032-07-01")));
}

fn sale(held: &Value) -> Value {
    json!({"held": held, "valuation": "CT-1", "value": 9_000_000, "price": 8_000_000, "costs": 1_000_000,
        "channel": "transfer", "bank_reference": "FT-3"})
}

async fn an_unclaimed_thing_is_sold_and_its_price_collected(app: App) {
    let case = fifty_million(&app, "return").await;
    let path = &case.path;
    let held = waits(&app, &case, "thing", None).await;
    app.officer().may_not(path, "sell_unclaimed_goods", sale(&held), 409, "G-RT-GOODS").await;
    app.after(&clock(&app, &case, "unclaimed_goods").await["due_on"]);
    let mut dear = sale(&held);
    dear["costs"] = json!(9_000_000);
    wrong(app.officer(), path, "sell_unclaimed_goods", dear, "amount_out_of_range").await;
    let mut in_cash = sale(&held);
    in_cash["channel"] = json!("cash");
    wrong(app.officer(), path, "sell_unclaimed_goods", in_cash, "G-RC-CASH").await;
    app.officer().does(path, "sell_unclaimed_goods", sale(&held)).await;
    let receipts = app.officer().get(&case.sub("receipts")).await.items();
    let price = (&receipts[0]["kind"], &receipts[0]["code"], &receipts[0]["amount"]);
    assert_eq!((receipts.len(), price), (1, (&json!("unclaimed_price"), &json!("R09"), &json!(8_000_000))));
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 7_000_000), ("337".to_owned(), 7_000_000)]);
    app.officer().may_not(path, "sell_unclaimed_goods", sale(&held), 409, "G-RT-GOODS").await;
    let without = collected(&held, None);
    wrong(app.officer(), path, "return_to_recipient", without, "required").await;
    app.officer().does(path, "return_to_recipient", collected(&held, Some("transfer"))).await;
    assert_eq!((books(&app, &case).await, item_status(&app, &case).await), (vec![], json!("done")));
    ends(&app, &case).await;
}

fn council() -> Value {
    json!({"members": [
        {"seat": "officer", "body": "Thi hành án dân sự tỉnh Thử Một"},
        {"seat": "commune_committee", "body": "UBND phường Mẫu"},
        {"seat": "professional_body", "body": "Sở Mẫu"},
    ]})
}

async fn an_unclaimed_thing_is_destroyed_unless_its_owner_comes(app: App) {
    let case = fifty_million(&app, "return").await;
    let path = &case.path;
    let held = waits(&app, &case, "perishable", None).await;
    let propose = json!({"held": held, "reason": "Đã hư hỏng"});
    app.officer().may_not(path, "propose_destruction", propose.clone(), 409, "G-RT-GOODS").await;
    app.officer().may_not(path, "propose_destruction_council", council(), 409, "G-TH-NONE").await;
    app.after(&clock(&app, &case, "unclaimed_goods_perishable").await["due_on"]);
    app.officer().does(path, "propose_destruction", propose).await;
    let decided = app.head().does(path, "decide_destruction", json!({})).await;
    let opened = decided["happened"]["deadlines_opened"].as_array().unwrap().clone();
    assert!(opened.iter().any(|one| one["key"] == "destroy_council"), "{opened:?}");
    app.officer().does(path, "propose_destruction_council", council()).await;
    app.head().does(path, "set_up_destruction_council", json!({})).await;
    let destroy = json!({"obligations": [], "held": [held], "form": "burn", "condition": "Hư hỏng hoàn toàn",
        "contractor": null, "votes_for": 3, "chair_in_favour": true, "minutes_signed": true});
    let done = app.officer().does(path, "destroy_items", destroy).await;
    assert_eq!(done["case"]["special"]["held"][0]["ended"], "destroyed");
    assert_eq!(item_status(&app, &case).await, "done");
    app.officer().may_not(path, "return_to_recipient", collected(&held, None), 409, "G-RT-OPEN").await;
    ends(&app, &case).await;
}

async fn papers_go_to_their_issuer_and_damaged_currency_to_the_bank(app: App) {
    let items = [proactive("other", 1_000_000)];
    let case = tracks::started(&app, "return", &items).await;
    let held = waits(&app, &case, "papers", None).await;
    let send = json!({"held": held, "issuer": "Phòng đăng ký Mẫu", "letter": "15/CV"});
    app.officer().may_not(&case.path, "send_papers_to_issuer", send.clone(), 409, "G-RT-PAPERS").await;
    app.after(&clock(&app, &case, "unclaimed_papers").await["due_on"]);
    app.officer().does(&case.path, "send_papers_to_issuer", send).await;
    assert_eq!(item_status(&app, &case).await, "done");

    let case = tracks::started(&app, "return", &items).await;
    let path = &case.path;
    let refused = |held: &Value, fault: bool, on: &str| json!({"held": held, "refused_on": on, "fault_of_procedure_bodies": fault, "letter": "16/CV"});
    let body = refused(&case.id, false, "2026-07-16");
    app.officer().may_not(path, "propose_currency_handover", body, 409, "G-RT-DAMAGED").await;
    let held = waits(&app, &case, "damaged_currency", None).await;
    let before = refused(&held, false, "2026-07-01");
    wrong(app.officer(), path, "propose_currency_handover", before, "contradicts").await;
    app.on("2026-07-20");
    app.officer().does(path, "propose_currency_handover", refused(&held, false, "2026-07-18")).await;
    let done = app.head().does(path, "hand_over_currency", json!({})).await;
    assert_eq!(done["case"]["special"]["held"][0]["ended"], "state_bank");

    let case = tracks::started(&app, "return", &items).await;
    let held = waits(&app, &case, "damaged_currency", None).await;
    app.officer().does(&case.path, "propose_currency_handover", refused(&held, true, "2026-07-15")).await;
    app.head().does(&case.path, "hand_over_currency", json!({})).await;
    assert_ne!(item_status(&app, &case).await, "done", "exchange is asked, he is paid afterwards");
    app.officer().does(&case.path, "return_to_recipient", collected(&held, None)).await;
    assert_eq!(item_status(&app, &case).await, "done");
}

async fn security_returns_to_the_debtor_after_the_time_bar(app: App) {
    let case = build::on_own_motion(&app, &[proactive("court_fee", 1_000_000)]).await;
    let path = &case.path;
    let body = json!({"no_request": true, "reason": "Hết thời hiệu, không có yêu cầu"});
    app.officer().may_not(path, "return_security", body.clone(), 409, "G-RT-BAR").await;
    app.officer().may_not(path, "return_security", body.clone(), 409, "G-RT-STATE").await;
    app.on("2031-06-23");
    let paid = json!({"obligation": case.item(0), "amount": 1_000_000, "evidence": "Giấy nộp tiền"});
    app.officer().does(path, "record_performance", paid).await;
    let requested = json!({"no_request": false, "reason": "Có yêu cầu"});
    wrong(app.officer(), path, "return_security", requested, "contradicts").await;
    let done = app.officer().does(path, "return_security", body).await;
    assert_eq!((&done["case"]["track"], &done["case"]["stage"]), (&json!("return"), &json!("enforcing")));
    assert_eq!(done["happened"]["deadlines_opened"][0]["key"], "return_notice");
    money(&app, &case).await;
    let mut body = notice(&case, "money", Some(50_000_000));
    body["obligation"] = Value::Null;
    wrong(app.officer(), path, "notify_recipient", body.clone(), "contradicts").await;
    body["recipient"] = case.debtor();
    let done = app.officer().does(path, "notify_recipient", body).await;
    let held = done["case"]["special"]["held"][0]["id"].clone();
    app.officer().does(path, "return_to_recipient", collected(&held, Some("transfer"))).await;
    ends(&app, &case).await;
}

async fn a_late_payment_is_set_off_and_forfeited_after_a_year(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let path = &case.path;
    money(&app, &case).await;
    let told = json!({"creditor": case.party(1), "amount": 50_000_000});
    app.officer().may_not(path, "notify_late_payment", told.clone(), 409, "G-RT-AFTER-BAR").await;
    tracks::write(&app, &case, |doc| doc["special"]["after_time_bar"] = json!(true));
    let done = app.officer().does(path, "notify_late_payment", told.clone()).await;
    wrong(app.officer(), path, "notify_late_payment", told, "duplicate").await;
    let mut settle = json!({"creditor": case.party(1), "obligation": case.item(0), "set_off": 20_000_000,
        "set_off_decision": null, "channel": "transfer"});
    app.officer().may_not(path, "propose_late_settlement", settle.clone(), 409, "G-RT-LATE").await;
    app.after(&done["case"]["special"]["late_payments"][0]["collect_until"]);
    wrong(app.officer(), path, "propose_late_settlement", settle.clone(), "required").await;
    settle["set_off_decision"] = json!("12/2026/QĐ-THADS");
    app.officer().does(path, "propose_late_settlement", settle).await;
    app.head().does(path, "settle_late_payment", json!({})).await;
    assert_eq!((books(&app, &case).await, item_status(&app, &case).await), (vec![], json!("done")));
    assert_eq!(now(&app, &case).await["amount_paid"], 50_000_000);
}

on_both_engines!(
    a_track_starts_after_the_notice_and_without_a_period,
    a_provisional_measure_goes_to_verification_at_once,
    money_is_notified_collected_and_the_case_ends,
    unclaimed_money_is_deposited_forfeited_and_refunded,
    money_taken_in_late_has_a_year,
    an_unclaimed_thing_is_sold_and_its_price_collected,
    an_unclaimed_thing_is_destroyed_unless_its_owner_comes,
    papers_go_to_their_issuer_and_damaged_currency_to_the_bank,
    security_returns_to_the_debtor_after_the_time_bar,
    a_late_payment_is_set_off_and_forfeited_after_a_year,
);

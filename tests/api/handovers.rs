//! Judged things that are taken from whoever has them: what is ordered, the fee and its notice, what is found on the way, and how a
//! thing, papers, a house, land or securities come to whom the judgment gives them (L106 88–90; ND152 70–72; TT216 5.4.b).

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed, verifying};
use crate::support::enforce::{deadlines, jointly, last_decision, one, wrong_field};
use crate::support::handover::{able, order, ordered, thing};
use crate::support::measures::{but, costs_notified, deduct, told};
use crate::support::{App, house, interrupt, on_both_engines};

const COERCE: &str = "issue_coercion_decision";
const HAND_OVER: &str = "hand_over_thing";
const FOUND: &str = "record_thing_found";

/// One that bears no fee, whatever is received.
fn free(name: &str) -> Value {
    let mut item = owed("other", 1_000_000, Some(1));
    item["thing"] = json!(name);
    item["fee_nature"] = json!("no_value");
    item
}

fn of(case: &Case) -> Value {
    json!({"obligation": case.item(0)})
}

fn found(case: &Case, what: &str) -> Value {
    json!({"obligation": case.item(0), "found": what, "facts": "Biên bản xác minh"})
}

fn over(case: &Case, way: &str) -> Value {
    json!({"obligation": case.item(0), "way": way, "receiver_signed": true, "evidence": "Biên bản giao nhận"})
}

fn fee(case: &Case, market: Value, planned_on: &str) -> Value {
    json!({"obligation": case.item(0), "market": market, "planned_on": planned_on})
}

async fn item_status(app: &App, case: &Case) -> Value {
    app.officer().get(&case.sub("obligations")).await.items()[0]["status"].clone()
}

async fn an_order_names_one_thing(app: App) {
    let items = [thing(300_000_000), owed("other", 5_000_000, Some(1))];
    let case = able(&app, &items).await;
    let officer = app.officer();
    officer.may_not(&case.path, "notify_thing_fee", of(&case), 409, "G-JD-OPEN").await;
    let bare = json!({"debtor": case.debtor(), "measure": "CM-DELIV"});
    wrong_field(officer, &case.path, COERCE, bare, "/content", "required").await;
    let good = order(&case, "specific");
    let at = "/content/thing/obligation";
    wrong_field(officer, &case.path, COERCE, but(good.clone(), at, Value::Null), at, "required").await;
    wrong_field(officer, &case.path, COERCE, but(good.clone(), at, case.id.clone()), at, "not_in_list").await;
    wrong_field(officer, &case.path, COERCE, but(good.clone(), at, case.item(1)), at, "G-JD-THING").await;
    let mut asset = good.clone();
    asset["content"]["thing"]["asset"] = case.id.clone();
    wrong_field(officer, &case.path, COERCE, asset.clone(), "/content/thing/asset", "contradicts").await;
    asset["content"]["thing"]["obligation"] = Value::Null;
    wrong_field(officer, &case.path, COERCE, asset, "/content/thing/asset", "not_in_list").await;
    let done = officer.does(&case.path, COERCE, good.clone()).await;
    assert_eq!(done["case"]["coercion"]["handovers"][0]["nature"], "specific");
    wrong_field(officer, &case.path, COERCE, good, at, "duplicate").await;
}

async fn the_thing_itself_shows_that_he_is_able(app: App) {
    let case = on_request(&app, &[thing(300_000_000), owed("other", 5_000_000, Some(1))]).await;
    verifying(&app, &case).await;
    let body = |means: &str, item: Value| json!({"means": means, "obligation": item, "confirmed_by": "UBND phường Mẫu"});
    let conclude = "conclude_enforceable";
    for (body, at, code) in [
        (body("thing", Value::Null), "/obligation", "required"),
        (body("income", case.item(0)), "/obligation", "contradicts"),
        (body("thing", case.item(1)), "/means", "G-ABLE"),
    ] {
        wrong_field(app.officer(), &case.path, conclude, body, at, code).await;
    }
    let able = app.officer().does(&case.path, conclude, body("thing", case.item(0))).await;
    assert_eq!(able["case"]["stage"], "enforceable");
}

async fn the_fee_is_told_fifteen_days_before(app: App) {
    let (case, decision) = ordered(&app, thing(300_000_000), "specific").await;
    let (officer, head) = (app.officer(), app.head());
    wrong_field(officer, &case.path, HAND_OVER, over(&case, "on_demand"), "/obligation", "M06_FEE").await;
    wrong_field(officer, &case.path, "notify_thing_fee", of(&case), "/obligation", "M06_FEE").await;
    let market = json!({"amount": 360_000_001, "paper": "Chứng thư 01"});
    let propose = "propose_thing_fee";
    let nothing = but(fee(&case, market.clone(), "2026-08-21"), "/market/amount", json!(0));
    wrong_field(officer, &case.path, propose, nothing, "/market/amount", "amount_out_of_range").await;
    let past = fee(&case, market.clone(), "2026-07-27");
    wrong_field(officer, &case.path, propose, past, "/planned_on", "contradicts").await;
    officer.does(&case.path, propose, fee(&case, market, "2026-08-21")).await;
    officer.may_not(&case.path, "decide_thing_fee", json!({}), 403, "G-SIGNER").await;
    let decided = head.does(&case.path, "decide_thing_fee", json!({})).await;
    let thing = &decided["case"]["coercion"]["handovers"][0];
    // One đồng more than a fifth above the judgment: 3 % of what it is worth now, 10 800 000.03.
    assert_eq!((&thing["value"], &thing["fee"]), (&json!(360_000_001), &json!(10_800_000)));
    one(&deadlines(&app, &case, "fee.notice").await, "open", "2026-08-06");
    let fees = officer.get(&format!("{}/fees", case.path)).await.items();
    assert_eq!((&fees[0]["due"], &fees[0]["collected"]), (&json!(10_800_000), &json!(0)));
    let again = fee(&case, Value::Null, "2026-08-21");
    wrong_field(officer, &case.path, propose, again, "/obligation", "duplicate").await;

    app.on("2026-08-06");
    officer.does(&case.path, "notify_thing_fee", of(&case)).await;
    one(&deadlines(&app, &case, "fee.notice").await, "met", "2026-08-06");
    wrong_field(officer, &case.path, "notify_thing_fee", of(&case), "/obligation", "duplicate").await;
    costs_notified(&app, &case, &decision, None).await;
    told(&app, &case, &decision).await;
    app.on("2026-08-20");
    wrong_field(officer, &case.path, HAND_OVER, over(&case, "on_demand"), "/obligation", "G-JD-FEE-TOLD")
        .await;
    app.on("2026-08-21");
    wrong_field(officer, &case.path, HAND_OVER, over(&case, "by_force"), "/way", "G-JD-CARRIED").await;
    let on_site = json!({"decision": decision, "began_at": "08:00", "ended_at": "11:00", "with_forces": false,
        "police_present": false, "minutes_complete": true, "plan": null});
    officer.does(&case.path, "carry_out_coercion", on_site).await;
    let alone = but(over(&case, "by_force"), "/receiver_signed", json!(false));
    wrong_field(officer, &case.path, HAND_OVER, alone, "/receiver_signed", "G-JD-MINUTES").await;
    let register = over(&case, "in_register");
    wrong_field(officer, &case.path, HAND_OVER, register, "/way", "contradicts").await;
    let done = officer.does(&case.path, HAND_OVER, over(&case, "by_force")).await;
    assert_eq!(done["case"]["measures"][0]["released_on"], "2026-08-21", "the order has done its work");
    assert_eq!(done["case"]["coercion"]["handovers"][0]["ended_on"], "2026-08-21");
    assert_eq!(item_status(&app, &case).await, "done");
    officer.may_not(&case.path, HAND_OVER, over(&case, "by_force"), 409, "G-JD-OPEN").await;

    let paid = json!({"creditor": case.party(1), "amount": 10_800_000, "channel": "transfer",
        "bank_reference": "FT-JD-1"});
    app.accountant().does(&case.path, "record_fee_payment", paid).await;
    let fees = officer.get(&format!("{}/fees", case.path)).await.items();
    assert_eq!(fees[0]["collected"], 10_800_000);
}

async fn a_value_not_far_from_the_judgments_stays(app: App) {
    let (case, _) = ordered(&app, thing(300_000_000), "specific").await;
    let market = json!({"amount": 240_000_000, "paper": "Chứng thư 02"});
    app.officer().does(&case.path, "propose_thing_fee", fee(&case, market, "2026-08-21")).await;
    let decided = app.head().does(&case.path, "decide_thing_fee", json!({})).await;
    let thing = &decided["case"]["coercion"]["handovers"][0];
    assert_eq!((&thing["value"], &thing["fee"]), (&json!(300_000_000), &json!(9_000_000)), "just a fifth");
    // Not handed over after all: what ran about it falls away with its decision.
    let end =
        json!({"decision": decided["case"]["measures"][0]["decision"], "ground": "agreed", "proof": "Đơn"});
    app.officer().does(&case.path, "release_measures", end).await;
    one(&deadlines(&app, &case, "fee.notice").await, "cancelled", "2026-08-06");
}

async fn what_bears_no_fee_below_the_threshold_needs_no_notice(app: App) {
    let (case, _) = ordered(&app, thing(4_000_000), "specific").await;
    app.officer().does(&case.path, "propose_thing_fee", fee(&case, Value::Null, "2026-07-28")).await;
    let decided = app.head().does(&case.path, "decide_thing_fee", json!({})).await;
    assert_eq!(decided["case"]["coercion"]["handovers"][0]["fee"], 0);
    assert!(deadlines(&app, &case, "fee.notice").await.is_empty());
    app.officer().does(&case.path, HAND_OVER, over(&case, "on_demand")).await;
    assert_eq!(item_status(&app, &case).await, "done");
}

async fn a_thing_that_is_gone_goes_to_court(app: App) {
    let (case, decision) = ordered(&app, free("Bức tranh"), "specific").await;
    let officer = app.officer();
    app.on("2026-08-18");
    for wrong in ["kind_demanded", "irrecoverable", "built_after"] {
        wrong_field(officer, &case.path, FOUND, found(&case, wrong), "/found", "contradicts").await;
    }
    officer.does(&case.path, FOUND, found(&case, "less_worth")).await;
    officer.does(&case.path, FOUND, found(&case, "gone")).await;
    one(&deadlines(&app, &case, "thing_suit").await, "open", "2026-09-03");
    wrong_field(officer, &case.path, FOUND, found(&case, "gone"), "/found", "duplicate").await;
    wrong_field(officer, &case.path, HAND_OVER, over(&case, "on_demand"), "/obligation", "G-JD-FOUND").await;
    let end = json!({"decision": decision, "ground": "agreed", "proof": "Biên bản thỏa thuận"});
    officer.does(&case.path, "release_measures", end).await;
    one(&deadlines(&app, &case, "thing_suit").await, "cancelled", "2026-09-03");
    officer.may_not(&case.path, FOUND, found(&case, "less_worth"), 409, "G-JD-OPEN").await;
}

async fn a_thing_worth_less_is_handed_over_all_the_same(app: App) {
    let (case, _) = ordered(&app, free("Máy cày"), "specific").await;
    app.officer().does(&case.path, FOUND, found(&case, "less_worth")).await;
    app.officer().does(&case.path, HAND_OVER, over(&case, "on_demand")).await;
    assert_eq!(item_status(&app, &case).await, "done", "for the loss there is the court (L106 88.1.b)");

    let (case, _) = ordered(&app, free("Mười tấn gạo"), "generic").await;
    app.officer().does(&case.path, FOUND, found(&case, "kind_demanded")).await;
    app.officer().does(&case.path, HAND_OVER, over(&case, "on_demand")).await;
    assert_eq!(item_status(&app, &case).await, "done");
}

async fn land_is_cleared_before_it_is_handed_over(app: App) {
    let (case, _) = ordered(&app, free("Thửa đất số 1"), "land").await;
    let officer = app.officer();
    let land = |attached: Value| {
        let mut body = over(&case, "on_demand");
        body["land_body_present"] = json!(true);
        body["attached"] = attached;
        body
    };
    app.on("2026-08-18");
    let alone = but(land(Value::Null), "/land_body_present", json!(false));
    wrong_field(officer, &case.path, HAND_OVER, alone, "/land_body_present", "G-JD-MINUTES").await;
    wrong_field(officer, &case.path, HAND_OVER, land(json!("removed")), "/attached", "contradicts").await;
    officer.does(&case.path, FOUND, found(&case, "built_before")).await;
    assert!(deadlines(&app, &case, "land.remove").await.is_empty(), "the court is asked first");
    wrong_field(officer, &case.path, HAND_OVER, land(Value::Null), "/obligation", "G-JD-FOUND").await;
    officer.does(&case.path, FOUND, found(&case, "built_after")).await;
    one(&deadlines(&app, &case, "land.remove").await, "open", "2026-09-03");
    wrong_field(officer, &case.path, HAND_OVER, land(Value::Null), "/attached", "required").await;
    wrong_field(officer, &case.path, HAND_OVER, land(json!("as_judged")), "/attached", "contradicts").await;
    app.on("2026-09-03");
    for early in ["with_land", "sold", "taken_away"] {
        wrong_field(officer, &case.path, HAND_OVER, land(json!(early)), "/attached", "G-JD-TERM").await;
    }
    app.on("2026-09-04");
    let mut with_goods = land(json!("with_land"));
    let goods = |kind: &str, owner: &Value| json!([{"owner": owner, "kind": kind, "description": "Đồ gỗ", "place": "Kho phường Mẫu, giờ hành chính"}]);
    with_goods["goods_left"] = goods("money", &case.party(0));
    let at = "/goods_left/0/kind";
    wrong_field(officer, &case.path, HAND_OVER, with_goods.clone(), at, "contradicts").await;
    with_goods["goods_left"] = goods("thing", &case.id);
    let at = "/goods_left/0/owner";
    wrong_field(officer, &case.path, HAND_OVER, with_goods.clone(), at, "not_a_party").await;
    with_goods["goods_left"] = goods("thing", &case.party(0));
    let done = officer.does(&case.path, HAND_OVER, with_goods).await;
    assert_eq!(item_status(&app, &case).await, "done");
    one(&deadlines(&app, &case, "unclaimed_goods").await, "open", "2026-10-05");
    let held = &done["case"]["special"]["held"][0]["id"];
    let fetched = json!({"held": held, "minutes_signed": true, "costs_paid": true});
    officer.does(&case.path, "return_to_recipient", fetched).await;
    one(&deadlines(&app, &case, "unclaimed_goods").await, "met", "2026-10-05");
}

async fn goods_are_left_in_houses_only(app: App) {
    let (case, _) = ordered(&app, free("Bức tranh"), "specific").await;
    let mut body = over(&case, "on_demand");
    body["goods_left"] =
        json!([{"owner": case.party(0), "kind": "thing", "description": "Tủ", "place": "Kho"}]);
    wrong_field(app.officer(), &case.path, HAND_OVER, body, "/goods_left", "contradicts").await;
}

async fn papers_are_fetched_or_sent_on(app: App) {
    let (case, _) = ordered(&app, free("Giấy chứng nhận"), "papers").await;
    let officer = app.officer();
    let (ask, send) = ("summon_for_papers", "send_papers_on");
    let to = |to: &str| json!({"obligation": case.item(0), "to": to, "by": "Văn phòng đăng ký đất đai Mẫu"});
    wrong_field(officer, &case.path, send, to("issuer"), "/obligation", "G-JD-SUMMONS").await;
    officer.does(&case.path, ask, of(&case)).await;
    one(&deadlines(&app, &case, "papers.collect").await, "open", "2026-08-07");
    app.on("2026-08-07");
    wrong_field(officer, &case.path, ask, of(&case), "/obligation", "G-JD-TERM").await;
    app.on("2026-08-08");
    officer.does(&case.path, ask, of(&case)).await;
    app.on("2026-08-18");
    wrong_field(officer, &case.path, ask, of(&case), "/obligation", "duplicate").await;
    wrong_field(officer, &case.path, send, to("issuer"), "/obligation", "G-JD-TERM").await;
    app.on("2026-08-19");
    wrong_field(officer, &case.path, send, to("mission"), "/to", "contradicts").await;
    officer.does(&case.path, send, to("issuer")).await;
    assert_eq!(item_status(&app, &case).await, "done");

    let (case, _) = ordered(&app, free("Hộ chiếu"), "papers").await;
    let abroad = but(json!({"obligation": case.item(0), "abroad": null}), "/abroad", json!(true));
    officer.does(&case.path, ask, abroad.clone()).await;
    one(&deadlines(&app, &case, "papers.collect.abroad").await, "open", "2026-08-27");
    app.on("2026-08-28");
    officer.does(&case.path, ask, abroad).await;
    app.on("2026-09-29");
    let to = json!({"obligation": case.item(0), "to": "recipient_abroad", "by": "Bưu chính quốc tế"});
    officer.does(&case.path, send, to).await;
    assert_eq!(item_status(&app, &case).await, "done");
}

async fn papers_that_cannot_be_got_are_issued_anew(app: App) {
    let (case, _) = ordered(&app, free("Giấy chứng nhận"), "papers").await;
    let officer = app.officer();
    wrong_field(officer, &case.path, HAND_OVER, over(&case, "in_register"), "/way", "contradicts").await;
    officer.does(&case.path, FOUND, found(&case, "irrecoverable")).await;
    wrong_field(officer, &case.path, "summon_for_papers", of(&case), "/obligation", "contradicts").await;
    let mut anew = over(&case, "in_register");
    anew["receiver_signed"] = json!(false);
    officer.does(&case.path, HAND_OVER, anew).await;
    assert_eq!(item_status(&app, &case).await, "done");
}

async fn securities_are_transferred_by_their_register(app: App) {
    let (case, decision) = ordered(&app, free("1.000 cổ phiếu AAA"), "securities").await;
    let officer = app.officer();
    one(&deadlines(&app, &case, "sec.deliver").await, "open", "2026-07-31");
    wrong_field(officer, &case.path, HAND_OVER, over(&case, "on_demand"), "/way", "contradicts").await;
    app.on("2026-07-31");
    let to = json!({"decision": decision, "to": "executor", "name": "Tổng công ty lưu ký Mẫu"});
    app.clerk().does(&case.path, "deliver_measure", to).await;
    one(&deadlines(&app, &case, "sec.deliver").await, "met", "2026-07-31");
    one(&deadlines(&app, &case, "sec.deliver.vsdc").await, "open", "2026-08-07");
    wrong_field(officer, &case.path, HAND_OVER, over(&case, "in_register"), "/way", "G-JD-CARRIED").await;
    app.on("2026-08-06");
    let done = json!({"decision": decision, "outcome": "done"});
    officer.does(&case.path, "record_measure_result", done).await;
    one(&deadlines(&app, &case, "sec.deliver.vsdc").await, "met", "2026-08-07");
    officer.does(&case.path, HAND_OVER, over(&case, "in_register")).await;
    assert_eq!(item_status(&app, &case).await, "done");
}

async fn released(app: &App, case: &Case) {
    let decision = last_order(app, case).await;
    let end = json!({"decision": decision, "ground": "agreed", "proof": "Đơn"});
    app.officer().does(&case.path, "release_measures", end).await;
}

/// The decision of the last order.
async fn last_order(app: &App, case: &Case) -> Value {
    let seen = app.officer().get(&case.path).await.ok();
    seen["coercion"]["handovers"].as_array().unwrap().last().unwrap()["decision"].clone()
}

async fn fee_decided(app: &App, case: &Case, planned_on: &str) -> Value {
    app.officer().does(&case.path, "propose_thing_fee", fee(case, Value::Null, planned_on)).await;
    let decided = app.head().does(&case.path, "decide_thing_fee", json!({})).await;
    decided["case"]["coercion"]["handovers"].as_array().unwrap().last().unwrap()["fee"].clone()
}

async fn fee_due(app: &App, case: &Case) -> Value {
    app.officer().get(&format!("{}/fees", case.path)).await.items()[0]["due"].clone()
}

/// Ordered, released and ordered again: one fee, told once.
async fn an_order_given_again_keeps_its_fee(app: App) {
    let (case, _) = ordered(&app, thing(300_000_000), "specific").await;
    assert_eq!(fee_decided(&app, &case, "2026-08-21").await, 9_000_000);
    app.officer().does(&case.path, "notify_thing_fee", of(&case)).await;
    released(&app, &case).await;
    app.on("2026-08-12");
    let done = app.officer().does(&case.path, COERCE, order(&case, "specific")).await;
    assert_eq!(done["case"]["coercion"]["handovers"][1]["fee"], 9_000_000);
    let again = fee(&case, Value::Null, "2026-09-21");
    wrong_field(app.officer(), &case.path, "propose_thing_fee", again, "/obligation", "duplicate").await;
    app.officer().does(&case.path, HAND_OVER, over(&case, "on_demand")).await;
    assert_eq!(fee_due(&app, &case).await, 9_000_000, "once");
}

/// What was not handed over after all bears no fee; ordered again, it is decided anew.
async fn a_fee_put_right_is_decided_anew(app: App) {
    let (case, _) = ordered(&app, thing(300_000_000), "specific").await;
    assert_eq!(fee_decided(&app, &case, "2026-08-21").await, 9_000_000);
    released(&app, &case).await;
    let nothing = json!({"creditor": case.party(1), "received": 0, "threshold_on": "2026-07-28", "percent": 0,
        "no_fee": null, "refund_order": null, "reason": "Không giao"});
    app.officer().does(&case.path, "propose_fee_correction", nothing).await;
    app.head().does(&case.path, "correct_fee", json!({})).await;
    assert_eq!(fee_due(&app, &case).await, 0);
    let done = app.officer().does(&case.path, COERCE, order(&case, "specific")).await;
    assert_eq!(done["case"]["coercion"]["handovers"][1]["fee"], Value::Null);
    assert_eq!(fee_decided(&app, &case, "2026-08-21").await, 9_000_000);
    assert_eq!(fee_due(&app, &case).await, 9_000_000);
}

/// The parties did it themselves: the order has done its work, and no second fee comes of it.
async fn what_the_parties_handed_over_ends_the_order(app: App) {
    let (case, _) = ordered(&app, thing(300_000_000), "specific").await;
    fee_decided(&app, &case, "2026-08-21").await;
    let given = json!({"obligation": case.item(0), "amount": 300_000_000, "evidence": "Biên bản"});
    let done = app.officer().does(&case.path, "record_performance", given).await;
    assert_eq!(done["case"]["measures"][0]["released_on"], "2026-07-28");
    one(&deadlines(&app, &case, "fee.notice").await, "cancelled", "2026-08-06");
    app.officer().may_not(&case.path, HAND_OVER, over(&case, "on_demand"), 409, "G-JD-OPEN").await;
    let direct = json!({"creditor": case.party(1)});
    app.officer().may_not(&case.path, "propose_fee_decision", direct, 422, "G-FEE-DIRECT").await;
    assert_eq!(fee_due(&app, &case).await, 9_000_000, "once");
}

async fn of_what_is_left_the_fee_is_reckoned_before(app: App) {
    let case = able(&app, &[thing(300_000_000)]).await;
    let given = json!({"obligation": case.item(0), "amount": 100_000_000, "evidence": "Biên bản"});
    app.officer().does(&case.path, "record_performance", given).await;
    app.officer().does(&case.path, COERCE, order(&case, "generic")).await;
    assert_eq!(fee_decided(&app, &case, "2026-08-21").await, 6_000_000);
}

async fn a_fee_is_told_after_it_was_decided(app: App) {
    let (case, _) = ordered(&app, thing(300_000_000), "specific").await;
    let soon = fee(&case, Value::Null, "2026-08-05");
    let propose = "propose_thing_fee";
    wrong_field(app.officer(), &case.path, propose, soon, "/planned_on", "G-JD-FEE-TOLD").await;
    app.on("2026-08-20");
    fee_decided(&app, &case, "2026-09-21").await;
    let before = json!({"obligation": case.item(0), "effective_on": "2026-08-03"});
    wrong_field(app.officer(), &case.path, "notify_thing_fee", before, "/effective_on", "contradicts").await;
    let early = over(&case, "on_demand");
    wrong_field(app.officer(), &case.path, HAND_OVER, early, "/obligation", "G-JD-FEE-TOLD").await;
}

/// Postponed for one item only: that one is not handed over, nor ordered.
async fn nothing_is_handed_over_that_is_postponed(app: App) {
    let case = able(&app, &[free("Bức tranh"), owed("other", 5_000_000, Some(1))]).await;
    app.officer().does(&case.path, COERCE, order(&case, "specific")).await;
    interrupt::agreed(&app, &case, "2026-09-01", json!({"scope": {"items": [case.item(0)]}})).await;
    let now = over(&case, "on_demand");
    wrong_field(app.officer(), &case.path, HAND_OVER, now, "/obligation", "G-HOLD").await;
    released(&app, &case).await;
    let again = order(&case, "specific");
    wrong_field(app.officer(), &case.path, COERCE, again, "/content/thing/obligation", "G-HOLD").await;
}

/// Of several who owe it jointly, whoever has it gives it.
async fn what_is_owed_jointly_is_taken_from_who_has_it(app: App) {
    let case = jointly(&app, free("Bức tranh")).await;
    let able = json!({"means": "thing", "obligation": case.item(1), "debtors": [case.debtor()],
        "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "conclude_enforceable", able).await;
    let mut of_other = order(&case, "specific");
    of_other["content"]["thing"]["obligation"] = case.item(1);
    app.officer().does(&case.path, COERCE, of_other).await;
    let given = but(over(&case, "on_demand"), "/obligation", case.item(1));
    app.officer().does(&case.path, HAND_OVER, given).await;
}

/// Another measure ends: as long as goods wait for their owner, the case is being enforced, and he gets them.
async fn goods_left_are_given_out_when_nothing_else_is_enforced(app: App) {
    let case = able(&app, &[free("Nhà số 1"), owed("other", 50_000_000, Some(1))]).await;
    let officer = app.officer();
    officer.does(&case.path, COERCE, order(&case, "house")).await;
    officer.does(&case.path, COERCE, deduct(&case, 10_000_000)).await;
    let account = last_decision(&app, &case).await;
    let mut body = over(&case, "on_demand");
    body["goods_left"] =
        json!([{"owner": case.party(0), "kind": "thing", "description": "Tủ", "place": "Kho"}]);
    let done = officer.does(&case.path, HAND_OVER, body).await;
    let end = json!({"decision": account, "ground": "agreed", "proof": "Đơn"});
    officer.does(&case.path, "release_measures", end).await;
    let held = &done["case"]["special"]["held"][0]["id"];
    let fetched = json!({"held": held, "minutes_signed": true, "costs_paid": true});
    officer.does(&case.path, "return_to_recipient", fetched).await;
}

/// A register's days are for securities that the judgment gives.
async fn what_was_sold_starts_no_clock_of_a_register(app: App) {
    let (case, path) = house::sold(&app).await;
    let asset = path.rsplit('/').next().unwrap();
    let order = json!({"debtor": case.debtor(), "measure": "CM-DELIV",
        "content": {"thing": {"nature": "securities", "asset": asset}}});
    let done = app.officer().does(&case.path, COERCE, order).await;
    assert_eq!(done["case"]["coercion"]["handovers"], json!([]));
    assert!(deadlines(&app, &case, "sec.deliver").await.is_empty());
}

on_both_engines!(
    an_order_given_again_keeps_its_fee,
    a_fee_put_right_is_decided_anew,
    what_the_parties_handed_over_ends_the_order,
    of_what_is_left_the_fee_is_reckoned_before,
    a_fee_is_told_after_it_was_decided,
    nothing_is_handed_over_that_is_postponed,
    what_is_owed_jointly_is_taken_from_who_has_it,
    goods_left_are_given_out_when_nothing_else_is_enforced,
    what_was_sold_starts_no_clock_of_a_register,
    an_order_names_one_thing,
    the_thing_itself_shows_that_he_is_able,
    the_fee_is_told_fifteen_days_before,
    a_value_not_far_from_the_judgments_stays,
    what_bears_no_fee_below_the_threshold_needs_no_notice,
    a_thing_that_is_gone_goes_to_court,
    a_thing_worth_less_is_handed_over_all_the_same,
    land_is_cleared_before_it_is_handed_over,
    goods_are_left_in_houses_only,
    papers_are_fetched_or_sent_on,
    papers_that_cannot_be_got_are_issued_anew,
    securities_are_transferred_by_their_register,
);

//! The price: by agreement, by a firm, by a council; the four papers; revaluation; who may buy first; sales without auction.

use serde_json::{Value, json};

use crate::assets_sale::as_if;
use crate::assets_seize::{lacks, ready};
use crate::support::build::{Case, owed};
use crate::support::house::{self, certificate, minutes, transfer};
use crate::support::{App, on_both_engines};

/// A seized house whose findings are changed so; 12 August 2026.
async fn seized_with(app: &App, change: Value) -> (Case, String) {
    let (case, path) = house::enforceable(app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let mut body = json!({"registry_answered_on": "2026-08-03", "owned_by_debtor": true,
        "estimated_value": 600_000_000, "findings": house::findings("2026-08-03")});
    for (name, value) in change.as_object().unwrap() {
        match name.as_str() {
            "co_owners" => body[name] = value.clone(),
            _ => body["findings"][name] = value.clone(),
        }
    }
    app.officer().does(&path, "record_verification", body).await;
    house::seize(app, &path).await;
    (case, path)
}

/// A seized movable of this kind; 12 August 2026.
async fn movable(app: &App, kind: &str, findings: Value) -> (Case, String) {
    let (case, _) = house::enforceable(app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let body = json!({"case": case.id, "owner": case.debtor(), "kind": kind, "name": "Tài sản mẫu"});
    let made = app.officer().post("/assets", &body).await.ok();
    let path = format!("/assets/{}", made["asset"]["id"].as_str().unwrap());
    app.officer().does(&path, "query_registry", json!({"registry": "Cơ quan đăng ký"})).await;
    let found = json!({"registry_answered_on": "2026-08-03", "owned_by_debtor": true, "estimated_value": 20_000_000,
        "findings": findings});
    app.officer().does(&path, "record_verification", found).await;
    app.officer().does(&path, "issue_seizure_decision", json!({"proportion_exception": null})).await;
    let notices = json!({"seizure": true, "costs": true, "urgent_reason": null});
    app.officer().does(&path, "serve_seizure_notices", notices).await;
    app.on("2026-08-12");
    let mut body = minutes();
    body["custody"]["form"] = json!(if kind == "gold" { "treasury" } else { "agency" });
    body["costs"] = json!(0);
    app.officer().does(&path, "carry_out_seizure", body).await;
    (case, path)
}

const FIRM: &str = "sign_valuation_contract";

fn firm(eligible: bool) -> Value {
    json!({"firm": "Công ty Mẫu", "firm_eligible": eligible})
}

async fn a_harvest_is_waited_for_and_an_agreed_price_comes_first(app: App) {
    let (_, path) = seized_with(&app, json!({"harvest_on": "2026-09-01"})).await;
    let officer = app.officer();
    lacks(&app, &path, "ready_to_value", "G28_HARVEST").await;
    let waits = officer.may_not(&path, FIRM, firm(true), 409, "G28_HARVEST").await;
    assert_eq!(waits["not_before"], "2026-09-01");
    app.on("2026-09-01");
    ready(&app, &path, "ready_to_value").await;
    let agreed = |all: bool| json!({"value": 650_000_000, "paper": "Biên bản thỏa thuận", "all_agree": all});
    officer.may_not(&path, "record_agreed_price", agreed(false), 422, "G31_PRICE_AGREED").await;
    let (_, other) = seized_with(&app, json!({})).await;
    officer.does(&other, FIRM, firm(true)).await;
    officer.may_not(&other, "record_agreed_price", agreed(true), 409, "G31_PRICE_AGREED").await;
    app.on("2026-09-01");
    let priced = officer.does(&path, "record_agreed_price", agreed(true)).await;
    let asset = &priced["asset"];
    assert_eq!((&asset["state"], &asset["start_price"]), (&json!("ready_for_auction"), &json!(650_000_000)));
}

async fn a_council_or_the_bailiff_fixes_a_price_on_three_grounds_only(app: App) {
    let (_, path) = seized_with(&app, json!({})).await;
    let officer = app.officer();
    let fix = |ground: &str, value: i64, rest: Value| {
        let mut body = json!({"ground": ground, "value": value});
        for (name, value) in rest.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    };
    officer.may_not(&path, "fix_price", fix("perishable", 1_000_000, json!({})), 422, "G33_SELF_PRICE").await;
    // Five monthly minimum wages of region I: 26,550,000 (ND152 60.5).
    let dear = fix("small_value", 26_550_001, json!({"region": 1}));
    officer.may_not(&path, "fix_price", dear, 422, "G33_SELF_PRICE").await;
    officer.may_not(&path, "fix_price", fix("no_firm", 600_000_000, json!({})), 422, "G34_COUNCIL").await;
    let council = |members: u8, chairs: bool, votes: u8, chair_for: bool| {
        let council = json!({"members": members, "officer_chairs": chairs, "votes_for": votes,
            "chair_for": chair_for, "minutes_complete": true});
        fix("no_firm", 600_000_000, json!({"council": council}))
    };
    for body in [council(2, true, 2, true), council(3, false, 3, true), council(4, true, 2, false)] {
        officer.may_not(&path, "fix_price", body, 422, "G34_COUNCIL").await;
    }
    // A tie goes with the chair.
    let fixed = officer.does(&path, "fix_price", council(4, true, 2, true)).await;
    assert_eq!(fixed["asset"]["state"], "price_notified");
    officer.may_not(&path, "reconcile_papers", house::papers(), 409, "G-VALUED").await;
}

async fn the_four_papers_say_the_same_before_an_auction(app: App) {
    let (_, path) = house::ready(&app).await;
    let officer = app.officer();
    let notice = || json!({"own_page": "https://a.example", "national_portal": "https://b.example"});
    officer.may_not(&path, "publish_selection_notice", notice(), 409, "G-VAL-PAPERS").await;
    let missing = json!({"lines": [house::papers()["lines"][0]]});
    officer.may_not(&path, "reconcile_papers", missing, 422, "G-VAL-PAPERS").await;
    let mut papers = house::papers();
    papers["lines"][3]["certificate"] = json!("99 m2");
    let compared = officer.does(&path, "reconcile_papers", papers).await;
    assert_eq!(compared["asset"]["reconciliation"]["differences"], json!(["area"]));
    let refused = officer.may_not(&path, "publish_selection_notice", notice(), 409, "G-VAL-PAPERS").await;
    assert!(refused["found"].as_str().unwrap().contains("area"));
    officer.does(&path, "reconcile_papers", house::papers()).await;
    let now = officer.act(&path, "publish_selection_notice", notice()).await;
    assert_eq!(now.codes(), ["G-DOSSIER"], "only the dossier is missing now");
}

async fn it_is_valued_again_for_a_violation_or_an_expired_certificate(app: App) {
    let (_, path) = house::ready(&app).await;
    let officer = app.officer();
    let again = |ground: &str, eligible: bool| json!({"ground": ground, "paper": "Kết luận 7/KL", "firm": "Công ty Ba", "firm_eligible": eligible});
    officer.may_not(&path, "revalue", again("expired", true), 422, "G-REVAL-GROUND").await;
    officer.may_not(&path, "revalue", again("party", true), 422, "G-REVAL-GROUND").await;
    officer.may_not(&path, "revalue", again("violation", false), 422, "G32_VALUER").await;
    house::prepare(&app, &path).await;
    let revalued = officer.does(&path, "revalue", again("violation", true)).await;
    assert!(revalued["asset"]["dossier"].is_null(), "what was prepared for the old price falls away");
    officer.does(&path, "record_revaluation", certificate(650_000_000)).await;
    house::prepare(&app, &path).await;
    app.on("2027-02-13");
    let notice = json!({"own_page": "https://a.example", "national_portal": "https://b.example"});
    officer.may_not(&path, "publish_selection_notice", notice.clone(), 409, "G38_CERT_VALID").await;
    officer.does(&path, "keep_price", json!({"paper": "Biên bản thỏa thuận giữ giá"})).await;
    officer.does(&path, "publish_selection_notice", notice).await;
}

/// Co-owners buy first, the debtor's part at its part of the price; who lets the days pass or does not pay has lost the first sale.
async fn co_owners_buy_first(app: App) {
    let half = json!({"common": {"share": {"parts": 1, "of": 2}}, "co_owners": true});
    let (case, path) = seized_with(&app, half).await;
    let officer = app.officer();
    let until = house::value(&app, &case, &path, 700_000_001, &[0, 1]).await;
    app.after(&until);
    let priced = officer.does(&path, "close_revaluation_window", json!({})).await;
    assert_eq!(priced["asset"]["state"], "price_final");
    let holder = json!({"holder": case.party(2)});
    officer.wrong(&path, "notify_preemption", json!({"holder": case.id}), "/holder", "not_a_party").await;
    let offered = officer.does(&path, "notify_preemption", holder.clone()).await;
    let last = offered["asset"]["preemption"]["offers"][0]["until"].clone();
    officer.may_not(&path, "close_preemption", json!({}), 409, "G40_PREEMPT").await;
    app.after(&last);
    officer.may_not(&path, "accept_preemption", holder.clone(), 422, "G40_PREEMPT").await;
    app.on(last.as_str().unwrap());
    let bought = officer.does(&path, "accept_preemption", holder).await;
    assert_eq!(bought["asset"]["sale"]["price"], 350_000_001, "half the price, rounded up");
    let pay_until = bought["asset"]["sale"]["pay_until"].clone();
    officer.may_not(&path, "lapse_preemption", json!({}), 409, "G55_PAY_TIME").await;
    let late = transfer(350_000_001);
    app.after(&pay_until);
    app.accountant().may_not(&path, "record_preemption_payment", late, 422, "G55_BUYER_PAID").await;
    officer.does(&path, "lapse_preemption", json!({})).await;
    let open = officer.get(&path).await.ok();
    assert_eq!((&open["state"], &open["sale"]), (&json!("ready_for_auction"), &Value::Null));
    // Before a later session he may try again, in time.
    let again = json!({"holder": case.party(2)});
    officer.may_not(&path, "accept_later_preemption", again.clone(), 409, "G41_PREEMPT_LATE").await;
    house::to_session(&app, &path, 700_000_001, "2026-10-20").await;
    officer.does(&path, "record_failed_auction", house::failed()).await;
    officer.does(&path, "decide_reduction", json!({"new_price": 650_000_000})).await;
    house::choose(&app, &path).await;
    officer.does(&path, "sign_auction_contract", house::contract(650_000_000, "2026-12-04")).await;
    app.on("2026-12-03");
    officer.may_not(&path, "accept_later_preemption", again.clone(), 409, "G41_PREEMPT_LATE").await;
    app.on("2026-11-25");
    let bought = officer.does(&path, "accept_later_preemption", again).await;
    assert_eq!(bought["asset"]["sale"]["price"], 325_000_000);
    let paid = app.accountant().does(&path, "record_preemption_payment", transfer(325_000_000)).await;
    assert_eq!(paid["asset"]["state"], "paid");
}

async fn a_waived_priority_is_closed(app: App) {
    let (case, path) = seized_with(&app, json!({"co_owners": true})).await;
    let officer = app.officer();
    let until = house::value(&app, &case, &path, 700_000_000, &[0, 1]).await;
    app.after(&until);
    officer.does(&path, "close_revaluation_window", json!({})).await;
    let holder = json!({"holder": case.party(2)});
    officer.does(&path, "notify_preemption", holder.clone()).await;
    officer.does(&path, "waive_preemption", holder.clone()).await;
    officer.wrong(&path, "waive_preemption", holder, "/holder", "duplicate").await;
    let closed = officer.does(&path, "close_preemption", json!({})).await;
    assert_eq!(closed["asset"]["state"], "ready_for_auction");
}

async fn small_movables_are_sold_without_auction(app: App) {
    let (case, path) = movable(&app, "movable", json!({"perishable": false})).await;
    let officer = app.officer();
    let fix = json!({"ground": "small_value", "value": 20_000_000, "region": 1});
    officer.does(&path, "fix_price", fix).await;
    let sell = |price: i64, buyers: u32, lot: bool| json!({"price": price, "buyers": buyers, "by_lot": lot, "region": 1});
    officer.may_not(&path, "sell_directly", sell(20_000_000, 1, false), 409, "G59_DIRECT_NOTICE").await;
    officer.does(&path, "notify_direct_sale", json!({"paper": "Trang thông tin"})).await;
    officer.may_not(&path, "sell_directly", sell(20_000_000, 1, false), 409, "G59_DIRECT_NOTICE").await;
    app.on("2026-08-14");
    officer.may_not(&path, "sell_directly", sell(19_999_999, 1, false), 422, "G39_START_PRICE").await;
    officer.may_not(&path, "sell_directly", sell(20_000_000, 3, false), 422, "G59_DIRECT_NOTICE").await;
    let no_region = json!({"price": 20_000_000, "buyers": 1});
    officer.may_not(&path, "sell_directly", no_region, 422, "G58_DIRECT").await;
    let sold = officer.does(&path, "sell_directly", sell(20_000_000, 3, true)).await;
    assert_eq!(sold["asset"]["state"], "direct_sale");
    app.accountant().does(&path, "record_direct_payment", transfer(20_000_000)).await;
    let over = officer.does(&path, "hand_over", json!({"vacant": true, "receiver_present": true})).await;
    assert_eq!((&over["asset"]["state"], &over["asset"]["case"]), (&json!("handed_over"), &case.id));
}

/// Whoever buys without an auction has paid no deposit; what an earlier round lost is still to come.
async fn a_direct_sale_that_falls_through_forfeits_no_deposit(app: App) {
    let (_, path) = movable(&app, "movable", json!({"perishable": false})).await;
    let officer = app.officer();
    officer
        .does(&path, "fix_price", json!({"ground": "small_value", "value": 20_000_000, "region": 1}))
        .await;
    officer.does(&path, "notify_direct_sale", json!({"paper": "Trang thông tin"})).await;
    app.on("2026-08-14");
    let sell = json!({"price": 20_000_000, "buyers": 1, "by_lot": false, "region": 1});
    let sold = officer.does(&path, "sell_directly", sell).await;
    as_if(&app, &path, |doc| {
        doc["rounds"] = json!([{"start_price": 20_000_000, "organisation": "Tổ chức Mẫu", "contracted_on": "2026-08-13",
            "deposit_permille": 100, "posted_on": null, "session_on": null, "failed_on": "2026-08-13",
            "forfeited_deposit": 2_000_000}]);
    });
    app.after(&sold["asset"]["sale"]["pay_until"]);
    let lost = json!({"forfeited_deposit": 1_000_000});
    officer.wrong(&path, "rescind_sale", lost, "/forfeited_deposit", "contradicts").await;
    let done = officer.does(&path, "rescind_sale", json!({})).await;
    assert_eq!(done["asset"]["rounds"][0]["forfeited_deposit"], 2_000_000);
}

async fn gold_and_listed_securities_have_ways_of_their_own(app: App) {
    let (_, gold) = movable(&app, "gold", json!({})).await;
    let officer = app.officer();
    lacks(&app, &gold, "ready_to_value", "G-SPECIAL").await;
    officer.may_not(&gold, FIRM, firm(true), 409, "G-SPECIAL").await;
    let sell =
        |licensed: bool| json!({"price": 150_000_000, "evidence": "Bảng giá niêm yết", "licensed": licensed});
    officer.may_not(&gold, "sell_specially", sell(false), 422, "G-SPECIAL").await;
    officer.does(&gold, "sell_specially", sell(true)).await;
    let (_, shares) = movable(&app, "listed_securities", json!({"transferable": true})).await;
    officer.may_not(&shares, "sell_specially", sell(true), 422, "G-SPECIAL").await;
    let letter = json!({"paper": "Công văn gửi VSDC"});
    officer.does(&shares, "ask_securities_transfer", letter).await;
    officer.does(&shares, "record_securities_arrival", json!({})).await;
    officer.does(&shares, "record_unsold", json!({"paper": "Không khớp lệnh"})).await;
    officer.may_not(&shares, "sell_specially", sell(true), 409, "G-SPECIAL-KIND").await;
    officer.does(&shares, "notify_registry", json!({})).await;
    officer.does(&shares, FIRM, firm(true)).await;
}

on_both_engines!(
    a_harvest_is_waited_for_and_an_agreed_price_comes_first,
    a_council_or_the_bailiff_fixes_a_price_on_three_grounds_only,
    the_four_papers_say_the_same_before_an_auction,
    it_is_valued_again_for_a_violation_or_an_expired_certificate,
    co_owners_buy_first,
    a_waived_priority_is_closed,
    small_movables_are_sold_without_auction,
    a_direct_sale_that_falls_through_forfeits_no_deposit,
    gold_and_listed_securities_have_ways_of_their_own,
);

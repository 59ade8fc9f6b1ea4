//! The way to the seizure: each line of its gate unmet and met, each guard of the decision and of the minutes refused, and what
//! stops an asset on its way.

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed, verifying};
use crate::support::house::{self, custody, minutes};
use crate::support::{App, enforce, on_both_engines};

/// The gate of an asset: whether it is ready, and the codes of what is unmet.
pub async fn gate(app: &App, path: &str, gate: &str) -> (bool, Vec<String>) {
    let shown = app.officer().get(&format!("{path}/gates/{gate}")).await.ok();
    let lines = shown["lines"].as_array().unwrap();
    for line in lines {
        let said = |field: &str| line[field].as_str().is_some_and(|text| !text.is_empty());
        assert!(said("code") && said("asks") && said("found"), "{line}");
        assert!(!line["citations"].as_array().unwrap().is_empty(), "{line}");
        assert_eq!(line["met"] == true, line["unmet"].is_null(), "{line}");
        if line["met"] == false {
            let cure = line["unmet"]["cure"].as_str();
            assert!(cure.is_some_and(|cure| !cure.is_empty()), "no cure: {line}");
        }
    }
    let unmet = lines.iter().filter(|line| line["met"] == false);
    let unmet = unmet.map(|line| line["code"].as_str().unwrap().to_owned()).collect();
    (shown["ready"] == true, unmet)
}

/// The gate lacks exactly this.
pub async fn lacks(app: &App, path: &str, name: &str, code: &str) {
    let (ready, unmet) = gate(app, path, name).await;
    assert_eq!((ready, unmet), (false, vec![code.to_owned()]), "{name}");
}

/// The gate is open.
pub async fn ready(app: &App, path: &str, name: &str) {
    assert_eq!(gate(app, path, name).await, (true, Vec::new()), "{name}");
}

const GATE: &str = "ready_to_seize";
const DECIDE: &str = "issue_seizure_decision";

fn decision() -> Value {
    json!({"proportion_exception": null})
}

/// Verified anew with other findings.
async fn found(app: &App, path: &str, change: Value) {
    let today = thads::service::clock::Clock::today(app.clock.as_ref()).to_string();
    let mut body = json!({"registry_answered_on": today, "owned_by_debtor": true, "estimated_value": 600_000_000,
        "findings": house::findings(&today)});
    for (name, value) in change.as_object().unwrap() {
        if name == "findings" {
            for (name, value) in value.as_object().unwrap() {
                body["findings"][name] = value.clone();
            }
        } else {
            body[name] = value.clone();
        }
    }
    app.officer().does(path, "record_verification", body).await;
}

async fn another(app: &App, case: &Case, change: Value) -> String {
    let mut body = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": "Nhà thửa 14"});
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    let made = app.officer().post("/assets", &body).await.ok();
    let path = format!("/assets/{}", made["asset"]["id"].as_str().unwrap());
    app.officer().does(&path, "query_registry", json!({"registry": "Văn phòng đăng ký đất đai"})).await;
    path
}

fn mortgage(secured: i64, change: Value) -> Value {
    let mut mortgage = json!({"contract": "HĐTC-1", "secured": secured});
    for (name, value) in change.as_object().unwrap() {
        mortgage[name] = value.clone();
    }
    json!({"findings": {"mortgage": mortgage}})
}

/// A finding that bars the seizure, the line of the gate that it fails, and the finding that cures it.
async fn each_finding_bars_the_seizure_and_its_cure_opens_it(app: App) {
    let (_, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    ready(&app, &path, GATE).await;
    let opinion = |name: &str, paper: Value| json!({"findings": {name: {"paper": paper}}});
    let table = [
        (json!({"owned_by_debtor": false}), "G03_OWNER", json!({})),
        (json!({"findings": {"transferable": false}}), "G03_OWNER", json!({})),
        (json!({"findings": {"transferable": null}}), "G03_OWNER", json!({})),
        (json!({"findings": {"surveyed_on": null}}), "G-SURVEY", json!({})),
        (
            json!({"estimated_value": 900_000_001, "findings": {"divisible": true}}),
            "G05_PROPORTION",
            json!({"estimated_value": 900_000_001, "findings": {"divisible": true, "other_law": "Luật khác"}}),
        ),
        (mortgage(600_000_000, json!({})), "G08_MORTGAGE", mortgage(599_999_999, json!({}))),
        (
            json!({"findings": {"other_property_sufficient": true, "mortgage": {"contract": "HĐTC-1", "secured": 1}}}),
            "G08_MORTGAGE",
            mortgage(900_000_000, json!({"judged": true})),
        ),
        (
            mortgage(100_000_000, json!({"bad_debt": true})),
            "G09_BAD_DEBT",
            mortgage(100_000_000, json!({"bad_debt": true, "bad_debt_case": "Điều 198a"})),
        ),
        (
            mortgage(
                1_000_000,
                json!({"bad_debt": true, "bad_debt_case": "Điều 198a", "handled_by_lender": true}),
            ),
            "G09_BAD_DEBT",
            json!({}),
        ),
        (
            json!({"findings": {"common": {"share": {"parts": 1, "of": 2}}, "other_property_sufficient": null}}),
            "G10_COMMON_LAST",
            json!({"findings": {"common": {"share": {"parts": 1, "of": 2}}, "proposed_by_debtor": true}}),
        ),
        (json!({"findings": {"common": {"share": null}}}), "G11_SHARE", json!({})),
        (json!({"other_authority": true}), "G14_OTHER_AUTH", json!({})),
        (
            opinion("unregistered", Value::Null),
            "G15_UNREGISTERED",
            opinion("unregistered", json!("Công văn 5/UBND")),
        ),
        (opinion("resource", Value::Null), "G16_RESOURCE", opinion("resource", json!("Công văn 6/STNMT"))),
        (json!({"findings": {"transferred_on": "2026-07-01"}}), "G18_TRANSFERRED", json!({})),
        (json!({"findings": {"compulsory_transfer_until": "2026-12-31"}}), "G19_IP", json!({})),
    ];
    for (bar, code, cure) in table {
        found(&app, &path, bar).await;
        lacks(&app, &path, GATE, code).await;
        app.officer().may_not(&path, DECIDE, decision(), 409, code).await;
        found(&app, &path, cure).await;
        ready(&app, &path, GATE).await;
    }
    found(&app, &path, json!({"findings": {"graves": true}})).await;
    lacks(&app, &path, GATE, "G67_GRAVES").await;
}

/// What is not a finding: the case, the kind, the list, papers, age, the judgment's own attachment, other files.
async fn what_else_bars_the_seizure(app: App) {
    let (case, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let officer = app.officer();

    let until = |day: &'static str| move |doc: &mut Value| doc["debtors"][0]["voluntary_until"] = json!(day);
    enforce::as_if(&app, &case, until("2026-08-31")).await;
    lacks(&app, &path, GATE, "G02_VOLUNTARY").await;
    officer.may_not(&path, DECIDE, decision(), 409, "G02_VOLUNTARY").await;
    let evasion = json!({"reason": "Đang rao bán nhà", "evidence": "Biên bản xác minh"});
    officer.does(&path, "record_evasion", evasion).await;
    ready(&app, &path, GATE).await;
    enforce::as_if(&app, &case, until("2026-07-27")).await;

    let stage = |stage: &'static str| move |doc: &mut Value| doc["stage"] = json!(stage);
    enforce::as_if(&app, &case, stage("verification")).await;
    lacks(&app, &path, GATE, "G01_BASIS").await;
    officer.may_not(&path, DECIDE, decision(), 409, "G01_BASIS").await;
    enforce::as_if(&app, &case, stage("enforceable")).await;

    officer.does(&path, "demand_title_papers", json!({"held_by_creditor": true})).await;
    lacks(&app, &path, GATE, "G17_CREDITOR_PAPERS").await;
    officer.may_not(&path, DECIDE, decision(), 409, "G17_CREDITOR_PAPERS").await;
    officer.does(&path, "receive_title_papers", json!({})).await;
    ready(&app, &path, GATE).await;

    let home = another(&app, &case, json!({"only_home": true})).await;
    found(&app, &home, json!({"findings": {"other_property_sufficient": null}})).await;
    lacks(&app, &home, GATE, "G07_ONLY_HOME").await;
    officer.may_not(&home, DECIDE, decision(), 409, "G07_ONLY_HOME").await;
    found(&app, &home, json!({"findings": {"proposed_by_debtor": true}})).await;
    ready(&app, &home, GATE).await;

    let ship = another(&app, &case, json!({"kind": "vessel", "name": "Tàu cá"})).await;
    found(&app, &ship, json!({})).await;
    lacks(&app, &ship, GATE, "G20_SHIP").await;
    officer.may_not(&ship, DECIDE, decision(), 409, "G20_SHIP").await;

    officer.does(&ship, "exclude_asset", json!({"entry": "EX-1"})).await;
    officer.may_not(&ship, DECIDE, decision(), 409, "G04_EXCLUDED").await;

    app.on("2027-02-05");
    lacks(&app, &path, GATE, "G-FACTS-OLD").await;
    officer.may_not(&path, DECIDE, decision(), 409, "G-FACTS-OLD").await;
    found(&app, &path, json!({})).await;
    ready(&app, &path, GATE).await;
}

async fn a_budget_body_s_house_is_not_seized(app: App) {
    let case = enforce::able_budget_body(&app, &[owed("other", 900_000_000, Some(1))], "income").await;
    let path = house::record(&app, &case).await;
    house::verify(&app, &path, "2026-08-03", 600_000_000).await;
    lacks(&app, &path, GATE, "G13_STATE_FUNDED").await;
    app.officer().may_not(&path, DECIDE, decision(), 409, "G13_STATE_FUNDED").await;
}

/// Collateral of one contract goes together, unless two people say why not; what the law asks nobody passes over.
async fn collateral_goes_together_or_two_people_say_why(app: App) {
    let (case, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    another(&app, &case, json!({"security_contract": "HĐTC-7"})).await;
    found(
        &app,
        &path,
        json!({"findings": {"mortgage": {"contract": "HĐTC-7", "secured": 1, "judged": true}}}),
    )
    .await;
    lacks(&app, &path, GATE, "G-COLLATERAL-GROUP").await;
    let officer = app.officer();
    officer.may_not(&path, DECIDE, decision(), 409, "G-COLLATERAL-GROUP").await;
    let ask = |guard: &str, reason: &str| json!({"guard": guard, "reason": reason});
    let why = "Nhà thứ hai nằm ở tỉnh khác, đã ủy thác xử lý riêng";
    officer.may_not(&path, "request_override", ask("G08_MORTGAGE", why), 422, "G-OVERRIDE").await;
    assert_eq!(officer.act(&path, "request_override", ask("G-COLLATERAL-GROUP", "vội")).await.status, 422);
    app.head().may_not(&path, "allow_override", json!({}), 409, "G-DRAFT").await;
    officer.does(&path, "request_override", ask("G-COLLATERAL-GROUP", why)).await;
    officer.may_not(&path, "allow_override", json!({}), 403, "G-SIGNER").await;
    let allowed = app.head().does(&path, "allow_override", json!({})).await;
    assert_eq!(allowed["happened"]["documents"][0]["kind"], "override_decision");
    ready(&app, &path, GATE).await;
    let list = app.head().get("/overrides").await.items();
    assert_eq!(list.len(), 1);
    let one = &list[0];
    assert_eq!((&one["guard"], &one["reason"]), (&json!("G-COLLATERAL-GROUP"), &json!(why)));
    assert_eq!((&one["asked_by"], &one["allowed_by"]), (&json!(app.id("officer")), &json!(app.id("head"))));
    assert!(app.as_("other_head").get("/overrides").await.items().is_empty(), "each agency its own");
    officer.does(&path, DECIDE, decision()).await;
}

/// One thing in two files: the second seizure names its place behind the first, and waits for it.
async fn two_seizures_of_one_thing_have_an_order(app: App) {
    let (case, first) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let files = [json!({"identifier": "BX 123.456"}), json!({"identifier": "bx-123456"})];
    let officer = app.officer();
    let second = json!({"proportion_exception": null, "rank": 2});
    officer.wrong(&first, DECIDE, second, "/rank", "contradicts").await;
    let mut paths = Vec::new();
    for file in files {
        let path = another(&app, &case, file).await;
        found(&app, &path, json!({})).await;
        paths.push(path);
    }
    officer.does(&paths[0], DECIDE, decision()).await;
    officer.may_not(&paths[1], DECIDE, decision(), 422, "G-SEIZED-TWICE").await;
    officer.does(&paths[1], DECIDE, json!({"proportion_exception": null, "rank": 2})).await;
    let notices = json!({"seizure": true, "costs": true, "urgent_reason": null});
    officer.does(&paths[1], "serve_seizure_notices", notices).await;
    app.on("2026-08-12");
    officer.does(&paths[1], "carry_out_seizure", minutes()).await;
    officer.does(&paths[1], "notify_registry", json!({})).await;
    lacks(&app, &paths[1], "ready_to_value", "G-RANK").await;
    let firm = json!({"firm": "Công ty Mẫu", "firm_eligible": true});
    officer.may_not(&paths[1], "sign_valuation_contract", firm.clone(), 409, "G-RANK").await;
    officer.does(&paths[0], "release_seizure", json!({"ground": "agreed", "proof": "Biên bản"})).await;
    officer.does(&paths[1], "sign_valuation_contract", firm).await;
}

/// What the judgment attaches is taken over, not seized; what it does not attach cannot be.
async fn a_judged_attachment_is_taken_over(app: App) {
    let (case, plain) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let path = another(&app, &case, json!({"judged": true})).await;
    found(&app, &path, json!({})).await;
    lacks(&app, &path, GATE, "G06_JUDGED").await;
    let officer = app.officer();
    officer.may_not(&path, DECIDE, decision(), 409, "G06_JUDGED").await;
    officer.may_not(&path, "record_claim", json!({"paper": "Đơn"}), 409, "G06_JUDGED").await;
    let take = |same: bool, why: Value| json!({"as_described": same, "explanation": why, "custody": custody("agency")});
    officer.may_not(&plain, "take_over_attachment", take(true, Value::Null), 409, "G06_NOT_JUDGED").await;
    officer.may_not(&path, "take_over_attachment", take(false, Value::Null), 422, "G30_STATE_MATCH").await;
    let taken = officer.does(&path, "take_over_attachment", take(false, json!("Công văn số 3"))).await;
    assert_eq!(taken["asset"]["state"], "seized");
}

async fn the_minutes_say_who_keeps_it_and_on_which_plan(app: App) {
    let (case, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let officer = app.officer();
    officer.does(&path, DECIDE, decision()).await;
    officer.may_not(&path, "tell_mortgagee", json!({}), 409, "G08_NONE").await;
    let notices = json!({"seizure": true, "costs": true, "urgent_reason": null});
    officer.does(&path, "serve_seizure_notices", notices).await;
    app.on("2026-08-12");
    let with = |field: &str, value: Value| {
        let mut body = minutes();
        body[field] = value;
        body
    };
    let kept = |field: &str, value: Value| {
        let mut custody = custody("holder");
        custody[field] = value;
        with("custody", custody)
    };
    for (body, code) in [
        (with("papers_demanded", json!(false)), "G26_MINUTES"),
        (with("with_forces", json!(true)), "G24_PLAN"),
        (kept("form", json!("treasury")), "G27_CUSTODY"),
        (kept("holder_is_local", json!(false)), "G27_CUSTODY"),
        (kept("conditions_met", json!(false)), "G27_CUSTODY"),
        (kept("minutes_signed", json!(false)), "G27_CUSTODY"),
    ] {
        officer.may_not(&path, "carry_out_seizure", body, 422, code).await;
    }
    officer.does(&path, "carry_out_seizure", minutes()).await;
    let found = enforce::deadlines(&app, &case, "valuation.contract").await;
    enforce::one(&found, "open", "2026-08-19");
    lacks(&app, &path, "ready_to_value", "G-REGISTRY-TOLD").await;
    officer.does(&path, "notify_registry", json!({})).await;
    ready(&app, &path, "ready_to_value").await;

    officer.may_not(&path, "change_custody", custody("treasury"), 422, "G27_CUSTODY").await;
    officer.does(&path, "offer_self_custody", json!({})).await;
    officer.does(&path, "change_custody", custody("contract")).await;
    officer.does(&path, "seize_supplement", json!({"name": "Máy bơm gắn liền"})).await;
    officer.may_not(&path, "settle_goods", json!({"end": "removed"}), 409, "G29_NONE").await;
    officer.does(&path, "order_removal", json!({})).await;
    lacks(&app, &path, "ready_to_value", "G29_FOREIGN_GOODS").await;
    let firm = json!({"firm": "Công ty Mẫu", "firm_eligible": true});
    officer.may_not(&path, "sign_valuation_contract", firm, 409, "G29_FOREIGN_GOODS").await;
    officer.may_not(&path, "settle_goods", json!({"end": "priced"}), 422, "G29_FOREIGN_GOODS").await;
    officer.does(&path, "settle_goods", json!({"end": "removed"})).await;
    ready(&app, &path, "ready_to_value").await;
}

async fn graves_are_asked_to_be_moved_and_the_mortgagee_is_told(app: App) {
    let (_, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let mortgage = json!({"contract": "HĐTC-1", "secured": 1_000_000, "judged": true});
    found(&app, &path, json!({"findings": {"mortgage": mortgage, "graves": true}})).await;
    let officer = app.officer();
    officer.does(&path, DECIDE, decision()).await;
    let told = officer.does(&path, "tell_mortgagee", json!({})).await;
    assert!(told["asset"]["verified"]["findings"]["mortgage"]["mortgagee_told_on"].is_string());
    let notices = json!({"seizure": true, "costs": true, "urgent_reason": null});
    officer.does(&path, "serve_seizure_notices", notices).await;
    app.on("2026-08-12");
    officer.may_not(&path, "carry_out_seizure", minutes(), 409, "G67_GRAVES").await;
    officer.does(&path, "order_removal", json!({})).await;
    officer.does(&path, "carry_out_seizure", minutes()).await;
}

/// A third person's claim stops it where it stands; a ruling brings it back, or releases it.
async fn a_claim_stops_it_and_a_ruling_decides(app: App) {
    let (case, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let officer = app.officer();
    house::seize(&app, &path).await;
    let paper = || json!({"paper": "Đơn của người thứ ba"});
    officer.does(&path, "record_claim", paper()).await;
    let firm = json!({"firm": "Công ty Mẫu", "firm_eligible": true});
    officer.may_not(&path, "sign_valuation_contract", firm.clone(), 409, "G12_DISPUTE").await;
    lacks(&app, &path, "ready_to_value", "G12_DISPUTE").await;
    officer.may_not(&path, "dismiss_claim", json!({"paper": "Biên bản"}), 422, "G12_DISPUTE").await;
    let found = enforce::deadlines(&app, &case, "dispute_30").await;
    enforce::one(&found, "open", "2026-09-11");
    officer.does(&path, "accept_suit", paper()).await;
    let back = officer.does(&path, "record_ruling", json!({"paper": "Bản án 9", "debtors": true})).await;
    assert_eq!(back["asset"]["state"], "seized");
    officer.does(&path, "record_claim", paper()).await;
    let unfounded = json!({"not_about_ownership": true, "paper": "Biên bản"});
    officer.does(&path, "dismiss_claim", unfounded).await;
    officer.does(&path, "record_claim", paper()).await;
    officer.does(&path, "accept_suit", paper()).await;
    let lost = officer.does(&path, "record_ruling", json!({"paper": "Bản án 10", "debtors": false})).await;
    assert_eq!(lost["asset"]["state"], "released");
    let seen = officer.get(&case.path).await.ok();
    let live = seen["measures"].as_array().unwrap().iter().filter(|one| one["released_on"].is_null());
    assert_eq!(live.count(), 0, "the seizure is over in the case too");
}

async fn a_share_is_agreed_or_the_court_decides(app: App) {
    let (case, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let officer = app.officer();
    officer.may_not(&path, "ask_for_share", json!({"paper": "Thông báo"}), 409, "G11_NONE").await;
    let common = json!({"findings": {"common": {"share": null}, "divisible": true}});
    found(&app, &path, common.clone()).await;
    officer.does(&path, "ask_for_share", json!({"paper": "Thông báo"})).await;
    let refer = |by_party: bool| json!({"by_party": by_party, "paper": "Đơn yêu cầu"});
    officer.may_not(&path, "refer_share", refer(false), 422, "G11_SHARE").await;
    let half = json!({"share": {"parts": 1, "of": 2}, "paper": "Thỏa thuận"});
    officer.does(&path, "record_share", half).await;
    // What can be divided is seized as to the debtor's part only (L106 39.2).
    officer.may_not(&path, DECIDE, decision(), 422, "G11_SHARE").await;
    let part = json!({"proportion_exception": null, "debtors_part_only": true});
    officer.does(&path, DECIDE, part).await;

    let other = another(&app, &case, json!({})).await;
    found(&app, &other, common).await;
    officer.does(&other, "ask_for_share", json!({"paper": "Thông báo"})).await;
    officer.does(&other, "refer_share", refer(true)).await;
    let ruled = json!({"paper": "Quyết định", "debtors": true, "share": {"parts": 1, "of": 3}});
    let back = officer.does(&other, "record_ruling", ruled).await;
    assert_eq!(back["asset"]["verified"]["findings"]["common"]["share"], json!({"parts": 1, "of": 3}));
    officer.does(&other, "report_sham", json!({"paper": "Biên bản"})).await;
    officer.may_not(&other, "record_ruling", json!({"paper": "x", "debtors": true}), 409, "G12_NONE").await;
}

async fn an_asset_is_exploited_instead_of_sold(app: App) {
    let (_, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let officer = app.officer();
    let exploit = |agrees: bool| json!({"form": "Cho thuê, mỗi tháng 10 triệu", "creditor_agrees": agrees});
    officer.may_not(&path, "decide_exploitation", exploit(false), 422, "G-EXPLOIT").await;
    officer.does(&path, "decide_exploitation", exploit(true)).await;
    officer.does(&path, "sign_exploitation_contract", json!({"paper": "HĐ số 1"})).await;
    let end = |ground: &str| json!({"ground": ground, "paper": "Biên bản"});
    officer.may_not(&path, "end_exploitation", end("paid"), 422, "G61_RELEASE").await;
    let ended = officer.does(&path, "end_exploitation", end("inefficient")).await;
    assert_eq!(ended["asset"]["state"], "verified", "it may be seized and sold now");
}

async fn nothing_is_seized_before_the_case_is_ready(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    verifying(&app, &case).await;
    let path = house::record(&app, &case).await;
    let (open, unmet) = gate(&app, &path, GATE).await;
    assert!(
        !open && unmet.contains(&"G01_BASIS".to_owned()) && unmet.contains(&"G03_OWNER".to_owned()),
        "{unmet:?}"
    );
    assert_eq!(app.officer().get(&format!("{path}/gates/nothing")).await.status, 400);
    assert_eq!(app.as_("other_officer").get(&format!("{path}/gates/{GATE}")).await.status, 404);
}

on_both_engines!(
    each_finding_bars_the_seizure_and_its_cure_opens_it,
    what_else_bars_the_seizure,
    a_budget_body_s_house_is_not_seized,
    collateral_goes_together_or_two_people_say_why,
    two_seizures_of_one_thing_have_an_order,
    a_judged_attachment_is_taken_over,
    the_minutes_say_who_keeps_it_and_on_which_plan,
    graves_are_asked_to_be_moved_and_the_mortgagee_is_told,
    a_claim_stops_it_and_a_ruling_decides,
    a_share_is_agreed_or_the_court_decides,
    an_asset_is_exploited_instead_of_sold,
    nothing_is_seized_before_the_case_is_ready,
);

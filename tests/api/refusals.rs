//! What may not be done with a case or an asset: each act is refused for its own reason, with citation and cure, changes
//! nothing, and is on record as an attempt.

use serde_json::{Value, json};

use crate::support::build::{self, no_means, on_own_motion, on_request, owed, proactive};
use crate::support::house::{self, certificate, contract, minutes};
use crate::support::{App, on_both_engines};

fn reason() -> Value {
    json!({"reason": "Theo hồ sơ"})
}

async fn no_coercion_within_the_voluntary_period(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    app.on("2026-07-27"); // the last of ten days is a Saturday: it rolls to Monday
    let measure =
        |code: &str, reason: Value| json!({"debtor": case.debtor(), "measure": code, "reason": reason});
    let officer = app.officer();
    officer
        .may_not(&case.path, "issue_coercion_decision", measure("CM-ACC", Value::Null), 409, "G-VOL-OVER")
        .await;
    officer.may_not(&case.path, "coerce_early", measure("CM-ACC", Value::Null), 422, "G-EARLY").await;
    let freeze = measure("SM-FRZ-ACC", Value::Null);
    officer.may_not(&case.path, "apply_security_measure", freeze, 422, "G-EARLY").await;
    let found = officer.may_not(&case.path, "end_voluntary_period", json!({}), 409, "G-VOL-OVER").await;
    assert_eq!(found["not_before"], "2026-07-28");
    app.on("2026-07-28");
    officer
        .may_not(&case.path, "coerce_early", measure("CM-ACC", json!("Tẩu tán")), 409, "G-VOL-RUNNING")
        .await;
}

async fn a_digital_notice_is_no_notice(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let body = json!({"debtor": case.debtor(), "channel": "digital", "receiver": "addressee", "hour": null, "witness": false});
    app.officer().may_not(&case.path, "record_direct_notice", body, 422, "G-NOTICE-PHYS").await;
    let body = json!({"debtor": case.debtor(), "channel": "physical", "receiver": "co_resident", "hour": null, "witness": false});
    app.officer().may_not(&case.path, "record_direct_notice", body, 422, "G-NOTICE-EVID").await;
}

async fn nobody_is_able_before_the_registry_has_answered(app: App) {
    let case = build::in_verification(&app).await;
    let asset = house::record(&app, &case).await;
    let able = json!({"means": "assets", "confirmed_by": "UBND phường Mẫu"});
    app.officer().may_not(&case.path, "conclude_enforceable", able.clone(), 409, "G-VER-REGISTRY").await;
    app.officer().does(&asset, "query_registry", json!({"registry": "Văn phòng đăng ký đất đai"})).await;
    let found = app.officer().may_not(&case.path, "conclude_enforceable", able, 409, "G-VER-REGISTRY").await;
    assert!(found["message"].as_str().unwrap().contains("Nhà thửa 12"), "it names the asset: {found}");
    let unanswered =
        json!({"registry_answered_on": null, "owned_by_debtor": true, "estimated_value": 1_000_000});
    app.officer().may_not(&asset, "record_verification", unanswered, 422, "G03_OWNER").await;
}

async fn nobody_is_unable_without_a_ground_or_with_a_house(app: App) {
    let case = build::in_verification(&app).await;
    let action = "propose_not_enforceable";
    app.head().may_not(&case.path, "issue_not_enforceable_decision", json!({}), 409, "G-DRAFT").await;
    let mut groundless = no_means("2026-07-28");
    groundless.as_object_mut().unwrap().remove("ground");
    let answer = app.officer().act(&case.path, action, groundless).await;
    assert_eq!(answer.problem(422), "invalid_content");
    assert_eq!(answer.json()["errors"][0]["pointer"], "/ground");
    let mut early = no_means("2026-07-01");
    app.officer().may_not(&case.path, action, early.clone(), 422, "G-NE-GROUND").await;
    early["ground"] = json!("NE-B");
    early["ground_on"] = json!("2026-07-28");
    early["no_other_assets"] = json!(false);
    app.officer().may_not(&case.path, action, early, 422, "G-NE-OTHER").await;

    let asset = house::record(&app, &case).await;
    house::verify(&app, &asset, "2026-07-30", 100_000_000).await;
    app.officer().may_not(&case.path, action, no_means("2026-07-30"), 409, "G-NE-ASSET").await;
    app.officer().does(&asset, "exclude_asset", json!({"entry": "EX-2dd"})).await;
    app.officer().does(&case.path, action, no_means("2026-07-30")).await;
}

async fn the_separate_book_is_for_proactive_cases_after_two_years(app: App) {
    let asked = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::not_enforceable(&app, &asked).await;
    app.officer().may_not(&asked.path, "propose_separate_book", reason(), 409, "G-BOOK-PRO").await;
    let own = on_own_motion(&app, &[proactive("court_fee", 5_000_000)]).await;
    build::not_enforceable(&app, &own).await;
    app.on("2028-07-28");
    let found = app.officer().may_not(&own.path, "propose_separate_book", reason(), 409, "G-2Y").await;
    assert_eq!(found["not_before"], "2028-07-29", "the whole last day counts");
    app.on("2028-07-29");
    app.officer().may_not(&own.path, "propose_separate_book", reason(), 409, "G-REVERIFIED").await;
    app.clerk().does(&own.path, "receive_new_information", json!({"source": "creditor"})).await;
    app.officer().may_not(&own.path, "propose_separate_book", reason(), 409, "G-NO-NEWINFO").await;
}

async fn only_a_verified_asset_that_is_not_excluded_is_seized(app: App) {
    let (case, verified) =
        house::enforceable(&app, &[owed("other", 500_000_000, Some(1))], 600_000_000).await;
    let seize = || json!({"proportion_exception": null});
    let action = "issue_seizure_decision";
    app.officer().may_not(&verified, action, seize(), 422, "G05_PROPORTION").await;
    let unverified = house::record(&app, &case).await;
    app.officer().may_not(&unverified, action, seize(), 409, "G03_OWNER").await;
    let excluded = house::record(&app, &case).await;
    house::verify(&app, &excluded, "2026-08-04", 100_000_000).await;
    app.officer().does(&excluded, "exclude_asset", json!({"entry": "EX-2dd"})).await;
    app.officer().may_not(&excluded, action, seize(), 409, "G04_EXCLUDED").await;
    let free = app.officer().act(&excluded, "exclude_asset", json!({"entry": "EX-99"})).await;
    assert!(matches!(free.status, 409 | 422), "{}", free.text);
}

async fn a_seizure_has_its_notices_hours_and_minutes(app: App) {
    let (_, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    app.officer().does(&path, "issue_seizure_decision", json!({"proportion_exception": null})).await;
    let action = "carry_out_seizure";
    app.officer().may_not(&path, action, minutes(), 409, "G21_RE_NOTICE").await;
    let notices = json!({"seizure": true, "costs": true, "urgent_reason": null});
    app.officer().does(&path, "serve_seizure_notices", notices).await;
    app.on("2026-08-04");
    app.officer().may_not(&path, action, minutes(), 409, "G22_COST_NOTICE").await;
    app.on("2026-08-09");
    app.officer().may_not(&path, action, minutes(), 409, "G23_WINDOW").await;
    app.on("2026-08-12");
    let wrong = |field: &str, value: Value| {
        let mut body = minutes();
        body[field] = value;
        body
    };
    for (field, value, code) in [
        ("ended_at", json!("22:30"), "G23_WINDOW"),
        ("commune_present", json!(false), "G25_ATTENDANCE"),
        ("land_body_present", json!(false), "G25_ATTENDANCE"),
        ("minutes_complete", json!(false), "G26_MINUTES"),
    ] {
        app.officer().may_not(&path, action, wrong(field, value), 422, code).await;
    }
    app.officer().does(&path, action, minutes()).await;
}

async fn no_auction_contract_before_windows_and_notice_have_run(app: App) {
    let (case, path, until) = house::valued(&app).await;
    let officer = app.officer();
    app.on(until.as_str().unwrap());
    officer.may_not(&path, "close_revaluation_window", json!({}), 409, "G35_WINDOW_OPEN").await;
    let sign = || contract(700_000_000, "2026-09-30");
    officer.may_not(&path, "sign_auction_contract", sign(), 409, "G-STATE").await;
    app.after(&until);
    let again = json!({"party": case.debtor(), "advance_paid": true, "firm": "Công ty Hai"});
    officer.may_not(&path, "request_revaluation", again, 409, "G35_REVAL_TIME").await;
    officer.does(&path, "close_revaluation_window", json!({})).await;
    officer.may_not(&path, "sign_auction_contract", sign(), 409, "G42_SELECT_NOTICE").await;
    house::prepare(&app, &path).await;
    let notice = json!({"own_page": "https://thads.example/1", "national_portal": "https://dgts.example/1"});
    let published = officer.does(&path, "publish_selection_notice", notice).await;
    let last = published["asset"]["selection"]["notice_until"].clone();
    app.on(last.as_str().unwrap());
    let chosen = || house::choice("Tổ chức đấu giá Mẫu");
    officer.may_not(&path, "choose_auction_organisation", chosen(), 409, "G42_SELECT_NOTICE").await;
    app.after(&last);
    officer.may_not(&path, "sign_auction_contract", sign(), 409, "G42_ORG").await;
    officer.does(&path, "choose_auction_organisation", chosen()).await;
    officer.may_not(&path, "sign_auction_contract", sign(), 409, "G42_RESULT").await;
    officer.does(&path, "publish_selection_result", json!({})).await;
    officer
        .may_not(&path, "sign_auction_contract", contract(699_000_000, "2026-09-30"), 422, "G39_START_PRICE")
        .await;
    officer
        .may_not(&path, "sign_auction_contract", contract(700_000_000, "2026-12-30"), 422, "G45_SESSION_DATE")
        .await;
    officer.does(&path, "sign_auction_contract", sign()).await;
    app.on("2026-09-20");
    let late = house::posting(&app, "2026-09-30");
    officer.may_not(&path, "announce_auction", late, 422, "G44_NOTICE").await;
}

async fn a_window_runs_for_each_party(app: App) {
    let items = [owed("other", 500_000_000, Some(1)), owed("other", 400_000_000, Some(2))];
    let (case, path) = house::enforceable(&app, &items, 600_000_000).await;
    house::seize(&app, &path).await;
    house::value(&app, &case, &path, 700_000_000, &[0, 1]).await;
    app.on("2026-09-20");
    // The third party has not been told: its window has not even begun.
    app.officer().may_not(&path, "close_revaluation_window", json!({}), 409, "G35_WINDOW_OPEN").await;
}

async fn a_price_falls_by_a_tenth_and_only_after_a_failure(app: App) {
    let (_, path) = house::ready(&app).await;
    let reduce = |price: i64| json!({"new_price": price});
    app.officer().may_not(&path, "decide_reduction", reduce(650_000_000), 409, "G-STATE").await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    app.officer().may_not(&path, "decide_reduction", reduce(650_000_000), 409, "G46_FAILURE").await;
    app.officer()
        .may_not(&path, "record_sale", json!({"price": 699_999_999, "bidders": 1}), 422, "G39_START_PRICE")
        .await;
    app.officer().does(&path, "record_failed_auction", house::failed()).await;
    for price in [629_999_999, 700_000_000, 700_000_001] {
        app.officer().may_not(&path, "decide_reduction", reduce(price), 422, "G46_REDUCE").await;
    }
    app.officer().does(&path, "decide_reduction", reduce(630_000_000)).await;
}

async fn a_price_is_never_paid_in_cash_or_late(app: App) {
    let (_, path) = house::sold(&app).await;
    let cash = json!({"amount": 800_000_000, "channel": "cash", "bank_reference": null});
    let action = "record_buyer_payment";
    app.accountant().may_not(&path, action, cash, 422, "G55_NO_CASH").await;
    app.officer().may_not(&path, action, house::transfer(800_000_000), 403, "G-ROLE").await;
    app.officer().may_not(&path, "rescind_sale", json!({}), 409, "G55_PAY_TIME").await;
    let over = json!({"vacant": true, "receiver_present": true});
    app.officer().may_not(&path, "hand_over", over, 409, "G55_BUYER_PAID").await;
    app.on("2026-12-15");
    app.accountant().may_not(&path, action, house::transfer(800_000_000), 422, "G55_BUYER_PAID").await;
    app.officer().does(&path, "rescind_sale", json!({})).await;
}

async fn a_certificate_must_be_valid(app: App) {
    let (_, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    house::seize(&app, &path).await;
    let firm = |eligible: bool| json!({"firm": "Công ty Mẫu", "firm_eligible": eligible});
    app.officer().may_not(&path, "sign_valuation_contract", firm(false), 422, "G32_VALUER").await;
    app.officer().does(&path, "sign_valuation_contract", firm(true)).await;
    let mut expired = certificate(700_000_000);
    expired["valid_until"] = json!("2026-08-11");
    app.officer().may_not(&path, "record_valuation", expired, 422, "G38_CERT_VALID").await;
}

on_both_engines!(
    no_coercion_within_the_voluntary_period,
    a_digital_notice_is_no_notice,
    nobody_is_able_before_the_registry_has_answered,
    nobody_is_unable_without_a_ground_or_with_a_house,
    the_separate_book_is_for_proactive_cases_after_two_years,
    only_a_verified_asset_that_is_not_excluded_is_seized,
    a_seizure_has_its_notices_hours_and_minutes,
    no_auction_contract_before_windows_and_notice_have_run,
    a_window_runs_for_each_party,
    a_price_falls_by_a_tenth_and_only_after_a_failure,
    a_price_is_never_paid_in_cash_or_late,
    a_certificate_must_be_valid,
);

//! What each measure's decision says and may not take: accounts that are spared, minimum wages that stay, demands before a decision,
//! custody and its minutes, others' property.

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed};
use crate::support::enforce::{able, deadlines, last_decision, one, wrong_field};
use crate::support::measures::{account, but, deduct, freeze, income};
use crate::support::{App, on_both_engines};

const SECURE: &str = "apply_security_measure";
const COERCE: &str = "issue_coercion_decision";

async fn able_to_pay(app: &App) -> Case {
    able(app, &[owed("other", 500_000_000, Some(1))], "income").await
}

fn with(case: &Case, measure: &str, content: Value) -> Value {
    json!({"debtor": case.debtor(), "measure": measure, "reason": "Tẩu tán", "content": content})
}

fn thing(kind: &str, more: Value) -> Value {
    let mut thing = json!({"kind": kind, "description": "Mô tả", "quantity": "01"});
    for (name, value) in more.as_object().unwrap() {
        thing[name] = value.clone();
    }
    thing
}

async fn each_measure_says_what_its_kind_needs(app: App) {
    let case = able_to_pay(&app).await;
    let officer = app.officer();
    let bare = |measure: &str| json!({"debtor": case.debtor(), "measure": measure, "reason": "Tẩu tán"});
    for measure in ["SM-FRZ-ACC", "SM-FRZ-DEP", "SM-FRZ-SEC", "SM-SUS", "SM-HLD"] {
        wrong_field(officer, &case.path, SECURE, bare(measure), "/content", "required").await;
    }
    for measure in ["CM-ACC", "CM-CASH-BIZ", "CM-CASH-HELD", "CM-CASH-3P", "CM-CASH-JD", "CM-PAPER", "CM-INC"]
    {
        wrong_field(officer, &case.path, COERCE, bare(measure), "/content", "required").await;
    }
    let other = with(&case, "SM-HLD", json!({"account_freeze": account()}));
    wrong_field(officer, &case.path, SECURE, other, "/content", "contradicts").await;
    let none = with(&case, "CM-DELIV", json!({"cash": {"amount": 1}}));
    wrong_field(officer, &case.path, COERCE, none, "/content", "contradicts").await;
    let long = with(&case, "SM-FRZ-ACC", json!({"account_freeze": but(account(), "/name", json!(""))}));
    wrong_field(officer, &case.path, SECURE, long, "/content/account_freeze/name", "length").await;

    let frozen = officer.does(&case.path, SECURE, freeze(&case)).await;
    let terms = &frozen["case"]["coercion"]["terms"][0];
    assert_eq!(terms["amount"], 500_000_000, "debt and costs of the day (ND152 43.1)");
    assert_eq!(terms["decision"], frozen["case"]["measures"][0]["decision"]);
    let deposit = json!({"deposit_freeze": {"keeper": "Kho Mẫu", "property": "Hàng", "place": "Phường Mẫu"}});
    officer.does(&case.path, SECURE, with(&case, "SM-FRZ-DEP", deposit)).await;
    let securities = json!({"securities_freeze": {"listing": "listed", "code": "AAA", "quantity": 1_000}});
    officer.does(&case.path, SECURE, with(&case, "SM-FRZ-SEC", securities)).await;
    let stop = |stops: Value| {
        with(&case, "SM-SUS", json!({"stop": {"property": "Thửa 12", "common": true, "stops": stops}}))
    };
    let action = "/content/stop/stops";
    wrong_field(officer, &case.path, SECURE, stop(json!(["transfer", "transfer"])), action, "duplicate")
        .await;
    officer.does(&case.path, SECURE, stop(json!(["transfer", "registration"]))).await;
}

async fn budget_money_is_spared_and_no_more_than_the_debt_is_taken(app: App) {
    let case = able_to_pay(&app).await;
    let officer = app.officer();
    for (keeper, fund) in [
        ("bank", "budget_money"),
        ("treasury", "budget_fund"),
        ("treasury", "held_for_state"),
        ("treasury", "own"),
    ] {
        let spared = json!({"keeper": keeper, "name": "Nơi giữ", "fund": fund});
        let body = with(&case, "SM-FRZ-ACC", json!({"account_freeze": spared}));
        wrong_field(officer, &case.path, SECURE, body, "/content/account_freeze/fund", "G-ACC-SPARED").await;
        let body = but(deduct(&case, 1), "/content/deduction/from/0/account", spared);
        let at = "/content/deduction/from/0/account/fund";
        wrong_field(officer, &case.path, COERCE, body, at, "G-ACC-SPARED").await;
    }
    let too_much = deduct(&case, 500_000_001);
    wrong_field(officer, &case.path, COERCE, too_much, "/content/deduction/from", "G05_PROPORTION").await;
    let nothing = deduct(&case, 0);
    let at = "/content/deduction/from/0/amount";
    wrong_field(officer, &case.path, COERCE, nothing, at, "amount_out_of_range").await;
    for (pointer, value, code) in [
        ("/content/deduction/receiving_account", Value::Null, "required"),
        ("/content/deduction/execute_by", json!("2026-07-27"), "contradicts"),
    ] {
        let body = but(deduct(&case, 1), pointer, value);
        wrong_field(officer, &case.path, COERCE, body, pointer, code).await;
    }
    let direct = but(deduct(&case, 1), "/content/deduction/to", json!("creditor"));
    let at = "/content/deduction/receiving_account";
    wrong_field(officer, &case.path, COERCE, direct, at, "contradicts").await;
    let treasury = json!({"keeper": "treasury", "name": "Kho bạc Mẫu", "fund": "service_revenue"});
    let two =
        json!([{"account": account(), "amount": 300_000_000}, {"account": treasury, "amount": 200_000_000}]);
    let done = officer.does(&case.path, COERCE, but(deduct(&case, 1), "/content/deduction/from", two)).await;
    assert_eq!(done["case"]["coercion"]["terms"][0]["amount"], 500_000_000, "several accounts (ND152 49.2)");
    let held = |body: Value| with(&case, "CM-CASH-HELD", json!({"cash": body}));
    let anothers = held(json!({"amount": 1_000_000, "anothers": true}));
    wrong_field(officer, &case.path, COERCE, anothers, "/content/cash/anothers", "G-ACC-SPARED").await;
    let more = held(json!({"amount": 500_000_001}));
    wrong_field(officer, &case.path, COERCE, more, "/content/cash/amount", "G05_PROPORTION").await;
    officer.does(&case.path, COERCE, held(json!({"amount": 1_000_000}))).await;
}

/// Region, income, dependants, agreed otherwise, deducted, and whether that may be.
const INCOMES: &[(u8, i64, u8, bool, i64, bool)] = &[
    (1, 6_310_000, 0, false, 1_000_000, true),
    (1, 6_310_000, 0, false, 1_000_001, false),
    (2, 5_730_000, 0, false, 1_000_000, true),
    (2, 5_730_000, 0, false, 1_000_001, false),
    (3, 9_280_000, 1, false, 1_000_000, true),
    (3, 9_280_000, 1, false, 1_000_001, false),
    (4, 12_100_000, 2, false, 1_000_000, true),
    (4, 12_100_000, 2, false, 1_000_001, false),
    // Less than what must stay: nothing.
    (4, 3_699_999, 0, false, 1, false),
    // The debtor's own part may be agreed otherwise, a dependant's not.
    (1, 6_310_000, 1, true, 1_000_000, true),
    (1, 6_310_000, 1, true, 1_000_001, false),
    (1, 1_000_000, 0, true, 1_000_000, true),
];

async fn minimum_wages_stay_with_debtor_and_dependants(app: App) {
    let case = able_to_pay(&app).await;
    for (region, earned, dependants, agreed, amount, fits) in INCOMES {
        let mut body = income(&case, *amount);
        for (name, value) in [
            ("region", json!(region)),
            ("income", json!(earned)),
            ("dependants", json!(dependants)),
            ("agreed", json!(agreed)),
        ] {
            body["content"]["income"][name] = value;
        }
        if *fits {
            app.officer().does(&case.path, COERCE, body).await;
        } else {
            wrong_field(app.officer(), &case.path, COERCE, body, "/content/income/amount", "G-MIN-LEFT")
                .await;
        }
    }
    let nowhere = but(income(&case, 1), "/content/income/region", json!(5));
    wrong_field(app.officer(), &case.path, COERCE, nowhere, "/content/income/region", "range").await;
}

async fn a_business_and_its_household_live_on(app: App) {
    let case = able_to_pay(&app).await;
    let officer = app.officer();
    let take = |every: &str, agreed: bool, amount: i64| {
        with(
            &case,
            "CM-CASH-BIZ",
            json!({"business": {"every": every, "income": 40_000_000,
            "left_for_business": 10_000_000, "region": 4, "agreed": agreed, "amount": amount}}),
        )
    };
    let at = "/content/business/amount";
    for (every, agreed, most) in
        [("month", false, 26_300_000), ("quarter", false, 18_900_000), ("quarter", true, 30_000_000)]
    {
        wrong_field(officer, &case.path, COERCE, take(every, agreed, most + 1), at, "G-MIN-LEFT").await;
        officer.does(&case.path, COERCE, take(every, agreed, most)).await;
    }
    wrong_field(officer, &case.path, COERCE, take("year", false, 1), at, "G-MIN-LEFT").await;
}

async fn a_holder_is_asked_before_anything_is_decided(app: App) {
    let case = able_to_pay(&app).await;
    let officer = app.officer();
    let demand = |measure: &str| {
        json!({"debtor": case.debtor(), "measure": measure, "holder": "Công ty Hai", "facts": "Hợp đồng vay",
            "amount": 50_000_000, "until": "2026-08-03", "other_agency": false})
    };
    let action = "demand_from_holder";
    for (pointer, value, code) in [
        ("/debtor", case.party(1), "not_a_party"),
        ("/measure", json!("CM-ACC"), "not_in_list"),
        ("/measure", json!("CM-PAPER"), "not_in_list"),
        ("/in_force_on", json!("2026-01-05"), "contradicts"),
        ("/other_agency", json!(true), "contradicts"),
        ("/amount", json!(0), "amount_out_of_range"),
        ("/until", json!("2026-07-28"), "contradicts"),
    ] {
        wrong_field(officer, &case.path, action, but(demand("CM-CASH-3P"), pointer, value), pointer, code)
            .await;
    }
    officer.does(&case.path, action, demand("CM-CASH-3P")).await;
    let asked = last_decision(&app, &case).await;
    let take = |measure: &str, demand: &Value, amount: i64| {
        with(&case, measure, json!({"holder": {"demand": demand, "amount": amount}}))
    };
    let at = "/content/holder/demand";
    wrong_field(officer, &case.path, COERCE, take("CM-CASH-JD", &asked, 1), at, "not_in_list").await;
    wrong_field(officer, &case.path, COERCE, take("CM-CASH-3P", &asked, 1), at, "G-HOLDER-TERM").await;
    app.on("2026-08-04");
    let more = take("CM-CASH-3P", &asked, 50_000_001);
    wrong_field(officer, &case.path, COERCE, more, "/content/holder/amount", "amount_out_of_range").await;
    officer.does(&case.path, COERCE, take("CM-CASH-3P", &asked, 50_000_000)).await;

    let by_judgment = but(demand("CM-CASH-JD"), "/until", json!("2026-08-10"));
    wrong_field(officer, &case.path, action, by_judgment.clone(), "/in_force_on", "required").await;
    let in_force = but(by_judgment, "/in_force_on", json!("2026-01-05"));
    officer.does(&case.path, action, but(in_force.clone(), "/other_agency", json!(true))).await;
    let asked_agency = last_decision(&app, &case).await;
    officer.does(&case.path, action, in_force).await;
    let asked_person = last_decision(&app, &case).await;
    app.on("2026-08-11");
    wrong_field(officer, &case.path, COERCE, take("CM-CASH-JD", &asked_agency, 1), at, "contradicts").await;
    officer.does(&case.path, COERCE, take("CM-CASH-JD", &asked_person, 1_000_000)).await;

    let paper = json!({"paper": {"paper": "Trái phiếu", "with": "third_person", "value": 10_000_000}});
    officer.does(&case.path, COERCE, with(&case, "CM-PAPER", paper)).await;
    officer.does(&case.path, action, but(demand("CM-PAPER"), "/until", json!("2026-08-20"))).await;
}

async fn custody_has_its_minutes(app: App) {
    let case = on_request(&app, &[owed("other", 500_000_000, Some(1))]).await;
    let officer = app.officer();
    let by_minutes = |things: Value, signed: bool| {
        json!({"debtor": case.debtor(), "measure": "SM-HLD", "at_hour": "08:30", "reason": "Gấp", "things": things,
            "signed_by_holder": signed})
    };
    let action = "secure_by_minutes";
    wrong_field(officer, &case.path, action, by_minutes(json!([]), true), "/things", "required").await;
    let notes = json!([{"denomination": 500_000, "count": 20}]);
    for (thing, field, code) in [
        (thing("cash", json!({})), "notes", "required"),
        (thing("foreign_cash", json!({"notes": notes})), "currency", "required"),
        (thing("precious", json!({})), "sealed_before", "required"),
        (thing("papers", json!({"notes": notes})), "notes", "contradicts"),
        (thing("movable", json!({"sealed_before": "holder"})), "sealed_before", "contradicts"),
    ] {
        let body = by_minutes(json!([thing]), true);
        wrong_field(officer, &case.path, action, body, &format!("/things/0/{field}"), code).await;
    }
    let cash = json!([
        thing("cash", json!({"notes": notes})),
        thing("precious", json!({"sealed_before": "relative"}))
    ]);
    wrong_field(officer, &case.path, action, by_minutes(cash.clone(), false), "/witness", "required").await;
    let other = but(by_minutes(cash.clone(), true), "/measure", json!("SM-FRZ-ACC"));
    wrong_field(officer, &case.path, action, other, "/things", "contradicts").await;
    officer.does(&case.path, action, by_minutes(cash, true)).await;
    let minutes = last_decision(&app, &case).await;
    one(&deadlines(&app, &case, "freeze_decision").await, "open", "2026-07-16");
    let custody = || with(&case, "SM-HLD", json!({"custody": {"property": "Tiền, vàng", "with": "debtor"}}));
    let decided = officer.does(&case.path, SECURE, but(custody(), "/minutes", minutes)).await;
    assert_eq!(
        decided["case"]["coercion"]["terms"][0]["things"].as_array().unwrap().len(),
        2,
        "from the minutes"
    );

    let decision = last_decision(&app, &case).await;
    let minutes = |decision: &Value| json!({"decision": decision, "things": [thing("papers", json!({}))], "signed_by_holder": false, "witness": true});
    let action = "record_things_held";
    wrong_field(officer, &case.path, action, minutes(&decision), "/decision", "duplicate").await;
    officer.does(&case.path, SECURE, custody()).await;
    let second = last_decision(&app, &case).await;
    let unsigned = but(minutes(&second), "/witness", json!(false));
    wrong_field(officer, &case.path, action, unsigned, "/witness", "required").await;
    officer.does(&case.path, action, minutes(&second)).await;
}

async fn others_answer_only_on_their_ground(app: App) {
    let case = able_to_pay(&app).await;
    let officer = app.officer();
    let target = |ground: &str, insufficient: bool| {
        but(
            freeze(&case),
            "/target",
            json!({"ground": ground, "party": null, "facts": "Đăng ký hộ kinh doanh",
            "common_insufficient": insufficient}),
        )
    };
    let at = "/target/common_insufficient";
    wrong_field(officer, &case.path, SECURE, target("TG-A", false), at, "G-TARGET").await;
    wrong_field(officer, &case.path, SECURE, target("TG-B", true), at, "G-TARGET").await;
    let otherwise = but(target("TG-A", true), "/target/otherwise_provided", json!(true));
    wrong_field(officer, &case.path, SECURE, otherwise, "/target/otherwise_provided", "G-TARGET").await;
    let stranger = but(target("TG-E", false), "/target/party", case.id.clone());
    wrong_field(officer, &case.path, SECURE, stranger, "/target/party", "not_a_party").await;
    let done = officer.does(&case.path, SECURE, target("TG-A", true)).await;
    assert_eq!(done["case"]["coercion"]["terms"][0]["target"]["ground"], "TG-A");
    for by in ["credit_institution", "other_authority"] {
        let taken = but(freeze(&case), "/taken_by", json!(by));
        wrong_field(officer, &case.path, SECURE, taken, "/taken_by", "G-TAKEN").await;
    }
    let stranger = but(freeze(&case), "/requested_by", case.id.clone());
    wrong_field(officer, &case.path, SECURE, stranger, "/requested_by", "not_a_party").await;
    let asked = officer.does(&case.path, SECURE, but(freeze(&case), "/requested_by", case.party(1))).await;
    assert_eq!(
        asked["case"]["coercion"]["terms"][1]["requested_by"],
        case.party(1),
        "who answers for it (L106 66.3)"
    );
}

on_both_engines!(
    each_measure_says_what_its_kind_needs,
    budget_money_is_spared_and_no_more_than_the_debt_is_taken,
    minimum_wages_stay_with_debtor_and_dependants,
    a_business_and_its_household_live_on,
    a_holder_is_asked_before_anything_is_decided,
    custody_has_its_minutes,
    others_answer_only_on_their_ground,
);

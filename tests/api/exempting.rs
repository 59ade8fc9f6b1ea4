//! Exemption from and reduction of duties to the State budget: thresholds at their boundaries, the court's way, the effect, and
//! each guard's refusal (L106 42–45).

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_own_motion, proactive};
use crate::support::moving::is_open;
use crate::support::{App, on_both_engines};

/// A proactive case of 15 July 2026, without means, verified again on that later day.
async fn old_case(app: &App, amounts: &[i64], on: &str) -> Case {
    let items: Vec<Value> = amounts.iter().map(|amount| proactive("court_fee", *amount)).collect();
    let case = on_own_motion(app, &items).await;
    build::not_enforceable(app, &case).await;
    verify(app, &case, on).await;
    case
}

async fn verify(app: &App, case: &Case, on: &str) {
    app.on(on);
    let found = json!({"shows_ability": false, "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "verify_periodically", found).await;
}

fn ask(case: &Case, kind: &str) -> Value {
    let proved = json!({"met": true, "proof": "Biên bản xác minh"});
    let rest = kind == "exempt_rest";
    json!({"debtor": case.debtor(), "kind": kind, "amount": null, "first_decided_on": null,
        "assets": if rest { Value::Null } else { proved.clone() },
        "income": if rest { Value::Null } else { proved },
        "hardship": if rest { json!("Thiên tai kéo dài") } else { Value::Null },
        "procuracy_opinion": "Văn bản số 2/VKS"})
}

/// Sent to the court; the proposal.
async fn send(app: &App, case: &Case, body: Value) -> Value {
    app.officer().does(&case.path, "propose_exemption", body).await;
    let done = app.head().does(&case.path, "send_exemption_file", json!({})).await;
    done["case"]["exemptions"].as_array().unwrap().last().unwrap().clone()
}

fn step(exemption: &Value, step: &str, granted: Value) -> Value {
    json!({"exemption": exemption["id"], "step": step, "number": "3/2031/QĐ-TA", "granted": granted})
}

/// Accepted and decided today, received by both procuracies.
async fn decided(app: &App, case: &Case, exemption: &Value, granted: i64) {
    for (name, granted) in [
        ("accepted", Value::Null),
        ("decided", json!(granted)),
        ("received", Value::Null),
        ("received_above", Value::Null),
    ] {
        app.clerk().does(&case.path, "record_exemption_paper", step(exemption, name, granted)).await;
    }
}

/// What may be asked for so much, after five years and after ten: `x` exempt, else the largest cut.
const GOLDEN: &[(i64, Option<i64>, Option<i64>)] = &[
    (4_999_999, Some(4_999_999), Some(4_999_999)),
    (5_000_000, None, Some(5_000_000)),
    (10_000_000, None, Some(10_000_000)),
    (10_000_001, None, None),
];
const CUTS: &[(i64, Option<i64>, Option<i64>)] = &[
    (4_999_999, None, None),
    (5_000_000, Some(1_250_000), Some(1_250_000)),
    (10_000_001, Some(2_500_000), Some(2_500_000)),
    (100_000_000, Some(25_000_000), Some(25_000_000)),
    (100_000_001, None, Some(20_000_000)),
    (250_000_001, None, Some(50_000_000)),
];

async fn may_ask(app: &App, case: &Case, kind: &str, expected: Option<i64>) {
    let action = "propose_exemption";
    let Some(amount) = expected else {
        app.officer().may_not(&case.path, action, ask(case, kind), 422, "G-MG").await;
        return;
    };
    let mut more = ask(case, kind);
    more["amount"] = json!(amount + 1);
    app.officer().may_not(&case.path, action, more, 422, "G-MG").await;
    let mut body = ask(case, kind);
    body["amount"] = json!(amount);
    app.officer().does(&case.path, action, body).await;
}

async fn the_thresholds_hold_at_their_boundaries(app: App) {
    for (kind, table) in [("exempt", GOLDEN), ("reduce", CUTS)] {
        for (amount, after_five, after_ten) in table {
            let case = old_case(&app, &[*amount], "2031-07-15").await;
            may_ask(&app, &case, kind, None).await; // the last day of the five years
            app.on("2031-07-16");
            may_ask(&app, &case, kind, *after_five).await;
            verify(&app, &case, "2036-07-15").await;
            may_ask(&app, &case, kind, *after_five).await; // the last day of the ten
            app.on("2036-07-16");
            may_ask(&app, &case, kind, *after_ten).await;
        }
    }
}

async fn a_reduction_takes_effect_when_nobody_protests(app: App) {
    let case = old_case(&app, &[6_000_000, 4_000_003], "2031-07-16").await;
    let asked = send(&app, &case, ask(&case, "reduce")).await;
    assert_eq!(
        (&asked["remaining"], &asked["asked"]),
        (&json!(10_000_003), &json!(2_500_000)),
        "rounded down"
    );
    assert!(is_open(&app, &case, "exempt_accept").await);
    let early = json!({"exemption": asked["id"]});
    app.clerk().may_not(&case.path, "record_exemption_effect", early.clone(), 409, "G-DC-EFFECT").await;
    decided(&app, &case, &asked, 2_500_000).await;
    assert!(
        is_open(&app, &case, "exempt_protest").await && is_open(&app, &case, "exempt_protest_upper").await
    );
    assert!(!is_open(&app, &case, "exempt_send").await);
    let found =
        app.clerk().may_not(&case.path, "record_exemption_effect", early.clone(), 409, "G-DC-EFFECT").await;
    assert_eq!(found["not_before"], "2031-08-01", "fifteen days for the upper procuracy");
    let again = ask(&case, "reduce");
    app.officer().may_not(&case.path, "propose_exemption", again, 422, "G-MG-ONCE").await;
    app.on("2031-08-01");
    let late = step(&asked, "protested", Value::Null);
    let answer = app.clerk().act(&case.path, "record_exemption_paper", late).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/step", "{}", answer.text);
    let done = app.clerk().does(&case.path, "record_exemption_effect", early.clone()).await["case"].clone();
    assert_eq!(done["amount_due"], 7_500_003);
    let exemption = &done["exemptions"][0];
    assert_eq!(
        (&exemption["interest_falls_away"], &exemption["in_effect_on"]),
        (&json!(true), &json!("2031-08-01"))
    );
    let paper = done["papers"].as_array().unwrap().last().unwrap();
    assert_eq!((&paper["gives"], &paper["id"]), (&json!("DC-5"), &exemption["paper"]));
    assert!(is_open(&app, &case, "terminate").await && !is_open(&app, &case, "exempt_protest_upper").await);
    let items = app.officer().get(&case.sub("obligations")).await.items();
    let reduced: Vec<&Value> = items.iter().filter(|item| item["status"] == "reduced").collect();
    assert_eq!((reduced.len(), items.len()), (1, 2));
    app.clerk().may_not(&case.path, "record_exemption_effect", early, 409, "G-DC-EFFECT").await;
    the_cut_is_terminated_once(&app, &case, exemption).await;
    once_a_year(&app, &case).await;
    hidden_assets_are_reported(&app, &case, exemption).await;
}

/// The court's cut is made; terminating it takes nothing more off.
async fn the_cut_is_terminated_once(app: &App, case: &Case, exemption: &Value) {
    let body = |cuts: Value| json!({"paper": exemption["paper"], "cuts": cuts});
    let again = body(json!([{"item": exemption["items"][0], "amount": 2_500_000}]));
    let answer = app.officer().act(&case.path, "propose_partial_termination", again).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/cuts", "{}", answer.text);
    let whole = json!({"paper": exemption["paper"]});
    let answer = app.officer().act(&case.path, "propose_termination", whole).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/paper", "{}", answer.text);
    app.officer().does(&case.path, "propose_partial_termination", body(json!([]))).await;
    let done = app.head().does(&case.path, "terminate_part", json!({})).await["case"].clone();
    assert_eq!((&done["amount_due"], &done["stage"]), (&json!(7_500_003), &json!("not_enforceable")));
    assert!(!is_open(app, case, "terminate").await);
}

async fn once_a_year(app: &App, case: &Case) {
    verify(app, case, "2032-07-16").await;
    let action = "propose_exemption";
    app.officer().may_not(&case.path, action, ask(case, "reduce"), 422, "G-MG-ONCE").await;
    app.on("2032-07-17");
    app.officer().does(&case.path, action, ask(case, "reduce")).await;
}

async fn hidden_assets_are_reported(app: &App, case: &Case, exemption: &Value) {
    let body =
        json!({"exemption": exemption["id"], "to": "Viện trưởng VKSND tỉnh", "evidence": "Biên bản số 9"});
    app.officer().does(&case.path, "propose_exemption_reopening", body).await;
    let done = app.head().does(&case.path, "request_exemption_reopening", json!({})).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "exemption_reopening_proposal");
}

async fn an_exemption_after_a_protest_waits_for_the_upper_court(app: App) {
    let case = old_case(&app, &[4_000_000], "2031-07-16").await;
    let asked = send(&app, &case, ask(&case, "exempt")).await;
    decided(&app, &case, &asked, 4_000_000).await;
    let record = "record_exemption_paper";
    app.clerk().does(&case.path, record, step(&asked, "protested", Value::Null)).await;
    assert!(is_open(&app, &case, "exempt_fileup").await && !is_open(&app, &case, "exempt_protest").await);
    app.on("2031-08-01");
    let effect = json!({"exemption": asked["id"]});
    app.clerk().may_not(&case.path, "record_exemption_effect", effect.clone(), 409, "G-DC-EFFECT").await;
    app.clerk().does(&case.path, record, step(&asked, "file_up", Value::Null)).await;
    assert!(is_open(&app, &case, "exempt_appeal").await);
    let too_much =
        app.clerk().act(&case.path, record, step(&asked, "appeal_decided", json!(4_000_001))).await;
    assert_eq!(too_much.json()["errors"][0]["code"], "amount_out_of_range");
    app.clerk().does(&case.path, record, step(&asked, "appeal_decided", json!(4_000_000))).await;
    let done = app.clerk().does(&case.path, "record_exemption_effect", effect).await["case"].clone();
    assert_eq!(done["amount_due"], 0);
    let items = app.officer().get(&case.sub("obligations")).await.items();
    assert_eq!((&items[0]["status"], &items[0]["amount"]), (&json!("exempted"), &json!(0)));
    let whole = json!({"paper": done["exemptions"][0]["paper"]});
    app.officer().does(&case.path, "propose_termination", whole).await;
    let done = app.head().does(&case.path, "terminate", json!({})).await;
    assert_eq!(done["case"]["stage"], "ended");
}

async fn the_file_must_hold(app: App) {
    let case = old_case(&app, &[4_000_000], "2031-07-16").await;
    let action = "propose_exemption";
    let record = "record_exemption_paper";
    app.clerk()
        .may_not(
            &case.path,
            record,
            step(&json!({"id": case.id}), "accepted", Value::Null),
            409,
            "G-MG-PENDING",
        )
        .await;
    let reopening = json!({"exemption": case.id, "to": "Chánh án", "evidence": "Biên bản"});
    app.officer().may_not(&case.path, "propose_exemption_reopening", reopening, 409, "G-MG-GRANTED").await;
    let not_met = json!({"met": false, "proof": "Biên bản xác minh"});
    let mut neither = ask(&case, "exempt");
    (neither["assets"], neither["income"]) = (not_met.clone(), not_met.clone());
    app.officer().may_not(&case.path, action, neither, 422, "G-MG").await;
    let mut unproved = ask(&case, "exempt");
    unproved["income"] = Value::Null;
    let answer = app.officer().act(&case.path, action, unproved).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/income");
    let mut later = ask(&case, "exempt");
    later["first_decided_on"] = json!("2026-07-16");
    let answer = app.officer().act(&case.path, action, later).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/first_decided_on");
    // Nothing was performed before the hardship.
    app.officer().may_not(&case.path, action, ask(&case, "exempt_rest"), 422, "G-MG").await;
    let mut one = ask(&case, "exempt");
    one["assets"] = not_met;
    let sent = send(&app, &case, one).await;
    assert_eq!(sent["one_condition_only"], true, "the text says or: accepted, and marked");
    app.clerk().does(&case.path, record, step(&sent, "dropped", Value::Null)).await;
    app.on("2031-10-16"); // three months after the minutes
    app.officer().does(&case.path, action, ask(&case, "exempt")).await;
    app.on("2031-10-17");
    let found = app.officer().may_not(&case.path, action, ask(&case, "exempt"), 409, "G-MG-FRESH").await;
    assert!(found["message"].as_str().unwrap().contains("2031"), "{found}");
}

async fn the_rest_is_exempted_after_a_hardship(app: App) {
    let case = on_own_motion(&app, &[proactive("fine", 200_000_000)]).await;
    build::verifying(&app, &case).await;
    let paid = json!({"obligation": case.item(0), "amount": 50_000_000, "evidence": "Biên lai"});
    app.officer().does(&case.path, "record_performance", paid).await;
    app.officer().may_not(&case.path, "propose_exemption", ask(&case, "exempt"), 422, "G-MG").await;
    let sent = send(&app, &case, ask(&case, "exempt_rest")).await;
    assert_eq!((&sent["asked"], &sent["kind"]), (&json!(150_000_000), &json!("exempt_rest")));
}

on_both_engines!(
    the_thresholds_hold_at_their_boundaries,
    a_reduction_takes_effect_when_nobody_protests,
    an_exemption_after_a_protest_waits_for_the_upper_court,
    the_file_must_hold,
    the_rest_is_exempted_after_a_hardship,
);

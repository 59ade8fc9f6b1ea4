//! Late interest: only where it was judged and asked for, not while an agreed postponement stops it, after the principal, the same for
//! any day however late one asks (ND152 29; L106 46.1.c).

use serde_json::{Value, json};

use crate::distributions::{against, paid_in};
use crate::support::build::{self, Case, judgment_body, owed};
use crate::support::{App, interrupt, on_both_engines, pay};

/// 365 million at the law's rate: 100,000 a day.
fn bearing() -> Value {
    let mut item = owed("other", 365_000_000, Some(1));
    item["interest"] = json!({"rates": [], "from": null, "asked_on": null});
    item
}

async fn on(app: &App, case: &Case, day: &str) -> Value {
    app.auditor().get(&format!("{}/interest?on={day}", case.path)).await.items()[0].clone()
}

async fn ask(app: &App, case: &Case) {
    let body = json!({"obligation": case.item(0), "paper": "Đơn ngày 28/7/2026"});
    app.clerk().does(&case.path, "ask_late_interest", body).await;
}

async fn it_runs_from_the_request_and_follows_the_principal(app: App) {
    let case = pay::case(&app, &[bearing()]).await;
    assert_eq!(on(&app, &case, "2026-07-28").await["why_none"], "not_asked");
    ask(&app, &case).await;
    let found = on(&app, &case, "2026-07-28").await;
    // Requested on 14 July: fourteen days.
    assert_eq!((&found["from"], &found["due"]), (&json!("2026-07-14"), &json!(1_400_000)));
    app.on("2026-08-03");
    pay::collected(&app, &case, 73_000_000).await;
    let (path, _) = pay::approved(&app, &case).await;
    let interest = pay::line(&app, &path, &case.item(0), "interest").await;
    assert_eq!(
        (&interest["claim_dong"], &interest["share_dong"]),
        (&json!(2_000_000), &json!(0)),
        "principal first"
    );
    // 292 million from then on: 80,000 a day, ten days.
    let later = on(&app, &case, "2026-08-13").await;
    assert_eq!(later["due"], 2_800_000, "{later}");
    app.on("2026-08-13");
    pay::collected(&app, &case, 293_000_000).await;
    let (path, _) = pay::approved(&app, &case).await;
    let interest = pay::line(&app, &path, &case.item(0), "interest").await;
    assert_eq!((&interest["claim_dong"], &interest["share_dong"]), (&json!(2_800_000), &json!(1_000_000)));
    let shown = app.officer().get(&case.path).await.ok();
    assert_eq!(shown["amount_paid"], 365_000_000, "interest is no part of what was pronounced");
    // Nothing more accrues, and an earlier day gives what it gave.
    app.on("2026-12-31");
    let last = on(&app, &case, "2026-12-31").await;
    assert_eq!(
        (&last["accrued"]["interest"], &last["paid"], &last["due"]),
        (&json!(2_800_000), &json!(1_000_000), &json!(1_800_000))
    );
    assert_eq!(on(&app, &case, "2026-07-28").await["due"], 1_400_000);
    assert_eq!(on(&app, &case, "2026-08-03").await["due"], 2_000_000);
}

async fn an_agreed_postponement_stops_it(app: App) {
    let case = pay::case(&app, &[bearing()]).await;
    ask(&app, &case).await;
    app.on("2026-08-03");
    interrupt::agreed(&app, &case, "2026-08-23", json!({})).await;
    // 20 days until 3 August, none of the twenty until 23 August, ten until 2 September.
    let found = on(&app, &case, "2026-09-02").await;
    assert_eq!(found["due"], 3_000_000, "{found}");
    let stopped: Vec<i64> = found["accrued"]["segments"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["stopped"] == true)
        .map(|one| one["days"].as_i64().unwrap())
        .collect();
    assert_eq!(stopped, [20]);
}

async fn money_of_two_days_lowers_the_base_on_each(app: App) {
    let case = pay::case(&app, &[bearing()]).await;
    ask(&app, &case).await;
    app.on("2026-08-03");
    pay::collected(&app, &case, 182_500_000).await;
    app.on("2026-08-13");
    pay::collected(&app, &case, 182_500_000).await;
    let path = pay::prepared(&app, &case).await;
    let interest = pay::line(&app, &path, &case.item(0), "interest").await;
    // Twenty days on the whole, ten on half.
    assert_eq!(interest["claim_dong"], 2_500_000);
    app.head().does(&path, "approve_distribution", json!({})).await;
    assert_eq!(on(&app, &case, "2026-08-13").await["due"], 2_500_000, "the same after it was shared");
}

/// Where the parties agreed, or the judgment says so, interest goes first; what the creditor gets is the same (ND152 29.1).
async fn interest_goes_first_only_by_agreement(app: App) {
    let case = pay::case(&app, &[bearing(), owed("other", 5_000_000, Some(2))]).await;
    ask(&app, &case).await;
    app.on("2026-08-03");
    pay::collected(&app, &case, 37_000_000).await;
    let first = |items: &[Value]| {
        let agreed =
            |item: &Value| json!({"obligation": item, "paper": "Biên bản thỏa thuận ngày 01/8/2026"});
        json!({"case": case.id, "asset": null, "rent_region": null,
            "stated": {"interest_first": items.iter().map(agreed).collect::<Vec<_>>()}})
    };
    let refused = app.officer().post("/distributions", &first(&[case.item(1)])).await;
    assert_eq!(refused.codes(), ["not_in_list"], "it bears none");
    let refused = app.officer().post("/distributions", &first(&[case.item(0), case.item(0)])).await;
    assert_eq!(refused.codes(), ["duplicate"]);
    let made = app.officer().post("/distributions", &first(&[case.item(0)])).await.ok();
    let path = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    let share = pay::line(&app, &path, &case.item(0), "principal").await["share_dong"].as_i64().unwrap();
    app.head().does(&path, "approve_distribution", json!({})).await;
    let items = app.officer().get(&case.sub("obligations")).await.items();
    let own = items.iter().find(|item| item["id"] == case.item(0)).unwrap();
    assert_eq!(own["paid"], share - 2_000_000, "twenty days of interest come first");
    let found = app.auditor().get(&format!("{}/interest?on=2026-08-03", case.path)).await.items();
    let own = found.iter().find(|one| one["obligation"] == case.item(0)).unwrap();
    assert_eq!((&own["paid"], &own["due"]), (&json!(2_000_000), &json!(0)), "{own}");
    // Money of two days would have paid interest on each of them.
    for day in ["2026-08-10", "2026-08-11"] {
        app.on(day);
        pay::collected(&app, &case, 1_000_000).await;
    }
    let refused = app.officer().post("/distributions", &first(&[case.item(0)])).await;
    assert_eq!(refused.codes(), ["contradicts"]);
}

/// Two decisions share: what came earlier lowers the base of both together, once.
async fn money_of_two_days_is_shared_by_two_cases_once(app: App) {
    app.on("2026-07-15");
    let mut cases = Vec::new();
    for _ in 0..2 {
        let case = against(&app, "012345678901", &[bearing()], "2026-07-14").await;
        build::notify(&app, &case).await;
        ask(&app, &case).await;
        cases.push(case);
    }
    app.on("2026-08-03");
    paid_in(&app, &cases[0], 73_000_000).await;
    app.on("2026-08-13");
    paid_in(&app, &cases[0], 73_000_000).await;
    let path = pay::prepared(&app, &cases[0]).await;
    for case in &cases {
        let interest = pay::line(&app, &path, &case.item(0), "interest").await;
        // Twenty days on 365 million; half of the first 73 is each one's: ten on 328.5.
        assert_eq!(interest["claim_dong"], 2_900_000, "{interest}");
    }
}

async fn what_was_not_judged_is_not_asked_for(app: App) {
    let case = pay::case(&app, &[owed("other", 50_000_000, Some(1))]).await;
    assert_eq!(on(&app, &case, "2026-07-28").await["why_none"], "not_ordered");
    let body = json!({"obligation": case.item(0), "paper": "Đơn"});
    app.officer().may_not(&case.path, "ask_late_interest", body.clone(), 422, "G-INTEREST").await;
    app.accountant().may_not(&case.path, "ask_late_interest", body, 403, "G-ROLE").await;
}

async fn terms_that_make_no_sense_are_refused(app: App) {
    app.on("2026-07-15");
    let refused = async |field: &str, value: Value, pointer: &str, code: &str| {
        let mut body = judgment_body(&app, &[owed("other", 25_400_000, Some(1))]);
        body["obligations"][0][field] = value;
        let answer = app.clerk().post("/judgments", &body).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        assert!(errors.iter().any(|one| one["pointer"] == pointer && one["code"] == code), "{errors:?}");
    };
    let rates = |list: Value| json!({"rates": list, "from": "2026-01-01", "asked_on": null});
    let step = |from: &str, rate: &str| json!({"from": from, "rate": rate});
    let at = "/obligations/0/interest/rates";
    refused("interest", rates(json!([step("2026-01-01", "1.2")])), at, "contradicts").await;
    refused("interest", rates(json!([step("2026-02-01", "0.12")])), at, "contradicts").await;
    let sum = |rate: Value, amount: &str| json!({"currency": "USD", "amount": amount, "rate": rate, "rate_source": "VCB", "rate_on": "2026-07-14"});
    refused("foreign", sum(json!("25400"), "999"), "/obligations/0/foreign/amount", "contradicts").await;
    refused("foreign", sum(json!("0"), "1000"), "/obligations/0/foreign", "amount_out_of_range").await;
    refused("foreign", sum(json!("25400"), "1000.005"), "/obligations/0/foreign", "amount_out_of_range")
        .await;
    let mut body = judgment_body(&app, &[owed("other", 25_400_000, Some(1))]);
    body["obligations"][0]["foreign"] = json!({"currency": "USD", "amount": "1000"});
    assert!(matches!(app.clerk().post("/judgments", &body).await.status, 400 | 422), "no sum without a rate");
}

on_both_engines!(
    it_runs_from_the_request_and_follows_the_principal,
    an_agreed_postponement_stops_it,
    money_of_two_days_lowers_the_base_on_each,
    money_of_two_days_is_shared_by_two_cases_once,
    interest_goes_first_only_by_agreement,
    what_was_not_judged_is_not_asked_for,
    terms_that_make_no_sense_are_refused,
);

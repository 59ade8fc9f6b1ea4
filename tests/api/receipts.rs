//! Receipts of a case: every kind, channel and payer, periods, printed numbers, other currencies, the register (TT04 14–17).

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::tracks::{books, wrong};
use crate::support::{App, on_both_engines};

/// Money of this kind that came this way, with whatever else the test says.
pub fn money(kind: &str, channel: &str, amount: i64, more: Value) -> Value {
    let reference = (channel != "cash").then_some("FT-1");
    let mut body = json!({"kind": kind, "channel": channel, "amount": amount, "payer": null, "bank_reference": reference});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

async fn case(app: &App) -> Case {
    on_request(app, &[owed("other", 50_000_000, Some(1))]).await
}

fn register(app: &App, query: &str) -> String {
    format!("/offices/{}/receipts?{query}", app.office)
}

async fn each_kind_has_its_number_paper_and_accounts(app: App) {
    let case = case(&app).await;
    let debtor = case.debtor();
    let july = json!({"from": "2026-07-01", "to": "2026-07-15"});
    let third = json!({"payer": debtor, "paid_by": "Phạm Thị Trả Thay"});
    let kinds = [
        ("voluntary_payment", "cash", json!({"payer": debtor}), "R01", "bien_lai", "1111"),
        ("voluntary_payment", "transfer", json!({}), "R02", "bao_co", "1121"),
        ("voluntary_payment", "treasury", json!({}), "R02", "bao_co", "1122"),
        ("voluntary_payment", "portal", json!({}), "R02", "bao_co", "1121"),
        ("found_on_debtor", "cash", json!({"payer": debtor}), "R03", "bien_ban", "1111"),
        ("third_party", "cash", third, "R04", "bien_lai", "1111"),
        ("coerced_payment", "transfer", json!({}), "R05", "bao_co", "1121"),
        ("income_deduction", "transfer", json!({"payer": debtor, "period": july}), "R06", "bao_co", "1121"),
        ("entrusted_proceeds", "transfer", json!({}), "R10", "bao_co_bang_ke", "1121"),
        ("credit_surplus", "transfer", json!({}), "R11", "bao_co", "1121"),
        ("state_guarantee", "treasury", json!({}), "R15", "bao_co", "1122"),
        ("bank_interest", "transfer", json!({}), "R16", "bao_co", "1121"),
    ];
    for (place, (kind, channel, more, code, source, account)) in kinds.iter().enumerate() {
        let done = app
            .accountant()
            .does(&case.path, "receive_money", money(kind, channel, 1_000, more.clone()))
            .await;
        let receipt = &done["happened"]["receipts"][0];
        assert_eq!((&receipt["code"], &receipt["source"]), (&json!(code), &json!(source)), "{kind}");
        assert_eq!(receipt["number"], format!("{:07}", place + 1), "{kind}: no gap");
        let posting = &done["happened"]["postings"][0]["postings"][0];
        assert_eq!((&posting["debit"], &posting["credit"]), (&json!(account), &json!("337")), "{kind}");
    }
    let total: i64 = kinds.len().try_into().unwrap();
    assert!(books(&app, &case).await.contains(&("337".to_owned(), total * 1_000)));
}

async fn what_a_kind_does_not_allow_is_refused(app: App) {
    let case = case(&app).await;
    let (path, debtor, creditor) = (&case.path, case.debtor(), case.party(1));
    let accountant = app.accountant();
    for (body, pointer, code) in [
        (money("coerced_payment", "cash", 1, json!({})), "/channel", "G-RC-CASH"),
        (money("income_deduction", "cash", 1, json!({"payer": debtor})), "/channel", "G-RC-CASH"),
        (money("state_guarantee", "cash", 1, json!({})), "/channel", "G-RC-CASH"),
    ] {
        let refused = accountant.may_not(path, "receive_money", body, 422, code).await;
        assert_eq!(refused["pointer"], pointer);
    }
    let period = |from: &str, to: &str| json!({"payer": debtor, "period": {"from": from, "to": to}});
    for (body, pointer, code) in [
        (money("auction_price", "transfer", 1, json!({})), "/kind", "contradicts"),
        (money("provisional_money", "transfer", 1, json!({})), "/kind", "contradicts"),
        (money("forfeited_deposit", "transfer", 1, json!({})), "/kind", "contradicts"),
        (money("voluntary_payment", "transfer", 0, json!({})), "/amount", "amount_out_of_range"),
        (
            money("voluntary_payment", "treasury", 1, json!({"bank_reference": null})),
            "/bank_reference",
            "required",
        ),
        (money("voluntary_payment", "transfer", 1, json!({"payer": creditor})), "/payer", "not_a_party"),
        (money("bank_interest", "transfer", 1, json!({"payer": case.id})), "/payer", "not_a_party"),
        (
            money("voluntary_payment", "transfer", 1, json!({"paid_by": "Phạm Thị Trả Thay"})),
            "/payer",
            "required",
        ),
        (money("third_party", "transfer", 1, json!({"payer": debtor})), "/paid_by", "required"),
        (money("coerced_payment", "transfer", 1, json!({"decision": case.id})), "/decision", "not_in_list"),
        (money("income_deduction", "transfer", 1, json!({"payer": debtor})), "/period", "required"),
        (
            money("income_deduction", "transfer", 1, period("2026-08-01", "2026-07-01")),
            "/period",
            "contradicts",
        ),
        (
            money("income_deduction", "transfer", 1, period("2026-08-01", "2026-08-31")),
            "/period",
            "contradicts",
        ),
        (
            money("voluntary_payment", "transfer", 1, period("2026-07-01", "2026-07-10")),
            "/period",
            "contradicts",
        ),
        (
            money("voluntary_payment", "transfer", 1, json!({"cash": {"taken": "at_office"}})),
            "/cash",
            "contradicts",
        ),
        (
            money("voluntary_payment", "cash", 1, json!({"cash": {"taken": "outside"}})),
            "/cash/back_on",
            "required",
        ),
    ] {
        accountant.wrong(path, "receive_money", body, pointer, code).await;
    }
    assert_eq!(books(&app, &case).await, [], "nothing was posted");
    let first = money("income_deduction", "transfer", 1, period("2026-06-01", "2026-06-30"));
    accountant.does(path, "receive_money", first).await;
    let again = money("income_deduction", "transfer", 1, period("2026-06-30", "2026-07-10"));
    accountant.may_not(path, "receive_money", again, 422, "G-RC-PERIOD").await;
    let next = money("income_deduction", "transfer", 1, period("2026-07-01", "2026-07-10"));
    let done = accountant.does(path, "receive_money", next).await;
    assert_eq!(done["happened"]["receipts"][0]["number"], "0000002", "what was refused used no number");
}

async fn whoever_pays_for_another_is_named_on_the_receipt_only(app: App) {
    const NAME: &str = "Phạm Thị Trả Thay";
    let case = case(&app).await;
    let body = money("third_party", "transfer", 2_000_000, json!({"payer": case.debtor(), "paid_by": NAME}));
    let done = app.officer().does(&case.path, "receive_money", body).await;
    assert!(!done.to_string().contains(NAME));
    let shown = app.auditor().get(&case.sub("receipts")).await.items();
    assert_eq!((&shown[0]["paid_by"], &shown[0]["on_behalf"]), (&json!(NAME), &json!(true)));
    let events = app.auditor().get(&case.sub("events")).await.text;
    assert!(!events.contains(NAME) && events.contains("third_party"));
    let one = format!("/receipts/{}", shown[0]["id"].as_str().unwrap());
    assert_eq!(app.officer().get(&one).await.ok()["paid_by"], NAME);
    assert_eq!(app.as_("second_officer").get(&one).await.problem(404), "not_found");
    assert_eq!(app.as_("other_head").get(&one).await.problem(404), "not_found");
}

async fn numbers_begin_anew_with_the_calendar_year(app: App) {
    let case = case(&app).await;
    let pay = |on: &str| money("voluntary_payment", "transfer", 1_000, json!({"effective_on": on}));
    let number = async |on: &str| {
        let done = app.accountant().does(&case.path, "receive_money", pay(on)).await;
        done["happened"]["receipts"][0]["number"].clone()
    };
    app.on("2026-12-31");
    assert_eq!(number("2026-12-31").await, "0000001");
    app.on("2027-01-04");
    assert_eq!(number("2027-01-01").await, "0000001");
    assert_eq!(number("2026-12-31").await, "0000002", "entered late, it is of the old year");
    assert_eq!(number("2027-01-04").await, "0000002");
    assert_eq!(app.accountant().get(&register(&app, "number=2")).await.items().len(), 2);
}

async fn a_printed_number_is_announced_and_used_once(app: App) {
    let case = case(&app).await;
    let paper = |series: &str, number: i64| json!({"paper": {"series": series, "number": number}});
    let pay = |more: Value| money("voluntary_payment", "cash", 1_000, more);
    let accountant = app.accountant();
    accountant.may_not(&case.path, "receive_money", pay(paper("AA/26P", 51)), 422, "M12_RECEIPT").await;
    let mut new = json!({"office": app.office, "series": "AA/26P", "first": 51, "last": 100,
        "announced_on": "2026-07-13", "from": "2026-07-15", "paper": "TB-1"});
    assert_eq!(app.officer().post("/receipt-series", &new).await.problem(403), "forbidden");
    let mut bad = new.clone();
    (bad["last"], bad["announced_on"], bad["from"]) = (json!(50), json!("2026-07-16"), json!("2026-07-14"));
    let refused = accountant.post("/receipt-series", &bad).await;
    assert_eq!(refused.codes(), ["contradicts", "date_in_future", "contradicts"]);
    let made = accountant.post("/receipt-series", &new).await.ok();
    new["paper"] = json!("TB-2");
    assert_eq!(accountant.post("/receipt-series", &new).await.problem(409), "duplicate");
    let done = accountant.does(&case.path, "receive_money", pay(paper("AA/26P", 51))).await;
    let receipt = &done["happened"]["receipts"][0];
    assert_eq!((&receipt["number"], &receipt["series"]), (&json!("0000051"), &json!("printed/AA/26P")));
    for number in [50, 51, 101] {
        let body = pay(paper("AA/26P", number));
        accountant.may_not(&case.path, "receive_money", body, 422, "M12_RECEIPT").await;
    }
    accountant
        .wrong(&case.path, "receive_money", pay(paper("AA/26P", 10_000_000)), "/paper/number", "range")
        .await;
    let series = format!("/receipt-series/{}", made["receipt_series"]["id"].as_str().unwrap());
    let reason = json!({"reason": "Thay bằng biên lai điện tử"});
    app.officer().may_not(&series, "withdraw_series", reason.clone(), 403, "G-ROLE").await;
    accountant.does(&series, "withdraw_series", reason.clone()).await;
    accountant.may_not(&series, "withdraw_series", reason, 409, "G-FINAL").await;
    accountant.may_not(&case.path, "receive_money", pay(paper("AA/26P", 52)), 422, "M12_RECEIPT").await;
    assert_eq!(accountant.get("/receipt-series?state=withdrawn").await.items().len(), 1);
    assert_eq!(accountant.get(&register(&app, "series=printed/AA/26P")).await.items().len(), 1);
}

/// A form that is gone is on record under its number for ever, and reported within five working days (TT04 14.8).
async fn a_lost_form_stays_visible_and_is_never_written_on(app: App) {
    let case = case(&app).await;
    let accountant = app.accountant();
    let new = json!({"office": app.office, "series": "AA/26P", "first": 51, "last": 100,
        "announced_on": "2026-07-13", "from": "2026-07-15", "paper": "TB-1"});
    let made = accountant.post("/receipt-series", &new).await.ok();
    let series = format!("/receipt-series/{}", made["receipt_series"]["id"].as_str().unwrap());
    let pay = |number: i64, on: &str| {
        let more = json!({"paper": {"series": "AA/26P", "number": number}, "effective_on": on});
        money("voluntary_payment", "cash", 1_000, more)
    };
    accountant.does(&case.path, "receive_money", pay(51, "2026-07-15")).await;
    app.on("2026-07-17");
    let lost = |first: i64, last: i64, on: &str| {
        json!({"first": first, "last": last, "cause": "burnt", "lost_on": on,
        "content": "Cháy tủ hồ sơ, mất cả bốn liên"})
    };
    for (body, pointer, code) in [
        (lost(50, 60, "2026-07-16"), "/first", "not_in_list"),
        (lost(60, 101, "2026-07-16"), "/last", "contradicts"),
        (lost(60, 59, "2026-07-16"), "/last", "contradicts"),
        (lost(60, 61, "2026-07-18"), "/lost_on", "contradicts"),
        (lost(60, 61, "2026-07-12"), "/lost_on", "contradicts"),
    ] {
        accountant.wrong(&series, "record_lost_forms", body, pointer, code).await;
    }
    let report = |document: &Value| json!({"document": document, "paper": "12/BC-THADS"});
    accountant.may_not(&series, "report_lost_forms", report(&case.id), 409, "G-RC-LOST").await;
    app.officer().may_not(&series, "record_lost_forms", lost(51, 53, "2026-07-16"), 403, "G-ROLE").await;
    let done = accountant.does(&series, "record_lost_forms", lost(51, 53, "2026-07-16")).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "lost_forms_minutes");
    // From Thursday the 16th of July 2026, five working days.
    let due = &done["happened"]["deadlines_opened"][0];
    assert_eq!((&due["key"], &due["computation"]["due_on"]), (&json!("receipt.lost"), &json!("2026-07-23")));
    accountant.wrong(&series, "record_lost_forms", lost(53, 60, "2026-07-16"), "/first", "duplicate").await;
    accountant.may_not(&case.path, "receive_money", pay(52, "2026-07-17"), 422, "M12_RECEIPT").await;
    accountant.does(&case.path, "receive_money", pay(52, "2026-07-15")).await;
    let numbers = accountant.get(&format!("{series}/numbers?limit=4")).await.ok();
    let rows = numbers["items"].as_array().unwrap();
    let written: Vec<bool> = rows.iter().map(|row| row["receipt"].is_string()).collect();
    let gone: Vec<bool> = rows.iter().map(|row| row["lost"]["cause"] == "burnt").collect();
    assert_eq!((written, gone), (vec![true, true, false, false], vec![true, true, true, false]));
    let next = numbers["next_cursor"].as_str().unwrap();
    let rest = accountant.get(&format!("{series}/numbers?limit=200&cursor={next}")).await.items();
    assert_eq!((rest.len(), &rest[0]["number"]), (46, &json!(55)));
    assert_eq!(app.as_("other_head").get(&format!("{series}/numbers")).await.problem(404), "not_found");
    accountant.does(&series, "withdraw_series", json!({"reason": "Cháy"})).await;
    let document = &done["happened"]["documents"][0]["id"];
    accountant.wrong(&series, "report_lost_forms", report(&case.id), "/document", "not_in_list").await;
    let done = accountant.does(&series, "report_lost_forms", report(document)).await;
    assert_eq!(done["happened"]["deadlines_closed"], json!(["receipt.lost"]));
    let reported = &done["receipt_series"]["lost"][0];
    assert_eq!(
        (&reported["reported_on"], &reported["report"]),
        (&json!("2026-07-17"), &json!("12/BC-THADS"))
    );
}

async fn another_currency_needs_the_judgment_and_a_rate(app: App) {
    let mut item = owed("other", 25_430_000, Some(1));
    item["specie"] = json!("USD");
    let case = on_request(&app, &[item, owed("other", 1_000_000, Some(1))]).await;
    let (path, accountant) = (&case.path, app.accountant());
    let dollars = json!({"obligation": case.item(0), "unit": "USD", "quantity": "1000", "rate": "25430",
        "rate_source": "NH Mẫu", "rate_on": "2026-07-15"});
    let pay = |original: &Value, amount: i64| {
        money("foreign_or_precious", "cash", amount, json!({"payer": case.debtor(), "original": original}))
    };
    let but = |name: &str, value: Value| {
        let mut original = dollars.clone();
        original[name] = value;
        pay(&original, 25_430_000)
    };
    for body in
        [but("unit", json!("EUR")), but("obligation", case.item(1)), but("obligation", case.id.clone())]
    {
        accountant.may_not(path, "receive_money", body, 422, "M15_FX").await;
    }
    for (body, pointer, code) in [
        (but("rate", Value::Null), "/original/rate", "required"),
        (but("rate_source", Value::Null), "/original/rate_source", "required"),
        (but("rate_on", json!("2026-07-16")), "/original/rate_on", "contradicts"),
        (but("quantity", json!("999")), "/amount", "contradicts"),
        (but("quantity", json!("-5")), "/original/quantity", "wrong_type"),
        (but("quantity", json!("900000000000000")), "/original/quantity", "amount_out_of_range"),
        (pay(&Value::Null, 1_000), "/original", "required"),
        (
            money("voluntary_payment", "cash", 25_430_000, json!({"original": dollars})),
            "/original",
            "contradicts",
        ),
    ] {
        accountant.wrong(path, "receive_money", body, pointer, code).await;
    }
    let done = accountant.does(path, "receive_money", pay(&dollars, 25_430_000)).await;
    let receipt = &done["happened"]["receipts"][0];
    assert_eq!((&receipt["original"]["quantity"], &receipt["code"]), (&json!("1000"), &json!("R18")));
    let there = [("1112".to_owned(), 25_430_000), ("337".to_owned(), 25_430_000)];
    assert_eq!(books(&app, &case).await, there);
}

async fn the_register_is_searched_and_scoped(app: App) {
    let (mine, other) = (case(&app).await, case(&app).await);
    let body = json!({"division": null, "officer": app.id("second_officer"), "no_conflict": true});
    let moved = app.head().act(&other.path, "assign_officer", body).await;
    assert!(moved.status == 200 || moved.status == 409, "{}", moved.text);
    let cash = |amount: i64| money("voluntary_payment", "cash", amount, json!({}));
    app.accountant().does(&mine.path, "receive_money", cash(1_000)).await;
    app.on("2026-07-16");
    app.accountant()
        .does(&other.path, "receive_money", money("coerced_payment", "transfer", 2_000, json!({})))
        .await;
    let count = async |who: &str, query: &str| app.as_(who).get(&register(&app, query)).await.items().len();
    for (query, rows) in [
        ("", 2),
        ("day=2026-07-16", 1),
        ("kind=coerced_payment", 1),
        ("channel=cash", 1),
        ("series=receipts", 2),
        ("number=1", 1),
        ("day=2026-07-16&channel=cash", 0),
    ] {
        assert_eq!(count("auditor", query).await, rows, "{query}");
    }
    let all = app.accountant().get(&register(&app, "")).await.items();
    let code = all[0]["lookup"].as_str().unwrap().to_owned();
    assert_eq!(count("head", &format!("lookup={code}")).await, 1);
    assert_eq!(app.as_("other_head").get(&register(&app, "")).await.problem(403), "forbidden");
    assert_eq!(app.accountant().get(&register(&app, "kind=gift")).await.status, 400);
    let page = app.accountant().get(&register(&app, "limit=1")).await.ok();
    let next = page["next_cursor"].as_str().unwrap();
    let rest = app.accountant().get(&register(&app, &format!("limit=1&cursor={next}"))).await.items();
    assert_eq!((rest.len(), &rest[0]["id"]), (1, &all[1]["id"]));
    let own = app.officer().get(&register(&app, "")).await.items();
    assert!(own.iter().all(|one| one["case"] == mine.id || one["case"] == other.id));
}

async fn amounts_that_are_none_are_refused(app: App) {
    let case = case(&app).await;
    for amount in [json!(-1), json!(10.5), json!(9_007_199_254_740_992_i64), json!("1000")] {
        let mut body = money("voluntary_payment", "transfer", 1, json!({}));
        body["amount"] = amount;
        let answer = app.accountant().act(&case.path, "receive_money", body).await;
        assert_eq!(answer.problem(422), "invalid_content");
    }
    // Two sums that are each an amount, and together none.
    let most = 9_007_199_254_740_991_i64;
    app.accountant()
        .does(&case.path, "receive_money", money("voluntary_payment", "transfer", most, json!({})))
        .await;
    let more = money("voluntary_payment", "transfer", 1, json!({}));
    let answer = app.accountant().act(&case.path, "receive_money", more).await;
    assert_eq!(answer.problem(422), "invalid_content");
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), most), ("337".to_owned(), most)]);
}

async fn a_receipt_needs_somebody_who_may_take_money(app: App) {
    let case = case(&app).await;
    build::notify(&app, &case).await;
    let body = money("voluntary_payment", "transfer", 1_000, json!({}));
    for who in ["cashier", "clerk", "auditor", "second_officer"] {
        let answer = app.as_(who).act(&case.path, "receive_money", body.clone()).await;
        assert!(matches!(answer.status, 403 | 404), "{who}: {}", answer.text);
    }
    wrong(
        app.accountant(),
        &case.path,
        "receive_money",
        money("voluntary_payment", "transfer", 0, json!({})),
        "amount_out_of_range",
    )
    .await;
}

on_both_engines!(
    each_kind_has_its_number_paper_and_accounts,
    what_a_kind_does_not_allow_is_refused,
    whoever_pays_for_another_is_named_on_the_receipt_only,
    numbers_begin_anew_with_the_calendar_year,
    a_printed_number_is_announced_and_used_once,
    a_lost_form_stays_visible_and_is_never_written_on,
    another_currency_needs_the_judgment_and_a_rate,
    the_register_is_searched_and_scoped,
    amounts_that_are_none_are_refused,
    a_receipt_needs_somebody_who_may_take_money,
);

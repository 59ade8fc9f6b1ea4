//! Lists of payments from prisons and banks: matched by what their lines tell, received once, returned, held (ND152 34; TT04 16.4).

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed};
use crate::support::tracks::{books, clock, now, office_books};
use crate::support::{App, on_both_engines};

async fn case(app: &App) -> Case {
    on_request(app, &[owed("other", 50_000_000, Some(1))]).await
}

fn line(key: &str, amount: i64, more: Value) -> Value {
    let mut line = json!({"key": key, "amount": amount, "paid_on": "2026-07-13"});
    for (name, value) in more.as_object().unwrap() {
        line[name] = value.clone();
    }
    line
}

fn list(app: &App, total: i64, lines: &[Value]) -> Value {
    json!({"office": app.office, "source": "prison", "sender": "Trại giam Mẫu", "paper": "BK-01", "channel": "transfer",
        "bank_reference": "FT-9", "received_on": "2026-07-15", "total": total, "lines": lines})
}

async fn received(app: &App, total: i64, lines: &[Value]) -> (String, Value) {
    let made = app.accountant().post("/payment-lists", &list(app, total, lines)).await.ok();
    (format!("/payment-lists/{}", made["payment_list"]["id"].as_str().unwrap()), made)
}

async fn number(app: &App, case: &Case) -> Value {
    now(app, case).await["number"].clone()
}

const NOBODY: &str = "Đỗ Văn Không Rõ";

async fn lines_find_their_cases_and_the_rest_stays_visible(app: App) {
    let (one, two) = (case(&app).await, case(&app).await);
    let lines = [
        line("1", 1_000, json!({"case_number": number(&app, &one).await})),
        line(
            "2",
            2_000,
            json!({"judgment_number": two.judgment["number"], "payer_name": "nguyễn văn giả định"}),
        ),
        line("3", 4_000, json!({"case_number": "999/QĐ"})),
        // Somebody who owes nothing in that case is no match.
        line("4", 8_000, json!({"case_number": number(&app, &one).await, "payer_name": NOBODY})),
        line("5", 16_000, json!({"payer_name": NOBODY})),
    ];
    let (path, made) = received(&app, 31_000, &lines).await;
    let states: Vec<&Value> =
        made["payment_list"]["lines"].as_array().unwrap().iter().map(|line| &line["state"]).collect();
    assert_eq!(states, ["matched", "matched", "unmatched", "unmatched", "unmatched"]);
    let matched = &made["payment_list"]["lines"];
    assert_eq!((&matched[0]["case"], &matched[0]["matched_by"]), (&one.id, &json!("case_number")));
    assert_eq!((&matched[1]["case"], &matched[1]["payer"]), (&two.id, &two.debtor()));
    assert!(!made.to_string().contains(NOBODY), "no name in the history");
    assert_eq!(office_books(&app), [("1121".to_owned(), 31_000), ("337_held".to_owned(), 31_000)]);
    let open = app.clerk().get(&format!("{path}/lines?unmatched=true")).await.items();
    assert_eq!((open.len(), &open[2]["payer_name"]), (3, &json!(NOBODY)));
    assert_eq!(app.as_("other_head").get(&format!("{path}/lines")).await.problem(404), "not_found");
    let page = app.clerk().get(&format!("{path}/lines?limit=2")).await.ok();
    assert!(page["next_cursor"].is_string());
}

async fn matched_lines_are_received_in_steps(app: App) {
    let (one, two) = (case(&app).await, case(&app).await);
    let payment = json!({"debtor": one.debtor(), "prison": "Trại giam Mẫu", "collected_on": "2026-07-13",
        "amount": 1_000, "things": null, "minutes_enclosed": true, "account_known": true});
    app.clerk().does(&one.path, "record_prison_payment", payment).await;
    let (first, second) = (number(&app, &one).await, number(&app, &two).await);
    let lines = [
        line("1", 1_000, json!({"case_number": first})),
        line("2", 2_000, json!({"case_number": second})),
        line("3", 4_000, json!({"case_number": first})),
    ];
    let (path, _) = received(&app, 7_000, &lines).await;
    app.officer().may_not(&path, "receive_matched", json!({}), 403, "G-ROLE").await;
    app.accountant().wrong(&path, "receive_matched", json!({"limit": 0}), "/limit", "range").await;
    let done = app.accountant().does(&path, "receive_matched", json!({"limit": 2})).await;
    let codes: Vec<&Value> =
        done["happened"]["receipts"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["R07", "R07"]);
    assert_eq!(done["payment_list"]["state"], "open");
    assert_eq!(clock(&app, &one, "prison_transfer").await["status"], "met", "what was announced has arrived");
    assert_eq!(office_books(&app), [("1121".to_owned(), 4_000), ("337_held".to_owned(), 4_000)]);
    app.on("2026-07-20");
    let done = app.accountant().does(&path, "receive_matched", json!({})).await;
    assert_eq!(done["payment_list"]["state"], "settled");
    let late = &done["happened"]["receipts"][0];
    assert_eq!(late["received_on"], "2026-07-15", "the agency has had it since the list came");
    assert_eq!(office_books(&app), []);
    assert_eq!(books(&app, &one).await, [("1121".to_owned(), 5_000), ("337".to_owned(), 5_000)]);
    assert_eq!(books(&app, &two).await, [("1121".to_owned(), 2_000), ("337".to_owned(), 2_000)]);
    assert_eq!(clock(&app, &two, "payout").await["due_on"], "2026-07-27");
    app.accountant().may_not(&path, "receive_matched", json!({}), 409, "G-FINAL").await;
    let receipts = app.accountant().get(&one.sub("receipts")).await.items();
    assert_eq!(receipts.len(), 2);
    // What came from the office's own books is not cancelled in the case.
    let wish = json!({"receipt": receipts[0]["id"], "reason": "Ghép nhầm"});
    app.accountant().wrong(&one.path, "propose_receipt_cancellation", wish, "/receipt", "contradicts").await;
}

async fn a_line_is_taken_once(app: App) {
    let (_, _) = received(&app, 3_000, &[line("1", 1_000, json!({})), line("2", 2_000, json!({}))]).await;
    let accountant = app.accountant();
    let again = list(&app, 5_000, &[line("2", 2_000, json!({})), line("3", 3_000, json!({}))]);
    accountant.post("/payment-lists", &again).await.refused(422, "G-BL-TWICE");
    let inside = list(&app, 2_000, &[line("7", 1_000, json!({})), line("7", 1_000, json!({}))]);
    accountant.post("/payment-lists", &inside).await.refused(422, "G-BL-TWICE");
    let mut other = again.clone();
    other["paper"] = json!("BK-02");
    accountant.post("/payment-lists", &other).await.ok();
    assert_eq!(office_books(&app), [("1121".to_owned(), 8_000), ("337_held".to_owned(), 8_000)]);
}

async fn a_list_that_does_not_add_up_is_refused(app: App) {
    let accountant = app.accountant();
    let good = [line("1", 1_000, json!({}))];
    assert_eq!(
        app.officer().post("/payment-lists", &list(&app, 1_000, &good)).await.problem(403),
        "forbidden"
    );
    let most = 9_007_199_254_740_991_i64;
    for (body, code) in [
        (list(&app, 999, &good), "contradicts"),
        (list(&app, 0, &[line("1", 0, json!({}))]), "amount_out_of_range"),
        (list(&app, most, &[line("1", most, json!({})), line("2", 1, json!({}))]), "amount_out_of_range"),
        (list(&app, 1_000, &[line("1", 1_000, json!({"paid_on": "2026-07-16"}))]), "contradicts"),
        (list(&app, 1_000, &[]), "required"),
    ] {
        assert_eq!(accountant.post("/payment-lists", &body).await.codes(), [code]);
    }
    let dollars = list(&app, 1_000, &[line("1", 1_000, json!({"currency": "USD"}))]);
    accountant.post("/payment-lists", &dollars).await.refused(422, "M15_FX");
    let mut cash = list(&app, 1_000, &good);
    cash["channel"] = json!("cash");
    accountant.post("/payment-lists", &cash).await.refused(422, "G-RC-CASH");
    let mut late = list(&app, 1_000, &good);
    late["received_on"] = json!("2026-07-16");
    assert_eq!(accountant.post("/payment-lists", &late).await.codes(), ["date_in_future"]);
    assert_eq!(office_books(&app), [], "nothing was posted");
}

async fn a_list_may_come_as_csv(app: App) {
    let case = case(&app).await;
    let mut body = list(&app, 3_000, &[]);
    body["source"] = json!("bank");
    let rows = |amount: &str| {
        format!(
            "key,amount,paid_on,case_number,payer_name\n1,1000,2026-07-13,NUMBER,\n\"2\",{amount},2026-07-14,,\"Đỗ, Văn\"\n"
        )
    };
    let number = number(&app, &case).await;
    let csv = |amount: &str| json!(rows(amount).replace("NUMBER", number.as_str().unwrap()));
    for amount in ["20.5", "-2000", "1e3", "99999999999999999999", ""] {
        body["csv"] = csv(amount);
        let answer = app.accountant().post("/payment-lists", &body).await;
        assert_eq!(answer.problem(422), "invalid_content", "{amount}");
        assert_eq!(answer.json()["errors"][0]["pointer"], "/lines/1/amount", "{amount}");
    }
    body["csv"] = csv("2000");
    let made = app.accountant().post("/payment-lists", &body).await.ok();
    let lines = &made["payment_list"]["lines"];
    assert_eq!((&lines[0]["case"], &lines[1]["state"]), (&case.id, &json!("unmatched")));
    body["lines"] = json!([line("9", 1_000, json!({}))]);
    assert_eq!(app.accountant().post("/payment-lists", &body).await.codes(), ["contradicts"]);
    let path = format!("/payment-lists/{}", made["payment_list"]["id"].as_str().unwrap());
    let done = app.accountant().does(&path, "receive_matched", json!({})).await;
    assert_eq!(done["happened"]["receipts"][0]["code"], "R02");
}

async fn a_person_matches_returns_or_keeps_what_is_left(app: App) {
    let case = case(&app).await;
    let none = |key: &str, amount: i64| line(key, amount, json!({}));
    let (path, _) =
        received(&app, 15_000, &[none("1", 1_000), none("2", 2_000), none("3", 4_000), none("4", 8_000)])
            .await;
    let accountant = app.accountant();
    accountant.may_not(&path, "receive_matched", json!({}), 409, "G-BL-MATCHED").await;
    let to = |key: &str, case: &Value, payer: Value| json!({"key": key, "case": case, "payer": payer, "reason": "Đối chiếu hồ sơ"});
    app.cashier().may_not(&path, "match_line", to("1", &case.id, Value::Null), 403, "G-ROLE").await;
    for (body, pointer, code) in [
        (to("9", &case.id, Value::Null), "/key", "not_in_list"),
        (to("1", &json!(app.office), Value::Null), "/case", "not_in_list"),
        (to("1", &case.id, case.party(1)), "/payer", "not_a_party"),
    ] {
        app.clerk().wrong(&path, "match_line", body, pointer, code).await;
    }
    let done = app.clerk().does(&path, "match_line", to("1", &case.id, case.debtor())).await;
    assert_eq!(done["payment_list"]["lines"][0]["matched_by"], "hand");
    accountant.does(&path, "receive_matched", json!({})).await;
    app.clerk().wrong(&path, "match_line", to("1", &case.id, Value::Null), "/key", "duplicate").await;
    let back = json!({"key": "2", "reason": "Không thuộc cơ quan này", "bank_reference": "FT-10"});
    app.clerk().may_not(&path, "return_line", back.clone(), 403, "G-ROLE").await;
    accountant.does(&path, "return_line", back.clone()).await;
    accountant.wrong(&path, "return_line", back, "/key", "duplicate").await;
    let keep = |key: &str| json!({"key": key, "reason": "Đã hỏi trại giam"});
    accountant.does(&path, "hold_line", keep("3")).await;
    let done = accountant.does(&path, "hold_line", keep("4")).await;
    assert_eq!(done["payment_list"]["state"], "settled");
    assert_eq!(office_books(&app), [("1121".to_owned(), 12_000), ("337_held".to_owned(), 12_000)]);
    let held = accountant.get("/held-money?state=prison").await.items();
    assert_eq!((held.len(), &held[0]["forfeit_after"]), (2, &json!("2031-07-15")));
    let held = format!("/held-money/{}", held[0]["id"].as_str().unwrap());
    let reason = json!({"reason": "Nhầm"});
    accountant.wrong(&held, "propose_receipt_cancellation", reason, "/receipt", "contradicts").await;
    let found = json!({"case": case.id, "proof": "Bản án số 12"});
    accountant.does(&held, "attribute_money", found).await;
    assert_eq!(office_books(&app), [("1121".to_owned(), 8_000), ("337_held".to_owned(), 8_000)]);
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 5_000), ("337".to_owned(), 5_000)]);
}

on_both_engines!(
    lines_find_their_cases_and_the_rest_stays_visible,
    matched_lines_are_received_in_steps,
    a_line_is_taken_once,
    a_list_that_does_not_add_up_is_refused,
    a_list_may_come_as_csv,
    a_person_matches_returns_or_keeps_what_is_left,
);

//! A period closes in order, whole, by two people; what is closed keeps its figures, and a correction lands in the open period
//! (TT78 4, 5.1, 12.3).

use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use thads::service::history_log;
use thads::store::StoreError;

use crate::support::closing::{
    book, case, cash, closed, counted, day_closed, july, july_at_the_bank, july_in_order, paid, period,
    transfer,
};
use crate::support::tracks::books;
use crate::support::{App, on_both_engines};

async fn unmet(app: &App, path: &str, action: &str) -> Vec<String> {
    let list = app.head().get(&format!("{path}/actions")).await.ok();
    let found =
        list["actions"].as_array().unwrap().iter().find(|one| one["action"] == action).unwrap().clone();
    found["unmet"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
}

async fn the_preparation_shows_what_is_still_open(app: App) {
    let case = july(&app).await;
    let body = json!({"office": app.office, "kind": "month", "day": "2026-07-20"});
    assert_eq!(app.officer().post("/period-closings", &body).await.problem(403), "forbidden");
    let path = period(&app, "month", "2026-07-20").await;
    let twice = app.accountant().post("/period-closings", &body).await;
    twice.refused(422, "G-KS-ONCE");
    let ahead = json!({"office": app.office, "kind": "month", "day": "2026-08-20"});
    assert_eq!(app.accountant().post("/period-closings", &ahead).await.codes(), ["date_in_future"]);
    app.accountant().may_not(&path, "propose_period_closing", json!({}), 409, "G-KS-ENDED").await;
    app.on("2026-08-03");
    let open = unmet(&app, &path, "propose_period_closing").await;
    assert_eq!(open, ["G-ROLE", "G-KS-CASH", "G-KS-BANK"]);
    app.accountant().may_not(&path, "propose_period_closing", json!({}), 409, "G-KS-CASH").await;
    day_closed(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0)).await;
    app.accountant().may_not(&path, "propose_period_closing", json!({}), 409, "G-KS-CASH").await;
    let short = counted(&app, "month", "2026-07-31", 9_000_000, book(10_000_000, 0, 0)).await;
    let why = json!({"explanation": "Chưa rõ nguyên nhân", "minutes": "BB-01"});
    app.accountant().does(&short, "record_cash_difference", why).await;
    app.accountant().may_not(&path, "propose_period_closing", json!({}), 409, "G-KS-DIFF").await;
    let again = json!({"notes": crate::support::closing::notes(10_000_000), "book": book(10_000_000, 0, 0)});
    app.cashier().does(&short, "recount_cash", again).await;
    app.accountant().does(&short, "close_cash_day", json!({})).await;
    let open = app.accountant().may_not(&path, "propose_period_closing", json!({}), 409, "G-KS-BANK").await;
    assert!(open["message"].as_str().unwrap().contains("1121"));
    let bank = july_at_the_bank(&app).await;
    app.accountant().does(&path, "propose_period_closing", json!({})).await;
    app.accountant().may_not(&path, "close_period", json!({}), 403, "G-SIGNER").await;
    let mut late = transfer(&case, 1_000_000, "FT-2");
    late["effective_on"] = json!("2026-07-20");
    app.accountant().does(&case.path, "receive_money", late).await;
    assert_eq!(unmet(&app, &path, "close_period").await, ["G-KS-BANK", "G-KS-MOVED"]);
    app.head().may_not(&path, "close_period", json!({}), 409, "G-KS-MOVED").await;
    // The books moved behind the bank's back: its statement is looked at again.
    app.accountant().does(&bank, "reopen_statement", json!({"reason": "Ghi sổ bổ sung"})).await;
    app.accountant().may_not(&bank, "reconcile_statement", json!({}), 409, "G-SK-OPEN").await;
    let open = app.accountant().get(&format!("{bank}/open-items")).await.ok();
    let posting = &open["only_books"][0];
    let item = json!({"item": "posting", "entry": posting["entry"], "posting": posting["posting"]});
    app.accountant()
        .does(&bank, "explain_open_item", json!({"open": item, "reason": "Ngân hàng ghi ngày 03/8"}))
        .await;
    app.accountant().does(&bank, "reconcile_statement", json!({})).await;
    app.accountant().does(&path, "propose_period_closing", json!({})).await;
    let done = app.head().does(&path, "close_period", json!({})).await;
    assert_eq!(done["period_closing"]["state"], "closed");
    app.head().may_not(&path, "close_period", json!({}), 409, "G-FINAL").await;
    app.accountant().may_not(&bank, "reopen_statement", json!({"reason": "x"}), 409, "G-SK-CLOSED").await;
}

/// By account: opening, debit, credit, closing, each net of its side.
fn figures(closing: &Value) -> Vec<(String, [i64; 4])> {
    let net = |one: &Value, of: &str| {
        one[format!("{of}_debit")].as_i64().unwrap() - one[format!("{of}_credit")].as_i64().unwrap()
    };
    let list = closing["figures"].as_array().unwrap().iter();
    list.map(|one| {
        let (debit, credit) = (one["debit"].as_i64().unwrap(), one["credit"].as_i64().unwrap());
        (
            one["account"].as_str().unwrap().to_owned(),
            [net(one, "opening"), debit, credit, net(one, "closing")],
        )
    })
    .collect()
}

async fn nothing_is_booked_into_a_closed_period_and_its_figures_stay(app: App) {
    let case = july_in_order(&app).await;
    let path = closed(&app, "month", "2026-07-20").await;
    let before = app.auditor().get(&path).await.text;
    let closing: Value = serde_json::from_str(&before).unwrap();
    let expected = [
        ("1111", [0, 10_000_000, 0, 10_000_000]),
        ("1121", [0, 40_000_000, 0, 40_000_000]),
        ("337", [0, 0, 50_000_000, -50_000_000]),
    ];
    assert_eq!(figures(&closing), expected.map(|(account, sums)| (account.to_owned(), sums)));
    assert_eq!(closing["digest"].as_str().unwrap().len(), 64);
    let held = books(&app, &case).await;
    let mut into = transfer(&case, 5_000_000, "FT-9");
    into["effective_on"] = json!("2026-07-31");
    let refused =
        app.accountant().may_not(&case.path, "receive_money", into.clone(), 422, "M14_PERIOD").await;
    assert!(
        refused["message"].as_str().unwrap().contains("01/08/2026"),
        "the open period is named: {refused}"
    );
    assert!(refused["cure"].as_str().unwrap().contains("01/08/2026"));
    let try_it = app
        .accountant()
        .post(
            &format!("{}/actions?dry_run=true", case.path),
            &crate::support::client::tagged("receive_money", into),
        )
        .await;
    assert_ne!(try_it.status, 200);
    assert_eq!(books(&app, &case).await, held, "nothing was posted");
    for sql in ["UPDATE closed_periods SET digest = 'x'", "DELETE FROM closed_periods"] {
        let tried = app.state.store.write(|conn| Ok::<_, StoreError>(conn.batch_execute(sql)?));
        assert_eq!(tried, Err(StoreError::Conflict("append_only")), "{sql}");
    }
    // The correction is booked today, in August.
    app.accountant().does(&case.path, "receive_money", transfer(&case, 5_000_000, "FT-9")).await;
    assert_eq!(app.auditor().get(&path).await.text, before, "the closed figures are byte-identical");
    let entries = app.auditor().get(&case.sub("ledger")).await.items();
    assert_eq!(entries.last().unwrap()["posted_on"], "2026-08-03");
    assert_eq!(
        app.accountant()
            .post("/period-closings", &json!({"office": app.office, "kind": "month", "day": "2026-07-01"}))
            .await
            .codes(),
        ["G-KS-ONCE"]
    );
}

async fn periods_close_in_order_and_a_quarter_of_closed_months(app: App) {
    july_in_order(&app).await;
    app.on("2026-10-02");
    let september = period(&app, "month", "2026-09-01").await;
    app.accountant().may_not(&september, "propose_period_closing", json!({}), 409, "G-KS-ORDER").await;
    let quarter = period(&app, "quarter", "2026-08-15").await;
    let shown = app.auditor().get(&quarter).await.ok();
    assert_eq!(shown["span"], json!({"from": "2026-07-01", "to": "2026-09-30"}));
    app.accountant().may_not(&quarter, "propose_period_closing", json!({}), 409, "G-KS-MONTHS").await;
    let year = period(&app, "year", "2026-08-15").await;
    let shown = app.auditor().get(&year).await.ok();
    assert_eq!(shown["span"], json!({"from": "2025-10-01", "to": "2026-09-30"}), "1 October to 30 September");
    closed(&app, "month", "2026-07-01").await;
    for (day, kind) in [("2026-08-31", "month"), ("2026-09-30", "quarter")] {
        day_closed(&app, kind, day, 10_000_000, book(10_000_000, 0, 0)).await;
    }
    let text = crate::support::closing::csv("SK-08", ("2026-08-01", "2026-09-30"), 40_000_000, &[]);
    let statement = crate::support::closing::imported(&app, &text).await;
    app.accountant().does(&statement, "reconcile_statement", json!({})).await;
    closed(&app, "month", "2026-08-01").await;
    app.accountant().does(&september, "propose_period_closing", json!({})).await;
    app.head().does(&september, "close_period", json!({})).await;
    for path in [&quarter, &year] {
        app.accountant().does(path, "propose_period_closing", json!({})).await;
        let done = app.head().does(path, "close_period", json!({})).await;
        let sums = figures(&done["period_closing"]);
        assert_eq!(sums[1], ("1121".to_owned(), [0, 40_000_000, 0, 40_000_000]));
    }
}

async fn each_office_closes_its_own(app: App) {
    july_in_order(&app).await;
    let path = closed(&app, "month", "2026-07-20").await;
    assert_eq!(app.as_("other_head").get(&path).await.problem(404), "not_found");
    // The books of the other office are open: what it books in July is its own affair.
    let case = case(&app).await;
    app.on("2026-08-04");
    paid(&app, &case, "2026-08-04", cash(&case, 1_000_000)).await;
    let listed = app.accountant().get("/period-closings?state=closed").await.items();
    assert_eq!(listed.len(), 1);
}

/// Bookings that run while a period closes come before it, and then its figures have moved; or they are refused. Never both.
async fn a_period_does_not_close_under_a_booking(app: App) {
    let mut cases = vec![july_in_order(&app).await];
    for _ in 0..3 {
        app.on("2026-07-15");
        cases.push(case(&app).await);
    }
    app.on("2026-08-03");
    let path = period(&app, "month", "2026-07-20").await;
    app.accountant().does(&path, "propose_period_closing", json!({})).await;
    let booking = |place: usize| {
        let (app, case) = (&app, &cases[place]);
        let mut body = transfer(case, 1_000_000, "FT-7");
        body["effective_on"] = json!("2026-07-25");
        async move { app.accountant().act(&case.path, "receive_money", body).await.status }
    };
    let head = app.head();
    let close = head.act(&path, "close_period", json!({}));
    let (one, two, closed, three, four) = tokio::join!(booking(0), booking(1), close, booking(2), booking(3));
    let booked = [one, two, three, four].iter().filter(|status| **status == 200).count();
    assert!(closed.status == 200 || closed.status == 409, "{}", closed.text);
    assert!(closed.status != 200 || booked == 0, "closed, and {booked} booked into it");
    assert!(closed.status == 200 || booked > 0, "not closed, though nothing moved: {}", closed.text);
    if closed.status == 200 {
        let closing = app.auditor().get(&path).await.ok();
        assert_eq!(figures(&closing)[1], ("1121".to_owned(), [0, 40_000_000, 0, 40_000_000]));
    }
}

async fn a_checkpoint_is_made_with_each_closing(app: App) {
    july_in_order(&app).await;
    let path = period(&app, "month", "2026-07-20").await;
    assert_eq!(app.auditor().get(&path).await.ok()["sealing"], Value::Null, "nothing to sign yet");
    app.accountant().does(&path, "propose_period_closing", json!({})).await;
    let done = app.head().does(&path, "close_period", json!({})).await;
    let made = &done["sealing"]["checkpoint"];
    let last = app.anonymous("/api/v1/history/checkpoint").await.text;
    assert_eq!((&done["sealing"]["missing"], made["note"].as_str().unwrap()), (&Value::Null, last.as_str()));
    // It covers the signature, and stays the period's whatever is signed later.
    let id = path.rsplit('/').next().unwrap();
    let proof = app.auditor().get(&format!("/history/proofs/inclusion/{id}")).await.ok();
    assert_eq!(proof["proof"]["head"]["size"], app.chain(&json!(id)).len());
    app.on("2026-08-04");
    case(&app).await;
    // The builders set the clock back: the whole history is looked at.
    history_log::checkpoint(&app.state.core, true).unwrap().unwrap();
    let seen = app.auditor().get(&path).await;
    assert_eq!(seen.ok()["sealing"]["checkpoint"], *made);
    let tag = format!("\"{}.{}\"", done["period_closing"]["version"], made["size"]);
    assert_eq!(
        seen.header("etag"),
        Some(tag.as_str()),
        "who read it before the checkpoint came is not told that nothing changed"
    );
}

async fn where_nothing_signs_the_closing_says_so(app: App) {
    july_in_order(&app).await;
    let app = app.unsigned().await;
    let path = period(&app, "month", "2026-07-20").await;
    app.accountant().does(&path, "propose_period_closing", json!({})).await;
    let done = app.head().does(&path, "close_period", json!({})).await;
    let unsigned = json!({"checkpoint": null, "missing": "history_unsigned"});
    assert_eq!((&done["period_closing"]["state"], &done["sealing"]), (&json!("closed"), &unsigned));
    assert_eq!(app.auditor().get(&path).await.ok()["sealing"], unsigned);
}

on_both_engines!(
    a_checkpoint_is_made_with_each_closing,
    where_nothing_signs_the_closing_says_so,
    the_preparation_shows_what_is_still_open,
    nothing_is_booked_into_a_closed_period_and_its_figures_stay,
    periods_close_in_order_and_a_quarter_of_closed_months,
    each_office_closes_its_own,
    a_period_does_not_close_under_a_booking,
);

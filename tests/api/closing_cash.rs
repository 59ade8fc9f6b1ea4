//! The cash of a day: three figures are one, or nothing moves until the difference is settled (TT04 17.1; TT78 5).

use serde_json::{Value, json};

use crate::support::closing::{book, case, cash, counted, counting, day_closed, july, notes, paid, transfer};
use crate::support::{App, on_both_engines};

async fn a_count_is_the_cashiers_and_must_be_one(app: App) {
    july(&app).await;
    app.on("2026-07-20");
    let right = || counting(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0));
    assert_eq!(app.accountant().post("/cash-counts", &right()).await.problem(403), "forbidden");
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut body = right();
        change(&mut body);
        body
    };
    for (body, code) in [
        (wrong(&|body| body["day"] = json!("2026-07-21")), "date_in_future G-QUY-ORDER"),
        (wrong(&|body| body["kind"] = json!("month")), "contradicts"),
        (wrong(&|body| body["kind"] = json!("ad_hoc")), "contradicts"),
        (wrong(&|body| body["book"]["closing"] = json!(1)), "contradicts"),
        (wrong(&|body| body["notes"][0]["denomination"] = json!(300_000)), "not_in_list"),
        (
            wrong(&|body| {
                body["notes"] =
                    json!([{"denomination": 1_000, "pieces": 1}, {"denomination": 1_000, "pieces": 2}])
            }),
            "duplicate",
        ),
    ] {
        assert_eq!(app.cashier().post("/cash-counts", &body).await.codes().join(" "), code);
    }
    for amount in [json!(-1), json!(0.5), json!("1000")] {
        let body = wrong(&|body| body["book"]["received"] = amount.clone());
        assert_eq!(app.cashier().post("/cash-counts", &body).await.problem(422), "invalid_content");
    }
    counted(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0)).await;
    app.cashier().post("/cash-counts", &right()).await.refused(422, "G-QUY-ONE");
}

async fn a_day_closes_when_three_figures_are_one(app: App) {
    let case = july(&app).await;
    let path = counted(&app, "day", "2026-07-17", 9_500_000, book(0, 10_000_000, 0)).await;
    app.accountant().may_not(&path, "close_cash_day", json!({}), 409, "G-QUY-EQUAL").await;
    app.officer()
        .may_not(
            &path,
            "recount_cash",
            json!({"notes": notes(10_000_000), "book": book(0, 10_000_000, 0)}),
            403,
            "G-ROLE",
        )
        .await;
    app.cashier()
        .does(&path, "recount_cash", json!({"notes": notes(10_000_000), "book": book(0, 10_000_000, 0)}))
        .await;
    let why = json!({"explanation": "x", "minutes": "BB-01"});
    app.accountant().may_not(&path, "record_cash_difference", why, 409, "G-QUY-DIFFERS").await;
    app.officer().may_not(&path, "close_cash_day", json!({}), 403, "G-ROLE").await;
    let done = app.accountant().does(&path, "close_cash_day", json!({})).await;
    assert_eq!(done["cash_count"]["book"], book(0, 10_000_000, 0));
    assert_eq!(done["cash_count"]["counts"].as_array().unwrap().len(), 2, "both counts are kept");
    // The closed day takes no more cash, and no second count; the bank is open.
    let mut again = cash(&case, 1_000_000);
    again["effective_on"] = json!("2026-07-17");
    app.accountant().may_not(&case.path, "receive_money", again, 422, "M14_DAY").await;
    let twice = counting(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0));
    app.cashier().post("/cash-counts", &twice).await.refused(422, "M14_DAY");
    let mut bank = transfer(&case, 2_000_000, "FT-2");
    bank["effective_on"] = json!("2026-07-17");
    app.accountant().does(&case.path, "receive_money", bank).await;
}

/// Somebody who is cashier and accountant does not close what he counted himself.
async fn one_person_does_not_count_and_close(app: App) {
    july(&app).await;
    let grant = json!({"office": app.office, "division": null, "role": "accountant", "from": "2026-07-01", "to": null});
    app.as_("admin").post(&format!("/users/{}/grants", app.id("cashier")), &grant).await.ok();
    let path = counted(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0)).await;
    app.cashier().may_not(&path, "close_cash_day", json!({}), 409, "G-QUY-TWO").await;
    app.accountant().does(&path, "close_cash_day", json!({})).await;
}

async fn a_difference_stops_the_next_day_until_it_is_found(app: App) {
    let case = july(&app).await;
    let path = counted(&app, "day", "2026-07-17", 9_500_000, book(0, 10_000_000, 0)).await;
    let why = json!({"explanation": "Chưa tìm ra nguyên nhân", "minutes": "BB-01"});
    let done = app.accountant().does(&path, "record_cash_difference", why).await;
    assert_eq!(done["cash_count"]["difference"]["counted"], 9_500_000);
    assert_eq!(done["happened"]["documents"][0]["kind"], "cash_count_minutes");
    app.on("2026-07-20");
    let refused =
        app.accountant().may_not(&case.path, "receive_money", cash(&case, 1_000_000), 422, "M14_CASH").await;
    assert!(refused["message"].as_str().unwrap().contains("17/07/2026"));
    app.accountant().does(&case.path, "receive_money", transfer(&case, 1_000_000, "FT-2")).await;
    let found = json!({"notes": notes(10_000_000), "book": book(0, 10_000_000, 0)});
    app.cashier().does(&path, "recount_cash", found).await;
    app.accountant().may_not(&case.path, "receive_money", cash(&case, 1_000_000), 422, "M14_CASH").await;
    app.accountant().does(&path, "close_cash_day", json!({})).await;
    app.accountant().does(&case.path, "receive_money", cash(&case, 1_000_000)).await;
}

async fn what_is_missing_is_booked_under_the_heads_signature(app: App) {
    let case = july(&app).await;
    let path = counted(&app, "day", "2026-07-17", 9_500_000, book(0, 9_000_000, 0)).await;
    app.accountant()
        .does(&path, "record_cash_difference", json!({"explanation": "x", "minutes": "BB-01"}))
        .await;
    let settle = || json!({"reason": "Thủ quỹ trả nhầm", "responsible": app.id("cashier")});
    // Three different figures: the cashier's book is put right first.
    app.accountant().may_not(&path, "propose_cash_settlement", settle(), 409, "G-QUY-NOTES").await;
    app.cashier()
        .does(&path, "recount_cash", json!({"notes": notes(9_500_000), "book": book(0, 10_000_000, 0)}))
        .await;
    app.on("2026-07-20");
    app.accountant().does(&path, "propose_cash_settlement", settle()).await;
    app.accountant().may_not(&path, "settle_cash_difference", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&path, "settle_cash_difference", json!({})).await;
    assert_eq!(done["cash_count"]["settlement"]["amount"], 500_000);
    assert_eq!(done["happened"]["postings"][0]["kind"], "J-CASH");
    assert_eq!(done["happened"]["postings"][0]["postings"][0]["debit"], "138");
    app.accountant().does(&case.path, "receive_money", cash(&case, 1_000_000)).await;
    day_closed(&app, "day", "2026-07-20", 10_500_000, book(10_000_000, 1_000_000, 500_000)).await;
}

/// The head signs the sum that was drafted, or none.
async fn what_moved_since_the_draft_is_not_signed(app: App) {
    july(&app).await;
    let path = counted(&app, "day", "2026-07-17", 9_500_000, book(0, 10_000_000, 0)).await;
    let accountant = app.accountant();
    accountant.does(&path, "record_cash_difference", json!({"explanation": "x", "minutes": "BB-01"})).await;
    let settle = || json!({"reason": "Thủ quỹ trả nhầm", "responsible": app.id("cashier")});
    accountant.does(&path, "propose_cash_settlement", settle()).await;
    let again = json!({"notes": notes(2_000_000), "book": book(0, 10_000_000, 0)});
    app.cashier().does(&path, "recount_cash", again).await;
    let refused = app.head().may_not(&path, "settle_cash_difference", json!({}), 409, "G-QUY-MOVED").await;
    assert!(refused["message"].as_str().unwrap().contains("9.500.000"), "{refused}");
    accountant.does(&path, "propose_cash_settlement", settle()).await;
    let done = app.head().does(&path, "settle_cash_difference", json!({})).await;
    assert_eq!(done["cash_count"]["settlement"]["amount"], 8_000_000);
}

/// Two counts that begin at once: one waits for the other, and is refused.
async fn one_count_is_begun_at_a_time(app: App) {
    july(&app).await;
    let body = counting(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0));
    let cashier = app.cashier();
    let begin = || cashier.post("/cash-counts", &body);
    let (one, two, three, four) = tokio::join!(begin(), begin(), begin(), begin());
    let all = [one, two, three, four];
    assert_eq!(all.iter().filter(|answer| answer.status == 201).count(), 1);
    for refused in all.iter().filter(|answer| answer.status != 201) {
        refused.refused(422, "G-QUY-ONE");
    }
}

async fn what_is_too_much_is_owed(app: App) {
    july(&app).await;
    let path = counted(&app, "day", "2026-07-17", 10_200_000, book(0, 10_000_000, 0)).await;
    app.accountant()
        .does(&path, "record_cash_difference", json!({"explanation": "x", "minutes": "BB-01"}))
        .await;
    let settle = json!({"reason": "Chưa rõ của ai", "responsible": null});
    app.accountant().does(&path, "propose_cash_settlement", settle).await;
    let done = app.head().does(&path, "settle_cash_difference", json!({})).await;
    let posting = &done["happened"]["postings"][0]["postings"][0];
    assert_eq!((&posting["debit"], &posting["credit"]), (&json!("1111"), &json!("338")));
    app.head().may_not(&path, "settle_cash_difference", json!({}), 409, "G-FINAL").await;
}

async fn days_close_in_order(app: App) {
    let case = case(&app).await;
    for day in ["2026-07-16", "2026-07-17"] {
        paid(&app, &case, day, cash(&case, 1_000_000)).await;
    }
    app.on("2026-07-20");
    let early = counting(&app, "day", "2026-07-17", 2_000_000, book(1_000_000, 1_000_000, 0));
    app.cashier().post("/cash-counts", &early).await.refused(422, "G-QUY-ORDER");
    day_closed(&app, "day", "2026-07-16", 1_000_000, book(0, 1_000_000, 0)).await;
    day_closed(&app, "day", "2026-07-17", 2_000_000, book(1_000_000, 1_000_000, 0)).await;
}

async fn a_count_that_came_too_early_is_dropped(app: App) {
    let case = july(&app).await;
    let path = counted(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0)).await;
    let mut forgotten = cash(&case, 1_000_000);
    forgotten["effective_on"] = json!("2026-07-16");
    app.accountant().does(&case.path, "receive_money", forgotten).await;
    app.accountant().may_not(&path, "close_cash_day", json!({}), 409, "G-QUY-ORDER").await;
    app.cashier().does(&path, "drop_cash_count", json!({})).await;
    day_closed(&app, "day", "2026-07-16", 1_000_000, book(0, 1_000_000, 0)).await;
    day_closed(&app, "day", "2026-07-17", 11_000_000, book(1_000_000, 10_000_000, 0)).await;
}

async fn the_end_of_a_month_is_counted_as_such(app: App) {
    july(&app).await;
    app.on("2026-08-04");
    day_closed(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0)).await;
    let wrong = counting(&app, "day", "2026-07-31", 10_000_000, book(10_000_000, 0, 0));
    assert_eq!(app.cashier().post("/cash-counts", &wrong).await.codes(), ["contradicts"]);
    let early = counting(&app, "day", "2026-08-03", 10_000_000, book(10_000_000, 0, 0));
    let refused = app.cashier().post("/cash-counts", &early).await.refused(422, "G-QUY-ORDER");
    assert!(refused["message"].as_str().unwrap().contains("31/07/2026"));
}

on_both_engines!(
    a_count_is_the_cashiers_and_must_be_one,
    a_day_closes_when_three_figures_are_one,
    one_person_does_not_count_and_close,
    a_difference_stops_the_next_day_until_it_is_found,
    what_is_missing_is_booked_under_the_heads_signature,
    what_moved_since_the_draft_is_not_signed,
    one_count_is_begun_at_a_time,
    what_is_too_much_is_owed,
    days_close_in_order,
    a_count_that_came_too_early_is_dropped,
    the_end_of_a_month_is_counted_as_such,
);

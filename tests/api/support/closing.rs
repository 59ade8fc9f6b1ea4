//! Builders for closing the books: money that comes in, counts of the cash, statements of the bank. All figures are invented.

use serde_json::{Value, json};

use super::App;
use super::build::{self, Case, owed};

/// A case with one creditor, notified on 15 July 2026.
pub async fn case(app: &App) -> Case {
    let case = build::on_request(app, &[owed("other", 900_000_000, Some(1))]).await;
    build::notify(app, &case).await;
    case
}

fn paying(case: &Case, channel: &str, amount: i64, reference: Option<&str>) -> Value {
    json!({"kind": "voluntary_payment", "channel": channel, "amount": amount, "payer": case.debtor(),
        "bank_reference": reference})
}

/// Money by transfer under this bank reference.
pub fn transfer(case: &Case, amount: i64, reference: &str) -> Value {
    paying(case, "transfer", amount, Some(reference))
}

/// Money in cash.
pub fn cash(case: &Case, amount: i64) -> Value {
    paying(case, "cash", amount, None)
}

/// Money comes in on a day, which the clock then shows.
pub async fn paid(app: &App, case: &Case, on: &str, body: Value) {
    app.on(on);
    app.accountant().does(&case.path, "receive_money", body).await;
}

/// This sum in notes.
pub fn notes(mut amount: i64) -> Value {
    let mut found = Vec::new();
    for denomination in [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000] {
        if amount / denomination > 0 {
            found.push(json!({"denomination": denomination, "pieces": amount / denomination}));
            amount %= denomination;
        }
    }
    assert_eq!(amount, 0, "no notes for it");
    Value::from(found)
}

/// A cash book: opening, received, paid.
pub fn book(opening: i64, received: i64, paid: i64) -> Value {
    json!({"opening": opening, "received": received, "paid": paid, "closing": opening + received - paid})
}

/// What the cashier sends.
pub fn counting(app: &App, kind: &str, day: &str, counted: i64, book: Value) -> Value {
    json!({"office": app.office, "kind": kind, "day": day, "notes": notes(counted), "book": book})
}

/// The cashier counts; the path of the count.
pub async fn counted(app: &App, kind: &str, day: &str, notes: i64, book: Value) -> String {
    let made = app.cashier().post("/cash-counts", &counting(app, kind, day, notes, book)).await.ok();
    format!("/cash-counts/{}", made["cash_count"]["id"].as_str().unwrap())
}

/// Counted as the books have it, and closed.
pub async fn day_closed(app: &App, kind: &str, day: &str, amount: i64, book: Value) -> String {
    let path = counted(app, kind, day, amount, book).await;
    app.accountant().does(&path, "close_cash_day", json!({})).await;
    path
}

/// A line of a CSV statement: `credit` or `debit`, day, reference, amount.
pub type CsvLine<'a> = (&'a str, &'a str, &'a str, i64);

/// A CSV statement of account 0011 that adds up.
pub fn csv(number: &str, (from, to): (&str, &str), opening: i64, lines: &[CsvLine<'_>]) -> String {
    let mut text =
        format!("record,account,statement,date,reference,amount\nopening,0011,{number},{from},,{opening}\n");
    let mut sum = opening;
    for (record, date, reference, amount) in lines {
        text.push_str(&format!("{record},0011,{number},{date},{reference},{amount}\n"));
        sum += if *record == "credit" { *amount } else { -*amount };
    }
    text + &format!("closing,0011,{number},{to},,{sum}\n")
}

/// What the accountant sends.
pub fn statement(app: &App, format: &str, content: &str) -> Value {
    json!({"office": app.office, "ledger": "1121", "format": format, "content": content})
}

/// The accountant imports a CSV statement; its path.
pub async fn imported(app: &App, content: &str) -> String {
    let made = app.accountant().post("/bank-statements", &statement(app, "csv", content)).await.ok();
    format!("/bank-statements/{}", made["bank_statement"]["id"].as_str().unwrap())
}

/// The accountant opens the closing of the period around a day; its path.
pub async fn period(app: &App, kind: &str, day: &str) -> String {
    let body = json!({"office": app.office, "kind": kind, "day": day});
    let made = app.accountant().post("/period-closings", &body).await.ok();
    format!("/period-closings/{}", made["period_closing"]["id"].as_str().unwrap())
}

/// Prepared by the accountant, signed by the head.
pub async fn closed(app: &App, kind: &str, day: &str) -> String {
    let path = period(app, kind, day).await;
    app.accountant().does(&path, "propose_period_closing", json!({})).await;
    app.head().does(&path, "close_period", json!({})).await;
    path
}

/// July 2026 of a case: 40 million by transfer on the 16th, 10 million in cash on the 17th.
pub async fn july(app: &App) -> Case {
    let case = case(app).await;
    paid(app, &case, "2026-07-16", transfer(&case, 40_000_000, "FT-1")).await;
    paid(app, &case, "2026-07-17", cash(&case, 10_000_000)).await;
    case
}

/// The bank's July, reconciled.
pub async fn july_at_the_bank(app: &App) -> String {
    let lines = [("credit", "2026-07-16", "FT-1", 40_000_000)];
    let path = imported(app, &csv("SK-07", ("2026-07-01", "2026-07-31"), 0, &lines)).await;
    app.accountant().does(&path, "reconcile_statement", json!({})).await;
    path
}

/// July 2026 with its cash closed and its statement reconciled, on 3 August.
pub async fn july_in_order(app: &App) -> Case {
    let case = july(app).await;
    app.on("2026-08-03");
    day_closed(app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0)).await;
    day_closed(app, "month", "2026-07-31", 10_000_000, book(10_000_000, 0, 0)).await;
    july_at_the_bank(app).await;
    case
}

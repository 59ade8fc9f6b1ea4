//! The main job, from the judgment's arrival to the certificate: a house is seized, valued, auctioned and paid, its price
//! shared among two creditors and the State, the rest collected, the case ended.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::build::{Case, owed};
use crate::support::house::{self, transfer};
use crate::support::{App, on_both_engines};

async fn from_intake_to_the_certificate(app: App) {
    let items = [
        owed("wages", 100_000_000, Some(1)),
        owed("other", 400_000_000, Some(1)),
        owed("other", 200_000_000, Some(2)),
        owed("court_fee", 30_000_000, None),
    ];
    let (case, asset) = house::enforceable(&app, &items, 600_000_000).await;
    house::seize(&app, &asset).await;
    let until = house::value(&app, &case, &asset, 500_000_000, &[0, 1, 2]).await;
    app.after(&until);
    app.officer().does(&asset, "close_revaluation_window", json!({})).await;
    house::to_session(&app, &asset, 500_000_000, "2026-09-30").await;
    let before_sale = app.clock.as_ref();
    let instant = thads::service::clock::Clock::now(before_sale);
    app.clock.advance(chrono::TimeDelta::seconds(1));
    app.officer().does(&asset, "record_sale", json!({"price": 505_000_000, "bidders": 1})).await;
    app.accountant().does(&asset, "record_buyer_payment", transfer(505_000_000)).await;
    let handed = house::deliver(&app, &asset).await;
    assert_eq!(handed["asset"]["state"], "handed_over");
    as_it_was(&app, &asset, instant).await;

    let first = share(&app, &case, Some(&asset)).await;
    the_order_of_payment(&case, &first);
    app.officer().does(&asset, "close_asset", json!({})).await;
    the_rest(&app, &case).await;
    end(&app, &case).await;

    the_books_balance(&app, &case).await;
    the_deadlines_tell(&app, &case).await;
    for path in [&case.path, &asset] {
        the_chain_holds(&app, path).await;
    }
}

/// With `as_of` the asset is what it was before the sale.
async fn as_it_was(app: &App, asset: &str, instant: DateTime<Utc>) {
    let instant = instant.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let then = app.officer().get(&format!("{asset}?as_of={instant}")).await.ok();
    assert_eq!((&then["state"], &then["sale"]), (&json!("auction_announced"), &Value::Null));
    let early = app.officer().get(&format!("{asset}?as_of=2026-07-20T00:00:00Z")).await;
    assert_eq!(early.problem(404), "not_found");
}

/// Computed by the officer, approved by the head, ordered by the accountant, released by the head, confirmed by the cashier.
async fn share(app: &App, case: &Case, asset: Option<&str>) -> Vec<Value> {
    let asset = asset.map(|path| path.rsplit('/').next().unwrap().to_owned());
    let query = asset.as_ref().map_or_else(String::new, |id| format!("?asset={id}"));
    let shown = app.officer().get(&format!("{}/distribution-preview{query}", case.path)).await.ok();
    let body = json!({"case": case.id, "asset": asset, "rent_region": null});
    let made = app.officer().post("/distributions", &body).await.ok();
    let path = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    let lines = app.officer().get(&format!("{path}/lines?limit=200")).await.items();
    let shown = shown["lines"].as_array().unwrap();
    assert_eq!(lines.len(), shown.len(), "what was shown is what is kept");
    for (line, shown) in lines.iter().zip(shown) {
        assert_eq!((&line["share_dong"], &line["fee"]), (&shown["share_dong"], &shown["fee"]));
        assert!(!shown["basis"].as_array().unwrap().is_empty(), "each line names its article: {shown}");
    }
    let total: i64 = lines.iter().map(|line| line["share_dong"].as_i64().unwrap()).sum();
    assert_eq!(Some(total), made["distribution"]["amount"].as_i64());

    app.head().does(&path, "approve_distribution", json!({})).await;
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    app.head().does(&path, "release_payouts", json!({})).await;
    for payout in app.cashier().get(&case.sub("payouts")).await.items() {
        let path = format!("/payouts/{}", payout["id"].as_str().unwrap());
        if payout["state"] == "released" {
            app.cashier().does(&path, "confirm_payout", json!({"bank_reference": "FT-77"})).await;
        }
    }
    let done = app.officer().get(&path).await.ok();
    assert_eq!((&done["state"], &done["payouts_open"]), (&json!("executed"), &json!(0)));
    lines
}

/// 505 million: costs of 5 first, then wages whole, then court fee, then the two others pro rata, 2 : 1.
fn the_order_of_payment(case: &Case, lines: &[Value]) {
    let share = |item: usize| {
        let line = lines.iter().find(|line| line["obligation"] == case.item(item)).unwrap();
        line["share_dong"].as_i64().unwrap()
    };
    let costs = lines.iter().find(|line| line["step"] == "STEP-costs").unwrap();
    assert_eq!(costs["share_dong"], 5_000_000);
    assert_eq!((share(0), share(3)), (100_000_000, 30_000_000));
    let (one, two) = (share(1), share(2));
    assert_eq!(one + two, 370_000_000);
    assert!((one - 246_666_667).abs() <= 1 && (two - 123_333_333).abs() <= 1, "{one} and {two}");
    let wages = lines.iter().find(|line| line["obligation"] == case.item(0)).unwrap();
    assert_eq!(wages["fee"], 0, "no fee on wages");
}

/// What the price did not cover is paid by transfer and shared in the same way.
async fn the_rest(app: &App, case: &Case) {
    app.on("2026-10-20");
    let shown = app.officer().get(&case.path).await.ok();
    let left = shown["amount_due"].as_i64().unwrap() - shown["amount_paid"].as_i64().unwrap();
    assert_eq!(left, 230_000_000);
    let body = json!({"kind": "coerced_payment", "channel": "transfer", "amount": left, "payer": case.debtor(),
        "bank_reference": "FT-0009"});
    let received = app.accountant().does(&case.path, "receive_money", body).await;
    assert_eq!(received["happened"]["receipts"].as_array().unwrap().len(), 1);
    let reason = json!({"reason": "Đã thi hành xong"});
    app.officer().may_not(&case.path, "propose_ending", reason, 409, "G-MONEY-LEFT").await;
    share(app, case, None).await;
}

async fn end(app: &App, case: &Case) {
    let reason = json!({"reason": "Đã thi hành xong"});
    app.officer().does(&case.path, "propose_ending", reason).await;
    let ended = app.head().does(&case.path, "end_case", json!({})).await;
    assert_eq!(ended["case"]["stage"], "ended");
    let asked = json!({"requester": case.party(1), "reason": "Theo đơn"});
    app.officer().does(&case.path, "propose_confirmation", asked).await;
    let confirmed = app.head().does(&case.path, "confirm_result", json!({})).await;
    assert_eq!(confirmed["happened"]["documents"][0]["kind"], "confirmation");
    let again = app.officer().act(&case.path, "propose_ending", json!({"reason": "x"})).await;
    again.refused(409, "G-FINAL");
}

async fn the_books_balance(app: &App, case: &Case) {
    let books = app.auditor().get(&format!("{}/balances", case.path)).await.ok();
    assert_eq!(books["debit_dong"], books["credit_dong"], "{books}");
    let money = |row: &&Value| row["account"] == "1121";
    let bank = books["rows"].as_array().unwrap().iter().find(money).unwrap().clone();
    assert_eq!(bank["debit_dong"], bank["credit_dong"], "all that came in went out: {books}");
    let mut sum = 0;
    for entry in app.auditor().get(&case.sub("ledger")).await.items() {
        for posting in entry["postings"].as_array().unwrap() {
            assert!(posting["debit"] != posting["credit"] && posting["amount"].as_i64().unwrap() > 0);
            // What stands off the balance is in no sum.
            if posting["debit"].as_str().unwrap().starts_with("off") {
                continue;
            }
            sum += posting["amount"].as_i64().unwrap();
        }
    }
    assert_eq!(Some(sum), books["debit_dong"].as_i64());
}

async fn the_deadlines_tell(app: &App, case: &Case) {
    let deadlines = app.auditor().get(&case.sub("deadlines")).await.items();
    let of = |key: &str| -> Vec<&Value> { deadlines.iter().filter(|one| one["key"] == key).collect() };
    let one = |key: &str| -> &Value { of(key).first().copied().unwrap_or_else(|| panic!("no {key}")) };
    assert_eq!(
        (&one("voluntary")["due_on"], &one("voluntary")["status"]),
        (&json!("2026-07-27"), &json!("met"))
    );
    for key in ["assign_officer", "open_file", "verify_first", "auction.contract", "buyer.pay"] {
        assert_ne!(one(key)["status"], "open", "{key}");
        assert!(one(key)["closed_on"].is_string(), "{key}");
    }
    assert_eq!(of("reval.request").len(), 3, "each party has its own window");
    let open: Vec<&Value> = deadlines
        .iter()
        .filter(|one| one["status"] == "open" && one["asset"].is_null())
        .map(|one| &one["key"])
        // What was signed must still be served and sent, and the procuracy learns of the end.
        .filter(|key| **key != "notify" && **key != "send_vks" && **key != "vks_monthly")
        .collect();
    assert!(open.is_empty(), "an ended case leaves nothing running: {open:?}");
}

/// Every event's hash is the SHA-256 of its canonical JSON, and names the one before it.
pub async fn the_chain_holds(app: &App, path: &str) {
    let events = app.auditor().get(&format!("{path}/events?limit=200")).await.items();
    assert!(events.len() > 5);
    let mut previous = String::new();
    for (index, event) in events.iter().enumerate() {
        let mut body = event.clone();
        let members = body.as_object_mut().unwrap();
        let hash = members.remove("hash").unwrap();
        assert!(members.remove("late_days").is_some());
        assert_eq!((&body["seq"], &body["previous"]), (&json!(index + 1), &json!(previous)));
        let text = serde_json_canonicalizer::to_string(&body).unwrap();
        let digest = Sha256::digest(text.as_bytes());
        let found: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, json!(found), "{path} event {}", index + 1);
        previous = found;
    }
}

on_both_engines!(from_intake_to_the_certificate);

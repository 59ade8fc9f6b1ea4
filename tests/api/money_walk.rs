//! Random walks over everything that moves money: after every step debits equal credits, no account of any file stands on its wrong
//! side, the totals by file, account and office agree, a plan's lines sum up to its amount, and an act that is sent twice under one
//! key happens once. Receipts are cancelled on the way, days of cash and a month are closed: what was closed keeps its figures.

use serde_json::{Value, json};

use crate::agree::{Dice, size};
use crate::support::build::{self, Case, owed};
use crate::support::client::tagged;
use crate::support::closing::{book, csv, day_closed, imported, period};
use crate::support::{App, exhibits, house, ledger, moving, on_both_engines};

struct Walk<'a> {
    app: &'a App,
    cases: Vec<Case>,
    /// The distributions of each case.
    plans: Vec<Vec<String>>,
    dice: Dice,
    /// What succeeded, by action.
    done: std::collections::BTreeMap<String, u32>,
    step: u32,
    /// The closing of the month that is closed, and its figures.
    closed: Option<(String, Value)>,
}

impl Walk<'_> {
    async fn go(&mut self) {
        for _ in 0..size("THADS_WALK_STEPS", 25) {
            self.step += 1;
            let days = *self.dice.pick(&[0, 0, 0, 1, 2]);
            self.app.clock.advance(chrono::TimeDelta::days(days));
            let note = match self.dice.roll(10) {
                0..=2 => self.receive().await,
                3 => self.cancel().await,
                4 | 5 => self.prepare().await,
                _ => self.settle().await,
            };
            self.holds(&note).await;
        }
    }

    async fn holds(&self, note: &str) {
        ledger::holds(self.app, &format!("step {}: {note}", self.step)).await;
        if let Some((path, figures)) = &self.closed {
            let now = self.app.accountant().get(path).await.ok();
            assert_eq!(&now["figures"], figures, "step {}: {note}: a closed month changed", self.step);
        }
    }

    /// A receipt of the case is cancelled, as long as its money is there; twice it is not.
    async fn cancel(&mut self) -> String {
        let case = self.dice.roll(self.cases.len());
        let path = self.cases[case].path.clone();
        let receipts = ledger::all(self.app, &format!("{path}/receipts")).await;
        if receipts.is_empty() {
            return "nothing to cancel".to_owned();
        }
        let receipt = self.dice.pick(&receipts)["id"].clone();
        let body = json!({"receipt": receipt, "reason": "Ghi nhầm"});
        self.act("accountant", &path, "propose_receipt_cancellation", body).await;
        self.act("head", &path, "cancel_receipt", json!({})).await
    }

    /// Closes the cash of each day of July, the month's cash, and the month; nothing of its bank is on a statement yet, and is said so.
    async fn close_july(&mut self) {
        let (app, office) = (self.app, self.app.office);
        if thads::service::clock::Clock::today(app.clock.as_ref()) < "2026-08-03".parse().unwrap() {
            app.on("2026-08-03");
        }
        let lines = ledger::all(app, &format!("/offices/{office}/accounts/1111/ledger")).await;
        let mut days: Vec<&str> = lines.iter().map(|line| line["posted_on"].as_str().unwrap()).collect();
        days.retain(|day| *day <= "2026-07-31");
        days.dedup();
        let mut standing = 0;
        for day in days {
            let moved = lines.iter().filter(|line| line["posted_on"] == day);
            let moved: Vec<i64> = moved.map(|line| line["movement_dong"].as_i64().unwrap()).collect();
            let received = moved.iter().filter(|one| **one > 0).sum::<i64>();
            let paid = -moved.iter().filter(|one| **one < 0).sum::<i64>();
            let opening = standing;
            standing += received - paid;
            day_closed(app, "day", day, standing, book(opening, received, paid)).await;
        }
        day_closed(app, "month", "2026-07-31", standing, book(standing, 0, 0)).await;
        let bank = imported(app, &csv("SK-07", ("2026-07-01", "2026-07-31"), 0, &[])).await;
        let open = app.accountant().get(&format!("{bank}/open-items")).await.ok();
        for one in open["only_books"].as_array().unwrap() {
            let item = json!({"item": "posting", "entry": one["entry"], "posting": one["posting"]});
            let why = json!({"open": item, "reason": "Sao kê tháng sau"});
            app.accountant().does(&bank, "explain_open_item", why).await;
        }
        app.accountant().does(&bank, "reconcile_statement", json!({})).await;
        let path = period(app, "month", "2026-07-20").await;
        app.accountant().does(&path, "propose_period_closing", json!({})).await;
        let done = app.head().does(&path, "close_period", json!({})).await;
        self.closed = Some((path, done["period_closing"]["figures"].clone()));
        // Nothing is booked into the closed month any more.
        let case = &self.cases[0];
        let late = json!({"kind": "voluntary_payment", "channel": "transfer", "amount": 1, "payer": case.debtor(),
            "bank_reference": "FT-1", "effective_on": "2026-07-31"});
        app.accountant().may_not(&case.path, "receive_money", late, 422, "M14_PERIOD").await;
        self.holds("July is closed").await;
    }

    /// Sends a request twice under one key: the second answer is the first, and the books stay as they are.
    async fn twice(&mut self, who: &str, path: &str, body: &Value) -> (u16, Value) {
        let person = self.app.as_(who);
        let seen = person.get(path.trim_end_matches("/actions")).await;
        let etag = seen.header("etag").unwrap_or("\"1\"").to_owned();
        let key = format!("walk-{}-{}", self.step, self.dice.roll(1_000_000));
        let headers = [("If-Match", etag.as_str()), ("Idempotency-Key", key.as_str())];
        let first = person.post_with(path, body, &headers).await;
        assert!(matches!(first.status, 200 | 201 | 403 | 409 | 422), "{who} {path} {body}: {}", first.text);
        if first.status < 300 {
            let trial = format!("/offices/{}/trial-balance", self.app.office);
            let before = self.app.accountant().get(&trial).await.text;
            let again = person.post_with(path, body, &headers).await;
            assert_eq!((again.status, &again.text), (first.status, &first.text), "{path} {body}");
            assert_eq!(
                self.app.accountant().get(&trial).await.text,
                before,
                "{path} {body}: it happened twice"
            );
            let action = body["action"].as_str().unwrap_or("prepare").to_owned();
            *self.done.entry(action).or_default() += 1;
        }
        (first.status, first.json())
    }

    async fn act(&mut self, who: &str, path: &str, action: &str, body: Value) -> String {
        let (status, _) = self.twice(who, &format!("{path}/actions"), &tagged(action, body)).await;
        format!("{who} {action} {path}: {status}")
    }

    async fn receive(&mut self) -> String {
        let case = self.dice.roll(self.cases.len());
        let (path, debtor) = (self.cases[case].path.clone(), self.cases[case].debtor());
        let kind = *self.dice.pick(&["voluntary_payment", "coerced_payment"]);
        let channel = *self.dice.pick(&["transfer", "transfer", "cash"]);
        // Cash is counted in notes.
        let amounts = if channel == "cash" {
            [1_000, 20_000, 555_000, 7_000_000]
        } else {
            [1, 999, 1_000_001, 33_333_333]
        };
        let amount = *self.dice.pick(&amounts);
        let reference = (channel == "transfer").then_some("FT-1");
        let body = json!({"kind": kind, "channel": channel, "amount": amount, "payer": debtor,
            "bank_reference": reference});
        self.act("accountant", &path, "receive_money", body).await
    }

    async fn prepare(&mut self) -> String {
        let case = self.dice.roll(self.cases.len());
        let id = self.cases[case].id.clone();
        let body = json!({"case": id, "asset": null, "rent_region": null});
        let who = *self.dice.pick(&["officer", "accountant"]);
        let (status, made) = self.twice(who, "/distributions", &body).await;
        if let Some(id) = made["distribution"]["id"].as_str() {
            self.plans[case].push(format!("/distributions/{id}"));
        }
        for path in &self.plans[case] {
            let path = path.as_str();
            let plan = self.app.officer().get(path).await.ok();
            let lines = ledger::all(self.app, &format!("{path}/lines")).await;
            let sum: i64 = lines.iter().map(|line| line["share_dong"].as_i64().unwrap()).sum();
            assert_eq!(Some(sum), plan["amount"].as_i64(), "the lines of {path} sum up to its amount");
        }
        // A plan grows stale with the next receipt: most are approved at once, so that walks come far.
        match self.plans[case].last().cloned() {
            Some(path) if status == 201 && self.dice.chance(60) => {
                self.act("head", &path, "approve_distribution", json!({})).await
            }
            _ => format!("{who} prepares: {status}"),
        }
    }

    /// Something that a distribution or a payout allows now.
    async fn settle(&mut self) -> String {
        let case = self.dice.roll(self.cases.len());
        let mut paths = self.plans[case].clone();
        let payouts = ledger::all(self.app, &format!("{}/payouts", self.cases[case].path)).await;
        paths.extend(payouts.iter().map(|one| format!("/payouts/{}", one["id"].as_str().unwrap())));
        if paths.is_empty() {
            return "nothing to settle".to_owned();
        }
        let path = self.dice.pick(&paths).clone();
        let who = *self.dice.pick(&["head", "head", "accountant", "accountant", "cashier"]);
        let board = self.app.as_(who).get(&format!("{path}/actions")).await.ok();
        let actions = board["actions"].as_array().unwrap();
        let allowed: Vec<&str> = actions
            .iter()
            .filter(|one| one["allowed"] == true)
            .filter_map(|one| one["action"].as_str())
            .collect();
        if allowed.is_empty() {
            return format!("{who} may do nothing with {path}");
        }
        let action = (*self.dice.pick(&allowed)).to_owned();
        // Dropping a plan ends its way: seldom, so that walks come far.
        if action.starts_with("cancel") && !self.dice.chance(20) {
            return format!("{who} leaves {path} alone");
        }
        let body = match action.as_str() {
            "order_payouts" => json!({"means": "transfer"}),
            "confirm_payout" => json!({"bank_reference": format!("FT-{}", self.step)}),
            _ => json!({}),
        };
        self.act(who, &path, &action, body).await
    }
}

async fn over_two_cases(app: App) {
    let mut cases = Vec::new();
    for items in [
        vec![
            owed("wages", 40_000_000, Some(1)),
            owed("other", 900_000_000, Some(2)),
            owed("court_fee", 5_000_000, None),
        ],
        vec![owed("other", 300_000_000, Some(1))],
    ] {
        let case = build::on_request(&app, &items).await;
        build::notify(&app, &case).await;
        cases.push(case);
    }
    let plans = vec![Vec::new(); cases.len()];
    let dice = Dice(1);
    let mut walk = Walk { app: &app, cases, plans, dice, done: Default::default(), step: 0, closed: None };
    for seed in 1..=u64::from(size("THADS_WALKS", 3)) {
        walk.dice = Dice(seed * 7919);
        walk.go().await;
        if seed == 1 {
            walk.close_july().await;
        }
    }
    let done = walk.done;
    for action in ["receive_money", "cancel_receipt", "prepare", "approve_distribution", "order_payouts"] {
        assert!(done.contains_key(action), "the walks come to {action}: {done:?}");
    }
}

/// A thing from the seizure to the buyer: in the books by its value, for sale, and out of them.
async fn a_house_stands_in_the_books_until_it_is_handed_over(app: App) {
    let (case, asset) = house::sold(&app).await;
    let books = app.officer().get(&format!("{}/balances", case.path)).await.ok();
    let value = stands(&books, "1143");
    assert!(value > 0, "sent for sale by its value: {books}");
    assert_eq!((stands(&books, "366"), stands(&books, "1141"), stands(&books, "off_114")), (value, 0, 0));
    let seized = ledger::all(&app, &format!("{}/ledger", case.path)).await;
    let kinds: Vec<&str> = seized.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    // Unpriced at the seizure; the certificate takes it off that account and into 1141; the contract sends it to sale.
    assert_eq!(kinds, ["J05", "J05", "J05", "J06"], "{seized:?}");
    ledger::holds(&app, "sold").await;
    app.accountant().does(&asset, "record_buyer_payment", house::transfer(800_000_000)).await;
    house::deliver(&app, &asset).await;
    let books = app.officer().get(&format!("{}/balances", case.path)).await.ok();
    assert_eq!((stands(&books, "1143"), stands(&books, "366")), (0, 0), "delivered: {books}");
    ledger::holds(&app, "delivered").await;
}

fn stands(books: &Value, account: &str) -> i64 {
    let row = books["rows"].as_array().unwrap().iter().find(|row| row["account"] == account);
    row.map_or(0, |row| row["balance_dong"].as_i64().unwrap())
}

/// Exhibits of no known case stand on the office's own file, then in the books of their case, then nowhere.
async fn exhibits_stand_in_the_books_of_the_office_or_of_their_case(app: App) {
    let case = exhibits::case(&app).await;
    let valued = exhibits::with(exhibits::line(None, ""), json!({"value": 5_000_000}));
    let lot = exhibits::kept(&app, "2026-07-10", &[valued, exhibits::line(None, "")]);
    let lot = exhibits::path(&app.officer().post("/exhibits", &lot).await.ok());
    app.head().does(&lot, "assign_exhibits", json!({"officer": app.id("officer")})).await;
    let office = format!("/offices/{}/trial-balance", app.office);
    let books = app.accountant().get(&office).await.ok();
    assert_eq!(
        (stands(&books, "1142"), stands(&books, "366"), stands(&books, "off_114")),
        (5_000_000, 5_000_000, 1)
    );
    let here = format!("{}/balances", case.path);
    assert_eq!(stands(&app.officer().get(&here).await.ok(), "1142"), 0);
    ledger::holds(&app, "on the office's own file").await;
    let judged = json!({"case": case.id, "lines": [{"line": 1, "disposition": "confiscate", "owner": null},
        {"line": 2, "disposition": "confiscate", "owner": null}]});
    app.officer().does(&lot, "judge_exhibits", judged).await;
    let books = app.officer().get(&here).await.ok();
    assert_eq!((stands(&books, "1142"), stands(&books, "off_114")), (5_000_000, 1), "they moved: {books}");
    assert_eq!(stands(&app.accountant().get(&office).await.ok(), "1142"), 5_000_000, "and are there once");
    ledger::holds(&app, "in the case").await;
    exhibits::released(&app, &lot, &[1, 2]).await;
    let body = json!({"lines": [1, 2], "receiver": "commune_committee", "receiver_name": "UBND phường Mẫu",
        "notified_on": "2026-07-15", "minutes_complete": true, "storage_paid": false});
    app.officer().does(&lot, "hand_over_confiscated", body).await;
    let books = app.officer().get(&here).await.ok();
    for account in ["1142", "366", "333", "off_114"] {
        assert_eq!(stands(&books, account), 0, "{account}: {books}");
    }
    ledger::holds(&app, "handed over").await;
}

/// The price of an entrusted asset comes in and goes on to the agency that sent it (J25), on the office's own file.
async fn entrusted_money_goes_to_its_sender(app: App) {
    let judgment = moving::asset_in_hand(&app).await;
    let books =
        || async { app.accountant().get(&format!("/offices/{}/trial-balance", app.office)).await.ok() };
    let money = json!({"proceeds": 700_000_000, "costs": 12_500_000, "reference": "=FT-7"});
    app.accountant().does(&judgment, "remit_entrusted_money", money).await;
    let books = books().await;
    let left = (stands(&books, "1121"), stands(&books, "3376"), stands(&books, "338"));
    assert_eq!(left, (12_500_000, 0, 12_500_000), "the costs stay: {books}");
    let lines = ledger::all(&app, &format!("/offices/{}/ledger", app.office)).await;
    let kinds: Vec<&str> = lines.iter().map(|line| line["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["J09", "J11", "J25"]);
    assert!(lines.iter().all(|line| line["case"].is_null() && line["source"]["kind"] == "entrustment"));
    ledger::holds(&app, "remitted").await;
}

on_both_engines!(
    over_two_cases,
    a_house_stands_in_the_books_until_it_is_handed_over,
    exhibits_stand_in_the_books_of_the_office_or_of_their_case,
    entrusted_money_goes_to_its_sender,
);

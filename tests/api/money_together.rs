//! Many at once: sixteen people pay into one case and into many, and confirm the same payouts. Nothing is lost, nothing is paid twice,
//! and the books agree.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Value, json};

use crate::support::build::{self, Case, owed};
use crate::support::{App, ledger, on_both_engines};

const WRITERS: usize = 16;
const ROUNDS: i64 = 3;

fn money(amount: i64) -> Value {
    json!({"kind": "voluntary_payment", "channel": "transfer", "amount": amount, "payer": null,
        "bank_reference": "FT-1"})
}

/// Tries until it succeeds: somebody else was faster, or the database had no time.
async fn persist(app: &App, path: &str, action: &str, body: &Value) {
    for _ in 0..400 {
        let answer = app.accountant().act(path, action, body.clone()).await;
        match answer.status {
            200 => return,
            412 | 503 => actix_web::rt::time::sleep(std::time::Duration::from_millis(5)).await,
            _ => panic!("{action} {path}: {}", answer.text),
        }
    }
    panic!("{action} {path}: never its turn");
}

async fn notified(app: &App) -> Case {
    let items = [owed("other", 500_000_000, Some(1)), owed("other", 400_000_000, Some(2))];
    let case = build::on_request(app, &items).await;
    build::notify(app, &case).await;
    case
}

async fn total(app: &App, path: &str, account: &str) -> (i64, i64) {
    let books = app.accountant().get(&format!("{path}/balances")).await.ok();
    let rows = books["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["account"] == account);
    row.map_or((0, 0), |row| (row["debit_dong"].as_i64().unwrap(), row["credit_dong"].as_i64().unwrap()))
}

async fn money_comes_in_from_all_sides(app: App) {
    let shared = notified(&app).await;
    let mut own = Vec::new();
    for _ in 0..WRITERS / 2 {
        own.push(notified(&app).await);
    }
    let app = Rc::new(app);
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let path = own.get(writer).map_or_else(|| shared.path.clone(), |case| case.path.clone());
        let app = app.clone();
        writers.push(actix_web::rt::spawn(async move {
            for round in 1..=ROUNDS {
                persist(&app, &path, "receive_money", &money(1_000 + round)).await;
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    let each: i64 = (1..=ROUNDS).map(|round| 1_000 + round).sum();
    let sharing = i64::try_from(WRITERS - own.len()).unwrap();
    assert_eq!(total(&app, &shared.path, "1121").await, (each * sharing, 0));
    for case in &own {
        assert_eq!(total(&app, &case.path, "337").await, (0, each));
    }
    let receipts = ledger::all(&app, &format!("{}/receipts", shared.path)).await;
    let numbers: std::collections::BTreeSet<&str> =
        receipts.iter().map(|one| one["number"].as_str().unwrap()).collect();
    assert_eq!(
        i64::try_from(numbers.len()).unwrap(),
        ROUNDS * sharing,
        "each receipt has a number of its own"
    );
    ledger::holds(&app, "after the crowd").await;
}

async fn a_payout_is_confirmed_once(app: App) {
    let case = notified(&app).await;
    persist(&app, &case.path, "receive_money", &money(90_000_000)).await;
    let body = json!({"case": case.id, "asset": null, "rent_region": null});
    let made = app.officer().post("/distributions", &body).await.ok();
    let plan = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    app.head().does(&plan, "approve_distribution", json!({})).await;
    app.accountant().does(&plan, "order_payouts", json!({"means": "transfer"})).await;
    app.head().does(&plan, "release_payouts", json!({})).await;
    let payouts = ledger::all(&app, &format!("{}/payouts", case.path)).await;
    let released = payouts.iter().filter(|one| one["state"] == "released");
    let paths: Vec<String> =
        released.map(|one| format!("/payouts/{}", one["id"].as_str().unwrap())).collect();
    assert!(paths.len() >= 2, "{payouts:?}");
    let app = Rc::new(app);
    let confirmed = Rc::new(RefCell::new(0_usize));
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let (app, paths, confirmed) = (app.clone(), paths.clone(), confirmed.clone());
        writers.push(actix_web::rt::spawn(async move {
            for path in &paths {
                let body = json!({"bank_reference": format!("FT-{writer}")});
                // Another payout of the same plan moves the plan too: that attempt is simply made again.
                loop {
                    let answer = app.cashier().act(path, "confirm_payout", body.clone()).await;
                    match answer.status {
                        200 => *confirmed.borrow_mut() += 1,
                        409 => {}
                        412 | 503 => {
                            actix_web::rt::time::sleep(std::time::Duration::from_millis(5)).await;
                            continue;
                        }
                        _ => panic!("{}", answer.text),
                    }
                    break;
                }
            }
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(*confirmed.borrow(), paths.len(), "each once, whoever was first");
    let done = app.officer().get(&plan).await.ok();
    assert_eq!((&done["state"], &done["payouts_open"]), (&json!("executed"), &json!(0)));
    assert_eq!(
        total(&app, &case.path, "1121").await,
        (90_000_000, 90_000_000),
        "all that came in went out, once"
    );
    ledger::holds(&app, "after the payouts").await;
}

on_both_engines!(money_comes_in_from_all_sides, a_payout_is_confirmed_once);

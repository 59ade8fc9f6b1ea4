//! Very many creditors of one case, all owed something else: one plan, one booking, one order for each, in one transaction each.
//! `THADS_MANY` says how many; with `--nocapture` the times are told.

use std::time::{Duration, Instant};

use serde_json::json;
use thads::domain::claim::ClaimKind;
use thads::domain::ids::{JudgmentId, ObligationId, PartyId};
use thads::domain::judgment::{Mode, Obligation, ObligationStatus, Party, PartyKind, Pronounced};
use thads::domain::money::Dong;
use thads::service::convert;
use thads::service::error::ApiError;
use thads::store::{Conn, obligations, parties};
use uuid::Uuid;

use crate::distributions::{asked, paid_in, prepared};
use crate::support::build::{self, Case, owed};
use crate::support::{App, enforce, on_both_engines};

fn many() -> i64 {
    std::env::var("THADS_MANY").ok().and_then(|text| text.parse().ok()).unwrap_or(1_500)
}

fn amount(place: i64) -> i64 {
    1_000_000 + (place * 7_919) % 900_001
}

/// So many more creditors, as an intake in many pages would have left them.
pub fn add_creditors(app: &App, case: &Case, many: i64, amount: fn(i64) -> i64) {
    let judgment: JudgmentId = case.judgment["id"].as_str().unwrap().parse().unwrap();
    let debtor: PartyId = case.debtor().as_str().unwrap().parse().unwrap();
    let case_id = case.id.as_str().unwrap().parse().unwrap();
    let party = |place: i64| Party {
        id: PartyId(Uuid::now_v7()),
        kind: PartyKind::Person,
        name: format!("Chủ nợ Mẫu {place}"),
        address: None,
        identity_number: None,
        bank_account: Some(format!("NH Mẫu {place}")),
        budget_funded: false,
        redacted: std::collections::BTreeMap::new(),
    };
    let creditors: Vec<Party> = (0..many).map(party).collect();
    let item = |(place, creditor): (i64, &Party)| Obligation {
        interest_due: Dong::ZERO,
        id: ObligationId(Uuid::now_v7()),
        judgment,
        case: Some(case_id),
        debtor,
        creditor: Some(creditor.id),
        mode: Mode::OnRequest,
        kind: ClaimKind::Other,
        duty: None,
        amount: Dong::new(amount(place)).unwrap(),
        paid: Dong::ZERO,
        status: ObligationStatus::Open,
        due_on: None,
        joint: false,
        personal: false,
        secured: false,
        requested_on: Some("2026-07-14".parse().unwrap()),
        more: Pronounced::default(),
    };
    let write = |conn: &mut Conn| -> Result<(), ApiError> {
        let rows: Result<Vec<_>, _> =
            creditors.iter().map(|party| convert::party_row(party, judgment, app.office)).collect();
        parties::insert_many(conn, &rows?)?;
        let items = (0..).zip(&creditors).map(item);
        let rows: Result<Vec<_>, _> = items.map(|item| convert::obligation_row(&item, app.office)).collect();
        let now = thads::service::clock::Clock::now(app.clock.as_ref());
        Ok(obligations::insert_many(conn, &rows?, now.into())?)
    };
    app.state.store.write(write).unwrap();
}

async fn very_many_creditors_are_paid_in_one_run(app: App) {
    let many = many();
    let case = build::on_request(&app, &[owed("wages", 10_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    add_creditors(&app, &case, many, amount);
    let total: i64 = (0..many).map(amount).sum::<i64>() + 10_000_000;
    enforce::as_if(&app, &case, |doc| doc["amount_due"] = json!(total)).await;
    // What a server does by itself: a plan made for some rows is not that for very many.
    app.sql("ANALYZE").unwrap();
    let money = total / 3;
    paid_in(&app, &case, money).await;

    let clock = Instant::now();
    let (path, made) = prepared(&app, &asked(&case, None, json!({}))).await;
    let computed = clock.elapsed();
    assert_eq!((&made["line_count"], &made["amount"]), (&json!(many + 1), &json!(money)));
    let clock = Instant::now();
    let approved = app.head().does(&path, "approve_distribution", json!({})).await;
    let booked = clock.elapsed();
    assert!(approved["happened"]["posting_count"].as_i64().unwrap() >= many, "each share is a posting");
    let clock = Instant::now();
    let ordered = app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    let orders = clock.elapsed();
    assert_eq!(ordered["distribution"]["payouts_open"], json!(many + 1));
    println!(
        "{many} creditors: computed and kept {computed:?}, approved {booked:?}, ordered {orders:?} (with two reads each)"
    );
    if many >= 50_000 && !cfg!(debug_assertions) {
        assert!(booked + orders < Duration::from_secs(10), "posted and ordered under ten seconds");
    }

    let seen = app.officer().get(&case.path).await.ok();
    assert_eq!(seen["amount_paid"], json!(money));
    let books = app.auditor().get(&format!("{}/balances", case.path)).await.ok();
    let row = |account: &str| {
        books["rows"].as_array().unwrap().iter().find(|row| row["account"] == account).cloned()
    };
    assert_eq!(row("331").unwrap()["credit_dong"], json!(money), "every đồng is somebody's");
    assert_eq!(books["debit_dong"], books["credit_dong"]);
    let id = case.id.as_str().unwrap().parse().unwrap();
    let paid = app.state.store.read(|conn: &mut Conn| {
        let rows = obligations::all_by_case(conn, id)?;
        Ok::<_, ApiError>(rows.iter().map(|row| row.paid.get()).sum::<i64>())
    });
    assert_eq!(paid.unwrap(), money, "each item has what its line gave");
    let payout = app.cashier().get(&format!("{}/payouts?limit=1", case.path)).await.ok()["items"][0].clone();
    assert_eq!(app.chain(&payout["id"]).len(), 1, "each payout has its first event");
}

on_both_engines!(very_many_creditors_are_paid_in_one_run);

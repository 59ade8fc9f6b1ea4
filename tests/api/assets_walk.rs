//! Random walks over the assets and lots of a case. After every step: no thing under two seizures without an order, no lot sold beside
//! its things. What must hold of each asset by itself – prices, rounds, payment before handover – the invariants judge (I16–I21).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::agree::{Dice, size};
use crate::asset_bodies;
use crate::assets_lots::{lot, machines};
use crate::bodies::Known;
use crate::support::build::Case;
use crate::support::{App, house, on_both_engines};

/// Acts that lead away from the sale: taken seldom, so that walks come far.
const AWAY: &[&str] = &[
    "exclude_asset",
    "record_claim",
    "report_sham",
    "decide_exploitation",
    "release_seizure",
    "return_to_owner",
    "revalue",
    "cancel_result",
    "stop_auction",
    "pause_auction",
    "record_redemption",
    "request_revaluation",
    "agree_taking",
    "accept_later_preemption",
    "record_failed_auction",
];

async fn assets(app: &App, case: &Case) -> Vec<Value> {
    app.auditor().get(&case.sub("assets")).await.items()
}

/// What must hold between the assets of a case, whatever happened.
fn holds(assets: &[Value], note: &str) {
    let mut ranks: BTreeMap<(String, i64), u32> = BTreeMap::new();
    for asset in assets {
        let state = asset["state"].as_str().unwrap();
        let seized = !asset["seized_on"].is_null()
            && !matches!(state, "released" | "handed_over" | "registered" | "closed");
        if let (true, Some(thing)) = (seized, asset["identifier"].as_str()) {
            let rank = asset["rank"].as_i64().unwrap_or(1);
            let taken = ranks.entry((thing.to_owned(), rank)).or_default();
            *taken += 1;
            assert_eq!(*taken, 1, "two seizures of one thing at one place: {note}");
        }
        for member in asset["members"].as_array().unwrap() {
            let file = assets.iter().find(|one| one["id"] == member["asset"]).unwrap();
            assert!(file["sale"].is_null(), "sold beside its lot: {note}");
        }
    }
}

async fn walk(app: &App, case: &Case, seed: u64) -> u32 {
    let mut dice = Dice(seed);
    let mut done = 0;
    for _ in 0..size("THADS_WALK_STEPS", 60) {
        let days = *dice.pick(&[0, 0, 1, 2, 5, 16]);
        app.clock.advance(chrono::TimeDelta::days(days));
        let list = assets(app, case).await;
        let seen = dice.pick(&list).clone();
        let path = format!("/assets/{}", seen["id"].as_str().unwrap());
        let who = *dice.pick(&["officer", "officer", "officer", "head", "accountant"]);
        let board = app.as_(who).get(&format!("{path}/actions")).await.ok();
        let allowed: Vec<&Value> =
            board["actions"].as_array().unwrap().iter().filter(|one| one["allowed"] == true).collect();
        if allowed.is_empty() {
            continue;
        }
        let action = dice.pick(&allowed)["action"].as_str().unwrap().to_owned();
        if AWAY.contains(&action.as_str()) && !dice.chance(15) {
            continue;
        }
        let today = thads::service::clock::Clock::today(app.clock.as_ref());
        let party = case.party(dice.roll(2));
        let known =
            Known { app, case, seen: &seen, decision: &case.id, party: &party, today, yes: dice.chance(93) };
        let body = asset_bodies::of(&action, &known).unwrap_or_else(|| json!({}));
        let answer = app.as_(who).act(&path, &action, body.clone()).await;
        let note = format!("{who} {action} {path} {body}: {}", answer.text);
        assert!(matches!(answer.status, 200 | 422), "{note}");
        done += u32::from(answer.status == 200);
        holds(&assets(app, case).await, &note);
    }
    done
}

async fn over_two_houses_that_may_be_one(app: App) {
    let mut done = 0;
    for seed in 1..=u64::from(size("THADS_WALKS", 3)) {
        let items = [crate::support::build::owed("other", 900_000_000, Some(1))];
        let (case, _) = house::enforceable(&app, &items, 600_000_000).await;
        for name in ["Nhà thửa 20", "Nhà thửa 20 (hồ sơ hai)"] {
            let body = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": name, "identifier": "BX 20"});
            app.officer().post("/assets", &body).await.ok();
        }
        done += walk(&app, &case, seed * 7919).await;
    }
    assert!(done > 20, "the walks do something: {done}");
}

async fn from_a_house_ready_for_auction(app: App) {
    let mut done = 0;
    for seed in 1..=u64::from(size("THADS_WALKS", 3)) {
        let (case, _) = house::ready(&app).await;
        done += walk(&app, &case, seed * 104_729).await;
    }
    assert!(done > 20, "the walks do something: {done}");
}

async fn over_a_lot_and_its_things(app: App) {
    let mut done = 0;
    for seed in 1..=u64::from(size("THADS_WALKS", 2)) {
        let (case, paths) = machines(&app, 4).await;
        lot(&app, &case, &paths[..3]).await;
        done += walk(&app, &case, seed * 15_485_863).await;
    }
    assert!(done > 15, "the walks do something: {done}");
}

on_both_engines!(over_two_houses_that_may_be_one, from_a_house_ready_for_auction, over_a_lot_and_its_things);

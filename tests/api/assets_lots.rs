//! Lots: valued as one, sold as one, ended as one; assets across cases and their watch lists.

use serde_json::{Value, json};

use crate::support::build::{Case, owed};
use crate::support::house::{self, minutes, transfer};
use crate::support::{App, on_both_engines};

/// So many seized machines of the debtor's; 12 August 2026.
pub async fn machines(app: &App, count: usize) -> (Case, Vec<String>) {
    let (case, _) = house::enforceable(app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let mut paths = Vec::new();
    for number in 0..count {
        let body = json!({"case": case.id, "owner": case.debtor(), "kind": "movable", "name": format!("Máy {number}")});
        let made = app.officer().post("/assets", &body).await.ok();
        let path = format!("/assets/{}", made["asset"]["id"].as_str().unwrap());
        let found = json!({"owned_by_debtor": true, "estimated_value": 50_000_000});
        app.officer().does(&path, "record_verification", found).await;
        app.officer().does(&path, "issue_seizure_decision", json!({"proportion_exception": null})).await;
        app.officer().does(&path, "serve_seizure_notices", json!({"seizure": true, "costs": true})).await;
        paths.push(path);
    }
    app.on("2026-08-12");
    for path in &paths {
        let mut body = minutes();
        body["costs"] = json!(1_000_000);
        app.officer().does(path, "carry_out_seizure", body).await;
    }
    (case, paths)
}

fn ids(paths: &[String]) -> Vec<Value> {
    paths.iter().map(|path| json!(path.rsplit('/').next().unwrap())).collect()
}

/// `/assets/…` of a lot of these.
pub async fn lot(app: &App, case: &Case, paths: &[String]) -> String {
    let body = json!({"case": case.id, "name": "Dây chuyền mẫu", "assets": ids(paths)});
    let made = app.officer().post("/lots", &body).await.ok();
    format!("/assets/{}", made["asset"]["id"].as_str().unwrap())
}

async fn states(app: &App, paths: &[String]) -> Vec<Value> {
    let mut states = Vec::new();
    for path in paths {
        states.push(app.officer().get(path).await.ok()["state"].clone());
    }
    states
}

async fn a_lot_is_sold_as_one_and_nothing_beside_it(app: App) {
    let (case, paths) = machines(&app, 3).await;
    let officer = app.officer();
    let form = |assets: Vec<Value>| json!({"case": case.id, "name": "Lô", "assets": assets});
    let twice = officer.post("/lots", &form([ids(&paths[..1]), ids(&paths[..1])].concat())).await;
    assert_eq!(twice.codes(), ["duplicate"]);
    assert_eq!(app.as_("second_officer").post("/lots", &form(ids(&paths))).await.status, 404);
    let path = lot(&app, &case, &paths).await;
    let shown = officer.get(&path).await.ok();
    assert_eq!((&shown["state"], shown["members"].as_array().unwrap().len()), (&json!("seized"), 3));
    assert_eq!(shown["costs"], 3_000_000);
    assert_eq!(states(&app, &paths).await, ["in_lot", "in_lot", "in_lot"]);
    let firm = json!({"firm": "Công ty Mẫu", "firm_eligible": true});
    officer.may_not(&paths[0], "sign_valuation_contract", firm, 409, "G-STATE").await;
    let again = officer.post("/lots", &form(ids(&paths))).await;
    assert_eq!(again.codes(), ["G-LOT-MEMBER", "G-LOT-MEMBER", "G-LOT-MEMBER"]);

    let until = house::value(&app, &case, &path, 120_000_000, &[0, 1]).await;
    officer.may_not(&path, "dissolve_lot", json!({}), 409, "G-STATE").await;
    app.after(&until);
    officer.does(&path, "close_revaluation_window", json!({})).await;
    house::to_session(&app, &path, 120_000_000, "2026-09-22").await;
    officer.does(&path, "record_sale", json!({"price": 125_000_000, "bidders": 2})).await;
    app.accountant().does(&path, "record_buyer_payment", transfer(125_000_000)).await;
    house::deliver(&app, &path).await;
    assert_eq!(states(&app, &paths).await, ["handed_over", "handed_over", "handed_over"]);
    let case = officer.get(&case.path).await.ok();
    let live = case["measures"].as_array().unwrap().iter().filter(|one| one["released_on"].is_null());
    assert_eq!(live.count(), 0, "the seizures of everything in it are over");
    officer.does(&path, "cancel_result", json!({"ground": "collusion", "paper": "Bản án số 12"})).await;
    assert_eq!(states(&app, &paths).await, ["in_lot", "in_lot", "in_lot"], "they wait in it again");
}

async fn a_lot_is_taken_apart_before_it_is_valued(app: App) {
    let (case, paths) = machines(&app, 2).await;
    let path = lot(&app, &case, &paths).await;
    app.officer().may_not(&paths[0], "dissolve_lot", json!({}), 409, "G-LOT").await;
    let apart = app.officer().does(&path, "dissolve_lot", json!({})).await;
    assert_eq!(apart["asset"]["state"], "dissolved");
    assert_eq!(states(&app, &paths).await, ["seized", "seized"]);
    let again = lot(&app, &case, &paths).await;
    app.officer().does(&again, "release_seizure", json!({"ground": "agreed", "proof": "Biên bản"})).await;
    assert_eq!(states(&app, &paths).await, ["released", "released"]);
}

async fn watch_lists_show_what_is_left_lying(app: App) {
    let (case, path) = house::ready(&app).await;
    let waiting = house::record(&app, &case).await;
    let watch = async |list: &str| {
        let items = app.head().get(&format!("/assets?watch={list}")).await.items();
        items.iter().map(|one| format!("/assets/{}", one["id"].as_str().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(watch("awaits_registry").await, std::slice::from_ref(&waiting));
    assert!(watch("certificate_ends").await.is_empty());
    assert!(watch("idle").await.is_empty());
    app.on("2027-01-20");
    assert_eq!(watch("certificate_ends").await, std::slice::from_ref(&path));
    assert_eq!(watch("idle").await, [path.clone(), waiting.clone()]);
    let by_state = app.head().get("/assets?state=ready_for_auction&kind=house&limit=1").await.items();
    assert_eq!(by_state.len(), 1);
    assert_eq!(app.head().get("/assets?watch=everything").await.status, 400);
    assert!(app.as_("other_head").get("/assets?watch=idle").await.items().is_empty(), "each agency its own");
    assert_eq!(
        app.as_("second_officer").get("/assets?watch=idle").await.items().len(),
        0,
        "an officer his own"
    );
}

on_both_engines!(
    a_lot_is_sold_as_one_and_nothing_beside_it,
    a_lot_is_taken_apart_before_it_is_valued,
    watch_lists_show_what_is_left_lying,
);

//! A debtor's house on its way from discovery to handover, step by step; each function goes one stage further.

use serde_json::{Value, json};

use super::App;
use super::build::{Case, on_request, owed, verifying};

/// `/assets/…`
pub type Path = String;

pub async fn record(app: &App, case: &Case) -> Path {
    let body = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": "Nhà thửa 12"});
    let made = app.officer().post("/assets", &body).await.ok();
    format!("/assets/{}", made["asset"]["id"].as_str().unwrap())
}

/// Asked and answered.
pub async fn verify(app: &App, path: &str, on: &str, value: i64) {
    app.officer().does(path, "query_registry", json!({"registry": "Văn phòng đăng ký đất đai"})).await;
    app.on(on);
    let body = json!({"registry_answered_on": on, "owned_by_debtor": true, "estimated_value": value});
    app.officer().does(path, "record_verification", body).await;
}

/// A case with a verified house, able to perform, on 3 August 2026.
pub async fn enforceable(app: &App, items: &[Value], value: i64) -> (Case, Path) {
    let case = on_request(app, items).await;
    verifying(app, &case).await;
    let path = record(app, &case).await;
    verify(app, &path, "2026-08-03", value).await;
    let body = json!({"means": "assets", "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "conclude_enforceable", body).await;
    (case, path)
}

/// Decided, notified, carried out on 12 August 2026.
pub async fn seize(app: &App, path: &str) {
    app.officer().does(path, "issue_seizure_decision", json!({"proportion_exception": null})).await;
    let notices = json!({"seizure": true, "costs": true, "urgent_reason": null});
    app.officer().does(path, "serve_seizure_notices", notices).await;
    app.on("2026-08-12");
    app.officer().does(path, "carry_out_seizure", minutes()).await;
}

pub fn minutes() -> Value {
    json!({"began_at": "08:00", "ended_at": "10:30", "commune_present": true, "land_body_present": true,
        "minutes_complete": true, "custodian": "Người phải thi hành án", "costs": 3_000_000})
}

pub fn certificate(value: i64) -> Value {
    json!({"value": value, "certificate": "CT-01/2026", "valid_until": "2027-02-12", "costs": 2_000_000})
}

/// Valued, and the result served on every party on 14 August 2026; the last day of the window.
pub async fn value(app: &App, case: &Case, path: &str, value: i64, parties: &[usize]) -> Value {
    let firm = json!({"firm": "Công ty thẩm định giá Mẫu", "firm_eligible": true});
    app.officer().does(path, "sign_valuation_contract", firm).await;
    app.on("2026-08-14");
    app.officer().does(path, "record_valuation", certificate(value)).await;
    let mut last = Value::Null;
    for place in parties {
        let body = json!({"party": case.party(*place)});
        let served = app.officer().does(path, "serve_valuation_result", body).await;
        last = served["asset"]["result_notices"].as_array().unwrap().last().unwrap()["window_until"].clone();
    }
    last
}

/// An organisation chosen, after its notice has run; the clock stands on the day of the choice.
pub async fn choose(app: &App, path: &str) {
    let notice = json!({"own_page": "https://thads.example/1", "national_portal": "https://dgts.example/1"});
    let published = app.officer().does(path, "publish_selection_notice", notice).await;
    app.after(&published["asset"]["selection"]["notice_until"]);
    let chosen = json!({"organisation": "Tổ chức đấu giá Mẫu", "scored": true});
    app.officer().does(path, "choose_auction_organisation", chosen).await;
}

pub fn contract(price: i64, session: &str) -> Value {
    json!({"deposit_permille": 100, "start_price": price, "session_on": session, "pause_and_stop_clauses": true})
}

/// Contract and announcement on the clock's day, the clock then on the day of the session.
pub async fn to_session(app: &App, path: &str, price: i64, session: &str) {
    choose(app, path).await;
    app.officer().does(path, "sign_auction_contract", contract(price, session)).await;
    app.officer().does(path, "announce_auction", json!({"posted_at": "Trụ sở và nơi có tài sản"})).await;
    app.on(session);
}

pub fn transfer(amount: i64) -> Value {
    json!({"amount": amount, "channel": "transfer", "bank_reference": "FT-0001"})
}

/// A seized and valued house with one creditor, its window still open: 700 million đồng.
pub async fn valued(app: &App) -> (Case, Path, Value) {
    let (case, path) = enforceable(app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    seize(app, &path).await;
    let until = value(app, &case, &path, 700_000_000, &[0, 1]).await;
    (case, path, until)
}

/// The same, its price fixed.
pub async fn ready(app: &App) -> (Case, Path) {
    let (case, path, until) = valued(app).await;
    app.after(&until);
    app.officer().does(&path, "close_revaluation_window", json!({})).await;
    (case, path)
}

/// Sold for 800 million đồng on 30 September 2026, not yet paid.
pub async fn sold(app: &App) -> (Case, Path) {
    let (case, path) = ready(app).await;
    to_session(app, &path, 700_000_000, "2026-09-30").await;
    app.officer().does(&path, "record_sale", json!({"price": 800_000_000, "bidders": 3})).await;
    (case, path)
}

/// Paid and handed over.
pub async fn handed_over(app: &App) -> (Case, Path) {
    let (case, path) = sold(app).await;
    app.accountant().does(&path, "record_buyer_payment", transfer(800_000_000)).await;
    app.officer().does(&path, "hand_over", json!({"vacant": true, "receiver_present": true})).await;
    (case, path)
}

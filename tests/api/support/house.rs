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
    let body = json!({"registry_answered_on": on, "owned_by_debtor": true, "estimated_value": value,
        "findings": findings(on)});
    app.officer().does(path, "record_verification", body).await;
}

/// What is found of an ordinary house.
pub fn findings(on: &str) -> Value {
    json!({"transferable": true, "surveyed_on": on, "divisible": false, "other_property_sufficient": false})
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
    app.officer().does(path, "notify_registry", json!({})).await;
}

pub fn minutes() -> Value {
    json!({"began_at": "08:00", "ended_at": "10:30", "commune_present": true, "land_body_present": true,
        "minutes_complete": true, "papers_demanded": true, "custody": custody("holder"), "costs": 3_000_000})
}

pub fn custody(form: &str) -> Value {
    json!({"form": form, "place": "Tại chỗ", "conditions_met": true, "holder_is_local": true, "minutes_signed": true})
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

/// The four papers, alike.
pub fn papers() -> Value {
    let line = |subject: &str| {
        json!({"subject": subject, "decision": "như nhau", "minutes": "như nhau", "report": "như nhau",
            "certificate": "như nhau"})
    };
    let lines: Vec<Value> = ["description", "quantity", "owner", "area", "parcel"].map(line).into();
    json!({ "lines": lines })
}

/// A dossier with these risks, everything else in order.
pub fn dossier(risks: Value) -> Value {
    json!({"risks": risks, "deliverable": true, "deliverability": "Chủ nhà cam kết bàn giao", "papers_complete": true})
}

/// Papers compared, dossier approved, where that is still to be done.
pub async fn prepare(app: &App, path: &str) {
    let seen = app.officer().get(path).await.ok();
    if seen["reconciliation"].is_null() {
        app.officer().does(path, "reconcile_papers", papers()).await;
    }
    if seen["dossier"].is_null() {
        app.officer().does(path, "propose_auction_dossier", dossier(json!([]))).await;
        app.head().does(path, "approve_auction_dossier", json!({})).await;
    }
}

pub fn choice(organisation: &str) -> Value {
    json!({"organisation": organisation,
        "scores": [{"organisation": organisation, "points": 9000, "listed": true}]})
}

/// An organisation chosen, after its notice has run; the clock stands on the day of the choice.
pub async fn choose(app: &App, path: &str) {
    prepare(app, path).await;
    let notice = json!({"own_page": "https://thads.example/1", "national_portal": "https://dgts.example/1"});
    let published = app.officer().does(path, "publish_selection_notice", notice).await;
    app.after(&published["asset"]["selection"]["notice_until"]);
    app.officer().does(path, "choose_auction_organisation", choice("Tổ chức đấu giá Mẫu")).await;
    app.officer().does(path, "publish_selection_result", json!({})).await;
}

pub fn contract(price: i64, session: &str) -> Value {
    json!({"deposit_permille": 100, "start_price": price, "session_on": session, "pause_and_stop_clauses": true,
        "asset_described": true, "order_of_sale": true, "notice_duties": true})
}

/// Posting on the clock's day for a session of that day.
pub fn posting(app: &App, session: &str) -> Value {
    let session: chrono::NaiveDate = session.parse().unwrap();
    let today = thads::service::clock::Clock::today(app.clock.as_ref());
    let before = |days: i64| (session - chrono::TimeDelta::days(days)).to_string();
    json!({"posted_at": "Trụ sở và nơi có tài sản", "notices": [today.to_string(), before(15)], "viewing_days": 2,
        "files_until": before(1)})
}

/// Contract and announcement on the clock's day, the clock then on the day of the session.
pub async fn to_session(app: &App, path: &str, price: i64, session: &str) {
    choose(app, path).await;
    app.officer().does(path, "sign_auction_contract", contract(price, session)).await;
    app.officer().does(path, "announce_auction", posting(app, session)).await;
    app.on(session);
}

pub fn failed() -> Value {
    json!({"failure": "no_registrant"})
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
    deliver(app, &path).await;
    (case, path)
}

/// What was spent on a thing seized by decision, settled by the head on a voucher.
pub async fn settle_costs(app: &App, path: &str) {
    let seen = app.officer().get(path).await.ok();
    let decisions = seen["decisions"].as_array().unwrap();
    let seizure = decisions.iter().find(|decision| decision["kind"] == "seizure_decision");
    let (Some(seizure), Some(spent)) = (seizure, seen["costs"].as_i64().filter(|spent| *spent > 0)) else {
        return;
    };
    let case = format!("/cases/{}", seen["case"].as_str().unwrap());
    let voucher = format!("HĐ {}", &path[path.len() - 8..]);
    let body = super::measures::costs(&seizure["id"], spent, Some(&voucher));
    app.officer().does(&case, "propose_cost_settlement", body).await;
    app.head().does(&case, "approve_cost_settlement", json!({})).await;
}

/// Planned for the same day and handed over, its costs settled.
pub async fn deliver(app: &App, path: &str) -> Value {
    let today = thads::service::clock::Clock::today(app.clock.as_ref()).to_string();
    let plan = json!({"planned_on": today, "content": "Giao tại chỗ, có UBND phường chứng kiến"});
    app.officer().does(path, "record_handover_plan", plan).await;
    let handed =
        app.officer().does(path, "hand_over", json!({"vacant": true, "receiver_present": true})).await;
    settle_costs(app, path).await;
    handed
}

/// Handed over, its price distributed, and the payouts ordered.
pub async fn paid_out(app: &App) -> Case {
    let (case, asset) = handed_over(app).await;
    let id = asset.rsplit('/').next().unwrap();
    let body = json!({"case": case.id, "asset": id, "rent_region": null});
    let made = app.officer().post("/distributions", &body).await.ok();
    let path = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    app.head().does(&path, "approve_distribution", json!({})).await;
    app.accountant().does(&path, "order_payouts", json!({"means": "transfer"})).await;
    case
}

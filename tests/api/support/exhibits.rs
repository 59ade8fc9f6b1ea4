//! Builders for lots of exhibits: entered, taken over at the police's or into the own store, ordered out and given out.

use serde_json::{Value, json};

use super::App;
use super::build::{Case, on_own_motion, proactive};

/// Where lines lie.
pub fn police() -> Value {
    json!({"kind": "police", "keeper": "Công an tỉnh Mẫu"})
}

pub fn own_store() -> Value {
    json!({"kind": "own_store", "keeper": "Kho của cơ quan", "place": "Kệ 1"})
}

/// A line at the police's; five pieces of it.
pub fn line(case: Option<&Case>, disposition: &str) -> Value {
    let mut line = json!({"kind": "other", "description": "Vật chứng mẫu", "quantity": "5", "unit": "cái",
        "condition": "Cũ", "custody": police()});
    if let Some(case) = case {
        line["disposition"] = json!(disposition);
        line["owner"] = case.party(if disposition == "keep" { 0 } else { 1 });
    }
    line
}

/// The same with some fields of its own.
pub fn with(mut line: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        line[name] = value.clone();
    }
    line
}

/// A lot that is judged under this case.
pub fn judged(app: &App, case: &Case, lines: &[Value]) -> Value {
    json!({"office": app.office, "case": case.id, "criminal_case": "15/2026/HS", "received_on": "2026-07-15",
        "seizure": {"number": "BB-01", "on": "2025-11-03"}, "taken_over": null, "lines": lines})
}

/// A lot that the agency has kept since then without a judgment.
pub fn kept(app: &App, since: &str, lines: &[Value]) -> Value {
    json!({"office": app.office, "case": null, "criminal_case": null, "received_on": since,
        "seizure": {"number": "BB-02", "on": since}, "taken_over": "BBGN-7", "lines": lines})
}

/// `/exhibits/…`
pub fn path(made: &Value) -> String {
    format!("/exhibits/{}", made["exhibit"]["id"].as_str().unwrap())
}

/// A proactive case whose officer is the officer.
pub async fn case(app: &App) -> Case {
    on_own_motion(app, &[proactive("other", 50_000_000)]).await
}

/// Entered by the officer.
pub async fn entered(app: &App, case: &Case, lines: &[Value]) -> String {
    path(&app.officer().post("/exhibits", &judged(app, case, lines)).await.ok())
}

/// Compared without a fault, the hand-over fixed for now.
pub async fn scheduled(app: &App, case: &Case, lines: &[Value]) -> String {
    let lot = entered(app, case, lines).await;
    app.officer().does(&lot, "send_for_comparison", json!({})).await;
    app.officer().does(&lot, "schedule_exhibit_handover", hour("2026-07-15T08:00:00+07:00")).await;
    lot
}

pub fn hour(at: &str) -> Value {
    json!({"at": at, "place": "Kho của Công an tỉnh Mẫu"})
}

/// A line found as the minutes say.
pub fn found(seq: u32, quantity: &str) -> Value {
    json!({"line": seq, "quantity": quantity, "condition": "Cũ", "as_recorded": true, "confirmation": null,
        "seal": null, "content_clear": false, "appraisal": null, "seal_conclusion": null})
}

/// The hand-over of these lines.
pub fn acceptance(lines: &[Value], custody: Value) -> Value {
    json!({"lines": lines, "custody": custody, "minutes_complete": true})
}

/// Every line, five pieces each, taken over and left where it lies, or brought to `custody`.
pub async fn accepted(app: &App, case: &Case, lines: &[Value], custody: Value) -> String {
    let lot = scheduled(app, case, lines).await;
    let found: Vec<Value> = (1..).zip(lines).map(|(seq, _)| found(seq, "5")).collect();
    app.officer().does(&lot, "accept_exhibits", acceptance(&found, custody)).await;
    lot
}

/// So much of a line.
pub fn moved(seq: u32, quantity: &str) -> Value {
    json!({"line": seq, "quantity": quantity})
}

/// An order to give out, of this kind.
pub fn exit(kind: &str, lines: &[Value], fields: Value) -> Value {
    let order = json!({"kind": kind, "lines": lines, "reason": "Theo quyết định", "counterpart": "Cơ quan Mẫu",
        "at": null, "request": null, "to": null, "incident": null});
    with(order, fields)
}

/// An order to take in.
pub fn entry(kind: &str, lines: &[Value]) -> Value {
    json!({"kind": kind, "lines": lines, "reason": "Theo biên bản", "counterpart": "Cơ quan Mẫu"})
}

/// The order, drafted by the officer and signed by the head.
pub async fn ordered(app: &App, lot: &str, way: &str, body: Value) -> Value {
    app.officer().does(lot, &format!("propose_store_{way}"), body).await;
    let signed = app.head().does(lot, &format!("order_store_{way}"), json!({})).await;
    last(&signed["exhibit"]["orders"])
}

/// The identifier of the last of these.
pub fn last(list: &Value) -> Value {
    list.as_array().unwrap().last().unwrap()["id"].clone()
}

/// The order is carried out: by the own store, or by another keeper.
pub async fn carried_out(app: &App, lot: &str, order: &Value, own: bool) -> Value {
    if !own {
        let body = json!({"order": order, "slip": "PXK-9"});
        return app.officer().does(lot, "record_keeper_movement", body).await;
    }
    app.accountant().does(lot, "issue_store_slip", json!({"order": order})).await;
    let body = json!({"order": order, "minutes": "BB-9"});
    app.storekeeper().does(lot, "carry_out_store_order", body).await
}

/// Everything of these lines, five pieces each, is out, to be dealt with, from the police's store.
pub async fn released(app: &App, lot: &str, seqs: &[u32]) -> Value {
    let now = thads::service::clock::Clock::now(app.clock.as_ref());
    let lines: Vec<Value> = seqs.iter().map(|seq| moved(*seq, "5")).collect();
    let order = ordered(app, lot, "exit", exit("release", &lines, json!({"at": now}))).await;
    carried_out(app, lot, &order, false).await
}

/// The lot as it is now.
pub async fn now(app: &App, lot: &str) -> Value {
    app.auditor().get(lot).await.ok()
}

/// What opened or closed with an act, by key.
pub fn keys(happened: &Value) -> Vec<String> {
    let of = |one: &Value| one["key"].as_str().unwrap_or_default().to_owned();
    happened["deadlines_opened"].as_array().unwrap().iter().map(of).collect()
}

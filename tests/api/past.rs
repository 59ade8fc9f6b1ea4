//! What the office knew at an instant. On random walks every answer is remembered with the moment at which it was given; afterwards the
//! same question about that moment must give the same bytes, and the events alone must lead to the same state.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use thads::domain::ids::CaseId;
use thads::service::clock::Clock;
use thads::service::error::ApiError;
use thads::store::{AnyId, Conn, MAX_ROWS, events, every};

use crate::agree::{Walk, size};
use crate::support::build::{self, Case, owed, proactive};
use crate::support::{App, house, on_both_engines, tracks};

/// What was asked, by whom, and what came back.
type Remembered = BTreeMap<(&'static str, String), String>;

fn id_of(path: &str) -> AnyId {
    AnyId(path.rsplit('/').next().unwrap().parse().unwrap())
}

/// Everything that is asked after each step.
async fn questions(app: &App, case: &Case) -> Vec<(&'static str, String)> {
    let mut asked: Vec<(&str, String)> = Vec::new();
    for what in [
        "obligations",
        "deadlines",
        "assets",
        "notices",
        "parties",
        "payouts",
        "decisions",
        "ledger",
        "receipts",
    ] {
        asked.push(("auditor", case.sub(what)));
    }
    asked.push(("auditor", case.path.clone()));
    asked.push(("auditor", format!("{}/balances", case.path)));
    asked.push(("auditor", format!("{}/entrustments", case.path)));
    asked.push(("head", format!("/judgments/{}", case.judgment["id"].as_str().unwrap())));
    asked.extend(case.request.iter().map(|path| ("head", path.clone())));
    let assets = ["/assets?limit=200", "/assets?watch=idle", "/assets?watch=awaits_registry"];
    let others = ["/cases?limit=200", "/cases?held=true", "/requests?limit=200", "/judgments?limit=200"];
    for list in others.iter().chain(&assets) {
        asked.push(("head", (*list).to_owned()));
        asked.push(("officer", (*list).to_owned()));
    }
    asked.push(("officer", format!("/cases?debtor={}", case.debtor().as_str().unwrap())));
    asked.push(("auditor", format!("/cases?judgment={}", case.judgment["id"].as_str().unwrap())));
    for list in ["/deadlines?limit=200", "/deadlines?alarm=true", "/deadlines?breached=true&limit=200"] {
        asked.push(("head", list.to_owned()));
        asked.push(("second_officer", list.to_owned()));
    }
    for asset in app.auditor().get(&case.sub("assets")).await.items() {
        asked.push(("auditor", format!("/assets/{}", asset["id"].as_str().unwrap())));
    }
    for receipt in app.auditor().get(&case.sub("receipts")).await.items() {
        asked.push(("auditor", format!("/receipts/{}", receipt["id"].as_str().unwrap())));
    }
    for payout in app.auditor().get(&case.sub("payouts")).await.items() {
        asked.push(("auditor", format!("/payouts/{}", payout["id"].as_str().unwrap())));
        if let Some(plan) = payout["distribution"].as_str() {
            asked.push(("auditor", format!("/distributions/{plan}")));
        }
    }
    asked
}

async fn answers(app: &App, case: &Case) -> Remembered {
    let mut found = Remembered::new();
    for (who, path) in questions(app, case).await {
        let answer = app.as_(who).get(&path).await;
        assert!(answer.status == 200, "{who} {path}: {}", answer.text);
        found.insert((who, path), answer.text);
    }
    found
}

fn at(path: &str, instant: DateTime<Utc>) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}as_of={}", instant.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
}

/// Every answer again, about the instant at which it was given.
async fn nothing_is_forgotten(app: &App, remembered: &BTreeMap<DateTime<Utc>, Remembered>) {
    for (instant, answers) in remembered {
        for ((who, path), text) in answers {
            let again = app.as_(who).get(&at(path, *instant)).await;
            assert_eq!(&again.text, text, "{who} {path} at {instant}");
        }
    }
}

/// The events of the case, its judgment and its request, in the order in which they were written.
fn history(app: &App, case: &Case) -> Vec<Value> {
    let id: CaseId = case.id.as_str().unwrap().parse().unwrap();
    let others = [Some(case.judgment["id"].as_str().unwrap().to_owned()), case.request.clone()];
    let rows = app.state.store.read(|conn: &mut Conn| {
        let mut rows = every(|after| events::all_for_case(conn, id, after, MAX_ROWS), |row| row.id)?;
        for other in others.iter().flatten() {
            rows.extend(events::page(conn, id_of(other), 0, 1_000)?);
        }
        Ok::<_, ApiError>(rows)
    });
    let mut rows = rows.unwrap();
    rows.sort_by_key(|row| row.id);
    rows.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
}

/// What the events say up to an instant: the case, and those of its deadlines or items that are still its own.
fn rebuilt(history: &[Value], case: &Case, instant: DateTime<Utc>) -> (Value, BTreeMap<String, Value>) {
    let (mut state, mut parts) = (Value::Null, BTreeMap::new());
    for event in history {
        let recorded: DateTime<Utc> = event["recorded_at"].as_str().unwrap().parse().unwrap();
        if recorded > instant {
            continue;
        }
        if event["aggregate_id"] == case.id {
            state = event["after"].clone();
        }
        for list in ["deadlines", "items"] {
            for one in event["effects"][list].as_array().into_iter().flatten() {
                parts.insert(one["id"].as_str().unwrap().to_owned(), one.clone());
            }
        }
    }
    parts.retain(|_, one| one["case"] == case.id);
    (state, parts)
}

/// The events alone lead to the state, the deadlines and the items that were answered.
fn events_say_the_same(app: &App, case: &Case, remembered: &BTreeMap<DateTime<Utc>, Remembered>) {
    let history = history(app, case);
    for (instant, answers) in remembered {
        let of = |path: String| -> Value { serde_json::from_str(&answers[&("auditor", path)]).unwrap() };
        let (state, parts) = rebuilt(&history, case, *instant);
        assert_eq!(state, of(case.path.clone()), "the case at {instant}");
        let mut known = BTreeMap::new();
        for list in ["deadlines", "obligations"] {
            for one in of(case.sub(list))["items"].as_array().unwrap() {
                known.insert(one["id"].as_str().unwrap().to_owned(), one.clone());
            }
        }
        assert_eq!(parts, known, "deadlines and items at {instant}");
    }
}

async fn remembering(app: &App, case: Case, seed: u64) -> u32 {
    let mut walk = Walk::new(app, case, seed);
    let mut remembered: BTreeMap<DateTime<Utc>, Remembered> = BTreeMap::new();
    let mut latest = app.clock.now();
    for _ in 0..size("THADS_WALK_STEPS", 36) {
        // Now and then two acts fall on one instant, or the clock is set back: what was written last counts from its moment on.
        let step = *walk.dice.pick(&[0, 0, -40, 1, 90, 86_400, 3 * 86_400, 20 * 86_400]);
        app.clock.advance(TimeDelta::seconds(step));
        if walk.dice.chance(30) {
            app.look();
        }
        walk.one().await;
        let now = app.clock.now();
        let _overtaken = remembered.split_off(&now);
        // While the clock is behind, the present knows what is dated later.
        if now >= latest {
            latest = now;
            remembered.insert(now, answers(app, &walk.case).await);
        }
    }
    app.clock.set(latest + TimeDelta::days(1));
    assert!(remembered.len() > 8, "{} instants", remembered.len());
    nothing_is_forgotten(app, &remembered).await;
    events_say_the_same(app, &walk.case, &remembered);
    walk.done
}

/// One walk to a database: the builders set the clock themselves, and a list shows every case.
async fn walks(app: App, seed: u64, start: impl AsyncFn(&App) -> Case) {
    let case = start(&app).await;
    let done = remembering(&app, case, seed).await;
    // Late in a case few of the acts that are tried are still allowed.
    assert!(done > 4, "{done} done: this walk says little");
}

async fn a_new_case_is_remembered(app: App) {
    walks(app, 11, async |app| build::on_request(app, &[owed("other", 50_000_000, Some(1))]).await).await;
}

async fn a_proactive_case_is_remembered(app: App) {
    walks(app, 12, async |app| {
        let case = build::on_own_motion(app, &[proactive("court_fee", 50_000_000)]).await;
        build::verifying(app, &case).await;
        case
    })
    .await;
}

async fn a_house_and_its_money_are_remembered(app: App) {
    walks(app, 13, house::paid_out).await;
}

async fn what_is_returned_is_remembered(app: App) {
    walks(app, 14, tracks::returning).await;
}

async fn an_instant_outside_is_answered_clearly(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let soon = at(&case.path, app.clock.now() + TimeDelta::seconds(1));
    let answer = app.officer().get(&soon).await;
    answer.problem(400);
    assert_eq!(answer.json()["errors"][0]["code"], "instant_in_future");
    assert_eq!(
        app.officer().get(&at(&case.path, app.clock.now())).await.status,
        200,
        "now is the past's last moment"
    );
    let before = "2026-01-01T00:00:00Z".parse().unwrap();
    let subs =
        ["obligations", "deadlines", "assets", "notices", "parties", "payouts", "decisions", "receipts"]
            .map(|what| case.sub(what));
    for path in subs.iter().chain([&case.path, case.request.as_ref().unwrap()]) {
        let answer = app.head().get(&at(path, before)).await;
        answer.problem(404);
        assert_eq!(answer.json()["errors"][0]["code"], "not_yet_known", "{path}");
    }
    let lists =
        ["/cases", "/assets", "/deadlines", "/requests", "/judgments", "/complaints", "/period-closings"];
    for list in lists {
        assert!(app.head().get(&at(list, before)).await.items().is_empty(), "{list}");
    }
    app.officer().get(&format!("{}?as_of=2026-07-01", case.path)).await.problem(400);
    let wrong = app.officer().get("/cases?as_of=2026-07-01").await;
    assert_eq!(
        (wrong.problem(400).as_str(), &wrong.json()["errors"][0]["pointer"]),
        ("malformed", &json!("/as_of"))
    );
    app.as_("other_officer").get(&at(&case.path, app.clock.now())).await.problem(404);
}

async fn where_no_past_is_told_it_is_not_the_present_that_answers(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    for path in [case.sub("fees"), format!("{}/actions", case.path), "/me".to_owned(), case.sub("events")] {
        let answer = app.officer().get(&at(&path, app.clock.now())).await;
        assert_eq!(answer.problem(400), "malformed", "{path}");
        let error = answer.json()["errors"][0].clone();
        assert_eq!(
            (&error["pointer"], &error["code"]),
            (&json!("/as_of"), &json!("unknown_field")),
            "{path}"
        );
        app.officer().get(&path).await.ok();
    }
    app.officer().get("/cases?limt=5").await.problem(400);
    app.officer().post(&format!("{}/actions?dry-run=true", case.path), &json!({})).await.problem(400);
}

async fn a_receipt_is_read_as_it_was(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let before = app.clock.now();
    app.on("2026-08-20");
    build::notify(&app, &case).await;
    let body = json!({"kind": "voluntary_payment", "channel": "transfer", "amount": 1_000_000, "payer": case.debtor(),
        "bank_reference": "FT-1"});
    let paid = app.accountant().does(&case.path, "receive_money", body).await;
    let id = paid["happened"]["receipts"][0]["id"].clone();
    let (path, issued) = (format!("/receipts/{}", id.as_str().unwrap()), app.clock.now());
    app.on("2026-08-21");
    let wish = json!({"receipt": id, "reason": "Ghi nhầm"});
    app.accountant().does(&case.path, "propose_receipt_cancellation", wish).await;
    app.head().does(&case.path, "cancel_receipt", json!({})).await;
    assert_eq!(app.officer().get(&path).await.ok()["cancelled"]["reason"], "Ghi nhầm");
    assert_eq!(app.officer().get(&at(&path, issued)).await.ok()["cancelled"], Value::Null);
    let early = app.officer().get(&at(&path, before)).await;
    assert_eq!(
        (early.problem(404).as_str(), &early.json()["errors"][0]["code"]),
        ("not_found", &json!("not_yet_known"))
    );
}

async fn nothing_is_done_on_the_strength_of_the_past(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let live = app.officer().get(&case.path).await.header("etag").unwrap().to_owned();
    let past = app.officer().get(&at(&case.path, app.clock.now())).await;
    let tag = past.header("etag").unwrap().to_owned();
    assert_ne!(tag, live);
    let body = json!({"debtor": case.debtor(), "channel": "physical", "receiver": "addressee", "hour": null, "witness": false});
    let refused = app.officer().act_at(&case.path, "record_direct_notice", body, &tag).await;
    assert_eq!(refused.status, 412, "{}", refused.text);
}

async fn a_list_of_the_past_is_scoped_by_whose_things_were_then(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let then = app.clock.now();
    app.on("2026-07-16");
    let body = json!({"officer": app.id("second_officer"), "division": null, "reason": "Đổi chấp hành viên",
        "no_conflict": true, "handover_minutes": true});
    app.head().does(&case.path, "reassign_officer", body).await;
    let ids = |list: Vec<Value>| list.iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    let list = at("/cases", then);
    assert_eq!(ids(app.officer().get(&list).await.items()), std::slice::from_ref(&case.id));
    assert!(app.as_("second_officer").get(&list).await.items().is_empty());
    assert!(app.officer().get("/cases").await.items().is_empty());
    let due = at("/deadlines?status=open&limit=200", then);
    let (old, new) =
        (app.officer().get(&due).await.items(), app.as_("second_officer").get(&due).await.items());
    assert!(!old.is_empty() && new.is_empty());
    assert!(app.as_("other_head").get(&list).await.items().is_empty());
    // Page by page it is the same list.
    let mut paged = Vec::new();
    let mut next = at("/deadlines?status=open&limit=2", then);
    loop {
        let page = app.officer().get(&next).await.ok();
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        next = format!("{}&cursor={cursor}", at("/deadlines?status=open&limit=2", then));
    }
    assert_eq!(paged, old);
}

async fn two_instants_are_compared(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let first = app.clock.now();
    app.on("2026-07-16");
    build::notify(&app, &case).await;
    let account = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    app.accountant().post(&account, &json!({"bank_account": "NH Mẫu 777"})).await.ok();
    let second = app.clock.now();
    let text = |instant: DateTime<Utc>| instant.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
    let path = |from, to| format!("{}/diff?from={}&to={}", case.path, text(from), text(to));
    let diff = app.officer().get(&path(first, second)).await.ok();
    let changes = diff["changes"].as_array().unwrap();
    let at = |pointer: &str| changes.iter().find(|one| one["pointer"] == pointer).cloned();
    let stage = at("/case/stage").unwrap();
    assert_eq!(
        (&stage["from"], &stage["to"], &stage["what"]),
        (&json!("decided"), &json!("voluntary"), &json!("changed"))
    );
    let party = format!("/parties/{}/bank_account", case.party(1).as_str().unwrap());
    let shown = at(&party).unwrap();
    assert_eq!((&shown["from"], &shown["to"]), (&json!("NH Mẫu 0002"), &json!("NH Mẫu 777")));
    let opened = changes.iter().filter(|one| one["pointer"].as_str().unwrap().starts_with("/deadlines/"));
    assert!(opened.clone().any(|one| one["what"] == "added" && one["to"]["key"] == "voluntary"));
    assert!(opened.clone().any(|one| one["pointer"].as_str().unwrap().ends_with("/status")));
    assert!(
        !changes.iter().any(|one| one["pointer"].as_str().unwrap().starts_with("/items/")),
        "no item moved"
    );
    assert_eq!(diff["more"], json!([]));
    // Who only looks on sees that it changed, and not what it is.
    let looked = app.auditor().get(&path(first, second)).await;
    assert!(!looked.text.contains("NH Mẫu") && looked.text.contains("bank_account"), "{}", looked.text);
    let reversed = app.officer().get(&path(second, first)).await;
    reversed.problem(400);
    assert_eq!(reversed.json()["errors"][0]["code"], "instants_order");
    let early = app.officer().get(&path("2026-01-01T00:00:00Z".parse().unwrap(), second)).await;
    assert_eq!(
        (early.problem(404).as_str(), &early.json()["errors"][0]["pointer"]),
        ("not_found", &json!("/from"))
    );
    app.as_("other_officer").get(&path(first, second)).await.problem(404);
}

async fn what_was_entered_late_says_so(app: App) {
    let case = build::on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    app.on("2026-07-20");
    let body = json!({"debtor": case.debtor(), "channel": "physical", "receiver": "addressee", "hour": null,
        "witness": false, "effective_on": "2026-07-16"});
    app.officer().does(&case.path, "record_direct_notice", body).await;
    let events = app.officer().get(&case.sub("events")).await.items();
    let late: Vec<i64> = events.iter().map(|event| event["late_days"].as_i64().unwrap()).collect();
    assert_eq!(late.last(), Some(&4));
    assert!(late[..late.len() - 1].iter().all(|days| *days == 0), "{late:?}");
}

on_both_engines!(
    two_instants_are_compared,
    what_was_entered_late_says_so,
    a_new_case_is_remembered,
    a_proactive_case_is_remembered,
    a_house_and_its_money_are_remembered,
    what_is_returned_is_remembered,
    an_instant_outside_is_answered_clearly,
    nothing_is_done_on_the_strength_of_the_past,
    a_list_of_the_past_is_scoped_by_whose_things_were_then,
    where_no_past_is_told_it_is_not_the_present_that_answers,
    a_receipt_is_read_as_it_was,
);

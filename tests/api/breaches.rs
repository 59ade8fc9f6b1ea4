//! Breaches: marked at their moment and once, each an event in its owner's chain; what was done in time, let run out by a party or
//! taken over from elsewhere is none.

use std::thread;

use serde_json::{Value, json};
use thads::domain::ids::DeadlineId;
use thads::service::error::ApiError;
use thads::service::time;
use thads::store::Store;
use thads::store::deadlines::{self, Owner};
use uuid::Uuid;

use crate::support::build::{self, Case, on_own_motion, on_request, owed, proactive};
use crate::support::{App, house, interrupt, law_with, on_both_engines};

/// Every deadline of a case and its assets.
pub async fn all(app: &App, case: &Case) -> Vec<Value> {
    app.auditor().get(&case.sub("deadlines")).await.items()
}

pub async fn one(app: &App, case: &Case, key: &str) -> Value {
    let all = all(app, case).await;
    all.iter().find(|one| one["key"] == key).unwrap_or_else(|| panic!("no {key}")).clone()
}

/// The events of this code in a chain that holds.
pub fn events(app: &App, id: &Value, code: &str) -> Vec<Value> {
    app.chain(id).into_iter().filter(|event| event["code"] == code).collect()
}

/// On 15 July a Wednesday: three working days end on Monday the 20th, two on Friday the 17th.
async fn notified(app: &App) -> Case {
    let case = on_request(app, &[owed("other", 500_000_000, Some(1))]).await;
    build::notify(app, &case).await;
    case
}

async fn a_breach_is_an_event_of_its_own_and_comes_once(app: App) {
    let case = notified(&app).await;
    let before = app.officer().get(&case.path).await;
    app.at("2026-07-20T23:59:59+07:00");
    assert_eq!(app.look().1, 0, "the last day ends at 24:00 (BLDS 148.6)");
    app.at("2026-07-21T00:00:00+07:00");
    let found = app.look().1;
    assert!(found > 0);
    let breached: Vec<Value> =
        all(&app, &case).await.into_iter().filter(|one| one["status"] == "breached").collect();
    let marks = events(&app, &case.id, "D-BREACH");
    assert_eq!((marks.len(), breached.len()), (found, found));
    for deadline in &breached {
        assert_eq!(deadline["breached_at"], "2026-07-20T17:00:00Z", "midnight in Viet Nam");
        assert_eq!((&deadline["duty"], &deadline["lapses_at"]), (&json!("office"), &Value::Null));
        let of = |event: &&Value| event["effects"]["deadline"]["id"] == deadline["id"];
        let mark = marks.iter().find(of).expect("an event of each");
        assert_eq!(mark["action"], "mark_breach");
        assert_eq!(mark["effective_on"], "2026-07-21");
        assert_eq!(mark["effects"]["deadline"]["key"], deadline["key"]);
        assert_eq!(mark["effects"]["deadline"]["due_on"], "2026-07-20");
        assert_eq!(mark["effects"]["deadline"]["citation"][0]["text"], "Luật 106/2025/QH15");
        assert_eq!(mark["law"], app.state.law.version("2026-07-21".parse().unwrap()));
        assert_eq!(mark["actor"], json!(time::system_user(&app.state.core).unwrap()));
    }
    // The case is as it was, and so is its version: whoever had read it may go on.
    let after = app.officer().get(&case.path).await;
    assert_eq!((after.header("etag"), &after.text), (before.header("etag"), &before.text));
    let shown: Value = serde_json::from_str(&before.text).unwrap();
    assert_eq!(marks[0]["after"]["version"], shown["version"]);
    let decision = json!({"decision": shown["decisions"][0]["id"]});
    let etag = before.header("etag").unwrap().to_owned();
    app.officer().act_at(&case.path, "send_to_procuracy", decision, &etag).await.ok();
    let chain = app.chain(&case.id).len();
    for day in ["2026-07-21", "2026-07-22"] {
        app.on(day);
        assert_eq!(app.look().1, 0, "again, and nothing happens");
        assert_eq!(app.chain(&case.id).len(), chain);
    }
}

async fn many_looks_at_once_mark_once(app: App) {
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(notified(&app).await);
    }
    app.on("2026-07-30");
    let system = time::system_user(&app.state.core).unwrap();
    // Two looks of this process, two of another with connections of its own.
    let mut other = app.state.core.clone();
    other.store = Store::open(&app.state.settings.database.url, 4).unwrap();
    let found: usize = thread::scope(|threads| {
        let cores = [&app.state.core, &other, &app.state.core, &other];
        let all: Vec<_> = cores.map(|core| threads.spawn(|| look_until_done(core, system))).into();
        all.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let (mut marks, mut breached) = (0, 0);
    for case in &cases {
        marks += events(&app, &case.id, "D-BREACH").len();
        breached += all(&app, case).await.iter().filter(|one| one["status"] == "breached").count();
    }
    assert!(breached >= 3, "{breached}");
    assert_eq!((found, marks), (breached, breached));
}

/// Looks until there is nothing more to mark; what another was just writing to is left for the next look.
fn look_until_done(core: &thads::service::context::Core, system: thads::domain::ids::UserId) -> usize {
    let mut marked = 0;
    for _ in 0..5 {
        marked += time::pass(core, system).map_or(0, |(_, breached)| breached);
    }
    marked
}

async fn what_is_closed_or_a_partys_is_no_breach(app: App) {
    let case = notified(&app).await;
    app.on("2027-03-01");
    app.look();
    assert_eq!(one(&app, &case, "open_file").await["status"], "met");
    let voluntary = one(&app, &case, "voluntary").await;
    assert_eq!((&voluntary["duty"], &voluntary["breached_at"]), (&json!("party"), &Value::Null));
    assert_eq!(voluntary["lapses_at"], Value::Null);
    let marks = events(&app, &case.id, "D-BREACH");
    assert!(!marks.is_empty());
    for deadline in all(&app, &case).await {
        let of = |event: &&Value| event["effects"]["deadline"]["id"] == deadline["id"];
        let count = marks.iter().filter(of).count();
        assert_eq!(count, usize::from(deadline["status"] == "breached"), "{deadline}");
        assert_eq!(deadline["breached_at"].is_string(), deadline["status"] == "breached");
    }
    // The request's own duty was met; its chain has no breach.
    let request = json!(case.request.as_ref().unwrap().rsplit('/').next().unwrap());
    assert!(events(&app, &request, "D-BREACH").is_empty());
}

async fn a_judgment_left_lying_is_breached_in_its_own_chain(app: App) {
    let judgment = build::judgment(&app, &[proactive("court_fee", 5_000_000)]).await;
    app.on("2026-07-24");
    assert_eq!(app.look().1, 1);
    let marks = events(&app, &judgment["id"], "D-BREACH");
    assert_eq!(marks[0]["effects"]["deadline"]["key"], "decision_proactive");
    // The software's entry stands in nobody's way.
    let account = format!("/parties/{}/bank-account", judgment["parties"][0]["id"].as_str().unwrap());
    app.clerk().post(&account, &json!({"bank_account": "NH Mẫu 7777"})).await.ok();
    assert_eq!(app.chain(&judgment["id"]).len(), 3);
    let seen = app.head().get("/deadlines?breached=true").await.items();
    assert_eq!((seen.len(), &seen[0]["judgment"]), (1, &judgment["id"]));
}

async fn what_is_done_late_without_a_look_is_breached_all_the_same(app: App) {
    let case = on_own_motion(&app, &[proactive("court_fee", 5_000_000)]).await;
    let shown = app.officer().get(&case.path).await.ok();
    let decision = json!({"decision": shown["decisions"][0]["id"]});
    app.on("2026-07-24");
    app.officer().does(&case.path, "send_to_procuracy", decision.clone()).await;
    let of = |one: &Value| one["key"] == "send_vks" && one["about"] == decision["decision"];
    let late = all(&app, &case).await.into_iter().find(|one| of(one)).unwrap();
    assert_eq!((&late["status"], &late["closed_on"]), (&json!("late"), &json!("2026-07-24")));
    assert_eq!(late["breached_at"], "2026-07-20T17:00:00Z");
    let mine = |event: &Value| event["effects"]["deadline"]["id"] == late["id"];
    let marks = events(&app, &case.id, "D-BREACH");
    assert_eq!(marks.iter().filter(|event| mine(event)).count(), 1);
    app.look();
    let marks = events(&app, &case.id, "D-BREACH");
    assert_eq!(marks.iter().filter(|event| mine(event)).count(), 1, "the loop does not find it again");
    let listed = app.head().get("/deadlines?breached=true&key=send_vks&status=late").await.items();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["id"], late["id"]);
}

async fn a_breach_of_what_was_done_in_time_is_lifted(app: App) {
    let case = notified(&app).await;
    let shown = app.officer().get(&case.path).await.ok();
    let decision = &shown["decisions"][0]["id"];
    app.on("2026-07-22");
    app.look();
    let late_entry = json!({"decision": decision, "effective_on": "2026-07-20"});
    app.officer().does(&case.path, "send_to_procuracy", late_entry).await;
    let of = |one: &Value| one["key"] == "send_vks" && one["about"] == *decision;
    let met = all(&app, &case).await.into_iter().find(|one| of(one)).unwrap();
    assert_eq!((&met["status"], &met["breached_at"]), (&json!("met"), &Value::Null));
    let lifted = events(&app, &case.id, "D-LIFT");
    assert_eq!(lifted.len(), 1);
    assert_eq!(lifted[0]["effects"]["deadline"]["id"], met["id"]);
    assert_eq!(lifted[0]["effects"]["done_on"], "2026-07-20");
    assert_eq!(lifted[0]["actor"], json!(app.id("officer")));
    let last: Value = app.chain(&case.id).last().unwrap()["after"].clone();
    assert_eq!(last["version"], app.officer().get(&case.path).await.ok()["version"]);
    let listed = app.head().get("/deadlines?breached=true&key=send_vks").await.items();
    assert!(listed.iter().all(|one| one["id"] != met["id"]));
}

async fn an_ending_does_not_hide_a_breach(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-28");
    app.look();
    app.on("2026-08-20");
    // verify_first ran out on 5 August; nobody looked since.
    let draft = json!({"paper": interrupt::paper(&app, &case, "DC-4").await});
    interrupt::sign(&app, &case, "propose_termination", "terminate", draft).await;
    let verify = one(&app, &case, "verify_first").await;
    assert_eq!((&verify["status"], &verify["closed_on"]), (&json!("breached"), &json!("2026-08-20")));
    let of = |event: &&Value| event["effects"]["deadline"]["id"] == verify["id"];
    assert_eq!(events(&app, &case.id, "D-BREACH").iter().filter(of).count(), 1);
    let seen = app.head().get("/deadlines?breached=true&key=verify_first").await.items();
    assert_eq!(seen.len(), 1, "it was never done");
    app.look();
    assert_eq!(events(&app, &case.id, "D-BREACH").iter().filter(of).count(), 1);
}

async fn a_pause_does_not_revive_what_was_over(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-28");
    app.look();
    app.on("2026-08-20");
    let hold = interrupt::agreed(&app, &case, "2027-01-15", json!({})).await;
    assert_eq!(one(&app, &case, "verify_first").await["status"], "breached");
    // What still runs is paused and lapses by its new end only.
    app.on("2026-10-01");
    app.look();
    interrupt::end_paper(&app, &case, &hold).await;
    interrupt::sign(&app, &case, "propose_resumption", "resume", interrupt::resumption(&hold)).await;
    assert_eq!(one(&app, &case, "verify_first").await["status"], "breached");
}

async fn hours_are_breached_at_their_minute(app: App) {
    let words = "{ regime = \"l2025\", value = 3, unit = \"wd\", cite = \"L106 35.2\" }";
    let hours = "{ regime = \"l2025\", value = 24, unit = \"h\", cite = \"L106 35.2\" }";
    let app = app.under(law_with("law/parameters-intake.toml", &[(words, hours)])).await;
    // Signed at nine on Wednesday.
    let case = notified(&app).await;
    assert_eq!(one(&app, &case, "send_vks").await["due_at"], "2026-07-16T02:00:00Z");
    app.at("2026-07-16T08:59:59+07:00");
    assert_eq!(app.look().1, 0);
    app.at("2026-07-16T09:00:00+07:00");
    let found = app.look().1;
    let vks: Vec<Value> = all(&app, &case).await.into_iter().filter(|one| one["key"] == "send_vks").collect();
    assert_eq!(found, vks.len());
    for one in vks {
        assert_eq!(
            (&one["status"], &one["breached_at"]),
            (&json!("breached"), &json!("2026-07-16T02:00:00Z"))
        );
    }
}

async fn at_once_sounds_an_alarm_and_is_breached_with_the_day(app: App) {
    let words = "{ regime = \"l2025\", value = 3, unit = \"wd\", cite = \"L106 35.2\" }";
    let now = "{ regime = \"l2025\", value = 0, unit = \"now\", cite = \"L106 35.2\" }";
    let app = app.under(law_with("law/parameters-intake.toml", &[(words, now)])).await;
    let case = notified(&app).await;
    let alarms = "/deadlines?alarm=true";
    app.at("2026-07-15T10:59:59+07:00");
    assert!(app.officer().get(alarms).await.items().is_empty());
    app.at("2026-07-15T11:00:00+07:00");
    let sounding = app.officer().get(alarms).await.items();
    assert!(!sounding.is_empty());
    assert!(sounding.iter().all(|one| one["key"] == "send_vks" && one["alarm_at"] == "2026-07-15T04:00:00Z"));
    let silent = app.officer().get("/deadlines?alarm=false&status=open").await.items();
    assert!(silent.iter().all(|one| one["key"] != "send_vks") && !silent.is_empty());
    let decision = json!({"decision": sounding[0]["about"]});
    app.officer().does(&case.path, "send_to_procuracy", decision).await;
    assert_eq!(app.officer().get(alarms).await.items().len(), sounding.len() - 1, "done: it is silent");
    app.at("2026-07-15T23:59:59+07:00");
    assert_eq!(app.look().1, 0);
    app.at("2026-07-16T00:00:00+07:00");
    assert_eq!(app.look().1, sounding.len() - 1);
    assert!(app.officer().get(alarms).await.items().is_empty());
}

/// A copy of a case's open duty as another system, or an earlier version of this one, might have written it.
fn copied(app: &App, case: &Case, imported: bool) -> Value {
    let case = case.id.as_str().unwrap().parse().unwrap();
    let copy = app.state.store.write(|conn| {
        let rows = deadlines::open_by(conn, Owner::Case(case))?;
        let row = rows.into_iter().find(|row| row.key == "send_vks").unwrap();
        let id = DeadlineId(Uuid::now_v7());
        let copy =
            deadlines::Deadline { id, imported, duty: None, lapses_at: None, calendar: String::new(), ..row };
        deadlines::insert_many(conn, &[copy])?;
        Ok::<_, ApiError>(id)
    });
    json!(copy.unwrap())
}

async fn what_was_taken_over_is_never_a_breach(app: App) {
    let case = notified(&app).await;
    let (imported, old) = (copied(&app, &case, true), copied(&app, &case, false));
    app.on("2026-07-30");
    app.look();
    let all = all(&app, &case).await;
    let of = |id: &Value| all.iter().find(|one| one["id"] == *id).unwrap().clone();
    let (imported, old) = (of(&imported), of(&old));
    assert_eq!((&imported["status"], &imported["imported"]), (&json!("open"), &json!(true)));
    assert_eq!((&imported["duty"], &imported["lapses_at"]), (&json!("office"), &Value::Null));
    assert_eq!((&old["status"], &old["duty"]), (&json!("breached"), &json!("office")), "a row of before");
    let decision = json!({"decision": imported["about"]});
    app.officer().does(&case.path, "send_to_procuracy", decision).await;
    let listed = app.head().get("/deadlines?breached=true&key=send_vks").await.items();
    assert!(listed.iter().all(|one| one["id"] != imported["id"]), "nor is it late");
}

async fn an_assets_duty_is_its_officers_and_breached_in_its_chain(app: App) {
    let (case, asset) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    house::seize(&app, &asset).await;
    let id = json!(asset.rsplit('/').next().unwrap());
    let mine = app.officer().get("/deadlines?status=open&limit=200").await.items();
    let mine: Vec<&Value> = mine.iter().filter(|one| one["asset"] == id).collect();
    assert!(!mine.is_empty(), "what an act on an asset opens is its officer's to see");
    assert!(mine.iter().all(|one| one["officer"] == json!(app.id("officer")) && one["case"] == case.id));
    app.on("2026-12-01");
    app.look();
    let marks = events(&app, &id, "D-BREACH");
    assert!(!marks.is_empty());
    let etag = app.officer().get(&asset).await.header("etag").unwrap().to_owned();
    assert_eq!(etag, format!("\"{}\"", marks[0]["after"]["version"]));
    app.chain(&case.id);
}

on_both_engines!(
    a_breach_is_an_event_of_its_own_and_comes_once,
    many_looks_at_once_mark_once,
    what_is_closed_or_a_partys_is_no_breach,
    a_judgment_left_lying_is_breached_in_its_own_chain,
    what_is_done_late_without_a_look_is_breached_all_the_same,
    a_breach_of_what_was_done_in_time_is_lifted,
    an_ending_does_not_hide_a_breach,
    a_pause_does_not_revive_what_was_over,
    hours_are_breached_at_their_minute,
    at_once_sounds_an_alarm_and_is_breached_with_the_day,
    what_was_taken_over_is_never_a_breach,
    an_assets_duty_is_its_officers_and_breached_in_its_chain,
);

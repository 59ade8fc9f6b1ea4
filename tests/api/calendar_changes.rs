//! A newer calendar: what it would move is shown first, then moved by an administrator, each deadline once, with an event of its own
//! and the earlier computation kept; and whatever happens in whatever order, marks and history agree.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use thads::domain::law::Law;
use thads::domain::law::embedded::FILES;

use super::breaches::{all, events, one};
use crate::support::build::{self, Case, on_request, owed};
use crate::support::{App, house, interrupt, law_with, on_both_engines};

/// The built-in calendar in another edition, with more days off.
fn calendar(edition: &str, off: &[&str]) -> Arc<Law> {
    let day = |day: &&str| {
        format!(
            "[[day]]\nfrom = \"{day}\"\nkind = \"holiday\"\nname = \"Nghỉ thử\"\nsource = \"thử\"\nconfidence = \"high\"\n"
        )
    };
    let days: String = off.iter().map(day).collect();
    law_with("calendar/vn.toml", &[("vn-2026-10", edition), ("# 2027\n", &format!("# 2027\n{days}"))])
}

/// Notified on Wednesday 15 July 2026: the debtor's ten days end on Monday the 27th, the office's three on Monday the 20th.
async fn notified(app: &App) -> Case {
    let case = on_request(app, &[owed("other", 500_000_000, Some(1))]).await;
    build::notify(app, &case).await;
    case
}

const CHANGES: &str = "/deadlines/calendar-changes";

async fn moved(app: &App, body: Value) -> Value {
    app.as_("admin").post(CHANGES, &body).await.ok()
}

/// Repeats the request until nothing is left.
async fn move_all(app: &App) -> (u64, u64) {
    let (mut moves, mut confirmed) = (0, 0);
    for _ in 0..100 {
        let done = moved(app, json!({"limit": 7})).await;
        assert_eq!(done["failed"], 0);
        moves += done["moved"].as_u64().unwrap();
        confirmed += done["confirmed"].as_u64().unwrap();
        if done["remaining"] == false {
            return (moves, confirmed);
        }
    }
    panic!("it never ends");
}

async fn what_would_move_is_shown_with_its_reason(app: App) {
    let case = notified(&app).await;
    assert!(app.head().get(CHANGES).await.items().is_empty(), "the same calendar moves nothing");
    let newer = app.under(calendar("vn-2026-11", &["2026-07-27"])).await;
    let changes = newer.head().get(CHANGES).await.items();
    let voluntary = changes.iter().find(|one| one["key"] == "voluntary").unwrap();
    assert_eq!((&voluntary["due_then"], &voluntary["due_now"]), (&json!("2026-07-27"), &json!("2026-07-28")));
    assert_eq!(
        (&voluntary["calendar_then"], &voluntary["calendar_now"], &voluntary["case"]),
        (&json!("vn-2026-10"), &json!("vn-2026-11"), &case.id)
    );
    let added = voluntary["reason"]["added"].as_array().unwrap();
    assert!(added.contains(&json!({"date": "2026-07-27", "note": "holiday:Nghỉ thử"})), "{added:?}");
    // Nobody has moved anything yet.
    assert_eq!(one(&newer, &case, "voluntary").await["due_on"], "2026-07-27");
    for name in ["officer", "auditor", "admin"] {
        assert_eq!(newer.as_(name).get(CHANGES).await.items(), changes, "{name}");
    }
    for name in ["second_officer", "other_head"] {
        assert!(newer.as_(name).get(CHANGES).await.items().is_empty(), "{name}");
    }
    // Page by page the same.
    let (mut paged, mut path) = (Vec::new(), format!("{CHANGES}?limit=1"));
    loop {
        let page = newer.head().get(&path).await.ok();
        paged.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{CHANGES}?limit=1&cursor={cursor}");
    }
    assert_eq!(paged, changes);
    assert_eq!(newer.head().get(&format!("{CHANGES}?cursor=AAAA")).await.status, 400);
    assert_eq!(newer.head().get(&format!("{CHANGES}?offices=x")).await.status, 400);
}

async fn each_is_moved_once_with_its_event(app: App) {
    let case = notified(&app).await;
    let newer = app.under(calendar("vn-2026-11", &["2026-07-27"])).await;
    let changes = newer.head().get(CHANGES).await.items();
    for name in ["head", "officer", "auditor", "clerk"] {
        assert_eq!(newer.as_(name).post(CHANGES, &json!({})).await.problem(403), "forbidden", "{name}");
    }
    for body in [json!({"limit": 0}), json!({"limit": 1001}), json!({"all": true})] {
        assert_eq!(newer.as_("admin").post(CHANGES, &body).await.problem(422), "invalid_content", "{body}");
    }
    let before = newer.officer().get(&case.path).await;
    let old = one(&newer, &case, "voluntary").await;
    let (moves, confirmed) = move_all(&newer).await;
    assert_eq!(usize::try_from(moves).unwrap(), changes.len());
    assert!(confirmed > 0, "what ends before the new day off stays");
    let new = one(&newer, &case, "voluntary").await;
    assert_eq!((&new["due_on"], &new["calendar"]), (&json!("2026-07-28"), &json!("vn-2026-11")));
    let earlier = &new["reckoning"]["recomputed"];
    assert_eq!(earlier.as_array().unwrap().len(), 1);
    assert_eq!(earlier[0]["computation"], old["reckoning"]["computation"], "nothing is edited");
    assert_eq!(
        (&earlier[0]["due_on"], &earlier[0]["replaced_on"]),
        (&json!("2026-07-27"), &json!("2026-07-15"))
    );
    let of = |event: &&Value| event["effects"]["deadline"]["id"] == new["id"];
    let moves = events(&newer, &case.id, "D-MOVE");
    let mine: Vec<&Value> = moves.iter().filter(of).collect();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0]["actor"], json!(newer.id("admin")));
    assert_eq!(mine[0]["effects"]["due_on"], json!({"from": "2026-07-27", "to": "2026-07-28"}));
    assert_eq!(mine[0]["effects"]["calendar"], json!({"from": "vn-2026-10", "to": "vn-2026-11"}));
    // The day that the case keeps moved along, and with it the version; nothing else did.
    let (before, after) = (before.ok(), newer.officer().get(&case.path).await.ok());
    let mut expected = before.clone();
    expected["version"] = json!(before["version"].as_i64().unwrap() + 1);
    expected["debtors"][0]["voluntary_until"] = json!("2026-07-28");
    assert_eq!(after, expected);
    assert_eq!(mine[0]["after"]["version"], after["version"]);
    // Again, and nothing happens.
    assert!(newer.head().get(CHANGES).await.items().is_empty());
    let chain = newer.chain(&case.id).len();
    let again = moved(&newer, json!({})).await;
    assert_eq!(
        (&again["moved"], &again["confirmed"], &again["remaining"]),
        (&json!(0), &json!(0), &json!(false))
    );
    assert_eq!(newer.chain(&case.id).len(), chain);
    // The period ends by its new day.
    newer.on("2026-07-28");
    newer.officer().may_not(&case.path, "end_voluntary_period", json!({}), 409, "G-VOL-OVER").await;
    assert_eq!(newer.look().0, 0);
    newer.on("2026-07-29");
    assert_eq!(newer.look().0, 1);
}

async fn two_at_once_and_a_repeated_request_move_once(app: App) {
    let case = notified(&app).await;
    let second = notified(&app).await;
    let newer = app.under(calendar("vn-2026-11", &["2026-07-20", "2026-07-27"])).await;
    let admin = newer.as_("admin");
    let body = json!({"limit": 1000});
    let both = tokio::join!(admin.post(CHANGES, &body), admin.post(CHANGES, &body));
    let counted: u64 = [both.0, both.1].iter().map(|one| one.ok()["moved"].as_u64().unwrap()).sum();
    let mut written = 0;
    for case in [&case, &second] {
        let moves = events(&newer, &case.id, "D-MOVE");
        let mut ids: Vec<String> =
            moves.iter().map(|event| event["effects"]["deadline"]["id"].to_string()).collect();
        ids.sort();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "each once");
        written += all;
    }
    assert!(written >= 4);
    assert_eq!(usize::try_from(counted).unwrap(), written);
    // The same key is answered from memory, also after another calendar has come.
    let third = newer.under(calendar("vn-2026-12", &["2026-07-20"])).await;
    let key = [("Idempotency-Key", "move-1")];
    let first = third.as_("admin").post_with(CHANGES, &json!({"limit": 1}), &key).await;
    let again = third.as_("admin").post_with(CHANGES, &json!({"limit": 1}), &key).await;
    assert_eq!((first.ok(), again.header("idempotency-replayed")), (again.ok(), Some("true")));
    let other = third.as_("admin").post_with(CHANGES, &json!({"limit": 2}), &key).await;
    assert_eq!(other.problem(422), "idempotency_mismatch");
    move_all(&third).await;
    let back = one(&third, &case, "voluntary").await;
    assert_eq!(back["due_on"], "2026-07-27");
    assert_eq!(back["reckoning"]["recomputed"].as_array().unwrap().len(), 2);
    for case in [&case, &second] {
        third.chain(&case.id);
    }
}

async fn the_days_that_an_asset_keeps_move_along(app: App) {
    // The valuation's result was served on 14 August: five working days end on Friday the 21st, or a day later.
    let (case, asset, until) = house::valued(&app).await;
    assert_eq!(until, "2026-08-21");
    let newer = app.under(calendar("vn-2026-11", &["2026-08-20"])).await;
    let version = newer.officer().get(&asset).await.ok()["version"].as_i64().unwrap();
    move_all(&newer).await;
    let shown = newer.officer().get(&asset).await.ok();
    for notice in shown["result_notices"].as_array().unwrap() {
        assert_eq!(notice["window_until"], "2026-08-22", "a Saturday worked in exchange");
    }
    assert_eq!(shown["version"].as_i64().unwrap(), version + 1, "two windows, one change");
    let id = json!(asset.rsplit('/').next().unwrap());
    let moves = events(&newer, &id, "D-MOVE");
    assert!(moves.iter().all(|event| event["after"]["version"] == shown["version"]));
    for one in all(&newer, &case).await.iter().filter(|one| one["key"] == "reval.request") {
        assert_eq!(one["due_on"], "2026-08-22");
    }
    newer.on("2026-08-22");
    newer.officer().may_not(&asset, "close_revaluation_window", json!({}), 409, "G35_WINDOW_OPEN").await;
    newer.on("2026-08-24");
    newer.officer().does(&asset, "close_revaluation_window", json!({})).await;
    newer.chain(&id);
}

async fn a_day_off_announced_late_lifts_the_breach(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-21");
    app.look();
    let breached = one(&app, &case, "send_vks").await;
    assert_eq!(breached["status"], "breached");
    // Monday and Tuesday are off: the third working day is Wednesday.
    let newer = app.under(calendar("vn-2026-11", &["2026-07-20", "2026-07-21"])).await;
    let changes = newer.head().get(CHANGES).await.items();
    assert!(changes.iter().any(|one| one["deadline"] == breached["id"] && one["lifts_breach"] == true));
    move_all(&newer).await;
    let running = one(&newer, &case, "send_vks").await;
    assert_eq!(running["id"], breached["id"]);
    assert_eq!((&running["status"], &running["breached_at"]), (&json!("open"), &Value::Null));
    assert_eq!(
        (&running["due_on"], &running["lapses_at"]),
        (&json!("2026-07-22"), &json!("2026-07-22T17:00:00Z"))
    );
    let of = |event: &&Value| event["effects"]["deadline"]["id"] == breached["id"];
    assert_eq!(events(&newer, &case.id, "D-MOVE").iter().find(of).unwrap()["effects"]["lifts_breach"], true);
    newer.on("2026-07-22");
    assert_eq!(newer.look().1, 0);
    newer.on("2026-07-23");
    assert!(newer.look().1 > 0);
    assert_eq!(one(&newer, &case, "send_vks").await["breached_at"], "2026-07-22T17:00:00Z");
}

/// The built-in calendar before 2027 was announced.
fn without_2027() -> Arc<Law> {
    let text = FILES.iter().find(|(name, _)| *name == "calendar/vn.toml").unwrap().1;
    let (_, next_year) = text.split_once("# 2027\n").unwrap();
    let words = [
        (next_year, ""),
        ("[2026, 2027]", "[2026]"),
        ("\"2026-02-17\", \"2027-02-06\"", "\"2026-02-17\""),
        ("vn-2026-10", "vn-2026-01"),
    ];
    law_with("calendar/vn.toml", &words)
}

async fn a_year_that_becomes_known_takes_the_mark_away(app: App) {
    let older = app.under(without_2027()).await;
    // Six months after 28 July: 28 January 2027. The year is not loaded.
    let case = on_request(&older, &[owed("other", 500_000_000, Some(1))]).await;
    build::not_enforceable(&older, &case).await;
    let marked = one(&older, &case, "reverify_6m").await;
    assert_eq!((&marked["due_on"], &marked["provisional"]), (&json!("2027-01-28"), &json!(true)));
    let change = app.head().get(CHANGES).await.items();
    let change = change.iter().find(|one| one["deadline"] == marked["id"]).unwrap().clone();
    assert_eq!((&change["due_then"], &change["due_now"]), (&json!("2027-01-28"), &json!("2027-01-28")));
    assert_eq!((&change["provisional_then"], &change["provisional_now"]), (&json!(true), &json!(false)));
    assert_eq!(change["reason"]["gone"][0]["note"], "calendar_not_loaded");
    move_all(&app).await;
    let known = one(&app, &case, "reverify_6m").await;
    assert_eq!((&known["due_on"], &known["provisional"]), (&json!("2027-01-28"), &json!(false)));
    let moves = events(&app, &case.id, "D-MOVE");
    let of = |event: &&Value| event["effects"]["deadline"]["id"] == marked["id"];
    assert_eq!(moves.iter().find(of).unwrap()["effects"]["provisional"], json!({"from": true, "to": false}));
}

/// Acts of people, looks of the loop and calendars in a random order: after each step the chain holds and every mark has its event.
async fn whatever_happens_marks_and_history_agree(app: App) {
    for seed in 1..4 {
        let case = notified(&app).await;
        let other = app.under(calendar("vn-2026-11", &["2026-07-20", "2026-07-21", "2026-08-05"])).await;
        let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ seed);
        for _ in 0..24 {
            let app = if random.below(3) == 0 { &other } else { &app };
            match random.below(6) {
                0 => app.clock.advance(chrono::TimeDelta::hours(i64::try_from(random.below(90)).unwrap())),
                1 | 2 => {
                    app.look();
                    let looked = app.chain(&case.id).len();
                    assert_eq!((app.look().1, app.chain(&case.id).len()), (0, looked), "twice is once");
                }
                3 => {
                    move_all(app).await;
                }
                step => act(app, &case, step, random.below(2) == 0).await,
            }
            agree(app, &case).await;
        }
    }
}

/// What an officer might do; whether the lifecycle allows it just now is its business.
async fn act(app: &App, case: &Case, step: u64, proposes: bool) {
    let today = thads::service::clock::Clock::today(app.clock.as_ref());
    let earlier = today - chrono::TimeDelta::days(2);
    let shown = app.officer().get(&case.path).await.ok();
    let decisions = shown["decisions"].as_array().unwrap();
    let unsent = decisions.iter().find(|one| one["sent_to_procuracy_on"].is_null());
    if step == 4
        && let Some(decision) = unsent
    {
        let on = if proposes { earlier.to_string() } else { today.to_string() };
        let body = json!({"decision": decision["id"], "effective_on": on});
        app.officer().act(&case.path, "send_to_procuracy", body).await;
    } else if proposes {
        let live =
            shown["holds"].as_array().and_then(|holds| holds.iter().find(|one| one["resumed_on"].is_null()));
        if let Some(hold) = live.map(|hold| hold["id"].clone()) {
            interrupt::end_paper(app, case, &hold).await;
            app.officer().act(&case.path, "propose_resumption", interrupt::resumption(&hold)).await;
        } else {
            let until = today + chrono::TimeDelta::days(90);
            let hold = json!({"paper": interrupt::paper(app, case, "HO-C").await, "until": until});
            app.officer().act(&case.path, "propose_postponement", hold).await;
        }
    } else {
        app.head().act(&case.path, "postpone", json!({})).await;
        app.head().act(&case.path, "resume", json!({})).await;
        app.officer().act(&case.path, "start_verification", json!({})).await;
    }
}

/// Marks, moves and lifts of the history against what the rows say.
async fn agree(app: &App, case: &Case) {
    let mut marked: BTreeMap<String, i32> = BTreeMap::new();
    let mut moved: BTreeMap<String, usize> = BTreeMap::new();
    for event in app.chain(&case.id) {
        let id = event["effects"]["deadline"]["id"].to_string();
        match event["code"].as_str().unwrap() {
            "D-BREACH" => *marked.entry(id).or_default() += 1,
            "D-LIFT" => *marked.entry(id).or_default() -= 1,
            "D-MOVE" => {
                *moved.entry(id.clone()).or_default() += 1;
                *marked.entry(id).or_default() -= i32::from(event["effects"]["lifts_breach"] == true);
            }
            _ => {}
        }
    }
    for one in all(app, case).await {
        let id = one["id"].to_string();
        let breached = one["breached_at"].is_string();
        let status = one["status"].as_str().unwrap();
        assert_eq!(marked.get(&id).copied().unwrap_or_default(), i32::from(breached), "{one}");
        assert_eq!(breached, ["breached", "late"].contains(&status), "{one}");
        assert_eq!(one["closed_on"].is_null(), ["open", "paused", "breached"].contains(&status), "{one}");
        assert!(status == "open" || one["lapses_at"].is_null(), "{one}");
        let kept = one["reckoning"]["recomputed"].as_array().map_or(0, Vec::len);
        assert_eq!(moved.get(&id).copied().unwrap_or_default(), kept, "{one}");
    }
}

/// xorshift64: the same order on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

on_both_engines!(
    what_would_move_is_shown_with_its_reason,
    each_is_moved_once_with_its_event,
    two_at_once_and_a_repeated_request_move_once,
    the_days_that_an_asset_keeps_move_along,
    a_day_off_announced_late_lifts_the_breach,
    a_year_that_becomes_known_takes_the_mark_away,
    whatever_happens_marks_and_history_agree,
);

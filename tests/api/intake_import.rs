//! A case of the 2008 law taken over: what stands, what is looked at anew, what runs on and by which law.

use serde_json::{Value, json};
use thads::service::time;

use crate::support::build::{Case, owed};
use crate::support::intake::{item, legacy_case, legacy_judgment};
use crate::support::{App, on_both_engines, pay};

async fn judged(app: &App) -> Value {
    legacy_judgment(app, &[owed("other", 50_000_000, Some(1))]).await
}

async fn take(app: &App, body: &Value) -> Value {
    app.clerk().post("/cases/import", body).await.ok()
}

fn at(answer: &Value) -> String {
    format!("/cases/{}", answer["case"]["id"].as_str().unwrap())
}

async fn deadlines(app: &App, path: &str) -> Vec<Value> {
    app.auditor().get(&format!("{path}/deadlines?limit=200")).await.items()
}

async fn a_case_is_taken_over_as_it_stood(app: App) {
    let judgment = judged(&app).await;
    let late = app.auditor().get("/deadlines?limit=200").await.items();
    assert!(late.is_empty(), "the judgment's reception starts no term: {late:?}");
    let answer = take(&app, &legacy_case(&judgment, "45/QĐ-CCTHADS")).await;
    let case = &answer["case"];
    assert_eq!((&case["number"], &case["stage"]), (&json!("45/QĐ-CCTHADS"), &json!("not_enforceable")));
    assert_eq!((&case["amount_due"], &case["amount_paid"]), (&json!(50_000_000), &json!(5_000_000)));
    assert_eq!(case["not_enforceable"]["ground"], "NE-A");
    assert_eq!((&answer["needs_review"], &case["imported"]["missing"]), (&json!(false), &json!([])));
    assert_eq!(case["imported"]["review"], json!(["stage", "verification_restarts"]));
    let path = at(&answer);
    let events = app.auditor().get(&format!("{path}/events")).await.items();
    assert_eq!(events.len(), 1, "one event");
    assert_eq!(events[0]["code"], "T-IMPORT");
    // The last verification was in March 2025: the next one is not due before the change, and late is no breach of ours.
    let open = deadlines(&app, &path).await;
    assert_eq!(
        (open.len(), &open[0]["key"], &open[0]["due_on"]),
        (1, &json!("reverify_6m"), &json!("2026-07-01"))
    );
    let system = time::system_user(&app.state.core).unwrap();
    time::pass(&app.state.core, system).unwrap();
    assert_eq!(deadlines(&app, &path).await[0]["status"], "open");
    let items = app.auditor().get(&format!("{path}/obligations")).await.items();
    assert_eq!((&items[0]["paid"], &items[0]["status"]), (&json!(5_000_000), &json!("partial")));
    app.clerk()
        .post("/cases/import", &legacy_case(&judgment, "46/QĐ-CCTHADS"))
        .await
        .refused(422, "G-REQ-DUP");
}

/// Asked for by the debtor under the old law: nobody pays a fee on what comes in now (L106 53.1).
async fn no_fee_where_the_debtor_had_asked_under_the_old_law(app: App) {
    let asks = [(true, "45/QĐ-CCTHADS", json!("NF-10")), (false, "46/QĐ-CCTHADS", Value::Null)];
    for (asked, number, reason) in asks {
        let judgment = judged(&app).await;
        let mut body = legacy_case(&judgment, number);
        body["requested_by_debtor"] = json!(asked);
        body["officer"] = json!(app.id("officer"));
        let answer = take(&app, &body).await;
        let shown = answer["case"].clone();
        let case = Case { path: at(&answer), id: shown["id"].clone(), judgment, request: None };
        let money = json!({"kind": "coerced_payment", "channel": "transfer", "amount": 20_000_000,
            "payer": shown["debtors"][0]["party"], "bank_reference": "FT-1"});
        app.accountant().does(&case.path, "receive_money", money).await;
        let path = pay::prepared(&app, &case).await;
        let lines = app.officer().get(&format!("{path}/lines")).await.items();
        assert_eq!(lines[0]["no_fee"], reason, "{lines:?}");
    }
}

async fn what_is_missing_is_named_and_nothing_runs(app: App) {
    let mut body = legacy_case(&judged(&app).await, "47/QĐ-CCTHADS");
    for (name, value) in
        [("requested_on", json!(null)), ("last_verified_on", json!(null)), ("first_decision_on", json!(null))]
    {
        body[name] = value;
    }
    body["not_enforceable"]["decided_on"] = json!(null);
    body["debtors"][0]["notified_on"] = json!(null);
    body["officer"] = json!(app.id("officer"));
    body["holds"] = json!([{"ground": "48.1.c", "from": null, "until": null}]);
    body["running"] = json!([{"key": "publish", "started_on": "2026-06-25"}]);
    let answer = take(&app, &body).await;
    assert_eq!(answer["needs_review"], true);
    let missing: Vec<&str> = answer["case"]["imported"]["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    for name in ["first_decision_on", "requested_on", "not_enforceable_on", "last_verified_on", "hold_from"] {
        assert!(missing.contains(&name), "{name}: {missing:?}");
    }
    assert!(missing.iter().any(|one| one.starts_with("notified_on:")));
    let path = at(&answer);
    assert!(deadlines(&app, &path).await.is_empty(), "no clock starts by itself");
    // A missing day is taken to be today: nothing that needs time to have passed comes too early.
    assert_eq!(answer["case"]["not_enforceable"]["decided_on"], "2026-07-15");
    let debtor = answer["case"]["debtors"][0]["party"].clone();
    app.officer()
        .does(
            &path,
            "complete_import",
            json!({"not_enforceable_on": "2024-04-10", "hold_from": "2025-01-06",
        "notices": [{"debtor": debtor, "on": "2024-02-05"}]}),
        )
        .await;
    let again = app.officer().act(&path, "complete_import", json!({"hold_from": "2025-01-06"})).await;
    assert_eq!(again.codes(), ["duplicate"]);
    let rest = json!({"requested_on": "2024-01-29", "first_decision_on": "2024-02-01", "last_verified_on": "2025-03-10"});
    let done = app.officer().does(&path, "complete_import", rest).await;
    assert_eq!(done["case"]["not_enforceable"]["decided_on"], "2024-04-10");
    assert_eq!(done["case"]["holds"][0]["from"], "2025-01-06");
    assert_eq!(done["case"]["imported"]["missing"], json!([]));
    app.officer().may_not(&path, "complete_import", json!({}), 409, "G-IMPORT").await;
}

async fn grounds_of_then_are_grounds_of_now(app: App) {
    let of = [("44a.1.a", "NE-A"), ("44a.1.b", "NE-D"), ("44a.1.c_person", "NE-C")];
    for (index, (then, now)) in of.into_iter().enumerate() {
        let mut body = legacy_case(&judged(&app).await, &format!("{}/A", index + 1));
        body["not_enforceable"]["ground"] = json!(then);
        assert_eq!(take(&app, &body).await["case"]["not_enforceable"]["ground"], now, "{then}");
    }
    let mut body = legacy_case(&judged(&app).await, "9/A");
    body["not_enforceable"]["ground"] = json!("44a.1.c_address");
    let answer = take(&app, &body).await;
    let review = answer["case"]["imported"]["review"].as_array().unwrap();
    assert!(review.contains(&json!("address_unknown")), "no ground any more: {review:?}");
    let holds = [
        ("48.1.a_illness", "HO-A", false),
        ("48.1.a_capacity", "HO-A", true),
        ("48.1.b", "HO-B", false),
        ("48.1.c", "HO-C", false),
        ("48.1.d_dispute", "HO-D", false),
        ("48.1.d_value", "HO-D", true),
        ("48.1.dd", "HO-G", false),
        ("48.1.e", "HO-I", false),
        ("48.1.g", "HO-K", false),
        ("48.1.h", "HO-I", true),
        ("48.2", "HO-2", false),
        ("49.1", "SU-2A", false),
        ("49.2", "SU-1A", false),
    ];
    for (index, (then, now, becomes)) in holds.into_iter().enumerate() {
        let mut body = legacy_case(&judged(&app).await, &format!("{}/B", index + 1));
        body["holds"] = json!([{"ground": then, "from": "2025-05-05", "until": null}]);
        let case = take(&app, &body).await["case"].clone();
        assert_eq!((&case["holds"][0]["ground"], &case["imported"]["holds"]), (&json!(now), &json!([then])));
        let review = case["imported"]["review"].as_array().unwrap();
        assert_eq!(review.contains(&json!("hold_becomes_not_enforceable")), becomes, "{then}");
    }
}

async fn deadlines_run_on_by_the_shorter_or_the_longer_law(app: App) {
    let mut body = legacy_case(&judged(&app).await, "50/QĐ-CCTHADS");
    body["decided_on"] = json!("2026-06-10");
    body["requested_on"] = json!("2026-06-08");
    body["first_decision_on"] = json!("2026-06-10");
    body["file_opened_on"] = json!("2026-06-12");
    body["stage"] = json!("voluntary");
    body["not_enforceable"] = json!(null);
    body["last_verified_on"] = json!(null);
    body["debtors"][0]["notified_on"] = json!("2026-06-24");
    body["running"] = json!([{"key": "verify_first", "started_on": "2026-06-25"},
        {"key": "posting", "started_on": "2026-06-24"}]);
    let answer = take(&app, &body).await;
    let path = at(&answer);
    assert_eq!(answer["case"]["debtors"][0]["voluntary_until"], "2026-07-06", "the same length goes on");
    let found = deadlines(&app, &path).await;
    let verify = found.iter().find(|one| one["key"] == "verify_first").unwrap();
    // Nine days of the new law bind the office; ten of the old one are kept beside them.
    assert_eq!(
        (&verify["due_on"], &verify["reckoning"]["other"]["due_on"]),
        (&json!("2026-07-06"), &json!(null))
    );
    assert_eq!(verify["imported"], true);
    let posting = found.iter().find(|one| one["key"] == "posting").unwrap();
    // A posting begun before the change hangs its ten days; seven of the new law are kept beside them.
    assert_eq!((&posting["due_on"], &posting["regime"]), (&json!("2026-07-06"), &json!("l2008")));
    assert_eq!(posting["reckoning"]["other"]["due_on"], "2026-07-01");
    let law = app.auditor().get(&format!("{path}/law")).await.ok();
    assert_eq!((&law["now"], &law["since"]), (&json!("l2025"), &json!("2026-07-01")));
    let stands: Vec<&str> =
        law["stands"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert!(stands.contains(&"enforcement_decision") && stands.contains(&"valid_notice"), "{stands:?}");
    let settings: Vec<&str> =
        law["settings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert!(settings.contains(&"U29"), "{settings:?}");
    let acts = law["acts"].as_array().unwrap();
    assert_eq!((&acts[0]["code"], &acts[0]["regime"]), (&json!("T-IMPORT"), &json!("l2025")));
    assert!(!acts[0]["basis"].as_array().unwrap().is_empty());
    assert!(
        law["deadlines"].as_array().unwrap().iter().all(|one| !one["basis"].as_array().unwrap().is_empty())
    );
}

async fn an_interrupted_case_stands_still(app: App) {
    let mut body = legacy_case(&judged(&app).await, "51/QĐ-CCTHADS");
    body["holds"] = json!([{"ground": "48.1.c", "from": "2026-06-01", "until": null}]);
    body["running"] = json!([{"key": "ne_decision", "started_on": "2026-06-29"}]);
    let path = at(&take(&app, &body).await);
    let found = deadlines(&app, &path).await;
    let of = |key: &str| found.iter().find(|one| one["key"] == key).unwrap()["status"].clone();
    assert_eq!((of("ne_decision"), of("reverify_6m")), (json!("paused"), json!("open")));
}

async fn the_separate_book_of_then_is_kept(app: App) {
    let mut body = legacy_case(&judged(&app).await, "52/QĐ-CCTHADS");
    body["stage"] = json!("separate_book");
    body["requested_by_debtor"] = json!(true);
    let case = take(&app, &body).await["case"].clone();
    assert_eq!(case["stage"], "separate_book");
    assert_eq!(case["imported"]["review"], json!(["stage", "legacy_book", "fee_free_debtor"]));
}

/// Writes a value at a place of a body, whether or not there is one yet.
fn set(body: &mut Value, place: &str, value: &Value) {
    if let Some(there) = body.pointer_mut(place) {
        *there = value.clone();
    } else {
        body[place.trim_start_matches('/')] = value.clone();
    }
}

async fn contradictions_are_refused_with_their_field(app: App) {
    let judgment = judged(&app).await;
    let whole = legacy_case(&judgment, "60/QĐ-CCTHADS");
    let other = judgment["parties"][2]["id"].clone();
    let wrong: &[(&str, Value, &str)] = &[
        ("/decided_on", json!("2026-07-01"), "/decided_on"),
        ("/decided_on", json!("2023-01-02"), "/decided_on"),
        ("/stage", json!("ended"), "/stage"),
        ("/stage", json!("enforcing"), "/not_enforceable"),
        ("/not_enforceable", json!(null), "/not_enforceable"),
        ("/mode", json!("proactive"), "/obligations/0/id"),
        ("/debtors/0/notified_on", json!("2024-01-30"), "/debtors/0/notified_on"),
        ("/debtors/0/party", other, "/debtors/0/party"),
        ("/obligations/0/paid", json!(50_000_001), "/obligations/0/paid"),
        ("/requested_on", json!("2024-02-02"), "/requested_on"),
        ("/not_enforceable/decided_on", json!("2026-07-02"), "/not_enforceable/decided_on"),
        ("/last_verified_on", json!("2024-01-02"), "/last_verified_on"),
        (
            "/holds",
            json!([{"ground": "48.1.c", "from": "2025-05-05", "until": "2025-05-04"}]),
            "/holds/0/until",
        ),
        ("/running", json!([{"key": "no_such_key", "started_on": "2026-06-25"}]), "/running/0/key"),
        ("/officer", json!(app.id("clerk")), "/officer"),
    ];
    for (place, value, pointer) in wrong {
        let mut body = whole.clone();
        set(&mut body, place, value);
        let answer = app.clerk().post("/cases/import", &body).await;
        assert_eq!(answer.problem(422), "invalid_content", "{place}");
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        assert!(errors.iter().any(|one| one["pointer"] == *pointer), "{place} {value}: {errors:?}");
    }
    app.officer().post("/cases/import", &whole).await.problem(403);
    app.as_("other_clerk").post("/cases/import", &whole).await.problem(404);
    assert!(app.auditor().get("/cases?limit=200").await.items().is_empty(), "nothing was entered");
    app.as_("admin").post("/cases/import", &whole).await.ok();
}

async fn a_case_taken_over_goes_on(app: App) {
    let judgment = judged(&app).await;
    let mut body = legacy_case(&judgment, "61/QĐ-CCTHADS");
    body["officer"] = json!(app.id("officer"));
    let answer = take(&app, &body).await;
    let case = Case { path: at(&answer), id: answer["case"]["id"].clone(), judgment, request: None };
    let found = json!({"shows_ability": false, "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "verify_periodically", found).await;
    let all = deadlines(&app, &case.path).await;
    assert_eq!(all[0]["status"], "met", "taken over late, done: no lateness of ours");
    assert_eq!(all[1]["due_on"], "2027-01-15");
    assert_eq!(item(&case.judgment, 0), case.item(0));
}

on_both_engines!(
    no_fee_where_the_debtor_had_asked_under_the_old_law,
    a_case_is_taken_over_as_it_stood,
    what_is_missing_is_named_and_nothing_runs,
    grounds_of_then_are_grounds_of_now,
    deadlines_run_on_by_the_shorter_or_the_longer_law,
    an_interrupted_case_stands_still,
    the_separate_book_of_then_is_kept,
    contradictions_are_refused_with_their_field,
    a_case_taken_over_goes_on,
);

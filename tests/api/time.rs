//! What time does by itself: voluntary periods end, duties are breached, and neither happens twice.

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::{App, interrupt, measures, on_both_engines};

async fn stage(app: &App, case: &Case) -> Value {
    app.officer().get(&case.path).await.ok()["stage"].clone()
}

async fn deadline(app: &App, case: &Case, key: &str) -> Value {
    let all = app.auditor().get(&case.sub("deadlines")).await.items();
    all.iter().find(|one| one["key"] == key).unwrap_or_else(|| panic!("no {key}")).clone()
}

/// A case whose debtor was notified on 15 July 2026: the tenth day is a Saturday, the last one Monday the 27th.
async fn notified(app: &App) -> Case {
    let case = on_request(app, &[owed("other", 500_000_000, Some(1))]).await;
    build::notify(app, &case).await;
    case
}

async fn a_voluntary_period_ends_by_itself_and_once(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-27");
    assert_eq!(app.look().0, 0, "the last day still belongs to the debtor");
    assert_eq!(stage(&app, &case).await, "voluntary");
    app.on("2026-07-30");
    assert_eq!(app.look().0, 1);
    assert_eq!(stage(&app, &case).await, "verification");
    let events = app.auditor().get(&format!("{}/events?limit=200", case.path)).await.items();
    let last = events.iter().rfind(|event| event["code"] != "D-BREACH").unwrap();
    assert_eq!((&last["code"], &last["effective_on"]), (&json!("T-VO-02"), &json!("2026-07-28")));
    let traces = app.traces(&case.path);
    assert_eq!(app.look().0, 0, "again, and nothing happens");
    assert_eq!(app.traces(&case.path), traces);
}

async fn what_the_office_owed_is_breached_and_then_done_late(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-28");
    app.look();
    assert_eq!(deadline(&app, &case, "verify_first").await["status"], "open");
    app.on("2026-09-30");
    assert!(app.look().1 > 0);
    let breached = deadline(&app, &case, "verify_first").await;
    assert_eq!((&breached["status"], &breached["closed_on"]), (&json!("breached"), &Value::Null));
    assert_eq!(app.look().1, 0, "a breach is found once");
    app.officer().does(&case.path, "start_verification", json!({})).await;
    assert_eq!(deadline(&app, &case, "verify_first").await["status"], "late");
}

async fn a_postponed_period_does_not_end(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-20");
    interrupt::agreed(&app, &case, "2027-01-15", json!({})).await;
    app.on("2026-10-01");
    assert_eq!(app.look().0, 0);
    assert_eq!(stage(&app, &case).await, "voluntary");
    assert_eq!(deadline(&app, &case, "voluntary").await["status"], "paused");
}

async fn a_case_that_went_on_is_left_alone(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-20");
    let measure = measures::but(measures::deduct(&case, 1_000_000), "/reason", json!("Tẩu tán tài sản"));
    app.officer().does(&case.path, "coerce_early", measure).await;
    app.on("2026-08-03");
    assert!(app.look().1 > 0, "what the office owed is marked");
    let traces = app.traces(&case.path);
    assert_eq!(app.look(), (0, 0));
    assert_eq!(app.traces(&case.path), traces, "neither an event nor a refused attempt");
}

on_both_engines!(
    a_voluntary_period_ends_by_itself_and_once,
    what_the_office_owed_is_breached_and_then_done_late,
    a_postponed_period_does_not_end,
    a_case_that_went_on_is_left_alone,
);

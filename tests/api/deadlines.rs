//! Deadlines across cases as an office and its head ask for them: every filter, the order, the pages, and what is refused.

use serde_json::{Value, json};

use crate::support::build::{self, on_own_motion, on_request, owed, proactive};
use crate::support::{App, on_both_engines};

/// Two cases of one officer, a third of another; on 30 July 2026 some duties are breached, one was done late.
async fn register(app: &App) {
    let case = on_request(app, &[owed("other", 500_000_000, Some(1))]).await;
    build::notify(app, &case).await;
    on_own_motion(app, &[proactive("court_fee", 5_000_000)]).await;
    let third = on_request(app, &[owed("other", 70_000_000, Some(1))]).await;
    let hand_on = json!({"division": null, "officer": app.id("second_officer"), "no_conflict": true});
    app.head().does(&third.path, "assign_officer", hand_on).await;
    app.on("2026-07-30");
    app.look();
    let shown = app.officer().get(&case.path).await.ok();
    let decision = json!({"decision": shown["decisions"][0]["id"]});
    app.officer().does(&case.path, "send_to_procuracy", decision).await;
}

async fn asked(app: &App, who: &str, query: &str) -> Vec<Value> {
    app.as_(who).get(&format!("/deadlines?limit=200&{query}")).await.items()
}

async fn every_filter_leaves_what_it_names(app: App) {
    register(&app).await;
    let all = asked(&app, "head", "").await;
    assert!(all.len() > 15, "{}", all.len());
    let places: Vec<_> = all.iter().map(|one| (one["due_on"].to_string(), one["id"].to_string())).collect();
    assert!(places.is_sorted(), "the earliest first");
    let breached = |one: &Value| ["breached", "late"].iter().any(|status| one["status"] == *status);
    let officer = json!(app.id("second_officer"));
    type Test<'a> = Box<dyn Fn(&Value) -> bool + 'a>;
    let cases: Vec<(String, Test<'_>)> = vec![
        ("status=open".to_owned(), Box::new(|one| one["status"] == "open")),
        ("status=late".to_owned(), Box::new(|one| one["status"] == "late")),
        ("breached=true".to_owned(), Box::new(breached)),
        ("breached=false".to_owned(), Box::new(|one| !breached(one))),
        ("breached=true&status=late&key=send_vks".to_owned(), Box::new(|one| one["status"] == "late")),
        ("key=voluntary".to_owned(), Box::new(|one| one["key"] == "voluntary")),
        (
            "key=notify,send_vks&breached=true".to_owned(),
            Box::new(|one| breached(one) && (one["key"] == "notify" || one["key"] == "send_vks")),
        ),
        ("duty=party".to_owned(), Box::new(|one| one["duty"] == "party")),
        (
            "duty=office&status=open".to_owned(),
            Box::new(|one| one["duty"] == "office" && one["status"] == "open"),
        ),
        (format!("officer={}", app.id("second_officer")), Box::new(|one| one["officer"] == officer)),
        ("due_from=2026-07-20&due_to=2026-07-20".to_owned(), Box::new(|one| one["due_on"] == "2026-07-20")),
        ("due_from=2026-07-21".to_owned(), Box::new(|one| one["due_on"].as_str() >= Some("2026-07-21"))),
    ];
    for (query, fits) in cases {
        let expected: Vec<Value> = all.iter().filter(|one| fits(one)).cloned().collect();
        assert!(!expected.is_empty(), "{query} would prove nothing");
        assert_eq!(asked(&app, "head", &query).await, expected, "{query}");
    }
    for nothing in ["breached=true&status=open", "breached=false&status=late", "key=voluntary&duty=office"] {
        assert!(asked(&app, "head", nothing).await.is_empty(), "{nothing}");
    }
    // The scope comes first, whatever is asked for.
    let own = asked(&app, "officer", "").await;
    assert!(!own.is_empty() && own.iter().all(|one| one["officer"] == json!(app.id("officer"))));
    assert!(asked(&app, "officer", &format!("officer={}", app.id("second_officer"))).await.is_empty());
    assert!(asked(&app, "other_head", "breached=true").await.is_empty());
    assert_eq!(asked(&app, "auditor", "").await, all);
}

async fn pages_join_to_the_whole(app: App) {
    register(&app).await;
    for query in ["", "breached=true", "key=notify,send_vks,voluntary", "status=open&duty=office"] {
        let whole = asked(&app, "head", query).await;
        let (mut joined, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = app.head().get(&format!("/deadlines?limit=2&{query}{cursor}")).await;
            let next = page.header("link").map(str::to_owned);
            let page = page.ok();
            joined.extend(page["items"].as_array().unwrap().clone());
            let Some(key) = page["next_cursor"].as_str() else { break };
            assert!(next.is_some_and(|link| link.contains(key)), "the Link header leads there too");
            cursor = format!("&cursor={key}");
        }
        assert_eq!(joined, whole, "{query}");
    }
}

async fn what_cannot_be_asked_is_refused(app: App) {
    let many = ["notify"; 11].join(",");
    assert_eq!(app.head().get(&format!("/deadlines?key={many}")).await.status, 200, "the same key again");
    let eleven =
        "notify,send_vks,voluntary,open_file,payout,postpone,resume,terminate,suspend,publish,unpublish";
    for (query, pointer) in [
        ("status=gone", ""),
        ("duty=mine", ""),
        ("breached=maybe", ""),
        ("due_from=2026-02-30", ""),
        ("office=x", ""),
        ("kye=notify", "/kye"),
        ("key=nothing", "/key"),
        ("key=", "/key"),
        (&format!("key={eleven}"), "/key"),
        ("due_from=2026-07-02&due_to=2026-07-01", "/due_to"),
        ("cursor=AAAA", "-"),
    ] {
        let answer = app.head().get(&format!("/deadlines?{query}")).await;
        let code = answer.problem(400);
        assert!(["malformed", "malformed_cursor"].contains(&code.as_str()), "{query}: {code}");
        if pointer != "-" {
            let error = answer.json()["errors"][0].clone();
            assert_eq!(error["pointer"], pointer, "{query}: {error}");
            assert!(error["message"].as_str().is_some_and(|text| text.len() > 5), "{error}");
        }
    }
    assert_eq!(
        app.head().get(&format!("/deadlines?office={}", app.other_office)).await.problem(403),
        "forbidden"
    );
    assert_eq!(app.as_("admin").get("/deadlines").await.problem(403), "forbidden");
}

on_both_engines!(every_filter_leaves_what_it_names, pages_join_to_the_whole, what_cannot_be_asked_is_refused);

//! The search of auditors: each filter, who may search where, that each search is itself on record, the file.

use serde_json::{Value, json};
use thads::service::error::ApiError;
use thads::store::{Conn, audit};

use crate::support::build::{self, Case, owed};
use crate::support::oversight::{case, document};
use crate::support::{App, on_both_engines};

/// The acts found, in their order.
async fn found(app: &App, query: &str) -> Vec<Value> {
    app.auditor().get(&format!("/audit/events?limit=200&{query}")).await.items()
}

async fn actions(app: &App, query: &str) -> Vec<String> {
    let all = found(app, query).await;
    all.iter().map(|one| one["action"].as_str().unwrap().to_owned()).collect()
}

/// A case decided on 15 July, sent to the procuracy on the 24th as of the 17th, and never served: its deadlines are missed.
async fn with_a_past(app: &App) -> Case {
    let case = case(app).await;
    app.on("2026-07-24");
    app.look();
    let decision = document(app, &case, "on_request_decision").await;
    let sent = json!({"decision": decision, "effective_on": "2026-07-17"});
    app.clerk().does(&case.path, "send_to_procuracy", sent).await;
    case
}

async fn each_filter_finds_its_own(app: App) {
    let case = with_a_past(&app).await;
    let clerk = app.id("clerk");
    let all = found(&app, "").await;
    assert!(all.len() > 6);
    let by = found(&app, &format!("actor={clerk}")).await;
    assert!(!by.is_empty() && by.iter().all(|one| one["actor"] == json!(clerk)));
    assert_eq!(
        actions(&app, "code=T-DE-02").await,
        ["issue_decision_on_request"; 2],
        "the request's and the case's"
    );
    assert_eq!(actions(&app, "action=open_file").await, ["open_file"]);
    let kinds = found(&app, "lifecycle=judgment").await;
    assert!(!kinds.is_empty() && kinds.iter().all(|one| one["aggregate"] == "judgment"));
    let id = case.id.as_str().unwrap();
    let whole = found(&app, &format!("aggregate={id}")).await;
    assert!(whole.iter().all(|one| one["aggregate_id"] == case.id));
    assert_eq!(whole.len(), found(&app, &format!("case={id}")).await.len());
    let breaches = found(&app, "breach=true").await;
    assert!(breaches.len() >= 2 && breaches.iter().all(|one| one["code"] == "D-BREACH"), "{breaches:?}");
    // Sent on the 17th and entered on the 24th: seven days.
    let late = found(&app, "late_over=6&action=send_to_procuracy").await;
    assert_eq!((late.len(), &late[0]["days_late"]), (1, &json!(7)));
    assert!(found(&app, "late_over=7&action=send_to_procuracy").await.is_empty());
    let day = "recorded_from=2026-07-24T00:00:00Z&recorded_to=2026-07-25T00:00:00Z";
    let recorded = found(&app, &format!("{day}&lifecycle=case")).await;
    assert!(recorded.iter().all(|one| one["recorded_at"].as_str().unwrap().starts_with("2026-07-24")));
    // The breach that proves to be none is lifted as of the same day.
    let day = found(&app, "effective_from=2026-07-17&effective_to=2026-07-17").await;
    assert!(day.iter().all(|one| one["effective_on"] == "2026-07-17"), "{day:?}");
    assert!(day.iter().any(|one| one["action"] == "send_to_procuracy"), "{day:?}");
    assert!(found(&app, "delegated=true").await.is_empty());
    assert!(found(&app, "overridden=true").await.is_empty());
}

async fn what_is_signed_under_a_delegation_is_found_by_it(app: App) {
    let body = json!({"office": app.office, "delegate": app.id("deputy"), "documents": ["on_request_decision"],
        "division": null, "from": "2026-07-01", "to": "2026-12-31", "basis": "Văn bản số 12/UQ-THADS"});
    let delegation = app.head().post("/delegations", &body).await.ok()["id"].clone();
    app.on("2026-07-15");
    let judgment = build::judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let asked = build::request_body(&judgment);
    let path = build::request(&app, &asked).await;
    let draft = json!({"obligations": asked["obligations"], "rule": "GR-0"});
    app.examiner().does(&path, "propose_decision_on_request", draft).await;
    app.deputy().does(&path, "issue_decision_on_request", json!({})).await;
    case(&app).await;
    let id = delegation.as_str().unwrap();
    for query in [
        "delegated=true".to_owned(),
        format!("delegation={id}"),
        format!("delegated=true&office={}", app.office),
    ] {
        let all = found(&app, &query).await;
        assert!(!all.is_empty() && all.iter().all(|one| one["delegation"] == delegation), "{query}");
        assert!(all.iter().all(|one| one["actor"] == json!(app.id("deputy"))), "{query}");
    }
    assert!(found(&app, &format!("delegation={}", app.office)).await.is_empty());
}

async fn pages_go_both_ways_and_lose_nothing(app: App) {
    with_a_past(&app).await;
    let newest = found(&app, "").await;
    let mut walked: Vec<Value> = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = app.auditor().get(&format!("/audit/events?limit=3&order=oldest{cursor}")).await.ok();
        walked.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    // Each search has left an event of its own behind: they are not of what is compared.
    let ids = |all: &[Value]| -> Vec<Value> {
        all.iter().filter(|one| one["aggregate"] != "access").map(|one| one["id"].clone()).collect()
    };
    let mut expected = ids(&newest);
    expected.reverse();
    assert_eq!(ids(&walked), expected);
    let recorded: Vec<&str> = newest.iter().map(|one| one["recorded_at"].as_str().unwrap()).collect();
    assert!(recorded.windows(2).all(|pair| pair[0] >= pair[1]));
}

async fn only_who_oversees_searches_and_only_there(app: App) {
    let case = with_a_past(&app).await;
    let events = "/audit/events?limit=200";
    for place in [events, "/audit/refused-attempts", "/audit/events/export?format=csv"] {
        for name in ["officer", "deputy", "clerk", "accountant", "examiner", "admin", "other_officer"] {
            assert_eq!(app.as_(name).get(place).await.problem(403), "forbidden", "{name} {place}");
        }
    }
    for name in ["head", "prosecutor"] {
        let all = app.as_(name).get(events).await.items();
        assert!(all.iter().all(|one| one["office"] == json!(app.office)) && all.len() > 6, "{name}");
        let elsewhere = format!("{events}&office={}", app.other_office);
        assert_eq!(app.as_(name).get(&elsewhere).await.problem(403), "forbidden", "{name}");
    }
    let of_case = format!("{events}&case={}", case.id.as_str().unwrap());
    assert!(app.as_("other_head").get(&of_case).await.items().is_empty());
    let own = app.as_("other_head").get(events).await.items();
    assert!(own.iter().all(|one| one["office"] == json!(app.other_office)));
    for wrong in [
        "late_over=-1",
        "late_over=40000",
        "code=a%20b",
        "action=%3D1",
        "order=up",
        "cursor=x",
        "recorded_from=2026-07-02T00:00:00Z&recorded_to=2026-07-01T00:00:00Z",
        "effective_from=2026-07-02&effective_to=2026-07-01",
        "breach=true&code=T-DE-02",
        "colour=red",
    ] {
        assert_eq!(app.auditor().get(&format!("/audit/events?{wrong}")).await.status, 400, "{wrong}");
    }
}

async fn a_denunciation_is_found_by_no_search(app: App) {
    app.on("2026-07-20");
    let body = json!({
        "denunciation": {"office": app.office, "case": null, "against": "officer", "denounced_user": app.id("officer"),
            "received_on": "2026-07-20", "content": "Nhận tiền không lập biên lai", "repeats": null},
        "denouncers": [{"name": "Phạm Thị Bí Mật", "address": "Phường Mẫu", "contact": null, "secret": true}],
    });
    let made = app.clerk().post("/denunciations", &body).await.ok();
    let id = made["denunciation"]["id"].as_str().unwrap().to_owned();
    app.clerk().act(&format!("/denunciations/{id}"), "extend_denunciation_term", json!({})).await;
    for name in ["auditor", "head", "prosecutor"] {
        for query in ["", "lifecycle=denunciation"] {
            let events = app.as_(name).get(&format!("/audit/events?{query}")).await;
            assert!(!events.text.contains(&id), "{name}: {}", events.text);
        }
        let tried = app.as_(name).get("/audit/refused-attempts?lifecycle=denunciation").await;
        assert!(tried.items().is_empty(), "{name}");
    }
}

async fn a_search_is_itself_on_record(app: App) {
    with_a_past(&app).await;
    let head = app.head();
    head.get("/audit/events?breach=true").await.ok();
    head.get("/audit/refused-attempts?code=G-ROLE").await.ok();
    head.get("/audit/events/export?format=csv&late_over=3").await;
    let own = format!("lifecycle=access&actor={}&order=oldest", app.id("head"));
    let kept = found(&app, &own).await;
    let codes: Vec<&str> = kept.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["R-SEARCH", "R-SEARCH", "R-EXPORT"]);
    let chain = app.chain(&kept[0]["aggregate_id"]);
    assert_eq!(chain[0]["effects"]["asked"], json!({"breach": true}));
    assert_eq!(chain[1]["effects"]["asked"], json!({"code": "G-ROLE"}));
    assert_eq!(chain[2]["effects"], json!({"asked": {"late_over": 3}, "format": "csv"}));
    // A search that is refused finds nothing and says so in no other way.
    assert_eq!(app.officer().get("/audit/events").await.problem(403), "forbidden");
}

async fn refused_attempts_are_read_by_agency(app: App) {
    let case = case(&app).await;
    let decision = document(&app, &case, "on_request_decision").await;
    let review = format!("/reviews/{}", decision.as_str().unwrap());
    let said = json!({"heading": "form", "verdict": "breach", "text": "x"});
    app.head().may_not(&review, "remark_on_decision", said.clone(), 403, "G-ROLE").await;
    app.on("2026-07-16");
    app.clerk().may_not(&review, "remark_on_decision", said, 403, "G-ROLE").await;
    let unknown = json!({"decision": case.id});
    app.clerk().wrong(&case.path, "send_to_procuracy", unknown, "/decision", "not_in_list").await;
    let tried = async |who: &str, query: &str| -> Vec<String> {
        let all = app.as_(who).get(&format!("/audit/refused-attempts?{query}")).await.items();
        all.iter().map(|one| one["action"].as_str().unwrap().to_owned()).collect()
    };
    let all = ["send_to_procuracy", "remark_on_decision", "remark_on_decision"];
    assert_eq!(tried("head", "").await, all, "the newest first");
    assert_eq!(tried("auditor", "").await, all);
    assert_eq!(tried("prosecutor", "code=not_in_list").await, ["send_to_procuracy"]);
    assert_eq!(tried("head", "code=G-ROLE").await, ["remark_on_decision"; 2]);
    assert_eq!(tried("auditor", &format!("actor={}", app.id("head"))).await, ["remark_on_decision"]);
    assert_eq!(tried("head", "action=send_to_procuracy&lifecycle=case").await, ["send_to_procuracy"]);
    assert_eq!(tried("head", "to=2026-07-16T00:00:00Z").await, ["remark_on_decision"]);
    assert_eq!(tried("head", "from=2026-07-16T00:00:00Z").await.len(), 2);
    assert!(tried("other_head", "").await.is_empty());
    let first = app.head().get("/audit/refused-attempts?limit=2").await.ok();
    let next = first["next_cursor"].as_str().unwrap();
    assert_eq!(tried("head", &format!("limit=2&cursor={next}")).await, ["remark_on_decision"]);
    let one = &first["items"][0];
    assert_eq!((&one["codes"], &one["aggregate_id"]), (&json!(["/decision not_in_list"]), &case.id));
}

async fn a_file_is_whole_and_safe(app: App) {
    with_a_past(&app).await;
    let all = found(&app, "lifecycle=case").await;
    let csv = app.auditor().get("/audit/events/export?format=csv&lifecycle=case").await;
    assert_eq!((csv.status, csv.header("content-type")), (200, Some("text/csv; charset=utf-8")));
    assert!(csv.header("content-disposition").unwrap().contains("events.csv"));
    let lines: Vec<&str> = csv.text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines[0].starts_with("\"recorded_at\",\"effective_on\",\"days_late\""), "{}", lines[0]);
    assert_eq!(lines.len(), all.len() + 2);
    assert_eq!(lines.last(), Some(&"\"end\",\"\""));
    for (line, event) in lines[1..].iter().zip(&all) {
        assert!(line.contains(event["hash"].as_str().unwrap()), "{line}");
        for cell in line.split("\",\"") {
            assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']), "a formula: {cell}");
        }
    }
    let json = app.auditor().get("/audit/events/export?format=json&lifecycle=case").await;
    assert_eq!(json.header("content-type"), Some("application/json"));
    assert_eq!(json.items(), all);
    for wrong in ["", "format=xml", "format=csv&colour=red", "format=csv&late_over=-1"] {
        assert_eq!(app.auditor().get(&format!("/audit/events/export?{wrong}")).await.status, 400, "{wrong}");
    }
}

/// Marks are rows that nobody changes.
async fn marks_are_kept(app: App) {
    case(&app).await;
    let events = found(&app, "code=T-DE-02").await;
    let id = thads::store::AnyId(events[0]["id"].as_str().unwrap().parse().unwrap());
    let mark = audit::Mark {
        event_id: id,
        mark: audit::DELEGATED.to_owned(),
        subject: "x".to_owned(),
        office_id: app.office,
        recorded_at: app.state.clock.now().into(),
    };
    let write = |conn: &mut Conn| Ok::<_, ApiError>(audit::mark(conn, std::slice::from_ref(&mark))?);
    app.state.store.write(write).unwrap();
    let read = app.state.store.read(|conn: &mut Conn| Ok::<_, ApiError>(audit::marks(conn, &[id])?));
    assert_eq!(read.unwrap(), vec![mark.clone()]);
    let again = app.state.store.write(write);
    assert_eq!(again.unwrap_err().params[0].1, "event_marks_key", "one mark of a kind");
}

on_both_engines!(
    each_filter_finds_its_own,
    what_is_signed_under_a_delegation_is_found_by_it,
    pages_go_both_ways_and_lose_nothing,
    only_who_oversees_searches_and_only_there,
    a_denunciation_is_found_by_no_search,
    a_search_is_itself_on_record,
    refused_attempts_are_read_by_agency,
    a_file_is_whole_and_safe,
    marks_are_kept,
);

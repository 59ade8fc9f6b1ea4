//! Denunciations (DN-01 … DN-11): who may see one, where the denouncer's name stands and where it does not, and every step with
//! every guard's refusal (L106 108–110; ND152 75–76).

use serde_json::{Value, json};
use thads::store::{AnyId, Conn, events};

use crate::support::oversight::{opened, signed, wrong_at};
use crate::support::{App, on_both_engines};

const NAME: &str = "Phạm Thị Bí Mật";

fn body(app: &App) -> Value {
    json!({
        "denunciation": {"office": app.office, "case": null, "against": "officer", "denounced_user": app.id("officer"),
            "received_on": "2026-07-20", "content": "Nhận tiền không lập biên lai", "repeats": null},
        "denouncers": [{"name": NAME, "address": "Phường Mẫu", "contact": null, "secret": true}],
    })
}

async fn entered(app: &App, body: &Value) -> String {
    let made = app.clerk().post("/denunciations", body).await;
    assert!(!made.text.contains(NAME), "the answer names nobody");
    format!("/denunciations/{}", made.ok()["denunciation"]["id"].as_str().unwrap())
}

async fn received(app: &App) -> String {
    app.on("2026-07-20");
    let path = entered(app, &body(app)).await;
    grant(app, &path, "examiner").await;
    path
}

async fn grant(app: &App, path: &str, name: &str) -> Value {
    app.head().does(path, "grant_denunciation_access", json!({"user": app.id(name)})).await
}

fn why() -> Value {
    json!({"reason": "Theo hồ sơ"})
}

async fn accepted(app: &App) -> String {
    let path = received(app).await;
    signed(app, &path, "propose_denunciation_acceptance", "accept_denunciation", why()).await;
    path
}

fn result(finding: &str, crime: bool) -> Value {
    json!({"finding": finding, "verification": "Báo cáo xác minh", "signs_of_crime": crime,
        "handed_to": if crime { json!("Cơ quan điều tra") } else { Value::Null }})
}

async fn conclude(app: &App, path: &str) -> Value {
    let body = result("unfounded", false);
    signed(app, path, "propose_denunciation_conclusion", "conclude_denunciation", body).await
}

async fn only_the_head_and_those_whom_he_lets_may_see_it(app: App) {
    app.on("2026-07-20");
    let path = entered(&app, &body(&app)).await;
    let places = |path: &str| {
        ["", "/actions", "/events", "/denouncers", "/reads"].map(|end| format!("{path}{end}")).to_vec()
    };
    let blind = async |name: &str| {
        for place in places(&path) {
            assert_eq!(app.as_(name).get(&place).await.problem(404), "not_found", "{name} {place}");
        }
        assert!(app.as_(name).get("/denunciations").await.items().is_empty(), "{name}");
        let tried = app.as_(name).act_at(&path, "forward_denunciation", why(), "\"1\"").await;
        assert_eq!(tried.problem(404), "not_found");
    };
    for name in ["clerk", "officer", "deputy", "auditor", "examiner", "other_head", "prosecutor"] {
        blind(name).await;
    }
    grant(&app, &path, "examiner").await;
    app.examiner().get(&path).await.ok();
    assert_eq!(app.examiner().get("/denunciations?state=received").await.items().len(), 1);
    let people = app.examiner().get(&format!("{path}/denouncers")).await.items();
    assert_eq!(people[0]["name"], NAME);
    let user = json!({"user": app.id("examiner")});
    app.head().does(&path, "withdraw_denunciation_access", user.clone()).await;
    blind("examiner").await;
    let gone = app.head().act(&path, "withdraw_denunciation_access", user).await;
    wrong_at(&gone, "/user", "not_in_list");
    let reads = app.head().get(&format!("{path}/reads")).await;
    assert!(!reads.text.contains(NAME));
    let seen = reads.items();
    let examiner = json!(app.id("examiner"));
    let whats: Vec<_> = seen.iter().filter(|one| one["user"] == examiner).map(|one| &one["what"]).collect();
    assert_eq!(whats, [&json!("content"), &json!("denouncers")]);
}

async fn the_denouncers_name_is_in_no_event_and_no_list(app: App) {
    let path = accepted(&app).await;
    conclude(&app, &path).await;
    let id = AnyId(path.rsplit('/').next().unwrap().parse().unwrap());
    let bodies: Vec<String> = app
        .state
        .store
        .read(|conn: &mut Conn| {
            let rows = events::page(conn, id, 0, 200)?;
            Ok::<_, thads::service::error::ApiError>(rows.into_iter().map(|row| row.body).collect())
        })
        .unwrap();
    assert_eq!(bodies.len(), 6);
    assert!(bodies.iter().all(|body| !body.contains("Bí Mật")), "an event names the denouncer");
    for list in ["/denunciations", "/deadlines?limit=200"] {
        let seen = app.head().get(list).await;
        assert!(!seen.text.contains(NAME), "{list}");
    }
}

async fn nobody_learns_of_it_from_deadlines_or_from_the_case(app: App) {
    let case = crate::support::oversight::case(&app).await;
    app.on("2026-07-20");
    let mut about = body(&app);
    about["denunciation"]["case"] = case.id.clone();
    let path = entered(&app, &about).await;
    grant(&app, &path, "examiner").await;
    let taken = signed(&app, &path, "propose_denunciation_acceptance", "accept_denunciation", why()).await;
    assert_eq!(opened(&taken, "denounce"), "2026-08-19");
    for list in ["/deadlines?limit=200".to_owned(), case.sub("deadlines"), case.sub("decisions")] {
        let seen = app.auditor().get(&list).await;
        assert!(!seen.text.contains("denounce") && !seen.text.contains("denunciation"), "{list}");
    }
    let query = format!("/denunciations?case={}", case.id.as_str().unwrap());
    assert_eq!(app.head().get(&query).await.items().len(), 1);
    let system = thads::service::time::system_user(&app.state.core).unwrap();
    app.on("2026-09-01");
    assert!(
        thads::service::time::pass(&app.state.core, system).unwrap().1 > 0,
        "the term is watched all the same"
    );
}

async fn whoever_is_denounced_never_sees_it(app: App) {
    app.on("2026-07-20");
    let mut against_head = body(&app);
    against_head["denunciation"]["against"] = json!("head");
    against_head["denunciation"]["denounced_user"] = json!(app.id("head"));
    let path = entered(&app, &against_head).await;
    assert_eq!(app.head().get(&path).await.problem(404), "not_found");
    assert!(app.head().get("/denunciations").await.items().is_empty());
    // The clerk who entered it hands it on.
    let board = app.clerk().get(&format!("{path}/actions")).await.ok();
    let allowed: Vec<_> =
        board["actions"].as_array().unwrap().iter().filter(|one| one["allowed"] == true).collect();
    assert_eq!((allowed.len(), &allowed[0]["action"]), (1, &json!("forward_denunciation")));
    app.clerk().may_not(&path, "propose_denunciation_acceptance", why(), 409, "G-DEN-RESOLVER").await;
    let done = app.clerk().does(&path, "forward_denunciation", why()).await;
    assert_eq!(done["happened"]["to"], "forwarded");

    let path = received(&app).await;
    app.head().may_not(&path, "forward_denunciation", why(), 409, "G-DEN-FORWARD").await;
    let named = |name: &str| json!({"user": app.id(name)});
    let action = "grant_denunciation_access";
    wrong_at(&app.head().act(&path, action, named("officer")).await, "/user", "contradicts");
    wrong_at(&app.head().act(&path, action, named("other_clerk")).await, "/user", "not_in_list");
    wrong_at(&app.head().act(&path, action, named("examiner")).await, "/user", "duplicate");
    app.examiner().may_not(&path, action, named("deputy"), 403, "G-ROLE").await;
}

async fn the_term_is_lengthened_twice_at_most_and_stands_still_in_between(app: App) {
    let path = accepted(&app).await;
    let longer = |complexity: &str| json!({"complexity": complexity, "reason": "Nhiều người liên quan"});
    let action = "extend_denunciation_term";
    // 60 days from 20 July end on 18 September 2026.
    let got = app.head().does(&path, action, longer("complex")).await;
    assert_eq!(opened(&got, "denounce_extended"), "2026-09-18");
    wrong_at(&app.head().act(&path, action, longer("complex")).await, "/complexity", "contradicts");
    app.on("2026-08-03");
    signed(&app, &path, "propose_denunciation_suspension", "suspend_denunciation", why()).await;
    app.head().may_not(&path, action, longer("very_complex"), 409, "G-STATE").await;
    app.on("2026-08-13");
    signed(&app, &path, "propose_denunciation_resumption", "resume_denunciation", why()).await;
    let seen = app.head().get(&path).await.ok();
    assert_eq!(seen["term"]["reckoning"]["pauses"][0]["due_now"], "2026-09-28");
    // 90 days end on Sunday 18 October, the 19th; ten days stood still.
    let got = app.head().does(&path, action, longer("very_complex")).await;
    assert_eq!(opened(&got, "denounce_extended_hard"), "2026-10-29");
    let late = accepted(&app).await;
    app.on("2026-08-20");
    app.head().may_not(&late, action, longer("complex"), 409, "G-DEN-TERM").await;
    signed(&app, &late, "propose_denunciation_stop", "stop_denunciation", why()).await;
}

async fn a_conclusion_hands_signs_of_a_crime_on(app: App) {
    let path = accepted(&app).await;
    let action = "propose_denunciation_conclusion";
    let mut body = result("founded", true);
    body["handed_to"] = Value::Null;
    wrong_at(&app.examiner().act(&path, action, body).await, "/handed_to", "required");
    let mut body = result("founded", false);
    body["handed_to"] = json!("Cơ quan điều tra");
    wrong_at(&app.examiner().act(&path, action, body).await, "/handed_to", "contradicts");
    wrong_at(&app.examiner().act(&path, action, result("unfounded", true)).await, "/finding", "contradicts");
    app.head().may_not(&path, "conclude_denunciation", json!({}), 409, "G-DRAFT").await;
    let done = signed(&app, &path, action, "conclude_denunciation", result("founded", true)).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "denunciation_conclusion");
    app.head().may_not(&path, "suspend_denunciation", json!({}), 409, "G-FINAL").await;
    let refused = received(&app).await;
    signed(&app, &refused, "propose_denunciation_refusal", "refuse_denunciation", why()).await;
}

async fn the_result_of_a_repeated_denunciation_is_not_looked_at_again(app: App) {
    let mut last = accepted(&app).await;
    let id = |path: &str| json!(path.rsplit('/').next().unwrap());
    let again = |path: &str| {
        let mut body = body(&app);
        body["denunciation"]["repeats"] = id(path);
        body
    };
    let open = app.clerk().post("/denunciations", &again(&last)).await;
    wrong_at(&open, "/denunciation/repeats", "contradicts");
    let unknown = app.clerk().post("/denunciations", &again(&format!("/x/{}", app.office))).await;
    wrong_at(&unknown, "/denunciation/repeats", "not_in_list");
    conclude(&app, &last).await;
    let second = entered(&app, &again(&last)).await;
    grant(&app, &second, "examiner").await;
    signed(&app, &second, "propose_denunciation_acceptance", "accept_denunciation", why()).await;
    conclude(&app, &second).await;
    last = entered(&app, &again(&second)).await;
    grant(&app, &last, "examiner").await;
    app.examiner().may_not(&last, "propose_denunciation_acceptance", why(), 409, "G-DEN-REPEAT").await;
    signed(&app, &last, "propose_denunciation_refusal", "refuse_denunciation", why()).await;
}

async fn what_comes_in_wrong_is_refused(app: App) {
    app.on("2026-07-20");
    let tried = async |name: &str, value: Value, code: &str| {
        let mut wrong = body(&app);
        wrong["denunciation"][name] = value;
        let pointer = format!("/denunciation/{name}");
        wrong_at(&app.clerk().post("/denunciations", &wrong).await, &pointer, code);
    };
    tried("received_on", json!("2026-07-21"), "date_in_future").await;
    tried("denounced_user", json!(app.id("other_officer")), "not_in_list").await;
    tried("denounced_user", json!(app.id("clerk")), "contradicts").await;
    let mut nobody = body(&app);
    nobody["denouncers"] = json!([]);
    wrong_at(&app.clerk().post("/denunciations", &nobody).await, "/denouncers", "length");
    for name in ["officer", "head", "other_clerk", "auditor"] {
        assert_eq!(
            app.as_(name).post("/denunciations", &body(&app)).await.problem(403),
            "forbidden",
            "{name}"
        );
    }
}

on_both_engines!(
    only_the_head_and_those_whom_he_lets_may_see_it,
    the_denouncers_name_is_in_no_event_and_no_list,
    nobody_learns_of_it_from_deadlines_or_from_the_case,
    whoever_is_denounced_never_sees_it,
    the_term_is_lengthened_twice_at_most_and_stands_still_in_between,
    a_conclusion_hands_signs_of_a_crime_on,
    the_result_of_a_repeated_denunciation_is_not_looked_at_again,
    what_comes_in_wrong_is_refused,
);

//! When a request is refused and when it may not be (L106 34.4; ND152 9.7), and what a decision may not be made on: competence,
//! rights, addresses, grouping.

use serde_json::{Value, json};

use crate::support::build::{self, judgment, judgment_body, on_request, owed, proactive, request_body};
use crate::support::intake::{all, entered, item, listed, path, received};
use crate::support::{App, on_both_engines};

fn refusal(ground: &str) -> Value {
    json!({"grounds": [ground], "reason": "Theo hồ sơ"})
}

async fn refused(app: &App, path: &str, body: Value) {
    app.clerk().does(path, "propose_refusal", body).await;
    let done = app.head().does(path, "refuse_request", json!({})).await;
    assert_eq!(done["request"]["state"], "refused");
    assert_eq!(done["happened"]["documents"][0]["kind"], "refusal_notice");
}

/// An ordinary request, in time, of a party, on content of its own.
async fn ordinary(app: &App) -> (Value, String) {
    let body = request_body(&judgment(app, &[owed("other", 50_000_000, Some(1))]).await);
    let path = received(app, &body).await;
    (body, path)
}

async fn no_ground_is_true_of_an_ordinary_request(app: App) {
    let (_, path) = ordinary(&app).await;
    for ground in ["RF-A", "RF-B", "RF-C", "RF-D", "RF-DD"] {
        app.clerk().may_not(&path, "propose_refusal", refusal(ground), 422, "G-REFUSE-GROUND").await;
    }
    app.head().may_not(&path, "refuse_request", json!({}), 409, "G-DRAFT").await;
    app.clerk().does(&path, "register_request", json!({})).await;
    app.officer().may_not(&path, "register_request", json!({}), 409, "G-STATE").await;
}

async fn whoever_is_no_party_to_the_items_is_refused(app: App) {
    let judgment = judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let mut body = request_body(&judgment);
    body["requester"] = judgment["parties"][2]["id"].clone();
    let path = build::request(&app, &body).await;
    app.clerk()
        .may_not(&path, "propose_decision_on_request", all(&body, "GR-0"), 409, "G-REQ-STANDING")
        .await;
    refused(&app, &path, refusal("RF-A")).await;
    // With a written authority the same person may ask.
    body["authority"] = json!("Giấy ủy quyền số 7");
    let path = build::request(&app, &body).await;
    app.clerk().may_not(&path, "propose_refusal", refusal("RF-A"), 422, "G-REFUSE-GROUND").await;
}

async fn content_that_the_judgment_does_not_hold_is_refused(app: App) {
    let judgment = judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let mut body = request_body(&judgment);
    body["obligations"] = json!([]);
    let empty = app.clerk().post("/requests", &body).await;
    assert_eq!(empty.json()["errors"][0]["pointer"], "/obligations");
    body["other_content"] = json!("Buộc xin lỗi công khai");
    let path = build::request(&app, &body).await;
    let draft = json!({"obligations": [item(&judgment, 0)], "rule": "GR-0"});
    app.clerk().may_not(&path, "propose_decision_on_request", draft, 409, "G-REQ-RELATED").await;
    refused(&app, &path, refusal("RF-A")).await;
    let other = build::judgment(&app, &[owed("other", 1_000_000, Some(1))]).await;
    let mut foreign = request_body(&judgment);
    foreign["obligations"] = json!([item(&other, 0)]);
    app.clerk().post("/requests", &foreign).await.refused(422, "G-REQ-RELATED");
}

async fn what_gives_nothing_to_enforce_is_refused(app: App) {
    let mut given = judgment_body(&app, &[owed("other", 50_000_000, Some(1))]);
    given["obligations"][0]["not_enforced"] = json!(true);
    let body = request_body(&entered(&app, &given).await);
    let path = build::request(&app, &body).await;
    app.clerk().may_not(&path, "propose_decision_on_request", all(&body, "GR-0"), 409, "G-REQ-RIGHTS").await;
    refused(&app, &path, refusal("RF-B")).await;
}

async fn an_agency_without_competence_names_the_one_that_has_it(app: App) {
    let mut given =
        judgment_body(&app, &[owed("other", 50_000_000, Some(1)), proactive("court_fee", 1_000_000)]);
    given["competent_agency"] = json!("Thi hành án dân sự tỉnh Thử Hai");
    let judgment = entered(&app, &given).await;
    let mut body = request_body(&judgment);
    body["obligations"] = json!([item(&judgment, 0)]);
    let path = build::request(&app, &body).await;
    let draft = all(&body, "GR-0");
    let found = app.clerk().may_not(&path, "propose_decision_on_request", draft, 409, "G-COMPETENCE").await;
    assert!(found["message"].as_str().unwrap().contains("Thử Hai"), "{found}");
    refused(&app, &path, refusal("RF-C")).await;
    let own = json!({"obligations": [item(&judgment, 1)], "rule": "GR-0"});
    let at = crate::support::intake::path(&judgment);
    app.clerk().may_not(&at, "propose_proactive_decision", own, 409, "G-COMPETENCE").await;
    // Found out later, the notice names the agency itself.
    let (_, path) = ordinary(&app).await;
    let mut later = refusal("RF-C");
    later["competent_agency"] = json!("Thi hành án dân sự tỉnh Thử Hai");
    refused(&app, &path, later).await;
}

async fn some_requests_may_not_be_refused(app: App) {
    // Each case shuts its grounds even where they would be true.
    for (case, shut, open) in
        [("9.7.a", "RF-A", "RF-DD"), ("9.7.b", "RF-B", "RF-DD"), ("9.7.c", "RF-A", "RF-DD")]
    {
        let decided = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
        let mut body = request_body(&decided.judgment);
        body["requester"] = decided.party(2);
        body["protected"] = json!([case]);
        let path = received(&app, &body).await;
        let found =
            app.clerk().may_not(&path, "propose_refusal", refusal(shut), 422, "G-REFUSE-GROUND").await;
        assert!(found["message"].as_str().unwrap().contains(case), "{found}");
        app.clerk().does(&path, "propose_refusal", refusal(open)).await;
    }
    let judgment = judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let mut body = request_body(&judgment);
    body["protected"] = json!(["9.7.d"]);
    let answer = app.clerk().post("/requests", &body).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/protected", "point d follows from the returned case");
}

async fn a_decision_names_everybody_s_address(app: App) {
    let mut given =
        judgment_body(&app, &[owed("other", 50_000_000, Some(1)), proactive("court_fee", 1_000_000)]);
    given["parties"][0]["address"] = json!(null);
    let judgment = entered(&app, &given).await;
    let mut body = request_body(&judgment);
    body["obligations"] = json!([item(&judgment, 0)]);
    let request = build::request(&app, &body).await;
    let draft = all(&body, "GR-0");
    app.clerk().may_not(&request, "propose_decision_on_request", draft, 409, "G-DEC-CONTENT").await;
    let own = json!({"obligations": [item(&judgment, 1)], "rule": "GR-0"});
    app.clerk().may_not(&path(&judgment), "propose_proactive_decision", own, 409, "G-DEC-CONTENT").await;
}

async fn a_judgment_is_of_a_kind_that_its_time_knows(app: App) {
    let mut body = judgment_body(&app, &[owed("other", 1_000_000, Some(1))]);
    body["kind"] = json!("nothing_known");
    app.clerk().post("/judgments", &body).await.refused(422, "G-JUD-KIND");
    body["kind"] = json!("supreme_court_decision");
    app.clerk().post("/judgments", &body).await.ok();
    let mut before = body.clone();
    before["number"] = json!("9/2026/QD");
    before["received_on"] = json!("2026-06-25");
    app.clerk().post("/judgments", &before).await.refused(422, "G-JUD-KIND");
    let mut open = judgment_body(&app, &[proactive("other", 1_000_000)]);
    open["obligations"][0]["proactive_kind"] = json!(null);
    let answer = app.clerk().post("/judgments", &open).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/obligations/0/proactive_kind");
    open["obligations"] = json!([owed("other", 1_000_000, Some(1))]);
    open["obligations"][0]["proactive_kind"] = json!("PA-B");
    app.clerk().post("/judgments", &open).await.refused(422, "G-REQ-NOTPRO");
}

/// A rule of grouping with what makes it fit.
fn grouped(app: &App, change: impl Fn(&mut Value)) -> Value {
    let mut given = judgment_body(app, &[listed("PA-B", Some(1)), listed("PA-C", None)]);
    given["obligations"][1]["debtor"] = json!(2);
    change(&mut given["obligations"]);
    given
}

async fn proactive_decisions_are_grouped_by_the_rules(app: App) {
    // Rule, and the change of two items of different debtors that makes it fit.
    type Change = fn(&mut Value);
    let thing = |items: &mut Value| {
        items[0]["thing"] = json!("Xe máy biển số 00-A1");
        items[1]["thing"] = json!("Xe máy biển số 00-A1");
    };
    let fitting: [(&str, Change); 5] = [
        ("GR-A", |items| {
            items[1] = json!({"debtor": 2, "creditor": 1, "mode": "proactive", "kind": "other",
            "amount": 5, "due_on": null, "proactive_kind": "PA-B"})
        }),
        ("GR-B", |items| {
            items[0]["proactive_kind"] = json!("PA-C-DES");
            items[0]["no_debtor"] = json!(true);
            items[1]["no_debtor"] = json!(true);
        }),
        ("GR-C", thing),
        ("GR-D", |items| {
            items[0]["joint"] = json!(true);
            items[1]["joint"] = json!(true);
        }),
        ("GR-E", |items| {
            items[1] = json!({"debtor": 1, "creditor": 0, "mode": "proactive", "kind": "other",
            "amount": 5, "due_on": null, "proactive_kind": "PA-B"})
        }),
    ];
    for (rule, change) in fitting {
        let plain = entered(&app, &grouped(&app, |_| {})).await;
        let both = json!({"obligations": [item(&plain, 0), item(&plain, 1)], "rule": rule});
        app.clerk().may_not(&path(&plain), "propose_proactive_decision", both, 422, "G-GROUP").await;
        let fits = entered(&app, &grouped(&app, change)).await;
        let both = json!({"obligations": [item(&fits, 0), item(&fits, 1)], "rule": rule});
        app.clerk().does(&path(&fits), "propose_proactive_decision", both).await;
    }
    let plain = entered(&app, &grouped(&app, |_| {})).await;
    let items = json!([item(&plain, 0), item(&plain, 1)]);
    for rule in ["GR-0", "GR-F", "GR-G"] {
        let both = json!({"obligations": items, "rule": rule});
        app.clerk().may_not(&path(&plain), "propose_proactive_decision", both, 422, "G-GROUP").await;
    }
    let bare = json!({"obligations": items, "rule": "GR-H"});
    let answer = app.clerk().act(&path(&plain), "propose_proactive_decision", bare).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/basis");
    let based = json!({"obligations": items, "rule": "GR-H", "basis": "Luật khác, Điều 1"});
    app.clerk().does(&path(&plain), "propose_proactive_decision", based).await;
}

async fn decisions_on_request_are_grouped_by_the_rules(app: App) {
    let mut given =
        judgment_body(&app, &[owed("other", 5_000_000, Some(1)), owed("other", 5_000_000, Some(1))]);
    given["obligations"][1]["debtor"] = json!(2);
    let plain = request_body(&entered(&app, &given).await);
    let request = build::request(&app, &plain).await;
    for rule in ["GR-0", "GR-A", "GR-B", "GR-C", "GR-D", "GR-E", "GR-F", "GR-G", "GR-H"] {
        app.clerk().may_not(&request, "propose_decision_on_request", all(&plain, rule), 422, "G-GROUP").await;
    }
    for place in [0, 1] {
        given["obligations"][place]["thing"] = json!("Nhà số 1 phố Mẫu");
    }
    given["number"] = json!("77/2026/DS-ST");
    let shared = request_body(&entered(&app, &given).await);
    let request = build::request(&app, &shared).await;
    app.clerk().does(&request, "propose_decision_on_request", all(&shared, "GR-F")).await;
    given["number"] = json!("78/2026/DS-ST");
    for place in [0, 1] {
        given["obligations"][place]["joint"] = json!(true);
    }
    let joint = request_body(&entered(&app, &given).await);
    let request = build::request(&app, &joint).await;
    app.clerk().does(&request, "propose_decision_on_request", all(&joint, "GR-D")).await;
}

on_both_engines!(
    no_ground_is_true_of_an_ordinary_request,
    whoever_is_no_party_to_the_items_is_refused,
    content_that_the_judgment_does_not_hold_is_refused,
    what_gives_nothing_to_enforce_is_refused,
    an_agency_without_competence_names_the_one_that_has_it,
    some_requests_may_not_be_refused,
    a_decision_names_everybody_s_address,
    a_judgment_is_of_a_kind_that_its_time_knows,
    proactive_decisions_are_grouped_by_the_rules,
    decisions_on_request_are_grouped_by_the_rules,
);

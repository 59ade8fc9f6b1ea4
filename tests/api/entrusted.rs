//! What other agencies send: entrustments of enforcement and of an asset, delegated verifications (L106 37.4.d, 49.2, 50.3;
//! ND152 21.5, 26–27).

use serde_json::{Value, json};

use crate::support::build::{judgment_body, on_request, owed};
use crate::support::moving::{
    asset_received, enter, entrusted_in, entrustment, foreign_judgment, paper, received,
};
use crate::support::{App, on_both_engines};

async fn a_judgment(app: &App) -> Value {
    foreign_judgment(app, &[owed("other", 50_000_000, Some(1))]).await
}

async fn a_case_opens_on_what_was_entrusted(app: App) {
    let case = entrusted_in(&app, false).await;
    let seen = app.officer().get(&case.path).await.ok();
    assert_eq!(seen["movement"]["entrusted_in"]["sender"], json!({"code": "01"}));
    assert_eq!(seen["movement"]["entrusted_in"]["first_decided_on"], "2021-07-01");
    assert_eq!((&seen["stage"], &seen["mode"]), (&json!("decided"), &json!("on_request")));
    let file = seen["movement"]["entrusted_in"]["matter"].as_str().unwrap();
    let file = format!("/entrustments/{file}");
    let seen = app.clerk().get(&file).await.ok();
    assert_eq!((&seen["state"], &seen["cases"][0]), (&json!("decided"), &case.id));
    let refusal = json!({"cause": "content_error", "reason": "Sai số tiền"});
    app.clerk().may_not(&file, "propose_entrustment_refusal", refusal, 409, "G-FINAL").await;
    let listed = app.clerk().get("/entrustments?state=decided&limit=200").await.items();
    assert_eq!(listed.len(), 1);
    let answer = app.as_("other_clerk").get(&file).await;
    assert_eq!(answer.problem(404), "not_found", "another office knows nothing of it");
}

async fn nothing_is_decided_on_half_a_file(app: App) {
    let judgment = a_judgment(&app).await;
    let mut body = received(&judgment);
    body["file"] = json!({"decision": true, "judgment": false});
    let made = app.clerk().post("/entrustments", &body).await.ok();
    assert_eq!(made["happened"]["deadlines_opened"], json!([]), "the period needs decision and file");
    let path = format!("/entrustments/{}", made["entrustment"]["id"].as_str().unwrap());
    let draft = json!({"obligations": body["obligations"], "rule": "GR-0"});
    app.clerk().may_not(&path, "propose_entrusted_decision", draft.clone(), 409, "G-UT-FILE").await;
    let rest = json!({"file": {"decision": false, "judgment": true}});
    let done = app.clerk().does(&path, "complete_entrustment_file", rest.clone()).await;
    assert_eq!(done["happened"]["deadlines_opened"][0]["key"], "entrust_receive");
    app.clerk().may_not(&path, "complete_entrustment_file", rest, 409, "G-UT-FILED").await;
    app.head().may_not(&path, "issue_entrusted_decision", json!({}), 409, "G-DRAFT").await;
    app.clerk().does(&path, "propose_entrusted_decision", draft).await;
    let done = app.head().does(&path, "issue_entrusted_decision", json!({})).await;
    assert!(done["happened"]["deadlines_closed"].as_array().unwrap().contains(&json!("entrust_receive")));
}

async fn only_an_error_bears_a_refusal(app: App) {
    let judgment = a_judgment(&app).await;
    let path = enter(&app, &received(&judgment)).await;
    let action = "propose_entrustment_refusal";
    let idle = json!({"cause": "nothing_here", "reason": "Không có tài sản"});
    app.clerk().may_not(&path, action, idle, 422, "G-UT-REFUSE").await;
    app.clerk().does(&path, action, json!({"cause": "competence_error", "reason": "Sai nơi nhận"})).await;
    let done = app.head().does(&path, "refuse_entrustment", json!({})).await;
    assert_eq!(done["entrustment"]["state"], "refused");
    assert_eq!(done["happened"]["documents"][0]["kind"], "entrustment_refusal");
}

async fn what_contradicts_itself_is_not_entered(app: App) {
    let judgment = a_judgment(&app).await;
    let refused = async |field: &str, value: Value, pointer: &str, code: &str| {
        let mut body = received(&judgment);
        body[field] = value;
        let answer = app.clerk().post("/entrustments", &body).await;
        answer.problem(422);
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        let found = errors.iter().any(|one| one["pointer"] == pointer && one["code"] == code);
        assert!(found, "{pointer} {code}: {}", answer.text);
    };
    refused("received_on", json!("2026-07-16"), "/received_on", "date_in_future").await;
    refused("decision_on", json!("2026-07-16"), "/decision_on", "contradicts").await;
    refused("first_decided_on", json!("2026-07-14"), "/first_decided_on", "contradicts").await;
    refused("requested_on", json!("2026-07-14"), "/requested_on", "contradicts").await;
    refused("sender", json!({"code": "no-such"}), "/sender", "not_in_list").await;
    refused("sender", json!({"office": app.office}), "/sender", "contradicts").await;
    refused("obligations", json!([judgment["id"]]), "/obligations/0", "not_in_list").await;
    refused("obligations", json!([]), "/obligations", "required").await;
    refused("asset", json!("Xe"), "/asset", "contradicts").await;
    refused("sent", judgment["id"].clone(), "/sent", "not_found").await;
    let answer = app.officer().post("/entrustments", &received(&judgment)).await;
    assert_eq!(answer.problem(403), "forbidden");
    let case = on_request(&app, &[owed("other", 1_000_000, Some(1))]).await;
    let answer = app.clerk().post("/entrustments", &received(&case.judgment)).await;
    assert_eq!(answer.codes(), ["G-REQ-DUP"], "what has its decision here is not entrusted here");
}

async fn the_sender_sees_where_the_receiver_stands(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    app.officer().does(&case.path, "propose_entrustment", entrustment(&app, &ground)).await;
    let done = app.head().does(&case.path, "entrust_case", json!({})).await["case"].clone();
    let sent = done["movement"]["entrusted_out"][0]["decision"].clone();
    let place = format!("{}/entrustments", case.path);
    let before = app.officer().get(&place).await.ok();
    assert_eq!(before["items"][0]["receiver_state"], Value::Null);

    let mut there = judgment_body(&app, &[owed("other", 50_000_000, Some(1))]);
    there["office"] = json!(app.other_office);
    let clerk = app.as_("other_clerk");
    let judgment = clerk.post("/judgments", &there).await.ok()["judgment"].clone();
    let mut body = received(&judgment);
    body["sender"] = json!({"office": app.office});
    body["decision_on"] = json!("2026-07-15");
    body["first_decided_on"] = json!("2026-07-15");
    body["sent"] = sent;
    let made = clerk.post("/entrustments", &body).await.ok();
    let path = format!("/entrustments/{}", made["entrustment"]["id"].as_str().unwrap());
    let seen = app.officer().get(&place).await.ok()["items"][0].clone();
    assert_eq!((&seen["receiver_state"], &seen["received_on"]), (&json!("received"), &json!("2026-07-15")));
    assert_eq!(clerk.post("/entrustments", &body).await.problem(409), "duplicate", "it is received once");
    app.at("2026-07-15T03:00:00Z");
    let draft = json!({"obligations": body["obligations"], "rule": "GR-0"});
    clerk.does(&path, "propose_entrusted_decision", draft).await;
    app.as_("other_head").does(&path, "issue_entrusted_decision", json!({})).await;
    let seen = app.officer().get(&place).await.ok()["items"][0].clone();
    assert_eq!(seen["receiver_state"], "decided");
    let then =
        app.officer().get(&format!("{place}?as_of=2026-07-15T02:59:59Z")).await.ok()["items"][0].clone();
    assert_eq!(then["receiver_state"], "received");
    let decided = app.officer().get(&format!("{}?as_of=2026-07-15T01:59:59Z", place)).await;
    assert_eq!(decided.problem(404), "not_found", "the case was not known then");
    assert_eq!(app.head().get(&path).await.problem(404), "not_found", "the file itself is not the sender's");
    assert_eq!(clerk.get(&place).await.problem(404), "not_found", "nor the case the receiver's");
}

async fn an_asset_is_a_file_and_its_money_goes_back(app: App) {
    let judgment = a_judgment(&app).await;
    let made = app.clerk().post("/entrustments", &asset_received(&judgment)).await.ok();
    assert_eq!(made["happened"]["deadlines_opened"][0]["key"], "asset_entrust_receive");
    let path = format!("/entrustments/{}", made["entrustment"]["id"].as_str().unwrap());
    app.examiner().does(&path, "propose_entrusted_asset_decision", json!({"reason": "Hồ sơ đủ"})).await;
    let done = app.head().does(&path, "issue_entrusted_asset_decision", json!({})).await;
    assert_eq!(
        (&done["entrustment"]["state"], &done["happened"]["cases"]),
        (&json!("asset_handling"), &json!([]))
    );
    let nobody = json!({"officer": app.id("clerk"), "division": null});
    app.head().may_not(&path, "assign_entrusted_file", nobody, 422, "G-OFFICER").await;
    app.head()
        .does(&path, "assign_entrusted_file", json!({"officer": app.id("officer"), "division": null}))
        .await;
    app.officer()
        .does(&path, "report_to_sender", json!({"kind": "valuation", "content": "700 triệu đồng"}))
        .await;
    let told = |direction: &str, costs: Value| json!({"direction": direction, "notice": "20/TB-THADS", "dated_on": "2026-07-15", "costs": costs});
    let answer = app.officer().act(&path, "follow_sender", told("resume", Value::Null)).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/direction");
    app.officer().does(&path, "follow_sender", told("pause", Value::Null)).await;
    let hand = json!({"taken_by": "buyer", "minutes": "Biên bản số 3"});
    app.officer().may_not(&path, "hand_over_entrusted_asset", hand.clone(), 409, "G-STATE").await;
    app.officer().does(&path, "follow_sender", told("resume", Value::Null)).await;
    let money = |costs: i64| json!({"proceeds": 700_000_000, "costs": costs, "reference": "FT-7"});
    app.officer().may_not(&path, "remit_entrusted_money", money(1), 409, "G-XL-HANDED").await;
    let done = app.officer().does(&path, "hand_over_entrusted_asset", hand.clone()).await;
    assert_eq!(done["happened"]["deadlines_opened"][0]["key"], "asset_money");
    app.officer().may_not(&path, "hand_over_entrusted_asset", hand, 409, "G-XL-ONCE").await;
    app.officer().may_not(&path, "follow_sender", told("stop", json!(0)), 409, "G-XL-ONCE").await;
    let answer = app.accountant().act(&path, "remit_entrusted_money", money(700_000_001)).await;
    assert_eq!(answer.json()["errors"][0]["code"], "amount_out_of_range");
    let done = app.accountant().does(&path, "remit_entrusted_money", money(12_500_000)).await;
    assert_eq!(done["entrustment"]["remittance"]["remitted"], 687_500_000);
    assert_eq!(done["entrustment"]["state"], "asset_closed");
}

async fn a_stop_ends_the_file_and_its_costs_are_claimed(app: App) {
    let judgment = a_judgment(&app).await;
    let mut body = asset_received(&judgment);
    body["file"] = json!({"decision": true, "judgment": true});
    let path = enter(&app, &body).await;
    let why = json!({"reason": "Hồ sơ đủ"});
    app.examiner().may_not(&path, "propose_entrusted_asset_decision", why.clone(), 409, "G-UT-FILE").await;
    let rest = json!({"file": {"decision": true, "judgment": true, "enforcement_decision": true}});
    app.clerk().does(&path, "complete_entrustment_file", rest).await;
    app.examiner().does(&path, "propose_entrusted_asset_decision", why).await;
    app.head().does(&path, "issue_entrusted_asset_decision", json!({})).await;
    app.head()
        .does(&path, "assign_entrusted_file", json!({"officer": app.id("officer"), "division": null}))
        .await;
    let mut stop =
        json!({"direction": "stop", "notice": "20/TB-THADS", "dated_on": "2026-07-15", "costs": null});
    let answer = app.officer().act(&path, "follow_sender", stop.clone()).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/costs");
    stop["costs"] = json!(3_000_000);
    let done = app.officer().does(&path, "follow_sender", stop).await;
    assert_eq!(done["entrustment"]["state"], "asset_stopped");
    assert_eq!(done["entrustment"]["costs_to_claim"], 3_000_000);
}

fn delegation(app: &App, about: &str) -> Value {
    json!({"office": app.office, "sender": {"code": "01"}, "letter_number": "9/UQ", "letter_on": "2026-07-13",
        "received_on": "2026-07-15", "about": about, "content": "Xác minh thửa đất số 7"})
}

async fn a_delegated_verification_is_answered_in_its_term(app: App) {
    for (about, key, due) in [
        ("other", "deleg_verify_other", "2026-07-30"),
        ("account_or_measure", "deleg_verify_now", "2026-07-15"),
        ("registrable", "deleg_verify_reg", "2026-08-14"),
    ] {
        app.on("2026-07-15");
        let made = app.clerk().post("/verification-delegations", &delegation(&app, about)).await.ok();
        let opened = &made["happened"]["deadlines_opened"][0];
        assert_eq!((&opened["key"], &opened["computation"]["due_on"]), (&json!(key), &json!(due)));
        let id = made["verification_delegation"]["id"].as_str().unwrap().to_owned();
        let path = format!("/verification-delegations/{id}");
        let officer = json!({"officer": app.id("officer"), "division": null});
        app.head().does(&path, "assign_delegated_verification", officer).await;
        let hard = json!({"reason": "Nhiều thửa đất"});
        if about == "registrable" {
            let done = app.officer().does(&path, "extend_delegated_verification", hard.clone()).await;
            let opened = &done["happened"]["deadlines_opened"][0];
            assert_eq!(opened["key"], "deleg_verify_reg_hard");
            assert_eq!(
                opened["computation"]["due_on"], "2026-09-03",
                "45 days from the receipt end before the National Day's long weekend"
            );
        }
        app.officer().may_not(&path, "extend_delegated_verification", hard, 409, "G-VE-HARD").await;
        let answer =
            |on: &str| json!({"verified_on": on, "confirmed_by": "UBND phường Mẫu", "findings": "Có"});
        let early = app.officer().act(&path, "propose_verification_answer", answer("2026-07-14")).await;
        assert_eq!(early.json()["errors"][0]["pointer"], "/verified_on");
        app.head().may_not(&path, "answer_verification", json!({}), 409, "G-DRAFT").await;
        app.officer().does(&path, "propose_verification_answer", answer("2026-07-15")).await;
        let done = app.head().does(&path, "answer_verification", json!({})).await;
        assert_eq!(done["verification_delegation"]["state"], "answered");
        assert_eq!(done["happened"]["documents"][0]["kind"], "verification_answer");
    }
    assert_eq!(app.clerk().get("/verification-delegations?state=answered&limit=200").await.items().len(), 3);
    let answer = app.officer().post("/verification-delegations", &delegation(&app, "other")).await;
    assert_eq!(answer.problem(403), "forbidden");
    let mut late = delegation(&app, "other");
    late["letter_on"] = json!("2026-07-16");
    let answer = app.clerk().post("/verification-delegations", &late).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/letter_on");
}

on_both_engines!(
    a_case_opens_on_what_was_entrusted,
    nothing_is_decided_on_half_a_file,
    only_an_error_bears_a_refusal,
    what_contradicts_itself_is_not_entered,
    the_sender_sees_where_the_receiver_stands,
    an_asset_is_a_file_and_its_money_goes_back,
    a_stop_ends_the_file_and_its_costs_are_claimed,
    a_delegated_verification_is_answered_in_its_term,
);

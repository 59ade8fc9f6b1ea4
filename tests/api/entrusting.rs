//! Entrustment out: the whole case, a part of it, a case received, an asset; later judgments; each guard's refusal (L106 49–50;
//! ND152 26–27).

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed, request_body};
use crate::support::moving::{entrusted_in, entrustment, is_open, paper};
use crate::support::{App, house, interrupt, on_both_engines};

async fn new_case(app: &App) -> Case {
    on_request(app, &[owed("other", 50_000_000, Some(1))]).await
}

async fn items_of(app: &App, case: &Case) -> Vec<Value> {
    let judgment =
        app.clerk().get(&format!("/judgments/{}", case.judgment["id"].as_str().unwrap())).await.ok();
    judgment["obligations"].as_array().unwrap().clone()
}

async fn a_whole_case_leaves_the_book(app: App) {
    let case = new_case(&app).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    assert!(is_open(&app, &case, "entrust").await, "five working days from the ground");
    let mut body = entrustment(&app, &ground);
    body["prisons"] = json!(["Trại giam Mẫu"]);
    app.officer().does(&case.path, "propose_entrustment", body).await;
    app.officer().may_not(&case.path, "entrust_case", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&case.path, "entrust_case", json!({})).await["case"].clone();
    assert_eq!((&done["stage"], &done["removed"]["reason"]), (&json!("removed"), &json!("entrusted_out")));
    let out = &done["movement"]["entrusted_out"][0];
    assert_eq!((&out["receiver"], &out["count"]), (&json!({"office": app.other_office}), &json!(1)));
    let documents = app.auditor().get(&case.sub("decisions")).await.items();
    let kind = |kind: &str| documents.iter().find(|one| one["kind"] == kind).unwrap().clone();
    assert_eq!(kind("entrustment_recall")["id"], out["recall"]);
    assert_eq!(kind("entrustment_recall")["content"]["entrustment"], out["decision"], "the recall names it");
    assert_eq!(kind("prison_entrustment_notice")["content"]["prison"], "Trại giam Mẫu");
    let item = &items_of(&app, &case).await[0];
    assert_eq!((&item["status"], &item["case"]), (&json!("entrusted"), &Value::Null));
    assert!(!is_open(&app, &case, "entrust").await && is_open(&app, &case, "notify").await);
    assert!(is_open(&app, &case, "send_vks").await, "decision and recall go to the procuracy");
    app.officer().may_not(&case.path, "open_file", json!({}), 409, "G-FINAL").await;
    the_same_is_not_decided_here_again(&app, &case).await;
    a_later_judgment_follows(&app, &case, &out["decision"]).await;
}

async fn the_same_is_not_decided_here_again(app: &App, case: &Case) {
    let again = build::request(app, &request_body(&case.judgment)).await;
    let draft = json!({"obligations": [case.item(0)], "rule": "GR-0"});
    app.clerk().may_not(&again, "propose_decision_on_request", draft, 422, "G-REQ-DUP").await;
}

async fn a_later_judgment_follows(app: &App, case: &Case, decision: &Value) {
    let later = paper(app, case, "FORWARD").await;
    assert!(is_open(app, case, "forward_judgment").await);
    let wrong = json!({"decision": case.id, "paper": later});
    let answer = app.clerk().act(&case.path, "forward_judgment", wrong).await;
    assert_eq!(answer.problem(422), "invalid_content");
    app.clerk().does(&case.path, "forward_judgment", json!({"decision": decision, "paper": later})).await;
    assert!(!is_open(app, case, "forward_judgment").await);
}

async fn a_receiver_that_refused_sends_the_items_back(app: App) {
    let case = new_case(&app).await;
    let back = json!({"decision": case.id, "items": [case.item(0)], "answer": "Văn bản số 8"});
    app.clerk().may_not(&case.path, "record_entrustment_return", back, 409, "G-UT-OUT").await;
    let ground = paper(&app, &case, "ENTRUST").await;
    app.officer().does(&case.path, "propose_entrustment", entrustment(&app, &ground)).await;
    let done = app.head().does(&case.path, "entrust_case", json!({})).await["case"].clone();
    let decision = &done["movement"]["entrusted_out"][0]["decision"];
    let back = json!({"decision": decision, "items": [case.item(0)], "answer": "Văn bản số 8"});
    app.clerk().does(&case.path, "record_entrustment_return", back.clone()).await;
    assert_eq!(items_of(&app, &case).await[0]["status"], "open");
    app.clerk().may_not(&case.path, "record_entrustment_return", back, 409, "G-UT-OUT").await;
    let again = build::request(&app, &request_body(&case.judgment)).await;
    let draft = json!({"obligations": [case.item(0)], "rule": "GR-0"});
    app.clerk().does(&again, "propose_decision_on_request", draft).await;
}

async fn a_part_leaves_and_the_rest_goes_on(app: App) {
    let items = [owed("other", 50_000_000, Some(1)), owed("other", 20_000_000, Some(2))];
    let case = on_request(&app, &items).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    let part = |items: Value| json!({"items": items, "entrustment": entrustment(&app, &ground)});
    let all = part(json!([case.item(0), case.item(1)]));
    let answer = app.officer().act(&case.path, "propose_part_entrustment", all).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/items", "all of it is the whole: {}", answer.text);
    app.officer().does(&case.path, "propose_part_entrustment", part(json!([case.item(1)]))).await;
    let done = app.head().does(&case.path, "entrust_part", json!({})).await["case"].clone();
    assert_eq!((&done["stage"], &done["amount_due"]), (&json!("decided"), &json!(50_000_000)));
    assert_eq!(done["debtors"][0]["ended"], Value::Null, "the debtor still owes here");
    let items = items_of(&app, &case).await;
    let gone = items.iter().find(|item| item["id"] == case.item(1)).unwrap();
    assert_eq!((&gone["status"], &gone["case"]), (&json!("entrusted"), &Value::Null));
    assert!(!is_open(&app, &case, "entrust").await);
    build::notify(&app, &case).await;
}

async fn a_receiver_is_chosen_as_the_law_says(app: App) {
    let case = new_case(&app).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    let refused = async |change: Value, code: &str| {
        let mut body = entrustment(&app, &ground);
        for (field, value) in change.as_object().unwrap() {
            body[field] = value.clone();
        }
        app.officer().may_not(&case.path, "propose_entrustment", body, 422, code).await;
    };
    refused(json!({"receiver": {"office": app.office}}), "G-UT-PROV").await;
    refused(json!({"in_account": true}), "G-UT-ACCOUNT").await;
    let places = |here: i64, there: i64| {
        json!([{"agency": {"office": app.other_office}, "estimated": here},
            {"agency": {"code": "01"}, "estimated": there}])
    };
    refused(json!({"candidates": places(49_999_999, 50_000_000)}), "G-UT-ORDER").await;
    refused(json!({"candidates": places(10_000_000, 10_000_001)}), "G-UT-ORDER").await;
    let mut body = entrustment(&app, &ground);
    body["receiver"] = json!({"code": "no-such"});
    let answer = app.officer().act(&case.path, "propose_entrustment", body).await;
    assert_eq!(answer.json()["errors"][0]["code"], "not_in_list");
    for (here, there, agreed) in
        [(50_000_000, 90_000_000, false), (20_000_000, 10_000_000, false), (1, 90_000_000, true)]
    {
        let mut body = entrustment(&app, &ground);
        body["candidates"] = places(here, there);
        body["parties_agreed"] = json!(agreed);
        app.officer().does(&case.path, "propose_entrustment", body).await;
    }
}

async fn what_is_held_here_comes_first(app: App) {
    let items = [owed("other", 900_000_000, Some(1))];
    let (case, asset) = house::enforceable(&app, &items, 600_000_000).await;
    house::seize(&app, &asset).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    let body = entrustment(&app, &ground);
    let found = app.officer().may_not(&case.path, "propose_entrustment", body, 422, "G-UT-LOCAL").await;
    assert!(found["message"].as_str().unwrap().contains("Nhà thửa 12"), "it names the asset: {found}");
    let money = json!({"kind": "coerced_payment", "channel": "transfer", "amount": 20_000_000, "payer": null,
        "bank_reference": "FT-1"});
    app.accountant().does(&case.path, "receive_money", money).await;
    let body = entrustment(&app, &ground);
    app.officer().may_not(&case.path, "propose_entrustment", body, 409, "G-MONEY-LEFT").await;
}

async fn a_postponed_case_is_not_entrusted(app: App) {
    let case = new_case(&app).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    interrupt::agreed(&app, &case, "2026-09-30", json!({})).await;
    let body = entrustment(&app, &ground);
    app.officer().may_not(&case.path, "propose_entrustment", body, 409, "G-HOLD").await;
}

async fn a_joint_duty_is_not_split(app: App) {
    let joint = |creditor: usize| {
        let mut item = owed("other", 10_000_000, Some(creditor));
        item["joint"] = json!(true);
        item
    };
    let case = on_request(&app, &[joint(1), joint(2)]).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    let body = json!({"items": [case.item(0)], "entrustment": entrustment(&app, &ground)});
    app.officer().may_not(&case.path, "propose_part_entrustment", body, 422, "G-UT-JOINT").await;
}

async fn a_case_received_goes_further(app: App) {
    let own = new_case(&app).await;
    let ground = paper(&app, &own, "ENTRUST").await;
    let body = entrustment(&app, &ground);
    app.officer().may_not(&own.path, "propose_re_entrustment", body, 409, "G-UT-IN").await;
    let case = entrusted_in(&app, true).await;
    let ground = paper(&app, &case, "ENTRUST").await;
    assert!(is_open(&app, &case, "entrust_kctt").await, "a provisional measure: within hours");
    let mut body = entrustment(&app, &ground);
    app.officer().may_not(&case.path, "propose_re_entrustment", body.clone(), 422, "G-UT-KCTT").await;
    body["measure_kind"] = json!("freeze_account");
    app.officer().may_not(&case.path, "propose_re_entrustment", body.clone(), 422, "G-UT-KCTT").await;
    body["measure_kind"] = json!("attach_disputed");
    app.officer().does(&case.path, "propose_re_entrustment", body).await;
    let done = app.head().does(&case.path, "re_entrust_case", json!({})).await["case"].clone();
    assert_eq!(done["removed"]["reason"], "entrusted_out");
    assert!(!is_open(&app, &case, "entrust_kctt").await);
}

fn asset_out(app: &App, ground: &str) -> Value {
    json!({"ground": ground, "receiver": {"office": app.other_office}, "asset": null,
        "description": "Thửa đất số 7, tỉnh khác", "proof": "Bản án", "file_complete": true})
}

async fn an_asset_is_handled_elsewhere(app: App) {
    let (case, _) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let action = "propose_asset_entrustment";
    let joint = asset_out(&app, "joint_local_assets_insufficient");
    app.officer().may_not(&case.path, action, joint, 422, "G-XL").await;
    let mut here = asset_out(&app, "judgment_names_assets");
    here["receiver"] = json!({"office": app.office});
    app.officer().may_not(&case.path, action, here, 422, "G-UT-PROV").await;
    let mut bare = asset_out(&app, "judgment_names_assets");
    bare["file_complete"] = json!(false);
    app.officer().may_not(&case.path, action, bare, 422, "G-XL-FILE").await;
    let direct = |decision: &Value, direction: &str, ground: &str| json!({"decision": decision, "direction": direction, "ground": ground, "reason": "Theo hồ sơ"});
    let tell = "propose_asset_direction";
    let early = direct(&case.id, "pause", "enough_expected");
    app.officer().may_not(&case.path, tell, early, 409, "G-XL-OUT").await;
    app.officer().does(&case.path, action, asset_out(&app, "judgment_names_assets")).await;
    let done = app.head().does(&case.path, "entrust_asset", json!({})).await["case"].clone();
    assert_eq!(done["stage"], "enforceable");
    let decision = done["movement"]["assets_out"][0]["decision"].clone();
    let untrue = direct(&decision, "stop", "enough_collected");
    app.officer().may_not(&case.path, tell, untrue, 422, "G-XL-WHY").await;
    let untrue = direct(&decision, "pause", "interrupted");
    app.officer().may_not(&case.path, tell, untrue, 422, "G-XL-WHY").await;
    for (direction, ground, state) in
        [("pause", "enough_expected", "paused"), ("resume", "obstacle_gone", "handling")]
    {
        app.officer().does(&case.path, tell, direct(&decision, direction, ground)).await;
        let done = app.head().does(&case.path, "direct_asset_receiver", json!({})).await["case"].clone();
        assert_eq!(done["movement"]["assets_out"][0]["state"], state);
    }
    let answer = app.officer().act(&case.path, tell, direct(&decision, "resume", "obstacle_gone")).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/direction", "{}", answer.text);
}

on_both_engines!(
    a_whole_case_leaves_the_book,
    a_receiver_that_refused_sends_the_items_back,
    a_part_leaves_and_the_rest_goes_on,
    a_receiver_is_chosen_as_the_law_says,
    what_is_held_here_comes_first,
    a_postponed_case_is_not_entrusted,
    a_joint_duty_is_not_split,
    a_case_received_goes_further,
    an_asset_is_handled_elsewhere,
);

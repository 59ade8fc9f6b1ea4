//! Termination: every ground on a recorded paper, each condition's refusal, the whole, a part, after an annulment, and its recall.

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::interrupt::{agreed, clock, clocks, last_hold, paper, sign, suspended, with};
use crate::support::{App, house, on_both_engines};

const P: &str = "propose_termination";

async fn notified(app: &App) -> Case {
    let case =
        on_request(app, &[owed("other", 50_000_000, Some(1)), owed("other", 20_000_000, Some(2))]).await;
    build::notify(app, &case).await;
    case
}

async fn every_ground_ends_the_case_on_its_paper(app: App) {
    for gives in ["DC-1", "DC-2", "DC-3", "DC-4", "DC-5", "DC-6", "DC-7", "DC-8"] {
        let case = notified(&app).await;
        app.officer().may_not(&case.path, P, json!({"paper": case.id}), 409, "G-DC-GROUND").await;
        let mut body = json!({"paper": paper(&app, &case, gives).await});
        if gives == "DC-5" {
            app.officer().rejects(&case.path, P, body.clone(), "required").await;
            let late = with(body.clone(), json!({"conditions": {"in_effect_on": "2026-07-16"}}));
            app.officer().rejects(&case.path, P, late, "G-DC-EFFECT").await;
            body["conditions"] = json!({"in_effect_on": "2026-07-10"});
        }
        let done = sign(&app, &case, P, "terminate", body).await;
        assert_eq!(
            (&done["case"]["stage"], &done["case"]["ended"]["ground"]),
            (&json!("ended"), &json!("END-2"))
        );
        assert_eq!(done["case"]["exit"]["terminations"][0]["ground"], gives);
        assert_eq!(clock(&app, &case, "terminate").await["status"], "met", "{gives}");
        assert_eq!(clock(&app, &case, "vks_monthly").await["due_on"], "2026-08-07", "{gives}");
        assert_eq!(clock(&app, &case, "voluntary").await["status"], "cancelled");
        app.officer().may_not(&case.path, P, json!({"paper": case.id}), 409, "G-FINAL").await;
    }
    let case = notified(&app).await;
    let cancelled = json!({"paper": paper(&app, &case, "DC-KC").await});
    app.officer().rejects(&case.path, P, cancelled, "G-DC-GROUND").await;
}

async fn a_wrong_paper_gives_no_ground(app: App) {
    let case = notified(&app).await;
    paper(&app, &case, "DC-1").await;
    let postponed = paper(&app, &case, "HO-C").await;
    app.officer().rejects(&case.path, P, json!({"paper": postponed}), "contradicts").await;
    app.officer().rejects(&case.path, P, json!({"paper": case.id}), "not_in_list").await;
    let extra = app.officer().act(&case.path, P, json!({"paper": postponed, "harms_others": true})).await;
    assert_eq!(extra.codes(), ["unknown_field"], "{}", extra.text);
}

async fn a_termination_by_agreement_harms_nobody(app: App) {
    let (case, asset) = house::sold(&app).await;
    let agreed = paper(&app, &case, "DC-4").await;
    let body = |conditions: Value| json!({"paper": agreed, "conditions": conditions});
    app.officer().rejects(&case.path, P, body(json!({"harms_others": true})), "G-HO-HARM").await;
    app.officer().rejects(&case.path, P, body(json!({})), "G-BUYER").await;
    let annulled = json!({"paper": paper(&app, &case, "DC-6").await});
    app.officer().rejects(&case.path, P, annulled, "G-DC-86").await;
    let done = sign(&app, &case, P, "terminate", body(json!({"buyer_consents": true}))).await;
    assert!(done["case"]["measures"].as_array().unwrap().iter().all(|one| one["released_on"].is_string()));
    let shown = app.officer().get(&asset).await.ok();
    assert_eq!(shown["state"], "released", "a seizure lapses with the case (L106 95.1)");
    let events = app.auditor().get(&format!("{asset}/events?limit=200")).await.items();
    assert_eq!(events.last().unwrap()["code"], "T-DC-01");
    assert_eq!(clock(&app, &case, "buyer.pay").await["status"], "cancelled");
    crate::assets_sale::the_registry_is_told(&app, &asset).await;
}

/// What an ending does not discharge: the registry is told of a release that came before it.
async fn a_registry_is_told_after_the_end_of_the_case(app: App) {
    let (case, asset) = house::valued(&app).await.into_pair();
    let agreed = json!({"ground": "agreed", "proof": "Biên bản"});
    app.officer().does(&asset, "release_seizure", agreed).await;
    let gone = paper(&app, &case, "DC-2").await;
    let body = json!({"paper": gone, "conditions": {"duty_passes_to_nobody": true}});
    sign(&app, &case, P, "terminate", body).await;
    crate::assets_sale::the_registry_is_told(&app, &asset).await;
}

async fn a_debtor_who_left_assets_is_not_gone(app: App) {
    let (case, asset) = house::valued(&app).await.into_pair();
    let gone = paper(&app, &case, "DC-2").await;
    app.officer().rejects(&case.path, P, json!({"paper": gone}), "G-DC-GROUND").await;
    let body = json!({"paper": gone, "conditions": {"duty_passes_to_nobody": true}});
    // Even under an interruption.
    agreed(&app, &case, "2026-12-01", json!({})).await;
    let done = sign(&app, &case, P, "terminate", body).await;
    assert!(done["case"]["holds"][0]["resumed_on"].is_string());
    assert_eq!(app.officer().get(&asset).await.ok()["state"], "released");
    assert!(clocks(&app, &case, "reval.request").await.iter().all(|one| one["closed_on"].is_string()));
}

trait IntoPair {
    fn into_pair(self) -> (Case, String);
}

impl IntoPair for (Case, String, Value) {
    fn into_pair(self) -> (Case, String) {
        (self.0, self.1)
    }
}

async fn a_part_ends_and_the_rest_goes_on(app: App) {
    let case = notified(&app).await;
    let propose = "propose_partial_termination";
    let ground = paper(&app, &case, "DC-1").await;
    let body = |scope: Value| json!({"paper": ground, "scope": scope});
    for (scope, code) in [
        (json!({}), "required"),
        (json!({"items": [case.item(0), case.item(1)]}), "contradicts"),
        (json!({"debtors": [case.debtor()]}), "contradicts"),
        (json!({"items": [case.id]}), "not_in_list"),
    ] {
        app.officer().rejects(&case.path, propose, body(scope), code).await;
    }
    let cut = with(body(json!({})), json!({"cuts": [{"item": case.item(0), "amount": 1}]}));
    app.officer().rejects(&case.path, propose, cut, "contradicts").await;
    let done = sign(&app, &case, propose, "terminate_part", body(json!({"items": [case.item(1)]}))).await;
    assert_eq!(
        (&done["case"]["stage"], &done["case"]["amount_due"]),
        (&json!("voluntary"), &json!(50_000_000))
    );
    let items = app.officer().get(&case.sub("obligations")).await.items();
    let one = items.iter().find(|item| item["id"] == case.item(1)).unwrap();
    assert_eq!(one["status"], "terminated");
    // A reduction takes effect for a sum.
    let reduced = paper(&app, &case, "DC-5").await;
    let cuts = |amount: i64| {
        json!({"paper": reduced, "cuts": [{"item": case.item(0), "amount": amount}],
            "conditions": {"in_effect_on": "2026-07-10"}})
    };
    app.officer().rejects(&case.path, propose, cuts(50_000_000), "amount_out_of_range").await;
    let done = sign(&app, &case, propose, "terminate_part", cuts(10_000_000)).await;
    assert_eq!(done["case"]["amount_due"], 40_000_000);
    let items = app.officer().get(&case.sub("obligations")).await.items();
    let one = items.iter().find(|item| item["id"] == case.item(0)).unwrap();
    assert_eq!((&one["status"], &one["amount"]), (&json!("reduced"), &json!(40_000_000)));
}

async fn a_debtors_way_ends_alone(app: App) {
    app.on("2026-07-15");
    let mut items = [owed("other", 50_000_000, Some(1)), owed("other", 20_000_000, Some(1))];
    items[1]["debtor"] = json!(2);
    let mut judgment = build::judgment_body(&app, &items);
    for item in judgment["obligations"].as_array_mut().unwrap() {
        item["joint"] = json!(false);
        item["thing"] = json!("Thửa đất số 1");
    }
    let judgment = app.clerk().post("/judgments", &judgment).await.ok()["judgment"].clone();
    let body = build::request_body(&judgment);
    let path = build::request(&app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-F"});
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let id = signed["happened"]["cases"][0].clone();
    let case = Case { path: format!("/cases/{}", id.as_str().unwrap()), id, judgment, request: Some(path) };
    let assign = json!({"division": null, "officer": app.id("officer"), "no_conflict": true});
    app.head().does(&case.path, "assign_officer", assign).await;
    build::notify(&app, &case).await;
    let gone = json!({"paper": paper(&app, &case, "DC-2").await, "scope": {"debtors": [case.party(2)]}});
    let done = sign(&app, &case, "propose_partial_termination", "terminate_part", gone).await;
    let track = |answer: &Value, party: Value| {
        let debtors = answer["case"]["debtors"].as_array().unwrap().clone();
        debtors.into_iter().find(|one| one["party"] == party).unwrap()["ended"].clone()
    };
    assert_eq!(
        (track(&done, case.party(2)), track(&done, case.party(0))),
        (json!("terminated"), Value::Null)
    );
    assert_eq!(done["case"]["amount_due"], 50_000_000, "what he alone owed is no longer owed");
}

async fn an_annulled_part_ends_and_the_rest_continues(app: App) {
    let case = notified(&app).await;
    let propose = "propose_annulment_termination";
    app.officer().may_not(&case.path, propose, json!({"paper": case.id}), 409, "G-DC-GROUND").await;
    suspended(&app, &case, "SU-2A", json!({})).await;
    let annulled = paper(&app, &case, "DC-6").await;
    let other = paper(&app, &case, "DC-1").await;
    app.officer().rejects(&case.path, propose, json!({"paper": other}), "contradicts").await;
    let all = json!({"paper": annulled, "scope": {"items": [case.item(0), case.item(1)]}});
    app.officer().rejects(&case.path, propose, all, "contradicts").await;
    let part = json!({"paper": annulled, "scope": {"items": [case.item(1)]}});
    let done = sign(&app, &case, propose, "terminate_annulled", part).await;
    let kinds: Vec<&Value> =
        done["happened"]["documents"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert_eq!(kinds, ["termination_decision", "continue_decision"]);
    assert_eq!(done["case"]["stage"], "voluntary");
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "open");
}

async fn money_of_an_annulled_judgment_waits_on_deposit(app: App) {
    let case = notified(&app).await;
    let body = json!({"kind": "voluntary_payment", "channel": "transfer", "amount": 30_000_000, "payer": case.debtor(), "bank_reference": "FT-1"});
    app.accountant().does(&case.path, "receive_money", body).await;
    let annulled = json!({"paper": paper(&app, &case, "DC-6").await});
    let done = sign(&app, &case, "propose_annulment_termination", "terminate_annulled", annulled).await;
    assert_eq!(done["case"]["ended"]["ground"], "END-2");
    let decision = &done["case"]["exit"]["terminations"][0]["decision"];
    assert_eq!(&clock(&app, &case, "deposit_on_hold").await["about"], decision);
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "cancelled");
    let deposit = json!({"decision": decision, "amount": 30_000_000, "bank": "NH Mẫu", "slip": "TG-9"});
    app.accountant().does(&case.path, "deposit_money", deposit).await;
    app.examiner()
        .may_not(&case.path, "propose_archiving", json!({"reason": "x"}), 409, "G-MONEY-LEFT")
        .await;
}

async fn a_bankruptcy_that_is_ended_brings_the_case_back(app: App) {
    let case = notified(&app).await;
    let hold = suspended(&app, &case, "SU-1B", json!({})).await;
    let body = json!({"paper": paper(&app, &case, "DC-8").await});
    let done = sign(&app, &case, P, "terminate", body).await;
    assert_eq!(last_hold(&done), hold);
    let propose = "propose_termination_recall";
    let recall = |paper: &Value| json!({"paper": paper, "reason": "Tòa án đình chỉ thủ tục phá sản"});
    app.officer().may_not(&case.path, propose, recall(&case.id), 409, "G-DC-RECALL").await;
    app.on("2026-08-10");
    let ended = paper(&app, &case, "BANKR-END").await;
    let back = sign(&app, &case, propose, "recall_termination", recall(&ended)).await;
    assert_eq!((&back["case"]["stage"], &back["case"]["ended"]), (&json!("voluntary"), &Value::Null));
    assert_eq!(clock(&app, &case, "bankr_recall").await["status"], "met");
    assert!(clock(&app, &case, "vks_monthly").await["closed_on"].is_string(), "it is on no list");
    app.officer().may_not(&case.path, propose, recall(&ended), 409, "G-DC-RECALL").await;
    let other = notified(&app).await;
    sign(&app, &other, P, "terminate", json!({"paper": paper(&app, &other, "DC-1").await})).await;
    let ended = paper(&app, &other, "BANKR-END").await;
    app.officer().may_not(&other.path, propose, recall(&ended), 409, "G-DC-RECALL").await;
}

on_both_engines!(
    every_ground_ends_the_case_on_its_paper,
    a_wrong_paper_gives_no_ground,
    a_termination_by_agreement_harms_nobody,
    a_debtor_who_left_assets_is_not_gone,
    a_registry_is_told_after_the_end_of_the_case,
    a_part_ends_and_the_rest_goes_on,
    a_debtors_way_ends_alone,
    an_annulled_part_ends_and_the_rest_continues,
    money_of_an_annulled_judgment_waits_on_deposit,
    a_bankruptcy_that_is_ended_brings_the_case_back,
);

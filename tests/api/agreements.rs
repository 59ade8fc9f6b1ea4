//! Agreements of the parties and set-off of mutual duties: what is recognised, what is refused and why, what default does.

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::enforce::{costs_advanced, deadlines, one, wrong_field};
use crate::support::{App, house, on_both_engines};

fn agreement(case: &Case) -> Value {
    json!({
        "made_on": "2026-07-28", "perform_until": "2026-12-20", "parties": [case.party(0), case.party(1)],
        "written": true, "content": "Trả làm hai lần", "says_consequences": true, "says_fee_and_costs": true,
        "signed": true, "related_took_part": true,
    })
}

fn with(case: &Case, field: &str, value: Value) -> Value {
    let mut body = agreement(case);
    body[field] = value;
    body
}

async fn an_agreement_is_recognised_and_broken(app: App) {
    let case = build::in_verification(&app).await;
    let officer = app.officer();
    let broken =
        |id: &Value, by: Value| json!({"agreement": id, "proposed_by": by, "performed": "Chưa trả lần hai"});
    let action = "record_agreement_default";
    officer.may_not(&case.path, action, broken(&case.id, case.party(1)), 409, "G-AGR-RUNS").await;
    let made = officer.does(&case.path, "recognise_agreement", agreement(&case)).await;
    assert_eq!(made["case"]["stage"], "verification", "an agreement moves nothing");
    one(&deadlines(&app, &case, "agreement_due").await, "open", "2026-12-20");
    let id = made["case"]["agreements"][0]["id"].clone();
    app.on("2026-12-22");
    wrong_field(officer, &case.path, action, broken(&case.id, case.party(1)), "/agreement", "not_in_list")
        .await;
    wrong_field(officer, &case.path, action, broken(&id, case.id.clone()), "/proposed_by", "not_a_party")
        .await;
    let over = officer.does(&case.path, action, broken(&id, case.party(1))).await;
    assert_eq!(over["case"]["agreements"][0]["status"], "defaulted");
    one(&deadlines(&app, &case, "agreement_due").await, "met", "2026-12-20");
    let second = with(&case, "perform_until", json!("2027-02-01"));
    let second = officer.does(&case.path, "recognise_agreement", second).await;
    let kept = json!({"agreement": second["case"]["agreements"][1]["id"]});
    let kept = officer.does(&case.path, "record_agreement_performed", kept).await;
    assert_eq!(kept["case"]["agreements"][1]["status"], "performed");
}

async fn an_agreement_has_its_form_and_its_limits(app: App) {
    let case = build::in_verification(&app).await;
    let officer = app.officer();
    let action = "recognise_agreement";
    for (field, value, code) in [
        ("written", json!(false), "G-AGR-FORM"),
        ("says_consequences", json!(false), "G-AGR-FORM"),
        ("says_fee_and_costs", json!(false), "G-AGR-FORM"),
        ("signed", json!(false), "G-AGR-FORM"),
        ("related_took_part", json!(false), "G-AGR-LAWFUL"),
        ("faults", json!(["AG-FEE"]), "G-AGR-LAWFUL"),
        ("parties", json!([case.party(1), case.party(2)]), "G-AGR-LAWFUL"),
    ] {
        officer.may_not(&case.path, action, with(&case, field, value), 422, code).await;
    }
    let later = with(&case, "made_on", json!("2026-07-29"));
    wrong_field(officer, &case.path, action, later, "/made_on", "contradicts").await;
    let before = with(&case, "perform_until", json!("2026-07-01"));
    wrong_field(officer, &case.path, action, before, "/perform_until", "contradicts").await;
    let stranger = with(&case, "parties", json!([case.party(0), case.id]));
    wrong_field(officer, &case.path, action, stranger, "/parties/1", "not_a_party").await;
    let refusal =
        json!({"made_on": "2026-07-28", "faults": ["AG-STATE", "AG-UNTRUE"], "reason": "Trái thực tế"});
    let refused = officer.does(&case.path, "refuse_agreement", refusal).await;
    assert_eq!(refused["happened"]["documents"][0]["kind"], "agreement_refusal");
    let future = json!({"made_on": "2026-08-28", "faults": ["AG-LAW"], "reason": "Trái luật"});
    wrong_field(officer, &case.path, "refuse_agreement", future, "/made_on", "contradicts").await;
}

async fn a_buyer_has_his_say(app: App) {
    let (case, _) = house::sold(&app).await;
    let mut body = with(&case, "terminates", json!(true));
    body["made_on"] = json!("2026-09-30");
    app.officer().may_not(&case.path, "recognise_agreement", body.clone(), 422, "G-BUYER").await;
    body["buyer_consents"] = json!(true);
    app.officer().does(&case.path, "recognise_agreement", body).await;
}

/// Two items of one judgment in one case, each side owing the other.
async fn mutual(app: &App) -> Case {
    let mut back = owed("other", 30_000_000, Some(0));
    back["debtor"] = json!(1);
    app.on("2026-07-15");
    let items = [owed("other", 50_000_000, Some(1)), back];
    let judgment = build::judgment(app, &items).await;
    let body = build::request_body(&judgment);
    let path = build::request(app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-F"});
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let id = signed["happened"]["cases"][0].clone();
    let case = Case { path: format!("/cases/{}", id.as_str().unwrap()), id, judgment, request: Some(path) };
    let officer = json!({"division": null, "officer": app.id("officer"), "no_conflict": true});
    app.head().does(&case.path, "assign_officer", officer).await;
    case
}

async fn mutual_duties_are_set_off(app: App) {
    let case = mutual(&app).await;
    let officer = app.officer();
    let body = |amount: i64| json!({"obligation": case.item(0), "counter": case.item(1), "counter_case": null, "amount": amount});
    let mut harmful = body(1_000_000);
    harmful["harms_others"] = json!(true);
    officer.may_not(&case.path, "set_off", harmful, 422, "G-SET-OFF").await;
    wrong_field(officer, &case.path, "set_off", body(30_000_001), "/amount", "amount_out_of_range").await;
    wrong_field(officer, &case.path, "set_off", body(0), "/amount", "amount_out_of_range").await;
    let mut itself = body(1_000_000);
    itself["counter"] = case.item(0);
    wrong_field(officer, &case.path, "set_off", itself, "/counter", "duplicate").await;
    let done = officer.does(&case.path, "set_off", body(30_000_000)).await;
    assert_eq!(done["case"]["amount_paid"], 60_000_000, "both items lose the sum");
    let items = officer.get(&case.sub("obligations")).await.items();
    let of = |id: Value| items.iter().find(|item| item["id"] == id).unwrap().clone();
    assert_eq!(
        (&of(case.item(0))["status"], &of(case.item(0))["paid"]),
        (&json!("partial"), &json!(30_000_000))
    );
    assert_eq!(of(case.item(1))["status"], "done");
}

async fn duties_of_two_cases_are_set_off(app: App) {
    let one_side = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let other_side = on_request(&app, &[owed("other", 20_000_000, Some(1))]).await;
    let officer = app.officer();
    let mut body = json!({"obligation": one_side.item(0), "counter": other_side.item(0),
        "counter_case": other_side.id, "amount": 20_000_000});
    officer.may_not(&one_side.path, "set_off", body.clone(), 422, "G-SET-OFF").await;
    body["same_persons"] = json!(true);
    let mut nowhere = body.clone();
    nowhere["counter_case"] = one_side.judgment["id"].clone();
    wrong_field(officer, &one_side.path, "set_off", nowhere, "/counter_case", "not_in_list").await;
    officer.does(&one_side.path, "set_off", body).await;
    let other = officer.get(&other_side.path).await.ok();
    assert_eq!((&other["amount_paid"], &other["amount_due"]), (&json!(20_000_000), &json!(20_000_000)));
}

async fn costs_come_before_a_set_off(app: App) {
    let case = mutual(&app).await;
    costs_advanced(&app, &case, 2_000_000);
    let body = json!({"obligation": case.item(0), "counter": case.item(1), "counter_case": null, "amount": 1_000_000});
    app.officer().may_not(&case.path, "set_off", body, 409, "G-FEE-PAID").await;
}

on_both_engines!(
    an_agreement_is_recognised_and_broken,
    an_agreement_has_its_form_and_its_limits,
    a_buyer_has_his_say,
    mutual_duties_are_set_off,
    duties_of_two_cases_are_set_off,
    costs_come_before_a_set_off,
);

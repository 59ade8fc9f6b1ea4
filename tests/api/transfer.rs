//! Transfer of rights and duties: agreement, reorganisation, a creditor's heirs, a debtor's death (L106 41; ND152 25).

use serde_json::{Value, json};

use crate::support::build::{Case, notify, on_request, owed};
use crate::support::moving::{is_open, paper};
use crate::support::{App, on_both_engines};

async fn new_case(app: &App) -> Case {
    on_request(app, &[owed("other", 50_000_000, Some(1)), owed("other", 10_000_000, Some(1))]).await
}

fn passing(case: &Case, basis: &str, side: &str, from: usize, items: &[usize], paper: &Value) -> Value {
    let passing: Vec<Value> =
        items.iter().map(|item| json!({"item": case.item(*item), "to": case.party(2)})).collect();
    json!({"paper": paper, "basis": basis, "side": side, "from": case.party(from), "passing": passing,
        "signed_by_both": true, "creditor_consents": true})
}

async fn item(app: &App, case: &Case, place: usize) -> Value {
    let items = app.officer().get(&case.sub("obligations")).await.items();
    items.iter().find(|item| item["id"] == case.item(place)).unwrap().clone()
}

async fn a_right_passes_by_agreement(app: App) {
    let case = new_case(&app).await;
    let ground = paper(&app, &case, "TRANSFER").await;
    assert!(is_open(&app, &case, "transfer").await);
    let body = passing(&case, "agreement", "right", 1, &[0], &ground);
    app.officer().does(&case.path, "propose_transfer", body).await;
    let before = app.officer().get(&case.path).await.ok();
    let done = app.head().does(&case.path, "transfer_rights", json!({})).await["case"].clone();
    assert_eq!(done["number"], before["number"], "the case keeps its number");
    assert_eq!(done["movement"]["transfers"][0]["to"], json!([case.party(2)]));
    assert_eq!(item(&app, &case, 0).await["creditor"], case.party(2));
    assert_eq!(item(&app, &case, 1).await["creditor"], case.party(1));
    assert!(!is_open(&app, &case, "transfer").await);
}

async fn a_new_debtor_steps_in_where_the_old_one_stood(app: App) {
    let case = new_case(&app).await;
    notify(&app, &case).await;
    let id = case.judgment["id"].as_str().unwrap();
    let heir = json!({"kind": "organisation", "name": "Công ty Kế Thừa Mẫu", "address": null, "identity_number": null,
        "bank_account": null, "budget_funded": true});
    let answer = app.auditor().post(&format!("/judgments/{id}/parties"), &heir).await;
    assert_eq!(answer.problem(403), "forbidden");
    let heir = app.clerk().post(&format!("/judgments/{id}/parties"), &heir).await.ok()["party"]["id"].clone();
    let ground = paper(&app, &case, "TRANSFER").await;
    let mut body = passing(&case, "reorganisation", "duty", 0, &[0], &ground);
    body["passing"][0]["to"] = heir.clone();
    app.officer().does(&case.path, "propose_transfer", body).await;
    let done = app.head().does(&case.path, "transfer_rights", json!({})).await["case"].clone();
    let tracks = done["debtors"].as_array().unwrap();
    assert_eq!((tracks.len(), &tracks[0]["ended"]), (2, &Value::Null), "one item is left to the old debtor");
    assert_eq!((&tracks[1]["party"], &tracks[1]["stage"]), (&heir, &json!("voluntary")));
    assert_eq!(tracks[1]["voluntary_until"], tracks[0]["voluntary_until"]);
    assert_eq!(tracks[1]["budget_funded"], true);
    let ground = paper(&app, &case, "TRANSFER").await;
    let mut body = passing(&case, "reorganisation", "duty", 0, &[1], &ground);
    body["passing"][0]["to"] = heir.clone();
    app.officer().does(&case.path, "propose_transfer", body).await;
    let done = app.head().does(&case.path, "transfer_rights", json!({})).await["case"].clone();
    assert_eq!(done["debtors"][0]["ended"], "transferred");
    assert_eq!((&done["stage"], done["debtors"].as_array().unwrap().len()), (&json!("voluntary"), 2));
    assert_eq!(item(&app, &case, 1).await["debtor"], heir);
}

async fn not_everything_passes(app: App) {
    let case = new_case(&app).await;
    let ground = paper(&app, &case, "TRANSFER").await;
    let action = "propose_transfer";
    let mut unsigned = passing(&case, "agreement", "right", 1, &[0], &ground);
    unsigned["signed_by_both"] = json!(false);
    app.officer().may_not(&case.path, action, unsigned, 422, "G-CG").await;
    let mut alone = passing(&case, "agreement", "duty", 0, &[0], &ground);
    alone["creditor_consents"] = json!(false);
    app.officer().may_not(&case.path, action, alone, 422, "G-CG").await;
    let heirs = passing(&case, "inheritance", "duty", 0, &[0], &ground);
    app.officer().may_not(&case.path, action, heirs, 422, "G-CG-NONE").await;
    let unannounced = passing(&case, "inheritance", "right", 1, &[0], &ground);
    app.officer().may_not(&case.path, action, unannounced, 422, "G-CG").await;
    let old = json!({"gives": "TRANSFER", "ends": null, "dated_on": "2026-07-14", "source": "Đương sự", "content": "x"});
    let made = app.clerk().does(&case.path, "record_paper", old).await;
    let old = made["case"]["papers"].as_array().unwrap().last().unwrap()["id"].clone();
    let before = passing(&case, "agreement", "right", 1, &[0], &old);
    app.officer().may_not(&case.path, action, before, 422, "G-CG-NONE").await;
    let wrong = async |field: &str, value: Value, pointer: &str, code: &str| {
        let mut body = passing(&case, "agreement", "right", 1, &[0], &ground);
        body[field] = value;
        let answer = app.officer().act(&case.path, action, body).await;
        answer.problem(422);
        let errors = answer.json()["errors"].as_array().unwrap().clone();
        let found = errors.iter().any(|one| one["pointer"] == pointer && one["code"] == code);
        assert!(found, "{pointer} {code}: {}", answer.text);
    };
    let to = |item: Value, to: Value| json!([{"item": item, "to": to}]);
    wrong("from", case.party(2), "/passing/0/item", "contradicts").await;
    wrong("passing", to(case.item(0), case.party(0)), "/passing/0/to", "contradicts").await;
    wrong("passing", to(case.item(0), case.id.clone()), "/passing/0/to", "not_a_party").await;
    wrong("passing", to(case.id.clone(), case.party(2)), "/passing/0/item", "not_in_list").await;
    wrong("paper", case.id.clone(), "/paper", "not_in_list").await;
}

async fn a_personal_duty_does_not_pass(app: App) {
    let mut personal = owed("other", 1_000_000, Some(1));
    personal["personal"] = json!(true);
    let case = on_request(&app, &[personal]).await;
    let ground = paper(&app, &case, "TRANSFER").await;
    let body = passing(&case, "reorganisation", "duty", 0, &[0], &ground);
    app.officer().may_not(&case.path, "propose_transfer", body, 422, "G-CG").await;
}

async fn heirs_are_looked_for_and_take_over(app: App) {
    let case = new_case(&app).await;
    app.on("2026-07-20");
    let notice = |transferable: bool, died: &str| {
        json!({"creditor": case.party(1), "item": case.item(0), "died_on": died, "transferable": transferable,
            "website": "https://thads.example/tb/4", "posted_at_commune": true})
    };
    let action = "announce_creditor_death";
    app.officer().may_not(&case.path, action, notice(false, "2026-07-10"), 422, "G-CG-NONE").await;
    let answer = app.officer().act(&case.path, action, notice(true, "2026-07-21")).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/died_on");
    let done = app.officer().does(&case.path, action, notice(true, "2026-07-10")).await;
    assert_eq!(done["case"]["movement"]["heir_notices"][0]["until"], "2026-08-19");
    let again = app.officer().act(&case.path, action, notice(true, "2026-07-10")).await;
    assert_eq!(again.json()["errors"][0]["code"], "duplicate");
    assert!(is_open(&app, &case, "heir_notice").await);
    let ground = paper(&app, &case, "TRANSFER").await;
    let body = passing(&case, "inheritance", "right", 1, &[0, 1], &ground);
    app.officer().does(&case.path, "propose_transfer", body).await;
    let done = app.head().does(&case.path, "transfer_rights", json!({})).await;
    assert_eq!(done["case"]["movement"]["heir_notices"][0]["transferred_on"], "2026-07-20");
    assert!(!is_open(&app, &case, "heir_notice").await);
}

async fn a_dead_debtors_holder_and_heirs_get_thirty_days(app: App) {
    let case = new_case(&app).await;
    app.on("2026-07-20");
    let term = |whom: &str, paper: Value, notified: &str| json!({"debtor": case.debtor(), "died_on": "2026-07-10", "whom": whom, "paper": paper, "notified_on": notified});
    let action = "fix_term_after_death";
    for (body, pointer) in [
        (term("heirs", Value::Null, "2026-07-20"), "/paper"),
        (term("holder", Value::Null, "2026-07-21"), "/notified_on"),
        (term("holder", Value::Null, "2026-07-09"), "/died_on"),
    ] {
        let answer = app.officer().act(&case.path, action, body).await;
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{}", answer.text);
    }
    let done = app.officer().does(&case.path, action, term("holder", Value::Null, "2026-07-17")).await;
    assert_eq!(done["case"]["movement"]["fixed_terms"][0]["until"], "2026-08-17", "the 16th is a Sunday");
    let deed = paper(&app, &case, "TRANSFER").await;
    app.officer().does(&case.path, action, term("heirs", deed, "2026-07-20")).await;
    assert!(is_open(&app, &case, "holder_30").await && is_open(&app, &case, "heirs_30").await);
    assert!(!is_open(&app, &case, "transfer").await, "the deed was acted upon");
    let ground = paper(&app, &case, "TRANSFER").await;
    let body = passing(&case, "agreement", "duty", 0, &[0], &ground);
    app.officer().may_not(&case.path, "propose_transfer", body, 422, "G-CG-NONE").await;
}

on_both_engines!(
    a_right_passes_by_agreement,
    a_new_debtor_steps_in_where_the_old_one_stood,
    not_everything_passes,
    a_personal_duty_does_not_pass,
    heirs_are_looked_for_and_take_over,
    a_dead_debtors_holder_and_heirs_get_thirty_days,
);

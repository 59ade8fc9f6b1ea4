//! Builders for verification, agreements and coercion: two debtors of one duty, a duty to act, a case whose flags the intake
//! or an import would set, and answers about single fields.

use serde_json::{Value, json};
use thads::domain::ids::{CaseId, EntryId};
use thads::domain::money::Dong;
use thads::store::{AnyId, At, Scope, cases, ledger};
use uuid::Uuid;

use super::build::{
    self, Case, judgment, judgment_body, on_judgment, on_request, owed, request, request_body,
};
use super::{App, As};

/// The action is refused because this field is wrong for this reason; nothing is changed.
pub async fn wrong_field(who: As<'_>, case: &str, action: &str, body: Value, pointer: &str, code: &str) {
    let before = who.get(case).await.header("etag").map(str::to_owned);
    let answer = who.act(case, action, body).await;
    assert_eq!(answer.problem(422), "invalid_content", "{action}");
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let found = errors.iter().any(|error| error["pointer"] == pointer && error["code"] == code);
    assert!(found, "{action}: no {code} at {pointer} in {errors:?}");
    assert_eq!(who.get(case).await.header("etag").map(str::to_owned), before, "{action}: the version moved");
}

/// The case's deadlines with this key, by status and last day.
pub async fn deadlines(app: &App, case: &Case, key: &str) -> Vec<(String, String)> {
    let all = app.officer().get(&case.sub("deadlines")).await.items();
    let of_key = all.into_iter().filter(|one| one["key"] == key);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    of_key.map(|one| (text(&one["status"]), text(&one["due_on"]))).collect()
}

/// There is one such deadline and it stands so.
#[track_caller]
pub fn one(found: &[(String, String)], status: &str, due_on: &str) {
    assert_eq!(found, [(status.to_owned(), due_on.to_owned())]);
}

/// Changes the stored case, as an import or another procedure would have left it.
pub async fn as_if(app: &App, case: &Case, change: impl Fn(&mut Value)) {
    app.meddle();
    let id = case.id.as_str().unwrap().parse().unwrap();
    app.state
        .store
        .write(|conn| {
            let mut row = cases::get(conn, &Scope::default(), id)?;
            let mut doc: Value = serde_json::from_str(&row.doc).unwrap();
            change(&mut doc);
            doc["version"] = json!(row.version + 1);
            row.stage = doc["stage"].as_str().unwrap().to_owned();
            row.doc = doc.to_string();
            cases::compare_and_set(conn, &row).map(|_| ())
        })
        .unwrap();
}

/// Books costs that the agency has advanced and nobody has paid back.
pub fn costs_advanced(app: &App, case: &Case, amount: i64) {
    app.meddle();
    let id = EntryId(Uuid::now_v7());
    let case_id: CaseId = case.id.as_str().unwrap().parse().unwrap();
    let entry = ledger::Entry {
        id,
        office_id: app.office,
        file_id: case_id.into(),
        case_id: Some(case_id),
        kind: "J08".to_owned(),
        posted_on: "2026-07-15".parse().unwrap(),
        reverses_id: None,
        memo: "Chi phí cưỡng chế".to_owned(),
        source_kind: "case".to_owned(),
        source_id: AnyId(id.0),
        code: String::new(),
        seq: None,
        voucher_id: None,
        created_at: At::from(app.state.clock.now()),
    };
    let line = ledger::Posting {
        entry_id: id,
        line: 1,
        office_id: app.office,
        file_id: case_id.into(),
        posted_on: entry.posted_on,
        debit: "1378".to_owned(),
        credit: "1121".to_owned(),
        amount: Dong::new(amount).unwrap(),
        payee: None,
        payee_id: None,
        basis: None,
        unit: None,
        quantity: None,
        recorded_at: entry.created_at,
    };
    app.state.store.write(|conn| ledger::post(conn, &[(entry.clone(), vec![line.clone()])])).unwrap();
}

/// Two debtors, party 0 and party 2, who owe party 1 one sum jointly; the decision is notified to both and their periods are
/// over: 28 July 2026.
pub async fn two_debtors(app: &App) -> Case {
    jointly(app, owed("other", 100_000_000, Some(1))).await
}

/// The same of any item.
pub async fn jointly(app: &App, mut item: Value) -> Case {
    app.on("2026-07-15");
    item["joint"] = json!(true);
    let mut other = item.clone();
    other["debtor"] = json!(2);
    let items = [item, other];
    let judgment = judgment(app, &items).await;
    let body = request_body(&judgment);
    let path = request(app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-D"});
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let id = signed["happened"]["cases"][0].clone();
    let case = Case { path: format!("/cases/{}", id.as_str().unwrap()), id, judgment, request: Some(path) };
    let officer = json!({"division": null, "officer": app.id("officer"), "no_conflict": true});
    app.head().does(&case.path, "assign_officer", officer).await;
    for place in [0, 2] {
        let body = json!({"debtor": case.party(place), "channel": "physical", "receiver": "addressee", "hour": null,
            "witness": false});
        app.officer().does(&case.path, "record_direct_notice", body).await;
    }
    app.on("2026-07-28");
    app.officer().does(&case.path, "end_voluntary_period", json!({})).await;
    app.officer().does(&case.path, "start_verification", json!({})).await;
    case
}

/// An item that is to be done, not paid.
pub fn to_do(duty: &str) -> Value {
    let mut item = owed("other", 0, Some(1));
    item["duty"] = json!(duty);
    item
}

/// A case on these items whose debtor was found able by his income, on 28 July 2026.
pub async fn able(app: &App, items: &[Value], means: &str) -> Case {
    let case = on_request(app, items).await;
    build::verifying(app, &case).await;
    let body = json!({"means": means, "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "conclude_enforceable", body).await;
    case
}

/// The same against a body that the State budget pays wholly.
pub async fn able_budget_body(app: &App, items: &[Value], means: &str) -> Case {
    app.on("2026-07-15");
    let mut body = judgment_body(app, items);
    body["parties"][0]["budget_funded"] = json!(true);
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    let case = on_judgment(app, judgment).await;
    build::verifying(app, &case).await;
    let body = json!({"means": means, "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "conclude_enforceable", body).await;
    case
}

/// A case of a provisional urgent measure, decided and assigned on 15 July 2026.
pub async fn provisional(app: &App, items: &[Value]) -> Case {
    let case = on_request(app, items).await;
    as_if(app, &case, |doc| doc["provisional_measure"] = json!(true)).await;
    case
}

/// The last decision of the case.
pub async fn last_decision(app: &App, case: &Case) -> Value {
    let seen = app.officer().get(&case.path).await.ok();
    seen["decisions"].as_array().unwrap().last().unwrap()["id"].clone()
}

//! Papers that give a ground, entrustments on their way, and what came from another agency.

use serde_json::{Value, json};

use super::App;
use super::build::{Case, judgment_body, owed};

/// A paper that gives a ground, received today; its identifier.
pub async fn paper(app: &App, case: &Case, gives: &str) -> Value {
    let body = json!({"gives": gives, "ends": null, "dated_on": null, "source": "Đương sự", "content": "Văn bản số 5"});
    let made = app.clerk().does(&case.path, "record_paper", body).await;
    made["case"]["papers"].as_array().unwrap().last().unwrap()["id"].clone()
}

/// An entrustment to the other office, where the debtor lives.
pub fn entrustment(app: &App, paper: &Value) -> Value {
    json!({"receiver": {"office": app.other_office}, "place": "residence", "paper": paper,
        "progress": "Đã xác minh, chưa thu được tiền"})
}

/// Whether the case has an open deadline with this key.
pub async fn is_open(app: &App, case: &Case, key: &str) -> bool {
    let deadlines = app.officer().get(&case.sub("deadlines")).await.items();
    deadlines.iter().any(|one| one["key"] == key && one["status"] == "open")
}

/// A judgment in the register of the test's own office, as another agency sent it.
pub async fn foreign_judgment(app: &App, items: &[Value]) -> Value {
    app.clerk().post("/judgments", &judgment_body(app, items)).await.ok()["judgment"].clone()
}

/// An entrustment of enforcement from the agency of Ha Noi.
pub fn received(judgment: &Value) -> Value {
    let items: Vec<Value> =
        judgment["obligations"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    json!({"kind": "enforcement", "sender": {"code": "01"}, "decision_number": "15/2026/QĐ-THADS",
        "decision_on": "2026-07-13", "sent": null, "first_decided_on": "2021-07-01", "received_on": "2026-07-15",
        "judgment": judgment["id"], "obligations": items, "requested_on": "2021-06-20", "asset": null,
        "file": {"decision": true, "judgment": true}})
}

/// An entrustment of an asset from there.
pub fn asset_received(judgment: &Value) -> Value {
    let mut body = received(judgment);
    body["kind"] = json!("asset");
    body["asset"] = json!("Quyền sử dụng thửa đất số 7");
    body["obligations"] = json!([]);
    body["requested_on"] = Value::Null;
    body["file"] = json!({"decision": true, "judgment": true, "enforcement_decision": true});
    body
}

/// An asset entrusted by another agency, decided, sold and handed over: `/entrustments/…`.
pub async fn asset_in_hand(app: &App) -> String {
    let judgment = foreign_judgment(app, &[owed("other", 50_000_000, Some(1))]).await;
    let path = enter(app, &asset_received(&judgment)).await;
    app.examiner().does(&path, "propose_entrusted_asset_decision", json!({"reason": "Hồ sơ đủ"})).await;
    app.head().does(&path, "issue_entrusted_asset_decision", json!({})).await;
    let officer = json!({"officer": app.id("officer"), "division": null});
    app.head().does(&path, "assign_entrusted_file", officer).await;
    let hand = json!({"taken_by": "buyer", "minutes": "Biên bản số 3"});
    app.officer().does(&path, "hand_over_entrusted_asset", hand).await;
    path
}

/// Enters it; `/entrustments/…`.
pub async fn enter(app: &App, body: &Value) -> String {
    let made = app.clerk().post("/entrustments", body).await.ok();
    format!("/entrustments/{}", made["entrustment"]["id"].as_str().unwrap())
}

/// A case entrusted by another agency, opened on 15 July 2026.
pub async fn entrusted_in(app: &App, provisional: bool) -> Case {
    app.on("2026-07-15");
    let judgment = foreign_judgment(app, &[owed("other", 50_000_000, Some(1))]).await;
    let mut body = received(&judgment);
    body["provisional_measure"] = json!(provisional);
    let path = enter(app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-0"});
    app.examiner().does(&path, "propose_entrusted_decision", draft).await;
    let signed = app.head().does(&path, "issue_entrusted_decision", json!({})).await;
    let id = signed["happened"]["cases"][0].clone();
    let case = Case { path: format!("/cases/{}", id.as_str().unwrap()), id, judgment, request: None };
    let assigned = json!({"division": null, "officer": app.id("officer"), "no_conflict": true});
    app.head().does(&case.path, "assign_officer", assigned).await;
    case
}

/// A body of a movement or an exemption that can be read, whether or not it is right, for random walks.
pub fn body(app: &App, case: &Case, action: &str, seen: &Value, today: &str, yes: bool) -> Option<Value> {
    let last = |list: &str| {
        let found = seen.pointer(list).and_then(Value::as_array).and_then(|list| list.last());
        found.cloned().unwrap_or_else(|| json!({"id": case.id, "decision": case.id}))
    };
    let paper = last("/papers")["id"].clone();
    let sent = last("/movement/entrusted_out")["decision"].clone();
    let exemption = last("/exemptions")["id"].clone();
    Some(match action {
        "record_paper" => {
            json!({"gives": if yes { "ENTRUST" } else { "TRANSFER" }, "ends": null, "dated_on": null,
            "source": "Đương sự", "content": "Văn bản"})
        }
        "propose_entrustment" | "propose_re_entrustment" => entrustment(app, &paper),
        "propose_part_entrustment" => {
            json!({"items": [case.item(0)], "entrustment": entrustment(app, &paper)})
        }
        "record_entrustment_return" => {
            json!({"decision": sent, "items": [case.item(0)], "answer": "Văn bản"})
        }
        "forward_judgment" => json!({"decision": sent, "paper": paper}),
        "propose_asset_entrustment" => json!({"ground": "judgment_names_assets", "receiver": {"code": "01"},
            "asset": null, "description": "Thửa đất", "proof": "Bản án", "file_complete": yes}),
        "propose_asset_direction" => json!({"decision": last("/movement/assets_out")["decision"],
            "direction": if yes { "pause" } else { "stop" }, "ground": "enough_expected", "reason": "Theo hồ sơ"}),
        "propose_transfer" => json!({"paper": paper, "basis": "agreement", "side": "right",
            "from": case.party(1), "signed_by_both": yes,
            "passing": [{"item": case.item(0), "to": case.party(2)}]}),
        "announce_creditor_death" => {
            json!({"creditor": case.party(1), "item": case.item(0), "died_on": today,
            "transferable": yes, "website": "https://thads.example/9", "posted_at_commune": true})
        }
        "fix_term_after_death" => json!({"debtor": case.debtor(), "died_on": today, "whom": "holder",
            "paper": null, "notified_on": today}),
        "propose_exemption" => json!({"debtor": case.debtor(), "kind": "exempt_rest", "amount": null,
            "hardship": "Thiên tai", "procuracy_opinion": "Văn bản số 2"}),
        "record_exemption_paper" => json!({"exemption": exemption, "number": "1",
            "step": if yes { "accepted" } else { "dropped" }, "granted": null}),
        "record_exemption_effect" => json!({"exemption": exemption}),
        "propose_exemption_reopening" => {
            json!({"exemption": exemption, "to": "Chánh án", "evidence": "Biên bản"})
        }
        _ => return None,
    })
}

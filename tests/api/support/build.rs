//! Builders: a judgment, a request, a case at a given stage. Each goes through the API, as people would.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::App;

/// A case with what the test needs to know of it.
pub struct Case {
    /// `/cases/…`
    pub path: String,
    pub id: Value,
    /// The judgment with its parties and items.
    pub judgment: Value,
    /// `/requests/…`, for a case on request.
    pub request: Option<String>,
}

impl Case {
    pub fn debtor(&self) -> Value {
        self.party(0)
    }

    /// A party by its place in the judgment.
    pub fn party(&self, place: usize) -> Value {
        self.judgment["parties"][place]["id"].clone()
    }

    pub fn item(&self, place: usize) -> Value {
        self.judgment["obligations"][place]["id"].clone()
    }

    pub fn sub(&self, what: &str) -> String {
        format!("{}/{what}?limit=200", self.path)
    }
}

/// An item on request, owed by party 0.
pub fn owed(kind: &str, amount: i64, creditor: Option<usize>) -> Value {
    json!({"debtor": 0, "creditor": creditor, "mode": "on_request", "kind": kind, "amount": amount, "due_on": null})
}

/// The same, to be enforced by the agency of its own motion.
pub fn proactive(kind: &str, amount: i64) -> Value {
    // What the kind of claim does not tell is said: another item by law.
    let listed = (kind == "other").then_some("PA-H");
    json!({"debtor": 0, "creditor": null, "mode": "proactive", "kind": kind, "amount": amount, "due_on": null,
        "proactive_kind": listed})
}

/// A judgment between one debtor and two creditors, in force on 20 June 2026.
pub fn judgment_body(app: &App, items: &[Value]) -> Value {
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let person = |name: &str, account: Option<&str>| {
        json!({"kind": "person", "name": name, "address": "Phường Mẫu", "identity_number": null,
            "bank_account": account})
    };
    json!({
        "office": app.office, "kind": "first_instance", "number": format!("{number}/2026/DS-ST"),
        "issuer": "Tòa án nhân dân khu vực Mẫu",
        "pronounced_on": "2026-05-20", "in_force_on": "2026-06-20", "received_on": "2026-07-10",
        "parties": [
            person("Nguyễn Văn Giả Định", Some("NH Mẫu 0001")),
            person("Trần Thị Ví Dụ", Some("NH Mẫu 0002")),
            person("Lê Văn Minh Họa", Some("NH Mẫu 0003")),
        ],
        "obligations": items,
    })
}

pub async fn judgment(app: &App, items: &[Value]) -> Value {
    app.clerk().post("/judgments", &judgment_body(app, items)).await.ok()["judgment"].clone()
}

/// What a complete request by the first creditor says.
pub fn request_body(judgment: &Value) -> Value {
    let items: Vec<Value> =
        judgment["obligations"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    json!({
        "judgment": judgment["id"], "requester": judgment["parties"][1]["id"], "authority": null,
        "requested_on": "2026-07-14", "channel": "in_person", "obligations": items,
        "completeness": {"parties_named": true, "judgment_identified": true, "signed": true, "papers_enclosed": true},
    })
}

/// `/requests/…`, received and registered.
pub async fn request(app: &App, body: &Value) -> String {
    let made = app.clerk().post("/requests", body).await.ok();
    let path = format!("/requests/{}", made["request"]["id"].as_str().unwrap());
    app.clerk().does(&path, "register_request", json!({})).await;
    path
}

/// A case on request, decided and assigned on 15 July 2026.
pub async fn on_request(app: &App, items: &[Value]) -> Case {
    app.on("2026-07-15");
    on_judgment(app, judgment(app, items).await).await
}

/// The same on a judgment of one's own making.
pub async fn on_judgment(app: &App, judgment: Value) -> Case {
    let body = request_body(&judgment);
    let path = request(app, &body).await;
    let draft = json!({"obligations": body["obligations"], "rule": "GR-0"});
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let case = opened(&signed, judgment, Some(path));
    assign(app, &case).await;
    case
}

/// A proactive case, decided and assigned on 15 July 2026.
pub async fn on_own_motion(app: &App, items: &[Value]) -> Case {
    app.on("2026-07-15");
    let judgment = judgment(app, items).await;
    let path = format!("/judgments/{}", judgment["id"].as_str().unwrap());
    let items: Vec<Value> =
        judgment["obligations"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    let drafted = app
        .clerk()
        .does(&path, "propose_proactive_decision", json!({"obligations": items, "rule": "GR-0"}))
        .await;
    let draft = json!({"draft": drafted["judgment"]["drafts"][0]["id"]});
    let signed = app.head().does(&path, "issue_proactive_decision", draft).await;
    let case = opened(&signed, judgment, None);
    assign(app, &case).await;
    case
}

pub fn opened(signed: &Value, judgment: Value, request: Option<String>) -> Case {
    let id = signed["happened"]["cases"][0].clone();
    Case { path: format!("/cases/{}", id.as_str().unwrap()), id, judgment, request }
}

pub async fn assign(app: &App, case: &Case) {
    let body = json!({"division": null, "officer": app.id("officer"), "no_conflict": true});
    app.head().does(&case.path, "assign_officer", body).await;
    app.officer().does(&case.path, "open_file", json!({})).await;
}

/// The decision is handed to the debtor.
pub async fn notify(app: &App, case: &Case) -> Value {
    let body = json!({"debtor": case.debtor(), "channel": "physical", "receiver": "addressee", "hour": null, "witness": false});
    app.officer().does(&case.path, "record_direct_notice", body).await
}

/// Notified on 15 July, the ten days over, verification begun on 28 July 2026.
pub async fn verifying(app: &App, case: &Case) {
    notify(app, case).await;
    app.on("2026-07-28");
    app.officer().does(&case.path, "end_voluntary_period", json!({})).await;
    app.officer().does(&case.path, "start_verification", json!({})).await;
}

/// A case on request in verification.
pub async fn in_verification(app: &App) -> Case {
    let case = on_request(app, &[owed("other", 500_000_000, Some(1))]).await;
    verifying(app, &case).await;
    case
}

/// The draft under L106 38.1.
pub fn no_means(on: &str) -> Value {
    json!({"ground": "NE-A", "proof": "Biên bản xác minh", "ground_on": on, "no_other_assets": true,
        "confirmed_by": "UBND phường Mẫu"})
}

/// Chưa có điều kiện, decided on 28 July 2026.
pub async fn not_enforceable(app: &App, case: &Case) {
    verifying(app, case).await;
    app.officer().does(&case.path, "propose_not_enforceable", no_means("2026-07-28")).await;
    app.head().does(&case.path, "issue_not_enforceable_decision", json!({})).await;
}

//! Judged things that are to be handed over under coercion.

use serde_json::{Value, json};

use super::App;
use super::build::{Case, on_request, owed, verifying};
use super::enforce::last_decision;

/// An item about a thing that the judgment values.
pub fn thing(value: i64) -> Value {
    let mut item = owed("other", value, Some(1));
    item["thing"] = json!("Xe ô tô biển số 00A-000.01");
    item
}

pub fn order(case: &Case, nature: &str) -> Value {
    json!({"debtor": case.debtor(), "measure": "CM-DELIV",
        "content": {"thing": {"nature": nature, "obligation": case.item(0)}}})
}

/// Able to hand over the thing of the first item, found on 28 July 2026.
pub async fn able(app: &App, items: &[Value]) -> Case {
    let case = on_request(app, items).await;
    verifying(app, &case).await;
    let body = json!({"means": "thing", "obligation": case.item(0), "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "conclude_enforceable", body).await;
    case
}

/// Ordered to be handed over on 28 July 2026.
pub async fn ordered(app: &App, item: Value, nature: &str) -> (Case, Value) {
    let case = able(app, &[item]).await;
    app.officer().does(&case.path, "issue_coercion_decision", order(&case, nature)).await;
    let decision = last_decision(app, &case).await;
    (case, decision)
}

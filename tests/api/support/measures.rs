//! Bodies and steps of measures: what their decisions say, costs estimated and notified, a plan with forces made ready.

use serde_json::{Value, json};

use super::App;
use super::build::Case;
use super::enforce::last_decision;

/// The debtor's account at a bank.
pub fn account() -> Value {
    json!({"keeper": "bank", "name": "Ngân hàng Mẫu", "fund": "own"})
}

/// A freeze of that account, with its reason.
pub fn freeze(case: &Case) -> Value {
    json!({"debtor": case.debtor(), "measure": "SM-FRZ-ACC", "reason": "Tẩu tán",
        "content": {"account_freeze": account()}})
}

/// A deduction from that account.
pub fn deduct(case: &Case, amount: i64) -> Value {
    json!({"debtor": case.debtor(), "measure": "CM-ACC", "content": {"deduction": {
        "from": [{"account": account(), "amount": amount}], "to": "agency",
        "receiving_account": "Tài khoản tạm giữ của cơ quan", "execute_by": "2027-12-31"}}})
}

/// A deduction from income: of 12 million đồng in region 2, one dependant.
pub fn income(case: &Case, amount: i64) -> Value {
    json!({"debtor": case.debtor(), "measure": "CM-INC", "content": {"income": {"payer": "Công ty Mẫu",
        "ground": "other_insufficient", "income": 12_000_000, "dependants": 1, "region": 2, "amount": amount,
        "receiving_account": "Tài khoản tạm giữ của cơ quan", "term": "Từ tháng 8 năm 2026"}}})
}

/// The body with one value changed, by its pointer.
pub fn but(mut body: Value, pointer: &str, value: Value) -> Value {
    if let Some(place) = body.pointer_mut(pointer) {
        *place = value;
    } else {
        let (of, name) = pointer.rsplit_once('/').unwrap();
        body.pointer_mut(of).unwrap()[name] = value;
    }
    body
}

/// An estimate or a settlement: allowances of the debtor's cost.
pub fn costs(decision: &Value, amount: i64, voucher: Option<&str>) -> Value {
    json!({"decision": decision, "content": "Biện pháp, thời gian, địa điểm, lực lượng",
        "items": [{"kind": "CK-ALLOWANCE", "amount": amount, "voucher": voucher}]})
}

/// The head approves an estimate.
pub async fn estimated(app: &App, case: &Case, decision: &Value, amount: i64) {
    app.officer().does(&case.path, "propose_cost_estimate", costs(decision, amount, None)).await;
    app.head().does(&case.path, "approve_cost_estimate", json!({})).await;
}

/// Estimated, and notified to the parties.
pub async fn costs_notified(app: &App, case: &Case, decision: &Value, urgent: Option<&str>) {
    estimated(app, case, decision, 5_000_000).await;
    let body = json!({"decision": decision, "urgent_reason": urgent});
    app.officer().does(&case.path, "notify_costs", body).await;
}

/// Procuracy and commune have the decision.
pub async fn told(app: &App, case: &Case, decision: &Value) {
    app.clerk().does(&case.path, "send_to_procuracy", json!({"decision": decision})).await;
    let commune = json!({"decision": decision, "to": "commune", "name": "UBND phường Mẫu"});
    app.clerk().does(&case.path, "deliver_measure", commune).await;
}

pub fn consultation(decision: &Value, day: &str) -> Value {
    json!({"decision": decision, "planned_on": day, "place": "Phường Mẫu", "summary": "Tóm tắt", "asks": "Mười người"})
}

pub fn police(consultation: &Value, by: &str, stance: &str) -> Value {
    json!({"consultation": consultation, "by": by, "stance": stance})
}

/// The police of the commune were asked and agreed: the consultation.
pub async fn agreed(app: &App, case: &Case, decision: &Value, day: &str) -> Value {
    app.officer().does(&case.path, "consult_police", consultation(decision, day)).await;
    let id = last_decision(app, case).await;
    app.clerk().does(&case.path, "record_police_answer", police(&id, "commune", "agrees")).await;
    id
}

pub fn plan(decision: &Value, consultation: &Value, day: &str) -> Value {
    json!({"decision": decision, "consultation": consultation, "planned_on": day, "content": "Lực lượng, địa điểm"})
}

/// Agreed, approved and sent out: the plan.
pub async fn plan_sent(app: &App, case: &Case, decision: &Value, day: &str) -> Value {
    let consultation = agreed(app, case, decision, day).await;
    app.officer().does(&case.path, "propose_coercion_plan", plan(decision, &consultation, day)).await;
    app.head().does(&case.path, "approve_coercion_plan", json!({})).await;
    let id = last_decision(app, case).await;
    let to = json!({"plan": id, "to_procuracy": true, "to_commune": true, "to_police": true});
    app.officer().does(&case.path, "send_coercion_plan", to).await;
    id
}

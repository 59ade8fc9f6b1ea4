//! The demo's lot of exhibits: taken over at the police's, one line ordered out, one still there past its time.

use serde_json::{Value, json};
use uuid::Uuid;

use super::stage::{Stage, id_at, once, parsed};
use crate::domain::lifecycle::exhibit::NewExhibit;
use crate::service::error::{ApiError, ApiResult};
use crate::service::exhibits;

/// Enters the lot under this case.
pub(super) async fn load(stage: &Stage<'_>, case: Uuid) -> ApiResult<()> {
    let police = json!({"kind": "police", "keeper": "Công an tỉnh Mẫu", "place": "Kho số 1"});
    let line = |description: &str, quantity: &str, unit: &str, disposition: &str| {
        json!({"kind": "other", "description": description, "quantity": quantity, "unit": unit,
            "condition": "Cũ", "disposition": disposition, "custody": police})
    };
    let new: NewExhibit = serde_json::from_value(json!({
        "office": stage.office.office, "case": case, "criminal_case": "15/2026/HS-ST (mẫu)",
        "seizure": {"number": "BB-01 (mẫu)", "on": "2025-11-03"}, "received_on": "2026-08-10",
        "lines": [
            line("Điện thoại di động mẫu", "1", "cái", "confiscate"),
            line("Gỗ mẫu", "2.5", "m3", "destroy"),
        ],
    }))
    .map_err(ApiError::internal)?;
    let officer = stage.office.user("officer")?;
    let made = parsed(&exhibits::receive(stage.core, once(officer), new).await?)?;
    let lot = id_at(&made, "/exhibit/id")?;
    let act = |login: &str, on: &str, action: &str, body: Value| stage.exhibit(lot, login, on, action, body);
    act("officer", "2026-08-10", "send_for_comparison", json!({}))?;
    let hour = json!({"at": "2026-08-12T08:00:00+07:00", "place": "Kho số 1, Công an tỉnh Mẫu"});
    act("officer", "2026-08-11", "schedule_exhibit_handover", hour)?;
    let found = |line: u32, quantity: &str| json!({"line": line, "quantity": quantity, "condition": "Cũ", "as_recorded": true});
    let taken = json!({"lines": [found(1, "1"), found(2, "2.5")], "minutes_complete": true});
    act("officer", "2026-08-12", "accept_exhibits", taken)?;
    let order = json!({"kind": "release", "lines": [{"line": 1, "quantity": "1"}],
        "reason": "Chuyển giao sung quỹ nhà nước", "counterpart": "Ủy ban nhân dân phường Mẫu",
        "at": "2026-08-14T08:00:00+07:00"});
    act("officer", "2026-08-13", "propose_store_exit", order)?;
    act("head", "2026-08-13", "order_store_exit", json!({}))?;
    Ok(())
}

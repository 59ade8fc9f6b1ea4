//! The demo's two old cases: no means found for two years, then the request goes back or the case moves to the separate book
//! (L106 38.4; ND152 22). Their first acts lie under the 2008 law, their last ones under the law of 2025.

use serde_json::{Value, json};
use uuid::Uuid;

use super::cases::{judgment, request};
use super::stage::{Stage, id_at};
use crate::domain::ids::JudgmentId;
use crate::service::error::{ApiError, ApiResult};
use crate::service::intake;

/// Pronounced, in force, received.
const JUDGED: [&str; 3] = ["2024-05-20", "2024-06-22", "2024-07-04"];
/// Every six months at the latest, none late (L106 38.3).
const VERIFIED_AGAIN: [&str; 4] = ["2025-02-05", "2025-08-05", "2026-02-04", "2026-08-03"];

/// Makes both.
pub(super) async fn load(stage: &Stage<'_>) -> ApiResult<()> {
    let (case, debtor) = on_request(stage).await?;
    without_means(stage, case, debtor)?;
    let reason = json!({"reason": "Đủ hai năm, người phải thi hành án vẫn chưa có điều kiện"});
    stage.case(case, "officer", "2026-08-10", "propose_return", reason.clone())?;
    stage.case(case, "head", "2026-08-11", "return_request", json!({}))?;

    let (case, debtor) = proactive(stage).await?;
    without_means(stage, case, debtor)?;
    stage.case(case, "officer", "2026-08-10", "propose_separate_book", reason)?;
    stage.case(case, "head", "2026-08-11", "move_to_separate_book", json!({}))?;
    Ok(())
}

async fn on_request(stage: &Stage<'_>) -> ApiResult<(Uuid, Uuid)> {
    let (id, parties, items) =
        judgment(stage, "40/2024/DS-ST", "Tạ Văn Ảo Hai Năm", 50_000_000, JUDGED).await?;
    let [debtor, creditor, ..] = parties.as_slice() else {
        return Err(ApiError::internal("demo: three parties expected"));
    };
    let asked: Vec<Uuid> = items.iter().filter(|(_, mode)| mode == "on_request").map(|(id, _)| *id).collect();
    let asked_for = request(stage, id, *creditor, &asked, true, "2024-07-05").await?;
    stage.request(asked_for, "clerk", "2024-07-05", "register_request", json!({}))?;
    let draft = json!({"obligations": asked, "rule": "GR-0"});
    stage.request(asked_for, "clerk", "2024-07-08", "propose_decision_on_request", draft)?;
    let issued = stage.request(asked_for, "head", "2024-07-09", "issue_decision_on_request", json!({}))?;
    Ok((id_at(&issued, "/happened/cases/0")?, *debtor))
}

async fn proactive(stage: &Stage<'_>) -> ApiResult<(Uuid, Uuid)> {
    let (id, parties, items) =
        judgment(stage, "41/2024/DS-ST", "Tạ Thị Ảo Sổ Riêng", 45_000_000, JUDGED).await?;
    let debtor = parties.first().copied().ok_or_else(|| ApiError::internal("demo: a debtor expected"))?;
    let fee: Vec<Uuid> = items.iter().filter(|(_, mode)| mode == "proactive").map(|(id, _)| *id).collect();
    let draft = json!({"obligations": fee, "rule": "GR-0"});
    stage.judgment(id, "clerk", "2024-07-08", "propose_proactive_decision", draft)?;
    let clerk = stage.office.user("clerk")?;
    let view = intake::get_judgment(stage.core, clerk, JudgmentId(id), None).await?;
    let draft = view.judgment.drafts.first().map(|draft| draft.id);
    let issued =
        stage.judgment(id, "head", "2024-07-09", "issue_proactive_decision", json!({"draft": draft}))?;
    Ok((id_at(&issued, "/happened/cases/0")?, debtor))
}

/// From the assignment through two years of verifications that found nothing.
fn without_means(stage: &Stage<'_>, case: Uuid, debtor: Uuid) -> ApiResult<()> {
    let officer = |on: &str, action: &str, body: Value| stage.case(case, "officer", on, action, body);
    let assignment = json!({
        "officer": stage.office.user("officer")?, "division": stage.office.division, "no_conflict": true,
    });
    stage.case(case, "head", "2024-07-10", "assign_officer", assignment)?;
    officer("2024-07-10", "open_file", json!({}))?;
    let notice = json!({"debtor": debtor, "channel": "physical", "receiver": "addressee", "witness": false});
    officer("2024-07-11", "record_direct_notice", notice)?;
    officer("2024-07-30", "start_verification", json!({}))?;
    let draft = json!({
        "ground": "NE-A", "proof": "Biên bản xác minh mẫu", "ground_on": "2024-08-05", "no_other_assets": true,
        "confirmed_by": "UBND phường Mẫu",
    });
    officer("2024-08-05", "propose_not_enforceable", draft)?;
    stage.case(case, "head", "2024-08-07", "issue_not_enforceable_decision", json!({}))?;
    let entry = json!({"portal_entry": "https://cong-khai.example/40", "sent_to_commune": true});
    stage.case(case, "clerk", "2024-08-09", "publish_debtor", entry)?;
    for on in VERIFIED_AGAIN {
        let found = json!({"shows_ability": false, "confirmed_by": "UBND phường Mẫu"});
        officer(on, "verify_periodically", found)?;
    }
    Ok(())
}

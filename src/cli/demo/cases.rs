//! The demo's cases: each goes a known way and stops in its stage. The days are real working days of 2026.

use serde_json::{Value, json};
use uuid::Uuid;

use super::people::DemoOffice;
use super::stage::{Stage, day, id_at, once, parsed};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{AssetId, CaseId, JudgmentId, RequestId};
use crate::service::assets::{self, NewAsset};
use crate::service::context::Core;
use crate::service::distributions::{self, NewDistribution};
use crate::service::error::{ApiError, ApiResult};
use crate::service::intake::{self, NewJudgment, NewRequest};
use crate::service::money;
use crate::store::{Scope, StoreError, cases};

/// How far a case of the demo has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Received,
    Registered,
    Decided,
    Voluntary,
    Verification,
    Enforceable,
    SeizureDecided,
    Seized,
    PriceNotified,
    Announced,
    Sold,
    Paid,
    HandedOver,
    Distributed,
    PaidOut,
    Ended,
}

/// Pronounced, in force, received.
const JUDGED: [&str; 3] = ["2026-05-04", "2026-06-05", "2026-07-01"];
/// The day of the request.
const ASKED: &str = "2026-07-06";

/// The demo's ordinary cases: how far, who owes, how much, by whom handled.
const CASES: &[(Reach, &str, i64, &str)] = &[
    (Reach::Received, "Nguyễn Văn Ảo Một", 90_000_000, "officer"),
    (Reach::Registered, "Trần Thị Ảo Hai", 120_000_000, "officer"),
    (Reach::Decided, "Lê Văn Ảo Ba", 75_000_000, "officer"),
    (Reach::Voluntary, "Phạm Thị Ảo Bốn", 310_000_000, "officer"),
    (Reach::Voluntary, "Hoàng Văn Ảo Năm", 58_000_000, "officer2"),
    (Reach::Verification, "Vũ Thị Ảo Sáu", 640_000_000, "officer"),
    (Reach::Verification, "Đặng Văn Ảo Bảy", 83_000_000, "officer2"),
    (Reach::Enforceable, "Bùi Thị Ảo Tám", 450_000_000, "officer"),
    (Reach::SeizureDecided, "Đỗ Văn Ảo Chín", 520_000_000, "officer"),
    (Reach::Seized, "Hồ Thị Ảo Mười", 610_000_000, "officer2"),
    (Reach::PriceNotified, "Ngô Văn Ảo Mười Một", 590_000_000, "officer"),
    (Reach::Announced, "Dương Thị Ảo Mười Hai", 480_000_000, "officer"),
    (Reach::Sold, "Nguyễn Văn Ảo Mười Ba", 700_000_000, "officer"),
    (Reach::Paid, "Trần Văn Ảo Mười Bốn", 655_000_000, "officer2"),
    (Reach::HandedOver, "Lê Thị Ảo Mười Lăm", 630_000_000, "officer"),
    (Reach::Distributed, "Phạm Văn Ảo Mười Sáu", 660_000_000, "officer"),
    (Reach::PaidOut, "Hoàng Thị Ảo Mười Bảy", 645_000_000, "officer"),
    (Reach::Ended, "Vũ Văn Ảo Mười Tám", 600_000_000, "officer"),
];

/// Makes the demo's cases, once; gives how many there are.
pub(super) async fn load(core: &Core, office: &DemoOffice) -> ApiResult<usize> {
    let count = || -> ApiResult<usize> {
        let scope = Scope::office(office.office);
        let rows = core.store.read(|conn| -> Result<_, StoreError> {
            cases::list(conn, &scope, &cases::CaseFilter::default(), None, 200)
        })?;
        Ok(rows.len())
    };
    let there = count()?;
    if there > 0 {
        return Ok(there);
    }
    let stage = Stage { core, office };
    for (place, (reach, debtor, amount, officer)) in CASES.iter().enumerate() {
        ordinary(&stage, place, *reach, debtor, *amount, officer).await?;
    }
    proactive(&stage, "not_enforceable").await?;
    proactive(&stage, "postponed").await?;
    refused(&stage).await?;
    super::two_years::load(&stage).await?;
    count()
}

/// A judgment with one debtor, two creditors and a court fee; gives its identifier, the parties' and the items'.
pub(super) async fn judgment(
    stage: &Stage<'_>,
    number: &str,
    debtor: &str,
    amount: i64,
    [pronounced, in_force, received]: [&str; 3],
) -> ApiResult<(Uuid, Vec<Uuid>, Vec<(Uuid, String)>)> {
    let clerk = stage.office.user("clerk")?;
    let new: NewJudgment = serde_json::from_value(json!({
        "office": stage.office.office,
        "kind": "first_instance",
        "number": number,
        "issuer": "Tòa án nhân dân khu vực mẫu",
        "pronounced_on": pronounced, "in_force_on": in_force, "received_on": received,
        "parties": [
            {"kind": "person", "name": debtor, "address": "Số 1 phố Mẫu", "bank_account": "NH Mẫu 000100"},
            {"kind": "organisation", "name": "Công ty TNHH Chủ Nợ Mẫu", "address": "Số 2 phố Mẫu", "bank_account": "NH Mẫu 000200"},
            {"kind": "person", "name": "Người Được Cấp Dưỡng Mẫu", "address": "Số 3 phố Mẫu", "bank_account": "NH Mẫu 000300"},
        ],
        "obligations": [
            {"debtor": 0, "creditor": 1, "mode": "on_request", "kind": "other", "amount": amount},
            {"debtor": 0, "creditor": 2, "mode": "on_request", "kind": "alimony", "amount": amount / 20},
            {"debtor": 0, "mode": "proactive", "kind": "court_fee", "amount": 12_000_000},
        ],
    }))
    .map_err(ApiError::internal)?;
    let answer = parsed(&intake::register_judgment(stage.core, once(clerk), new).await?)?;
    let id = id_at(&answer, "/judgment/id")?;
    let ids = |list: &str| -> Vec<Uuid> {
        let rows = answer.pointer(list).and_then(Value::as_array).cloned().unwrap_or_default();
        rows.iter().filter_map(|row| id_at(row, "/id").ok()).collect()
    };
    let modes =
        answer.pointer("/judgment/obligations").and_then(Value::as_array).cloned().unwrap_or_default();
    let items = modes
        .iter()
        .filter_map(|row| Some((id_at(row, "/id").ok()?, row.get("mode")?.as_str()?.to_owned())))
        .collect();
    Ok((id, ids("/judgment/parties"), items))
}

pub(super) async fn request(
    stage: &Stage<'_>,
    judgment: Uuid,
    requester: Uuid,
    items: &[Uuid],
    whole: bool,
    on: &str,
) -> ApiResult<Uuid> {
    let clerk = stage.office.user("clerk")?;
    let new: NewRequest = serde_json::from_value(json!({
        "judgment": JudgmentId(judgment), "requester": requester, "requested_on": on,
        "channel": "in_person", "obligations": items,
        "completeness": {
            "parties_named": true, "judgment_identified": true, "signed": whole, "papers_enclosed": true,
        },
    }))
    .map_err(ApiError::internal)?;
    let answer = parsed(&intake::receive_request(stage.core, once(clerk), new).await?)?;
    id_at(&answer, "/request/id")
}

async fn ordinary(
    stage: &Stage<'_>,
    place: usize,
    reach: Reach,
    debtor: &str,
    amount: i64,
    officer: &str,
) -> ApiResult<()> {
    let number = format!("{:02}/2026/DS-ST", place + 1);
    let (judgment_id, parties, items) = judgment(stage, &number, debtor, amount, JUDGED).await?;
    let asked: Vec<Uuid> = items.iter().filter(|(_, mode)| mode == "on_request").map(|(id, _)| *id).collect();
    let [owner, creditor, second] = parties.as_slice() else {
        return Err(ApiError::internal("demo: three parties expected"));
    };
    let asked_for = request(stage, judgment_id, *creditor, &asked, reach != Reach::Received, ASKED).await?;
    if reach == Reach::Received {
        stage.request(asked_for, "clerk", "2026-07-06", "ask_to_supplement", json!({}))?;
        return Ok(());
    }
    stage.request(asked_for, "clerk", "2026-07-06", "register_request", json!({}))?;
    if reach == Reach::Registered {
        return Ok(());
    }
    let draft = json!({"obligations": asked, "rule": "GR-0"});
    stage.request(asked_for, "clerk", "2026-07-07", "propose_decision_on_request", draft)?;
    let issued = stage.request(asked_for, "head", "2026-07-08", "issue_decision_on_request", json!({}))?;
    let case = id_at(&issued, "/happened/cases/0")?;
    debug_assert_ne!(RequestId(asked_for).0, case);
    opened(stage, case, *owner, officer, reach)?;
    if reach < Reach::SeizureDecided {
        return Ok(());
    }
    let asset = verified_house(stage, case, *owner, officer, amount).await?;
    seized(stage, case, asset, officer, reach)?;
    sold(stage, asset, officer, &[*owner, *creditor, *second], amount, reach)?;
    paid_out(stage, case, asset, officer, reach).await
}

/// From the decision to the conclusion that the debtor can perform.
fn opened(stage: &Stage<'_>, case: Uuid, debtor: Uuid, officer: &str, reach: Reach) -> ApiResult<()> {
    if reach == Reach::Decided {
        return Ok(());
    }
    let assignment = json!({"officer": stage.office.user(officer)?, "division": stage.office.division, "no_conflict": true});
    stage.case(case, "head", "2026-07-08", "assign_officer", assignment)?;
    stage.case(case, officer, "2026-07-09", "open_file", json!({}))?;
    // Served today, so that the ten days run whenever the demo is loaded.
    let today = stage.core.clock.today().to_string();
    let served = if reach == Reach::Voluntary { today.as_str() } else { "2026-07-10" };
    let notice = json!({"debtor": debtor, "channel": "physical", "receiver": "addressee", "witness": false});
    stage.case(case, officer, served, "record_direct_notice", notice)?;
    if reach == Reach::Voluntary {
        return Ok(());
    }
    stage.case(case, officer, "2026-07-21", "start_verification", json!({}))?;
    if reach == Reach::Enforceable {
        let means = json!({"means": "income", "confirmed_by": "UBND phường Mẫu"});
        stage.case(case, officer, "2026-07-28", "conclude_enforceable", means)?;
    }
    Ok(())
}

async fn verified_house(
    stage: &Stage<'_>,
    case: Uuid,
    owner: Uuid,
    officer: &str,
    amount: i64,
) -> ApiResult<Uuid> {
    let new: NewAsset = serde_json::from_value(json!({
        "case": CaseId(case), "owner": owner, "kind": "house", "name": "Nhà và đất mẫu, thửa 12 tờ 5",
        "effective_on": "2026-07-22",
    }))
    .map_err(ApiError::internal)?;
    let user = stage.office.user(officer)?;
    let asset = id_at(&parsed(&assets::add(stage.core, once(user), new).await?)?, "/asset/id")?;
    let registry = json!({"registry": "Văn phòng đăng ký đất đai mẫu"});
    stage.asset(asset, officer, "2026-07-22", "query_registry", registry)?;
    let found = json!({"registry_answered_on": "2026-07-24", "owned_by_debtor": true, "estimated_value": amount,
        "findings": {"transferable": true, "surveyed_on": "2026-07-27"}});
    stage.asset(asset, officer, "2026-07-27", "record_verification", found)?;
    Ok(asset)
}

fn seized(stage: &Stage<'_>, case: Uuid, asset: Uuid, officer: &str, reach: Reach) -> ApiResult<()> {
    let means = json!({"means": "assets", "confirmed_by": "UBND phường Mẫu"});
    stage.case(case, officer, "2026-07-28", "conclude_enforceable", means)?;
    stage.asset(asset, officer, "2026-07-29", "issue_seizure_decision", json!({}))?;
    stage.asset(
        asset,
        officer,
        "2026-07-30",
        "serve_seizure_notices",
        json!({"seizure": true, "costs": true}),
    )?;
    if reach == Reach::SeizureDecided {
        return Ok(());
    }
    let minutes = json!({
        "began_at": "08:30", "ended_at": "11:00", "commune_present": true, "land_body_present": true,
        "minutes_complete": true, "papers_demanded": true, "costs": 5_000_000,
        "custody": {"form": "holder", "place": "Tại chỗ", "conditions_met": true, "holder_is_local": true,
            "minutes_signed": true},
    });
    stage.asset(asset, officer, "2026-08-05", "carry_out_seizure", minutes)?;
    stage.asset(asset, officer, "2026-08-06", "notify_registry", json!({}))?;
    Ok(())
}

fn sold(
    stage: &Stage<'_>,
    asset: Uuid,
    officer: &str,
    parties: &[Uuid],
    amount: i64,
    reach: Reach,
) -> ApiResult<()> {
    if reach < Reach::PriceNotified {
        return Ok(());
    }
    let act = |on: &str, action: &str, body: Value| stage.asset(asset, officer, on, action, body);
    let price = amount + amount / 10;
    act(
        "2026-08-07",
        "sign_valuation_contract",
        json!({"firm": "Công ty Thẩm định giá Mẫu", "firm_eligible": true}),
    )?;
    let certificate = json!({
        "value": price, "certificate": "CT-MẪU-01", "valid_until": "2027-02-14", "costs": 3_000_000,
    });
    act("2026-08-14", "record_valuation", certificate)?;
    for party in parties {
        act("2026-08-17", "serve_valuation_result", json!({"party": party}))?;
    }
    if reach == Reach::PriceNotified {
        return Ok(());
    }
    act("2026-08-25", "close_revaluation_window", json!({}))?;
    to_auction(stage, asset, officer, price)?;
    if reach == Reach::Announced {
        return Ok(());
    }
    let result = price + 10_000_000;
    act("2026-10-05", "record_sale", json!({"price": result, "bidders": 3}))?;
    if reach == Reach::Sold {
        return Ok(());
    }
    let payment = json!({"amount": result, "channel": "transfer", "bank_reference": "FT26293-0001"});
    stage.asset(asset, "accountant", "2026-10-20", "record_buyer_payment", payment)?;
    if reach > Reach::Paid {
        let plan =
            json!({"planned_on": "2026-11-02", "content": "Giao tại chỗ, có UBND phường Mẫu chứng kiến"});
        act("2026-10-21", "record_handover_plan", plan)?;
        act("2026-11-02", "hand_over", json!({"vacant": true, "receiver_present": true}))?;
    }
    Ok(())
}

/// The dossier before the head, the choice of the organisation in the open, contract and announcement.
fn to_auction(stage: &Stage<'_>, asset: Uuid, officer: &str, price: i64) -> ApiResult<()> {
    let act = |on: &str, action: &str, body: Value| stage.asset(asset, officer, on, action, body);
    let line = |subject: &str| {
        json!({"subject": subject, "decision": "như nhau", "minutes": "như nhau", "report": "như nhau",
            "certificate": "như nhau"})
    };
    let lines: Vec<Value> = ["description", "quantity", "owner", "area", "parcel"].map(line).into();
    act("2026-08-25", "reconcile_papers", json!({ "lines": lines }))?;
    let dossier = json!({"risks": [], "deliverable": true, "deliverability": "Chủ nhà đã cam kết bàn giao",
        "papers_complete": true});
    act("2026-08-25", "propose_auction_dossier", dossier)?;
    stage.asset(asset, "head", "2026-08-25", "approve_auction_dossier", json!({}))?;
    let pages =
        json!({"own_page": "https://mau.example/tb-1", "national_portal": "https://dau-gia.example/tb-1"});
    act("2026-08-25", "publish_selection_notice", pages)?;
    let choice = json!({"organisation": "Trung tâm đấu giá Mẫu",
        "scores": [{"organisation": "Trung tâm đấu giá Mẫu", "points": 9250, "listed": true}]});
    act("2026-09-03", "choose_auction_organisation", choice)?;
    act("2026-09-04", "publish_selection_result", json!({}))?;
    let contract = json!({
        "deposit_permille": 100, "start_price": price, "session_on": "2026-10-05", "pause_and_stop_clauses": true,
        "asset_described": true, "order_of_sale": true, "notice_duties": true,
    });
    act("2026-09-04", "sign_auction_contract", contract)?;
    let posting = json!({"posted_at": "Trụ sở cơ quan, UBND phường Mẫu", "notices": ["2026-09-10", "2026-09-15"],
        "viewing_days": 2, "files_until": "2026-10-03"});
    act("2026-09-10", "announce_auction", posting)?;
    Ok(())
}

/// What the seizure and its valuation cost, on their vouchers: without the head's settlement nothing is shared.
async fn settled(stage: &Stage<'_>, case: Uuid, asset: Uuid, officer: &str) -> ApiResult<()> {
    let user = stage.office.user(officer)?;
    let sold = assets::get(stage.core, user, AssetId(asset), None).await?;
    let seizure = sold.decisions.iter().find(|decision| decision.kind == DocumentKind::SeizureDecision);
    let cost =
        |kind: &str, amount: i64, voucher: &str| json!({"kind": kind, "amount": amount, "voucher": voucher});
    let items = [cost("CK-ALLOWANCE", 5_000_000, "PC-MẪU-01"), cost("CK-VALUATION", 3_000_000, "HĐ-MẪU-07")];
    let body = json!({"decision": seizure.map(|decision| decision.id), "items": items,
        "content": "Chi phí kê biên, thẩm định giá"});
    stage.case(case, officer, "2026-11-03", "propose_cost_settlement", body)?;
    stage.case(case, "head", "2026-11-03", "approve_cost_settlement", json!({}))?;
    Ok(())
}

async fn paid_out(stage: &Stage<'_>, case: Uuid, asset: Uuid, officer: &str, reach: Reach) -> ApiResult<()> {
    if reach < Reach::Distributed {
        return Ok(());
    }
    let user = stage.office.user(officer)?;
    settled(stage, case, asset, officer).await?;
    let new: NewDistribution =
        serde_json::from_value(json!({"case": case, "asset": asset})).map_err(ApiError::internal)?;
    let plan =
        id_at(&parsed(&distributions::prepare(stage.core, once(user), new).await?)?, "/distribution/id")?;
    stage.distribution(plan, "head", "approve_distribution", json!({}))?;
    if reach == Reach::Distributed {
        return Ok(());
    }
    stage.distribution(plan, "accountant", "order_payouts", json!({"means": "transfer"}))?;
    stage.distribution(plan, "head", "release_payouts", json!({}))?;
    let accountant = stage.office.user("accountant")?;
    for payout in money::payouts_of_case(stage.core, accountant, CaseId(case), None, None, 200).await? {
        let confirmed = json!({"bank_reference": "UNC-MẪU-01"});
        stage.payout(payout.id.0, "accountant", "confirm_payout", confirmed)?;
    }
    if reach == Reach::Ended {
        let today = stage.core.clock.today().to_string();
        stage.asset(asset, officer, &today, "close_asset", json!({}))?;
        let reason = json!({"reason": "Đã thi hành xong toàn bộ nghĩa vụ"});
        stage.case(case, officer, &today, "propose_ending", reason)?;
        let ended = stage.case(case, "head", &today, "end_case", json!({}))?;
        let requester = id_at(&ended, "/case/debtors/0/party")?;
        let asked = json!({"requester": requester, "reason": "Theo đơn của người phải thi hành án"});
        stage.case(case, officer, &today, "propose_confirmation", asked)?;
        stage.case(case, "head", &today, "confirm_result", json!({}))?;
    }
    Ok(())
}

/// A proactive case over the court fee, left without means, or postponed.
async fn proactive(stage: &Stage<'_>, end: &str) -> ApiResult<()> {
    let number = if end == "postponed" { "31/2026/DS-ST" } else { "30/2026/DS-ST" };
    let (id, parties, items) = judgment(stage, number, "Đinh Văn Ảo Chủ Động", 40_000_000, JUDGED).await?;
    let fee: Vec<Uuid> = items.iter().filter(|(_, mode)| mode == "proactive").map(|(id, _)| *id).collect();
    let draft = json!({"obligations": fee, "rule": "GR-0"});
    stage.judgment(id, "clerk", "2026-07-02", "propose_proactive_decision", draft)?;
    let clerk = stage.office.user("clerk")?;
    let view = intake::get_judgment(stage.core, clerk, JudgmentId(id), None).await?;
    let draft = view.judgment.drafts.first().map(|draft| draft.id);
    let issued =
        stage.judgment(id, "head", "2026-07-03", "issue_proactive_decision", json!({"draft": draft}))?;
    let case = id_at(&issued, "/happened/cases/0")?;
    let debtor = parties.first().copied().ok_or_else(|| ApiError::internal("demo: a debtor expected"))?;
    opened(stage, case, debtor, "officer", Reach::Verification)?;
    if end == "postponed" {
        let paper = json!({"gives": "HO-C", "source": "parties", "content": "Văn bản thỏa thuận mẫu"});
        let recorded = stage.case(case, "clerk", "2026-08-03", "record_paper", paper)?;
        let until = day("2027-02-01")?;
        let draft = json!({"paper": id_at(&recorded, "/case/papers/0/id")?, "until": until});
        stage.case(case, "officer", "2026-08-03", "propose_postponement", draft)?;
        stage.case(case, "head", "2026-08-04", "postpone", json!({}))?;
        return Ok(());
    }
    let draft = json!({
        "ground": "NE-A", "proof": "Biên bản xác minh mẫu", "ground_on": "2026-08-03", "no_other_assets": true,
        "confirmed_by": "UBND phường Mẫu",
    });
    stage.case(case, "officer", "2026-08-03", "propose_not_enforceable", draft)?;
    stage.case(case, "head", "2026-08-05", "issue_not_enforceable_decision", json!({}))?;
    let entry = json!({"portal_entry": "https://cong-khai.example/1", "sent_to_commune": true});
    stage.case(case, "clerk", "2026-08-07", "publish_debtor", entry)?;
    super::exhibits::load(stage, case).await
}

/// A request that has to be refused: the judgment gives the requester nothing (L106 34.4.a).
async fn refused(stage: &Stage<'_>) -> ApiResult<()> {
    let (id, parties, items) =
        judgment(stage, "32/2026/DS-ST", "Cao Thị Ảo Từ Chối", 20_000_000, JUDGED).await?;
    let one: Vec<Uuid> =
        items.iter().filter(|(_, mode)| mode == "on_request").map(|(id, _)| *id).take(1).collect();
    let requester =
        parties.last().copied().ok_or_else(|| ApiError::internal("demo: a requester expected"))?;
    let asked = request(stage, id, requester, &one, true, ASKED).await?;
    let draft = json!({"grounds": ["RF-A"], "reason": "Người yêu cầu không phải đương sự của khoản này"});
    stage.request(asked, "clerk", "2026-07-07", "propose_refusal", draft)?;
    stage.request(asked, "head", "2026-07-08", "refuse_request", json!({}))?;
    Ok(())
}

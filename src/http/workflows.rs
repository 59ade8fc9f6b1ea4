//! The lifecycle tables for readers: as JSON, as Mermaid text, as a picture.

use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::extract::{AcceptLang, ApiPath, ApiQuery};
use crate::app::AppState;
use crate::domain::law::Law;
use crate::domain::lifecycle::asset::AssetLifecycle;
use crate::domain::lifecycle::case::CaseLifecycle;
use crate::domain::lifecycle::closing::{
    BankStatementLifecycle, CashCountLifecycle, FileReconciliationLifecycle, PeriodClosingLifecycle,
    PostHandoverLifecycle,
};
use crate::domain::lifecycle::entrustment::{EntrustmentLifecycle, VerificationDelegationLifecycle};
use crate::domain::lifecycle::exhibit::ExhibitLifecycle;
use crate::domain::lifecycle::held_money::HeldMoneyLifecycle;
use crate::domain::lifecycle::intake::{JudgmentLifecycle, RequestLifecycle};
use crate::domain::lifecycle::money::{DistributionLifecycle, PayoutLifecycle};
use crate::domain::lifecycle::oversight::complaint::ComplaintLifecycle;
use crate::domain::lifecycle::oversight::denunciation::DenunciationLifecycle;
use crate::domain::lifecycle::oversight::finding::FindingLifecycle;
use crate::domain::lifecycle::oversight::procuracy::ProcuracyLifecycle;
use crate::domain::lifecycle::oversight::review::ReviewLifecycle;
use crate::domain::lifecycle::payment_list::PaymentListLifecycle;
use crate::domain::lifecycle::private_office::{OfficeFileLifecycle, OfficeRequestLifecycle};
use crate::domain::lifecycle::procuracy_list::ProcuracyListLifecycle;
use crate::domain::lifecycle::receipt_series::ReceiptSeriesLifecycle;
use crate::domain::lifecycle::redaction::RedactionLifecycle;
use crate::domain::lifecycle::render::{self, WorkflowTable};
use crate::domain::text::Lang;
use crate::service::error::{ApiError, ApiResult};

/// Under the law of which day.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LawOn {
    /// The day; today when absent.
    #[param(example = "2026-11-02")]
    pub on: Option<NaiveDate>,
}

/// Every lifecycle's table.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub struct Workflows {
    /// The tables.
    pub items: Vec<WorkflowTable>,
}

/// Every table under the law of a day.
pub fn tables(law: &Law, on: NaiveDate, lang: Lang) -> Vec<WorkflowTable> {
    vec![
        render::table::<JudgmentLifecycle>(law, on, lang),
        render::table::<RequestLifecycle>(law, on, lang),
        render::table::<CaseLifecycle>(law, on, lang),
        render::table::<AssetLifecycle>(law, on, lang),
        render::table::<DistributionLifecycle>(law, on, lang),
        render::table::<PayoutLifecycle>(law, on, lang),
        render::table::<ProcuracyListLifecycle>(law, on, lang),
        render::table::<HeldMoneyLifecycle>(law, on, lang),
        render::table::<ReceiptSeriesLifecycle>(law, on, lang),
        render::table::<PaymentListLifecycle>(law, on, lang),
        render::table::<PeriodClosingLifecycle>(law, on, lang),
        render::table::<CashCountLifecycle>(law, on, lang),
        render::table::<BankStatementLifecycle>(law, on, lang),
        render::table::<FileReconciliationLifecycle>(law, on, lang),
        render::table::<PostHandoverLifecycle>(law, on, lang),
        render::table::<RedactionLifecycle>(law, on, lang),
        render::table::<ExhibitLifecycle>(law, on, lang),
        render::table::<OfficeFileLifecycle>(law, on, lang),
        render::table::<OfficeRequestLifecycle>(law, on, lang),
        render::table::<EntrustmentLifecycle>(law, on, lang),
        render::table::<VerificationDelegationLifecycle>(law, on, lang),
        render::table::<ComplaintLifecycle>(law, on, lang),
        render::table::<ProcuracyLifecycle>(law, on, lang),
        render::table::<DenunciationLifecycle>(law, on, lang),
        render::table::<ReviewLifecycle>(law, on, lang),
        render::table::<FindingLifecycle>(law, on, lang),
    ]
}

/// List the lifecycle tables
///
/// Every transition with its guards, documents, deadlines and legal basis under the law of that day.
#[utoipa::path(
    tag = "workflows",
    operation_id = "list_workflows",
    security(()),
    params(LawOn),
    responses((status = 200, description = "The tables", body = Workflows, example = json!({"items": []})))
)]
#[get("/workflows")]
pub async fn list_workflows(
    state: web::Data<AppState>,
    lang: AcceptLang,
    query: ApiQuery<LawOn>,
) -> ApiResult<HttpResponse> {
    let on = query.0.on.unwrap_or_else(|| state.clock.today());
    Ok(HttpResponse::Ok().json(Workflows { items: tables(&state.law, on, lang.0) }))
}

/// Read a lifecycle table
///
/// `case` as JSON, `case.mmd` as a Mermaid diagram, `case.svg` as a picture.
#[utoipa::path(
    tag = "workflows",
    operation_id = "read_workflow",
    security(()),
    params(("name" = String, Path, description = "The lifecycle, with `.mmd` or `.svg` for a diagram"), LawOn),
    responses((status = 200, description = "The table", body = WorkflowTable,
        example = json!({"name": "case", "states": [], "rows": []})))
)]
#[get("/workflows/{name}")]
pub async fn read_workflow(
    state: web::Data<AppState>,
    lang: AcceptLang,
    name: ApiPath<String>,
    query: ApiQuery<LawOn>,
) -> ApiResult<HttpResponse> {
    let on = query.0.on.unwrap_or_else(|| state.clock.today());
    let (name, form) = name.0.split_once('.').map_or((name.0.as_str(), "json"), |(name, form)| (name, form));
    let found = tables(&state.law, on, lang.0).into_iter().find(|table| table.name == name);
    let table = found.ok_or_else(ApiError::not_found)?;
    Ok(match form {
        "json" => HttpResponse::Ok().json(table),
        "mmd" => {
            HttpResponse::Ok().content_type("text/vnd.mermaid; charset=utf-8").body(render::mermaid(&table))
        }
        "svg" => HttpResponse::Ok().content_type("image/svg+xml").body(render::svg(&table)),
        _ => return Err(ApiError::not_found()),
    })
}

/// The routes of this file.
pub fn routes(config: &mut impl super::Routes) {
    config.service(list_workflows).service(read_workflow);
}

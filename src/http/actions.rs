//! The three calls that every lifecycle has: list the actions, try one, do one. The resources only name their lifecycle.

use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::{Validate, ValidationErrors};

use super::answer::respond;
use super::extract::{AcceptLang, ApiJson, Authenticated, IdempotencyKey, IfMatch};
use crate::app::AppState;
use crate::domain::lifecycle::asset::AssetAction;
use crate::domain::lifecycle::case::CaseAction;
use crate::domain::lifecycle::closing::{
    BankStatementAction, CashCountAction, FileReconciliationAction, PeriodClosingAction, PostHandoverAction,
};
use crate::domain::lifecycle::entrustment::{EntrustmentAction, VerificationDelegationAction};
use crate::domain::lifecycle::exhibit::ExhibitAction;
use crate::domain::lifecycle::held_money::HeldMoneyAction;
use crate::domain::lifecycle::intake::{JudgmentAction, RequestAction};
use crate::domain::lifecycle::money::{DistributionAction, PayoutAction};
use crate::domain::lifecycle::oversight::complaint::ComplaintAction;
use crate::domain::lifecycle::oversight::denunciation::DenunciationAction;
use crate::domain::lifecycle::oversight::finding::FindingAction;
use crate::domain::lifecycle::oversight::procuracy::ProcuracyAction;
use crate::domain::lifecycle::oversight::review::ReviewAction;
use crate::domain::lifecycle::payment_list::PaymentListAction;
use crate::domain::lifecycle::private_office::{OfficeFileAction, OfficeRequestAction};
use crate::domain::lifecycle::procuracy_list::ProcuracyListAction;
use crate::domain::lifecycle::receipt_series::ReceiptSeriesAction;
use crate::domain::lifecycle::redaction::RedactionAction;
use crate::service::acts::{self, Board, Command};
use crate::service::error::ApiResult;
use crate::service::idempotency::Once;
use crate::service::record::Recorded;

/// For which day the actions are judged.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OnDay {
    /// The day of the act; today when absent.
    #[param(example = "2026-11-02")]
    pub effective_on: Option<NaiveDate>,
}

/// Whether to do it or only to show what would happen.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DryRun {
    /// Decide and show, but change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// A tagged body before its tag is read; its own rules are checked with its own type.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Tagged(pub serde_json::Value);

impl Validate for Tagged {
    fn validate(&self) -> Result<(), ValidationErrors> {
        Ok(())
    }
}

macro_rules! commands {
    ($($(#[$meta:meta])* $name:ident($action:ty)),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, serde::Serialize, ToSchema)]
        pub struct $name {
            /// The day of the act in law; today when absent, never in the future. It chooses the law.
            pub effective_on: Option<NaiveDate>,
            /// The action with its own fields.
            #[serde(flatten)]
            pub action: $action,
        }
    )+};
}

commands! {
    /// An action on a case.
    CaseCommand(CaseAction),
    /// An action on an asset.
    AssetCommand(AssetAction),
    /// An action on a request.
    RequestCommand(RequestAction),
    /// An action on a judgment.
    JudgmentCommand(JudgmentAction),
    /// An action on a distribution.
    DistributionCommand(DistributionAction),
    /// An action on a payout.
    PayoutCommand(PayoutAction),
    /// An action on a monthly list for the procuracy.
    ProcuracyListCommand(ProcuracyListAction),
    /// An action on a series of printed receipts.
    ReceiptSeriesCommand(ReceiptSeriesAction),
    /// An action on a list of payments.
    PaymentListCommand(PaymentListAction),
    /// An action on a redaction.
    RedactionCommand(RedactionAction),
    /// An action on held money.
    HeldMoneyCommand(HeldMoneyAction),
    /// An action on the closing of a period.
    PeriodClosingCommand(PeriodClosingAction),
    /// An action on a count of the cash.
    CashCountCommand(CashCountAction),
    /// An action on a statement of an account.
    BankStatementCommand(BankStatementAction),
    /// An action on an officer's list of books against files.
    FileReconciliationCommand(FileReconciliationAction),
    /// An action on the handover of a post.
    PostHandoverCommand(PostHandoverAction),
    /// An action on a lot of exhibits.
    ExhibitCommand(ExhibitAction),
    /// An action on an office's file.
    OfficeFileCommand(OfficeFileAction),
    /// An action on an office's request.
    OfficeRequestCommand(OfficeRequestAction),
    /// An action on an entrustment received.
    EntrustmentCommand(EntrustmentAction),
    /// An action on a delegated verification.
    VerificationDelegationCommand(VerificationDelegationAction),
    /// An action on a complaint.
    ComplaintCommand(ComplaintAction),
    /// An action on an act of the procuracy.
    ProcuracyCommand(ProcuracyAction),
    /// An action on a denunciation.
    DenunciationCommand(DenunciationAction),
    /// An action on the review of a decision.
    ReviewCommand(ReviewAction),
    /// An action on a finding.
    FindingCommand(FindingAction),
}

/// What an action answers: the thing as it is now, under its own name, and what happened.
#[derive(Debug, Clone, serde::Serialize, ToSchema)]
pub struct ActionAnswer {
    /// What was done, or with `dry_run` what would be.
    pub happened: Recorded,
    /// Whether nothing was changed.
    pub dry_run: bool,
}

/// `GET …/actions`.
pub async fn list<B: Board>(
    state: &AppState,
    user: Authenticated,
    id: Uuid,
    on: Option<NaiveDate>,
    lang: AcceptLang,
) -> ApiResult<HttpResponse> {
    let found = acts::actions::<B>(state, user.0, id, on, lang.0).await?;
    Ok(HttpResponse::Ok().insert_header(("ETag", super::etag::of(found.version))).json(found))
}

/// Everything that arrives with `POST …/actions`.
pub struct Arrived {
    /// Who.
    pub user: Authenticated,
    /// The versions seen.
    pub seen: IfMatch,
    /// For safe repetition.
    pub key: IdempotencyKey,
    /// The reader's language.
    pub lang: AcceptLang,
    /// Do it or only show.
    pub dry_run: bool,
    /// The tagged body.
    pub body: ApiJson<Tagged>,
}

/// `POST …/actions`.
pub async fn act<B: Board>(
    state: &web::Data<AppState>,
    id: Uuid,
    arrived: Arrived,
) -> ApiResult<HttpResponse> {
    let command = Command {
        user: arrived.user.0,
        id,
        body: arrived.body.value.0,
        seen: Some(arrived.seen.0),
        dry_run: arrived.dry_run,
        once: Once { user: arrived.user.0, key: arrived.key.0, digest: arrived.body.digest },
        lang: arrived.lang.0,
    };
    Ok(respond(acts::act::<B>(state, command).await?))
}

/// Two handlers and their documentation for a resource's actions.
macro_rules! action_routes {
    ($board:ty, $id:ty, $path:literal, $tag:literal, $list:ident, $list_id:literal, $act:ident, $act_id:literal, $command:ty, $example:tt) => {
        /// List what may be done
        ///
        /// Every action of the lifecycle: whether you may do it on that day, and everything that stands against it.
        #[utoipa::path(
            tag = $tag,
            operation_id = $list_id,
            params(("id" = $id, Path, description = "Which one"), $crate::http::actions::OnDay),
            responses((status = 200, description = "Every action with what stands against it",
                body = $crate::service::acts::ActionList, headers(("ETag" = String)), example = json!({
                "state": "registered", "version": 3, "effective_on": "2026-11-02", "actions": []
            })))
        )]
        #[get($path)]
        pub async fn $list(
            state: actix_web::web::Data<$crate::app::AppState>,
            user: $crate::http::extract::Authenticated,
            lang: $crate::http::extract::AcceptLang,
            id: $crate::http::extract::ApiPath<$id>,
            query: $crate::http::extract::ApiQuery<$crate::http::actions::OnDay>,
        ) -> $crate::service::error::ApiResult<actix_web::HttpResponse> {
            $crate::http::actions::list::<$board>(&state, user, id.0.0, query.0.effective_on, lang).await
        }

        /// Do it, or try it
        ///
        /// Succeeds exactly when the list shows the action as allowed and its content is right. With `dry_run=true` the same
        /// code runs and nothing is changed.
        #[utoipa::path(
            tag = $tag,
            operation_id = $act_id,
            params(
                ("id" = $id, Path, description = "Which one"),
                $crate::http::actions::DryRun,
                $crate::http::openapi::IfMatchHeader,
                $crate::http::openapi::IdempotencyHeader
            ),
            request_body(content = $command, example = json!($example)),
            responses((status = 200, description = "Done, or what would be done",
                body = $crate::http::actions::ActionAnswer, headers(("ETag" = String)), example = json!({
                "happened": {"code": "T-…", "action": "…", "from": "…", "to": "…", "events": [], "deadlines_opened": [],
                    "deadlines_closed": [], "deadlines_unknown": [], "documents": [], "receipts": [], "postings": [],
                    "cases": []},
                "dry_run": false
            })))
        )]
        #[post($path)]
        #[allow(clippy::too_many_arguments, reason = "each is one thing that arrives with the request")]
        pub async fn $act(
            state: actix_web::web::Data<$crate::app::AppState>,
            user: $crate::http::extract::Authenticated,
            seen: $crate::http::extract::IfMatch,
            key: $crate::http::extract::IdempotencyKey,
            lang: $crate::http::extract::AcceptLang,
            id: $crate::http::extract::ApiPath<$id>,
            query: $crate::http::extract::ApiQuery<$crate::http::actions::DryRun>,
            body: $crate::http::extract::ApiJson<$crate::http::actions::Tagged>,
        ) -> $crate::service::error::ApiResult<actix_web::HttpResponse> {
            let arrived =
                $crate::http::actions::Arrived { user, seen, key, lang, dry_run: query.0.dry_run, body };
            $crate::http::actions::act::<$board>(&state, id.0.0, arrived).await
        }
    };
}
pub(super) use action_routes;

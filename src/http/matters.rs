//! Matters beside the cases, whatever their kind: which ones are asked for, the list, the one.

use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{List, Page};
use super::past::{as_of, versioned_at};
use crate::domain::ids::{CaseId, MatterId, OfficeId, UserId};
use crate::domain::matter::Matter;
use crate::service::cases::EventView;
use crate::service::context::Core;
use crate::service::error::ApiResult;
use crate::service::matters;
use crate::store::matters::MatterFilter;

/// The agency asked for, and the rest as the store's filter.
pub type Asked = (Option<OfficeId>, MatterFilter);

/// Which matters that come from another agency.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReceivedParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "received")]
    pub state: Option<String>,
}

impl From<ReceivedParams> for Asked {
    fn from(params: ReceivedParams) -> Asked {
        (params.office, MatterFilter { state: params.state, ..MatterFilter::default() })
    }
}

/// Which matters of oversight.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OversightParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "received")]
    pub state: Option<String>,
    /// About this case.
    pub case: Option<CaseId>,
}

impl From<OversightParams> for Asked {
    fn from(params: OversightParams) -> Asked {
        (params.office, MatterFilter { state: params.state, case: params.case, ..MatterFilter::default() })
    }
}

/// Which matters that somebody of the office handles.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MatterParams {
    /// Of this agency, for users of several.
    pub office: Option<OfficeId>,
    /// In this state.
    #[param(example = "complete")]
    pub state: Option<String>,
    /// About this case.
    pub case: Option<CaseId>,
    /// Handled by this user.
    pub officer: Option<UserId>,
}

impl From<MatterParams> for Asked {
    fn from(params: MatterParams) -> Asked {
        let MatterParams { office, state, case, officer } = params;
        (office, MatterFilter { state, case, officer, ..MatterFilter::default() })
    }
}

/// A page of the matters of a kind that the user may see, now or at an instant.
pub async fn list<M: Matter>(
    core: &Core,
    user: UserId,
    asked: impl Into<Asked>,
    page: &Page,
    req: &HttpRequest,
) -> ApiResult<HttpResponse> {
    let (office, filter) = asked.into();
    let asked = (office, as_of(req)?);
    let rows = matters::list::<M>(core, user, asked, filter, page.after()?, page.fetch()).await?;
    Ok(List::of(rows, page, |row: &M| row.head().id).respond(req))
}

/// One matter, with its version, now or at an instant.
pub async fn read<M: Matter>(
    core: &Core,
    user: UserId,
    id: MatterId,
    req: &HttpRequest,
) -> ApiResult<HttpResponse> {
    let at = as_of(req)?;
    let found = matters::get::<M>(core, user, id, at).await?;
    Ok(versioned_at(req, at, found.head().version, &found))
}

/// A page of the history of a matter that the user may see.
pub async fn history<M: Matter>(
    core: &Core,
    user: UserId,
    id: MatterId,
    page: &Page,
    req: &HttpRequest,
) -> ApiResult<HttpResponse> {
    let after: Option<i64> = page.after()?;
    let rows = matters::history::<M>(core, user, id, after.unwrap_or(0), page.fetch()).await?;
    Ok(List::of(rows, page, |row: &EventView| row.body.seq).respond(req))
}

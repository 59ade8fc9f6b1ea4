//! The books, for reading: the signed documents of a case, the ledger of a case, of an office, of an account (`ledger`), and the
//! books of a period as tables (`period`), written to files by `sheet`. Nothing is booked here.

mod grouped;
pub mod ledger;
mod lines;
pub mod period;
pub mod sheet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::cases::find;
use super::context::{Core, actor};
use super::convert::value;
use super::error::ApiResult;
use super::past;
use crate::domain::ids::{AssetId, CaseId, DecisionId, DelegationId, UserId};
use crate::store::decisions;

pub use lines::{LineView, SourceView, VoucherView};

/// A signed document as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentView {
    /// Its identifier.
    pub id: DecisionId,
    /// Its kind.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// Who signed.
    pub signer: UserId,
    /// Under which delegation.
    pub delegation: Option<DelegationId>,
    /// Who prepared it.
    pub prepared_by: Option<UserId>,
    /// The asset it is about.
    pub asset: Option<AssetId>,
    /// What it says.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
}

/// The signed documents of a case and its assets, by identifier; with an instant those recorded by then.
///
/// # Errors
/// 404 when the case is not the user's to know of, or was not known then; 400 for an instant to come.
pub async fn documents(
    core: &Core,
    user: UserId,
    case: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<DecisionId>,
    limit: i64,
) -> ApiResult<Vec<DocumentView>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), case)?;
            if let Some(at) = at {
                past::existed(conn, case.0, at)?;
            }
            decisions::by_case(conn, case, at, after, limit)?.into_iter().map(document).collect()
        })
        .await
}

fn document(row: decisions::Decision) -> ApiResult<DocumentView> {
    Ok(DocumentView {
        id: row.id,
        kind: row.kind,
        number: row.full_number,
        signed_on: row.signed_on,
        signer: row.signer_id,
        delegation: row.delegation_id,
        prepared_by: row.preparer_id,
        asset: row.asset_id,
        content: value(&row.content)?,
    })
}

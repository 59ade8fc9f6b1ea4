//! The books of a case, for reading: ledger entries, balances, signed documents.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::cases::{balances, find};
use super::context::{Core, actor};
use super::convert::value;
use super::error::{ApiError, ApiResult};
use crate::domain::ids::{AssetId, CaseId, DecisionId, DelegationId, EntryId, UserId};
use crate::domain::ledger::TrialBalance;
use crate::domain::money::Dong;
use crate::store::{decisions, ledger};

/// A ledger entry as the API shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EntryView {
    /// Its identifier.
    pub id: EntryId,
    /// The kind of entry, for example `J01`.
    pub kind: String,
    /// The day it is booked on.
    pub posted_on: NaiveDate,
    /// The entry that it reverses.
    pub reverses: Option<EntryId>,
    /// What it is for.
    pub memo: String,
    /// Its lines: each from one account to another, so that no entry can be out of balance.
    pub postings: Vec<PostingView>,
}

/// One line of an entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PostingView {
    /// The account debited.
    pub debit: String,
    /// The account credited.
    pub credit: String,
    /// The sum, in đồng.
    pub amount: Dong,
}

/// The ledger entries of a case, by identifier.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn entries(
    core: &Core,
    user: UserId,
    case: CaseId,
    after: Option<EntryId>,
    limit: i64,
) -> ApiResult<Vec<EntryView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), case)?;
            let rows = ledger::by_file(conn, case.into(), after, limit)?;
            Ok(rows.into_iter().map(|(entry, lines)| entry_view(entry, lines)).collect())
        })
        .await
}

fn entry_view(entry: ledger::Entry, lines: Vec<ledger::Posting>) -> EntryView {
    let line =
        |line: ledger::Posting| PostingView { debit: line.debit, credit: line.credit, amount: line.amount };
    EntryView {
        id: entry.id,
        kind: entry.kind,
        posted_on: entry.posted_on,
        reverses: entry.reverses_id,
        memo: entry.memo,
        postings: lines.into_iter().map(line).collect(),
    }
}

/// The accounts of a case.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn trial_balance(core: &Core, user: UserId, case: CaseId) -> ApiResult<TrialBalance> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), case)?;
            balances(conn, case)?.trial_balance().map_err(ApiError::internal)
        })
        .await
}

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

/// The signed documents of a case and its assets, by identifier.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn documents(
    core: &Core,
    user: UserId,
    case: CaseId,
    after: Option<DecisionId>,
    limit: i64,
) -> ApiResult<Vec<DocumentView>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            find(conn, &actor, clock.today(), case)?;
            decisions::by_case(conn, case, after, limit)?.into_iter().map(document).collect()
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

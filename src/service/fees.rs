//! What fees and late interest need from the store: when the money came that is shared, what creditors have received before, who had
//! asked for enforcement. How they are reckoned stands in the domain.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::context::{Core, actor};
use super::convert::value;
use super::error::{ApiError, ApiResult};
use crate::domain::asset::Asset;
use crate::domain::case::Case;
use crate::domain::fee::NoFee;
use crate::domain::fee_account::FeeAccount;
use crate::domain::ids::{CaseId, PartyId, UserId};
use crate::domain::judgment::{Mode, Obligation};
use crate::domain::ledger::Account;
use crate::domain::lifecycle::money::FeeAccounts;
use crate::domain::money::Dong;
use crate::domain::payment::{Arrived, ReceiptKind};
use crate::domain::request::Request;
use crate::store::{Conn, MAX_ROWS, Scope, fee_accounts, obligations, receipts, requests};

/// The days on which the money came that is shared: what came last lies there still. The price of an asset counts from its delivery
/// (ND152 29.2).
pub(super) fn arrived(
    conn: &mut Conn,
    case: &Case,
    asset: Option<&Asset>,
    amount: Dong,
    on: NaiveDate,
) -> ApiResult<Vec<Arrived>> {
    if let Some(asset) = asset {
        return Ok(vec![Arrived { on: asset.handed_over_on.unwrap_or(on), amount }]);
    }
    let mut came = Vec::new();
    let mut after = None;
    loop {
        let page = receipts::by_case(conn, case.id, None, after, MAX_ROWS)?;
        after = page.last().map(|row| row.id);
        let full = i64::try_from(page.len()).is_ok_and(|rows| rows == MAX_ROWS);
        let ids: Vec<_> = page.iter().map(|row| row.id).collect();
        let gone = receipts::cancelled(conn, &ids)?;
        for row in page.into_iter().filter(|row| row.asset_id.is_none() && !gone.contains_key(&row.id)) {
            let kind: ReceiptKind = row.kind.parse().map_err(ApiError::internal)?;
            if kind.waits() == Account::Provisional {
                came.push(Arrived { on: row.received_on, amount: row.amount });
            }
        }
        if !full {
            break;
        }
    }
    came.sort_by_key(|one| one.on);
    let mut left = amount;
    let mut here = Vec::new();
    for one in came.into_iter().rev() {
        if left.is_zero() {
            break;
        }
        let part = one.amount.min(left);
        left = left.saturating_minus(part);
        here.push(Arrived { on: one.on, amount: part });
    }
    if !left.is_zero() {
        // It came by another way than a receipt of this case: from a prison, from another agency.
        here.push(Arrived { on: here.last().map_or(on, |first| first.on), amount: left });
    }
    here.reverse();
    Ok(here)
}

/// Parts of the money that bear no fee by the day on which they came: before the decision, or in the voluntary period (L106 53.1).
pub(super) fn free(case: &Case, asset: Option<&Asset>, arrived: &[Arrived]) -> Vec<(NoFee, Dong)> {
    if asset.is_some() {
        return Vec::new();
    }
    let reason = |on: NaiveDate| match case.voluntary_until() {
        _ if on < case.decided_on => Some(NoFee::BeforeDecision),
        Some(until) if on <= until => Some(NoFee::VoluntaryPeriod),
        _ => None,
    };
    arrived.iter().filter_map(|one| Some((reason(one.on)?, one.amount))).collect()
}

/// The accounts of all creditors of a case.
pub(super) fn accounts(conn: &mut Conn, case: CaseId) -> ApiResult<FeeAccounts> {
    let rows = fee_accounts::all_by_case(conn, case)?;
    rows.iter().map(|row| Ok(((row.case_id, row.party_id), value(&row.doc)?))).collect()
}

/// The accounts of these creditors of a case.
pub(super) fn accounts_of(conn: &mut Conn, case: CaseId, parties: &[PartyId]) -> ApiResult<Vec<FeeAccount>> {
    fee_accounts::of_parties(conn, case, parties)?.iter().map(|row| value(&row.doc)).collect()
}

/// The request on which a case was opened.
fn request(conn: &mut Conn, case: &Case) -> ApiResult<Option<Request>> {
    let Some(request) = case.request else { return Ok(None) };
    let row = requests::get(conn, &Scope::office(case.office), request)?;
    Ok(Some(value(&row.doc)?))
}

/// Whether the debtor himself had asked for enforcement. Who owes and is owed asked as a creditor.
pub(super) fn by_debtor(conn: &mut Conn, case: &Case) -> ApiResult<BTreeSet<CaseId>> {
    let Some(request) = request(conn, case)?.filter(|one| case.debtor(one.requester).is_some()) else {
        return Ok(BTreeSet::new());
    };
    let items = obligations::all_by_case(conn, case.id)?;
    let creditor = items.iter().any(|item| item.creditor_id == Some(request.requester));
    Ok((!creditor).then_some(case.id).into_iter().collect())
}

/// Gives each item on request the day of its request in law, where the item does not say it (ND152 9.3).
pub(super) fn date_requests(conn: &mut Conn, case: &Case, items: &mut [Obligation]) -> ApiResult<()> {
    if let Some(request) = request(conn, case)? {
        for item in items.iter_mut().filter(|item| item.mode == Mode::OnRequest) {
            item.requested_on = item.requested_on.or(Some(request.requested_on));
        }
    }
    Ok(())
}

/// What the creditors of a case have received and owe in fees, by creditor.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    after: Option<PartyId>,
    limit: i64,
) -> ApiResult<Vec<FeeAccount>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            super::cases::find(conn, &actor, clock.today(), case)?;
            let rows = fee_accounts::by_case(conn, case, after, limit)?;
            rows.iter().map(|row| value(&row.doc)).collect()
        })
        .await
}

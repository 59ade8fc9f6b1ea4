//! What fees and late interest need from the store: when the money came that is shared, what creditors have received before, who had
//! asked for enforcement. How they are reckoned stands in the domain.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::context::{Core, actor};
use super::convert::value;
use super::error::ApiResult;
use crate::domain::asset::Asset;
use crate::domain::case::{Case, ReviewPoint};
use crate::domain::fee::NoFee;
use crate::domain::fee_account::FeeAccount;
use crate::domain::ids::{CaseId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{Mode, Obligation};
use crate::domain::lifecycle::money::FeeAccounts;
use crate::domain::lifecycle::money::collection::Incoming;
use crate::domain::money::Dong;
use crate::domain::payment::Arrived;
use crate::domain::request::Request;
use crate::store::{Conn, fee_accounts, obligations, requests};

/// The days on which the money came that is shared, by its receipts; what no receipt explains, from a prison or another agency, came with
/// the first of them. The price of an asset counts from its delivery (ND152 29.2).
pub(super) fn arrived(asset: Option<&Asset>, run: &[Incoming], amount: Dong, on: NaiveDate) -> Vec<Arrived> {
    if let Some(asset) = asset {
        return vec![Arrived { on: asset.handed_over_on.unwrap_or(on), amount }];
    }
    let day = |one: &Incoming| one.there_since.or(one.on);
    let first = run.iter().find_map(day).unwrap_or(on);
    let came = run.iter().map(|one| Arrived { on: day(one).unwrap_or(first), amount: one.amount });
    let mut came: Vec<Arrived> = came.collect();
    came.sort_by_key(|one| one.on);
    came
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

/// The accounts of all creditors of these cases.
pub(super) fn accounts(conn: &mut Conn, cases: &[CaseId]) -> ApiResult<FeeAccounts> {
    let rows = fee_accounts::of_cases(conn, cases)?;
    rows.iter().map(|row| Ok(((row.case_id, row.party_id), value(&row.doc)?))).collect()
}

/// The accounts of these creditors of a case.
pub(super) fn accounts_of(conn: &mut Conn, case: CaseId, parties: &[PartyId]) -> ApiResult<Vec<FeeAccount>> {
    fee_accounts::of_parties(conn, case, parties)?.iter().map(|row| value(&row.doc)).collect()
}

/// The requests on which these cases of an agency were opened, by case.
pub(super) fn requests_of(
    conn: &mut Conn,
    office: OfficeId,
    cases: &[&Case],
) -> ApiResult<BTreeMap<CaseId, Request>> {
    let ids: Vec<_> = cases.iter().filter_map(|case| case.request).collect();
    let docs = requests::docs_of(conn, office, &ids)?;
    let known: ApiResult<BTreeMap<_, Request>> =
        docs.iter().map(|doc| value(doc).map(|request: Request| (request.id, request))).collect();
    let known = known?;
    Ok(cases.iter().filter_map(|case| Some((case.id, known.get(&case.request?)?.clone()))).collect())
}

/// The request on which a case was opened.
pub(super) fn request_of(conn: &mut Conn, case: &Case) -> ApiResult<Option<Request>> {
    Ok(requests_of(conn, case.office, &[case])?.remove(&case.id))
}

/// Whether the debtor himself had asked for enforcement. Who owes and is owed asked as a creditor. A case taken over has no request
/// here: it says so itself.
pub(super) fn by_debtor(conn: &mut Conn, case: &Case, request: Option<&Request>) -> ApiResult<bool> {
    if case.imported.as_ref().is_some_and(|taken| taken.review.contains(&ReviewPoint::FeeFreeDebtor)) {
        return Ok(true);
    }
    let Some(request) = request.filter(|one| case.debtor(one.requester).is_some()) else {
        return Ok(false);
    };
    let items = obligations::all_by_case(conn, case.id)?;
    Ok(items.iter().all(|item| item.creditor_id != Some(request.requester)))
}

/// The same, having read the request.
pub(super) fn debtor_asked(conn: &mut Conn, case: &Case) -> ApiResult<bool> {
    let request = request_of(conn, case)?;
    by_debtor(conn, case, request.as_ref())
}

/// Gives each item on request the day of its request in law, where the item does not say it (ND152 9.3).
pub(super) fn date_requests(request: Option<&Request>, items: &mut [Obligation]) {
    let Some(request) = request else { return };
    for item in items.iter_mut().filter(|item| item.mode == Mode::OnRequest) {
        item.requested_on = item.requested_on.or(Some(request.requested_on));
    }
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

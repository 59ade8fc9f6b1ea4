//! Late interest: what is due on the items of a case on a day, and what of it goes into a distribution.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::context::{Core, actor};
use super::convert::obligation;
use super::error::{ApiError, ApiResult, Code};
use crate::domain::case::Case;
use crate::domain::ids::{CaseId, ObligationId, UserId};
use crate::domain::interest::Paid;
use crate::domain::judgment::Obligation;
use crate::domain::law::Law;
use crate::domain::lifecycle::money::{History, ItemInterest, interest_of};
use crate::domain::payment::Arrived;
use crate::domain::refusal::Refusal;
use crate::store::{Conn, obligations, performances};

/// What was paid on these items, by item.
fn histories(conn: &mut Conn, items: &[ObligationId]) -> ApiResult<BTreeMap<ObligationId, History>> {
    let mut found: BTreeMap<ObligationId, History> = BTreeMap::new();
    for row in performances::of_items(conn, items)? {
        let history = found.entry(row.obligation_id).or_default();
        if !row.principal.is_zero() {
            history.principal.push(Paid { on: row.arrived_on, principal: row.principal });
        }
        if !row.interest.is_zero() {
            history.interest.push((row.arrived_on, row.interest));
        }
    }
    Ok(found)
}

fn bearing(items: &[Obligation]) -> Vec<ObligationId> {
    let with_terms = items.iter().filter(|item| item.more.interest.is_some() && item.is_claim());
    with_terms.map(|item| item.id).collect()
}

/// What is owed on the day the last of the money came, of all claims that share in it.
pub(super) fn owed<'a>(items: impl Iterator<Item = &'a Obligation>, arrived: &[Arrived]) -> Vec<Arrived> {
    let Some(last) = arrived.last() else { return Vec::new() };
    let claims = items.filter(|item| item.is_claim());
    claims.map(|item| Arrived { on: last.on, amount: item.outstanding() }).collect()
}

/// Fills in what interest is due on each item of a case when this money is shared. Money that came on several days lowers the base on
/// each of them, as if each had been shared in proportion to what is `owed`, in whichever case.
pub(super) fn fill(
    conn: &mut Conn,
    law: &Law,
    case: &Case,
    items: &mut [Obligation],
    arrived: &[Arrived],
    owed: &[Arrived],
) -> ApiResult<()> {
    let ids = bearing(items);
    let Some((last, earlier)) = arrived.split_last().filter(|_| !ids.is_empty()) else { return Ok(()) };
    let mut known = histories(conn, &ids)?;
    for item in items.iter_mut().filter(|item| item.more.interest.is_some() && item.is_claim()) {
        let mut history = known.remove(&item.id).unwrap_or_default();
        let own = Arrived { on: last.on, amount: item.outstanding() };
        let mut shared = item.clone();
        for came in earlier {
            let left = shared.outstanding();
            let part = own.part_of(came.amount, owed).min(left);
            history.principal.push(Paid { on: came.on, principal: part });
            shared.paid = shared.paid.plus(part).map_err(ApiError::internal)?;
        }
        item.interest_due = interest_of(law, case, &shared, &history, last.on).map_err(unlawful)?.due;
    }
    Ok(())
}

/// Late interest on the items of a case on a day, each with its trace, by item.
///
/// # Errors
/// 404 when the case is not the user's to know of; 409 where the law data know no rate for the day.
pub async fn of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    on: Option<NaiveDate>,
    after: Option<ObligationId>,
    limit: i64,
) -> ApiResult<Vec<ItemInterest>> {
    let core = core.clone();
    let store = core.store.clone();
    store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let today = core.clock.today();
            let case = super::cases::find(conn, &actor, today, case)?;
            let rows = obligations::by_case(conn, case.id, after, limit)?;
            let items: ApiResult<Vec<Obligation>> = rows.into_iter().map(obligation).collect();
            let mut items = items?;
            let request = super::fees::request_of(conn, &case)?;
            super::fees::date_requests(request.as_ref(), &mut items);
            let mut known = histories(conn, &bearing(&items))?;
            let mut out = Vec::with_capacity(items.len());
            for item in &items {
                let history = known.remove(&item.id).unwrap_or_default();
                out.push(
                    interest_of(&core.law, &case, item, &history, on.unwrap_or(today)).map_err(unlawful)?,
                );
            }
            Ok(out)
        })
        .await
}

/// Without the law's rate nothing is reckoned.
fn unlawful(refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::LawMissing(gap) => ApiError::new(Code::LawGap).with("gap", gap),
        _ => ApiError::internal("late interest beyond what an amount can hold"),
    }
}

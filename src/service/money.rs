//! Money across lifecycles: the facts for each step of a distribution and of a payout, and what is read of them (L106 54).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::acts::{Asked, Board};
use super::context::{Core, actor};
use super::convert::{value, values};
use super::error::ApiResult;
use super::{assets, cases, collections, past, scope};
use crate::domain::case::Case;
use crate::domain::claim::Payee;
use crate::domain::event::hash;
use crate::domain::ids::{CaseId, DistributionId, PartyId, PayoutId, UserId};
use crate::domain::judgment::{Party, PartyKind};
use crate::domain::lifecycle::money::{
    DistributionAction, DistributionFacts, DistributionLifecycle, PayoutAction, PayoutFacts, PayoutLifecycle,
};
use crate::domain::payment::{Distribution, DistributionState, FeeLine, Payout};
use crate::domain::refusal;
use crate::store::{At, Conn, Scope, cases as case_rows, distributions, parties, payouts};

impl Board for DistributionLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, DistributionAction>) -> ApiResult<DistributionFacts> {
        let id = DistributionId(asked.id);
        let row = scope::find(asked.actor, asked.today, |scope| distributions::get(conn, scope, id))?;
        let distribution: Distribution = value(&row.doc)?;
        let case = cases::find(conn, asked.actor, asked.today, distribution.case)?;
        let asset = match distribution.asset {
            Some(asset) => Some(assets::find(conn, asked.actor, asked.today, asset)?),
            None => None,
        };
        let (terms, state) = (distribution.terms.as_ref(), distribution.state);
        let mut seen: Vec<CaseId> =
            terms.iter().flat_map(|terms| &terms.others).map(|seen| seen.case).collect();
        seen.extend(terms.iter().flat_map(|terms| &terms.stated.uses).map(|used| used.case));
        seen.sort_unstable();
        seen.dedup();
        let others: Vec<Case> = values(&case_rows::docs_of(conn, distribution.office, &seen)?)?;
        let computed = state == DistributionState::Computed;
        // Released is one write, however many lines: they are read then only where an interruption may lie on one.
        let held = || std::iter::once(&case).chain(&others).any(Case::is_interrupted);
        let open = computed
            || state == DistributionState::Approved
            || (state == DistributionState::Ordered && held());
        let docs: Vec<String> = match open {
            true => distributions::all_lines(conn, id)?.into_iter().map(|row| row.doc).collect(),
            false => Vec::new(),
        };
        let lines: Vec<FeeLine> = values(&docs)?;
        // What was hashed is the array of the lines as they are stored.
        let lines_digest = if open { hash(&format!("[{}]", docs.join(","))) } else { String::new() };
        let (accounts, organisations) = if computed { Default::default() } else { accounts(conn, &lines)? };
        let money = cases::money(conn, case.id)?;
        let others_now = match terms.filter(|_| computed) {
            Some(terms) => collections::others_now(conn, &case, terms)?,
            None => Vec::new(),
        };
        let collected = match state {
            DistributionState::Approved => super::receipts::collected(conn, case.office, case.id.into())?,
            _ => Default::default(),
        };
        Ok(DistributionFacts {
            distribution,
            lines,
            lines_digest,
            case,
            money,
            asset,
            others,
            others_now,
            accounts,
            organisations,
            collected,
        })
    }

    fn version(facts: &DistributionFacts) -> i64 {
        facts.distribution.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<DistributionAction, Vec<refusal::FieldError>>> {
        DistributionAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        DistributionAction::NAMES
    }
}

impl Board for PayoutLifecycle {
    fn load(conn: &mut Conn, asked: &Asked<'_, PayoutAction>) -> ApiResult<PayoutFacts> {
        let id = PayoutId(asked.id);
        let row = scope::find(asked.actor, asked.today, |scope| payouts::get(conn, scope, id))?;
        let mut payout: Payout = value(&row.doc)?;
        let distribution: Option<Distribution> = match payout.distribution {
            None => None,
            Some(id) => {
                let row = scope::find(asked.actor, asked.today, |scope| distributions::get(conn, scope, id))?;
                Some(value(&row.doc)?)
            }
        };
        if let Some(distribution) = &distribution {
            payout.follow(distribution);
        }
        super::payouts::facts(conn, asked, payout, distribution)
    }

    fn version(facts: &PayoutFacts) -> i64 {
        facts.payout.version
    }

    fn parse(name: &str, body: Value) -> Option<Result<PayoutAction, Vec<refusal::FieldError>>> {
        PayoutAction::parse(name, body)
    }

    fn names() -> &'static [(&'static str, &'static str)] {
        PayoutAction::NAMES
    }
}

/// The payees of these lines who have an account on record, and those that are organisations.
fn accounts(conn: &mut Conn, lines: &[FeeLine]) -> ApiResult<(BTreeSet<PartyId>, BTreeSet<PartyId>)> {
    let payees: BTreeSet<PartyId> = lines
        .iter()
        .filter_map(|line| match line.line.payee {
            Payee::Party(party) => Some(party),
            Payee::State | Payee::Agency => None,
        })
        .collect();
    let payees: Vec<PartyId> = payees.into_iter().collect();
    let (mut with_account, mut organisations) = (BTreeSet::new(), BTreeSet::new());
    for row in parties::by_ids(conn, &payees)? {
        let party: Party = value(&row.doc)?;
        if party.kind == PartyKind::Organisation {
            organisations.insert(party.id);
        }
        if party.bank_account.is_some() {
            with_account.insert(party.id);
        }
    }
    Ok((with_account, organisations))
}

/// A distribution as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// 404 when it is not the user's to know of, or was not prepared yet at that instant; 400 for an instant to come.
pub async fn get_distribution(
    core: &Core,
    user: UserId,
    id: DistributionId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<Distribution> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let row = scope::find(&actor, clock.today(), |scope| distributions::get(conn, scope, id))?;
            at.map_or_else(|| value(&row.doc), |at| past::state(conn, id.0, at))
        })
        .await
}

/// The lines of a distribution, by place.
///
/// # Errors
/// 404 when it is not the user's to know of.
pub async fn distribution_lines(
    core: &Core,
    user: UserId,
    id: DistributionId,
    after: i32,
    limit: i64,
) -> ApiResult<Vec<(i32, FeeLine)>> {
    let clock = core.clock.clone();
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            scope::find(&actor, clock.today(), |scope| distributions::get(conn, scope, id))?;
            let rows = distributions::lines(conn, id, after, limit)?;
            rows.iter().map(|row| Ok((row.line, value(&row.doc)?))).collect()
        })
        .await
}

/// A payout as the API shows it, now or as it was known at an instant.
///
/// # Errors
/// As [`get_distribution`].
pub async fn get_payout(
    core: &Core,
    user: UserId,
    id: PayoutId,
    as_of: Option<DateTime<Utc>>,
) -> ApiResult<Payout> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let (actor, today) = (actor(conn, user)?, clock.today());
            let asked = Asked { actor: &actor, id: id.0, today, on: today, action: None };
            let mut payout = PayoutLifecycle::load(conn, &asked)?.payout;
            if let Some(at) = at {
                payout = past::state(conn, id.0, at)?;
                follow(conn, std::slice::from_mut(&mut payout), Some(at))?;
            }
            Ok(payout)
        })
        .await
}

/// The payouts of a case, by identifier; with an instant those that were known then, as they were.
///
/// # Errors
/// 404 when the case is not the user's to know of; 400 for an instant to come.
pub async fn payouts_of_case(
    core: &Core,
    user: UserId,
    case: CaseId,
    as_of: Option<DateTime<Utc>>,
    after: Option<PayoutId>,
    limit: i64,
) -> ApiResult<Vec<Payout>> {
    let (clock, at) = (core.clock.clone(), past::instant(core, as_of)?);
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            cases::find(conn, &actor, clock.today(), case)?;
            let mut found: Vec<Payout> = match at {
                None => {
                    let rows = payouts::by_case(conn, case, after, limit)?;
                    rows.iter().map(|row| value(&row.doc)).collect::<ApiResult<_>>()?
                }
                Some(at) => past::of_case(conn, case, ("payout", at), after.map(|id| id.0), limit)?,
            };
            follow(conn, &mut found, at)?;
            Ok(found)
        })
        .await
}

/// Shows each payout with its distribution, which it follows: as that is, or as it was known at an instant.
fn follow(conn: &mut Conn, found: &mut [Payout], at: Option<At>) -> ApiResult<()> {
    let mut plans: BTreeMap<DistributionId, Distribution> = BTreeMap::new();
    for payout in found {
        let Some(of) = payout.distribution else { continue };
        let plan = match plans.entry(of) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(match at {
                None => value(&distributions::get(conn, &Scope::office(payout.office), of)?.doc)?,
                Some(at) => past::state(conn, of.0, at)?,
            }),
        };
        payout.follow(plan);
    }
    Ok(())
}

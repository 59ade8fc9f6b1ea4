//! The records that a distribution is computed from: the case, the asset, the money that waits and how it came, the debtor's
//! other cases, creditors who have not requested. Read once, judged in the domain.
//!
//! "The debtor" is whoever has the same identity number in any judgment of this agency; without a number, this party alone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::context::Core;
use super::convert::{obligation, value, values};
use super::distributions::NewDistribution;
use super::error::{ApiError, ApiResult, FieldError};
use super::{assets, cases, fees, interest, refusals};
use crate::domain::actor::Actor;
use crate::domain::asset::Asset;
use crate::domain::case::{Case, FreedShares, Stage};
use crate::domain::distribution::{AlsoDebtor, CaseSeen, Terms};
use crate::domain::ids::{AssetId, CaseId, FreedSharesId, ObligationId, PartyId, ReceiptId};
use crate::domain::judgment::{Mode, Obligation};
use crate::domain::law::Law;
use crate::domain::ledger::Account;
use crate::domain::lifecycle::money::collection::{
    Assumed, Collection, CostBooks, Fed, Incoming, OtherCase, Waiting, run, waiting,
};
use crate::domain::money::Dong;
use crate::domain::payment::{Arrived, Distribution, DistributionState, FeeLine, Receipt, ReceiptKind};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::store::{
    Conn, MAX_ROWS, Scope, cases as case_rows, distributions, every, judgments, obligations, parties,
    receipts,
};

/// Everything a distribution is computed from.
pub(super) struct Work {
    pub case: Case,
    pub asset: Option<Asset>,
    pub own: Vec<Obligation>,
    pub on: NaiveDate,
    /// When the money came.
    pub arrived: Vec<Arrived>,
    /// The computation of the same money that waits for approval.
    pub computed: Option<Distribution>,
    /// The requests on which the cases that share were opened, by case.
    pub requests: BTreeMap<CaseId, Request>,
    unrequested: Vec<Obligation>,
    others: Vec<OtherCase>,
    /// The first of the last days to ask among the unrequested.
    ask_until: Option<NaiveDate>,
    freed: Option<FreedShares>,
    kept: BTreeMap<ObligationId, Dong>,
    debtor: Option<PartyId>,
    same_person: BTreeSet<PartyId>,
    parties: BTreeSet<PartyId>,
    also_debtors: Vec<AlsoDebtor>,
    money: Waiting,
    books: CostBooks,
}

/// The asset whose money is shared, and the shares set free of it where it is theirs (ND152 30.2).
fn money_of(
    conn: &mut Conn,
    actor: &Actor,
    on: NaiveDate,
    asked: &NewDistribution,
    case: &Case,
) -> ApiResult<(Option<Asset>, Option<FreedShares>)> {
    let Some(id) = asked.freed else {
        return Ok((asked.asset.map(|id| asset_of(conn, actor, on, id, case)).transpose()?, None));
    };
    let Some((deposit, freed)) = case.freed_shares(id) else {
        return Err(ApiError::field("/freed", "not_in_list"));
    };
    if asked.asset.is_some() && asked.asset != deposit.asset {
        return Err(ApiError::field("/asset", "contradicts"));
    }
    let asset = deposit.asset.map(|id| asset_of(conn, actor, on, id, case)).transpose()?;
    Ok((asset, Some(freed.clone())))
}

/// An asset of the case.
fn asset_of(conn: &mut Conn, actor: &Actor, on: NaiveDate, id: AssetId, case: &Case) -> ApiResult<Asset> {
    let asset = assets::find(conn, actor, on, id)?;
    if asset.case == case.id { Ok(asset) } else { Err(ApiError::field("/asset", "not_in_list")) }
}

impl Work {
    pub(super) fn load(
        conn: &mut Conn,
        core: &Core,
        actor: &Actor,
        asked: &NewDistribution,
    ) -> ApiResult<Work> {
        let on = core.clock.today();
        let case = cases::find(conn, actor, on, asked.case)?;
        let (asset, freed) = money_of(conn, actor, on, asked, &case)?;
        let earlier = earlier(conn, case.id, asset.as_ref().map(|asset| asset.id))?;
        let balances = cases::balances(conn, case.id)?;
        let books = CostBooks {
            paid: balances.balance(Account::CostsPaid),
            advances: balances.balance(Account::CostAdvances),
        };
        let (money, run) = match (&asset, &freed) {
            (Some(asset), Some(freed)) => (still_free(asset, freed, &earlier), Vec::new()),
            (Some(asset), None) => (price(asset, &earlier, balances.balance(Account::SaleMoney)), Vec::new()),
            (None, _) => {
                let free = balances.balance(Account::Provisional).saturating_minus(case.special.reserved());
                collected(conn, &case, free)?
            }
        };
        if money.amount.is_zero() {
            return Err(refusals::cited(&core.law, on, vec![FieldError::new("/case", "M02_PLAN")]));
        }
        let debtor = debtor(&case, asset.as_ref(), &money);
        let same_person = match debtor {
            Some(debtor) => parties::same_person(conn, case.office, debtor)?.into_iter().collect(),
            None => BTreeSet::new(),
        };
        let others = others(conn, &case, &same_person, freed.is_some())?;
        let kept = kept(conn, std::iter::once(&case).chain(others.iter().map(|other| &other.case)))?;
        let rows = obligations::all_by_case(conn, case.id)?;
        let own: ApiResult<Vec<Obligation>> = rows.into_iter().map(obligation).collect();
        let (unrequested, ask_until) = match asset.as_ref().filter(|asset| asset.judged && freed.is_none()) {
            Some(_) => unrequested(conn, &core.law, &case, on)?,
            None => (Vec::new(), None),
        };
        let named = parties::of_judgment(conn, case.judgment, &asked.stated.parties())?;
        let parties = named.into_iter().map(|party| party.id).collect();
        let same = |one: &Distribution| freed_of(one) == asked.freed;
        let computed = earlier.into_iter().rfind(|one| one.state == DistributionState::Computed && same(one));
        let mut own = own?;
        let arrived = fees::arrived(asset.as_ref(), &run, money.amount, on);
        let mut others = others;
        let requests = reckon(conn, &core.law, &case, &mut own, &mut others, &arrived)?;
        let also_debtors = also_debtors(conn, &case, &same_person)?;
        Ok(Work {
            also_debtors,
            case,
            asset,
            own,
            on,
            arrived,
            computed,
            requests,
            unrequested,
            ask_until,
            freed,
            kept,
            others,
            debtor,
            same_person,
            parties,
            money,
            books,
        })
    }

    pub(super) fn feed(&self, law: &Law, asked: &NewDistribution, assumed: &Assumed) -> Result<Fed, Refusal> {
        let collection = Collection {
            case: &self.case,
            asset: self.asset.as_ref(),
            own: &self.own,
            unrequested: &self.unrequested,
            others: &self.others,
            debtor: self.debtor,
            same_person: &self.same_person,
            parties: &self.parties,
            also_debtors: &self.also_debtors,
            freed: self.freed.as_ref(),
            kept: &self.kept,
            ask_until: self.ask_until,
            money: self.money,
            one_day: self.arrived.first().map(|one| one.on) == self.arrived.last().map(|one| one.on),
            books: self.books,
            stated: &asked.stated,
            rent_region: asked.rent_region,
            assumed,
            law,
            on: self.on,
        };
        collection.feed()
    }

    /// The cases that share, the acting one first.
    pub(super) fn all_cases(&self) -> Vec<Case> {
        let others = self.others.iter().map(|other| &other.case);
        std::iter::once(&self.case).chain(others).cloned().collect()
    }

    /// The items of every case that shares.
    pub(super) fn all_items(&self) -> Vec<Obligation> {
        let others = self.others.iter().flat_map(|other| &other.items);
        self.own.iter().chain(&self.unrequested).chain(others).cloned().collect()
    }
}

/// Gives the items the days of their requests and what interest is due on each; the requests, by case.
fn reckon(
    conn: &mut Conn,
    law: &Law,
    case: &Case,
    own: &mut [Obligation],
    others: &mut [OtherCase],
    arrived: &[Arrived],
) -> ApiResult<BTreeMap<CaseId, Request>> {
    let sharing: Vec<&Case> = std::iter::once(case).chain(others.iter().map(|other| &other.case)).collect();
    let requests = fees::requests_of(conn, case.office, &sharing)?;
    let elsewhere = others.iter().flat_map(|other| &other.items);
    let owed = interest::owed(own.iter().chain(elsewhere), arrived);
    fees::date_requests(requests.get(&case.id), own);
    interest::fill(conn, law, case, own, arrived, &owed)?;
    for other in others {
        fees::date_requests(requests.get(&other.case.id), &mut other.items);
        interest::fill(conn, law, &other.case, &mut other.items, arrived, &owed)?;
    }
    Ok(requests)
}

/// Distributions of the same money, oldest first.
fn earlier(conn: &mut Conn, case: CaseId, asset: Option<AssetId>) -> ApiResult<Vec<Distribution>> {
    let rows = every(|after| distributions::by_case(conn, case, after, MAX_ROWS), |row| row.id)?;
    let found: ApiResult<Vec<Distribution>> = rows.iter().map(|row| value(&row.doc)).collect();
    let mut found = found?;
    found.retain(|one| one.asset == asset);
    Ok(found)
}

/// What distributions have shared of the price of an asset's present sale.
pub(super) fn shared(conn: &mut Conn, asset: &Asset) -> ApiResult<Dong> {
    Ok(shared_of(asset, &earlier(conn, asset.case, Some(asset.id))?))
}

fn shared_of(asset: &Asset, earlier: &[Distribution]) -> Dong {
    use DistributionState as S;
    let booked = earlier.iter().filter(|one| !matches!(one.state, S::Computed | S::Cancelled));
    // What is set free was shared with the price already.
    let booked = booked.filter(|one| freed_of(one).is_none());
    let booked = Dong::sum(booked.map(|one| one.amount)).unwrap_or(Dong::MAX);
    booked.saturating_minus(asset.books.shared_before)
}

/// The shares set free whose money a distribution shares.
fn freed_of(distribution: &Distribution) -> Option<FreedSharesId> {
    distribution.terms.as_ref().and_then(|terms| terms.freed)
}

/// Shares set free, until a distribution of them is booked.
fn still_free(asset: &Asset, freed: &FreedShares, earlier: &[Distribution]) -> Waiting {
    use DistributionState as S;
    let booked = |one: &Distribution| !matches!(one.state, S::Computed | S::Cancelled);
    let shared = earlier.iter().any(|one| freed_of(one) == Some(freed.id) && booked(one));
    let amount = if shared { Dong::ZERO } else { freed.total() };
    let on = asset.sale.as_ref().and_then(|sale| sale.paid_on);
    Waiting { amount, voluntary: false, payer: None, decision: None, on }
}

/// What of the sale money is this asset's: what was paid in for it and is not shared yet.
fn price(asset: &Asset, earlier: &[Distribution], balance: Dong) -> Waiting {
    let shared = shared_of(asset, earlier);
    let own = asset.sale.as_ref().map_or(balance, |sale| sale.paid.saturating_minus(shared));
    let on = asset.sale.as_ref().and_then(|sale| sale.paid_on);
    Waiting { amount: own.min(balance), voluntary: false, payer: None, decision: None, on }
}

/// The money that came in otherwise, as its receipts tell, and those receipts.
fn collected(conn: &mut Conn, case: &Case, balance: Dong) -> ApiResult<(Waiting, Vec<Incoming>)> {
    let coerced = case.measures.iter().any(|measure| measure.coercive);
    let rows = every(|after| receipts::by_case(conn, case.id, None, after, MAX_ROWS), |row| row.id)?;
    let mut incoming = Vec::new();
    for page in rows.chunks(500) {
        let ids: Vec<ReceiptId> = page.iter().map(|row| row.id).collect();
        let cancelled = receipts::cancelled(conn, &ids)?;
        for row in page.iter().filter(|row| !cancelled.contains_key(&row.id)) {
            let receipt: Receipt = value(&row.doc)?;
            // A price waits apart, until the thing is delivered.
            if receipt.kind.waits() != Account::Provisional {
                continue;
            }
            incoming.push(Incoming {
                amount: receipt.amount,
                voluntary: is_own_will(receipt.kind) || !coerced,
                payer: receipt.payer,
                decision: receipt.decision,
                on: Some(receipt.received_on),
                there_since: receipt.there_since,
            });
        }
    }
    let run = run(&incoming, balance, !coerced);
    Ok((waiting(&run, !coerced), run))
}

/// What comes in without force: the debtor's own payment, what he pays in prison, the State's guarantee for him.
fn is_own_will(kind: ReceiptKind) -> bool {
    use ReceiptKind as K;
    matches!(kind, K::Voluntary | K::Redemption | K::Prison | K::StateGuarantee | K::MadeOfficial)
}

/// Whose money it is: the owner's, the payer's who is a debtor of the case, or its only debtor's.
fn debtor(case: &Case, asset: Option<&Asset>, money: &Waiting) -> Option<PartyId> {
    let payer = money.payer.filter(|payer| case.debtor(*payer).is_some());
    let only = match case.debtors.as_slice() {
        [track] => Some(track.party),
        _ => None,
    };
    asset.map(|asset| asset.owner).or(payer).or(only)
}

/// Items in other cases of the same judgment that the thing secures: who asked for his share there need not be the owner's creditor.
fn of_judgment(conn: &mut Conn, case: &Case) -> ApiResult<Vec<obligations::Obligation>> {
    let mut rows = obligations::all_by_judgment(conn, case.judgment)?;
    rows.retain(|row| row.office_id == case.office && row.case_id.is_some_and(|id| id != case.id));
    let mut secured = Vec::new();
    for row in rows {
        if obligation(row.clone())?.secured {
            secured.push(row);
        }
    }
    Ok(secured)
}

/// What lies on deposit for single items in these cases (ND152 30.2).
fn kept<'a>(
    conn: &mut Conn,
    cases: impl Iterator<Item = &'a Case>,
) -> ApiResult<BTreeMap<ObligationId, Dong>> {
    let mut kept: BTreeMap<ObligationId, Dong> = BTreeMap::new();
    for deposit in cases.flat_map(|case| &case.standstill.deposits).filter(|deposit| deposit.keeps_shares()) {
        let Some(distribution) = deposit.distribution else { continue };
        for row in distributions::all_lines(conn, distribution)? {
            let line = value::<FeeLine>(&row.doc)?.line;
            let item = line.obligation.filter(|item| line.waits && !deposit.has_freed(*item));
            if let Some(item) = item {
                let sum = kept.entry(item).or_default();
                *sum = sum.plus(line.share_dong).map_err(ApiError::internal)?;
            }
        }
    }
    Ok(kept)
}

/// The other cases of this agency against the debtor in which something is still enforced; for shares set free those too in which
/// others have asked whom the thing secures.
fn others(
    conn: &mut Conn,
    case: &Case,
    debtor: &BTreeSet<PartyId>,
    freed: bool,
) -> ApiResult<Vec<OtherCase>> {
    let debtor: Vec<PartyId> = debtor.iter().copied().collect();
    let mut rows = obligations::of_debtors(conn, case.office, &debtor, case.id)?;
    if freed {
        let known: BTreeSet<_> = rows.iter().map(|row| row.id).collect();
        rows.extend(of_judgment(conn, case)?.into_iter().filter(|row| !known.contains(&row.id)));
    }
    let ids: BTreeSet<CaseId> = rows.iter().filter_map(|row| row.case_id).collect();
    let ids: Vec<CaseId> = ids.into_iter().collect();
    let docs: Vec<Case> = values(&case_rows::docs_of(conn, case.office, &ids)?)?;
    let mut others: Vec<OtherCase> = docs
        .into_iter()
        .filter(|case| !case.stage.is_final())
        .map(|case| OtherCase { case, items: Vec::new() })
        .collect();
    for row in rows {
        let place = others.binary_search_by_key(&row.case_id, |other| Some(other.case.id));
        if let Some(other) = place.ok().and_then(|place| others.get_mut(place)) {
            other.items.push(obligation(row)?);
        }
    }
    Ok(others)
}

/// Parties of the judgment, other than the debtor, who owe something themselves in other cases here (L106 59.5).
fn also_debtors(conn: &mut Conn, case: &Case, debtor: &BTreeSet<PartyId>) -> ApiResult<Vec<AlsoDebtor>> {
    let mut same = parties::same_as_debtors(conn, case.office, case.judgment)?;
    same.retain(|(party, _)| !debtor.contains(party));
    let elsewhere: Vec<PartyId> = same.iter().map(|(_, other)| *other).collect();
    let owing = obligations::owing(conn, case.office, &elsewhere)?;
    let cases: Vec<CaseId> = owing.iter().map(|(_, case)| *case).collect();
    let mut live = BTreeSet::new();
    for (case, _, stage) in case_rows::heads_of(conn, case.office, &cases)? {
        let stage: Stage = stage.parse().map_err(ApiError::internal)?;
        if !stage.is_final() {
            live.insert(case);
        }
    }
    let mut also = BTreeSet::new();
    for (payee, other) in same {
        let cases = owing.iter().filter(|(debtor, case)| *debtor == other && live.contains(case));
        also.extend(cases.map(|(_, case)| AlsoDebtor { payee, case: *case }));
    }
    Ok(also.into_iter().collect())
}

/// The same cases by their versions alone, to see whether one moved or came.
pub(super) fn others_now(conn: &mut Conn, case: &Case, terms: &Terms) -> ApiResult<Vec<CaseSeen>> {
    let Some(debtor) = terms.debtor else { return Ok(Vec::new()) };
    let debtor = parties::same_person(conn, case.office, debtor)?;
    let mut ids = obligations::cases_of_debtors(conn, case.office, &debtor, case.id)?;
    if terms.freed.is_some() {
        ids.extend(of_judgment(conn, case)?.iter().filter_map(|row| row.case_id));
        ids.sort_unstable();
        ids.dedup();
    }
    let mut seen = Vec::new();
    for (case, version, stage) in case_rows::heads_of(conn, case.office, &ids)? {
        let stage: Stage = stage.parse().map_err(ApiError::internal)?;
        if !stage.is_final() {
            seen.push(CaseSeen { case, version });
        }
    }
    Ok(seen)
}

/// Items of the judgment that wait for a request and are not time-barred (ND152 30.2), and the first of their last days.
fn unrequested(
    conn: &mut Conn,
    law: &Law,
    case: &Case,
    on: NaiveDate,
) -> ApiResult<(Vec<Obligation>, Option<NaiveDate>)> {
    let judgment = judgments::get(conn, &Scope::office(case.office), case.judgment)?;
    let rows = obligations::open_of(conn, case.judgment, Mode::OnRequest.as_str())?;
    let (mut open, mut first) = (Vec::new(), None::<NaiveDate>);
    for row in rows {
        let item = obligation(row)?;
        let base = item.due_on.or(judgment.in_force_on).unwrap_or(case.decided_on);
        let last = law.deadline("time_bar", base, on).ok().map(|last| last.due_on).filter(|last| on <= *last);
        if let Some(last) = last.filter(|_| item.is_claim()) {
            first = Some(first.map_or(last, |first| first.min(last)));
            open.push(item);
        }
    }
    Ok((open, first))
}

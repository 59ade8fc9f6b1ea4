//! Late interest on the items of a case: what the judgment, the request, the interruptions and the payments of an item mean for its
//! reckoning (ND152 29; L106 46.1.c, 46.2, 47.2). The reckoning itself stands in `domain::interest`.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::case::{Case, Hold, HoldGround};
use crate::domain::ids::{ObligationId, PartyId};
use crate::domain::interest::{Accrued, InterestTerms, Paid, RateStep, Reckoning, Stop, reckon};
use crate::domain::judgment::Obligation;
use crate::domain::law::{Law, LawGap, Value};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::refusal::{Refusal, wrong};
use crate::text_enum;

/// What was paid on an item, and when the money came.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// Of the principal.
    pub principal: Vec<Paid>,
    /// Of the interest.
    pub interest: Vec<(NaiveDate, Dong)>,
}

text_enum! {
    /// Why no interest is due on an item.
    pub enum WhyNone {
        /// The judgment does not order it.
        NotOrdered = "not_ordered",
        /// The creditor has not asked for it.
        NotAsked = "not_asked",
        /// It has not begun to run.
        NotBegun = "not_begun",
        /// The price of the divided thing was shared in the judged ratio (ND152 62.3).
        Divided = "divided",
    }
}

/// Late interest on one item on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemInterest {
    /// The item.
    pub obligation: ObligationId,
    /// Who is entitled; the State when absent.
    pub creditor: Option<PartyId>,
    /// What the judgment says.
    pub terms: Option<InterestTerms>,
    /// Why there is none.
    pub why_none: Option<WhyNone>,
    /// The day that starts it, itself not counted.
    pub from: Option<NaiveDate>,
    /// The day for which it is reckoned.
    pub to: NaiveDate,
    /// Everything that accrued, with the way to it.
    pub accrued: Accrued,
    /// What of it was paid, in đồng.
    pub paid: Dong,
    /// What of it is still due, in đồng.
    pub due: Dong,
}

/// Late interest on an item on a day.
///
/// # Errors
/// Where the law data know no rate, or a sum is beyond what an amount can hold.
pub fn interest_of(
    law: &Law,
    case: &Case,
    item: &Obligation,
    history: &History,
    to: NaiveDate,
) -> Result<ItemInterest, Refusal> {
    let none = |why: Option<WhyNone>, from: Option<NaiveDate>| ItemInterest {
        obligation: item.id,
        creditor: item.creditor,
        terms: item.more.interest.clone(),
        why_none: why,
        from,
        to,
        accrued: Accrued::default(),
        paid: Dong::ZERO,
        due: Dong::ZERO,
    };
    let Some(terms) = &item.more.interest else { return Ok(none(Some(WhyNone::NotOrdered), None)) };
    if terms.asked_on.is_none_or(|asked| asked > to) {
        return Ok(none(Some(WhyNone::NotAsked), None));
    }
    let changed = case.demanded(item.id);
    if changed.is_some_and(|(_, payment)| payment.shared_on.is_some_and(|shared| shared <= to)) {
        return Ok(none(Some(WhyNone::Divided), None));
    }
    let from = start(case, item, terms);
    if from >= to {
        return Ok(none(Some(WhyNone::NotBegun), Some(from)));
    }
    let by_law = law_rates(law, to)?;
    let rates = if terms.rates.is_empty() { &by_law } else { &terms.rates };
    let mut stops: Vec<Stop> = case.holds.iter().filter(|hold| stops(hold, item)).map(stop).collect();
    // A new sum bears none from its demand on; what ran until then ran on the judged one (ND152 62.3).
    stops.extend(changed.map(|(demand, _)| Stop { from: demand.on, to: None }));
    let owed = changed.map_or(item.amount, |(_, payment)| payment.judged);
    let paid = principal(item, history, from).map_err(beyond)?;
    let days_per_year = law.integer("late_interest.days_per_year", to)?;
    let of = Reckoning { principal: owed, from, to, rates, stops: &stops, paid: &paid, days_per_year };
    let accrued = reckon(&of).map_err(beyond)?;
    let until = history.interest.iter().filter(|(on, _)| *on <= to).map(|(_, amount)| *amount);
    let paid = Dong::sum(until).map_err(beyond)?;
    let due = accrued.interest.saturating_minus(paid);
    Ok(ItemInterest { accrued, paid, due, ..none(None, Some(from)) })
}

/// As judged; else the day of the request, and not before the item falls due (ND152 29.2).
fn start(case: &Case, item: &Obligation, terms: &InterestTerms) -> NaiveDate {
    let requested = item.requested_on.unwrap_or(case.decided_on);
    terms.from.unwrap_or_else(|| item.due_on.map_or(requested, |due| due.max(requested)))
}

/// The rate of BLDS 468.2 with its versions.
fn law_rates(law: &Law, on: NaiveDate) -> Result<Vec<RateStep>, LawGap> {
    law.rate("late_interest.rate", on)?;
    let versions = law.versions("late_interest.rate").unwrap_or_default();
    let step = |from: NaiveDate, value: &Value| match value {
        Value::Rate(rate) => Some(RateStep { from, rate: *rate }),
        _ => None,
    };
    Ok(versions.iter().filter_map(|version| step(version.from, &version.value)).collect())
}

/// Interruptions that stop it: of the whole case, of this item, of its debtor (L106 46.1.c, 46.2, 47.2). On other grounds it runs on
/// (U22).
fn stops(hold: &Hold, item: &Obligation) -> bool {
    let scope = &hold.scope;
    let covered = scope.is_whole() || scope.items.contains(&item.id) || scope.debtors.contains(&item.debtor);
    hold.stops_interest && covered
}

/// A postponement for an agreed time ends with that time, though the decision to continue may come later.
fn stop(hold: &Hold) -> Stop {
    let agreed = hold.until.filter(|_| hold.ground == HoldGround::Agreement);
    let to = match (hold.resumed_on, agreed) {
        (Some(resumed), Some(agreed)) => Some(resumed.min(agreed)),
        (resumed, agreed) => resumed.or(agreed),
    };
    Stop { from: hold.from, to }
}

/// Payments with their days. What was paid before such days were kept lowers the base from the beginning.
fn principal(item: &Obligation, history: &History, from: NaiveDate) -> Result<Vec<Paid>, AmountOutOfRange> {
    let known = Dong::sum(history.principal.iter().map(|paid| paid.principal))?;
    let earlier = item.paid.saturating_minus(known);
    let mut paid = history.principal.clone();
    if !earlier.is_zero() {
        paid.push(Paid { on: from, principal: earlier });
    }
    Ok(paid)
}

fn beyond(_: AmountOutOfRange) -> Refusal {
    wrong("", "amount_out_of_range")
}

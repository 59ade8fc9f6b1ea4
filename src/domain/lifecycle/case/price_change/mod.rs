//! Division with a changed price (L106 82.5; ND152 62): one party takes the thing and pays the others their part of its value. Where the
//! price has moved and enforcement dragged on, the thing is valued anew at the cost of whoever asks; the sums follow the value, and the
//! thing itself is taken where they are not paid. How its price is shared stands with the other money.

mod bodies;
mod demand;

pub use bodies::*;
pub(super) use demand::demand_received;

use rust_decimal::Decimal;
use serde_json::json;

use super::costs::{advances_of, pay_valuation, valuation_advance};
use super::guards::NO_HOLD;
use super::{CaseFacts, MEASURABLE, Named, OPEN, Phase, record, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, PriceChange, PriceFound, PricePayment, moved};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{PartyId, PriceChangeId};
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition, Who};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// A request waits for its valuation.
const ASKED: G = Guard { code: "G-PC-ASKED", test: asked };
/// A thing is being valued.
const VALUING: G = Guard { code: "G-PC-VALUING", test: valuing };
/// A valuation is there and not paid.
const UNPAID: G = Guard { code: "G-PC-COST", test: unpaid };
/// A value is there that changes the sums, and they are not demanded yet.
const VALUED: G = Guard { code: "G-PC-VALUED", test: valued };
/// A demand is neither met nor enforced.
const DEMANDED: G = Guard { code: "G-PC-DEMANDED", test: demanded };
/// The days to pay what was demanded are over.
const TERM_OVER: G = Guard { code: "G-PC-TERM", test: demand::term_over };

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const CASHIERS: &[Who] = &[Who::Role(Role::Accountant)];
const RECEIVERS: &[Who] = &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        opens: &[Clock::Effect("cash.to_fund")],
        ..Transition::row("PC-01", "record_valuation_advance", OPEN, To::Same, CASHIERS)
    },
    Transition {
        opens: &[Clock::Effect("pricechange.start")],
        ..Transition::row("PC-02", "request_price_change", OPEN, To::Same, RECEIVERS)
    },
    Transition {
        guards: &[ASKED, NO_HOLD],
        document: Some(DocumentKind::ValuationContract),
        closes: &[Clock::Effect("pricechange.start")],
        ..Transition::row("PC-03", "start_price_change_valuation", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[VALUING],
        opens: &[Clock::Effect("pricechange.notify")],
        ..Transition::row("PC-04", "record_price_change_value", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[UNPAID],
        opens: &[Clock::Effect("cost.advance_refund")],
        closes: &[Clock::Effect("cost.advance_refund")],
        ..Transition::row("PC-05", "pay_price_change_valuation", &[], To::Same, CASHIERS)
    },
    Transition {
        guards: &[VALUED, NO_HOLD],
        document: Some(DocumentKind::PricePaymentDemand),
        opens: &[Clock::Effect("notify")],
        closes: &[Clock::Effect("pricechange.notify")],
        ..Transition::row("PC-06", "demand_price_payment", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[DEMANDED],
        closes: &[Clock::Effect("pricechange.pay")],
        ..Transition::row("PC-07", "close_price_payment", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[TERM_OVER, NO_HOLD],
        closes: &[Clock::Effect("pricechange.pay")],
        ..Transition::row("PC-08", "take_divided_thing", MEASURABLE, To::Same, OFFICER)
    },
];

/// The first request that stands so, by its day.
fn some(
    facts: &CaseFacts,
    stands: fn(&PriceChange) -> bool,
    code: &'static str,
    required: &'static str,
) -> Verdict {
    match facts.case.price_changes.iter().find(|change| stands(change)) {
        Some(change) => Ok(change.requested_on.to_string()),
        None => Err(Unmet::new(code, "none", required)),
    }
}

fn asked(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    some(facts, PriceChange::waits, "G-PC-ASKED", "a request whose valuation has not begun")
}

fn valuing(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    some(facts, PriceChange::is_valued, "G-PC-VALUING", "a valuation without a result yet")
}

fn unpaid(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    some(facts, PriceChange::to_pay, "G-PC-COST", "a result whose cost is not paid")
}

fn valued(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    some(facts, PriceChange::to_demand, "G-PC-VALUED", "a value that changes the sums, not demanded yet")
}

fn demanded(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let open = |change: &PriceChange| change.open_demand().is_some();
    some(facts, open, "G-PC-DEMANDED", "a demand neither met nor enforced")
}

impl Phase for PriceChangeAction {
    fn named(&self) -> Named {
        use PriceChangeAction as A;
        match self {
            A::RecordValuationAdvance(body) => Named { parties: vec![body.party], ..Named::default() },
            A::RequestPriceChange(body) => {
                let items = body.payments.iter().copied().chain([body.thing]).collect();
                Named { items, parties: vec![body.applicant], ..Named::default() }
            }
            A::DemandPricePayment(OnPriceChange { change })
            | A::ClosePricePayment(OnPriceChange { change })
            | A::TakeDividedThing(TakeDividedThing { change, .. }) => {
                Named { price_change: Some(*change), ..Named::default() }
            }
            A::StartPriceChangeValuation(_)
            | A::RecordPriceChangeValue(_)
            | A::PayPriceChangeValuation(_) => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use PriceChangeAction as A;
        match self {
            A::RecordValuationAdvance(body) => valuation_advance(facts, case, body, at, plan),
            A::RequestPriceChange(body) => request(facts, case, body, at, plan),
            A::StartPriceChangeValuation(body) => start(case, body, at, plan),
            A::RecordPriceChangeValue(body) => value(case, body, at, plan),
            A::PayPriceChangeValuation(body) => {
                let applicant = named(case, body.change, PriceChange::to_pay)?.applicant;
                let cost = pay_valuation(case, applicant, body, at, plan)?;
                named(case, body.change, PriceChange::to_pay)?.cost = Some(cost);
                Ok(())
            }
            A::DemandPricePayment(body) => demand::demand(facts, case, body.change, at, plan),
            A::ClosePricePayment(body) => demand::close(facts, case, body.change, at, plan),
            A::TakeDividedThing(body) => demand::take(facts, case, body, at, plan),
        }
    }
}

/// The request that an act names; it stands so.
fn named(
    case: &mut Case,
    id: PriceChangeId,
    stands: impl Fn(&PriceChange) -> bool,
) -> Result<&mut PriceChange, Refusal> {
    let found = case.price_changes.iter_mut().find(|change| change.id == id);
    let change = found.ok_or_else(|| wrong("/change", "not_in_list"))?;
    if stands(change) { Ok(change) } else { Err(wrong("/change", "contradicts")) }
}

/// PC-02: all that L106 82.5 and ND152 62.1–62.2 ask for, and nothing decided on the same thing before.
fn request(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RequestPriceChange,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let (taker, payments) = payments(facts, body, &mut errors);
    let thing = facts.items.iter().find(|item| item.id == body.thing && item.judgment == case.judgment);
    match thing.filter(|item| item.more.thing.is_some()) {
        None => errors.push(FieldError::new("/thing", "not_in_list")),
        Some(item) if taker.is_some_and(|taker| item.creditor != Some(taker) && item.debtor != taker) => {
            errors.push(FieldError::new("/thing", "contradicts"));
        }
        Some(_) => {}
    }
    let same = |payment: &PricePayment| body.payments.contains(&payment.obligation);
    let again = |change: &PriceChange| change.thing == body.thing || change.payments.iter().any(same);
    if case.price_changes.iter().any(|change| change.counts() && again(change)) {
        errors.push(FieldError::new("/thing", "G-PC-TWICE"));
    }
    if !facts.parties.contains(&body.applicant) {
        errors.push(FieldError::new("/applicant", "not_a_party"));
    } else if advances_of(case, body.applicant).is_zero() {
        errors.push(FieldError::new("/applicant", "G-PC-ADVANCE"));
    }
    errors.extend(values(body, &payments, at)?);
    // Only the present law asks why enforcement dragged on (L106 82.5.b).
    if body.delay.is_none() && !at.law.basis("G-PC-DELAY", at.on).is_empty() {
        errors.push(FieldError::new("/delay", "G-PC-DELAY"));
    }
    let Some(taker) = taker.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    let id = PriceChangeId(at.ids.next());
    plan.open(at, "pricechange.start", at.on, Some(id.0));
    case.price_changes.push(PriceChange {
        id,
        thing: body.thing,
        taker,
        payments,
        applicant: body.applicant,
        judged_value: body.judged_value,
        claimed_value: body.claimed_value,
        proof: body.proof.clone(),
        delay: body.delay.clone(),
        requested_on: at.on,
        contract: None,
        started_on: None,
        found: None,
        cost: None,
        demand: None,
        asset: None,
    });
    Ok(())
}

/// Sums that one debtor of this case, the taker, owes other parties and has not paid in full.
fn payments(
    facts: &CaseFacts,
    body: &RequestPriceChange,
    errors: &mut Vec<FieldError>,
) -> (Option<PartyId>, Vec<PricePayment>) {
    let item = |id| facts.items.iter().find(|item| item.id == id && item.case == Some(facts.case.id));
    let taker = body.payments.iter().find_map(|id| item(*id)).map(|item| item.debtor);
    let mut payments: Vec<PricePayment> = Vec::with_capacity(body.payments.len());
    for (place, id) in body.payments.iter().enumerate() {
        let fault = match item(*id) {
            None => Some("not_in_list"),
            Some(_) if payments.iter().any(|payment| payment.obligation == *id) => Some("duplicate"),
            Some(item) if !is_sum_of(item, taker) => Some("contradicts"),
            Some(item) if item.outstanding().is_zero() => Some("G-PC-PAID"),
            Some(item) => {
                payments.push(PricePayment {
                    obligation: *id,
                    judged: item.amount,
                    demanded: None,
                    shared_on: None,
                });
                None
            }
        };
        errors.extend(fault.map(|code| FieldError::new(format!("/payments/{place}"), code)));
    }
    (taker, payments)
}

/// Money that the taker owes another party.
fn is_sum_of(item: &Obligation, taker: Option<PartyId>) -> bool {
    let others = item.creditor.is_some() && item.creditor != taker;
    item.is_claim() && others && item.duty.is_none() && Some(item.debtor) == taker
}

/// The judged value holds every judged sum, and the claimed one lies far enough from it (ND152 62.1).
fn values(
    body: &RequestPriceChange,
    payments: &[PricePayment],
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let rate = at.law.rate("pricechange.min_rate", at.on)?;
    let judged = Dong::sum(payments.iter().map(|payment| payment.judged));
    let mut errors = Vec::new();
    if body.judged_value.is_zero() || judged.is_ok_and(|judged| judged > body.judged_value) {
        errors.push(FieldError::new("/judged_value", "contradicts"));
    } else if !moved(body.judged_value, body.claimed_value, rate) {
        let percent = (rate * Decimal::ONE_HUNDRED).normalize().to_string();
        errors.push(FieldError::new("/claimed_value", "G-PC-CHANGE").with("rate", percent));
    }
    Ok(errors)
}

/// PC-03: by the usual way, a firm that may value (L106 82.1; ND152 60.2).
fn start(
    case: &mut Case,
    body: &StartPriceChangeValuation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let requested = named(case, body.change, PriceChange::waits)?.requested_on;
    not_before(at, requested)?;
    if !body.firm_eligible {
        return Err(wrong("/firm_eligible", "G32_VALUER"));
    }
    let content = json!({ "change": body.change, "firm": body.firm });
    let contract = record(case, DocumentKind::ValuationContract, content, at, plan);
    let change = named(case, body.change, PriceChange::waits)?;
    (change.contract, change.started_on) = (Some(contract), Some(at.on));
    plan.close("pricechange.start", Some(body.change.0));
    Ok(())
}

/// PC-04: a value that lies less far from the judged one changes nothing, and the request is over (ND152 62.1).
fn value(
    case: &mut Case,
    body: &RecordPriceChangeValue,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let rate = at.law.rate("pricechange.min_rate", at.on)?;
    let change = named(case, body.change, PriceChange::is_valued)?;
    if body.valued_on > at.on || change.started_on.is_some_and(|started| body.valued_on < started) {
        return Err(wrong("/valued_on", "contradicts"));
    }
    let changes = moved(change.judged_value, body.value, rate);
    change.found = Some(PriceFound {
        value: body.value,
        certificate: body.certificate.clone(),
        valued_on: body.valued_on,
        on: at.on,
        changes,
    });
    if changes {
        plan.open(at, "pricechange.notify", at.on, Some(body.change.0));
    }
    Ok(())
}

/// An act comes after what it builds on.
fn not_before(at: &Context<'_>, day: chrono::NaiveDate) -> Result<(), Refusal> {
    if at.on < day { Err(wrong("/effective_on", "contradicts")) } else { Ok(()) }
}

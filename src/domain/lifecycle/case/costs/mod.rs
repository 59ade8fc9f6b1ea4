//! Costs of coercion: estimated by the officer and approved by the head, advanced, spent and settled, paid by whoever bears them
//! (L106 53.2–53.8; ND152 80–86). Relief stands beside; what comes in and
//! goes out is booked in `money`.

mod bodies;
mod money;
mod relief;
mod valuation;

pub use bodies::*;
pub(super) use money::forget_advance;
pub(super) use valuation::{advances_of, pay_valuation, valuation_advance};

use serde_json::{Value, json};

use super::coercion::COERCION_LIVES;
use super::{CaseFacts, Named, Phase, propose, record, sign, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Bearer, Case, CostAdvance, CostLine, CostSheet, Measure};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DecisionId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// Something was coerced, or is to be.
const COERCED: G = Guard { code: "G-COERCED", test: coerced };
/// Some advance is open.
const ADVANCE_OPEN: G = Guard { code: "G-ADVANCE", test: advance_open };
/// Some estimate is approved.
const ESTIMATED: G = Guard { code: "G-COST-EST", test: super::coercion::estimated };
/// Costs were settled.
const SETTLED: G = Guard { code: "G-COST-SETTLED", test: settled };

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const CASHIERS: &[Who] = &[Who::Role(Role::Accountant)];
const SIGNER: &[Who] = &[Who::Signer];
const DECISION_CLOCKS: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks")];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[COERCION_LIVES],
        document: Some(DocumentKind::CostEstimate),
        proposal: Some(Proposal::by("propose_cost_estimate", OFFICER)),
        ..Transition::row("CO-01", "approve_cost_estimate", &["enforcing"], To::Same, SIGNER)
    },
    Transition {
        guards: &[ESTIMATED],
        opens: &[Clock::Effect("cash.to_fund")],
        ..Transition::row("CO-02", "record_cost_advance", &["enforcing"], To::Same, CASHIERS)
    },
    Transition { guards: &[ADVANCE_OPEN], ..Transition::row("CO-09", "pay_cost", &[], To::Same, CASHIERS) },
    Transition {
        guards: &[ADVANCE_OPEN],
        closes: &[Clock::Effect("cost.advance_refund")],
        ..Transition::row("CO-03", "refund_cost_advance", &[], To::Same, CASHIERS)
    },
    Transition {
        guards: &[COERCED],
        document: Some(DocumentKind::CostSettlement),
        proposal: Some(Proposal::by("propose_cost_settlement", OFFICER)),
        ..Transition::row("CO-04", "approve_cost_settlement", &[], To::Same, SIGNER)
    },
    Transition {
        guards: &[SETTLED],
        opens: &[Clock::Effect("cash.to_fund")],
        ..Transition::row("CO-05", "record_cost_payment", &[], To::Same, CASHIERS)
    },
    Transition {
        guards: &[SETTLED],
        opens: &[Clock::Effect("cost.exempt")],
        ..Transition::row(
            "CO-06",
            "request_cost_relief",
            &[],
            To::Same,
            &[Who::AssignedOfficer, Who::Role(Role::IntakeClerk)],
        )
    },
    Transition {
        guards: &[relief::ASKED],
        document: Some(DocumentKind::CostReliefDecision),
        proposal: Some(Proposal::by("propose_cost_relief", OFFICER)),
        opens: DECISION_CLOCKS,
        closes: &[Clock::Effect("cost.exempt")],
        ..Transition::row("CO-07", "decide_cost_relief", &[], To::Same, SIGNER)
    },
    Transition {
        guards: &[relief::GRANTED],
        document: Some(DocumentKind::CostReliefDecision),
        opens: DECISION_CLOCKS,
        ..Transition::row("CO-08", "revoke_cost_relief", &[], To::Same, SIGNER)
    },
];

fn coerced(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.measures.iter().find(|one| one.coercive) {
        Some(measure) => Ok(measure.measure.clone()),
        None => Err(Unmet::new("G-COERCED", "none", "a coercion decision, in force or past")),
    }
}

fn advance_open(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    let advances = &facts.case.coercion.costs.advances;
    match advances.iter().map(CostAdvance::open).find(|open| !open.is_zero()) {
        Some(open) => Ok(open.get().to_string()),
        None => Err(Unmet::new("G-ADVANCE", "none", "an advance not yet refunded")),
    }
}

fn settled(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.coercion.costs.settlements.last() {
        Some(sheet) => Ok(sheet.total.get().to_string()),
        None => Err(Unmet::new("G-COST-SETTLED", "none", "costs that the head settled")),
    }
}

impl Phase for CostsAction {
    fn named(&self) -> Named {
        let parties = match self {
            CostsAction::ProposeCostEstimate(body) | CostsAction::ProposeCostSettlement(body) => {
                body.items.iter().filter_map(|item| item.payer).collect()
            }
            CostsAction::RecordCostAdvance(body) => body.party.into_iter().collect(),
            CostsAction::RecordCostPayment(body) => vec![body.party],
            CostsAction::RequestCostRelief(body) => vec![body.party],
            _ => Vec::new(),
        };
        Named { parties, ..Named::default() }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use CostsAction as A;
        match self {
            A::ProposeCostEstimate(body) => propose("approve_cost_estimate", estimate, body, facts, case, at),
            A::ApproveCostEstimate(_) => sign("approve_cost_estimate", estimate, facts, case, at, plan),
            A::RecordCostAdvance(body) => money::advance(facts, case, body, at, plan),
            A::PayCost(body) => money::spend(case, body, at, plan),
            A::RefundCostAdvance(body) => money::refund(case, body, at, plan),
            A::ProposeCostSettlement(body) => {
                propose("approve_cost_settlement", settle, body, facts, case, at)
            }
            A::ApproveCostSettlement(_) => sign("approve_cost_settlement", settle, facts, case, at, plan),
            A::RecordCostPayment(body) => money::pay(facts, case, body, at, plan),
            A::RequestCostRelief(body) => relief::request(facts, case, body, at, plan),
            A::ProposeCostRelief(body) => {
                propose("decide_cost_relief", relief::decide, body, facts, case, at)
            }
            A::DecideCostRelief(_) => sign("decide_cost_relief", relief::decide, facts, case, at, plan),
            A::RevokeCostRelief(body) => relief::revoke(case, body, at, plan),
        }
    }
}

/// The coercion decision that costs are about.
fn about<'a>(case: &'a Case, decision: DecisionId, at: &Context<'_>) -> Result<&'a Measure, Refusal> {
    let Some(measure) = case.measures.iter().find(|one| one.decision == decision && one.coercive) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if at.on < measure.decided_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok(measure)
}

fn estimate(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeCosts,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if about(case, body.decision, at)?.released_on.is_some() {
        return Err(wrong("/decision", "contradicts"));
    }
    let sheet = sheet(facts, case, body, false, DocumentKind::CostEstimate, at, plan)?;
    case.coercion.costs.estimates.push(sheet);
    Ok(())
}

/// What was really spent, each item on its voucher and once only (L106 53.6).
fn settle(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeCosts,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    about(case, body.decision, at)?;
    let sheet = sheet(facts, case, body, true, DocumentKind::CostSettlement, at, plan)?;
    let of_state = sheet.lines.iter().filter(|line| line.bearer == Bearer::State);
    let of_state = of_state.filter(|line| {
        let voucher = line.voucher.as_deref();
        voucher.is_some_and(|voucher| case.coercion.costs.paid_on(voucher).is_some())
    });
    let of_state =
        Dong::sum(of_state.map(|line| line.amount)).map_err(|_| wrong("/items", "amount_out_of_range"))?;
    case.coercion.costs.settlements.push(sheet);
    money::state_bears(facts, case, [(body.decision, of_state)], at, plan)
}

fn sheet(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeCosts,
    spent: bool,
    kind: DocumentKind,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<CostSheet, Refusal> {
    let debtor = about(case, body.decision, at)?.debtor;
    let (bearers, rates) = (at.law.table("cost.bearers", at.on)?, at.law.table("cost.rates", at.on)?);
    let mut errors = Vec::new();
    let mut lines: Vec<CostLine> = Vec::new();
    for (place, item) in body.items.iter().enumerate() {
        let pointer = |field: &str| format!("/items/{place}/{field}");
        let bearer = bearers.get(&item.kind).and_then(Value::as_str).and_then(|one| one.parse().ok());
        let Some(bearer) = bearer else {
            errors.push(FieldError::new(pointer("kind"), "not_in_list"));
            continue;
        };
        if let Some(fault) = amount(item, rates) {
            errors.push(FieldError { pointer: pointer(&fault.pointer), ..fault });
        }
        let payer = item.payer.or(debtor.filter(|_| bearer == Bearer::Debtor));
        errors.extend(
            payer_fault(facts, case, bearer, item).map(|code| FieldError::new(pointer("payer"), code)),
        );
        let of_before = case.coercion.costs.settled();
        let once = of_before.chain(&lines).all(|line| line.voucher.is_none() || line.voucher != item.voucher);
        match (&item.voucher, spent) {
            (None, true) => errors.push(FieldError::new(pointer("voucher"), "required")),
            (Some(_), false) => errors.push(FieldError::new(pointer("voucher"), "contradicts")),
            (Some(_), true) if !once => errors.push(FieldError::new(pointer("voucher"), "duplicate")),
            (Some(voucher), true) => {
                // What was paid on a voucher is what is settled on it.
                let paid = case.coercion.costs.paid_on(voucher);
                if paid.is_some_and(|paid| (paid.amount, &paid.kind) != (item.amount, &item.kind)) {
                    errors.push(FieldError::new(pointer("amount"), "contradicts"));
                }
            }
            (None, false) => {}
        }
        let (kind, voucher) = (item.kind.clone(), item.voucher.clone());
        lines.push(CostLine { kind, amount: item.amount, bearer, payer, voucher });
    }
    let total = Dong::sum(lines.iter().map(|line| line.amount));
    let total = total.map_err(|_| wrong("/items", "amount_out_of_range"))?;
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content =
        json!({ "decision": body.decision, "content": body.content, "lines": lines, "total": total });
    let document = record(case, kind, content, at, plan);
    Ok(CostSheet { document, decision: body.decision, lines, total, approved_on: at.on })
}

/// Something, and by the day exactly what the rates give (ND152 84).
fn amount(item: &CostItem, rates: &Value) -> Option<FieldError> {
    if item.amount.is_zero() {
        return Some(FieldError::new("amount", "amount_out_of_range"));
    }
    let daily = item.rate.as_ref()?;
    let Some(rate) = rates.get(&daily.rate).and_then(Value::as_i64) else {
        return Some(FieldError::new("rate/rate", "not_in_list"));
    };
    let people = i64::from(daily.people).saturating_mul(i64::from(daily.days));
    let due = rate.saturating_mul(people);
    let limit = || Dong::new(due).unwrap_or(Dong::MAX).to_string();
    (item.amount.get() != due)
        .then(|| FieldError::new("amount", "amount_out_of_range").with("limit", limit()))
}

/// A creditor's cost names the creditor; a debtor's falls on a debtor; a third person need not be a party; the State is none.
fn payer_fault(facts: &CaseFacts, case: &Case, bearer: Bearer, item: &CostItem) -> Option<&'static str> {
    let party = |payer| facts.parties.contains(&payer) || case.debtor(payer).is_some();
    match (bearer, item.payer) {
        (Bearer::Creditor, None) => Some("required"),
        (Bearer::State, Some(_)) => Some("contradicts"),
        (_, Some(payer)) if !party(payer) => Some("not_a_party"),
        (Bearer::Debtor, Some(payer)) if case.debtor(payer).is_none() => Some("contradicts"),
        (Bearer::Creditor, Some(payer)) if case.debtor(payer).is_some() => Some("contradicts"),
        _ => None,
    }
}

//! The enforcement decisions that come of a request: the first one, the one on a renewed request, the one for a payment after the
//! time-bar.

use serde_json::json;

use super::RequestFacts;
use super::bodies::ProposeOnRequest;
use super::guards::{ended_by_agreement, limit};
use crate::domain::case::{Origin, OriginKind};
use crate::domain::judgment::{GroupRule, Mode, Obligation};
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::lifecycle::intake::group::{self, Group};
use crate::domain::lifecycle::intake::open::{Opening, named, open_case, part};
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal};
use crate::domain::request::{Request, RequestState};

/// T-DE-02.
pub(super) fn issue(
    facts: &RequestFacts,
    request: &mut Request,
    body: &ProposeOnRequest,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let items = named(&facts.items, &body.obligations, "G-REQ-RELATED")?;
    let mut errors = grouped(facts, body, &items, at);
    errors.extend(group::check_open(&items));
    for (index, item) in items.iter().enumerate() {
        let here = format!("/obligations/{index}");
        if let Some(on) = ended_by_agreement(item, facts) {
            errors.push(FieldError::new(here.clone(), "G-NO-REOPEN").with("date", on.to_string()));
        }
        let (last, days) = limit(item, facts, false, at).map_err(|unmet| Refusal::NotAllowed(vec![unmet]))?;
        if request.requested_on > last {
            let error = FieldError::new(here, "G-REQ-TIMEBAR");
            errors.push(error.with("limit", last.to_string()).with("n", days.to_string()));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut opening = opening(facts, body, plan);
    let owned: Vec<Obligation> = match (body.rule, body.paid, items.as_slice()) {
        (GroupRule::JointPayment, Some(paid), [item]) => {
            opening.origin = Some(Origin { kind: OriginKind::JointPayment, case: None, matter: None });
            vec![part(item, paid, "/paid", at, plan)?]
        }
        _ => items.into_iter().cloned().collect(),
    };
    finish(facts, request, &owned, opening, at, plan)
}

/// T-DE-03: the items leave the case whose request was returned; neither time-bar nor the earlier decision stands in the way
/// (L106 34.2).
pub(super) fn renew(
    facts: &RequestFacts,
    request: &mut Request,
    body: &ProposeOnRequest,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let items = named(&facts.items, &body.obligations, "G-REQ-RELATED")?;
    let mut errors = grouped(facts, body, &items, at);
    if body.rule == GroupRule::JointPayment {
        errors.push(FieldError::new("/rule", "G-GROUP"));
    }
    for (index, item) in items.iter().enumerate() {
        if item.case != request.renews {
            let error = FieldError::new(format!("/obligations/{index}"), "G-REQ-DUP");
            errors.push(error.with("no", "-").with("date", "-"));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    plan.items.extend(items.iter().map(|item| ItemChange {
        obligation: item.id,
        status: None,
        reduced_by: None,
        raised_by: None,
        creditor: None,
        debtor: None,
        leaves_case: true,
        interest_asked_on: None,
    }));
    let mut opening = opening(facts, body, plan);
    opening.origin = Some(Origin { kind: OriginKind::Renewed, case: request.renews, matter: None });
    let owned: Vec<Obligation> = items.into_iter().cloned().collect();
    finish(facts, request, &owned, opening, at, plan)
}

/// T-DE-07: no restoration of the time-bar, a decision for what is paid only (ND152 10.3).
pub(super) fn late_payment(
    facts: &RequestFacts,
    request: &mut Request,
    _: &Nothing,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(payment) = request.late_payment.clone() else { return Err(wrong("/draft", "contradicts")) };
    let items = named(&facts.items, &[payment.obligation], "G-REQ-RELATED")?;
    let mut owned = Vec::with_capacity(1);
    for item in items {
        owned.push(part(item, payment.amount, "/draft", at, plan)?);
    }
    let mut opening = Opening::new(request.office, request.judgment, Mode::OnRequest);
    opening.request = Some(request.id);
    opening.prepared_by = plan.prepared_by;
    opening.budget_funded.clone_from(&facts.budget_funded);
    opening.origin = Some(Origin { kind: OriginKind::LatePayment, case: None, matter: None });
    opening.content = json!({ "payer": payment.payer, "minutes": payment.minutes });
    request.state = RequestState::Decided;
    request.drafts.clear();
    open_case(&owned.iter().collect::<Vec<_>>(), opening, at, plan)?;
    Ok(())
}

fn grouped(
    facts: &RequestFacts,
    body: &ProposeOnRequest,
    items: &[&Obligation],
    at: &Context<'_>,
) -> Vec<FieldError> {
    let mut errors = group::check(
        &Group {
            items,
            rule: body.rule,
            mode: Mode::OnRequest,
            basis: None,
            requester: Some(facts.request.requester),
            agreement: facts.request.agreement.as_ref(),
        },
        at,
    );
    match (body.rule, body.paid) {
        (GroupRule::JointPayment, None) => errors.push(FieldError::new("/paid", "required")),
        (GroupRule::JointPayment, Some(_)) | (_, None) => {}
        (_, Some(_)) => errors.push(FieldError::new("/paid", "contradicts")),
    }
    errors
}

fn opening(facts: &RequestFacts, body: &ProposeOnRequest, plan: &Plan) -> Opening {
    let request = &facts.request;
    let mut opening = Opening::new(request.office, request.judgment, Mode::OnRequest);
    opening.request = Some(request.id);
    opening.prepared_by = plan.prepared_by;
    opening.budget_funded.clone_from(&facts.budget_funded);
    opening.content = json!({ "rule": body.rule, "payment_instructions": body.payment_instructions });
    opening
}

/// Opens the case; the request is decided when nothing is left of it.
fn finish(
    facts: &RequestFacts,
    request: &mut Request,
    owned: &[Obligation],
    opening: Opening,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let covered = |item: &Obligation| owned.iter().any(|one| one.id == item.id);
    let open = |item: &&Obligation| item.case.is_none() || item.case == request.renews;
    let left = facts.items.iter().filter(open).any(|item| !covered(item));
    // A joint debtor who paid his part has asked for no more than that.
    let done = !left || owned.iter().any(|item| item.more.part_of.is_some() && !facts.items.contains(item));
    if done {
        request.state = RequestState::Decided;
        request.drafts.clear();
    }
    open_case(&owned.iter().collect::<Vec<_>>(), opening, at, plan)?;
    Ok(())
}

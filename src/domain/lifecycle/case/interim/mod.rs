//! Provisional urgent measures (biện pháp khẩn cấp tạm thời, L106 62): what must be coerced is coerced at once, what is changed
//! is recalled and decided anew, and the issuer is told.

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::coercion::PROVISIONAL;
use super::guards::NO_HOLD;
use super::papers::use_paper;
use super::{CaseFacts, MEASURABLE, Named, OPEN, Phase, issue, propose, record, sign, wrong};
use crate::domain::case::{Case, Gives, Measure, ProvisionalKind, RecallGround, RemovalReason, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::{ItemChange, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

type G = Guard<CaseFacts>;
type Verdict = Result<String, Unmet>;

/// It is one of those that must be coerced (L106 62.2).
const ACTIVE: G = Guard { code: "G-KCTT-KIND", test: active };
/// Its kind has not been told yet.
const UNTOLD: G = Guard { code: "G-KCTT-TOLD", test: untold };
/// The issuer's paper that changes it is on record (L106 62.5).
const CHANGED: G = Guard { code: "G-KCTT-CHANGE", test: changed };
/// Nothing of it is performed: else the issuer and the parties are told instead (L106 62.5).
const NOT_DONE: G = Guard { code: "G-KCTT-DONE", test: not_done };

const OFFICER: &[Who] = &[Who::AssignedOfficer];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[PROVISIONAL, UNTOLD],
        opens: &[Clock::Effect("kctt_coerce")],
        ..Transition::row("T-EN-09", "classify_provisional_measure", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[PROVISIONAL, ACTIVE, NO_HOLD],
        document: Some(DocumentKind::CoercionDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("kctt_coerce")],
        ..Transition::row("T-EN-09", "coerce_at_once", MEASURABLE, To::State("enforcing"), OFFICER)
    },
    Transition {
        guards: &[PROVISIONAL, CHANGED, NOT_DONE],
        document: Some(DocumentKind::RecallingDecision),
        proposal: Some(Proposal::by("propose_measure_change", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Effect("kctt_change"), Clock::Act("*")],
        ..Transition::row(
            "T-KC-01",
            "recall_for_changed_measure",
            MEASURABLE,
            To::State("removed"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[PROVISIONAL],
        document: Some(DocumentKind::IssuerLetter),
        closes: &[Clock::Effect("kctt_change")],
        ..Transition::row("T-KC-02", "inform_issuer", &[], To::Same, &[Who::AssignedOfficer, Who::Signer])
    },
];

fn active(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.coercion.provisional {
        Some(kind) if kind.needs_coercion() => Ok(kind.to_string()),
        Some(kind) => Err(Unmet::new("G-KCTT-KIND", kind.as_str(), "a measure of L106 62.2")),
        None => Err(Unmet::new("G-KCTT-KIND", "its kind is not told", "a measure of L106 62.2")),
    }
}

fn untold(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.coercion.provisional {
        None => Ok("not told".to_owned()),
        Some(kind) => Err(Unmet::new("G-KCTT-TOLD", kind.as_str(), "not told yet")),
    }
}

fn changed(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    match facts.case.unused_papers(Gives::MeasureChanged).next() {
        Some(paper) => Ok(paper.received_on.to_string()),
        None => Err(Unmet::new("G-KCTT-CHANGE", "none", "the issuer's paper on record")),
    }
}

/// Whether something of the measure is performed.
fn is_done(case: &Case) -> bool {
    let acts = case.coercion.orders.iter().any(|order| order.performed_on.is_some());
    !case.amount_paid.is_zero() || !case.coercion.on_site.is_empty() || acts
}

fn not_done(facts: &CaseFacts, _: &Context<'_>) -> Verdict {
    if is_done(&facts.case) {
        return Err(Unmet::new("G-KCTT-DONE", "performed, wholly or in part", "nothing performed"));
    }
    Ok("nothing performed".to_owned())
}

impl Phase for InterimAction {
    fn named(&self) -> Named {
        match self {
            InterimAction::ProposeMeasureChange(_) => Named { all_items: true, ..Named::default() },
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            InterimAction::ClassifyProvisionalMeasure(body) => {
                classify(case, body.kind, at, plan);
                Ok(())
            }
            InterimAction::CoerceAtOnce(body) => coerce(case, body, at, plan),
            InterimAction::ProposeMeasureChange(body) => {
                propose("recall_for_changed_measure", recall, body, facts, case, at)
            }
            InterimAction::RecallForChangedMeasure(_) => {
                sign("recall_for_changed_measure", recall, facts, case, at, plan)
            }
            InterimAction::InformIssuer(body) => inform(case, body, at, plan),
        }
    }
}

/// What must be coerced must be coerced at once; what is passive is done when it is served (ND152 32.1.a).
fn classify(case: &mut Case, kind: ProvisionalKind, at: &Context<'_>, plan: &mut Plan) {
    case.coercion.provisional = Some(kind);
    if kind.needs_coercion() {
        plan.open(at, "kctt_coerce", at.on, None);
    }
}

fn coerce(case: &mut Case, body: &CoerceAtOnce, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let on_property = case.coercion.provisional != Some(ProvisionalKind::Act);
    match case.debtor(body.debtor) {
        None => errors.push(FieldError::new("/debtor", "not_a_party")),
        // Nothing is taken of a body that the State budget pays wholly; it may still have to act (ND152 42.10).
        Some(track) if track.budget_funded && on_property => {
            errors.push(FieldError::new("/debtor", "G-BUDGET"));
        }
        Some(track) if track.ended.is_some() => errors.push(FieldError::new("/debtor", "contradicts")),
        Some(_) => {}
    }
    if let Some(stop) = case.stop_of_debtor(body.debtor) {
        errors.push(FieldError::new("/debtor", "G-HOLD").with("doc", stop.code));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content =
        json!({ "measure": "CM-INTERIM", "debtor": body.debtor, "order": body.order, "kctt": true });
    let decision = issue(case, DocumentKind::CoercionDecision, content, at, plan);
    case.measures.push(Measure {
        decision,
        measure: "CM-INTERIM".to_owned(),
        coercive: true,
        debtor: Some(body.debtor),
        decided_on: at.on,
        released_on: None,
    });
    case.move_tracks(&[body.debtor], Stage::Enforcing);
    Ok(())
}

/// The old decision goes; its items are free, so that the new one can be drafted on them at once (L106 62.5, 52.1.c).
fn recall(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeMeasureChange,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    use_paper(case, body.paper, |gives| gives == Gives::MeasureChanged, at, plan)?;
    let content =
        json!({ "ground": RecallGround::GroundGone, "paper": body.paper, "consequence": body.consequence });
    issue(case, DocumentKind::RecallingDecision, content, at, plan);
    for item in facts.items.iter().filter(|item| item.case == Some(case.id)) {
        plan.items.push(ItemChange { leaves_case: true, ..ItemChange::status(item.id, item.status) });
    }
    for measure in case.measures.iter_mut().filter(|measure| measure.released_on.is_none()) {
        measure.released_on = Some(at.on);
    }
    case.remove(RemovalReason::Recalled, at.on);
    Ok(())
}

fn inform(case: &mut Case, body: &InformIssuer, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let after = body.reason == IssuerNotice::ChangedAfterPerformance;
    match body.paper {
        None if after => return Err(wrong("/paper", "required")),
        Some(_) if !after => return Err(wrong("/paper", "contradicts")),
        None => {}
        Some(paper) => {
            if !is_done(case) {
                return Err(wrong("/reason", "contradicts"));
            }
            if !body.rights_explained {
                return Err(wrong("/rights_explained", "required"));
            }
            use_paper(case, paper, |gives| gives == Gives::MeasureChanged, at, plan)?;
        }
    }
    let content = json!({ "reason": body.reason, "content": body.content });
    record(case, DocumentKind::IssuerLetter, content, at, plan);
    Ok(())
}

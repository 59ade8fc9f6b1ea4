//! Performance, money and measures: what the debtor does of his own will, and what is taken from him (L106 36, 54, 66–72, 95).

mod bodies;
mod content;
mod measures;
mod release;

pub use bodies::*;

pub(super) use measures::{able, on_debtor, period_over};

use super::guards::{BUDGET, COERCE, MEASURE_LIVES, NO_HOLD, OWED, PERFORMED, VOL_OVER, VOL_RUNNING};
use super::{CaseFacts, MEASURABLE, Named, OPEN, Phase, propose, sign, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, MeasureContent, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::{Performed, Plan};
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        code: "T-VO-01",
        action: "record_performance",
        from: MEASURABLE,
        to: To::Same,
        who: &[Who::AssignedOfficer, Who::Role(Role::Accountant)],
        guards: &[OWED],
        document: None,
        opens: &[Clock::Effect("unpublish")],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-VO-03",
        action: "record_full_performance",
        from: &["voluntary"],
        to: To::State("enforcing"),
        who: &[Who::AssignedOfficer],
        guards: &[PERFORMED, NO_HOLD],
        document: None,
        opens: &[],
        closes: &[Clock::Act("voluntary")],
        proposal: None,
    },
    Transition {
        guards: &[BUDGET, COERCE],
        document: Some(DocumentKind::SecurityDecision),
        opens: &[
            Clock::Effect("notify"),
            Clock::Effect("send_vks"),
            Clock::Effect("send_vks_freeze"),
            Clock::Effect("security_to_coercion"),
        ],
        closes: &[Clock::Effect("freeze_decision")],
        ..Transition::row("T-VO-04", "apply_security_measure", MEASURABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[BUDGET, COERCE],
        document: Some(DocumentKind::FreezeMinutes),
        opens: &[Clock::Effect("freeze_decision"), Clock::Effect("send_vks_freeze")],
        ..Transition::row("T-VO-10", "secure_by_minutes", MEASURABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[COERCE],
        document: Some(DocumentKind::SecurityDecision),
        proposal: Some(Proposal::by("propose_exit_ban", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        ..Transition::row("T-VO-04", "impose_exit_ban", MEASURABLE, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[VOL_RUNNING, COERCE, BUDGET, NO_HOLD],
        document: Some(DocumentKind::CoercionDecision),
        opens: COERCION_OPENS,
        closes: &[Clock::Effect("security_to_coercion")],
        ..Transition::row("T-VO-05", "coerce_early", &["voluntary"], To::State("enforcing"), OFFICER)
    },
    Transition {
        guards: &[VOL_OVER, COERCE, BUDGET, NO_HOLD],
        document: Some(DocumentKind::CoercionDecision),
        opens: COERCION_OPENS,
        closes: &[Clock::Effect("security_to_coercion")],
        ..Transition::row(
            "T-EN-01",
            "issue_coercion_decision",
            &["enforceable", "enforcing"],
            To::State("enforcing"),
            OFFICER,
        )
    },
    Transition {
        guards: &[MEASURE_LIVES],
        document: Some(DocumentKind::ReleaseDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("return_notice")],
        closes: &[Clock::Effect("end_measures"), Clock::Effect("security_to_coercion")],
        ..Transition::row("T-EN-03", "release_measures", MEASURABLE, To::OneOf(MEASURABLE), OFFICER)
    },
    Transition {
        guards: &[MEASURE_LIVES],
        document: Some(DocumentKind::ReleaseDecision),
        proposal: Some(Proposal::by("propose_exit_ban_release", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Effect("end_measures")],
        ..Transition::row("T-EN-03", "lift_exit_ban", OPEN, To::Same, &[Who::Signer])
    },
];

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const COERCION_OPENS: &[Clock] =
    &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("cost_notice")];

impl Phase for EnforcementAction {
    fn named(&self) -> Named {
        match self {
            EnforcementAction::RecordPerformance(body) => {
                Named { items: vec![body.obligation], fees_of_items: true, ..Named::default() }
            }
            EnforcementAction::ApplySecurityMeasure(body)
            | EnforcementAction::CoerceEarly(body)
            | EnforcementAction::IssueCoercionDecision(body) => {
                let target = body.target.as_ref().and_then(|target| target.party);
                let item = match &body.content {
                    Some(MeasureContent::Thing(order)) => order.obligation,
                    _ => None,
                };
                let parties = body.requested_by.into_iter().chain(target).collect();
                Named { parties, items: item.into_iter().collect(), ..Named::default() }
            }
            EnforcementAction::ProposeExitBan(body) => {
                Named { parties: body.requested_by.into_iter().collect(), ..Named::default() }
            }
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
        use EnforcementAction as A;
        match self {
            A::RecordPerformance(body) => performance(facts, case, body, at, plan),
            A::RecordFullPerformance(_) => full_performance(case),
            A::ApplySecurityMeasure(body) => measures::secure(facts, case, body, at, plan),
            A::SecureByMinutes(body) => measures::by_minutes(case, body, at, plan),
            A::ProposeExitBan(body) => propose("impose_exit_ban", measures::ban_exit, body, facts, case, at),
            A::ImposeExitBan(_) => sign("impose_exit_ban", measures::ban_exit, facts, case, at, plan),
            A::CoerceEarly(body) => measures::coerce_early(facts, case, body, at, plan),
            A::IssueCoercionDecision(body) => measures::coerce(facts, case, body, at, plan),
            A::ReleaseMeasures(body) => release::release(facts, case, body, at, plan),
            A::ProposeExitBanRelease(body) => {
                propose("lift_exit_ban", release::lift_exit_ban, body, facts, case, at)
            }
            A::LiftExitBan(_) => sign("lift_exit_ban", release::lift_exit_ban, facts, case, at, plan),
        }
    }
}

fn performance(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordPerformance,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(item) = facts.items.iter().find(|item| item.id == body.obligation && item.case == Some(case.id))
    else {
        return Err(wrong("/obligation", "not_in_list"));
    };
    let owed = item.amount.saturating_minus(item.paid);
    if body.amount.is_zero() || body.amount > owed {
        return Err(Refusal::Content(vec![
            FieldError::new("/amount", "amount_out_of_range").with("limit", owed.to_string()),
        ]));
    }
    case.amount_paid =
        case.amount_paid.plus(body.amount).map_err(|_| wrong("/amount", "amount_out_of_range"))?;
    plan.performed.push(Performed { obligation: item.id, amount: body.amount });
    super::payable::note_direct(facts, case, item, body.amount, at, plan)?;
    unpublish_performed(case, at, plan);
    Ok(())
}

/// What is published about a debtor who has performed is taken down (ND152 23.2).
pub(super) fn unpublish_performed(case: &mut Case, at: &Context<'_>, plan: &mut Plan) {
    let owed = !case.outstanding().is_zero() || !case.duties.is_empty();
    if !owed && case.publication.published_on.is_some() && !case.publication.to_remove {
        plan.open(at, "unpublish", at.on, None);
        case.publication.to_remove = true;
    }
}

fn full_performance(case: &mut Case) -> Result<(), Refusal> {
    case.move_tracks_from(&[Stage::Voluntary], Stage::Enforcing);
    Ok(())
}

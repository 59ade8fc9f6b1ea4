//! Interruption and resumption (hoãn, tạm đình chỉ, tạm ngừng, tiếp tục; L106 46, 47, 63, 101). None of it moves the main stage:
//! resuming returns to where the case was. Several may stand at once, on the whole case or on a part.

mod bodies;
mod guards;
mod postpone;
mod resume;
mod scope;
mod suspend;

pub use bodies::*;
pub(super) use guards::for_review;
pub(super) use resume::end_hold;
pub(super) use scope::{check as check_scope, covered, is_over, named as named_by};

use self::guards::{
    HO_GROUND, HO_REQUEST, MONEY_IDLE, NOT_DONE, PAUSED, POSTPONEMENT_OVER, REVIEW_OVER, REVIEWED, SOME_DONE,
    SU_ASKED, SU_GROUND, SU_NOTICE, SUSPENSION_OVER,
};
use super::{CaseFacts, Named, OPEN, Phase, propose, sign};
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::Refusal;

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const SIGNER: &[Who] = &[Who::Signer];
/// Money may have to be deposited after an annulment that ended the case.
const DEPOSITABLE: &[&str] = &[
    "decided",
    "voluntary",
    "verification",
    "enforceable",
    "not_enforceable",
    "separate_book",
    "enforcing",
    "ended",
];
const HELD: &[Clock] = &[
    Clock::Effect("notify"),
    Clock::Effect("send_vks"),
    Clock::Effect("deposit_on_hold"),
    Clock::Effect("hold_until"),
    Clock::Effect("resume"),
];
const SERVED: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks")];
const OVER: &[Clock] = &[Clock::Effect("resume"), Clock::Effect("hold_until")];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[HO_GROUND],
        document: Some(DocumentKind::PostponementDecision),
        proposal: Some(Proposal::by("propose_postponement", OFFICER)),
        opens: HELD,
        closes: &[Clock::Effect("postpone")],
        ..Transition::row("T-HO-01", "postpone", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[HO_REQUEST, NOT_DONE],
        document: Some(DocumentKind::PostponementDecision),
        proposal: Some(Proposal::by("propose_review_postponement", OFFICER)),
        opens: HELD,
        closes: &[Clock::Effect("postpone_protest")],
        ..Transition::row("T-HO-02", "postpone_for_review", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[HO_REQUEST, NOT_DONE],
        document: Some(DocumentKind::PostponementDecision),
        proposal: Some(Proposal::by("propose_late_postponement", OFFICER)),
        opens: HELD,
        closes: &[Clock::Effect("postpone_protest")],
        ..Transition::row("T-HO-03", "postpone_late", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[HO_REQUEST],
        document: Some(DocumentKind::PostponementRefusal),
        proposal: Some(Proposal::by("propose_declining_postponement", OFFICER)),
        closes: &[Clock::Effect("postpone_protest")],
        ..Transition::row("T-HO-03", "decline_postponement", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[HO_REQUEST, SOME_DONE],
        document: Some(DocumentKind::PerformedNotice),
        proposal: Some(Proposal::by("propose_performed_notice", OFFICER)),
        closes: &[Clock::Effect("postpone_protest")],
        ..Transition::row("T-HO-04", "inform_performed", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[POSTPONEMENT_OVER],
        document: Some(DocumentKind::ContinueDecision),
        proposal: Some(Proposal::by("propose_resumption", OFFICER)),
        opens: SERVED,
        closes: OVER,
        ..Transition::row("T-HO-05", "resume", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[MONEY_IDLE],
        document: Some(DocumentKind::TermDepositSlip),
        closes: &[Clock::Effect("deposit_on_hold")],
        ..Transition::row("T-HO-06", "deposit_money", DEPOSITABLE, To::Same, &[Who::Role(Role::Accountant)])
    },
    Transition {
        guards: &[SU_GROUND],
        document: Some(DocumentKind::SuspensionDecision),
        proposal: Some(Proposal::by("propose_suspension", OFFICER)),
        opens: HELD,
        closes: &[Clock::Effect("suspend")],
        ..Transition::row("T-SU-01", "suspend", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[SU_NOTICE],
        document: Some(DocumentKind::SuspensionNotice),
        proposal: Some(Proposal::by("propose_suspension_notice", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("deposit_on_hold")],
        closes: &[Clock::Effect("suspend_notice")],
        ..Transition::row("T-SU-02", "notify_suspension", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[SUSPENSION_OVER],
        document: Some(DocumentKind::ContinueDecision),
        proposal: Some(Proposal::by("propose_suspension_end", OFFICER)),
        opens: SERVED,
        closes: OVER,
        ..Transition::row("T-SU-03", "end_suspension", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[SU_ASKED, SOME_DONE],
        document: Some(DocumentKind::PerformedNotice),
        proposal: Some(Proposal::by("propose_suspension_reply", OFFICER)),
        closes: &[Clock::Effect("suspend"), Clock::Effect("suspend_notice")],
        ..Transition::row("T-SU-04", "reply_to_suspension", &[], To::Same, SIGNER)
    },
    Transition {
        document: Some(DocumentKind::PauseOrder),
        opens: SERVED,
        ..Transition::row("T-PA-01", "pause_for_complaint", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[PAUSED],
        document: Some(DocumentKind::PauseLift),
        opens: SERVED,
        ..Transition::row("T-PA-02", "lift_pause", OPEN, To::Same, &[Who::Signer, Who::Role(Role::System)])
    },
    Transition {
        guards: &[REVIEW_OVER],
        document: Some(DocumentKind::ContinueDecision),
        proposal: Some(Proposal::by("propose_review_result", OFFICER)),
        opens: SERVED,
        closes: OVER,
        ..Transition::row("T-GT-01", "continue_after_review", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[REVIEWED, SOME_DONE],
        document: Some(DocumentKind::PerformedNotice),
        proposal: Some(Proposal::by("propose_review_notice", OFFICER)),
        opens: SERVED,
        ..Transition::row("T-GT-03", "inform_about_review", &[], To::Same, SIGNER)
    },
];

impl Phase for InterruptionAction {
    fn named(&self) -> Named {
        use InterruptionAction as A;
        match self {
            A::ProposePostponement(body) => named_by(&body.scope),
            A::ProposeReviewPostponement(body) => named_by(&body.scope),
            A::ProposeLatePostponement(body) => named_by(&body.scope),
            A::ProposeSuspension(body) => named_by(&body.scope),
            A::ProposeSuspensionNotice(body) => named_by(&body.scope),
            A::PauseForComplaint(body) => Named { complaint: Some(body.complaint), ..named_by(&body.scope) },
            A::ProposePerformedNotice(body)
            | A::ProposeSuspensionReply(body)
            | A::ProposeReviewNotice(body) => Named { items: body.items.clone(), ..Named::default() },
            A::ProposeResumption(body) => Named { hold: Some(body.hold), ..Named::default() },
            A::ProposeSuspensionEnd(body) => Named { hold: Some(body.hold), ..Named::default() },
            A::ProposeReviewResult(body) => Named { hold: Some(body.hold), ..Named::default() },
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
        use InterruptionAction as A;
        match self {
            A::ProposePostponement(body) => propose("postpone", postpone::postpone, body, facts, case, at),
            A::Postpone(_) => sign("postpone", postpone::postpone, facts, case, at, plan),
            A::ProposeReviewPostponement(body) => {
                propose("postpone_for_review", postpone::for_protest, body, facts, case, at)
            }
            A::PostponeForReview(_) => {
                sign("postpone_for_review", postpone::for_protest, facts, case, at, plan)
            }
            A::ProposeLatePostponement(body) => {
                propose("postpone_late", postpone::late, body, facts, case, at)
            }
            A::PostponeLate(_) => sign("postpone_late", postpone::late, facts, case, at, plan),
            A::ProposeDecliningPostponement(body) => {
                propose("decline_postponement", postpone::decline, body, facts, case, at)
            }
            A::DeclinePostponement(_) => {
                sign("decline_postponement", postpone::decline, facts, case, at, plan)
            }
            A::ProposePerformedNotice(body) => {
                propose("inform_performed", suspend::performed, body, facts, case, at)
            }
            A::InformPerformed(_) => sign("inform_performed", suspend::performed, facts, case, at, plan),
            A::ProposeResumption(body) => propose("resume", resume::resume, body, facts, case, at),
            A::Resume(_) => sign("resume", resume::resume, facts, case, at, plan),
            A::DepositMoney(body) => resume::deposit(facts, case, body, at, plan),
            A::PauseForComplaint(body) => resume::pause(facts, case, body, at, plan),
            A::LiftPause(body) => resume::lift(case, body, at, plan),
            other => other.apply_suspension(facts, case, at, plan),
        }
    }
}

impl InterruptionAction {
    /// Suspension, and what a review of the judgment brings.
    fn apply_suspension(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use InterruptionAction as A;
        match self {
            A::ProposeSuspension(body) => propose("suspend", suspend::suspend, body, facts, case, at),
            A::Suspend(_) => sign("suspend", suspend::suspend, facts, case, at, plan),
            A::ProposeSuspensionNotice(body) => {
                propose("notify_suspension", suspend::by_notice, body, facts, case, at)
            }
            A::NotifySuspension(_) => sign("notify_suspension", suspend::by_notice, facts, case, at, plan),
            A::ProposeSuspensionEnd(body) => {
                propose("end_suspension", resume::end_suspension, body, facts, case, at)
            }
            A::EndSuspension(_) => sign("end_suspension", resume::end_suspension, facts, case, at, plan),
            A::ProposeSuspensionReply(body) => {
                propose("reply_to_suspension", suspend::reply, body, facts, case, at)
            }
            A::ReplyToSuspension(_) => sign("reply_to_suspension", suspend::reply, facts, case, at, plan),
            A::ProposeReviewResult(body) => {
                propose("continue_after_review", resume::after_review, body, facts, case, at)
            }
            A::ContinueAfterReview(_) => {
                sign("continue_after_review", resume::after_review, facts, case, at, plan)
            }
            A::ProposeReviewNotice(body) => {
                propose("inform_about_review", suspend::about_review, body, facts, case, at)
            }
            A::InformAboutReview(_) => {
                sign("inform_about_review", suspend::about_review, facts, case, at, plan)
            }
            _ => Ok(()),
        }
    }
}

//! Termination, ending, the certificate of results and the archive (đình chỉ, kết thúc, xác nhận, lưu trữ; L106 48, 55, 62.6,
//! 63.2, 64.2; ND152 32).

mod bodies;
mod close;
mod guards;
mod terminate;

pub use bodies::*;
pub(super) use close::end as end_on;
pub(crate) use close::month_end;

use self::guards::{ANNULLED, DC_GROUND, END_GROUND, RECALLABLE, SERVED};
use super::guards::{ASSETS_FREE, END_ALL, NO_HOLD, NO_MONEY_LEFT};
use super::interruption::named_by;
use super::{CaseFacts, Named, OPEN, Phase, propose, sign};
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::Refusal;

/// The stages from which a performed case ends (T-KT-01).
const ENDABLE: &[&str] = &["voluntary", "verification", "enforceable", "enforcing"];
/// The stages from which a case that only had to be served ends (T-KT-02).
const SERVABLE: &[&str] = &["decided", "voluntary", "verification"];
/// Where a recalled termination leads back to, and what is left of a case that is terminated in part.
const BACK: To = To::OneOf(OPEN);
const PART_OR_WHOLE: To = To::OneOf(&[
    "decided",
    "voluntary",
    "verification",
    "enforceable",
    "not_enforceable",
    "separate_book",
    "enforcing",
    "ended",
]);
/// A closing record is no decision: the case must be reconciled before it.
const RECONCILED: &[crate::domain::lifecycle::Guard<CaseFacts>] =
    &[END_GROUND, ASSETS_FREE, NO_MONEY_LEFT, NO_HOLD];
const OFFICER: &[Who] = &[Who::AssignedOfficer];
const SIGNER: &[Who] = &[Who::Signer];
const TERMINATED: &[Clock] = &[
    Clock::Effect("notify"),
    Clock::Effect("send_vks"),
    Clock::Effect("unpublish"),
    Clock::Effect("vks_monthly"),
    Clock::Effect("deposit_on_hold"),
];
const CUT: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks"), Clock::Effect("deposit_on_hold")];
const ENDED: &[Clock] = &[Clock::Effect("unpublish"), Clock::Effect("vks_monthly")];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[DC_GROUND],
        document: Some(DocumentKind::TerminationDecision),
        proposal: Some(Proposal::by("propose_termination", OFFICER)),
        opens: TERMINATED,
        closes: &[Clock::Effect("terminate"), Clock::Effect("terminate_kctt"), Clock::Act("*")],
        ..Transition::row("T-DC-01", "terminate", OPEN, To::State("ended"), SIGNER)
    },
    Transition {
        guards: &[DC_GROUND],
        document: Some(DocumentKind::TerminationDecision),
        proposal: Some(Proposal::by("propose_partial_termination", OFFICER)),
        opens: CUT,
        closes: &[Clock::Effect("terminate")],
        ..Transition::row("T-DC-02", "terminate_part", OPEN, BACK, SIGNER)
    },
    Transition {
        guards: &[RECALLABLE],
        document: Some(DocumentKind::TerminationRecall),
        proposal: Some(Proposal::by("propose_termination_recall", OFFICER)),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Effect("bankr_recall"), Clock::Effect("vks_monthly")],
        ..Transition::row("T-DC-03", "recall_termination", &["ended"], BACK, SIGNER)
    },
    Transition {
        guards: &[ANNULLED],
        document: Some(DocumentKind::TerminationDecision),
        proposal: Some(Proposal::by("propose_annulment_termination", OFFICER)),
        opens: TERMINATED,
        closes: &[Clock::Effect("terminate"), Clock::Effect("*")],
        ..Transition::row("T-GT-02", "terminate_annulled", OPEN, PART_OR_WHOLE, SIGNER)
    },
    Transition {
        guards: &[END_ALL, NO_MONEY_LEFT, NO_HOLD],
        document: Some(DocumentKind::ClosingRecord),
        proposal: Some(Proposal::by("propose_ending", OFFICER)),
        opens: ENDED,
        closes: &[Clock::Act("*")],
        ..Transition::row("T-KT-01", "end_case", ENDABLE, To::State("ended"), SIGNER)
    },
    Transition {
        guards: &[SERVED, ASSETS_FREE, NO_MONEY_LEFT, NO_HOLD],
        document: Some(DocumentKind::ClosingRecord),
        proposal: Some(Proposal::by("propose_served_ending", OFFICER)),
        opens: ENDED,
        closes: &[Clock::Act("*")],
        ..Transition::row("T-KT-02", "end_served", SERVABLE, To::State("ended"), SIGNER)
    },
    Transition {
        guards: RECONCILED,
        document: Some(DocumentKind::ClosingRecord),
        proposal: Some(Proposal::by("propose_legal_ending", OFFICER)),
        opens: ENDED,
        closes: &[Clock::Act("*")],
        ..Transition::row("T-KT-03", "end_by_law", OPEN, To::State("ended"), SIGNER)
    },
    Transition {
        document: Some(DocumentKind::Confirmation),
        proposal: Some(Proposal {
            opens: &[Clock::Act("confirm")],
            ..Proposal::by("propose_confirmation", OFFICER)
        }),
        closes: &[Clock::Act("confirm")],
        ..Transition::row("T-KT-05", "confirm_result", &[], To::Same, SIGNER)
    },
    Transition {
        guards: &[ASSETS_FREE, NO_MONEY_LEFT],
        document: Some(DocumentKind::ArchiveRecord),
        proposal: Some(Proposal::by("propose_archiving", &[Who::Role(Role::Examiner)])),
        ..Transition::row("T-KT-06", "archive", &["ended", "removed"], To::State("archived"), SIGNER)
    },
];

impl Phase for EndingAction {
    fn named(&self) -> Named {
        match self {
            EndingAction::ProposePartialTermination(body) => {
                let mut named = named_by(&body.scope);
                named.items.extend(body.cuts.iter().map(|cut| cut.item));
                // Where debtors are named, all that they owe is looked for.
                named.all_items = !body.scope.debtors.is_empty();
                named
            }
            EndingAction::ProposeAnnulmentTermination(body) if !body.scope.is_whole() => {
                Named { all_items: !body.scope.debtors.is_empty(), ..named_by(&body.scope) }
            }
            EndingAction::ProposeConfirmation(body) => {
                Named { parties: vec![body.requester], ..Named::default() }
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
        use EndingAction as A;
        match self {
            A::ProposeTermination(body) => propose("terminate", terminate::whole, body, facts, case, at),
            A::Terminate(_) => sign("terminate", terminate::whole, facts, case, at, plan),
            A::ProposePartialTermination(body) => {
                propose("terminate_part", terminate::part, body, facts, case, at)
            }
            A::TerminatePart(_) => sign("terminate_part", terminate::part, facts, case, at, plan),
            A::ProposeTerminationRecall(body) => {
                propose("recall_termination", terminate::recall, body, facts, case, at)
            }
            A::RecallTermination(_) => sign("recall_termination", terminate::recall, facts, case, at, plan),
            A::ProposeAnnulmentTermination(body) => {
                propose("terminate_annulled", terminate::annulled, body, facts, case, at)
            }
            A::TerminateAnnulled(_) => {
                sign("terminate_annulled", terminate::annulled, facts, case, at, plan)?;
                if case.stage.is_final() {
                    plan.close("*", None);
                }
                Ok(())
            }
            A::ProposeEnding(body) => propose("end_case", close::performed, body, facts, case, at),
            A::EndCase(_) => sign("end_case", close::performed, facts, case, at, plan),
            A::ProposeServedEnding(body) => propose("end_served", close::served, body, facts, case, at),
            A::EndServed(_) => sign("end_served", close::served, facts, case, at, plan),
            A::ProposeLegalEnding(body) => propose("end_by_law", close::by_law, body, facts, case, at),
            A::EndByLaw(_) => sign("end_by_law", close::by_law, facts, case, at, plan),
            A::ProposeConfirmation(body) => propose("confirm_result", close::confirm, body, facts, case, at),
            A::ConfirmResult(_) => sign("confirm_result", close::confirm, facts, case, at, plan),
            A::ProposeArchiving(body) => propose("archive", close::archive, body, facts, case, at),
            A::Archive(_) => sign("archive", close::archive, facts, case, at, plan),
        }
    }
}

//! Verification and classification: có điều kiện, chưa có điều kiện, publication, the two-year rule (L106 37–38; ND152 21–23).
//! What each act does stands in the file of its subject.

mod bodies;
mod classify;
mod guards;
mod inquiries;
mod publication;
mod rows;
mod waiting;

pub use bodies::*;
pub(super) use rows::ROWS;

use super::{CaseFacts, Named, Phase, propose, sign, wrong};
use crate::domain::case::Case;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::refusal::Refusal;

impl Phase for VerificationAction {
    fn named(&self) -> Named {
        match self {
            VerificationAction::DemandPapers(body) => {
                Named { parties: vec![body.creditor], ..Named::default() }
            }
            VerificationAction::ConcludeEnforceable(body) => {
                Named { items: body.obligation.into_iter().collect(), ..Named::default() }
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
        use VerificationAction as A;
        match self {
            A::EndVoluntaryPeriod(_) => inquiries::end_voluntary(case, at, plan),
            A::StartVerification(body) => inquiries::start(case, body, at, plan),
            A::SendInquiry(body) => inquiries::send(case, body, at, plan),
            A::RecordInquiryAnswer(body) => inquiries::answer(case, body, at, plan),
            A::DemandDeclaration(_) => inquiries::demand_declaration(case, at),
            A::RecordDeclaration(body) => inquiries::declared(case, body, at, plan),
            A::RecordDelegationReceipt(body) => inquiries::delegation_received(case, body, at, plan),
            A::RecordDelegationAnswer(body) => inquiries::delegation_answered(case, body, at, plan),
            A::ReceiveVerificationResult(body) => inquiries::receive_result(case, body, at, plan),
            A::VerifyAgain(body) => inquiries::reverify(case, body, at, plan),
            A::ConcludeEnforceable(body) => classify::conclude(facts, case, body, at, plan),
            A::PublishDebtor(body) => publication::publish(case, body, at),
            A::NotePublicationChange(_) => publication::change_known(case, at),
            A::CorrectPublication(body) => publication::correct(case, body, at),
            A::RemovePublication(body) => publication::remove(case, body, at),
            A::RecordCommuneRemoval(_) => publication::commune_removed(case, at),
            A::VerifyPeriodically(body) => waiting::periodic(case, body, at, plan),
            A::ExcuseLateVerification(body) => waiting::excuse(case, body, at),
            A::ReceiveNewInformation(body) => waiting::new_information(case, body, at),
            A::VerifyNewInformation(body) => waiting::verify_information(case, body, at),
            A::DemandPapers(body) => waiting::demand(facts, case, body, at),
            A::RecordPapersHandedOver(body) => waiting::papers_handed_over(case, body, at),
            drafted_or_signed => drafted_or_signed.paired(facts, case, at, plan),
        }
    }
}

impl VerificationAction {
    /// The acts that one prepares and another signs.
    fn paired(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use VerificationAction as A;
        let signed = self.signed();
        match self {
            A::ProposeDelegatedVerification(body) => {
                propose(signed, inquiries::delegate, body, facts, case, at)
            }
            A::DelegateVerification(_) => sign(signed, inquiries::delegate, facts, case, at, plan),
            A::ProposeNotEnforceable(body) => {
                propose(signed, classify::issue_ne, body, facts, case, at)?;
                plan.open(at, "ne_decision", body.ground_on, None);
                inquiries::close_verification(case, &body.confirmed_by, false, at);
                Ok(())
            }
            A::IssueNotEnforceableDecision(_) => sign(signed, classify::issue_ne, facts, case, at, plan),
            A::ProposeContinuation(body) => {
                propose(signed, classify::continue_enforcement, body, facts, case, at)
            }
            A::ContinueEnforcement(_) => sign(signed, classify::continue_enforcement, facts, case, at, plan),
            A::ProposeNotEnforceableRecall(body) => propose(signed, classify::recall, body, facts, case, at),
            A::RecallNotEnforceableDecision(_) => sign(signed, classify::recall, facts, case, at, plan),
            A::ProposeSeparateBook(body) => propose(signed, waiting::separate_book, body, facts, case, at),
            A::MoveToSeparateBook(_) => sign(signed, waiting::separate_book, facts, case, at, plan),
            A::ProposeReturn(body) => propose(signed, waiting::return_request, body, facts, case, at),
            A::ReturnRequest(_) => sign(signed, waiting::return_request, facts, case, at, plan),
            A::ProposeReturnForPapers(body) => {
                propose(signed, waiting::return_for_papers, body, facts, case, at)
            }
            A::ReturnForWithheldPapers(_) => sign(signed, waiting::return_for_papers, facts, case, at, plan),
            // Every other act has its place above; one without a place is refused, not passed over.
            _ => Err(wrong("/action", "not_in_list")),
        }
    }

    /// The name of the signed act: this one's own, or that of the act for which it is the draft.
    fn signed(&self) -> &'static str {
        let drafts = ROWS.iter().flat_map(|rows| rows.iter());
        let mut drafts = drafts.filter(|row| row.proposal.is_some_and(|one| one.action == self.name()));
        drafts.next().map_or(self.name(), |row| row.action)
    }
}

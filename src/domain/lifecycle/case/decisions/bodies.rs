//! What acts on decisions, officers and the judgment's issuer take.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::actions;
use crate::domain::case::{RecallGround, ReplacementGround};
use crate::domain::ids::{DecisionId, OfficeId, PartyId, UserId};
use crate::domain::lifecycle::case::Nothing;
use crate::text_enum;

actions! {
    /// What becomes of decisions, and of those who decide.
    pub enum DecisionsAction {
        /// T-DE-19: a party asks for another officer.
        RequestReplacement(RequestReplacement) = "request_replacement",
        /// T-DE-11: the officer is replaced on that request.
        ReplaceOfficer(ReplaceOfficer) = "replace_officer",
        /// T-DE-12: the replacement is refused.
        RefuseReplacement(RefuseReplacement) = "refuse_replacement",
        /// T-DE-13: the head hands the case to another officer.
        ReassignOfficer(ReassignOfficer) = "reassign_officer",
        /// The amendment is drafted.
        ProposeAmendment(ChangeDecision) = "propose_amendment",
        /// T-DE-14: a decision is amended or supplemented.
        AmendDecision(Nothing) = "amend_decision",
        /// The recall is drafted.
        ProposeRecall(RecallDecision) = "propose_recall",
        /// T-DE-15: a decision is recalled.
        RecallDecision(Nothing) = "recall_decision",
        /// The recall of the enforcement decision is drafted.
        ProposeWholeRecall(RecallWhole) = "propose_whole_recall",
        /// T-DE-16: the enforcement decision is recalled as a whole.
        RecallEnforcementDecision(Nothing) = "recall_enforcement_decision",
        /// The annulment is drafted.
        ProposeAnnulment(AnnulDecision) = "propose_annulment",
        /// T-DE-17: a decision is annulled.
        AnnulDecision(Nothing) = "annul_decision",
        /// The question to the issuer is drafted.
        ProposeIssuerQuestion(AskIssuer) = "propose_issuer_question",
        /// T-BA-01: the issuer of the judgment is asked to correct, supplement or explain.
        AskIssuer(Nothing) = "ask_issuer",
        /// T-BA-02: the answer came, or its term passed.
        RecordIssuerAnswer(RecordIssuerAnswer) = "record_issuer_answer",
        /// The proposal of cassation is drafted.
        ProposeCassation(ProposeCassation) = "propose_cassation",
        /// T-BA-03: cassation or reopening is proposed.
        RequestCassation(Nothing) = "request_cassation",
    }
}

/// A party's request for another officer (ND152 13.1–13.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RequestReplacement {
    /// Who asks.
    pub party: PartyId,
    /// On which ground; without one of them nothing is to be answered.
    pub ground: ReplacementGround,
    /// The reasons, in brief.
    #[validate(length(min = 1, max = 2000))]
    pub reasons: String,
}

/// Replacement on request (ND152 13.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReplaceOfficer {
    /// The request.
    pub request: Uuid,
    /// The division that will handle it.
    pub division: Option<OfficeId>,
    /// The new officer.
    pub officer: UserId,
    /// The new officer is no relative of a party (L106 16.2.d).
    pub no_conflict: bool,
}

/// A refusal with its reasons (ND152 13.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RefuseReplacement {
    /// The request.
    pub request: Uuid,
    /// The reasons.
    #[validate(length(min = 1, max = 2000))]
    pub reasons: String,
}

/// A change of officer of the head's own motion: retirement, transfer, workload, conflict (L106 22.2.l).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReassignOfficer {
    /// The division that will handle it.
    pub division: Option<OfficeId>,
    /// The new officer.
    pub officer: UserId,
    /// The new officer is no relative of a party (L106 16.2.d).
    pub no_conflict: bool,
    /// Why.
    #[validate(length(min = 1, max = 1000))]
    pub reason: String,
    /// The file was handed over with minutes.
    pub handover_minutes: bool,
}

/// An amendment (L106 52.2): the error does not change the substance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ChangeDecision {
    /// The decision.
    pub decision: DecisionId,
    /// What it says from now on, and what it said.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
    /// The substance stays.
    pub substance_stays: bool,
    /// What follows in law (L106 52.5).
    #[validate(length(max = 2000))]
    pub consequence: String,
}

/// A recall of one decision (L106 52.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecallDecision {
    /// The decision; not the enforcement decision, which has an act of its own.
    pub decision: DecisionId,
    /// The ground.
    pub ground: RecallGround,
    /// What proves it.
    #[validate(length(min = 1, max = 2000))]
    pub proof: String,
    /// What follows in law (L106 52.5).
    #[validate(length(max = 2000))]
    pub consequence: String,
}

/// A recall of the enforcement decision as a whole (L106 52.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecallWhole {
    /// The ground.
    pub ground: RecallGround,
    /// What proves it.
    #[validate(length(min = 1, max = 2000))]
    pub proof: String,
    /// What follows in law (L106 52.5).
    #[validate(length(max = 2000))]
    pub consequence: String,
    /// The items it covered: they may be decided anew.
    #[validate(length(min = 1, max = 5000))]
    pub items: Vec<crate::domain::ids::ObligationId>,
}

text_enum! {
    /// Who annuls (L106 52.4).
    pub enum Annuller {
        /// The issuer's superior, after the issuer did not repair it.
        Superior = "superior",
        /// The resolver of a complaint.
        Resolver = "resolver",
        /// A competent body concluded that the decision breaks the law.
        CompetentBody = "competent_body",
    }
}

/// An annulment (L106 52.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AnnulDecision {
    /// The decision.
    pub decision: DecisionId,
    /// Who annuls or has it annulled.
    pub by: Annuller,
    /// The paper that orders it, or the conclusion that it breaks the law.
    #[validate(length(min = 1, max = 2000))]
    pub proof: String,
    /// What follows in law (L106 52.5).
    #[validate(length(max = 2000))]
    pub consequence: String,
}

/// A question to the issuer of the judgment (L106 22.2.d).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AskIssuer {
    /// The error or the unclear point.
    #[validate(length(min = 1, max = 4000))]
    pub point: String,
    /// Complex: the longer term (L106 13.3).
    #[serde(default)]
    pub complex: bool,
    /// To the court directly above, the first answer being unclear (L106 22.2.d).
    #[serde(default)]
    pub to_court_above: bool,
}

/// An answer, or its absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordIssuerAnswer {
    /// The document that asked.
    pub question: DecisionId,
    /// Whether an answer came; else its term must have passed.
    pub answered: bool,
    /// The answer, in brief.
    #[validate(length(min = 1, max = 4000))]
    pub content: String,
}

/// A proposal of cassation or reopening (L106 22.2.đ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeCassation {
    /// The ground.
    #[validate(length(min = 1, max = 4000))]
    pub ground: String,
    /// The authority addressed.
    #[validate(length(min = 1, max = 200))]
    pub authority: String,
}

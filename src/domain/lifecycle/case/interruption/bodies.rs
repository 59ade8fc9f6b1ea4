//! Interruption and resumption: the actions and what each takes. Bounds are declared here; what the law asks of the content is
//! checked where the action takes effect.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::case::Scope;
use crate::domain::ids::{DecisionId, HoldId, MatterId, ObligationId, PaperId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::money::Dong;
use crate::text_enum;

actions! {
    /// Interruption and resumption.
    pub enum InterruptionAction {
        /// The postponement is drafted.
        ProposePostponement(ProposePostponement) = "propose_postponement",
        /// T-HO-01: postponed on a ground of L106 46.1.
        Postpone(Nothing) = "postpone",
        /// The postponement for a review is drafted.
        ProposeReviewPostponement(ReviewPostponement) = "propose_review_postponement",
        /// T-HO-02: postponed because whoever may protest asked in time.
        PostponeForReview(Nothing) = "postpone_for_review",
        /// The postponement on a late request is drafted.
        ProposeLatePostponement(LatePostponement) = "propose_late_postponement",
        /// T-HO-03: postponed though the request came late.
        PostponeLate(Nothing) = "postpone_late",
        /// The answer that nothing is postponed is drafted.
        ProposeDecliningPostponement(DeclinePostponement) = "propose_declining_postponement",
        /// T-HO-03: a late request is not followed.
        DeclinePostponement(Nothing) = "decline_postponement",
        /// The information for the protest authority is drafted.
        ProposePerformedNotice(PerformedPart) = "propose_performed_notice",
        /// T-HO-04: the protest authority learns what is performed already.
        InformPerformed(Nothing) = "inform_performed",
        /// The decision to continue is drafted.
        ProposeResumption(Resumption) = "propose_resumption",
        /// T-HO-05: a postponement is over.
        Resume(Nothing) = "resume",
        /// T-HO-06: collected money goes on deposit.
        DepositMoney(DepositMoney) = "deposit_money",
        /// The suspension is drafted.
        ProposeSuspension(ProposeSuspension) = "propose_suspension",
        /// T-SU-01: suspended by decision.
        Suspend(Nothing) = "suspend",
        /// The notice of a suspension is drafted.
        ProposeSuspensionNotice(SuspensionNotice) = "propose_suspension_notice",
        /// T-SU-02: the parties learn of another body's suspension.
        NotifySuspension(Nothing) = "notify_suspension",
        /// The decision to continue after a suspension is drafted.
        ProposeSuspensionEnd(SuspensionOver) = "propose_suspension_end",
        /// T-SU-03: a suspension is over.
        EndSuspension(Nothing) = "end_suspension",
        /// The information for the suspending body is drafted.
        ProposeSuspensionReply(PerformedPart) = "propose_suspension_reply",
        /// T-SU-04: the suspending body learns what is performed already.
        ReplyToSuspension(Nothing) = "reply_to_suspension",
        /// T-PA-01: paused by whoever resolves a complaint.
        PauseForComplaint(PauseForComplaint) = "pause_for_complaint",
        /// T-PA-02: the pause is lifted, or its term is over.
        LiftPause(LiftPause) = "lift_pause",
        /// The decision to continue after a review is drafted.
        ProposeReviewResult(ReviewResult) = "propose_review_result",
        /// T-GT-01: the review keeps or amends the judgment.
        ContinueAfterReview(Nothing) = "continue_after_review",
        /// The notice about performed parts is drafted.
        ProposeReviewNotice(PerformedPart) = "propose_review_notice",
        /// T-GT-03: protester, procuracy and parties learn what is performed already.
        InformAboutReview(Nothing) = "inform_about_review",
    }
}

/// A postponement on a ground of L106 46.1; the paper gives the ground.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposePostponement {
    /// The recorded paper.
    pub paper: PaperId,
    /// What is postponed; the whole case when nothing is named.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
    /// The end or review date; needed for an agreement.
    pub until: Option<NaiveDate>,
    /// The parties agreed that late interest runs on (46.1.c).
    #[serde(default)]
    pub interest_runs: bool,
    /// It harms the State or a third person (bars ground C).
    #[serde(default)]
    pub harms_others: bool,
    /// The debtor has other assets or income (bars ground D).
    #[serde(default)]
    pub other_assets: bool,
    /// A final judgment attached, disposed of or recognised the asset (bars ground D).
    #[serde(default)]
    pub adjudicated: bool,
    /// The days on which the recipient was validly notified; two are needed for ground I.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub notified_on: Vec<NaiveDate>,
}

/// A postponement that whoever may protest asked for in time (L106 46.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReviewPostponement {
    /// The recorded request.
    pub paper: PaperId,
    /// What is postponed; the whole case when nothing is named.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
    /// The last day: at most three months from the date of the request.
    pub until: NaiveDate,
    /// A second request is let through because this other authority makes it.
    #[validate(length(min = 1, max = 200))]
    pub other_authority: Option<String>,
    /// The moment the request came in; needed where a coercion is fixed.
    pub received_at: Option<DateTime<Utc>>,
    /// The moment fixed in the coercion decision.
    pub coercion_at: Option<DateTime<Utc>>,
}

/// A postponement on a request that came less than 24 hours before the coercion (L106 46.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct LatePostponement {
    /// The recorded request.
    pub paper: PaperId,
    /// What is postponed; the whole case when nothing is named.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
    /// The last day: at most three months from the date of the request.
    pub until: NaiveDate,
    /// A second request is let through because this other authority makes it.
    #[validate(length(min = 1, max = 200))]
    pub other_authority: Option<String>,
    /// The moment the request came in.
    pub received_at: DateTime<Utc>,
    /// The moment fixed in the coercion decision.
    pub coercion_at: DateTime<Utc>,
    /// Why it is necessary.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A late request that is not followed (L106 46.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DeclinePostponement {
    /// The recorded request.
    pub paper: PaperId,
    /// The moment the request came in.
    pub received_at: DateTime<Utc>,
    /// The moment fixed in the coercion decision.
    pub coercion_at: DateTime<Utc>,
    /// Why it is not necessary to postpone.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// What has been performed already, for the body whose paper asks to stop (L106 46.2, 47.1.b, 47.2, 63.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PerformedPart {
    /// The paper that is answered.
    pub paper: PaperId,
    /// Items performed wholly or in part, where they can be named.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub items: Vec<ObligationId>,
    /// What was performed, in words.
    #[validate(length(min = 1, max = 2000))]
    pub content: String,
}

/// The end of one postponement (L106 46.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct Resumption {
    /// The postponement.
    pub hold: HoldId,
    /// In words, with the papers it rests on.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// Collected money on a deposit of one month (ND152 30.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DepositMoney {
    /// The decision or notice of the interruption, or the termination after an annulment.
    pub decision: DecisionId,
    /// How much, in đồng.
    pub amount: Dong,
    /// The bank.
    #[validate(length(min = 1, max = 200))]
    pub bank: String,
    /// The number of the slip.
    #[validate(length(min = 1, max = 60))]
    pub slip: String,
}

/// A suspension by the office's own decision (L106 47.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeSuspension {
    /// The court's recorded notice or request.
    pub paper: PaperId,
    /// What is suspended; the whole case when nothing is named.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
    /// A secured duty in it is secured by a third person's property (bars SU-1A for it).
    #[serde(default)]
    pub third_party_security: bool,
}

/// The notice of a suspension that another body decided (L106 47.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SuspensionNotice {
    /// The recorded decision of the other body.
    pub paper: PaperId,
    /// What is suspended; the whole case when nothing is named.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
}

text_enum! {
    /// What ended a suspension, beside the result of a review (L106 47.3; ND152 11.4).
    pub enum SuspensionEnd {
        /// The protest was withdrawn (47.3.a).
        ProtestWithdrawn = "protest_withdrawn",
        /// Recovery ended while the debt is unpaid (47.3.c).
        RecoveryEndedUnpaid = "recovery_ended_unpaid",
        /// The court did not open bankruptcy (47.3.d).
        BankruptcyNotOpened = "bankruptcy_not_opened",
        /// The court no longer suspends the foreign award (ND152 11.4).
        AwardNotSuspended = "award_not_suspended",
        /// A paper of the Chairman of the Competition Commission (no rule: U23).
        CompetitionResumed = "competition_resumed",
    }
}

/// The end of one suspension (L106 47.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct SuspensionOver {
    /// The suspension.
    pub hold: HoldId,
    /// What ended it.
    pub event: SuspensionEnd,
    /// In words, with the papers it rests on.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A pause ordered while a complaint is resolved (L106 101.1.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct PauseForComplaint {
    /// The complaint.
    pub complaint: MatterId,
    /// What is paused; the whole case when nothing is named.
    #[serde(default)]
    #[validate(nested)]
    pub scope: Scope,
    /// The last day: never beyond the term for resolving the complaint.
    pub until: NaiveDate,
    /// Why going on would do harm that is hard to repair.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// A pause is lifted (L106 101.1.c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct LiftPause {
    /// The complaint.
    pub complaint: MatterId,
}

text_enum! {
    /// What a review did with the judgment, where enforcement goes on (L106 63.1, 63.3).
    pub enum ReviewOutcome {
        /// Kept.
        Kept = "kept",
        /// Amended.
        Amended = "amended",
    }
}

/// The judgment was kept or amended on review (L106 47.3.b, 63.1, 63.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReviewResult {
    /// The suspension or postponement that the review ends.
    pub hold: HoldId,
    /// What the review did.
    pub outcome: ReviewOutcome,
    /// How the enforcement decision reads from now on; needed when the judgment was amended.
    #[validate(length(min = 1, max = 4000))]
    pub amendment: Option<String>,
    /// In words, with the number of the review decision.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

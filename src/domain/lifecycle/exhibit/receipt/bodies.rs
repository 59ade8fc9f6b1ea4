//! From the judgment to the hand-over: the actions and what each takes.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::actions;
use crate::domain::exhibit::{Custody, Disposition, PaperRef, SealState};
use crate::domain::ids::{CaseId, PartyId, UserId};
use crate::domain::lifecycle::case::Nothing;
use crate::domain::lifecycle::intake::{ProposeEnquiry, ProposeReview, RecordAnswer};

actions! {
    /// A lot from its judgment to the hand-over to the agency.
    pub enum ReceiptAction {
        /// XB-02: an officer is responsible.
        Assign(AssignExhibits) = "assign_exhibits",
        /// XB-03: the judgment of what the agency kept has become known.
        Judge(JudgeExhibits) = "judge_exhibits",
        /// XB-04: decision and judgment go to the keeper.
        SendForComparison(Nothing) = "send_for_comparison",
        /// XB-05: the question to the court, or the proposal of a review, is drafted.
        ProposeMismatchQuestion(ProposeMismatchQuestion) = "propose_mismatch_question",
        /// XB-05: judgment and minutes differ; the court is asked.
        AskAboutMismatch(Nothing) = "ask_about_mismatch",
        /// XB-06: the court answered.
        RecordMismatchAnswer(RecordMismatchAnswer) = "record_mismatch_answer",
        /// XB-07: hour and place of the hand-over are fixed.
        Schedule(ScheduleExhibitHandover) = "schedule_exhibit_handover",
        /// XB-08: taken over.
        Accept(AcceptExhibits) = "accept_exhibits",
        /// XB-09: the refusal is drafted.
        ProposeRefusal(ProposeExhibitRefusal) = "propose_exhibit_refusal",
        /// XB-09: not taken over; the keeper's head is asked to explain.
        Refuse(Nothing) = "refuse_exhibits",
        /// XB-10: the change is confirmed, or the seal concluded upon.
        Clear(ClearExhibits) = "clear_exhibits",
        /// XB-11: money is transferred to the agency's account at the Treasury.
        ReceiveMoney(ReceiveExhibitMoney) = "receive_exhibit_money",
    }
}

/// Who is responsible for a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AssignExhibits {
    /// An enforcement officer of the agency.
    pub officer: UserId,
}

/// What the judgment says of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct JudgedLine {
    /// The line.
    pub line: u32,
    /// What becomes of it.
    pub disposition: Disposition,
    /// Whose it is.
    pub owner: Option<PartyId>,
}

/// The judgment of what the agency kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct JudgeExhibits {
    /// The enforcement decision.
    pub case: CaseId,
    /// Every line that is not over.
    #[validate(nested, length(min = 1, max = 500))]
    pub lines: Vec<JudgedLine>,
}

/// A question about the judgment, because the keeper says that it differs from the minutes of seizure (ND152 37.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeMismatchQuestion {
    /// The keeper's letter.
    #[validate(nested)]
    pub keeper_letter: PaperRef,
    /// The court is asked to correct, supplement or explain (L106 22.2.d).
    #[validate(nested)]
    pub question: Option<ProposeEnquiry>,
    /// Or a review is proposed (L106 22.2.đ).
    #[validate(nested)]
    pub review: Option<ProposeReview>,
}

/// What a correction changes of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct LineCorrection {
    /// The line.
    pub line: u32,
    /// What becomes of it now.
    pub disposition: Option<Disposition>,
    /// How much of it there is.
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// What it is: no name of a person.
    #[validate(length(min = 1, max = 1000))]
    pub description: Option<String>,
}

/// The court's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordMismatchAnswer {
    /// What came of the question.
    #[validate(nested)]
    pub answer: RecordAnswer,
    /// What it changes.
    #[validate(nested, length(max = 500))]
    pub corrections: Vec<LineCorrection>,
}

/// Hour and place of the hand-over (ND152 37.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ScheduleExhibitHandover {
    /// The hour.
    pub at: DateTime<Utc>,
    /// The place: where it lies (ND152 37.2).
    #[validate(length(min = 1, max = 500))]
    pub place: String,
}

/// What was found of a line at the hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct FoundLine {
    /// The line.
    pub line: u32,
    /// How much is there.
    #[schema(value_type = String, example = "1")]
    pub quantity: Decimal,
    /// Its condition.
    #[validate(length(min = 1, max = 1000))]
    pub condition: String,
    /// Number and condition are as the minutes of the first seizure say.
    pub as_recorded: bool,
    /// The keeper's head confirms the change in writing and answers for it.
    #[validate(nested)]
    pub confirmation: Option<PaperRef>,
    /// The seal, for a sealed package.
    pub seal: Option<SealState>,
    /// Number, kind and quality of what is in the package are clear.
    #[serde(default)]
    pub content_clear: bool,
    /// The number of the conclusion of the appraisal.
    #[validate(length(min = 1, max = 100))]
    pub appraisal: Option<String>,
    /// The competent body's conclusion on a torn or suspect seal.
    #[validate(nested)]
    pub seal_conclusion: Option<PaperRef>,
}

/// The hand-over, line by line (ND152 37.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct AcceptExhibits {
    /// The lines taken over.
    #[validate(nested, length(min = 1, max = 500))]
    pub lines: Vec<FoundLine>,
    /// Where they lie from now on; where they lay, when absent (ND152 37.2.đ).
    #[validate(nested)]
    pub custody: Option<Custody>,
    /// The minutes compare with those of the first seizure, and are signed and sealed by both sides, one copy each, one for the
    /// accountant, one for the file.
    pub minutes_complete: bool,
}

/// A proposed refusal (ND152 37.2.b–c).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ProposeExhibitRefusal {
    /// The lines that are not taken over.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// What is not as the minutes say, or which seal is not whole.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// What explains a refused line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ClearExhibits {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// The keeper's head confirms the change in writing (ND152 37.2.b).
    #[validate(nested)]
    pub confirmation: Option<PaperRef>,
    /// The competent body's conclusion on the seal (ND152 37.2.c).
    #[validate(nested)]
    pub seal_conclusion: Option<PaperRef>,
}

/// Money transferred to the agency's account at the Treasury (ND152 37.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct ReceiveExhibitMoney {
    /// The lines.
    #[validate(length(min = 1, max = 500))]
    pub lines: Vec<u32>,
    /// The Treasury's credit note.
    #[validate(length(min = 1, max = 100))]
    pub bank_reference: String,
}

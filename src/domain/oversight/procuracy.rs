//! An act of the procuracy about enforcement: protest (kháng nghị) or recommendation (kiến nghị), L106 112–113.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::DecisionId;
use crate::domain::judgment::Drafts;
use crate::domain::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// Where an act of the procuracy stands.
    pub enum ProcuracyState {
        /// Entered in the register.
        Received = "received",
        /// The reply accepts it.
        Agreed = "agreed",
        /// Carried out.
        Executed = "executed",
        /// The procuracy is asked to reconsider.
        ReconsiderationAsked = "reconsideration_asked",
        /// Withdrawn by the procuracy.
        Withdrawn = "withdrawn",
        /// Maintained by the procuracy.
        Maintained = "maintained",
        /// Reported to the ministry's body and the Supreme Procuracy.
        ReportedUp = "reported_up",
        /// The ministry's body answered.
        DecidedUp = "decided_up",
        /// Before the minister.
        MinisterReview = "minister_review",
        /// The minister answered.
        Final = "final",
        /// A recommendation that is not accepted.
        Declined = "declined",
    }
}

text_enum! {
    /// What kind of act it is.
    pub enum ProcuracyKind {
        /// Kháng nghị.
        Protest = "protest",
        /// Kiến nghị.
        Recommendation = "recommendation",
    }
}

text_enum! {
    /// Which procuracy (L106 112.1); the level chooses the time to protest (112.2).
    pub enum ProcuracyLevel {
        /// Viện kiểm sát khu vực.
        Regional = "regional",
        /// Viện kiểm sát cấp tỉnh.
        Provincial = "provincial",
        /// Viện kiểm sát quân sự khu vực, quân khu.
        MilitaryRegion = "military_region",
        /// Viện kiểm sát nhân dân tối cao.
        Supreme = "supreme",
        /// Viện kiểm sát quân sự trung ương.
        CentralMilitary = "central_military",
    }
}

text_enum! {
    /// What it is about.
    pub enum ProcuracySubject {
        /// A decision.
        Decision = "decision",
        /// The result of a verification (L106 37.5).
        Verification = "verification",
        /// Another act, or a failure to act.
        Act = "act",
    }
}

text_enum! {
    /// Whether a protest lies within its time; a late one is accepted and flagged (U32 for what cannot be told).
    pub enum Timeliness {
        /// Within the time.
        InTime = "in_time",
        /// Late.
        Late = "late",
        /// The procuracy never had the notice of ending from which the year runs.
        Unknown = "unknown",
    }
}

text_enum! {
    /// What the procuracy answers when asked to reconsider.
    pub enum ProcuracyAnswer {
        /// Rút kháng nghị.
        Withdrawn = "withdrawn",
        /// Giữ nguyên kháng nghị.
        Maintained = "maintained",
    }
}

/// A paper of the exchange: whose, when, its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exchange {
    /// The action that brought it.
    pub action: String,
    /// The day.
    pub on: NaiveDate,
    /// The other body's number; a document of this office has its own in the register.
    pub number: Option<String>,
    /// Whether it upholds the act, for an answer from above.
    pub upholds: Option<bool>,
}

/// A protest or recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcuracyAct {
    /// Identifier, office, case, day of reception.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: ProcuracyState,
    /// Protest or recommendation.
    pub kind: ProcuracyKind,
    /// Which procuracy.
    pub level: ProcuracyLevel,
    /// Its number.
    pub number: String,
    /// Its own date.
    pub dated_on: NaiveDate,
    /// What it is about.
    pub subject: ProcuracySubject,
    /// The decision, where it is about one.
    pub decision: Option<DecisionId>,
    /// The day the procuracy received the decision or found the act.
    pub known_on: NaiveDate,
    /// The day the procuracy received the notice that the case ended.
    pub ending_notice_on: Option<NaiveDate>,
    /// Whether it lies within the time to protest.
    pub timeliness: Option<Timeliness>,
    /// The last day to protest, where it can be told.
    pub protest_until: Option<NaiveDate>,
    /// What it asks for: no name of a person.
    pub asks: String,
    /// The last day to reply.
    pub reply_until: Option<NaiveDate>,
    /// Drafts that wait for a signature.
    #[schema(value_type = Object)]
    pub drafts: Drafts,
    /// Replies, reports and answers, oldest first.
    pub exchanges: Vec<Exchange>,
    /// The documents that carry it out.
    pub executed_by: Vec<DecisionId>,
}

impl ProcuracyAct {
    /// Whether the answer from above that counts upholds the act.
    pub fn upheld(&self) -> Option<bool> {
        self.exchanges.iter().rev().find_map(|one| one.upholds)
    }

    /// From when it must be carried out: the reply or the answer that accepts it.
    pub fn accepted_on(&self) -> Option<NaiveDate> {
        self.exchanges.last().map(|one| one.on)
    }
}

impl Matter for ProcuracyAct {
    const KIND: &'static str = "procuracy_act";

    fn head(&self) -> &MatterHead {
        &self.head
    }
    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }
    fn state(&self) -> &'static str {
        self.state.as_str()
    }
}

//! A complaint about enforcement (khiếu nại, L106 96–107): what is complained of, by whom, and how far each level has come. The
//! complainants are parties by their identifiers: no personal data here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Obstacle, Term};
use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::judgment::Drafts;
use crate::domain::matter::{Matter, MatterHead};
use crate::text_enum;

text_enum! {
    /// Where a complaint stands.
    pub enum ComplaintState {
        /// Entered in the register.
        Received = "received",
        /// Accepted by the head (thụ lý).
        Accepted = "accepted",
        /// Accepted, with a longer term.
        Extended = "extended",
        /// The first level stands still.
        Paused = "paused",
        /// Not accepted.
        Rejected = "rejected",
        /// Stopped without a decision.
        Stopped = "stopped",
        /// Decided by the head.
        Decided1 = "decided_1",
        /// The second complaint is in.
        Received2 = "received_2",
        /// The second complaint is accepted.
        Accepted2 = "accepted_2",
        /// The second level has a longer term.
        Extended2 = "extended_2",
        /// The second level stands still.
        Paused2 = "paused_2",
        /// A decision is in force.
        Effective = "effective",
        /// The minister looked at the decision in force again.
        Reviewed = "reviewed",
        /// The decision in force is carried out.
        Executed = "executed",
    }
}

text_enum! {
    /// What is complained of; it chooses the periods (L106 96.2; L08 140.2).
    pub enum ComplaintObject {
        /// A decision or act before a security or coercion decision.
        BeforeMeasures = "before_measures",
        /// The freezing of an account.
        AccountFreeze = "account_freeze",
        /// Another security measure.
        Security = "security",
        /// A coercive measure.
        Coercion = "coercion",
        /// A decision or act after a coercion decision.
        AfterCoercion = "after_coercion",
    }
}

text_enum! {
    /// The class of the object in the law of 2025 (L106 96.2).
    pub enum ComplaintClass {
        /// Before any security or coercion decision.
        Ca = "CA",
        /// Security measure: one level only.
        Cb = "CB",
        /// Coercive measure and everything after a coercion decision.
        Cc = "CC",
    }
}

impl ComplaintObject {
    /// Its class.
    pub fn class(self) -> ComplaintClass {
        match self {
            Self::BeforeMeasures => ComplaintClass::Ca,
            Self::AccountFreeze | Self::Security => ComplaintClass::Cb,
            Self::Coercion | Self::AfterCoercion => ComplaintClass::Cc,
        }
    }
}

text_enum! {
    /// Whose decision or act it is: those whom the head of the agency resolves at first instance (L106 98).
    pub enum Respondent {
        /// Chấp hành viên.
        Officer = "officer",
        /// Phó Thủ trưởng.
        DeputyHead = "deputy_head",
        /// Thủ trưởng.
        Head = "head",
    }
}

text_enum! {
    /// How a complaint came.
    pub enum ComplaintChannel {
        /// By a digital channel.
        Digital = "digital",
        /// By post.
        Post = "post",
        /// Handed in.
        InPerson = "in_person",
        /// Spoken, and written down by the agency.
        Oral = "oral",
    }
}

text_enum! {
    /// Why a complaint is not accepted (L106 97).
    pub enum RejectionGround {
        /// The decision or act does not concern the complainant directly.
        NotConcerned = "CMP97-1",
        /// No civil capacity, and no representative.
        NoCapacity = "CMP97-2",
        /// The representative proves no representation.
        NoProofOfRepresentation = "CMP97-3",
        /// Out of time without a good reason.
        OutOfTime = "CMP97-4",
        /// A decision on it is in force.
        DecisionInForce = "CMP97-5",
        /// An internal act.
        InternalAct = "CMP97-6",
        /// Dealt with as a denunciation, or stopped before.
        DealtWith = "CMP97-7",
    }
}

text_enum! {
    /// Why resolving stands still (L106 105.2).
    pub enum PauseGround {
        /// An emergency or the like keeps a party away, and its presence matters.
        PartyPrevented = "CMP-PAUSE-1",
        /// Another body's result must be awaited.
        OtherBody = "CMP-PAUSE-2",
    }
}

text_enum! {
    /// Why resolving is stopped (L106 105.3).
    pub enum StopGround {
        /// Withdrawn as a whole.
        Withdrawn = "CMP-STOP-1",
        /// The complainant died or ended, and nobody succeeds.
        ComplainantGone = "CMP-STOP-2",
        /// What was complained of is no longer there.
        ObjectGone = "CMP-STOP-3",
        /// Dealt with as a denunciation.
        Denunciation = "CMP-STOP-4",
    }
}

text_enum! {
    /// On which point the minister looks at a decision in force again (L106 98.3).
    pub enum ReviewGround {
        /// Point a.
        A = "CMP98-A",
        /// Point b.
        B = "CMP98-B",
        /// Point c.
        C = "CMP98-C",
        /// Point d.
        D = "CMP98-D",
    }
}

text_enum! {
    /// What the resolver finds of the complaint (L106 107.1.e).
    pub enum Conclusion {
        /// Đúng toàn bộ.
        Right = "right",
        /// Đúng một phần.
        PartlyRight = "partly_right",
        /// Sai toàn bộ.
        Wrong = "wrong",
    }
}

text_enum! {
    /// What becomes of the decision or act (L106 107.1.g).
    pub enum Outcome {
        /// Giữ nguyên.
        Keep = "keep",
        /// Sửa đổi, bổ sung.
        Amend = "amend",
        /// Hủy bỏ, thu hồi.
        Annul = "annul",
        /// Buộc chấm dứt.
        Stop = "stop",
    }
}

/// What is complained of: a document of the case, or an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attacked {
    /// The document.
    pub decision: Option<DecisionId>,
    /// The act in brief: no name of a person.
    pub act: Option<String>,
    /// The day of either.
    pub on: NaiveDate,
}

/// One who complains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Complainant {
    /// The party.
    pub party: PartyId,
    /// A related person, not creditor or debtor: may complain of direct harm only (L106 96.1).
    #[serde(default)]
    pub related: bool,
    /// Whether it is harmed directly.
    #[serde(default)]
    pub directly_harmed: bool,
}

/// What a decision on a complaint says (L106 107).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resolution {
    /// The day of the decision.
    pub on: NaiveDate,
    /// The document, where this office made it.
    pub document: Option<Uuid>,
    /// The other body's number, where it did not.
    pub number: Option<String>,
    /// What the complaint is found to be.
    pub conclusion: Conclusion,
    /// What becomes of the decision or act.
    pub outcome: Outcome,
}

/// One level of resolving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Level {
    /// The complaint's own date.
    pub lodged_on: NaiveDate,
    /// The day of acceptance.
    pub accepted_on: Option<NaiveDate>,
    /// The term to decide.
    pub term: Option<Term>,
    /// By how many days it was lengthened.
    pub extended_by: Option<u32>,
    /// Why it stands still, while it does.
    pub paused: Option<PauseGround>,
    /// Why it was not accepted.
    pub rejected: Option<RejectionGround>,
    /// Why it was stopped.
    pub stopped: Option<StopGround>,
    /// The decision.
    pub resolution: Option<Resolution>,
}

impl Level {
    /// A level that has just begun.
    pub fn new(lodged_on: NaiveDate) -> Level {
        Level {
            lodged_on,
            accepted_on: None,
            term: None,
            extended_by: None,
            paused: None,
            rejected: None,
            stopped: None,
            resolution: None,
        }
    }
}

/// The minister's review of a decision in force (L106 98.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    /// The point of the law.
    pub ground: ReviewGround,
    /// Its number.
    pub number: String,
    /// Its day.
    pub on: NaiveDate,
    /// What becomes of the decision or act.
    pub outcome: Outcome,
}

/// A complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Complaint {
    /// Identifier, office, case, day of reception.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: ComplaintState,
    /// What kind of thing is complained of.
    pub object: ComplaintObject,
    /// What is complained of.
    pub attacked: Attacked,
    /// Whose act it is.
    pub respondent: Respondent,
    /// Who complains.
    pub complainants: Vec<Complainant>,
    /// Who speaks for five or more of them (ND152 77).
    pub representatives: Vec<PartyId>,
    /// How it came.
    pub channel: ComplaintChannel,
    /// Valid notice of the decision, or knowledge of the act: the time limit runs from it (L106 96.2).
    pub known_on: NaiveDate,
    /// Proven intervals left out of the limit (L106 96.4).
    pub obstacles: Vec<Obstacle>,
    /// What it asks for: no name of a person.
    pub asks: String,
    /// Drafts that wait for a signature.
    #[schema(value_type = Object)]
    pub drafts: Drafts,
    /// The first level.
    pub first: Level,
    /// Valid notice of the first decision.
    pub first_notified_on: Option<NaiveDate>,
    /// The second level.
    pub second: Option<Level>,
    /// The minister's review.
    pub review: Option<Review>,
    /// The day from which a decision is in force.
    pub effective_on: Option<NaiveDate>,
    /// The documents that carry the result out.
    pub executed_by: Vec<DecisionId>,
}

impl Complaint {
    /// What the decision in force, or its review, orders.
    pub fn ordered(&self) -> Option<Outcome> {
        let of = |level: &Level| level.resolution.as_ref().map(|one| one.outcome);
        let decided = self.second.as_ref().and_then(of).or_else(|| of(&self.first));
        self.review.as_ref().map(|review| review.outcome).or(decided)
    }

    /// The day of the latest decision on it.
    pub fn decided_on(&self) -> Option<NaiveDate> {
        let of = |level: &Level| level.resolution.as_ref().map(|one| one.on);
        let decided = self.second.as_ref().and_then(of).or_else(|| of(&self.first));
        self.review.as_ref().map(|review| review.on).or(decided)
    }

    /// Some complainant is a party, or a related person who is harmed directly (L106 96.1, 97.1).
    pub fn is_concerned(&self) -> bool {
        self.complainants.iter().any(|one| !one.related || one.directly_harmed)
    }
}

impl Matter for Complaint {
    const KIND: &'static str = "complaint";

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

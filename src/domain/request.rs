//! A request for enforcement (yêu cầu thi hành án) from reception to the decision. It knows nothing of the case that follows.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{JudgmentId, ObligationId, OfficeId, PartyId, RequestId};
use super::judgment::{Draft, GroupDraft};
use crate::text_enum;

text_enum! {
    /// Where a request stands.
    pub enum RequestState {
        /// Received; a slip was given (ND152 9.4).
        Received = "received",
        /// The requester was told what is missing (ND152 9.6).
        SupplementRequested = "supplement_requested",
        /// Complete and entered in the register.
        Registered = "registered",
        /// Refused (L106 34.4).
        Refused = "refused",
        /// Every item has its decision.
        Decided = "decided",
    }
}

text_enum! {
    /// How it came in (ND152 9.1).
    pub enum RequestChannel {
        /// National portal or other lawful electronic means.
        Electronic = "electronic",
        /// Handed in, or spoken and written down.
        InPerson = "in_person",
        /// By post: the postmark counts.
        Post = "post",
    }
}

text_enum! {
    /// A lawful ground of refusal (L106 34.4).
    pub enum RefusalGround {
        /// No right to request, or unrelated to the judgment.
        NoRight = "RF-A",
        /// The judgment creates no rights and duties to enforce.
        NothingToEnforce = "RF-B",
        /// The agency is not competent.
        NotCompetent = "RF-C",
        /// The time-bar has run out.
        TimeBarred = "RF-D",
        /// The content already has a decision.
        AlreadyDecided = "RF-DD",
    }
}

text_enum! {
    /// Why time was not counted (ND152 3).
    pub enum ExclusionKind {
        /// Tình trạng khẩn cấp.
        Emergency = "emergency",
        /// Trở ngại khách quan.
        ObjectiveObstacle = "objective_obstacle",
        /// Sự kiện bất khả kháng.
        ForceMajeure = "force_majeure",
        /// A postponement or suspension: only the days before the law changed, by L08 30.2 and the choice made under U8.
        Interruption = "interruption",
    }
}

/// A proven interval that does not count toward the time-bar (ND152 3.1–3.3): place, content and time must be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exclusion {
    /// The kind of event.
    pub kind: ExclusionKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day, counted too.
    pub to: NaiveDate,
    /// The paper that proves it.
    pub proof: String,
}

/// What a request still lacks (ND152 9.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Completeness {
    /// Names and addresses of the parties.
    pub parties_named: bool,
    /// The judgment's number, date and issuer.
    pub judgment_identified: bool,
    /// Signature, fingerprint or lawful digital form.
    pub signed: bool,
    /// The judgment and related papers.
    pub papers_enclosed: bool,
}

impl Completeness {
    /// The missing parts, as codes.
    pub fn missing(&self) -> Vec<&'static str> {
        [
            (self.parties_named, "parties_named"),
            (self.judgment_identified, "judgment_identified"),
            (self.signed, "signed"),
            (self.papers_enclosed, "papers_enclosed"),
        ]
        .into_iter()
        .filter_map(|(there, name)| (!there).then_some(name))
        .collect()
    }
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Request {
    /// Its identifier.
    pub id: RequestId,
    /// Grows by one with each change.
    pub version: i64,
    /// The agency addressed.
    pub office: OfficeId,
    /// The judgment.
    pub judgment: JudgmentId,
    /// Where it stands.
    pub state: RequestState,
    /// Who asks; a party of the judgment.
    pub requester: PartyId,
    /// The representative's written authority, where one acts (ND152 2).
    pub authority: Option<String>,
    /// The request date in law: sending, receipt or postmark (ND152 9.3).
    pub requested_on: NaiveDate,
    /// How it came.
    pub channel: RequestChannel,
    /// The items requested.
    pub obligations: Vec<ObligationId>,
    /// What is there and what is not.
    pub completeness: Completeness,
    /// Proven intervals that do not count toward the time-bar.
    pub exclusions: Vec<Exclusion>,
    /// The drafted decision, while it waits for its signature.
    pub decision_draft: Option<Draft<GroupDraft>>,
    /// The drafted refusal, while it waits for its signature.
    pub refusal_draft: Option<Draft<RefusalDraft>>,
    /// Grounds of the refusal, once signed.
    pub refused: Vec<RefusalGround>,
}

/// The content of a drafted refusal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefusalDraft {
    /// One or more lawful grounds.
    pub grounds: Vec<RefusalGround>,
    /// In words.
    pub reason: String,
}

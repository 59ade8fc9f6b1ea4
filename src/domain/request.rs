//! A request for enforcement (yêu cầu thi hành án) from reception to the decision. It knows nothing of the case that follows.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{CaseId, JudgmentId, ObligationId, OfficeId, PartyId, RequestId};
use super::judgment::Draft;
use super::money::Dong;
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
        /// Out of time, and the head considers whether it is accepted (ND152 10.2).
        LateReview = "late_review",
        /// Waits for a due date or a condition of law (L106 34.3; ND152 11.2).
        NotDue = "not_due",
        /// Refused (L106 34.4).
        Refused = "refused",
        /// Every item has its decision.
        Decided = "decided",
        /// Taken back by the requester.
        Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// Whether nothing more is decided on it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Decided | Self::Withdrawn)
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

text_enum! {
    /// A case in which certain grounds of refusal are shut (ND152 9.7).
    pub enum ProtectedCase {
        /// Handing over ownership, use or management of an asset that the creditor does not hold.
        AssetNotHeld = "9.7.a",
        /// Custody of a minor whom the creditor does not raise.
        Custody = "9.7.b",
        /// Visiting or care of a person whom the creditor does not raise, visit or care for.
        Visiting = "9.7.c",
        /// Content whose request was returned under L106 38.4.
        Returned = "9.7.d",
    }
}

impl ProtectedCase {
    /// Whether the case shuts the ground.
    pub fn shuts(self, ground: RefusalGround) -> bool {
        match self {
            Self::Returned => matches!(ground, RefusalGround::TimeBarred | RefusalGround::AlreadyDecided),
            _ => matches!(ground, RefusalGround::NoRight | RefusalGround::NothingToEnforce),
        }
    }
}

text_enum! {
    /// Who pays of his own accord after the time-bar (ND152 10.3).
    pub enum LatePayer {
        /// The debtor, who is in prison.
        Prisoner = "prisoner",
        /// A relative of his.
        Relative = "relative",
        /// Whoever he authorised.
        Proxy = "proxy",
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
    /// The place that the paper confirms (ND152 3.3).
    #[serde(default)]
    pub place: Option<String>,
}

/// What a prisoner, a relative or a proxy pays after the time-bar (ND152 10.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, validator::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LatePayment {
    /// Who pays.
    pub payer: LatePayer,
    /// The item paid on.
    pub obligation: ObligationId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The minutes: why, and how much.
    #[validate(length(min = 1, max = 2000))]
    pub minutes: String,
}

/// A condition on which the law makes enforcement depend (L106 34.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Condition {
    /// What it is.
    pub what: String,
    /// The information that it is met, and the day of its receipt.
    pub met: Option<ConditionMet>,
}

/// That a condition is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConditionMet {
    /// The day the information was received.
    pub on: NaiveDate,
    /// The information.
    pub information: String,
}

/// An agreement of the parties before the decision (L106 36.2; ND152 14.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EarlyAgreement {
    /// Its date.
    pub dated_on: NaiveDate,
    /// The paper.
    pub paper: String,
    /// A duty is performed before its due date, or in one payment: the decision need not wait (ND152 11.2).
    pub before_due: bool,
}

/// That a late request is accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LateAcceptance {
    /// The day of the decision.
    pub on: NaiveDate,
    /// The last day as computed with the days left out.
    pub limit: NaiveDate,
    /// The days left out.
    pub days: i64,
}

/// That a request was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Withdrawal {
    /// The day.
    pub on: NaiveDate,
    /// The requester's paper.
    pub paper: String,
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
    /// Drafts that wait for a signature, by the name of the signed action.
    #[serde(default)]
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// Grounds of the refusal, once signed.
    pub refused: Vec<RefusalGround>,
    /// The day the agency received it; the terms run from it. The request date when absent.
    #[serde(default)]
    pub received_on: Option<NaiveDate>,
    /// Content asked for that the judgment does not hold.
    #[serde(default)]
    pub other_content: Option<String>,
    /// Cases in which certain grounds of refusal are shut (ND152 9.7).
    #[serde(default)]
    pub protected: Vec<ProtectedCase>,
    /// The case whose request was returned and is renewed here (L106 34.2; ND152 22.2).
    #[serde(default)]
    pub renews: Option<CaseId>,
    /// What proves that the debtor can perform, with a renewed request.
    #[serde(default)]
    pub ability_proof: Option<String>,
    /// A payment of his own accord after the time-bar.
    #[serde(default)]
    pub late_payment: Option<LatePayment>,
    /// The late request, once accepted.
    #[serde(default)]
    pub late_accepted: Option<LateAcceptance>,
    /// A condition on which enforcement depends.
    #[serde(default)]
    pub condition: Option<Condition>,
    /// What the parties agreed before the decision.
    #[serde(default)]
    pub agreement: Option<EarlyAgreement>,
    /// Taken back.
    #[serde(default)]
    pub withdrawn: Option<Withdrawal>,
}

impl Request {
    /// The day from which the agency's terms run.
    pub fn reception(&self) -> NaiveDate {
        self.received_on.unwrap_or(self.requested_on)
    }
}

//! An enforcement case: one enforcement decision (L106 3.8), with its stage, its debtors' tracks and everything that its
//! guards look at. The parties and items themselves stand apart: a case may have tens of thousands. No personal data here.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::DocumentKind;
use super::ids::{CaseId, DecisionId, JudgmentId, OfficeId, PartyId, RequestId, UserId};
use super::judgment::{Draft, Mode};
use super::money::Dong;
use crate::text_enum;

text_enum! {
    /// The main stage of a case.
    pub enum Stage {
        /// The enforcement decision is signed.
        Decided = "decided",
        /// The debtor has ten days to perform (L106 36.1).
        Voluntary = "voluntary",
        /// The officer looks for assets and income (L106 37).
        Verification = "verification",
        /// Có điều kiện thi hành án (L106 3.6).
        Enforceable = "enforceable",
        /// Chưa có điều kiện thi hành án (L106 38.1).
        NotEnforceable = "not_enforceable",
        /// Sổ theo dõi riêng: proactive cases after two years (ND152 22.1).
        SeparateBook = "separate_book",
        /// Coercion runs, or money is being distributed.
        Enforcing = "enforcing",
        /// Ended on a ground of the closed list (L106 55).
        Ended = "ended",
    }
}

text_enum! {
    /// A ground of "chưa có điều kiện" (L106 38.1).
    pub enum NotEnforceableGround {
        /// No income beyond the minimum living and no assets that may be seized.
        NoMeans = "NE-A",
        /// The thing that the judgment orders dealt with no longer exists.
        ThingGone = "NE-B",
        /// The person to be handed over cannot be found.
        PersonNotFound = "NE-C",
        /// The specific thing is gone or unusable.
        SpecificThingGone = "NE-D",
        /// A personal duty, and the debtor lost civil capacity.
        IncapacityOfDebtor = "NE-DD",
        /// Collateral worth no more than the secured debt and costs.
        CollateralTooSmall = "NE-E",
        /// The creditor does not take an asset reduced to the costs.
        AssetNotTaken = "NE-G",
        /// Handled as collateral of a bad debt.
        BadDebtCollateral = "NE-H",
    }
}

impl NotEnforceableGround {
    /// Grounds that also need "no other income or assets" (L106 38.1.b, e, g, h).
    pub fn needs_no_other_assets(self) -> bool {
        matches!(
            self,
            Self::ThingGone | Self::CollateralTooSmall | Self::AssetNotTaken | Self::BadDebtCollateral
        )
    }
}

text_enum! {
    /// A ground of postponement (hoãn, L106 46.1).
    pub enum PostponementGround {
        /// Personal duty; the debtor is critically ill.
        Illness = "HO-A",
        /// Personal duty; the debtor's address is unknown.
        AddressUnknown = "HO-B",
        /// Written agreement, or the creditor's written request.
        Agreement = "HO-C",
        /// A court accepted a dispute over ownership.
        OwnershipDispute = "HO-D",
        /// A court accepted a claim against the auction result.
        AuctionDispute = "HO-DD",
        /// Another authority's measure lies on the asset.
        OtherMeasure = "HO-E",
        /// The issuer is within its term to explain.
        Explanation = "HO-G",
        /// The authority is within its term to answer a cassation proposal.
        CassationProposal = "HO-H",
        /// The recipient was notified twice and did not come.
        RecipientAbsent = "HO-I",
        /// Transfer of rights is impossible for now.
        TransferObstacle = "HO-K",
        /// Review of a mediation result or annulment of an award was accepted.
        ReviewAccepted = "HO-L",
    }
}

impl PostponementGround {
    /// Grounds that hold only for duties tied to the person or not transferable (L106 46.1.a–b).
    pub fn needs_personal_duty(self) -> bool {
        matches!(self, Self::Illness | Self::AddressUnknown)
    }
}

text_enum! {
    /// A ground of termination (đình chỉ, L106 48).
    pub enum TerminationGround {
        /// The creditor died or ended; the right does not pass on.
        CreditorGone = "DC-1",
        /// The debtor died or ended; no assets, or the duty does not pass on.
        DebtorGone = "DC-2",
        /// The person to be cared for died or came of age.
        CareEnded = "DC-3",
        /// The parties agree, or the creditor asks.
        Agreement = "DC-4",
        /// Exemption or reduction in effect.
        Exempted = "DC-5",
        /// The judgment was annulled.
        JudgmentAnnulled = "DC-6",
        /// Recovery procedure ended, the debt paid.
        RecoveryPaid = "DC-7",
        /// Bankruptcy procedure opened.
        Bankruptcy = "DC-8",
    }
}

text_enum! {
    /// On which ground a case ended.
    pub enum EndingGround {
        /// Everything performed (L106 55.1).
        Performed = "END-1",
        /// Terminated as a whole (L106 55.2).
        Terminated = "END-2",
        /// The request was returned (ND152 32.1.d).
        RequestReturned = "END-D",
    }
}

/// One debtor's way through notice and voluntary period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DebtorTrack {
    /// The debtor.
    pub party: PartyId,
    /// Paid wholly from the State budget: no measures on its property (ND152 42.10).
    pub budget_funded: bool,
    /// Days on which delivery failed, each with minutes and a witness (ND152 16.3).
    pub failed_deliveries: Vec<NaiveDate>,
    /// The day of posting, and the day it was taken down.
    pub posted_on: Option<NaiveDate>,
    /// See `posted_on`.
    pub posting_removed_on: Option<NaiveDate>,
    /// The day of valid notice (ngày thông báo hợp lệ).
    pub notified_on: Option<NaiveDate>,
    /// The last day of the voluntary period.
    pub voluntary_until: Option<NaiveDate>,
}

/// A signed document of the case, as the guards see it; its content stands in the register of decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DecisionRef {
    /// The document.
    pub id: DecisionId,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its number, given at signing.
    pub number: String,
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// The day it went to the procuracy (L106 35.2).
    pub sent_to_procuracy_on: Option<NaiveDate>,
}

/// A verification of the debtor's means (xác minh, L106 37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Verification {
    /// `first`, `periodic`, or `new_information`.
    pub kind: VerificationKind,
    /// The day it began or was carried out.
    pub on: NaiveDate,
    /// Who confirmed the minutes (L106 37.3).
    pub confirmed_by: Option<String>,
    /// Whether it showed means.
    pub shows_ability: Option<bool>,
}

text_enum! {
    /// Why a verification was made.
    pub enum VerificationKind {
        /// After the voluntary period.
        First = "first",
        /// Every six months or every year (L106 38.3).
        Periodic = "periodic",
        /// On written information (L106 38.2).
        NewInformation = "new_information",
    }
}

/// The standing decision that the debtor cannot yet perform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotEnforceable {
    /// The ground.
    pub ground: NotEnforceableGround,
    /// The day of the decision: the two years run from it (L106 38.4).
    pub decided_on: NaiveDate,
    /// Verified once a year instead of every six months (L106 38.3).
    pub yearly: bool,
}

/// Written information about the debtor's means (L106 38.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NewInformation {
    /// The day of receipt.
    pub received_on: NaiveDate,
    /// From whom, as a role: no name.
    pub source: String,
    /// The day it was verified.
    pub verified_on: Option<NaiveDate>,
    /// Whether it showed means.
    pub shows_ability: Option<bool>,
}

/// A postponement in force or past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hold {
    /// The ground.
    pub ground: PostponementGround,
    /// From this day.
    pub from: NaiveDate,
    /// The end or review date.
    pub until: Option<NaiveDate>,
    /// The day of the decision to continue.
    pub resumed_on: Option<NaiveDate>,
}

/// A security or coercive measure in force or past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Measure {
    /// The decision that ordered it.
    pub decision: DecisionId,
    /// The measure's code, for example `CM-SEIZE`, `SM-FRZ-ACC`.
    pub measure: String,
    /// Coercive, or only securing.
    pub coercive: bool,
    /// The day.
    pub decided_on: NaiveDate,
    /// The day it was ended.
    pub released_on: Option<NaiveDate>,
}

/// The state of the public notice about a debtor (ND152 23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Publication {
    /// The day it was published.
    pub published_on: Option<NaiveDate>,
    /// It must be taken down, or was.
    pub to_remove: bool,
}

/// Drafts that wait for a signature; at most one of each kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct CaseDrafts {
    /// Of a decision under L106 38.1.
    pub not_enforceable: Option<Draft<NotEnforceableDraft>>,
    /// Of a decision to continue after "not enforceable".
    pub continuation: Option<Draft<ReasonDraft>>,
    /// Of the entry into the separate book.
    pub separate_book: Option<Draft<ReasonDraft>>,
    /// Of the notice that returns the request.
    pub return_notice: Option<Draft<ReasonDraft>>,
    /// Of a postponement.
    pub postponement: Option<Draft<PostponementDraft>>,
    /// Of a decision to continue after a postponement.
    pub resumption: Option<Draft<ReasonDraft>>,
    /// Of a termination.
    pub termination: Option<Draft<TerminationDraft>>,
    /// Of the closing record.
    pub ending: Option<Draft<ReasonDraft>>,
    /// Of a certificate of results.
    pub confirmation: Option<Draft<ReasonDraft>>,
}

/// A drafted decision under L106 38.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NotEnforceableDraft {
    /// The ground.
    pub ground: NotEnforceableGround,
    /// The paper that proves it.
    pub proof: String,
    /// The day the ground arose: the minutes' date.
    pub ground_on: NaiveDate,
    /// Serving a sentence with two years or more left, or new address unknown (L106 38.3).
    pub yearly: bool,
}

/// A draft that needs nothing but its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReasonDraft {
    /// In words, with the papers it rests on.
    pub reason: String,
}

/// A drafted postponement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PostponementDraft {
    /// The ground.
    pub ground: PostponementGround,
    /// The paper that proves it.
    pub proof: String,
    /// The end or review date.
    pub until: Option<NaiveDate>,
}

/// A drafted termination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TerminationDraft {
    /// The ground.
    pub ground: TerminationGround,
    /// The paper that proves it.
    pub proof: String,
}

/// An enforcement case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// Its identifier.
    pub id: CaseId,
    /// Grows by one with each change.
    pub version: i64,
    /// The agency.
    pub office: OfficeId,
    /// The division that handles it.
    pub division: Option<OfficeId>,
    /// The officer to whom it is assigned.
    pub officer: Option<UserId>,
    /// The judgment.
    pub judgment: JudgmentId,
    /// The request, for an on-request case.
    pub request: Option<RequestId>,
    /// The enforcement decision's number.
    pub number: String,
    /// Proactive or on request.
    pub mode: Mode,
    /// The main stage.
    pub stage: Stage,
    /// The day of the enforcement decision.
    pub decided_on: NaiveDate,
    /// Its debtors.
    pub debtors: Vec<DebtorTrack>,
    /// Some duty of it is tied to the person or not transferable.
    pub personal_duty: bool,
    /// Everything owed, in đồng.
    pub amount_due: Dong,
    /// Everything performed, in đồng.
    pub amount_paid: Dong,
    /// The day the file was opened (ND152 12.2).
    pub file_opened_on: Option<NaiveDate>,
    /// Drafts that wait for a signature.
    pub drafts: CaseDrafts,
    /// Signed documents.
    pub decisions: Vec<DecisionRef>,
    /// Verifications, oldest first.
    pub verifications: Vec<Verification>,
    /// The day the debtor was asked to declare his assets.
    pub declaration_demanded_on: Option<NaiveDate>,
    /// The standing decision under L106 38.1.
    pub not_enforceable: Option<NotEnforceable>,
    /// The public notice about the debtor.
    pub publication: Publication,
    /// Written information received while not enforceable.
    pub new_information: Vec<NewInformation>,
    /// Postponements.
    pub holds: Vec<Hold>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Why and when it ended.
    pub ended: Option<Ending>,
}

/// Why and when a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ending {
    /// The ground.
    pub ground: EndingGround,
    /// The day.
    pub on: NaiveDate,
}

impl Case {
    /// The postponement in force.
    pub fn hold(&self) -> Option<&Hold> {
        self.holds.iter().find(|hold| hold.resumed_on.is_none())
    }

    /// What is still owed.
    pub fn outstanding(&self) -> Dong {
        self.amount_due.saturating_minus(self.amount_paid)
    }

    /// The debtor's track.
    pub fn debtor(&self, party: PartyId) -> Option<&DebtorTrack> {
        self.debtors.iter().find(|track| track.party == party)
    }

    /// The debtor's track, to be changed.
    pub fn debtor_mut(&mut self, party: PartyId) -> Option<&mut DebtorTrack> {
        self.debtors.iter_mut().find(|track| track.party == party)
    }

    /// The last day of the voluntary period that ends first: the furthest track counts (ND152 28.1).
    pub fn voluntary_until(&self) -> Option<NaiveDate> {
        self.debtors.iter().filter_map(|track| track.voluntary_until).min()
    }

    /// The signed document with this identifier.
    pub fn decision_mut(&mut self, id: Uuid) -> Option<&mut DecisionRef> {
        self.decisions.iter_mut().find(|decision| decision.id.0 == id)
    }
}

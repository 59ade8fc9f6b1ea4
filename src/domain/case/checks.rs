//! What verification of the debtor's means leaves on a case (xác minh, L106 37; ND152 21): inquiries sent to holders of
//! information, verification delegated to another agency, results handed in, the debtor's declaration, papers demanded.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::ids::{AssetId, DecisionId, PartyId};
use crate::text_enum;

text_enum! {
    /// Why a verification was made.
    #[derive(Default)]
    pub enum VerificationKind {
        /// After the voluntary period.
        #[default]
        First = "first",
        /// For a provisional urgent measure, at once (L106 37.1).
        Provisional = "kctt",
        /// Every six months or every year (L106 38.3).
        Periodic = "periodic",
        /// On written information (L106 38.2).
        NewInformation = "new_information",
        /// Again: need, a difference between results, or a protest (L106 37.5).
        Again = "reverify",
        /// By another agency, on this one's delegation (L106 37.4.d).
        Delegated = "delegated",
        /// A result handed in by the creditor or an office, and used (L106 37.5, 37.8).
        ResultUsed = "creditor_result",
        /// For a file of exemption or reduction (L106 43.3).
        ExemptionFile = "exemption_file",
    }
}

text_enum! {
    /// How a verification is carried out (L106 37.3; ND152 21.2, 21.4).
    #[derive(Default)]
    pub enum VerificationForm {
        /// On site, with minutes that the place confirms.
        #[default]
        OnSite = "on_site",
        /// Through connected databases.
        Digital = "digital",
        /// By written inquiry.
        InWriting = "in_writing",
    }
}

text_enum! {
    /// Who holds the information that is asked for.
    pub enum HolderKind {
        /// A registry of ownership, use or security (L106 37.2).
        Registry = "registry",
        /// Treasury, bank, custodian: accounts, deposits, things in custody (L106 37.6.b; ND152 21.4).
        Account = "account",
        /// Prison or detention camp of a debtor who serves a sentence (ND152 21.4).
        Prison = "prison",
        /// Employer, social insurance: wages, pensions, allowances.
        Employer = "employer",
        /// Commune People's Committee.
        Commune = "commune",
        /// Police: residence, identification.
        Police = "police",
        /// A body whose opinion on planning or conditions of transfer is needed (ND152 21.3).
        CompetentBody = "competent_body",
        /// Anybody else who holds information.
        Other = "other",
    }
}

impl HolderKind {
    /// The term to answer, by its key. In a provisional measure every holder answers at once (L106 37.6.b).
    pub fn clock(self, provisional: bool) -> &'static str {
        match self {
            _ if provisional => "info_reply_account",
            HolderKind::Account => "info_reply_account",
            HolderKind::Prison => "info_reply_prison",
            _ => "info_reply",
        }
    }
}

text_enum! {
    /// What came back from a holder.
    pub enum AnswerKind {
        /// The information.
        Answered = "answered",
        /// Written reasons why it is refused or cannot be given (ND152 21.6.a).
        Refused = "refused",
    }
}

/// An inquiry to a holder of information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Inquiry {
    /// Its identifier: its deadlines are about it.
    pub id: Uuid,
    /// The holder's kind.
    pub holder: HolderKind,
    /// About which debtor; all when absent.
    pub debtor: Option<PartyId>,
    /// What is asked (ND152 21.4): no personal data.
    pub asks: String,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// The day the holder received it: the term runs from it.
    pub received_on: NaiveDate,
    /// What came back.
    pub answer: Option<InquiryAnswer>,
}

/// The answer to an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InquiryAnswer {
    /// The day it arrived.
    pub on: NaiveDate,
    /// Answered or refused.
    pub kind: AnswerKind,
    /// What it says, in brief.
    pub content: String,
    /// Whether it shows means.
    pub shows_means: Option<bool>,
}

text_enum! {
    /// What another agency is asked to verify: its term hangs on it (ND152 21.5).
    pub enum DelegationSubject {
        /// Real estate, or movables that must be registered.
        Registrable = "registrable",
        /// The same, hard and complex.
        RegistrableHard = "registrable_hard",
        /// Other property and information.
        Other = "other",
        /// Accounts.
        Account = "account",
    }
}

impl DelegationSubject {
    /// The term to answer, by its key; for a provisional measure at once (ND152 21.5.c).
    pub fn clock(self, provisional: bool) -> &'static str {
        match self {
            _ if provisional => "deleg_verify_now",
            DelegationSubject::Registrable => "deleg_verify_reg",
            DelegationSubject::RegistrableHard => "deleg_verify_reg_hard",
            DelegationSubject::Other => "deleg_verify_other",
            DelegationSubject::Account => "deleg_verify_now",
        }
    }
}

/// A verification delegated to another agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DelegatedVerification {
    /// The written delegation.
    pub document: DecisionId,
    /// What is to be verified.
    pub subject: DelegationSubject,
    /// The agency that is asked.
    pub agency: String,
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// The day that agency received it.
    pub received_on: Option<NaiveDate>,
    /// The day its answer arrived.
    pub answered_on: Option<NaiveDate>,
}

text_enum! {
    /// Who handed in a result, or objected to one (L106 37.5, 37.8).
    pub enum ResultSource {
        /// The creditor himself.
        Creditor = "creditor",
        /// His proxy.
        Proxy = "proxy",
        /// An enforcement office (văn phòng thi hành án dân sự).
        Office = "office",
        /// The procuracy's protest, or a party's, about a result.
        Protest = "protest",
    }
}

/// A result or a protest received: verification begins again within its term (L106 37.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceivedResult {
    /// Its identifier: its deadline is about it.
    pub id: Uuid,
    /// From whom.
    pub source: ResultSource,
    /// The day of receipt.
    pub received_on: NaiveDate,
    /// Whether it shows means; a protest need not say.
    pub shows_ability: Option<bool>,
    /// The day it was dealt with.
    pub settled_on: Option<NaiveDate>,
}

text_enum! {
    /// What became of the demand to declare (L106 7.2.b, 37.1).
    pub enum DeclarationOutcome {
        /// Declared.
        Given = "given",
        /// Not declared within the time set.
        NotGiven = "not_given",
        /// Declared, and found untrue.
        Untrue = "untrue",
    }
}

/// A debtor's declaration of assets and income.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Declaration {
    /// The debtor.
    pub debtor: PartyId,
    /// Given, not given, untrue.
    pub outcome: DeclarationOutcome,
    /// The day.
    pub on: NaiveDate,
}

/// A demand to the creditor who asked for enforcement to hand over the debtor's title papers (ND152 42.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaperDemand {
    /// The creditor.
    pub creditor: PartyId,
    /// The asset whose papers he holds.
    pub asset: AssetId,
    /// The day of the demand.
    pub on: NaiveDate,
    /// The day the papers were handed over.
    pub handed_over_on: Option<NaiveDate>,
}

/// The head accepts that a periodic verification was late ([U17]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LateExcuse {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// Everything that verification leaves on a case, beside the verifications themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Checks {
    /// Inquiries, oldest first.
    pub inquiries: Vec<Inquiry>,
    /// Verifications delegated.
    pub delegated: Vec<DelegatedVerification>,
    /// Results and protests received.
    pub results: Vec<ReceivedResult>,
    /// Declarations.
    pub declarations: Vec<Declaration>,
    /// Demands for papers.
    pub paper_demands: Vec<PaperDemand>,
    /// The head's acceptance of late periodic verifications, for the standing decision.
    pub late_excused: Option<LateExcuse>,
}

impl Checks {
    /// Inquiries without an answer.
    pub fn open_inquiries(&self) -> impl Iterator<Item = &Inquiry> {
        self.inquiries.iter().filter(|inquiry| inquiry.answer.is_none())
    }

    /// Demands for the papers of one asset that the creditor has not followed.
    pub fn demands_for(&self, asset: AssetId) -> usize {
        let open = |demand: &&PaperDemand| demand.asset == asset && demand.handed_over_on.is_none();
        self.paper_demands.iter().filter(open).count()
    }
}

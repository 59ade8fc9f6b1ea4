//! An enforcement case: one enforcement decision (L106 3.8), with its stage, its debtors' tracks and everything that its
//! guards look at. The parties and items themselves stand apart: a case may have tens of thousands. No personal data here.

mod agreement;
mod checks;
mod coercion;
mod costs;
mod decisions;
mod exemption;
mod fees;
mod grounds;
mod handover;
mod imported;
mod interruption;
mod measure;
mod measure_content;
mod money;
mod movement;
mod new;
mod notice;
mod origin;
mod paper;
mod police;
mod price_change;
mod prison;
mod special;
mod standstill;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use agreement::{Agreement, AgreementFault, AgreementStatus};
pub use checks::{
    AnswerKind, Checks, Declaration, DeclarationOutcome, DelegatedVerification, DelegationSubject,
    HolderKind, Inquiry, InquiryAnswer, LateExcuse, PaperDemand, ReceivedResult, ResultSource,
    VerificationForm, VerificationKind,
};
pub use coercion::{
    Coercion, CostNotice, DutyOrder, ProvisionalKind, Referral, SiteCoercion, StopReason, UnusualHours,
    UrgentMinutes,
};
pub use costs::{
    AdvanceSource, Bearer, CostAdvance, CostLine, CostPayment, CostRecovery, CostRelief, CostSheet,
    CostSpent, Costs, OpenCost, ReliefFault, ReliefGround,
};
pub use decisions::{
    DecisionChange, DecisionFate, DecisionRecord, IssuerQuestion, ReplacementGround, ReplacementRequest,
};
pub use exemption::{Exemption, ExemptionKind, Ruling};
pub use fees::{FeeRelief, FeeRuling, Fees, PayoutDelay, PayoutDelayGround};
pub use grounds::{EndingGround, HoldGround, NotEnforceableGround, RecallGround, TerminationGround};
pub use handover::{AttachedEnd, GoodsLeft, Handover, ThingFound, ThingNature, ThingOrder};
pub use imported::{Imported, LegacyHold, LegacyNotEnforceable, ReviewPoint};
pub use interruption::{Hold, Pause, Scope, Stop};
pub use measure::{
    Delivery, HeldThing, HolderDemand, MeasureOutcome, MeasureResult, MeasureTerms, OtherHandling,
    Persuasion, Recipient, TakenBy, Target, TargetGround, ThingKind,
};
pub use measure_content::{
    Account, AccountSum, BusinessTake, DeductedTo, Deduction, HolderTake, IncomeTake, MeasureContent,
};
pub use money::{CaseMoney, CashOut, PaidPeriod};
pub use movement::{
    Agency, AssetOut, AssetOutGround, AssetOutState, EntrustedIn, EntrustedOut, FixedFor, FixedTerm,
    HeirNotice, Movement, Transfer, TransferBasis, TransferSide,
};
pub use new::NewCase;
pub use notice::{AbroadNotice, Circumstances, MediaNotice, Notice, NoticeChannel};
pub use origin::{Origin, OriginKind};
pub use paper::{Gives, Paper};
pub use police::{
    Answerer, BarGround, BarredDays, CoercionPlan, CoercionReport, Consultation, Force, PoliceAnswer,
    ReportAbout, Stance,
};
pub use price_change::{
    Delay, DelayGround, PriceChange, PriceCost, PriceDemand, PriceFound, PricePayment, moved,
};
pub use prison::{Prison, PrisonEvent, PrisonPayment, PrisonReport, PrisonWish, Prisoner};
pub use special::{
    CompetenceDispute, Confiscated, Council, Deposit, DepositPlace, Held, HeldEnd, HeldKind, LatePayment,
    Special,
};
pub use standstill::{Exit, FreedShares, Listed, Standstill, TermDeposit, Termination};

use super::document::DocumentKind;
use super::ids::{
    AssetId, CaseId, DecisionId, JudgmentId, ObligationId, OfficeId, PaperId, PartyId, RequestId, UserId,
};
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
        /// Left the book without an ending: recalled, entrusted out, annulled, handed to an office.
        Removed = "removed",
        /// Filed away.
        Archived = "archived",
    }
}

impl Stage {
    /// Nothing more is enforced.
    pub fn is_final(self) -> bool {
        matches!(self, Stage::Ended | Stage::Removed | Stage::Archived)
    }

    /// How far a debtor's track has come: the case stands where the furthest one stands, because a joint duty may be
    /// enforced against any able debtor (ND152 28.1). A debtor without means holds nobody up.
    fn rank(self) -> u8 {
        match self {
            Stage::NotEnforceable | Stage::SeparateBook => 0,
            Stage::Decided => 1,
            Stage::Voluntary => 2,
            Stage::Verification => 3,
            Stage::Enforceable => 4,
            Stage::Enforcing => 5,
            Stage::Ended | Stage::Removed | Stage::Archived => 6,
        }
    }
}

text_enum! {
    /// How a case is enforced: with a voluntary period, or one of the proactive ways without (L106 57–59).
    #[derive(Default)]
    pub enum Track {
        /// Voluntary period, verification, coercion.
        #[default]
        Standard = "standard",
        /// Return of money, property or papers (L106 59).
        Return = "return",
        /// Confiscation to the State (L106 57).
        Confiscate = "confiscate",
        /// Destruction (L106 58).
        Destroy = "destroy",
    }
}

text_enum! {
    /// Where a debtor's own way has ended, when it has.
    pub enum TrackEnd {
        /// Performed.
        Done = "done",
        /// Terminated for this debtor.
        Terminated = "terminated",
        /// Entrusted to another agency.
        Entrusted = "entrusted",
        /// Another person has the duty now.
        Transferred = "transferred",
    }
}

/// One debtor's way through notice and voluntary period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DebtorTrack {
    /// The debtor.
    pub party: PartyId,
    /// Where this debtor's way stands.
    pub stage: Stage,
    /// How it ended for this debtor.
    #[serde(default)]
    pub ended: Option<TrackEnd>,
    /// Paid wholly from the State budget: no measures on its property (ND152 42.10).
    pub budget_funded: bool,
    /// Days on which delivery failed, each with minutes and a witness (ND152 16.3).
    pub failed_deliveries: Vec<NaiveDate>,
    /// The day of posting, and the day it was taken down.
    pub posted_on: Option<NaiveDate>,
    /// See `posted_on`.
    pub posting_removed_on: Option<NaiveDate>,
    /// Notice abroad on its way.
    #[serde(default)]
    pub abroad: Option<AbroadNotice>,
    /// The day the decision went to the head of the debtor's prison (ND152 33.1).
    #[serde(default)]
    pub sent_to_prison_on: Option<NaiveDate>,
    /// The day of valid notice (ngày thông báo hợp lệ).
    pub notified_on: Option<NaiveDate>,
    /// The last day of the voluntary period.
    pub voluntary_until: Option<NaiveDate>,
    /// Serves a prison sentence.
    #[serde(default)]
    pub prisoner: Option<Prisoner>,
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
    /// Why it was made.
    pub kind: VerificationKind,
    /// The day it began or was carried out.
    pub on: NaiveDate,
    /// Who confirmed the minutes (L106 37.3).
    pub confirmed_by: Option<String>,
    /// Whether it showed means.
    pub shows_ability: Option<bool>,
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
    /// The debtors whom it covers; all when none is named ([U15]).
    #[serde(default)]
    pub debtors: Vec<PartyId>,
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

/// A security or coercive measure in force or past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Measure {
    /// The decision that ordered it.
    pub decision: DecisionId,
    /// The measure's code, for example `CM-SEIZE`, `SM-FRZ-ACC`.
    pub measure: String,
    /// Coercive, or only securing.
    pub coercive: bool,
    /// Against whom; not recorded for the oldest.
    #[serde(default)]
    pub debtor: Option<PartyId>,
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
    /// It must be taken down.
    pub to_remove: bool,
    /// The day a change of the published data became known, until it is corrected (ND152 23.2).
    #[serde(default)]
    pub change_known_on: Option<NaiveDate>,
    /// The day it was taken down.
    #[serde(default)]
    pub removed_on: Option<NaiveDate>,
    /// The day the commune took its posting down.
    #[serde(default)]
    pub commune_removed_on: Option<NaiveDate>,
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
    /// How it is enforced.
    #[serde(default)]
    pub track: Track,
    /// It enforces a provisional urgent measure (biện pháp khẩn cấp tạm thời, L106 62).
    #[serde(default)]
    pub provisional_measure: bool,
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
    /// Drafts that wait for a signature, by the name of the signed action; at most one of each kind.
    pub drafts: BTreeMap<String, Draft<serde_json::Value>>,
    /// Signed documents.
    pub decisions: Vec<DecisionRef>,
    /// Publications of the enforcement decision (ND152 18).
    #[serde(default)]
    pub media: Vec<MediaNotice>,
    /// What became of decisions and of requests about who decides.
    #[serde(default)]
    pub record: DecisionRecord,
    /// Verifications, oldest first.
    pub verifications: Vec<Verification>,
    /// The day the debtor was asked to declare his assets.
    pub declaration_demanded_on: Option<NaiveDate>,
    /// Inquiries, delegations, results, declarations, demands.
    #[serde(default)]
    pub checks: Checks,
    /// The standing decision under L106 38.1.
    pub not_enforceable: Option<NotEnforceable>,
    /// It stands in the separate book on request, from the time of the 2008 law ([U30]).
    #[serde(default)]
    pub separate_book_legacy: bool,
    /// The public notice about the debtor.
    pub publication: Publication,
    /// Written information received while not enforceable.
    pub new_information: Vec<NewInformation>,
    /// Papers and events that give or end a ground.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// Postponements and suspensions.
    pub holds: Vec<Hold>,
    /// Pauses by whoever resolves a complaint.
    #[serde(default)]
    pub pauses: Vec<Pause>,
    /// What interruptions of the whole case left behind.
    #[serde(default)]
    pub standstill: Standstill,
    /// How it came to its end.
    pub exit: Exit,
    /// Agreements of the parties on performance.
    pub agreements: Vec<Agreement>,
    /// Duties other than money that are not performed yet.
    pub duties: Vec<ObligationId>,
    /// Measures.
    pub measures: Vec<Measure>,
    /// Minutes, costs, plans, orders.
    #[serde(default)]
    pub coercion: Coercion,
    /// Why and when it ended.
    pub ended: Option<Ending>,
    /// Why and when it left the book without an ending.
    #[serde(default)]
    pub removed: Option<Removal>,
    /// What it came of, beside a first decision.
    #[serde(default)]
    pub origin: Option<Origin>,
    /// What stood on the day it was taken over from the 2008 law.
    #[serde(default)]
    pub imported: Option<Imported>,
    /// What is returned, confiscated, destroyed, or passes through a prison.
    #[serde(default)]
    pub special: Special,
    /// Entrustments and transfers.
    pub movement: Movement,
    /// Proposals of exemption or reduction.
    pub exemptions: Vec<Exemption>,
    /// Cash not in the fund yet, periods deducted.
    #[serde(default)]
    pub money: CaseMoney,
    /// What was asked and decided about the fee, and about the time to pay out.
    #[serde(default)]
    pub fees: Fees,
    /// Divisions whose thing was to be valued anew (L106 82.5).
    #[serde(default)]
    pub price_changes: Vec<PriceChange>,
}

text_enum! {
    /// Why a case left the book without being ended.
    pub enum RemovalReason {
        /// The enforcement decision was recalled (L106 52.1).
        Recalled = "recalled",
        /// Entrusted to another agency as a whole (L106 49).
        EntrustedOut = "entrusted_out",
        /// The enforcement decision was annulled (L106 52.4).
        Annulled = "annulled",
        /// Handed over between agency and office (L106 31.6).
        HandedOver = "handed_over",
    }
}

/// Why and when a case left the book without an ending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Removal {
    /// Why.
    pub reason: RemovalReason,
    /// The day.
    pub on: NaiveDate,
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
    /// Moves the tracks of these debtors, or of all that are not over when none is named, and with them the case: it stands
    /// where its furthest track stands.
    pub fn move_tracks(&mut self, debtors: &[PartyId], to: Stage) {
        for track in &mut self.debtors {
            if track.ended.is_none() && (debtors.is_empty() || debtors.contains(&track.party)) {
                track.stage = to;
            }
        }
        let live = self.debtors.iter().filter(|track| track.ended.is_none());
        self.stage = live.map(|track| track.stage).max_by_key(|stage| stage.rank()).unwrap_or(to);
    }

    /// Moves only those debtors' tracks that stand in one of these stages.
    pub fn move_tracks_from(&mut self, from: &[Stage], to: Stage) {
        let standing = |track: &&DebtorTrack| from.contains(&track.stage);
        let debtors: Vec<PartyId> = self.debtors.iter().filter(standing).map(|track| track.party).collect();
        if !debtors.is_empty() || self.debtors.is_empty() {
            self.move_tracks(&debtors, to);
        }
    }

    /// Ends the case on a ground of the closed list.
    pub fn end(&mut self, ground: EndingGround, on: NaiveDate) {
        self.ended = Some(Ending { ground, on });
        self.stage = Stage::Ended;
    }

    /// Takes the case out of the book without an ending.
    pub fn remove(&mut self, reason: RemovalReason, on: NaiveDate) {
        self.removed = Some(Removal { reason, on });
        self.stage = Stage::Removed;
    }

    /// Postponements and suspensions in force, on the whole or on a part.
    pub fn live_holds(&self) -> impl Iterator<Item = &Hold> {
        self.holds.iter().filter(|hold| hold.resumed_on.is_none())
    }

    /// Pauses in force.
    pub fn live_pauses(&self) -> impl Iterator<Item = &Pause> {
        self.pauses.iter().filter(|pause| pause.lifted_on.is_none())
    }

    /// Something of it stands still, the whole or a part.
    pub fn is_interrupted(&self) -> bool {
        self.live_holds().next().is_some() || self.live_pauses().next().is_some()
    }

    /// What stops the whole case.
    pub fn stop(&self) -> Option<Stop> {
        self.stops(Scope::is_whole)
    }

    /// What stops acting on an asset: an interruption of the whole case, or one that names it.
    pub fn stop_of_asset(&self, asset: AssetId) -> Option<Stop> {
        self.stops(|scope| scope.is_whole() || scope.assets.contains(&asset))
    }

    /// What stops acting against a debtor.
    pub fn stop_of_debtor(&self, debtor: PartyId) -> Option<Stop> {
        self.stops(|scope| scope.is_whole() || scope.debtors.contains(&debtor))
    }

    /// What stops enforcing an item.
    pub fn stop_of_item(&self, item: ObligationId) -> Option<Stop> {
        self.stops(|scope| scope.is_whole() || scope.items.contains(&item))
    }

    fn stops(&self, covers: impl Fn(&Scope) -> bool) -> Option<Stop> {
        let held = self.live_holds().find(|hold| covers(&hold.scope));
        let held = held.map(|hold| Stop { code: hold.ground.as_str(), from: hold.from });
        held.or_else(|| {
            let paused = self.live_pauses().find(|pause| covers(&pause.scope));
            paused.map(|pause| Stop { code: "PAUSE", from: pause.from })
        })
    }

    /// The paper with this identifier.
    pub fn paper_mut(&mut self, id: PaperId) -> Option<&mut Paper> {
        self.papers.iter_mut().find(|paper| paper.id == id)
    }

    /// Papers that give this ground and on which nobody has acted yet.
    pub fn unused_papers(&self, gives: Gives) -> impl Iterator<Item = &Paper> {
        self.papers.iter().filter(move |paper| paper.used_on.is_none() && paper.gives == gives)
    }

    /// Measures in force.
    pub fn live_measures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(|measure| measure.released_on.is_none())
    }

    /// Debtors who are on the way of enforcement in one of these stages.
    pub fn debtors_in<'a>(&'a self, stages: &'a [Stage]) -> impl Iterator<Item = &'a DebtorTrack> {
        self.debtors.iter().filter(|track| track.ended.is_none() && stages.contains(&track.stage))
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

    /// The enforcement decision that opened it: advances on what a party asks for stand under it, before anything is coerced.
    pub fn enforcement_decision(&self) -> Option<DecisionId> {
        self.decisions.first().map(|first| first.id)
    }

    /// The signed document with this identifier.
    pub fn decision_mut(&mut self, id: Uuid) -> Option<&mut DecisionRef> {
        self.decisions.iter_mut().find(|decision| decision.id.0 == id)
    }
}

//! What coercion leaves on a case beside its measures: minutes before a decision, notices of costs, what was carried out on site,
//! orders to hand over and to act (L106 67–72, 88–94), and the nature of a provisional urgent measure (L106 62). What a measure says, its plan with
//! forces and its costs stand in rooms of their own.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::costs::Costs;
use super::handover::Handover;
use super::measure::{HeldThing, HolderDemand, MeasureTerms, OtherHandling, Persuasion};
use super::police::{BarredDays, CoercionPlan, CoercionReport, Consultation};
use crate::domain::ids::{DecisionId, ObligationId, PartyId};
use crate::domain::judgment::DutyKind;
use crate::domain::money::Dong;
use crate::text_enum;

/// A freeze or custody by minutes, before its decision (L106 67.4, 69.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UrgentMinutes {
    /// The minutes: the 24 hours are about them.
    pub document: DecisionId,
    /// The debtor.
    pub debtor: PartyId,
    /// The measure.
    pub measure: String,
    /// The day.
    pub on: NaiveDate,
    /// What was held (ND152 44.2).
    #[serde(default)]
    pub things: Vec<HeldThing>,
    /// The decision that followed.
    pub decision: Option<DecisionId>,
}

/// The estimate of coercion costs, notified to the parties (L106 72.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostNotice {
    /// The coercion decision.
    pub decision: DecisionId,
    /// The estimate, in đồng.
    pub estimate: Dong,
    /// The day.
    pub on: NaiveDate,
    /// Why coercion had to follow at once.
    pub urgent_reason: Option<String>,
}

text_enum! {
    /// Why coercion on site was broken off.
    pub enum StopReason {
        /// The police asked whoever presides to pause (ND152 48.3).
        PoliceAsked = "police_asked",
        /// An emergency, force majeure or an obstacle (ND152 80.2.m).
        Obstacle = "obstacle",
        /// The head paused it for a complaint (L106 101.1.b).
        Complaint = "complaint",
        /// Whoever may protest asked for it (L106 46.2).
        Protest = "protest",
    }
}

/// Coercion carried out on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SiteCoercion {
    /// The coercion decision.
    pub decision: DecisionId,
    /// The day.
    pub on: NaiveDate,
    /// With forces.
    pub with_forces: bool,
    /// Why it was broken off; carried out to the end when none.
    #[serde(default)]
    pub stopped: Option<StopReason>,
}

/// The head lets a provisional urgent measure be enforced at an hour or on a day that is otherwise barred ([U27]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnusualHours {
    /// For this day.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
}

text_enum! {
    /// What follows when an order to act is not obeyed.
    pub enum Referral {
        /// Prosecution (L106 91.2.b, 92, 93, 94).
        Prosecution = "prosecution",
        /// Discipline of whoever does not take a worker back (L106 94).
        Discipline = "discipline",
    }
}

/// An order to act, to refrain, to hand over a person, to take a worker back (L106 91–94).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DutyOrder {
    /// The coercion decision.
    pub decision: DecisionId,
    /// The item.
    pub obligation: ObligationId,
    /// The debtor.
    pub debtor: PartyId,
    /// The kind of duty.
    pub kind: DutyKind,
    /// Another can do it in the debtor's place (L106 91.2.a).
    pub substitutable: bool,
    /// Restoration was ordered (L106 92).
    pub restoration: bool,
    /// The day of valid notice of the decision.
    pub notified_on: Option<NaiveDate>,
    /// The last day to perform, where the law sets a term.
    pub perform_until: Option<NaiveDate>,
    /// The day another was told to do it.
    pub substituted_on: Option<NaiveDate>,
    /// What was proposed, and when.
    pub referral: Option<Referral>,
    /// See `referral`.
    pub referred_on: Option<NaiveDate>,
    /// The day it was performed.
    pub performed_on: Option<NaiveDate>,
}

impl DutyOrder {
    /// The term to perform is over, or there is none and the order is known to the debtor (L106 92).
    pub fn term_over(&self, on: NaiveDate) -> bool {
        match (self.perform_until, self.notified_on) {
            (Some(until), _) => on > until,
            (None, Some(notified)) => self.kind == DutyKind::Omission && self.restoration && on > notified,
            (None, None) => false,
        }
    }
}

text_enum! {
    /// The nature of a provisional urgent measure (L106 62.2): all but the last must be enforced by coercion at once.
    pub enum ProvisionalKind {
        /// To do or not to do; handing over a person; keeping or selling goods; harvest (62.2.a).
        Act = "act",
        /// Alimony, injury, wages, insurance or an interim sum to be paid in advance (62.2.b).
        AdvancePayment = "advance_payment",
        /// Attachment of disputed property (62.2.c).
        Attachment = "attachment",
        /// Arrest of aircraft or vessel by its own law (62.2.d).
        Vessel = "vessel",
        /// Another measure that other law enforces so (62.2.đ).
        OtherLaw = "other_law",
        /// Freeze, ban on transfer or change, and all others: done when served (ND152 32.1.a).
        Passive = "passive",
    }
}

impl ProvisionalKind {
    /// It must be enforced by coercion (L106 62.2).
    pub fn needs_coercion(self) -> bool {
        self != ProvisionalKind::Passive
    }
}

/// Everything that coercion leaves on a case beside its measures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Coercion {
    /// Measures by minutes that waited for their decision.
    pub minutes: Vec<UrgentMinutes>,
    /// Notices of costs.
    pub cost_notices: Vec<CostNotice>,
    /// Plans with forces.
    pub plans: Vec<CoercionPlan>,
    /// What was carried out on site.
    pub on_site: Vec<SiteCoercion>,
    /// Hours and days that the head allowed.
    pub unusual_hours: Vec<UnusualHours>,
    /// Orders to act.
    pub orders: Vec<DutyOrder>,
    /// Judged things on their way to whoever is to have them.
    pub handovers: Vec<Handover>,
    /// The nature of the provisional urgent measure, once it is told.
    pub provisional: Option<ProvisionalKind>,
    /// What stands behind each measure's decision.
    pub terms: Vec<MeasureTerms>,
    /// Demands to whoever holds money.
    pub demands: Vec<HolderDemand>,
    /// Letters to whoever has property in hand already.
    pub other_handlings: Vec<OtherHandling>,
    /// Attempts to persuade.
    pub persuasions: Vec<Persuasion>,
    /// Consultations of the police.
    pub consultations: Vec<Consultation>,
    /// Reports before coercion.
    pub reports: Vec<CoercionReport>,
    /// Days on which the head bars forces.
    pub barred: Vec<BarredDays>,
    /// Estimates, advances, real costs, relief.
    pub costs: Costs,
}

impl Coercion {
    /// What stands behind a decision.
    pub fn terms_of(&self, decision: DecisionId) -> Option<&MeasureTerms> {
        self.terms.iter().find(|terms| terms.decision == decision)
    }

    /// The same, to be changed; made where nothing is recorded yet.
    pub fn terms_mut(&mut self, decision: DecisionId) -> &mut MeasureTerms {
        let place = match self.terms.iter().position(|terms| terms.decision == decision) {
            Some(place) => place,
            None => {
                self.terms.push(MeasureTerms::new(decision));
                self.terms.len() - 1
            }
        };
        &mut self.terms[place]
    }

    /// Orders that are not performed.
    pub fn open_orders(&self) -> impl Iterator<Item = &DutyOrder> {
        self.orders.iter().filter(|order| order.performed_on.is_none())
    }
}

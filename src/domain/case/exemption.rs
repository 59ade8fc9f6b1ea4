//! Exemption and reduction of a duty to the State budget (miễn, giảm nghĩa vụ thi hành án, L106 42–45): the proposal and what the
//! courts and the procuracy did with it. The thresholds stand in `config/law`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::ids::{DecisionId, ExemptionId, ObligationId, PaperId, PartyId};
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// What is asked for.
    pub enum ExemptionKind {
        /// Exemption from all that is left (42.1).
        Exempt = "exempt",
        /// Reduction (42.2).
        Reduce = "reduce",
        /// Exemption from the rest after a hardship or great merit (42.3).
        ExemptRest = "exempt_rest",
    }
}

/// A proposal and its way through the court.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exemption {
    /// Its identifier.
    pub id: ExemptionId,
    /// The document that proposes it.
    pub proposal: DecisionId,
    /// The debtor.
    pub debtor: PartyId,
    /// What is asked for.
    pub kind: ExemptionKind,
    /// The items of this case that it is about.
    pub items: Vec<ObligationId>,
    /// What was left of the duty, late interest not counted (42.4).
    pub remaining: Dong,
    /// By how much it is to fall.
    pub asked: Dong,
    /// Only one of the two conditions of 42.1.a is proved; the text joins them by "or" (U25).
    pub one_condition_only: bool,
    /// The day the file went to the court.
    pub proposed_on: NaiveDate,
    /// The day the court accepted it (44.2).
    pub accepted_on: Option<NaiveDate>,
    /// The court's decision.
    pub decided: Option<Ruling>,
    /// The procuracy of the same level received the decision (45.1).
    pub received_on: Option<NaiveDate>,
    /// The upper procuracy received it.
    pub received_above_on: Option<NaiveDate>,
    /// The last day on which the procuracy of the same level may protest.
    pub protest_until: Option<NaiveDate>,
    /// The last day on which the upper one may.
    pub protest_above_until: Option<NaiveDate>,
    /// The day of a protest.
    pub protested_on: Option<NaiveDate>,
    /// The upper court received the file (45.2).
    pub file_up_on: Option<NaiveDate>,
    /// The upper court's decision (45.3–45.4).
    pub appeal: Option<Ruling>,
    /// The proposal came to nothing: not accepted, or withdrawn.
    pub dropped_on: Option<NaiveDate>,
    /// The day it was recorded as being in effect.
    pub in_effect_on: Option<NaiveDate>,
    /// The paper on which the termination of the cut rests (48.5).
    pub paper: Option<PaperId>,
    /// Late interest on the cut falls away (42.4).
    pub interest_falls_away: bool,
}

/// A court's decision: by how much the duty falls; by nothing when it was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ruling {
    /// The day.
    pub on: NaiveDate,
    /// Its number.
    pub number: String,
    /// By how much.
    pub granted: Dong,
}

impl Exemption {
    /// A proposal as it goes to the court.
    pub fn new(
        id: ExemptionId,
        proposal: DecisionId,
        debtor: PartyId,
        kind: ExemptionKind,
        proposed_on: NaiveDate,
    ) -> Exemption {
        Exemption {
            id,
            proposal,
            debtor,
            kind,
            items: Vec::new(),
            remaining: Dong::ZERO,
            asked: Dong::ZERO,
            one_condition_only: false,
            proposed_on,
            accepted_on: None,
            decided: None,
            received_on: None,
            received_above_on: None,
            protest_until: None,
            protest_above_until: None,
            protested_on: None,
            file_up_on: None,
            appeal: None,
            dropped_on: None,
            in_effect_on: None,
            paper: None,
            interest_falls_away: false,
        }
    }

    /// The court's last word.
    pub fn ruling(&self) -> Option<&Ruling> {
        self.appeal.as_ref().or(self.decided.as_ref())
    }

    /// Whether the decision is in effect: the time for a protest has passed without one, or the upper court has decided (45).
    pub fn takes_effect(&self, on: NaiveDate) -> bool {
        if self.dropped_on.is_some() {
            return false;
        }
        if let Some(appeal) = &self.appeal {
            return on >= appeal.on;
        }
        self.protested_on.is_none() && self.last_protest_day().is_some_and(|until| on > until)
    }

    /// The last day for a protest, once both procuracies have the decision.
    pub fn last_protest_day(&self) -> Option<NaiveDate> {
        self.protest_until.zip(self.protest_above_until).map(|(same, above)| same.max(above))
    }

    /// Nothing more is awaited: dropped, recorded, or refused for good.
    pub fn is_over(&self, on: NaiveDate) -> bool {
        let refused = self.ruling().is_some_and(|ruling| ruling.granted.is_zero()) && self.takes_effect(on);
        self.dropped_on.is_some() || self.in_effect_on.is_some() || refused
    }
}

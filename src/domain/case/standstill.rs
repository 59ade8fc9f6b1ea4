//! What an interruption of the whole case leaves behind, and how a case came to its end: since when nothing runs, collected
//! money laid on term deposit meanwhile, terminations, the monthly list that told the procuracy of the end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, EndingGround, Hold, Scope, Stage, TerminationGround, TrackEnd};
use crate::domain::ids::{AssetId, DecisionId, HoldId, MatterId, PaperId, PartyId};
use crate::domain::money::Dong;

/// The whole case stands still, or stood still.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Standstill {
    /// The day the first of the interruptions in force began: several may overlap, and deadlines go on with the last of them.
    pub since: Option<NaiveDate>,
    /// Collected money on term deposit (ND152 30.8).
    pub deposits: Vec<TermDeposit>,
}

/// Collected money laid on deposit while the judgment is looked at again (ND152 30.8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TermDeposit {
    /// The decision or notice that it follows; none for the price of an asset that is not handed over yet (ND152 30.7).
    pub decision: Option<DecisionId>,
    /// The asset whose price it is.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// How much, in đồng.
    pub amount: Dong,
    /// The bank.
    pub bank: String,
    /// The number of the slip.
    pub slip: String,
    /// The day it began.
    pub from: NaiveDate,
    /// The last day of its term.
    pub matures_on: NaiveDate,
    /// The day it was drawn.
    #[serde(default)]
    pub drawn_on: Option<NaiveDate>,
}

/// How a case came to its end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Exit {
    /// Terminations, whole and in part, oldest first.
    pub terminations: Vec<Termination>,
    /// The monthly list that told the procuracy of the end (ND152 32.2).
    pub listed: Option<Listed>,
}

/// A termination (đình chỉ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Termination {
    /// The ground.
    pub ground: TerminationGround,
    /// What it covers; the whole case when nothing is named.
    pub scope: Scope,
    /// The paper that gave the ground.
    pub paper: PaperId,
    /// The decision.
    pub decision: DecisionId,
    /// The day.
    pub on: NaiveDate,
    /// Where the case stood: a recall returns there.
    pub stood: Stage,
    /// The day it was recalled (L106 64.2).
    pub recalled_on: Option<NaiveDate>,
}

/// That the procuracy was told of the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Listed {
    /// The list.
    pub list: MatterId,
    /// The day it was sent.
    pub sent_on: NaiveDate,
    /// The day the procuracy received it: its year to protest runs from it (L106 112.2).
    pub received_on: Option<NaiveDate>,
}

impl Case {
    /// The postponement or suspension in force with this identifier.
    pub fn live_hold(&self, id: HoldId) -> Option<&Hold> {
        self.live_holds().find(|hold| hold.id == id)
    }

    /// Notes that something new stops the whole case. True when nothing stopped it before: then what runs is paused.
    pub fn stand_still(&mut self, on: NaiveDate) -> bool {
        let first = self.standstill.since.is_none();
        self.standstill.since.get_or_insert(on);
        first
    }

    /// Notes that something which stopped the case is over. Gives the day since when it stood still if nothing stops it any
    /// more: then what was paused goes on.
    pub fn move_on(&mut self) -> Option<NaiveDate> {
        if self.stop().is_some() {
            return None;
        }
        self.standstill.since.take()
    }

    /// The last day on which an interruption of the whole case began or ended.
    pub fn last_turn(&self) -> Option<NaiveDate> {
        let holds = self.holds.iter().filter(|hold| hold.scope.is_whole());
        let holds = holds.flat_map(|hold| [Some(hold.from), hold.resumed_on]);
        let pauses = self.pauses.iter().filter(|pause| pause.scope.is_whole());
        let pauses = pauses.flat_map(|pause| [Some(pause.from), pause.lifted_on]);
        holds.chain(pauses).flatten().max()
    }

    /// Ends the way of these debtors; the case stands where the furthest of the others stands.
    pub fn end_tracks(&mut self, debtors: &[PartyId], how: TrackEnd) {
        for track in self.debtors.iter_mut().filter(|track| debtors.contains(&track.party)) {
            track.ended.get_or_insert(how);
        }
        let live = self.debtors.iter().filter(|track| track.ended.is_none());
        if let Some(stage) = live.map(|track| track.stage).max_by_key(|stage| stage.rank()) {
            self.stage = stage;
        }
    }

    /// Ended by the termination of the whole case that a later end of the bankruptcy procedure undoes (L106 64.2).
    pub fn is_terminated_for_bankruptcy(&self) -> bool {
        let ended = self.ended.as_ref().is_some_and(|ended| ended.ground == EndingGround::Terminated);
        ended
            && self.exit.terminations.last().is_some_and(|last| {
                last.ground == TerminationGround::Bankruptcy
                    && last.scope.is_whole()
                    && last.recalled_on.is_none()
            })
    }
}

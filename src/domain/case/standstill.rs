//! What an interruption of the whole case leaves behind, and how a case came to its end: since when nothing runs, collected
//! money laid on term deposit meanwhile, terminations, the monthly list that told the procuracy of the end.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, EndingGround, Hold, Scope, Stage, TerminationGround, TrackEnd};
use crate::domain::ids::{
    AssetId, DecisionId, DistributionId, FreedSharesId, HoldId, MatterId, ObligationId, PaperId, PartyId,
};
use crate::domain::money::Dong;

/// The whole case stands still, or stood still.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Standstill {
    /// The day the first of the interruptions in force began: several may overlap, and deadlines go on with the last of them.
    pub since: Option<NaiveDate>,
    /// Collected money on term deposit (ND152 30.2, 30.7–30.8).
    pub deposits: Vec<TermDeposit>,
}

/// Money laid on deposit for one month: while the judgment is looked at again (ND152 30.8), until a thing is handed over (ND152 30.7), or
/// until creditors ask for enforcement or may no longer (ND152 30.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TermDeposit {
    /// The decision or notice that it follows; none for the price of an asset (ND152 30.2, 30.7).
    pub decision: Option<DecisionId>,
    /// The asset whose price it is.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// The distribution whose lines wait in it for a request (ND152 30.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<DistributionId>,
    /// How much, in đồng. Of shares that wait for a request: what of them still lies there.
    pub amount: Dong,
    /// Interest that such shares have borne and that lies with them, in đồng.
    #[serde(default)]
    pub interest: Dong,
    /// What of such shares was set free, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub freed: Vec<FreedShares>,
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

/// Shares that waited for a request and are to be distributed now (ND152 30.2): the one of a creditor who has asked in time, or those of
/// all whose time has run out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FreedShares {
    /// Its identifier: a distribution names it.
    pub id: FreedSharesId,
    /// The day.
    pub on: NaiveDate,
    /// The item of the creditor who has asked; none where the time to ask has run out.
    pub asked: Option<ObligationId>,
    /// The items whose shares these are.
    pub items: Vec<ObligationId>,
    /// Their shares, in đồng.
    pub capital: Dong,
    /// The interest that they have borne, in đồng.
    pub interest: Dong,
}

impl FreedShares {
    /// What is to be distributed, in đồng.
    pub fn total(&self) -> Dong {
        self.capital.plus(self.interest).unwrap_or(Dong::MAX)
    }
}

impl TermDeposit {
    /// Whether shares still lie in it that wait for a request.
    pub fn keeps_shares(&self) -> bool {
        self.distribution.is_some() && self.drawn_on.is_none()
    }

    /// Whether the share of this item was set free.
    pub fn has_freed(&self, item: ObligationId) -> bool {
        self.freed.iter().any(|shares| shares.items.contains(&item))
    }
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
    /// Shares set free, with the deposit in which they lay.
    pub fn freed_shares(&self, id: FreedSharesId) -> Option<(&TermDeposit, &FreedShares)> {
        let all = self
            .standstill
            .deposits
            .iter()
            .flat_map(|deposit| deposit.freed.iter().map(move |one| (deposit, one)));
        all.into_iter().find(|(_, shares)| shares.id == id)
    }

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

//! What the guards of an asset look at: the asset file and, of its case, only what bears on it.

use chrono::NaiveDate;

use crate::domain::asset::{Asset, AssetState};
use crate::domain::case::{Case, Stage};
use crate::domain::ids::{OfficeId, PartyId, UserId};
use crate::domain::lifecycle::Subject;
use crate::domain::lifecycle::case::MoneyBrief;

/// Everything that a decision on an asset looks at.
#[derive(Debug, Clone)]
pub struct AssetFacts {
    /// The asset.
    pub asset: Asset,
    /// Its case.
    pub case: Case,
    /// The creditors of the case: they and the owner receive the valuation result. At most [`AssetFacts::PARTIES_MAX`].
    pub creditors: Vec<PartyId>,
    /// The case's money.
    pub money: MoneyBrief,
    /// Every creditor is listed; beyond the limit notice goes by publication, which a later part of the software records.
    pub creditors_whole: bool,
}

impl AssetFacts {
    /// How many creditors a decision on an asset looks at.
    pub const PARTIES_MAX: i64 = 1_000;

    /// The parties who must receive the valuation result (L106 82.2.c): the owner and the creditors.
    pub fn parties(&self) -> Vec<PartyId> {
        let mut parties = vec![self.asset.owner];
        parties.extend(self.creditors.iter().copied().filter(|party| *party != self.asset.owner));
        parties
    }

    /// The case has moved to enforcement or stands ready for it.
    pub fn case_is_enforceable(&self) -> bool {
        matches!(self.case.stage, Stage::Enforceable | Stage::Enforcing)
    }
}

impl Subject for AssetFacts {
    fn state(&self) -> &'static str {
        self.asset.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.asset.state, AssetState::Closed | AssetState::Released | AssetState::NotSeizable)
    }
    fn office(&self) -> OfficeId {
        self.asset.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.case.division
    }
    fn officer(&self) -> Option<UserId> {
        self.case.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.asset.recorded_on
    }
}

//! Interruptions beside the main stage: postponement and suspension (hoãn, tạm đình chỉ), a pause by whoever resolves a complaint
//! (tạm ngừng). Several may stand at once, each on the whole case or on a part. They never move the stage.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::HoldGround;
use crate::domain::ids::{AssetId, DecisionId, HoldId, ObligationId, PaperId, PartyId};

/// What an interruption, an entrustment or a termination covers: the whole case when nothing is named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, validator::Validate, ToSchema)]
pub struct Scope {
    /// These items only.
    #[serde(default)]
    #[validate(length(max = 5000))]
    pub items: Vec<ObligationId>,
    /// These debtors only.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub debtors: Vec<PartyId>,
    /// These assets only.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub assets: Vec<AssetId>,
}

impl Scope {
    /// The whole case.
    pub fn is_whole(&self) -> bool {
        self.items.is_empty() && self.debtors.is_empty() && self.assets.is_empty()
    }
}

/// A postponement or suspension in force or past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Hold {
    /// Its identifier.
    pub id: HoldId,
    /// The ground.
    pub ground: HoldGround,
    /// What it covers.
    pub scope: Scope,
    /// The paper that gave the ground.
    pub paper: Option<PaperId>,
    /// The decision or notice by which it stands.
    pub decision: DecisionId,
    /// From this day.
    pub from: NaiveDate,
    /// The end or review date.
    pub until: Option<NaiveDate>,
    /// Late interest does not run (L106 46.1.c, 46.2, 47.2).
    pub stops_interest: bool,
    /// The day of the decision to continue.
    pub resumed_on: Option<NaiveDate>,
}

/// A pause ordered by whoever resolves a complaint (L106 101.1.b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Pause {
    /// The complaint.
    pub complaint: Option<Uuid>,
    /// What it covers.
    pub scope: Scope,
    /// From this day.
    pub from: NaiveDate,
    /// Its last day: never beyond the term for resolving the complaint.
    pub until: NaiveDate,
    /// The day it was lifted or its term ended.
    pub lifted_on: Option<NaiveDate>,
}

/// What stands in the way of acting on a case, or on one of its things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The ground's code, or `PAUSE`.
    pub code: &'static str,
    /// Since when.
    pub from: NaiveDate,
}

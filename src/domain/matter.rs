//! A matter beside the cases: a complaint, a protest, an entrustment received, the file of an office. Each kind is a value of its
//! own with a lifecycle of its own; what they share is the head by which they are kept, searched and scoped.

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{CaseId, MatterId, OfficeId, UserId};

/// What every matter has, whatever its kind. It stands inside each matter's own value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MatterHead {
    /// Its identifier.
    pub id: MatterId,
    /// Grows by one with each change.
    pub version: i64,
    /// The agency.
    pub office: OfficeId,
    /// The division that handles it.
    pub division: Option<OfficeId>,
    /// Who handles it.
    pub officer: Option<UserId>,
    /// The case that it is about.
    pub case: Option<CaseId>,
    /// The day it came in.
    pub received_on: NaiveDate,
}

impl MatterHead {
    /// The head of a matter that has just come in.
    pub fn new(id: MatterId, office: OfficeId, case: Option<CaseId>, received_on: NaiveDate) -> MatterHead {
        MatterHead { id, version: 0, office, division: None, officer: None, case, received_on }
    }
}

/// Things of one matter that lie with one kind of keeper and await one end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shelf {
    /// Who keeps them, as a code.
    pub custodian: &'static str,
    /// What the judgment says of them, as a code.
    pub disposition: &'static str,
}

/// A kind of matter.
pub trait Matter: Serialize + DeserializeOwned + Clone + Send + 'static {
    /// Its name: of the lifecycle, of the history, of the table's rows.
    const KIND: &'static str;
    /// Shown to those who resolve it only (L106 108.2.b).
    const CONFIDENTIAL: bool = false;

    /// The head.
    fn head(&self) -> &MatterHead;
    /// The head, to be changed.
    fn head_mut(&mut self) -> &mut MatterHead;
    /// The state's code.
    fn state(&self) -> &'static str;
    /// Where its open lines lie and what is to become of them, for a kind that is searched by that.
    fn shelves(&self) -> Option<Vec<Shelf>> {
        None
    }
    /// Whether this user, who works where the matter lies, may know of it; a confidential kind says who may.
    fn may_see(&self, _user: UserId, _is_head: bool) -> bool {
        !Self::CONFIDENTIAL
    }
}

/// The new state of a matter in a plan, whatever its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatterChange {
    /// The kind.
    pub kind: &'static str,
    /// The state.
    pub state: &'static str,
    /// Shown to those who resolve it only.
    pub confidential: bool,
    /// The head.
    pub head: MatterHead,
    /// The whole value.
    #[schema(value_type = Object)]
    pub value: serde_json::Value,
    /// Where its open lines lie, for a kind that is searched by that.
    #[serde(skip)]
    pub shelves: Option<Vec<Shelf>>,
}

impl MatterChange {
    /// The change that leaves a matter as it is here; its version grows by one.
    ///
    /// # Errors
    /// Only if the value cannot be written as JSON.
    pub fn of<M: Matter>(matter: &M) -> Result<MatterChange, serde_json::Error> {
        let mut next = matter.clone();
        next.head_mut().version += 1;
        Ok(MatterChange {
            kind: M::KIND,
            state: next.state(),
            confidential: M::CONFIDENTIAL,
            head: next.head().clone(),
            shelves: next.shelves(),
            value: serde_json::to_value(&next)?,
        })
    }
}

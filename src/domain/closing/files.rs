//! The books against the case files of one officer for a month (đối chiếu sổ kế toán với hồ sơ thi hành án; TT78 7.1.d, 8.3). The
//! accountant draws the list from the books; the officer compares it with the files and signs, or says what differs.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::ids::{CaseId, DecisionId, UserId};
use super::super::matter::{Matter, MatterHead};
use super::super::money::Dong;
use super::period::Figure;
use crate::text_enum;

text_enum! {
    /// Where a list stands.
    pub enum FileListState {
        /// Drawn from the books and signed by the accountant.
        Drawn = "drawn",
        /// The officer found differences.
        Disputed = "disputed",
        /// The officer signed.
        Agreed = "agreed",
        /// Dropped, to be drawn anew.
        Dropped = "dropped",
    }
}

/// One case of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileFigures {
    /// The case.
    pub case: CaseId,
    /// The enforcement decision's number.
    pub number: String,
    /// Its accounts in the month.
    pub figures: Vec<Figure>,
}

/// What the file of a case says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, validator::Validate, ToSchema)]
pub struct FileDifference {
    /// The case.
    pub case: CaseId,
    /// The account.
    #[validate(length(min = 1, max = 20))]
    pub account: String,
    /// The balance that the file shows, in đồng.
    pub in_file: Dong,
    /// Which paper shows it.
    #[validate(length(min = 1, max = 500))]
    pub paper: String,
}

/// The list of an officer's cases for a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileReconciliation {
    /// What every matter has; its officer is the one whose files they are.
    #[serde(flatten)]
    pub head: MatterHead,
    /// Where it stands.
    pub state: FileListState,
    /// The last day of the month.
    pub month: NaiveDate,
    /// The cases that hold money or moved some.
    pub files: Vec<FileFigures>,
    /// SHA-256 over them.
    pub digest: String,
    /// The accountant who drew it.
    pub drawn_by: UserId,
    /// What the officer found.
    pub differences: Vec<FileDifference>,
    /// The minutes.
    pub document: Option<DecisionId>,
}

impl FileReconciliation {
    /// How many cases one list holds.
    pub const FILES_MAX: usize = 1_000;
}

impl Matter for FileReconciliation {
    const KIND: &'static str = "file_reconciliation";

    fn head(&self) -> &MatterHead {
        &self.head
    }
    fn head_mut(&mut self) -> &mut MatterHead {
        &mut self.head
    }
    fn state(&self) -> &'static str {
        self.state.as_str()
    }
}

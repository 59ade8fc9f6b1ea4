//! An officer's list for a month: drawn by the accountant from the books, agreed or disputed by the officer from the files (TT78 7.1.d,
//! 8.3). A disputed list is put right in the books and drawn anew.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::super::plan::Plan;
use super::super::{Context, Guard, Lifecycle, Subject, To, Transition};
use crate::actions;
use crate::domain::actor::Role;
use crate::domain::closing::files::{FileDifference, FileListState, FileReconciliation};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, OfficeId, UserId};
use crate::domain::lifecycle::Who;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::matter::Matter;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

actions! {
    /// Every action of an officer's list.
    pub enum FileReconciliationAction {
        /// KS-H2: the officer signs that books and files are one.
        AgreeFileList(Nothing) = "agree_file_list",
        /// KS-H3: the officer says what differs.
        DisputeFileList(DisputeFileList) = "dispute_file_list",
        /// KS-H4: dropped, to be drawn anew.
        DropFileList(Nothing) = "drop_file_list",
    }
}

/// What the files say otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct DisputeFileList {
    /// Each case and account that differs.
    #[validate(length(min = 1, max = 200), nested)]
    pub differences: Vec<FileDifference>,
}

/// What the guards of a list look at.
#[derive(Debug, Clone)]
pub struct FileReconciliationFacts {
    /// The list.
    pub list: FileReconciliation,
    /// The digest of what the books say now.
    pub now: String,
}

impl Subject for FileReconciliationFacts {
    fn state(&self) -> &'static str {
        self.list.state.as_str()
    }
    fn is_final(&self) -> bool {
        matches!(self.list.state, FileListState::Agreed | FileListState::Dropped)
    }
    fn office(&self) -> OfficeId {
        self.list.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.list.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.list.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.list.head.received_on
    }
}

/// The books have not moved since the list was drawn.
const CURRENT: Guard<FileReconciliationFacts> = Guard {
    code: "G-HS-MOVED",
    test: |facts, _| match facts.list.digest == facts.now {
        true => Ok(facts.now.clone()),
        false => Err(Unmet::new("G-HS-MOVED", facts.now.clone(), facts.list.digest.clone())),
    },
};

/// Books and files are signed by two people (TT78 8.3).
const TWO: Guard<FileReconciliationFacts> = Guard {
    code: "G-HS-TWO",
    test: |facts, at| match facts.list.drawn_by == at.actor.user {
        false => Ok("another person".to_owned()),
        true => Err(Unmet::new("G-HS-TWO", "the accountant", "the officer")),
    },
};

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const EITHER: &[Who] = &[Who::Role(Role::Accountant), Who::AssignedOfficer];

static TABLE: LazyLock<Vec<Transition<FileReconciliationFacts>>> = LazyLock::new(|| {
    vec![
        Transition {
            guards: &[CURRENT, TWO],
            document: Some(DocumentKind::FileReconciliation),
            ..Transition::row("KS-H2", "agree_file_list", &["drawn"], To::State("agreed"), OFFICER)
        },
        Transition::row("KS-H3", "dispute_file_list", &["drawn"], To::State("disputed"), OFFICER),
        Transition::row("KS-H4", "drop_file_list", &["drawn", "disputed"], To::State("dropped"), EITHER),
    ]
});

/// The lifecycle of an officer's list.
pub struct FileReconciliationLifecycle;

impl Lifecycle for FileReconciliationLifecycle {
    const NAME: &'static str = FileReconciliation::KIND;
    type Facts = FileReconciliationFacts;
    type Action = FileReconciliationAction;

    fn table() -> &'static [Transition<FileReconciliationFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        FileListState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &FileReconciliationAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &FileReconciliationFacts,
        action: &FileReconciliationAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut list = facts.list.clone();
        match action {
            FileReconciliationAction::AgreeFileList(_) => {
                let content = json!({ "month": list.month, "officer": list.head.officer,
                    "files": list.files.len(), "digest": list.digest });
                let document =
                    plan.record(at, DocumentKind::FileReconciliation, Some(list.drawn_by), content);
                list.document = Some(DecisionId(document));
                list.state = FileListState::Agreed;
            }
            FileReconciliationAction::DisputeFileList(body) => dispute(&mut list, body)?,
            FileReconciliationAction::DropFileList(_) => list.state = FileListState::Dropped,
        }
        plan.change_matter(&list)
    }
}

/// A difference is one of the list's cases, and not what the books say.
fn dispute(list: &mut FileReconciliation, body: &DisputeFileList) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (index, one) in body.differences.iter().enumerate() {
        let file = list.files.iter().find(|file| file.case == one.case);
        let figure = file.and_then(|file| file.figures.iter().find(|figure| figure.account == one.account));
        let in_books =
            figure.map(|figure| figure.closing_debit.max(figure.closing_credit)).unwrap_or_default();
        if file.is_none() {
            errors.push(FieldError::new(format!("/differences/{index}/case"), "not_in_list"));
        } else if in_books == one.in_file {
            errors.push(FieldError::new(format!("/differences/{index}/in_file"), "contradicts"));
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    list.differences.clone_from(&body.differences);
    list.state = FileListState::Disputed;
    Ok(())
}

//! What is on record about a signed document: itself, the act that made it, its deadlines, who signed, its notices, the case as it
//! was known then. Plain values; whoever loads them has decided nothing.

use chrono::NaiveDate;

use super::content::Reference;
use crate::domain::actor::{Actor, Delegation};
use crate::domain::deadline::DeadlineStatus;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DelegationId, OfficeId, UserId};
use crate::domain::law::Duty;
use crate::domain::money::Dong;

/// A signed document.
#[derive(Debug, Clone)]
pub struct Document {
    /// The agency.
    pub office: OfficeId,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its number as written.
    pub number: String,
    /// The day of signing.
    pub signed_on: NaiveDate,
    /// The day it was entered here.
    pub recorded_on: NaiveDate,
    /// Who signed.
    pub signer: UserId,
    /// Under which delegation.
    pub delegation: Option<DelegationId>,
    /// Who prepared it.
    pub prepared_by: Option<UserId>,
    /// What it says.
    pub content: serde_json::Value,
}

/// The act that made it, as the history has it.
#[derive(Debug, Clone)]
pub struct Act {
    /// The transition's code.
    pub code: String,
    /// The action.
    pub action: String,
    /// The guards with the values they saw.
    pub guards: Vec<(String, String)>,
    /// What the law's data could not tell then.
    pub unknown: Vec<String>,
}

/// A deadline that the document had to meet, or that it opened.
#[derive(Debug, Clone)]
pub struct Term {
    /// The key.
    pub key: String,
    /// It is about this document.
    pub about_document: bool,
    /// From this day.
    pub started_on: NaiveDate,
    /// To the end of this day.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub status: DeadlineStatus,
    /// The day it was closed.
    pub closed_on: Option<NaiveDate>,
    /// Whose period it is.
    pub duty: Duty,
    /// Taken over from another system.
    pub imported: bool,
}

/// The notices of the document, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Notices {
    /// On record.
    pub made: usize,
    /// Of which count as given.
    pub valid: usize,
    /// The first day on which one counted.
    pub first: Option<NaiveDate>,
    /// The last.
    pub last: Option<NaiveDate>,
}

/// The case as it was known right after the act.
#[derive(Debug, Clone)]
pub struct CaseThen {
    /// Its division.
    pub division: Option<OfficeId>,
    /// Its officer.
    pub officer: Option<UserId>,
    /// Everything owed.
    pub due: Dong,
}

/// What a reference in the content leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The reference.
    pub reference: Reference,
    /// It is of this case.
    pub of_case: bool,
    /// The sum of the item, where it is one.
    pub amount: Option<Dong>,
}

/// Everything that the sheet looks at.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The document.
    pub document: Document,
    /// The act that made it; none where the history does not have it.
    pub act: Option<Act>,
    /// Deadlines that it had to meet or that it opened.
    pub terms: Vec<Term>,
    /// The signer with roles and delegations on record.
    pub signer: Actor,
    /// The delegation that the document names.
    pub delegation: Option<Delegation>,
    /// The case then.
    pub case: Option<CaseThen>,
    /// Its notices.
    pub notices: Notices,
    /// What it names.
    pub named: Vec<Resolved>,
    /// Today: whether an open deadline is over.
    pub today: NaiveDate,
}

//! The lifecycle of a lot of exhibits: taken over (`receipt`), kept, counted and moved (`store`), dealt with as the judgment says
//! (`handling`); XB-01 … XB-32 (L106 56–60; ND152 37–41; TT04 11). Each line has its own way; the lot stands where its furthest
//! open line stands. What a case and a lot must both obey stands in [`super::disposal`].

mod entering;
mod guards;
mod handling;
mod receipt;
mod store;

pub use entering::{Entered, NewExhibit, NewLine, enter};
pub use handling::*;
pub use receipt::*;
pub use store::*;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;

use super::drafts::{Drafted, waiting};
use super::plan::Plan;
use super::{Context, Lifecycle, Subject, Transition, Who, assemble};
use crate::action_families;
use crate::domain::actor::Role;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::exhibit::{
    CustodianKind, Custody, Disposition, Exhibit, ExhibitKind, ExhibitState, Line, LineEnd,
};
use crate::domain::ids::{AssetId, CaseId, DecisionId, DraftId, OfficeId, PartyId, UserId};
use crate::domain::judgment::Drafts;
use crate::domain::ledger::chart::conventional_price;
use crate::domain::matter::Matter;
use crate::domain::period::in_viet_nam;
use crate::domain::refusal::{FieldError, Refusal};

action_families! {
    /// Every action of a lot of exhibits.
    pub enum ExhibitAction {
        /// From the judgment to the hand-over.
        Receipt(ReceiptAction),
        /// Orders, slips, movements, counts, incidents.
        Store(StoreAction),
        /// Confiscation, destruction, return, enforcement.
        Handling(HandlingAction),
    }
}

/// What an action names, so that it is loaded and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedByExhibit {
    /// The case under which the lot is dealt with from now on.
    pub case: Option<CaseId>,
    /// Parties.
    pub parties: Vec<PartyId>,
    /// The asset that something becomes.
    pub asset: Option<AssetId>,
    /// The user to whom the lot would be assigned.
    pub assignee: Option<UserId>,
    /// The user who signed as the accountant.
    pub accountant: Option<UserId>,
}

/// What a lot needs to know of an asset that one of its lines becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedAsset {
    /// The asset.
    pub id: AssetId,
    /// Its case.
    pub case: CaseId,
    /// Whose it is.
    pub owner: PartyId,
}

/// What the guards of a lot look at.
#[derive(Debug, Clone)]
pub struct ExhibitFacts {
    /// The lot.
    pub lot: Exhibit,
    /// Its case.
    pub case: Option<Case>,
    /// The day the judgment of that case took effect.
    pub in_force_on: Option<NaiveDate>,
    /// The case that the action names, at the same agency.
    pub named_case: Option<Case>,
    /// Those of the parties that the action names who are parties of the judgment of the lot's case, or of the case named.
    pub parties: BTreeSet<PartyId>,
    /// The asset that the action names.
    pub asset: Option<NamedAsset>,
    /// The user to whom the action assigns the lot holds an officer's role at the agency on that day.
    pub assignee_is_officer: bool,
    /// The user whom the action names as the accountant is one of the agency on that day.
    pub accountant_is_one: bool,
}

impl Subject for ExhibitFacts {
    fn state(&self) -> &'static str {
        self.lot.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.lot.state.is_final()
    }
    fn office(&self) -> OfficeId {
        self.lot.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.case.as_ref().map_or(self.lot.head.division, |case| case.division)
    }
    fn officer(&self) -> Option<UserId> {
        self.lot.head.officer.or_else(|| self.case.as_ref().and_then(|case| case.officer))
    }
    fn began_on(&self) -> NaiveDate {
        self.lot.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.lot.drafts, action)
    }
}

impl Drafted for Exhibit {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

type Row = Transition<ExhibitFacts>;

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const SIGNER: &[Who] = &[Who::Signer];
const ACCOUNTANT: &[Who] = &[Who::Role(Role::Accountant)];
/// Who writes down what came from outside.
const RECORDERS: &[Who] = &[Who::AssignedOfficer, Who::Role(Role::IntakeClerk)];

/// Every state in which something is still to be done.
const OPEN: &[&str] =
    &["judged", "comparing", "mismatch", "clarifying", "scheduled", "accepted", "releasing"];
/// The states in which the agency answers for some line.
const KEPT: &[&str] = &["accepted", "releasing"];
/// Where a lot stands after one or several of its lines were dealt with.
const AFTER_HANDLING: &[&str] = &[
    "clarifying",
    "scheduled",
    "accepted",
    "releasing",
    "confiscated",
    "destroyed",
    "returned",
    "sold",
    "refunded",
    "closed",
];

static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| assemble(&[receipt::ROWS, store::ROWS, handling::ROWS]));

/// The lifecycle of lots of exhibits.
pub struct ExhibitLifecycle;

impl ExhibitAction {
    /// What the action names. A signature names what its draft names.
    pub fn named(&self, lot: &Exhibit) -> NamedByExhibit {
        match self {
            ExhibitAction::Receipt(action) => action.named(),
            ExhibitAction::Store(action) => action.named(lot),
            ExhibitAction::Handling(action) => action.named(),
        }
    }
}

impl Lifecycle for ExhibitLifecycle {
    const NAME: &'static str = Exhibit::KIND;
    type Facts = ExhibitFacts;
    type Action = ExhibitAction;

    fn table() -> &'static [Row] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        ExhibitState::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &ExhibitAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &ExhibitFacts,
        action: &ExhibitAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        let mut lot = facts.lot.clone();
        match action {
            ExhibitAction::Receipt(action) => action.apply(facts, &mut lot, at, plan),
            ExhibitAction::Store(action) => action.apply(facts, &mut lot, at, plan),
            ExhibitAction::Handling(action) => action.apply(facts, &mut lot, at, plan),
        }?;
        if lot.state.is_final() && !facts.lot.state.is_final() {
            plan.close("*", None);
        }
        for key in owed(&facts.lot).difference(&owed(&lot)) {
            if !plan.closed.iter().any(|closed| closed.key == *key) {
                plan.cancelled.push((*key).to_owned());
            }
        }
        settle_books(&mut lot, at, plan)?;
        plan.change_matter(&lot)
    }
}

/// Adds to the plan what the lot's new state means for the books.
fn settle_books(lot: &mut Exhibit, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let price = conventional_price(at.law).map_err(Refusal::LawMissing)?;
    let unbooked = lot.settle_books(price).map_err(|_| FieldError::new("", "amount_out_of_range"))?;
    plan.entries.extend(unbooked.here);
    plan.office_entries.extend(unbooked.office);
    Ok(())
}

/// The clocks for which some line still waits. One that nothing waits for any more, because the line was lost or went another way, falls
/// away.
fn owed(lot: &Exhibit) -> BTreeSet<&'static str> {
    let mut keys = BTreeSet::new();
    for line in lot.open() {
        match line.disposition {
            _ if line.is_to_be_destroyed() => keys.extend(["destroy_council", "destroy_do"]),
            Some(Disposition::Return) if line.notified.is_some() => {}
            _ => keys.extend(clock(line)),
        }
    }
    keys
}

/// Makes a document of the lot.
fn record(kind: DocumentKind, content: Value, at: &Context<'_>, plan: &mut Plan) -> DecisionId {
    DecisionId(plan.record(at, kind, plan.prepared_by, content))
}

/// The lines that are named, each once, each of the lot and passing `fits`, which says why it does not.
fn named_lines(
    lot: &Exhibit,
    named: &[u32],
    mut fits: impl FnMut(&Line) -> Result<(), &'static str>,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (index, seq) in named.iter().enumerate() {
        errors.extend(named_line(lot, named, index, *seq, "", &mut fits).err());
    }
    errors
}

/// One of them; `field` is where its number stands below its place in the list.
fn named_line(
    lot: &Exhibit,
    named: &[u32],
    index: usize,
    seq: u32,
    field: &str,
    fits: &mut impl FnMut(&Line) -> Result<(), &'static str>,
) -> Result<(), FieldError> {
    let at = format!("/lines/{index}{field}");
    let Some(line) = lot.line(seq) else { return Err(FieldError::new(at, "not_in_list")) };
    if named[..index].contains(&seq) {
        return Err(FieldError::new(at, "duplicate"));
    }
    fits(line).map_err(|code| FieldError::new(at, code))
}

fn checked(errors: Vec<FieldError>) -> Result<(), Refusal> {
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Whether the act lies at or after an hour that was fixed. An act of an earlier day that is entered later has no hour: its day counts.
fn reached(moment: DateTime<Utc>, at: &Context<'_>) -> bool {
    let day = day_of(moment);
    at.on > day || (at.on == day && at.now >= moment)
}

/// An hour as people in Viet Nam read it.
fn told(moment: DateTime<Utc>) -> String {
    in_viet_nam(moment.fixed_offset()).to_rfc3339()
}

/// The legal day of an hour.
fn day_of(moment: DateTime<Utc>) -> NaiveDate {
    in_viet_nam(moment.fixed_offset()).date_naive()
}

/// The clock of what the judgment says of a line, from the enforcement decision (L106 57.1, 58.2, 59.1). Money has none here: it
/// becomes money of the case, and the case's own clock runs.
fn clock(line: &Line) -> Option<&'static str> {
    match line.disposition? {
        _ if line.kind == ExhibitKind::Money => None,
        Disposition::Confiscate => Some("confiscate_handover"),
        Disposition::Destroy => Some("destroy_council"),
        Disposition::Return => Some("return_notice"),
        Disposition::Keep => None,
    }
}

/// Opens the clocks of these lines, each once.
fn open_clocks<'a>(
    lines: impl Iterator<Item = &'a Line>,
    decided_on: NaiveDate,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let keys: BTreeSet<&'static str> = lines.filter_map(clock).collect();
    for key in keys {
        plan.open(at, key, decided_on, None);
    }
}

/// Ends lines; the lot then stands where its furthest open line stands.
fn finish(lot: &mut Exhibit, lines: &[u32], how: LineEnd, on: NaiveDate) {
    for line in lot.lines.iter_mut().filter(|line| lines.contains(&line.seq)) {
        line.finish(how, on);
    }
    lot.settle();
}

/// A keeper by contract is kept with the contract.
fn custody_errors(custody: &Custody, here: &str) -> Option<FieldError> {
    let by_contract = matches!(custody.kind, CustodianKind::Rented | CustodianKind::ThirdParty);
    match &custody.contract {
        None if by_contract => Some(FieldError::new(format!("{here}/contract"), "required")),
        Some(_) if !by_contract => Some(FieldError::new(format!("{here}/contract"), "contradicts")),
        _ => None,
    }
}

/// Closes the times to collect of notices under which nothing waits any more.
fn close_collecting(lot: &Exhibit, plan: &mut Plan) {
    type Told = BTreeSet<(DecisionId, &'static str)>;
    let told = |wanted: &dyn Fn(&Line) -> bool| -> Told {
        let lines = lot.lines.iter().filter(|line| wanted(line));
        lines.filter_map(|line| Some((line.notified.as_ref()?.document, line.held_kind().clock()?))).collect()
    };
    let waiting = told(&|line| !line.state.is_final() && line.destruction.is_none());
    for (document, key) in told(&|_| true).difference(&waiting) {
        plan.close(key, Some(document.0));
    }
}

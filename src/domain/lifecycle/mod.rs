//! The one engine behind "may I", "what if" and "do it": a table of transitions per lifecycle, guards that each give their
//! reason, and [`decide`], which answers with a [`Plan`](plan::Plan) or with every reason at once. It knows neither the
//! database nor the clock: facts, law, actor and date come in, a plan goes out.

pub mod action;
pub mod asset;
pub mod case;
pub mod closing;
pub mod coercion_time;
pub(crate) mod disposal;
pub mod drafts;
pub mod entrustment;
pub mod exhibit;
pub mod guard;
pub mod held_money;
pub mod intake;
pub mod money;
pub mod needs;
pub mod oversight;
pub mod payment_list;
pub mod plan;
pub mod private_office;
pub mod procuracy_list;
pub mod receipt_series;
pub mod receiving;
pub mod redaction;
pub mod registry;
pub mod render;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::actor::{Actor, Role};
use super::document::DocumentKind;
use super::ids::{DraftId, OfficeId, UserId};
use super::law::Law;
use super::refusal::{Refusal, Unmet};
use plan::Plan;

/// Where a transition leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The state stays.
    Same,
    /// Always this state.
    State(&'static str),
    /// One of these; the facts decide which.
    OneOf(&'static [&'static str]),
}

/// Who may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The head, or whoever holds a valid written delegation for this document on this day (`HEAD*`, L106 22.2–22.3).
    Signer,
    /// The enforcement officer to whom the case is assigned (L106 25.1).
    AssignedOfficer,
    /// Whoever holds this role at the office.
    Role(Role),
}

/// A signed act is drafted first: whoever prepares it does not sign it. Every row with a proposal has a companion row
/// (`D-DRAFT`) from the same states and under the same guards, so a draft that could not be signed cannot be laid down either.
#[derive(Debug, Clone, Copy)]
pub struct Proposal {
    /// The row's code: `D-DRAFT`, unless the specification gives the proposal one of its own.
    pub code: &'static str,
    /// The name of the action that lays the draft down; its body is the content that is signed.
    pub action: &'static str,
    /// Who may prepare it.
    pub who: &'static [Who],
    /// Deadlines that the draft itself opens.
    pub opens: &'static [Clock],
}

impl Proposal {
    /// A draft by these, which opens no deadline.
    pub const fn by(action: &'static str, who: &'static [Who]) -> Proposal {
        Proposal { code: "D-DRAFT", action, who, opens: &[] }
    }
}

/// One row of a lifecycle table.
pub struct Transition<F: 'static> {
    /// The code of the specification, for example `T-VE-08`.
    pub code: &'static str,
    /// The action's name in the API.
    pub action: &'static str,
    /// The states from which it may be taken; empty for any.
    pub from: &'static [&'static str],
    /// Where it leads.
    pub to: To,
    /// Who may do it; any one of them.
    pub who: &'static [Who],
    /// What must be true.
    pub guards: &'static [Guard<F>],
    /// The document that it makes: what a delegation of signature must cover.
    pub document: Option<DocumentKind>,
    /// The deadlines that it opens.
    pub opens: &'static [Clock],
    /// The deadlines that it closes.
    pub closes: &'static [Clock],
    /// How its draft is laid down, where one person prepares it and another signs.
    pub proposal: Option<Proposal>,
}

impl<F: 'static> Transition<F> {
    /// A row without guards, document and deadlines; a table adds what it needs.
    pub const fn row(
        code: &'static str,
        action: &'static str,
        from: &'static [&'static str],
        to: To,
        who: &'static [Who],
    ) -> Transition<F> {
        Transition {
            code,
            action,
            from,
            to,
            who,
            guards: &[],
            document: None,
            opens: &[],
            closes: &[],
            proposal: None,
        }
    }

    /// The companion row that lays the draft of this one down.
    fn drafting(&self) -> Option<Transition<F>> {
        let proposal = self.proposal?;
        let row = Transition::row(proposal.code, proposal.action, self.from, To::Same, proposal.who);
        Some(Transition { guards: self.guards, opens: proposal.opens, ..row })
    }
}

/// A table from the rows of its phases: before each signed row the one that lays down its draft.
pub fn assemble<F: 'static>(phases: &[&[Transition<F>]]) -> Vec<Transition<F>> {
    let rows = phases.iter().flat_map(|rows| rows.iter());
    rows.flat_map(|row| row.drafting().into_iter().chain([*row])).collect()
}

impl<F> Clone for Transition<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Transition<F> {}

/// A deadline that a row touches, by its key in `config/law`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Opened from the day of the act, or closed whatever it is about: the engine does it.
    Act(&'static str),
    /// Opened from another day, or about one document or person: the action's effect does it.
    Effect(&'static str),
    /// Paused by the act, among those that it closes; the engine does it.
    Pause(&'static str),
    /// Let go on with the days that were left, among those that it opens; the engine does it.
    Resume(&'static str),
}

impl Clock {
    /// The key.
    pub const fn key(self) -> &'static str {
        match self {
            Clock::Act(key) | Clock::Effect(key) | Clock::Pause(key) | Clock::Resume(key) => key,
        }
    }
}

/// A condition with a name. `test` gives the fact it saw, or why it is not met.
pub struct Guard<F: 'static> {
    /// The code, for example `G-VOL-OVER`.
    pub code: &'static str,
    /// The test.
    pub test: fn(&F, &Context<'_>) -> Result<String, Unmet>,
}

/// A guard that was met, with the value it saw: kept in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Seen {
    /// The guard's code.
    pub code: &'static str,
    /// The value it saw.
    pub value: String,
}

/// Makes identifiers; the domain itself has no randomness.
pub trait IdSource {
    /// A new identifier (UUIDv7).
    fn next(&self) -> Uuid;
}

/// Everything beside the facts that a decision depends on.
pub struct Context<'a> {
    /// The law.
    pub law: &'a Law,
    /// Who acts.
    pub actor: &'a Actor,
    /// The day the act happens in law: it chooses the law's version.
    pub on: NaiveDate,
    /// The moment of recording.
    pub now: DateTime<Utc>,
    /// New identifiers.
    pub ids: &'a dyn IdSource,
}

/// What the engine must know of an aggregate, whatever its kind.
pub trait Subject {
    /// The current state's code.
    fn state(&self) -> &'static str;
    /// Whether the state is final.
    fn is_final(&self) -> bool;
    /// The agency.
    fn office(&self) -> OfficeId;
    /// The division, once assigned.
    fn division(&self) -> Option<OfficeId>;
    /// The enforcement officer, once assigned.
    fn officer(&self) -> Option<UserId>;
    /// The day before which no act of this aggregate can lie.
    fn began_on(&self) -> NaiveDate;
    /// The draft that waits for its signature under the name of the signed action, and who prepared it.
    fn draft(&self, _action: &str) -> Option<(DraftId, UserId)> {
        None
    }
}

/// A lifecycle: facts, actions, a table and the effect of each action.
pub trait Lifecycle {
    /// The name in the API: `case`, `asset`, …
    const NAME: &'static str;
    /// What is looked at.
    type Facts: Subject + 'static;
    /// The closed list of actions with their bodies.
    type Action;

    /// The table.
    fn table() -> &'static [Transition<Self::Facts>];
    /// Every state.
    fn states() -> Vec<&'static str>;
    /// The action's name.
    fn name(action: &Self::Action) -> &'static str;
    /// Checks the content and writes what changes into the plan.
    ///
    /// # Errors
    /// [`Refusal::Content`] with every wrong field.
    fn apply(
        facts: &Self::Facts,
        action: &Self::Action,
        context: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal>;
}

/// Whether an action may be taken, and what stands against it.
pub struct Standing<F: 'static> {
    /// The row that applies.
    pub row: &'static Transition<F>,
    /// Guards that are met.
    pub seen: Vec<Seen>,
    /// What is not met; empty means allowed.
    pub unmet: Vec<Unmet>,
}

/// "May I": every action of the table with what stands against it now. An action with several rows is judged by the row
/// that fits the state.
pub fn standings<L: Lifecycle>(facts: &L::Facts, context: &Context<'_>) -> Vec<Standing<L::Facts>> {
    let mut names: Vec<&'static str> = Vec::new();
    for row in L::table() {
        if !names.contains(&row.action) {
            names.push(row.action);
        }
    }
    names.into_iter().filter_map(|name| standing::<L>(name, facts, context)).collect()
}

/// Judges one action against the facts; `None` when the table does not know it.
pub fn standing<L: Lifecycle>(
    name: &str,
    facts: &L::Facts,
    context: &Context<'_>,
) -> Option<Standing<L::Facts>> {
    let mut rows = L::table().iter().filter(|row| row.action == name).peekable();
    let first = *rows.peek()?;
    let row = rows.find(|row| fits(row, facts)).unwrap_or(first);
    let mut seen = Vec::with_capacity(row.guards.len() + 2);
    let mut unmet = Vec::new();
    for verdict in
        [guard::state(row, facts), guard::order(facts, context), guard::authority(row, facts, context)]
    {
        record(verdict, &mut seen, &mut unmet);
    }
    for verdict in guard::drafted(row, facts, context) {
        record(verdict, &mut seen, &mut unmet);
    }
    for guard in row.guards {
        record((guard.code, (guard.test)(facts, context)), &mut seen, &mut unmet);
    }
    Some(Standing { row, seen, unmet })
}

fn record(verdict: (&'static str, Result<String, Unmet>), seen: &mut Vec<Seen>, unmet: &mut Vec<Unmet>) {
    match verdict {
        (code, Ok(value)) => seen.push(Seen { code, value }),
        (_, Err(reason)) => unmet.push(reason),
    }
}

fn fits<F: Subject>(row: &Transition<F>, facts: &F) -> bool {
    row.from.is_empty() || row.from.contains(&facts.state())
}

/// "Do it" and "what if": the plan of an action, or every reason against it. Nothing is changed here.
///
/// # Errors
/// [`Refusal::NotAllowed`] with all unmet guards; [`Refusal::Content`] with all wrong fields.
pub fn decide<L: Lifecycle>(
    facts: &L::Facts,
    action: &L::Action,
    context: &Context<'_>,
) -> Result<Plan, Refusal> {
    let name = L::name(action);
    let Some(standing) = standing::<L>(name, facts, context) else {
        return Err(Refusal::NotAllowed(vec![Unmet::new("G-STATE", name, "an action of this lifecycle")]));
    };
    if !standing.unmet.is_empty() {
        return Err(Refusal::NotAllowed(standing.unmet));
    }
    let row = standing.row;
    let mut plan = Plan::new(L::NAME, row.code, row.action, facts.state(), standing.seen);
    plan.delegation = guard::delegation(row, facts, context);
    L::apply(facts, action, context, &mut plan)?;
    for clock in row.closes {
        match clock {
            Clock::Act(key) => plan.close(key, None),
            Clock::Pause(key) => plan.paused.push((*key).to_owned()),
            Clock::Effect(_) | Clock::Resume(_) => {}
        }
    }
    for clock in row.opens {
        match clock {
            Clock::Act(key) => plan.open(context, key, context.on, None),
            Clock::Resume(key) => plan.resumed.push((*key).to_owned()),
            Clock::Effect(_) | Clock::Pause(_) => {}
        }
    }
    Ok(plan)
}

#[cfg(test)]
mod tests;

//! Which law governs what in a case, and why: the regime of each act by its day (L106 116.3), what stands from before the change
//! (116.4), the choices that decided where the law is silent, and the deadlines with the law that each follows. Read from the
//! history and the law data; it decides nothing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::context::{Core, actor};
use super::convert::value;
use super::deadline_views::{DeadlineView, view};
use super::error::ApiResult;
use crate::domain::case::{Case, Imported};
use crate::domain::citation::Citation;
use crate::domain::event::EventBody;
use crate::domain::ids::{CaseId, UserId};
use crate::domain::law::{Choice, Law, Regime};
use crate::domain::period::Unit;
use crate::store::deadlines::{self, Owner};
use crate::store::{AnyId, MAX_ROWS, events};

/// Which law governs what in a case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CaseLaw {
    /// The law that acts of today follow.
    pub now: Regime,
    /// The day from which that law holds.
    pub since: NaiveDate,
    /// Where the change is ordered.
    pub change: Vec<Citation>,
    /// Each act with the law of its day, oldest first.
    pub acts: Vec<ActLaw>,
    /// There are more acts than are shown.
    pub acts_truncated: bool,
    /// What was done or decided under the earlier law and stands (L106 116.4).
    pub stands: Vec<Standing>,
    /// What was taken over, when the case came from before this program.
    pub imported: Option<Imported>,
    /// The choices that decided something in this case, where the law is silent.
    pub settings: Vec<Decided>,
    /// Its deadlines, each with the law that it follows.
    pub deadlines: Vec<DeadlineLaw>,
}

/// An act and its law.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ActLaw {
    /// Its place in the history.
    pub seq: i64,
    /// The transition's code.
    pub code: String,
    /// The action.
    pub action: String,
    /// The day of the act: it chooses the law.
    pub on: NaiveDate,
    /// The law.
    pub regime: Regime,
    /// The version of the data by which it was judged then.
    pub data: String,
    /// Its articles under that law.
    pub basis: Vec<Citation>,
}

/// Something that stands from the earlier law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Standing {
    /// What: a transition's code, or the name of a fact taken over.
    pub what: String,
    /// Its day.
    pub on: Option<NaiveDate>,
}

/// A choice that decided something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Decided {
    /// The choice.
    #[serde(flatten)]
    pub choice: Choice,
    /// What in this case it decided, as a code.
    pub decided: Vec<String>,
}

/// A deadline and its law.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DeadlineLaw {
    /// The deadline.
    #[serde(flatten)]
    pub deadline: DeadlineView,
    /// Where its length stands, by the law that it follows.
    pub basis: Vec<Citation>,
    /// What the other law or the other reading gives.
    pub other_due_on: Option<NaiveDate>,
    /// It began before the law changed and ran over the change (U29).
    pub over_change: bool,
}

/// Which law governs what in a case, and why.
///
/// # Errors
/// 404 when the case is not the user's to know of.
pub async fn of_case(core: &Core, user: UserId, id: CaseId) -> ApiResult<CaseLaw> {
    let (law, clock) = (core.law.clone(), core.clock.clone());
    core.store
        .run_read(move |conn| {
            let actor = actor(conn, user)?;
            let case = super::cases::find(conn, &actor, clock.today(), id)?;
            let rows = events::page(conn, AnyId(id.0), 0, MAX_ROWS)?;
            let acts_truncated = i64::try_from(rows.len()).is_ok_and(|found| found == MAX_ROWS);
            let bodies: ApiResult<Vec<EventBody>> = rows.iter().map(|row| value(&row.body)).collect();
            let acts: Vec<ActLaw> = bodies?.into_iter().map(|body| act(&law, body)).collect();
            let found: ApiResult<Vec<DeadlineView>> =
                deadlines::by(conn, Owner::Case(id), None, MAX_ROWS)?.into_iter().map(view).collect();
            let deadlines: Vec<DeadlineLaw> = found?.into_iter().map(|one| deadline(&law, one)).collect();
            let last = law.regimes().last();
            Ok(CaseLaw {
                now: law.regime(clock.today()),
                since: last.map_or(case.decided_on, |span| span.from),
                change: last.map(|span| span.citation.clone()).unwrap_or_default(),
                stands: stands(&case, &acts),
                settings: decided(&law, &case, &deadlines),
                imported: case.imported,
                acts,
                acts_truncated,
                deadlines,
            })
        })
        .await
}

fn act(law: &Law, body: EventBody) -> ActLaw {
    ActLaw {
        seq: body.seq,
        regime: law.regime(body.effective_on),
        basis: law.basis(&body.code, body.effective_on).to_vec(),
        code: body.code,
        action: body.action,
        on: body.effective_on,
        data: body.law,
    }
}

fn deadline(law: &Law, one: DeadlineView) -> DeadlineLaw {
    let change = law.regimes().last().map(|span| span.from);
    let over_change = change.is_some_and(|change| one.started_on < change && change <= one.due_on);
    // A deadline that ran over the change follows the law whose day holds; that is what its computation says.
    let by =
        if one.regime == Regime::L2008.as_str() { one.started_on } else { change.unwrap_or(one.started_on) };
    let by = by.max(one.started_on);
    let basis = law.parameter(&one.key, by).map(|found| found.citation.clone()).unwrap_or_default();
    DeadlineLaw {
        other_due_on: one.reckoning.other.as_ref().map(|other| other.due_on),
        basis,
        over_change,
        deadline: one,
    }
}

/// Acts of the earlier law on record here, and the facts taken over from before.
fn stands(case: &Case, acts: &[ActLaw]) -> Vec<Standing> {
    let of_then = acts.iter().filter(|act| act.regime == Regime::L2008);
    let mut found: Vec<Standing> =
        of_then.map(|act| Standing { what: act.code.clone(), on: Some(act.on) }).collect();
    let Some(imported) = &case.imported else { return found };
    let mut fact = |what: &str, on: Option<NaiveDate>| {
        if on.is_some_and(|on| on < imported.regime_from) {
            found.push(Standing { what: what.to_owned(), on });
        }
    };
    fact("enforcement_decision", Some(case.decided_on));
    fact("request", imported.requested_on);
    for track in &case.debtors {
        fact("valid_notice", track.notified_on);
    }
    for verification in &case.verifications {
        fact("verification", Some(verification.on));
    }
    let decision = case.not_enforceable.as_ref().map(|decision| decision.decided_on);
    if let Some(ground) = imported.not_enforceable {
        fact(&format!("not_enforceable {ground}"), decision);
    }
    for (hold, ground) in case.holds.iter().zip(&imported.holds) {
        fact(&format!("hold {ground}"), Some(hold.from));
    }
    found
}

/// The choices of the settings that this case has met.
fn decided(law: &Law, case: &Case, deadlines: &[DeadlineLaw]) -> Vec<Decided> {
    let mut met: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut note = |code: &'static str, what: String| {
        let whats = met.entry(code).or_default();
        if !whats.contains(&what) {
            whats.push(what);
        }
    };
    for one in deadlines {
        let (key, reckoning) = (&one.deadline.key, &one.deadline.reckoning);
        if one.over_change {
            note("U29", key.clone());
        }
        if !reckoning.pauses.is_empty() {
            note("U2", key.clone());
        }
        let make_up = |unit: Unit, step: &str| unit == Unit::WorkingDays && step.starts_with("make_up");
        let computation = &reckoning.computation;
        if computation.steps.iter().any(|step| make_up(computation.period.unit, &step.note)) {
            note("U3", key.clone());
        }
    }
    if case.request.is_some() {
        note("U1", "time_bar".to_owned());
        note("U7", "decision_on_request".to_owned());
    }
    for hold in case.holds.iter().filter(|hold| !hold.stops_interest) {
        note("U22", hold.ground.to_string());
    }
    if case.not_enforceable.is_some() {
        note("U17", "two_years".to_owned());
        note("U18", "two_years".to_owned());
    }
    let choice = |(code, decided): (&str, Vec<String>)| {
        let found = law.settings().find(|choice| choice.code == code)?;
        Some(Decided { choice: found.clone(), decided })
    };
    met.into_iter().filter_map(choice).collect()
}

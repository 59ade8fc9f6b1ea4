//! The lifecycle of an entrustment received: decide and open a case, handle an asset, or refuse for an error.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;

use super::{
    AssignFile, CompleteEntrustmentFile, EntrustmentAction, FollowSender, HandOverEntrustedAsset,
    ProposeEntrustedDecision, ProposeEntrustmentRefusal, RefusalCause, RemitEntrustedMoney, ReportToSender,
};
use crate::domain::actor::Role;
use crate::domain::case::EntrustedIn;
use crate::domain::document::DocumentKind;
use crate::domain::entrustment::{
    Entrustment, EntrustmentKind, EntrustmentState as State, Remittance, Report, ReportKind,
};
use crate::domain::ids::{DecisionId, DraftId, OfficeId, PartyId, UserId};
use crate::domain::judgment::{Drafts, Judgment, Obligation};
use crate::domain::ledger::Account;
use crate::domain::ledger::entries::{costs_kept, sale_money, transferred};
use crate::domain::lifecycle::case::{Direction, Reason};
use crate::domain::lifecycle::drafts::{Drafted, lay_down, propose, take_up, waiting};
use crate::domain::lifecycle::intake::{Opening, check_group, named, open_case};
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{
    Clock, Context, Guard, Lifecycle, Proposal, Subject, To, Transition, Who, assemble,
};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// What the guards look at.
#[derive(Debug, Clone)]
pub struct EntrustmentFacts {
    /// The entrustment.
    pub entrustment: Entrustment,
    /// The judgment.
    pub judgment: Judgment,
    /// The items entrusted.
    pub items: Vec<Obligation>,
    /// Debtors paid wholly from the State budget.
    pub budget_funded: BTreeSet<PartyId>,
    /// The user whom the action names holds an officer's role at the office on that day.
    pub assignee_is_officer: bool,
}

impl Subject for EntrustmentFacts {
    fn state(&self) -> &'static str {
        self.entrustment.state.as_str()
    }
    fn is_final(&self) -> bool {
        self.entrustment.state.is_final()
    }
    fn office(&self) -> OfficeId {
        self.entrustment.head.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.entrustment.head.division
    }
    fn officer(&self) -> Option<UserId> {
        self.entrustment.head.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.entrustment.head.received_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.entrustment.drafts, action)
    }
}

impl Drafted for Entrustment {
    fn drafts_mut(&mut self) -> &mut Drafts {
        &mut self.drafts
    }
}

/// The file is complete (L106 49.2; ND152 26.3, 27.1.a).
const FILE: Guard<EntrustmentFacts> = Guard {
    code: "G-UT-FILE",
    test: |facts, _| {
        let missing = facts.entrustment.file.missing(facts.entrustment.kind);
        if missing.is_empty() {
            return Ok("complete".to_owned());
        }
        Err(Unmet::new("G-UT-FILE", missing.join(", "), "a complete file").with("list", missing.join(", ")))
    },
};

/// Something of the file is still awaited.
const AWAITED: Guard<EntrustmentFacts> = Guard {
    code: "G-UT-FILED",
    test: |facts, _| {
        let missing = facts.entrustment.file.missing(facts.entrustment.kind);
        if missing.is_empty() {
            return Err(Unmet::new("G-UT-FILED", "complete", "a file that lacks something"));
        }
        Ok(missing.join(", "))
    },
};

/// The asset was handed over (ND152 27.1.b).
const HANDED_OVER: Guard<EntrustmentFacts> = Guard {
    code: "G-XL-HANDED",
    test: |facts, _| match facts.entrustment.handed_over_on {
        Some(on) => Ok(on.to_string()),
        None => Err(Unmet::new("G-XL-HANDED", "not handed over", "the asset handed over")),
    },
};

/// The asset is not handed over yet.
const NOT_HANDED_OVER: Guard<EntrustmentFacts> = Guard {
    code: "G-XL-ONCE",
    test: |facts, _| match facts.entrustment.handed_over_on {
        None => Ok("not handed over".to_owned()),
        Some(on) => {
            Err(Unmet::new("G-XL-ONCE", on.to_string(), "not handed over").with("date", on.to_string()))
        }
    },
};

const PREPARERS: &[Who] = &[
    Who::Role(Role::IntakeClerk),
    Who::Role(Role::Examiner),
    Who::Role(Role::EnforcementOfficer),
    Who::Role(Role::ChiefOfficer),
];
const ISSUED: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks")];
const OPEN_ASSET: &[&str] = &["asset_handling", "asset_paused"];

const ROWS: &[Transition<EntrustmentFacts>] = &[
    Transition {
        guards: &[AWAITED],
        opens: &[Clock::Effect("entrust_receive"), Clock::Effect("entrust_receive_kctt")],
        ..Transition::row(
            "T-IN-14",
            "complete_entrustment_file",
            &["received", "asset_received"],
            To::Same,
            &[Who::Role(Role::IntakeClerk)],
        )
    },
    // The decision that opens the case is of one of two kinds, by its items: only the head signs.
    Transition {
        guards: &[FILE],
        proposal: Some(Proposal::by("propose_entrusted_decision", PREPARERS)),
        opens: &[Clock::Effect("assign_officer"), Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Effect("entrust_receive"), Clock::Effect("entrust_receive_kctt")],
        ..Transition::row(
            "T-DE-04",
            "issue_entrusted_decision",
            &["received", "part_decided"],
            To::OneOf(&["part_decided", "decided"]),
            &[Who::Signer],
        )
    },
    Transition {
        document: Some(DocumentKind::EntrustmentRefusal),
        proposal: Some(Proposal::by("propose_entrustment_refusal", PREPARERS)),
        closes: &[
            Clock::Act("entrust_receive"),
            Clock::Act("entrust_receive_kctt"),
            Clock::Act("asset_entrust_receive"),
        ],
        ..Transition::row(
            "T-UT-03",
            "refuse_entrustment",
            &["received", "asset_received"],
            To::State("refused"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[FILE],
        document: Some(DocumentKind::EntrustedAssetDecision),
        proposal: Some(Proposal::by("propose_entrusted_asset_decision", PREPARERS)),
        opens: ISSUED,
        closes: &[Clock::Act("asset_entrust_receive")],
        ..Transition::row(
            "T-DE-05",
            "issue_entrusted_asset_decision",
            &["asset_received"],
            To::State("asset_handling"),
            &[Who::Signer],
        )
    },
    Transition {
        document: Some(DocumentKind::Assignment),
        ..Transition::row(
            "T-DE-09",
            "assign_entrusted_file",
            &["asset_received", "asset_handling", "asset_paused"],
            To::Same,
            &[Who::Signer],
        )
    },
    Transition {
        document: Some(DocumentKind::EntrustmentLetter),
        ..Transition::row(
            "T-XL-04",
            "report_to_sender",
            &["asset_handling", "asset_paused", "asset_stopped", "asset_closed"],
            To::Same,
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[NOT_HANDED_OVER],
        ..Transition::row(
            "T-XL-04",
            "follow_sender",
            OPEN_ASSET,
            To::OneOf(&["asset_handling", "asset_paused", "asset_stopped"]),
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[NOT_HANDED_OVER],
        opens: &[Clock::Act("asset_money")],
        ..Transition::row(
            "T-XL-03",
            "hand_over_entrusted_asset",
            &["asset_handling"],
            To::Same,
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[HANDED_OVER],
        document: Some(DocumentKind::EntrustmentLetter),
        closes: &[Clock::Act("asset_money")],
        ..Transition::row(
            "T-XL-03",
            "remit_entrusted_money",
            &["asset_handling"],
            To::State("asset_closed"),
            &[Who::Role(Role::Accountant), Who::AssignedOfficer],
        )
    },
];

static TABLE: std::sync::LazyLock<Vec<Transition<EntrustmentFacts>>> =
    std::sync::LazyLock::new(|| assemble(&[ROWS]));

/// The lifecycle of entrustments received.
pub struct EntrustmentLifecycle;

impl Lifecycle for EntrustmentLifecycle {
    const NAME: &'static str = "entrustment";
    type Facts = EntrustmentFacts;
    type Action = EntrustmentAction;

    fn table() -> &'static [Transition<EntrustmentFacts>] {
        &TABLE
    }

    fn states() -> Vec<&'static str> {
        State::ALL.iter().map(|state| state.as_str()).collect()
    }

    fn name(action: &EntrustmentAction) -> &'static str {
        action.name()
    }

    fn apply(
        facts: &EntrustmentFacts,
        action: &EntrustmentAction,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use EntrustmentAction as Do;
        let mut file = facts.entrustment.clone();
        match action {
            Do::CompleteEntrustmentFile(body) => complete(&mut file, body, at, plan),
            Do::ProposeEntrustedDecision(body) => {
                propose("issue_entrusted_decision", open, body, facts, &mut file, at)?;
            }
            Do::IssueEntrustedDecision(_) => {
                let body = take_up(&mut file.drafts, "issue_entrusted_decision", at, plan)?;
                open(facts, &mut file, &body, at, plan)?;
            }
            Do::ProposeEntrustmentRefusal(body) => {
                may_refuse(body)?;
                lay_down(&mut file.drafts, "refuse_entrustment", body, at)?;
            }
            Do::RefuseEntrustment(_) => refuse(&mut file, at, plan)?,
            Do::ProposeEntrustedAssetDecision(body) => {
                lay_down(&mut file.drafts, "issue_entrusted_asset_decision", body, at)?;
            }
            Do::IssueEntrustedAssetDecision(_) => handle_asset(&mut file, at, plan)?,
            Do::AssignEntrustedFile(body) => assign(facts, &mut file, body, at, plan)?,
            Do::ReportToSender(body) => report(&mut file, body, at, plan),
            Do::FollowSender(body) => follow(&mut file, body, at)?,
            Do::HandOverEntrustedAsset(body) => hand_over(&mut file, body, at, plan),
            Do::RemitEntrustedMoney(body) => remit(&mut file, body, at, plan)?,
        }
        plan.change_matter(&file)
    }
}

/// The five working days run from the decision and the file together (L106 49.2).
fn complete(file: &mut Entrustment, body: &CompleteEntrustmentFile, at: &Context<'_>, plan: &mut Plan) {
    let before = file.file;
    file.file.decision = before.decision || body.file.decision;
    file.file.judgment = before.judgment || body.file.judgment;
    file.file.enforcement_decision = before.enforcement_decision || body.file.enforcement_decision;
    file.file.minutes = before.minutes || body.file.minutes;
    if file.kind == EntrustmentKind::Enforcement && file.file.missing(file.kind).is_empty() {
        plan.open(at, receive_clock(file), at.on, None);
    }
}

/// The deadline of the receiver's decision.
pub(crate) fn receive_clock(file: &Entrustment) -> &'static str {
    match (file.kind, file.provisional_measure) {
        (EntrustmentKind::Asset, _) => "asset_entrust_receive",
        (EntrustmentKind::Enforcement, true) => "entrust_receive_kctt",
        (EntrustmentKind::Enforcement, false) => "entrust_receive",
    }
}

/// T-DE-04: the case opens here, and knows where it came from.
fn open(
    facts: &EntrustmentFacts,
    file: &mut Entrustment,
    body: &ProposeEntrustedDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let items = named(&facts.items, &body.obligations, "not_in_list")?;
    let Some(mode) = items.first().map(|item| item.mode) else {
        return Err(FieldError::new("/obligations", "required").into());
    };
    let errors = check_group(&items, body.rule, mode, at);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut opening = Opening::new(file.head.office, facts.judgment.id, mode);
    opening.prepared_by = plan.prepared_by;
    opening.budget_funded = facts.budget_funded.clone();
    let id = open_case(&items, opening, at, plan)?;
    for change in &mut plan.changes {
        if let Change::Case(case) = change {
            case.provisional_measure = file.provisional_measure;
            case.movement.entrusted_in = Some(EntrustedIn {
                matter: file.head.id,
                sender: file.sender.clone(),
                first_decided_on: file.first_decided_on,
            });
        }
    }
    file.cases.push(id);
    let left = facts.items.iter().any(|item| item.case.is_none() && !body.obligations.contains(&item.id));
    file.state = if left { State::PartDecided } else { State::Decided };
    if !left {
        plan.close(receive_clock(file), None);
    }
    Ok(())
}

fn may_refuse(body: &ProposeEntrustmentRefusal) -> Result<(), Refusal> {
    match body.cause {
        RefusalCause::ContentError | RefusalCause::CompetenceError => Ok(()),
        RefusalCause::NothingHere | RefusalCause::Other => {
            Err(FieldError::new("/cause", "G-UT-REFUSE").into())
        }
    }
}

fn refuse(file: &mut Entrustment, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let body: ProposeEntrustmentRefusal = take_up(&mut file.drafts, "refuse_entrustment", at, plan)?;
    may_refuse(&body)?;
    let content = json!({ "cause": body.cause, "reason": body.reason, "decision": file.decision_number });
    plan.record(at, DocumentKind::EntrustmentRefusal, plan.prepared_by, content);
    file.drafts.clear();
    file.state = State::Refused;
    Ok(())
}

/// T-DE-05: a file of its own, no case (L106 50.3).
fn handle_asset(file: &mut Entrustment, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let body: Reason = take_up(&mut file.drafts, "issue_entrusted_asset_decision", at, plan)?;
    let content = json!({ "asset": file.asset, "decision": file.decision_number, "reason": body.reason });
    plan.issue(at, DocumentKind::EntrustedAssetDecision, plan.prepared_by, content);
    file.drafts.clear();
    file.state = State::AssetHandling;
    Ok(())
}

fn assign(
    facts: &EntrustmentFacts,
    file: &mut Entrustment,
    body: &AssignFile,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !facts.assignee_is_officer {
        return Err(FieldError::new("/officer", "G-OFFICER").into());
    }
    file.head.officer = Some(body.officer);
    file.head.division = body.division;
    plan.record(at, DocumentKind::Assignment, None, json!({ "officer": body.officer }));
    Ok(())
}

fn report(file: &mut Entrustment, body: &ReportToSender, at: &Context<'_>, plan: &mut Plan) {
    let content = json!({ "kind": body.kind, "content": body.content, "to": file.sender });
    let document = plan.record(at, DocumentKind::EntrustmentLetter, None, content);
    file.reports.push(Report { kind: body.kind, document: DecisionId(document), on: at.on });
}

/// The sender says when to wait, to go on and to stop (ND152 27.1.c–d).
fn follow(file: &mut Entrustment, body: &FollowSender, at: &Context<'_>) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if body.dated_on > at.on || body.dated_on < file.decision_on {
        errors.push(FieldError::new("/dated_on", "contradicts"));
    }
    let stops = body.direction == Direction::Stop;
    match body.costs {
        None if stops => errors.push(FieldError::new("/costs", "required")),
        Some(_) if !stops => errors.push(FieldError::new("/costs", "contradicts")),
        _ => {}
    }
    let next = match (file.state, body.direction) {
        (State::AssetHandling, Direction::Pause) => Some(State::AssetPaused),
        (State::AssetPaused, Direction::Resume) => Some(State::AssetHandling),
        (_, Direction::Stop) => Some(State::AssetStopped),
        _ => None,
    };
    let Some(next) = next else {
        errors.push(FieldError::new("/direction", "contradicts"));
        return Err(errors.into());
    };
    if !errors.is_empty() {
        return Err(errors.into());
    }
    file.state = next;
    file.costs_to_claim = body.costs;
    Ok(())
}

fn hand_over(file: &mut Entrustment, body: &HandOverEntrustedAsset, at: &Context<'_>, plan: &mut Plan) {
    let content = json!({ "handed_over_to": body.taken_by, "minutes": body.minutes, "to": file.sender });
    let document = plan.record(at, DocumentKind::EntrustmentLetter, None, content);
    let kind = ReportKind::Result;
    file.handed_over_on = Some(at.on);
    file.reports.push(Report { kind, document: DecisionId(document), on: at.on });
}

/// J09, J11, J25: the price comes in and goes on, less the costs that stay here. Such a file is of no case and issues no receipt, so
/// that all of it is booked on the office's own file, here, where the sums are told.
fn book_remittance(body: &RemitEntrustedMoney, remitted: Dong, plan: &mut Plan) -> Result<(), Refusal> {
    let unbookable = |_| Refusal::from(FieldError::new("/proceeds", "amount_out_of_range"));
    let memo = body.reference.as_str();
    plan.entries.push(sale_money(Account::Bank, body.proceeds, memo).map_err(unbookable)?);
    if !body.costs.is_zero() {
        plan.entries.push(costs_kept(Account::SaleMoney, body.costs, memo).map_err(unbookable)?);
    }
    if !remitted.is_zero() {
        let entry = transferred(Account::SaleMoney, Account::Bank, None, remitted, memo);
        plan.entries.push(entry.map_err(unbookable)?);
    }
    Ok(())
}

/// T-XL-03: what came in, less the costs, goes to the sender, who is told at once.
fn remit(
    file: &mut Entrustment,
    body: &RemitEntrustedMoney,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let remitted = body.proceeds.minus(body.costs);
    let Ok(remitted) = remitted else { return Err(FieldError::new("/costs", "amount_out_of_range").into()) };
    if body.proceeds.is_zero() {
        return Err(FieldError::new("/proceeds", "amount_out_of_range").into());
    }
    if file.handed_over_on.is_some_and(|on| at.on < on) {
        return Err(FieldError::new("/effective_on", "contradicts").into());
    }
    let content = json!({
        "proceeds": body.proceeds, "costs": body.costs, "remitted": remitted, "reference": body.reference,
        "to": file.sender,
    });
    plan.record(at, DocumentKind::EntrustmentLetter, None, content);
    book_remittance(body, remitted, plan)?;
    file.remittance = Some(Remittance { proceeds: body.proceeds, costs: body.costs, remitted, on: at.on });
    file.state = State::AssetClosed;
    Ok(())
}

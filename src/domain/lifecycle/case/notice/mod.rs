//! From the decision to the voluntary period: assignment, file, procuracy, notice to the debtor (L106 22, 32, 35, 36).

mod any;
mod bodies;
mod ways;

pub use bodies::*;

use super::guards::{NO_FILE, NOTICE_DUE, POST, POST_DONE, UNSENT};
use super::{CaseFacts, MEASURABLE, Named, OPEN, Phase, propose, record, sign, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, DebtorTrack, NoticeChannel, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

/// A co-debtor may be found when the others' periods are long over: he still gets his own (L106 36.1).
const NOTIFIABLE: &[&str] = MEASURABLE;
const AFTER_NOTICE: To = To::OneOf(&["decided", "voluntary", "verification", "enforceable", "enforcing"]);

/// Every row of the phase.
pub(super) const ROWS: &[&[Transition<CaseFacts>]] = &[DIRECT, ways::ROWS, any::ROWS];

const DIRECT: &[Transition<CaseFacts>] = &[
    Transition {
        code: "T-DE-09",
        action: "assign_officer",
        from: &["decided"],
        to: To::Same,
        who: &[Who::Signer],
        guards: &[],
        document: Some(DocumentKind::Assignment),
        opens: &[Clock::Act("open_file")],
        closes: &[Clock::Act("assign_officer")],
        proposal: None,
    },
    Transition {
        code: "T-DE-10",
        action: "open_file",
        from: OPEN,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[NO_FILE],
        document: None,
        opens: &[],
        closes: &[Clock::Act("open_file")],
        proposal: None,
    },
    Transition {
        code: "T-DE-18",
        action: "send_to_procuracy",
        from: &[],
        to: To::Same,
        who: &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        guards: &[UNSENT],
        document: None,
        opens: &[],
        closes: &[Clock::Effect("send_vks"), Clock::Effect("send_vks_freeze")],
        proposal: None,
    },
    Transition {
        code: "T-NO-02",
        action: "record_direct_notice",
        from: NOTIFIABLE,
        to: AFTER_NOTICE,
        who: &[Who::AssignedOfficer],
        guards: &[NOTICE_DUE],
        document: None,
        opens: &[Clock::Effect("voluntary")],
        closes: &[Clock::Effect("notify")],
        proposal: None,
    },
    Transition {
        code: "T-NO-03",
        action: "record_failed_delivery",
        from: NOTIFIABLE,
        to: To::Same,
        who: &[Who::AssignedOfficer],
        guards: &[NOTICE_DUE],
        document: None,
        opens: &[],
        closes: &[],
        proposal: None,
    },
    Transition {
        code: "T-NO-04",
        action: "post_notice",
        from: NOTIFIABLE,
        to: AFTER_NOTICE,
        who: &[Who::AssignedOfficer],
        guards: &[POST],
        document: None,
        opens: &[Clock::Effect("voluntary"), Clock::Effect("posting")],
        closes: &[Clock::Effect("notify")],
        proposal: None,
    },
    Transition {
        code: "T-NO-05",
        action: "take_down_posting",
        from: OPEN,
        to: To::Same,
        who: &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        guards: &[POST_DONE],
        document: None,
        opens: &[],
        closes: &[Clock::Effect("posting")],
        proposal: None,
    },
];

impl Phase for NoticeAction {
    fn named(&self) -> Named {
        match self {
            NoticeAction::AssignOfficer(body) => Named { assignee: Some(body.officer), ..Named::default() },
            NoticeAction::DispatchNotice(body) => any::named(body.document, body.addressee),
            NoticeAction::RecordValidNotice(body) => any::named(body.document, body.addressee),
            _ => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            NoticeAction::AssignOfficer(body) => assign_officer(facts, case, body, at, plan),
            NoticeAction::OpenFile(_) => open_file(case, at),
            NoticeAction::SendToProcuracy(body) => send_to_procuracy(case, body, at, plan),
            NoticeAction::RecordDirectNotice(body) => direct(case, body, at, plan),
            NoticeAction::RecordFailedDelivery(body) => failed(case, body, at),
            NoticeAction::PostNotice(body) => post(case, body, at, plan),
            NoticeAction::TakeDownPosting(body) => take_down(case, body, at, plan),
            NoticeAction::ProposeMediaNotice(body) => {
                propose("decide_media_notice", ways::decide_media, body, facts, case, at)
            }
            NoticeAction::DecideMediaNotice(_) => {
                sign("decide_media_notice", ways::decide_media, facts, case, at, plan)
            }
            NoticeAction::RecordMediaNotice(body) => ways::media(case, body, at, plan),
            NoticeAction::SendAbroad(body) => ways::send_abroad(case, body, at, plan),
            NoticeAction::UrgeAbroad(body) => ways::urge(case, body, at, plan),
            NoticeAction::RecordAbroadFailure(body) => ways::abroad_failed(case, body, at),
            NoticeAction::RecordAbroadNotice(body) => ways::abroad(case, body, at, plan),
            NoticeAction::SendDecisionToPrison(body) => ways::send_to_prison(case, body, at, plan),
            NoticeAction::RecordPrisonDelivery(body) => ways::prison(case, body, at, plan),
            NoticeAction::DispatchNotice(body) => any::dispatch(facts, case, body, at, plan),
            NoticeAction::RecordValidNotice(body) => any::valid(facts, case, body, at, plan),
        }
    }
}

fn assign_officer(
    facts: &CaseFacts,
    case: &mut Case,
    body: &AssignOfficer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !facts.assignee_is_officer {
        errors.push(FieldError::new("/officer", "G-OFFICER").with("reason", "no_officer_role"));
    }
    if !body.no_conflict {
        errors.push(FieldError::new("/no_conflict", "G-OFFICER").with("reason", "conflict_of_interest"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    case.division = body.division;
    case.officer = Some(body.officer);
    record(case, DocumentKind::Assignment, serde_json::json!({ "officer": body.officer }), at, plan);
    Ok(())
}

fn open_file(case: &mut Case, at: &Context<'_>) -> Result<(), Refusal> {
    case.file_opened_on = Some(at.on);
    Ok(())
}

fn send_to_procuracy(
    case: &mut Case,
    body: &SendToProcuracy,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(decision) = case.decision_mut(body.decision.0) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    if decision.sent_to_procuracy_on.is_some() {
        return Err(wrong("/decision", "duplicate"));
    }
    if at.on < decision.signed_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    decision.sent_to_procuracy_on = Some(at.on);
    plan.close("send_vks", Some(body.decision.0));
    plan.close("send_vks_freeze", Some(body.decision.0));
    Ok(())
}

/// Physical delivery only: a digital notice alone does not make an enforcement decision known (ND152 16.1.b).
fn direct(
    case: &mut Case,
    body: &RecordDirectNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if body.channel != NoticeChannel::Physical {
        errors.push(FieldError::new("/channel", "G-NOTICE-PHYS"));
    }
    errors.extend(delivered(body.receiver, body.hour.as_deref(), body.witness));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    notified(case, body.debtor, at, plan)
}

/// What a delivery must show: the hour for a co-resident, a witness for a refusal (ND152 16.3, 16.6).
fn delivered(receiver: Receiver, hour: Option<&str>, witness: bool) -> Option<FieldError> {
    match receiver {
        Receiver::CoResident if hour.is_none() => {
            Some(FieldError::new("/hour", "G-NOTICE-EVID").with("list", "hour"))
        }
        Receiver::RefusedBeforeWitness if !witness => {
            Some(FieldError::new("/witness", "G-NOTICE-EVID").with("list", "witness"))
        }
        _ => None,
    }
}

fn failed(case: &mut Case, body: &RecordFailedDelivery, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.witness {
        return Err(Refusal::Content(vec![
            FieldError::new("/witness", "G-NOTICE-EVID").with("list", "witness"),
        ]));
    }
    waiting(case, body.debtor)?.failed_deliveries.push(at.on);
    Ok(())
}

/// Posting counts from its own day (ND152 17.3), but only after a failed delivery (17.1.b).
fn post(case: &mut Case, body: &PostNotice, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    for (there, name) in [(body.witness, "witness"), (body.at_commune, "at_commune")] {
        if !there {
            errors.push(FieldError::new(format!("/{name}"), "G-POST").with("list", name));
        }
    }
    let track = waiting(case, body.debtor)?;
    if track.failed_deliveries.is_empty() {
        errors.push(FieldError::new("/debtor", "G-POST").with("list", "failed_delivery"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    track.posted_on = Some(at.on);
    plan.open(at, "posting", at.on, Some(body.debtor.0));
    notified(case, body.debtor, at, plan)
}

fn take_down(
    case: &mut Case,
    body: &TakeDownPosting,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(track) = case.debtor_mut(body.debtor).filter(|track| track.posted_on.is_some()) else {
        return Err(wrong("/debtor", "not_a_party"));
    };
    if track.posting_removed_on.is_some() {
        return Err(wrong("/debtor", "duplicate"));
    }
    // Each posting hangs its own seven days (ND152 17.3); the guard saw the oldest one.
    let last = at.law.deadline("posting", track.posted_on.unwrap_or(at.on), at.on)?.due_on;
    if at.on <= last {
        return Err(FieldError::new("/debtor", "G-POST-7").with("date", last.to_string()).into());
    }
    track.posting_removed_on = Some(at.on);
    plan.close("posting", Some(body.debtor.0));
    Ok(())
}

/// The debtor's voluntary period starts on the day of valid notice, each debtor's own (L106 36.1). Where there is none, T-NO-09
/// goes on from the notice.
fn notified(case: &mut Case, debtor: PartyId, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    waiting(case, debtor)?.notified_on = Some(at.on);
    if case.has_voluntary_period() {
        let until = plan.must_open(at, "voluntary", at.on, Some(debtor.0))?;
        if let Some(track) = case.debtor_mut(debtor) {
            track.voluntary_until = Some(until);
        }
        case.move_tracks(&[debtor], Stage::Voluntary);
    }
    if case.debtors.iter().all(|track| track.notified_on.is_some()) {
        let first = case.decisions.first().map(|decision| decision.id.0);
        plan.close("notify", first);
    }
    Ok(())
}

/// The track of a debtor who has not been notified yet.
fn waiting(case: &mut Case, debtor: PartyId) -> Result<&mut DebtorTrack, Refusal> {
    match case.debtor_mut(debtor) {
        None => Err(wrong("/debtor", "not_a_party")),
        Some(track) if track.notified_on.is_some() => Err(wrong("/debtor", "duplicate")),
        Some(track) => Ok(track),
    }
}

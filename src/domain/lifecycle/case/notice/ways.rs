//! Other ways than delivery and posting to make the enforcement decision known: the press, abroad, a prison (ND152 18, 19, 33). Each
//! ends in the same day of valid notice, from which the voluntary period runs.

use serde_json::json;

use super::{
    AFTER_NOTICE, DecideMediaNotice, NOTIFIABLE, OfDebtor, RecordAbroadNotice, RecordMediaNotice,
    RecordPrisonDelivery, SendAbroad, SendDecisionToPrison, notified, waiting,
};
use crate::domain::case::{AbroadNotice, Case, MediaNotice, NoticeChannel};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::case::guards::{ABROAD_SENT, MEDIA_DECIDED, NOTICE_DUE, PRISON_SENT};
use crate::domain::lifecycle::case::{CaseFacts, record, wrong};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

const OFFICER: &[Who] = &[Who::AssignedOfficer];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[NOTICE_DUE],
        document: Some(DocumentKind::MediaNoticeDecision),
        proposal: Some(Proposal::by("propose_media_notice", OFFICER)),
        ..Transition::row("T-NO-06", "decide_media_notice", NOTIFIABLE, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[MEDIA_DECIDED],
        opens: &[Clock::Effect("voluntary")],
        closes: &[Clock::Effect("notify")],
        ..Transition::row("T-NO-06", "record_media_notice", NOTIFIABLE, AFTER_NOTICE, OFFICER)
    },
    Transition {
        guards: &[NOTICE_DUE],
        opens: &[Clock::Effect("mla_urge"), Clock::Effect("mla_result")],
        ..Transition::row("T-NO-07", "send_abroad", NOTIFIABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[ABROAD_SENT],
        closes: &[Clock::Effect("mla_urge")],
        ..Transition::row("T-NO-07", "urge_abroad", NOTIFIABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[ABROAD_SENT],
        ..Transition::row("T-NO-07", "record_abroad_failure", NOTIFIABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[ABROAD_SENT],
        opens: &[Clock::Effect("voluntary")],
        closes: &[Clock::Effect("notify"), Clock::Effect("mla_urge"), Clock::Effect("mla_result")],
        ..Transition::row("T-NO-07", "record_abroad_notice", NOTIFIABLE, AFTER_NOTICE, OFFICER)
    },
    Transition {
        guards: &[NOTICE_DUE],
        document: Some(DocumentKind::PrisonLetter),
        opens: &[Clock::Effect("prison_delivery")],
        ..Transition::row("T-NO-08", "send_decision_to_prison", NOTIFIABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[PRISON_SENT],
        opens: &[Clock::Effect("voluntary")],
        closes: &[Clock::Effect("notify"), Clock::Effect("prison_delivery")],
        ..Transition::row("T-NO-08", "record_prison_delivery", NOTIFIABLE, AFTER_NOTICE, OFFICER)
    },
];

pub(super) fn decide_media(
    _: &CaseFacts,
    case: &mut Case,
    body: &DecideMediaNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let unknown = body
        .debtors
        .iter()
        .enumerate()
        .filter(|(_, debtor)| case.debtor(**debtor).is_none_or(|track| track.notified_on.is_some()));
    let errors: Vec<_> =
        unknown.map(|(place, _)| FieldError::new(format!("/debtors/{place}"), "not_a_party")).collect();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": body.ground, "debtors": body.debtors });
    let decision = record(case, DocumentKind::MediaNoticeDecision, content, at, plan);
    case.media.push(MediaNotice { decision, debtors: body.debtors.clone(), published_on: None });
    Ok(())
}

/// Valid from the second of two consecutive publications (ND152 18.2–18.3): the day of the act.
pub(super) fn media(
    case: &mut Case,
    body: &RecordMediaNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let decided_on = case.decisions.iter().find(|one| one.id == body.decision).map(|one| one.signed_on);
    let open = |media: &&mut MediaNotice| media.decision == body.decision && media.published_on.is_none();
    let Some(media) = case.media.iter_mut().find(open) else {
        return Err(wrong("/decision", "not_in_list"));
    };
    let mut errors = Vec::new();
    if body.first_on >= at.on || decided_on.is_some_and(|decided| body.first_on < decided) {
        errors.push(FieldError::new("/first_on", "contradicts"));
    }
    if !body.consecutive {
        errors.push(FieldError::new("/consecutive", "G-MEDIA"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    media.published_on = Some(at.on);
    let waiting: Vec<PartyId> = media.debtors.clone();
    for debtor in waiting {
        // One who was reached in the meantime keeps the earlier day.
        if case.debtor(debtor).is_some_and(|track| track.notified_on.is_none()) {
            notified(case, debtor, at, plan)?;
        }
    }
    Ok(())
}

pub(super) fn send_abroad(
    case: &mut Case,
    body: &SendAbroad,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    for (place, channel) in body.channels.iter().enumerate() {
        if !channel.is_abroad() && *channel != NoticeChannel::Digital {
            return Err(wrong(&format!("/channels/{place}"), "contradicts"));
        }
    }
    let track = waiting(case, body.debtor)?;
    if track.abroad.is_some() {
        return Err(wrong("/debtor", "duplicate"));
    }
    track.abroad = Some(AbroadNotice {
        channels: body.channels.clone(),
        sent_on: at.on,
        urged_on: None,
        failed_on: None,
    });
    if body.channels.contains(&NoticeChannel::Assistance) {
        plan.open(at, "mla_urge", at.on, Some(body.debtor.0));
        plan.open(at, "mla_result", at.on, Some(body.debtor.0));
    }
    Ok(())
}

/// What is on its way abroad to a debtor who waits for notice.
fn abroad_of(case: &mut Case, debtor: PartyId) -> Result<&mut AbroadNotice, Refusal> {
    waiting(case, debtor)?.abroad.as_mut().ok_or_else(|| wrong("/debtor", "contradicts"))
}

pub(super) fn urge(
    case: &mut Case,
    body: &OfDebtor,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let abroad = abroad_of(case, body.debtor)?;
    if !abroad.channels.contains(&NoticeChannel::Assistance) {
        return Err(wrong("/debtor", "contradicts"));
    }
    let due = at.law.deadline("mla_urge", abroad.sent_on, at.on)?.due_on;
    if at.on < due {
        return Err(FieldError::new("/debtor", "G-ABROAD").with("date", due.to_string()).into());
    }
    abroad.urged_on = Some(at.on);
    plan.close("mla_urge", Some(body.debtor.0));
    Ok(())
}

pub(super) fn abroad_failed(case: &mut Case, body: &OfDebtor, at: &Context<'_>) -> Result<(), Refusal> {
    let abroad = abroad_of(case, body.debtor)?;
    if at.on < abroad.sent_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    abroad.failed_on = Some(at.on);
    Ok(())
}

/// A complete result counts from the day it came (ND152 19.2). The ministry's portal is for when the term has passed without one,
/// or impossibility or failure was reported (19.3).
pub(super) fn abroad(
    case: &mut Case,
    body: &RecordAbroadNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let abroad = abroad_of(case, body.debtor)?;
    if at.on < abroad.sent_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let taken = body.channel == NoticeChannel::MinistryPortal || abroad.channels.contains(&body.channel);
    if !taken {
        return Err(wrong("/channel", "contradicts"));
    }
    if body.channel == NoticeChannel::MinistryPortal && abroad.failed_on.is_none() {
        let last = at.law.deadline("mla_result", abroad.sent_on, at.on)?.due_on;
        if at.on <= last {
            return Err(FieldError::new("/channel", "G-ABROAD").with("date", last.to_string()).into());
        }
    }
    plan.close("mla_urge", Some(body.debtor.0));
    plan.close("mla_result", Some(body.debtor.0));
    notified(case, body.debtor, at, plan)
}

pub(super) fn send_to_prison(
    case: &mut Case,
    body: &SendDecisionToPrison,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !body.letter_complete {
        return Err(FieldError::new("/letter_complete", "G-NOTICE-EVID")
            .with("list", "prison_letter")
            .into());
    }
    let track = waiting(case, body.debtor)?;
    if track.sent_to_prison_on.is_some() {
        return Err(wrong("/debtor", "duplicate"));
    }
    track.sent_to_prison_on = Some(at.on);
    record(case, DocumentKind::PrisonLetter, json!({ "prison": body.prison }), at, plan);
    plan.open(at, "prison_delivery", at.on, Some(body.debtor.0));
    Ok(())
}

/// Valid on the day of the signature, or of the minutes of refusal with a witness (ND152 33.3).
pub(super) fn prison(
    case: &mut Case,
    body: &RecordPrisonDelivery,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(sent_on) = waiting(case, body.debtor)?.sent_to_prison_on else {
        return Err(wrong("/debtor", "contradicts"));
    };
    if at.on < sent_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    if body.refused && !body.witness {
        return Err(FieldError::new("/witness", "G-NOTICE-EVID").with("list", "witness").into());
    }
    plan.close("prison_delivery", Some(body.debtor.0));
    notified(case, body.debtor, at, plan)
}

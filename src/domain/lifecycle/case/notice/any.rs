//! Notice of any document of the case to any party (T-NO-01, T-NO-10): which channel counts follows from what is known of the
//! addressee (ND152 15–19, 33); what is proven gives the day from which the addressee's periods run.

use super::{DispatchNotice, NoticeChannel, Receiver, RecordValidNotice, delivered};
use crate::domain::actor::Role;
use crate::domain::case::{Case, Circumstances, DutyOrder, Notice};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, PartyId};
use crate::domain::lifecycle::case::duty::order_notified;
use crate::domain::lifecycle::case::price_change::demand_received;
use crate::domain::lifecycle::case::{CaseFacts, Named, OPEN};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

const SENDERS: &[Who] = &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition::row("T-NO-01", "dispatch_notice", OPEN, To::Same, SENDERS),
    Transition {
        opens: &[
            Clock::Effect("perform_act"),
            Clock::Effect("perform_act_worker"),
            Clock::Effect("pricechange.pay"),
        ],
        closes: &[Clock::Effect("notify")],
        ..Transition::row("T-NO-10", "record_valid_notice", &[], To::Same, SENDERS)
    },
];

/// What these actions name: the addressee, and the document whose notices to that addressee are looked at.
pub(super) fn named(document: DecisionId, addressee: PartyId) -> Named {
    Named { parties: vec![addressee], document: Some(document), ..Named::default() }
}

/// Digital notice counts from the day the ministry announced it (ND152 115.2): a dated value of the law data, absent until then.
fn digital(at: &Context<'_>) -> bool {
    at.law.text("digital_notice", at.on).is_ok()
}

/// What is wrong with a document, an addressee or a channel.
fn check(
    facts: &CaseFacts,
    document: DecisionId,
    addressee: PartyId,
    circumstances: Circumstances,
    channel: NoticeChannel,
    at: &Context<'_>,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let decision = facts.case.decisions.first().is_some_and(|first| first.id == document);
    match facts.case.decisions.iter().find(|one| one.id == document) {
        None => errors.push(FieldError::new("/document", "not_in_list")),
        // A notice never precedes its document.
        Some(one) if at.on < one.signed_on => errors.push(FieldError::new("/effective_on", "contradicts")),
        Some(_) => {}
    }
    if !facts.parties.contains(&addressee) {
        errors.push(FieldError::new("/addressee", "not_a_party"));
    }
    if channel == NoticeChannel::Digital && decision {
        errors.push(FieldError::new("/channel", "G-NOTICE-PHYS"));
    } else if channel == NoticeChannel::Digital && !digital(at) {
        errors.push(FieldError::new("/channel", "G-NOTICE-DIG"));
    } else if !circumstances.channels(decision, digital(at)).contains(&channel) {
        let counted = circumstances.channels(decision, digital(at)).iter().map(|one| one.as_str());
        let counted = counted.collect::<Vec<_>>().join(", ");
        errors.push(FieldError::new("/channel", "G-NOTICE-CHANNEL").with("list", counted));
    }
    errors
}

pub(super) fn dispatch(
    facts: &CaseFacts,
    _: &mut Case,
    body: &DispatchNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let errors = check(facts, body.document, body.addressee, body.circumstances, body.channel, at);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    plan.notices.push(Notice {
        id: at.ids.next(),
        document: body.document,
        addressee: body.addressee,
        channel: body.channel,
        sent_on: Some(at.on),
        valid_on: None,
        evidence: None,
    });
    Ok(())
}

pub(super) fn valid(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordValidNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = check(facts, body.document, body.addressee, body.circumstances, body.channel, at);
    let first = case.decisions.first().map(|first| (first.id, first.kind));
    let opened = |kind| matches!(kind, DocumentKind::ProactiveDecision | DocumentKind::OnRequestDecision);
    if first.is_some_and(|(id, kind)| id == body.document && opened(kind))
        && case.debtor(body.addressee).is_some()
    {
        // The debtor's notice of the decision that opened the case has its own acts: the voluntary period hangs on it.
        errors.push(FieldError::new("/document", "contradicts"));
    }
    errors.extend(proof(body));
    let sent = facts.notices.iter().find(|notice| notice.valid_on.is_none());
    if facts.notices.iter().any(|notice| notice.valid_on.is_some()) {
        errors.push(FieldError::new("/addressee", "duplicate"));
    }
    if sent.and_then(|notice| notice.sent_on).is_some_and(|sent_on| at.on < sent_on) {
        errors.push(FieldError::new("/effective_on", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    plan.notices.push(Notice {
        id: sent.map_or_else(|| at.ids.next(), |notice| notice.id),
        document: body.document,
        addressee: body.addressee,
        channel: body.channel,
        sent_on: sent.and_then(|notice| notice.sent_on),
        valid_on: Some(at.on),
        evidence: Some(body.evidence.clone()),
    });
    if body.completes {
        plan.close("notify", Some(body.document.0));
    }
    // The term of an ordered duty runs from the debtor's own notice (L106 91.1, 93.1, 94).
    let ordered = |order: &DutyOrder| {
        order.decision == body.document && order.debtor == body.addressee && order.notified_on.is_none()
    };
    if case.coercion.orders.iter().any(ordered) {
        order_notified(case, body.document, at, plan)?;
    }
    demand_received(case, body.document, body.addressee, at, plan)
}

/// What each channel must show (ND152 16.3–16.6, 17.3).
fn proof(body: &RecordValidNotice) -> Option<FieldError> {
    match (body.channel, body.receiver) {
        (NoticeChannel::Physical, None) => {
            Some(FieldError::new("/receiver", "G-NOTICE-EVID").with("list", "receiver"))
        }
        (NoticeChannel::Physical, Some(receiver)) => delivered(receiver, body.hour.as_deref(), body.witness),
        (NoticeChannel::Posting, _) if !body.witness => {
            Some(FieldError::new("/witness", "G-NOTICE-EVID").with("list", "witness"))
        }
        (NoticeChannel::Prison, Some(Receiver::RefusedBeforeWitness)) if !body.witness => {
            Some(FieldError::new("/witness", "G-NOTICE-EVID").with("list", "witness"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Circumstances;
    use crate::domain::case::NoticeChannel as C;

    #[test]
    fn the_channel_follows_from_what_is_known() {
        let known = Circumstances {
            in_prison: false,
            abroad: false,
            address_known: true,
            number_known: true,
            wants_delivery: false,
        };
        assert_eq!(known.channels(true, true)[0], C::Physical, "the decision is handed over");
        assert_eq!(known.channels(false, true), [C::Digital]);
        assert_eq!(known.channels(false, false)[0], C::Physical, "before the announcement");
        let delivery = Circumstances { wants_delivery: true, ..known };
        assert_eq!(delivery.channels(false, true)[0], C::Physical);
        let nothing = Circumstances { address_known: false, number_known: false, ..known };
        assert_eq!(nothing.channels(false, true), [C::Posting]);
        let prison = Circumstances { in_prison: true, ..nothing };
        assert_eq!(prison.channels(true, true), [C::Prison]);
        let abroad = Circumstances { abroad: true, ..known };
        assert!(abroad.channels(false, true).iter().all(|channel| channel.is_abroad()));
        let lost = Circumstances { address_known: false, ..abroad };
        assert_eq!(lost.channels(false, true), [C::Digital]);
        assert_eq!(lost.channels(false, false), [C::MinistryPortal]);
    }
}

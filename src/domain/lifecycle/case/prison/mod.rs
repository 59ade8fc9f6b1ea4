//! Parties in prison: payments there, payments to there, and what the prison reports (ND152 33–36; L106 38.3).

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::guards::NO_HOLD;
use super::tracks::settle_in_prison;
use super::{ARRIVAL, CaseFacts, Named, Phase, arrived, record, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{Case, PrisonEvent, PrisonPayment, PrisonReport, PrisonWish, Prisoner};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{PrisonPaperId, ReceiptId};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::receiving::take;
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition, Who};
use crate::domain::payment::{Channel, Receipt, ReceiptKind};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

const CLERK: &[Who] = &[Who::Role(Role::IntakeClerk), Who::Role(Role::Accountant)];
const CASHIER: &[Who] = &[Who::AssignedOfficer, Who::Role(Role::Accountant)];

/// Some payment waits for the agency's answer (ND152 34.1).
const UNANSWERED: Guard<CaseFacts> = Guard {
    code: "G-PN-ANSWER",
    test: |facts, _| {
        let payments = &facts.case.special.prison.payments;
        some(payments.iter().filter(|one| !one.account_known && one.answered_on.is_none()).count())
            .ok_or_else(|| {
                Unmet::new("G-PN-ANSWER", "none", "a payment at a prison that waits for an answer")
            })
    },
};
/// Some payment has not arrived yet (ND152 34.3).
const ON_ITS_WAY: Guard<CaseFacts> = Guard {
    code: "G-PN-TRANSFER",
    test: |facts, _| {
        let payments = &facts.case.special.prison.payments;
        some(payments.iter().filter(|one| one.transferred_on.is_none()).count())
            .ok_or_else(|| Unmet::new("G-PN-TRANSFER", "none", "a payment at a prison that has not arrived"))
    },
};
/// Some wish waits to be sent (ND152 35.2).
const UNSENT_WISH: Guard<CaseFacts> = Guard {
    code: "G-PN-WISH",
    test: |facts, _| {
        let wishes = &facts.case.special.prison.wishes;
        some(wishes.iter().filter(|one| one.sent_on.is_none()).count())
            .ok_or_else(|| Unmet::new("G-PN-WISH", "none", "a recipient's wish to be paid at a prison"))
    },
};
/// Something sent to a prison is not paid out yet (ND152 35.2).
const UNPAID_WISH: Guard<CaseFacts> = Guard {
    code: "G-PN-SENT",
    test: |facts, _| {
        let wishes = &facts.case.special.prison.wishes;
        some(wishes.iter().filter(|one| one.sent_on.is_some() && one.paid_on.is_none()).count())
            .ok_or_else(|| Unmet::new("G-PN-SENT", "none", "something sent to a prison and not paid out"))
    },
};

fn some(count: usize) -> Option<String> {
    (count > 0).then(|| count.to_string())
}

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        opens: &[Clock::Effect("prison_account"), Clock::Effect("prison_transfer")],
        ..Transition::row("T-PN-01", "record_prison_payment", &[], To::Same, CLERK)
    },
    Transition {
        guards: &[UNANSWERED],
        document: Some(DocumentKind::PrisonLetter),
        closes: &[Clock::Effect("prison_account")],
        ..Transition::row("T-PN-01", "answer_prison", &[], To::Same, CLERK)
    },
    Transition {
        guards: &[ON_ITS_WAY],
        document: Some(DocumentKind::Receipt),
        opens: &ARRIVAL,
        closes: &[Clock::Effect("prison_transfer"), Clock::Effect("prison_account")],
        ..Transition::row("T-PN-01", "record_prison_transfer", &[], To::Same, CLERK)
    },
    Transition {
        opens: &[Clock::Effect("prison_send")],
        ..Transition::row("T-PN-03", "record_prisoner_wish", &["enforcing"], To::Same, CASHIER)
    },
    Transition {
        guards: &[UNSENT_WISH, NO_HOLD],
        opens: &[Clock::Effect("prison_pay")],
        closes: &[Clock::Effect("prison_send"), Clock::Effect("payout")],
        ..Transition::row("T-PN-03", "send_to_prison", &["enforcing"], To::Same, CASHIER)
    },
    Transition {
        guards: &[UNPAID_WISH],
        closes: &[Clock::Effect("prison_pay")],
        ..Transition::row("T-PN-03", "record_prison_payout", &["enforcing"], To::Same, CASHIER)
    },
    Transition {
        opens: &[Clock::Effect("reverify_6m"), Clock::Effect("reverify_12m")],
        closes: &[Clock::Effect("reverify_6m"), Clock::Effect("reverify_12m")],
        ..Transition::row(
            "T-PN-04",
            "record_prison_report",
            &[],
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
];

impl Phase for PrisonAction {
    fn named(&self) -> Named {
        match self {
            PrisonAction::RecordPrisonerWish(body) => {
                Named { parties: vec![body.recipient], ..Named::default() }
            }
            PrisonAction::RecordPrisonPayout(body) => Named { wishes: vec![body.wish], ..Named::default() },
            PrisonAction::RecordPrisonReport(body) => Named { parties: vec![body.party], ..Named::default() },
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
            PrisonAction::RecordPrisonPayment(body) => payment(case, body, at, plan),
            PrisonAction::AnswerPrison(body) => answer(case, body, at, plan),
            PrisonAction::RecordPrisonTransfer(body) => transfer(case, body, at, plan),
            PrisonAction::RecordPrisonerWish(body) => wish(facts, case, body, at, plan),
            PrisonAction::SendToPrison(body) => send(facts, case, body, at, plan),
            PrisonAction::RecordPrisonPayout(body) => payout(facts, case, body, at, plan),
            PrisonAction::RecordPrisonReport(body) => report(facts, case, body, at, plan),
        }
    }
}

fn payment(
    case: &mut Case,
    body: &RecordPrisonPayment,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if case.debtor(body.debtor).is_none() {
        errors.push(FieldError::new("/debtor", "not_a_party"));
    }
    if body.collected_on > at.on {
        errors.push(FieldError::new("/collected_on", "contradicts"));
    }
    if body.amount.is_zero() && body.things.is_none() {
        errors.push(FieldError::new("/amount", "required"));
    }
    if !body.minutes_enclosed {
        errors.push(FieldError::new("/minutes_enclosed", "G-PN-MINUTES"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let id = PrisonPaperId(at.ids.next());
    case.special.prison.payments.push(PrisonPayment {
        id,
        debtor: body.debtor,
        prison: body.prison.clone(),
        collected_on: body.collected_on,
        reported_on: at.on,
        amount: body.amount,
        things: body.things.clone(),
        account_known: body.account_known,
        answered_on: None,
        transferred_on: None,
    });
    if !body.account_known {
        plan.open(at, "prison_account", at.on, Some(id.0));
    }
    plan.open(at, "prison_transfer", body.collected_on, Some(id.0));
    Ok(())
}

/// A payment at a prison, by its identifier, reported by the day of the act.
fn paid_in<'a>(
    case: &'a mut Case,
    id: PrisonPaperId,
    at: &Context<'_>,
) -> Result<&'a mut PrisonPayment, Refusal> {
    match case.special.prison.payments.iter_mut().find(|one| one.id == id) {
        None => Err(wrong("/payment", "not_in_list")),
        Some(one) if one.transferred_on.is_some() => Err(wrong("/payment", "duplicate")),
        Some(one) if at.on < one.reported_on => Err(wrong("/effective_on", "contradicts")),
        Some(one) => Ok(one),
    }
}

fn answer(case: &mut Case, body: &AnswerPrison, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let payment = paid_in(case, body.payment, at)?;
    if payment.account_known || payment.answered_on.is_some() {
        return Err(wrong("/payment", "duplicate"));
    }
    payment.answered_on = Some(at.on);
    plan.close("prison_account", Some(body.payment.0));
    let content = json!({ "payment": body.payment, "letter": body.letter });
    record(case, DocumentKind::PrisonLetter, content, at, plan);
    Ok(())
}

fn transfer(
    case: &mut Case,
    body: &RecordPrisonTransfer,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let payment = paid_in(case, body.payment, at)?;
    let (payer, amount) = (payment.debtor, payment.amount);
    let mut errors = Vec::new();
    if body.amount != amount {
        errors.push(FieldError::new("/amount", "contradicts"));
    }
    if !amount.is_zero() && body.bank_reference.is_none() {
        errors.push(FieldError::new("/bank_reference", "required"));
    }
    if !body.list_enclosed {
        errors.push(FieldError::new("/list_enclosed", "G-PN-MINUTES"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    payment.transferred_on = Some(at.on);
    plan.close("prison_transfer", Some(body.payment.0));
    plan.close("prison_account", Some(body.payment.0));
    if amount.is_zero() {
        return Ok(());
    }
    let id = ReceiptId(at.ids.next());
    let receipt = Receipt {
        case: Some(case.id),
        payer: Some(payer),
        bank_reference: body.bank_reference.clone(),
        ..Receipt::new(id, case.office, ReceiptKind::Prison, Channel::Transfer, amount, at.on)
    };
    take(receipt, "/amount", plan)?;
    arrived(case, at, plan);
    Ok(())
}

fn wish(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordPrisonerWish,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !facts.parties.contains(&body.recipient) {
        errors.push(FieldError::new("/recipient", "not_a_party"));
    }
    let wished =
        |held| case.special.prison.wishes.iter().any(|one| one.held == Some(held) && one.paid_on.is_none());
    if let Some(id) = body.held {
        match case.special.find(id) {
            Some(held) if !held.is_open() || held.recipient != body.recipient => {
                errors.push(FieldError::new("/held", "contradicts"));
            }
            Some(_) if wished(id) => errors.push(FieldError::new("/held", "duplicate")),
            Some(_) => {}
            None => errors.push(FieldError::new("/held", "not_in_list")),
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let id = PrisonPaperId(at.ids.next());
    case.special.prison.wishes.push(PrisonWish {
        id,
        recipient: body.recipient,
        prison: body.prison.clone(),
        reported_on: at.on,
        held: body.held,
        sent_on: None,
        paid_on: None,
    });
    plan.open(at, "prison_send", at.on, Some(id.0));
    Ok(())
}

fn send(
    facts: &CaseFacts,
    case: &mut Case,
    body: &SendToPrison,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(wish) = case.special.prison.wishes.iter().find(|one| one.id == body.wish).cloned() else {
        return Err(wrong("/wish", "not_in_list"));
    };
    if wish.sent_on.is_some() {
        return Err(wrong("/wish", "duplicate"));
    }
    if at.on < wish.reported_on {
        return Err(wrong("/effective_on", "contradicts"));
    }
    let money = wish.held.and_then(|id| case.special.find(id)).is_some_and(|held| held.is_money());
    match (money, body.channel, wish.held) {
        (true, None, _) => return Err(wrong("/channel", "required")),
        (false, Some(_), _) => return Err(wrong("/channel", "contradicts")),
        (_, Some(channel), Some(held)) => settle_in_prison(facts, case, held, Some(channel), at, plan)?,
        _ => {}
    }
    for one in case.special.prison.wishes.iter_mut().filter(|one| one.id == body.wish) {
        one.sent_on = Some(at.on);
    }
    plan.close("prison_send", Some(body.wish.0));
    plan.open(at, "prison_pay", at.on, Some(body.wish.0));
    let content = json!({ "wish": body.wish, "reference": body.reference });
    record(case, DocumentKind::PrisonLetter, content, at, plan);
    Ok(())
}

fn payout(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordPrisonPayout,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let Some(wish) = case.special.prison.wishes.iter_mut().find(|one| one.id == body.wish) else {
        return Err(wrong("/wish", "not_in_list"));
    };
    let Some(sent_on) = wish.sent_on else { return Err(wrong("/wish", "contradicts")) };
    if wish.paid_on.is_some() {
        return Err(wrong("/wish", "duplicate"));
    }
    let mut errors = Vec::new();
    if body.paid_on < sent_on || body.paid_on > at.on {
        errors.push(FieldError::new("/paid_on", "contradicts"));
    }
    if !body.minutes_enclosed {
        errors.push(FieldError::new("/minutes_enclosed", "G-PN-MINUTES"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    wish.paid_on = Some(body.paid_on);
    let held = wish.held;
    plan.close("prison_pay", Some(body.wish.0));
    match held {
        Some(held) => settle_in_prison(facts, case, held, None, at, plan),
        None => Ok(()),
    }
}

fn report(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordPrisonReport,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !facts.parties.contains(&body.party) {
        errors.push(FieldError::new("/party", "not_a_party"));
    }
    if body.happened_on > at.on {
        errors.push(FieldError::new("/happened_on", "contradicts"));
    }
    if body.sentence_ends_on.is_some_and(|end| end <= body.happened_on) {
        errors.push(FieldError::new("/sentence_ends_on", "contradicts"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    case.special.prison.reports.push(PrisonReport {
        party: body.party,
        event: body.event,
        happened_on: body.happened_on,
        reported_on: at.on,
        prison: body.prison.clone(),
        content: body.content.clone(),
    });
    if body.event == PrisonEvent::Refused {
        // What he refuses stays here and goes the way of the unclaimed (ND152 35.4).
        case.special.prison.wishes.retain(|one| one.recipient != body.party || one.sent_on.is_some());
    }
    let prisoner = match body.event {
        PrisonEvent::TakenIn | PrisonEvent::Transferred => Some(Prisoner {
            prison: body.prison.clone(),
            since: body.happened_on,
            sentence_ends_on: body.sentence_ends_on,
            yearly: serves_long(body, at)?,
        }),
        PrisonEvent::Released | PrisonEvent::Died => None,
        PrisonEvent::Refused | PrisonEvent::Proxy => return Ok(()),
    };
    set_rhythm(case, body, prisoner, at, plan);
    Ok(())
}

/// So much of the sentence is left that verification runs by the year (L106 38.3).
fn serves_long(body: &RecordPrisonReport, at: &Context<'_>) -> Result<bool, Refusal> {
    let Some(end) = body.sentence_ends_on else { return Ok(false) };
    let from = at.law.deadline("prison.yearly_from", at.on, at.on)?;
    Ok(end >= from.due_on)
}

/// Writes on the debtor's track that he is in prison, or no more, and sets the rhythm of verification anew (L106 38.3).
fn set_rhythm(
    case: &mut Case,
    body: &RecordPrisonReport,
    prisoner: Option<Prisoner>,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let Some(track) = case.debtor_mut(body.party) else { return };
    let was_yearly = track.prisoner.as_ref().is_some_and(|before| before.yearly);
    // A move without a word about the sentence leaves it as it was.
    let prisoner = prisoner.map(|now| match &track.prisoner {
        Some(before) if now.sentence_ends_on.is_none() => {
            Prisoner { sentence_ends_on: before.sentence_ends_on, yearly: before.yearly, ..now }
        }
        _ => now,
    });
    track.prisoner = prisoner;
    let is_yearly = case.debtors.iter().any(|track| track.prisoner.as_ref().is_some_and(|one| one.yearly));
    let last = case.verifications.last().map(|verification| verification.on);
    let Some(decision) = &mut case.not_enforceable else { return };
    // Yearly for another reason, an unknown address, it stays so.
    let yearly = is_yearly || (decision.yearly && !was_yearly);
    if case.stage.is_final() || yearly == decision.yearly {
        return;
    }
    decision.yearly = yearly;
    let (closed, opened) =
        if yearly { ("reverify_6m", "reverify_12m") } else { ("reverify_12m", "reverify_6m") };
    plan.close(closed, None);
    plan.open(at, opened, last.unwrap_or(decision.decided_on), None);
}

//! The rows of return, confiscation and destruction (9.4 and 9.5 of the specification).

use super::guards::{
    AFTER_BAR, CONFISCATE, CONFISCATED, COUNCIL, DAMAGED, FORFEITABLE, FORFEITED, GOODS_UNCLAIMED,
    LATE_UNCLAIMED, MONEY_LIES, MONEY_UNCLAIMED, NOT_RETURN, NOTICE_GIVEN, PAPERS_UNCLAIMED, PROVISIONAL,
    RETURN, SPECIAL, STATE_PAID, TIME_BAR_PASSED, TO_DESTROY, WAITING,
};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::case::guards::NO_HOLD;
use crate::domain::lifecycle::case::{CaseFacts, MEASURABLE};
use crate::domain::lifecycle::{Clock, Proposal, To, Transition, Who};

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const CASHIER: &[Who] = &[Who::Role(Role::Accountant), Who::AssignedOfficer];
const SIGNER: &[Who] = &[Who::Signer];
const ENFORCING: &[&str] = &["enforcing"];
/// A debtor found later is notified when the others are on their way already.
const STARTABLE: &[&str] = &["decided", "verification", "enforcing"];

/// What collecting, sending on or selling closes.
const UNCLAIMED: &[Clock] = &[
    Clock::Effect("payout"),
    Clock::Effect("unclaimed_money"),
    Clock::Effect("unclaimed_goods"),
    Clock::Effect("unclaimed_goods_perishable"),
    Clock::Effect("unclaimed_papers"),
    Clock::Effect("forfeit.5y"),
    Clock::Effect("forfeit.1y"),
];
const GOODS: &[Clock] = &[Clock::Effect("unclaimed_goods"), Clock::Effect("unclaimed_goods_perishable")];
const DECIDED: &[Clock] = &[Clock::Effect("notify"), Clock::Effect("send_vks")];

pub(in crate::domain::lifecycle::case) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[SPECIAL, NOTICE_GIVEN, NO_HOLD],
        ..Transition::row("T-NO-09", "start_track", STARTABLE, To::State("enforcing"), OFFICER)
    },
    Transition {
        guards: &[PROVISIONAL, NOTICE_GIVEN, NO_HOLD],
        opens: &[Clock::Act("verify_kctt")],
        closes: &[Clock::Act("kctt_notify")],
        ..Transition::row(
            "T-NO-09",
            "start_provisional_measure",
            STARTABLE,
            To::OneOf(&["verification", "enforcing"]),
            OFFICER,
        )
    },
    Transition {
        guards: &[RETURN],
        document: Some(DocumentKind::CollectionNotice),
        opens: &[
            Clock::Effect("unclaimed_money"),
            Clock::Effect("unclaimed_goods"),
            Clock::Effect("unclaimed_goods_perishable"),
            Clock::Effect("unclaimed_papers"),
        ],
        closes: &[Clock::Act("return_notice")],
        ..Transition::row("T-RT-01", "notify_recipient", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[WAITING, NO_HOLD],
        closes: UNCLAIMED,
        ..Transition::row("T-RT-01", "return_to_recipient", ENFORCING, To::Same, CASHIER)
    },
    Transition {
        guards: &[MONEY_UNCLAIMED],
        document: Some(DocumentKind::DepositNotice),
        opens: &[Clock::Effect("forfeit.5y"), Clock::Effect("forfeit.1y")],
        closes: &[Clock::Effect("unclaimed_money"), Clock::Effect("payout")],
        ..Transition::row("T-RT-02", "deposit_unclaimed_money", ENFORCING, To::Same, CASHIER)
    },
    Transition {
        guards: &[GOODS_UNCLAIMED, NO_HOLD],
        document: Some(DocumentKind::UnclaimedSaleRecord),
        closes: GOODS,
        ..Transition::row("T-RT-03", "sell_unclaimed_goods", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[GOODS_UNCLAIMED, NO_HOLD],
        document: Some(DocumentKind::DestructionDecision),
        proposal: Some(Proposal::by("propose_destruction", OFFICER)),
        opens: &[Clock::Act("destroy_council"), Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: GOODS,
        ..Transition::row("T-RT-03", "decide_destruction", ENFORCING, To::Same, SIGNER)
    },
    Transition {
        guards: &[PAPERS_UNCLAIMED, NO_HOLD],
        document: Some(DocumentKind::PapersTransfer),
        closes: &[Clock::Effect("unclaimed_papers")],
        ..Transition::row("T-RT-03", "send_papers_to_issuer", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[FORFEITABLE, NO_HOLD],
        document: Some(DocumentKind::ForfeitureDecision),
        proposal: Some(Proposal::by("propose_forfeiture", OFFICER)),
        opens: DECIDED,
        closes: &[Clock::Effect("forfeit.5y"), Clock::Effect("forfeit.1y")],
        ..Transition::row("T-RT-04", "forfeit_unclaimed", ENFORCING, To::Same, SIGNER)
    },
    Transition {
        guards: &[AFTER_BAR, MONEY_LIES],
        document: Some(DocumentKind::CollectionNotice),
        opens: &[Clock::Effect("late_paid_unclaimed")],
        ..Transition::row("T-RT-05", "notify_late_payment", MEASURABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[AFTER_BAR, LATE_UNCLAIMED, NO_HOLD],
        document: Some(DocumentKind::ForfeitureDecision),
        proposal: Some(Proposal::by("propose_late_settlement", OFFICER)),
        opens: DECIDED,
        closes: &[Clock::Effect("late_paid_unclaimed"), Clock::Effect("payout")],
        ..Transition::row("T-RT-05", "settle_late_payment", MEASURABLE, To::Same, SIGNER)
    },
    Transition {
        guards: &[DAMAGED, NO_HOLD],
        document: Some(DocumentKind::CurrencyLetter),
        proposal: Some(Proposal::by("propose_currency_handover", OFFICER)),
        ..Transition::row("T-RT-06", "hand_over_currency", ENFORCING, To::Same, SIGNER)
    },
    Transition {
        guards: &[FORFEITED],
        document: Some(DocumentKind::RefundFile),
        proposal: Some(Proposal::by("propose_refund", CASHIER)),
        ..Transition::row("T-RT-07", "refund_forfeited", &[], To::Same, SIGNER)
    },
    Transition {
        guards: &[NOT_RETURN, TIME_BAR_PASSED, STATE_PAID, NO_HOLD],
        opens: &[Clock::Act("return_notice")],
        closes: &[Clock::Act("voluntary")],
        ..Transition::row("T-RT-08", "return_security", MEASURABLE, To::State("enforcing"), OFFICER)
    },
    Transition {
        guards: &[CONFISCATE, NO_HOLD],
        document: Some(DocumentKind::ConfiscationHandover),
        closes: &[Clock::Act("confiscate_handover")],
        ..Transition::row("T-TT-01", "hand_over_confiscated", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[CONFISCATE, MONEY_LIES, NO_HOLD],
        closes: &[Clock::Act("confiscated_cash"), Clock::Effect("payout")],
        ..Transition::row(
            "T-TT-02",
            "pay_confiscated_cash",
            ENFORCING,
            To::Same,
            &[Who::Role(Role::Accountant)],
        )
    },
    Transition {
        guards: &[CONFISCATED],
        document: Some(DocumentKind::RefundFile),
        proposal: Some(Proposal::by("propose_confiscation_refund", OFFICER)),
        ..Transition::row("T-TT-03", "refund_confiscation", &[], To::Same, SIGNER)
    },
    Transition {
        guards: &[TO_DESTROY, NO_HOLD],
        document: Some(DocumentKind::DestructionCouncil),
        proposal: Some(Proposal::by("propose_destruction_council", OFFICER)),
        opens: &[Clock::Act("destroy_do")],
        closes: &[Clock::Act("destroy_council"), Clock::Act("destroy_do")],
        ..Transition::row("T-TH-01", "set_up_destruction_council", ENFORCING, To::Same, SIGNER)
    },
    Transition {
        guards: &[TO_DESTROY, COUNCIL, NO_HOLD],
        document: Some(DocumentKind::DestructionMinutes),
        closes: &[Clock::Effect("destroy_do")],
        ..Transition::row("T-TH-02", "destroy_items", ENFORCING, To::Same, OFFICER)
    },
];

//! The rows of verification and classification (section 9.4 of the specification).

use super::guards::{
    COMMUNE_POSTS, DELEGATION_OPEN, DELEGATION_SENT, DEMANDED, INQUIRY_FREE, INQUIRY_OPEN, LATE, LEGACY,
    NE_STANDS, PAPERS_OPEN, PAPERS_WITHHELD, PERIODIC, PUBL_CHANGED, PUBL_OVER, PUBLISHED, VERIFYING,
    VOL_ENDED,
};
use crate::domain::actor::Role;
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::case::guards::{
    ABLE_AGAIN, ASSETS_FREE, INFO_WAITS, NO_HOLD, NO_LIVE_ASSET, NO_MONEY_LEFT, NO_NEW_INFO, NOT_PUBLISHED,
    ON_REQUEST, PROACTIVE, REVERIFIED, TWO_YEARS, VER_BEGUN, VER_REGISTRY, VER_START,
};
use crate::domain::lifecycle::case::{CaseFacts, OPEN};
use crate::domain::lifecycle::{Clock, Proposal, To, Transition, Who};

type Row = Transition<CaseFacts>;

/// From which stages "chưa có điều kiện" may be decided (T-VE-07, 08).
const CLASSIFIABLE: &[&str] = &["verification", "enforceable", "enforcing"];
/// Where some debtor may still be in his voluntary period: others may be further (ND152 28.1).
const SOME_VOLUNTARY: &[&str] = &["voluntary", "verification", "enforceable", "enforcing"];
const UNDER_WAY: &[&str] = &["verification", "enforceable", "not_enforceable", "separate_book", "enforcing"];
const OFFICER: &[Who] = &[Who::AssignedOfficer];
const CLERK: &[Who] = &[Who::Role(Role::IntakeClerk)];
const CLERK_OR_OFFICER: &[Who] = &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer];
const SIGNER: &[Who] = &[Who::Signer];
/// Where a debtor who waits for means leaves the case: the others' ways go on ([U15]).
const AFTER_NE: To =
    To::OneOf(&["not_enforceable", "decided", "voluntary", "verification", "enforceable", "enforcing"]);

/// T-VO-02 and T-VE-01…05, 20: how means are looked for.
const LOOKING: &[Row] = &[
    Transition {
        guards: &[VOL_ENDED, NO_HOLD],
        opens: &[Clock::Effect("verify_first")],
        closes: &[Clock::Effect("voluntary")],
        ..Row::row(
            "T-VO-02",
            "end_voluntary_period",
            SOME_VOLUNTARY,
            To::OneOf(&["verification", "enforceable", "enforcing"]),
            &[Who::Role(Role::System), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[VER_START, NO_HOLD],
        opens: INQUIRY_CLOCKS,
        closes: &[Clock::Act("verify_first"), Clock::Act("verify_kctt"), Clock::Effect("voluntary")],
        ..Row::row(
            "T-VE-01",
            "start_verification",
            &["decided", "voluntary", "verification", "enforceable", "enforcing"],
            To::OneOf(&["verification", "enforceable", "enforcing"]),
            OFFICER,
        )
    },
    Transition {
        guards: &[INQUIRY_FREE],
        opens: INQUIRY_CLOCKS,
        ..Row::row("T-VE-01", "send_inquiry", UNDER_WAY, To::Same, OFFICER)
    },
    Transition {
        guards: &[INQUIRY_OPEN],
        closes: INQUIRY_CLOCKS,
        ..Row::row("T-VE-20", "record_inquiry_answer", OPEN, To::Same, CLERK_OR_OFFICER)
    },
    Transition {
        guards: &[NO_HOLD],
        opens: &[Clock::Act("declaration_due")],
        closes: &[Clock::Act("declaration_due")],
        ..Row::row("T-VE-02", "demand_declaration", UNDER_WAY, To::Same, OFFICER)
    },
    Transition {
        guards: &[DEMANDED],
        closes: &[Clock::Effect("declaration_due")],
        ..Row::row("T-VE-02", "record_declaration", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[INQUIRY_FREE],
        document: Some(DocumentKind::VerificationDelegation),
        proposal: Some(Proposal::by("propose_delegated_verification", OFFICER)),
        ..Row::row("T-VE-03", "delegate_verification", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[DELEGATION_SENT],
        opens: DELEGATION_CLOCKS,
        ..Row::row("T-VE-03", "record_delegation_receipt", OPEN, To::Same, CLERK_OR_OFFICER)
    },
    Transition {
        guards: &[DELEGATION_OPEN],
        closes: DELEGATION_CLOCKS,
        ..Row::row("T-VE-20", "record_delegation_answer", OPEN, To::Same, CLERK_OR_OFFICER)
    },
    Transition {
        opens: &[Clock::Effect("reverify")],
        ..Row::row("T-VE-04", "receive_verification_result", OPEN, To::Same, CLERK_OR_OFFICER)
    },
    Transition {
        guards: &[INQUIRY_FREE],
        closes: &[Clock::Effect("reverify")],
        ..Row::row("T-VE-05", "verify_again", OPEN, To::Same, OFFICER)
    },
];

const INQUIRY_CLOCKS: &[Clock] = &[
    Clock::Effect("info_reply"),
    Clock::Effect("info_reply_account"),
    Clock::Effect("info_reply_prison"),
    Clock::Effect("info_refusal"),
];
const DELEGATION_CLOCKS: &[Clock] = &[
    Clock::Effect("deleg_verify_reg"),
    Clock::Effect("deleg_verify_reg_hard"),
    Clock::Effect("deleg_verify_other"),
    Clock::Effect("deleg_verify_now"),
];
const WAITING_CLOCKS: &[Clock] =
    &[Clock::Effect("reverify_6m"), Clock::Effect("reverify_12m"), Clock::Effect("two_years")];
const WAITING_CLOCKS_OVER: &[Clock] =
    &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m"), Clock::Act("two_years")];

/// T-VE-06…08, 15, 16: able or not.
const CLASSIFYING: &[Row] = &[
    Transition {
        guards: &[VERIFYING, VER_BEGUN, VER_REGISTRY, NO_HOLD],
        opens: &[Clock::Effect("security_to_coercion")],
        ..Row::row(
            "T-VE-06",
            "conclude_enforceable",
            CLASSIFIABLE,
            To::OneOf(&["enforceable", "enforcing"]),
            OFFICER,
        )
    },
    Transition {
        guards: &[VER_BEGUN, VER_REGISTRY, NO_LIVE_ASSET, NO_HOLD],
        proposal: Some(Proposal {
            code: "T-VE-07",
            action: "propose_not_enforceable",
            who: OFFICER,
            opens: &[Clock::Effect("ne_decision")],
        }),
        document: Some(DocumentKind::NotEnforceableDecision),
        opens: &[
            Clock::Act("publish"),
            Clock::Effect("reverify_6m"),
            Clock::Effect("reverify_12m"),
            Clock::Act("two_years"),
        ],
        closes: &[
            Clock::Act("ne_decision"),
            Clock::Act("reverify_6m"),
            Clock::Act("reverify_12m"),
            Clock::Act("two_years"),
        ],
        ..Row::row("T-VE-08", "issue_not_enforceable_decision", CLASSIFIABLE, AFTER_NE, SIGNER)
    },
    Transition {
        guards: &[NE_STANDS, ABLE_AGAIN, NO_HOLD],
        proposal: Some(Proposal::by("propose_continuation", OFFICER)),
        document: Some(DocumentKind::ContinueDecision),
        opens: &[Clock::Effect("unpublish"), Clock::Effect("publish_update")],
        closes: WAITING_CLOCKS,
        ..Row::row("T-VE-15", "continue_enforcement", OPEN, To::OneOf(&["enforceable", "enforcing"]), SIGNER)
    },
    Transition {
        guards: &[NE_STANDS],
        proposal: Some(Proposal::by("propose_not_enforceable_recall", OFFICER)),
        document: Some(DocumentKind::RecallingDecision),
        opens: &[Clock::Effect("unpublish"), Clock::Effect("publish_update")],
        closes: WAITING_CLOCKS,
        ..Row::row(
            "T-VE-16",
            "recall_not_enforceable_decision",
            OPEN,
            To::OneOf(&["verification", "enforceable", "enforcing"]),
            SIGNER,
        )
    },
];

/// T-VE-09…11: the public notice.
const PUBLISHING: &[Row] = &[
    Transition {
        guards: &[NE_STANDS, NOT_PUBLISHED],
        closes: &[Clock::Act("publish")],
        ..Row::row("T-VE-09", "publish_debtor", OPEN, To::Same, CLERK)
    },
    Transition {
        guards: &[PUBLISHED],
        opens: &[Clock::Act("publish_update")],
        ..Row::row("T-VE-10", "note_publication_change", OPEN, To::Same, CLERK_OR_OFFICER)
    },
    Transition {
        guards: &[PUBLISHED, PUBL_CHANGED],
        closes: &[Clock::Act("publish_update")],
        ..Row::row("T-VE-10", "correct_publication", OPEN, To::Same, CLERK)
    },
    Transition {
        guards: &[PUBL_OVER],
        opens: &[Clock::Act("commune_unpost")],
        closes: &[Clock::Act("unpublish"), Clock::Act("publish_update")],
        ..Row::row("T-VE-11", "remove_publication", &[], To::Same, CLERK)
    },
    Transition {
        guards: &[COMMUNE_POSTS],
        closes: &[Clock::Act("commune_unpost")],
        ..Row::row("T-VE-11", "record_commune_removal", &[], To::Same, CLERK)
    },
];

/// T-VE-12…14, 17…19: while a debtor waits for means.
const WAITING: &[Row] = &[
    Transition {
        guards: &[PERIODIC],
        opens: &[Clock::Effect("reverify_6m"), Clock::Effect("reverify_12m")],
        closes: &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m")],
        ..Row::row("T-VE-12", "verify_periodically", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[NE_STANDS, LATE],
        ..Row::row("T-VE-12", "excuse_late_verification", OPEN, To::Same, SIGNER)
    },
    Transition {
        guards: &[NE_STANDS],
        opens: &[Clock::Act("newinfo_verify")],
        ..Row::row("T-VE-13", "receive_new_information", OPEN, To::Same, CLERK_OR_OFFICER)
    },
    Transition {
        guards: &[NE_STANDS, INFO_WAITS],
        closes: &[Clock::Act("newinfo_verify")],
        ..Row::row("T-VE-14", "verify_new_information", OPEN, To::Same, OFFICER)
    },
    Transition {
        guards: &[PROACTIVE, TWO_YEARS, REVERIFIED, NO_NEW_INFO, NO_HOLD],
        proposal: Some(Proposal::by("propose_separate_book", OFFICER)),
        document: Some(DocumentKind::SeparateBookEntry),
        closes: WAITING_CLOCKS_OVER,
        ..Row::row(
            "T-VE-17",
            "move_to_separate_book",
            &["not_enforceable"],
            To::State("separate_book"),
            SIGNER,
        )
    },
    Transition {
        guards: &[ON_REQUEST, LEGACY, TWO_YEARS, REVERIFIED, NO_NEW_INFO, NO_MONEY_LEFT, NO_HOLD],
        proposal: Some(Proposal::by("propose_return", OFFICER)),
        document: Some(DocumentKind::ReturnNotice),
        closes: &[Clock::Act("*")],
        ..Row::row(
            "T-VE-18",
            "return_request",
            &["not_enforceable", "separate_book"],
            To::State("ended"),
            SIGNER,
        )
    },
    Transition {
        guards: &[ON_REQUEST],
        ..Row::row("T-VE-19", "demand_papers", CLASSIFIABLE, To::Same, OFFICER)
    },
    Transition {
        guards: &[PAPERS_OPEN],
        ..Row::row("T-VE-19", "record_papers_handed_over", OPEN, To::Same, CLERK_OR_OFFICER)
    },
    Transition {
        guards: &[ON_REQUEST, PAPERS_WITHHELD, ASSETS_FREE, NO_MONEY_LEFT, NO_HOLD],
        proposal: Some(Proposal::by("propose_return_for_papers", OFFICER)),
        document: Some(DocumentKind::ReturnNotice),
        closes: &[Clock::Act("*")],
        ..Row::row(
            "T-VE-19",
            "return_for_withheld_papers",
            &["enforceable", "enforcing"],
            To::State("ended"),
            SIGNER,
        )
    },
];

/// All of them, in the order of the procedure.
pub(in super::super) const ROWS: &[&[Row]] = &[LOOKING, CLASSIFYING, PUBLISHING, WAITING];

//! Verification and classification: có điều kiện, chưa có điều kiện, publication, the two-year rule (L106 37–38; ND152 21–23).

mod bodies;

pub use bodies::*;

use serde_json::json;

use super::ending::end_on;
use super::guards::{
    ABLE_AGAIN, INFO_WAITS, NO_HOLD, NO_LIVE_ASSET, NO_MONEY_LEFT, NO_NEW_INFO, NOT_PUBLISHED, ON_REQUEST,
    PROACTIVE, REVERIFIED, TWO_YEARS, VER_BEGUN, VER_REGISTRY, VER_START, VOL_OVER,
};
use super::{CaseFacts, Phase, Reason, issue, known_ground, propose, record, sign, wrong};
use crate::domain::actor::Role;
use crate::domain::case::{
    Case, EndingGround, NewInformation, NotEnforceable, Publication, Stage, Verification, VerificationKind,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::PartyId;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

/// From which stages "chưa có điều kiện" may be decided (T-VE-07, 08).
const CLASSIFIABLE: &[&str] = &["verification", "enforceable", "enforcing"];
const WAITING: &[&str] = &["not_enforceable", "separate_book"];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[VOL_OVER, NO_HOLD],
        opens: &[Clock::Effect("verify_first")],
        closes: &[Clock::Effect("voluntary")],
        ..Transition::row(
            "T-VO-02",
            "end_voluntary_period",
            &["voluntary"],
            To::State("verification"),
            &[Who::Role(Role::System), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[VER_START, NO_HOLD],
        closes: &[Clock::Act("verify_first"), Clock::Effect("voluntary")],
        ..Transition::row(
            "T-VE-01",
            "start_verification",
            &["voluntary", "verification"],
            To::State("verification"),
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[NO_HOLD],
        opens: &[Clock::Act("declaration_due")],
        ..Transition::row(
            "T-VE-02",
            "demand_declaration",
            &["verification"],
            To::Same,
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[VER_BEGUN, VER_REGISTRY, NO_HOLD],
        ..Transition::row(
            "T-VE-06",
            "conclude_enforceable",
            &["verification"],
            To::State("enforceable"),
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[VER_BEGUN, VER_REGISTRY, NO_LIVE_ASSET, NO_HOLD],
        proposal: Some(Proposal {
            code: "T-VE-07",
            action: "propose_not_enforceable",
            who: &[Who::AssignedOfficer],
            opens: &[Clock::Effect("ne_decision")],
        }),
        document: Some(DocumentKind::NotEnforceableDecision),
        opens: &[
            Clock::Act("publish"),
            Clock::Effect("reverify_6m"),
            Clock::Effect("reverify_12m"),
            Clock::Act("two_years"),
        ],
        closes: &[Clock::Act("ne_decision")],
        ..Transition::row(
            "T-VE-08",
            "issue_not_enforceable_decision",
            CLASSIFIABLE,
            To::State("not_enforceable"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[NOT_PUBLISHED],
        closes: &[Clock::Act("publish")],
        ..Transition::row(
            "T-VE-09",
            "publish_debtor",
            &["not_enforceable"],
            To::Same,
            &[Who::Role(Role::IntakeClerk)],
        )
    },
    Transition {
        opens: &[Clock::Effect("reverify_6m"), Clock::Effect("reverify_12m")],
        closes: &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m")],
        ..Transition::row(
            "T-VE-12",
            "verify_periodically",
            &["not_enforceable"],
            To::Same,
            &[Who::AssignedOfficer],
        )
    },
    Transition {
        opens: &[Clock::Act("newinfo_verify")],
        ..Transition::row(
            "T-VE-13",
            "receive_new_information",
            WAITING,
            To::Same,
            &[Who::Role(Role::IntakeClerk), Who::AssignedOfficer],
        )
    },
    Transition {
        guards: &[INFO_WAITS],
        closes: &[Clock::Act("newinfo_verify")],
        ..Transition::row("T-VE-14", "verify_new_information", WAITING, To::Same, &[Who::AssignedOfficer])
    },
    Transition {
        guards: &[ABLE_AGAIN, NO_HOLD],
        proposal: Some(Proposal::by("propose_continuation", &[Who::AssignedOfficer])),
        document: Some(DocumentKind::ContinueDecision),
        opens: &[Clock::Effect("unpublish")],
        closes: &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m"), Clock::Act("two_years")],
        ..Transition::row(
            "T-VE-15",
            "continue_enforcement",
            WAITING,
            To::State("enforceable"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[PROACTIVE, TWO_YEARS, REVERIFIED, NO_NEW_INFO, NO_HOLD],
        proposal: Some(Proposal::by("propose_separate_book", &[Who::AssignedOfficer])),
        document: Some(DocumentKind::SeparateBookEntry),
        closes: &[Clock::Act("reverify_6m"), Clock::Act("reverify_12m"), Clock::Act("two_years")],
        ..Transition::row(
            "T-VE-17",
            "move_to_separate_book",
            &["not_enforceable"],
            To::State("separate_book"),
            &[Who::Signer],
        )
    },
    Transition {
        guards: &[ON_REQUEST, TWO_YEARS, REVERIFIED, NO_NEW_INFO, NO_MONEY_LEFT, NO_HOLD],
        opens: &[Clock::Effect("vks_monthly")],
        proposal: Some(Proposal::by("propose_return", &[Who::AssignedOfficer])),
        document: Some(DocumentKind::ReturnNotice),
        closes: &[Clock::Act("*")],
        ..Transition::row(
            "T-VE-18",
            "return_request",
            &["not_enforceable"],
            To::State("ended"),
            &[Who::Signer],
        )
    },
];

impl Phase for VerificationAction {
    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use VerificationAction as A;
        match self {
            A::EndVoluntaryPeriod(_) => end_voluntary(case, at, plan),
            A::StartVerification(_) => start(case, at, plan),
            A::DemandDeclaration(_) => demand_declaration(case, at),
            A::ConcludeEnforceable(body) => conclude(facts, case, body),
            A::ProposeNotEnforceable(body) => {
                propose("issue_not_enforceable_decision", issue_ne, body, facts, case, at)?;
                plan.open(at, "ne_decision", body.ground_on, None);
                close_verification(case, &body.confirmed_by, false);
                Ok(())
            }
            A::IssueNotEnforceableDecision(_) => {
                sign("issue_not_enforceable_decision", issue_ne, facts, case, at, plan)
            }
            A::PublishDebtor(body) => publish(case, body, at),
            A::VerifyPeriodically(body) => periodic(case, body, at, plan),
            A::ReceiveNewInformation(body) => new_information(case, body, at),
            A::VerifyNewInformation(body) => verify_information(case, body, at),
            A::ProposeContinuation(body) => {
                propose("continue_enforcement", continue_enforcement, body, facts, case, at)
            }
            A::ContinueEnforcement(_) => {
                sign("continue_enforcement", continue_enforcement, facts, case, at, plan)
            }
            A::ProposeSeparateBook(body) => {
                propose("move_to_separate_book", separate_book, body, facts, case, at)
            }
            A::MoveToSeparateBook(_) => sign("move_to_separate_book", separate_book, facts, case, at, plan),
            A::ProposeReturn(body) => propose("return_request", return_request, body, facts, case, at),
            A::ReturnRequest(_) => sign("return_request", return_request, facts, case, at, plan),
        }
    }
}

/// Verification must begin within its term of the period's end, not of the day somebody looked (L106 37.1).
fn end_voluntary(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    if let Some(until) = case.voluntary_until() {
        plan.open(at, "verify_first", until, None);
    }
    close_ended(case, at, plan);
    case.move_tracks(&over(case, at), Stage::Verification);
    Ok(())
}

/// Closes the periods that are over; another debtor's may still run.
fn close_ended(case: &Case, at: &Context<'_>, plan: &mut Plan) {
    for track in case.debtors.iter().filter(|track| track.voluntary_until.is_some_and(|until| until < at.on))
    {
        plan.close("voluntary", Some(track.party.0));
    }
}

/// Debtors whose own period is over and who have come no further yet.
fn over(case: &Case, at: &Context<'_>) -> Vec<PartyId> {
    let waiting =
        case.debtors.iter().filter(|track| matches!(track.stage, Stage::Voluntary | Stage::Verification));
    let ended = waiting.filter(|track| track.voluntary_until.is_some_and(|until| until < at.on));
    ended.map(|track| track.party).collect()
}

fn start(case: &mut Case, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    close_ended(case, at, plan);
    case.move_tracks(&over(case, at), Stage::Verification);
    case.verifications.push(Verification {
        kind: VerificationKind::First,
        on: at.on,
        confirmed_by: None,
        shows_ability: None,
    });
    Ok(())
}

fn demand_declaration(case: &mut Case, at: &Context<'_>) -> Result<(), Refusal> {
    case.declaration_demanded_on = Some(at.on);
    Ok(())
}

fn conclude(facts: &CaseFacts, case: &mut Case, body: &ConcludeEnforceable) -> Result<(), Refusal> {
    if body.means == Means::Assets && !facts.assets.iter().any(|asset| asset.processable) {
        return Err(wrong("/means", "G-ABLE"));
    }
    close_verification(case, &body.confirmed_by, true);
    case.move_tracks_from(&[Stage::Verification], Stage::Enforceable);
    Ok(())
}

fn issue_ne(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeNotEnforceable,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    errors.extend(known_ground(body.ground.as_str(), "G-NE-GROUND", at).err());
    if body.ground.needs_no_other_assets() && !body.no_other_assets {
        errors.push(FieldError::new("/no_other_assets", "G-NE-OTHER"));
    }
    if body.ground_on > at.on {
        errors.push(FieldError::new("/ground_on", "contradicts"));
    }
    if case.decided_on > body.ground_on {
        errors.push(FieldError::new("/ground_on", "G-NE-GROUND"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "ground": body.ground, "proof": body.proof });
    issue(case, DocumentKind::NotEnforceableDecision, content, at, plan);
    case.not_enforceable =
        Some(NotEnforceable { ground: body.ground, decided_on: at.on, yearly: body.yearly });
    case.publication = Publication::default();
    case.move_tracks(&[], Stage::NotEnforceable);
    plan.open(at, interval(case), at.on, None);
    Ok(())
}

fn publish(case: &mut Case, body: &PublishDebtor, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.sent_to_commune {
        return Err(wrong("/sent_to_commune", "required"));
    }
    case.publication.published_on = Some(at.on);
    Ok(())
}

fn periodic(case: &mut Case, body: &VerifyAgain, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    again(case, VerificationKind::Periodic, body, at)?;
    // The engine closes the interval that ran; the next one starts today (L106 38.3).
    plan.open(at, interval(case), at.on, None);
    Ok(())
}

fn new_information(case: &mut Case, body: &ReceiveNewInformation, at: &Context<'_>) -> Result<(), Refusal> {
    case.new_information.push(NewInformation {
        received_on: at.on,
        source: body.source.clone(),
        verified_on: None,
        shows_ability: None,
    });
    Ok(())
}

fn verify_information(case: &mut Case, body: &VerifyAgain, at: &Context<'_>) -> Result<(), Refusal> {
    if let Some(info) = case.new_information.iter_mut().find(|info| info.verified_on.is_none()) {
        if at.on < info.received_on {
            return Err(wrong("/effective_on", "contradicts"));
        }
        info.verified_on = Some(at.on);
        info.shows_ability = Some(body.shows_ability);
    }
    again(case, VerificationKind::NewInformation, body, at)
}

fn continue_enforcement(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    issue(case, DocumentKind::ContinueDecision, json!({ "reason": body.reason }), at, plan);
    if case.publication.published_on.is_some() {
        plan.open(at, "unpublish", at.on, None);
        case.publication.to_remove = true;
    }
    case.not_enforceable = None;
    case.move_tracks_from(&[Stage::NotEnforceable, Stage::SeparateBook], Stage::Enforceable);
    Ok(())
}

/// An entry in a book, not a decision: nothing is served or sent (ND152 22.1).
fn separate_book(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    record(case, DocumentKind::SeparateBookEntry, json!({ "reason": body.reason }), at, plan);
    case.move_tracks_from(&[Stage::NotEnforceable], Stage::SeparateBook);
    Ok(())
}

fn return_request(
    _: &CaseFacts,
    case: &mut Case,
    body: &Reason,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    issue(case, DocumentKind::ReturnNotice, json!({ "reason": body.reason }), at, plan);
    end_on(case, EndingGround::RequestReturned, at, plan);
    Ok(())
}

/// Every six months, or every year for a prisoner or an unknown address (L106 38.3).
fn interval(case: &Case) -> &'static str {
    if case.not_enforceable.as_ref().is_some_and(|decision| decision.yearly) {
        "reverify_12m"
    } else {
        "reverify_6m"
    }
}

fn again(
    case: &mut Case,
    kind: VerificationKind,
    body: &VerifyAgain,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    case.verifications.push(Verification {
        kind,
        on: at.on,
        confirmed_by: Some(body.confirmed_by.clone()),
        shows_ability: Some(body.shows_ability),
    });
    Ok(())
}

fn close_verification(case: &mut Case, confirmed_by: &str, shows_ability: bool) {
    if let Some(last) = case.verifications.last_mut() {
        last.confirmed_by = Some(confirmed_by.to_owned());
        last.shows_ability = Some(shows_ability);
    }
}

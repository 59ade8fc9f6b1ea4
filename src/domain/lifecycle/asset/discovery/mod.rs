//! From discovery to the eve of the seizure: registry, verification, exclusion, shares in common property, claims of third
//! persons, exploitation (L106 37, 39, 77–79).

mod bodies;

use chrono::NaiveDate;
use serde_json::json;

pub use bodies::*;

use super::guards::{BASIS, COMMON_UNKNOWN, DISPUTE_TAKEN, NO_HOLD, NOT_JUDGED, VOLUNTARY};
use super::{AssetFacts, BEFORE_WINNER, Phase, RULED, Work, row};
use crate::domain::asset::{
    AssetState, CommonProperty, Dispute, DisputeKind, Exploitation, RegistryQuery, Share, Verified,
};
use crate::domain::case::{Measure, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::guard::must_be_over;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition};
use crate::domain::refusal::{FieldError, Refusal, wrong};

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        opens: &[Clock::Act("info_reply")],
        ..row("A-02", "query_registry", &["identified", "verifying"], To::State("verifying"))
    },
    Transition {
        closes: &[Clock::Act("info_reply")],
        ..row("A-03", "record_verification", &["identified", "verifying", "verified"], To::State("verified"))
    },
    row("A-04", "exclude_asset", &["identified", "verifying", "verified"], To::State("not_seizable")),
    Transition {
        guards: &[COMMON_UNKNOWN],
        opens: &[Clock::Effect("common_property_30")],
        ..row("A-05", "ask_for_share", &["verified"], To::State("share_pending"))
    },
    Transition {
        closes: &[Clock::Act("common_property_30")],
        ..row("A-06", "record_share", &["share_pending"], To::State("verified"))
    },
    Transition {
        closes: &[Clock::Act("common_property_30")],
        ..row("A-07", "refer_share", &["share_pending"], To::State("court_pending"))
    },
    Transition {
        guards: &[NOT_JUDGED],
        opens: &[Clock::Effect("dispute_30")],
        ..row("A-08", "record_claim", BEFORE_WINNER, To::State("disputed"))
    },
    Transition {
        closes: &[Clock::Act("dispute_30")],
        ..row("A-09", "dismiss_claim", &["disputed"], To::OneOf(BEFORE_WINNER))
    },
    Transition {
        closes: &[Clock::Act("dispute_30"), Clock::Act("sham_15")],
        ..row("A-10", "accept_suit", &["disputed", "court_pending"], To::State("court_pending"))
    },
    Transition {
        guards: &[DISPUTE_TAKEN],
        ..row("A-11", "record_ruling", &["court_pending"], To::OneOf(RULED))
    },
    Transition {
        opens: &[Clock::Effect("sham_15")],
        ..row("A-12", "report_sham", &["verified"], To::State("court_pending"))
    },
    Transition {
        guards: &[BASIS, VOLUNTARY, NO_HOLD],
        document: Some(DocumentKind::CoercionDecision),
        opens: &[Clock::Act("exploit.contract"), Clock::Effect("notify"), Clock::Effect("send_vks")],
        ..row("A-13", "decide_exploitation", &["verified"], To::State("exploited"))
    },
    Transition {
        closes: &[Clock::Act("exploit.contract")],
        ..row("A-13C", "sign_exploitation_contract", &["exploited"], To::Same)
    },
    Transition {
        document: Some(DocumentKind::ReleaseDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("exploit.contract")],
        ..row("A-14", "end_exploitation", &["exploited"], To::OneOf(&["verified", "exploit_ended"]))
    },
];

impl Phase for DiscoveryAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            DiscoveryAction::QueryRegistry(body) => query(work, body, at),
            DiscoveryAction::RecordVerification(body) => verify(work, body, at),
            DiscoveryAction::ExcludeAsset(body) => exclude(work, body, at),
            DiscoveryAction::AskForShare(_) => {
                let until = plan.must_open(at, "common_property_30", at.on, None)?;
                stop(work, DisputeKind::Share, Some(until), AssetState::SharePending, at)
            }
            DiscoveryAction::RecordShare(body) => record_share(work, body),
            DiscoveryAction::ReferShare(body) => refer_share(work, body, at),
            DiscoveryAction::RecordClaim(_) => {
                let until = plan.must_open(at, "dispute_30", at.on, None)?;
                stop(work, DisputeKind::Ownership, Some(until), AssetState::Disputed, at)
            }
            DiscoveryAction::DismissClaim(body) => dismiss(work, body, at),
            DiscoveryAction::AcceptSuit(body) => accept(work, body),
            DiscoveryAction::RecordRuling(body) => rule(facts, work, body, at),
            DiscoveryAction::ReportSham(_) => {
                let until = plan.must_open(at, "sham_15", at.on, None)?;
                stop(work, DisputeKind::Sham, Some(until), AssetState::CourtPending, at)
            }
            DiscoveryAction::DecideExploitation(body) => exploit(facts, work, body, at, plan),
            DiscoveryAction::SignExploitation(_) => {
                if let Some(exploitation) = &mut work.asset.exploitation {
                    exploitation.contracted_on = Some(at.on);
                }
                Ok(())
            }
            DiscoveryAction::EndExploitation(body) => end_exploitation(facts, work, body, at, plan),
        }
    }
}

fn query(work: &mut Work, body: &QueryRegistry, at: &Context<'_>) -> Result<(), Refusal> {
    work.asset.queries.push(RegistryQuery {
        registry: body.registry.clone(),
        asked_on: at.on,
        answered_on: None,
    });
    work.asset.state = AssetState::Verifying;
    Ok(())
}

/// A registrable asset is not verified without the registry's answer (L106 37.2).
fn verify(work: &mut Work, body: &RecordVerification, at: &Context<'_>) -> Result<(), Refusal> {
    let asset = &mut work.asset;
    let asked = asset.queries.last().map(|query| query.asked_on);
    let answered = body.registry_answered_on;
    if asset.kind.is_registrable() && (asked.is_none() || answered.is_none()) {
        return Err(FieldError::new("/registry_answered_on", "G03_OWNER")
            .with("list", "registry_answer")
            .into());
    }
    if answered.is_some_and(|day| day > at.on || asked.is_some_and(|asked| day < asked)) {
        return Err(wrong("/registry_answered_on", "contradicts"));
    }
    if body.findings.surveyed_on.is_some_and(|day| day > at.on) {
        return Err(wrong("/findings/surveyed_on", "date_in_future"));
    }
    let share = body.findings.common.and_then(|common| common.share);
    if share.is_some_and(|share| !share.is_proper()) {
        return Err(wrong("/findings/common/share", "contradicts"));
    }
    for query in asset.queries.iter_mut().filter(|query| query.answered_on.is_none()) {
        query.answered_on = answered;
    }
    if let Some(mortgage) = &body.findings.mortgage {
        asset.security_contract = Some(mortgage.contract.clone());
    }
    asset.verified = Some(Verified {
        owned_by_debtor: body.owned_by_debtor,
        co_owners: body.co_owners || body.findings.common.is_some(),
        other_authority: body.other_authority,
        estimated_value: body.estimated_value,
        on: at.on,
        findings: body.findings.clone(),
    });
    asset.state = AssetState::Verified;
    Ok(())
}

fn exclude(work: &mut Work, body: &ExcludeAsset, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.entry.starts_with("EX-") || at.law.basis(&body.entry, at.on).is_empty() {
        return Err(wrong("/entry", "not_in_list"));
    }
    work.asset.excluded = Some(body.entry.clone());
    work.asset.state = AssetState::NotSeizable;
    Ok(())
}

/// The way to the sale stops here; it goes on where the asset stood.
fn stop(
    work: &mut Work,
    kind: DisputeKind,
    wait_until: Option<NaiveDate>,
    state: AssetState,
    at: &Context<'_>,
) -> Result<(), Refusal> {
    let returns_to = work.asset.state;
    work.asset.dispute =
        Some(Dispute { kind, told_on: at.on, wait_until, accepted: None, returns_to, outcome: None });
    work.asset.state = state;
    Ok(())
}

/// The claim is settled; gives where the asset stood before it.
fn settle(work: &mut Work, outcome: &str) -> AssetState {
    let Some(mut dispute) = work.asset.dispute.take() else { return work.asset.state };
    dispute.outcome = Some(outcome.to_owned());
    let returns_to = dispute.returns_to;
    work.asset.settled_disputes.push(dispute);
    returns_to
}

fn set_share(work: &mut Work, share: Share) {
    if let Some(verified) = &mut work.asset.verified {
        verified.findings.common = Some(CommonProperty { share: Some(share) });
    }
}

fn record_share(work: &mut Work, body: &RecordShare) -> Result<(), Refusal> {
    if !body.share.is_proper() {
        return Err(wrong("/share", "contradicts"));
    }
    set_share(work, body.share);
    work.asset.state = settle(work, &body.paper);
    Ok(())
}

/// The bailiff waits for the thirty days; a party need not (L106 39.1).
fn refer_share(work: &mut Work, body: &ReferShare, at: &Context<'_>) -> Result<(), Refusal> {
    let until = work.asset.dispute.as_ref().and_then(|dispute| dispute.wait_until);
    if !body.by_party {
        over(until, at, "/by_party", "G11_SHARE")?;
    }
    if let Some(dispute) = &mut work.asset.dispute {
        dispute.wait_until = None;
        dispute.accepted = Some(body.paper.clone());
    }
    work.asset.state = AssetState::CourtPending;
    Ok(())
}

/// A wait that was set must be over.
fn over(
    until: Option<NaiveDate>,
    at: &Context<'_>,
    pointer: &str,
    code: &'static str,
) -> Result<(), Refusal> {
    match until {
        None => Ok(()),
        set => Ok(must_be_over(at, pointer, code, set)?),
    }
}

fn dismiss(work: &mut Work, body: &DismissClaim, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.not_about_ownership {
        let until = work.asset.dispute.as_ref().and_then(|dispute| dispute.wait_until);
        over(until, at, "/not_about_ownership", "G12_DISPUTE")?;
    }
    work.asset.state = settle(work, &body.paper);
    Ok(())
}

fn accept(work: &mut Work, body: &OnPaper) -> Result<(), Refusal> {
    if let Some(dispute) = &mut work.asset.dispute {
        dispute.wait_until = None;
        dispute.accepted = Some(body.paper.clone());
    }
    work.asset.state = AssetState::CourtPending;
    Ok(())
}

/// Back to where it stood; what proves not to be the debtor's is released, or was never seized (L106 95.3).
fn rule(facts: &AssetFacts, work: &mut Work, body: &RecordRuling, at: &Context<'_>) -> Result<(), Refusal> {
    if body.share.is_some_and(|share| !share.is_proper()) {
        return Err(wrong("/share", "contradicts"));
    }
    let was_seized = facts.asset.is_under_seizure();
    let returns_to = settle(work, &body.paper);
    if body.debtors {
        if let Some(share) = body.share {
            set_share(work, share);
        }
        work.asset.state = returns_to;
        return Ok(());
    }
    if let Some(verified) = &mut work.asset.verified {
        verified.owned_by_debtor = false;
    }
    if was_seized {
        work.end_seizure(facts, at);
        work.asset.state = AssetState::Released;
    } else {
        work.asset.state = AssetState::NotSeizable;
    }
    Ok(())
}

/// One of the two cases of L106 77.1.
fn exploit(
    facts: &AssetFacts,
    work: &mut Work,
    body: &DecideExploitation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !body.worth_far_more && !body.creditor_agrees {
        return Err(wrong("/creditor_agrees", "G-EXPLOIT"));
    }
    let content = json!({ "measure": "CM-EXP", "form": body.form });
    let decision = work.issue(DocumentKind::CoercionDecision, content, at, plan);
    let case = work.case(facts);
    case.move_tracks(&[facts.asset.owner], Stage::Enforcing);
    case.measures.push(Measure {
        decision,
        measure: "CM-EXP".to_owned(),
        coercive: true,
        debtor: Some(facts.asset.owner),
        decided_on: at.on,
        released_on: None,
    });
    work.asset.exploitation = Some(Exploitation {
        form: body.form.clone(),
        decided_on: at.on,
        contracted_on: None,
        ended_on: None,
    });
    work.asset.state = AssetState::Exploited;
    Ok(())
}

/// After the first two grounds it is seized and sold; the third needs everything paid (L106 95.4–95.5).
fn end_exploitation(
    facts: &AssetFacts,
    work: &mut Work,
    body: &EndExploitation,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let paid = body.ground == ExploitationEnd::Paid;
    if paid && !facts.settled() {
        let owed = facts.case.outstanding().to_string();
        return Err(FieldError::new("/ground", "G61_RELEASE").with("amount", owed).into());
    }
    let content = json!({ "measure": "CM-EXP", "ground": body.ground, "paper": body.paper });
    work.issue(DocumentKind::ReleaseDecision, content, at, plan);
    work.end_seizure(facts, at);
    if let Some(exploitation) = &mut work.asset.exploitation {
        exploitation.ended_on = Some(at.on);
    }
    work.asset.state = if paid { AssetState::ExploitEnded } else { AssetState::Verified };
    Ok(())
}

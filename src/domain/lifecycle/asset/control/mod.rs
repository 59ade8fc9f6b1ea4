//! What two people answer for before a sale: the auction dossier, the procuracy's look at the file, and rules of this program that
//! are passed over for a written reason (directive-based; L106 12, 22).

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::guards::{REVIEW_ASKED, REVIEW_OPEN};
use super::{AssetFacts, OFFICER, Phase, Work, row};
use crate::actions;
use crate::domain::asset::{ApprovedDossier, Dossier, Override, ProcuracyReview, ReviewOutcome};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::case::Nothing;
use crate::domain::lifecycle::drafts::{propose, sign};
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Context, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal};

actions! {
    /// Dossier, review, overrides.
    pub enum ControlAction {
        /// The auction dossier is laid before the head.
        ProposeAuctionDossier(Dossier) = "propose_auction_dossier",
        /// A-36H: the head approves it.
        ApproveAuctionDossier(Nothing) = "approve_auction_dossier",
        /// A-36V: the procuracy is asked to look at the file.
        AskProcuracyReview(Nothing) = "ask_procuracy_review",
        /// A-36W: what it said.
        RecordProcuracyReview(RecordProcuracyReview) = "record_procuracy_review",
        /// An override is asked for.
        RequestOverride(RequestOverride) = "request_override",
        /// A-OV: it is allowed.
        AllowOverride(Nothing) = "allow_override",
    }
}

/// The procuracy's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RecordProcuracyReview {
    /// What it said.
    pub outcome: ReviewOutcome,
}

/// A rule of this program to be passed over, this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
pub struct RequestOverride {
    /// The guard, by its code.
    #[validate(length(min = 1, max = 40))]
    pub guard: String,
    /// Why.
    #[validate(length(min = 20, max = 2000))]
    pub reason: String,
}

/// Rules of this program that two people may pass over; what the law forbids is never among them.
pub const OVERRIDABLE: &[&str] =
    &["G-COLLATERAL-GROUP", "G-FACTS-OLD", "G-DOSSIER", "G-VKS-REVIEW", "G-HANDOVER-PLAN"];

const SALE: &[&str] = &["price_final", "preempt_open", "ready_for_auction"];

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        who: &[Who::Signer],
        document: Some(DocumentKind::AuctionDossier),
        proposal: Some(Proposal::by("propose_auction_dossier", OFFICER)),
        ..row("A-36H", "approve_auction_dossier", SALE, To::Same)
    },
    Transition { guards: &[REVIEW_OPEN], ..row("A-36V", "ask_procuracy_review", SALE, To::Same) },
    Transition { guards: &[REVIEW_ASKED], ..row("A-36W", "record_procuracy_review", SALE, To::Same) },
    Transition {
        who: &[Who::Signer],
        document: Some(DocumentKind::OverrideDecision),
        proposal: Some(Proposal::by("request_override", OFFICER)),
        ..row("A-OV", "allow_override", super::OPEN, To::Same)
    },
];

impl Phase for ControlAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            ControlAction::ProposeAuctionDossier(body) => {
                propose("approve_auction_dossier", approve, body, facts, work, at)
            }
            ControlAction::ApproveAuctionDossier(_) => {
                sign("approve_auction_dossier", approve, facts, work, at, plan)
            }
            ControlAction::AskProcuracyReview(_) => {
                work.asset.procuracy_review =
                    Some(ProcuracyReview { asked_on: at.on, answered_on: None, outcome: None });
                Ok(())
            }
            ControlAction::RecordProcuracyReview(body) => {
                if let Some(review) = &mut work.asset.procuracy_review {
                    review.answered_on = Some(at.on);
                    review.outcome = Some(body.outcome);
                }
                Ok(())
            }
            ControlAction::RequestOverride(body) => propose("allow_override", allow, body, facts, work, at),
            ControlAction::AllowOverride(_) => sign("allow_override", allow, facts, work, at, plan),
        }
    }
}

/// Every risk looked at, the papers complete: whoever approves a dossier that says otherwise approves that it waits.
fn approve(
    _: &AssetFacts,
    work: &mut Work,
    body: &Dossier,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut risks: Vec<_> = body.risks.iter().map(|line| line.risk.as_str()).collect();
    risks.sort_unstable();
    if risks.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(FieldError::new("/risks", "duplicate").into());
    }
    let content = json!({ "deliverable": body.deliverable, "risks": body.risks });
    work.record(DocumentKind::AuctionDossier, content, at, plan);
    work.asset.dossier = Some(ApprovedDossier {
        dossier: body.clone(),
        prepared_by: plan.prepared_by,
        approved_by: at.actor.user,
        approved_on: at.on,
    });
    Ok(())
}

fn allow(
    _: &AssetFacts,
    work: &mut Work,
    body: &RequestOverride,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if !OVERRIDABLE.contains(&body.guard.as_str()) {
        return Err(FieldError::new("/guard", "G-OVERRIDE").with("list", OVERRIDABLE.join(", ")).into());
    }
    if work.asset.overrides.iter().any(|one| one.guard == body.guard) {
        return Err(FieldError::new("/guard", "duplicate").into());
    }
    let content = json!({ "guard": body.guard, "reason": body.reason });
    work.record(DocumentKind::OverrideDecision, content, at, plan);
    let granted = Override {
        guard: body.guard.clone(),
        reason: body.reason.clone(),
        asked_by: plan.prepared_by,
        allowed_by: at.actor.user,
        on: at.on,
    };
    work.asset.overrides.push(granted);
    Ok(())
}

//! The auction: choice of the organisation, contract, announcement, session, pause and stop, redemption by the debtor
//! (L106 83–84; ND152 65; auction law).

mod bodies;
mod breaks;
mod contract;

use serde_json::json;

pub use bodies::*;

use super::delivery::ACCOUNTANT;
use super::guards::{
    BEFORE_WINNER_GUARD, CENTRE_DUE, CERTIFICATE, CHOSEN, COST_FLOOR, DOSSIER, NO_DISPUTE, NO_HOLD,
    NO_SELECTION, NOT_CHOSEN, PAPERS_AGREE, POSTED, PREEMPTION, PROCURACY, RANK, REDEEM_TIME,
    RESULT_PUBLISHED, SECURED_FLOOR, SELECTION_NOTICE,
};
use super::{AssetFacts, Phase, Work, row};
use crate::domain::asset::{AssetState, Sale, SaleKind, Selection};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::case::ARRIVAL;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// What must be true before an asset goes to auction, beside what the given guards ask.
macro_rules! ready_to_auction {
    ($($own:expr),+) => {
        &[
            $($own,)+
            CERTIFICATE,
            PAPERS_AGREE,
            PREEMPTION,
            COST_FLOOR,
            SECURED_FLOOR,
            DOSSIER,
            PROCURACY,
            RANK,
            NO_DISPUTE,
            NO_HOLD,
        ]
    };
}

/// Before the choice of the organisation is announced.
const TO_PUBLISH: &[Guard<AssetFacts>] = ready_to_auction!(NO_SELECTION);
/// Before the contract is signed, an organisation having been chosen in the open: the gate shows this list.
pub(super) const TO_CONTRACT: &[Guard<AssetFacts>] =
    ready_to_auction!(SELECTION_NOTICE, CHOSEN, RESULT_PUBLISHED);

const ON_SALE: &[&str] = &["auction_contracted", "auction_announced"];

/// The thing is free, and the money is money of the case like any other.
const REDEEMED: &[Clock] =
    &[Clock::Act("release"), ARRIVAL[0], ARRIVAL[1], ARRIVAL[2], Clock::Effect("cash.to_fund")];

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        guards: TO_PUBLISH,
        document: Some(DocumentKind::SelectionNotice),
        opens: &[Clock::Effect("al.select_notice")],
        ..row("A-36N", "publish_selection_notice", &["ready_for_auction"], To::Same)
    },
    Transition {
        guards: &[SELECTION_NOTICE, NOT_CHOSEN, NO_HOLD],
        opens: &[Clock::Act("al.select_result")],
        closes: &[Clock::Act("al.select_notice")],
        ..row("A-36O", "choose_auction_organisation", &["ready_for_auction"], To::Same)
    },
    Transition {
        guards: &[CHOSEN],
        closes: &[Clock::Act("al.select_result")],
        ..row("A-36P", "publish_selection_result", &["ready_for_auction"], To::Same)
    },
    Transition {
        guards: &[CENTRE_DUE, NO_HOLD],
        opens: &[Clock::Effect("auction.centre")],
        closes: &[Clock::Act("al.select_notice"), Clock::Act("al.select_result")],
        ..row("A-36C", "use_public_centre", &["ready_for_auction"], To::Same)
    },
    Transition {
        guards: TO_CONTRACT,
        document: Some(DocumentKind::AuctionContract),
        opens: &[Clock::Effect("auction.session.re"), Clock::Effect("auction.session.mv")],
        closes: &[Clock::Act("auction.contract"), Clock::Act("auction.centre")],
        ..row("A-36", "sign_auction_contract", &["ready_for_auction"], To::State("auction_contracted"))
    },
    Transition {
        guards: &[NO_DISPUTE, NO_HOLD],
        ..row("A-37", "announce_auction", &["auction_contracted"], To::State("auction_announced"))
    },
    Transition {
        who: ACCOUNTANT,
        guards: &[REDEEM_TIME, BEFORE_WINNER_GUARD],
        document: Some(DocumentKind::Receipt),
        opens: REDEEMED,
        closes: SESSION,
        ..row("A-39", "record_redemption", &["auction_announced"], To::State("redeemed"))
    },
    Transition {
        who: ACCOUNTANT,
        document: Some(DocumentKind::Receipt),
        opens: REDEEMED,
        closes: &[Clock::Act("take.debtor_redeem"), Clock::Act("take.notify_debtor")],
        ..row("A-49", "record_redemption", &["take_debtor_notice"], To::State("redeemed"))
    },
    Transition {
        guards: &[BEFORE_WINNER_GUARD],
        ..row("A-40", "pause_auction", ON_SALE, To::State("auction_paused"))
    },
    Transition {
        guards: &[NO_DISPUTE, NO_HOLD],
        ..row("A-41", "continue_auction", &["auction_paused"], To::OneOf(ON_SALE))
    },
    Transition {
        guards: &[BEFORE_WINNER_GUARD],
        closes: SESSION,
        ..row(
            "A-42",
            "stop_auction",
            &["auction_contracted", "auction_announced", "auction_paused"],
            To::State("auction_stopped"),
        )
    },
    Transition {
        guards: &[POSTED, NO_DISPUTE, NO_HOLD],
        opens: &[Clock::Effect("buyer.pay")],
        closes: SESSION,
        ..row("A-43", "record_sale", &["auction_announced"], To::State("sold_unpaid"))
    },
    Transition {
        guards: &[POSTED],
        opens: &[Clock::Act("fail.notice"), Clock::Act("reduce.decide")],
        closes: SESSION,
        ..row("A-44", "record_failed_auction", &["auction_announced"], To::State("auction_failed"))
    },
];

/// The session's last day is over with the session, or with what takes its place.
pub(super) const SESSION: &[Clock] = &[Clock::Act("auction.session.re"), Clock::Act("auction.session.mv")];

impl Phase for AuctionAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            AuctionAction::PublishSelectionNotice(body) => publish(work, body, at, plan),
            AuctionAction::ChooseAuctionOrganisation(body) => choose(work, body, at),
            AuctionAction::PublishSelectionResult(_) => {
                if let Some(selection) = &mut work.asset.selection {
                    selection.result_on = Some(at.on);
                }
                Ok(())
            }
            AuctionAction::UsePublicCentre(body) => public_centre(work, body, at, plan),
            AuctionAction::SignAuctionContract(body) => contract::sign(work, body, at, plan),
            AuctionAction::AnnounceAuction(body) => contract::announce(work, body, at),
            AuctionAction::RecordRedemption(body) => breaks::redeem(facts, work, body, at, plan),
            AuctionAction::PauseAuction(body) => breaks::pause(facts, work, body, at),
            AuctionAction::ContinueAuction(_) => breaks::go_on(work),
            AuctionAction::StopAuction(body) => breaks::stop(facts, work, body, at),
            AuctionAction::RecordSale(body) => sold(work, body, at, plan),
            AuctionAction::RecordFailedAuction(body) => failed(work, body, at),
        }
    }
}

fn publish(
    work: &mut Work,
    body: &PublishSelectionNotice,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let until = plan.must_open(at, "al.select_notice", at.on, None)?;
    work.record(DocumentKind::SelectionNotice, json!({ "national_portal": body.national_portal }), at, plan);
    work.asset.selection = Some(Selection {
        published_on: at.on,
        published_at: vec![body.own_page.clone(), body.national_portal.clone()],
        notice_until: until,
        scores: Vec::new(),
        chosen: None,
        chosen_on: None,
        result_on: None,
        public_centre: false,
    });
    Ok(())
}

/// The highest points win; nobody who is barred or not on the list; a tie needs its reason (TT02 4–5).
fn choose(work: &mut Work, body: &ChooseAuctionOrganisation, at: &Context<'_>) -> Result<(), Refusal> {
    let fit = |score: &&crate::domain::asset::OrganisationScore| score.listed && !score.conflict;
    let best = body.scores.iter().filter(fit).map(|score| score.points).max();
    let chosen = body.scores.iter().filter(fit).find(|score| score.organisation == body.organisation);
    let Some(chosen) = chosen else {
        return Err(wrong("/organisation", "G42_ORG"));
    };
    let first = body.scores.iter().filter(fit).filter(|score| Some(score.points) == best).count();
    if Some(chosen.points) != best {
        return Err(wrong("/organisation", "G42_ORG"));
    }
    if first > 1 && body.tie_reason.is_none() {
        return Err(wrong("/tie_reason", "required"));
    }
    if let Some(selection) = &mut work.asset.selection {
        selection.scores = body.scores.clone();
        selection.chosen = Some(body.organisation.clone());
        selection.chosen_on = Some(at.on);
    }
    Ok(())
}

/// By operation of law, when no contract was signed in time (L106 83.2.a): nothing is scored, nothing waited for.
fn public_centre(
    work: &mut Work,
    body: &UsePublicCentre,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let from = work.asset.price_final_on.unwrap_or(at.on);
    let contract = at.law.deadline("auction.contract", from, at.on)?.due_on;
    plan.open(at, "auction.centre", contract, None);
    let before = at.on.pred_opt().unwrap_or(at.on);
    work.asset.selection = Some(Selection {
        published_on: at.on,
        published_at: Vec::new(),
        notice_until: before,
        scores: Vec::new(),
        chosen: Some(body.centre.clone()),
        chosen_on: Some(at.on),
        result_on: Some(at.on),
        public_centre: true,
    });
    Ok(())
}

/// Never below the start price of the running round; a single bidder is enough (AL24 49.1) unless the law of the asset forbids it.
fn sold(work: &mut Work, body: &RecordSale, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let start = work.asset.round().map(|round| round.start_price).unwrap_or(Dong::ZERO);
    let findings = work.asset.findings();
    let mut errors = Vec::new();
    if body.price < start || body.price.is_zero() {
        errors.push(FieldError::new("/price", "G39_START_PRICE").with("amount", start.to_string()));
    }
    if body.bidders == 1 && findings.is_some_and(|found| found.one_bidder_forbidden) {
        errors.push(FieldError::new("/bidders", "G66_ONE_BIDDER"));
    }
    if findings.is_some_and(|found| found.buyer_condition.is_some()) && !body.winner_eligible {
        errors.push(FieldError::new("/winner_eligible", "G-BUYER-CONDITION"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let pay_until = plan.must_open(at, "buyer.pay", at.on, None)?;
    work.asset.sale = Some(Sale::new(SaleKind::Auction, body.price, at.on, pay_until));
    work.asset.state = AssetState::SoldUnpaid;
    Ok(())
}

fn failed(work: &mut Work, body: &RecordFailedAuction, at: &Context<'_>) -> Result<(), Refusal> {
    let one = body.failure == crate::domain::asset::Failure::OneBidder;
    let forbidden = work.asset.findings().is_some_and(|found| found.one_bidder_forbidden);
    if one && !forbidden {
        return Err(wrong("/failure", "G66_ONE_BIDDER"));
    }
    if let Some(round) = work.asset.rounds.last_mut() {
        round.failed_on = Some(at.on);
        round.failure = Some(body.failure);
        round.forfeited_deposit = body.forfeited_deposit;
    }
    work.asset.state = AssetState::AuctionFailed;
    Ok(())
}

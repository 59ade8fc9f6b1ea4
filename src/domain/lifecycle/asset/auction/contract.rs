//! The auction contract and the announcement (L106 83.2.a, 83.6, 84.3; AL16 33–39, 53, 57).

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;

use super::{AnnounceAuction, SignAuctionContract};
use crate::domain::asset::{AssetState, Round};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::Work;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

/// Start price as fixed, deposit within the law's bounds, every clause there, session after the posting and within its term.
pub(super) fn sign(
    work: &mut Work,
    body: &SignAuctionContract,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let fixed = work.asset.start_price.unwrap_or(Dong::ZERO);
    let mut errors = Vec::new();
    if body.start_price != fixed {
        errors.push(FieldError::new("/start_price", "G39_START_PRICE").with("amount", fixed.to_string()));
    }
    let lowest = at.law.rate("al.deposit_rate_min", at.on)?;
    let highest = at.law.rate("al.deposit_rate_max", at.on)?;
    let deposit = Decimal::new(i64::from(body.deposit_permille), 3);
    if deposit < lowest || deposit > highest {
        errors.push(
            FieldError::new("/deposit_permille", "G43_CONTRACT").with("list", format!("{lowest}–{highest}")),
        );
    }
    let clauses = [
        (body.pause_and_stop_clauses, "pause_and_stop_clauses"),
        (body.asset_described, "asset_described"),
        (body.order_of_sale, "order_of_sale"),
        (body.notice_duties, "notice_duties"),
    ];
    for (_, clause) in clauses.into_iter().filter(|(there, _)| !there) {
        errors.push(FieldError::new(format!("/{clause}"), "G43_CONTRACT").with("list", clause));
    }
    let key = if work.asset.kind.is_real_estate() { "auction.session.re" } else { "auction.session.mv" };
    let last = at.law.deadline(key, at.on, at.on)?.due_on;
    if body.session_on > last || body.session_on <= at.on {
        errors.push(FieldError::new("/session_on", "G45_SESSION_DATE").with("date", last.to_string()));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let chosen = work.asset.selection.as_ref().and_then(|selection| selection.chosen.clone());
    let chosen = chosen.unwrap_or_default();
    let content = json!({ "organisation": chosen, "start_price": fixed });
    work.record(DocumentKind::AuctionContract, content, at, plan);
    plan.open(at, key, at.on, None);
    work.asset.rounds.push(Round {
        start_price: fixed,
        organisation: chosen,
        contracted_on: at.on,
        deposit_permille: body.deposit_permille,
        posted_on: None,
        notices: Vec::new(),
        session_on: Some(body.session_on),
        failed_on: None,
        failure: None,
        stopped_on: None,
        forfeited_deposit: None,
        deposit_taken_on: None,
    });
    work.asset.state = AssetState::AuctionContracted;
    Ok(())
}

/// Posting, notices, viewing and files, each so long before the session as the auction law asks; a round after the second failure,
/// or of little value, has shorter times (AL16 53).
pub(super) fn announce(work: &mut Work, body: &AnnounceAuction, at: &Context<'_>) -> Result<(), Refusal> {
    let real_estate = work.asset.kind.is_real_estate();
    let Some((start, session)) =
        work.asset.round().map(|one| (one.start_price, one.session_on.unwrap_or(at.on)))
    else {
        return Ok(());
    };
    let little = start < at.law.dong("al.simplified_below", at.on)?;
    let precious = work.asset.kind == crate::domain::asset::AssetKind::Precious;
    let simplified = work.asset.reductions >= 2 || little || precious;
    let key = match (real_estate, simplified) {
        (true, false) => "al.post_re",
        (true, true) => "al.simplified_post_re",
        (false, false) => "al.post_mv",
        (false, true) => "al.simplified_post_mv",
    };
    let mut errors = Vec::new();
    let latest = at.law.deadline(key, session, at.on)?.due_on;
    if at.on > latest {
        errors.push(late("/effective_on", latest, key));
    }
    errors.extend(public_notices(body, real_estate, simplified, start, session, at)?);
    let days = at.law.integer("al.view_days", at.on)?;
    if i64::from(body.viewing_days) < days {
        errors.push(
            FieldError::new("/viewing_days", "G44_NOTICE").with("date", "-").with("list", "al.view_days"),
        );
    }
    let files = if simplified { "al.simplified_files" } else { "al.files_until" };
    let open_until = at.law.deadline(files, session, at.on)?.due_on;
    if body.files_until < open_until.min(session) || body.files_until >= session {
        errors.push(late("/files_until", open_until, files));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if let Some(round) = work.asset.rounds.last_mut() {
        round.posted_on = Some(at.on);
        round.notices = body.notices.clone();
    }
    work.asset.state = AssetState::AuctionAnnounced;
    Ok(())
}

fn late(pointer: &str, latest: NaiveDate, key: &str) -> FieldError {
    FieldError::new(pointer, "G44_NOTICE").with("date", latest.to_string()).with("list", key)
}

/// Two notices, days apart, the second long enough before the session; of a simplified round one is enough (AL16 53, 57).
fn public_notices(
    body: &AnnounceAuction,
    real_estate: bool,
    simplified: bool,
    start: Dong,
    session: NaiveDate,
    at: &Context<'_>,
) -> Result<Vec<FieldError>, Refusal> {
    let dear = start >= at.law.dong("al.notice_media_from", at.on)?;
    if !real_estate && !dear {
        return Ok(Vec::new());
    }
    let mut days = body.notices.clone();
    days.sort();
    let needed = if simplified { 1 } else { at.law.integer("al.notice_media_times", at.on)? };
    let enough = i64::try_from(days.len()).is_ok_and(|there| there >= needed);
    let (Some(first), Some(last), true) = (days.first().copied(), days.last().copied(), enough) else {
        return Ok(vec![
            FieldError::new("/notices", "G44_NOTICE").with("date", "-").with("list", "al.notice_media_times"),
        ]);
    };
    if simplified {
        return Ok(if last < session {
            Vec::new()
        } else {
            vec![late("/notices", session, "al.notice_media_times")]
        });
    }
    let mut errors = Vec::new();
    let apart = at.law.deadline("al.notice_apart", first, at.on)?.due_on;
    if last < apart {
        errors.push(late("/notices", apart, "al.notice_apart"));
    }
    let key = if real_estate { "al.notice_second_re" } else { "al.notice_second_mv" };
    let latest = at.law.deadline(key, session, at.on)?.due_on;
    if last > latest {
        errors.push(late("/notices", latest, key));
    }
    Ok(errors)
}

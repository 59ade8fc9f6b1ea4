//! From discovery to seizure: registry, verification, exclusion, decision, notices, minutes (L106 37, 66, 72, 78–80).

use serde_json::json;

use super::guards::{
    BASIS, COST_NOTICE, NO_HOLD, NOT_EXCLUDED, OTHER_AUTHORITY, OWNER, SEIZURE_NOTICE, STATE_FUNDED,
    VOLUNTARY, WINDOW,
};
use super::{
    AssetFacts, CarryOutSeizure, ExcludeAsset, IssueSeizureDecision, QueryRegistry, RecordVerification,
    ServeSeizureNotices, Work, row,
};
use crate::domain::asset::{AssetState, RegistryQuery, Verified};
use crate::domain::case::{Measure, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::coercion_time;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, To, Transition};
use crate::domain::refusal::wrong;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    Transition {
        opens: &[Clock::Act("info_reply")],
        ..row("A-02", "query_registry", &["identified", "verifying"], To::State("verifying"))
    },
    Transition {
        closes: &[Clock::Act("info_reply")],
        ..row("A-03", "record_verification", &["identified", "verifying"], To::State("verified"))
    },
    row("A-04", "exclude_asset", &["identified", "verifying", "verified"], To::State("not_seizable")),
    Transition {
        guards: &[BASIS, VOLUNTARY, OWNER, NOT_EXCLUDED, STATE_FUNDED, OTHER_AUTHORITY, NO_HOLD],
        document: Some(DocumentKind::SeizureDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        ..row("A-15", "issue_seizure_decision", &["verified"], To::State("seizure_decided"))
    },
    row("A-17N", "serve_seizure_notices", &["seizure_decided"], To::Same),
    Transition {
        guards: &[SEIZURE_NOTICE, COST_NOTICE, WINDOW, NO_HOLD],
        opens: &[Clock::Act("valuation.contract")],
        ..row("A-17", "carry_out_seizure", &["seizure_decided"], To::State("seized"))
    },
];

pub(super) fn query(work: &mut Work, body: &QueryRegistry, at: &Context<'_>) -> Result<(), Refusal> {
    work.asset.queries.push(RegistryQuery {
        registry: body.registry.clone(),
        asked_on: at.on,
        answered_on: None,
    });
    work.asset.state = AssetState::Verifying;
    Ok(())
}

/// A registrable asset is not verified without the registry's answer (L106 37.2).
pub(super) fn verify(work: &mut Work, body: &RecordVerification, at: &Context<'_>) -> Result<(), Refusal> {
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
    for query in asset.queries.iter_mut().filter(|query| query.answered_on.is_none()) {
        query.answered_on = answered;
    }
    asset.verified = Some(Verified {
        owned_by_debtor: body.owned_by_debtor,
        co_owners: body.co_owners,
        other_authority: body.other_authority,
        estimated_value: body.estimated_value,
        on: at.on,
    });
    asset.state = AssetState::Verified;
    Ok(())
}

pub(super) fn exclude(work: &mut Work, body: &ExcludeAsset, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.entry.starts_with("EX-") || at.law.basis(&body.entry, at.on).is_empty() {
        return Err(wrong("/entry", "not_in_list"));
    }
    work.asset.excluded = Some(body.entry.clone());
    work.asset.state = AssetState::NotSeizable;
    Ok(())
}

/// Worth no more than debt and costs, or one of the exceptions of L106 72.3 is named.
pub(super) fn decide(
    facts: &AssetFacts,
    work: &mut Work,
    body: &IssueSeizureDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let value = facts.asset.verified.as_ref().map(|verified| verified.estimated_value).unwrap_or_default();
    let limit =
        facts.case.outstanding().plus(facts.asset.costs).map_err(|_| wrong("", "amount_out_of_range"))?;
    if value > limit && body.proportion_exception.is_none() {
        let error =
            FieldError::new("/proportion_exception", "G05_PROPORTION").with("limit", limit.to_string());
        return Err(Refusal::Content(vec![error]));
    }
    let content = json!({ "asset": facts.asset.name, "proportion_exception": body.proportion_exception });
    let decision = work.issue(DocumentKind::SeizureDecision, content, at, plan);
    let mut case = facts.case.clone();
    if case.debtor(facts.asset.owner).is_some() {
        case.move_tracks(&[facts.asset.owner], Stage::Enforcing);
    } else {
        case.stage = Stage::Enforcing;
    }
    case.measures.push(Measure {
        decision,
        measure: "CM-SEIZE".to_owned(),
        coercive: true,
        debtor: Some(facts.asset.owner),
        decided_on: at.on,
        released_on: None,
    });
    work.case = Some(Box::new(case));
    work.asset.state = AssetState::SeizureDecided;
    Ok(())
}

pub(super) fn notices(work: &mut Work, body: &ServeSeizureNotices, at: &Context<'_>) -> Result<(), Refusal> {
    if !body.seizure && !body.costs && body.urgent_reason.is_none() {
        return Err(wrong("/seizure", "required"));
    }
    let notices = &mut work.asset.notices;
    if body.seizure {
        notices.seizure_on = Some(at.on);
    }
    if body.costs {
        notices.costs_on = Some(at.on);
    }
    notices.urgent_reason = notices.urgent_reason.take().or_else(|| body.urgent_reason.clone());
    Ok(())
}

/// Coercion only by day (L106 72.5); the hours of the night are law data.
pub(super) fn carry_out(work: &mut Work, body: &CarryOutSeizure, at: &Context<'_>) -> Result<(), Refusal> {
    let mut errors = coercion_time::hours("G23_WINDOW", &body.began_at, &body.ended_at, at)?;
    if !body.commune_present {
        errors.push(FieldError::new("/commune_present", "G25_ATTENDANCE").with("list", "commune_present"));
    }
    if work.asset.kind.is_real_estate() && !body.land_body_present {
        errors
            .push(FieldError::new("/land_body_present", "G25_ATTENDANCE").with("list", "land_body_present"));
    }
    if !body.minutes_complete {
        errors.push(FieldError::new("/minutes_complete", "G26_MINUTES").with("list", "minutes_complete"));
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    work.asset.costs =
        work.asset.costs.plus(body.costs).map_err(|_| wrong("/costs", "amount_out_of_range"))?;
    work.asset.seized_on = Some(at.on);
    work.asset.state = AssetState::Seized;
    Ok(())
}

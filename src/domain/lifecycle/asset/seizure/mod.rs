//! The seizure and what follows it on the spot (L106 40, 72, 78–81; ND152 24, 42, 54–56).

mod bodies;
mod minutes;

use serde_json::json;

pub use bodies::*;
pub(super) use minutes::forces;

use super::guards::{
    ATTACHMENT_JUDGED, BAD_DEBT, BASIS, COLLATERAL_GROUP, COMMON_LAST, COST_NOTICE, CREDITOR_PAPERS, FRESH,
    GOODS_TOLD, GRAVES, IP, IS_LOT, MORTGAGE, MORTGAGED, NO_DISPUTE, NO_HOLD, NOT_EXCLUDED, NOT_JUDGED,
    ONLY_HOME, OTHER_AUTHORITY, OWNER, PROPORTION, RESOURCE, SEIZURE_NOTICE, SHARE, STATE_FUNDED, SURVEY,
    TRANSFERRED, UNREGISTERED, VESSEL, VOLUNTARY, WINDOW,
};
use super::{AssetFacts, BEFORE_WINNER as PAPERS, HELD, Phase, Work, row};
use crate::domain::asset::{AssetState, ForeignGoods, ProportionException, Supplement};
use crate::domain::case::{Measure, Stage};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::plan::{Change, Plan};
use crate::domain::lifecycle::{Clock, Context, Guard, To, Transition};
use crate::domain::refusal::{FieldError, Refusal, wrong};

/// What must be true before a seizure is decided: the row and the gate read the same list.
pub(super) const TO_DECIDE: &[Guard<AssetFacts>] = &[
    BASIS,
    VOLUNTARY,
    OWNER,
    SURVEY,
    FRESH,
    NOT_EXCLUDED,
    PROPORTION,
    NOT_JUDGED,
    ONLY_HOME,
    MORTGAGE,
    BAD_DEBT,
    COLLATERAL_GROUP,
    COMMON_LAST,
    SHARE,
    NO_DISPUTE,
    STATE_FUNDED,
    OTHER_AUTHORITY,
    UNREGISTERED,
    RESOURCE,
    CREDITOR_PAPERS,
    TRANSFERRED,
    IP,
    VESSEL,
    NO_HOLD,
];

/// What must be true before it is carried out.
pub(super) const TO_CARRY_OUT: &[Guard<AssetFacts>] =
    &[SEIZURE_NOTICE, COST_NOTICE, WINDOW, GRAVES, NO_DISPUTE, NO_HOLD];

pub(super) const ROWS: &[Transition<AssetFacts>] = &[
    row("A-15E", "record_evasion", &["verified", "seizure_decided"], To::Same),
    Transition {
        guards: TO_DECIDE,
        document: Some(DocumentKind::SeizureDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        closes: &[Clock::Act("security_to_coercion")],
        ..row("A-15", "issue_seizure_decision", &["verified"], To::State("seizure_decided"))
    },
    Transition { guards: &[MORTGAGED], ..row("A-16", "tell_mortgagee", &["seizure_decided"], To::Same) },
    row("A-17N", "serve_seizure_notices", &["seizure_decided"], To::Same),
    Transition {
        guards: TO_CARRY_OUT,
        opens: &[Clock::Act("valuation.contract"), Clock::Effect("gold.sell")],
        ..row("A-17", "carry_out_seizure", &["seizure_decided"], To::State("seized"))
    },
    Transition {
        guards: &[ATTACHMENT_JUDGED, NO_HOLD],
        opens: &[Clock::Act("valuation.contract"), Clock::Effect("gold.sell")],
        ..row("A-18", "take_over_attachment", &["verified"], To::State("seized"))
    },
    Transition { guards: &[IS_LOT], ..row("A-18L", "dissolve_lot", &["seized"], To::State("dissolved")) },
    Transition {
        document: Some(DocumentKind::SeizureDecision),
        opens: &[Clock::Effect("notify"), Clock::Effect("send_vks")],
        ..row("A-19", "seize_supplement", &["seized"], To::Same)
    },
    row("A-20", "demand_title_papers", PAPERS, To::Same),
    row("A-20R", "receive_title_papers", PAPERS, To::Same),
    row("A-20N", "notify_registry", HELD, To::Same),
    Transition {
        closes: &[Clock::Act("registry.release")],
        ..row("A-67N", "notify_registry_release", &["released", "seizure_revoked"], To::Same)
    },
    Transition {
        opens: &[Clock::Effect("goods.remove")],
        ..row("A-21", "order_removal", &["seizure_decided", "seized"], To::Same)
    },
    Transition {
        guards: &[GOODS_TOLD],
        closes: &[Clock::Act("goods.remove")],
        ..row("A-21S", "settle_goods", &["seizure_decided", "seized"], To::Same)
    },
    Transition { opens: &[Clock::Act("custody.self")], ..row("A-22W", "offer_self_custody", HELD, To::Same) },
    Transition { closes: &[Clock::Act("custody.self")], ..row("A-22", "change_custody", HELD, To::Same) },
];

impl Phase for SeizureAction {
    fn apply(
        &self,
        facts: &AssetFacts,
        work: &mut Work,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        match self {
            SeizureAction::RecordEvasion(body) => {
                let reason = format!("{} ({})", body.reason, body.evidence);
                work.asset.notices.urgent_reason = Some(reason);
                Ok(())
            }
            SeizureAction::IssueSeizureDecision(body) => decide(facts, work, body, at, plan),
            SeizureAction::TellMortgagee(_) => {
                let verified = work.asset.verified.as_mut();
                if let Some(mortgage) = verified.and_then(|verified| verified.findings.mortgage.as_mut()) {
                    mortgage.mortgagee_told_on = Some(at.on);
                }
                Ok(())
            }
            SeizureAction::ServeSeizureNotices(body) => notices(work, body, at),
            SeizureAction::CarryOutSeizure(body) => minutes::carry_out(facts, work, body, at, plan),
            SeizureAction::TakeOverAttachment(body) => minutes::take_over(facts, work, body, at, plan),
            SeizureAction::SeizeSupplement(body) => supplement(work, body, at, plan),
            SeizureAction::DemandPapers(body) => {
                work.asset.papers.held_by_creditor = body.held_by_creditor;
                work.asset.papers.demanded_on.push(at.on);
                Ok(())
            }
            SeizureAction::ReceivePapers(body) => {
                work.asset.papers.unrecoverable = body.unrecoverable;
                work.asset.papers.received_on = (!body.unrecoverable).then_some(at.on);
                Ok(())
            }
            SeizureAction::NotifyRegistry(_) => {
                work.asset.notices.registry_on = Some(at.on);
                Ok(())
            }
            SeizureAction::NotifyRegistryRelease(_) => {
                let notices = &mut work.asset.notices;
                if notices.registry_release_on.replace(at.on).is_some() {
                    return Err(FieldError::new("/action", "duplicate").into());
                }
                Ok(())
            }
            SeizureAction::OrderRemoval(_) => order_removal(work, at, plan),
            SeizureAction::SettleGoods(body) => settle_goods(work, body, at),
            SeizureAction::OfferSelfCustody(_) => Ok(()),
            SeizureAction::ChangeCustody(body) => {
                minutes::check_custody(work.asset.kind, body, "")?;
                work.asset.custody = Some(body.clone());
                Ok(())
            }
            SeizureAction::DissolveLot(_) => dissolve(facts, work, at, plan),
        }
    }
}

/// Worth no more than debt and costs, or an exception of L106 72.3 that verification bears out is named.
fn decide(
    facts: &AssetFacts,
    work: &mut Work,
    body: &IssueSeizureDecision,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let excepted =
        facts.division().is_some() || body.proportion_exception.is_some_and(|one| facts.supports(one));
    if facts.exceeds_debt() && !excepted {
        let limit = facts.limit().to_string();
        errors.push(FieldError::new("/proportion_exception", "G05_PROPORTION").with("limit", limit));
    }
    let findings = facts.asset.findings();
    let common = findings.is_some_and(|found| found.common.is_some() && found.divisible == Some(true));
    if common && !body.debtors_part_only {
        errors.push(FieldError::new("/debtors_part_only", "G11_SHARE").with("date", "-"));
    }
    errors.extend(rank(facts, body));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let content = json!({ "asset": facts.asset.name, "proportion_exception": body.proportion_exception,
        "debtors_part_only": body.debtors_part_only, "rank": body.rank });
    let decision = work.issue(DocumentKind::SeizureDecision, content, at, plan);
    let case = work.case(facts);
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
    work.asset.rank = body.rank;
    work.asset.state = AssetState::SeizureDecided;
    Ok(())
}

/// One thing is not under two seizures without an order between them.
fn rank(facts: &AssetFacts, body: &IssueSeizureDecision) -> Option<FieldError> {
    let taken = |rank: u32| facts.rivals.iter().any(|rival| rival.rank.unwrap_or(1) == rank);
    let refused = match (facts.rivals.is_empty(), body.rank) {
        (true, None) => return None,
        (true, Some(_)) => return Some(FieldError::new("/rank", "contradicts")),
        (false, Some(rank)) => taken(rank),
        (false, None) => true,
    };
    let ranks = facts.rivals.iter().map(|rival| rival.rank.unwrap_or(1)).max().unwrap_or(1);
    refused.then(|| FieldError::new("/rank", "G-SEIZED-TWICE").with("rank", (ranks + 1).to_string()))
}

fn notices(work: &mut Work, body: &ServeSeizureNotices, at: &Context<'_>) -> Result<(), Refusal> {
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

/// The original decision's date fixes who shares its price as well (ND152 29.3).
fn supplement(
    work: &mut Work,
    body: &SeizeSupplement,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let content = json!({ "asset": work.asset.name, "supplement": body.name });
    work.issue(DocumentKind::SeizureDecision, content, at, plan);
    work.asset.supplements.push(Supplement { name: body.name.clone(), on: at.on });
    Ok(())
}

fn order_removal(work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    let remove_until = plan.must_open(at, "goods.remove", at.on, None)?;
    work.asset.foreign_goods = Some(ForeignGoods { told_on: at.on, remove_until, settled: None });
    Ok(())
}

/// Priced and sold only when the days to remove them are over (L106 81.2).
fn settle_goods(work: &mut Work, body: &SettleGoods, at: &Context<'_>) -> Result<(), Refusal> {
    let Some(goods) = &mut work.asset.foreign_goods else { return Ok(()) };
    let early = body.end == crate::domain::asset::GoodsEnd::Priced && at.on <= goods.remove_until;
    if early {
        let until = goods.remove_until.to_string();
        return Err(FieldError::new("/end", "G29_FOREIGN_GOODS").with("date", until).into());
    }
    goods.settled = Some(body.end);
    Ok(())
}

/// Its things stand for themselves again.
fn dissolve(facts: &AssetFacts, work: &mut Work, at: &Context<'_>, plan: &mut Plan) -> Result<(), Refusal> {
    for member in &facts.members {
        let mut member = member.clone();
        member.state = AssetState::Seized;
        member.lot = None;
        member.updated_at = at.now;
        plan.changes.push(Change::Asset(Box::new(member)));
    }
    work.asset.state = AssetState::Dissolved;
    Ok(())
}

impl AssetFacts {
    /// Whether verification bears an exception out (L106 72.3).
    pub(super) fn supports(&self, exception: ProportionException) -> bool {
        let Some(found) = self.asset.findings() else { return false };
        match exception {
            ProportionException::Indivisible => found.divisible == Some(false),
            ProportionException::Judged => self.asset.judged,
            ProportionException::Collateral => found.mortgage.as_ref().is_some_and(|one| one.judged),
            ProportionException::Proposed => found.proposed_by_debtor,
            ProportionException::OtherLaw => found.other_law.is_some(),
        }
    }
}

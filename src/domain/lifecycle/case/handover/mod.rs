//! Delivery of what the judgment gives to a creditor and the debtor or another does not give up (L106 88–90; ND152 70–72): the fee on
//! it and its notice, what was found of it, the hand-over. That it is ordered stands with the measures, that it is carried out on site
//! with coercion; what was sold or taken is handed over by its asset.

mod bodies;
mod ending;
mod fee;

pub use bodies::*;

use serde_json::json;

use super::guards::NO_HOLD;
use super::{CaseFacts, Named, Phase, propose, record, sign, tracks, wrong};
use crate::domain::case::{Case, Handover, ThingNature, ThingOrder};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, ObligationId};
use crate::domain::judgment::Obligation;
use crate::domain::lifecycle::plan::Plan;
use crate::domain::lifecycle::{Clock, Context, Guard, Proposal, To, Transition, Who};
use crate::domain::refusal::{FieldError, Refusal, Unmet};

/// Some judged thing is ordered to be handed over, and is not yet.
const ORDERED: Guard<CaseFacts> = Guard { code: "G-JD-OPEN", test: |facts, _| some_open(facts) };

const OFFICER: &[Who] = &[Who::AssignedOfficer];
const ENFORCING: &[&str] = &["enforcing"];
/// What runs about the item until it is handed over.
const CLOCKS: &[&str] =
    &["fee.notice", "thing_suit", "land.remove", "papers.collect", "papers.collect.abroad"];
/// The summons to fetch papers: at home, abroad (ND152 70.2).
const SUMMONS: [&str; 2] = ["papers.collect", "papers.collect.abroad"];

pub(super) const ROWS: &[Transition<CaseFacts>] = &[
    Transition {
        guards: &[ORDERED],
        document: Some(DocumentKind::FeeDecision),
        proposal: Some(Proposal::by("propose_thing_fee", OFFICER)),
        opens: &[Clock::Effect("fee.notice")],
        ..Transition::row("JD-01", "decide_thing_fee", ENFORCING, To::Same, &[Who::Signer])
    },
    Transition {
        guards: &[ORDERED],
        document: Some(DocumentKind::FeeNotice),
        closes: &[Clock::Effect("fee.notice")],
        ..Transition::row("JD-02", "notify_thing_fee", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[ORDERED],
        document: Some(DocumentKind::CoercionLetter),
        opens: &[Clock::Effect("thing_suit"), Clock::Effect("land.remove")],
        closes: &[Clock::Effect("thing_suit"), Clock::Effect("land.remove")],
        ..Transition::row("JD-03", "record_thing_found", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[ORDERED, NO_HOLD],
        document: Some(DocumentKind::ThingMinutes),
        opens: &[
            Clock::Effect("unclaimed_goods"),
            Clock::Effect("unclaimed_goods_perishable"),
            Clock::Effect("unclaimed_papers"),
            Clock::Effect("unpublish"),
        ],
        ..Transition::row("JD-04", "hand_over_thing", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[ORDERED],
        document: Some(DocumentKind::CollectionNotice),
        opens: &[Clock::Effect(SUMMONS[0]), Clock::Effect(SUMMONS[1])],
        closes: &[Clock::Effect(SUMMONS[0]), Clock::Effect(SUMMONS[1])],
        ..Transition::row("JD-05", "summon_for_papers", ENFORCING, To::Same, OFFICER)
    },
    Transition {
        guards: &[ORDERED, NO_HOLD],
        document: Some(DocumentKind::PapersTransfer),
        opens: &[Clock::Effect("unpublish")],
        ..Transition::row("JD-06", "send_papers_on", ENFORCING, To::Same, OFFICER)
    },
];

fn some_open(facts: &CaseFacts) -> Result<String, Unmet> {
    match open_handovers(&facts.case).count() {
        0 => Err(Unmet::new("G-JD-OPEN", "none", "a judged thing ordered to be handed over")),
        count => Ok(count.to_string()),
    }
}

/// Ordered by a decision in force, and not handed over yet.
pub(super) fn open_handovers(case: &Case) -> impl Iterator<Item = &Handover> {
    let lives = |one: &&Handover| case.live_measures().any(|measure| measure.decision == one.decision);
    case.coercion.handovers.iter().filter(|one| one.ended_on.is_none()).filter(lives)
}

/// The order was signed; whoever keeps the register of securities gets it within three working days (ND152 72.2).
pub(super) fn ordered(
    case: &mut Case,
    order: &ThingOrder,
    decision: DecisionId,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    // What was sold is no judgment's to transfer: its buyer gets it as the sale says.
    let Some(item) = order.obligation else { return };
    if order.nature == ThingNature::Securities {
        plan.open(at, "sec.deliver", at.on, Some(decision.0));
    }
    let before = case.coercion.handovers.iter().rfind(|one| one.obligation == item);
    let handover = Handover::new(decision, item, order.nature).after(before);
    case.coercion.handovers.push(handover);
}

/// What an act performed otherwise – the parties themselves, a return – is not to be handed over any more: the order has done its work.
pub(super) fn performed(facts: &CaseFacts, case: &mut Case, at: &Context<'_>, plan: &Plan) {
    let whole = |one: &&Handover| {
        let item = facts.items.iter().find(|item| item.id == one.obligation);
        let now = plan.performed.iter().filter(|now| now.obligation == one.obligation);
        let now = now.map(|now| now.amount).max();
        item.zip(now).is_some_and(|(item, now)| now >= item.amount.saturating_minus(item.paid))
    };
    let over: Vec<DecisionId> = open_handovers(case).filter(whole).map(|one| one.decision).collect();
    over.into_iter().for_each(|decision| finish(case, decision, at));
}

/// The decision ends with its thing.
fn finish(case: &mut Case, decision: DecisionId, at: &Context<'_>) {
    for measure in case.measures.iter_mut().filter(|measure| measure.decision == decision) {
        measure.released_on = measure.released_on.or(Some(at.on.max(measure.decided_on)));
    }
    for one in case.coercion.handovers.iter_mut().filter(|one| one.decision == decision) {
        one.ended_on = Some(at.on);
    }
}

/// The decision is over, whatever ended it: what runs about its thing falls away.
pub(super) fn measure_over(case: &Case, decision: DecisionId, plan: &mut Plan) {
    for one in case.coercion.handovers.iter().filter(|one| one.decision == decision) {
        CLOCKS.iter().for_each(|key| plan.lapse(key, one.obligation.0));
        plan.lapse("sec.deliver", decision.0);
    }
}

impl Phase for HandoverAction {
    fn named(&self) -> Named {
        use HandoverAction as A;
        let of = |item: ObligationId| Named { items: vec![item], ..Named::default() };
        match self {
            A::ProposeThingFee(body) => Named { fees_of_items: true, ..of(body.obligation) },
            A::HandOverThing(body) => Named {
                parties: body.goods_left.iter().map(|one| one.owner).collect(),
                ..of(body.obligation)
            },
            A::SendPapersOn(body) => of(body.obligation),
            A::NotifyThingFee(body) => of(body.obligation),
            A::RecordThingFound(body) => of(body.obligation),
            A::SummonForPapers(body) => of(body.obligation),
            A::DecideThingFee(_) => Named::default(),
        }
    }

    fn apply(
        &self,
        facts: &CaseFacts,
        case: &mut Case,
        at: &Context<'_>,
        plan: &mut Plan,
    ) -> Result<(), Refusal> {
        use HandoverAction as A;
        match self {
            A::ProposeThingFee(body) => propose("decide_thing_fee", fee::decide, body, facts, case, at),
            A::DecideThingFee(_) => sign("decide_thing_fee", fee::decide, facts, case, at, plan),
            A::NotifyThingFee(body) => fee::notify(facts, case, body.obligation, at, plan),
            A::RecordThingFound(body) => found(facts, case, body, at, plan),
            A::HandOverThing(body) => ending::hand_over(facts, case, body, at, plan),
            A::SummonForPapers(body) => ending::summon(facts, case, body, at, plan),
            A::SendPapersOn(body) => ending::send_on(facts, case, body, at, plan),
        }
    }
}

/// The item that an act names and its way so far; not before it was ordered.
fn thing<'a>(
    facts: &'a CaseFacts,
    case: &Case,
    id: ObligationId,
    at: &Context<'_>,
) -> Result<(&'a Obligation, Handover), Refusal> {
    let ordered = open_handovers(case).find(|one| one.obligation == id);
    let Some(handover) = ordered else { return Err(wrong("/obligation", "not_in_list")) };
    let item = tracks::item(facts, case, id, "/obligation")?;
    let mut decided = case.live_measures().filter(|measure| measure.decision == handover.decision);
    if decided.any(|measure| at.on < measure.decided_on) {
        return Err(wrong("/effective_on", "contradicts"));
    }
    Ok((item, handover.clone()))
}

/// Keeps what an act changed on a thing's way.
fn keep(case: &mut Case, changed: Handover) {
    let mut known = case.coercion.handovers.iter_mut();
    if let Some(one) = known.find(|one| one.decision == changed.decision) {
        *one = changed;
    }
}

/// The parties of a specific thing that is gone have 15 days to go to court, whoever built on the land 15 days to clear it (L106 88.1.c,
/// 90.3.a). What stood there before the judgment waits for the court's answer; without one, or a ground to review, it counts as built
/// after (ND152 71.1).
fn found(
    facts: &CaseFacts,
    case: &mut Case,
    body: &RecordThingFound,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let (_, mut one) = thing(facts, case, body.obligation, at)?;
    if !body.found.fits(one.nature) {
        return Err(FieldError::new("/found", "contradicts").with("nature", one.nature.as_str()).into());
    }
    if one.found == Some(body.found) {
        return Err(wrong("/found", "duplicate"));
    }
    let about = Some(body.obligation.0);
    if let Some(key) = one.found.and_then(|before| before.clock()) {
        plan.close(key, about);
    }
    one.found = Some(body.found);
    one.found_until = match body.found.clock() {
        Some(key) => plan.open_known(at, key, at.on, about)?,
        None => None,
    };
    let content = json!({ "obligation": body.obligation, "found": body.found, "facts": body.facts });
    record(case, DocumentKind::CoercionLetter, content, at, plan);
    keep(case, one);
    Ok(())
}

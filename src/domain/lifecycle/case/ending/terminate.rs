//! Termination (đình chỉ): of the whole case, of a part, after an annulment; and its recall when a bankruptcy procedure is ended.

use chrono::NaiveDate;
use serde_json::json;

use super::guards::ground;
use super::{
    ItemCut, ProposeAnnulmentTermination, ProposePartialTermination, ProposeTermination,
    ProposeTerminationRecall, TerminationConditions, close,
};
use crate::domain::asset::{Asset, AssetState, SaleKind};
use crate::domain::case::{
    Case, EndingGround, Exemption, Gives, Measure, Paper, Scope, Termination, TerminationGround, TrackEnd,
};
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DecisionId, HoldId, ObligationId, PaperId};
use crate::domain::judgment::ObligationStatus;
use crate::domain::lifecycle::Context;
use crate::domain::lifecycle::asset::tell_registry;
use crate::domain::lifecycle::case::interruption::{check_scope, covered, end_hold, for_review, is_over};
use crate::domain::lifecycle::case::papers::take_paper;
use crate::domain::lifecycle::case::{CaseFacts, issue, known_ground};
use crate::domain::lifecycle::plan::{Change, ItemChange, Plan};
use crate::domain::money::Dong;
use crate::domain::refusal::{FieldError, Refusal};

pub(super) fn whole(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeTermination,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if by_exemption(case, body.paper).is_some() && !case.outstanding().is_zero() {
        // Something is left after the cut: that is a termination of a part.
        errors.push(FieldError::new("/paper", "contradicts"));
    }
    let judged = judge(facts, case, body.paper, &body.conditions, at, plan, &mut errors);
    let Some((paper, ground)) = judged.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    end_whole(facts, case, &paper, ground, at, plan);
    Ok(())
}

/// The exemption or reduction that this paper stands for: what it cut was taken off the items when it took effect.
fn by_exemption(case: &Case, paper: PaperId) -> Option<&Exemption> {
    case.exemptions.iter().find(|exemption| exemption.paper == Some(paper))
}

/// The paper, its ground, and everything that the ground asks beside it.
fn judge(
    facts: &CaseFacts,
    case: &mut Case,
    paper: PaperId,
    conditions: &TerminationConditions,
    at: &Context<'_>,
    plan: &mut Plan,
    errors: &mut Vec<FieldError>,
) -> Option<(Paper, TerminationGround)> {
    let paper = take_paper(case, paper, |gives| ground(gives).is_some(), at, plan, errors)?;
    let ground = ground(paper.gives)?;
    let known = known_ground(ground.as_str(), "G-DC-GROUND", at);
    errors.extend(known.err().map(|error| FieldError { pointer: "/paper".to_owned(), ..error }));
    match ground {
        TerminationGround::Agreement => agreement(facts, conditions, errors),
        TerminationGround::DebtorGone => {
            let left = facts.assets.iter().any(|asset| asset.processable);
            if left && !conditions.duty_passes_to_nobody {
                let unmet = FieldError::new("/conditions/duty_passes_to_nobody", "G-DC-GROUND");
                errors.push(unmet.with("reason", "assets_left"));
            }
        }
        TerminationGround::Exempted if by_exemption(case, paper.id).is_some() => {}
        TerminationGround::Exempted => match conditions.in_effect_on {
            None => errors.push(FieldError::new("/conditions/in_effect_on", "required")),
            Some(day) if day > at.on => {
                errors.push(
                    FieldError::new("/conditions/in_effect_on", "G-DC-EFFECT").with("date", day.to_string()),
                );
            }
            Some(_) => {}
        },
        TerminationGround::MeasureCancelled if !case.provisional_measure => {
            errors.push(FieldError::new("/paper", "G-DC-GROUND").with("reason", "no_provisional_measure"));
        }
        _ => {}
    }
    if ground != TerminationGround::Agreement {
        errors.extend(sold(facts).next().map(|asset| {
            // Whoever bought at auction gets the asset first, whatever becomes of the case (L106 48.6, 86.4).
            FieldError::new("/paper", "G-DC-86").with("assets", asset.name.clone())
        }));
    }
    Some((paper, ground))
}

/// Ground 4: harms nobody, fees and costs to date are paid, and whoever bought or takes an asset agrees (L106 48.4; ND152 14.2, 14.5).
fn agreement(facts: &CaseFacts, conditions: &TerminationConditions, errors: &mut Vec<FieldError>) {
    if conditions.harms_others {
        errors.push(FieldError::new("/conditions/harms_others", "G-HO-HARM"));
    }
    if !facts.money.costs_open.is_zero() {
        let open = facts.money.costs_open.to_string();
        errors.push(FieldError::new("/paper", "G-FEE-PAID").with("amount", open));
    }
    let taken = facts.seized.iter().find(|asset| has_taker(asset));
    if let Some(asset) = taken.filter(|_| !conditions.buyer_consents) {
        errors
            .push(FieldError::new("/conditions/buyer_consents", "G-BUYER").with("name", asset.name.clone()));
    }
}

/// Sold or taken, and not handed over.
fn has_taker(asset: &Asset) -> bool {
    asset.is_sold()
}

/// Sold at auction, and not handed over.
fn sold(facts: &CaseFacts) -> impl Iterator<Item = &Asset> {
    let at_auction = |asset: &&Asset| asset.sale.as_ref().is_some_and(|sale| sale.by == SaleKind::Auction);
    facts
        .seized
        .iter()
        .filter(|asset| matches!(asset.state, AssetState::SoldUnpaid | AssetState::Paid))
        .filter(at_auction)
}

/// The whole case ends: measures lapse by themselves (L106 95.1), auctions stop (84.2.a), interruptions are over, the public
/// notice comes down.
fn end_whole(
    facts: &CaseFacts,
    case: &mut Case,
    paper: &Paper,
    ground: TerminationGround,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    let decision = decide(case, paper, ground, &Scope::default(), at, plan);
    for measure in case.measures.iter_mut().filter(|measure| measure.released_on.is_none()) {
        measure.released_on = Some(at.on);
    }
    release(facts.seized.iter(), at, plan);
    for hold in case.holds.iter_mut().filter(|hold| hold.resumed_on.is_none()) {
        hold.resumed_on = Some(at.on);
    }
    for pause in case.pauses.iter_mut().filter(|pause| pause.lifted_on.is_none()) {
        pause.lifted_on = Some(at.on);
    }
    case.standstill.since = None;
    close::take_down(case, at, plan);
    close::end(case, EndingGround::Terminated, at, plan);
    deposit(facts, ground, decision, at, plan);
}

/// Issues the decision and enters the termination.
fn decide(
    case: &mut Case,
    paper: &Paper,
    ground: TerminationGround,
    scope: &Scope,
    at: &Context<'_>,
    plan: &mut Plan,
) -> DecisionId {
    let content = json!({ "ground": ground, "paper": paper.content, "scope": scope });
    let decision = issue(case, DocumentKind::TerminationDecision, content, at, plan);
    case.exit.terminations.push(Termination {
        ground,
        scope: scope.clone(),
        paper: paper.id,
        decision,
        on: at.on,
        stood: case.stage,
        recalled_on: None,
    });
    decision
}

/// A seizure ends without a decision of its own. What still has to be done about the thing stands in its own file.
fn release<'a>(assets: impl Iterator<Item = &'a Asset>, at: &Context<'_>, plan: &mut Plan) {
    for asset in assets.filter(|asset| asset.state != AssetState::HandedOver) {
        let mut there = Plan::new("asset", plan.code, plan.action, asset.state.as_str(), Vec::new());
        let mut asset = asset.clone();
        asset.state = AssetState::Released;
        asset.updated_at = at.now;
        tell_registry(&asset, &[], at, &mut there);
        there.changes.push(Change::Asset(Box::new(asset)));
        plan.also.push(there);
    }
}

/// Money that was collected under an annulled judgment waits on deposit for the new one (ND152 30.8).
fn deposit(
    facts: &CaseFacts,
    ground: TerminationGround,
    decision: DecisionId,
    at: &Context<'_>,
    plan: &mut Plan,
) {
    if ground == TerminationGround::JudgmentAnnulled && !facts.money.undistributed.is_zero() {
        plan.open(at, "deposit_on_hold", at.on, Some(decision.0));
    }
}

pub(super) fn part(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposePartialTermination,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    if let Some(exemption) = by_exemption(case, body.paper) {
        let items = exemption.items.clone();
        return exempted(facts, case, body, items, at, plan);
    }
    let mut errors = partial(facts, case, &body.scope, &body.cuts);
    let judged = judge(facts, case, body.paper, &body.conditions, at, plan, &mut errors);
    let Some((paper, ground)) = judged else { return Err(errors.into()) };
    let by_amount = matches!(ground, TerminationGround::Exempted | TerminationGround::Agreement);
    if !body.cuts.is_empty() && !by_amount {
        errors.push(FieldError::new("/cuts", "contradicts"));
    }
    let less = less_owed(facts, case, &body.scope, &body.cuts);
    errors.extend(all_of_it(case, less));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    end_part(facts, case, &Ended { paper: &paper, ground, scope: &body.scope, cuts: &body.cuts }, at, plan)
}

/// The termination of what a court exempted or reduced (L106 48.5). The cut is the court's and is made already: nothing more is
/// taken off here.
fn exempted(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposePartialTermination,
    items: Vec<ObligationId>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    if !body.cuts.is_empty() {
        errors.push(FieldError::new("/cuts", "contradicts"));
    }
    let named = &body.scope;
    let others = named.items.iter().any(|item| !items.contains(item));
    if others || !named.debtors.is_empty() || !named.assets.is_empty() || case.outstanding().is_zero() {
        errors.push(FieldError::new("/scope", "contradicts"));
    }
    let judged = judge(facts, case, body.paper, &body.conditions, at, plan, &mut errors);
    let Some((paper, ground)) = judged.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    decide(case, &paper, ground, &Scope { items, ..Scope::default() }, at, plan);
    Ok(())
}

/// What is wrong with the part that is named.
fn partial(facts: &CaseFacts, case: &Case, scope: &Scope, cuts: &[ItemCut]) -> Vec<FieldError> {
    let mut errors = check_scope(facts, case, scope, "contradicts");
    if scope.items.is_empty() && scope.debtors.is_empty() && cuts.is_empty() {
        errors.push(FieldError::new("/scope", "required"));
    }
    if !scope.assets.is_empty() {
        errors.push(FieldError::new("/scope/assets", "contradicts"));
    }
    let left = case.debtors.iter().filter(|track| track.ended.is_none());
    if !scope.debtors.is_empty() && left.clone().all(|track| scope.debtors.contains(&track.party)) {
        // Nobody is left: that is a termination of the whole.
        errors.push(FieldError::new("/scope/debtors", "contradicts"));
    }
    for (place, cut) in cuts.iter().enumerate() {
        let at = |field: &str| format!("/cuts/{place}/{field}");
        let Some(item) = facts.items.iter().find(|item| item.id == cut.item && item.case == Some(case.id))
        else {
            errors.push(FieldError::new(at("item"), "not_in_list"));
            continue;
        };
        if is_over(item) || scope.items.contains(&item.id) {
            errors.push(FieldError::new(at("item"), "contradicts"));
        }
        if cuts[..place].iter().any(|earlier| earlier.item == cut.item) {
            errors.push(FieldError::new(at("item"), "duplicate"));
        }
        let owed = item.amount.saturating_minus(item.paid);
        if cut.amount.is_zero() || cut.amount >= owed {
            let error = FieldError::new(at("amount"), "amount_out_of_range");
            errors.push(error.with("limit", owed.to_string()));
        }
    }
    errors
}

/// By how much the case owes less.
fn less_owed(facts: &CaseFacts, case: &Case, scope: &Scope, cuts: &[ItemCut]) -> Dong {
    let ended = ended_items(facts, case, scope).map(|item| item.amount.saturating_minus(item.paid));
    Dong::sum(ended.chain(cuts.iter().map(|cut| cut.amount))).unwrap_or(Dong::MAX)
}

/// Items that end with the part: those named, and what its debtors owe alone. What is owed jointly the others go on owing
/// (ND152 28.1).
fn ended_items<'a>(
    facts: &'a CaseFacts,
    case: &Case,
    scope: &'a Scope,
) -> impl Iterator<Item = &'a crate::domain::judgment::Obligation> {
    let covered = if scope.is_whole() { Vec::new() } else { covered(facts, case, scope) };
    covered.into_iter().filter(|item| scope.items.contains(&item.id) || !item.joint)
}

/// Nothing would be left to enforce: that is a termination of the whole.
fn all_of_it(case: &Case, less: Dong) -> Option<FieldError> {
    let owed = case.outstanding();
    (!owed.is_zero() && less >= owed).then(|| FieldError::new("/scope", "contradicts"))
}

struct Ended<'a> {
    paper: &'a Paper,
    ground: TerminationGround,
    scope: &'a Scope,
    cuts: &'a [ItemCut],
}

fn end_part(
    facts: &CaseFacts,
    case: &mut Case,
    ended: &Ended<'_>,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let decision = decide(case, ended.paper, ended.ground, ended.scope, at, plan);
    let less = less_owed(facts, case, ended.scope, ended.cuts);
    case.amount_due = case.amount_due.saturating_minus(less);
    let exempted = ended.ground == TerminationGround::Exempted;
    let over = if exempted { ObligationStatus::Exempted } else { ObligationStatus::Terminated };
    plan.items.extend(ended_items(facts, case, ended.scope).map(|item| ItemChange::status(item.id, over)));
    for cut in ended.cuts {
        plan.items.push(ItemChange {
            obligation: cut.item,
            status: exempted.then_some(ObligationStatus::Reduced),
            reduced_by: Some(cut.amount),
            raised_by: None,
            creditor: None,
            debtor: None,
            leaves_case: false,
            interest_asked_on: None,
        });
    }
    if !ended.scope.debtors.is_empty() {
        case.end_tracks(&ended.scope.debtors, TrackEnd::Terminated);
        let theirs: Vec<&Asset> =
            facts.seized.iter().filter(|asset| ended.scope.debtors.contains(&asset.owner)).collect();
        for asset in &theirs {
            let ordered = |id| asset.decisions.iter().any(|decision| decision.id == id);
            for measure in case.measures.iter_mut().filter(|measure| ordered(measure.decision)) {
                measure.released_on.get_or_insert(at.on);
            }
        }
        release(theirs.into_iter(), at, plan);
        // What lay on these debtors ends by law (L106 95.1).
        let of_them = |measure: &&mut Measure| {
            measure.debtor.is_some_and(|debtor| ended.scope.debtors.contains(&debtor))
        };
        for measure in case.measures.iter_mut().filter(of_them) {
            measure.released_on.get_or_insert(at.on);
        }
    }
    deposit(facts, ended.ground, decision, at, plan);
    Ok(())
}

/// T-GT-02: what was annulled and is not performed is terminated; for the rest enforcement goes on (L106 63.2).
pub(super) fn annulled(
    facts: &CaseFacts,
    case: &mut Case,
    body: &ProposeAnnulmentTermination,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let whole = body.scope.is_whole();
    let mut errors = if whole { Vec::new() } else { partial(facts, case, &body.scope, &[]) };
    if !whole {
        let less = less_owed(facts, case, &body.scope, &[]);
        errors.extend(all_of_it(case, less));
    }
    let named = case.papers.iter().find(|paper| paper.id == body.paper);
    if named.is_some_and(|paper| paper.gives != Gives::JudgmentAnnulled) {
        errors.push(FieldError::new("/paper", "contradicts"));
    }
    let judged = judge(facts, case, body.paper, &TerminationConditions::default(), at, plan, &mut errors);
    let Some((paper, ground)) = judged.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    if whole {
        end_whole(facts, case, &paper, ground, at, plan);
        return Ok(());
    }
    end_part(facts, case, &Ended { paper: &paper, ground, scope: &body.scope, cuts: &[] }, at, plan)?;
    let over: Vec<HoldId> =
        case.live_holds().filter(|hold| for_review(hold.ground)).map(|hold| hold.id).collect();
    if !over.is_empty() {
        let content = json!({ "paper": paper.content, "holds": over });
        issue(case, DocumentKind::ContinueDecision, content, at, plan);
    }
    for hold in over {
        end_hold(facts, case, hold, at, plan);
    }
    Ok(())
}

/// T-DC-03: the case stands again where it stood; measures that lapsed do not come back by themselves.
pub(super) fn recall(
    _: &CaseFacts,
    case: &mut Case,
    body: &ProposeTerminationRecall,
    at: &Context<'_>,
    plan: &mut Plan,
) -> Result<(), Refusal> {
    let mut errors = Vec::new();
    let ended: Option<NaiveDate> = case.ended.as_ref().map(|ended| ended.on);
    if ended.is_some_and(|ended| at.on < ended) {
        errors.push(FieldError::new("/effective_on", "contradicts"));
    }
    let paper = take_paper(case, body.paper, |gives| gives == Gives::BankruptcyEnded, at, plan, &mut errors);
    let Some(paper) = paper.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    let content = json!({ "paper": paper.content, "reason": body.reason });
    issue(case, DocumentKind::TerminationRecall, content.clone(), at, plan);
    if body.continue_decision {
        issue(case, DocumentKind::ContinueDecision, content, at, plan);
    }
    let stood = case.exit.terminations.last_mut().map(|termination| {
        termination.recalled_on = Some(at.on);
        termination.stood
    });
    case.stage = stood.unwrap_or(case.stage);
    case.ended = None;
    // The end is undone: it goes on no list of ended cases.
    plan.close("vks_monthly", None);
    Ok(())
}

//! Assets from the seizure to the handover, at every step: I16–I22, I24, I25, I28, I31 and I33.

use serde_json::Value;

use super::history::{Step, World};
use super::{Judged, day, dong, list, sum, text};

/// States before a seizure, and after it was given up or never came to be: only there may an excluded thing stand.
const FREE: &[&str] = &[
    "identified",
    "verifying",
    "verified",
    "not_seizable",
    "share_pending",
    "disputed",
    "court_pending",
    "exploited",
    "exploit_ended",
    "redeemed",
    "released",
    "seizure_revoked",
    "returned_restricted",
    "dissolved",
];
/// States of a thing that is paid for, and then handed over.
const PAID: &[&str] = &["paid", "handed_over", "registered", "closed"];
/// Acts by which a sale goes on, which stand still while the case or the asset is held.
const ON: &[&str] = &[
    "sign_valuation_contract",
    "sign_auction_contract",
    "announce_auction",
    "decide_reduction",
    "offer_to_creditor",
    "sell_directly",
    "sell_specially",
    "agree_taking",
];

pub fn step(world: &World<'_>, step: &Step<'_>, judged: &mut Judged) {
    match step.kind {
        "asset" => asset(world, step, judged),
        "distribution" if step.action == "approve_distribution" => price_shared(world, step, judged),
        _ => {}
    }
}

fn asset(world: &World<'_>, step: &Step<'_>, judged: &mut Judged) {
    let (asset, note) = (step.after, step.action);
    let rounds: Vec<&Value> = list(&asset["rounds"]).collect();
    let valuations: Vec<&Value> = list(&asset["valuations"]).collect();
    reductions(asset, &rounds, valuations.len(), note, judged);
    sold(asset, &rounds, note, judged);
    taken(asset, &rounds, note, judged);
    priced(step, &valuations, judged);
    if step.grew("/rounds") {
        floors(asset, rounds[rounds.len() - 1], note, judged);
    }
    if !valuations.is_empty() {
        let asked = valuations.iter().filter(|one| one["ground"] == "party").count();
        judged.must("I19", asked <= 1, || format!("{note}: {asset}"));
    }
    if ON.contains(&step.action) {
        let held = held(world, text(&asset["case"]), step.id);
        judged.must("I20", held.is_none(), || format!("{note} while {held:?} stands: {asset}"));
    }
    if PAID.contains(&text(&asset["state"])) && asset["lot"].is_null() && !asset["sale"].is_null() {
        let sale = &asset["sale"];
        let paid =
            dong(&sale["paid"]) >= dong(&sale["payable"]) && dong(&sale["payable"]) <= dong(&sale["price"]);
        judged.must("I21", paid, || format!("{note}: {asset}"));
    }
    if !FREE.contains(&text(&asset["state"])) {
        judged.must("I25", asset["excluded"].is_null(), || format!("{note}: {asset}"));
    }
    if step.action == "issue_seizure_decision" {
        proportion(world, step, judged);
    }
    released(step, judged);
}

/// I16: a round is at most a tenth below the one before, which failed; there are no more reductions than failures.
fn reductions(asset: &Value, rounds: &[&Value], valuations: usize, note: &str, judged: &mut Judged) {
    // A new price begins anew.
    if valuations > 1 {
        return;
    }
    let failed = rounds.iter().filter(|round| !round["failed_on"].is_null()).count();
    let early = dong(&asset["reductions"]) > i64::try_from(failed).unwrap();
    judged.never("I16", early, || format!("reduced too early: {note}: {asset}"));
    let coming = (rounds.last().copied(), &asset["start_price"]);
    let pairs = rounds.windows(2).map(|pair| (Some(pair[0]), &pair[1]["start_price"]));
    for (before, after) in pairs.chain([coming]) {
        let (Some(before), after) = (before, dong(after)) else { continue };
        let price = dong(&before["start_price"]);
        let lowest = (price * 9 + 9) / 10;
        let step = (lowest..=price).contains(&after) && (after == price || !before["failed_on"].is_null());
        judged.must("I16", step, || format!("{price} to {after}: {note}: {asset}"));
    }
}

/// I17: not below the start price of the round.
fn sold(asset: &Value, rounds: &[&Value], note: &str, judged: &mut Judged) {
    let sale = &asset["sale"];
    if sale["by"] == "auction" {
        let good = rounds.last().is_some_and(|round| dong(&sale["price"]) >= dong(&round["start_price"]));
        judged.must("I17", good, || format!("sold below its start price: {note}: {asset}"));
    }
}

/// I17: no auction that could not bring more than the costs, and of others' collateral more than costs and secured debt.
fn floors(asset: &Value, round: &Value, note: &str, judged: &mut Judged) {
    let price = dong(&round["start_price"]);
    judged.must("I17", price > dong(&asset["costs"]), || format!("not above the costs: {note}: {asset}"));
    let mortgage = &asset["verified"]["findings"]["mortgage"];
    if !mortgage.is_null() && mortgage["judged"] != true {
        let floor = dong(&asset["costs"]) + dong(&mortgage["secured"]);
        let outside = mortgage["bad_debt"] == true;
        judged.must("I17", price > floor || outside, || format!("not above {floor}: {note}: {asset}"));
    }
}

/// I18: a creditor takes after two reductions and a failed session, or what is not worth its costs, at the last reduced price.
fn taken(asset: &Value, rounds: &[&Value], note: &str, judged: &mut Judged) {
    let sale = &asset["sale"];
    if sale["by"] != "taking" {
        return;
    }
    let failed = rounds.last().is_some_and(|round| !round["failed_on"].is_null());
    let price = dong(&asset["start_price"]);
    let late = dong(&asset["reductions"]) >= 2 && failed;
    judged.must("I18", late || price <= dong(&asset["costs"]), || format!("{note}: {asset}"));
    judged.must("I18", dong(&sale["price"]) == price, || format!("another price: {note}: {asset}"));
}

/// I33: the first price of a valued thing is that of its certificate, not that of the books.
fn priced(step: &Step<'_>, valuations: &[&Value], judged: &mut Judged) {
    let asset = step.after;
    let (Some(last), true) = (valuations.last(), step.action == "sign_auction_contract") else { return };
    if asset["price_basis"] == "valuation" && dong(&asset["reductions"]) == 0 {
        let good = asset["start_price"] == last["value"];
        judged.must("I33", good, || format!("not the certificate's value: {asset}"));
    }
}

/// What holds the case, or this asset of it.
fn held<'a>(world: &World<'a>, case: &str, asset: &str) -> Option<&'a Value> {
    let case = world.get(case)?;
    let covers = |one: &&Value| {
        let scope = &one["scope"];
        let whole = ["assets", "debtors", "items"].iter().all(|key| list(&scope[*key]).next().is_none());
        whole || list(&scope["assets"]).any(|id| id == asset)
    };
    let holds = list(&case["holds"]).filter(|one| one["resumed_on"].is_null());
    holds.chain(list(&case["pauses"]).filter(|one| one["lifted_on"].is_null())).find(covers)
}

/// I24: not more is seized than is owed, unless an exception is on record.
fn proportion(world: &World<'_>, step: &Step<'_>, judged: &mut Judged) {
    let asset = step.after;
    let Some(case) = world.get(text(&asset["case"])) else { return };
    let owed = dong(&case["amount_due"]) - dong(&case["amount_paid"]);
    let costs = sum(list(&case["coercion"]["costs"]["estimates"]).map(|sheet| &sheet["total"]));
    let value = dong(&asset["verified"]["estimated_value"]);
    let found = &asset["verified"]["findings"];
    // A divided thing is taken for what its taker did not pay the others by its value (ND152 62.3).
    let divided = list(&case["price_changes"]).any(|change| change["asset"] == asset["id"]);
    let exception = divided
        || found["divisible"] == false
        || found["proposed_by_debtor"] == true
        || found["mortgage"]["judged"] == true
        || found["other_law"].is_string()
        || asset["judged"] == true;
    judged.must("I24", value <= owed + costs + dong(&asset["costs"]) || exception, || {
        format!("{owed}, {costs}: {asset}")
    });
}

/// I28: where a registry was told of the seizure, its end is a duty to tell it too, or the registry was told.
fn released(step: &Step<'_>, judged: &mut Judged) {
    let ends = ["released", "seizure_revoked"].contains(&text(&step.after["state"])) && step.changed("state");
    if !ends || step.after["notices"]["registry_on"].is_null() {
        return;
    }
    let duty =
        list(&step.body["effects"]["deadlines_opened"]).any(|opened| opened["key"] == "registry.release");
    judged.must("I28", duty, || format!("nobody tells the registry: {} {}", step.action, step.after));
}

/// I22: the price of a thing is shared once it is delivered; I31: what a defaulting buyer lost is no part of it.
fn price_shared(world: &World<'_>, step: &Step<'_>, judged: &mut Judged) {
    let Some(asset) = step.after["asset"].as_str().and_then(|id| world.get(id)) else { return };
    let delivered = day(&asset["handed_over_on"]).is_some();
    judged.must("I22", delivered, || format!("{} of {asset}", step.after));
    let paid = dong(&asset["sale"]["paid"]);
    judged.must("I31", dong(&step.after["amount"]) <= paid, || format!("{} of {asset}", step.after));
}

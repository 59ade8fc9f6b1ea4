//! Coercion, at every step: I23, I26 and I38.

use chrono::{DateTime, Duration, NaiveDate, Timelike};
use serde_json::Value;

use super::history::Step;
use super::{Judged, day, dong, list, text};

/// The days of Tết in the years that the tests play in.
const TET: [(i32, u32, u32); 3] = [(2027, 2, 6), (2028, 1, 26), (2029, 2, 13)];
/// The lowest regional minimum wage.
const MINIMUM_WAGE: i64 = 3_700_000;

pub fn step(step: &Step<'_>, judged: &mut Judged) {
    if step.kind != "case" {
        return;
    }
    if step.grew("/coercion/on_site") {
        carried_out(step, judged);
    }
    if step.grew("/coercion/terms") {
        income(step, judged);
    }
    if ["hand_over_thing", "send_papers_on"].contains(&step.action) {
        handed_over(step, judged);
    }
}

/// I23: not on barred days, nor at night unless that was allowed; after estimate and notice; with forces not around Tết, and by a plan.
fn carried_out(step: &Step<'_>, judged: &mut Judged) {
    let coercion = &step.after["coercion"];
    let Some(site) = list(&coercion["on_site"]).last() else { return };
    let of = |what: &str| list(&coercion[what]).any(|one| one["decision"] == site["decision"]);
    let on = day(&site["on"]);
    judged.must("I23", of("cost_notices"), || format!("no notice of costs: {coercion}"));
    let estimated = list(&coercion["costs"]["estimates"]).any(|one| one["decision"] == site["decision"]);
    judged.must("I23", estimated, || format!("no estimate: {coercion}"));
    if site["with_forces"] == true {
        judged.must("I23", of("plans"), || format!("no plan: {coercion}"));
        judged.must("I23", !on.is_some_and(around_tet), || format!("around Tết: {site}"));
    }
    let barred = list(&coercion["barred"]).any(|one| day(&one["from"]) <= on && on <= day(&one["until"]));
    judged.must("I23", !barred, || format!("on barred days: {coercion}"));
    let hour = DateTime::parse_from_rfc3339(text(&step.body["recorded_at"])).map(|at| (at.hour() + 7) % 24);
    let allowed = list(&coercion["unusual_hours"]).any(|one| day(&one["on"]) == on);
    judged.must("I23", allowed || hour.is_ok_and(|hour| (6..22).contains(&hour)), || {
        format!("at night: {site}")
    });
}

/// I38: a judged thing goes once, by an order that ends with it, not while it is gone or a court is asked, and not before whoever gets it
/// has known of the fee for fifteen days.
fn handed_over(step: &Step<'_>, judged: &mut Judged) {
    let was = |thing: &Value| {
        let before = step.before.into_iter().flat_map(|before| list(&before["coercion"]["handovers"]));
        before.filter(|one| one["decision"] == thing["decision"]).any(|one| one["ended_on"].is_null())
    };
    let things = list(&step.after["coercion"]["handovers"]);
    let gone: Vec<&Value> = things.filter(|thing| !thing["ended_on"].is_null() && was(thing)).collect();
    judged.must("I38", gone.len() == 1, || format!("{} handed over at once", gone.len()));
    for thing in gone {
        let on = day(&thing["ended_on"]);
        let mut orders = list(&step.after["measures"]).filter(|one| one["decision"] == thing["decision"]);
        judged
            .must("I38", orders.all(|order| day(&order["released_on"]) == on), || format!("no end: {thing}"));
        let told =
            day(&thing["fee_told_on"]).zip(on).is_some_and(|(told, on)| on - told >= Duration::days(15));
        judged.must("I38", dong(&thing["fee"]) == 0 || told, || format!("fee not told: {thing}"));
        let decided = day(&thing["fee_told_on"]).zip(day(&thing["fee_on"]));
        judged.must("I38", decided.is_none_or(|(told, on)| told >= on), || format!("told early: {thing}"));
        let hindered = ["gone", "built_before"].contains(&text(&thing["found"]));
        judged.must("I38", !hindered, || format!("not there: {thing}"));
    }
}

/// Fifteen days before and after (L106 72).
fn around_tet(on: NaiveDate) -> bool {
    let days = TET.iter().filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(*year, *month, *day));
    days.into_iter().any(|tet| (on - tet).abs() <= Duration::days(15))
}

/// I26: a debtor keeps at least one minimum wage, and one for everybody whom he keeps.
fn income(step: &Step<'_>, judged: &mut Judged) {
    for terms in list(&step.after["coercion"]["terms"]) {
        let take = &terms["content"]["income"];
        let (Some(whole), Some(taken)) = (take["income"].as_i64(), take["amount"].as_i64()) else { continue };
        let kept = (1 + dong(&take["dependants"])) * MINIMUM_WAGE;
        let agreed = take["agreed"] == true;
        judged.must("I26", whole - taken >= kept || agreed, || terms.to_string());
    }
}

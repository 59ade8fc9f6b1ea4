//! Coercion, at every step: I23 and I26.

use chrono::{DateTime, Duration, NaiveDate, Timelike};

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

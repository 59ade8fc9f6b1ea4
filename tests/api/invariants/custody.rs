//! Who keeps what: I27, I29, I30 and I32.

use std::collections::BTreeMap;

use chrono::Months;
use serde_json::Value;

use super::history::Step;
use super::{Judged, Tables, day, dong, list, rows, text};

/// Where things stand in the books.
const THINGS: &[&str] = &["1141", "1142", "1143", "off_114"];
/// A quantity with six decimals, as a whole number.
const UNIT: i64 = 1_000_000;

/// I27: every thing stands in the books once, under the account of its state.
pub fn judge(tables: &Tables, judged: &mut Judged) {
    let mut stands: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    let assets = rows(tables, "assets").iter().map(|row| (&row["doc"]["case"], &row["doc"]["booked"]));
    let lots = rows(tables, "matters").iter().filter(|row| row["kind"] == "exhibit").map(|row| &row["doc"]);
    let lines = lots.flat_map(|lot| {
        // What belongs to no case stands on the agency's own file.
        let file = if lot["booked_in"].is_null() { &lot["office"] } else { &lot["booked_in"] };
        list(&lot["lines"]).map(move |line| (file, &line["booked"]))
    });
    for (file, booked) in assets.chain(lines).filter(|(_, booked)| !booked.is_null()) {
        *stands.entry((text(file), text(&booked["account"]))).or_default() += dong(&booked["value"]);
    }
    for row in rows(tables, "account_balances") {
        let key = (text(&row["file_id"]), text(&row["account"]));
        if THINGS.contains(&key.1) {
            let kept = dong(&row["debit"]) - dong(&row["credit"]);
            let there = stands.remove(&key).unwrap_or(0);
            judged.must("I27", kept == there, || format!("{there} there, {kept} in the books: {row}"));
        }
    }
    judged.never("I27", stands.values().any(|left| *left != 0), || format!("not in the books: {stands:?}"));
}

pub fn step(step: &Step<'_>, judged: &mut Judged) {
    match step.kind {
        "exhibit" => exhibits(step, judged),
        "payout" => unclaimed(step, judged),
        _ => {}
    }
}

/// A quantity in millionths.
fn quantity(value: &Value) -> i64 {
    let (whole, part) = text(value).split_once('.').unwrap_or((text(value), ""));
    let part: String = format!("{part:0<6}").chars().take(6).collect();
    whole.parse::<i64>().unwrap_or(0) * UNIT + part.parse::<i64>().unwrap_or(0)
}

/// I32: what came in is what went out and what is there; nothing goes out without an order.
fn exhibits(step: &Step<'_>, judged: &mut Judged) {
    let before: BTreeMap<i64, i64> = step.before.map_or_else(BTreeMap::new, |before| {
        list(&before["lines"]).map(|line| (dong(&line["seq"]), quantity(&line["taken_out"]))).collect()
    });
    for line in list(&step.after["lines"]) {
        let [came, left, there] = ["taken_in", "taken_out", "stock"].map(|key| quantity(&line[key]));
        if came == 0 {
            continue;
        }
        judged.must("I32", came == left + there && there >= 0, || format!("{}: {line}", step.action));
        if left > before.get(&dong(&line["seq"])).copied().unwrap_or(0) {
            let orders =
                list(&step.after["orders"]).count() + list(&step.body["effects"]["documents"]).count();
            judged.must("I32", orders > 0, || format!("no order: {} {}", step.action, step.after));
        }
    }
}

/// I29: what is deposited keeps its owner, and the kind of deposit follows from the sum; I30: forfeiture after the time of the law, a
/// refund for one forfeiture.
fn unclaimed(step: &Step<'_>, judged: &mut Judged) {
    let payout = step.after;
    if payout["state"] == "deposited" && step.changed("state") {
        let deposit = &payout["deposit"];
        let owner = payout["payee"]["kind"] == "party" && !deposit.is_null();
        judged.must("I29", owner, || payout.to_string());
        let savings = deposit["place"] == "savings";
        let (sure, never) =
            (dong(&payout["amount"]) > 2 * 5_310_000, dong(&payout["amount"]) <= 2 * 3_700_000);
        judged.must("I29", (!sure || savings) && !(never && savings), || payout.to_string());
    }
    if payout["state"] == "forfeited" && step.changed("state") {
        let told = day(&payout["absence"]["notified_on"]).or_else(|| day(&payout["deposit"]["on"]));
        let on = day(&step.body["effective_on"]);
        let year = told.and_then(|told| told.checked_add_months(Months::new(12)));
        judged.must("I30", year.is_some() && on >= year, || format!("{on:?}: {payout}"));
    }
    let refunds = list(&payout["refunds"]).count();
    if refunds > 0 {
        let distinct: std::collections::BTreeSet<&str> = list(&payout["refunds"]).map(text).collect();
        judged.must("I30", distinct.len() == refunds, || payout.to_string());
    }
}

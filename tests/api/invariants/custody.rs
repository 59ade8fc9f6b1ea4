//! Who keeps what: I27, I29, I30 and I32.

use std::collections::BTreeMap;

use chrono::Months;
use rust_decimal::Decimal;
use serde_json::Value;

use super::history::Step;
use super::{Judged, Tables, day, dong, list, rows, text};

/// Where things stand in the books.
const THINGS: &[&str] = &["1141", "1142", "1143", "off_114"];

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

/// A quantity, as the figures of a line are.
fn quantity(value: &Value) -> Decimal {
    text(value).parse().unwrap()
}

/// I32: what came in is what went out and what is there, by the line's own figures and by the book of movements, each of which has its
/// order; nothing more is there than was taken over.
fn exhibits(step: &Step<'_>, judged: &mut Judged) {
    let lot = step.after;
    let movements: Vec<&Value> = list(&lot["movements"]).collect();
    for movement in &movements {
        let ordered = movement["kind"] == "accept" || movement["order"].is_string();
        judged.must("I32", ordered, || format!("no order: {}: {movement}", step.action));
    }
    for line in list(&lot["lines"]) {
        let [taken_in, taken_out, stock, outside, accepted] =
            ["taken_in", "taken_out", "stock", "outside", "accepted"].map(|name| quantity(&line[name]));
        let there = stock >= Decimal::ZERO && outside >= Decimal::ZERO && stock + outside <= accepted;
        judged.must("I32", there && taken_in == taken_out + stock, || format!("{}: {line}", step.action));
        let (mut came, mut went) = (Decimal::ZERO, Decimal::ZERO);
        for movement in &movements {
            for moved in list(&movement["lines"]).filter(|moved| moved["line"] == line["seq"]) {
                let quantity = quantity(&moved["quantity"]);
                match text(&movement["kind"]) {
                    "accept" | "entry" | "return" => came += quantity,
                    "transfer" => (came, went) = (came + quantity, went + quantity),
                    _ => went += quantity,
                }
            }
        }
        let booked = (came, went) == (taken_in, taken_out);
        judged.must("I32", booked, || format!("{}: {came} in, {went} out by the book: {line}", step.action));
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

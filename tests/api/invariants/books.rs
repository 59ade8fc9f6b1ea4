//! The books: I01–I04, I34 and I35.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Judged, Tables, day, dong, list, rows, sum, text};

/// Debits and credits by file and account.
type Turnovers<'a> = BTreeMap<(&'a str, &'a str), (i64, i64)>;

pub fn judge(tables: &Tables, judged: &mut Judged) {
    let mut lines: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for line in rows(tables, "postings") {
        lines.entry(text(&line["entry_id"])).or_default().push(line);
    }
    let mut entries: Vec<&Value> = rows(tables, "ledger_entries").iter().collect();
    entries.sort_by_key(|entry| (text(&entry["created_at"]), text(&entry["id"])));
    double_entry(tables, &entries, &lines, judged);
    vouchers(tables, &entries, &lines, judged);
    nothing_outside(tables, &entries, &lines, judged);
    own_side(&entries, &lines, judged);
    specie(&entries, &lines, judged);
    law_of_the_day(tables, judged);
    closed(tables, &entries, &lines, judged);
}

fn add<'a>(sums: &mut Turnovers<'a>, file: &'a str, line: &'a Value) {
    let amount = dong(&line["amount"]);
    sums.entry((file, text(&line["debit"]))).or_default().0 += amount;
    sums.entry((file, text(&line["credit"]))).or_default().1 += amount;
}

/// I01: debits equal credits, in every entry and so in every sum; what stands off the balance is written on one side.
fn double_entry(
    tables: &Tables,
    entries: &[&Value],
    lines: &BTreeMap<&str, Vec<&Value>>,
    judged: &mut Judged,
) {
    let mut sums = Turnovers::new();
    for entry in entries {
        let of_entry = lines.get(text(&entry["id"])).map_or(&[][..], Vec::as_slice);
        judged.must("I01", !of_entry.is_empty(), || format!("no line: {entry}"));
        for line in of_entry {
            let (debit, credit) = (text(&line["debit"]), text(&line["credit"]));
            let off = |account: &str| account.starts_with("off");
            judged.must("I01", dong(&line["amount"]) > 0 && debit != credit, || line.to_string());
            judged.must("I01", off(debit) == off(credit), || format!("on and off the balance: {line}"));
            add(&mut sums, text(&entry["file_id"]), line);
        }
    }
    for row in rows(tables, "account_balances") {
        let key = (text(&row["file_id"]), text(&row["account"]));
        let kept = (dong(&row["debit"]), dong(&row["credit"]));
        judged.must("I01", sums.remove(&key) == Some(kept), || format!("not the sum of its lines: {row}"));
    }
    judged.never("I01", !sums.is_empty(), || format!("no balance is kept: {sums:?}"));
}

/// I02: every amount came of an act on record, with the paper that the act rests on; every receipt is booked once.
fn vouchers(tables: &Tables, entries: &[&Value], lines: &BTreeMap<&str, Vec<&Value>>, judged: &mut Judged) {
    let acts: BTreeSet<(&str, i64)> = rows(tables, "events")
        .iter()
        .map(|event| (text(&event["aggregate_id"]), dong(&event["seq"])))
        .collect();
    let papers: BTreeSet<&str> = rows(tables, "decisions").iter().map(|row| text(&row["id"])).collect();
    let mut booked: BTreeMap<&str, i64> = BTreeMap::new();
    for entry in entries {
        let act = (text(&entry["source_id"]), dong(&entry["seq"]));
        judged.must("I02", acts.contains(&act), || format!("no act: {entry}"));
        let Some(voucher) = entry["voucher_id"].as_str() else { continue };
        if papers.contains(voucher) {
            continue;
        }
        let money = lines[text(&entry["id"])].iter().filter(|line| is_money(&line["debit"]));
        *booked.entry(voucher).or_default() += sum(money.map(|line| &line["amount"]));
    }
    for receipt in rows(tables, "receipts") {
        let amount = booked.remove(text(&receipt["id"]));
        let right = match text(&receipt["kind"]) {
            // What was provisional lies there already, or comes from the agency's own file.
            "made_official" if amount == Some(0) => receipt["doc"]["converts"].is_string(),
            _ => amount == Some(dong(&receipt["amount"])),
        };
        judged.must("I02", right, || format!("booked {amount:?}: {receipt}"));
    }
    judged.never("I02", !booked.is_empty(), || format!("neither receipt nor paper: {booked:?}"));
}

/// Cash, or money with a bank or the Treasury.
fn is_money(account: &Value) -> bool {
    text(account).starts_with("111") || text(account).starts_with("112")
}

/// I03: a payout that was carried out left the books with what it cost; what is only ordered did not.
fn nothing_outside(
    tables: &Tables,
    entries: &[&Value],
    lines: &BTreeMap<&str, Vec<&Value>>,
    judged: &mut Judged,
) {
    let mut gone: BTreeMap<&str, i64> = BTreeMap::new();
    let mut in_currency: BTreeMap<&str, i64> = BTreeMap::new();
    // Savings move the agency's own money and add their interest (J18); what currency brought above its value comes in (J01).
    let paid = |entry: &&&Value| {
        entry["source_kind"] == "payout" && entry["kind"] != "J18" && entry["kind"] != "J01"
    };
    for entry in entries.iter().filter(paid) {
        for line in &lines[text(&entry["id"])] {
            let left = gone.entry(text(&entry["source_id"])).or_default();
            let amount = dong(&line["amount"]);
            let quantity = line["quantity"].as_i64().unwrap_or(0);
            let sign = i64::from(is_money(&line["credit"])) - i64::from(is_money(&line["debit"]));
            *left += sign * amount;
            *in_currency.entry(text(&entry["source_id"])).or_default() += sign * quantity;
        }
    }
    for payout in rows(tables, "payouts") {
        let left = gone.get(text(&payout["id"])).copied().unwrap_or(0);
        let doc = &payout["doc"];
        let lost = sum(list(&doc["failures"]).map(|failure| &failure["cost"]));
        let due = match text(&payout["state"]) {
            // The cost of a transfer is part of what leaves; that of one which came back does not come back.
            "confirmed" => dong(&doc["amount"]) + dong(&doc["interest"]) + lost,
            "posted" | "wrong" | "forfeited" | "deposited" => continue,
            _ => lost,
        };
        judged.must("I03", left == due, || format!("{left} left the agency for {payout}"));
        let units = in_currency.get(text(&payout["id"])).copied().unwrap_or(0);
        let due = match text(&payout["state"]) {
            "confirmed" => {
                ten_thousandths(&doc["in_kind"]["amount"]) + ten_thousandths(&doc["exchange"]["amount"])
            }
            _ => 0,
        };
        // What a transfer that came back had cost was taken from the currency; what was recovered or refunded came back in đồng.
        let otherwise = lost > 0 || list(&doc["wrong"]).chain(list(&doc["refunds"])).next().is_some();
        judged.must("I03", units == due || otherwise, || format!("{units} of currency left for {payout}"));
    }
}

/// A decimal number in ten-thousandths; none where there is none.
fn ten_thousandths(number: &Value) -> i64 {
    let Some(number) = number.as_str() else { return 0 };
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}{places:0<4}").parse().unwrap()
}

/// I04, of what is not đồng: at every moment an account has no less than nothing of it, and a value only where it has some.
fn specie(entries: &[&Value], lines: &BTreeMap<&str, Vec<&Value>>, judged: &mut Judged) {
    let mut sums: BTreeMap<(&str, &str, &str), (i64, i64)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry["case_id"].is_string()) {
        let file = text(&entry["file_id"]);
        for line in lines[text(&entry["id"])].iter().filter(|line| line["unit"].is_string()) {
            for (account, sign) in [(text(&line["debit"]), 1), (text(&line["credit"]), -1)] {
                let sum = sums.entry((file, account, text(&line["unit"]))).or_default();
                sum.0 += sign * dong(&line["quantity"]);
                sum.1 += sign * dong(&line["amount"]);
            }
        }
        for ((_, account, _), (quantity, value)) in sums.iter().filter(|((of, ..), _)| *of == file) {
            let own = ["1112", "1112_due", "1121_fx"].contains(account);
            let good = *quantity >= 0 && *value >= 0 && (*quantity == 0) == (*value == 0);
            judged.must("I04", !own || good, || format!("{quantity} for {value} on {account} after {entry}"));
        }
    }
}

/// I04: at every moment every account of a decision stands on its own side, so that no payout is above what it has.
fn own_side(entries: &[&Value], lines: &BTreeMap<&str, Vec<&Value>>, judged: &mut Judged) {
    let mut sums = Turnovers::new();
    for entry in entries.iter().filter(|entry| entry["case_id"].is_string()) {
        let file = text(&entry["file_id"]);
        for line in &lines[text(&entry["id"])] {
            add(&mut sums, file, line);
        }
        for line in &lines[text(&entry["id"])] {
            for account in [text(&line["debit"]), text(&line["credit"])] {
                let (debit, credit) = sums[&(file, account)];
                let on_debit = account.starts_with('1') || account.starts_with("off_");
                let good = if on_debit { debit >= credit } else { credit >= debit };
                judged.must("I04", good, || format!("{account} of {file} after {entry}"));
            }
        }
    }
}

/// I34: each act is judged under the law of its own day, whenever it was entered.
fn law_of_the_day(tables: &Tables, judged: &mut Judged) {
    let of = |day: Option<chrono::NaiveDate>| {
        day.map(
            |day| if day >= chrono::NaiveDate::from_ymd_opt(2026, 7, 1).unwrap() { "l2025" } else { "l2008" },
        )
    };
    for event in rows(tables, "events") {
        let body = &event["body"];
        if let (Some(regime), Some(law)) = (of(day(&body["effective_on"])), body["law"].as_str()) {
            judged.must("I34", law.starts_with(regime), || format!("{law} for {}", body["effective_on"]));
        }
    }
}

/// I35: what was closed still has the figures that were signed, and nothing was booked into it since.
fn closed(tables: &Tables, entries: &[&Value], lines: &BTreeMap<&str, Vec<&Value>>, judged: &mut Judged) {
    let closings = rows(tables, "matters").iter().filter(|row| row["kind"] == "period_closing");
    for closing in closings.filter(|row| row["state"] == "closed") {
        let doc = &closing["doc"];
        let (from, to) = (day(&doc["span"]["from"]), day(&doc["span"]["to"]));
        let (mut opening, mut within) = (BTreeMap::new(), BTreeMap::new());
        for entry in entries.iter().filter(|entry| entry["office_id"] == closing["office_id"]) {
            let on = day(&entry["posted_on"]);
            let sums = if on < from { &mut opening } else { &mut within };
            for line in lines[text(&entry["id"])].iter().filter(|_| on <= to) {
                let amount = dong(&line["amount"]);
                sums.entry(text(&line["debit"])).or_insert((0, 0)).0 += amount;
                sums.entry(text(&line["credit"])).or_insert((0, 0)).1 += amount;
            }
        }
        for figure in list(&doc["figures"]) {
            let account = text(&figure["account"]);
            let before = opening.get(account).copied().unwrap_or((0, 0));
            let moved = within.remove(account).unwrap_or((0, 0));
            let stood = before.0 - before.1;
            let signed = |key: &str| dong(&figure[key]);
            let good = (signed("debit"), signed("credit")) == moved
                && signed("opening_debit") - signed("opening_credit") == stood
                && signed("closing_debit") - signed("closing_credit") == stood + moved.0 - moved.1;
            judged.must("I35", good, || format!("{figure} of {from:?} to {to:?}: {before:?} {moved:?}"));
        }
        within.remove("off");
        judged.never("I35", !within.is_empty(), || format!("not in the closed figures: {within:?}"));
    }
}

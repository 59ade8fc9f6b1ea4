//! Fee and costs: I11–I14.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Judged, Tables, dong, list, rows, sum, text};

/// Two base salaries since 1 July 2026 (TT216 4.1.a; Nghị định 161/2026).
const FREE: i64 = 2 * 2_530_000;

pub fn judge(tables: &Tables, judged: &mut Judged) {
    let lines: Vec<&Value> = rows(tables, "distribution_lines").iter().map(|line| &line["doc"]).collect();
    for line in &lines {
        fee_of_line(line, judged);
    }
    for account in rows(tables, "fee_accounts") {
        fee_account(&account["doc"], judged);
    }
    fee_papers(tables, judged);
    for case in rows(tables, "cases") {
        let costs = &case["doc"]["coercion"]["costs"];
        borne_once(tables, costs, judged);
        advances(tables, text(&case["id"]), costs, judged);
    }
}

/// The fee on everything received, in đồng rounded down (TT216 4.1).
fn scale(received: i64) -> i64 {
    let received = i128::from(received);
    let above = |base: i128, over: i128, share: i128| base + (received - over) * share / 10_000;
    let fee = match received {
        ..=5_000_000_000 => above(0, 0, 300),
        5_000_000_001..=7_000_000_000 => above(150_000_000, 5_000_000_000, 200),
        7_000_000_001..=10_000_000_000 => above(190_000_000, 7_000_000_000, 100),
        10_000_000_001..=15_000_000_000 => above(220_000_000, 10_000_000_000, 50),
        _ => above(245_000_000, 15_000_000_000, 1),
    };
    if received <= i128::from(FREE) { 0 } else { i64::try_from(fee).unwrap() }
}

/// I11: the fee of an instalment is what it adds to the fee on everything received, never above what comes in, and none where the law
/// wants none.
fn fee_of_line(line: &Value, judged: &mut Judged) {
    if line["no_fee"].is_string() {
        judged.must("I11", dong(&line["fee"]) == 0, || format!("a fee where none is due: {line}"));
    }
    judged.must("I11", dong(&line["fee"]) <= dong(&line["share_dong"]), || line.to_string());
    let (input, result) = (&line["assessed"]["input"], &line["assessed"]["result"]);
    if input.is_null() {
        return;
    }
    let (before, now) = (dong(&input["received_before"]), dong(&input["received_now"]));
    let scaled = (scale(before), scale(before + now));
    let seen = (dong(&result["scale_before_dong"]), dong(&result["scale_after_dong"]));
    judged.must("I11", near(scaled.0, seen.0) && near(scaled.1, seen.1), || format!("{scaled:?}: {line}"));
    let whole = input["factor"]["denominator"] == 1 && list(&input["reliefs"]).next().is_none();
    let free = result["no_fee"].is_string();
    let due = if free { 0 } else { seen.1 - seen.0 };
    if whole || free {
        judged.must("I11", dong(&result["fee_dong"]) == due, || format!("{due}: {line}"));
    }
    let withheld = dong(&result["withheld_dong"]);
    let all = dong(&result["fee_dong"]) + dong(&input["carried"]);
    judged
        .must("I11", withheld + dong(&result["carried_dong"]) == all && withheld <= now, || line.to_string());
}

/// How half a đồng is rounded is the program's setting.
fn near(one: i64, other: i64) -> bool {
    (one - other).abs() <= 1
}

/// I11: nobody is charged more than the fee on what he received.
fn fee_account(account: &Value, judged: &mut Judged) {
    let [received, due, collected] = ["received", "due", "collected"].map(|key| dong(&account[key]));
    let direct = sum(list(&account["direct"]).map(|one| &one["amount"]));
    judged.must("I11", due <= scale(received + direct) + 1, || account.to_string());
    judged.must("I11", collected <= received + direct, || account.to_string());
}

/// I12: what was collected has a decision of the head and a fee receipt, for each creditor.
fn fee_papers(tables: &Tables, judged: &mut Judged) {
    let of = |kind: &'static str| rows(tables, "decisions").iter().filter(move |row| row["kind"] == kind);
    let charged = rows(tables, "fee_accounts").iter().filter(|row| dong(&row["collected"]) > 0).count();
    if charged == 0 {
        return;
    }
    let decided = of("fee_decision").count();
    judged.must("I12", charged <= decided, || format!("{charged} are charged by {decided} decisions"));
    let collected = sum(rows(tables, "fee_accounts").iter().map(|row| &row["collected"]));
    let paid = rows(tables, "receipts").iter().filter(|row| row["kind"] == "fee");
    let receipted =
        sum(of("fee_receipt").map(|row| &row["content"]["amount"])) + sum(paid.map(|row| &row["amount"]));
    judged.must("I12", collected <= receipted, || format!("{collected} collected, receipts for {receipted}"));
}

/// I13: what is charged was settled by the head on a voucher, once, and to one bearer.
fn borne_once(tables: &Tables, costs: &Value, judged: &mut Judged) {
    let mut vouchers = BTreeSet::new();
    let mut charged: BTreeMap<&str, i64> = BTreeMap::new();
    for sheet in list(&costs["settlements"]) {
        let signed = rows(tables, "decisions").iter().any(|row| row["id"] == sheet["document"]);
        judged.must("I13", signed, || format!("nobody signed: {sheet}"));
        for (place, line) in list(&sheet["lines"]).enumerate() {
            let voucher = text(&line["voucher"]);
            judged.must("I13", !voucher.is_empty() && vouchers.insert(voucher), || {
                format!("{line} of {sheet}")
            });
            let of_line = |one: &&Value| {
                one["document"] == sheet["document"] && one["line"].as_u64() == Some(place as u64)
            };
            let taken = sum(list(&costs["recovered"]).filter(of_line).map(|one| &one["amount"]));
            judged.must("I13", taken <= dong(&line["amount"]), || format!("{taken} taken for {line}"));
            *charged.entry(text(&line["payer"])).or_default() += dong(&line["amount"]) - taken;
        }
    }
    for payment in list(&costs["payments"]) {
        let left = charged.entry(text(&payment["party"])).or_default();
        *left -= dong(&payment["amount"]);
        let (left, paid) = (*left, payment);
        judged.must("I13", left >= 0, || format!("{left} after {paid} of {costs}"));
    }
}

/// I14: what was advanced is refunded, borne by the State, or still there; what a distribution gave back may wait for its payout.
fn advances(tables: &Tables, case: &str, costs: &Value, judged: &mut Judged) {
    let (mut open, mut cleared) = (0, 0);
    for advance in list(&costs["advances"]) {
        let left = dong(&advance["amount"]) - dong(&advance["refunded"]);
        judged.must("I14", left >= 0, || advance.to_string());
        open += left;
        cleared += dong(&advance["cleared"]);
    }
    let of_case = |row: &&Value| row["file_id"] == case && row["account"] == "338_adv";
    let kept = rows(tables, "account_balances").iter().filter(of_case);
    let kept: i64 = kept.map(|row| dong(&row["credit"]) - dong(&row["debit"])).sum();
    if list(&costs["advances"]).next().is_some() {
        let good = (open..=open + cleared).contains(&kept);
        judged.must("I14", good, || format!("{kept} in the books, {open} open: {costs}"));
    }
}

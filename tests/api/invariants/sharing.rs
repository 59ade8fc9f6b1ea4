//! How money is shared: I05–I10, I15, I36 and I37.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Judged, Tables, day, dong, list, rows, sum, text};

/// A regional minimum wage of a month since 2026 (Nghị định 293/2025).
const MINIMUM_WAGES: [i64; 4] = [5_310_000, 4_730_000, 4_140_000, 3_700_000];

pub fn judge(tables: &Tables, judged: &mut Judged) {
    let mut plans: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for line in rows(tables, "distribution_lines") {
        plans.entry(text(&line["distribution_id"])).or_default().push(line);
    }
    let requested: BTreeMap<&str, &Value> = rows(tables, "obligations")
        .iter()
        .map(|row| (text(&row["id"]), &row["doc"]["requested_on"]))
        .collect();
    credited(tables, &plans, judged);
    kept(tables, &plans, judged);
    for plan in rows(tables, "distributions") {
        let mut lines = plans.remove(text(&plan["id"])).unwrap_or_default();
        lines.sort_by_key(|line| dong(&line["line"]));
        let lines: Vec<&Value> = lines.iter().map(|line| &line["doc"]).collect();
        conserved(plan, &lines, judged);
        in_order(plan, &lines, judged);
        pools(plan, &lines, &requested, judged);
        principal_first(plan, &lines, judged);
        rent(plan, &lines, judged);
        divided(tables, plan, &lines, judged);
        carried_out(tables, plan, &lines, judged);
    }
    judged.never("I05", !plans.is_empty(), || format!("lines of no plan: {plans:?}"));
}

fn share(line: &Value) -> i64 {
    dong(&line["share_dong"])
}

fn claim(line: &Value) -> i64 {
    dong(&line["claim_dong"])
}

/// I05: what was shared is the sum of its lines.
fn conserved(plan: &Value, lines: &[&Value], judged: &mut Judged) {
    let shared = sum(lines.iter().map(|line| &line["share_dong"]));
    judged.must("I05", shared == dong(&plan["amount"]), || format!("{shared} of {plan}"));
}

/// I06: nobody above his claim, a later stage only when every earlier one is full; I07: inside a stage every share is within one
/// đồng of the exact one.
fn in_order(plan: &Value, lines: &[&Value], judged: &mut Judged) {
    let mut stages: BTreeMap<i64, Vec<&Value>> = BTreeMap::new();
    for line in lines {
        judged.must("I06", share(line) <= claim(line), || format!("above its claim: {line} of {plan}"));
        stages.entry(dong(&line["stage"])).or_default().push(line);
    }
    let mut short = false;
    for of_stage in stages.values() {
        let (pot, owed) =
            of_stage.iter().fold((0, 0), |(pot, owed), line| (pot + share(line), owed + claim(line)));
        judged.must("I06", pot == 0 || !short, || {
            format!("paid before an earlier stage is full: {of_stage:?}")
        });
        short |= pot < owed;
        for line in of_stage {
            let exact = i128::from(pot) * i128::from(claim(line));
            let off = i128::from(share(line)) * i128::from(owed) - exact;
            let good = owed == 0 || off.abs() < i128::from(owed);
            judged.must("I07", good, || format!("{line} of {pot} for {owed}"));
        }
    }
}

/// I08: pool 1 are those who had asked by the reference date, pool 2 those who had not. Shares set free go by their judgment (I36).
fn pools(plan: &Value, lines: &[&Value], requested: &BTreeMap<&str, &Value>, judged: &mut Judged) {
    let terms = &plan["doc"]["terms"];
    let Some(closed_on) =
        day(&terms["reference_date"]).filter(|_| terms["named_case"].is_null() && terms["freed"].is_null())
    else {
        return;
    };
    for line in lines {
        let Some(asked) = requested.get(text(&line["obligation"])).and_then(|asked| day(asked)) else {
            continue;
        };
        match text(&line["step"]) {
            "STEP-pool-1" => {
                judged.must("I08", asked <= closed_on, || format!("asked {asked}: {line} of {plan}"))
            }
            "STEP-pool-2" => {
                judged.must("I08", asked > closed_on, || format!("asked {asked}: {line} of {plan}"))
            }
            _ => {}
        }
    }
}

/// I09: no late interest while the principal of the same claim is not full, where nothing else is agreed.
fn principal_first(plan: &Value, lines: &[&Value], judged: &mut Judged) {
    for line in lines.iter().filter(|line| line["part"] == "interest" && share(line) > 0) {
        let same =
            |other: &&&Value| other["obligation"] == line["obligation"] && other["part"] == "principal";
        let full = lines.iter().filter(same).all(|principal| share(principal) == claim(principal));
        judged.must("I09", full, || format!("{line} of {plan}"));
    }
}

/// I15: rent money is twelve minimum wages or whatever is left, and only for an only home.
fn rent(plan: &Value, lines: &[&Value], judged: &mut Judged) {
    for (place, line) in lines.iter().enumerate() {
        if line["step"] != "STEP-rent-reserve" {
            continue;
        }
        let whole = MINIMUM_WAGES.iter().any(|wage| claim(line) == 12 * wage);
        judged.must("I15", whole && plan["doc"]["asset"].is_string(), || format!("{line} of {plan}"));
        let rest = sum(lines[place + 1..].iter().map(|line| &line["share_dong"]));
        judged.must("I15", share(line) == claim(line) || rest == 0, || format!("{line} of {plan}"));
    }
}

/// I37: of the price of a divided thing nobody gets more than his judged part of what is left after the costs, and no late interest.
fn divided(tables: &Tables, plan: &Value, lines: &[&Value], judged: &mut Judged) {
    let of_case = |row: &&Value| row["id"] == plan["doc"]["case"];
    let case = rows(tables, "cases").iter().find(of_case).map_or(&Value::Null, |row| &row["doc"]);
    let of_asset = |one: &&Value| one["asset"].is_string() && one["asset"] == plan["doc"]["asset"];
    let change = list(&case["price_changes"]).find(of_asset);
    let off = ["STEP-set-aside", "STEP-costs", "STEP-transfer-charges"];
    let off = lines.iter().filter(|line| off.contains(&text(&line["step"]))).map(|line| claim(line));
    let net = i128::from(dong(&plan["doc"]["amount"]) - off.sum::<i64>());
    for line in lines.iter().filter(|line| line["step"] == "STEP-division") {
        judged.must("I37", line["part"] == "principal", || format!("{line} of {plan}"));
        let payment = change.into_iter().flat_map(|change| list(&change["payments"]));
        let payment = payment.filter(|payment| payment["obligation"] == line["obligation"]);
        let part = payment.map(|payment| net * i128::from(dong(&payment["judged"]))).sum::<i128>();
        let whole = change.map_or(0, |change| i128::from(dong(&change["judged_value"])));
        let within = (i128::from(share(line)) - 1) * whole < part;
        judged.must("I37", within, || format!("{line} of {plan}: {net} in {case}"));
    }
}

/// I10: the debtors are credited with the gross lines of all approved plans, in whichever case the claim stands.
fn credited(tables: &Tables, plans: &BTreeMap<&str, Vec<&Value>>, judged: &mut Judged) {
    let mut owed: BTreeMap<&str, i64> = BTreeMap::new();
    for plan in rows(tables, "distributions").iter().filter(|plan| plan["approved_by"].is_string()) {
        for line in plans.get(text(&plan["id"])).into_iter().flatten().map(|line| &line["doc"]) {
            // Where the parties agreed that interest goes first, the line is not what falls off the principal.
            let agreed = list(&plan["doc"]["terms"]["stated"]["interest_first"])
                .any(|first| first["obligation"] == line["obligation"]);
            let performs = line["obligation"].is_string() && line["waits"] != true;
            if performs && line["part"] != "interest" && !agreed {
                *owed.entry(text(&line["obligation"])).or_default() += share(line);
            }
        }
    }
    for event in rows(tables, "events").iter().filter(|event| event["action"] == "approve_distribution") {
        for done in list(&event["body"]["effects"]["obligations_performed"]) {
            if let Some(left) = owed.get_mut(text(&done["obligation"])) {
                *left -= dong(&done["amount"]);
            }
        }
    }
    for (obligation, left) in owed {
        judged.must("I10", left == 0, || format!("{left} of {obligation}"));
    }
}

/// I36: what lies on deposit and what was set free of it are the lines that wait; each is set free once, and shared once with its
/// interest: first among those who had asked under the same judgment.
fn kept(tables: &Tables, plans: &BTreeMap<&str, Vec<&Value>>, judged: &mut Judged) {
    let judgments: BTreeMap<&str, &Value> =
        rows(tables, "obligations").iter().map(|row| (text(&row["id"]), &row["judgment_id"])).collect();
    for case in rows(tables, "cases") {
        let mut interest = 0;
        for deposit in
            list(&case["doc"]["standstill"]["deposits"]).filter(|one| one["distribution"].is_string())
        {
            let lines =
                plans.get(text(&deposit["distribution"])).into_iter().flatten().map(|line| &line["doc"]);
            let waits: Vec<&Value> = lines.filter(|line| line["waits"] == true && share(line) > 0).collect();
            let free: Vec<&Value> = list(&deposit["freed"]).collect();
            let capital = dong(&deposit["amount"]) + sum(free.iter().map(|part| &part["capital"]));
            let whole = waits.iter().map(|line| share(line)).sum::<i64>() == capital;
            judged.must("I36", whole, || format!("{capital} of {waits:?}"));
            let mut items: Vec<&str> = free.iter().flat_map(|part| list(&part["items"])).map(text).collect();
            let count = items.len();
            items.sort_unstable();
            items.dedup();
            judged.must("I36", items.len() == count, || format!("set free twice: {deposit}"));
            interest += dong(&deposit["interest"]) + sum(free.iter().map(|part| &part["interest"]));
            for part in free {
                shared_once(tables, plans, &judgments, case, part, judged);
            }
        }
        let entries = rows(tables, "ledger_entries").iter().filter(|entry| entry["file_id"] == case["id"]);
        let ids: BTreeSet<&str> =
            entries.filter(|entry| entry["kind"] == "J18").map(|entry| text(&entry["id"])).collect();
        let of_shares = rows(tables, "postings").iter().filter(|line| {
            ids.contains(text(&line["entry_id"])) && line["debit"] == "1123" && line["credit"] == "331"
        });
        // Interest of a creditor's own deposit names him.
        let came = sum(of_shares.filter(|line| line["payee"].is_null()).map(|line| &line["amount"]));
        judged.never("I36", came != interest, || format!("{came} came, {interest} is known: {case}"));
    }
}

fn shared_once(
    tables: &Tables,
    plans: &BTreeMap<&str, Vec<&Value>>,
    judgments: &BTreeMap<&str, &Value>,
    case: &Value,
    part: &Value,
    judged: &mut Judged,
) {
    let of_part =
        |plan: &&Value| plan["doc"]["terms"]["freed"] == part["id"] && plan["approved_by"].is_string();
    let booked: Vec<&Value> = rows(tables, "distributions").iter().filter(of_part).collect();
    let all = dong(&part["capital"]) + dong(&part["interest"]);
    let right = booked.len() <= 1 && booked.iter().all(|plan| dong(&plan["amount"]) == all);
    judged.must("I36", right, || format!("{part}: {booked:?}"));
    for plan in booked {
        for line in plans.get(text(&plan["id"])).into_iter().flatten().map(|line| &line["doc"]) {
            let same = judgments.get(text(&line["obligation"])).map(|one| **one == case["judgment_id"]);
            let right = match (text(&line["step"]), same) {
                ("STEP-preferred" | "STEP-pool-1", Some(same)) => same,
                ("STEP-pool-2", Some(same)) => !same,
                _ => true,
            };
            judged.must("I36", right, || format!("{line} of {plan}"));
        }
    }
}

/// The lines of entries of this kind that came of a plan.
fn postings_of<'a>(tables: &'a Tables, plan: &'a Value, kind: &'a str) -> impl Iterator<Item = &'a Value> {
    let of_plan = move |entry: &&Value| entry["source_id"] == plan["id"] && entry["kind"] == kind;
    let entries = rows(tables, "ledger_entries").iter().filter(of_plan);
    entries
        .flat_map(|entry| rows(tables, "postings").iter().filter(move |line| line["entry_id"] == entry["id"]))
}

/// I10: what is paid out is the gross line less the fee, less what transfers cost that came back.
fn carried_out(tables: &Tables, plan: &Value, lines: &[&Value], judged: &mut Judged) {
    let of_plan = |row: &&Value| row["distribution_id"] == plan["id"];
    let ordered: Vec<&Value> =
        rows(tables, "payouts").iter().filter(of_plan).map(|row| &row["doc"]).collect();
    if ordered.is_empty() {
        return;
    }
    let mut owed: BTreeMap<&str, i64> = BTreeMap::new();
    for line in lines.iter().filter(|line| line["waits"] != true && line["payee"]["kind"] == "party") {
        *owed.entry(text(&line["payee"]["id"])).or_default() += share(line) - dong(&line["fee"]);
    }
    for payout in ordered.iter().filter(|payout| payout["payee"]["kind"] == "party") {
        // A wrong payment is owed to another than the line says.
        let wrong = list(&payout["wrong"]).next();
        let payee = wrong.map_or(&payout["payee"], |wrong| &wrong["paid_to"]);
        let lost = sum(list(&payout["failures"]).map(|failure| &failure["cost"]));
        *owed.entry(text(&payee["id"])).or_default() -= dong(&payout["amount"]) + lost;
    }
    let passed_on = sum(postings_of(tables, plan, "J25").map(|line| &line["amount"]));
    let (kept, over): (Vec<i64>, Vec<i64>) = owed.values().partition(|left| **left >= 0);
    let good = over.is_empty() && kept.iter().sum::<i64>() == passed_on;
    judged.must("I10", good, || format!("{owed:?} of {plan}: {ordered:?}"));
}

//! What must hold of the books of an office at every moment, asked through the API.

use std::collections::BTreeMap;

use serde_json::Value;

use super::App;

type Turnovers = BTreeMap<String, (i64, i64)>;

/// Every item of a list, page by page.
pub async fn all(app: &App, path: &str) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    let sign = if path.contains('?') { '&' } else { '?' };
    loop {
        let page = app.accountant().get(&format!("{path}{sign}limit=200{cursor}")).await.ok();
        items.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

fn rows(trial: &Value) -> Turnovers {
    let side = |row: &Value, key: &str| row[key].as_i64().unwrap();
    let of = |row: &Value| {
        let account = row["account"].as_str().unwrap().to_owned();
        (account, (side(row, "debit_dong"), side(row, "credit_dong")))
    };
    trial["rows"].as_array().unwrap().iter().map(of).collect()
}

fn add(into: &mut Turnovers, line: &Value) {
    let amount = line["amount"].as_i64().unwrap();
    into.entry(line["debit"].as_str().unwrap().to_owned()).or_default().0 += amount;
    into.entry(line["credit"].as_str().unwrap().to_owned()).or_default().1 += amount;
}

/// Without the counter-account of what stands off the balance: it is written and not shown.
fn shown(mut sums: Turnovers) -> Turnovers {
    sums.remove("off");
    sums
}

/// The accounts of the chart that stand on the debit side.
pub async fn debit_side(app: &App) -> Vec<String> {
    let chart = all(app, "/accounts").await;
    let debit = chart.iter().filter(|row| row["side"] == "debit");
    debit.map(|row| row["number"].as_str().unwrap().to_owned()).collect()
}

/// Each entry that an act booked is among those by which the chart lets its accounts move.
#[track_caller]
pub fn in_chart(happened: &Value) {
    let law = super::law();
    let chart = law.reference("accounts").unwrap()["account"].as_array().unwrap();
    let moves = |number: &Value, kind: &Value| {
        let row = chart.iter().find(|row| row["number"] == *number).unwrap();
        row["events"].as_array().unwrap().contains(kind)
    };
    let entries = [&happened["postings"], &happened["office_postings"]];
    for entry in entries.into_iter().filter_map(Value::as_array).flatten() {
        for line in entry["postings"].as_array().unwrap() {
            for account in [&line["debit"], &line["credit"]] {
                assert!(moves(account, &entry["kind"]), "the chart has no {} on {account}", entry["kind"]);
            }
        }
    }
}

/// Debits equal credits; no account of any file stands on its wrong side; the totals by file, by account and of the office agree.
pub async fn holds(app: &App, note: &str) {
    let office = app.office;
    let trial = app.accountant().get(&format!("/offices/{office}/trial-balance")).await.ok();
    assert_eq!(trial["debit_dong"], trial["credit_dong"], "{note}: {trial}");
    let booked = app.accountant().get(&format!("/offices/{office}/trial-balance?on=2099-12-31")).await.ok();
    assert_eq!(booked, trial, "{note}: the balances are not the sums of the lines");
    let debit = debit_side(app).await;
    let own_side = |sums: &Turnovers, file: &str| {
        for (account, (debited, credited)) in sums {
            let good = if debit.contains(account) { debited >= credited } else { credited >= debited };
            assert!(good, "{note}: {account} of {file} stands on its wrong side: {sums:?}");
        }
    };
    let mut files: BTreeMap<String, Turnovers> = BTreeMap::new();
    let mut whole = Turnovers::new();
    for line in all(app, &format!("/offices/{office}/ledger")).await {
        let file = line["case"].as_str().unwrap_or("office").to_owned();
        add(files.entry(file).or_default(), &line);
        add(&mut whole, &line);
    }
    assert_eq!(shown(whole.clone()), rows(&trial), "{note}: by line and by office");
    for (file, sums) in &files {
        own_side(sums, file);
        if file != "office" {
            let books = app.auditor().get(&format!("/cases/{file}/balances")).await.ok();
            assert_eq!(shown(sums.clone()), rows(&books), "{note}: by line and by case");
        }
    }
    for (account, (debited, credited)) in &whole {
        let lines = all(app, &format!("/offices/{office}/accounts/{account}/ledger")).await;
        let stands = if debit.contains(account) { debited - credited } else { credited - debited };
        let last = lines.last().unwrap_or_else(|| panic!("{note}: {account} has no line"));
        assert_eq!(last["balance_dong"], stands, "{note}: {account} by its own ledger");
    }
}

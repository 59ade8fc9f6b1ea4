//! Statements of bank and Treasury: read strictly, each line once, matched where there is no doubt, the rest explained, to the đồng
//! (TT78 7.1.d). All data are invented.

use serde_json::{Value, json};

use crate::support::closing::{case, csv, imported, july, paid, statement, transfer};
use crate::support::{App, on_both_engines};

const CAMT: &str = include_str!("../fixtures/statements/camt053.xml");
const CSV: &str = include_str!("../fixtures/statements/statement.csv");

async fn import(app: &App, format: &str, content: &str) -> crate::support::Answer {
    app.accountant().post("/bank-statements", &statement(app, format, content)).await
}

/// Nothing of a refused file is there.
async fn nothing_came_in(app: &App) {
    assert_eq!(app.accountant().get("/bank-statements").await.items(), Vec::<Value>::new());
}

async fn a_file_that_is_not_clean_is_refused_with_its_place(app: App) {
    app.on("2026-08-03");
    assert_eq!(
        app.cashier().post("/bank-statements", &statement(&app, "csv", CSV)).await.problem(403),
        "forbidden"
    );
    let bomb =
        "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;\">]><Document ";
    let many: String = (0..5_001).map(|n| format!("credit,0011,SK-07,2026-07-16,R-{n},1\n")).collect();
    let long =
        format!("record,account,statement,date,reference,amount\nopening,0011,SK-07,2026-07-01,,0\n{many}");
    for (format, content, code) in [
        ("camt053", CAMT.replacen("<Document ", bomb, 1), "G-SK-XML"),
        ("camt053", CAMT.replacen("</Ntry>", "", 1), "G-SK-FORM"),
        ("camt053", CAMT[..CAMT.len() - 20].to_owned(), "G-SK-FORM"),
        ("camt053", CSV.to_owned(), "G-SK-FORM"),
        ("camt053", CAMT.replacen("Ccy=\"VND\">25000000", "Ccy=\"EUR\">25000000", 1), "G-SK-CURRENCY"),
        ("camt053", CAMT.replacen(">25000000<", ">-25000000<", 1), "G-SK-AMOUNT"),
        ("csv", CSV.replacen("25000000", "25000000.5", 1), "G-SK-AMOUNT"),
        ("csv", CSV.replacen("25000000", "-1", 1), "G-SK-AMOUNT"),
        ("csv", CSV.replacen("25000000", "99999999999999999", 1), "G-SK-AMOUNT"),
        ("csv", CSV.replacen("FT-102", "FT-101", 1), "G-SK-TWICE"),
        ("csv", CSV.replacen("31000000", "30000000", 1), "G-SK-SUM"),
        ("csv", CAMT.to_owned(), "G-SK-FORM"),
        ("csv", long, "G-SK-SIZE"),
    ] {
        let refused = import(&app, format, &content).await;
        let found = refused.refused(422, code);
        assert_eq!(found["pointer"], "/content");
    }
    let named = import(&app, "csv", &CSV.replacen("FT-102", "FT-101", 1)).await.refused(422, "G-SK-TWICE");
    assert!(named["message"].as_str().unwrap().contains("FT-101"), "the line is named: {named}");
    let mut savings = statement(&app, "csv", CSV);
    savings["ledger"] = json!("331");
    assert_eq!(app.accountant().post("/bank-statements", &savings).await.codes(), ["not_in_list"]);
    app.on("2026-07-30");
    assert_eq!(import(&app, "csv", CSV).await.codes(), ["date_in_future"]);
    nothing_came_in(&app).await;
}

async fn each_line_comes_in_once_and_each_statement_goes_on_from_the_last(app: App) {
    july(&app).await;
    app.on("2026-08-20");
    let made = import(&app, "camt053", CAMT).await.ok();
    assert_eq!(made["bank_statement"]["line_count"], 3);
    assert_eq!(made["bank_statement"]["account"], "0011");
    let again = import(&app, "camt053", CAMT).await;
    let named = again.refused(422, "G-SK-TWICE");
    assert!(named["message"].as_str().unwrap().contains("SK-07"));
    assert!(again.text.contains("FT-101") && again.text.contains("FT-103"), "each line is named");
    assert_eq!(import(&app, "csv", CSV).await.codes()[0], "G-SK-TWICE", "in whatever form it comes");
    let next = |from: &str, opening: i64| csv("SK-08", (from, "2026-08-15"), opening, &[]);
    import(&app, "csv", &next("2026-07-31", 31_000_000)).await.refused(422, "G-SK-CHAIN");
    import(&app, "csv", &next("2026-08-01", 30_000_000)).await.refused(422, "G-SK-CHAIN");
    let other = next("2026-08-01", 31_000_000).replace("0011", "0022");
    import(&app, "csv", &other).await.refused(422, "G-SK-ACCOUNT");
    imported(&app, &next("2026-08-01", 31_000_000)).await;
    // The same request again is the same answer.
    let body = statement(&app, "csv", &csv("SK-09", ("2026-08-16", "2026-08-18"), 31_000_000, &[]));
    let first = app.accountant().post_with("/bank-statements", &body, &[("Idempotency-Key", "sk-9")]).await;
    let second = app.accountant().post_with("/bank-statements", &body, &[("Idempotency-Key", "sk-9")]).await;
    assert_eq!((first.status, first.text), (201, second.text));
}

fn lines_of(listed: &[Value]) -> Vec<(i64, Option<String>)> {
    let how = |line: &Value| line["matches"][0]["how"].as_str().map(str::to_owned);
    listed.iter().map(|line| (line["line"].as_i64().unwrap(), how(line))).collect()
}

/// Six payments and a statement of five lines about them.
async fn statement_of_five_lines(app: &App) -> String {
    let case = case(app).await;
    for (day, amount, reference) in [
        ("2026-07-16", 5_000_000, "FT-1"),
        ("2026-07-17", 7_000_000, "khác"),
        ("2026-07-20", 9_000_000, "FT-3"),
        ("2026-07-20", 9_000_000, "FT-4"),
        ("2026-07-21", 2_000_000, "FT-5"),
        ("2026-07-21", 3_000_000, "FT-6"),
    ] {
        paid(app, &case, day, transfer(&case, amount, reference)).await;
    }
    app.on("2026-08-03");
    let lines = [
        ("credit", "2026-07-15", "FT-1", 5_000_000),
        ("credit", "2026-07-17", "X-2", 7_000_000),
        ("credit", "2026-07-20", "X-3", 9_000_000),
        ("credit", "2026-07-20", "X-4", 9_000_000),
        ("credit", "2026-07-21", "X-5", 5_000_000),
    ];
    imported(app, &csv("SK-07", ("2026-07-01", "2026-07-31"), 0, &lines)).await
}

/// A line matched by hand with what is open in the books: sums, and which of several equal ones.
fn by_hand(open: &Value, line: i64, postings: &[(i64, usize)]) -> Value {
    let posting = |(amount, place): &(i64, usize)| {
        let all = open["only_books"].as_array().unwrap().iter();
        let one = all.filter(|one| one["amount"] == *amount).nth(*place).unwrap();
        json!({"entry": one["entry"], "posting": one["posting"]})
    };
    let postings: Vec<Value> = postings.iter().map(posting).collect();
    json!({"line": line, "postings": postings, "reason": "Theo nội dung chuyển tiền"})
}

const MATCH: &str = "match_statement_line";

async fn what_is_certain_is_matched_and_the_rest_by_hand(app: App) {
    let path = statement_of_five_lines(&app).await;
    let listed = app.accountant().get(&format!("{path}/lines")).await.items();
    let how = |code: &str| Some(code.to_owned());
    assert_eq!(
        lines_of(&listed),
        [(1, how("reference")), (2, how("amount_and_day")), (3, None), (4, None), (5, None)]
    );
    let open = app.accountant().get(&format!("{path}/open-items")).await.ok();
    let count = |side: &str| open[side].as_array().unwrap().len();
    assert_eq!((count("only_bank"), count("only_books")), (3, 4));
    assert_eq!(open["adds_up"], true);
    let accountant = app.accountant();
    accountant.may_not(&path, "reconcile_statement", json!({}), 409, "G-SK-OPEN").await;
    let two = [(2_000_000, 0)];
    accountant.may_not(&path, MATCH, by_hand(&open, 5, &two), 422, "G-SK-MATCH").await;
    accountant.wrong(&path, MATCH, by_hand(&open, 9, &two), "/line", "not_in_list").await;
    accountant.wrong(&path, MATCH, by_hand(&open, 1, &two), "/line", "duplicate").await;
    let strange = json!({"line": 5, "postings": [{"entry": app.office, "posting": 1}], "reason": "x"});
    accountant.wrong(&path, MATCH, strange, "/postings/0", "not_in_list").await;
    let twice = by_hand(&open, 5, &[(2_000_000, 0), (2_000_000, 0)]);
    accountant.wrong(&path, MATCH, twice, "/postings/1", "duplicate").await;
    accountant.does(&path, MATCH, by_hand(&open, 5, &[(2_000_000, 0), (3_000_000, 0)])).await;
}

/// Whoever takes something back says why, and that stays.
async fn what_was_matched_is_taken_back_with_its_reason(app: App) {
    let path = statement_of_five_lines(&app).await;
    let open = app.accountant().get(&format!("{path}/open-items")).await.ok();
    let accountant = app.accountant();
    accountant.does(&path, MATCH, by_hand(&open, 5, &[(2_000_000, 0), (3_000_000, 0)])).await;
    accountant.does(&path, MATCH, by_hand(&open, 3, &[(9_000_000, 0)])).await;
    let mistaken = json!({"line": 3, "reason": "Nhầm dòng"});
    accountant.does(&path, "unmatch_line", mistaken.clone()).await;
    accountant.wrong(&path, "unmatch_line", mistaken, "/line", "not_in_list").await;
    for (line, place) in [(3, 0), (4, 1)] {
        accountant.does(&path, MATCH, by_hand(&open, line, &[(9_000_000, place)])).await;
    }
    let done = accountant.does(&path, "reconcile_statement", json!({})).await;
    assert_eq!(done["bank_statement"]["reconciliation"]["difference"], 0);
    assert_eq!(done["happened"]["documents"][0]["kind"], "bank_reconciliation");
    accountant.does(&path, "reopen_statement", json!({"reason": "Ghi sổ sai tài khoản"})).await;
    let undone = accountant.get(&path).await.ok()["undone"].clone();
    let said = |line: Value, reason: &str| json!({"line": line, "reason": reason, "by": app.id("accountant"), "on": "2026-08-03"});
    assert_eq!(undone, json!([said(json!(3), "Nhầm dòng"), said(Value::Null, "Ghi sổ sai tài khoản")]));
}

async fn a_difference_is_listed_to_the_dong_and_cleared_later(app: App) {
    let case = july(&app).await;
    paid(&app, &case, "2026-07-31", transfer(&case, 3_000_000, "FT-8")).await;
    app.on("2026-08-03");
    let lines = [("credit", "2026-07-16", "FT-1", 40_000_000), ("credit", "2026-07-31", "LAI-07", 12_345)];
    let path = imported(&app, &csv("SK-07", ("2026-07-01", "2026-07-31"), 0, &lines)).await;
    let open = app.accountant().get(&format!("{path}/open-items")).await.ok();
    let sums = &open["reconciliation"];
    assert_eq!((&sums["bank"], &sums["books"]), (&json!(40_012_345), &json!(43_000_000)));
    assert_eq!((&sums["only_bank"], &sums["only_books"]), (&json!(12_345), &json!(3_000_000)));
    assert_eq!(sums["difference"], 12_345 - 3_000_000);
    let explain = |item: Value| json!({"open": item, "reason": "Sang tháng sau"});
    let statement = path.rsplit('/').next().unwrap();
    let line = json!({"item": "line", "statement": statement, "line": 2});
    app.accountant().does(&path, "explain_open_item", explain(line)).await;
    app.accountant().may_not(&path, "reconcile_statement", json!({}), 409, "G-SK-OPEN").await;
    let one = &open["only_books"][0];
    let posting = json!({"item": "posting", "entry": one["entry"], "posting": one["posting"]});
    app.accountant().does(&path, "explain_open_item", explain(posting)).await;
    let none = json!({"item": "line", "statement": statement, "line": 1});
    app.accountant().wrong(&path, "explain_open_item", explain(none), "/open", "not_in_list").await;
    app.accountant()
        .wrong(&path, "explain_open_item", explain(json!({"item": "opening"})), "/open", "not_in_list")
        .await;
    app.accountant().does(&path, "reconcile_statement", json!({})).await;
    // In August the money that was under way arrives; the interest is still to be booked.
    app.on("2026-09-02");
    let august = csv(
        "SK-08",
        ("2026-08-01", "2026-08-31"),
        40_012_345,
        &[("credit", "2026-08-03", "FT-8", 3_000_000)],
    );
    let next = imported(&app, &august).await;
    let open = app.accountant().get(&format!("{next}/open-items")).await.ok();
    assert_eq!(open["count"], 1, "only the interest is open: {open}");
    assert_eq!(open["reconciliation"]["difference"], 12_345);
    app.accountant().may_not(&next, "reconcile_statement", json!({}), 409, "G-SK-OPEN").await;
    let old = app.accountant().get(&format!("{path}/open-items")).await.ok();
    assert_eq!(old["adds_up"], true, "July is still what it was: {old}");
    assert_eq!(old["reconciliation"]["difference"], 12_345 - 3_000_000);
    // The interest is booked in September: July's line has its posting, and nothing more is to be explained.
    paid(&app, &case, "2026-09-02", transfer(&case, 12_345, "LAI-07")).await;
    app.accountant().does(&path, "match_statement", json!({})).await;
    let lines = app.accountant().get(&format!("{path}/lines")).await.items();
    assert_eq!(lines[1]["matches"][0]["how"], "reference");
    let done = app.accountant().does(&next, "reconcile_statement", json!({})).await;
    let found = &done["bank_statement"]["reconciliation"];
    assert_eq!((&found["difference"], &found["only_bank"]), (&json!(12_345), &json!(12_345)));
}

async fn statements_are_reconciled_in_order_from_a_known_beginning(app: App) {
    july(&app).await;
    app.on("2026-08-20");
    // The agency's first statement begins with money that no case has.
    let first = imported(&app, &csv("SK-07", ("2026-07-17", "2026-07-31"), 41_000_000, &[])).await;
    let shown = app.accountant().get(&first).await.ok();
    assert_eq!(shown["base_difference"], 1_000_000);
    let second = imported(&app, &csv("SK-08", ("2026-08-01", "2026-08-15"), 41_000_000, &[])).await;
    app.accountant().may_not(&second, "reconcile_statement", json!({}), 409, "G-SK-EARLIER").await;
    app.accountant().may_not(&first, "reconcile_statement", json!({}), 409, "G-SK-OPEN").await;
    let why = json!({"open": {"item": "opening"}, "reason": "Số dư trước khi dùng phần mềm"});
    app.accountant().does(&first, "explain_open_item", why.clone()).await;
    app.officer().may_not(&first, "reconcile_statement", json!({}), 403, "G-ROLE").await;
    app.accountant().does(&first, "reconcile_statement", json!({})).await;
    app.accountant().does(&second, "explain_open_item", why).await;
    let done = app.accountant().does(&second, "reconcile_statement", json!({})).await;
    let found = &done["bank_statement"]["reconciliation"];
    assert_eq!((&found["difference"], &found["opening"]), (&json!(1_000_000), &json!(1_000_000)));
}

on_both_engines!(
    a_file_that_is_not_clean_is_refused_with_its_place,
    each_line_comes_in_once_and_each_statement_goes_on_from_the_last,
    what_is_certain_is_matched_and_the_rest_by_hand,
    what_was_matched_is_taken_back_with_its_reason,
    a_difference_is_listed_to_the_dong_and_cleared_later,
    statements_are_reconciled_in_order_from_a_known_beginning,
);

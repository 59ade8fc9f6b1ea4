//! The books for reading: at any day and as known at any instant, of a case, an office, an account; by whom; as tables and files.

use serde_json::{Value, json};

use crate::support::build::{self, Case, owed};
use crate::support::{App, enforce, house, ledger, on_both_engines};

fn money(amount: i64) -> Value {
    json!({"kind": "voluntary_payment", "channel": "transfer", "amount": amount, "payer": null,
        "bank_reference": "FT-1"})
}

async fn notified(app: &App) -> Case {
    let case =
        build::on_request(app, &[owed("other", 500_000_000, Some(1)), owed("wages", 40_000_000, Some(2))])
            .await;
    build::notify(app, &case).await;
    case
}

/// Money on two days, then shared: entries J01, J01, J14, J15.
async fn shared(app: &App) -> Case {
    let case = notified(app).await;
    app.on("2026-07-20");
    app.accountant().does(&case.path, "receive_money", money(30_000_000)).await;
    app.on("2026-07-22");
    app.accountant().does(&case.path, "receive_money", money(12_000_000)).await;
    let body = json!({"case": case.id, "asset": null, "rent_region": null});
    let made = app.officer().post("/distributions", &body).await.ok();
    let plan = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    app.head().does(&plan, "approve_distribution", json!({})).await;
    case
}

fn stands(books: &Value, account: &str) -> i64 {
    let rows = books["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["account"] == account);
    row.map_or(0, |row| row["balance_dong"].as_i64().unwrap())
}

async fn a_book_can_be_read_as_of_any_day_and_instant(app: App) {
    let case = shared(&app).await;
    let office = format!("/offices/{}", app.office);
    for trial in [format!("{office}/trial-balance"), format!("{}/balances", case.path)] {
        let at = |moment: &str| format!("{trial}?{moment}");
        let accountant = app.accountant();
        assert_eq!(stands(&accountant.get(&at("on=2026-07-19")).await.ok(), "1121"), 0);
        assert_eq!(stands(&accountant.get(&at("on=2026-07-20")).await.ok(), "337"), 30_000_000);
        let early = accountant.get(&at("as_of=2026-07-21T00:00:00Z")).await.ok();
        assert_eq!((stands(&early, "337"), stands(&early, "331")), (30_000_000, 0));
        let now = accountant.get(&trial).await.ok();
        assert_eq!((stands(&now, "337"), stands(&now, "1121")), (0, 42_000_000));
        assert_eq!(accountant.get(&at("on=2026-07-22")).await.ok(), now);
    }
    let entries = app.officer().get(&format!("{}/ledger?on=2026-07-20", case.path)).await.items();
    assert_eq!(entries.len(), 1);
    let before = app.officer().get(&format!("{}/ledger?as_of=2026-07-19T00:00:00Z", case.path)).await.items();
    assert!(before.is_empty());
    ledger::holds(&app, "shared").await;
}

async fn each_line_tells_payee_act_document_and_article(app: App) {
    let case = shared(&app).await;
    let lines = ledger::all(&app, &format!("/offices/{}/ledger", app.office)).await;
    let of = |kind: &str| {
        lines.iter().find(|line| line["kind"] == kind).unwrap_or_else(|| panic!("{kind}: {lines:?}"))
    };
    let received = of("J01");
    assert_eq!((&received["case"], &received["source"]["kind"]), (&case.id, &json!("case")));
    assert_eq!(received["voucher"]["kind"], "receipt");
    assert!(!received["voucher"]["number"].as_str().unwrap().is_empty());
    let wages = lines.iter().find(|line| line["basis"] == "ROW-a").unwrap();
    assert_eq!((&wages["kind"], &wages["payee"]["id"]), (&json!("J14"), &case.party(2)));
    assert_eq!(wages["citation"][0]["article"], "54");
    assert_eq!(
        (&wages["source"]["kind"], &wages["source"]["code"]),
        (&json!("distribution"), &json!("M-APPROVE"))
    );
    assert_eq!(wages["voucher"]["kind"], "distribution_plan");
    // Page by page it is the same book.
    let mut paged = Vec::new();
    let mut next = format!("/offices/{}/ledger?limit=1", app.office);
    loop {
        let page = app.cashier().get(&next).await.ok();
        paged.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("/offices/{}/ledger?limit=1&cursor={cursor}", app.office),
            None => break,
        }
    }
    assert_eq!(paged, lines);
    let between = format!("/offices/{}/accounts/337/ledger?from=2026-07-22&to=2026-07-22", app.office);
    let account = app.head().get(&between).await.items();
    assert_eq!(account[0]["balance_dong"], 42_000_000, "the opening balance is carried: {account:?}");
    assert_eq!(account.last().unwrap()["balance_dong"], 0);
    let one = app.head().get(&format!("{between}&limit=1")).await.ok();
    let rest = format!("{between}&limit=200&cursor={}", one["next_cursor"].as_str().unwrap());
    assert_eq!(app.head().get(&rest).await.items(), account[1..]);
}

async fn the_books_of_an_office_are_for_those_who_answer_for_them(app: App) {
    shared(&app).await;
    let paths =
        ["ledger", "trial-balance", "accounts/1121/ledger", "books/journal?from=2026-07-01&to=2026-07-31"];
    for path in paths.map(|path| format!("/offices/{}/{path}", app.office)) {
        for reader in ["head", "deputy", "accountant", "cashier", "examiner", "auditor"] {
            app.as_(reader).get(&path).await.ok();
        }
        for other in ["officer", "clerk", "storekeeper", "other_head", "admin"] {
            assert_eq!(app.as_(other).get(&path).await.problem(403), "forbidden", "{other} {path}");
        }
    }
    let nowhere = format!("/offices/{}/trial-balance", uuid::Uuid::nil());
    assert_eq!(app.auditor().get(&nowhere).await.problem(404), "not_found");
    let turned = format!("/offices/{}/ledger?from=2026-07-31&to=2026-07-01", app.office);
    assert_eq!(app.auditor().get(&turned).await.problem(422), "invalid_content");
    let unknown = format!("/offices/{}/accounts/999/ledger", app.office);
    assert_eq!(app.auditor().get(&unknown).await.problem(400), "malformed");
}

async fn the_chart_tells_what_is_not_confirmed(app: App) {
    let rows = ledger::all(&app, "/accounts").await;
    let sale = rows.iter().find(|row| row["number"] == "3376").unwrap();
    assert_eq!(
        (&sale["side"], &sale["parent"], &sale["status"]),
        (&json!("credit"), &json!("337"), &json!("unconfirmed"))
    );
    assert!(sale["events"].as_array().unwrap().contains(&json!("J09")));
    let before = app.officer().get("/accounts?on=2020-09-30").await.items();
    assert!(before.is_empty(), "the circular was not in force");
    let page = app.officer().get("/accounts?limit=3").await.ok();
    assert_eq!(page["items"].as_array().unwrap()[..], rows[..3]);
}

fn path(app: &App, book: &str, more: &str) -> String {
    format!("/offices/{}/books/{book}?from=2026-07-01&to=2026-12-31{more}", app.office)
}

async fn a_book_reads_the_same_as_pages_and_as_a_file(app: App) {
    shared(&app).await;
    for book in ["journal", "general_ledger", "case_details", "receipts"] {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        let columns = loop {
            let page = app.accountant().get(&path(&app, book, &format!("&limit=2{cursor}"))).await.ok();
            rows.extend(page["items"].as_array().unwrap().clone());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break page["columns"].as_array().unwrap().clone(),
            }
        };
        assert!(rows.iter().all(|row| row.as_array().unwrap().len() == columns.len()), "{book}: {rows:?}");
        assert!(!rows.is_empty(), "{book}");
        let whole = app.accountant().get(&path(&app, book, "&limit=200")).await.ok();
        assert_eq!(whole["items"].as_array().unwrap(), &rows, "{book}");
        let file = app.accountant().get(&path(&app, book, "&format=csv")).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        let name = format!("attachment; filename=\"{book}_2026-07-01_2026-12-31.csv\"");
        assert_eq!(file.header("content-disposition"), Some(name.as_str()));
        assert_eq!(file.text.lines().count(), rows.len() + 1, "{book}: {}", file.text);
    }
}

async fn the_general_ledger_opens_and_closes_each_account(app: App) {
    let case = shared(&app).await;
    let of = |book: &str, account: &str| {
        format!("/offices/{}/books/{book}?from=2026-07-21&to=2026-07-31{account}", app.office)
    };
    let rows =
        app.accountant().get(&of("general_ledger", "&account=337&limit=200")).await.ok()["items"].clone();
    let rows = rows.as_array().unwrap();
    let (first, last) = (rows[0].as_array().unwrap(), rows[rows.len() - 1].as_array().unwrap());
    assert_eq!((&first[1], &first[9]), (&json!("337"), &json!(30_000_000)), "opening: {first:?}");
    assert_eq!(
        (&last[7], &last[8], &last[9]),
        (&json!(42_000_000), &json!(12_000_000), &json!(0)),
        "{last:?}"
    );
    let details = app.accountant().get(&of("case_details", "&limit=200")).await.ok()["items"].clone();
    let details = details.as_array().unwrap();
    let (first, last) = (details[0].as_array().unwrap(), details[details.len() - 1].as_array().unwrap());
    let number = app.officer().get(&case.path).await.ok()["number"].clone();
    assert_eq!((&first[1], &first[11]), (&number, &json!(30_000_000)), "{first:?}");
    assert_eq!(
        (&last[9], &last[10], &last[11]),
        (&json!(12_000_000), &json!(0), &json!(42_000_000)),
        "{last:?}"
    );
    let foreign = app.accountant().get(&of("journal", "&limit=1&cursor=bnVsbA")).await;
    assert_eq!(foreign.problem(400), "malformed_cursor");
}

async fn the_details_may_be_of_one_account(app: App) {
    let case = shared(&app).await;
    let of = |account: &str| {
        format!(
            "/offices/{}/books/case_details?from=2026-07-21&to=2026-07-31&limit=200&account={account}",
            app.office
        )
    };
    let read = |account: &'static str| {
        let (app, path) = (&app, of(account));
        async move { app.accountant().get(&path).await.ok()["items"].as_array().unwrap().clone() }
    };
    let waits = read("337").await;
    let number = app.officer().get(&case.path).await.ok()["number"].clone();
    let (first, last) = (&waits[0], &waits[waits.len() - 1]);
    assert_eq!((&first[1], &first[11]), (&number, &json!(30_000_000)), "what stood on it before: {first}");
    assert_eq!(
        (&last[9], &last[10], &last[11]),
        (&json!(12_000_000), &json!(42_000_000), &json!(0)),
        "{last}"
    );
    let lines = &waits[1..waits.len() - 1];
    assert!(lines.iter().all(|row| row[6] == "337" || row[7] == "337"), "{lines:?}");
    assert!(read("1143").await.is_empty(), "no file moved it");
    let register = path(&app, "receipts", "&account=337");
    let refused = app.accountant().get(&register).await;
    assert_eq!(
        (refused.problem(422).as_str(), refused.codes().join(" ").as_str()),
        ("invalid_content", "contradicts")
    );
}

async fn a_mark_belongs_to_its_question(app: App) {
    shared(&app).await;
    let accountant = app.accountant();
    for (book, more, others) in [
        ("general_ledger", "&account=337", ["general_ledger?&account=331", "case_details?&account=337"]),
        ("journal", "", ["journal?&account=337", "case_details?"]),
        ("case_details", "", ["general_ledger?", "case_details?&account=337"]),
    ] {
        let page = accountant.get(&path(&app, book, &format!("&limit=1{more}"))).await.ok();
        let cursor = page["next_cursor"].as_str().unwrap();
        let own = path(&app, book, &format!("&limit=1{more}&cursor={cursor}"));
        accountant.get(&own).await.ok();
        assert_eq!(
            accountant.get(&own.replace("to=2026-12-31", "to=2026-12-30")).await.problem(400),
            "malformed_cursor"
        );
        for other in others {
            let (book, more) = other.split_once('?').unwrap();
            let crossed = path(&app, book, &format!("{more}&limit=1&cursor={cursor}"));
            assert_eq!(accountant.get(&crossed).await.problem(400), "malformed_cursor", "{crossed}");
        }
    }
    let of = |account: &str, more: &str| {
        format!("/offices/{}/accounts/{account}/ledger?limit=1{more}", app.office)
    };
    let page = accountant.get(&of("337", "")).await.ok();
    let cursor = format!("&cursor={}", page["next_cursor"].as_str().unwrap());
    accountant.get(&of("337", &cursor)).await.ok();
    assert_eq!(accountant.get(&of("331", &cursor)).await.problem(400), "malformed_cursor");
    let later = of("337", &format!("&from=2026-07-21{cursor}"));
    assert_eq!(accountant.get(&later).await.problem(400), "malformed_cursor");
}

async fn the_register_of_receipts_tells_who_paid_and_what_was_cancelled(app: App) {
    const NAME: &str = "Phạm Thị Trả Thay";
    let case = notified(&app).await;
    let accountant = app.accountant();
    let mut paid = money(2_000_000);
    (paid["kind"], paid["payer"], paid["paid_by"]) = (json!("third_party"), case.debtor(), json!(NAME));
    let done = accountant.does(&case.path, "receive_money", paid).await;
    app.on("2026-07-20");
    let wish = json!({"receipt": done["happened"]["receipts"][0]["id"], "reason": "Ghi nhầm"});
    accountant.does(&case.path, "propose_receipt_cancellation", wish).await;
    app.head().does(&case.path, "cancel_receipt", json!({})).await;
    accountant.does(&case.path, "receive_money", money(1_000)).await;
    let register = accountant.get(&path(&app, "receipts", "")).await.ok();
    let at = |key: &str| register["columns"].as_array().unwrap().iter().position(|one| one == key).unwrap();
    let rows = register["items"].as_array().unwrap();
    assert_eq!((&rows[0][at("paid_by")], &rows[0][at("cancelled_on")]), (&json!(NAME), &json!("2026-07-20")));
    assert!(!rows[0][at("payer")].is_null(), "for whom he paid");
    assert_eq!(rows[0][at("receipt_kind")], "Người thứ ba nộp");
    assert_eq!((&rows[1][at("paid_by")], &rows[1][at("cancelled_on")]), (&Value::Null, &Value::Null));
    let before = accountant.get(&path(&app, "receipts", "&as_of=2026-07-16T00:00:00Z")).await.ok();
    assert!(before["items"][0][at("cancelled_on")].is_null(), "not yet known then");
    let file = accountant.get(&path(&app, "receipts", "&format=csv")).await.text;
    assert!(file.contains("Người nộp thay") && file.contains(NAME) && file.contains("2026-07-20"), "{file}");
}

async fn a_book_that_is_carried_away_is_on_record(app: App) {
    shared(&app).await;
    let accountant = app.accountant();
    accountant.get(&path(&app, "journal", "&account=337")).await.ok();
    for format in ["csv", "xlsx"] {
        accountant.get(&path(&app, "journal", &format!("&account=337&format={format}"))).await;
    }
    let own = format!("/audit/events?lifecycle=access&actor={}&order=oldest", app.id("accountant"));
    let kept = app.auditor().get(&own).await.items();
    let kept: Vec<&Value> = kept.iter().filter(|one| one["code"] == "R-EXPORT").collect();
    assert_eq!(kept.len(), 2, "a page that is read is not carried away: {kept:?}");
    assert_eq!(kept[0]["office"], json!(app.office));
    let chain = app.chain(&kept[0]["aggregate_id"]);
    let about = &chain.iter().find(|event| event["code"] == "R-EXPORT").unwrap()["effects"];
    assert_eq!(
        (&about["book"], &about["account"], &about["format"]),
        (&json!("journal"), &json!("337"), &json!("csv"))
    );
    assert_eq!((&about["from"], &about["rows"]), (&json!("2026-07-01"), &json!(4)));
}

/// Words that a spreadsheet would compute come from people: a bank's reference, a name.
async fn no_words_become_a_formula(app: App) {
    let case = notified(&app).await;
    enforce::costs_advanced(&app, &case, 5);
    let (_, asset) = house::sold(&app).await;
    let body = json!({"amount": 800_000_000, "channel": "transfer", "bank_reference": "=HYPERLINK(\"x\")"});
    app.accountant().does(&asset, "record_buyer_payment", body).await;
    let file = app.accountant().get(&path(&app, "receipts", "&format=csv")).await;
    assert!(file.text.contains("'=HYPERLINK"), "{}", file.text);
    assert!(!file.text.contains(",=") && !file.text.contains(",\"="), "{}", file.text);
}

on_both_engines!(
    a_book_can_be_read_as_of_any_day_and_instant,
    each_line_tells_payee_act_document_and_article,
    the_books_of_an_office_are_for_those_who_answer_for_them,
    the_chart_tells_what_is_not_confirmed,
    a_book_reads_the_same_as_pages_and_as_a_file,
    the_general_ledger_opens_and_closes_each_account,
    the_details_may_be_of_one_account,
    a_mark_belongs_to_its_question,
    the_register_of_receipts_tells_who_paid_and_what_was_cancelled,
    a_book_that_is_carried_away_is_on_record,
    no_words_become_a_formula,
);

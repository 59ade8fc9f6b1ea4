//! Books against case files, and the handover of an accountant's post: a checklist that is green line by line (TT78 7.1.d, 7.3, 8.3).

use serde_json::{Value, json};

use crate::support::closing::{
    book, cash, closed, counted, csv, day_closed, imported, july, july_at_the_bank, july_in_order, paid,
    transfer,
};
use crate::support::{App, on_both_engines};

async fn drawn(app: &App, officer: &str) -> crate::support::Answer {
    let body = json!({"office": app.office, "officer": app.id(officer), "day": "2026-07-10"});
    app.accountant().post("/file-reconciliations", &body).await
}

fn at(kind: &str, made: &Value) -> String {
    format!("/{}s/{}", kind.replace('_', "-"), made[kind]["id"].as_str().unwrap())
}

async fn an_officers_files_are_compared_with_the_books(app: App) {
    let case = july(&app).await;
    drawn(&app, "officer").await.refused(422, "G-MONTH-OPEN");
    app.on("2026-08-03");
    assert_eq!(drawn(&app, "clerk").await.codes(), ["not_in_list"]);
    let made = drawn(&app, "officer").await.ok();
    drawn(&app, "officer").await.refused(422, "G-HS-ONCE");
    let path = at("file_reconciliation", &made);
    let files = made["file_reconciliation"]["files"].as_array().unwrap();
    assert_eq!((files.len(), &files[0]["case"]), (1, &case.id));
    let accounts: Vec<&str> =
        files[0]["figures"].as_array().unwrap().iter().map(|one| one["account"].as_str().unwrap()).collect();
    assert_eq!(accounts, ["1111", "1121", "337"]);
    app.as_("second_officer").may_not(&path, "agree_file_list", json!({}), 403, "G-ROLE").await;
    let says = |account: &str, sum: i64| json!({"differences": [{"case": case.id, "account": account, "in_file": sum, "paper": "Biên lai số 2"}]});
    app.officer()
        .wrong(&path, "dispute_file_list", says("337", 50_000_000), "/differences/0/in_file", "contradicts")
        .await;
    let mut strange = says("337", 1);
    strange["differences"][0]["case"] = json!(app.office);
    app.officer().wrong(&path, "dispute_file_list", strange, "/differences/0/case", "not_in_list").await;
    app.officer().does(&path, "dispute_file_list", says("337", 51_000_000)).await;
    app.officer().may_not(&path, "agree_file_list", json!({}), 409, "G-STATE").await;
    app.accountant().does(&path, "drop_file_list", json!({})).await;
    let path = at("file_reconciliation", &drawn(&app, "officer").await.ok());
    let mut forgotten = transfer(&case, 1_000_000, "FT-2");
    forgotten["effective_on"] = json!("2026-07-20");
    app.accountant().does(&case.path, "receive_money", forgotten).await;
    app.officer().may_not(&path, "agree_file_list", json!({}), 409, "G-HS-MOVED").await;
    app.officer().does(&path, "drop_file_list", json!({})).await;
    let path = at("file_reconciliation", &drawn(&app, "officer").await.ok());
    let done = app.officer().does(&path, "agree_file_list", json!({})).await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "file_reconciliation_sheet");
    app.officer().may_not(&path, "dispute_file_list", says("337", 1), 409, "G-FINAL").await;
}

async fn who_draws_the_list_does_not_sign_for_the_files(app: App) {
    july(&app).await;
    app.on("2026-08-03");
    let grant = json!({"office": app.office, "division": null, "role": "accountant", "from": "2026-07-01", "to": null});
    app.as_("admin").post(&format!("/users/{}/grants", app.id("officer")), &grant).await.ok();
    let body = json!({"office": app.office, "officer": app.id("officer"), "day": "2026-07-10"});
    let path = at("file_reconciliation", &app.officer().post("/file-reconciliations", &body).await.ok());
    app.officer().may_not(&path, "agree_file_list", json!({}), 409, "G-HS-TWO").await;
}

/// An officer of one division signs for his files: his role counts there only.
async fn an_officer_of_a_division_signs_too(app: App) {
    july(&app).await;
    let admin = app.as_("admin");
    let division = json!({"code": "T1-1", "kind": "division", "parent_id": app.office, "name": "Phòng khu vực 1",
        "is_city": false, "from": "2026-07-01", "to": null});
    let division = admin.post("/offices", &division).await.ok()["id"].clone();
    let user = format!("/users/{}", app.id("second_officer"));
    let grant = admin.get(&user).await.ok()["grants"][0]["id"].as_str().unwrap().to_owned();
    admin.post(&format!("{user}/grants/{grant}/end"), &json!({"to": "2026-07-20"})).await.ok();
    let here = json!({"office": app.office, "division": division, "role": "enforcement_officer",
        "from": "2026-07-21", "to": null});
    admin.post(&format!("{user}/grants"), &here).await.ok();
    app.on("2026-08-03");
    let made = drawn(&app, "second_officer").await.ok();
    assert_eq!(made["file_reconciliation"]["division"], division);
    let path = at("file_reconciliation", &made);
    app.as_("second_officer").does(&path, "agree_file_list", json!({})).await;
    let everywhere = drawn(&app, "officer").await.ok();
    assert!(everywhere["file_reconciliation"]["division"].is_null());
}

/// The storekeeper becomes an accountant, to take the post over.
async fn announced(app: &App) -> String {
    let grant = json!({"office": app.office, "division": null, "role": "accountant", "from": "2026-07-01", "to": null});
    app.as_("admin").post(&format!("/users/{}/grants", app.id("storekeeper")), &grant).await.ok();
    at("post_handover", &app.accountant().post("/post-handovers", &handover(app, "storekeeper")).await.ok())
}

fn handover(app: &App, to: &str) -> Value {
    json!({"office": app.office, "from": app.id("accountant"), "to": app.id(to), "reason": "Quyết định điều động số 1"})
}

fn papers() -> Value {
    json!({"papers": "Sổ kế toán, chứng từ, biên lai chưa dùng"})
}

async fn a_post_is_handed_over_when_the_checklist_is_green(app: App) {
    let case = july(&app).await;
    assert_eq!(
        app.accountant().post("/post-handovers", &handover(&app, "cashier")).await.codes(),
        ["not_in_list"]
    );
    assert_eq!(
        app.accountant().post("/post-handovers", &handover(&app, "accountant")).await.codes(),
        ["contradicts"]
    );
    assert_eq!(
        app.officer().post("/post-handovers", &handover(&app, "cashier")).await.problem(403),
        "forbidden"
    );
    let path = announced(&app).await;
    app.accountant().post("/post-handovers", &handover(&app, "storekeeper")).await.refused(422, "G-BG-ONCE");
    app.accountant().may_not(&path, "accept_post", json!({}), 409, "G-BG-TAKER").await;
    app.storekeeper().does(&path, "accept_post", json!({})).await;
    app.on("2026-08-03");
    let list = app.head().get(&format!("{path}/actions")).await.ok();
    let row = list["actions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["action"] == "hand_over_post")
        .unwrap()
        .clone();
    let codes: Vec<&str> =
        row["unmet"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["G-DRAFT", "G-BG-DAYS", "G-BG-COUNT", "G-BG-BANK"]);
    let accountant = app.accountant();
    accountant.may_not(&path, "propose_post_handover", papers(), 409, "G-BG-DAYS").await;
    day_closed(&app, "day", "2026-07-17", 10_000_000, book(0, 10_000_000, 0)).await;
    let short = counted(&app, "month", "2026-07-31", 9_000_000, book(10_000_000, 0, 0)).await;
    accountant.does(&short, "record_cash_difference", json!({"explanation": "x", "minutes": "BB-1"})).await;
    accountant.may_not(&path, "propose_post_handover", papers(), 409, "G-BG-DIFF").await;
    let found = json!({"notes": crate::support::closing::notes(10_000_000), "book": book(10_000_000, 0, 0)});
    app.cashier().does(&short, "recount_cash", found).await;
    accountant.does(&short, "close_cash_day", json!({})).await;
    let mut treasury = transfer(&case, 5_000_000, "KB-1");
    treasury["channel"] = json!("treasury");
    accountant.does(&case.path, "receive_money", treasury).await;
    let refused = accountant.may_not(&path, "propose_post_handover", papers(), 409, "G-BG-BANK").await;
    let said = refused["message"].as_str().unwrap();
    assert!(said.contains("1121") && said.contains("1122"), "every account behind is named: {said}");
    july_at_the_bank(&app).await;
    accountant.may_not(&path, "propose_post_handover", papers(), 409, "G-BG-BANK").await;
    let lines = csv("KB-08", ("2026-08-01", "2026-08-03"), 0, &[("credit", "2026-08-03", "KB-1", 5_000_000)]);
    let mut lines = crate::support::closing::statement(&app, "csv", &lines);
    lines["ledger"] = json!("1122");
    let made = accountant.post("/bank-statements", &lines).await.ok();
    accountant.does(&at("bank_statement", &made), "reconcile_statement", json!({})).await;
    accountant.may_not(&path, "propose_post_handover", papers(), 409, "G-BG-COUNT").await;
    day_closed(&app, "ad_hoc", "2026-08-03", 10_000_000, book(10_000_000, 0, 0)).await;
    // A distribution half-way keeps the post where it is.
    let plan = json!({"case": case.id, "asset": null, "rent_region": null});
    let made = app.officer().post("/distributions", &plan).await.ok();
    let plan = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    app.head().does(&plan, "approve_distribution", json!({})).await;
    accountant.may_not(&path, "propose_post_handover", papers(), 409, "G-BG-DISTRIBUTION").await;
}

async fn the_minutes_list_every_balance(app: App) {
    let case = july_in_order(&app).await;
    let path = announced(&app).await;
    app.storekeeper().does(&path, "accept_post", json!({})).await;
    day_closed(&app, "ad_hoc", "2026-08-03", 10_000_000, book(10_000_000, 0, 0)).await;
    let lines = [("credit", "2026-08-02", "LAI", 1_000)];
    let open = imported(&app, &csv("SK-08", ("2026-08-01", "2026-08-02"), 40_000_000, &lines)).await;
    app.accountant().may_not(&path, "propose_post_handover", papers(), 409, "G-BG-LINES").await;
    let line = json!({"item": "line", "statement": open.rsplit('/').next().unwrap(), "line": 1});
    app.accountant()
        .does(&open, "explain_open_item", json!({"open": line, "reason": "Lãi chưa ghi sổ"}))
        .await;
    app.accountant().does(&path, "propose_post_handover", papers()).await;
    app.accountant().may_not(&path, "hand_over_post", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&path, "hand_over_post", json!({})).await;
    let listed = &done["post_handover"]["listed"];
    assert_eq!((&listed["files"], &listed["lines"]), (&json!(1), &json!(3)));
    assert_eq!(listed["debit"], listed["credit"]);
    let balances = app.auditor().get(&format!("{path}/balances")).await.items();
    assert_eq!(balances.len(), 3);
    assert!(balances.iter().all(|one| one["file"] == case.id));
    app.head().may_not(&path, "drop_post_handover", json!({}), 409, "G-FINAL").await;
    // What the minutes say does not move with the books.
    paid(&app, &case, "2026-08-05", cash(&case, 1_000_000)).await;
    assert_eq!(app.auditor().get(&format!("{path}/balances")).await.items(), balances);
    closed(&app, "month", "2026-07-01").await;
}

async fn a_handover_may_be_dropped(app: App) {
    july(&app).await;
    let path = announced(&app).await;
    app.head().does(&path, "drop_post_handover", json!({})).await;
    announced_again(&app).await;
}

async fn announced_again(app: &App) {
    app.head().post("/post-handovers", &handover(app, "storekeeper")).await.ok();
}

on_both_engines!(
    an_officers_files_are_compared_with_the_books,
    who_draws_the_list_does_not_sign_for_the_files,
    an_officer_of_a_division_signs_too,
    a_post_is_handed_over_when_the_checklist_is_green,
    the_minutes_list_every_balance,
    a_handover_may_be_dropped,
);

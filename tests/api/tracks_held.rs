//! Money without a case: ascribed, forfeited after five years, refunded when its judgment or receiver is found (L106 57.4; ND152 34.4).

use serde_json::{Value, json};

use crate::support::build::{on_request, owed};
use crate::support::tracks::{books, office_books, wrong};
use crate::support::{App, on_both_engines};

async fn held(app: &App, source: &str) -> (String, Value) {
    let body = json!({"office": app.office, "source": source, "sender": "Trại giam Mẫu", "paper": "DS-01",
        "amount": 30_000_000, "channel": "transfer", "received_on": "2026-07-15"});
    let made = app.accountant().post("/held-money", &body).await.ok();
    (format!("/held-money/{}", made["held_money"]["id"].as_str().unwrap()), made)
}

fn found(case: &Value) -> Value {
    json!({"case": case, "proof": "Bản án số 12"})
}

async fn it_is_received_by_the_accountant_and_ascribed_in_time(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let body = json!({"office": app.office, "source": "prison", "sender": "Trại giam Mẫu", "paper": "DS-01",
        "amount": 0, "channel": "transfer", "received_on": "2026-07-16"});
    assert_eq!(app.officer().post("/held-money", &body).await.problem(403), "forbidden");
    let refused = app.accountant().post("/held-money", &body).await;
    assert_eq!(refused.codes(), ["amount_out_of_range", "date_in_future"]);
    let (path, made) = held(&app, "prison").await;
    assert_eq!(made["held_money"]["forfeit_after"], "2031-07-15");
    let receipt = &made["happened"]["receipts"][0];
    assert_eq!((&receipt["code"], &receipt["series"]), (&json!("R13"), &json!("provisional_receipts")));
    assert_eq!(made["happened"]["postings"][0]["kind"], "J02");
    assert_eq!(office_books(&app), [("1121".to_owned(), 30_000_000), ("337_held".to_owned(), 30_000_000)]);
    assert_eq!(made["happened"]["deadlines_opened"][0]["key"], "prison_unknown_5y");
    let mut old = body;
    (old["amount"], old["received_on"]) = (json!(1), json!("2024-01-10"));
    let made = app.accountant().post("/held-money", &old).await.ok();
    assert_eq!(made["held_money"]["forfeit_after"], "2029-01-10", "what lay unascribed on 1 July 2026 too");
    app.clerk().may_not(&path, "attribute_money", found(&case.id), 403, "G-ROLE").await;
    wrong(app.accountant(), &path, "attribute_money", found(&json!(app.office)), "not_in_list").await;
    let done = app.accountant().does(&path, "attribute_money", found(&case.id)).await;
    assert_eq!((&done["held_money"]["state"], &done["held_money"]["case"]), (&json!("attributed"), &case.id));
    assert_eq!(done["happened"]["deadlines_closed"], json!(["prison_unknown_5y"]));
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 30_000_000), ("337".to_owned(), 30_000_000)]);
    app.accountant().may_not(&path, "attribute_money", found(&case.id), 409, "G-FINAL").await;
    let happened = &done["happened"];
    assert_eq!(happened["posting_count"], 3, "two in the office's file, one in the case's: {happened}");
    let kinds = |entries: &Value| -> Value {
        entries.as_array().unwrap().iter().map(|one| one["kind"].clone()).collect()
    };
    assert_eq!(kinds(&happened["office_postings"]), json!(["J03", "J25"]));
    assert_eq!(kinds(&happened["postings"]), json!(["J01"]));
    let held = done["held_money"]["id"].clone();
    let last = app.chain(&held).pop().unwrap();
    assert_eq!(kinds(&last["effects"]["office_entries"]), json!(["J03", "J25"]));
    let official = &done["happened"]["receipts"][0];
    assert_eq!((&official["kind"], &official["converts"]), (&json!("made_official"), &receipt["id"]));
    assert_eq!(
        office_books(&app),
        [("1121".to_owned(), 1), ("337_held".to_owned(), 1)],
        "it left the office's books"
    );
    let history = app.auditor().get(&case.sub("events")).await.items();
    assert_eq!(history.last().unwrap()["code"], "T-PN-02", "the case knows of its money");
}

async fn cash_held_goes_to_fund_and_bank_and_is_taken_back(app: App) {
    let body = |channel: &str| {
        json!({"office": app.office, "source": "provisional", "sender": "Tòa án Mẫu", "paper": "DS-02",
            "amount": 5_000, "channel": channel, "received_on": "2026-07-15"})
    };
    let made = app.accountant().post("/held-money", &body("cash")).await.ok();
    let path = format!("/held-money/{}", made["held_money"]["id"].as_str().unwrap());
    assert_eq!(made["happened"]["deadlines_opened"][1]["key"], "cash.to_fund");
    app.officer().may_not(&path, "hand_in_cash", json!({}), 403, "G-ROLE").await;
    app.cashier().does(&path, "hand_in_cash", json!({})).await;
    app.cashier().may_not(&path, "hand_in_cash", json!({}), 409, "G-RC-OUT").await;
    app.cashier().does(&path, "bank_cash", json!({"into": "treasury", "paper": "GNT-1"})).await;
    app.cashier()
        .may_not(&path, "bank_cash", json!({"into": "bank", "paper": "GNT-1"}), 409, "G-RC-FUND")
        .await;
    assert_eq!(office_books(&app), [("1122".to_owned(), 5_000), ("337_held".to_owned(), 5_000)]);
    let reason = json!({"reason": "Thu nhầm"});
    wrong(app.accountant(), &path, "propose_receipt_cancellation", reason.clone(), "contradicts").await;
    let made = app.accountant().post("/held-money", &body("transfer")).await.ok();
    let path = format!("/held-money/{}", made["held_money"]["id"].as_str().unwrap());
    app.head().may_not(&path, "cancel_receipt", json!({}), 409, "G-DRAFT").await;
    app.accountant().does(&path, "propose_receipt_cancellation", reason).await;
    let done = app.head().does(&path, "cancel_receipt", json!({})).await;
    assert_eq!(done["held_money"]["state"], "cancelled");
    assert_eq!(office_books(&app), [("1122".to_owned(), 5_000), ("337_held".to_owned(), 5_000)]);
    let register = app.accountant().get(&format!("/offices/{}/receipts", app.office)).await.items();
    assert_eq!(register.iter().filter(|one| !one["cancelled"].is_null()).count(), 1);
    assert_eq!(app.officer().get(&format!("/offices/{}/receipts", app.office)).await.items().len(), 0);
}

async fn cash_that_belongs_to_a_case_still_has_to_reach_the_fund(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let body = json!({"office": app.office, "source": "provisional", "sender": "Tòa án Mẫu", "paper": "DS-02",
        "amount": 5_000, "channel": "cash", "received_on": "2026-07-15", "cash": {"taken": "end_of_day"}});
    let made = app.accountant().post("/held-money", &body).await.ok();
    let path = format!("/held-money/{}", made["held_money"]["id"].as_str().unwrap());
    app.accountant().does(&path, "attribute_money", found(&case.id)).await;
    let open = async || app.cashier().get("/deadlines?key=cash.to_fund.late&status=open").await.items().len();
    assert_eq!(open().await, 1);
    app.cashier()
        .may_not(&path, "bank_cash", json!({"into": "bank", "paper": "GNT-1"}), 409, "G-FINAL")
        .await;
    app.cashier().does(&path, "hand_in_cash", json!({})).await;
    assert_eq!(open().await, 0);
    app.cashier().may_not(&path, "hand_in_cash", json!({}), 409, "G-RC-OUT").await;
}

async fn provisional_money_is_forfeited_then_refunded_and_enforced(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let (path, made) = held(&app, "provisional").await;
    assert_eq!(made["happened"]["deadlines_opened"][0]["key"], "provisional_money");
    let search = json!({"searches": "Đã hỏi Tòa án", "voucher": "KB-1"});
    app.on("2031-07-15");
    app.accountant().may_not(&path, "propose_money_forfeiture", search.clone(), 409, "G-HM-5Y").await;
    app.on("2031-07-16");
    app.accountant().does(&path, "propose_money_forfeiture", search).await;
    app.accountant().may_not(&path, "forfeit_money", json!({}), 403, "G-SIGNER").await;
    let done = app.head().does(&path, "forfeit_money", json!({})).await;
    assert_eq!(done["held_money"]["state"], "provisional_forfeited");
    assert_eq!(done["happened"]["code"], "T-TT-04");
    app.accountant().may_not(&path, "attribute_money", found(&case.id), 409, "G-STATE").await;
    let mut refund = json!({"case": null, "proof": "Bản án số 12", "refund_order": "LHT-1"});
    wrong(app.accountant(), &path, "propose_money_refund", refund.clone(), "required").await;
    refund["case"] = case.id.clone();
    app.accountant().does(&path, "propose_money_refund", refund).await;
    let done = app.head().does(&path, "refund_money", json!({})).await;
    assert_eq!(done["held_money"]["state"], "refunded");
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 30_000_000), ("337".to_owned(), 30_000_000)]);
    app.head().may_not(&path, "refund_money", json!({}), 409, "G-FINAL").await;
}

async fn prison_money_goes_back_to_its_receiver(app: App) {
    app.on("2026-07-15");
    let (path, _) = held(&app, "prison").await;
    app.on("2031-07-16");
    let search = json!({"searches": "Đã hỏi trại giam", "voucher": "KB-1"});
    app.accountant().does(&path, "propose_money_forfeiture", search).await;
    let done = app.head().does(&path, "forfeit_money", json!({})).await;
    assert_eq!(done["happened"]["code"], "T-PN-02");
    let refund = json!({"case": null, "proof": "Xác định được người nhận", "refund_order": "LHT-1"});
    app.head().may_not(&path, "refund_money", json!({}), 409, "G-DRAFT").await;
    app.accountant().does(&path, "propose_money_refund", refund).await;
    let done = app.head().does(&path, "refund_money", json!({})).await;
    assert_eq!(
        done["happened"]["postings"].as_array().unwrap().len(),
        2,
        "back from the budget, out to its receiver"
    );
    assert_eq!(office_books(&app), []);
    let listed = app.accountant().get("/held-money?state=refunded").await.items();
    assert_eq!(listed.len(), 1);
    assert_eq!(app.as_("other_head").get(&path).await.problem(404), "not_found");
}

on_both_engines!(
    it_is_received_by_the_accountant_and_ascribed_in_time,
    cash_held_goes_to_fund_and_bank_and_is_taken_back,
    cash_that_belongs_to_a_case_still_has_to_reach_the_fund,
    provisional_money_is_forfeited_then_refunded_and_enforced,
    prison_money_goes_back_to_its_receiver,
);

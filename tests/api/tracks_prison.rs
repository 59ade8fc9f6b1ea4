//! Parties in prison: paid in there, paid out there, reported from there (ND152 33–36; L106 38.3).

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::tracks::{books, clock, collected, fifty_million, item_status, money, now, waits, wrong};
use crate::support::{App, on_both_engines};

fn payment(case: &Case, amount: i64) -> Value {
    json!({"debtor": case.debtor(), "prison": "Trại giam Mẫu", "collected_on": "2026-07-13", "amount": amount,
        "things": null, "minutes_enclosed": true, "account_known": false})
}

async fn money_paid_in_at_a_prison_is_answered_and_arrives(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let path = &case.path;
    let stranger = json!({"payment": case.id, "letter": "20/CV"});
    app.clerk().may_not(path, "answer_prison", stranger, 409, "G-PN-ANSWER").await;
    app.officer().may_not(path, "record_prison_payment", payment(&case, 1), 403, "G-ROLE").await;
    let mut bare = payment(&case, 0);
    (bare["minutes_enclosed"], bare["collected_on"]) = (json!(false), json!("2026-07-16"));
    wrong(app.clerk(), path, "record_prison_payment", bare.clone(), "required").await;
    wrong(app.clerk(), path, "record_prison_payment", bare.clone(), "contradicts").await;
    app.clerk().may_not(path, "record_prison_payment", bare, 422, "G-PN-MINUTES").await;
    let done = app.clerk().does(path, "record_prison_payment", payment(&case, 20_000_000)).await;
    let id = done["case"]["special"]["prison"]["payments"][0]["id"].clone();
    assert_eq!(clock(&app, &case, "prison_account").await["due_on"], "2026-07-22");
    assert_eq!(clock(&app, &case, "prison_transfer").await["due_on"], "2026-08-13");
    let answer = json!({"payment": id, "letter": "20/CV"});
    app.clerk().does(path, "answer_prison", answer.clone()).await;
    assert_eq!(clock(&app, &case, "prison_account").await["status"], "met");
    app.clerk().may_not(path, "answer_prison", answer, 409, "G-PN-ANSWER").await;
    let mut arrived =
        json!({"payment": id, "amount": 19_000_000, "bank_reference": null, "list_enclosed": true});
    wrong(app.accountant(), path, "record_prison_transfer", arrived.clone(), "contradicts").await;
    arrived["amount"] = json!(20_000_000);
    wrong(app.accountant(), path, "record_prison_transfer", arrived.clone(), "required").await;
    arrived["bank_reference"] = json!("FT-7");
    let done = app.accountant().does(path, "record_prison_transfer", arrived.clone()).await;
    assert_eq!(done["happened"]["receipts"][0]["amount"], 20_000_000);
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 20_000_000), ("337".to_owned(), 20_000_000)]);
    app.accountant().may_not(path, "record_prison_transfer", arrived, 409, "G-PN-TRANSFER").await;
}

async fn a_recipient_in_prison_is_paid_there(app: App) {
    let case = fifty_million(&app, "return").await;
    let path = &case.path;
    money(&app, &case).await;
    let held = waits(&app, &case, "money", Some(50_000_000)).await;
    let send =
        |wish: &Value, channel: Option<&str>| json!({"wish": wish, "channel": channel, "reference": "FT-8"});
    app.officer().may_not(path, "send_to_prison", send(&case.id, None), 409, "G-PN-WISH").await;
    let wish = |who: Value| json!({"recipient": who, "prison": "Trại giam Mẫu", "held": held});
    wrong(app.officer(), path, "record_prisoner_wish", wish(case.party(2)), "contradicts").await;
    let done = app.officer().does(path, "record_prisoner_wish", wish(case.party(1))).await;
    let id = done["case"]["special"]["prison"]["wishes"][0]["id"].clone();
    wrong(app.officer(), path, "record_prisoner_wish", wish(case.party(1)), "duplicate").await;
    let paid = json!({"wish": id, "paid_on": "2026-07-15", "minutes_enclosed": true});
    app.officer().may_not(path, "record_prison_payout", paid.clone(), 409, "G-PN-SENT").await;
    wrong(app.accountant(), path, "send_to_prison", send(&id, None), "required").await;
    app.accountant().does(path, "send_to_prison", send(&id, Some("transfer"))).await;
    assert_eq!(clock(&app, &case, "prison_send").await["status"], "met");
    assert_eq!(books(&app, &case).await, []);
    // On its way it can be neither collected here nor deposited.
    let here = collected(&held, Some("transfer"));
    wrong(app.officer(), path, "return_to_recipient", here, "contradicts").await;
    let mut without = paid.clone();
    without["minutes_enclosed"] = json!(false);
    app.officer().may_not(path, "record_prison_payout", without, 422, "G-PN-MINUTES").await;
    app.officer().does(path, "record_prison_payout", paid).await;
    assert_eq!(clock(&app, &case, "prison_pay").await["status"], "met");
    assert_eq!(item_status(&app, &case).await, "done");
}

fn report(party: &Value, event: &str, ends: Option<&str>) -> Value {
    json!({"party": party, "event": event, "happened_on": "2026-07-28", "prison": "Trại giam Mẫu",
        "sentence_ends_on": ends, "content": "Công văn số 9"})
}

async fn a_long_sentence_sets_the_rhythm_of_verification(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let path = &case.path;
    build::not_enforceable(&app, &case).await;
    let debtor = case.debtor();
    app.accountant()
        .may_not(path, "record_prison_report", report(&debtor, "taken_in", None), 403, "G-ROLE")
        .await;
    let stranger = report(&case.id, "taken_in", None);
    wrong(app.clerk(), path, "record_prison_report", stranger, "not_a_party").await;
    let backwards = report(&debtor, "taken_in", Some("2026-07-01"));
    wrong(app.clerk(), path, "record_prison_report", backwards, "contradicts").await;
    app.clerk().does(path, "record_prison_report", report(&debtor, "taken_in", Some("2027-01-01"))).await;
    assert_eq!(now(&app, &case).await["not_enforceable"]["yearly"], false, "too short");
    let done =
        app.clerk().does(path, "record_prison_report", report(&debtor, "taken_in", Some("2030-01-01"))).await;
    assert_eq!(done["case"]["not_enforceable"]["yearly"], true);
    assert_eq!(done["case"]["debtors"][0]["prisoner"]["prison"], "Trại giam Mẫu");
    assert_eq!(clock(&app, &case, "reverify_12m").await["status"], "open");
    // A move says nothing of the sentence: it stays.
    let moved = app.clerk().does(path, "record_prison_report", report(&debtor, "transferred", None)).await;
    assert_eq!(moved["case"]["debtors"][0]["prisoner"]["sentence_ends_on"], "2030-01-01");
    let free = app.clerk().does(path, "record_prison_report", report(&debtor, "released", None)).await;
    assert_eq!(free["case"]["debtors"][0]["prisoner"], Value::Null);
    assert_eq!(free["case"]["not_enforceable"]["yearly"], false);
    assert_eq!(clock(&app, &case, "reverify_6m").await["status"], "open");
}

on_both_engines!(
    money_paid_in_at_a_prison_is_answered_and_arrives,
    a_recipient_in_prison_is_paid_there,
    a_long_sentence_sets_the_rhythm_of_verification,
);

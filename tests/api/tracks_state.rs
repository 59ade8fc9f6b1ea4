//! Confiscation to the State and destruction (L106 57, 58; ND152 39, 40).

use serde_json::{Value, json};

use crate::support::build::proactive;
use crate::support::tracks::{self, books, ends, fifty_million, item_status, money, postponed, wrong};
use crate::support::{App, on_both_engines};

fn handed(items: &[Value], receiver: &str) -> Value {
    json!({"obligations": items, "receiver": receiver, "receiver_name": "UBND phường Mẫu",
        "notified_on": "2026-07-15", "minutes_complete": true})
}

async fn confiscated_things_go_to_the_commune(app: App) {
    let case = fifty_million(&app, "return").await;
    let things = [case.item(0)];
    let wrong_track = handed(&things, "commune_committee");
    app.officer().may_not(&case.path, "hand_over_confiscated", wrong_track, 409, "G-TRACK").await;
    let case = fifty_million(&app, "confiscate").await;
    let path = &case.path;
    let things = [case.item(0)];
    app.head()
        .may_not(path, "hand_over_confiscated", handed(&things, "commune_committee"), 403, "G-ROLE")
        .await;
    app.officer()
        .may_not(path, "hand_over_confiscated", handed(&things, "finance_body"), 422, "G-TT-RECEIVER")
        .await;
    let mut open = handed(&things, "commune_committee");
    (open["minutes_complete"], open["notified_on"]) = (json!(false), json!("2026-07-14"));
    app.officer().may_not(path, "hand_over_confiscated", open.clone(), 422, "G-TT-MINUTES").await;
    wrong(app.officer(), path, "hand_over_confiscated", open, "contradicts").await;
    let refund = json!({"obligation": case.item(0), "decision": "05/2027/GĐT", "decided_on": "2026-07-15",
        "finance_body": "Sở Tài chính Mẫu"});
    app.officer().may_not(path, "propose_confiscation_refund", refund.clone(), 409, "G-TT-DONE").await;
    app.officer().does(path, "hand_over_confiscated", handed(&things, "commune_committee")).await;
    assert_eq!(item_status(&app, &case).await, "done");
    let twice = handed(&things, "commune_committee");
    wrong(app.officer(), path, "hand_over_confiscated", twice, "duplicate").await;
    ends(&app, &case).await;
    app.officer().does(path, "propose_confiscation_refund", refund).await;
    let refunded = app.head().does(path, "refund_confiscation", json!({})).await;
    assert_eq!(refunded["case"]["special"]["confiscated"][0]["refunded_on"], "2026-07-15");
    app.head().may_not(path, "refund_confiscation", json!({}), 409, "G-TT-DONE").await;
}

async fn confiscated_cash_goes_to_the_budget(app: App) {
    let case = fifty_million(&app, "confiscate").await;
    let path = &case.path;
    let pay = |amount: i64, channel: &str| json!({"obligation": case.item(0), "amount": amount, "channel": channel, "reference": "KB-1"});
    app.accountant().may_not(path, "pay_confiscated_cash", pay(1, "transfer"), 409, "G-TT-CASH").await;
    money(&app, &case).await;
    app.officer().may_not(path, "pay_confiscated_cash", pay(1, "transfer"), 403, "G-ROLE").await;
    assert_eq!(tracks::clock(&app, &case, "confiscated_cash").await["due_on"], "2026-07-22");
    let over = pay(50_000_001, "transfer");
    wrong(app.accountant(), path, "pay_confiscated_cash", over, "amount_out_of_range").await;
    // It lies at the bank, not in the fund.
    wrong(app.accountant(), path, "pay_confiscated_cash", pay(1, "cash"), "amount_out_of_range").await;
    app.accountant().does(path, "pay_confiscated_cash", pay(20_000_000, "transfer")).await;
    assert_eq!(item_status(&app, &case).await, "partial");
    app.accountant().does(path, "pay_confiscated_cash", pay(30_000_000, "transfer")).await;
    assert_eq!(tracks::clock(&app, &case, "confiscated_cash").await["status"], "met");
    assert_eq!(tracks::clock(&app, &case, "payout").await["status"], "met");
    assert_eq!((books(&app, &case).await, item_status(&app, &case).await), (vec![], json!("done")));
    ends(&app, &case).await;
}

fn council(seats: &[&str]) -> Value {
    let member = |seat: &&str| json!({"seat": seat, "body": "Cơ quan Mẫu"});
    json!({"members": seats.iter().map(member).collect::<Vec<_>>()})
}

async fn a_council_destroys_by_majority(app: App) {
    let items = [proactive("other", 1_000_000), proactive("other", 2_000_000)];
    let case = tracks::started(&app, "destroy", &items).await;
    let path = &case.path;
    let destroy = |items: Value, votes: u8| {
        json!({"obligations": items, "held": [], "form": "bury", "condition": "Nguyên trạng", "contractor": null,
            "votes_for": votes, "chair_in_favour": false, "minutes_signed": true})
    };
    let first = destroy(json!([case.item(0)]), 3);
    app.officer().may_not(path, "destroy_items", first, 409, "G-TH-COUNCIL").await;
    let two = council(&["officer", "commune_committee"]);
    app.officer().may_not(path, "propose_destruction_council", two, 422, "G-TH-MEMBERS").await;
    let without = council(&["officer", "other", "other"]);
    app.officer().may_not(path, "propose_destruction_council", without, 422, "G-TH-MEMBERS").await;
    let unchaired = council(&["commune_committee", "officer", "other"]);
    app.officer().may_not(path, "propose_destruction_council", unchaired, 422, "G-TH-CHAIR").await;
    let four = council(&["officer", "commune_committee", "professional_body", "other"]);
    app.officer().does(path, "propose_destruction_council", four).await;
    let set = app.head().does(path, "set_up_destruction_council", json!({})).await;
    assert_eq!(set["happened"]["deadlines_opened"][0]["key"], "destroy_do");
    // Two of four without the chair are no majority.
    let tie = destroy(json!([case.item(0)]), 2);
    app.officer().may_not(path, "destroy_items", tie.clone(), 422, "G-TH-VOTE").await;
    let mut unsigned = tie.clone();
    unsigned["minutes_signed"] = json!(false);
    app.officer().may_not(path, "destroy_items", unsigned, 422, "G-TH-MINUTES").await;
    let nothing = destroy(json!([]), 4);
    wrong(app.officer(), path, "destroy_items", nothing, "required").await;
    let mut chaired = tie;
    chaired["chair_in_favour"] = json!(true);
    app.officer().does(path, "destroy_items", chaired).await;
    assert_eq!(tracks::clock(&app, &case, "destroy_do").await["status"], "open", "one thing is left");
    let hold = postponed(&app, &case).await;
    let last = destroy(json!([case.item(1)]), 3);
    app.officer().may_not(path, "destroy_items", last.clone(), 409, "G-HOLD").await;
    tracks::resumed(&app, &case, &hold).await;
    app.officer().does(path, "destroy_items", last).await;
    assert_eq!(tracks::clock(&app, &case, "destroy_do").await["status"], "met");
    ends(&app, &case).await;
}

on_both_engines!(
    confiscated_things_go_to_the_commune,
    confiscated_cash_goes_to_the_budget,
    a_council_destroys_by_majority,
);

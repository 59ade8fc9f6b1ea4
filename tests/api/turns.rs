//! The turns that a case can take: not enforceable for two years, the request returned, enforcement continued, postponement,
//! early coercion, posting, a second valuation, failed auctions and a creditor who takes the house.

use serde_json::{Value, json};

use crate::line::the_chain_holds;
use crate::support::build::{self, Case, no_means, on_own_motion, on_request, owed, proactive};
use crate::support::house::{self, transfer};
use crate::support::{App, interrupt, measures, on_both_engines};

fn reason() -> Value {
    json!({"reason": "Theo hồ sơ"})
}

fn found(shows_ability: bool) -> Value {
    json!({"shows_ability": shows_ability, "confirmed_by": "UBND phường Mẫu"})
}

/// Four verifications, each within six months of the one before; the clock then stands two years after the decision.
async fn two_years(app: &App, case: &Case) {
    let entry = json!({"portal_entry": "https://thads.example/ds/1", "sent_to_commune": true});
    app.clerk().does(&case.path, "publish_debtor", entry).await;
    for day in ["2027-01-20", "2027-07-15", "2028-01-10", "2028-07-05"] {
        app.on(day);
        app.officer().does(&case.path, "verify_periodically", found(false)).await;
    }
    app.on("2028-07-31");
}

async fn after_two_years_a_proactive_case_goes_to_the_separate_book(app: App) {
    let case = on_own_motion(&app, &[proactive("court_fee", 20_000_000)]).await;
    build::not_enforceable(&app, &case).await;
    two_years(&app, &case).await;
    app.officer().may_not(&case.path, "propose_return", reason(), 409, "G-RET-REQ").await;
    app.officer().does(&case.path, "propose_separate_book", reason()).await;
    let moved = app.head().does(&case.path, "move_to_separate_book", json!({})).await;
    assert_eq!(moved["case"]["stage"], "separate_book");
    let open = app.officer().get(&case.sub("deadlines")).await.items();
    assert!(!open.iter().any(|one| one["status"] == "open" && one["key"] == "reverify_6m"));
    // The book is not the end: written information brings the case back.
    app.clerk().does(&case.path, "receive_new_information", json!({"source": "creditor"})).await;
    app.officer().does(&case.path, "verify_new_information", found(true)).await;
    continued(&app, &case).await;
    the_chain_holds(&app, &case.path).await;
}

async fn continued(app: &App, case: &Case) {
    app.officer().does(&case.path, "propose_continuation", reason()).await;
    let back = app.head().does(&case.path, "continue_enforcement", json!({})).await;
    assert_eq!(
        (&back["case"]["stage"], &back["case"]["not_enforceable"]),
        (&json!("enforceable"), &Value::Null)
    );
    assert_eq!(back["case"]["publication"]["to_remove"], true, "the public notice must come down");
}

async fn after_two_years_a_request_is_returned(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::not_enforceable(&app, &case).await;
    two_years(&app, &case).await;
    app.officer().may_not(&case.path, "propose_separate_book", reason(), 409, "G-BOOK-PRO").await;
    app.officer().does(&case.path, "propose_return", reason()).await;
    let ended = app.head().does(&case.path, "return_request", json!({})).await;
    assert_eq!(
        (&ended["case"]["stage"], &ended["case"]["ended"]["ground"]),
        (&json!("ended"), &json!("END-D"))
    );
}

async fn a_debtor_who_is_able_again_is_enforced_again(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::not_enforceable(&app, &case).await;
    let entry = json!({"portal_entry": "https://thads.example/ds/1", "sent_to_commune": true});
    app.clerk().does(&case.path, "publish_debtor", entry).await;
    app.on("2027-01-20");
    app.officer().may_not(&case.path, "propose_continuation", reason(), 409, "G-ABLE").await;
    app.officer().does(&case.path, "verify_periodically", found(true)).await;
    continued(&app, &case).await;
}

async fn a_postponement_stops_the_clock_and_resuming_starts_it(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    app.on("2026-07-20");
    let hold = interrupt::agreed(&app, &case, "2026-09-30", json!({})).await;
    let voluntary = |deadlines: Vec<Value>| {
        deadlines
            .into_iter()
            .find(|one| one["key"] == "voluntary")
            .map(|one| (one["status"].clone(), one["due_on"].clone()))
    };
    let paused = voluntary(app.officer().get(&case.sub("deadlines")).await.items()).unwrap();
    assert_eq!(paused.0, "paused");
    app.on("2026-08-10");
    interrupt::end_paper(&app, &case, &hold).await;
    let body = interrupt::resumption(&hold);
    let resumed = interrupt::sign(&app, &case, "propose_resumption", "resume", body).await;
    assert_eq!(resumed["case"]["stage"], "voluntary", "the stage never moved");
    let running = voluntary(app.officer().get(&case.sub("deadlines")).await.items()).unwrap();
    assert_eq!(running.0, "open");
    assert_eq!(running.1, resumed["case"]["debtors"][0]["voluntary_until"], "one last day, not two");
    assert!(running.1.as_str() > Some("2026-08-10"));
}

async fn early_coercion_needs_its_reason(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    app.on("2026-07-17");
    let measure = |reason: Value| measures::but(measures::deduct(&case, 1_000_000), "/reason", reason);
    app.officer().may_not(&case.path, "coerce_early", measure(Value::Null), 422, "G-EARLY").await;
    let done = app
        .officer()
        .does(&case.path, "coerce_early", measure(json!("Đang rút hết tiền trong tài khoản")))
        .await;
    assert_eq!(
        (&done["case"]["stage"], &done["case"]["measures"][0]["coercive"]),
        (&json!("enforcing"), &json!(true))
    );
}

async fn a_failed_delivery_leads_to_posting(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let debtor = case.debtor();
    let post = json!({"debtor": debtor, "at_commune": true, "at_residence": true, "witness": true});
    app.officer().may_not(&case.path, "post_notice", post.clone(), 409, "G-POST").await;
    let failed = json!({"debtor": debtor, "reason": "Vắng mặt", "witness": true});
    app.officer().does(&case.path, "record_failed_delivery", failed).await;
    app.on("2026-07-16");
    let posted = app.officer().does(&case.path, "post_notice", post).await;
    assert_eq!(posted["case"]["debtors"][0]["notified_on"], "2026-07-16", "it counts from its own day");
    app.on("2026-07-20");
    let down = json!({"debtor": debtor});
    app.officer().may_not(&case.path, "take_down_posting", down.clone(), 409, "G-POST-7").await;
    app.on("2026-07-28");
    app.officer().does(&case.path, "take_down_posting", down).await;
}

async fn one_party_may_have_the_house_valued_again(app: App) {
    let (case, path, until) = house::valued(&app).await;
    let again = |paid: bool| json!({"party": case.debtor(), "advance_paid": paid, "firm": "Công ty thẩm định giá Hai"});
    app.officer().may_not(&path, "request_revaluation", again(false), 422, "G37_REVAL_ADVANCE").await;
    app.on(until.as_str().unwrap());
    app.officer().does(&path, "request_revaluation", again(true)).await;
    app.on("2026-08-31");
    let second = app.officer().does(&path, "record_revaluation", house::certificate(650_000_000)).await;
    let asset = &second["asset"];
    assert_eq!((&asset["state"], &asset["start_price"]), (&json!("ready_for_auction"), &json!(650_000_000)));
    assert_eq!(asset["valuations"].as_array().unwrap().len(), 2);
    app.officer().may_not(&path, "request_revaluation", again(true), 409, "G36_REVAL_ONCE").await;
}

async fn nobody_bids_and_the_creditor_takes_the_house(app: App) {
    let (case, path) = house::ready(&app).await;
    house::to_session(&app, &path, 700_000_000, "2026-09-30").await;
    app.officer().does(&path, "record_failed_auction", house::failed()).await;
    app.on("2026-10-05");
    app.officer().does(&path, "decide_reduction", json!({"new_price": 630_000_000})).await;
    house::to_session(&app, &path, 630_000_000, "2026-11-10").await;
    app.officer().does(&path, "record_failed_auction", house::failed()).await;
    app.officer().may_not(&path, "offer_to_creditor", json!({}), 409, "G49_OPTION").await;
    app.officer().does(&path, "decide_reduction", json!({"new_price": 567_000_000})).await;
    house::to_session(&app, &path, 567_000_000, "2026-12-10").await;
    app.officer().does(&path, "record_failed_auction", house::failed()).await;
    app.officer().does(&path, "offer_to_creditor", json!({})).await;
    let take = json!({"creditor": case.party(1)});
    let asked = app.officer().does(&path, "creditor_takes", take).await;
    // His claim is larger than what is left of the price: he pays in no more than the costs (ND152 66.2).
    assert_eq!(asked["asset"]["sale"]["payable"], 5_000_000);
    app.officer().may_not(&path, "call_for_taking_payment", json!({}), 409, "G50_REDEEM").await;
    let told = app.officer().does(&path, "tell_debtor_of_taking", json!({})).await;
    app.officer().may_not(&path, "tell_debtor_of_taking", json!({}), 409, "G50_TOLD").await;
    app.officer().may_not(&path, "call_for_taking_payment", json!({}), 409, "G50_REDEEM").await;
    app.after(&told["asset"]["sale"]["pay_until"]);
    app.officer().does(&path, "call_for_taking_payment", json!({})).await;
    app.accountant().does(&path, "record_taking_payment", transfer(5_000_000)).await;
    let over = house::deliver(&app, &path).await;
    let owed = app.officer().get(&case.path).await.ok();
    assert_eq!(owed["amount_paid"], 562_000_000, "what he took is performed");
    assert_eq!(
        (&over["asset"]["state"], &over["asset"]["sale"]["by"]),
        (&json!("handed_over"), &json!("taking"))
    );
    the_chain_holds(&app, &path).await;
}

async fn a_case_is_terminated_by_agreement(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::verifying(&app, &case).await;
    app.officer().does(&case.path, "propose_not_enforceable", no_means("2026-07-28")).await;
    let agreed = json!({"paper": interrupt::paper(&app, &case, "DC-4").await});
    app.officer().does(&case.path, "propose_termination", agreed).await;
    let ended = app.head().does(&case.path, "terminate", json!({})).await;
    assert_eq!(ended["case"]["ended"]["ground"], "END-2");
}

on_both_engines!(
    after_two_years_a_proactive_case_goes_to_the_separate_book,
    after_two_years_a_request_is_returned,
    a_debtor_who_is_able_again_is_enforced_again,
    a_postponement_stops_the_clock_and_resuming_starts_it,
    early_coercion_needs_its_reason,
    a_failed_delivery_leads_to_posting,
    one_party_may_have_the_house_valued_again,
    nobody_bids_and_the_creditor_takes_the_house,
    a_case_is_terminated_by_agreement,
);

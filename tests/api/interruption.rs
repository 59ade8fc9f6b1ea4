//! Postponement and its end: every ground on a recorded paper, every condition's refusal, several interruptions at once, deadlines
//! that stand still and go on.

use serde_json::{Value, json};

use crate::support::build::{self, Case, on_request, owed};
use crate::support::interrupt::{
    agreed, clock, clocks, end_paper, last_hold, paper, recorded, resumption, sign, suspended, with,
};
use crate::support::{App, house, interrupt, on_both_engines};

const P: &str = "propose_postponement";

async fn notified(app: &App) -> Case {
    let case =
        on_request(app, &[owed("other", 50_000_000, Some(1)), owed("other", 20_000_000, Some(2))]).await;
    build::notify(app, &case).await;
    case
}

/// A case whose only duty is tied to the debtor's person.
async fn personal(app: &App) -> Case {
    app.on("2026-07-15");
    let mut item = owed("other", 50_000_000, Some(1));
    item["personal"] = json!(true);
    let judgment = build::judgment(app, &[item]).await;
    build::on_judgment(app, judgment).await
}

async fn every_ground_postpones_on_its_paper(app: App) {
    for gives in ["HO-DD", "HO-E", "HO-G", "HO-H", "HO-K", "HO-L", "HO-D"] {
        let case = notified(&app).await;
        app.officer().may_not(&case.path, P, json!({"paper": case.id}), 409, "G-HO-GROUND").await;
        let body = json!({"paper": paper(&app, &case, gives).await});
        let waits = clock(&app, &case, "postpone").await;
        assert_eq!((&waits["status"], &waits["about"]), (&json!("open"), &body["paper"]), "{gives}");
        let held = sign(&app, &case, P, "postpone", body.clone()).await;
        let hold = &held["case"]["holds"][0];
        assert_eq!(hold["ground"], gives);
        assert_eq!(hold["stops_interest"], false, "{gives}: late interest runs on (U22)");
        assert_eq!(held["case"]["stage"], "voluntary", "an interruption moves no stage");
        assert_eq!(clock(&app, &case, "postpone").await["status"], "met");
        app.officer().may_not(&case.path, P, body, 409, "G-HO-GROUND").await;
    }
    for gives in ["HO-A", "HO-B"] {
        let case = personal(&app).await;
        let held = sign(&app, &case, P, "postpone", json!({"paper": paper(&app, &case, gives).await})).await;
        assert_eq!(held["case"]["holds"][0]["ground"], gives);
        let other = notified(&app).await;
        let body = json!({"paper": paper(&app, &other, gives).await});
        app.officer().rejects(&other.path, P, body, "G-HO-PERSONAL").await;
    }
}

async fn an_agreement_has_an_end_and_harms_nobody(app: App) {
    let case = notified(&app).await;
    let paper = paper(&app, &case, "HO-C").await;
    let body = |more: Value| with(json!({"paper": paper, "until": "2026-10-01"}), more);
    let officer = app.officer();
    officer.rejects(&case.path, P, body(json!({"harms_others": true})), "G-HO-HARM").await;
    officer.rejects(&case.path, P, body(json!({"until": null})), "required").await;
    officer.rejects(&case.path, P, body(json!({"until": "2027-01-16"})), "G-HO-REVIEW").await;
    officer.rejects(&case.path, P, body(json!({"until": "2026-07-15"})), "contradicts").await;
    let held = sign(&app, &case, P, "postpone", body(json!({"interest_runs": true}))).await;
    assert_eq!(held["case"]["holds"][0]["stops_interest"], false, "agreed otherwise (46.1.c)");
    let other = notified(&app).await;
    let hold = agreed(&app, &other, "2026-10-01", json!({})).await;
    let shown = app.officer().get(&other.path).await.ok();
    assert_eq!((&shown["holds"][0]["id"], &shown["holds"][0]["stops_interest"]), (&hold, &json!(true)));
}

async fn a_dispute_and_an_absent_recipient_have_conditions(app: App) {
    let case = notified(&app).await;
    let dispute = paper(&app, &case, "HO-D").await;
    for (field, code) in
        [("other_assets", "G-HO-ASSET"), ("adjudicated", "G-HO-ASSET"), ("interest_runs", "contradicts")]
    {
        let mut body = json!({"paper": dispute});
        body[field] = json!(true);
        app.officer().rejects(&case.path, P, body, code).await;
    }
    for name in ["Nhà", "Đất"] {
        let body = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": name});
        app.officer().post("/assets", &body).await.ok();
    }
    app.officer().rejects(&case.path, P, json!({"paper": dispute}), "G-HO-ASSET").await;
    let absent = paper(&app, &case, "HO-I").await;
    let body = |days: &[&str]| json!({"paper": absent, "notified_on": days});
    for days in [&["2026-07-01"][..], &["2026-07-01", "2026-07-01"], &["2026-07-01", "2026-07-30"]] {
        app.officer().rejects(&case.path, P, body(days), "G-HO-GROUND").await;
    }
    sign(&app, &case, P, "postpone", body(&["2026-07-01", "2026-07-08"])).await;
}

async fn a_scope_names_what_is_the_cases(app: App) {
    let (case, other) = (notified(&app).await, notified(&app).await);
    let paper = paper(&app, &case, "HO-E").await;
    let scope = |scope: Value| json!({"paper": paper, "scope": scope});
    for (wrong, code) in [
        (json!({"items": [other.item(0)]}), "not_in_list"),
        (json!({"items": [case.item(0), case.item(0)]}), "duplicate"),
        (json!({"debtors": [case.party(1)]}), "not_a_party"),
        (json!({"assets": [case.id]}), "not_in_list"),
    ] {
        app.officer().rejects(&case.path, P, scope(wrong), code).await;
    }
    let unknown = json!({"paper": other.id});
    app.officer().rejects(&case.path, P, unknown, "not_in_list").await;
    let request =
        recorded(&app, &case, json!({"gives": "HO-2", "source": "court", "content": "Yêu cầu"})).await;
    app.officer().rejects(&case.path, P, json!({"paper": request}), "contradicts").await;
    let held = sign(&app, &case, P, "postpone", scope(json!({"items": [case.item(0)]}))).await;
    let items = app.officer().get(&case.sub("obligations")).await.items();
    let status = |id: Value| items.iter().find(|item| item["id"] == id).unwrap()["status"].clone();
    assert_eq!((status(case.item(0)), status(case.item(1))), (json!("held"), json!("open")));
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "open", "a part stops nothing else");
    let hold = last_hold(&held);
    end_paper(&app, &case, &hold).await;
    sign(&app, &case, "propose_resumption", "resume", resumption(&hold)).await;
    let items = app.officer().get(&case.sub("obligations")).await.items();
    assert!(items.iter().all(|item| item["status"] == "open"));
}

/// A request of 10 July that came in on 15 July: three months run from its own date.
async fn protest(app: &App, case: &Case, source: &str) -> Value {
    let body =
        json!({"gives": "HO-2", "source": source, "dated_on": "2026-07-10", "content": "Yêu cầu 01/VKS"});
    recorded(app, case, body).await
}

async fn a_request_to_consider_a_protest_binds_once_for_three_months(app: App) {
    let case = notified(&app).await;
    let propose = "propose_review_postponement";
    app.officer()
        .may_not(&case.path, propose, json!({"paper": case.id, "until": "2026-09-01"}), 409, "G-HO-GROUND")
        .await;
    let first = protest(&app, &case, "Viện kiểm sát").await;
    let body = json!({"paper": first, "until": "2026-10-12"});
    let late = json!({"until": "2026-10-13"});
    app.officer().rejects(&case.path, propose, with(body.clone(), late), "G-HO-3M").await;
    let fixed = json!({"coercion_at": "2026-07-16T02:00:00Z"});
    app.officer().rejects(&case.path, propose, with(body.clone(), fixed), "required").await;
    let short = json!({"received_at": "2026-07-15T01:00:00Z", "coercion_at": "2026-07-16T00:59:00Z"});
    app.officer().rejects(&case.path, propose, with(body.clone(), short), "G-HO-24H").await;
    let enough = json!({"received_at": "2026-07-15T01:00:00Z", "coercion_at": "2026-07-16T01:00:00Z"});
    let held = sign(&app, &case, propose, "postpone_for_review", with(body, enough)).await;
    let hold = &held["case"]["holds"][0];
    assert_eq!((&hold["ground"], &hold["stops_interest"]), (&json!("HO-2"), &json!(true)));
    assert_eq!(clock(&app, &case, "postpone_protest").await["status"], "met");
    assert_eq!(clock(&app, &case, "hold_until").await["due_on"], "2026-10-12");
    // The same authority again is refused; the head may let another one through (U20).
    let again = protest(&app, &case, "Viện kiểm sát").await;
    let body = json!({"paper": again, "until": "2026-10-01"});
    app.officer().rejects(&case.path, propose, body.clone(), "G-HO-ONCE").await;
    let same = with(body, json!({"other_authority": "Viện kiểm sát"}));
    app.officer().rejects(&case.path, propose, same, "G-HO-ONCE").await;
    let court = protest(&app, &case, "Tòa án nhân dân tối cao").await;
    let other = json!({"paper": court, "until": "2026-10-01", "other_authority": "Tòa án nhân dân tối cao"});
    sign(&app, &case, propose, "postpone_for_review", other).await;
}

async fn a_late_request_is_followed_or_declined_with_a_reason(app: App) {
    let (case, other) = (notified(&app).await, notified(&app).await);
    let moments = json!({"received_at": "2026-07-15T01:00:00Z", "coercion_at": "2026-07-15T23:00:00Z", "reason": "Lực lượng đã huy động"});
    let in_time = json!({"coercion_at": "2026-07-17T01:00:00Z"});
    let wrong_day = json!({"received_at": "2026-07-14T01:00:00Z"});
    let propose = "propose_late_postponement";
    let body =
        with(json!({"paper": protest(&app, &case, "VKS").await, "until": "2026-09-01"}), moments.clone());
    app.officer().rejects(&case.path, propose, with(body.clone(), in_time.clone()), "G-HO-24H").await;
    app.officer().rejects(&case.path, propose, with(body.clone(), wrong_day), "contradicts").await;
    let mut silent = body.clone();
    silent.as_object_mut().unwrap().remove("reason");
    assert_eq!(app.officer().act(&case.path, propose, silent).await.status, 422);
    let held = sign(&app, &case, propose, "postpone_late", body).await;
    assert_eq!(
        (&held["happened"]["code"], &held["case"]["holds"][0]["ground"]),
        (&json!("T-HO-03"), &json!("HO-2"))
    );
    let propose = "propose_declining_postponement";
    let body = with(json!({"paper": protest(&app, &other, "VKS").await}), moments);
    app.officer().rejects(&other.path, propose, with(body.clone(), in_time), "G-HO-24H").await;
    let declined = sign(&app, &other, propose, "decline_postponement", body).await;
    assert_eq!(declined["case"]["holds"], json!([]));
    assert_eq!(clock(&app, &other, "postpone_protest").await["status"], "met");
}

async fn what_is_done_is_not_postponed_but_told(app: App) {
    let case = notified(&app).await;
    let asked = protest(&app, &case, "VKS").await;
    let part = |items: Value| json!({"paper": asked, "items": items, "content": "Đã trả 50 triệu đồng"});
    let tell = "propose_performed_notice";
    app.officer().may_not(&case.path, tell, part(json!([])), 409, "G-HO-UNDONE").await;
    let pay = |item: usize, amount: i64| json!({"obligation": case.item(item), "amount": amount, "evidence": "Giấy nhận"});
    app.officer().does(&case.path, "record_performance", pay(0, 50_000_000)).await;
    let done = json!({"paper": asked, "until": "2026-09-01", "scope": {"items": [case.item(0)]}});
    app.officer().rejects(&case.path, "propose_review_postponement", done, "G-HO-DONE").await;
    app.officer().rejects(&case.path, tell, part(json!([case.item(1)])), "G-HO-UNDONE").await;
    let told = sign(&app, &case, tell, "inform_performed", part(json!([case.item(0)]))).await;
    assert_eq!(told["happened"]["documents"][0]["kind"], "performed_notice");
    assert_eq!(told["case"]["papers"][0]["used_on"], Value::Null, "the rest may still be postponed");
    app.officer().does(&case.path, "record_performance", pay(1, 20_000_000)).await;
    let whole = json!({"paper": asked, "until": "2026-09-01"});
    app.officer().may_not(&case.path, "propose_review_postponement", whole, 409, "G-HO-DONE").await;
    sign(&app, &case, tell, "inform_performed", part(json!([]))).await;
    assert_eq!(clock(&app, &case, "postpone_protest").await["status"], "met");
}

async fn one_hold_is_resumed_when_it_has_ended(app: App) {
    let case = notified(&app).await;
    let propose = "propose_resumption";
    let none = resumption(&case.id);
    app.officer().may_not(&case.path, propose, none.clone(), 409, "G-RESUME").await;
    let short = agreed(&app, &case, "2026-08-10", json!({})).await;
    let long = agreed(&app, &case, "2026-12-01", json!({})).await;
    app.officer().may_not(&case.path, propose, resumption(&short), 409, "G-RESUME").await;
    let duty = clocks(&app, &case, "resume").await;
    assert_eq!(duty.len(), 2, "the five days to continue begin with the end of each term");
    app.on("2026-08-11");
    app.officer().rejects(&case.path, propose, resumption(&long), "G-RESUME").await;
    app.officer().rejects(&case.path, propose, none, "not_in_list").await;
    sign(&app, &case, propose, "resume", resumption(&short)).await;
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "paused", "the other one still stands");
    end_paper(&app, &case, &long).await;
    let done = sign(&app, &case, propose, "resume", resumption(&long)).await;
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "open");
    assert_eq!(done["case"]["standstill"]["since"], Value::Null);
    let duty = clocks(&app, &case, "resume").await;
    assert!(duty.iter().all(|one| one["status"] == "met"), "{duty:?}");
}

async fn collected_money_waits_on_deposit(app: App) {
    let case = notified(&app).await;
    let body = json!({"kind": "voluntary_payment", "channel": "transfer", "amount": 30_000_000, "payer": case.debtor(), "bank_reference": "FT-1"});
    app.accountant().does(&case.path, "receive_money", body).await;
    let deposit = |decision: &Value, amount: i64| json!({"decision": decision, "amount": amount, "bank": "NH Mẫu", "slip": "TG-01"});
    app.accountant().may_not(&case.path, "deposit_money", deposit(&case.id, 1), 409, "G-DEPOSIT").await;
    assert_eq!(clock(&app, &case, "payout").await["status"], "open");
    let body = json!({"paper": protest(&app, &case, "VKS").await, "until": "2026-09-01"});
    let held = sign(&app, &case, "propose_review_postponement", "postpone_for_review", body).await;
    assert_eq!(clock(&app, &case, "payout").await["status"], "cancelled", "what is held is not paid out");
    let decision = &held["case"]["holds"][0]["decision"];
    assert_eq!(&clock(&app, &case, "deposit_on_hold").await["about"], decision);
    let accountant = app.accountant();
    accountant.rejects(&case.path, "deposit_money", deposit(&case.id, 1), "not_in_list").await;
    accountant
        .rejects(&case.path, "deposit_money", deposit(decision, 30_000_001), "amount_out_of_range")
        .await;
    app.officer().may_not(&case.path, "deposit_money", deposit(decision, 1), 403, "G-ROLE").await;
    accountant.does(&case.path, "deposit_money", deposit(decision, 10_000_000)).await;
    assert_eq!(clock(&app, &case, "deposit_on_hold").await["status"], "open");
    let done = accountant.does(&case.path, "deposit_money", deposit(decision, 20_000_000)).await;
    assert_eq!(done["case"]["standstill"]["deposits"][1]["matures_on"], "2026-08-17", "a Saturday rolls on");
    assert_eq!(clock(&app, &case, "deposit_on_hold").await["status"], "met");
    accountant.may_not(&case.path, "deposit_money", deposit(decision, 1), 409, "G-DEPOSIT").await;
    assert_eq!(crate::support::pay::balance(&app, &case, "1123").await, 30_000_000, "it lies in savings");
    let draw = json!({"slip": "TG-01", "interest": 50_000, "bank_reference": "L-1"});
    accountant
        .rejects(
            &case.path,
            "draw_deposit",
            json!({"slip": "TG-01", "interest": 1, "of_buyer": 1, "bank_reference": "L"}),
            "amount_out_of_range",
        )
        .await;
    accountant.does(&case.path, "draw_deposit", draw).await;
    let waiting = crate::support::pay::balance(&app, &case, "337").await;
    assert_eq!(waiting, 30_050_000, "interest goes into enforcement");
    // Other interruptions only suggest a deposit (U40).
    let other = notified(&app).await;
    agreed(&app, &other, "2026-09-01", json!({})).await;
    assert!(clocks(&app, &other, "deposit_on_hold").await.is_empty());
}

async fn a_debtor_notified_meanwhile_has_his_whole_period(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let hold = agreed(&app, &case, "2026-12-01", json!({})).await;
    app.on("2026-08-03");
    build::notify(&app, &case).await;
    assert_eq!(
        clock(&app, &case, "voluntary").await["status"],
        "paused",
        "it does not run while the case stands still"
    );
    app.on("2026-09-01");
    end_paper(&app, &case, &hold).await;
    app.on("2026-09-07");
    let done = sign(&app, &case, "propose_resumption", "resume", resumption(&hold)).await;
    let until = &done["case"]["debtors"][0]["voluntary_until"];
    assert_eq!(until, "2026-09-17", "ten days from the day the case went on");
    assert_eq!(&clock(&app, &case, "voluntary").await["due_on"], until);
}

async fn holds_in_any_order_leave_the_deadlines_whole(app: App) {
    // Four interruptions, resumed in different orders: the days that were left are the same.
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let case = notified(&app).await;
        app.on("2026-07-20");
        let part = json!({"scope": {"items": [case.item(1)]}});
        let holds = [
            agreed(&app, &case, "2026-12-01", json!({})).await,
            suspended(&app, &case, "SU-1B", json!({})).await,
            agreed(&app, &case, "2026-12-01", part).await,
            suspended(&app, &case, "SU-2A", json!({})).await,
        ];
        let events = ["", "award_not_suspended", "", "protest_withdrawn"];
        let mut day: chrono::NaiveDate = "2026-08-03".parse().unwrap();
        let mut whole = 3;
        for place in order {
            app.on(&day.to_string());
            end_paper(&app, &case, &holds[place]).await;
            let mut body = resumption(&holds[place]);
            let shown = if events[place].is_empty() {
                sign(&app, &case, "propose_resumption", "resume", body).await
            } else {
                body["event"] = json!(events[place]);
                sign(&app, &case, "propose_suspension_end", "end_suspension", body).await
            };
            whole -= i32::from(place != 2);
            let voluntary = clock(&app, &case, "voluntary").await;
            let expected = if whole == 0 { "open" } else { "paused" };
            assert_eq!(voluntary["status"], expected, "{order:?} at {place}");
            if whole == 0 {
                assert_eq!(voluntary["due_on"], shown["case"]["debtors"][0]["voluntary_until"]);
                assert_eq!(
                    voluntary["reckoning"]["pauses"].as_array().unwrap().len(),
                    1,
                    "one pause, not three"
                );
            }
            day += chrono::TimeDelta::days(1);
        }
        // Seven days were left on 20 July; the last whole interruption ended one or two days before `day`.
        let last_whole = if order[3] == 2 { 2 } else { 1 };
        let from = day - chrono::TimeDelta::days(last_whole);
        let until = clock(&app, &case, "voluntary").await["due_on"].clone();
        let earliest = from + chrono::TimeDelta::days(7);
        let until: chrono::NaiveDate = until.as_str().unwrap().parse().unwrap();
        assert!((0..=2).contains(&(until - earliest).num_days()), "{order:?}: {until}");
        app.on("2026-07-15");
    }
}

async fn an_earlier_day_is_not_slipped_in(app: App) {
    let case = notified(&app).await;
    app.on("2026-07-20");
    agreed(&app, &case, "2026-12-01", json!({})).await;
    let paper = paper(&app, &case, "HO-E").await;
    let body = with(json!({"paper": paper}), json!({"effective_on": "2026-07-17"}));
    let answer = app.officer().act(&case.path, P, body).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    // A held asset is held; the case goes on.
    let (case, asset) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let id = asset.rsplit('/').next().unwrap();
    let body = json!({"paper": interrupt::paper(&app, &case, "HO-E").await, "scope": {"assets": [id]}});
    sign(&app, &case, P, "postpone", body).await;
    let seize = json!({"proportion_exception": null});
    app.officer().may_not(&asset, "issue_seizure_decision", seize, 409, "G64_NO_HOLD").await;
}

on_both_engines!(
    every_ground_postpones_on_its_paper,
    an_agreement_has_an_end_and_harms_nobody,
    a_dispute_and_an_absent_recipient_have_conditions,
    a_scope_names_what_is_the_cases,
    a_request_to_consider_a_protest_binds_once_for_three_months,
    a_late_request_is_followed_or_declined_with_a_reason,
    what_is_done_is_not_postponed_but_told,
    one_hold_is_resumed_when_it_has_ended,
    collected_money_waits_on_deposit,
    a_debtor_notified_meanwhile_has_his_whole_period,
    holds_in_any_order_leave_the_deadlines_whole,
    an_earlier_day_is_not_slipped_in,
);

//! To whom a measure goes, what is reported, and how it ends: by its ground, by law, and in every register that was told.

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed};
use crate::support::enforce::{able, deadlines, last_decision, one, two_debtors, wrong_field};
use crate::support::measures::{but, consultation, freeze, income};
use crate::support::{App, house, interrupt, moving, on_both_engines};

const SECURE: &str = "apply_security_measure";
const DELIVER: &str = "deliver_measure";
const RELEASE: &str = "release_measures";

async fn secured(app: &App, body: impl Fn(&Case) -> Value) -> (Case, Value) {
    let case = able(app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, SECURE, body(&case)).await;
    let decision = last_decision(app, &case).await;
    (case, decision)
}

fn to(decision: &Value, to: &str, name: &str) -> Value {
    json!({"decision": decision, "to": to, "name": name})
}

fn release(decision: &Value, ground: &str) -> Value {
    json!({"decision": decision, "ground": ground, "proof": "Đơn"})
}

async fn whoever_carries_it_out_reports_in_time(app: App) {
    let (case, decision) = secured(&app, freeze).await;
    let clerk = app.clerk();
    let bank = to(&decision, "executor", "Ngân hàng Mẫu");
    for (field, value, code) in
        [("at_hour", json!("25:00"), "wrong_type"), ("at_hour", json!("23:00"), "date_in_future")]
    {
        let body = but(bank.clone(), "/at_hour", value);
        wrong_field(clerk, &case.path, DELIVER, body, &format!("/{field}"), code).await;
    }
    let refused = but(but(bank.clone(), "/refused", json!(true)), "/witness", json!(true));
    wrong_field(clerk, &case.path, DELIVER, refused.clone(), "/posted", "required").await;
    let refused = but(but(refused, "/posted", json!(true)), "/at_hour", json!("08:15"));
    clerk.does(&case.path, DELIVER, refused).await;
    let all = app.officer().get(&case.sub("deadlines")).await.items();
    let report = all.iter().find(|one| one["key"] == "sm.freeze.report").unwrap();
    assert_eq!(report["reckoning"]["computation"]["due_at"], "2026-07-29T08:15:00+07:00");
    wrong_field(clerk, &case.path, DELIVER, bank, "/name", "duplicate").await;
    wrong_field(clerk, &case.path, DELIVER, to(&case.id, "commune", "UBND"), "/decision", "not_in_list")
        .await;
    let result =
        |outcome: &str, amount: Value| json!({"decision": decision, "outcome": outcome, "amount": amount});
    let action = "record_measure_result";
    wrong_field(clerk, &case.path, action, result("none", json!(5)), "/amount", "contradicts").await;
    wrong_field(clerk, &case.path, action, result("stopped", Value::Null), "/note", "required").await;
    let reported = clerk.does(&case.path, action, result("part", json!(120_000_000))).await;
    assert_eq!(reported["case"]["coercion"]["terms"][0]["results"][0]["amount"], 120_000_000);
    one(&deadlines(&app, &case, "sm.freeze.report").await, "met", "2026-07-29");

    let securities = json!({"debtor": case.debtor(), "measure": "SM-FRZ-SEC",
        "content": {"securities_freeze": {"listing": "central", "code": "AAA", "quantity": 10}}});
    app.officer().does(&case.path, SECURE, securities).await;
    let decision = last_decision(&app, &case).await;
    clerk.does(&case.path, DELIVER, to(&decision, "executor", "Tổng công ty Lưu ký")).await;
    one(&deadlines(&app, &case, "sm.vsdc").await, "open", "2026-07-29");
}

async fn income_is_deducted_from_the_next_pay(app: App) {
    let case = able(&app, &[owed("other", 500_000_000, Some(1))], "income").await;
    app.officer().does(&case.path, "issue_coercion_decision", income(&case, 2_000_000)).await;
    let decision = last_decision(&app, &case).await;
    let payer = to(&decision, "executor", "Công ty Mẫu");
    wrong_field(app.clerk(), &case.path, DELIVER, payer.clone(), "/with_judgment", "required").await;
    let whole = but(payer, "/with_judgment", json!(true));
    wrong_field(app.clerk(), &case.path, DELIVER, whole.clone(), "/pay_period_on", "required").await;
    app.clerk().does(&case.path, DELIVER, but(whole, "/pay_period_on", json!("2026-08-03"))).await;
    one(&deadlines(&app, &case, "income.payer").await, "open", "2026-08-06");
    let agreed = but(release(&decision, "agreed"), "/harms_others", json!(true));
    wrong_field(app.officer(), &case.path, RELEASE, agreed, "/harms_others", "G-RELEASE").await;
    let wrong = release(&decision, "exploitation_failed");
    wrong_field(app.officer(), &case.path, RELEASE, wrong, "/ground", "G-RELEASE").await;
    app.officer().does(&case.path, RELEASE, release(&decision, "agreed")).await;
    one(&deadlines(&app, &case, "income.payer").await, "cancelled", "2026-08-06");
}

async fn a_register_is_told_of_the_end(app: App) {
    let stop = |case: &Case| {
        json!({"debtor": case.debtor(), "measure": "SM-SUS", "requested_by": case.party(1),
            "content": {"stop": {"property": "Thửa 12", "common": false, "stops": ["transfer"]}}})
    };
    let (case, decision) = secured(&app, stop).await;
    let registry = to(&decision, "registry", "Văn phòng đăng ký đất đai");
    app.clerk().does(&case.path, DELIVER, registry.clone()).await;
    let agreed = release(&decision, "agreed");
    wrong_field(app.officer(), &case.path, RELEASE, agreed, "/ground", "G-RELEASE").await;
    let ended = but(release(&decision, "withdrawn"), "/wrong_request", json!(true));
    let ended = app.officer().does(&case.path, RELEASE, ended).await;
    let terms = &ended["case"]["coercion"]["terms"][0];
    assert_eq!(terms["wrong_request"], true);
    let told = &terms["deliveries"][0];
    assert_eq!((&told["ended_on"], &told["end_told_on"]), (&json!("2026-07-28"), &Value::Null));
    let other = to(&decision, "registry", "Nơi khác");
    wrong_field(app.clerk(), &case.path, DELIVER, other, "/name", "not_in_list").await;
    let told = app.clerk().does(&case.path, DELIVER, registry.clone()).await;
    assert_eq!(told["case"]["coercion"]["terms"][0]["deliveries"][0]["end_told_on"], "2026-07-28");
    wrong_field(app.clerk(), &case.path, DELIVER, registry, "/name", "duplicate").await;
}

async fn a_measure_of_ones_own_motion_is_not_withdrawn(app: App) {
    let (case, decision) = secured(&app, freeze).await;
    let officer = app.officer();
    for (ground, pointer) in [("withdrawn", "/ground"), ("agreed", "/ground"), ("exit_barred", "/ground")] {
        wrong_field(officer, &case.path, RELEASE, release(&decision, ground), pointer, "G-RELEASE").await;
    }
    let wrong = but(release(&decision, "not_debtors"), "/wrong_request", json!(true));
    wrong_field(officer, &case.path, RELEASE, wrong, "/wrong_request", "contradicts").await;
    officer.does(&case.path, RELEASE, release(&decision, "not_debtors")).await;
}

async fn things_held_go_back(app: App) {
    let custody = |case: &Case| {
        json!({"debtor": case.debtor(), "measure": "SM-HLD",
            "content": {"custody": {"property": "Giấy tờ xe", "with": "third_person"}}})
    };
    let case = able(&app, &[owed("other", 500_000_000, Some(1))], "income").await;
    let officer = app.officer();
    let none = json!({"decision": case.id});
    officer.may_not(&case.path, "notify_things_return", none, 409, "G-CUSTODY").await;
    officer.does(&case.path, SECURE, custody(&case)).await;
    let decision = last_decision(&app, &case).await;
    let held = json!({"decision": decision, "signed_by_holder": true,
        "things": [{"kind": "papers", "description": "Đăng ký xe", "quantity": "01"}]});
    officer.does(&case.path, "record_things_held", held).await;
    let back = |shown: bool| json!({"decision": decision, "identity_shown": shown, "checked": true, "minutes": true});
    let action = "return_things_held";
    wrong_field(officer, &case.path, action, back(true), "/decision", "contradicts").await;
    officer.does(&case.path, RELEASE, release(&decision, "not_debtors")).await;
    one(&deadlines(&app, &case, "return_notice").await, "open", "2026-07-31");
    officer.does(&case.path, "notify_things_return", json!({"decision": decision})).await;
    one(&deadlines(&app, &case, "return_notice").await, "met", "2026-07-31");
    wrong_field(officer, &case.path, action, back(false), "/identity_shown", "required").await;
    let returned = officer.does(&case.path, action, back(true)).await;
    assert_eq!(returned["case"]["coercion"]["terms"][0]["returned_on"], "2026-07-28");
    officer.may_not(&case.path, action, back(true), 409, "G-CUSTODY").await;
}

async fn what_another_has_in_hand_is_left_to_him(app: App) {
    let case = able(&app, &[owed("other", 500_000_000, Some(1))], "income").await;
    let officer = app.officer();
    let letter = |debtor: Value| json!({"debtor": debtor, "by": "credit_institution", "name": "Ngân hàng Mẫu", "property": "Nhà thế chấp"});
    let report = |letter: &Value, day: &str, surplus: Value| json!({"letter": letter, "handled_on": day, "surplus": surplus});
    let action = "record_other_handling";
    officer
        .may_not(&case.path, action, report(&case.id, "2026-07-28", Value::Null), 409, "G-ELSEWHERE")
        .await;
    let write = "write_to_other_handler";
    wrong_field(officer, &case.path, write, letter(case.party(1)), "/debtor", "not_a_party").await;
    officer.does(&case.path, write, letter(case.debtor())).await;
    let id = last_decision(&app, &case).await;
    app.on("2026-08-03");
    wrong_field(
        officer,
        &case.path,
        action,
        report(&case.id, "2026-08-03", Value::Null),
        "/letter",
        "not_in_list",
    )
    .await;
    wrong_field(
        officer,
        &case.path,
        action,
        report(&id, "2026-07-27", Value::Null),
        "/handled_on",
        "contradicts",
    )
    .await;
    officer.does(&case.path, action, report(&id, "2026-08-03", Value::Null)).await;
    one(&deadlines(&app, &case, "credit.surplus").await, "open", "2026-08-04");
    officer.does(&case.path, action, report(&id, "2026-08-03", json!(70_000_000))).await;
    one(&deadlines(&app, &case, "credit.surplus").await, "met", "2026-08-04");
    officer.may_not(&case.path, action, report(&id, "2026-08-03", json!(1)), 409, "G-ELSEWHERE").await;
}

async fn a_termination_ends_measures_by_law(app: App) {
    let (case, decision) = secured(&app, freeze).await;
    app.clerk().does(&case.path, DELIVER, to(&decision, "executor", "Ngân hàng Mẫu")).await;
    let paper = interrupt::paper(&app, &case, "DC-6").await;
    let ended =
        interrupt::sign(&app, &case, "propose_termination", "terminate", json!({"paper": paper})).await;
    assert_eq!(ended["case"]["measures"][0]["released_on"], "2026-07-28");
    assert_eq!(ended["case"]["coercion"]["terms"][0]["deliveries"][0]["ended_on"], "2026-07-28");
    let told = app.clerk().does(&case.path, DELIVER, to(&decision, "executor", "Ngân hàng Mẫu")).await;
    assert_eq!(told["case"]["coercion"]["terms"][0]["deliveries"][0]["end_told_on"], "2026-07-28");

    let case = two_debtors(&app).await;
    let of = |place: usize| but(freeze(&case), "/debtor", case.party(place));
    app.officer().does(&case.path, SECURE, of(0)).await;
    app.officer().does(&case.path, SECURE, of(2)).await;
    let paper = interrupt::paper(&app, &case, "DC-6").await;
    let part = json!({"paper": paper, "scope": {"debtors": [case.party(2)]}});
    let ended = interrupt::sign(&app, &case, "propose_partial_termination", "terminate_part", part).await;
    let released = |place: usize| ended["case"]["measures"][place]["released_on"].clone();
    assert_eq!((released(0), released(1)), (Value::Null, json!("2026-07-28")), "only his who is out");
}

/// The act is one on the asset; what hangs on its decision stands in the case.
async fn a_seizure_that_is_released_ends_in_every_register(app: App) {
    let (case, asset) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    house::seize(&app, &asset).await;
    let file = app.officer().get(&asset).await.ok();
    let mut decisions = file["decisions"].as_array().unwrap().iter();
    let decision = decisions.find(|one| one["kind"] == "seizure_decision").unwrap()["id"].clone();
    let registry = to(&decision, "registry", "Văn phòng đăng ký đất đai");
    app.clerk().does(&case.path, DELIVER, registry.clone()).await;
    app.officer().does(&case.path, "consult_police", consultation(&decision, "2026-09-15")).await;
    one(&deadlines(&app, &case, "plan.police").await, "open", "2026-08-17");
    let agreed = json!({"ground": "agreed", "proof": "Biên bản"});
    app.officer().does(&asset, "release_seizure", agreed).await;
    one(&deadlines(&app, &case, "plan.police").await, "cancelled", "2026-08-17");
    let told = app.clerk().does(&case.path, DELIVER, registry).await;
    let told = &told["case"]["coercion"]["terms"][0]["deliveries"][0];
    assert_eq!((&told["ended_on"], &told["end_told_on"]), (&json!("2026-08-12"), &json!("2026-08-12")));
}

async fn an_entrustment_leaves_security_standing(app: App) {
    let case = on_request(&app, &[owed("other", 500_000_000, Some(1))]).await;
    app.officer().does(&case.path, SECURE, freeze(&case)).await;
    let paper = moving::paper(&app, &case, "ENTRUST").await;
    let body = moving::entrustment(&app, &paper);
    let gone = interrupt::sign(&app, &case, "propose_entrustment", "entrust_case", body).await;
    assert_eq!(gone["case"]["stage"], "removed");
    assert_eq!(
        gone["case"]["measures"][0]["released_on"],
        Value::Null,
        "until the receiver replaces it (L106 49.2)"
    );
}

async fn persuasion_is_on_record(app: App) {
    let case = able(&app, &[owed("other", 500_000_000, Some(1))], "income").await;
    let body =
        |debtor: Value| json!({"debtor": debtor, "with": "UBND phường, Mặt trận", "result": "Xin trả dần"});
    let action = "record_persuasion";
    wrong_field(app.officer(), &case.path, action, body(case.party(1)), "/debtor", "not_a_party").await;
    let done = app.officer().does(&case.path, action, body(case.debtor())).await;
    assert_eq!(done["case"]["coercion"]["persuasions"][0]["on"], "2026-07-28");
    let deliver = to(&case.id, "commune", "UBND phường Mẫu");
    app.clerk().may_not(&case.path, DELIVER, deliver, 409, "G-MEASURED").await;
}

on_both_engines!(
    whoever_carries_it_out_reports_in_time,
    income_is_deducted_from_the_next_pay,
    a_register_is_told_of_the_end,
    a_measure_of_ones_own_motion_is_not_withdrawn,
    things_held_go_back,
    what_another_has_in_hand_is_left_to_him,
    a_termination_ends_measures_by_law,
    a_seizure_that_is_released_ends_in_every_register,
    an_entrustment_leaves_security_standing,
    persuasion_is_on_record,
);

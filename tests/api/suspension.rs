//! Suspension, pause and review: by decision or by notice, what is excepted, what ends them; a pause that ends by itself; what a
//! whole interruption blocks and what it does not.

use serde_json::{Value, json};
use thads::service::time;

use crate::support::build::{self, Case, on_request, owed};
use crate::support::interrupt::{
    agreed, clock, complaint, end_paper, last_hold, paper, resumption, sign, suspended, with,
};
use crate::support::{App, on_both_engines};

async fn notified(app: &App) -> Case {
    let items = [owed("other", 50_000_000, Some(1)), owed("wages", 20_000_000, Some(2))];
    let case = on_request(app, &items).await;
    build::notify(app, &case).await;
    case
}

async fn a_bankruptcy_petition_suspends_what_is_not_excepted(app: App) {
    let case = notified(&app).await;
    let propose = "propose_suspension";
    app.officer().may_not(&case.path, propose, json!({"paper": case.id}), 409, "G-SU-GROUND").await;
    let petition = paper(&app, &case, "SU-1A").await;
    let scope = |items: Value| json!({"paper": petition, "scope": {"items": items}});
    app.officer().rejects(&case.path, propose, json!({"paper": petition}), "G-SU-EXEMPT").await;
    app.officer().rejects(&case.path, propose, scope(json!([case.item(1)])), "G-SU-EXEMPT").await;
    let secured = with(scope(json!([case.item(0)])), json!({"third_party_security": true}));
    app.officer().rejects(&case.path, propose, secured, "contradicts").await;
    let held = sign(&app, &case, propose, "suspend", scope(json!([case.item(0)]))).await;
    assert_eq!(held["happened"]["documents"][0]["kind"], "suspension_decision");
    assert_eq!(held["case"]["holds"][0]["stops_interest"], false, "the law does not say so (U22)");
    assert_eq!(clock(&app, &case, "suspend").await["status"], "met");
    let hold = last_hold(&held);
    let end = |event: &str| with(resumption(&hold), json!({"event": event}));
    let over = "propose_suspension_end";
    app.officer().may_not(&case.path, over, end("bankruptcy_not_opened"), 409, "G-RESUME").await;
    end_paper(&app, &case, &hold).await;
    app.officer().rejects(&case.path, over, end("protest_withdrawn"), "contradicts").await;
    app.officer().may_not(&case.path, "propose_resumption", resumption(&hold), 409, "G-RESUME").await;
    sign(&app, &case, over, "end_suspension", end("recovery_ended_unpaid")).await;
    assert_eq!(clock(&app, &case, "resume").await["status"], "met");
}

async fn property_of_a_third_person_is_no_bankrupts(app: App) {
    app.on("2026-07-15");
    let mut item = owed("other", 50_000_000, Some(1));
    item["secured"] = json!(true);
    let judgment = build::judgment(&app, &[item]).await;
    let case = build::on_judgment(&app, judgment).await;
    let petition = paper(&app, &case, "SU-1A").await;
    let body = json!({"paper": petition, "third_party_security": true});
    app.officer().rejects(&case.path, "propose_suspension", body, "G-SU-EXEMPT").await;
    sign(&app, &case, "propose_suspension", "suspend", json!({"paper": petition})).await;
}

async fn another_bodys_suspension_is_only_made_known(app: App) {
    for (gives, event) in [("SU-2A", "protest_withdrawn"), ("SU-2B", "competition_resumed")] {
        let case = notified(&app).await;
        let body = json!({"paper": paper(&app, &case, gives).await});
        app.officer().may_not(&case.path, "propose_suspension", body.clone(), 409, "G-SU-GROUND").await;
        let court = json!({"paper": paper(&app, &case, "SU-1B").await});
        app.officer().rejects(&case.path, "propose_suspension", body.clone(), "G-DOC-KIND").await;
        app.officer().rejects(&case.path, "propose_suspension_notice", court, "G-DOC-KIND").await;
        let held = sign(&app, &case, "propose_suspension_notice", "notify_suspension", body).await;
        assert_eq!(held["happened"]["documents"][0]["kind"], "suspension_notice");
        assert_eq!(held["case"]["holds"][0]["stops_interest"], true);
        assert_eq!(clock(&app, &case, "suspend_notice").await["status"], "met");
        let hold = last_hold(&held);
        end_paper(&app, &case, &hold).await;
        let body = with(resumption(&hold), json!({"event": event}));
        sign(&app, &case, "propose_suspension_end", "end_suspension", body).await;
    }
}

async fn whoever_suspends_learns_what_is_performed(app: App) {
    let case = notified(&app).await;
    let decision = paper(&app, &case, "SU-2A").await;
    let told = json!({"paper": decision, "content": "Đã trả 20 triệu đồng"});
    for propose in ["propose_suspension_reply", "propose_review_notice"] {
        app.officer().may_not(&case.path, propose, told.clone(), 409, "G-HO-UNDONE").await;
    }
    let pay = json!({"obligation": case.item(1), "amount": 20_000_000, "evidence": "Giấy nhận tiền"});
    app.officer().does(&case.path, "record_performance", pay).await;
    sign(&app, &case, "propose_suspension_reply", "reply_to_suspension", told.clone()).await;
    assert_eq!(
        clock(&app, &case, "suspend_notice").await["status"],
        "open",
        "the rest is still to be suspended"
    );
    let all = sign(&app, &case, "propose_review_notice", "inform_about_review", told).await;
    assert_eq!(all["happened"]["code"], "T-GT-03");
    let none = notified(&app).await;
    app.officer()
        .may_not(
            &none.path,
            "propose_review_notice",
            json!({"paper": none.id, "content": "x"}),
            409,
            "G-SU-GROUND",
        )
        .await;
}

async fn a_review_keeps_or_amends_the_judgment(app: App) {
    for amended in [false, true] {
        let case = notified(&app).await;
        let hold = suspended(&app, &case, "SU-2A", json!({})).await;
        let outcome = if amended { "amended" } else { "kept" };
        let body = with(resumption(&hold), json!({"outcome": outcome}));
        let propose = "propose_review_result";
        app.officer().may_not(&case.path, propose, body.clone(), 409, "G-RESUME").await;
        end_paper(&app, &case, &hold).await;
        let text = json!({"amendment": "Số tiền phải thi hành là 40 triệu đồng"});
        let (right, wrong, code) = match amended {
            true => (with(body.clone(), text), body, "required"),
            false => (body.clone(), with(body, text), "contradicts"),
        };
        app.officer().rejects(&case.path, propose, wrong, code).await;
        let done = sign(&app, &case, propose, "continue_after_review", right).await;
        let kinds: Vec<&Value> =
            done["happened"]["documents"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
        assert_eq!(kinds.len(), if amended { 2 } else { 1 }, "{kinds:?}");
        assert_eq!(clock(&app, &case, "voluntary").await["status"], "open");
    }
}

async fn a_complaint_pauses_within_its_term(app: App) {
    let (case, other) = (notified(&app).await, notified(&app).await);
    let id = complaint(&app, &case, "2026-08-14");
    let pause = |until: &str| json!({"complaint": id, "until": until, "reason": "Hậu quả khó khắc phục"});
    let action = "pause_for_complaint";
    app.head().rejects(&other.path, action, pause("2026-08-10"), "not_in_list").await;
    app.head().rejects(&case.path, action, pause("2026-08-15"), "G-PAUSE-TERM").await;
    app.head().rejects(&case.path, action, pause("2026-07-14"), "contradicts").await;
    app.officer().may_not(&case.path, action, pause("2026-08-10"), 403, "G-SIGNER").await;
    app.head().may_not(&case.path, "lift_pause", json!({"complaint": id}), 409, "G-PAUSE").await;
    app.head().does(&case.path, action, pause("2026-08-10")).await;
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "paused");
    app.head().rejects(&case.path, action, pause("2026-08-10"), "duplicate").await;
    app.on("2026-07-20");
    let lifted = app.head().does(&case.path, "lift_pause", json!({"complaint": id})).await;
    assert_eq!(lifted["happened"]["documents"][0]["kind"], "pause_lift");
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "open");
}

async fn a_pause_ends_by_itself_and_once(app: App) {
    let case = notified(&app).await;
    let id = complaint(&app, &case, "2026-08-14");
    let body = json!({"complaint": id, "until": "2026-07-31", "reason": "Hậu quả khó khắc phục"});
    app.head().does(&case.path, "pause_for_complaint", body).await;
    let look = || {
        let system = time::system_user(&app.state.core).unwrap();
        time::pass(&app.state.core, system).unwrap()
    };
    app.on("2026-07-31");
    look();
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "paused", "the last day is still paused");
    app.on("2026-08-05");
    look();
    let shown = app.officer().get(&case.path).await.ok();
    assert_eq!(shown["pauses"][0]["lifted_on"], "2026-08-01", "the day after, whenever somebody looks");
    assert_eq!(clock(&app, &case, "voluntary").await["status"], "open");
    let traces = app.traces(&case.path);
    look();
    assert_eq!(app.traces(&case.path), traces);
}

/// What a whole interruption blocks (G-HOLD), of the rows of the phases that have no interruption of their own.
const BLOCKED: &[&str] = &[
    "conclude_enforceable",
    "continue_enforcement",
    "demand_declaration",
    "end_by_law",
    "end_case",
    "end_served",
    "end_voluntary_period",
    "issue_not_enforceable_decision",
    "move_to_separate_book",
    "record_full_performance",
    "return_request",
    "start_verification",
];
/// What it leaves open (rule 3 of the state machine).
const FREE: &[&str] = &[
    "apply_security_measure",
    "assign_officer",
    "confirm_result",
    "inform_performed",
    "lift_pause",
    "open_file",
    "pause_for_complaint",
    "post_notice",
    "postpone",
    "publish_debtor",
    "receive_money",
    "receive_new_information",
    "record_direct_notice",
    "record_failed_delivery",
    "record_paper",
    "record_performance",
    "release_measures",
    "resume",
    "end_suspension",
    "send_to_procuracy",
    "suspend",
    "take_down_posting",
    "terminate",
    "terminate_part",
    "verify_new_information",
    "verify_periodically",
];

async fn a_whole_interruption_blocks_what_it_must(app: App) {
    let case = notified(&app).await;
    let part = json!({"scope": {"items": [case.item(0)]}});
    agreed(&app, &case, "2026-12-01", part).await;
    let held = |board: &Value, action: &str| {
        let rows = board["actions"].as_array().unwrap();
        let row = rows.iter().find(|row| row["action"] == action).unwrap_or_else(|| panic!("no {action}"));
        row["unmet"].as_array().unwrap().iter().any(|unmet| unmet["code"] == "G-HOLD")
    };
    let board = app.officer().get(&format!("{}/actions", case.path)).await.ok();
    for action in BLOCKED.iter().chain(FREE) {
        assert!(!held(&board, action), "a part stops only itself: {action}");
    }
    agreed(&app, &case, "2026-12-01", json!({})).await;
    let board = app.officer().get(&format!("{}/actions", case.path)).await.ok();
    for action in BLOCKED {
        assert!(held(&board, action), "{action} goes on");
    }
    for action in FREE {
        assert!(!held(&board, action), "{action} is blocked");
    }
    app.officer().may_not(&case.path, "start_verification", json!({}), 409, "G-HOLD").await;
}

on_both_engines!(
    a_bankruptcy_petition_suspends_what_is_not_excepted,
    property_of_a_third_person_is_no_bankrupts,
    another_bodys_suspension_is_only_made_known,
    whoever_suspends_learns_what_is_performed,
    a_review_keeps_or_amends_the_judgment,
    a_complaint_pauses_within_its_term,
    a_pause_ends_by_itself_and_once,
    a_whole_interruption_blocks_what_it_must,
);

//! The other ways of notice – the press, abroad, a prison – and notice of any document: each leads to its day, and each is refused
//! without its proof (ND152 15–19, 33).

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed, verifying};
use crate::support::{App, measures, on_both_engines};

async fn case(app: &App) -> Case {
    on_request(app, &[owed("other", 50_000_000, Some(1))]).await
}

fn first_decision(case: &Value) -> Value {
    case["decisions"][0]["id"].clone()
}

async fn the_press_counts_from_the_second_publication(app: App) {
    let case = case(&app).await;
    let media = |decision: &Value, first: &str, consecutive: bool| json!({"decision": decision, "organ": "Báo Mẫu", "first_on": first, "consecutive": consecutive});
    let nothing = media(&case.id, "2026-07-16", true);
    app.officer().may_not(&case.path, "record_media_notice", nothing, 409, "G-MEDIA").await;
    let wrong = json!({"ground": "many_parties", "debtors": [case.party(1)]});
    app.officer().wrong(&case.path, "propose_media_notice", wrong, "/debtors/0", "not_a_party").await;
    let draft = json!({"ground": "many_parties", "debtors": [case.debtor()]});
    app.officer().does(&case.path, "propose_media_notice", draft).await;
    app.officer().may_not(&case.path, "decide_media_notice", json!({}), 403, "G-SIGNER").await;
    let decided = app.head().does(&case.path, "decide_media_notice", json!({})).await;
    let decision = decided["case"]["media"][0]["decision"].clone();
    app.on("2026-07-17");
    let action = "record_media_notice";
    app.officer().may_not(&case.path, action, media(&decision, "2026-07-16", false), 422, "G-MEDIA").await;
    app.officer()
        .wrong(&case.path, action, media(&decision, "2026-07-14", true), "/first_on", "contradicts")
        .await;
    let done = app.officer().does(&case.path, action, media(&decision, "2026-07-16", true)).await;
    let track = &done["case"]["debtors"][0];
    assert_eq!(
        (&track["notified_on"], &track["voluntary_until"]),
        (&json!("2026-07-17"), &json!("2026-07-27"))
    );
    assert_eq!(done["case"]["stage"], "voluntary");
}

async fn abroad_waits_for_the_result_or_its_term(app: App) {
    let case = case(&app).await;
    let of = |paper: &str| json!({"debtor": case.debtor(), "paper": paper});
    app.officer().may_not(&case.path, "urge_abroad", of("CV 1"), 409, "G-ABROAD").await;
    let wrong = json!({"debtor": case.debtor(), "channels": ["posting"]});
    app.officer().wrong(&case.path, "send_abroad", wrong, "/channels/0", "contradicts").await;
    let sent = json!({"debtor": case.debtor(), "channels": ["assistance"]});
    let sent = app.officer().does(&case.path, "send_abroad", sent).await;
    let opened: Vec<_> = sent["happened"]["deadlines_opened"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["key"].clone())
        .collect();
    assert_eq!(opened, ["mla_urge", "mla_result"]);
    app.on("2026-10-14");
    app.officer().may_not(&case.path, "urge_abroad", of("CV 1"), 422, "G-ABROAD").await;
    app.on("2026-10-15");
    app.officer().does(&case.path, "urge_abroad", of("CV 1")).await;
    let portal = json!({"debtor": case.debtor(), "channel": "ministry_portal", "evidence": "Trang 1"});
    app.on("2027-01-15");
    app.officer().may_not(&case.path, "record_abroad_notice", portal.clone(), 422, "G-ABROAD").await;
    let other = json!({"debtor": case.debtor(), "channel": "mission", "evidence": "Công hàm"});
    app.officer().wrong(&case.path, "record_abroad_notice", other, "/channel", "contradicts").await;
    app.on("2027-01-16");
    let done = app.officer().does(&case.path, "record_abroad_notice", portal).await;
    assert_eq!(done["case"]["debtors"][0]["notified_on"], "2027-01-16");
}

async fn a_failure_abroad_opens_the_portal_at_once(app: App) {
    let case = case(&app).await;
    let sent = json!({"debtor": case.debtor(), "channels": ["mission"]});
    app.officer().does(&case.path, "send_abroad", sent).await;
    app.on("2026-08-20");
    let failed = json!({"debtor": case.debtor(), "paper": "Công hàm trả lời"});
    app.officer().does(&case.path, "record_abroad_failure", failed).await;
    let portal = json!({"debtor": case.debtor(), "channel": "ministry_portal", "evidence": "Trang 1"});
    app.officer().does(&case.path, "record_abroad_notice", portal).await;
}

async fn a_prison_delivers_or_records_a_refusal(app: App) {
    let case = case(&app).await;
    let delivered = |refused: bool, witness: bool| json!({"debtor": case.debtor(), "refused": refused, "witness": witness});
    app.officer()
        .may_not(&case.path, "record_prison_delivery", delivered(false, false), 409, "G-PRISON")
        .await;
    let letter = |complete: bool| json!({"debtor": case.debtor(), "prison": "Trại giam Mẫu", "letter_complete": complete});
    app.officer().may_not(&case.path, "send_decision_to_prison", letter(false), 422, "G-NOTICE-EVID").await;
    let sent = app.officer().does(&case.path, "send_decision_to_prison", letter(true)).await;
    // Five working days from Wednesday 15 July.
    assert_eq!(sent["happened"]["deadlines_opened"][0]["computation"]["due_on"], "2026-07-22");
    app.on("2026-07-20");
    app.officer()
        .may_not(&case.path, "record_prison_delivery", delivered(true, false), 422, "G-NOTICE-EVID")
        .await;
    let done = app.officer().does(&case.path, "record_prison_delivery", delivered(true, true)).await;
    assert_eq!(done["case"]["debtors"][0]["notified_on"], "2026-07-20");
}

fn known() -> Value {
    json!({"address_known": true, "number_known": true})
}

async fn any_document_reaches_any_party_by_a_way_that_counts(app: App) {
    let case = case(&app).await;
    let seen = app.officer().get(&case.path).await.ok();
    let decision = first_decision(&seen);
    let send = |document: &Value, to: Value, channel: &str| json!({"document": document, "addressee": to, "circumstances": known(), "channel": channel});
    let action = "dispatch_notice";
    let officer = app.officer();
    officer
        .may_not(&case.path, action, send(&decision, case.party(1), "digital"), 422, "G-NOTICE-PHYS")
        .await;
    officer
        .wrong(&case.path, action, send(&case.id, case.party(1), "physical"), "/document", "not_in_list")
        .await;
    officer
        .wrong(&case.path, action, send(&decision, case.id.clone(), "physical"), "/addressee", "not_a_party")
        .await;
    officer
        .may_not(&case.path, action, send(&decision, case.party(1), "prison"), 422, "G-NOTICE-CHANNEL")
        .await;
    officer.does(&case.path, action, send(&decision, case.party(1), "physical")).await;
    let listed = officer.get(&case.sub("notices")).await.items();
    assert_eq!((listed.len(), &listed[0]["valid_on"]), (1, &Value::Null));
    let mut valid = send(&decision, case.party(1), "physical");
    valid["evidence"] = json!("Biên bản giao");
    valid["completes"] = json!(true);
    officer.may_not(&case.path, "record_valid_notice", valid.clone(), 422, "G-NOTICE-EVID").await;
    valid["receiver"] = json!("addressee");
    app.on("2026-07-17");
    let done = officer.does(&case.path, "record_valid_notice", valid.clone()).await;
    assert_eq!(done["happened"]["deadlines_closed"], json!(["notify"]));
    officer.wrong(&case.path, "record_valid_notice", valid.clone(), "/addressee", "duplicate").await;
    let listed = officer.get(&case.sub("notices")).await.items();
    assert_eq!(
        (listed.len(), &listed[0]["valid_on"]),
        (1, &json!("2026-07-17")),
        "the same notice, now proven"
    );
    // The debtor's own notice of the decision has its own acts.
    valid["addressee"] = case.debtor();
    officer.wrong(&case.path, "record_valid_notice", valid, "/document", "contradicts").await;
}

async fn digital_notice_waits_for_the_announcement(app: App) {
    let case = case(&app).await;
    verifying(&app, &case).await;
    let able = json!({"means": "income", "confirmed_by": "UBND phường Mẫu"});
    app.officer().does(&case.path, "conclude_enforceable", able).await;
    let measure = measures::deduct(&case, 1_000_000);
    let issued = app.officer().does(&case.path, "issue_coercion_decision", measure).await;
    let document = issued["happened"]["documents"][0]["id"].clone();
    let send = json!({"document": document, "addressee": case.party(1), "circumstances": known(), "channel": "digital"});
    app.officer().may_not(&case.path, "dispatch_notice", send, 422, "G-NOTICE-DIG").await;
}

on_both_engines!(
    the_press_counts_from_the_second_publication,
    abroad_waits_for_the_result_or_its_term,
    a_failure_abroad_opens_the_portal_at_once,
    a_prison_delivers_or_records_a_refusal,
    any_document_reaches_any_party_by_a_way_that_counts,
    digital_notice_waits_for_the_announcement,
);

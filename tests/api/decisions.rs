//! What becomes of decisions and of those who decide: replacement of the officer, amendment, recall, annulment, questions to the
//! issuer (L106 13.3, 22.2, 52; ND152 13).

use serde_json::{Value, json};

use crate::support::build::{Case, on_request, owed, verifying};
use crate::support::{App, measures, on_both_engines};

async fn case(app: &App) -> Case {
    on_request(app, &[owed("other", 50_000_000, Some(1))]).await
}

async fn a_party_asks_for_another_officer(app: App) {
    let case = case(&app).await;
    let request =
        |party: Value| json!({"party": party, "ground": "former_role", "reasons": "Từng là người làm chứng"});
    let replace = |request: &Value, officer: Value, free: bool| json!({"request": request, "division": null, "officer": officer, "no_conflict": free});
    let second = json!(app.id("second_officer"));
    app.head()
        .may_not(&case.path, "replace_officer", replace(&case.id, second.clone(), true), 409, "G-REPL-GROUND")
        .await;
    app.clerk()
        .wrong(&case.path, "request_replacement", request(case.id.clone()), "/party", "not_a_party")
        .await;
    let asked = app.clerk().does(&case.path, "request_replacement", request(case.party(1))).await;
    // Three working days from Wednesday 15 July.
    assert_eq!(asked["happened"]["deadlines_opened"][0]["computation"]["due_on"], "2026-07-20");
    let id = asked["case"]["record"]["replacements"][0]["id"].clone();
    let same = json!(app.id("officer"));
    app.head().wrong(&case.path, "replace_officer", replace(&id, same, true), "/officer", "duplicate").await;
    app.head()
        .may_not(&case.path, "replace_officer", replace(&id, json!(app.id("clerk")), true), 422, "G-OFFICER")
        .await;
    app.head()
        .may_not(&case.path, "replace_officer", replace(&id, second.clone(), false), 422, "G-OFFICER")
        .await;
    let done = app.head().does(&case.path, "replace_officer", replace(&id, second, true)).await;
    assert_eq!(done["case"]["officer"], json!(app.id("second_officer")));
    assert_eq!(app.officer().get(&case.path).await.status, 404, "the old officer no longer sees it");
    app.as_("second_officer").does(&case.path, "open_file", json!({})).await;
}

async fn a_replacement_is_refused_with_reasons_or_made_without_request(app: App) {
    let case = case(&app).await;
    let request = json!({"party": case.party(1), "ground": "forbidden_acts", "reasons": "Đơn"});
    let asked = app.clerk().does(&case.path, "request_replacement", request).await;
    let id = asked["case"]["record"]["replacements"][0]["id"].clone();
    let refusal = json!({"request": id, "reasons": "Không có căn cứ"});
    let done = app.head().does(&case.path, "refuse_replacement", refusal.clone()).await;
    assert_eq!(done["happened"]["deadlines_closed"], json!(["replace_officer"]));
    app.head().may_not(&case.path, "refuse_replacement", refusal, 409, "G-REPL-GROUND").await;
    let hand = |minutes: bool| {
        json!({"division": null, "officer": app.id("second_officer"), "no_conflict": true, "reason": "Luân chuyển",
            "handover_minutes": minutes})
    };
    app.head().wrong(&case.path, "reassign_officer", hand(false), "/handover_minutes", "required").await;
    app.head().does(&case.path, "reassign_officer", hand(true)).await;
}

async fn a_decision_is_amended_recalled_and_annulled(app: App) {
    let case = case(&app).await;
    verifying(&app, &case).await;
    let measure = measures::freeze(&case);
    let frozen = app.officer().does(&case.path, "apply_security_measure", measure).await;
    let freeze = frozen["happened"]["documents"][0]["id"].clone();
    let amend = |consequence: &str, stays: bool| json!({"decision": freeze, "content": "Sửa số tài khoản", "substance_stays": stays, "consequence": consequence});
    let officer = app.officer();
    officer.may_not(&case.path, "propose_amendment", amend("", true), 422, "G-AMEND").await;
    officer
        .may_not(&case.path, "propose_amendment", amend("Hiệu lực giữ nguyên", false), 422, "G-AMEND")
        .await;
    officer.does(&case.path, "propose_amendment", amend("Hiệu lực giữ nguyên", true)).await;
    let done = app.head().does(&case.path, "amend_decision", json!({})).await;
    assert_eq!(done["case"]["record"]["changes"][0]["fate"], "amended");
    let first = done["case"]["decisions"][0]["id"].clone();
    let recall = |decision: &Value, consequence: &str| json!({"decision": decision, "ground": "RC-C", "proof": "Văn bản", "consequence": consequence});
    officer.may_not(&case.path, "propose_recall", recall(&freeze, " "), 422, "G-RECALL").await;
    officer.wrong(&case.path, "propose_recall", recall(&first, "Chấm dứt"), "/decision", "contradicts").await;
    officer.does(&case.path, "propose_recall", recall(&freeze, "Biện pháp chấm dứt")).await;
    let done = app.head().does(&case.path, "recall_decision", json!({})).await;
    assert_eq!(done["case"]["measures"][0]["released_on"], "2026-07-28");
    officer.wrong(&case.path, "propose_recall", recall(&freeze, "Lần nữa"), "/decision", "duplicate").await;
    let annul = |consequence: &str| json!({"decision": first, "by": "superior", "proof": "Kết luận", "consequence": consequence});
    officer.may_not(&case.path, "propose_annulment", annul(""), 422, "G-ANNUL").await;
    officer.does(&case.path, "propose_annulment", annul("Việc thi hành án chấm dứt")).await;
    let done = app.head().does(&case.path, "annul_decision", json!({})).await;
    assert_eq!(
        (&done["case"]["stage"], &done["case"]["removed"]["reason"]),
        (&json!("removed"), &json!("annulled"))
    );
    officer.may_not(&case.path, "demand_declaration", json!({}), 409, "G-FINAL").await;
}

async fn a_recalled_enforcement_decision_frees_its_items(app: App) {
    let case = case(&app).await;
    let recall = |item: Value, consequence: &str| json!({"ground": "RC-B", "proof": "Sai nghĩa vụ", "consequence": consequence, "items": [item]});
    let officer = app.officer();
    officer.may_not(&case.path, "propose_whole_recall", recall(case.item(0), ""), 422, "G-RECALL").await;
    officer
        .wrong(
            &case.path,
            "propose_whole_recall",
            recall(case.id.clone(), "Ra quyết định mới"),
            "/items/0",
            "not_in_list",
        )
        .await;
    let money = json!({"kind": "voluntary_payment", "channel": "transfer", "amount": 1_000_000, "payer": null,
        "bank_reference": "FT-1"});
    officer.does(&case.path, "propose_whole_recall", recall(case.item(0), "Ra quyết định mới")).await;
    let done = app.head().does(&case.path, "recall_enforcement_decision", json!({})).await;
    assert_eq!(done["case"]["removed"]["reason"], "recalled");
    let judgment = format!("/judgments/{}", case.judgment["id"].as_str().unwrap());
    let items = app.clerk().get(&judgment).await.ok()["obligations"].clone();
    assert_eq!((&items[0]["case"], &items[0]["status"]), (&Value::Null, &json!("open")));
    app.accountant().may_not(&case.path, "receive_money", money, 409, "G-FINAL").await;
}

async fn every_ground_recalls_an_enforcement_decision(app: App) {
    for ground in ["RC-A", "RC-C", "RC-D", "RC-DD"] {
        let case = case(&app).await;
        let body = json!({"ground": ground, "proof": "Văn bản", "consequence": "Ra quyết định mới",
            "items": [case.item(0)]});
        app.officer().does(&case.path, "propose_whole_recall", body).await;
        let done = app.head().does(&case.path, "recall_enforcement_decision", json!({})).await;
        assert_eq!(
            (&done["case"]["stage"], &done["case"]["removed"]["reason"]),
            (&json!("removed"), &json!("recalled"))
        );
    }
}

async fn the_issuer_is_asked_and_answers(app: App) {
    let case = case(&app).await;
    let above = json!({"point": "Phần 2 không rõ", "to_court_above": true});
    app.officer().wrong(&case.path, "propose_issuer_question", above, "/to_court_above", "contradicts").await;
    app.officer().does(&case.path, "propose_issuer_question", json!({"point": "Phần 2 không rõ"})).await;
    let asked = app.head().does(&case.path, "ask_issuer", json!({})).await;
    let question = &asked["case"]["record"]["questions"][0];
    // Thirty days from 15 July end on Friday 14 August.
    assert_eq!(question["answer_until"], "2026-08-14");
    assert_eq!(asked["case"]["papers"][0]["gives"], "HO-G", "a ground to postpone is on record");
    let answer = |answered: bool| json!({"question": question["document"], "answered": answered, "content": "Trả lời"});
    app.on("2026-08-14");
    app.clerk().may_not(&case.path, "record_issuer_answer", answer(false), 422, "G-TERM").await;
    let done = app.clerk().does(&case.path, "record_issuer_answer", answer(true)).await;
    assert!(done["happened"]["deadlines_closed"].as_array().unwrap().contains(&json!("court_explains")));
    app.clerk().may_not(&case.path, "record_issuer_answer", answer(true), 409, "G-QUESTION").await;
    let proposal =
        json!({"ground": "Sai lầm nghiêm trọng", "authority": "Chánh án Tòa án nhân dân cấp cao Mẫu"});
    app.officer().does(&case.path, "propose_cassation", proposal).await;
    let done = app.head().does(&case.path, "request_cassation", json!({})).await;
    assert_eq!(done["case"]["papers"][1]["gives"], "HO-H");
}

on_both_engines!(
    a_party_asks_for_another_officer,
    a_replacement_is_refused_with_reasons_or_made_without_request,
    a_decision_is_amended_recalled_and_annulled,
    a_recalled_enforcement_decision_frees_its_items,
    every_ground_recalls_an_enforcement_decision,
    the_issuer_is_asked_and_answers,
);

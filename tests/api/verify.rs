//! How a debtor's means are looked for, and what follows where there are none: inquiries, declaration, delegation, results,
//! one debtor of several, the public notice, recall, late verifications, the old separate book, papers withheld.

use serde_json::{Value, json};

use crate::support::build::{self, Case, no_means, on_request, owed};
use crate::support::enforce::{as_if, deadlines, one, two_debtors, wrong_field};
use crate::support::{App, house, on_both_engines};

fn reason() -> Value {
    json!({"reason": "Theo hồ sơ"})
}

fn found(shows_ability: bool) -> Value {
    json!({"shows_ability": shows_ability, "confirmed_by": "UBND phường Mẫu"})
}

fn inquiry(holder: &str) -> Value {
    json!({"holder": holder, "debtor": null, "asks": "Tài khoản, tài sản đứng tên"})
}

async fn inquiries_are_sent_and_answered(app: App) {
    let case = on_request(&app, &[owed("other", 500_000_000, Some(1))]).await;
    let officer = app.officer();
    officer.may_not(&case.path, "start_verification", json!({}), 409, "G-VER-START").await;
    officer
        .may_not(&case.path, "record_inquiry_answer", answer(&case.id, "answered"), 409, "G-INQUIRY")
        .await;
    build::notify(&app, &case).await;
    app.on("2026-07-28");
    let stranger =
        json!({"inquiries": [{"holder": "police", "debtor": case.party(1), "asks": "Nơi cư trú"}]});
    wrong_field(officer, &case.path, "start_verification", stranger, "/inquiries/0/debtor", "not_a_party")
        .await;
    let body = json!({"inquiries": [inquiry("account"), inquiry("registry")]});
    let begun = officer.does(&case.path, "start_verification", body).await;
    let sent = begun["case"]["checks"]["inquiries"].clone();
    one(&deadlines(&app, &case, "info_reply_account").await, "open", "2026-07-28");
    one(&deadlines(&app, &case, "info_reply").await, "open", "2026-07-31");
    assert_eq!(deadlines(&app, &case, "info_refusal").await.len(), 2);
    officer.does(&case.path, "send_inquiry", inquiry("prison")).await;
    one(&deadlines(&app, &case, "info_reply_prison").await, "open", "2026-07-31");
    let early = json!({"holder": "police", "debtor": null, "asks": "Nơi cư trú", "sent_on": "2026-07-01"});
    wrong_field(officer, &case.path, "send_inquiry", early, "/sent_on", "contradicts").await;

    let able = json!({"means": "income", "confirmed_by": "UBND phường Mẫu"});
    officer.may_not(&case.path, "conclude_enforceable", able.clone(), 409, "G-VER-REGISTRY").await;
    let unknown = answer(&case.id, "answered");
    wrong_field(officer, &case.path, "record_inquiry_answer", unknown, "/inquiry", "not_in_list").await;
    let mut refused = answer(&sent[1]["id"], "refused");
    refused["shows_means"] = json!(true);
    wrong_field(officer, &case.path, "record_inquiry_answer", refused, "/shows_means", "contradicts").await;
    officer.does(&case.path, "record_inquiry_answer", answer(&sent[1]["id"], "refused")).await;
    let again = answer(&sent[1]["id"], "answered");
    wrong_field(officer, &case.path, "record_inquiry_answer", again, "/inquiry", "duplicate").await;
    one(&deadlines(&app, &case, "info_reply").await, "met", "2026-07-31");
    officer.does(&case.path, "conclude_enforceable", able).await;
}

fn answer(inquiry: &Value, outcome: &str) -> Value {
    json!({"inquiry": inquiry, "outcome": outcome, "content": "Công văn 12", "shows_means": null})
}

async fn a_written_verification_rests_on_an_answer(app: App) {
    let case = build::in_verification(&app).await;
    let officer = app.officer();
    let written = || {
        json!({"reason": "need", "result": null, "shows_ability": false, "confirmed_by": "Ngân hàng Mẫu",
            "form": "in_writing"})
    };
    officer.may_not(&case.path, "verify_again", written(), 422, "G-VER-EVID").await;
    let sent = officer.does(&case.path, "send_inquiry", inquiry("account")).await;
    let id = &sent["case"]["checks"]["inquiries"][0]["id"];
    officer.does(&case.path, "record_inquiry_answer", answer(id, "answered")).await;
    let done = officer.does(&case.path, "verify_again", written()).await;
    assert_eq!(done["case"]["verifications"].as_array().unwrap().last().unwrap()["kind"], "reverify");
}

async fn a_debtor_declares_or_does_not(app: App) {
    let case = build::in_verification(&app).await;
    let officer = app.officer();
    let outcome = |outcome: &str| json!({"debtor": case.debtor(), "outcome": outcome});
    officer.may_not(&case.path, "record_declaration", outcome("given"), 409, "G-DECLARATION").await;
    officer.does(&case.path, "demand_declaration", json!({})).await;
    one(&deadlines(&app, &case, "declaration_due").await, "open", "2026-08-04");
    let action = "record_declaration";
    wrong_field(officer, &case.path, action, outcome("not_given"), "/outcome", "contradicts").await;
    let stranger = json!({"debtor": case.party(1), "outcome": "given"});
    wrong_field(officer, &case.path, action, stranger, "/debtor", "not_a_party").await;
    app.on("2026-08-05");
    let said = officer.does(&case.path, action, outcome("not_given")).await;
    assert_eq!(said["case"]["checks"]["declarations"][0]["outcome"], "not_given");
    one(&deadlines(&app, &case, "declaration_due").await, "met", "2026-08-04");
}

async fn another_agency_is_asked(app: App) {
    let case = build::in_verification(&app).await;
    let of = |id: &Value| json!({"delegation": id});
    app.officer().may_not(&case.path, "record_delegation_receipt", of(&case.id), 409, "G-DELEGATION").await;
    let draft =
        json!({"subject": "registrable", "agency": "Thi hành án dân sự tỉnh Thử Hai", "content": "Nhà, đất"});
    app.head().may_not(&case.path, "delegate_verification", json!({}), 409, "G-DRAFT").await;
    app.officer().does(&case.path, "propose_delegated_verification", draft).await;
    app.officer().may_not(&case.path, "delegate_verification", json!({}), 403, "G-SIGNER").await;
    let signed = app.head().does(&case.path, "delegate_verification", json!({})).await;
    let id = signed["case"]["checks"]["delegated"][0]["document"].clone();
    assert!(deadlines(&app, &case, "deleg_verify_reg").await.is_empty(), "it has not been received yet");
    let body = json!({"delegation": id, "shows_ability": true, "confirmed_by": "UBND xã Hai"});
    app.officer().may_not(&case.path, "record_delegation_answer", body.clone(), 409, "G-DELEGATION").await;
    app.on("2026-07-30");
    app.clerk().does(&case.path, "record_delegation_receipt", of(&id)).await;
    one(&deadlines(&app, &case, "deleg_verify_reg").await, "open", "2026-09-03");
    app.on("2026-08-20");
    let answered = app.clerk().does(&case.path, "record_delegation_answer", body).await;
    assert_eq!(answered["case"]["verifications"].as_array().unwrap().last().unwrap()["kind"], "delegated");
    one(&deadlines(&app, &case, "deleg_verify_reg").await, "met", "2026-09-03");
}

async fn a_result_handed_in_is_answered(app: App) {
    let case = build::in_verification(&app).await;
    let (clerk, officer) = (app.clerk(), app.officer());
    let receive = "receive_verification_result";
    let silent = json!({"source": "creditor", "shows_ability": null});
    wrong_field(clerk, &case.path, receive, silent, "/shows_ability", "required").await;
    let result = clerk.does(&case.path, receive, json!({"source": "creditor", "shows_ability": true})).await;
    one(&deadlines(&app, &case, "reverify").await, "open", "2026-08-04");
    let id = result["case"]["checks"]["results"][0]["id"].clone();
    let body = |reason: &str, result: Value, shows: bool| json!({"reason": reason, "result": result, "shows_ability": shows, "confirmed_by": "UBND phường Mẫu"});
    let action = "verify_again";
    let nothing = body("difference", Value::Null, false);
    wrong_field(officer, &case.path, action, nothing, "/result", "required").await;
    wrong_field(officer, &case.path, action, body("need", id.clone(), false), "/result", "contradicts").await;
    wrong_field(officer, &case.path, action, body("protest", id.clone(), false), "/reason", "contradicts")
        .await;
    let other = body("result_used", id.clone(), false);
    wrong_field(officer, &case.path, action, other, "/shows_ability", "contradicts").await;
    let used = officer.does(&case.path, action, body("result_used", id.clone(), true)).await;
    assert_eq!(used["case"]["verifications"].as_array().unwrap().last().unwrap()["kind"], "creditor_result");
    wrong_field(officer, &case.path, action, body("difference", id, true), "/result", "duplicate").await;
    one(&deadlines(&app, &case, "reverify").await, "met", "2026-08-04");
    let fresh = body("exemption_file", Value::Null, false);
    let fresh = officer.does(&case.path, action, fresh).await;
    assert_eq!(fresh["case"]["verifications"].as_array().unwrap().last().unwrap()["kind"], "exemption_file");
}

async fn one_of_two_debtors_is_unable(app: App) {
    let case = two_debtors(&app).await;
    let (officer, head) = (app.officer(), app.head());
    let propose = "propose_not_enforceable";
    let about = |debtors: Value| {
        let mut body = no_means("2026-07-28");
        body["debtors"] = debtors;
        body
    };
    let creditor = about(json!([case.party(1)]));
    wrong_field(officer, &case.path, propose, creditor, "/debtors/0", "not_a_party").await;
    let twice = about(json!([case.party(2), case.party(2)]));
    wrong_field(officer, &case.path, propose, twice, "/debtors/1", "duplicate").await;
    officer.does(&case.path, propose, about(json!([case.party(2)]))).await;
    let decided = head.does(&case.path, "issue_not_enforceable_decision", json!({})).await;
    assert_eq!(decided["case"]["stage"], "verification", "the other debtor's way goes on");
    assert_eq!(stage_of(&decided, &case, 2), "not_enforceable");
    let again = about(json!([case.party(2)]));
    wrong_field(officer, &case.path, propose, again, "/debtors/0", "contradicts").await;
    let entry = json!({"portal_entry": "https://thads.example/ds/1", "sent_to_commune": true});
    app.clerk().does(&case.path, "publish_debtor", entry).await;
    let able = json!({"means": "income", "confirmed_by": "UBND phường Mẫu"});
    let concluded = officer.does(&case.path, "conclude_enforceable", able.clone()).await;
    assert_eq!(
        (&concluded["case"]["stage"], stage_of(&concluded, &case, 2)),
        (&json!("enforceable"), "not_enforceable".to_owned())
    );
    officer.may_not(&case.path, "conclude_enforceable", able, 409, "G-VERIFYING").await;
    let coerce = json!({"debtor": case.party(2), "measure": "CM-INC"});
    officer.may_not(&case.path, "issue_coercion_decision", coerce, 422, "G-COERCE-ABLE").await;
    app.on("2027-01-20");
    officer.does(&case.path, "verify_periodically", found(true)).await;
    officer
        .does(
            &case.path,
            "propose_continuation",
            json!({"reason": "Có thu nhập", "debtors": [case.party(2)]}),
        )
        .await;
    let back = head.does(&case.path, "continue_enforcement", json!({})).await;
    assert_eq!(
        (stage_of(&back, &case, 2), &back["case"]["not_enforceable"]),
        ("enforceable".to_owned(), &Value::Null)
    );
    assert_eq!(deadlines(&app, &case, "two_years").await[0].0, "met");
}

fn stage_of(answer: &Value, case: &Case, place: usize) -> String {
    let tracks = answer["case"]["debtors"].as_array().unwrap();
    let track = tracks.iter().find(|track| track["party"] == case.party(place)).unwrap();
    track["stage"].as_str().unwrap().to_owned()
}

async fn an_asset_stands_against_its_owner_only(app: App) {
    let case = two_debtors(&app).await;
    let asset = house::record(&app, &case).await;
    house::verify(&app, &asset, "2026-07-30", 90_000_000).await;
    let mut body = no_means("2026-07-30");
    let action = "propose_not_enforceable";
    app.officer().may_not(&case.path, action, body.clone(), 422, "G-NE-ASSET").await;
    body["debtors"] = json!([case.party(0)]);
    app.officer().may_not(&case.path, action, body.clone(), 422, "G-NE-ASSET").await;
    body["debtors"] = json!([case.party(2)]);
    app.officer().does(&case.path, action, body).await;
}

async fn a_public_notice_is_corrected_and_taken_down(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let clerk = app.clerk();
    let entry = |sent: bool| json!({"portal_entry": "https://thads.example/ds/1", "sent_to_commune": sent});
    clerk.may_not(&case.path, "publish_debtor", entry(true), 409, "G-NE-STANDS").await;
    build::not_enforceable(&app, &case).await;
    clerk.may_not(&case.path, "note_publication_change", reason(), 409, "G-PUBL-STANDS").await;
    let told = |sent: bool| json!({"sent_to_commune": sent});
    clerk.may_not(&case.path, "remove_publication", told(true), 409, "G-PUBL-REMOVE").await;
    clerk.does(&case.path, "publish_debtor", entry(true)).await;
    clerk.may_not(&case.path, "correct_publication", entry(true), 409, "G-PUBL-CHANGE").await;
    clerk.does(&case.path, "note_publication_change", reason()).await;
    one(&deadlines(&app, &case, "publish_update").await, "open", "2026-07-31");
    wrong_field(clerk, &case.path, "correct_publication", entry(false), "/sent_to_commune", "required").await;
    clerk.does(&case.path, "correct_publication", entry(true)).await;
    one(&deadlines(&app, &case, "publish_update").await, "met", "2026-07-31");
    clerk.may_not(&case.path, "remove_publication", told(true), 409, "G-PUBL-REMOVE").await;
    app.on("2026-09-01");
    app.officer().does(&case.path, "verify_periodically", found(true)).await;
    app.officer().does(&case.path, "propose_continuation", reason()).await;
    app.on("2026-09-03");
    app.head().does(&case.path, "continue_enforcement", json!({})).await;
    one(&deadlines(&app, &case, "unpublish").await, "open", "2026-09-08");
    clerk.may_not(&case.path, "record_commune_removal", json!({}), 409, "G-PUBL-COMMUNE").await;
    wrong_field(clerk, &case.path, "remove_publication", told(false), "/sent_to_commune", "required").await;
    let removed = clerk.does(&case.path, "remove_publication", told(true)).await;
    assert_eq!(removed["case"]["publication"]["published_on"], Value::Null);
    one(&deadlines(&app, &case, "unpublish").await, "met", "2026-09-08");
    one(&deadlines(&app, &case, "commune_unpost").await, "open", "2026-09-07");
    clerk.does(&case.path, "record_commune_removal", json!({})).await;
    one(&deadlines(&app, &case, "commune_unpost").await, "met", "2026-09-07");
}

async fn each_ground_of_not_enforceable_needs_what_the_law_says(app: App) {
    let propose = "propose_not_enforceable";
    for ground in ["NE-B", "NE-C", "NE-D", "NE-DD", "NE-E", "NE-G", "NE-H"] {
        let case = build::in_verification(&app).await;
        let mut draft = build::no_means("2026-07-28");
        draft["ground"] = json!(ground);
        draft["no_other_assets"] = json!(false);
        // The debtor may not have other means where the law says so (L106 38.1.b, e, g, h).
        if ["NE-B", "NE-E", "NE-G", "NE-H"].contains(&ground) {
            app.officer().may_not(&case.path, propose, draft.clone(), 422, "G-NE-OTHER").await;
            draft["no_other_assets"] = json!(true);
        }
        app.officer().does(&case.path, propose, draft).await;
        let done = app.head().does(&case.path, "issue_not_enforceable_decision", json!({})).await;
        assert_eq!(done["case"]["not_enforceable"]["ground"], ground);
    }
}

async fn a_wrong_decision_is_recalled(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let draft =
        |ground: &str| json!({"ground": ground, "reason": "Nhầm người", "consequence": "Tiếp tục xác minh"});
    let propose = "propose_not_enforceable_recall";
    app.officer().may_not(&case.path, propose, draft("RC-B"), 409, "G-NE-STANDS").await;
    build::not_enforceable(&app, &case).await;
    app.officer().may_not(&case.path, propose, draft("RC-C"), 422, "G-RECALL").await;
    app.officer().does(&case.path, propose, draft("RC-B")).await;
    let recalled = app.head().does(&case.path, "recall_not_enforceable_decision", json!({})).await;
    let now = &recalled["case"];
    assert_eq!((&now["stage"], &now["not_enforceable"]), (&json!("verification"), &Value::Null));
    assert_eq!(deadlines(&app, &case, "two_years").await[0].0, "met");
}

async fn the_head_accepts_a_late_verification(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::not_enforceable(&app, &case).await;
    for day in ["2027-01-20", "2027-07-15"] {
        app.on(day);
        app.officer().does(&case.path, "verify_periodically", found(false)).await;
    }
    app.head().may_not(&case.path, "excuse_late_verification", reason(), 409, "G-LATE-VERIFY").await;
    for day in ["2028-02-10", "2028-07-05"] {
        app.on(day);
        app.officer().does(&case.path, "verify_periodically", found(false)).await;
    }
    app.on("2028-07-31");
    app.officer().may_not(&case.path, "propose_return", reason(), 409, "G-REVERIFIED").await;
    app.officer().may_not(&case.path, "excuse_late_verification", reason(), 403, "G-SIGNER").await;
    app.head().does(&case.path, "excuse_late_verification", reason()).await;
    app.officer().does(&case.path, "propose_return", reason()).await;
}

async fn the_old_separate_book_gives_requests_back(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    build::not_enforceable(&app, &case).await;
    let into_the_book = |legacy: bool| {
        move |doc: &mut Value| {
            doc["stage"] = json!("separate_book");
            doc["debtors"][0]["stage"] = json!("separate_book");
            doc["not_enforceable"]["decided_on"] = json!("2026-07-28");
            doc["separate_book_legacy"] = json!(legacy);
        }
    };
    as_if(&app, &case, into_the_book(false)).await;
    app.on("2028-08-01");
    app.officer().may_not(&case.path, "propose_return", reason(), 409, "G-BOOK-LEGACY").await;
    app.officer().may_not(&case.path, "verify_periodically", found(false), 409, "G-NE-STANDS").await;
    as_if(&app, &case, into_the_book(true)).await;
    app.officer().may_not(&case.path, "propose_return", reason(), 409, "G-REVERIFIED").await;
    app.officer().does(&case.path, "verify_periodically", found(false)).await;
    app.officer().does(&case.path, "propose_return", reason()).await;
    let ended = app.head().does(&case.path, "return_request", json!({})).await;
    assert_eq!(ended["case"]["ended"]["ground"], "END-D");
}

async fn papers_withheld_send_the_request_back(app: App) {
    let (case, path) = house::enforceable(&app, &[owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let id = path.rsplit('/').next().unwrap();
    let officer = app.officer();
    let demand = |place: usize| json!({"creditor": case.party(place), "asset": id});
    let back = || json!({"asset": id, "reason": "Không giao giấy tờ"});
    officer
        .may_not(&case.path, "record_papers_handed_over", json!({"asset": id}), 409, "G-PAPERS-OPEN")
        .await;
    wrong_field(officer, &case.path, "demand_papers", demand(0), "/creditor", "not_a_party").await;
    let unknown = json!({"creditor": case.party(1), "asset": case.id});
    wrong_field(officer, &case.path, "demand_papers", unknown, "/asset", "not_in_list").await;
    officer.does(&case.path, "demand_papers", demand(1)).await;
    officer.may_not(&case.path, "propose_return_for_papers", back(), 409, "G-PAPERS2").await;
    wrong_field(officer, &case.path, "demand_papers", demand(1), "/effective_on", "duplicate").await;
    officer.does(&case.path, "record_papers_handed_over", json!({"asset": id})).await;
    for day in ["2026-08-10", "2026-08-20"] {
        app.on(day);
        officer.does(&case.path, "demand_papers", demand(1)).await;
    }
    officer.does(&case.path, "propose_return_for_papers", back()).await;
    let ended = app.head().does(&case.path, "return_for_withheld_papers", json!({})).await;
    assert_eq!(
        (&ended["case"]["stage"], &ended["case"]["ended"]["ground"]),
        (&json!("ended"), &json!("END-D"))
    );
}

on_both_engines!(
    inquiries_are_sent_and_answered,
    a_written_verification_rests_on_an_answer,
    a_debtor_declares_or_does_not,
    another_agency_is_asked,
    a_result_handed_in_is_answered,
    one_of_two_debtors_is_unable,
    an_asset_stands_against_its_owner_only,
    a_public_notice_is_corrected_and_taken_down,
    each_ground_of_not_enforceable_needs_what_the_law_says,
    a_wrong_decision_is_recalled,
    the_head_accepts_a_late_verification,
    the_old_separate_book_gives_requests_back,
    papers_withheld_send_the_request_back,
);

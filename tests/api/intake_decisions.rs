//! Enforcement decisions beside the two ordinary ones, the clocks of each entry of the proactive list, and questions to the issuer.

use serde_json::{Value, json};

use crate::support::build::{self, judgment_body, on_request, owed, request_body};
use crate::support::intake::{
    all, case_of, decide, entered, item, keys, listed, old, path, renewed_body, returned,
};
use crate::support::{App, on_both_engines};

async fn a_returned_request_is_renewed_with_proof(app: App) {
    let case = returned(&app).await;
    let mut early = renewed_body(&case, Some("Đăng ký xe"));
    early["requested_on"] = json!("2028-07-20");
    let answer = app.clerk().post("/requests", &early).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/requested_on", "after the return");
    let bare = build::request(&app, &renewed_body(&case, None)).await;
    let draft = json!({"obligations": [case.item(0)], "rule": "GR-0"});
    let action = "propose_renewed_decision";
    app.clerk().may_not(&bare, action, draft.clone(), 409, "G-RETURNED-PROOF").await;
    // Neither time-bar nor the earlier decision is a ground to refuse it (ND152 9.7.d).
    for ground in ["RF-D", "RF-DD"] {
        let refusal = json!({"grounds": [ground], "reason": "Đã gửi lại yêu cầu"});
        app.clerk().may_not(&bare, "propose_refusal", refusal, 422, "G-REFUSE-GROUND").await;
    }
    let path = build::request(&app, &renewed_body(&case, Some("Đăng ký xe"))).await;
    app.clerk().may_not(&path, "propose_decision_on_request", draft.clone(), 409, "G-REQ-DUP").await;
    app.clerk().does(&path, action, draft).await;
    app.clerk().may_not(&path, "issue_renewed_decision", json!({}), 403, "G-SIGNER").await;
    let signed = app.head().does(&path, "issue_renewed_decision", json!({})).await;
    assert_eq!(
        (&signed["happened"]["code"], &signed["request"]["state"]),
        (&json!("T-DE-03"), &json!("decided"))
    );
    let new = case_of(&app, &signed).await;
    assert_eq!((&new["origin"]["kind"], &new["origin"]["case"]), (&json!("renewed"), &case.id));
    assert_ne!(new["number"], app.auditor().get(&case.path).await.ok()["number"], "a case of its own");
    let new = format!("/cases/{}/obligations", new["id"].as_str().unwrap());
    assert_eq!(app.auditor().get(&new).await.items()[0]["id"], case.item(0), "the items went with it");
    assert!(app.auditor().get(&case.sub("obligations")).await.items().is_empty());
}

async fn only_a_returned_request_is_renewed(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let mut body = request_body(&case.judgment);
    body["renews"] = case.id.clone();
    app.clerk().post("/requests", &body).await.refused(422, "G-RETURNED-PROOF");
    body["renews"] = json!("0197c0de-0000-7000-8000-000000000099");
    let answer = app.clerk().post("/requests", &body).await;
    assert_eq!(answer.json()["errors"][0]["pointer"], "/renews");
    let fresh = request_body(&build::judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    let path = build::request(&app, &fresh).await;
    app.clerk()
        .may_not(&path, "propose_renewed_decision", all(&fresh, "GR-0"), 409, "G-RETURNED-PROOF")
        .await;
}

fn paid(judgment: &Value, amount: i64) -> Value {
    let mut body = request_body(judgment);
    body["requester"] = judgment["parties"][0]["id"].clone();
    body["late_payment"] = json!({"payer": "prisoner", "obligation": item(judgment, 0), "amount": amount,
        "minutes": "Tự nguyện nộp tại trại giam"});
    body
}

async fn a_prisoner_pays_after_the_time_bar(app: App) {
    let judgment = old(&app).await;
    let path = build::request(&app, &paid(&judgment, 8_000_000)).await;
    app.examiner().does(&path, "propose_late_payment_decision", json!({})).await;
    let signed = app.head().does(&path, "issue_late_payment_decision", json!({})).await;
    assert_eq!(signed["happened"]["code"], "T-DE-07");
    let case = case_of(&app, &signed).await;
    assert_eq!((&case["amount_due"], &case["origin"]["kind"]), (&json!(8_000_000), &json!("late_payment")));
    let seen = app.clerk().get(&crate::support::intake::path(&judgment)).await.ok();
    let rest: Vec<&Value> =
        seen["obligations"].as_array().unwrap().iter().map(|one| &one["amount"]).collect();
    assert!(
        rest.contains(&&json!(42_000_000)) && rest.contains(&&json!(8_000_000)),
        "nothing is lost: {rest:?}"
    );
    // No restoration: the rest stays out of time.
    let late = build::request(&app, &request_body(&judgment)).await;
    let draft = json!({"obligations": [item(&judgment, 0)], "rule": "GR-0"});
    app.clerk().may_not(&late, "propose_decision_on_request", draft, 409, "G-REQ-TIMEBAR").await;
    // The creditor's year is the case's own business (T-RT-05).
    assert_eq!(case["special"]["after_time_bar"], json!(true));
}

async fn a_payment_in_time_or_of_too_much_is_no_late_payment(app: App) {
    let fresh = build::judgment(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let path = build::request(&app, &paid(&fresh, 8_000_000)).await;
    app.clerk().may_not(&path, "propose_late_payment_decision", json!({}), 409, "G-LATE-PAID").await;
    let plain = build::request(&app, &request_body(&fresh)).await;
    app.clerk().may_not(&plain, "propose_late_payment_decision", json!({}), 409, "G-LATE-PAID").await;
    let path = build::request(&app, &paid(&old(&app).await, 60_000_000)).await;
    let answer = app.clerk().act(&path, "propose_late_payment_decision", json!({})).await;
    assert_eq!(answer.codes(), ["amount_out_of_range"], "{}", answer.text);
    let other = app.officer().get("/cases?limit=200").await.items();
    assert!(other.is_empty(), "no case was opened");
}

async fn a_joint_debtor_pays_a_part_and_stays_liable(app: App) {
    let mut given = judgment_body(&app, &[owed("other", 50_000_000, Some(1))]);
    given["obligations"][0]["joint"] = json!(true);
    let judgment = entered(&app, &given).await;
    let creditor = request_body(&judgment);
    let path = build::request(&app, &creditor).await;
    let mut draft = all(&creditor, "GR-G");
    draft["paid"] = json!(10_000_000);
    app.clerk().may_not(&path, "propose_decision_on_request", draft.clone(), 422, "G-GROUP").await;
    let mut own = request_body(&judgment);
    own["requester"] = judgment["parties"][0]["id"].clone();
    let path = build::request(&app, &own).await;
    let unpaid = app.clerk().act(&path, "propose_decision_on_request", all(&own, "GR-G")).await;
    assert_eq!(unpaid.json()["errors"][0]["pointer"], "/paid");
    app.clerk().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.head().does(&path, "issue_decision_on_request", json!({})).await;
    let case = case_of(&app, &signed).await;
    assert_eq!((&case["amount_due"], &signed["request"]["state"]), (&json!(10_000_000), &json!("decided")));
    // The rest is still there for the creditor.
    let rest = build::request(&app, &creditor).await;
    app.clerk().does(&rest, "propose_decision_on_request", all(&creditor, "GR-0")).await;
    let signed = app.head().does(&rest, "issue_decision_on_request", json!({})).await;
    assert_eq!(case_of(&app, &signed).await["amount_due"], 40_000_000);
}

async fn each_entry_of_the_list_has_its_term_and_its_way(app: App) {
    let of = [
        ("PA-A", "decision_proactive", "standard", None),
        ("PA-B", "decision_proactive", "return", Some("return_notice")),
        ("PA-C", "decision_proactive", "confiscate", Some("confiscate_handover")),
        ("PA-C-DES", "decision_proactive", "destroy", Some("destroy_council")),
        ("PA-D", "decision_proactive", "return", Some("return_notice")),
        ("PA-DD", "decision_proactive", "standard", None),
        ("PA-G", "decision_bankruptcy", "standard", None),
        ("PA-X1", "decision_proactive", "standard", None),
        ("PA-X2", "decision_proactive", "standard", None),
    ];
    for (kind, term, track, clock) in of {
        let answer =
            app.clerk().post("/judgments", &judgment_body(&app, &[listed(kind, Some(1))])).await.ok();
        let judgment = answer["judgment"].clone();
        let open = app.auditor().get(&format!("/deadlines?key={term}&status=open&limit=200")).await.items();
        assert!(open.iter().any(|one| one["judgment"] == judgment["id"]), "{kind}: {term}");
        let signed =
            decide(&app, &judgment, json!({"obligations": [item(&judgment, 0)], "rule": "GR-0"})).await;
        assert_eq!(case_of(&app, &signed).await["track"], track, "{kind}");
        let opened = keys(&signed);
        if let Some(clock) = clock {
            assert!(opened.iter().any(|key| key == clock), "{kind}: {opened:?}");
        }
        assert_eq!(signed["happened"]["deadlines_closed"], json!([term]), "{kind}");
    }
}

async fn the_term_ends_with_the_last_item_under_it(app: App) {
    let judgment = entered(&app, &judgment_body(&app, &[listed("PA-A", None), listed("PA-C", None)])).await;
    let one = |place: usize| json!({"obligations": [item(&judgment, place)], "rule": "GR-0"});
    let first = decide(&app, &judgment, one(0)).await;
    assert_eq!(first["happened"]["deadlines_closed"], json!([]), "another item still waits");
    let last = decide(&app, &judgment, one(1)).await;
    assert_eq!(last["happened"]["deadlines_closed"], json!(["decision_proactive"]));
    let mixed = entered(&app, &judgment_body(&app, &[listed("PA-A", None), listed("PA-C", None)])).await;
    let both = json!({"obligations": [item(&mixed, 0), item(&mixed, 1)], "rule": "GR-0"});
    let signed = decide(&app, &mixed, both).await;
    assert_eq!(case_of(&app, &signed).await["track"], "standard", "what is mixed goes the standard way");
    assert!(keys(&signed).contains(&"confiscated_cash".to_owned()), "but its clocks run");
}

async fn a_provisional_measure_is_decided_at_once(app: App) {
    let judgment =
        entered(&app, &judgment_body(&app, &[listed("PA-E", Some(1)), listed("PA-A", None)])).await;
    let at = path(&judgment);
    let measure = json!({"obligations": [item(&judgment, 0)]});
    let grouped = json!({"obligations": [item(&judgment, 0)], "rule": "GR-0"});
    app.clerk().may_not(&at, "propose_proactive_decision", grouped, 422, "G-GROUP").await;
    let fee = json!({"obligations": [item(&judgment, 1)]});
    app.clerk().may_not(&at, "propose_provisional_decision", fee, 422, "G-PROACTIVE").await;
    app.head().may_not(&at, "issue_provisional_decision", json!({}), 409, "G-DRAFT").await;
    app.clerk().does(&at, "propose_provisional_decision", measure.clone()).await;
    app.clerk().may_not(&at, "issue_provisional_decision", json!({}), 403, "G-SIGNER").await;
    let signed = app.head().does(&at, "issue_provisional_decision", json!({})).await;
    assert_eq!(signed["happened"]["deadlines_closed"], json!(["kctt_decision"]));
    let opened = keys(&signed);
    assert!(opened.contains(&"send_vks".to_owned()) && !opened.contains(&"notify".to_owned()), "{opened:?}");
    let case = case_of(&app, &signed).await;
    assert_eq!((&case["provisional_measure"], &case["mode"]), (&json!(true), &json!("proactive")));
    app.clerk().may_not(&at, "propose_provisional_decision", measure, 409, "G-PROACTIVE").await;
}

async fn a_new_judgment_changes_the_level_of_alimony(app: App) {
    let mut given =
        judgment_body(&app, &[owed("alimony", 3_000_000, Some(1)), owed("alimony", 3_000_000, Some(1))]);
    given["obligations"][0]["due_on"] = json!("2026-07-01");
    given["obligations"][1]["due_on"] = json!("2026-09-01");
    let old = build::on_judgment(&app, entered(&app, &given).await).await;
    let new =
        build::judgment(&app, &[owed("alimony", 5_000_000, Some(1)), owed("other", 1_000_000, Some(1))])
            .await;
    let action = "propose_new_alimony_level";
    let draft = |place: usize, arrears: Value| {
        json!({"obligations": [item(&new, place)], "arrears": arrears, "from": "2026-08-01",
            "consequence": "Phần đã thi hành giữ nguyên"})
    };
    app.officer().may_not(&old.path, action, draft(1, json!([])), 422, "G-NEW-LEVEL").await;
    app.officer().may_not(&old.path, action, draft(0, json!([old.item(1)])), 422, "G-NEW-LEVEL").await;
    let own = json!({"obligations": [old.item(0)], "from": "2026-08-01", "consequence": "-"});
    app.officer().may_not(&old.path, action, own, 422, "G-NEW-LEVEL").await;
    app.officer().does(&old.path, action, draft(0, json!([old.item(0)]))).await;
    app.officer().may_not(&old.path, "decide_new_alimony_level", json!({}), 403, "G-SIGNER").await;
    let signed = app.head().does(&old.path, "decide_new_alimony_level", json!({})).await;
    assert_eq!(
        (&signed["case"]["stage"], &signed["case"]["removed"]["reason"]),
        (&json!("removed"), &json!("recalled"))
    );
    let opened = case_of(&app, &signed).await;
    assert_eq!((&opened["amount_due"], &opened["origin"]["case"]), (&json!(8_000_000), &old.id));
    assert_eq!(opened["judgment"], new["id"]);
    let at = format!("/cases/{}", opened["id"].as_str().unwrap());
    let documents = app.auditor().get(&format!("{at}/decisions")).await.items();
    assert_eq!(documents.len(), 1, "the new case has its own decision only: {documents:?}");
    let clocks = app.auditor().get(&format!("{at}/deadlines")).await.items();
    assert!(clocks.iter().any(|one| one["key"] == "assign_officer" && one["status"] == "open"), "{clocks:?}");
    let recall = app.auditor().get(&old.sub("decisions")).await.items();
    assert!(recall.iter().any(|one| one["kind"] == "recalling_decision"));
    app.officer().may_not(&old.path, action, draft(0, json!([])), 409, "G-FINAL").await;
}

async fn the_issuer_is_asked_and_answers(app: App) {
    let at = path(&build::judgment(&app, &[owed("other", 50_000_000, Some(1))]).await);
    app.clerk()
        .may_not(&at, "record_issuer_answer", json!({"enquiry": app.id("clerk")}), 409, "G-ENQUIRY")
        .await;
    let above = json!({"point": "Chưa rõ diện tích", "court_above": true});
    let early = app.clerk().act(&at, "propose_issuer_request", above.clone()).await;
    assert_eq!(early.json()["errors"][0]["pointer"], "/court_above", "the issuer comes first");
    app.clerk().does(&at, "propose_issuer_request", json!({"point": "Chưa rõ diện tích"})).await;
    app.clerk().may_not(&at, "ask_issuer", json!({}), 403, "G-SIGNER").await;
    let asked = app.head().does(&at, "ask_issuer", json!({})).await;
    assert_eq!(keys(&asked), ["court_explains"]);
    let enquiry = asked["judgment"]["enquiries"][0].clone();
    assert_eq!(enquiry["due_on"], "2026-08-14");
    let silent = json!({"enquiry": enquiry["id"]});
    app.clerk().may_not(&at, "record_issuer_answer", silent.clone(), 422, "G-TERM").await;
    let twice = app.clerk().act(&at, "propose_issuer_request", json!({"point": "Lại hỏi"})).await;
    assert_eq!(twice.codes(), ["duplicate"]);
    app.on("2026-08-15");
    let lapsed = app.clerk().does(&at, "record_issuer_answer", silent).await;
    assert_eq!(lapsed["happened"]["deadlines_closed"], json!(["court_explains"]));
    // Without an answer the court directly above is asked.
    app.clerk().does(&at, "propose_issuer_request", above).await;
    app.head().does(&at, "ask_issuer", json!({})).await;
    app.clerk().does(&at, "propose_cassation", json!({"ground": "Tình tiết mới"})).await;
    let proposed = app.head().does(&at, "send_cassation_proposal", json!({})).await;
    assert_eq!(proposed["happened"]["documents"][0]["kind"], "cassation_proposal");
    let review = proposed["judgment"]["enquiries"][2].clone();
    let never = app.clerk().act(&at, "record_issuer_answer", json!({"enquiry": review["id"]})).await;
    assert_eq!(never.json()["errors"][0]["pointer"], "/answer", "no term known, silence is no answer (U19)");
    let answer = json!({"enquiry": review["id"], "answer": "Không có căn cứ kháng nghị"});
    let done = app.clerk().does(&at, "record_issuer_answer", answer).await;
    assert_eq!(done["judgment"]["enquiries"][2]["outcome"]["unclear"], false);
}

on_both_engines!(
    a_returned_request_is_renewed_with_proof,
    only_a_returned_request_is_renewed,
    a_prisoner_pays_after_the_time_bar,
    a_payment_in_time_or_of_too_much_is_no_late_payment,
    a_joint_debtor_pays_a_part_and_stays_liable,
    each_entry_of_the_list_has_its_term_and_its_way,
    the_term_ends_with_the_last_item_under_it,
    a_provisional_measure_is_decided_at_once,
    a_new_judgment_changes_the_level_of_alimony,
    the_issuer_is_asked_and_answers,
);

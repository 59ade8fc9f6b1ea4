//! The review sheet: what the records say under the five headings, and the procuracy's remarks beside them (RV-01).

use std::fmt::Write;

use serde_json::{Value, json};

use crate::support::build::{self, Case};
use crate::support::oversight::{case, deadline, document};
use crate::support::{App, house, measures, on_both_engines};

/// The sheet of the first document of a kind.
async fn sheet(app: &App, case: &Case, kind: &str) -> Value {
    let id = document(app, case, kind).await;
    let path = format!("{}/review-sheet/{}", case.path, id.as_str().unwrap());
    app.as_("prosecutor").get(&path).await.ok()
}

/// The verdict of a heading and the codes of its checks.
fn under(sheet: &Value, heading: &str) -> (String, Vec<String>) {
    let all = sheet["headings"].as_array().unwrap();
    let found = all.iter().find(|one| one["heading"] == heading).unwrap();
    let codes =
        found["checks"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned());
    (found["verdict"].as_str().unwrap().to_owned(), codes.collect())
}

fn check<'a>(sheet: &'a Value, heading: &str, subject: &str) -> &'a Value {
    let all = sheet["headings"].as_array().unwrap();
    let found = all.iter().find(|one| one["heading"] == heading).unwrap();
    let checks = found["checks"].as_array().unwrap();
    checks.iter().find(|one| one["subject"] == subject).unwrap_or_else(|| panic!("{subject}: {found}"))
}

async fn send(app: &App, case: &Case, kind: &str) {
    let decision = document(app, case, kind).await;
    app.clerk().does(&case.path, "send_to_procuracy", json!({"decision": decision})).await;
}

async fn the_records_fill_the_five_headings(app: App) {
    let case = case(&app).await;
    build::notify(&app, &case).await;
    app.on("2026-07-17");
    send(&app, &case, "on_request_decision").await;
    let sheet = sheet(&app, &case, "on_request_decision").await;
    assert_eq!(sheet["title"], "Quyết định thi hành án theo yêu cầu");
    let (verdict, codes) = under(&sheet, "deadlines");
    assert_eq!(verdict, "in_order", "{sheet}");
    // What the office owed was done in time; what a party has time for is told apart.
    let kinds = ["RS-DL-MET", "RS-DL-PARTY"];
    assert!(codes.iter().all(|code| kinds.contains(&code.as_str())), "{codes:?}");
    // The decision was due after the request, and itself had to be sent within three working days.
    assert!(check(&sheet, "deadlines", "decision_on_request")["days"].as_i64().unwrap() >= 0);
    assert_eq!(check(&sheet, "deadlines", "send_vks")["days"], 3);
    assert!(!check(&sheet, "deadlines", "send_vks")["citations"].as_array().unwrap().is_empty());
    let (verdict, codes) = under(&sheet, "basis");
    assert_eq!((verdict.as_str(), codes[0].as_str()), ("in_order", "RS-ACT"));
    assert!(codes.iter().any(|code| code == "RS-GUARD"), "{codes:?}");
    assert_eq!(check(&sheet, "basis", "T-DE-02")["verdict"], "in_order");
    assert_eq!(under(&sheet, "authority"), ("in_order".to_owned(), texts(&["RS-SIGNER", "RS-PREPARED"])));
    let form = ["RS-NUMBER", "RS-DATED", "RS-KIND", "RS-SENT", "RS-SERVED"];
    assert_eq!(under(&sheet, "form"), ("in_order".to_owned(), texts(&form)));
    let served = sheet["headings"][3]["checks"][4]["message"].as_str().unwrap();
    assert!(served.contains("ngày 15/07/2026 (hạn 20/07/2026): 1 lượt, 1 lượt hợp lệ"), "{served}");
    assert_eq!(under(&sheet, "content"), ("in_order".to_owned(), texts(&["RS-AMOUNT"])));
    // Everybody who may see the case sees the sheet; the list has every document.
    let list = app.officer().get(&case.sub("review-sheet")).await.items();
    assert_eq!(list.len(), app.officer().get(&case.sub("decisions")).await.items().len());
    let first = app.officer().get(&format!("{}/review-sheet?limit=1", case.path)).await.ok();
    assert!(first["next_cursor"].is_string());
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

async fn what_was_late_or_is_missing_is_a_breach(app: App) {
    let case = case(&app).await;
    app.on("2026-07-24");
    send(&app, &case, "on_request_decision").await;
    let sheet = sheet(&app, &case, "on_request_decision").await;
    let late = check(&sheet, "deadlines", "send_vks");
    assert_eq!(
        (&late["code"], &late["days"], &late["verdict"]),
        (&json!("RS-DL-LATE"), &json!(-4), &json!("breach"))
    );
    assert!(late["message"].as_str().unwrap().contains("20/07/2026"), "{late}");
    let owed = check(&sheet, "deadlines", "notify");
    assert_eq!((&owed["code"], &owed["verdict"]), (&json!("RS-DL-BREACHED"), &json!("breach")));
    assert_eq!(under(&sheet, "deadlines").0, "breach");
    let (verdict, codes) = under(&sheet, "form");
    assert_eq!((verdict.as_str(), codes[4].as_str()), ("breach", "RS-SERVED-NOT"));
}

async fn what_is_entered_late_is_for_the_paper_to_tell(app: App) {
    let case = case(&app).await;
    build::notify(&app, &case).await;
    app.on("2026-07-20");
    let mut measure = measures::freeze(&case);
    measure["effective_on"] = json!("2026-07-16");
    app.officer().does(&case.path, "apply_security_measure", measure).await;
    let sheet = sheet(&app, &case, "security_decision").await;
    let (verdict, codes) = under(&sheet, "form");
    assert!(codes.contains(&"RS-ENTERED".to_owned()), "{codes:?}");
    assert_ne!(verdict, "in_order");
    // The assigned officer decides on a measure without a draft.
    assert_eq!(under(&sheet, "authority").1, ["RS-SIGNER", "RS-PREPARED-NONE"], "{sheet}");
    assert_eq!(under(&sheet, "authority").0, "in_order");
}

async fn a_delegation_is_named_with_its_paper(app: App) {
    let body = json!({"office": app.office, "delegate": app.id("deputy"), "documents": ["on_request_decision"],
        "division": null, "from": "2026-07-01", "to": "2026-12-31", "basis": "Văn bản số 12/UQ-THADS"});
    app.head().post("/delegations", &body).await.ok();
    app.on("2026-07-15");
    let judgment = build::judgment(&app, &[build::owed("other", 50_000_000, Some(1))]).await;
    let asked = build::request_body(&judgment);
    let path = build::request(&app, &asked).await;
    let draft = json!({"obligations": asked["obligations"], "rule": "GR-0"});
    app.examiner().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.deputy().does(&path, "issue_decision_on_request", json!({})).await;
    let case = build::opened(&signed, judgment, Some(path));
    let found = sheet(&app, &case, "on_request_decision").await;
    let (verdict, codes) = under(&found, "authority");
    assert_eq!((verdict.as_str(), codes), ("in_order", texts(&["RS-DELEGATION", "RS-PREPARED"])));
    let said = found["headings"][2]["checks"][0]["message"].as_str().unwrap();
    assert!(said.contains("Văn bản số 12/UQ-THADS") && said.contains("deputy"), "{said}");
}

async fn a_rule_that_was_passed_over_is_shown(app: App) {
    let (case, path) =
        house::enforceable(&app, &[build::owed("other", 900_000_000, Some(1))], 600_000_000).await;
    let override_ =
        json!({"guard": "G-FACTS-OLD", "reason": "Tài sản đã được xác minh lại bằng biên bản khác"});
    app.officer().does(&path, "request_override", override_).await;
    app.head().does(&path, "allow_override", json!({})).await;
    app.on("2027-02-05");
    app.officer().does(&path, "issue_seizure_decision", json!({"proportion_exception": null})).await;
    let found = sheet(&app, &case, "seizure_decision").await;
    let (verdict, codes) = under(&found, "basis");
    assert_eq!(verdict, "unknown", "{codes:?}");
    assert_eq!(check(&found, "basis", "G-FACTS-OLD")["code"], "RS-PASSED-OVER");
    // The search of auditors finds the act by its override, and the guard.
    let auditor = app.auditor();
    for asked in ["overridden=true", "guard=G-FACTS-OLD"] {
        let events = auditor.get(&format!("/audit/events?{asked}")).await.items();
        let one = events.iter().find(|one| one["action"] == "issue_seizure_decision");
        assert_eq!(one.unwrap()["overridden"], json!(["G-FACTS-OLD"]), "{asked}");
        assert!(events.iter().all(|one| one["overridden"] == json!(["G-FACTS-OLD"])), "{asked}");
    }
    assert!(auditor.get("/audit/events?guard=G-DOSSIER").await.items().is_empty());
}

fn remark(heading: &str, verdict: &str, text: &str) -> Value {
    json!({"heading": heading, "verdict": verdict, "text": text})
}

async fn remarks_are_added_and_never_edited(app: App) {
    let case = case(&app).await;
    let id = document(&app, &case, "on_request_decision").await;
    let path = format!("/reviews/{}", id.as_str().unwrap());
    let prosecutor = app.as_("prosecutor");
    let empty = prosecutor.get(&path).await;
    assert_eq!((empty.header("etag"), &empty.ok()["state"]), (Some("\"0\""), &json!("unremarked")));
    let first = remark("deadlines", "breach", "Gửi Viện kiểm sát chậm");
    for name in ["officer", "head", "clerk", "auditor"] {
        app.as_(name).may_not(&path, "remark_on_decision", first.clone(), 403, "G-ROLE").await;
    }
    let mut early = first.clone();
    early["effective_on"] = json!("2026-07-14");
    prosecutor.may_not(&path, "remark_on_decision", early, 409, "G-DATE-ORDER").await;
    prosecutor.wrong(&path, "remark_on_decision", remark("deadlines", "breach", ""), "/text", "length").await;
    let done = prosecutor.does(&path, "remark_on_decision", first.clone()).await;
    assert_eq!((&done["happened"]["code"], &done["happened"]["to"]), (&json!("RV-01"), &json!("remarked")));
    let stale = prosecutor.act_at(&path, "remark_on_decision", first, "\"0\"").await;
    assert_eq!(stale.problem(412), "version_stale");
    prosecutor.does(&path, "remark_on_decision", remark("content", "in_order", "Đúng")).await;
    let later = remark("deadlines", "in_order", "Đã có xác nhận của bưu điện");
    let done = prosecutor.does(&path, "remark_on_decision", later).await;
    let remarks = done["review"]["remarks"].as_array().unwrap();
    assert_eq!(remarks.len(), 2, "one stands under each heading");
    let events = prosecutor.get(&format!("{path}/events")).await.items();
    assert_eq!(events.len(), 3);
    // The earlier one stays as it was, in a history that commits to it.
    assert_eq!(events[0]["after"]["remarks"][0]["text"], "Gửi Viện kiểm sát chậm");
    assert_eq!(remarks[0]["supersedes"], events[0]["after"]["remarks"][0]["id"]);
    assert_eq!(remarks[0]["number"], 2);
    assert_eq!(app.chain(&id).len(), 3);
    let sheet = sheet(&app, &case, "on_request_decision").await;
    assert_eq!(sheet["headings"][0]["remark"]["text"], "Đã có xác nhận của bưu điện");
    assert_eq!(
        (&sheet["headings"][4]["remark"]["text"], &sheet["review_version"]),
        (&json!("Đúng"), &json!(3))
    );
    assert!(sheet["headings"][1]["remark"].is_null());
}

async fn a_sheet_is_as_far_to_see_as_its_case(app: App) {
    let case = case(&app).await;
    let id = document(&app, &case, "on_request_decision").await;
    let id = id.as_str().unwrap();
    let places = [
        case.sub("review-sheet"),
        format!("{}/review-sheet/{id}", case.path),
        format!("/reviews/{id}"),
        format!("/reviews/{id}/events"),
        format!("/reviews/{id}/actions"),
    ];
    for name in ["other_head", "other_officer", "second_officer"] {
        for place in &places {
            assert_eq!(app.as_(name).get(place).await.problem(404), "not_found", "{name} {place}");
        }
    }
    for name in ["officer", "head", "prosecutor", "auditor"] {
        for place in &places {
            app.as_(name).get(place).await.ok();
        }
    }
    let other = self::case(&app).await;
    let crossed = format!("{}/review-sheet/{id}", other.path);
    assert_eq!(app.head().get(&crossed).await.problem(404), "not_found");
}

/// The sheet as a page that a lawyer can read.
fn page(sheet: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut out = String::new();
    writeln!(
        out,
        "{} số {}, ngày {}\n",
        text(&sheet["title"]),
        text(&sheet["number"]),
        day(&sheet["signed_on"])
    )
    .unwrap();
    let law = crate::support::law();
    let verdict = |value: &Value| {
        let code = format!("review.{}", value.as_str().unwrap());
        law.texts().label(&code, thads::domain::text::Lang::Vi).to_owned()
    };
    for (number, heading) in sheet["headings"].as_array().unwrap().iter().enumerate() {
        writeln!(out, "{}. {} – {}", number + 1, text(&heading["label"]), verdict(&heading["verdict"]))
            .unwrap();
        for check in heading["checks"].as_array().unwrap() {
            let cited: Vec<String> = check["citations"].as_array().unwrap().iter().map(cite).collect();
            writeln!(out, "   [{}] {}", verdict(&check["verdict"]), text(&check["message"])).unwrap();
            if !cited.is_empty() {
                writeln!(out, "       {}", cited.join("; ")).unwrap();
            }
        }
        if let Some(said) = heading["remark"]["text"].as_str() {
            writeln!(out, "   Ý kiến kiểm sát viên ({}): {said}", verdict(&heading["remark"]["verdict"]))
                .unwrap();
        }
        for finding in heading["findings"].as_array().unwrap() {
            let state = format!("state.finding.{}", finding["state"].as_str().unwrap());
            let state = law.texts().label(&state, thads::domain::text::Lang::Vi);
            writeln!(out, "   Sai phạm, tồn tại: {state}; hạn trả lời {}", day(&finding["answer_until"]))
                .unwrap();
        }
    }
    out
}

fn day(value: &Value) -> String {
    let day: chrono::NaiveDate = value.as_str().unwrap().parse().unwrap();
    day.format("%d/%m/%Y").to_string()
}

/// Identifiers differ from run to run.
fn masked(page: &str) -> String {
    let is_id = |word: &str| word.trim_end_matches('.').parse::<uuid::Uuid>().is_ok();
    let line = |line: &str| {
        line.split(' ').map(|word| if is_id(word) { "…." } else { word }).collect::<Vec<_>>().join(" ")
    };
    page.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn cite(citation: &Value) -> String {
    let read: thads::domain::citation::Citation = serde_json::from_value(citation.clone()).unwrap();
    read.to_string()
}

/// The finding that stands in the sheet under the deadlines.
fn finding(sheet: &Value, number: usize) -> Value {
    sheet["headings"][0]["findings"][number].clone()
}

/// The way of a prosecutor through one sheet: five headings that the records have filled, a remark, a finding with the time to answer it
/// and to carry it out, its end.
async fn a_sheet_is_walked_through(app: App) {
    const KIND: &str = "on_request_decision";
    let body = json!({"office": app.office, "delegate": app.id("deputy"), "documents": [KIND],
        "division": null, "from": "2026-07-01", "to": "2026-12-31", "basis": "Văn bản số 12/UQ-THADS"});
    app.head().post("/delegations", &body).await.ok();
    app.on("2026-07-15");
    let judgment = build::judgment(&app, &[build::owed("other", 50_000_000, Some(1))]).await;
    let asked = build::request_body(&judgment);
    let path = build::request(&app, &asked).await;
    let draft = json!({"obligations": asked["obligations"], "rule": "GR-0"});
    app.examiner().does(&path, "propose_decision_on_request", draft).await;
    let signed = app.deputy().does(&path, "issue_decision_on_request", json!({})).await;
    let case = build::opened(&signed, judgment, Some(path));
    build::assign(&app, &case).await;
    build::notify(&app, &case).await;
    app.on("2026-07-24");
    send(&app, &case, KIND).await;
    let id = document(&app, &case, KIND).await;
    let read = sheet(&app, &case, KIND).await;
    // From the deadlines, the guards, the delegation and the notices on record, nobody having written anything.
    for (heading, verdict, code) in [
        ("deadlines", "breach", "RS-DL-LATE"),
        ("basis", "in_order", "RS-GUARD"),
        ("authority", "in_order", "RS-DELEGATION"),
        ("form", "breach", "RS-SENT"),
        ("content", "in_order", "RS-AMOUNT"),
    ] {
        let (said, codes) = under(&read, heading);
        assert_eq!(said, verdict, "{heading}: {codes:?}");
        assert!(codes.iter().any(|one| one == code), "{heading}: {codes:?}");
    }
    let cited = read["headings"][2]["checks"][0]["citations"].as_array().unwrap();
    assert_eq!(cited[0]["article"], "22", "the delegation is the head's (L106 22.3)");
    let prosecutor = app.as_("prosecutor");
    let late = remark("deadlines", "breach", "Quyết định gửi Viện kiểm sát quá hạn.");
    let said =
        prosecutor.does(&format!("/reviews/{}", id.as_str().unwrap()), "remark_on_decision", late).await;
    let mut raised = json!({"office": app.office, "case": case.id, "source": "remark", "dated_on": "2026-07-24",
        "received_on": "2026-07-24", "decision": id, "heading": "deadlines",
        "remark": said["review"]["remarks"][0]["id"], "found": "Gửi quyết định chậm", "article": "L106 35.2"});
    let made = prosecutor.post("/findings", &raised).await.ok();
    let path = format!("/findings/{}", made["finding"]["id"].as_str().unwrap());
    let shown = finding(&sheet(&app, &case, KIND).await, 0);
    assert_eq!((&shown["state"], &shown["answer_until"]), (&json!("raised"), &json!("2026-08-10")));
    assert!(shown["carry_out_until"].is_null(), "nothing is promised yet");
    assert_eq!(deadline(&app, "finding_answer").await["status"], "open");
    let promise = json!({"reasons": "Đúng như đã nêu", "measures": "Gửi lại, rút kinh nghiệm"});
    app.examiner().does(&path, "propose_finding_acceptance", promise).await;
    app.head().does(&path, "accept_finding", json!({})).await;
    let shown = finding(&sheet(&app, &case, KIND).await, 0);
    assert_eq!((&shown["state"], &shown["carry_out_until"]), (&json!("accepted"), &json!("2026-07-31")));
    assert_eq!(deadline(&app, "finding_execute").await["status"], "open");
    app.head().does(&path, "carry_out_finding", json!({"documents": [], "report": "Đã gửi lại"})).await;
    let end = json!({"end": "remedied", "number": "9/VKS", "dated_on": "2026-07-24", "text": "Đã khắc phục"});
    prosecutor.does(&path, "close_finding", end).await;
    assert_eq!(finding(&sheet(&app, &case, KIND).await, 0)["state"], "closed");
    // What comes with a protest has the protest's time for both.
    let protest = json!({"office": app.office, "case": case.id, "kind": "protest", "level": "provincial",
        "number": "5/KN-VKS", "dated_on": "2026-07-24", "received_on": "2026-07-24", "subject": "decision",
        "decision": id, "known_on": "2026-07-24", "asks": "Gửi lại"});
    let protest = prosecutor.post("/procuracy-acts", &protest).await.ok()["procuracy_act"]["id"].clone();
    (raised["source"], raised["remark"]) = (json!("procuracy_act"), Value::Null);
    (raised["act"], raised["number"]) = (protest.clone(), json!("5/KN-VKS"));
    prosecutor.post("/findings", &raised).await.ok();
    assert_eq!(finding(&sheet(&app, &case, KIND).await, 1)["answer_until"], "2026-08-10");
    let path = format!("/procuracy-acts/{}", protest.as_str().unwrap());
    app.examiner().does(&path, "propose_procuracy_agreement", json!({"reasons": "Đúng"})).await;
    app.head().does(&path, "agree_with_procuracy", json!({})).await;
    let until = deadline(&app, "vks_execute").await["due_on"].clone();
    assert_eq!(finding(&sheet(&app, &case, KIND).await, 1)["carry_out_until"], until);
}

async fn a_lawyer_can_read_it(app: App) {
    let case = case(&app).await;
    app.on("2026-07-24");
    build::notify(&app, &case).await;
    send(&app, &case, "on_request_decision").await;
    let id = document(&app, &case, "on_request_decision").await;
    let path = format!("/reviews/{}", id.as_str().unwrap());
    let prosecutor = app.as_("prosecutor");
    let late =
        remark("deadlines", "breach", "Quyết định gửi Viện kiểm sát quá hạn, không có lý do trong hồ sơ.");
    let done = prosecutor.does(&path, "remark_on_decision", late).await;
    let raised = json!({"office": app.office, "case": case.id, "source": "remark", "dated_on": "2026-07-24",
        "received_on": "2026-07-24", "decision": id, "heading": "deadlines",
        "remark": done["review"]["remarks"][0]["id"], "found": "Gửi quyết định chậm", "article": "L106 35.2"});
    prosecutor.post("/findings", &raised).await.ok();
    let page = page(&sheet(&app, &case, "on_request_decision").await);
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("review_sheet", masked(&page));
    });
}

on_both_engines!(
    the_records_fill_the_five_headings,
    what_was_late_or_is_missing_is_a_breach,
    what_is_entered_late_is_for_the_paper_to_tell,
    a_delegation_is_named_with_its_paper,
    a_rule_that_was_passed_over_is_shown,
    remarks_are_added_and_never_edited,
    a_sheet_is_as_far_to_see_as_its_case,
    a_sheet_is_walked_through,
    a_lawyer_can_read_it,
);

//! Findings of oversight (FI-01 … FI-08): entry, answer, work, end; every guard's refusal; whose terms run.

use serde_json::{Value, json};

use crate::support::build::{self, Case};
use crate::support::oversight::{case, deadline, document, opened, signed, wrong_at};
use crate::support::{App, measures, on_both_engines};

/// A remark of 20 July 2026 on the enforcement decision of the 15th, and its identifier.
async fn remarked(app: &App, verdict: &str) -> (Case, Value) {
    let case = case(app).await;
    app.on("2026-07-20");
    let decision = document(app, &case, "on_request_decision").await;
    let path = format!("/reviews/{}", decision.as_str().unwrap());
    let said = json!({"heading": "deadlines", "verdict": verdict, "text": "Gửi chậm"});
    let done = app.as_("prosecutor").does(&path, "remark_on_decision", said).await;
    (case, done["review"]["remarks"][0]["id"].clone())
}

async fn body(app: &App, case: &Case, remark: Value) -> Value {
    json!({"office": app.office, "case": case.id, "source": "remark", "dated_on": "2026-07-20",
        "received_on": "2026-07-20", "decision": document(app, case, "on_request_decision").await,
        "heading": "deadlines", "remark": remark, "found": "Gửi quyết định cho Viện kiểm sát quá hạn",
        "article": "L106 35.2", "asks": "Gửi đúng hạn"})
}

async fn entered(app: &App, body: &Value) -> (String, Value) {
    let made = app.as_("prosecutor").post("/findings", body).await.ok();
    (format!("/findings/{}", made["finding"]["id"].as_str().unwrap()), made)
}

/// A finding from a remark, raised on 20 July 2026.
async fn raised(app: &App) -> (Case, String) {
    let (case, remark) = remarked(app, "breach").await;
    let (path, _) = entered(app, &body(app, &case, remark).await).await;
    (case, path)
}

fn reasons(measures: Option<&str>) -> Value {
    json!({"reasons": "Theo hồ sơ", "measures": measures})
}

fn end(how: &str) -> Value {
    json!({"end": how, "number": "9/VKS", "dated_on": "2026-07-20", "text": "Đã kiểm tra"})
}

fn held() -> Value {
    json!({"number": "8/VKS", "dated_on": "2026-07-20", "reasons": "Chưa khắc phục đủ"})
}

async fn a_finding_is_accepted_carried_out_and_closed(app: App) {
    let (case, remark) = remarked(&app, "breach").await;
    let (path, made) = entered(&app, &body(&app, &case, remark).await).await;
    assert_eq!(opened(&made, "finding_answer"), "2026-08-04");
    assert_eq!(made["finding"]["answer_until"], "2026-08-04");
    let without = reasons(None);
    app.examiner().wrong(&path, "propose_finding_acceptance", without, "/measures", "required").await;
    app.head().may_not(&path, "accept_finding", json!({}), 409, "G-DRAFT").await;
    let promise = reasons(Some("Gửi lại"));
    let accepted = signed(&app, &path, "propose_finding_acceptance", "accept_finding", promise).await;
    assert_eq!(opened(&accepted, "finding_execute"), "2026-07-27");
    assert_eq!(accepted["happened"]["documents"][0]["kind"], "finding_reply");
    assert_eq!(deadline(&app, "finding_answer").await["status"], "met");
    app.as_("prosecutor").may_not(&path, "close_finding", end("remedied"), 409, "G-STATE").await;
    let work = |documents: Value| json!({"documents": documents, "report": "Đã gửi"});
    let old = document(&app, &case, "on_request_decision").await;
    app.officer().wrong(&path, "carry_out_finding", work(json!([old])), "/documents/0", "contradicts").await;
    app.officer()
        .wrong(&path, "carry_out_finding", work(json!([case.id])), "/documents/0", "not_in_list")
        .await;
    build::notify(&app, &case).await;
    app.officer().does(&case.path, "apply_security_measure", measures::freeze(&case)).await;
    let new = document(&app, &case, "security_decision").await;
    app.as_("second_officer").may_not(&path, "carry_out_finding", work(json!([new])), 403, "G-ROLE").await;
    app.officer().does(&path, "carry_out_finding", work(json!([new]))).await;
    assert_eq!(deadline(&app, "finding_execute").await["status"], "met");
    // The office does not close what was found about it.
    app.head().may_not(&path, "close_finding", end("remedied"), 403, "G-ROLE").await;
    app.as_("prosecutor").wrong(&path, "close_finding", end("explained"), "/end", "contradicts").await;
    let done = app.as_("prosecutor").does(&path, "close_finding", end("remedied")).await;
    assert_eq!((&done["happened"]["to"], &done["finding"]["end"]), (&json!("closed"), &json!("remedied")));
    app.head().may_not(&path, "carry_out_finding", work(json!([])), 409, "G-FINAL").await;
}

async fn what_an_answer_promises_is_owed(app: App) {
    let (_, path) = raised(&app).await;
    let promise = reasons(Some("Rà soát"));
    let answered = signed(&app, &path, "propose_finding_answer", "answer_finding", promise).await;
    assert_eq!(opened(&answered, "finding_execute"), "2026-07-27");
    app.as_("prosecutor").may_not(&path, "close_finding", end("explained"), 409, "G-FIND-OWED").await;
    let work = json!({"documents": [], "report": "Đã rà soát"});
    app.head().does(&path, "carry_out_finding", work).await;
    let kept = app.clerk().does(&path, "maintain_finding", held()).await;
    assert_eq!(kept["happened"]["to"], "raised");
    assert_eq!(opened(&kept, "finding_answer"), "2026-08-04");
    // An explanation without a promise leaves nothing to carry out.
    signed(&app, &path, "propose_finding_answer", "answer_finding", reasons(None)).await;
    let work = json!({"documents": [], "report": "x"});
    app.head().may_not(&path, "carry_out_finding", work, 409, "G-FIND-PROMISED").await;
    let done = app.clerk().does(&path, "close_finding", end("explained")).await;
    assert_eq!(done["happened"]["to"], "closed");
}

async fn a_disputed_finding_may_be_held_to_accepted_or_withdrawn(app: App) {
    let (_, path) = raised(&app).await;
    let why = json!({"reasons": "Đã gửi đúng hạn"});
    signed(&app, &path, "propose_finding_dispute", "dispute_finding", why.clone()).await;
    assert_eq!(deadline(&app, "finding_answer").await["status"], "met");
    let early = json!({"number": "8/VKS", "dated_on": "2026-07-19", "reasons": "x"});
    app.clerk().wrong(&path, "maintain_finding", early, "/dated_on", "contradicts").await;
    app.examiner().may_not(&path, "maintain_finding", held(), 403, "G-ROLE").await;
    app.as_("prosecutor").does(&path, "maintain_finding", held()).await;
    signed(&app, &path, "propose_finding_dispute", "dispute_finding", why).await;
    let promise = reasons(Some("Gửi lại"));
    let accepted = signed(&app, &path, "propose_finding_acceptance", "accept_finding", promise).await;
    assert_eq!(accepted["happened"]["to"], "accepted");
    let (_, other) = raised(&app).await;
    let gone = app.as_("prosecutor").does(&other, "close_finding", end("withdrawn")).await;
    assert_eq!(gone["happened"]["to"], "closed");
    let open = app.auditor().get("/deadlines?key=finding_answer&status=open").await.items();
    assert!(open.is_empty(), "what is withdrawn owes no answer: {open:?}");
}

/// A protest of the same day about the same decision.
async fn protest(app: &App, case: &Case) -> Value {
    let body = json!({"office": app.office, "case": case.id, "kind": "protest", "level": "provincial",
        "number": "5/KN-VKS", "dated_on": "2026-07-20", "received_on": "2026-07-20", "subject": "decision",
        "decision": document(app, case, "on_request_decision").await, "known_on": "2026-07-16", "asks": "Thu hồi"});
    app.as_("prosecutor").post("/procuracy-acts", &body).await.ok()["procuracy_act"]["id"].clone()
}

async fn with_a_protest_the_terms_are_the_protests(app: App) {
    let (case, path) = raised(&app).await;
    let act = protest(&app, &case).await;
    app.head().may_not(&path, "link_finding_act", json!({"act": act}), 403, "G-ROLE").await;
    app.clerk().wrong(&path, "link_finding_act", json!({"act": case.id}), "/act", "not_in_list").await;
    let linked = app.clerk().does(&path, "link_finding_act", json!({"act": act})).await;
    assert_eq!((&linked["finding"]["act"], &linked["finding"]["answer_until"]), (&act, &json!("2026-08-04")));
    assert_eq!(deadline(&app, "finding_answer").await["status"], "cancelled");
    assert_eq!(deadline(&app, "vks_reply").await["status"], "open");
    app.clerk().may_not(&path, "link_finding_act", json!({"act": act}), 409, "G-FIND-ACT").await;
    // One that came with the protest has no term of its own from the start.
    let mut with = body(&app, &case, Value::Null).await;
    for (name, value) in
        [("source", json!("procuracy_act")), ("act", act.clone()), ("number", json!("5/KN-VKS"))]
    {
        with[name] = value;
    }
    let (path, made) = entered(&app, &with).await;
    assert!(made["happened"]["deadlines_opened"].as_array().unwrap().is_empty());
    assert_eq!(made["finding"]["answer_until"], "2026-08-04");
    let promise = reasons(Some("Thu hồi"));
    let accepted = signed(&app, &path, "propose_finding_acceptance", "accept_finding", promise).await;
    assert!(accepted["happened"]["deadlines_opened"].as_array().unwrap().is_empty());
    let other = self::case(&app).await;
    let mut foreign = body(&app, &other, Value::Null).await;
    for (name, value) in [("source", json!("procuracy_act")), ("act", act), ("number", json!("5/KN-VKS"))] {
        foreign[name] = value;
    }
    wrong_at(&app.clerk().post("/findings", &foreign).await, "/act", "contradicts");
}

async fn what_contradicts_the_file_is_refused_by_field(app: App) {
    let (case, remark) = remarked(&app, "breach").await;
    let good = body(&app, &case, remark).await;
    let tried = async |change: Value, pointer: &str, code: &str| {
        let mut body = good.clone();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        wrong_at(&app.clerk().post("/findings", &body).await, pointer, code);
    };
    tried(json!({"received_on": "2026-07-21"}), "/received_on", "date_in_future").await;
    tried(json!({"dated_on": "2026-07-21"}), "/dated_on", "contradicts").await;
    tried(json!({"dated_on": "2026-07-14"}), "/dated_on", "contradicts").await;
    tried(json!({"decision": case.id}), "/decision", "not_in_list").await;
    tried(json!({"case": null}), "/decision", "not_in_list").await;
    tried(json!({"heading": null}), "/heading", "required").await;
    tried(json!({"decision": null}), "/heading", "contradicts").await;
    tried(json!({"remark": null}), "/remark", "required").await;
    tried(json!({"heading": "content"}), "/remark", "not_in_list").await;
    tried(json!({"source": "inspection", "number": "1/KL"}), "/remark", "contradicts").await;
    tried(json!({"source": "inspection", "remark": null}), "/number", "required").await;
    tried(json!({"source": "procuracy_act", "remark": null, "number": "1"}), "/act", "required").await;
    tried(json!({"act": case.id}), "/act", "not_in_list").await;
    tried(json!({"found": ""}), "/found", "length").await;
    for name in ["officer", "head", "auditor", "other_clerk"] {
        assert_eq!(app.as_(name).post("/findings", &good).await.problem(403), "forbidden", "{name}");
    }
    // What the reviewer holds to be in order is no finding; nor is a remark whose place another one took.
    let (fine, calm) = remarked(&app, "in_order").await;
    let of = body(&app, &fine, calm).await;
    wrong_at(&app.clerk().post("/findings", &of).await, "/remark", "contradicts");
    let path = format!("/reviews/{}", of["decision"].as_str().unwrap());
    let anew = json!({"heading": "deadlines", "verdict": "breach", "text": "Chậm"});
    app.as_("prosecutor").does(&path, "remark_on_decision", anew).await;
    wrong_at(&app.clerk().post("/findings", &of).await, "/remark", "not_in_list");
}

async fn lists_show_what_waits(app: App) {
    let (case, path) = raised(&app).await;
    let outside = json!({"office": app.office, "source": "audit", "number": "3/KTNN", "dated_on": "2026-07-17",
        "received_on": "2026-07-20", "found": "Chậm đối chiếu kho bạc", "article": "TT78 5"});
    entered(&app, &outside).await;
    let count =
        async |who: &str, query: &str| app.as_(who).get(&format!("/findings?{query}")).await.items().len();
    assert_eq!(count("head", "state=raised").await, 2);
    assert_eq!(count("prosecutor", &format!("case={}", case.id.as_str().unwrap())).await, 1);
    assert_eq!(count("auditor", &format!("office={}", app.office)).await, 2);
    assert_eq!((count("head", "state=closed").await, count("other_head", "").await), (0, 0));
    for place in [path.clone(), format!("{path}/events"), format!("{path}/actions")] {
        assert_eq!(app.as_("other_head").get(&place).await.problem(404), "not_found");
    }
    let events = app.as_("prosecutor").get(&format!("{path}/events")).await.items();
    assert_eq!(events[0]["code"], "FI-01");
    // Past its day it is still owed: the watch list has it, though no text of law makes it a breach.
    app.on("2026-08-06");
    app.look();
    let late = "/deadlines?key=finding_answer,finding_execute&status=open&due_to=2026-08-05";
    assert_eq!(app.head().get(late).await.items().len(), 2);
    let sheet = app.head().get(&case.sub("review-sheet")).await.items();
    let raised: Vec<_> =
        sheet.iter().flat_map(|one| one["headings"][0]["findings"].as_array().unwrap()).collect();
    assert_eq!((raised.len(), &raised[0]["state"]), (1, &json!("raised")));
}

on_both_engines!(
    a_finding_is_accepted_carried_out_and_closed,
    what_an_answer_promises_is_owed,
    a_disputed_finding_may_be_held_to_accepted_or_withdrawn,
    with_a_protest_the_terms_are_the_protests,
    what_contradicts_the_file_is_refused_by_field,
    lists_show_what_waits,
);

//! Complaints (CP-01 … CP-14): every step, every guard's refusal, and which law sets the terms (L106 96–107, 116).

use serde_json::{Value, json};
use thads::service::time;

use crate::support::oversight::{
    accept, accepted, at_second_level, case, complaint_body, deadline, decide, decided, decision, document,
    entered, opened, received, signed, wrong_at,
};
use crate::support::{App, build, measures, on_both_engines};

fn look(app: &App) -> usize {
    let system = time::system_user(&app.state.core).unwrap();
    time::pass(&app.state.core, system).unwrap().0
}

async fn state(app: &App, path: &str) -> Value {
    app.head().get(path).await.ok()["state"].clone()
}

async fn a_complaint_is_decided_and_comes_into_force_by_itself(app: App) {
    let (_, path) = received(&app).await;
    assert_eq!(deadline(&app, "cmp_accept1").await["due_on"], "2026-07-27");
    app.on("2026-07-21");
    let taken = accept(&app, &path).await;
    assert_eq!(opened(&taken, "cmp_resolve1_before"), "2026-08-05");
    assert_eq!(deadline(&app, "cmp_accept1").await["status"], "met");
    app.on("2026-07-30");
    let done = decide(&app, &path, "wrong", "keep").await;
    assert_eq!(done["happened"]["documents"][0]["kind"], "complaint_decision");
    assert_eq!(opened(&done, "cmp_send"), "2026-08-04");
    assert_eq!(deadline(&app, "cmp_resolve1_before").await["status"], "met");
    app.on("2026-07-31");
    assert_eq!(look(&app), 0, "no valid notice is on record");
    let told = app.clerk().does(&path, "record_complaint_notice", json!({"notified_on": "2026-07-31"})).await;
    // Fifteen days end on Saturday 15 August.
    assert_eq!(opened(&told, "cmp_second"), "2026-08-17");
    app.on("2026-08-17");
    assert_eq!(look(&app), 0, "the last day still belongs to the complainant");
    app.on("2026-08-19");
    assert_eq!(look(&app), 1);
    let after = app.head().get(&path).await.ok();
    assert_eq!((&after["state"], &after["effective_on"]), (&json!("effective"), &json!("2026-08-18")));
    let traces = app.traces(&path);
    assert_eq!((look(&app), app.traces(&path)), (0, traces), "again, and nothing happens");
    // What is kept needs no document.
    app.head()
        .does(&path, "record_complaint_execution", json!({"documents": [], "report": "Giữ nguyên"}))
        .await;
    assert_eq!(state(&app, &path).await, "executed");
    let events = app.head().get(&format!("{path}/events?limit=200")).await.items();
    let codes: Vec<_> = events.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["CP-01", "D-DRAFT", "CP-02", "D-DRAFT", "CP-08", "CP-08B", "CP-09", "CP-14"]);
}

async fn what_contradicts_the_file_is_refused_by_field(app: App) {
    let case = case(&app).await;
    app.on("2026-07-20");
    let good = complaint_body(&app, &case).await;
    let tried = async |change: Value, pointer: &str, code: &str| {
        let mut body = good.clone();
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        wrong_at(&app.clerk().post("/complaints", &body).await, pointer, code);
    };
    tried(json!({"known_on": "2026-07-14"}), "/known_on", "contradicts").await;
    tried(json!({"known_on": "2026-07-21"}), "/known_on", "contradicts").await;
    tried(json!({"lodged_on": "2026-07-21"}), "/lodged_on", "contradicts").await;
    tried(json!({"received_on": "2026-07-22"}), "/received_on", "date_in_future").await;
    tried(json!({"decision": case.id}), "/decision", "not_in_list").await;
    tried(json!({"decision": null}), "/decision", "required").await;
    tried(json!({"act": "Không nhận đơn"}), "/act", "contradicts").await;
    tried(json!({"object": "security"}), "/object", "contradicts").await;
    tried(json!({"object": "after_coercion"}), "/object", "contradicts").await;
    tried(json!({"complainants": [{"party": case.id}]}), "/complainants/0/party", "not_a_party").await;
    let twice = json!([{"party": case.debtor()}, {"party": case.debtor()}]);
    tried(json!({"complainants": twice}), "/complainants/1/party", "duplicate").await;
    let backwards = json!([{"kind": "emergency", "from": "2026-07-18", "to": "2026-07-17", "proof": "x"}]);
    tried(json!({"obstacles": backwards}), "/obstacles/0/to", "contradicts").await;
    let mut unsigned = good.clone();
    unsigned["content"]["signed"] = json!(false);
    app.clerk().post("/complaints", &unsigned).await.refused(422, "G-CMP-FORM");
    let spoken_for = json!({"representatives": [case.debtor()]});
    tried(spoken_for, "/representatives", "G-CMP-REPRESENT").await;
    assert_eq!(app.officer().post("/complaints", &good).await.problem(403), "forbidden");
    assert_eq!(app.as_("other_clerk").post("/complaints", &good).await.problem(404), "not_found");
    app.as_("integrator").post("/complaints", &good).await.ok();
}

/// A case whose judgment has twelve creditors.
async fn crowd(app: &App) -> build::Case {
    app.on("2026-07-15");
    let mut body = build::judgment_body(app, &[build::owed("other", 1_000_000, Some(1))]);
    let parties = body["parties"].as_array_mut().unwrap();
    let one = parties[1].clone();
    parties.extend(std::iter::repeat_n(one, 10));
    let judgment = app.clerk().post("/judgments", &body).await.ok()["judgment"].clone();
    build::on_judgment(app, judgment).await
}

async fn five_or_more_name_representatives(app: App) {
    let case = crowd(&app).await;
    app.on("2026-07-20");
    let base = complaint_body(&app, &case).await;
    let of = |many: usize, speakers: usize| {
        let mut body = base.clone();
        body["complainants"] = (0..many).map(|at| json!({"party": case.party(at)})).collect();
        body["representatives"] = (0..speakers).map(|at| case.party(at)).collect();
        body
    };
    app.clerk().post("/complaints", &of(4, 0)).await.ok();
    for (many, speakers) in [(4, 1), (5, 0), (5, 3), (10, 3), (11, 6)] {
        app.clerk().post("/complaints", &of(many, speakers)).await.refused(422, "G-CMP-REPRESENT");
    }
    for (many, speakers) in [(5, 1), (10, 2), (11, 5)] {
        app.clerk().post("/complaints", &of(many, speakers)).await.ok();
    }
    let mut stranger = of(5, 1);
    stranger["representatives"] = json!([case.party(7)]);
    wrong_at(&app.clerk().post("/complaints", &stranger).await, "/representatives/0", "not_in_list");
}

async fn a_complaint_out_of_time_is_not_accepted_unless_obstacles_are_proven(app: App) {
    let case = case(&app).await;
    app.on("2026-08-05");
    let mut body = complaint_body(&app, &case).await;
    body["lodged_on"] = json!("2026-07-31");
    body["received_on"] = json!("2026-08-03");
    let late = entered(&app, &body).await;
    let found =
        app.examiner().may_not(&late, "propose_complaint_acceptance", json!({}), 409, "G-CMP-TIME").await;
    assert!(found["message"].as_str().unwrap().contains("30/07/2026"), "{found}");
    let ground = json!({"ground": "CMP97-4", "reason": "Hết thời hiệu"});
    signed(&app, &late, "propose_complaint_rejection", "reject_complaint", ground.clone()).await;
    assert_eq!(state(&app, &late).await, "rejected");
    app.head().may_not(&late, "accept_complaint", json!({}), 409, "G-FINAL").await;
    // Three proven days move the end to Sunday 2 August, and so to Monday the 3rd.
    body["obstacles"] =
        json!([{"kind": "force_majeure", "from": "2026-07-20", "to": "2026-07-22", "proof": "Xác nhận"}]);
    let excused = entered(&app, &body).await;
    app.examiner().may_not(&excused, "propose_complaint_rejection", ground, 422, "G-CMP-GROUND").await;
    accept(&app, &excused).await;
}

async fn a_related_person_without_direct_harm_is_not_heard(app: App) {
    let case = case(&app).await;
    app.on("2026-07-20");
    let mut body = complaint_body(&app, &case).await;
    body["complainants"] = json!([{"party": case.party(2), "related": true, "directly_harmed": false}]);
    let path = entered(&app, &body).await;
    let action = "propose_complaint_acceptance";
    app.examiner().may_not(&path, action, json!({}), 409, "G-CMP-CONCERNED").await;
    app.head().may_not(&path, "accept_complaint", json!({}), 409, "G-DRAFT").await;
    app.officer().may_not(&path, action, json!({}), 409, "G-ROLE").await;
    let ground = json!({"ground": "CMP97-1", "reason": "Không liên quan"});
    signed(&app, &path, "propose_complaint_rejection", "reject_complaint", ground).await;
}

async fn resolving_stands_still_and_goes_on_with_the_days_that_were_left(app: App) {
    let (_, path) = accepted(&app).await;
    app.on("2026-07-26");
    let cause = json!({"ground": "CMP-PAUSE-2", "proof": "Chờ giám định"});
    signed(&app, &path, "propose_resolution_pause", "pause_resolution", cause.clone()).await;
    assert_eq!(deadline(&app, "cmp_resolve1_before").await["status"], "paused");
    app.examiner().may_not(&path, "propose_resolution_pause", cause, 409, "G-STATE").await;
    app.on("2026-09-01");
    let early = app
        .examiner()
        .act(&path, "propose_resolution_resumption", json!({"cause_ended_on": "2026-07-25"}))
        .await;
    wrong_at(&early, "/cause_ended_on", "contradicts");
    app.on("2026-09-04");
    let over = json!({"cause_ended_on": "2026-09-03"});
    signed(&app, &path, "propose_resolution_resumption", "resume_resolution", over).await;
    let running = deadline(&app, "cmp_resolve1_before").await;
    // Ten days were left on 26 July.
    assert_eq!((&running["status"], &running["due_on"]), (&json!("open"), &json!("2026-09-14")));
    let seen = app.head().get(&path).await.ok();
    assert_eq!(
        (&seen["state"], &seen["first"]["term"]["reckoning"]["pauses"][0]["due_now"]),
        (&json!("accepted"), &json!("2026-09-14"))
    );
    let gone = json!({"ground": "CMP-STOP-1", "proof": "Đơn rút khiếu nại"});
    signed(&app, &path, "propose_resolution_stop", "stop_resolution", gone).await;
    assert_eq!(state(&app, &path).await, "stopped");
}

async fn a_term_is_lengthened_once_and_within_the_limit(app: App) {
    let (_, path) = accepted(&app).await;
    let by = |days: u32| json!({"days": days, "cause": "complex", "reason": "Nhiều đương sự"});
    app.head().may_not(&path, "extend_resolution", by(31), 422, "G-CMP-EXTENSION").await;
    let longer = app.head().does(&path, "extend_resolution", by(30)).await;
    assert_eq!(opened(&longer, "cmp_extension"), "2026-09-04");
    app.head().may_not(&path, "extend_resolution", by(1), 409, "G-STATE").await;
    app.on("2026-09-04");
    decide(&app, &path, "partly_right", "amend").await;
    assert_eq!(deadline(&app, "cmp_extension").await["status"], "met");
    let (_, late) = received(&app).await;
    app.on("2026-07-21");
    accept(&app, &late).await;
    app.on("2026-08-06");
    app.head().may_not(&late, "extend_resolution", by(5), 409, "G-CMP-EXTEND").await;
}

async fn a_decision_says_nothing_that_contradicts_itself(app: App) {
    let (_, path) = accepted(&app).await;
    for (conclusion, outcome) in [("wrong", "annul"), ("right", "keep")] {
        let body = decision(conclusion, outcome);
        let tried = app.examiner().act(&path, "propose_complaint_decision", body).await;
        wrong_at(&tried, "/outcome", "contradicts");
    }
    let mut body = decision("wrong", "keep");
    body["dialogue_on"] = json!("2026-07-20");
    let tried = app.examiner().act(&path, "propose_complaint_decision", body).await;
    wrong_at(&tried, "/dialogue_on", "contradicts");
    decide(&app, &path, "right", "annul").await;
    let before =
        app.clerk().act(&path, "record_complaint_notice", json!({"notified_on": "2026-07-20"})).await;
    wrong_at(&before, "/notified_on", "contradicts");
    let notice = json!({"notified_on": "2026-07-21"});
    app.clerk().does(&path, "record_complaint_notice", notice.clone()).await;
    app.clerk().may_not(&path, "record_complaint_notice", notice, 409, "G-CMP-NOTIFIED").await;
    app.head().may_not(&path, "put_decision_in_force", json!({}), 409, "G-CMP-FINAL").await;
}

async fn the_second_level_decides_in_the_end(app: App) {
    let (case, path) = decided(&app, "annul").await;
    app.on("2026-08-05");
    let mut body = json!({"lodged_on": "2026-07-30", "first_decision_enclosed": false});
    let tried = app.clerk().act(&path, "receive_second_complaint", body.clone()).await;
    wrong_at(&tried, "/lodged_on", "contradicts");
    wrong_at(&tried, "/first_decision_enclosed", "required");
    body = json!({"lodged_on": "2026-08-05", "first_decision_enclosed": true});
    let second = app.as_("integrator").does(&path, "receive_second_complaint", body).await;
    // Ten days end on Saturday 15 August.
    assert_eq!(opened(&second, "cmp_accept2"), "2026-08-17");
    app.on("2026-08-10");
    let taken = app.clerk().does(&path, "record_second_acceptance", json!({"number": "9/TB-CQQL"})).await;
    assert_eq!(opened(&taken, "cmp_resolve2_before"), "2026-09-09");
    let decision = json!({"number": "12/QĐ-CQQL", "verification": "Báo cáo", "legal_basis": "Điều 107",
        "conclusion": "right", "outcome": "annul", "first_decision_right": true});
    let done = app.clerk().does(&path, "record_second_decision", decision).await;
    assert_eq!(done["happened"]["to"], "effective");
    assert_eq!(opened(&done, "cmp_execute"), "2026-08-17");
    let work = |documents: Value| json!({"documents": documents, "report": "Đã thu hồi quyết định"});
    let action = "record_complaint_execution";
    wrong_at(&app.head().act(&path, action, work(json!([]))).await, "/documents", "required");
    // The decision complained of is older than the result that it would carry out.
    let old = document(&app, &case, "on_request_decision").await;
    wrong_at(&app.head().act(&path, action, work(json!([old]))).await, "/documents/0", "contradicts");
    wrong_at(&app.head().act(&path, action, work(json!([case.id]))).await, "/documents/0", "not_in_list");
    build::notify(&app, &case).await;
    let body = measures::freeze(&case);
    app.officer().does(&case.path, "apply_security_measure", body).await;
    let new = document(&app, &case, "security_decision").await;
    app.officer().does(&path, action, work(json!([new]))).await;
    assert_eq!(deadline(&app, "cmp_execute").await["status"], "met");
}

async fn a_second_complaint_may_be_late_or_refused(app: App) {
    let (_, path) = decided(&app, "keep").await;
    app.on("2026-08-18");
    let late = json!({"lodged_on": "2026-08-18", "first_decision_enclosed": true});
    app.clerk().may_not(&path, "receive_second_complaint", late.clone(), 422, "G-CMP-TIME").await;
    let mut excused = late;
    excused["obstacles"] =
        json!([{"kind": "emergency", "from": "2026-08-01", "to": "2026-08-05", "proof": "Xác nhận"}]);
    app.clerk().does(&path, "receive_second_complaint", excused).await;
    let ground = |code: &str| json!({"ground": code, "reason": "Theo thông báo"});
    let action = "record_second_rejection";
    app.clerk().may_not(&path, action, ground("CMP97-1"), 422, "G-CMP-GROUND").await;
    app.clerk().may_not(&path, action, ground("CMP97-5"), 422, "G-CMP-GROUND").await;
    app.clerk().does(&path, action, ground("CMP97-3")).await;
    assert_eq!(state(&app, &path).await, "decided_1");
    assert_eq!(look(&app), 1, "the first decision comes into force");
    let again = json!({"lodged_on": "2026-08-18", "first_decision_enclosed": true});
    app.clerk().may_not(&path, "receive_second_complaint", again, 409, "G-CMP-SECOND").await;
}

async fn the_second_level_stands_still_is_lengthened_or_stopped(app: App) {
    let (_, path) = at_second_level(&app).await;
    let clerk = app.clerk();
    let longer = json!({"days": 10, "cause": "remote", "reason": "Đi lại khó khăn"});
    let got = clerk.does(&path, "record_second_extension", longer.clone()).await;
    assert_eq!(opened(&got, "cmp_extension"), "2026-09-21");
    clerk.does(&path, "record_second_pause", json!({"ground": "CMP-PAUSE-1", "proof": "Bệnh viện"})).await;
    assert_eq!(deadline(&app, "cmp_extension").await["status"], "paused");
    app.on("2026-08-12");
    clerk.does(&path, "record_second_resumption", json!({"cause_ended_on": "2026-08-11"})).await;
    assert_eq!(state(&app, &path).await, "extended_2");
    assert_eq!(deadline(&app, "cmp_extension").await["due_on"], "2026-09-23");
    clerk.may_not(&path, "record_second_extension", longer, 409, "G-STATE").await;
    app.head()
        .may_not(&path, "record_second_stop", json!({"ground": "CMP-STOP-1", "proof": "x"}), 403, "G-ROLE")
        .await;
    clerk.does(&path, "record_second_stop", json!({"ground": "CMP-STOP-1", "proof": "Đơn rút"})).await;
    assert_eq!(state(&app, &path).await, "effective");
    let review = json!({"ground": "CMP98-A", "number": "3/QĐ-BTP", "outcome": "annul"});
    let seen = clerk.does(&path, "record_minister_review", review.clone()).await;
    assert_eq!(opened(&seen, "cmp_execute"), "2026-08-19");
    clerk.may_not(&path, "record_minister_review", review, 409, "G-STATE").await;
}

async fn about_a_security_measure_there_is_one_level_only(app: App) {
    let case = case(&app).await;
    build::notify(&app, &case).await;
    let measure = measures::freeze(&case);
    app.officer().does(&case.path, "apply_security_measure", measure).await;
    app.on("2026-07-20");
    let mut body = complaint_body(&app, &case).await;
    body["decision"] = document(&app, &case, "security_decision").await;
    wrong_at(&app.clerk().post("/complaints", &body).await, "/object", "contradicts");
    body["object"] = json!("account_freeze");
    body["respondent"] = json!("officer");
    let path = entered(&app, &body).await;
    app.on("2026-07-21");
    let taken = accept(&app, &path).await;
    assert_eq!(opened(&taken, "cmp_resolve1_security"), "2026-07-28");
    decide(&app, &path, "wrong", "keep").await;
    let notice = json!({"notified_on": "2026-07-21"});
    let told = app.clerk().does(&path, "record_complaint_notice", notice).await;
    assert_eq!(told["happened"]["deadlines_opened"], json!([]), "no time for a second complaint");
    let again = json!({"lodged_on": "2026-07-21", "first_decision_enclosed": true});
    app.clerk().may_not(&path, "receive_second_complaint", again, 409, "G-CMP-SECOND").await;
    assert_eq!(look(&app), 1, "in force at once");
    assert_eq!(app.head().get(&path).await.ok()["effective_on"], "2026-07-21");
}

async fn a_case_that_ends_does_not_end_the_complaint(app: App) {
    let (case, path) = accepted(&app).await;
    build::notify(&app, &case).await;
    let paid = json!({"obligation": case.item(0), "amount": 500_000_000, "evidence": "Giấy nhận tiền"});
    app.officer().does(&case.path, "record_performance", paid).await;
    let body = json!({"reason": "Đã thi hành xong"});
    app.officer().does(&case.path, "propose_ending", body).await;
    app.head().does(&case.path, "end_case", json!({})).await;
    assert_eq!(deadline(&app, "cmp_resolve1_before").await["status"], "open");
    decide(&app, &path, "wrong", "keep").await;
}

async fn another_offices_complaint_does_not_exist(app: App) {
    let (case, path) = received(&app).await;
    for name in ["other_clerk", "other_officer", "other_head"] {
        let stranger = app.as_(name);
        for place in [path.clone(), format!("{path}/actions"), format!("{path}/events")] {
            assert_eq!(stranger.get(&place).await.problem(404), "not_found", "{name} {place}");
        }
        assert!(stranger.get("/complaints").await.items().is_empty());
        assert_eq!(
            stranger.get(&format!("/complaints?office={}", app.office)).await.problem(403),
            "forbidden"
        );
        let tried = stranger.act_at(&path, "accept_complaint", json!({}), "\"1\"").await;
        assert_eq!(tried.problem(404), "not_found");
    }
    let own = |query: &str| format!("/complaints?{query}");
    let count = async |query: &str| app.head().get(&own(query)).await.items().len();
    assert_eq!(count("state=received").await, 1);
    assert_eq!(count("state=accepted").await, 0);
    assert_eq!(count(&format!("case={}", case.id.as_str().unwrap())).await, 1);
    assert_eq!(count(&format!("case={}", path.rsplit('/').next().unwrap())).await, 0);
}

on_both_engines!(
    a_complaint_is_decided_and_comes_into_force_by_itself,
    what_contradicts_the_file_is_refused_by_field,
    five_or_more_name_representatives,
    a_complaint_out_of_time_is_not_accepted_unless_obstacles_are_proven,
    a_related_person_without_direct_harm_is_not_heard,
    resolving_stands_still_and_goes_on_with_the_days_that_were_left,
    a_term_is_lengthened_once_and_within_the_limit,
    a_decision_says_nothing_that_contradicts_itself,
    the_second_level_decides_in_the_end,
    a_second_complaint_may_be_late_or_refused,
    the_second_level_stands_still_is_lengthened_or_stopped,
    about_a_security_measure_there_is_one_level_only,
    a_case_that_ends_does_not_end_the_complaint,
    another_offices_complaint_does_not_exist,
);

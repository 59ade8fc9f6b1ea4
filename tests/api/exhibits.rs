//! Lots of exhibits: entered, compared, the court asked, taken over line by line, refused and cured; money; the register and the lots
//! past their time (L106 56; ND152 37–38).

use serde_json::{Value, json};

use crate::support::exhibits::{
    acceptance, accepted, case, entered, found, hour, judged, kept, keys, line, now, path, police, scheduled,
    with,
};
use crate::support::tracks::books;
use crate::support::{App, build, on_both_engines};

async fn what_contradicts_itself_is_not_entered(app: App) {
    let case = case(&app).await;
    let good = judged(&app, &case, &[line(Some(&case), "destroy")]);
    assert_eq!(app.accountant().post("/exhibits", &good).await.problem(403), "forbidden");
    assert_eq!(app.as_("other_officer").post("/exhibits", &good).await.problem(403), "forbidden");
    let codes = async |body: &Value| {
        let answer = app.officer().post("/exhibits", body).await;
        assert_eq!(answer.problem(422), "invalid_content", "{body}");
        answer.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{} {}", one["pointer"].as_str().unwrap(), one["code"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let lot = |fields: Value| with(good.clone(), fields);
    assert_eq!(codes(&lot(json!({"case": null, "lines": [line(None, "")]}))).await, ["/case required"]);
    assert_eq!(codes(&lot(json!({"received_on": "2026-07-14"}))).await, ["/received_on contradicts"]);
    assert_eq!(codes(&lot(json!({"received_on": "2026-07-16"}))).await, ["/received_on date_in_future"]);
    let seizure = json!({"number": "BB", "on": "2026-07-16"});
    assert_eq!(codes(&lot(json!({"seizure": seizure}))).await, ["/seizure/on contradicts"]);
    let one = |fields: Value| lot(json!({"lines": [with(line(Some(&case), "return"), fields)]}));
    for (fields, wrong) in [
        (json!({"quantity": "0"}), "/lines/0/quantity range"),
        (json!({"quantity": "0.0000001"}), "/lines/0/quantity range"),
        (json!({"quantity": 5}), "/lines/0/quantity wrong_type"),
        (json!({"weight_grams": "-1"}), "/lines/0/weight_grams range"),
        (json!({"kind": "money"}), "/lines/0/unit contradicts"),
        (json!({"kind": "money", "unit": "đồng", "quantity": "1.5"}), "/lines/0/unit contradicts"),
        (json!({"disposition": null}), "/lines/0/disposition required"),
        (json!({"owner": null}), "/lines/0/owner required"),
        (json!({"owner": case.id}), "/lines/0/owner not_a_party"),
        (json!({"custody": {"kind": "rented", "keeper": "Kho thuê"}}), "/lines/0/custody/contract required"),
        (
            json!({"custody": {"kind": "police", "keeper": "Công an", "contract": "HĐ-1"}}),
            "/lines/0/custody/contract contradicts",
        ),
    ] {
        assert_eq!(codes(&one(fields)).await, [wrong]);
    }
    let unknown = |fields: Value| kept(&app, "2024-01-10", &[with(line(None, ""), fields)]);
    for (fields, wrong) in [
        (json!({"disposition": "destroy"}), "/lines/0/disposition contradicts"),
        (json!({"owner": case.party(1)}), "/lines/0/owner contradicts"),
        (json!({"kind": "money", "unit": "đồng"}), "/lines/0/kind contradicts"),
    ] {
        assert_eq!(codes(&unknown(fields)).await, [wrong]);
    }
    let strange = with(good, json!({"case": app.office}));
    assert_eq!(app.officer().post("/exhibits", &strange).await.problem(404), "not_found");
}

async fn a_lot_is_compared_and_taken_over(app: App) {
    let case = case(&app).await;
    let lines = ["confiscate", "destroy", "return"].map(|what| line(Some(&case), what));
    let made = app.officer().post("/exhibits", &judged(&app, &case, &lines)).await.ok();
    assert_eq!(made["exhibit"]["state"], "judged");
    assert_eq!(made["happened"]["code"], "XB-01");
    let opened = ["ex.lie_1y", "ex.lie_5y", "confiscate_handover", "destroy_council", "return_notice"];
    assert_eq!(keys(&made["happened"]), opened);
    let lot = path(&made);
    app.clerk().may_not(&lot, "send_for_comparison", json!({}), 403, "G-ROLE").await;
    app.officer()
        .may_not(&lot, "accept_exhibits", acceptance(&[found(1, "5")], Value::Null), 409, "G-STATE")
        .await;
    let sent = app.officer().does(&lot, "send_for_comparison", json!({})).await;
    assert_eq!(sent["exhibit"]["state"], "comparing");
    assert_eq!(sent["happened"]["documents"][0]["kind"], "exhibit_letter");
    let past = hour("2026-07-14T08:00:00+07:00");
    app.officer().wrong(&lot, "schedule_exhibit_handover", past, "/at", "contradicts").await;
    app.officer().does(&lot, "schedule_exhibit_handover", hour("2026-07-16T14:00:00+07:00")).await;
    let body = acceptance(&[found(1, "5"), found(2, "5"), found(3, "5")], Value::Null);
    app.officer().may_not(&lot, "accept_exhibits", body.clone(), 409, "G-XB-TIME").await;
    app.at("2026-07-16T13:59:59+07:00");
    app.officer().may_not(&lot, "accept_exhibits", body.clone(), 409, "G-XB-TIME").await;
    app.at("2026-07-16T14:00:00+07:00");
    let done = app.officer().does(&lot, "accept_exhibits", body).await;
    assert_eq!(done["exhibit"]["state"], "accepted");
    assert_eq!(keys(&done["happened"]), ["ex.review.half", "ex.review.year"], "no quarter at the police's");
    let first = &done["exhibit"]["lines"][0];
    assert_eq!(
        (&first["stock"], &first["taken_in"], &first["taken_out"]),
        (&json!("5"), &json!("5"), &json!("0"))
    );
    assert_eq!(first["custody"]["kind"], "police", "it stays where it is (ND152 37.2.đ)");
    app.officer()
        .may_not(&lot, "accept_exhibits", acceptance(&[found(1, "5")], Value::Null), 409, "G-XB-LINES")
        .await;
    let history = app.auditor().get(&format!("{lot}/events")).await.items();
    let codes: Vec<_> = history.iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["XB-01", "XB-04", "XB-07", "XB-08"]);
}

async fn a_mismatch_goes_to_the_court(app: App) {
    let case = case(&app).await;
    let lot = entered(&app, &case, &[line(Some(&case), "confiscate")]).await;
    app.officer().does(&lot, "send_for_comparison", json!({})).await;
    let letter = json!({"number": "12/CV", "on": "2026-07-15"});
    let question = json!({"keeper_letter": letter, "review": null,
        "question": {"point": "Số lượng khác biên bản", "court_above": false, "complex": false}});
    let neither = with(question.clone(), json!({"question": null}));
    app.officer().wrong(&lot, "propose_mismatch_question", neither, "/question", "required").await;
    let both = with(question.clone(), json!({"review": {"ground": "Sai"}}));
    app.officer().wrong(&lot, "propose_mismatch_question", both, "/review", "contradicts").await;
    let late = with(question.clone(), json!({"keeper_letter": {"number": "12/CV", "on": "2026-07-16"}}));
    app.officer().wrong(&lot, "propose_mismatch_question", late, "/keeper_letter/on", "date_in_future").await;
    app.officer().does(&lot, "propose_mismatch_question", question.clone()).await;
    let asked = app.head().does(&lot, "ask_about_mismatch", json!({})).await;
    assert_eq!(asked["exhibit"]["state"], "mismatch");
    assert_eq!(keys(&asked["happened"]), ["court_explains"]);
    let fixed = hour("2026-07-16T08:00:00+07:00");
    app.officer().may_not(&lot, "schedule_exhibit_handover", fixed, 409, "G-STATE").await;
    let id = asked["exhibit"]["enquiries"][0]["id"].clone();
    let answer = |text: &str, unclear: bool, corrections: Value| json!({"answer": {"enquiry": id, "answer": text, "unclear": unclear}, "corrections": corrections});
    let silent = json!({"answer": {"enquiry": id, "answer": null, "unclear": false}, "corrections": []});
    app.officer().wrong(&lot, "record_mismatch_answer", silent, "/answer/answer", "G-TERM").await;
    let unclear = answer(
        "Chưa rõ",
        true,
        json!([{"line": 1, "disposition": "destroy", "quantity": null,
        "description": null}]),
    );
    app.officer().wrong(&lot, "record_mismatch_answer", unclear, "/corrections/0/line", "contradicts").await;
    let still = app.officer().does(&lot, "record_mismatch_answer", answer("Chưa rõ", true, json!([]))).await;
    assert_eq!(still["exhibit"]["state"], "mismatch", "the court above is asked");
    let above =
        with(question, json!({"question": {"point": "Số lượng", "court_above": true, "complex": true}}));
    app.officer().does(&lot, "propose_mismatch_question", above).await;
    let asked = app.head().does(&lot, "ask_about_mismatch", json!({})).await;
    let id = asked["exhibit"]["enquiries"][1]["id"].clone();
    let corrected = json!({"answer": {"enquiry": id, "answer": "Bốn cái", "unclear": false},
        "corrections": [{"line": 1, "disposition": "destroy", "quantity": "4", "description": "Bốn cái"}]});
    let wrong = with(
        corrected.clone(),
        json!({"corrections": [{"line": 9, "disposition": null, "quantity": null,
        "description": null}]}),
    );
    app.clerk().wrong(&lot, "record_mismatch_answer", wrong, "/corrections/0/line", "not_in_list").await;
    let done = app.clerk().does(&lot, "record_mismatch_answer", corrected).await;
    assert_eq!(done["exhibit"]["state"], "comparing");
    let line = &done["exhibit"]["lines"][0];
    assert_eq!((&line["disposition"], &line["quantity"]), (&json!("destroy"), &json!("4")));
}

async fn a_review_may_be_proposed_instead(app: App) {
    let case = case(&app).await;
    let lot = entered(&app, &case, &[line(Some(&case), "confiscate")]).await;
    app.officer().does(&lot, "send_for_comparison", json!({})).await;
    let body = json!({"keeper_letter": {"number": "12/CV", "on": "2026-07-15"}, "question": null,
        "review": {"ground": "Tuyên không đúng tài sản"}});
    app.officer().does(&lot, "propose_mismatch_question", body).await;
    app.officer().may_not(&lot, "ask_about_mismatch", json!({}), 403, "G-SIGNER").await;
    let asked = app.head().does(&lot, "ask_about_mismatch", json!({})).await;
    assert_eq!(asked["happened"]["documents"][0]["kind"], "cassation_proposal");
    assert_eq!(asked["exhibit"]["state"], "mismatch");
}

/// A sealed package that must be appraised.
fn package(case: &build::Case) -> Value {
    with(
        line(Some(case), "destroy"),
        json!({"kind": "drug", "unit": "gói", "appraisal_required": true,
        "seal": {"number": "NP-1", "state": "intact"}}),
    )
}

async fn only_what_is_whole_or_confirmed_is_taken_over(app: App) {
    let case = case(&app).await;
    let lot = scheduled(&app, &case, &[line(Some(&case), "destroy"), package(&case)]).await;
    let tries = async |found: Value, place: &str, code: &str| {
        let body = acceptance(&[found], Value::Null);
        app.officer().wrong(&lot, "accept_exhibits", body, &format!("/lines/0/{place}"), code).await;
    };
    tries(found(1, "4"), "as_recorded", "G-EXH-2").await;
    tries(with(found(1, "5"), json!({"as_recorded": false})), "as_recorded", "G-EXH-2").await;
    tries(with(found(1, "5"), json!({"seal": "intact"})), "seal", "contradicts").await;
    tries(found(7, "5"), "line", "not_in_list").await;
    let sealed = with(found(2, "5"), json!({"seal": "intact", "content_clear": true, "appraisal": "KLGĐ-1"}));
    tries(with(sealed.clone(), json!({"appraisal": null})), "appraisal", "G-EXH-3").await;
    tries(with(sealed.clone(), json!({"seal": null})), "seal", "required").await;
    tries(with(sealed.clone(), json!({"content_clear": false})), "content_clear", "G-XB-CONTENT").await;
    tries(with(sealed.clone(), json!({"seal": "torn"})), "seal", "G-XB-SEAL").await;
    tries(with(sealed.clone(), json!({"seal": "suspect"})), "seal", "G-XB-SEAL").await;
    let unsigned = with(acceptance(&[found(1, "5")], Value::Null), json!({"minutes_complete": false}));
    app.officer().wrong(&lot, "accept_exhibits", unsigned, "/minutes_complete", "G-XB-MINUTES").await;
    let twice = acceptance(&[found(1, "5"), found(1, "5")], Value::Null);
    app.officer().wrong(&lot, "accept_exhibits", twice, "/lines/1/line", "duplicate").await;
    let changed = with(found(1, "4"), json!({"confirmation": {"number": "3/CV", "on": "2026-07-15"}}));
    let done = app.officer().does(&lot, "accept_exhibits", acceptance(&[changed], Value::Null)).await;
    assert_eq!(done["exhibit"]["lines"][0]["accepted"], "4", "as the keeper's head confirms");
    assert_eq!(done["exhibit"]["state"], "accepted", "the furthest line");

    // The torn package is refused, its seal concluded upon, and then it is taken over.
    let refusal = json!({"lines": [2], "reason": "Niêm phong rách"});
    let wrong = json!({"lines": [1], "reason": "Đã nhận"});
    app.officer().wrong(&lot, "propose_exhibit_refusal", wrong, "/lines/0", "contradicts").await;
    app.officer().does(&lot, "propose_exhibit_refusal", refusal).await;
    app.officer().may_not(&lot, "refuse_exhibits", json!({}), 403, "G-SIGNER").await;
    let refused = app.head().does(&lot, "refuse_exhibits", json!({})).await;
    assert_eq!(refused["exhibit"]["lines"][1]["state"], "clarifying");
    app.officer()
        .may_not(
            &lot,
            "accept_exhibits",
            acceptance(std::slice::from_ref(&sealed), Value::Null),
            409,
            "G-XB-LINES",
        )
        .await;
    let nothing = json!({"lines": [2], "confirmation": null, "seal_conclusion": null});
    app.officer().wrong(&lot, "clear_exhibits", nothing, "/confirmation", "required").await;
    let late =
        json!({"lines": [2], "confirmation": null, "seal_conclusion": {"number": "K-1", "on": "2026-07-16"}});
    app.officer().wrong(&lot, "clear_exhibits", late, "/seal_conclusion/on", "date_in_future").await;
    let cleared =
        json!({"lines": [2], "confirmation": null, "seal_conclusion": {"number": "K-1", "on": "2026-07-15"}});
    let done = app.officer().does(&lot, "clear_exhibits", cleared).await;
    assert_eq!(done["exhibit"]["lines"][1]["state"], "scheduled");
    app.officer().may_not(&lot, "clear_exhibits", nothing_to_clear(), 409, "G-XB-LINES").await;
    let torn = with(sealed, json!({"seal": "torn"}));
    let done = app.officer().does(&lot, "accept_exhibits", acceptance(&[torn], Value::Null)).await;
    assert_eq!(done["exhibit"]["lines"][1]["seal"]["state"], "torn");
    assert_eq!(keys(&done["happened"]), [] as [&str; 0], "the clocks of counting run already");
}

fn nothing_to_clear() -> Value {
    json!({"lines": [2], "confirmation": {"number": "K-1", "on": "2026-07-15"}, "seal_conclusion": null})
}

async fn money_becomes_money_of_the_case(app: App) {
    let case = case(&app).await;
    let money = with(
        line(Some(&case), "confiscate"),
        json!({"kind": "money", "unit": "đồng", "quantity": "30000000"}),
    );
    let lot = scheduled(&app, &case, &[money, line(Some(&case), "destroy")]).await;
    let thing = acceptance(&[found(1, "30000000")], Value::Null);
    app.officer().wrong(&lot, "accept_exhibits", thing, "/lines/0/line", "contradicts").await;
    let body = json!({"lines": [1], "bank_reference": "KB-77"});
    app.officer().may_not(&lot, "receive_exhibit_money", body.clone(), 403, "G-ROLE").await;
    let other = json!({"lines": [2], "bank_reference": "KB-77"});
    app.accountant().wrong(&lot, "receive_exhibit_money", other, "/lines/0", "contradicts").await;
    let done = app.accountant().does(&lot, "receive_exhibit_money", body.clone()).await;
    let line = &done["exhibit"]["lines"][0];
    assert_eq!((&line["state"], &line["end"]), (&json!("closed"), &json!("to_case")));
    assert_eq!(done["happened"]["receipts"][0]["amount"], 30_000_000);
    assert_eq!(keys(&done["happened"]), ["confiscated_cash"], "seven days (ND152 39.4)");
    assert_eq!(books(&app, &case).await, [("1121".to_owned(), 30_000_000), ("337".to_owned(), 30_000_000)]);
    let clocks = app.auditor().get(&case.sub("deadlines")).await.items();
    let cash = clocks.iter().find(|one| one["key"] == "confiscated_cash").unwrap();
    assert_eq!(
        (&cash["due_on"], &cash["status"]),
        (&json!("2026-07-22"), &json!("open")),
        "a clock of the case"
    );
    app.accountant().may_not(&lot, "receive_exhibit_money", body, 409, "G-XB-MONEY").await;
}

async fn what_was_kept_without_a_judgment_is_judged_later(app: App) {
    let case = case(&app).await;
    let made = app
        .clerk()
        .post("/exhibits", &kept(&app, "2024-03-01", &[line(None, ""), line(None, "")]))
        .await
        .ok();
    let lot = path(&made);
    assert_eq!(made["exhibit"]["state"], "accepted");
    assert_eq!(made["exhibit"]["lines"][0]["stock"], "5");
    let assignment = json!({"officer": app.id("officer")});
    app.clerk().may_not(&lot, "assign_exhibits", assignment.clone(), 403, "G-SIGNER").await;
    let strange = json!({"officer": app.id("clerk")});
    app.head().wrong(&lot, "assign_exhibits", strange, "/officer", "G-OFFICER").await;
    let judgment = |lines: Value| json!({"case": case.id, "lines": lines});
    let full = judgment(json!([{"line": 1, "disposition": "return", "owner": case.party(1)},
        {"line": 2, "disposition": "destroy", "owner": null}]));
    app.officer().may_not(&lot, "judge_exhibits", full.clone(), 403, "G-ROLE").await;
    app.head().does(&lot, "assign_exhibits", assignment).await;
    let half = judgment(json!([{"line": 1, "disposition": "return", "owner": null}]));
    let answer = app.officer().act(&lot, "judge_exhibits", half).await;
    assert_eq!(answer.codes(), ["required", "required"], "an owner, and every line");
    let foreign = judgment(json!([{"line": 1, "disposition": "return", "owner": app.office},
        {"line": 2, "disposition": "destroy", "owner": null}]));
    app.officer().wrong(&lot, "judge_exhibits", foreign, "/lines/0/owner", "not_a_party").await;
    let nowhere = with(full.clone(), json!({"case": app.office}));
    app.officer().wrong(&lot, "judge_exhibits", nowhere, "/case", "not_in_list").await;
    let done = app.officer().does(&lot, "judge_exhibits", full.clone()).await;
    assert_eq!(keys(&done["happened"]), ["destroy_council", "return_notice"]);
    assert_eq!(done["exhibit"]["case"], case.id);
    app.officer().may_not(&lot, "judge_exhibits", full, 409, "G-XB-UNKNOWN").await;
}

async fn the_register_is_searched(app: App) {
    let case = case(&app).await;
    let rented =
        json!({"kind": "rented", "keeper": "Kho thuê", "contract": "HĐ-1", "monthly_rent": 2_000_000});
    let mixed = [line(Some(&case), "destroy"), with(line(Some(&case), "return"), json!({"custody": rented}))];
    let first = entered(&app, &case, &mixed).await;
    let second = accepted(&app, &case, &[line(Some(&case), "confiscate")], Value::Null).await;
    let third = path(&app.clerk().post("/exhibits", &kept(&app, "2025-01-02", &[line(None, "")])).await.ok());
    let search = async |query: &str| -> Vec<String> {
        let found = app.auditor().get(&format!("/exhibits?{query}")).await.items();
        found.iter().map(|lot| format!("/exhibits/{}", lot["id"].as_str().unwrap())).collect()
    };
    let all = [first.clone(), second.clone(), third.clone()];
    assert_eq!(search("").await, all);
    assert_eq!(search(&format!("office={}", app.office)).await, all);
    assert_eq!(search(&format!("case={}", case.id.as_str().unwrap())).await, all[..2]);
    assert_eq!(search("state=accepted").await, all[1..]);
    assert_eq!(search("custodian=rented").await, all[..1]);
    assert_eq!(search("disposition=destroy").await, all[..1]);
    assert_eq!(search("custodian=rented&disposition=return").await, all[..1]);
    assert_eq!(
        search("custodian=rented&disposition=destroy").await,
        [] as [&str; 0],
        "not of the same thing"
    );
    assert_eq!(search("custodian=treasury").await, [] as [&str; 0]);
    assert_eq!(app.auditor().get("/exhibits?custodian=nobody").await.problem(400), "malformed");
    let page = app.officer().get("/exhibits?limit=2").await;
    let link = page.header("link").unwrap().to_owned();
    let next = link.split(['<', '>']).nth(1).unwrap().trim_start_matches("/api/v1").to_owned();
    let rest = app.officer().get(&next).await.ok();
    assert_eq!(format!("/exhibits/{}", rest["items"][0]["id"].as_str().unwrap()), third);
    for lot in &all {
        for path in [lot.clone(), format!("{lot}/events"), format!("{lot}/actions")] {
            assert_eq!(app.as_("other_head").get(&path).await.problem(404), "not_found");
        }
    }
    assert!(app.as_("other_head").get("/exhibits").await.items().is_empty());
    assert_eq!(app.storekeeper().get("/exhibits").await.items().len(), 3, "the whole office's");
}

async fn what_is_past_its_time_is_listed(app: App) {
    let case = case(&app).await;
    let lot = accepted(&app, &case, &[line(Some(&case), "confiscate")], Value::Null).await;
    let old = path(&app.clerk().post("/exhibits", &kept(&app, "2021-07-15", &[line(None, "")])).await.ok());
    let late = async |query: &str| -> Vec<(String, Vec<String>)> {
        let rows = app.officer().get(&format!("/exhibits/overdue{query}")).await.items();
        let passed = |row: &Value| {
            let keys = row["passed"].as_array().unwrap().iter();
            keys.map(|one| one["key"].as_str().unwrap().to_owned()).collect()
        };
        rows.iter().map(|row| (format!("/exhibits/{}", row["id"].as_str().unwrap()), passed(row))).collect()
    };
    let told = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    assert_eq!(late("").await, [(old.clone(), told(&["ex.lie_1y"]))], "five years end with this day");
    app.on("2026-07-28");
    app.look();
    let both =
        [(lot.clone(), told(&["confiscate_handover"])), (old.clone(), told(&["ex.lie_1y", "ex.lie_5y"]))];
    assert_eq!(late("").await, both);
    assert_eq!(late("?key=ex.lie_5y").await.len(), 1);
    assert_eq!(late("?key=confiscate_handover").await, both[..1]);
    assert_eq!(
        app.officer().get("/exhibits/overdue?limit=1").await.ok()["items"].as_array().unwrap().len(),
        1
    );
    let row = &app.officer().get("/exhibits/overdue?limit=1").await.ok()["items"][0];
    assert_eq!((&row["open_lines"], &row["state"]), (&json!(1), &json!("accepted")));
    assert!(app.as_("other_head").get("/exhibits/overdue").await.items().is_empty());
    app.on("2027-07-16");
    let keys = late("").await.swap_remove(0).1;
    assert_eq!(keys, ["confiscate_handover", "ex.review.half", "ex.lie_1y", "ex.review.year"]);
    assert_eq!(late("?as_of=2026-07-28T02:00:00Z").await, both, "as it was known then");
    assert_eq!(late("?as_of=2026-07-28T02:00:00Z&key=ex.lie_5y").await, both[1..]);
    assert!(late("?as_of=2026-07-01T02:00:00Z").await.is_empty());
    let breaches = app.auditor().get("/deadlines?key=ex.lie_1y&breached=true").await.items();
    assert!(breaches.is_empty(), "to lie long is no breach");
    assert_eq!(
        now(&app, &lot).await["lines"][0]["custody"],
        with(
            police(),
            json!({"place": null, "contract": null,
        "monthly_rent": null})
        )
    );
}

on_both_engines!(
    what_contradicts_itself_is_not_entered,
    a_lot_is_compared_and_taken_over,
    a_mismatch_goes_to_the_court,
    a_review_may_be_proposed_instead,
    only_what_is_whole_or_confirmed_is_taken_over,
    money_becomes_money_of_the_case,
    what_was_kept_without_a_judgment_is_judged_later,
    the_register_is_searched,
    what_is_past_its_time_is_listed,
);

//! Who sees what: another office's case does not exist, an officer sees only the cases assigned to him, an auditor sees
//! everything and changes nothing, and a role counts from its first day to its last.

use serde_json::{Value, json};

use crate::support::build::{self, on_request, owed, request_body};
use crate::support::{App, house, on_both_engines};

async fn another_offices_case_does_not_exist(app: App) {
    let (case, asset) = house::handed_over(&app).await;
    let body = json!({"case": case.id, "asset": asset.rsplit('/').next(), "rent_region": null});
    let made = app.officer().post("/distributions", &body).await.ok();
    let distribution = format!("/distributions/{}", made["distribution"]["id"].as_str().unwrap());
    let judgment = format!("/judgments/{}", case.judgment["id"].as_str().unwrap());
    let request = case.request.clone().unwrap();
    for name in ["other_clerk", "other_officer", "other_head"] {
        let stranger = app.as_(name);
        for path in [&case.path, &asset, &distribution, &judgment, &request] {
            let seen = stranger.get(path).await;
            assert_eq!(seen.problem(404), "not_found", "{name} {path}");
            assert_eq!(stranger.get(&format!("{path}/actions")).await.problem(404), "not_found");
        }
        for list in [
            "events",
            "ledger",
            "balances",
            "deadlines",
            "decisions",
            "assets",
            "parties",
            "obligations",
            "receipts",
            "payouts",
        ] {
            let seen = stranger.get(&format!("{}/{list}", case.path)).await;
            assert_eq!(seen.problem(404), "not_found", "{name} {list}");
        }
        let tried = stranger
            .act_at(&case.path, "receive_new_information", json!({"source": "creditor"}), "\"1\"")
            .await;
        assert_eq!(tried.problem(404), "not_found");
        assert_eq!(stranger.post("/distributions", &body).await.problem(404), "not_found");
        for list in ["/cases", "/judgments", "/requests", "/deadlines"] {
            assert!(stranger.get(list).await.items().is_empty(), "{name} {list}");
        }
        // Asking for the other office by name opens nothing either.
        assert_eq!(stranger.get(&format!("/cases?office={}", app.office)).await.problem(403), "forbidden");
    }
    let account = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    let tried = app.as_("other_clerk").post(&account, &json!({"bank_account": "NH Mẫu 6666"})).await;
    assert_eq!(tried.problem(404), "not_found");
    let tried = app.as_("other_clerk").post("/requests", &request_body(&case.judgment)).await;
    assert_eq!(tried.problem(404), "not_found");
    let foreign = build::judgment_body(&app, &[owed("other", 1_000_000, Some(1))]);
    assert_eq!(app.as_("other_clerk").post("/judgments", &foreign).await.problem(403), "forbidden");
}

async fn an_officer_sees_only_his_own_cases(app: App) {
    let mine = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let asset = house::record(&app, &mine).await;
    let second = app.as_("second_officer");
    for path in [&mine.path, &asset] {
        assert_eq!(second.get(path).await.problem(404), "not_found");
    }
    let body = json!({"case": mine.id, "owner": mine.debtor(), "kind": "house", "name": "Nhà"});
    assert_eq!(second.post("/assets", &body).await.problem(404), "not_found");
    assert!(second.get("/cases").await.items().is_empty());
    let list = app.officer().get("/cases").await.items();
    assert_eq!(list.len(), 1);
    // Registers are the whole office's.
    let judgment = format!("/judgments/{}", mine.judgment["id"].as_str().unwrap());
    second.get(&judgment).await.ok();
    // The head hands the case on: now the other way round.
    let body = json!({"division": null, "officer": app.id("second_officer"), "no_conflict": true});
    app.head().does(&mine.path, "assign_officer", body).await;
    second.get(&mine.path).await.ok();
    second.get(&asset).await.ok();
    assert_eq!(app.officer().get(&mine.path).await.problem(404), "not_found");
    let deadlines = second.get("/deadlines").await.items();
    assert!(!deadlines.is_empty(), "the deadlines came with the case");
    // A conflict of interest, or somebody who is no officer, is refused.
    let body =
        |user: &str, free: bool| json!({"division": null, "officer": app.id(user), "no_conflict": free});
    app.head().may_not(&mine.path, "assign_officer", body("officer", false), 422, "G-OFFICER").await;
    app.head().may_not(&mine.path, "assign_officer", body("cashier", true), 422, "G-OFFICER").await;
    app.head().may_not(&mine.path, "assign_officer", body("other_officer", true), 422, "G-OFFICER").await;
}

async fn an_auditor_sees_everything_and_changes_nothing(app: App) {
    let (case, asset) = house::handed_over(&app).await;
    let auditor = app.auditor();
    let mut seen = 0;
    for path in [&case.path, &asset, case.request.as_ref().unwrap()] {
        auditor.get(path).await.ok();
        let before = app.traces(path).0;
        let board = auditor.get(&format!("{path}/actions")).await.ok();
        for one in board["actions"].as_array().unwrap() {
            assert_eq!(one["allowed"], false, "{one}");
            let refused = one["unmet"]
                .as_array()
                .unwrap()
                .iter()
                .any(|unmet| matches!(unmet["code"].as_str(), Some("G-ROLE" | "G-SIGNER")));
            assert!(refused, "{one}");
            seen += 1;
        }
        assert_eq!(app.traces(path).0, before);
    }
    assert!(seen > 60);
    auditor.may_not(&asset, "close_asset", json!({}), 409, "G-ROLE").await;
    let foreign = build::judgment_body(&app, &[owed("other", 1_000_000, Some(1))]);
    assert_eq!(auditor.post("/judgments", &foreign).await.problem(403), "forbidden");
    assert_eq!(auditor.post("/requests", &request_body(&case.judgment)).await.problem(403), "forbidden");
    let body = json!({"case": case.id, "asset": asset.rsplit('/').next(), "rent_region": null});
    assert_eq!(auditor.post("/distributions", &body).await.problem(403), "forbidden");
    let body = json!({"case": case.id, "owner": case.debtor(), "kind": "house", "name": "Nhà"});
    assert_eq!(auditor.post("/assets", &body).await.problem(403), "forbidden");
    // Of every office.
    let mut foreign = build::judgment_body(&app, &[owed("other", 1_000_000, Some(1))]);
    foreign["office"] = json!(app.other_office);
    let theirs = app.as_("other_clerk").post("/judgments", &foreign).await.ok();
    auditor.get(&format!("/judgments/{}", theirs["judgment"]["id"].as_str().unwrap())).await.ok();
}

async fn an_administrator_sees_no_case(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let admin = app.as_("admin");
    assert_eq!(admin.get(&case.path).await.problem(404), "not_found");
    assert_eq!(admin.get("/cases").await.problem(403), "forbidden");
}

async fn a_role_counts_from_its_first_day_to_its_last(app: App) {
    let case = on_request(&app, &[owed("other", 50_000_000, Some(1))]).await;
    let admin = app.as_("admin");
    let user = app.id("officer");
    let detail = admin.get(&format!("/users/{user}")).await.ok();
    let grant = detail["grants"][0]["id"].as_str().unwrap().to_owned();
    admin.post(&format!("/users/{user}/grants/{grant}/end"), &json!({"to": "2026-07-20"})).await.ok();
    app.on("2026-07-20");
    app.officer().get(&case.path).await.ok();
    app.on("2026-07-21");
    assert_eq!(app.officer().get(&case.path).await.problem(404), "not_found", "no role, no case");
    let back = json!({"office": app.office, "division": null, "role": "enforcement_officer", "from": "2026-08-01", "to": null});
    admin.post(&format!("/users/{user}/grants"), &back).await.ok();
    assert_eq!(app.officer().get(&case.path).await.status, 404, "not before its first day");
    app.on("2026-08-03");
    // Back in the role, but an act of a day without it is not his.
    let mut gap = json!({"debtor": case.debtor(), "reason": "Vắng mặt", "witness": true});
    gap["effective_on"] = json!("2026-07-25");
    let action = "record_failed_delivery";
    app.officer().may_not(&case.path, action, gap.clone(), 403, "G-ROLE").await;
    gap["effective_on"] = Value::Null;
    app.officer().does(&case.path, action, gap).await;
}

on_both_engines!(
    another_offices_case_does_not_exist,
    an_officer_sees_only_his_own_cases,
    an_auditor_sees_everything_and_changes_nothing,
    an_administrator_sees_no_case,
    a_role_counts_from_its_first_day_to_its_last,
);

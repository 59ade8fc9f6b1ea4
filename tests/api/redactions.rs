//! Personal data of parties: what the history commits to, what tells that a value is the one recorded, and taking a value away by a
//! decision (RD-01 … RD-03).

use std::collections::BTreeMap;

use serde_json::{Value, json};
use thads::domain::ids::PartyId;
use thads::service::personal;
use thads::store::{Conn, StoreError, parties};
use thads_verify::check::Report;
use thads_verify::personal::{Fit, Values};

use crate::dossier;
use crate::history_log;
use crate::support::build::{self, Case, owed};
use crate::support::{App, interrupt, on_both_engines};

const ACCOUNT: &str = "NH Mẫu 0009998887";

fn judgment_path(case: &Case) -> String {
    format!("/judgments/{}", case.judgment["id"].as_str().unwrap())
}

fn party_id(case: &Case, place: usize) -> PartyId {
    case.party(place).as_str().unwrap().parse().unwrap()
}

/// Each version of a party: whether each field is what was committed to.
fn fits(app: &App, id: PartyId) -> Vec<BTreeMap<String, Fit>> {
    let rows = app.state.store.read(|conn: &mut Conn| parties::versions(conn, id)).unwrap();
    let versions = rows.iter().map(|(_, row)| personal::version(row).unwrap());
    let of = |version: thads_verify::personal::Version| {
        let fit = |(field, kept): (&String, &thads_verify::personal::Kept)| {
            (field.clone(), kept.fit(field, version.redacted.contains_key(field)))
        };
        version.fields.iter().map(fit).collect()
    };
    versions.map(of).collect()
}

async fn opened(app: &App) -> Case {
    build::on_request(app, &[owed("other", 50_000_000, Some(1))]).await
}

/// A case that has ended by agreement.
async fn ended(app: &App) -> Case {
    let case = opened(app).await;
    build::verifying(app, &case).await;
    let agreed = json!({"paper": interrupt::paper(app, &case, "DC-4").await});
    app.officer().does(&case.path, "propose_termination", agreed).await;
    app.head().does(&case.path, "terminate", json!({})).await;
    case
}

async fn record_account(app: &App, case: &Case) {
    let path = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    app.accountant().post(&path, &json!({"bank_account": ACCOUNT})).await.ok();
}

fn asked(case: &Case, fields: &[&str]) -> Value {
    json!({"judgment": case.judgment["id"], "party": case.party(1), "fields": fields, "ground": "asked",
        "article": "Điều 4 Luật 91/2025/QH15", "reason": "Đương sự đề nghị xóa"})
}

async fn drafted(app: &App, case: &Case, fields: &[&str]) -> String {
    let made = app.clerk().post("/redactions", &asked(case, fields)).await.ok();
    assert_eq!(made["redaction"]["state"], "drafted");
    format!("/redactions/{}", made["redaction"]["id"].as_str().unwrap())
}

async fn the_history_commits_to_every_value_and_holds_none(app: App) {
    let case = opened(&app).await;
    record_account(&app, &case).await;
    let events = app.chain(&case.judgment["id"]);
    let said = |place: usize| events[place]["effects"]["parties"].as_array().unwrap().clone();
    assert_eq!(said(0).len(), 3, "every party of the judgment");
    assert_eq!(said(0)[0]["digests"].as_object().unwrap().len(), 4);
    let changed = events.iter().find(|event| event["code"] == "D-ACCOUNT").unwrap();
    assert_eq!(changed["effects"]["parties"][0]["id"], case.party(1));
    let text = serde_json::to_string(&events).unwrap();
    for value in [ACCOUNT, "NH Mẫu 0001", "Trần Thị Ví Dụ"] {
        assert!(!text.contains(value), "{value} is in the history");
    }
    // Two versions: before and after the account; each fits, and their salts differ.
    let id = party_id(&case, 1);
    let fitting = fits(&app, id);
    assert_eq!(fitting.len(), 2);
    assert!(
        fitting.iter().all(|version| version.len() == 4 && version.values().all(|fit| *fit == Fit::Fits))
    );
    let versions = app.state.store.read(|conn: &mut Conn| parties::versions(conn, id)).unwrap();
    assert_eq!(versions[0].1.name, versions[1].1.name);
    assert_ne!(versions[0].1.name_salt, versions[1].1.name_salt);
    assert_ne!(versions[0].1.name_digest, versions[1].1.name_digest);
}

async fn a_value_changed_behind_the_back_is_refused(app: App) {
    let case = opened(&app).await;
    let id = party_id(&case, 1);
    let (place, version) =
        app.state.store.read(|conn: &mut Conn| parties::versions(conn, id)).unwrap().remove(0);
    let other = parties::PartyVersion { name: Some("Ai khác".into()), ..version.clone() };
    let half = parties::PartyVersion { name: None, ..version.clone() };
    for wrong in [other, half] {
        let tried = app.state.store.write(|conn: &mut Conn| parties::blank(conn, place, &wrong));
        assert_eq!(tried, Err(StoreError::Conflict("append_only")));
    }
    let kept = app.state.store.read(|conn: &mut Conn| parties::versions(conn, id)).unwrap();
    assert_eq!(kept[0].1, version);
}

async fn a_value_is_taken_away_by_a_decision_that_another_signs(app: App) {
    let case = ended(&app).await;
    record_account(&app, &case).await;
    let then = thads::service::clock::Clock::now(app.clock.as_ref());
    app.on("2026-08-10");
    let path = drafted(&app, &case, &["bank_account", "name"]).await;
    app.clerk().may_not(&path, "sign_redaction", json!({}), 403, "G-ROLE").await;
    let before = app.chain(&case.judgment["id"]);
    let signed = app.head().does(&path, "sign_redaction", json!({})).await;
    assert_eq!(signed["redaction"]["state"], "signed");
    let document = &signed["happened"]["documents"][0];
    assert_eq!(document["kind"], "redaction_decision");
    let number = document["number"].as_str().unwrap();
    let event = app.chain(&signed["redaction"]["id"]).pop().unwrap();
    assert_eq!((&event["code"], &event["effects"]["redacted"]["versions"]), (&json!("RD-02"), &json!(2)));
    // Nothing of the judgment's history moved, and what was said still stands.
    assert_eq!(app.chain(&case.judgment["id"]), before);
    let marked = format!("[redacted by decision no. {number}]");
    for path in
        [case.sub("parties"), format!("{}&as_of={}", case.sub("parties"), then.format("%Y-%m-%dT%H:%M:%SZ"))]
    {
        let party = &app.officer().get(&path).await.items()[1];
        assert_eq!((&party["name"], &party["bank_account"]), (&json!(marked), &Value::Null), "{path}");
        assert_eq!(party["redacted"], json!({"bank_account": number, "name": number}));
        assert_eq!(party["address"], "Phường Mẫu");
    }
    for version in fits(&app, party_id(&case, 1)) {
        assert_eq!((version["name"], version["bank_account"]), (Fit::Redacted, Fit::Redacted));
        assert_eq!((version["address"], version["identity_number"]), (Fit::Fits, Fit::Fits));
    }
    app.head().may_not(&path, "sign_redaction", json!({}), 409, "G-FINAL").await;
    let again = app.clerk().post("/redactions", &asked(&case, &["name"])).await;
    assert_eq!(
        (again.problem(422), again.codes()),
        ("invalid_content".to_owned(), vec!["contradicts".to_owned()])
    );
}

async fn while_something_runs_nothing_is_taken_away(app: App) {
    let case = opened(&app).await;
    let path = drafted(&app, &case, &["name"]).await;
    let refused = app.head().may_not(&path, "sign_redaction", json!({}), 409, "RD-OPEN").await;
    let number = app.officer().get(&case.path).await.ok()["number"].clone();
    assert!(refused["message"].as_str().unwrap().contains(number.as_str().unwrap()), "{refused}");
    let dropped = app.clerk().does(&path, "drop_redaction", json!({})).await;
    assert_eq!(dropped["redaction"]["state"], "dropped");
    let parties = app.officer().get(&case.sub("parties")).await.items();
    assert_eq!(parties[1]["name"], "Trần Thị Ví Dụ");
}

async fn a_draft_is_checked(app: App) {
    let case = ended(&app).await;
    let wrong = async |change: Value, pointer: &str, code: &str| {
        let mut body = asked(&case, &["name"]);
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let answer = app.clerk().post("/redactions", &body).await;
        answer.problem(422);
        let errors = answer.json()["errors"].clone();
        let named = |one: &Value| one["pointer"] == pointer && one["code"] == code;
        assert!(errors.as_array().unwrap().iter().any(named), "{pointer} {code}: {errors}");
    };
    wrong(json!({"party": case.id}), "/party", "not_a_party").await;
    wrong(json!({"fields": ["name", "name"]}), "/fields", "duplicate").await;
    wrong(json!({"reason": "Xóa tên Trần Thị Ví Dụ"}), "/reason", "repeats_value").await;
    wrong(json!({"article": "Điều 4, Trần Thị Ví Dụ"}), "/article", "repeats_value").await;
    let elsewhere = app.as_("other_clerk").post("/redactions", &asked(&case, &["name"])).await;
    elsewhere.problem(404);
    app.accountant().post("/redactions", &asked(&case, &["name"])).await.problem(403);
    // A deputy who drafts and is head of the day does not sign his own draft.
    let own = app.as_("deputy").post("/redactions", &asked(&case, &["address"])).await.ok();
    assert_eq!(own["redaction"]["prepared_by"], json!(app.id("deputy")));
}

async fn reading_numbers_and_accounts_is_recorded(app: App) {
    let case = opened(&app).await;
    let chain = |who: &str| json!(thads::service::access::chain_of(app.id(who)));
    app.as_("second_officer").get(&judgment_path(&case)).await.ok();
    let event = app.chain(&chain("second_officer")).pop().unwrap();
    assert_eq!((&event["code"], &event["action"]), (&json!("R-READ"), &json!("read_judgment")));
    assert_eq!(event["effects"]["parties"].as_array().map(Vec::len), Some(3));
    assert_eq!(event["effects"]["count"], 3);
    let before = app.chain(&chain("officer")).len();
    app.officer().get(&case.sub("parties")).await.ok();
    assert_eq!(app.chain(&chain("officer")).len(), before + 1);
    app.officer().get(&case.path).await.ok();
    assert_eq!(app.chain(&chain("officer")).len(), before + 1, "a case holds no such data");
    // Who only looks on sees enough to tell two accounts apart, and that is nobody's access to them.
    let now = thads::service::clock::Clock::now(app.clock.as_ref()).format("%Y-%m-%dT%H:%M:%SZ");
    for path in [case.sub("parties"), format!("{}&as_of={now}", case.sub("parties"))] {
        let shown = app.auditor().get(&path).await.items();
        assert_eq!(
            (&shown[1]["bank_account"], &shown[1]["name"]),
            (&json!("***0002"), &json!("Trần Thị Ví Dụ"))
        );
    }
    assert!(app.chain(&chain("auditor")).is_empty());
    // Of very many one event names how many, the first and the last.
    let many = app.clerk().post("/judgments", &crowd(&app)).await.ok()["judgment"].clone();
    app.clerk().get(&format!("/judgments/{}", many["id"].as_str().unwrap())).await.ok();
    let event = app.chain(&chain("clerk")).pop().unwrap();
    let about = &event["effects"];
    assert_eq!((&about["judgment"], &about["count"]), (&many["id"], &json!(200)), "as many as are shown");
    assert!(about["parties"].is_null() && about["first"].is_string() && about["last"].is_string());
    assert!(!serde_json::to_string(&event).unwrap().contains("NH Mẫu"));
}

/// A judgment for two hundred creditors.
fn crowd(app: &App) -> Value {
    let mut body = build::judgment_body(app, &[owed("other", 50_000_000, Some(1))]);
    let one = body["parties"][1].clone();
    body["parties"].as_array_mut().unwrap().extend((0..200).map(|place| {
        let mut one = one.clone();
        one["name"] = json!(format!("Chủ nợ Mẫu {place}"));
        one
    }));
    body
}

/// What somebody with all power over the database writes, checked where it lies.
fn after(app: &App, sql: &str) -> Result<Report, String> {
    let kept = history_log::checkpoint_now(app);
    let open = match app.state.store.engine() {
        "postgres" => "ALTER TABLE party_versions DISABLE TRIGGER ALL",
        _ => {
            "DROP TRIGGER IF EXISTS party_versions_only_blank; DROP TRIGGER IF EXISTS party_versions_no_delete"
        }
    };
    app.sql(open).unwrap();
    app.sql(sql).unwrap();
    history_log::live(app, &[kept])
}

async fn an_altered_value_is_named_where_it_lies(app: App) {
    let case = opened(&app).await;
    record_account(&app, &case).await;
    let party = case.party(1);
    let party = party.as_str().unwrap();
    let good = after(&app, "SELECT 1").unwrap();
    assert_eq!(good.values, Values { fit: 16, redacted: 0, uncommitted: 0 }, "four versions of four fields");
    let set = |from: &str, to: &str| {
        format!("UPDATE party_versions SET bank_account = '{to}' WHERE bank_account = '{from}'")
    };
    let field = |field: &str| {
        format!("altered content: field {field} of party {party} does not have the digest in its history")
    };
    assert_eq!(after(&app, &set(ACCOUNT, "NH Mẫu 666")).unwrap_err(), field("bank_account"));
    after(&app, &set("NH Mẫu 666", ACCOUNT)).unwrap();
    // Value and digest together, and the register beside its own versions.
    let swap = |from: &str, to: &str| {
        format!("UPDATE party_versions SET name_digest = '{to}' WHERE name_digest = '{from}'")
    };
    let of = |place: usize| {
        let rows =
            app.state.store.read(|conn: &mut Conn| parties::versions(conn, party_id(&case, 1))).unwrap();
        rows[place].1.name_digest.clone().unwrap()
    };
    let digest = of(0);
    let forged = "ab".repeat(32);
    assert_eq!(after(&app, &swap(&digest, &forged)).unwrap_err(), field("name"));
    after(&app, &swap(&forged, &digest)).unwrap();
    let register = |from: &str, to: &str| {
        format!("UPDATE parties SET doc = replace(doc, '{from}', '{to}') WHERE id = '{party}'")
    };
    assert_eq!(after(&app, &register(ACCOUNT, "NH Mẫu 666")).unwrap_err(), field("bank_account"));
    after(&app, &register("NH Mẫu 666", ACCOUNT)).unwrap();
    let gone = after(&app, "DELETE FROM party_versions WHERE bank_account = 'NH Mẫu 0002'");
    assert_eq!(
        gone.unwrap_err(),
        format!("cut: the history commits to values of party {party} that are not there")
    );
}

async fn of_many_parties_one_altered_value_is_found(app: App) {
    let many = app.clerk().post("/judgments", &crowd(&app)).await.ok()["judgment"].clone();
    let said = app.chain(&many["id"])[0]["effects"]["parties"].clone();
    assert_eq!(said["count"], 203);
    assert_eq!(after(&app, "SELECT 1").unwrap().values.fit, 4 * 203);
    let set = |from: &str, to: &str| format!("UPDATE party_versions SET name = '{to}' WHERE name = '{from}'");
    let told = after(&app, &set("Chủ nợ Mẫu 7", "Ai khác")).unwrap_err();
    assert!(told.starts_with("altered content: field name of party "), "{told}");
    after(&app, &set("Ai khác", "Chủ nợ Mẫu 7")).unwrap();
    let cut = "DELETE FROM party_versions WHERE name = 'Chủ nợ Mẫu 7'";
    let told = after(&app, cut).unwrap_err();
    assert!(told.starts_with("altered content: the 202 parties recorded together at "), "{told}");
}

async fn a_dossier_proves_values_and_what_was_taken_away(app: App) {
    let case = ended(&app).await;
    record_account(&app, &case).await;
    let place = dossier::archive(&app, &case).await;
    assert_eq!(
        dossier::checked(place.path()).unwrap().values,
        Values { fit: 16, redacted: 0, uncommitted: 0 }
    );
    let altered = |name: &str, from: &str, to: &str| {
        let whole = dossier::text(place.path(), name);
        assert!(whole.contains(from), "{name}: {from}");
        std::fs::write(place.path().join(name), whole.replace(from, to)).unwrap();
        let told = dossier::checked(place.path()).unwrap_err();
        std::fs::write(place.path().join(name), whole).unwrap();
        told
    };
    let party = case.party(1);
    let field = |field: &str| {
        format!(
            "altered content: field {field} of party {} does not have the digest in its history",
            party.as_str().unwrap()
        )
    };
    assert_eq!(altered("personal.ndjson", ACCOUNT, "NH Mẫu 666"), field("bank_account"));
    assert_eq!(altered("parties.json", ACCOUNT, "NH Mẫu 666"), field("bank_account"));
    // Said to have been taken away, by a decision that nobody signed.
    let whole = dossier::text(place.path(), "personal.ndjson");
    let forged: Vec<String> = whole
        .lines()
        .map(|line| {
            let mut version: Value = serde_json::from_str(line).unwrap();
            if version["party"] == party {
                version["fields"]["name"]["value"] = Value::Null;
                version["fields"]["name"]["salt"] = Value::Null;
                version["redacted"] = json!({"name": "9/2026/QĐ"});
            }
            version.to_string()
        })
        .collect();
    std::fs::write(place.path().join("personal.ndjson"), forged.join("\n")).unwrap();
    let told = dossier::checked(place.path()).unwrap_err();
    assert!(told.starts_with("taken away: field name of party "), "{told}");
    assert!(told.contains("9/2026/QĐ"));
    // With its decision it is proven, in the dossier and where it lies.
    app.on("2026-08-10");
    let path = drafted(&app, &case, &["bank_account", "name"]).await;
    app.head().does(&path, "sign_redaction", json!({})).await;
    let taken = Values { fit: 12, redacted: 4, uncommitted: 0 };
    let place = dossier::archive(&app, &case).await;
    assert_eq!(dossier::checked(place.path()).unwrap().values, taken);
    assert!(!dossier::text(place.path(), "personal.ndjson").contains(ACCOUNT));
    assert_eq!(after(&app, "SELECT 1").unwrap().values, taken);
    // A new account is a new value: it stands beside what was taken away.
    app.accountant()
        .post(
            &format!("/parties/{}/bank-account", party.as_str().unwrap()),
            &json!({"bank_account": "NH Mẫu 5"}),
        )
        .await
        .ok();
    let shown = app.officer().get(&case.sub("parties")).await.items();
    assert_eq!(shown[1]["bank_account"], "NH Mẫu 5");
    assert_eq!(after(&app, "SELECT 1").unwrap().values, Values { fit: 15, redacted: 5, uncommitted: 0 });
}

async fn what_is_taken_away_does_not_come_back_with_an_account_entered_beside_it(app: App) {
    let case = ended(&app).await;
    app.on("2026-08-10");
    let account = format!("/parties/{}/bank-account", case.party(1).as_str().unwrap());
    let mut drafts = Vec::new();
    for field in ["name", "address", "identity_number"] {
        drafts.push((field, drafted(&app, &case, &[field]).await));
    }
    for (field, path) in drafts {
        let (head, accountant) = (app.head(), app.accountant());
        let enter = |number: &str| {
            let body = json!({ "bank_account": format!("NH Mẫu {number}") });
            let (accountant, account) = (&accountant, &account);
            async move { accountant.post(account, &body).await.ok() }
        };
        tokio::join!(
            enter("1"),
            enter("2"),
            head.does(&path, "sign_redaction", json!({})),
            enter("3"),
            enter("4")
        );
        let shown = app.officer().get(&case.sub("parties")).await.items()[1].clone();
        assert!(shown["redacted"][field].is_string(), "{field} came back: {shown}");
        let now = after(&app, "SELECT 1").unwrap();
        assert_eq!(now.values.uncommitted, 0);
    }
    let shown = app.officer().get(&case.sub("parties")).await.items()[1].clone();
    assert_eq!(shown["redacted"].as_object().map(serde_json::Map::len), Some(3), "{shown}");
    assert!(shown["name"].as_str().unwrap().starts_with("[redacted"), "{shown}");
}

on_both_engines!(
    the_history_commits_to_every_value_and_holds_none,
    a_value_changed_behind_the_back_is_refused,
    a_value_is_taken_away_by_a_decision_that_another_signs,
    while_something_runs_nothing_is_taken_away,
    a_draft_is_checked,
    what_is_taken_away_does_not_come_back_with_an_account_entered_beside_it,
    reading_numbers_and_accounts_is_recorded,
    an_altered_value_is_named_where_it_lies,
    of_many_parties_one_altered_value_is_found,
    a_dossier_proves_values_and_what_was_taken_away,
);

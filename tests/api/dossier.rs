//! A case carried away as one archive, checked with nothing but its files and a public key.

use std::io::{Cursor, Read};
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;
use thads::service::access::chain_of;
use thads::service::dossier;
use thads_verify::dossier::{DossierReport, check_dossier};
use thads_verify::note::{Checkpoint, SecretKey};

use crate::distribution_many::add_creditors;
use crate::distributions::{asked, paid_in, prepared};
use crate::support::build::{self, Case, owed};
use crate::support::{App, enforce, on_both_engines};

pub async fn archive(app: &App, case: &Case) -> TempDir {
    let id = case.id.as_str().unwrap().parse().unwrap();
    let made = dossier::build(&app.state.core, app.id("head"), id).await.unwrap();
    let place = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(Cursor::new(made.bytes)).unwrap().extract(place.path()).unwrap();
    place
}

pub fn checked(place: &Path) -> Result<DossierReport, String> {
    let key = SecretKey::new("test", &[7; 32]).unwrap().public().clone();
    let note = std::fs::read_to_string(place.join("checkpoint.txt")).unwrap();
    let checkpoint = Checkpoint::open(&note, &[key]).map_err(|fault| fault.to_string())?;
    check_dossier(place, &checkpoint).map_err(|fault| fault.to_string())
}

pub fn text(place: &Path, name: &str) -> String {
    let mut text = String::new();
    std::fs::File::open(place.join(name)).unwrap().read_to_string(&mut text).unwrap();
    text
}

async fn it_holds_everything_and_proves_it(app: App) {
    let case = build::in_verification(&app).await;
    let place = archive(&app, &case).await;
    let report = checked(place.path()).unwrap();
    assert_eq!((report.uncovered, report.absent), (0, 0));
    assert!(report.documents > 0 && report.undigested == 0);
    let own = text(place.path(), "case.json");
    let shown = app.officer().get(&case.path).await.ok();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&own).unwrap()["case"], shown);
    let page = text(place.path(), "timeline.html");
    for part in ["Hồ sơ thi hành án", "Quyết định thi hành án theo yêu cầu", "Thời hạn", "thads/history"]
    {
        assert!(page.contains(part), "{part}");
    }
    for name in ["parties.json", "ledger.json", "deadlines.json", "notices.json", "HOW-TO-VERIFY.txt"] {
        assert!(!text(place.path(), name).is_empty());
    }
}

async fn whatever_is_altered_in_it_is_named(app: App) {
    let case = build::in_verification(&app).await;
    let place = archive(&app, &case).await;
    let altered = |name: &str, from: &str, to: &str, told: &str| {
        let whole = text(place.path(), name);
        assert!(whole.contains(from), "{name}: {from}");
        std::fs::write(place.path().join(name), whole.replacen(from, to, 1)).unwrap();
        let fault = checked(place.path()).unwrap_err();
        assert!(fault.contains(told), "{name}: {fault}");
        std::fs::write(place.path().join(name), whole).unwrap();
    };
    altered("events.log", "2026-07-15", "2026-07-14", "altered content: event 1 of");
    altered("documents.ndjson", "\"content\":\"{", "\"content\":\"{ ", "altered content: documents.ndjson");
    altered("parties.json", "\"name\"", "\"nome\"", "altered content: field name of party");
    altered("parties.json", "\"kind\": \"person\"", "\"kind\": \"state\"", "altered content: parties.json");
    altered("proofs.json", "\"index\": 0", "\"index\": 1", "the proof that it is in the log does not hold");
    altered("checkpoint.txt", "made 2026", "made 2027", "altered or forged");
    // The last event of a chain is left out.
    let whole = text(place.path(), "events.log");
    let without: Vec<&str> = whole.lines().collect();
    std::fs::write(place.path().join("events.log"), without[..without.len() - 1].join("\n")).unwrap();
    assert!(checked(place.path()).is_err());
    std::fs::write(place.path().join("events.log"), whole).unwrap();
    checked(place.path()).unwrap();
}

/// Of very many fee decisions the event holds one digest: the dossier proves each of them by it.
async fn very_many_documents_of_one_act_are_proven(app: App) {
    let case = build::on_request(&app, &[owed("wages", 10_000_000, Some(1))]).await;
    build::notify(&app, &case).await;
    app.on("2026-08-20");
    add_creditors(&app, &case, 201, |_| 20_000_000);
    let total = 201 * 20_000_000 + 10_000_000;
    enforce::as_if(&app, &case, |doc| doc["amount_due"] = json!(total)).await;
    paid_in(&app, &case, total).await;
    let (path, _) = prepared(&app, &asked(&case, None, json!({}))).await;
    app.head().does(&path, "approve_distribution", json!({})).await;
    // What a test wrote into the tables has no history of its own: only the dossier is looked at.
    let place = archive(&app, &case).await;
    let report = checked(place.path()).unwrap();
    assert!(report.documents > 201, "{report:?}");
    assert_eq!((report.undigested, report.absent), (0, 0), "{report:?}");
    let whole = text(place.path(), "documents.ndjson");
    let altered = whole.replacen("fee_decision\",\"number\":\"1", "fee_decision\",\"number\":\"9", 1);
    assert_ne!(altered, whole);
    std::fs::write(place.path().join("documents.ndjson"), altered).unwrap();
    assert!(checked(place.path()).unwrap_err().contains("documents.ndjson"));
}

async fn only_those_who_answer_for_it_or_review_it_carry_it_away(app: App) {
    let case = build::in_verification(&app).await;
    let path = format!("{}/dossier", case.path);
    let id: thads::domain::ids::CaseId = case.id.as_str().unwrap().parse().unwrap();
    for name in ["cashier", "clerk", "storekeeper"] {
        assert_eq!(app.as_(name).get(&path).await.problem(403), "forbidden", "{name}");
    }
    assert_eq!(app.as_("other_head").get(&path).await.problem(404), "not_found");
    let got = app.auditor().get(&path).await;
    assert_eq!(got.status, 200);
    assert_eq!(got.header("content-type"), Some("application/zip"));
    assert!(got.header("content-disposition").unwrap().contains(".zip"));
    let seen = app.chain(&json!(chain_of(app.id("auditor"))));
    assert_eq!((&seen[0]["code"], &seen[0]["effects"]["case"]), (&json!("R-EXPORT"), &json!(id)));
}

on_both_engines!(
    it_holds_everything_and_proves_it,
    whatever_is_altered_in_it_is_named,
    very_many_documents_of_one_act_are_proven,
    only_those_who_answer_for_it_or_review_it_carry_it_away,
);

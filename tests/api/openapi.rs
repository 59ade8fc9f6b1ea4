//! The committed document is the one that the code makes, and every operation in it is fit to be read.
//!
//! After a change of the API: `UPDATE_OPENAPI=1 cargo test --test api openapi`

use std::collections::BTreeSet;

use serde_json::Value;
use thads::http::openapi;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");

fn document() -> Value {
    serde_json::from_str(&openapi::text().unwrap()).unwrap()
}

/// Every operation as `METHOD /path` with its content.
fn operations(document: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if ["get", "post", "put", "patch", "delete"].contains(&method.as_str()) {
                all.push((format!("{} {path}", method.to_uppercase()), operation.clone()));
            }
        }
    }
    all
}

#[test]
fn the_committed_document_is_the_code() {
    let text = openapi::text().unwrap();
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/openapi")).unwrap();
        std::fs::write(COMMITTED, &text).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        committed == text,
        "openapi/openapi.json is not what the code says: UPDATE_OPENAPI=1 cargo test --test api openapi"
    );
}

#[test]
fn every_operation_can_be_read() {
    let document = document();
    let mut names = BTreeSet::new();
    let all = operations(&document);
    assert!(all.len() > 50, "{}", all.len());
    for (name, operation) in all {
        let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
        assert!(!id.is_empty() && names.insert(id), "{name}: operationId");
        assert!(operation["summary"].as_str().is_some_and(|text| text.len() > 3), "{name}: summary");
        assert!(operation["security"].is_array(), "{name}: security");
        let responses = operation["responses"].as_object().unwrap();
        let problem = |response: &Value| {
            response["content"]["application/problem+json"]["schema"]["$ref"]
                == "#/components/schemas/Problem"
        };
        assert!(responses.values().any(problem), "{name}: a problem response");
        for (status, response) in responses.iter().filter(|(status, _)| status.starts_with('2')) {
            for (media, content) in response["content"].as_object().into_iter().flatten() {
                let has = !content["example"].is_null() || content["examples"].is_object();
                assert!(has, "{name} {status} {media}: example");
            }
        }
        if let Some(body) = operation["requestBody"]["content"]["application/json"].as_object() {
            let schema = body["schema"]["$ref"].as_str().unwrap_or_default();
            let schema = &document["components"]["schemas"][schema.rsplit('/').next().unwrap()];
            assert!(schema.is_object(), "{name}: the body's schema");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(to) = fields.get("$ref").and_then(Value::as_str) {
                    found.insert(to.to_owned());
                }
                fields.values().for_each(|one| walk(one, found));
            }
            Value::Array(list) => list.iter().for_each(|one| walk(one, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    walk(&document, &mut found);
    for to in found {
        assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{to}");
    }
}

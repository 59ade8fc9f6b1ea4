//! Which codes of the law a test has exercised: transitions taken, guards that stood against something, grounds that were
//! named, deadlines opened and closed. Where `THADS_CODES_SEEN` names a directory they are added to its file for the engine
//! when the test is over, for `tests/codes.rs` to compare with its list. It judges nothing and knows no code.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;

use super::Answer;

/// What one application has been seen to do.
pub struct Seen {
    /// `None` where nobody asked.
    file: Option<PathBuf>,
    codes: RefCell<BTreeSet<String>>,
}

impl Seen {
    /// For a database with this URL.
    pub fn new(url: &str) -> Seen {
        let engine = if url.starts_with("sqlite:") { "sqlite.txt" } else { "postgres.txt" };
        let file = std::env::var_os("THADS_CODES_SEEN").map(|folder| PathBuf::from(folder).join(engine));
        Seen { file, codes: RefCell::default() }
    }

    /// Takes what an answer shows: reasons against an action, what has happened, what the history and the deadlines hold.
    pub fn answer(&self, answer: &Answer) {
        if self.file.is_none() {
            return;
        }
        let Ok(body) = serde_json::from_str::<Value>(&answer.text) else { return };
        let mut codes = self.codes.borrow_mut();
        for reason in list(&body["unmet"]).chain(list(&body["errors"])) {
            add(&mut codes, &reason["code"]);
        }
        // An action that is shown is not yet taken; a guard that stands against it has done its work.
        for reason in list(&body["actions"]).flat_map(|action| list(&action["unmet"])) {
            add(&mut codes, &reason["code"]);
        }
        for item in list(&body["items"]) {
            if item["effective_on"].is_string() && item["hash"].is_string() {
                add(&mut codes, &item["code"]);
            }
            if item["started_on"].is_string() && item["due_on"].is_string() {
                add(&mut codes, &item["key"]);
            }
        }
        if done(&body) {
            let happened = &body["happened"];
            add(&mut codes, &happened["code"]);
            for opened in list(&happened["deadlines_opened"]) {
                add(&mut codes, &opened["key"]);
            }
            for closed in list(&happened["deadlines_closed"]) {
                add(&mut codes, closed);
            }
            grounds(&mut codes, &body);
        }
    }

    /// Takes invariants that had something to say.
    pub fn held(&self, codes: impl IntoIterator<Item = &'static str>) {
        self.codes.borrow_mut().extend(codes.into_iter().map(str::to_owned));
    }

    /// Takes the grounds that the body of an act names, once the act was done.
    pub fn asked(&self, asked: &Value, answer: &Answer) {
        if self.file.is_some() && serde_json::from_str::<Value>(&answer.text).is_ok_and(|body| done(&body)) {
            grounds(&mut self.codes.borrow_mut(), asked);
        }
    }
}

impl Drop for Seen {
    /// A test that failed has shown nothing.
    fn drop(&mut self) {
        let codes = self.codes.get_mut();
        if let Some(file) = &self.file
            && !codes.is_empty()
            && !std::thread::panicking()
        {
            let lines: String = codes.iter().map(|code| format!("{code}\n")).collect();
            // One write to a file opened for appending: other tests add their own at the same time.
            let mut file = OpenOptions::new().create(true).append(true).open(file).expect("THADS_CODES_SEEN");
            file.write_all(lines.as_bytes()).expect("THADS_CODES_SEEN");
        }
    }
}

/// Something happened, and was not only tried.
fn done(body: &Value) -> bool {
    body["happened"].is_object() && body["dry_run"] != true
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn add(codes: &mut BTreeSet<String>, code: &Value) {
    if let Some(code) = code.as_str() {
        codes.insert(code.to_owned());
    }
}

/// Every text anywhere that has the shape of a ground: `NE-A`, `PA-X1`, `END-2`.
fn grounds(codes: &mut BTreeSet<String>, value: &Value) {
    match value {
        Value::String(text) if is_ground(text) => {
            codes.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| grounds(codes, item)),
        Value::Object(fields) => fields.values().for_each(|field| grounds(codes, field)),
        _ => {}
    }
}

fn is_ground(text: &str) -> bool {
    text.split_once('-').is_some_and(|(family, rest)| {
        (2..=3).contains(&family.len())
            && (1..=2).contains(&rest.len())
            && family.bytes().all(|byte| byte.is_ascii_uppercase())
            && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    })
}

//! Every code of the list was exercised by the API tests, on both engines. They leave what they saw in the directory that
//! `THADS_CODES_SEEN` names; tests/run sets it, and runs this when they are done.

use std::collections::BTreeSet;
use std::path::PathBuf;

use thads::domain::law::Law;

use crate::list::{headings, nothing_missing};
use crate::tables::main_name;

/// What the tests of an engine saw, deadlines under their main names.
fn seen(law: &Law, folder: &std::path::Path, engine: &str) -> BTreeSet<String> {
    let file = folder.join(format!("{engine}.txt"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(|code| main_name(law, code).unwrap_or(code).to_owned()).collect()
}

/// The table of what must always hold.
const INVARIANTS: &str = include_str!("../../ARCHITECTURE.md");

#[test]
#[ignore = "needs what a whole run of the API tests saw: tests/run"]
fn every_code_was_exercised_on_both_engines() {
    let folder = std::env::var_os("THADS_CODES_SEEN").map(PathBuf::from);
    let folder = folder.expect("THADS_CODES_SEEN names the directory with sqlite.txt and postgres.txt");
    let law = Law::embedded().unwrap();
    let mut missing = Vec::new();
    for engine in ["sqlite", "postgres"] {
        let seen = seen(&law, &folder, engine);
        for (heading, entries) in headings() {
            let open = entries
                .iter()
                .filter(|entry| !entry.watched)
                .flat_map(|entry| if heading == "deadlines" { entry.keys.clone() } else { vec![entry.code] });
            let open = open.filter(|code| !seen.contains(main_name(&law, code).unwrap_or(code)));
            missing.push((format!("{engine}: {heading}"), open.map(str::to_owned).collect()));
        }
        // What must always hold, judged on what each test left behind: tests/api/invariants.
        let rows = INVARIANTS.lines().filter_map(|line| line.strip_prefix("| I"));
        let codes: Vec<String> = rows.map(|row| format!("I{}", row.get(..2).unwrap_or_default())).collect();
        assert!(codes.len() >= 35, "the table of invariants has lost a row: {codes:?}");
        let silent = codes.into_iter().filter(|code| !seen.contains(code));
        missing.push((format!("{engine}: invariants that had nothing to say"), silent.collect()));
    }
    nothing_missing("codes were not exercised", &missing);
}

//! Every code of the list is a row of a table, a guard, a ground or a key of the law data; and no table has a code of the case
//! lifecycle that the list does not know.

use std::collections::BTreeSet;

use thads::domain::law::Law;
use thads::domain::lifecycle::needs::needs;

use crate::list::{Entry, headings, nothing_missing, under};

/// What of one heading is not there.
fn missing(heading: &str, entries: &[Entry], law: &Law) -> Vec<String> {
    let needs = needs();
    // A key may be needed under another of its names.
    let needed: BTreeSet<&str> = needs.parameters.iter().filter_map(|key| main_name(law, key)).collect();
    let mut found = Vec::new();
    for entry in entries {
        if heading == "deadlines" {
            for key in &entry.keys {
                match main_name(law, key) {
                    None => found.push(format!("{key} (law data)")),
                    Some(name) if !entry.watched && !needed.contains(name) => {
                        found.push(format!("{key} (tables)"));
                    }
                    Some(_) => {}
                }
            }
        } else {
            let ground = heading.starts_with("grounds");
            let text = if ground { format!("ground.{}", entry.code) } else { entry.code.to_owned() };
            let named = heading.contains("transitions") || needs.texts.contains(&text);
            if !needs.basis.contains(entry.code) || !named {
                found.push(entry.code.to_owned());
            }
        }
    }
    found
}

/// The name under which the law data keep a key.
pub fn main_name<'a>(law: &'a Law, key: &str) -> Option<&'a str> {
    law.versions(key)?.first().map(|version| version.key.as_str())
}

#[test]
fn every_code_of_the_list_is_there() {
    let law = Law::embedded().unwrap();
    let found: Vec<_> = headings()
        .into_iter()
        .map(|(heading, entries)| (heading.to_owned(), missing(heading, &entries, &law)))
        .collect();
    nothing_missing("codes are missing", &found);
}

/// Rows of the program's own: valid notice of a decision on a complaint starts the time for the next one (L106 96.3), and a
/// case opened before the program is taken over as it stands (L106 116.3) and completed.
const OWN: [&str; 3] = ["CP-08B", "T-IMPORT", "T-IMPORT-R"];

/// The other way round: a transition or ground that the specification does not name would be an invention.
#[test]
fn the_tables_have_no_transition_that_the_list_does_not_know() {
    let known: BTreeSet<_> = under("transitions").into_iter().map(|entry| entry.code).collect();
    let needs = needs();
    let own = needs.basis.iter().filter(|code| {
        let family = ["T-", "CP-", "PR-"].iter().any(|start| code.starts_with(start));
        family && !known.contains(code.as_str()) && !OWN.contains(&code.as_str())
    });
    nothing_missing(
        "codes are not on the list",
        &[("transitions".to_owned(), own.cloned().collect::<Vec<_>>())],
    );
}

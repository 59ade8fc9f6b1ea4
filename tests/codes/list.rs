//! Reads the list of codes. It knows the file's form and no law.

use std::collections::BTreeSet;

const LIST: &str = include_str!("../fixtures/codes.txt");

/// One line of the list.
pub struct Entry {
    /// The code, or the name of a deadline.
    pub code: &'static str,
    /// A deadline that nothing here opens.
    pub watched: bool,
    /// The keys of the law data that carry it: for most deadlines the name itself.
    pub keys: Vec<&'static str>,
}

/// The list, by its headings.
pub fn headings() -> Vec<(&'static str, Vec<Entry>)> {
    let mut found: Vec<(&'static str, Vec<Entry>)> = Vec::new();
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(heading) => found.push((heading, Vec::new())),
            None => found.last_mut().expect("a heading before the first code").1.push(entry(line)),
        }
    }
    found
}

/// The entries of every heading that begins with these words.
pub fn under(heading: &str) -> Vec<Entry> {
    let of = headings().into_iter().filter(|(name, _)| name.starts_with(heading));
    of.flat_map(|(_, entries)| entries).collect()
}

fn entry(line: &'static str) -> Entry {
    let (watched, line) = line.strip_prefix('-').map_or((false, line), |rest| (true, rest));
    match line.split_once(" = ") {
        Some((code, keys)) => Entry { code, watched, keys: keys.split(' ').collect() },
        None => Entry { code: line, watched, keys: vec![line] },
    }
}

/// Fails with everything that is missing, by heading.
#[track_caller]
pub fn nothing_missing(what: &str, missing: &[(String, Vec<String>)]) {
    let count: usize = missing.iter().map(|(_, codes)| codes.len()).sum();
    let lines: String = missing
        .iter()
        .filter(|(_, codes)| !codes.is_empty())
        .map(|(heading, codes)| format!("\n[{heading}] {}\n  {}", codes.len(), codes.join(" ")))
        .collect();
    assert!(count == 0, "{count} {what}:{lines}");
}

/// Numbers of the specification: if one is off, the list has lost a line or won one.
#[test]
fn the_list_is_whole() {
    let count = |heading| under(heading).len();
    let lifecycle = count("transitions") - count("transitions: complaint") - count("transitions: protest");
    assert_eq!((lifecycle, count("transitions: complaint"), count("transitions: protest")), (151, 14, 10));
    assert_eq!((count("guards"), count("grounds"), count("deadlines")), (89, 70, 126));
    assert_eq!(under("deadlines").iter().filter(|entry| entry.watched).count(), 18);
    // Of the 67 guards of an asset two are the case's; the program has some of its own beside them.
    let numbered =
        under("assets: guards").into_iter().filter(|entry| entry.code.as_bytes()[1].is_ascii_digit());
    let numbers: BTreeSet<&str> = numbered.map(|entry| &entry.code[1..3]).collect();
    assert_eq!(numbers.len(), 65);
    let all: Vec<_> = under("").into_iter().map(|entry| entry.code).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "a code stands twice in the list");
}

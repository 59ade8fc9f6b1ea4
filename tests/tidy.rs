//! The rules of the house that a program can check: what each floor may import, how long files and functions may be, what the
//! domain may not know, that both engines have the same migrations. Every offence is listed, not only the first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::fs;
use std::path::{Path, PathBuf};

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 70;
/// A test may list more: a table of bodies or of rows is data, not a path through code.
const TEST_FUNCTION_LINES: usize = 90;

/// What must not stand on a floor of the house, with what it would bring in.
const FORBIDDEN: &[(&str, &[&str])] = &[
    (
        "domain",
        &[
            "crate::store",
            "crate::service",
            "crate::http",
            "crate::app",
            "crate::settings",
            "crate::cli",
            "diesel",
            "actix",
            "std::fs",
            "std::env",
            "std::net",
            "SystemTime",
            "Instant::now",
            "Utc::now",
            "Local::now",
            "now_v7",
            "new_v4",
            "rand::",
            "HashMap",
            "HashSet",
            "f32",
            "f64",
        ],
    ),
    ("store", &["crate::service", "crate::http", "crate::app", "crate::cli"]),
    ("service", &["crate::http", "crate::app", "crate::cli", "actix", "diesel::"]),
    ("http", &["crate::cli", "diesel::"]),
];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// Made for tests only, by its name or its place.
    fn is_test(&self) -> bool {
        let in_src = self.path.strip_prefix("src/").or_else(|| self.path.strip_prefix("verifier/src/"));
        in_src.is_none_or(|path| path.contains("tests/") || path.ends_with("tests.rs"))
    }

    /// The lines of the program itself, without comments, texts and the tests at the end.
    fn program(&self) -> Vec<String> {
        if self.is_test() {
            return Vec::new();
        }
        let until_tests = self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        until_tests.map(bare).collect()
    }

    fn floor(&self) -> &str {
        self.path.split('/').nth(1).unwrap_or_default()
    }
}

/// A line without its texts and its comment.
fn bare(line: &str) -> String {
    let mut out = String::new();
    let (mut quoted, mut chars) = (false, line.chars().peekable());
    while let Some(c) = chars.next() {
        match c {
            '\\' if quoted => {
                chars.next();
            }
            '\'' if !quoted && matches!(chars.peek(), Some('"' | '{' | '}')) => {
                chars.next();
            }
            '"' => quoted = !quoted,
            '/' if !quoted && chars.peek() == Some(&'/') => break,
            _ if !quoted => out.push(c),
            _ => {}
        }
    }
    out
}

fn walk(folder: &Path, end: &str, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            walk(&path, end, found);
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
}

fn files(folders: &[&str], end: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in folders {
        walk(&root.join(folder), end, &mut found);
    }
    found.sort();
    let read = |path: PathBuf| Source {
        path: path.strip_prefix(root).unwrap().to_string_lossy().into_owned(),
        text: fs::read_to_string(&path).unwrap(),
    };
    found.into_iter().map(read).collect()
}

fn rust() -> Vec<Source> {
    files(&["src", "tests", "benches", "verifier"], ".rs")
}

#[track_caller]
fn none(offences: &[String]) {
    assert!(offences.is_empty(), "{} offences:\n{}", offences.len(), offences.join("\n"));
}

/// Whether a word stands in a line on its own, not as a part of a longer one.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(part);
        let after = line[at + word.len()..].chars().next().is_some_and(part);
        !before && (!after || word.ends_with(':'))
    })
}

#[test]
fn each_floor_knows_only_what_lies_below() {
    let mut offences = Vec::new();
    for source in rust() {
        let Some((_, words)) = FORBIDDEN.iter().find(|(floor, _)| *floor == source.floor()) else { continue };
        for (number, line) in source.program().iter().enumerate() {
            for word in words.iter().filter(|word| has_word(line, word)) {
                offences.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    none(&offences);
}

#[test]
fn nothing_gives_up_outside_the_tests() {
    let mut offences = Vec::new();
    for source in rust() {
        for (number, line) in source.program().iter().enumerate() {
            for word in [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!(", "unsafe "]
            {
                if line.contains(word) {
                    offences.push(format!("{}:{}: {word}", source.path, number + 1));
                }
            }
        }
    }
    none(&offences);
}

/// A state's name is a fact of the domain: the floors above pass it on and compare it nowhere.
#[test]
fn no_floor_above_compares_a_state() {
    let states = ["case", "asset"].map(|name| {
        let labels =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("config/text/states.toml"))
                .unwrap();
        let start = format!("\"state.{name}.");
        let codes =
            labels.lines().filter_map(|line| Some(line.strip_prefix(&start)?.split_once('"')?.0.to_owned()));
        codes.collect::<Vec<_>>()
    });
    let mut offences = Vec::new();
    for source in rust().iter().filter(|source| source.floor() == "http" && !source.is_test()) {
        let until_tests = source.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]"));
        for (number, line) in until_tests.enumerate() {
            let compares =
                ["== \"", "!= \"", "\" =>", "\" |", "matches!("].iter().any(|sign| line.contains(sign));
            for state in states.iter().flatten().filter(|_| compares) {
                if line.contains(&format!("\"{state}\"")) {
                    offences.push(format!("{}:{}: {state}", source.path, number + 1));
                }
            }
        }
    }
    none(&offences);
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut offences = Vec::new();
    for source in rust() {
        let lines = source.text.lines().count();
        if lines >= FILE_LINES {
            offences.push(format!("{}: {lines} lines", source.path));
        }
        if !source.text.starts_with("//! ") {
            offences.push(format!("{}: does not open with //!", source.path));
        }
    }
    none(&offences);
}

/// The lines of every function, found by counting braces.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    // Functions that are open: name, first line, depth outside of them, whether their body has begun.
    let mut open: Vec<(String, usize, i32, bool)> = Vec::new();
    let mut depth = 0;
    for (number, line) in source.text.lines().map(bare).enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let Some(at) = words.iter().position(|word| *word == "fn")
            && words[..at]
                .iter()
                .all(|word| word.starts_with("pub") || ["const", "async", "in"].contains(word))
        {
            let name = words.get(at + 1).and_then(|word| word.split(['(', '<']).next()).unwrap_or_default();
            open.push((name.to_owned(), number, depth, false));
        }
        for c in line.chars() {
            depth += i32::from(c == '{') - i32::from(c == '}');
            if let Some((_, _, outside, begun)) = open.last_mut() {
                *begun |= depth > *outside;
            }
        }
        let declared = line.trim_end().ends_with(';');
        while let Some((name, first, outside, begun)) = open.last().cloned() {
            if depth > outside || !(begun || declared) {
                break;
            }
            found.push((format!("{}:{}: {name}", source.path, first + 1), number + 1 - first));
            open.pop();
        }
    }
    found
}

#[test]
fn functions_are_short() {
    let sources = rust();
    let bound = |name: &str| if name.contains("tests/") { TEST_FUNCTION_LINES } else { FUNCTION_LINES };
    let long = sources.iter().flat_map(functions).filter(|(name, lines)| *lines >= bound(name));
    none(&long.map(|(name, lines)| format!("{name}: {lines} lines")).collect::<Vec<_>>());
}

#[test]
fn the_counter_of_lines_counts() {
    let text =
        "fn one(\n    a: u8,\n) -> u8 {\n    let b = '{';\n    \"}\"; // }\n}\npub const fn two() {}\n";
    let source = Source { path: "x.rs".to_owned(), text: text.to_owned() };
    assert_eq!(functions(&source), [("x.rs:1: one".to_owned(), 6), ("x.rs:7: two".to_owned(), 1)]);
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn the_configuration_can_be_read() {
    let wrong = files(&["config"], ".toml").into_iter().filter_map(|source| {
        let error = source.text.parse::<toml::Table>().err()?;
        Some(format!("{}: {error}", source.path))
    });
    none(&wrong.collect::<Vec<_>>());
}

//! What the README shows runs as it stands there: its bash blocks, in order, against `thads demo` on a free port with a
//! folder and a database of its own, on both engines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub,
    reason = "tests say what went wrong by stopping"
)]

#[path = "api/support/db.rs"]
mod db;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

const README: &str = include_str!("../README.md");

/// A demo server that ends with the test.
struct Demo {
    process: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl Demo {
    /// Loaded and listening. Without a database of its own it makes one in its folder, as the README says.
    fn start(database: Option<&str>) -> Demo {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_thads"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("THADS_")) {
            command.env_remove(name);
        }
        command
            .args(["demo", "--folder"])
            .arg(folder.path())
            .env("THADS__SERVER__ADDRESS", "127.0.0.1:0")
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped());
        if let Some(url) = database {
            command.env("THADS__DATABASE__URL", url);
        }
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let url = lines.find_map(|line| line.unwrap().strip_prefix("thads demo: ").map(str::to_owned));
        let url = url.unwrap_or_else(|| panic!("the demo did not start: {:?}", process.wait()));
        // What it prints after that goes nowhere, but it must be able to print it.
        std::thread::spawn(move || lines.for_each(drop));
        Demo { process, url, _folder: folder }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The fenced blocks that are marked `bash`; those marked `sh` start or build something and are for people only.
fn script() -> String {
    let mut blocks = README.split("\n```bash\n").skip(1).map(|rest| rest.split("\n```").next().unwrap());
    let script: String = blocks.by_ref().map(|block| format!("{block}\n")).collect();
    assert!(script.contains("confirm_result"), "the README goes to the end of the line");
    script
}

fn runs(database: Option<&str>) {
    let demo = Demo::start(database);
    let mut shell = Command::new("bash")
        .args(["-euo", "pipefail"])
        .env("THADS_URL", &demo.url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    shell.stdin.take().unwrap().write_all(script().as_bytes()).unwrap();
    let done = shell.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{}\n{said}\n{errors}", done.status);
    assert!(said.lines().any(|line| line == "stage: ended"), "{said}\n{errors}");
}

mod the_readme_runs {
    #[test]
    fn sqlite() {
        super::runs(None);
    }

    #[test]
    fn postgres() {
        if let Some(db) = super::db::Db::postgres() {
            super::runs(Some(&db.url));
        }
    }
}

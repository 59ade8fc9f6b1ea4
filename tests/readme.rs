//! README's commands are true: the fenced `bash` blocks run, in order, against a demo server on each engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects")]

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

struct Server {
    child: Child,
    url: String,
    /// Kept open: a server that may no longer greet would stop.
    _greeting: BufReader<ChildStdout>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Every ```bash block of README, as one script.
fn script() -> String {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let blocks: Vec<&str> =
        readme.split("```bash\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 8, "README has lost its walk-through");
    format!("set -euo pipefail\n{}", blocks.join("\n"))
}

fn demo(folder: &std::path::Path, database: Option<&str>) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thads"));
    command.arg("demo").arg("--folder").arg(folder).env("THADS__SERVER__ADDRESS", "127.0.0.1:0");
    if let Some(url) = database {
        command.env("THADS__DATABASE__URL", url);
    }
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    let mut greeting = BufReader::new(child.stdout.take().unwrap());
    greeting.read_line(&mut line).unwrap();
    let url = line.trim().strip_prefix("thads demo: ").expect("the demo greets with its address").to_owned();
    Server { child, url, _greeting: greeting }
}

fn walk(server: &Server) {
    let output = Command::new("bash").arg("-c").arg(script()).env("THADS_URL", &server.url).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "README's commands failed\n{said}\n{errors}");
    assert!(said.contains("G-VOL-OVER"), "the refusal is not shown: {said}");
    assert!(said.contains("\"stage\":\"ended\""), "the case has not ended: {said}");
    assert!(said.contains("T-KT-05"), "the history is not whole: {said}");
}

mod the_whole_line {
    use super::{Command, demo, walk};

    #[test]
    fn sqlite() {
        let folder = tempfile::tempdir().unwrap();
        walk(&demo(folder.path(), None));
    }

    #[test]
    fn postgres() {
        if std::env::var("THADS_TEST_ENGINES").as_deref() == Ok("sqlite") {
            return;
        }
        let cluster = std::env::var("TEST_DATABASE_URL").expect(
            "TEST_DATABASE_URL is not set: run tests/run, which starts PostgreSQL, or set THADS_TEST_ENGINES=sqlite",
        );
        let (server, _) = cluster.rsplit_once('/').unwrap();
        let name = format!("thads_readme_{}", std::process::id());
        let psql = |sql: String| {
            assert!(Command::new("psql").args([cluster.as_str(), "-qc", &sql]).status().unwrap().success());
        };
        psql(format!("CREATE DATABASE {name}"));
        let folder = tempfile::tempdir().unwrap();
        walk(&demo(folder.path(), Some(&format!("{server}/{name}"))));
        psql(format!("DROP DATABASE {name} WITH (FORCE)"));
    }
}

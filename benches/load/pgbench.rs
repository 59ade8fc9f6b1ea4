//! pgbench with the statements of one kind of request, and its latencies read from its own log.

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::client::{Kind, Run};
use crate::{CONNECTIONS, Options, fill};

/// Runs for so many seconds.
pub fn run(options: &Options, url: &str, kind: Kind, seconds: u64) -> Run {
    let place = tempfile::tempdir().unwrap();
    let script = format!("{}/benches/pgbench/{}.sql", env!("CARGO_MANIFEST_DIR"), kind.name());
    let started = Instant::now();
    let output = Command::new(&options.pgbench)
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2", "--log"])
        .arg(format!("--log-prefix={}/log", place.path().display()))
        .arg(format!("--client={CONNECTIONS}"))
        .arg(format!("--time={seconds}"))
        .arg(format!("--define=officers={}", fill::OFFICERS))
        .arg(format!("--define=own={}", fill::own_cases(options.cases)))
        .arg(format!("--file={script}"))
        .arg(url)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .output()
        .expect("pgbench");
    let took = started.elapsed().as_secs_f64();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut micros = Vec::new();
    for entry in std::fs::read_dir(place.path()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        // client, transaction, latency in microseconds, script, time
        micros.extend(text.lines().filter_map(|line| line.split(' ').nth(2)?.parse::<u64>().ok()));
    }
    Run { micros, seconds: took.min(seconds as f64) }
}

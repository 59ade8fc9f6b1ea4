//! The figures, and the plans of the statements at the loaded volume, as Markdown.

use std::fmt::Write;

use diesel::pg::PgConnection;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};

use crate::client::{Kind, Run};
use crate::{CONNECTIONS, Options, fill};

/// All runs of one kind on one side.
#[derive(Default)]
pub struct Figures {
    micros: Vec<u64>,
    seconds: f64,
}

impl Figures {
    /// Adds a run.
    pub fn add(&mut self, run: Run) {
        self.micros.extend(run.micros);
        self.micros.sort_unstable();
        self.seconds += run.seconds;
    }

    /// Requests in a second.
    pub fn rate(&self) -> u64 {
        (self.micros.len() as f64 / self.seconds) as u64
    }

    /// The latency that so many of a thousand do not exceed, in milliseconds.
    fn latency(&self, thousandth: usize) -> f64 {
        let at = self.micros.len().saturating_sub(1) * thousandth / 1000;
        self.micros.get(at).copied().unwrap_or_default() as f64 / 1000.0
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    text: String,
}

/// The report.
pub fn markdown(
    options: &Options,
    loaded: &str,
    figures: &[(Kind, Figures, Figures)],
    conn: &mut PgConnection,
) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "## Load on PostgreSQL\n\n{loaded}. {CONNECTIONS} connections, {} runs of {} s each, in turn with pgbench.\n", options.rounds, options.seconds);
    let _ = writeln!(out, "| Request | req/s | p50 ms | p99 ms | pgbench tx/s | p50 ms | p99 ms | server : pgbench |");
    let _ = writeln!(out, "|---|---:|---:|---:|---:|---:|---:|---:|");
    for (kind, server, database) in figures {
        let _ = writeln!(
            out,
            "| {} | {} | {:.1} | {:.1} | {} | {:.1} | {:.1} | {:.2} |",
            kind.name(),
            server.rate(),
            server.latency(500),
            server.latency(990),
            database.rate(),
            database.latency(500),
            database.latency(990),
            server.rate() as f64 / database.rate() as f64,
        );
    }
    let case = fill::own_case(0, fill::own_cases(options.cases) / 2);
    let officer = fill::officer(0);
    let office = "0197c0de-0001-7000-8000-000000000000";
    let of = format!("FROM cases WHERE office_id = '{office}' AND officer_id = '{officer}'");
    let read = format!("SELECT * {of} AND id = '{case}' LIMIT 1");
    let list = format!("SELECT id, number, mode, stage, held, decided_on, officer_id, amount_due, amount_paid, version {of} AND id > '{case}' ORDER BY id LIMIT 51");
    for (name, query) in [("read", read), ("list", list)] {
        let _ = writeln!(out, "\nPlan of {name} at this volume:\n\n```");
        let lines: Vec<Line> = sql_query(format!("EXPLAIN (ANALYZE, BUFFERS) {query}")).load(conn).unwrap();
        for line in lines {
            let _ = writeln!(out, "{}", line.text);
        }
        let _ = writeln!(out, "```");
    }
    out
}

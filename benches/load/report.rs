//! The figures, and the plans of the statements at the loaded volume, as Markdown.

use std::fmt::Write;

use diesel::connection::SimpleConnection;
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
    let _ = writeln!(
        out,
        "## Load on PostgreSQL\n\n{loaded}. {CONNECTIONS} connections, {} runs of {} s each, in turn with pgbench.\n",
        options.rounds, options.seconds
    );
    let head = "Request | req/s | p50 ms | p99 ms | pgbench tx/s | p50 ms | p99 ms | server : pgbench";
    let _ = writeln!(out, "| {head} |");
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
    for (name, parameters, query) in STATEMENTS {
        let _ = writeln!(out, "\nPlan of {name} at this volume, once the statement is prepared:\n\n```");
        for line in plan(options, conn, parameters, query) {
            let _ = writeln!(out, "{line}");
        }
        let _ = writeln!(out, "```");
    }
    out
}

/// The two reads, with parameters as the server sends them.
const STATEMENTS: [(&str, &str, &str); 2] = [
    (
        "read",
        "1",
        "SELECT id, office_id, division_id, officer_id, judgment_id, request_id, number, mode, stage, held, decided_on, \
         amount_due, amount_paid, version, doc, created_at, updated_at FROM cases \
         WHERE office_id = $1 AND officer_id = $2 AND id = $3 LIMIT $4",
    ),
    (
        "list",
        "51",
        "SELECT id, number, mode, stage, held, decided_on, division_id, officer_id, amount_due, amount_paid, version \
         FROM cases WHERE office_id = $1 AND officer_id = $2 AND id > $3 ORDER BY id LIMIT $4",
    ),
];

/// The plan after the statement was executed as often as PostgreSQL needs to choose one for all parameters.
fn plan(options: &Options, conn: &mut PgConnection, limit: &str, query: &str) -> Vec<String> {
    let case = fill::own_case(0, fill::own_cases(options.cases) / 2);
    let values = format!("'{}', '{}', '{case}', {limit}", fill::office(), fill::officer(0));
    plan_lines(conn, "uuid, uuid, uuid, bigint", &values, query)
}

/// The plan of a statement with parameters of these types and values.
pub fn plan_lines(conn: &mut PgConnection, types: &str, values: &str, query: &str) -> Vec<String> {
    let execute = format!("EXECUTE shown ({values})");
    conn.batch_execute(&format!("PREPARE shown ({types}) AS {query}")).unwrap();
    for _ in 0..6 {
        conn.batch_execute(&execute).unwrap();
    }
    let lines: Vec<Line> = sql_query(format!("EXPLAIN (ANALYZE, BUFFERS) {execute}")).load(conn).unwrap();
    conn.batch_execute("DEALLOCATE shown").unwrap();
    lines.into_iter().map(|line| line.text).collect()
}

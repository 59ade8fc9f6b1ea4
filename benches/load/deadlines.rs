//! Lists of deadlines across cases at a large volume, and the board of a large case: latencies of the running server, one request
//! after the other, and the plans of the statements. What it fills in comes on top of the load's volume.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use serde_json::{Value, json};
use thads::domain::deadline::Reckoning;
use thads::domain::law::Law;
use thads::service::token::Tokens;

use crate::listing::{self, Asked, first_day};
use crate::report::plan_lines;
use crate::{Options, fill};

/// Events and parties of the large case.
const EVENTS: usize = 500;
const PARTIES: usize = 50;

fn asked() -> Vec<Asked> {
    let (head, chief, auditor) = (fill::head(0), fill::chief(0), fill::auditor());
    let officer = fill::officer(0);
    let list =
        |name, who, query: &str| Asked { name, who, path: format!("/api/v1/deadlines?limit=50{query}") };
    let division = format!("&division={}", fill::division(0));
    let by_officer = format!("&officer={officer}&status=open&key=notify");
    vec![
        list("head: open", head, "&status=open"),
        list("head: open, from a day", head, "&status=open&due_from={day}"),
        list("head: open duties of the office, from a day", head, "&status=open&duty=office&due_from={day}"),
        list("head: open, another body's (rare)", head, "&status=open&duty=other&due_from={day}"),
        list("head: breached", head, "&breached=true"),
        list("head: not breached, from a day", head, "&breached=false&due_from={day}"),
        list("head: one rare key", head, "&status=open&key=kctt_notify"),
        list("head: three keys, all statuses", head, "&key=notify,send_vks,kctt_notify&due_from={day}"),
        list("head: ten keys, all statuses", head, KEYS),
        list("head: alarms", head, "&alarm=true"),
        list("head: a division, open", head, &format!("{division}&status=open&due_from={{day}}")),
        list("head: an officer and a key", head, &by_officer),
        list("head: no filter", head, ""),
        list("chief: breached", chief, "&breached=true"),
        list("officer: open", officer, "&status=open&due_from={day}"),
        list("officer: no filter", officer, ""),
        list("auditor: open", auditor, "&status=open&due_from={day}"),
        list("auditor: one rare key", auditor, "&status=open&key=kctt_notify"),
        Asked {
            name: "officer: actions of the large case",
            who: officer,
            path: format!("/api/v1/cases/{}/actions", fill::own_case(0, 0)),
        },
    ]
}

const KEYS: &str =
    "&key=notify,send_vks,open_file,verify_first,payout,postpone,resume,terminate,publish,voluntary";

/// Fills, asks, and reports as Markdown.
pub fn measure(options: &Options, address: &str, tokens: &Tokens, conn: &mut PgConnection) -> String {
    let filled = fill_in(options, conn);
    let mut out = format!("## Deadlines across cases\n\n{filled}\n\n");
    listing::measure(&mut out, address, tokens, &asked());
    plans(&mut out, conn);
    let _ = writeln!(
        out,
        "\nRepeat with `benches/run --only deadlines`; another volume with `--deadlines 1000000`."
    );
    out
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn fill_in(options: &Options, conn: &mut PgConnection) -> String {
    fill::people(conn);
    let law = Law::embedded().unwrap();
    let start = first_day();
    let reckoning = Reckoning::new(law.deadline("notify", start, start).unwrap());
    let computation = serde_json::to_string(&reckoning).unwrap();
    let sql = include_str!("deadlines.sql")
        .replace(":officers", &fill::OFFICERS.to_string())
        .replace(":cases", &options.cases.to_string())
        .replace(":open", &options.deadlines.to_string())
        .replace(":edition", &format!("'{}'", law.calendar().edition()))
        .replace(":computation", &format!("'{}'", computation.replace('\'', "''")));
    conn.batch_execute(&sql).unwrap();
    large_case(conn);
    for table in ["deadlines", "events", "parties", "obligations", "cases"] {
        conn.batch_execute(&format!("VACUUM (FREEZE, ANALYZE) {table}")).unwrap();
    }
    conn.batch_execute("ANALYZE; CHECKPOINT").unwrap();
    let mut counted = |condition: &str| -> i64 {
        let query = format!("SELECT count(*) AS count FROM deadlines WHERE {condition}");
        sql_query(query).get_result::<Count>(conn).unwrap().count
    };
    format!(
        "{} open deadlines beside {} breached and {} closed ones, of {} cases at 10 offices. The large case has {EVENTS} events \
         and {PARTIES} parties.",
        counted("status = 'open'"),
        counted("status = 'breached'"),
        counted("closed_on IS NOT NULL"),
        options.cases,
    )
}

#[derive(QueryableByName)]
struct Doc {
    #[diesel(sql_type = Text)]
    doc: String,
}

/// The first officer's first case with many events, parties, debtors and decisions. Its document grows from what it is, whatever
/// that looks like.
fn large_case(conn: &mut PgConnection) {
    let case = fill::own_case(0, 0);
    let query = format!("SELECT doc FROM cases WHERE id = '{case}'");
    let mut doc: Value =
        serde_json::from_str(&sql_query(query).get_result::<Doc>(conn).unwrap().doc).unwrap();
    for (list, size, id) in
        [("debtors", PARTIES / 2, "party"), ("decisions", 60, "id"), ("verifications", 12, "")]
    {
        let Some(entries) = doc[list].as_array_mut().filter(|entries| !entries.is_empty()) else { continue };
        let sample = entries[0].clone();
        while entries.len() < size {
            let mut entry = sample.clone();
            if !id.is_empty() {
                entry[id] = json!(uuid::Uuid::now_v7());
            }
            entries.push(entry);
        }
    }
    let sql = include_str!("large_case.sql")
        .replace(":case", &format!("'{case}'"))
        .replace(":events", &EVENTS.to_string())
        .replace(":parties", &PARTIES.to_string())
        .replace(":doc", &format!("'{}'", doc.to_string().replace('\'', "''")));
    conn.batch_execute(&sql).unwrap();
}

/// One stream of a list, with parameters as the server sends them.
fn plans(out: &mut String, conn: &mut PgConnection) {
    let tail = "(due_on > $4 OR id > $5) ORDER BY due_on, id LIMIT $6";
    let day = first_day();
    let zero = uuid::Uuid::nil();
    let now: DateTime<Utc> = Utc::now();
    let office = fill::office();
    for (name, types, values, query) in [
        (
            "an office's open deadlines, from a place on",
            "uuid, text, date, date, uuid, bigint",
            format!("'{office}', 'open', '{day}', '{day}', '{zero}', 51"),
            format!(
                "SELECT * FROM deadlines WHERE office_id = $1 AND status = $2 AND due_on >= $3 AND {tail}"
            ),
        ),
        (
            "the places of one key among them",
            "uuid, text, date, date, uuid, bigint",
            format!("'{office}', 'open', '{day}', '{day}', '{zero}', 51"),
            format!(
                "SELECT due_on, id FROM deadlines WHERE office_id = $1 AND key = 'kctt_notify' AND status = $2 \
                 AND due_on >= $3 AND {tail}"
            ),
        ),
        (
            "what the loop looks for",
            "timestamptz, bigint",
            format!("'{}', 200", now.to_rfc3339()),
            "SELECT * FROM deadlines WHERE lapses_at <= $1 ORDER BY lapses_at, id LIMIT $2".to_owned(),
        ),
    ] {
        let _ = writeln!(out, "\nPlan of {name}, once the statement is prepared:\n\n```");
        for line in plan_lines(conn, types, &values, &query) {
            let _ = writeln!(out, "{line}");
        }
        let _ = writeln!(out, "```");
    }
}

//! Both engines' migrations give the same tables with the same columns, and the same ones as the queries expect.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::support::TestDb;
use crate::store::{Conn, Store, StoreError};

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    tab: String,
    #[diesel(sql_type = Text)]
    col: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    required: i64,
}

type Columns = BTreeMap<(String, String), (String, bool)>;

fn columns(store: &Store) -> Columns {
    let in_postgres = "SELECT table_name::text AS tab, column_name::text AS col, data_type::text AS kind, \
             (CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END)::bigint AS required \
         FROM information_schema.columns WHERE table_schema = 'public'";
    let in_sqlite = "SELECT m.name AS tab, p.name AS col, lower(p.type) AS kind, p.\"notnull\" AS required \
         FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";
    let rows = store.read(|conn| {
        let sql = match conn {
            Conn::Pg(_) => in_postgres,
            Conn::Sqlite(_) => in_sqlite,
        };
        Ok::<_, StoreError>(diesel::sql_query(sql).load::<Column>(conn)?)
    });
    let kept = rows
        .unwrap()
        .into_iter()
        .filter(|row| !row.tab.starts_with("__diesel") && !row.tab.starts_with("sqlite_"));
    kept.map(|row| ((row.tab, row.col), (common(&row.kind).to_owned(), row.required != 0))).collect()
}

/// What a type of PostgreSQL is in SQLite.
fn common(kind: &str) -> &str {
    match kind {
        "uuid" | "timestamp with time zone" | "date" => "text",
        "bigint" | "boolean" => "integer",
        same => same,
    }
}

#[test]
fn both_engines_have_the_same_columns() {
    let sqlite = columns(TestDb::sqlite().store());
    assert!(sqlite.len() > 200, "{}", sqlite.len());
    if let Some(postgres) = TestDb::postgres() {
        assert_eq!(columns(postgres.store()), sqlite);
    }
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| {
        let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("postgres"), names("sqlite"));
}

#[test]
fn every_unique_rule_has_its_name_on_both_engines() {
    let named = |engine: &str| {
        let folder = format!("{}/migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
        let texts = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path().join("up.sql")).unwrap());
        texts.collect::<String>()
    };
    for text in [named("postgres"), named("sqlite")] {
        for line in text.lines().filter(|line| line.contains("UNIQUE") || line.contains("PRIMARY KEY (")) {
            let name = line.split("CONSTRAINT ").nth(1).and_then(|rest| rest.split(' ').next());
            let known = crate::store::error::CONSTRAINTS.iter().any(|(known, _)| Some(*known) == name);
            assert!(known, "not in CONSTRAINTS: {line}");
        }
    }
}

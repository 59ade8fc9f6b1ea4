//! Everything that stands in the database, read by SQL past the application: what the invariants are judged on.

use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;
use thads::store::{Conn, Store, StoreError};

use crate::invariants::Tables;

/// The tables that the invariants look at.
const TABLES: &[&str] = &[
    "account_balances",
    "assets",
    "cases",
    "decisions",
    "distribution_lines",
    "distributions",
    "events",
    "fee_accounts",
    "ledger_entries",
    "matters",
    "obligations",
    "payouts",
    "postings",
    "receipts",
];

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    text: String,
}

/// Rows of every table; texts that hold a document are read.
pub fn read(store: &Store) -> Tables {
    let all = store.read(|conn: &mut Conn| {
        let of = |table: &&str| Ok(((*table).to_owned(), rows(conn, table)?));
        TABLES.iter().map(of).collect::<Result<_, StoreError>>()
    });
    all.unwrap()
}

fn rows(conn: &mut Conn, table: &str) -> Result<Vec<Value>, StoreError> {
    let sql = match conn {
        Conn::Pg(_) => format!("SELECT row_to_json(t)::text AS text FROM {table} t"),
        Conn::Sqlite(sqlite) => {
            let columns: Vec<Row> =
                diesel::sql_query(format!("SELECT name AS text FROM pragma_table_info('{table}')"))
                    .load(sqlite)?;
            let pairs: Vec<String> = columns.iter().map(|row| format!("'{0}', {0}", row.text)).collect();
            format!("SELECT json_object({}) AS text FROM {table}", pairs.join(", "))
        }
    };
    let rows: Vec<Row> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.iter().map(|row| document(&row.text)).collect())
}

fn document(text: &str) -> Value {
    let mut row: Value = serde_json::from_str(text).unwrap();
    for value in row.as_object_mut().unwrap().values_mut() {
        if let Some(document) = value.as_str().filter(|text| text.starts_with('{')) {
            *value = serde_json::from_str(document).unwrap();
        }
    }
    row
}

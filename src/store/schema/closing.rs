//! The tables of closing and control of the books, as the queries see them.

diesel::table! {
    use crate::store::types::columns::*;

    closed_periods (office_id, kind, to_on) {
        office_id -> Id,
        kind -> Text,
        from_on -> Date,
        to_on -> Date,
        matter_id -> Id,
        digest -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    bank_statements (matter_id) {
        matter_id -> Id,
        office_id -> Id,
        ledger -> Text,
        account -> Text,
        statement -> Text,
        from_on -> Date,
        to_on -> Date,
        opening -> BigInt,
        closing -> BigInt,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    statement_lines (matter_id, line) {
        matter_id -> Id,
        line -> Integer,
        office_id -> Id,
        ledger -> Text,
        statement -> Text,
        reference -> Text,
        end_to_end -> Nullable<Text>,
        booked_on -> Date,
        incoming -> Bool,
        amount -> BigInt,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    statement_matches (ledger, entry_id, posting) {
        ledger -> Text,
        entry_id -> Id,
        posting -> Integer,
        matter_id -> Id,
        line -> Integer,
        how -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    handover_balances (matter_id, file_id, account) {
        matter_id -> Id,
        file_id -> Id,
        account -> Text,
        debit -> BigInt,
        credit -> BigInt,
    }
}

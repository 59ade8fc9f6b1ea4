//! The tables of the search of auditors, as the queries see them; the rest stand in [`super::schema`].

use super::schema::{events, refused_attempts};

diesel::table! {
    use crate::store::types::columns::*;

    event_marks (event_id, mark, subject) {
        event_id -> Id,
        mark -> Text,
        subject -> Text,
        office_id -> Id,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    refused_codes (attempt_id, code) {
        attempt_id -> Id,
        code -> Text,
        office_id -> Nullable<Id>,
        at -> Instant,
    }
}

diesel::allow_tables_to_appear_in_same_query!(events, event_marks);
diesel::allow_tables_to_appear_in_same_query!(refused_attempts, refused_codes);

//! The tables of what was known when: every version of a row with the time during which it held. They mirror the live tables.

use super::schema::{cases, events, matters, requests};

diesel::table! {
    use crate::store::types::columns::*;

    aggregate_heads (event_id) {
        event_id -> Id,
        kind -> Text,
        aggregate_id -> Id,
        office_id -> Id,
        division_id -> Nullable<Id>,
        officer_id -> Nullable<Id>,
        case_id -> Nullable<Id>,
        state -> Text,
        held -> Bool,
        confidential -> Bool,
        from_at -> Instant,
        until_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    deadline_versions (place) {
        place -> BigInt,
        id -> Id,
        office_id -> Id,
        division_id -> Nullable<Id>,
        officer_id -> Nullable<Id>,
        case_id -> Nullable<Id>,
        request_id -> Nullable<Id>,
        judgment_id -> Nullable<Id>,
        asset_id -> Nullable<Id>,
        key -> Text,
        regime -> Text,
        started_on -> Date,
        due_on -> Date,
        due_at -> Nullable<Instant>,
        provisional -> Bool,
        status -> Text,
        computation -> Text,
        opened_seq -> BigInt,
        closed_on -> Nullable<Date>,
        created_at -> Instant,
        about_id -> Nullable<Id>,
        matter_id -> Nullable<Id>,
        duty -> Nullable<Text>,
        imported -> Bool,
        lapses_at -> Nullable<Instant>,
        alarm_at -> Nullable<Instant>,
        breached_at -> Nullable<Instant>,
        calendar -> Text,
        from_at -> Instant,
        until_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    obligation_versions (place) {
        place -> BigInt,
        id -> Id,
        judgment_id -> Id,
        office_id -> Id,
        case_id -> Nullable<Id>,
        debtor_id -> Id,
        creditor_id -> Nullable<Id>,
        mode -> Text,
        kind -> Text,
        amount -> BigInt,
        paid -> BigInt,
        status -> Text,
        due_on -> Nullable<Date>,
        doc -> Text,
        from_at -> Instant,
        until_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    notice_versions (place) {
        place -> BigInt,
        id -> Id,
        office_id -> Id,
        case_id -> Id,
        decision_id -> Nullable<Id>,
        addressee_id -> Id,
        channel -> Text,
        valid_on -> Nullable<Date>,
        doc -> Text,
        created_at -> Instant,
        from_at -> Instant,
        until_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    party_versions (place) {
        place -> BigInt,
        party_id -> Id,
        judgment_id -> Id,
        office_id -> Id,
        kind -> Text,
        budget_funded -> Bool,
        name -> Nullable<Text>,
        name_salt -> Nullable<Text>,
        name_digest -> Nullable<Text>,
        address -> Nullable<Text>,
        address_salt -> Nullable<Text>,
        address_digest -> Nullable<Text>,
        identity_number -> Nullable<Text>,
        identity_number_salt -> Nullable<Text>,
        identity_number_digest -> Nullable<Text>,
        bank_account -> Nullable<Text>,
        bank_account_salt -> Nullable<Text>,
        bank_account_digest -> Nullable<Text>,
        redacted -> Text,
        from_at -> Instant,
        until_at -> Instant,
    }
}

diesel::allow_tables_to_appear_in_same_query!(aggregate_heads, events);
diesel::allow_tables_to_appear_in_same_query!(aggregate_heads, cases);
diesel::allow_tables_to_appear_in_same_query!(aggregate_heads, requests);
diesel::allow_tables_to_appear_in_same_query!(aggregate_heads, obligation_versions);
diesel::allow_tables_to_appear_in_same_query!(deadline_versions, matters);

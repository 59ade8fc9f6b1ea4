//! The tables, as the queries see them. Both engines' migrations give these columns, which a test compares.

mod closing;

pub use closing::{bank_statements, closed_periods, handover_balances, statement_lines, statement_matches};

diesel::table! {
    use crate::store::types::columns::*;

    offices (id) {
        id -> Id,
        code -> Text,
        parent_id -> Nullable<Id>,
        kind -> Text,
        name -> Text,
        is_city -> Bool,
        from_on -> Date,
        to_on -> Nullable<Date>,
        books_closed_on -> Nullable<Date>,
        cash_closed_on -> Nullable<Date>,
        cash_differs_on -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    users (id) {
        id -> Id,
        login -> Text,
        display_name -> Text,
        password_hash -> Text,
        active -> Bool,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    role_grants (id) {
        id -> Id,
        user_id -> Id,
        office_id -> Id,
        division_id -> Nullable<Id>,
        role -> Text,
        from_on -> Date,
        to_on -> Nullable<Date>,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    delegations (id) {
        id -> Id,
        office_id -> Id,
        delegator_id -> Id,
        delegate_id -> Id,
        documents -> Text,
        division_id -> Nullable<Id>,
        from_on -> Date,
        to_on -> Date,
        basis -> Text,
        revoked_on -> Nullable<Date>,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    refresh_tokens (id) {
        id -> Id,
        token_hash -> Text,
        family_id -> Id,
        user_id -> Id,
        issued_at -> Instant,
        expires_at -> Instant,
        used_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    idempotency_keys (user_id, key) {
        user_id -> Id,
        key -> Text,
        digest -> Text,
        status -> Integer,
        headers -> Text,
        body -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    counters (office_id, book, year) {
        office_id -> Id,
        book -> Text,
        year -> Integer,
        last -> BigInt,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    judgments (id) {
        id -> Id,
        office_id -> Id,
        division_id -> Nullable<Id>,
        version -> BigInt,
        number -> Text,
        issuer -> Text,
        pronounced_on -> Date,
        in_force_on -> Nullable<Date>,
        received_on -> Nullable<Date>,
        state -> Text,
        doc -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    parties (id) {
        id -> Id,
        judgment_id -> Id,
        office_id -> Id,
        kind -> Text,
        name -> Text,
        doc -> Text,
        identity -> Nullable<Text>,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    requests (id) {
        id -> Id,
        office_id -> Id,
        division_id -> Nullable<Id>,
        judgment_id -> Id,
        version -> BigInt,
        state -> Text,
        requested_on -> Date,
        case_id -> Nullable<Id>,
        doc -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    cases (id) {
        id -> Id,
        office_id -> Id,
        division_id -> Nullable<Id>,
        officer_id -> Nullable<Id>,
        judgment_id -> Id,
        request_id -> Nullable<Id>,
        number -> Text,
        mode -> Text,
        stage -> Text,
        held -> Bool,
        decided_on -> Date,
        amount_due -> BigInt,
        amount_paid -> BigInt,
        version -> BigInt,
        doc -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    obligations (id) {
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
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    assets (id) {
        id -> Id,
        office_id -> Id,
        case_id -> Id,
        version -> BigInt,
        state -> Text,
        kind -> Text,
        name -> Text,
        doc -> Text,
        created_at -> Instant,
        identifier -> Nullable<Text>,
        certificate_until -> Nullable<Date>,
        hand_over_until -> Nullable<Date>,
        moved_on -> Nullable<Date>,
        awaits_registry -> Bool,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    decisions (id) {
        id -> Id,
        office_id -> Id,
        case_id -> Nullable<Id>,
        request_id -> Nullable<Id>,
        asset_id -> Nullable<Id>,
        kind -> Text,
        book -> Text,
        year -> Integer,
        number -> BigInt,
        full_number -> Text,
        signed_on -> Date,
        signer_id -> Id,
        delegation_id -> Nullable<Id>,
        preparer_id -> Nullable<Id>,
        content -> Text,
        created_at -> Instant,
        matter_id -> Nullable<Id>,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    notices (id) {
        id -> Id,
        office_id -> Id,
        case_id -> Id,
        decision_id -> Nullable<Id>,
        addressee_id -> Id,
        channel -> Text,
        valid_on -> Nullable<Date>,
        doc -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    deadlines (id) {
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
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    events (id) {
        id -> Id,
        aggregate_kind -> Text,
        aggregate_id -> Id,
        seq -> BigInt,
        office_id -> Id,
        case_id -> Nullable<Id>,
        code -> Text,
        action -> Text,
        actor_id -> Id,
        effective_on -> Date,
        recorded_at -> Instant,
        previous_hash -> Text,
        hash -> Text,
        body -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    refused_attempts (id) {
        id -> Id,
        at -> Instant,
        actor_id -> Id,
        office_id -> Nullable<Id>,
        aggregate_kind -> Text,
        aggregate_id -> Nullable<Id>,
        action -> Text,
        codes -> Text,
        body -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    receipts (id) {
        id -> Id,
        office_id -> Id,
        case_id -> Nullable<Id>,
        matter_id -> Nullable<Id>,
        asset_id -> Nullable<Id>,
        book -> Text,
        year -> Integer,
        number -> BigInt,
        kind -> Text,
        channel -> Text,
        amount -> BigInt,
        received_on -> Date,
        lookup -> Text,
        doc -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    ledger_entries (id) {
        id -> Id,
        office_id -> Id,
        file_id -> Id,
        case_id -> Nullable<Id>,
        kind -> Text,
        posted_on -> Date,
        reverses_id -> Nullable<Id>,
        memo -> Text,
        source_kind -> Text,
        source_id -> Id,
        code -> Text,
        seq -> Nullable<BigInt>,
        voucher_id -> Nullable<Id>,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    postings (entry_id, line) {
        entry_id -> Id,
        line -> Integer,
        office_id -> Id,
        file_id -> Id,
        posted_on -> Date,
        debit -> Text,
        credit -> Text,
        amount -> BigInt,
        payee -> Nullable<Text>,
        payee_id -> Nullable<Id>,
        basis -> Nullable<Text>,
        unit -> Nullable<Text>,
        quantity -> Nullable<BigInt>,
        recorded_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    account_balances (file_id, account) {
        file_id -> Id,
        account -> Text,
        office_id -> Id,
        debit -> BigInt,
        credit -> BigInt,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    distributions (id) {
        id -> Id,
        office_id -> Id,
        case_id -> Id,
        version -> BigInt,
        state -> Text,
        amount -> BigInt,
        prepared_by -> Id,
        approved_by -> Nullable<Id>,
        case_version -> BigInt,
        doc -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    distribution_lines (distribution_id, line) {
        distribution_id -> Id,
        line -> Integer,
        step -> Text,
        row -> Text,
        obligation_id -> Nullable<Id>,
        payee_id -> Nullable<Id>,
        claim -> BigInt,
        share -> BigInt,
        fee -> BigInt,
        doc -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    payouts (id) {
        id -> Id,
        office_id -> Id,
        case_id -> Id,
        distribution_id -> Nullable<Id>,
        payee_id -> Nullable<Id>,
        amount -> BigInt,
        means -> Text,
        state -> Text,
        version -> BigInt,
        doc -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    matters (id) {
        id -> Id,
        office_id -> Id,
        division_id -> Nullable<Id>,
        officer_id -> Nullable<Id>,
        case_id -> Nullable<Id>,
        kind -> Text,
        state -> Text,
        confidential -> Bool,
        received_on -> Date,
        version -> BigInt,
        doc -> Text,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    entrustment_links (decision_id) {
        decision_id -> Id,
        matter_id -> Id,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    exhibit_shelves (matter_id, custodian, disposition) {
        matter_id -> Id,
        custodian -> Text,
        disposition -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    denouncers (id) {
        id -> Id,
        matter_id -> Id,
        doc -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    confidential_reads (id) {
        id -> Id,
        matter_id -> Id,
        user_id -> Id,
        what -> Text,
        at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    log_leaves (place) {
        place -> BigInt,
        aggregate_kind -> Text,
        aggregate_id -> Id,
        size -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    log_nodes (level, place) {
        level -> Integer,
        place -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    checkpoints (size) {
        size -> BigInt,
        made_at -> Instant,
        read_to -> Instant,
        note -> Text,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    offices,
    users,
    role_grants,
    delegations,
    refresh_tokens,
    idempotency_keys,
    counters,
    judgments,
    parties,
    requests,
    cases,
    obligations,
    assets,
    decisions,
    notices,
    deadlines,
    events,
    refused_attempts,
    receipts,
    ledger_entries,
    postings,
    account_balances,
    distributions,
    distribution_lines,
    payouts,
    matters,
    entrustment_links,
    exhibit_shelves,
    closed_periods,
    bank_statements,
    statement_lines,
    statement_matches,
    handover_balances,
    denouncers,
    confidential_reads,
    log_leaves,
    log_nodes,
    checkpoints,
);

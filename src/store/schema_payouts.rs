//! The tables of fees and of payments on items that bear interest, as the queries see them. No query joins them with others.

diesel::table! {
    use crate::store::types::columns::*;

    performances (id) {
        id -> Id,
        obligation_id -> Id,
        case_id -> Nullable<Id>,
        arrived_on -> Date,
        principal -> BigInt,
        interest -> BigInt,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    fee_accounts (case_id, party_id) {
        case_id -> Id,
        party_id -> Id,
        office_id -> Id,
        received -> BigInt,
        due -> BigInt,
        collected -> BigInt,
        doc -> Text,
    }
}

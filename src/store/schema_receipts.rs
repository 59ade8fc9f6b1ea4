//! The tables beside the receipts and those of lists of payments, as the queries see them. No query joins them with others.

diesel::table! {
    use crate::store::types::columns::*;

    receipt_payers (receipt_id) {
        receipt_id -> Id,
        name -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    receipt_cancellations (receipt_id) {
        receipt_id -> Id,
        office_id -> Id,
        cancelled_on -> Date,
        doc -> Text,
        created_at -> Instant,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    receipt_series (matter_id) {
        matter_id -> Id,
        office_id -> Id,
        series -> Text,
    }
}

diesel::table! {
    use crate::store::types::columns::*;

    batch_lines (matter_id, line) {
        matter_id -> Id,
        line -> Integer,
        office_id -> Id,
        sender -> Text,
        paper -> Text,
        line_key -> Text,
        payer_name -> Nullable<Text>,
    }
}

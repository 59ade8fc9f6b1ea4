//! How rows that change keep what they were: beside each live row all its versions, each with the time during which the office
//! knew it so. It decides nothing and knows no table.

use chrono::{DateTime, NaiveDate};

use super::At;

/// The end of a version that still holds: later than every moment anybody can ask for.
pub fn until_further_notice() -> At {
    let last =
        NaiveDate::from_ymd_opt(9999, 12, 31).and_then(|day| day.and_hms_micro_opt(23, 59, 59, 999_999));
    At::from(last.map_or(DateTime::UNIX_EPOCH, |last| last.and_utc()))
}

/// The versions that held at an instant.
macro_rules! held {
    ($past:ident, $instant:expr) => {
        $past::from_at.le($instant).and($past::until_at.gt($instant))
    };
}
pub(super) use held;

/// Ends the versions of these rows that would still hold at a moment. Also those that a clock since set back wrote: of two versions
/// the one that was written later counts.
macro_rules! end_versions {
    ($conn:expr, $past:ident::$key:ident, $ids:expr, $now:expr) => {{
        let now: $crate::store::At = $now;
        for batch in $ids.chunks(500) {
            let held = $past::table
                .filter($past::$key.eq_any(batch.iter().copied()))
                .filter($past::until_at.gt(now));
            diesel::update(held).set($past::until_at.eq(now)).execute($conn)?;
        }
    }};
}
pub(super) use end_versions;

/// Copies rows as they are now into their versions, valid from `$from` (a moment or a column) on.
macro_rules! copy_versions {
    ($conn:expr, $live:ident => $past:ident [$($column:ident),+ $(,)?], $ids:expr, $from:expr) => {{
        let conn: &mut $crate::store::Conn = $conn;
        let holds = $crate::store::versions::until_further_notice();
        for batch in $ids.chunks(500) {
            $crate::store::rows::on_engine!(conn, inner => $live::table
                .filter($live::id.eq_any(batch.iter().copied()))
                .select((
                    $($live::$column,)+
                    $from,
                    diesel::IntoSql::into_sql::<$crate::store::types::Instant>(holds),
                ))
                .insert_into($past::table)
                .into_columns(($($past::$column,)+ $past::from_at, $past::until_at))
                .execute(inner))?;
        }
    }};
}
pub(super) use copy_versions;

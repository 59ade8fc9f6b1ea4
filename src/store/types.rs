//! How identifiers, instants and money are written in each engine. It knows columns, not tables, and nothing of the law.
//!
//! PostgreSQL has `uuid` and `timestamptz`; SQLite has text, in a form whose byte order is the order of the values, so that
//! paging by key agrees on both. Dates use diesel's own `Date`.

use chrono::{DateTime, NaiveDateTime, SubsecRound, TimeZone, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, HasSqlType, Text, Timestamptz};
use diesel::sqlite::Sqlite;
use uuid::Uuid;

use super::conn::MultiBackend;
use crate::domain::ids::{
    AssetId, CaseId, DeadlineId, DecisionId, DelegationId, DistributionId, DraftId, EntryId, JudgmentId,
    MatterId, ObligationId, OfficeId, PartyId, PayoutId, ReceiptId, RequestId, UserId,
};
use crate::domain::money::Dong;

/// An identifier: `uuid` in PostgreSQL, 36 characters in SQLite.
#[derive(Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Text"))]
pub struct Id;

/// An instant: `timestamptz` in PostgreSQL; in SQLite `2026-07-01T01:30:00.000000Z`, always six digits.
#[derive(Debug, Clone, Copy, Default, diesel::sql_types::SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Text"))]
pub struct Instant;

/// The column types that `schema.rs` uses.
pub mod columns {
    pub use super::{Id, Instant};
    pub use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text};
}

impl HasSqlType<Id> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<Id>(lookup)
    }
}

impl HasSqlType<Instant> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<Instant>(lookup)
    }
}

/// An identifier whose kind is another column's business, or that no one outside its table needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnyId(pub Uuid);

impl std::fmt::Display for AnyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Uuid> for AnyId {
    fn from(id: Uuid) -> Self {
        AnyId(id)
    }
}

impl From<AnyId> for Uuid {
    fn from(id: AnyId) -> Self {
        id.0
    }
}

/// An instant as the database keeps it: in UTC, whole microseconds (PostgreSQL keeps no more).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At(DateTime<Utc>);

impl At {
    /// The instant.
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }
}

impl From<At> for DateTime<Utc> {
    fn from(at: At) -> Self {
        at.0
    }
}

impl<Tz: TimeZone> From<DateTime<Tz>> for At {
    fn from(instant: DateTime<Tz>) -> Self {
        At(instant.to_utc().trunc_subsecs(6))
    }
}

/// Gives an identifier its column type. Each is a `Uuid` under a name, made and opened by the two expressions.
macro_rules! id_columns {
    ($($name:ident($make:expr, $open:expr)),+ $(,)?) => {$(
        const _: () = {
            #[derive(AsExpression, FromSqlRow)]
            #[diesel(foreign_derive, sql_type = Id)]
            #[allow(dead_code)]
            struct Proxy($name);
        };

        impl ToSql<Id, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                let open: fn(&$name) -> &Uuid = $open;
                std::io::Write::write_all(out, open(self).as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl FromSql<Id, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                Ok($make(Uuid::from_slice(value.as_bytes())?))
            }
        }

        impl ToSql<Id, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                let open: fn(&$name) -> &Uuid = $open;
                out.set_value(open(self).hyphenated().to_string());
                Ok(IsNull::No)
            }
        }

        impl FromSql<Id, Sqlite> for $name {
            fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
                Ok($make(Uuid::try_parse(&text)?))
            }
        }

        impl ToSql<Id, MultiBackend> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((Id, self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<Id, MultiBackend> for $name {
            fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<Self, Id>()
            }
        }
    )+};
}

id_columns! {
    AnyId(AnyId, |id| &id.0),
    AssetId(AssetId, |id| &id.0),
    CaseId(CaseId, |id| &id.0),
    DeadlineId(DeadlineId, |id| &id.0),
    DecisionId(DecisionId, |id| &id.0),
    DelegationId(DelegationId, |id| &id.0),
    DistributionId(DistributionId, |id| &id.0),
    DraftId(DraftId, |id| &id.0),
    EntryId(EntryId, |id| &id.0),
    JudgmentId(JudgmentId, |id| &id.0),
    ObligationId(ObligationId, |id| &id.0),
    OfficeId(OfficeId, |id| &id.0),
    PartyId(PartyId, |id| &id.0),
    MatterId(MatterId, |id| &id.0),
    PayoutId(PayoutId, |id| &id.0),
    ReceiptId(ReceiptId, |id| &id.0),
    RequestId(RequestId, |id| &id.0),
    UserId(UserId, |id| &id.0),
}

/// Any typed identifier may stand where the kind is not said.
macro_rules! any_id_from {
    ($($name:ident),+ $(,)?) => {$(
        impl From<$name> for AnyId {
            fn from(id: $name) -> Self { AnyId(id.0) }
        }
    )+};
}

any_id_from!(
    AssetId,
    CaseId,
    DeadlineId,
    DecisionId,
    DelegationId,
    DistributionId,
    DraftId,
    EntryId,
    JudgmentId,
    ObligationId,
    OfficeId,
    PartyId,
    MatterId,
    PayoutId,
    ReceiptId,
    RequestId,
    UserId,
);

/// The text of an instant in SQLite.
const INSTANT: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

const _: () = {
    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = Instant)]
    #[allow(dead_code)]
    struct Proxy(At);
};

impl ToSql<Instant, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <DateTime<Utc> as ToSql<Timestamptz, Pg>>::to_sql(&self.0, out)
    }
}

impl FromSql<Instant, Pg> for At {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <DateTime<Utc> as FromSql<Timestamptz, Pg>>::from_sql(value).map(At)
    }
}

impl ToSql<Instant, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.format(INSTANT).to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, Sqlite> for At {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
        Ok(At(NaiveDateTime::parse_from_str(&text, INSTANT)?.and_utc()))
    }
}

impl ToSql<Instant, MultiBackend> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Instant, self));
        Ok(IsNull::No)
    }
}

impl FromSql<Instant, MultiBackend> for At {
    fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, Instant>()
    }
}

const _: () = {
    #[derive(AsExpression, FromSqlRow)]
    #[diesel(foreign_derive, sql_type = BigInt)]
    #[allow(dead_code)]
    struct Proxy(Dong);
};

/// Amounts are `bigint`, written by value on whichever engine.
macro_rules! dong_column {
    ($($backend:ty => |$dong:ident, $out:ident| $write:expr),+ $(,)?) => {$(
        impl ToSql<BigInt, $backend> for Dong {
            fn to_sql<'b>(&'b self, $out: &mut Output<'b, '_, $backend>) -> serialize::Result {
                let $dong = self;
                $write
            }
        }
    )+};
}

dong_column! {
    Pg => |dong, out| <i64 as ToSql<BigInt, Pg>>::to_sql(&dong.get(), &mut out.reborrow()),
    Sqlite => |dong, out| { out.set_value(dong.get()); Ok(IsNull::No) },
    MultiBackend => |dong, out| { out.set_value((BigInt, dong)); Ok(IsNull::No) },
}

impl<DB: Backend> FromSql<BigInt, DB> for Dong
where
    i64: FromSql<BigInt, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Dong::new(i64::from_sql(value)?)?)
    }
}

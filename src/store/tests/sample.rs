//! A small register to work with: one agency with a division, an officer, a judgment, two parties, a case. Invented names.

use chrono::{NaiveDate, TimeZone, Utc};
use uuid::Uuid;

use crate::domain::ids::{CaseId, JudgmentId, ObligationId, OfficeId, PartyId, UserId};
use crate::domain::money::Dong;
use crate::store::cases::Case;
use crate::store::judgments::Judgment;
use crate::store::obligations::Obligation;
use crate::store::offices::Office;
use crate::store::parties::Party;
use crate::store::users::User;
use crate::store::{At, Conn, StoreError, cases, judgments, offices, parties, users};

/// A new identifier, later than every one before.
pub fn id<T: From<Uuid>>() -> T {
    T::from(Uuid::now_v7())
}

/// A day of 2026.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// An instant with microseconds, and nanoseconds that no engine keeps.
pub fn at(second: u32) -> At {
    At::from(Utc.timestamp_opt(1_780_000_000 + i64::from(second), 123_456_789).unwrap())
}

/// An amount.
pub fn dong(amount: i64) -> Dong {
    Dong::new(amount).unwrap()
}

/// What [`register`] made.
pub struct Register {
    pub office: OfficeId,
    pub division: OfficeId,
    pub officer: UserId,
    pub judgment: JudgmentId,
    pub debtor: PartyId,
    pub creditor: PartyId,
    pub case: CaseId,
}

/// Fills an empty database.
pub fn register(conn: &mut Conn) -> Result<Register, StoreError> {
    let (office, division) = (office("AG"), Office { kind: "division".into(), ..office("AG-1") });
    offices::insert(conn, &office)?;
    offices::insert(conn, &Office { parent_id: Some(office.id), ..division.clone() })?;
    let officer = user("officer");
    users::insert(conn, &officer)?;
    let judgment = judgment(office.id);
    judgments::insert(conn, &judgment)?;
    let (debtor, creditor) = (party(&judgment, "Nguyễn Văn Mẫu"), party(&judgment, "Công ty Thử Nghiệm"));
    parties::insert_many(conn, &[debtor.clone(), creditor.clone()])?;
    let case = Case { division_id: Some(division.id), officer_id: Some(officer.id), ..case(&judgment, "1") };
    cases::insert(conn, &case)?;
    Ok(Register {
        office: office.id,
        division: division.id,
        officer: officer.id,
        judgment: judgment.id,
        debtor: debtor.id,
        creditor: creditor.id,
        case: case.id,
    })
}

/// An agency.
pub fn office(code: &str) -> Office {
    Office {
        id: id(),
        code: code.into(),
        parent_id: None,
        kind: "agency".into(),
        name: "Thi hành án dân sự tỉnh Mẫu".into(),
        is_city: true,
        from_on: day(7, 1),
        to_on: None,
    }
}

/// A user.
pub fn user(login: &str) -> User {
    User {
        id: id(),
        login: login.into(),
        display_name: "Trần Thị Ví Dụ".into(),
        password_hash: "$argon2id$…".into(),
        active: true,
        created_at: at(0),
    }
}

/// A judgment.
pub fn judgment(office: OfficeId) -> Judgment {
    Judgment {
        id: id(),
        office_id: office,
        division_id: None,
        version: 1,
        number: "12/2026/DS-ST".into(),
        issuer: "Tòa án nhân dân khu vực 1".into(),
        pronounced_on: day(7, 2),
        in_force_on: Some(day(8, 3)),
        received_on: None,
        state: "received".into(),
        doc: "{\"b\":1,\"a\":\"đ\"}".into(),
        created_at: at(1),
    }
}

/// A party.
pub fn party(judgment: &Judgment, name: &str) -> Party {
    Party {
        id: id(),
        judgment_id: judgment.id,
        office_id: judgment.office_id,
        kind: "person".into(),
        name: name.into(),
        doc: "{}".into(),
        identity: None,
    }
}

/// A case.
pub fn case(judgment: &Judgment, number: &str) -> Case {
    Case {
        id: id(),
        office_id: judgment.office_id,
        division_id: None,
        officer_id: None,
        judgment_id: judgment.id,
        request_id: None,
        number: number.into(),
        mode: "on_request".into(),
        stage: "decided".into(),
        held: false,
        decided_on: day(9, 1),
        amount_due: Dong::MAX,
        amount_paid: Dong::ZERO,
        version: 1,
        doc: "{}".into(),
        created_at: at(2),
        updated_at: at(2),
    }
}

/// An obligation of the register's debtor.
pub fn obligation(register: &Register) -> Obligation {
    Obligation {
        id: id::<ObligationId>(),
        judgment_id: register.judgment,
        office_id: register.office,
        case_id: None,
        debtor_id: register.debtor,
        creditor_id: Some(register.creditor),
        mode: "on_request".into(),
        kind: "pay_money".into(),
        amount: dong(1_000_000),
        paid: Dong::ZERO,
        status: "open".into(),
        due_on: None,
        doc: "{}".into(),
    }
}

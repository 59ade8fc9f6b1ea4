//! The demo's offices and people. Every name is plainly invented.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use crate::domain::actor::{Delegation, Role, RoleGrant};
use crate::domain::ids::{DelegationId, OfficeId, UserId};
use crate::service::context::Core;
use crate::service::error::{ApiError, ApiResult};
use crate::service::offices::{self, NewOffice, OfficeKind};
use crate::service::users::{self, NewUser};
use crate::service::{password, time};
use crate::store::{At, Conn, offices as rows, users as user_rows};

/// The password of every demo user.
pub(super) const PASSWORD: &str = "mat-khau-mau-2026";
/// The agency that plays the demo office.
const OFFICE: &str = "01";

/// Login, invented name, role, and whether the role is limited to the demo's division.
const PEOPLE: &[(&str, &str, Role, bool)] = &[
    ("clerk", "Nguyễn Thị Mẫu", Role::IntakeClerk, false),
    ("officer", "Trần Văn Thử", Role::EnforcementOfficer, false),
    ("officer2", "Lê Thị Giả Định", Role::EnforcementOfficer, false),
    ("chief", "Phạm Văn Ví Dụ", Role::ChiefOfficer, true),
    ("deputy", "Hoàng Thị Minh Họa", Role::DeputyHead, false),
    ("head", "Vũ Văn Thử Nghiệm", Role::Head, false),
    ("examiner", "Đặng Thị Mẫu Hai", Role::Examiner, false),
    ("accountant", "Bùi Văn Kế Toán Mẫu", Role::Accountant, false),
    ("cashier", "Đỗ Thị Thủ Quỹ Mẫu", Role::Cashier, false),
    ("storekeeper", "Hồ Văn Thủ Kho Mẫu", Role::Storekeeper, false),
    ("prosecutor", "Ngô Thị Kiểm Sát Mẫu", Role::Prosecutor, false),
    ("auditor", "Dương Văn Kiểm Toán Mẫu", Role::Auditor, false),
    ("integrator", "Hệ thống tích hợp mẫu", Role::Integrator, false),
    ("admin", "Quản trị mẫu", Role::Admin, false),
];

/// The demo office: where, and who.
pub(super) struct DemoOffice {
    pub office: OfficeId,
    pub division: OfficeId,
    pub people: BTreeMap<&'static str, UserId>,
}

impl DemoOffice {
    /// A user by login.
    pub fn user(&self, login: &str) -> ApiResult<UserId> {
        self.people.get(login).copied().ok_or_else(|| ApiError::internal(format!("no demo user {login}")))
    }
}

/// Loads agencies, divisions and people that are not there yet.
pub(super) fn load(core: &Core) -> ApiResult<DemoOffice> {
    let since = NaiveDate::from_ymd_opt(2024, 7, 1).ok_or_else(|| ApiError::internal("no such day"))?;
    let hashed = password::hash(PASSWORD)?;
    let now = At::from(core.clock.now());
    let agencies =
        core.law.reference("agencies").and_then(|file| file.get("agency")).and_then(Value::as_array);
    let agencies = agencies.ok_or_else(|| ApiError::internal("no list of agencies"))?;
    let office = core.store.write(|conn| -> ApiResult<DemoOffice> {
        for agency in agencies {
            let text = |name: &str| agency.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let city = agency.get("city").and_then(Value::as_bool).unwrap_or(false);
            find_or_add(conn, &text("code"), &text("name"), OfficeKind::Agency, None, city, since)?;
        }
        let office = find_or_add(conn, OFFICE, "", OfficeKind::Agency, None, true, since)?;
        let code = format!("{OFFICE}-KV1");
        let name = "Phòng Thi hành án dân sự khu vực 1 (mẫu)";
        let division = find_or_add(conn, &code, name, OfficeKind::Division, Some(office), false, since)?;
        let mut people = BTreeMap::new();
        for (login, name, role, limited) in PEOPLE {
            let grant = RoleGrant {
                office,
                division: limited.then_some(division),
                role: *role,
                from: since,
                to: None,
            };
            people.insert(*login, person(conn, login, name, grant, &hashed, now)?);
        }
        Ok(DemoOffice { office, division, people })
    })?;
    delegate(core, &office, now)?;
    time::system_user(core)?;
    Ok(office)
}

fn find_or_add(
    conn: &mut Conn,
    code: &str,
    name: &str,
    kind: OfficeKind,
    parent_id: Option<OfficeId>,
    is_city: bool,
    from: NaiveDate,
) -> ApiResult<OfficeId> {
    if let Some(found) = rows::find_by_code(conn, code)? {
        return Ok(found.id);
    }
    let new =
        NewOffice { code: code.to_owned(), kind, parent_id, name: name.to_owned(), is_city, from, to: None };
    Ok(offices::insert(conn, new)?.id)
}

fn person(
    conn: &mut Conn,
    login: &str,
    name: &str,
    grant: RoleGrant,
    hashed: &str,
    now: At,
) -> ApiResult<UserId> {
    if let Some(found) = user_rows::find_by_login(conn, login)? {
        return Ok(found.id);
    }
    let new = NewUser {
        login: login.to_owned(),
        display_name: name.to_owned(),
        password: PASSWORD.to_owned(),
        grants: vec![grant],
    };
    Ok(users::insert(conn, &new, hashed.to_owned(), now)?.user.id)
}

/// The deputy may sign enforcement decisions and postponements this year (L106 22.3).
fn delegate(core: &Core, office: &DemoOffice, now: At) -> ApiResult<()> {
    use crate::domain::document::DocumentKind;
    let deputy = office.user("deputy")?;
    let delegator = office.user("head")?;
    let today = core.clock.today();
    core.store.write(|conn| {
        if !user_rows::delegations(conn, deputy)?.is_empty() {
            return Ok(());
        }
        let delegation = Delegation {
            id: DelegationId(Uuid::now_v7()),
            office: office.office,
            delegator,
            delegate: deputy,
            documents: vec![DocumentKind::OnRequestDecision, DocumentKind::PostponementDecision],
            division: None,
            from: today - chrono::TimeDelta::days(90),
            to: today + chrono::TimeDelta::days(275),
            basis: "Văn bản ủy quyền mẫu số 01/UQ".to_owned(),
            revoked_on: None,
        };
        Ok(user_rows::insert_delegation(conn, &delegation, now)?)
    })
}

/// Says where to look and how to sign in.
pub(super) fn greet(address: SocketAddr, _: &DemoOffice) {
    println!("thads demo: http://{address}");
    println!("  documentation   http://{address}/docs/");
    println!("  lifecycles      http://{address}/api/v1/workflows   (case.svg for a picture)");
    println!("  law             http://{address}/api/v1/law/settings\n");
    println!("Sign in as any of these; the password of all is  {PASSWORD}");
    for (login, name, role, _) in PEOPLE {
        println!("  {login:<12} {role:<20} {name}");
    }
    println!("\n  curl -s http://{address}/api/v1/auth/token -H 'Content-Type: application/json' \\");
    println!("       -d '{{\"login\": \"officer\", \"password\": \"{PASSWORD}\"}}'");
}

//! Who acts: a signed-in user with the roles and written delegations that are on record. The domain judges whether they are
//! valid on a date; it does not know how the person signed in.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ids::{DelegationId, OfficeId, UserId};
use crate::text_enum;

text_enum! {
    /// What a user is at an office.
    pub enum Role {
        /// Công chức tiếp nhận, văn thư.
        IntakeClerk = "intake_clerk",
        /// Chấp hành viên.
        EnforcementOfficer = "enforcement_officer",
        /// Chấp hành viên trưởng, heads a regional division.
        ChiefOfficer = "chief_officer",
        /// Phó Thủ trưởng: signs within a written delegation (L106 22.3).
        DeputyHead = "deputy_head",
        /// Thủ trưởng cơ quan thi hành án dân sự.
        Head = "head",
        /// Thẩm tra viên.
        Examiner = "examiner",
        /// Kế toán nghiệp vụ.
        Accountant = "accountant",
        /// Thủ quỹ.
        Cashier = "cashier",
        /// Thủ kho.
        Storekeeper = "storekeeper",
        /// Kiểm sát viên.
        Prosecutor = "prosecutor",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
        /// A system of another body.
        Integrator = "integrator",
        /// Keeps users, offices and delegations.
        Admin = "admin",
        /// The software itself, on an event of time.
        System = "system",
    }
}

/// A role held at an office from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RoleGrant {
    /// The agency.
    pub office: OfficeId,
    /// The division, where the role is limited to one.
    pub division: Option<OfficeId>,
    /// The role.
    pub role: Role,
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
}

impl RoleGrant {
    /// Whether the role is held on the day.
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// A written delegation of signature by the head (phân công, ủy quyền; L106 22.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Delegation {
    /// Its identifier, written into each decision signed under it.
    pub id: DelegationId,
    /// The agency whose head delegates.
    pub office: OfficeId,
    /// The head.
    pub delegator: UserId,
    /// Who may sign.
    pub delegate: UserId,
    /// The kinds of document; empty means every kind.
    pub documents: Vec<super::document::DocumentKind>,
    /// Limited to one division's cases, where set.
    pub division: Option<OfficeId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Number and date of the written act.
    pub basis: String,
    /// The day it was withdrawn.
    pub revoked_on: Option<NaiveDate>,
}

impl Delegation {
    /// Whether it covers a document of this kind for this division on this day. A withdrawal takes effect on its day.
    pub fn covers(
        &self,
        kind: super::document::DocumentKind,
        division: Option<OfficeId>,
        on: NaiveDate,
    ) -> bool {
        let dated = self.from <= on && on <= self.to && self.revoked_on.is_none_or(|revoked| on < revoked);
        let kinds = self.documents.is_empty() || self.documents.contains(&kind);
        let place = self.division.is_none() || self.division == division;
        dated && kinds && place
    }
}

/// The acting user, with everything on record that bears on what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// Roles, past, present and future.
    pub grants: Vec<RoleGrant>,
    /// Delegations to this user.
    pub delegations: Vec<Delegation>,
}

impl Actor {
    /// Whether the user holds the role at the office on the day. A role limited to a division counts only for that division.
    pub fn has(&self, role: Role, office: OfficeId, division: Option<OfficeId>, on: NaiveDate) -> bool {
        self.grants.iter().any(|grant| {
            grant.role == role
                && grant.office == office
                && (grant.division.is_none() || grant.division == division)
                && grant.holds(on)
        })
    }
}

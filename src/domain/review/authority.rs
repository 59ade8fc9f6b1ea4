//! Thẩm quyền: whether the signer held on that day the role or the delegation that the act asks for, and whether another person
//! prepared it.

use super::Check;
use super::evidence::Evidence;
use crate::domain::actor::{Delegation, Role};
use crate::domain::law::Law;
use crate::domain::lifecycle::Who;
use crate::domain::lifecycle::guard::{name, officer_roles};
use crate::domain::lifecycle::registry::{self, ActRow};
use crate::domain::oversight::review::ReviewVerdict::{Breach, InOrder, Unknown};

pub(super) fn checks(evidence: &Evidence, law: &Law) -> Vec<Check> {
    let row = evidence.act.as_ref().and_then(|act| registry::find(&act.code, &act.action));
    let mut checks = vec![signer(evidence, row, law)];
    checks.push(prepared(evidence, row, law));
    checks
}

/// The signer's standing on the day of signing.
fn signer(evidence: &Evidence, row: Option<ActRow>, law: &Law) -> Check {
    let document = &evidence.document;
    let on = document.signed_on;
    let of_officer = row.is_some_and(|row| row.who.contains(&Who::AssignedOfficer));
    let basis = match document.delegation {
        Some(_) => "RS-DELEGATION",
        None if of_officer => "RS-OFFICER",
        None => "RS-SIGNER",
    };
    let said = |code: &'static str, verdict| {
        Check::new(code, verdict).with("signer", document.signer).with("on", on).cited(law.basis(basis, on))
    };
    if let Some(id) = document.delegation {
        let fault = match &evidence.delegation {
            None => Some("not_on_record"),
            Some(one) => delegation_fault(one, evidence),
        };
        let basis = evidence.delegation.as_ref().map_or_else(|| id.to_string(), |one| one.basis.clone());
        return match fault {
            None => said("RS-DELEGATION", InOrder).with("paper", basis),
            Some(reason) => said("RS-DELEGATION-NOT", Breach).with("paper", basis).with("reason", reason),
        };
    }
    let Some(row) = row else { return said("RS-SIGNER-UNKNOWN", Unknown) };
    let needed = row.who.iter().map(|who| name(*who)).collect::<Vec<_>>().join(", ");
    match row.who.iter().find(|who| holds(**who, evidence)) {
        Some(who) => said("RS-SIGNER", InOrder).with("role", name(*who)),
        // Whose case it was is not on record from then: a missing role alone proves nothing.
        None if evidence.case.is_none() && row.who.contains(&Who::AssignedOfficer) => {
            said("RS-SIGNER-UNKNOWN", Unknown).with("role", needed)
        }
        None => said("RS-SIGNER-NOT", Breach).with("role", needed),
    }
}

fn delegation_fault(one: &Delegation, evidence: &Evidence) -> Option<&'static str> {
    let document = &evidence.document;
    let on = document.signed_on;
    let division = evidence.case.as_ref().and_then(|case| case.division);
    if one.delegate != document.signer || one.office != document.office {
        Some("of_another")
    } else if on < one.from || one.to < on || one.revoked_on.is_some_and(|revoked| revoked <= on) {
        Some("not_in_force")
    } else if !one.covers(document.kind, division, on) {
        Some("not_covered")
    } else {
        None
    }
}

fn holds(who: Who, evidence: &Evidence) -> bool {
    let (document, actor) = (&evidence.document, &evidence.signer);
    let (office, on) = (document.office, document.signed_on);
    let division = evidence.case.as_ref().and_then(|case| case.division);
    match who {
        Who::Signer => actor.has(Role::Head, office, None, on),
        Who::AssignedOfficer => {
            let assigned = evidence.case.as_ref().and_then(|case| case.officer);
            assigned == Some(actor.user)
                && officer_roles().iter().any(|role| actor.has(*role, office, division, on))
        }
        Who::Role(role) => actor.has(role, office, division, on),
    }
}

/// Four eyes: what is signed was prepared by somebody else.
fn prepared(evidence: &Evidence, row: Option<ActRow>, law: &Law) -> Check {
    let document = &evidence.document;
    let said = |code: &'static str, verdict| {
        Check::new(code, verdict).cited(law.basis("RS-PREPARED", document.signed_on))
    };
    match (document.prepared_by, row.map(|row| row.drafted)) {
        (Some(by), _) if by == document.signer => said("RS-PREPARED-NOT", Breach).with("preparer", by),
        (Some(by), _) => said("RS-PREPARED", InOrder).with("preparer", by),
        (None, Some(false)) => said("RS-PREPARED-NONE", InOrder),
        (None, _) => said("RS-PREPARED-UNKNOWN", Unknown),
    }
}

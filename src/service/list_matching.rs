//! Whose a line of a list of payments is: by the enforcement decision's number, else by the judgment's, and by whoever pays. What is not
//! certain is no match: a person decides then.

use super::convert::{value, values};
use super::error::ApiResult;
use crate::domain::case::{Case, Stage};
use crate::domain::ids::{CaseId, OfficeId, PartyId};
use crate::domain::judgment::Party;
use crate::domain::payment_list::MatchedBy;
use crate::store::cases::{CaseFilter, CaseHead};
use crate::store::{Conn, Scope, cases, judgments, parties};

/// Cases of one judgment that are looked through.
const CASES: i64 = 200;

/// What a line tells.
pub(super) struct Clue<'a> {
    /// The enforcement decision's number.
    pub case_number: Option<&'a str>,
    /// The judgment's number.
    pub judgment_number: Option<&'a str>,
    /// Whoever pays.
    pub payer_name: Option<&'a str>,
    /// His identification number.
    pub payer_identity: Option<&'a str>,
}

/// A case that was found.
pub(super) struct Found {
    /// The case.
    pub case: CaseId,
    /// The debtor who pays.
    pub payer: Option<PartyId>,
    /// How.
    pub by: MatchedBy,
}

/// The one case that a line can only be of.
pub(super) fn find(conn: &mut Conn, office: OfficeId, clue: &Clue<'_>) -> ApiResult<Option<Found>> {
    let scope = Scope::office(office);
    let (heads, by) = match (clue.case_number, clue.judgment_number) {
        (Some(number), _) => {
            let filter = CaseFilter { number: Some(number.to_owned()), ..CaseFilter::default() };
            (cases::list(conn, &scope, &filter, None, CASES)?, MatchedBy::CaseNumber)
        }
        (None, Some(number)) => {
            let mut found = Vec::new();
            for judgment in judgments::by_number(conn, office, number, CASES)? {
                let filter = CaseFilter { judgment: Some(judgment), ..CaseFilter::default() };
                found.extend(cases::list(conn, &scope, &filter, None, CASES)?);
            }
            (found, MatchedBy::Judgment)
        }
        (None, None) => return Ok(None),
    };
    let mut fits = Vec::new();
    let open: Vec<CaseId> = heads.into_iter().filter(is_open).map(|head| head.id).collect();
    let open: Vec<Case> = values(&cases::docs_of(conn, office, &open)?)?;
    for case in open {
        if let Some(payer) = payer(conn, &case, clue)? {
            fits.push(Found { case: case.id, payer, by });
        }
    }
    let only = fits.pop();
    Ok(only.filter(|_| fits.is_empty()))
}

fn is_open(head: &CaseHead) -> bool {
    head.stage.parse::<Stage>().is_ok_and(|stage| !stage.is_final())
}

/// Which debtor of the case pays: the one who is named, or the only one where nobody is. `None` when somebody is named who owes nothing
/// in this case.
fn payer(conn: &mut Conn, case: &Case, clue: &Clue<'_>) -> ApiResult<Option<Option<PartyId>>> {
    let ids: Vec<PartyId> = case.debtors.iter().map(|track| track.party).collect();
    if clue.payer_identity.is_none() && clue.payer_name.is_none() {
        return Ok(Some(ids.first().copied().filter(|_| ids.len() == 1)));
    }
    let mut named = Vec::new();
    for row in parties::by_ids(conn, &ids)? {
        let party: Party = value(&row.doc)?;
        if is(&party, clue) {
            named.push(party.id);
        }
    }
    Ok(named.pop().filter(|_| named.is_empty()).map(Some))
}

/// By his number where both know it, else by his name.
fn is(party: &Party, clue: &Clue<'_>) -> bool {
    let same = |one: &str, other: &str| one.trim().to_lowercase() == other.trim().to_lowercase();
    match (party.identity_number.as_deref(), clue.payer_identity) {
        (Some(known), Some(given)) => same(known, given),
        _ => clue.payer_name.is_some_and(|name| same(&party.name, name)),
    }
}

//! A case in verification, as the benches put it into their databases: what is read there must be readable.

use chrono::NaiveDate;
use thads::domain::case::{Case, DecisionRef, NewCase, Stage, Track, Verification, VerificationKind};
use thads::domain::document::DocumentKind;
use thads::domain::ids::{CaseId, DecisionId, JudgmentId, OfficeId, PartyId, UserId};
use thads::domain::judgment::Mode;
use thads::domain::money::Dong;

/// A day.
pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A decision of a case, sent to the procuracy on 5 August 2026.
pub fn decision(id: DecisionId, kind: DocumentKind, number: &str, on: &str) -> DecisionRef {
    let sent_to_procuracy_on = Some(day("2026-08-05"));
    DecisionRef { id, kind, number: number.to_owned(), signed_on: day(on), sent_to_procuracy_on }
}

/// Who and what stands around a case.
pub struct Around {
    pub office: OfficeId,
    pub officer: UserId,
    pub judgment: JudgmentId,
    pub debtor: PartyId,
}

/// A case decided on 3 August 2026, its ten days over on the 20th, verified once on the 25th.
pub fn verified(id: CaseId, decided: DecisionId, number: &str, around: &Around) -> Case {
    let mut case = Case::open(NewCase {
        id,
        office: around.office,
        judgment: around.judgment,
        request: None,
        mode: Mode::Proactive,
        track: Track::Standard,
        provisional_measure: false,
        decided_on: day("2026-08-03"),
        debtors: vec![(around.debtor, false)],
        personal_duty: false,
        amount_due: Dong::new(250_000_000).unwrap(),
        decision: decision(decided, DocumentKind::ProactiveDecision, number, "2026-08-03"),
    });
    case.version = 1;
    case.officer = Some(around.officer);
    case.number = number.to_owned();
    case.file_opened_on = Some(day("2026-08-07"));
    case.verifications.push(Verification {
        kind: VerificationKind::First,
        on: day("2026-08-25"),
        confirmed_by: Some("Ủy ban nhân dân xã Thử".to_owned()),
        shows_ability: None,
    });
    for track in &mut case.debtors {
        track.notified_on = Some(day("2026-08-10"));
        track.voluntary_until = Some(day("2026-08-20"));
    }
    case.move_tracks(&[], Stage::Verification);
    case
}

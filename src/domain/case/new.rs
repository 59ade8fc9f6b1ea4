//! A case on the day of its enforcement decision: what it begins with, and everything that is still empty.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::*;

/// What a new case begins with; everything else of it is empty.
pub struct NewCase {
    /// Its identifier.
    pub id: CaseId,
    /// The agency.
    pub office: OfficeId,
    /// The judgment.
    pub judgment: JudgmentId,
    /// The request, for an on-request case.
    pub request: Option<RequestId>,
    /// Proactive or on request.
    pub mode: Mode,
    /// How it is enforced.
    pub track: Track,
    /// It enforces a provisional urgent measure.
    pub provisional_measure: bool,
    /// The day of the enforcement decision.
    pub decided_on: NaiveDate,
    /// Its debtors, each with whether the State budget pays it wholly.
    pub debtors: Vec<(PartyId, bool)>,
    /// Some duty of it is tied to the person or not transferable.
    pub personal_duty: bool,
    /// Everything owed, in đồng.
    pub amount_due: Dong,
    /// The enforcement decision.
    pub decision: DecisionRef,
}

impl Case {
    /// A case as its enforcement decision opens it. Its number is given when it is written.
    pub fn open(new: NewCase) -> Case {
        let track = |(party, budget_funded)| DebtorTrack {
            party,
            stage: Stage::Decided,
            ended: None,
            budget_funded,
            failed_deliveries: Vec::new(),
            posted_on: None,
            posting_removed_on: None,
            abroad: None,
            sent_to_prison_on: None,
            notified_on: None,
            voluntary_until: None,
            prisoner: None,
        };
        Case {
            id: new.id,
            version: 0,
            office: new.office,
            division: None,
            officer: None,
            judgment: new.judgment,
            request: new.request,
            number: String::new(),
            mode: new.mode,
            track: new.track,
            provisional_measure: new.provisional_measure,
            stage: Stage::Decided,
            decided_on: new.decided_on,
            debtors: new.debtors.into_iter().map(track).collect(),
            personal_duty: new.personal_duty,
            amount_due: new.amount_due,
            amount_paid: Dong::ZERO,
            file_opened_on: None,
            drafts: BTreeMap::new(),
            decisions: vec![new.decision],
            media: Vec::new(),
            record: DecisionRecord::default(),
            verifications: Vec::new(),
            declaration_demanded_on: None,
            checks: Checks::default(),
            not_enforceable: None,
            separate_book_legacy: false,
            publication: Publication::default(),
            new_information: Vec::new(),
            papers: Vec::new(),
            holds: Vec::new(),
            pauses: Vec::new(),
            standstill: Standstill::default(),
            exit: Exit::default(),
            agreements: Vec::new(),
            duties: Vec::new(),
            measures: Vec::new(),
            coercion: Coercion::default(),
            ended: None,
            removed: None,
            origin: None,
            imported: None,
            special: Special::default(),
            movement: Movement::default(),
            exemptions: Vec::new(),
            money: CaseMoney::default(),
            fees: Fees::default(),
            price_changes: Vec::new(),
        }
    }

    /// Whether the debtors have a period to perform of their own will: not for provisional measures, nor where nobody has to
    /// perform (L106 36.1, 57–59).
    pub fn has_voluntary_period(&self) -> bool {
        self.track == Track::Standard && !self.provisional_measure
    }
}

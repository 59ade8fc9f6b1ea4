//! What the money is and which day fixes who shares in it (L106 54.2–54.5; ND152 29.3), from the records of the case and the
//! asset.

use chrono::NaiveDate;

use super::{Collection, Notes};
use crate::domain::asset::{Asset, Mortgage, SaleKind};
use crate::domain::case::Measure;
use crate::domain::distribution::MoneySource;
use crate::domain::document::DocumentKind;
use crate::domain::ids::CaseId;

/// The measure by which a thing is seized; each has its asset.
const SEIZURE: &str = "CM-SEIZE";

impl Collection<'_> {
    /// Where the money comes from. Only another law's order is stated, because its paper is no record of this agency.
    pub(super) fn source(&self, notes: &mut Notes) -> MoneySource {
        let recorded = self.recorded_source();
        if let Some(assumed) = self.assumed.source {
            return assumed;
        }
        if self.freed.is_some() {
            // Only such a price has shares that wait (ND152 30.2).
            return MoneySource::JudgedAttachment;
        }
        match (&self.stated.by_hand, recorded) {
            (Some(hand), _) => {
                let fits = match hand.source {
                    MoneySource::BadDebt => recorded == MoneySource::BadDebt,
                    MoneySource::Bankruptcy => true,
                    _ => false,
                };
                if !fits {
                    notes.fault("/stated/by_hand/source", "contradicts");
                }
                hand.source
            }
            (None, MoneySource::BadDebt) => {
                notes.fault("/stated/by_hand", "required");
                recorded
            }
            (None, _) => recorded,
        }
    }

    fn recorded_source(&self) -> MoneySource {
        let Some(asset) = self.asset else {
            return if self.money.voluntary { MoneySource::Voluntary } else { MoneySource::Coerced };
        };
        if self.case.movement.assets_out.iter().any(|out| out.asset == Some(asset.id)) {
            return MoneySource::Entrusted;
        }
        let secured = self.own.iter().any(|item| item.secured && item.is_claim());
        match self.mortgage() {
            Some(mortgage) if mortgage.bad_debt => MoneySource::BadDebt,
            Some(mortgage) if mortgage.judged && secured => MoneySource::SecuredCreditor,
            Some(_) => MoneySource::SecuredNonCreditor,
            None if self.division().is_some() => MoneySource::Divided,
            None if asset.judged => MoneySource::JudgedAttachment,
            None => MoneySource::Coerced,
        }
    }

    pub(super) fn mortgage(&self) -> Option<&Mortgage> {
        self.asset.and_then(Asset::findings).and_then(|found| found.mortgage.as_ref())
    }

    /// The day that closes pool 1.
    pub(super) fn reference_date(&self, source: MoneySource, notes: &mut Notes) -> NaiveDate {
        let recorded = match (source, self.asset) {
            (MoneySource::Voluntary, _) => self.money.on.unwrap_or(self.on),
            (_, Some(asset)) => self.date_of_asset(asset),
            (_, None) => self.date_of_collection(notes),
        };
        self.assumed.reference_date.unwrap_or(recorded)
    }

    /// Handed over by agreement: the day of the minutes. Seized: the original decision, whatever was seized after it. Without a
    /// decision of coercion – judged attachment, handled elsewhere – the case's own coercion, else its enforcement decision.
    fn date_of_asset(&self, asset: &Asset) -> NaiveDate {
        if asset.sale.as_ref().is_some_and(|sale| sale.by == SaleKind::AgreedTaking) {
            return asset.handed_over_on.unwrap_or(self.on);
        }
        let decided = |kind: DocumentKind| asset.decisions.iter().find(move |decision| decision.kind == kind);
        let decision =
            decided(DocumentKind::SeizureDecision).or_else(|| decided(DocumentKind::CoercionDecision));
        if let Some(decision) = decision {
            return decision.signed_on;
        }
        let entrusted = self.case.movement.assets_out.iter().any(|out| out.asset == Some(asset.id));
        let coercion = self.coercions().filter(|_| entrusted).map(|measure| measure.decided_on).min();
        coercion.unwrap_or(self.case.decided_on)
    }

    /// The coercion decision under which it was collected: the one on the receipt, the only one, or the one that is stated.
    fn date_of_collection(&self, notes: &mut Notes) -> NaiveDate {
        let (recorded, stated) = (self.money.decision, self.stated.decision);
        if recorded.is_some() && stated.is_some() && recorded != stated {
            notes.fault("/stated/decision", "contradicts");
        }
        if let Some(decision) = recorded.or(stated) {
            let measure = self.coercions().find(|measure| measure.decision == decision);
            if let Some(measure) = measure {
                return measure.decided_on;
            }
            if recorded.is_none() {
                notes.fault("/stated/decision", "not_in_list");
                return self.on;
            }
        }
        let mut days: Vec<NaiveDate> = self
            .coercions()
            .filter(|measure| measure.measure != SEIZURE)
            .map(|measure| measure.decided_on)
            .collect();
        days.sort_unstable();
        days.dedup();
        if days.len() > 1 {
            notes.fault("/stated/decision", "required");
        }
        let seizure = || self.coercions().map(|measure| measure.decided_on).min();
        days.first().copied().or_else(seizure).unwrap_or(self.on)
    }

    fn coercions(&self) -> impl Iterator<Item = &Measure> {
        let by = self.money.on.unwrap_or(self.on);
        self.case.measures.iter().filter(move |measure| measure.coercive && measure.decided_on <= by)
    }

    /// The decision that a voluntary payer named: this case's, or another's against him here.
    pub(super) fn named_case(&self, source: MoneySource, notes: &mut Notes) -> Option<CaseId> {
        let named = self.stated.named.as_ref()?;
        if source != MoneySource::Voluntary {
            notes.fault("/stated/named", "contradicts");
        } else if named.case != self.case.id && !self.others.iter().any(|other| other.case.id == named.case) {
            notes.fault("/stated/named/case", "not_in_list");
        }
        Some(named.case)
    }
}

//! Costs of coercion on a case (L106 53.2–53.8; ND152 80–87): estimate, advances, what was really spent and who bears it, relief.
//! The ledger books what comes in and goes out; here stands for what.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::distribution::CostPart;
use crate::domain::ids::{AdvanceId, DecisionId, DistributionId, PartyId, ReceiptId, ReliefId};
use crate::domain::money::Dong;
use crate::text_enum;

text_enum! {
    /// Who bears a cost (L106 53.2–53.5); the law data say which kind falls on whom.
    pub enum Bearer {
        /// The debtor.
        Debtor = "debtor",
        /// A creditor.
        Creditor = "creditor",
        /// A third person.
        ThirdPerson = "third_person",
        /// The State budget.
        State = "state",
    }
}

/// One cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostLine {
    /// Its kind, a key of `cost.bearers`.
    pub kind: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// Who bears it.
    pub bearer: Bearer,
    /// Which party, where a party bears it.
    pub payer: Option<PartyId>,
    /// The contract, invoice or voucher that proves it (ND152 84.9); none in an estimate.
    pub voucher: Option<String>,
}

/// An estimate (ND152 86.2) or a settlement (L106 53.6), approved by the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostSheet {
    /// The document.
    pub document: DecisionId,
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// The costs.
    pub lines: Vec<CostLine>,
    /// Their sum, in đồng.
    pub total: Dong,
    /// The day it was approved.
    pub approved_on: NaiveDate,
}

text_enum! {
    /// Where an advance comes from (ND152 86.1).
    pub enum AdvanceSource {
        /// The budget allotted to the agency.
        Budget = "budget",
        /// A party who is willing.
        Party = "party",
    }
}

/// An advance on costs (L106 53.7; ND152 86).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostAdvance {
    /// Its identifier: the clock of its refund is about it.
    pub id: AdvanceId,
    /// The coercion or seizure decision; the enforcement decision itself for a valuation that its party asks for (L106 82.5).
    pub decision: DecisionId,
    /// From where.
    pub source: AdvanceSource,
    /// The party.
    pub party: Option<PartyId>,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The day.
    pub on: NaiveDate,
    /// What was refunded, in đồng.
    pub refunded: Dong,
    /// The part of it that cleared costs paid out of the advance: it was never there to be spent again, in đồng.
    #[serde(default)]
    pub cleared: Dong,
    /// The day the whole was.
    pub refunded_on: Option<NaiveDate>,
    /// The day money for the refund came in.
    pub refund_due_since: Option<NaiveDate>,
    /// Its receipt; none for one that was recorded before receipts were kept with it.
    #[serde(default)]
    pub receipt: Option<ReceiptId>,
}

impl CostAdvance {
    /// What is still to be refunded.
    pub fn open(&self) -> Dong {
        self.amount.saturating_minus(self.refunded)
    }

    /// Refunds so much, at most what is open; `clears` when the books set it off against costs paid out of it. Says whether nothing is
    /// open now.
    pub fn refund(&mut self, amount: Dong, clears: bool, on: NaiveDate) -> bool {
        let part = amount.min(self.open());
        self.refunded = self.amount.saturating_minus(self.open().saturating_minus(part));
        if clears {
            self.cleared = self.refunded.min(self.cleared.plus(part).unwrap_or(Dong::MAX));
        }
        let whole = self.open().is_zero();
        if whole {
            self.refunded_on = Some(on);
        }
        whole
    }
}

/// A cost paid out of an advance, on its voucher (L106 53.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostSpent {
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// Its kind, a key of `cost.bearers`.
    pub kind: String,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The contract, invoice or voucher.
    pub voucher: String,
    /// The day.
    pub on: NaiveDate,
}

/// Costs paid by the party who bears them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostPayment {
    /// The party.
    pub party: PartyId,
    /// The sum, in đồng.
    pub amount: Dong,
    /// The day.
    pub on: NaiveDate,
}

text_enum! {
    /// Why coercion costs are reduced or remitted (ND152 87.1).
    pub enum ReliefGround {
        /// Income below the minimum, or lasting hardship after a disaster: one half.
        Hardship = "CR-A",
        /// A policy family or one of merit that has paid half: the rest.
        PolicyFamily = "CR-B",
        /// Lonely, disabled, long ill: one half.
        Infirmity = "CR-C",
    }
}

text_enum! {
    /// Why relief is taken back (ND152 87.4).
    pub enum ReliefFault {
        /// Money or property was hidden or dissipated.
        Dissipation = "dissipation",
        /// The papers were untrue.
        FalsePapers = "false_papers",
    }
}

/// A request for relief from costs, and what was decided (ND152 87).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostRelief {
    /// Its identifier: the clock is about it.
    pub id: ReliefId,
    /// The party.
    pub party: PartyId,
    /// Why.
    pub ground: ReliefGround,
    /// The day request and papers came in.
    pub applied_on: NaiveDate,
    /// The day it was decided.
    pub decided_on: Option<NaiveDate>,
    /// What the State bears instead, in đồng; nothing when refused.
    pub amount: Dong,
    /// The day it was taken back.
    pub revoked_on: Option<NaiveDate>,
    /// Why.
    pub fault: Option<ReliefFault>,
}

/// A cost that a distribution took off the debtor's money (L106 53.7, 54.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CostRecovery {
    /// The distribution.
    pub distribution: DistributionId,
    /// Which part of which cost.
    #[serde(flatten)]
    pub part: CostPart,
    /// The day it was approved.
    pub on: NaiveDate,
}

/// A settled cost that whoever bears it has not yet paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCost {
    /// What is left of it, and where it stands.
    pub part: CostPart,
    /// The coercion or seizure decision.
    pub decision: DecisionId,
    /// It was paid on its voucher out of an advance; else the agency owes it still.
    pub ahead: bool,
    /// Its kind.
    pub kind: String,
    /// Its voucher.
    pub voucher: Option<String>,
}

/// The costs of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Costs {
    /// Estimates, oldest first: the last one of a decision counts.
    pub estimates: Vec<CostSheet>,
    /// Advances.
    pub advances: Vec<CostAdvance>,
    /// What was paid out of advances.
    pub spent: Vec<CostSpent>,
    /// What was really spent, as the head settled it.
    pub settlements: Vec<CostSheet>,
    /// What was paid by those who bear it.
    pub payments: Vec<CostPayment>,
    /// Requests for relief.
    pub reliefs: Vec<CostRelief>,
    /// What distributions took off: no cost is charged twice.
    pub recovered: Vec<CostRecovery>,
}

/// Sums beyond the largest amount stay at it: such a case is refused wherever an amount is entered.
fn sum(amounts: impl Iterator<Item = Dong>) -> Dong {
    Dong::sum(amounts).unwrap_or(Dong::MAX)
}

/// The costs of a sheet with their places, from 0.
fn places(sheet: &CostSheet) -> impl Iterator<Item = (&CostSheet, u32, &CostLine)> {
    (0..).zip(&sheet.lines).map(move |(place, line)| (sheet, place, line))
}

impl Costs {
    /// The estimate that counts for a decision.
    pub fn estimate(&self, decision: DecisionId) -> Option<&CostSheet> {
        self.estimates.iter().rfind(|sheet| sheet.decision == decision)
    }

    /// What has been advanced for a decision.
    pub fn advanced(&self, decision: DecisionId) -> Dong {
        sum(self.advances.iter().filter(|one| one.decision == decision).map(|one| one.amount))
    }

    /// What of the advances for a decision is not spent and did not go back. What cleared a cost was spent on it before.
    pub fn unspent(&self, decision: DecisionId) -> Dong {
        let spent = sum(self.spent.iter().filter(|one| one.decision == decision).map(|one| one.amount));
        let back = self.advances.iter().filter(|one| one.decision == decision);
        let back = sum(back.map(|one| one.refunded.saturating_minus(one.cleared)));
        self.advanced(decision).saturating_minus(back).saturating_minus(spent)
    }

    /// What was paid on a voucher.
    pub fn paid_on(&self, voucher: &str) -> Option<&CostSpent> {
        self.spent.iter().find(|one| one.voucher == voucher)
    }

    /// Every cost that was settled.
    pub fn settled(&self) -> impl Iterator<Item = &CostLine> {
        self.settlements.iter().flat_map(|sheet| &sheet.lines)
    }

    /// What a party has to bear of what was settled.
    pub fn charged(&self, party: PartyId) -> Dong {
        sum(self.settled().filter(|line| line.payer == Some(party)).map(|line| line.amount))
    }

    /// What a party has paid.
    pub fn paid(&self, party: PartyId) -> Dong {
        sum(self.payments.iter().filter(|one| one.party == party).map(|one| one.amount))
    }

    /// What a party need not pay.
    pub fn relieved(&self, party: PartyId) -> Dong {
        let live = self.reliefs.iter().filter(|one| one.party == party && one.revoked_on.is_none());
        sum(live.map(|one| one.amount))
    }

    /// What distributions took off a party's money.
    pub fn recovered_from(&self, party: PartyId) -> Dong {
        let lines = self.settlements.iter().flat_map(places);
        sum(lines
            .filter(|(_, _, line)| line.payer == Some(party))
            .map(|(sheet, place, _)| self.taken(sheet, place)))
    }

    fn taken(&self, sheet: &CostSheet, place: u32) -> Dong {
        let of_line = |one: &&CostRecovery| one.part.document == sheet.document && one.part.line == place;
        sum(self.recovered.iter().filter(of_line).map(|one| one.part.amount))
    }

    /// What debtors bear of what was settled for these decisions and have not paid, oldest first.
    pub fn open_for(&self, wanted: impl Fn(DecisionId) -> bool) -> Vec<OpenCost> {
        self.open(|line, decision| line.bearer == Bearer::Debtor && wanted(decision))
    }

    /// What a party has not paid of costs that were paid ahead, by decision.
    pub fn ahead_of(&self, party: PartyId) -> BTreeMap<DecisionId, Dong> {
        let mut by_decision: BTreeMap<DecisionId, Dong> = BTreeMap::new();
        for cost in self.open(|line, _| line.payer == Some(party)).iter().filter(|cost| cost.ahead) {
            let left = by_decision.entry(cost.decision).or_default();
            *left = sum([*left, cost.part.amount].into_iter());
        }
        by_decision
    }

    /// What was paid ahead and somebody but the State still bears, or nobody has settled yet.
    pub fn still_ahead(&self) -> Dong {
        let borne = self.open(|line, _| line.bearer != Bearer::State);
        let borne = borne.iter().filter(|cost| cost.ahead).map(|cost| cost.part.amount);
        let settled = |voucher: &str| self.settled().any(|line| line.voucher.as_deref() == Some(voucher));
        let unsettled = self.spent.iter().filter(|one| !settled(&one.voucher)).map(|one| one.amount);
        sum(borne.chain(unsettled))
    }

    /// What is left of settled costs: less what distributions took, less their bearers' own payments and what they need not pay.
    fn open(&self, wanted: impl Fn(&CostLine, DecisionId) -> bool) -> Vec<OpenCost> {
        let mut pots: BTreeMap<PartyId, Dong> = BTreeMap::new();
        let mut open = Vec::new();
        for (sheet, place, line) in self.settlements.iter().flat_map(places) {
            let mut left = line.amount.saturating_minus(self.taken(sheet, place));
            if let Some(payer) = line.payer {
                let pot = pots
                    .entry(payer)
                    .or_insert_with(|| sum([self.paid(payer), self.relieved(payer)].into_iter()));
                let used = left.min(*pot);
                *pot = pot.saturating_minus(used);
                left = left.saturating_minus(used);
            }
            if !left.is_zero() && wanted(line, sheet.decision) {
                open.push(OpenCost {
                    part: CostPart { document: sheet.document, line: place, amount: left },
                    decision: sheet.decision,
                    ahead: line.voucher.as_deref().is_some_and(|voucher| self.paid_on(voucher).is_some()),
                    kind: line.kind.clone(),
                    voucher: line.voucher.clone(),
                });
            }
        }
        open
    }

    /// What a party still has to pay.
    pub fn left(&self, party: PartyId) -> Dong {
        let gone = [self.paid(party), self.relieved(party), self.recovered_from(party)];
        gone.into_iter().fold(self.charged(party), Dong::saturating_minus)
    }

    /// What debtors must expect to bear under a decision: by its estimate, as long as its costs are not settled.
    pub fn expected(&self, decision: DecisionId) -> Dong {
        let settled = self.settlements.iter().any(|sheet| sheet.decision == decision);
        let lines = self.estimate(decision).filter(|_| !settled).into_iter().flat_map(|sheet| &sheet.lines);
        sum(lines.filter(|line| line.bearer == Bearer::Debtor).map(|line| line.amount))
    }
}

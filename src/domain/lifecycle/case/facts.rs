//! What the guards of a case look at: the case itself, its assets and its money in brief, and the items that the action
//! names. Loaded once per decision; never the whole list of parties.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::receipts::PaperFate;
use crate::domain::asset::Asset;
use crate::domain::case::{Case, Notice};
use crate::domain::claim::Payee;
use crate::domain::fee_account::FeeAccount;
use crate::domain::ids::{AssetId, DraftId, OfficeId, PartyId, UserId};
use crate::domain::judgment::Obligation;
use crate::domain::ledger::Account;
use crate::domain::lifecycle::Subject;
use crate::domain::lifecycle::drafts::waiting;
use crate::domain::lifecycle::receiving::ReceiptBrief;
use crate::domain::money::Dong;

/// What a case's guards need to know of an asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetBrief {
    /// The asset.
    pub id: AssetId,
    /// Whose it is.
    pub owner: PartyId,
    /// Its description.
    pub name: String,
    /// A registry's answer is needed and missing (L106 37.2).
    pub lacks_registry_answer: bool,
    /// It can still yield money.
    pub processable: bool,
    /// It is under seizure.
    pub under_seizure: bool,
    /// Sold or taken by a creditor, not yet handed over.
    pub sold: bool,
}

impl From<&Asset> for AssetBrief {
    fn from(asset: &Asset) -> AssetBrief {
        let not_the_debtors = asset.verified.as_ref().is_some_and(|verified| !verified.owned_by_debtor);
        AssetBrief {
            id: asset.id,
            owner: asset.owner,
            name: asset.name.clone(),
            lacks_registry_answer: asset.lacks_registry_answer(),
            processable: asset.is_processable() && !not_the_debtors,
            under_seizure: asset.is_under_seizure(),
            sold: asset.is_sold(),
        }
    }
}

/// What a pause needs to know of the complaint for which it is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComplaintBrief {
    /// The last day of the running term to resolve it (L106 102); none once it is resolved.
    pub resolve_until: Option<NaiveDate>,
}

/// A share that a distribution kept for a creditor who had not asked for enforcement (ND152 30.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingShare {
    /// The item as it is now: with a case once he has asked.
    pub item: Obligation,
    /// For whom.
    pub payee: Payee,
    /// How much, in đồng.
    pub amount: Dong,
    /// A request for it has come and is not decided.
    pub pending: bool,
}

/// The case's money in brief, from its ledger accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MoneyBrief {
    /// Received and not yet distributed.
    pub undistributed: Dong,
    /// Distributed and not yet paid out.
    pub unpaid: Dong,
    /// Costs advanced and not yet recovered.
    pub costs_open: Dong,
    /// Received and not yet distributed, sale money left out.
    pub provisional: Dong,
    /// Lying in the fund.
    pub cash: Dong,
    /// Lying on the account at a bank.
    pub bank: Dong,
    /// Lying on the account at the Treasury.
    pub treasury: Dong,
    /// Lying in savings.
    pub savings: Dong,
    /// Fees kept back or paid in, not yet remitted.
    pub fee: Dong,
}

impl MoneyBrief {
    /// What lies on a money account.
    pub fn lies_on(&self, account: Account) -> Dong {
        match account {
            Account::Cash => self.cash,
            Account::Bank => self.bank,
            Account::Treasury => self.treasury,
            Account::Savings => self.savings,
            _ => Dong::ZERO,
        }
    }
}

/// Everything that a decision on a case looks at.
#[derive(Debug, Clone)]
pub struct CaseFacts {
    /// The case.
    pub case: Case,
    /// Its assets.
    pub assets: Vec<AssetBrief>,
    /// Those of them that are under seizure, whole: a termination ends the seizure (L106 95.1).
    pub seized: Vec<Asset>,
    /// Its money.
    pub money: MoneyBrief,
    /// The items that the action names.
    pub items: Vec<Obligation>,
    /// The complaint that the action names, if it is about this case.
    pub complaint: Option<ComplaintBrief>,
    /// The other case that the action names, at the same agency.
    pub other: Option<Box<Case>>,
    /// Those of the parties that the action names who are parties of the case's judgment.
    pub parties: BTreeSet<PartyId>,
    /// Notices of the document that the action names, to the addressees that it names.
    pub notices: Vec<Notice>,
    /// The day the judgment took effect.
    pub in_force_on: NaiveDate,
    /// Those of them that the State budget pays wholly.
    pub budget_funded: BTreeSet<PartyId>,
    /// The agencies of this system that the action names, and the case's own, each with its code; empty when none is named.
    pub agencies: BTreeMap<OfficeId, String>,
    /// The shares on deposit that the action names.
    pub shares: Vec<WaitingShare>,
    /// The receipt that the action names, whichever case it is of.
    pub receipt: Option<ReceiptBrief>,
    /// What the office knows of the printed receipt's number that the action names.
    pub paper_receipt: Option<PaperFate>,
    /// Fee accounts that the action looks at.
    pub fees: Vec<FeeAccount>,
    /// The debtor himself had asked for enforcement.
    pub requested_by_debtor: bool,
    /// The user to whom the action assigns the case holds an officer's role at the office on that day.
    pub assignee_is_officer: bool,
}

impl Subject for CaseFacts {
    fn state(&self) -> &'static str {
        self.case.stage.as_str()
    }
    fn is_final(&self) -> bool {
        self.case.stage.is_final()
    }
    fn office(&self) -> OfficeId {
        self.case.office
    }
    fn division(&self) -> Option<OfficeId> {
        self.case.division
    }
    fn officer(&self) -> Option<UserId> {
        self.case.officer
    }
    fn began_on(&self) -> NaiveDate {
        self.case.decided_on
    }
    fn draft(&self, action: &str) -> Option<(DraftId, UserId)> {
        waiting(&self.case.drafts, action)
    }
}

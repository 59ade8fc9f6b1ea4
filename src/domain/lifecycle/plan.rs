//! What a decision yields, as data: new states, deadlines, documents, ledger entries. The service writes it, a dry run only
//! shows it. It performs nothing itself.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Context, Seen};
use crate::domain::asset::Asset;
use crate::domain::case::{Case, Notice};
use crate::domain::closing::ClosingEffects;
use crate::domain::document::DocumentKind;
use crate::domain::fee_account::FeeAccount;
use crate::domain::ids::{CaseId, DelegationId, ObligationId, PartyId, ReceiptId, UserId};
use crate::domain::judgment::{Judgment, Obligation, ObligationStatus};
use crate::domain::law::{GapReason, Regime};
use crate::domain::ledger::Entry;
use crate::domain::matter::{Matter, MatterChange};
use crate::domain::money::{AmountOutOfRange, Dong};
use crate::domain::payment::{Arrived, Distribution, Payout, Receipt};
use crate::domain::period::{Computation, compute_at};
use crate::domain::personal::PersonalField;
use crate::domain::receipt::Cancellation;
use crate::domain::refusal::{FieldError, Refusal};
use crate::domain::request::Request;

/// The new state of an aggregate; the version inside is the one that the change starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "aggregate", content = "after", rename_all = "snake_case")]
pub enum Change {
    /// A judgment.
    Judgment(Box<Judgment>),
    /// A request.
    Request(Box<Request>),
    /// A case.
    Case(Box<Case>),
    /// An asset.
    Asset(Box<Asset>),
    /// A distribution.
    Distribution(Box<Distribution>),
    /// A payout.
    Payout(Box<Payout>),
    /// A matter beside the cases; its version has grown already.
    Matter(Box<MatterChange>),
}

/// A document that the act makes. Its number is given when the plan is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NewDocument {
    /// Its identifier.
    pub id: Uuid,
    /// Its kind.
    pub kind: DocumentKind,
    /// Who prepared it, where a second person signs.
    pub prepared_by: Option<UserId>,
    /// What it says.
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
    /// Its number, once given.
    pub number: Option<String>,
}

/// A deadline to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Opened {
    /// The key in `config/law`.
    pub key: String,
    /// The document or person that it is about, where there may be several.
    pub about: Option<Uuid>,
    /// How the last day was found.
    pub computation: Computation,
}

/// A deadline to close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Closed {
    /// The key in `config/law`; `*` for every one of the aggregate.
    pub key: String,
    /// The document or person that it is about; any when absent.
    pub about: Option<Uuid>,
}

impl Closed {
    /// Whether it is this deadline.
    pub fn is(&self, key: &str, about: Option<Uuid>) -> bool {
        self.key == key && (self.about.is_none() || self.about == about)
    }
}

/// What happens to the running deadlines of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Running {
    /// A postponement pauses those that the law data marks `P`.
    Pause,
    /// They go on with the days that were left.
    Resume,
}

/// A change of an obligation beside its performance. What is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ItemChange {
    /// The item.
    pub obligation: ObligationId,
    /// Its new status.
    pub status: Option<ObligationStatus>,
    /// So much less is owed, in đồng (L106 42.2).
    pub reduced_by: Option<Dong>,
    /// So much more is owed, in đồng (ND152 62.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<Dong>,
    /// Who is entitled from now on (L106 41).
    pub creditor: Option<PartyId>,
    /// Who must perform from now on (L106 41).
    pub debtor: Option<PartyId>,
    /// It leaves its case: recalled or entrusted out, it may be decided anew.
    pub leaves_case: bool,
    /// The creditor asked for late interest on it on this day (ND152 29.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interest_asked_on: Option<NaiveDate>,
}

impl ItemChange {
    /// Writes the change into the item.
    ///
    /// # Errors
    /// As [`ItemChange::applied_to`].
    pub fn apply(&self, item: &mut Obligation) -> Result<(), AmountOutOfRange> {
        if let Some(status) = self.status {
            item.status = status;
        }
        item.amount = self.applied_to(item.amount)?;
        item.creditor = self.creditor.or(item.creditor);
        item.debtor = self.debtor.unwrap_or(item.debtor);
        if self.leaves_case {
            item.case = None;
        }
        if let Some(terms) = &mut item.more.interest {
            terms.asked_on = self.interest_asked_on.or(terms.asked_on);
        }
        Ok(())
    }

    /// What becomes of a sum that holds the item's.
    ///
    /// # Errors
    /// When more is taken off than is owed: a rule that let that through is wrong.
    pub fn applied_to(&self, sum: Dong) -> Result<Dong, AmountOutOfRange> {
        sum.plus(self.raised_by.unwrap_or_default())?.minus(self.reduced_by.unwrap_or_default())
    }

    /// Another sum than now, not below what is paid.
    pub fn amount(item: &Obligation, sum: Dong) -> ItemChange {
        let status = if sum <= item.paid { ObligationStatus::Done } else { item.status };
        let by = |more: Dong, less: Dong| Some(more.saturating_minus(less)).filter(|by| !by.is_zero());
        ItemChange {
            raised_by: by(sum, item.amount),
            reduced_by: by(item.amount, sum),
            ..ItemChange::status(item.id, status)
        }
    }

    /// A change of status alone.
    pub fn status(obligation: ObligationId, status: ObligationStatus) -> ItemChange {
        ItemChange {
            obligation,
            status: Some(status),
            reduced_by: None,
            raised_by: None,
            creditor: None,
            debtor: None,
            leaves_case: false,
            interest_asked_on: None,
        }
    }
}

/// What performing an obligation changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Performed {
    /// The item.
    pub obligation: ObligationId,
    /// By how much, in đồng.
    pub amount: Dong,
}

/// Personal values to be blanked in the name of a document of the same plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacts {
    /// The party.
    pub party: PartyId,
    /// Which values.
    pub fields: Vec<PersonalField>,
    /// The decision.
    pub document: Uuid,
}

/// Everything that one act changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Plan {
    /// The lifecycle.
    pub lifecycle: &'static str,
    /// The transition's code.
    pub code: &'static str,
    /// The action.
    pub action: &'static str,
    /// The state before.
    pub from: &'static str,
    /// The guards with the values they saw.
    pub guards: Vec<Seen>,
    /// The delegation under which it was signed.
    pub delegation: Option<DelegationId>,
    /// Who prepared the draft that is signed.
    pub prepared_by: Option<UserId>,
    /// New states; the acting aggregate first.
    pub changes: Vec<Change>,
    /// Items that the new case covers (a decision opens a case).
    pub covers: Vec<ObligationId>,
    /// Deadlines opened.
    pub opened: Vec<Opened>,
    /// Deadlines that could not be opened, because the law data do not know the value.
    pub unknown: Vec<String>,
    /// Deadlines closed.
    pub closed: Vec<Closed>,
    /// Pause or resumption of running deadlines.
    pub running: Option<Running>,
    /// Keys of deadlines that this act pauses or lets go on, whatever the case's own interruptions do.
    pub paused: Vec<String>,
    /// See `paused`.
    pub resumed: Vec<String>,
    /// Keys of deadlines that fall away unmet, because their start is set anew.
    pub cancelled: Vec<String>,
    /// Deadlines that fall away unmet, because what they are about is over or replaced.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lapsed: Vec<Closed>,
    /// What another reading of the law gives for a deadline opened here: shown beside it.
    pub others: Vec<Opened>,
    /// The deadlines opened come from before this program, and are never its breaches.
    pub imported: bool,
    /// Documents that belong to another case than the acting one, with the deadlines about them.
    pub belongs: BTreeMap<Uuid, CaseId>,
    /// Documents made.
    pub documents: Vec<NewDocument>,
    /// Receipts issued.
    pub receipts: Vec<Receipt>,
    /// Names of those who paid for somebody else: personal data, kept apart and shown in no plan.
    #[serde(skip)]
    pub payers: Vec<(ReceiptId, String)>,
    /// Receipts cancelled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cancellations: Vec<Cancellation>,
    /// Ledger entries.
    #[schema(value_type = Vec<Object>)]
    pub entries: Vec<Entry>,
    /// Ledger entries that stand on the office's own file, whatever the plan's case: of what moves from there into a case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub office_entries: Vec<Entry>,
    /// Items performed.
    pub performed: Vec<Performed>,
    /// Late interest paid on items: it is no performance of what was pronounced.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub interest_paid: Vec<Performed>,
    /// The days on which the money came that performs them; the day of the act when there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arrived: Vec<Arrived>,
    /// Those of the performed items that bear late interest, where `arrived` says when the money came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bearing: Vec<ObligationId>,
    /// What creditors have received and owe in fees from now on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<FeeAccount>,
    /// Items that change otherwise: terminated, reduced, handed to another party.
    pub items: Vec<ItemChange>,
    /// Parts of items, made items of their own before the new case covers them.
    pub parts: Vec<Obligation>,
    /// Notices sent or proven; one that is known already is written over.
    pub notices: Vec<Notice>,
    /// Payment orders created.
    pub payouts: Vec<Payout>,
    /// What the act does with other aggregates, each with an event, deadlines and documents of its own.
    #[schema(no_recursion)]
    pub also: Vec<Plan>,
    /// The law by which its deadlines are reckoned, where that is not the act's day's (L106 116.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regime: Option<Regime>,
    /// Keys of opened deadlines that a matter opens on its case: an act on the case closes them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on_case: Vec<&'static str>,
    /// What closing and control of the books leave beside the matter's new state.
    #[serde(skip_serializing_if = "ClosingEffects::is_empty")]
    pub closing: ClosingEffects,
    /// Items into which the reception has already written the day of the request: the event tells what they are now.
    #[serde(skip)]
    pub noted: Vec<ObligationId>,
    /// Personal values that the act takes away for good.
    #[serde(skip)]
    pub redacts: Option<Redacts>,
}

impl Plan {
    /// A plan that changes nothing yet.
    pub fn new(
        lifecycle: &'static str,
        code: &'static str,
        action: &'static str,
        from: &'static str,
        guards: Vec<Seen>,
    ) -> Plan {
        Plan {
            lifecycle,
            code,
            action,
            from,
            guards,
            delegation: None,
            prepared_by: None,
            changes: Vec::new(),
            covers: Vec::new(),
            opened: Vec::new(),
            unknown: Vec::new(),
            closed: Vec::new(),
            running: None,
            paused: Vec::new(),
            resumed: Vec::new(),
            cancelled: Vec::new(),
            lapsed: Vec::new(),
            others: Vec::new(),
            imported: false,
            belongs: BTreeMap::new(),
            documents: Vec::new(),
            receipts: Vec::new(),
            payers: Vec::new(),
            cancellations: Vec::new(),
            entries: Vec::new(),
            office_entries: Vec::new(),
            performed: Vec::new(),
            interest_paid: Vec::new(),
            arrived: Vec::new(),
            bearing: Vec::new(),
            fees: Vec::new(),
            items: Vec::new(),
            parts: Vec::new(),
            notices: Vec::new(),
            payouts: Vec::new(),
            also: Vec::new(),
            regime: None,
            on_case: Vec::new(),
            closing: ClosingEffects::default(),
            noted: Vec::new(),
            redacts: None,
        }
    }

    /// Opens a deadline that starts on `start`; its length is the law's of the act's day. Where that law sets no such period,
    /// none is opened; where its value is not known, that is noted in the plan and nothing is invented.
    pub fn open(&mut self, context: &Context<'_>, key: &str, start: NaiveDate, about: Option<Uuid>) {
        match context.law.deadline_now(key, start, context.on, context.now) {
            Ok(computation) => self.opened.push(Opened { key: key.to_owned(), about, computation }),
            Err(gap) if gap.reason == GapReason::NoRule => {}
            Err(gap) => self.unknown.push(gap.to_string()),
        }
    }

    /// Opens a deadline that the law counts from a minute; as [`Plan::open`] where the law knows none.
    pub fn open_at(
        &mut self,
        context: &Context<'_>,
        key: &str,
        start: DateTime<FixedOffset>,
        about: Option<Uuid>,
    ) {
        match context.law.period(key, context.on) {
            Ok(period) => {
                let computation = compute_at(start, period, context.law.calendar());
                self.opened.push(Opened { key: key.to_owned(), about, computation });
            }
            Err(gap) if gap.reason == GapReason::NoRule => {}
            Err(gap) => self.unknown.push(gap.to_string()),
        }
    }

    /// Opens a deadline on whose last day the act itself depends.
    ///
    /// # Errors
    /// [`Refusal::LawMissing`] when the law data have no value for that day: then nothing is decided.
    pub fn must_open(
        &mut self,
        context: &Context<'_>,
        key: &str,
        start: NaiveDate,
        about: Option<Uuid>,
    ) -> Result<NaiveDate, Refusal> {
        let computation = context.law.deadline_now(key, start, context.on, context.now)?;
        let due = computation.due_on;
        self.opened.push(Opened { key: key.to_owned(), about, computation });
        Ok(due)
    }

    /// Opens a deadline whose last day the act keeps; none where the law of that day sets none.
    ///
    /// # Errors
    /// [`Refusal::LawMissing`] when the law data do not know the value for that day.
    pub fn open_known(
        &mut self,
        context: &Context<'_>,
        key: &str,
        start: NaiveDate,
        about: Option<Uuid>,
    ) -> Result<Option<NaiveDate>, Refusal> {
        match context.law.period(key, context.on) {
            Err(gap) if gap.reason == GapReason::NoRule => Ok(None),
            _ => self.must_open(context, key, start, about).map(Some),
        }
    }

    /// Writes a matter's new state, before every other change.
    ///
    /// # Errors
    /// [`Refusal::Content`] only if the value cannot be written as JSON.
    pub fn change_matter<M: Matter>(&mut self, matter: &M) -> Result<(), Refusal> {
        let unwritable = |_| Refusal::Content(vec![FieldError::new("", "wrong_type")]);
        let change = MatterChange::of(matter).map_err(unwritable)?;
        self.changes.insert(0, Change::Matter(Box::new(change)));
        Ok(())
    }

    /// Closes the open deadlines with this key.
    pub fn close(&mut self, key: &str, about: Option<Uuid>) {
        self.closed.push(Closed { key: key.to_owned(), about });
    }

    /// Lets the open deadlines with this key fall away, unmet.
    pub fn lapse(&mut self, key: &str, about: Uuid) {
        self.lapsed.push(Closed { key: key.to_owned(), about: Some(about) });
    }

    /// Makes a document and opens what every decision opens: notice to the parties, copy to the procuracy (L106 35.1–35.2).
    pub fn issue(
        &mut self,
        context: &Context<'_>,
        kind: DocumentKind,
        prepared_by: Option<UserId>,
        content: serde_json::Value,
    ) -> Uuid {
        let id = self.record(context, kind, prepared_by, content);
        self.open(context, "notify", context.on, Some(id));
        self.open(context, "send_vks", context.on, Some(id));
        id
    }

    /// Makes a document that need not be served or sent.
    pub fn record(
        &mut self,
        context: &Context<'_>,
        kind: DocumentKind,
        prepared_by: Option<UserId>,
        content: serde_json::Value,
    ) -> Uuid {
        let id = context.ids.next();
        self.documents.push(NewDocument { id, kind, prepared_by, content, number: None });
        id
    }
}

//! How long a decision takes: the facts are there, the law is loaded, a plan comes out. The budget is 20 µs.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench says what it expects")]

use std::cell::Cell;

use chrono::{NaiveDate, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::json;
use thads::domain::actor::{Actor, Role, RoleGrant};
use thads::domain::case::{Case, DecisionRef, NewCase, Stage, Track, Verification, VerificationKind};
use thads::domain::document::DocumentKind;
use thads::domain::ids::{CaseId, DecisionId, DraftId, JudgmentId, OfficeId, PartyId, UserId};
use thads::domain::judgment::{Draft, Mode};
use thads::domain::law::Law;
use thads::domain::lifecycle::case::{CaseAction, CaseFacts, CaseLifecycle, MoneyBrief};
use thads::domain::lifecycle::{Context, IdSource, decide, standings};
use thads::domain::money::Dong;
use uuid::Uuid;

/// Identifiers in order: a bench needs no randomness.
struct Counter(Cell<u128>);

impl IdSource for Counter {
    fn next(&self) -> Uuid {
        self.0.set(self.0.get() + 1);
        Uuid::from_u128(self.0.get())
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A proactive case without means, verified every half year, two years after the decision.
fn case(stage: Stage) -> Case {
    let id = Uuid::from_u128;
    let decided_on = day("2026-07-06");
    let mut case = Case::open(NewCase {
        id: CaseId(id(1)),
        office: OfficeId(id(2)),
        judgment: JudgmentId(id(4)),
        request: None,
        mode: Mode::Proactive,
        track: Track::Standard,
        provisional_measure: false,
        decided_on,
        debtors: vec![(PartyId(id(5)), false)],
        personal_duty: false,
        amount_due: Dong::new(5_000_000).unwrap(),
        decision: DecisionRef {
            id: DecisionId(id(6)),
            kind: DocumentKind::ProactiveDecision,
            number: "1/2026/QĐ-THADS".to_owned(),
            signed_on: decided_on,
            sent_to_procuracy_on: Some(decided_on),
        },
    });
    case.version = 7;
    case.officer = Some(UserId(id(3)));
    case.stage = stage;
    case.file_opened_on = Some(day("2026-07-07"));
    for track in &mut case.debtors {
        track.stage = stage;
        track.notified_on = Some(day("2026-07-10"));
        track.voluntary_until = Some(day("2026-07-20"));
    }
    case.verifications.push(Verification {
        kind: VerificationKind::First,
        on: day("2026-07-21"),
        confirmed_by: Some("UBND".to_owned()),
        shows_ability: Some(false),
    });
    let draft = Draft {
        id: DraftId(id(9)),
        prepared_by: UserId(id(8)),
        prepared_on: day("2026-08-03"),
        content: json!({"ground": "NE-A", "proof": "Biên bản", "ground_on": "2026-08-03", "no_other_assets": true,
            "confirmed_by": "UBND", "yearly": false}),
    };
    case.drafts.insert("issue_not_enforceable_decision".to_owned(), draft);
    case
}

fn decisions(bench: &mut Criterion) {
    let law = Law::embedded().unwrap();
    let on = day("2026-08-05");
    let grant = |role| RoleGrant {
        office: OfficeId(Uuid::from_u128(2)),
        division: None,
        role,
        from: day("2024-07-01"),
        to: None,
    };
    let actor = Actor {
        user: UserId(Uuid::from_u128(3)),
        grants: vec![grant(Role::EnforcementOfficer), grant(Role::Head)],
        delegations: Vec::new(),
    };
    let ids = Counter(Cell::new(100));
    let context = Context { law: &law, actor: &actor, on, now: Utc::now(), ids: &ids };
    let facts = |stage: Stage| CaseFacts {
        fees: Vec::new(),
        requested_by_debtor: false,
        paper_receipt: None,
        shares: Vec::new(),
        receipt: None,
        case: case(stage),
        assets: Vec::new(),
        seized: Vec::new(),
        complaint: None,
        money: MoneyBrief::default(),
        items: Vec::new(),
        in_force_on: day("2026-06-20"),
        other: None,
        parties: std::collections::BTreeSet::new(),
        notices: Vec::new(),
        budget_funded: std::collections::BTreeSet::new(),
        agencies: std::collections::BTreeMap::new(),
        assignee_is_officer: false,
    };
    let read = |name: &str| CaseAction::parse(name, json!({})).unwrap().unwrap();

    let (voluntary, start) = (facts(Stage::Voluntary), read("start_verification"));
    bench.bench_function("decide: start_verification", |b| {
        b.iter(|| decide::<CaseLifecycle>(&voluntary, &start, &context).unwrap());
    });
    let (verified, issue) = (facts(Stage::Verification), read("issue_not_enforceable_decision"));
    bench.bench_function("decide: issue_not_enforceable_decision", |b| {
        b.iter(|| decide::<CaseLifecycle>(&verified, &issue, &context).unwrap());
    });
    bench.bench_function("standings: every action of a case", |b| {
        b.iter(|| standings::<CaseLifecycle>(&verified, &context));
    });
}

criterion_group!(benches, decisions);
criterion_main!(benches);

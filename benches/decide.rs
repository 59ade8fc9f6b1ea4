//! How long a decision takes: the facts are there, the law is loaded, a plan comes out. The budget is 20 µs.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench says what it expects")]

use std::cell::Cell;

use chrono::{NaiveDate, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};
use thads::domain::actor::{Actor, Role, RoleGrant};
use thads::domain::case::Case;
use thads::domain::ids::{OfficeId, UserId};
use thads::domain::law::Law;
use thads::domain::lifecycle::case::{CaseAction, CaseFacts, CaseLifecycle, MoneyBrief};
use thads::domain::lifecycle::{Context, IdSource, decide, standings};
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
fn case(stage: &str) -> Case {
    let id = |number: u128| Uuid::from_u128(number).to_string();
    let verified = |kind: &str, on: &str| json!({"kind": kind, "on": on, "confirmed_by": "UBND", "shows_ability": false});
    let draft = json!({
        "id": id(9), "prepared_by": id(8), "prepared_on": "2026-08-03",
        "content": {"ground": "NE-A", "proof": "Biên bản", "ground_on": "2026-08-03", "no_other_assets": true,
            "confirmed_by": "UBND", "yearly": false},
    });
    let value: Value = json!({
        "id": id(1), "version": 7, "office": id(2), "division": null, "officer": id(3), "judgment": id(4), "request": null,
        "number": "1/2026/QĐ-THADS", "mode": "proactive", "stage": stage, "decided_on": "2026-07-06",
        "debtors": [{"party": id(5), "stage": stage, "budget_funded": false, "failed_deliveries": [], "posted_on": null,
            "posting_removed_on": null, "notified_on": "2026-07-10", "voluntary_until": "2026-07-20"}],
        "personal_duty": false, "amount_due": 5_000_000, "amount_paid": 0, "file_opened_on": "2026-07-07",
        "drafts": {"issue_not_enforceable_decision": draft}, "decisions": [],
        "verifications": [verified("first", "2026-07-21")],
        "declaration_demanded_on": null, "not_enforceable": null,
        "publication": {"published_on": null, "to_remove": false},
        "new_information": [], "holds": [], "measures": [], "ended": null,
    });
    serde_json::from_value(value).unwrap()
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
    let facts = |stage| CaseFacts {
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

    let (voluntary, start) = (facts("voluntary"), read("start_verification"));
    bench.bench_function("decide: start_verification", |b| {
        b.iter(|| decide::<CaseLifecycle>(&voluntary, &start, &context).unwrap());
    });
    let (verified, issue) = (facts("verification"), read("issue_not_enforceable_decision"));
    bench.bench_function("decide: issue_not_enforceable_decision", |b| {
        b.iter(|| decide::<CaseLifecycle>(&verified, &issue, &context).unwrap());
    });
    bench.bench_function("standings: every action of a case", |b| {
        b.iter(|| standings::<CaseLifecycle>(&verified, &context));
    });
}

criterion_group!(benches, decisions);
criterion_main!(benches);

//! The sheet on plain values: each heading in order, in breach, and where nothing can be told.

use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::domain::actor::{Actor, Delegation, Role, RoleGrant};
use crate::domain::deadline::DeadlineStatus;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DelegationId, OfficeId, UserId};
use crate::domain::law::Duty;
use crate::domain::money::Dong;
use ReviewVerdict::{Breach, InOrder, Unknown};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn term(key: &str, status: DeadlineStatus, due: &str, closed: Option<&str>) -> Term {
    Term {
        key: key.to_owned(),
        about_document: true,
        started_on: day("2026-07-15"),
        due_on: day(due),
        status,
        closed_on: closed.map(day),
        duty: Duty::Office,
        imported: false,
    }
}

/// A decision on request, signed by the head on 15 July, drafted by the clerk, sent and served.
fn evidence() -> Evidence {
    let (office, head) = (OfficeId(id(1)), UserId(id(2)));
    let grant = RoleGrant { office, division: None, role: Role::Head, from: day("2020-01-01"), to: None };
    Evidence {
        document: Document {
            office,
            kind: DocumentKind::OnRequestDecision,
            number: "1/2026/QĐ-THADS".to_owned(),
            signed_on: day("2026-07-15"),
            recorded_on: day("2026-07-15"),
            signer: head,
            delegation: None,
            prepared_by: Some(UserId(id(4))),
            content: json!({"amount": 500}),
        },
        act: Some(Act {
            code: "T-DE-02".to_owned(),
            action: "issue_decision_on_request".to_owned(),
            guards: vec![
                ("G-ROLE".to_owned(), "x".to_owned()),
                ("G-STATE".to_owned(), "complete".to_owned()),
            ],
            unknown: Vec::new(),
        }),
        terms: vec![
            term("send_vks", DeadlineStatus::Met, "2026-07-20", Some("2026-07-17")),
            term("notify", DeadlineStatus::Met, "2026-07-20", Some("2026-07-15")),
        ],
        signer: Actor { user: head, grants: vec![grant], delegations: Vec::new() },
        delegation: None,
        case: Some(CaseThen { division: None, officer: None, due: Dong::new(500).unwrap() }),
        notices: Notices { made: 1, valid: 1, first: Some(day("2026-07-15")), last: Some(day("2026-07-15")) },
        named: Vec::new(),
        today: day("2026-07-30"),
    }
}

/// The verdict of a heading and the codes of its checks.
fn under(evidence: &Evidence, heading: ReviewHeading) -> (ReviewVerdict, Vec<&'static str>) {
    let law = Law::embedded().unwrap();
    let found = sheet(evidence, &law).into_iter().find(|one| one.heading == heading).unwrap();
    (found.verdict, found.checks.iter().map(|check| check.code).collect())
}

#[test]
fn days_are_counted_to_the_act_and_from_it() {
    let law = Law::embedded().unwrap();
    let mut known = evidence();
    assert_eq!(under(&known, ReviewHeading::Deadlines), (InOrder, vec!["RS-DL-MET", "RS-DL-MET"]));
    let checks = &sheet(&known, &law)[0].checks;
    assert_eq!(checks[0].days, Some(3));
    assert!(checks[0].citations.iter().any(|one| !one.article.is_empty()), "the article of the deadline");
    known.terms = vec![
        term("send_vks", DeadlineStatus::Late, "2026-07-20", Some("2026-07-24")),
        term("notify", DeadlineStatus::Open, "2026-07-20", None),
        term("notify", DeadlineStatus::Open, "2026-08-20", None),
        term("notify", DeadlineStatus::Cancelled, "2026-08-20", Some("2026-07-18")),
    ];
    let codes = vec!["RS-DL-LATE", "RS-DL-BREACHED", "RS-DL-RUNS", "RS-DL-STANDS"];
    assert_eq!(under(&known, ReviewHeading::Deadlines), (Breach, codes));
    let days: Vec<_> = sheet(&known, &law)[0].checks.iter().map(|check| check.days).collect();
    assert_eq!(days, [Some(-4), Some(-10), Some(21), None]);
    // A target of the office's own is no breach of the law.
    known.terms = vec![term("finding_answer", DeadlineStatus::Open, "2026-07-20", None)];
    assert_eq!(under(&known, ReviewHeading::Deadlines), (Unknown, vec!["RS-DL-TARGET"]));
    known.terms = Vec::new();
    assert_eq!(under(&known, ReviewHeading::Deadlines), (InOrder, vec!["RS-DL-NONE"]));
    known.act = None;
    assert_eq!(under(&known, ReviewHeading::Deadlines), (Unknown, vec!["RS-NO-ACT"]));
}

#[test]
fn the_basis_is_the_guards_of_then() {
    let mut known = evidence();
    assert_eq!(under(&known, ReviewHeading::Basis), (InOrder, vec!["RS-ACT", "RS-GUARD"]));
    if let Some(act) = &mut known.act {
        act.guards.push(("G-DOSSIER".to_owned(), "overridden".to_owned()));
    }
    let (verdict, codes) = under(&known, ReviewHeading::Basis);
    assert_eq!((verdict, codes.last().copied()), (Unknown, Some("RS-PASSED-OVER")));
    known.act = None;
    assert_eq!(under(&known, ReviewHeading::Basis), (Unknown, vec!["RS-NO-ACT"]));
}

#[test]
fn the_signer_had_the_role_or_the_delegation_that_day() {
    let mut known = evidence();
    assert_eq!(under(&known, ReviewHeading::Authority), (InOrder, vec!["RS-SIGNER", "RS-PREPARED"]));
    known.signer.grants[0].from = day("2026-07-16");
    assert_eq!(under(&known, ReviewHeading::Authority), (Breach, vec!["RS-SIGNER-NOT", "RS-PREPARED"]));
    known.document.delegation = Some(DelegationId(id(7)));
    assert_eq!(under(&known, ReviewHeading::Authority).1[0], "RS-DELEGATION-NOT");
    let delegation = Delegation {
        id: DelegationId(id(7)),
        office: known.document.office,
        delegator: UserId(id(5)),
        delegate: known.document.signer,
        documents: vec![DocumentKind::OnRequestDecision],
        division: None,
        from: day("2026-07-01"),
        to: day("2026-07-31"),
        basis: "QĐ 12".to_owned(),
        revoked_on: None,
    };
    let with = |change: &dyn Fn(&mut Delegation)| {
        let mut known = known.clone();
        let mut changed = delegation.clone();
        change(&mut changed);
        known.delegation = Some(changed);
        under(&known, ReviewHeading::Authority)
    };
    assert_eq!(with(&|_| {}), (InOrder, vec!["RS-DELEGATION", "RS-PREPARED"]));
    assert_eq!(with(&|one| one.to = day("2026-07-14")).1[0], "RS-DELEGATION-NOT");
    assert_eq!(with(&|one| one.revoked_on = Some(day("2026-07-15"))).1[0], "RS-DELEGATION-NOT");
    assert_eq!(with(&|one| one.documents = vec![DocumentKind::FeeDecision]).0, Breach);
    assert_eq!(with(&|one| one.delegate = UserId(id(99))).0, Breach);
    let mut alone = evidence();
    alone.document.prepared_by = Some(alone.document.signer);
    assert_eq!(under(&alone, ReviewHeading::Authority), (Breach, vec!["RS-SIGNER", "RS-PREPARED-NOT"]));
    alone.document.prepared_by = None;
    assert_eq!(under(&alone, ReviewHeading::Authority).0, Unknown);
    alone.act = None;
    assert_eq!(
        under(&alone, ReviewHeading::Authority),
        (Unknown, vec!["RS-SIGNER-UNKNOWN", "RS-PREPARED-UNKNOWN"])
    );
}

#[test]
fn the_form_is_number_day_kind_and_whom_it_went_to() {
    let mut known = evidence();
    let good = vec!["RS-NUMBER", "RS-DATED", "RS-KIND", "RS-SENT", "RS-SERVED"];
    assert_eq!(under(&known, ReviewHeading::Form), (InOrder, good));
    known.document.recorded_on = day("2026-07-25");
    let (verdict, codes) = under(&known, ReviewHeading::Form);
    assert_eq!((verdict, codes[2]), (Unknown, "RS-ENTERED"));
    known.document.recorded_on = day("2026-07-14");
    known.document.number = String::new();
    let (verdict, codes) = under(&known, ReviewHeading::Form);
    assert_eq!((verdict, codes[0], codes[1]), (Breach, "RS-NUMBER-NOT", "RS-DATED-NOT"));
    let mut unsent = evidence();
    unsent.terms[0] = term("send_vks", DeadlineStatus::Open, "2026-07-20", None);
    unsent.terms[1] = term("notify", DeadlineStatus::Open, "2026-08-20", None);
    let (verdict, codes) = under(&unsent, ReviewHeading::Form);
    assert_eq!((verdict, codes[3], codes[4]), (Breach, "RS-SENT-NOT", "RS-SERVED-NOT"));
    unsent.terms.clear();
    unsent.notices = Notices::default();
    assert_eq!(under(&unsent, ReviewHeading::Form).1[3..], ["RS-SENT-NONE", "RS-SERVED-NONE"]);
    unsent.act = None;
    let (verdict, codes) = under(&unsent, ReviewHeading::Form);
    assert_eq!((verdict, &codes[2..]), (Unknown, &["RS-SENT-UNKNOWN", "RS-SERVED-UNKNOWN"][..]));
}

#[test]
fn the_content_is_held_against_the_records_of_then() {
    let with = |kind: DocumentKind, content: Value, of_case: bool, item: Option<u64>| {
        let mut known = evidence();
        known.document.kind = kind;
        let amount = item.map(|sum| Dong::new(i64::try_from(sum).unwrap()).unwrap());
        let resolved = |reference| Resolved { reference, of_case, amount };
        known.named = references(&content).into_iter().map(resolved).collect();
        known.document.content = content;
        under(&known, ReviewHeading::Content)
    };
    use DocumentKind::{OnRequestDecision as Opening, SecurityDecision as Security, SetOffMinutes as SetOff};
    assert_eq!(with(Opening, json!({"amount": 500}), true, None), (InOrder, vec!["RS-AMOUNT"]));
    assert_eq!(with(Opening, json!({"amount": 400}), true, None), (Breach, vec!["RS-AMOUNT-DIFFERS"]));
    assert_eq!(with(Security, json!({"amount": 400}), true, None), (InOrder, vec!["RS-AMOUNT"]));
    assert_eq!(with(Security, json!({"amount": 501}), true, None), (Unknown, vec!["RS-AMOUNT-MORE"]));
    let named = json!({"obligation": id(20), "amount": 100});
    assert_eq!(with(SetOff, named.clone(), true, Some(100)), (InOrder, vec!["RS-NAMES", "RS-AMOUNT"]));
    assert_eq!(with(SetOff, named.clone(), true, Some(99)).1[1], "RS-AMOUNT-ABOVE");
    assert_eq!(with(SetOff, named, false, Some(100)).1[0], "RS-NAMES-NOT");
    let elsewhere = json!({"decision": id(21)});
    assert_eq!(with(Security, elsewhere, false, None), (Unknown, vec!["RS-NAMES-ELSEWHERE"]));
    let days =
        |made: &str, until: &str| with(Security, json!({"made_on": made, "until": until}), true, None).1;
    assert_eq!(days("2026-07-15", "2026-07-15"), ["RS-DAY", "RS-DAY"]);
    assert_eq!(days("2026-07-16", "2026-07-14"), ["RS-DAY-NOT", "RS-DAY-NOT"]);
    assert_eq!(with(Security, json!({"reason": "x"}), true, None), (Unknown, vec!["RS-SAYS"]));
    assert_eq!(with(Security, json!({}), true, None), (Unknown, vec!["RS-SAYS-NOTHING"]));
}

#[test]
fn every_check_has_its_words() {
    let law = Law::embedded().unwrap();
    let texts = law.texts();
    for source in [
        include_str!("authority.rs"),
        include_str!("basis.rs"),
        include_str!("content.rs"),
        include_str!("deadlines.rs"),
        include_str!("form.rs"),
        include_str!("mod.rs"),
    ] {
        for code in source.split('"').filter(|part| part.starts_with("RS-")) {
            let basis = !law.basis(code, day("2026-07-15")).is_empty()
                && ["RS-PREPARED", "RS-OFFICER"].contains(&code);
            assert!(texts.has(code) || basis, "{code} has no text");
        }
    }
}

//! What is written is what is read: every aggregate, with every optional column once empty and once full.

use std::collections::BTreeMap;

use super::sample::{at, day, dong, id, obligation, register};
use super::support::{TestDb, on_both_engines};
use crate::domain::actor::{Delegation, Role, RoleGrant};
use crate::domain::document::DocumentKind;
use crate::domain::review::Notices;
use crate::store::decisions::Decision;
use crate::store::distributions::{Distribution, DistributionLine};
use crate::store::events::Event;
use crate::store::notices::Notice;
use crate::store::payouts::Payout;
use crate::store::receipts::Receipt;
use crate::store::refused::RefusedAttempt;
use crate::store::requests::{Request, RequestFilter};
use crate::store::tokens::RefreshToken;
use crate::store::{
    AnyId, Scope, StoreError, assets, cases, decisions, distributions, events, idempotency, judgments,
    notices, obligations, offices, parties, payouts, receipts, refused, requests, tokens, users,
};

on_both_engines!(people, papers, things_and_times, money, history, keys);

fn people(db: &TestDb) {
    db.store()
        .write(|conn| {
            let made = register(conn)?;
            let office = offices::find(conn, made.office)?.unwrap();
            assert!(office.is_city && office.to_on.is_none());
            assert_eq!(offices::find_by_code(conn, "AG")?, Some(office));
            assert_eq!(offices::list(conn, Some(made.office), 10)?[0].id, made.division);
            assert_eq!(offices::children(conn, made.office, 10)?.len(), 1);
            let user = users::find_by_login(conn, "officer")?.unwrap();
            assert_eq!((user.id, user.created_at), (made.officer, at(0)));
            let grant = RoleGrant {
                office: made.office,
                division: Some(made.division),
                role: Role::ChiefOfficer,
                from: day(7, 1),
                to: None,
            };
            let grant_id: AnyId = id();
            users::insert_grant(conn, grant_id, made.officer, &grant)?;
            users::end_grant(conn, grant_id, day(12, 31))?;
            let delegation = Delegation {
                id: id(),
                office: made.office,
                delegator: made.officer,
                delegate: made.officer,
                documents: vec![DocumentKind::Receipt, DocumentKind::ClosingRecord],
                division: None,
                from: day(7, 1),
                to: day(9, 30),
                basis: "01/QĐ".into(),
                revoked_on: None,
            };
            users::insert_delegation(conn, &delegation, at(1))?;
            assert_eq!(users::find_delegation(conn, delegation.id)?, Some(delegation.clone()));
            users::revoke(conn, delegation.id, day(8, 1))?;
            assert_eq!(users::revoke(conn, delegation.id, day(8, 2)), Err(StoreError::Stale));
            let actor = users::actor(conn, made.officer)?;
            assert_eq!(actor.grants, vec![RoleGrant { to: Some(day(12, 31)), ..grant }]);
            assert_eq!(actor.delegations, vec![Delegation { revoked_on: Some(day(8, 1)), ..delegation }]);
            assert_eq!(users::delegations_of(conn, made.office, None, 10)?, actor.delegations);
            assert_eq!(users::list(conn, Some(made.office), None, 10)?.len(), 1);
            users::set_active(conn, made.officer, false)?;
            users::set_password(conn, made.officer, "new")?;
            let user = users::find(conn, made.officer)?.unwrap();
            assert!(!user.active && user.password_hash == "new");
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn papers(db: &TestDb) {
    db.store()
        .write(|conn| {
            let made = register(conn)?;
            let scope = Scope::office(made.office);
            let judgment = judgments::get(conn, &scope, made.judgment)?;
            assert_eq!(judgment.doc, "{\"b\":1,\"a\":\"đ\"}");
            assert_eq!((judgment.pronounced_on, judgment.in_force_on), (day(7, 2), Some(day(8, 3))));
            assert_eq!(judgments::list(conn, &scope, None, 10)?, vec![judgment]);
            let found = parties::by_judgment(conn, made.judgment, None, 10)?;
            assert_eq!(found[0].name, "Nguyễn Văn Mẫu");
            assert_eq!(parties::by_ids(conn, &[made.creditor, made.debtor])?, found);
            assert!(!format!("{found:?}").contains("Mẫu"), "names must not reach a log");
            let request = Request {
                id: id(),
                office_id: made.office,
                division_id: Some(made.division),
                judgment_id: made.judgment,
                version: 1,
                state: "received".into(),
                requested_on: day(8, 10),
                case_id: None,
                doc: "{}".into(),
                created_at: at(3),
            };
            requests::insert(conn, &request)?;
            let change = Request { state: "decided".into(), case_id: Some(made.case), ..request.clone() };
            assert_eq!(requests::compare_and_set(conn, &change)?, 2);
            let filter = RequestFilter { state: Some("decided".into()), judgment: Some(made.judgment) };
            let listed = requests::list(conn, &scope, &filter, None, 10)?;
            assert_eq!(listed, vec![Request { version: 2, ..change }]);
            assert_eq!(requests::get(conn, &scope, request.id)?, listed[0]);
            let case = cases::get(conn, &scope, made.case)?;
            assert_eq!((case.amount_due, case.created_at), (crate::domain::money::Dong::MAX, at(2)));
            let decision = Decision {
                id: id(),
                office_id: made.office,
                case_id: Some(made.case),
                request_id: Some(request.id),
                asset_id: None,
                kind: "on_request_decision".into(),
                book: "decisions".into(),
                year: 2026,
                number: 1,
                full_number: "01/QĐ-CTHADS".into(),
                signed_on: day(9, 1),
                signer_id: made.officer,
                delegation_id: None,
                preparer_id: None,
                content: "{}".into(),
                created_at: at(4),
                matter_id: None,
            };
            decisions::insert(conn, &decision)?;
            assert_eq!(decisions::get(conn, &scope, decision.id)?, decision);
            assert_eq!(decisions::by_case(conn, made.case, None, None, 10)?, vec![decision.clone()]);
            let live = decisions::find_live(conn, made.case, &["x", "on_request_decision"])?;
            assert_eq!(live, Some(decision.clone()));
            let notice = Notice {
                id: id(),
                office_id: made.office,
                case_id: made.case,
                decision_id: Some(decision.id),
                addressee_id: made.debtor,
                channel: "direct".into(),
                valid_on: None,
                doc: "{}".into(),
                created_at: at(5),
            };
            notices::insert_many(conn, std::slice::from_ref(&notice))?;
            let given = Notice { valid_on: Some(day(9, 5)), ..notice };
            notices::update(conn, &given, at(6))?;
            assert_eq!(notices::get(conn, made.case, given.id)?, given);
            assert_eq!(notices::by_case(conn, made.case, None, 10)?, vec![given.clone()]);
            let one = Some(day(9, 5));
            let counted = Notices { made: 1, valid: 1, first: one, last: one };
            assert_eq!(notices::counts(conn, &[decision.id])?, BTreeMap::from([(decision.id, counted)]));
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn things_and_times(db: &TestDb) {
    db.store()
        .write(|conn| {
            let made = register(conn)?;
            let scope = Scope { division: Some(made.division), ..Scope::office(made.office) };
            let asset = assets::Asset {
                id: id(),
                office_id: made.office,
                case_id: made.case,
                version: 1,
                state: "recorded".into(),
                kind: "land".into(),
                name: "Thửa đất số 1".into(),
                doc: "{}".into(),
                created_at: at(6),
                identifier: Some("BX123".into()),
                certificate_until: None,
                hand_over_until: None,
                moved_on: None,
                awaits_registry: true,
            };
            assets::insert(conn, &asset)?;
            assert_eq!(assets::compare_and_set(conn, &asset)?, 2);
            assert_eq!(assets::compare_and_set(conn, &asset), Err(StoreError::Stale));
            let filter = assets::AssetFilter { state: Some("recorded".into()), ..Default::default() };
            let listed = assets::list(conn, &scope, &filter, None, 10)?;
            assert_eq!(listed, vec![assets::Asset { version: 2, ..asset }]);
            assert_eq!(assets::get(conn, &scope, listed[0].id)?, listed[0]);
            assert_eq!(assets::by_case(conn, made.case, None, 10)?[0].version, 2);
            assert_eq!(assets::docs_of_case(conn, made.case)?, vec!["{}"]);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn money(db: &TestDb) {
    db.store()
        .write(|conn| {
            let made = register(conn)?;
            let scope = Scope { officer: Some(made.officer), ..Scope::office(made.office) };
            let owed = obligation(&made);
            obligations::insert_many(conn, std::slice::from_ref(&owed), at(3))?;
            let receipt = Receipt {
                id: id(),
                office_id: made.office,
                case_id: Some(made.case),
                matter_id: None,
                asset_id: None,
                book: "receipts".into(),
                year: 2026,
                number: 1,
                kind: "debtor".into(),
                channel: "transfer".into(),
                amount: dong(250_000),
                received_on: day(9, 30),
                lookup: "0123456789AB".into(),
                doc: "{}".into(),
                created_at: at(8),
            };
            receipts::insert(conn, &receipt)?;
            assert_eq!(receipts::get(conn, &scope, receipt.id)?, receipt);
            assert_eq!(receipts::by_case(conn, made.case, None, None, 10)?, vec![receipt]);
            let plan = Distribution {
                id: id(),
                office_id: made.office,
                case_id: made.case,
                version: 1,
                state: "draft".into(),
                amount: dong(250_000),
                prepared_by: made.officer,
                approved_by: None,
                case_version: 4,
                doc: "{}".into(),
                created_at: at(9),
            };
            let line = DistributionLine {
                distribution_id: plan.id,
                line: 1,
                step: "1".into(),
                row: "a".into(),
                obligation_id: Some(owed.id),
                payee_id: None,
                claim: dong(1_000_000),
                share: dong(250_000),
                fee: dong(0),
                doc: "{}".into(),
            };
            let second = DistributionLine { line: 2, ..line.clone() };
            distributions::insert(conn, &plan, &[line.clone(), second.clone()])?;
            assert_eq!(distributions::all_lines(conn, plan.id)?, vec![line, second.clone()]);
            assert_eq!(distributions::lines(conn, plan.id, 1, 10)?, vec![second]);
            let approved =
                Distribution { state: "approved".into(), approved_by: Some(made.officer), ..plan.clone() };
            assert_eq!(distributions::compare_and_set(conn, &approved)?, 2);
            let found = distributions::get(conn, &scope, plan.id)?;
            assert_eq!(found, Distribution { version: 2, ..approved });
            assert_eq!(distributions::by_case(conn, made.case, None, 10)?, vec![found]);
            let payout = Payout {
                id: id(),
                office_id: made.office,
                case_id: made.case,
                distribution_id: Some(plan.id),
                payee_id: Some(made.creditor),
                amount: dong(250_000),
                means: "transfer".into(),
                state: "ordered".into(),
                version: 1,
                doc: "{}".into(),
                created_at: at(10),
            };
            payouts::insert_many(conn, std::slice::from_ref(&payout))?;
            assert_eq!(payouts::compare_and_set(conn, &payout)?, 2);
            let found = payouts::get(conn, &scope, payout.id)?;
            assert_eq!(found, Payout { version: 2, ..payout });
            assert_eq!(payouts::by_case(conn, made.case, None, 10)?, vec![found.clone()]);
            assert_eq!(payouts::by_distribution(conn, plan.id, None, 10)?, vec![found]);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn history(db: &TestDb) {
    db.store()
        .write(|conn| {
            let made = register(conn)?;
            assert_eq!(events::last(conn, made.case)?, None);
            let event = |seq: u32, second: u32| Event {
                id: id(),
                aggregate_kind: "case".into(),
                aggregate_id: made.case.into(),
                seq: i64::from(seq),
                office_id: made.office,
                case_id: Some(made.case),
                code: "T-DE-02".into(),
                action: "issue_decision_on_request".into(),
                actor_id: made.officer,
                effective_on: day(9, 1),
                recorded_at: at(second),
                previous_hash: String::new(),
                hash: format!("hash {seq}"),
                body: "{\"z\":1, \"a\":2}".into(),
            };
            let all = vec![event(1, 10), event(2, 10), event(3, 20)];
            events::append(conn, &all)?;
            let last = events::last(conn, made.case)?.unwrap();
            assert_eq!((last.seq, last.hash.as_str()), (3, "hash 3"));
            assert_eq!(events::page(conn, made.case, 0, 10)?, all);
            assert_eq!(events::page(conn, made.case, 2, 10)?, vec![all[2].clone()]);
            assert_eq!(events::last_before(conn, made.case, at(19))?, Some(all[1].clone()));
            assert_eq!(events::last_before(conn, made.case, at(9))?, None);
            assert_eq!(events::all_for_case(conn, made.case, Some(all[0].id), 10)?.len(), 2);
            let attempt = RefusedAttempt {
                id: id(),
                at: at(30),
                actor_id: made.officer,
                office_id: None,
                aggregate_kind: "case".into(),
                aggregate_id: Some(made.case.into()),
                action: "end_case".into(),
                codes: "[\"G-END-ALL\"]".into(),
                body: "{}".into(),
            };
            refused::insert(conn, &attempt)?;
            assert_eq!(refused::page(conn, made.case, None, 10)?, vec![attempt]);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn keys(db: &TestDb) {
    let store = db.store();
    let made = store.write(register).unwrap();
    let (user, expires) = (made.officer, at(100));
    let token = RefreshToken {
        id: id(),
        token_hash: "h".into(),
        family_id: id(),
        user_id: user,
        issued_at: at(0),
        expires_at: expires,
        used_at: None,
        revoked_at: None,
    };
    store
        .write(|conn| {
            tokens::insert(conn, &token)?;
            tokens::mark_used(conn, token.id, at(1))?;
            assert_eq!(tokens::mark_used(conn, token.id, at(2)), Err(StoreError::Stale));
            tokens::revoke_family(conn, token.family_id, at(3))?;
            let found = tokens::find_by_hash(conn, "h")?.unwrap();
            assert_eq!((found.used_at, found.revoked_at), (Some(at(1)), Some(at(3))));
            assert_eq!(tokens::purge(conn, at(100))?, 0);
            assert_eq!(tokens::purge(conn, at(101))?, 1);
            assert_eq!(idempotency::begin(conn, user, "k", "d", at(0))?, None);
            idempotency::save(conn, user, "k", 201, "{}", "body")
        })
        .unwrap();
    let again = store.write(|conn| idempotency::begin(conn, user, "k", "other", at(5))).unwrap().unwrap();
    assert_eq!((again.digest.as_str(), again.status, again.body.as_str()), ("d", 201, "body"));
    assert_eq!(store.write(|conn| idempotency::purge(conn, at(9))), Ok(1));
}

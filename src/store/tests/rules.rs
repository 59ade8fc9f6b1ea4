//! What the database itself refuses, by the same name on both engines; scopes, versions, bounds, books.

use diesel::connection::SimpleConnection;

use super::sample::{Register, at, case, day, dong, id, judgment, obligation, office, register, user};
use super::support::{TestDb, on_both_engines};
use crate::domain::ids::{CaseId, ObligationId};
use crate::store::cases::{Case, CaseFilter};
use crate::store::ledger::{Entry, Posting, Whole};
use crate::store::{AnyId, Conn, Scope, StoreError, cases, judgments, ledger, obligations, offices, users};

on_both_engines!(
    the_history_and_the_journal_refuse_change,
    broken_rules_have_names,
    a_case_out_of_scope_is_not_there,
    a_stale_version_changes_nothing,
    a_thousand_obligations_go_in_at_once,
    paging_by_key_loses_nothing,
    an_entry_moves_the_balances,
    entries_of_one_file_are_booked_together,
    an_office_has_a_file_of_its_own,
);

fn the_history_and_the_journal_refuse_change(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let first = booking(&made, &[("cash", "debtor", 5)]);
    let insert_rest = "INSERT INTO refused_attempts (id, at, actor_id, aggregate_kind, action, codes, body) VALUES \
         ('01890000-0000-7000-8000-000000000001', '2026-07-01T00:00:00.000000Z', \
          '01890000-0000-7000-8000-000000000002', 'case', 'x', '[]', '{}'); \
         INSERT INTO events (id, aggregate_kind, aggregate_id, seq, office_id, code, action, actor_id, effective_on, \
                             recorded_at, previous_hash, hash, body) VALUES \
         ('01890000-0000-7000-8000-000000000001', 'case', '01890000-0000-7000-8000-000000000003', 1, \
          '01890000-0000-7000-8000-000000000004', 'T', 'x', '01890000-0000-7000-8000-000000000002', '2026-07-01', \
          '2026-07-01T00:00:00.000000Z', '', 'h', '{}'); \
         INSERT INTO event_marks (event_id, mark, subject, office_id, recorded_at) VALUES \
         ('01890000-0000-7000-8000-000000000001', 'delegated', 'x', '01890000-0000-7000-8000-000000000004', \
          '2026-07-01T00:00:00.000000Z'); \
         INSERT INTO refused_codes (attempt_id, code, at) VALUES \
         ('01890000-0000-7000-8000-000000000001', 'x', '2026-07-01T00:00:00.000000Z')";
    db.store()
        .write(|conn| {
            ledger::post(conn, std::slice::from_ref(&first))?;
            Ok::<_, StoreError>(conn.batch_execute(insert_rest)?)
        })
        .unwrap();
    for sql in [
        "UPDATE events SET body = 'x'",
        "DELETE FROM events",
        "UPDATE refused_attempts SET body = 'x'",
        "DELETE FROM refused_attempts",
        "UPDATE event_marks SET subject = 'y'",
        "DELETE FROM event_marks",
        "UPDATE refused_codes SET code = 'y'",
        "DELETE FROM refused_codes",
        "UPDATE ledger_entries SET memo = 'x'",
        "DELETE FROM ledger_entries",
        "UPDATE postings SET amount = 1",
        "DELETE FROM postings",
    ] {
        let result = db.store().write(|conn| Ok::<_, StoreError>(conn.batch_execute(sql)?));
        assert_eq!(result, Err(StoreError::Conflict("append_only")), "{sql}");
    }
}

fn broken_rules_have_names(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let try_it = |work: &dyn Fn(&mut Conn) -> Result<(), StoreError>| db.store().write(|conn| work(conn));
    let conflict = |name| Err(StoreError::Conflict(name));
    assert_eq!(try_it(&|conn| offices::insert(conn, &office("AG"))), conflict("offices_code"));
    assert_eq!(try_it(&|conn| users::insert(conn, &user("officer"))), conflict("users_login"));
    let again = judgment(made.office);
    assert_eq!(try_it(&|conn| judgments::insert(conn, &again)), conflict("judgments_identity"));
    let first = judgments::Judgment { id: made.judgment, ..again };
    assert_eq!(try_it(&|conn| cases::insert(conn, &case(&first, "1"))), conflict("cases_number"));
    let wrong = Case { mode: "sideways".into(), ..case(&first, "2") };
    assert_eq!(try_it(&|conn| cases::insert(conn, &wrong)), conflict("check"));
    let nowhere = Case { judgment_id: id(), ..case(&first, "2") };
    assert_eq!(try_it(&|conn| cases::insert(conn, &nowhere)), conflict("foreign_key"));
    let null = "UPDATE cases SET doc = NULL";
    assert_eq!(try_it(&|conn| Ok(conn.batch_execute(null)?)), conflict("not_null"));
    assert_eq!(try_it(&|conn| offices::find(conn, made.office).map(|_| ())), Ok(()));
    let nonsense = db.store().write(|conn| Ok::<_, StoreError>(conn.batch_execute("SELECT nonsense")?));
    assert!(matches!(nonsense, Err(StoreError::Database(_))), "{nonsense:?}");
}

fn a_case_out_of_scope_is_not_there(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let whole = Scope::office(made.office);
    let seen = |scope: Scope| db.store().read_one(|conn| cases::get(conn, &scope, made.case)).map(|_| ());
    assert_eq!(seen(Scope::default()), Ok(()));
    assert_eq!(seen(whole), Ok(()));
    assert_eq!(seen(Scope { division: Some(made.division), officer: Some(made.officer), ..whole }), Ok(()));
    for scope in
        [Scope::office(id()), Scope { division: Some(id()), ..whole }, Scope { officer: Some(id()), ..whole }]
    {
        assert_eq!(seen(scope), Err(StoreError::NotFound));
        let read = db.store().read(|conn| cases::list(conn, &scope, &CaseFilter::default(), None, 10));
        assert_eq!(read, Ok(vec![]));
    }
}

fn a_stale_version_changes_nothing(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let scope = Scope::office(made.office);
    let read = db.store().read(|conn| cases::get(conn, &scope, made.case)).unwrap();
    let change = Case { stage: "notified".into(), held: true, updated_at: at(50), ..read.clone() };
    assert_eq!(db.store().write(|conn| cases::compare_and_set(conn, &change)), Ok(2));
    let late = Case { stage: "ended".into(), ..read };
    assert_eq!(db.store().write(|conn| cases::compare_and_set(conn, &late)), Err(StoreError::Stale));
    let now = db.store().read(|conn| cases::get(conn, &scope, made.case)).unwrap();
    assert_eq!(now, Case { version: 2, ..change });
}

fn a_thousand_obligations_go_in_at_once(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let all: Vec<_> = (0..1_000).map(|_| obligation(&made)).collect();
    let ids: Vec<ObligationId> = all.iter().map(|row| row.id).collect();
    db.store()
        .write(|conn| {
            obligations::insert_many(conn, &all, at(9))?;
            obligations::set_case(conn, &ids, made.case, at(10))
        })
        .unwrap();
    let again = db.store().write(|conn| obligations::set_case(conn, &ids[..1], made.case, at(10)));
    assert_eq!(again, Err(StoreError::Stale), "an obligation is in one case only");
    let found = db.store().read(|conn| obligations::all_by_case(conn, made.case)).unwrap();
    assert_eq!(found.len(), 1_000);
    assert!(found.iter().zip(&ids).all(|(row, id)| row.id == *id));
    db.store()
        .write(|conn| obligations::add_all_paid(conn, &[(ids[0], dong(400)), (ids[1], dong(1))]))
        .unwrap();
    db.store().write(|conn| obligations::add_all_paid(conn, &[(ids[0], dong(600))])).unwrap();
    let first = db.store().read(|conn| obligations::by_judgment(conn, made.judgment, None, 1)).unwrap();
    assert_eq!((first[0].paid, first[0].status.as_str()), (dong(1_000), "partial"));
    let stranger = db.store().write(|conn| obligations::add_all_paid(conn, &[(id(), dong(1))]));
    assert_eq!(stranger, Err(StoreError::Stale), "nobody's item");
    db.store()
        .read(|conn| {
            assert_eq!(obligations::by_ids(conn, &[ids[7], id()])?, vec![all_with(&found, ids[7])]);
            assert!(obligations::open_of(conn, made.judgment, "on_request")?.is_empty());
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let debtor = CaseFilter { debtor: Some(made.debtor), ..Default::default() };
    let owing = db.store().read(|conn| cases::list(conn, &Scope::default(), &debtor, None, 10)).unwrap();
    assert_eq!(owing.len(), 1, "the case is listed once, however much the debtor owes in it");
}

fn all_with(rows: &[obligations::Obligation], id: ObligationId) -> obligations::Obligation {
    rows.iter().find(|row| row.id == id).unwrap().clone()
}

fn paging_by_key_loses_nothing(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let scope = Scope::office(made.office);
    let mut expected: Vec<CaseId> = vec![made.case];
    db.store()
        .write(|conn| {
            let judgment = judgments::get(conn, &scope, made.judgment)?;
            for number in 2..=23 {
                let next = case(&judgment, &number.to_string());
                expected.push(next.id);
                cases::insert(conn, &next)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let filter = CaseFilter { stage: Some("decided".into()), ..Default::default() };
        let page = db.store().read(|conn| cases::list(conn, &scope, &filter, after, 5)).unwrap();
        after = page.last().map(|row| row.id);
        seen.extend(page.iter().map(|row| row.id));
        if page.len() < 5 {
            break;
        }
    }
    expected.sort();
    assert_eq!(seen, expected);
    let total = db.store().read(|conn| cases::count(conn, &scope, &CaseFilter::default()));
    assert_eq!(total, Ok(23));
}

fn booking(made: &Register, lines: &[(&str, &str, i64)]) -> Whole {
    let entry = Entry {
        id: id(),
        office_id: made.office,
        file_id: made.case.into(),
        case_id: Some(made.case),
        kind: "J01".into(),
        posted_on: day(9, 30),
        reverses_id: None,
        memo: "receipt".into(),
        source_kind: "receipt".into(),
        source_id: id(),
        code: "T-EN-06".into(),
        seq: Some(3),
        voucher_id: Some(id()),
        created_at: at(1),
    };
    let lines = lines.iter().zip(1..).map(|((debit, credit, amount), line)| Posting {
        entry_id: entry.id,
        line,
        office_id: made.office,
        file_id: made.case.into(),
        posted_on: entry.posted_on,
        debit: (*debit).into(),
        credit: (*credit).into(),
        amount: dong(*amount),
        payee: Some("party".into()),
        payee_id: Some(made.creditor.into()),
        basis: Some("ROW-a".into()),
        unit: None,
        quantity: None,
        recorded_at: entry.created_at,
    });
    let lines = lines.collect();
    (entry, lines)
}

fn an_entry_moves_the_balances(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let first = booking(&made, &[("cash", "debtor", 500), ("debtor", "creditor", 200)]);
    db.store().write(|conn| ledger::post(conn, std::slice::from_ref(&first))).unwrap();
    let mut back = booking(&made, &[("debtor", "cash", 500)]);
    back.0.reverses_id = Some(first.0.id);
    db.store().write(|conn| ledger::post(conn, std::slice::from_ref(&back))).unwrap();
    let mut again = booking(&made, &[("debtor", "cash", 1)]);
    again.0.reverses_id = Some(first.0.id);
    let twice = db.store().write(|conn| ledger::post(conn, &[again]));
    assert_eq!(twice, Err(StoreError::Conflict("ledger_entries_reversed_once")));
    let file = made.case.into();
    db.store()
        .read(|conn| {
            let balances = ledger::balances(conn, file)?;
            let sums: Vec<_> = balances
                .iter()
                .map(|row| (row.account.as_str(), row.debit.get(), row.credit.get()))
                .collect();
            assert_eq!(sums, vec![("cash", 500, 500), ("creditor", 0, 200), ("debtor", 700, 500)]);
            assert_eq!(
                ledger::by_file(conn, file, (None, None), None, 10)?,
                vec![first.clone(), back.clone()]
            );
            let voucher = first.0.voucher_id.unwrap();
            assert_eq!(ledger::by_voucher(conn, made.office, voucher)?, vec![first.clone()]);
            assert_eq!(ledger::by_voucher(conn, id(), voucher)?, vec![]);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn entries_of_one_file_are_booked_together(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let two = [booking(&made, &[("cash", "creditor", 500)]), booking(&made, &[("creditor", "cash", 499)])];
    let moved = db.store().write(|conn| ledger::post(conn, &two)).unwrap();
    let seen: Vec<_> =
        moved.iter().map(|one| (one.now.account.as_str(), one.debit.get(), one.credit.get())).collect();
    assert_eq!(seen, vec![("cash", 500, 499), ("creditor", 499, 500)], "each account once");
    let same = booking(&made, &[("cash", "cash", 5)]);
    let result = db.store().write(|conn| ledger::post(conn, &[same]));
    assert_eq!(result, Err(StoreError::Conflict("check")));
    let none = booking(&made, &[]);
    let strange = (booking(&made, &[]).0, two[0].1.clone());
    let mut elsewhere = booking(&made, &[("cash", "creditor", 1)]);
    elsewhere.0.file_id = made.office.into();
    for wrong in [none, strange, elsewhere] {
        let result = db.store().write(|conn| ledger::post(conn, std::slice::from_ref(&wrong)));
        assert_eq!(
            result,
            Err(StoreError::Conflict("postings")),
            "no lines, or another entry's, or another file"
        );
    }
    assert_eq!(db.store().write(|conn| ledger::post(conn, &[])), Ok(vec![]));
    let entries =
        db.store().read(|conn| ledger::by_file(conn, made.case.into(), (None, None), None, 10)).unwrap();
    assert_eq!(entries.len(), 2, "a refused entry leaves no trace");
}

fn an_office_has_a_file_of_its_own(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let own = |case: Option<CaseId>| {
        let (mut entry, mut lines) = booking(&made, &[("bank", "held", 70)]);
        (entry.file_id, entry.case_id, entry.reverses_id) = (made.office.into(), case, None);
        lines[0].file_id = made.office.into();
        (entry, lines)
    };
    db.store().write(|conn| ledger::post(conn, &[own(None)])).unwrap();
    let two_files = db.store().write(|conn| ledger::post(conn, &[own(Some(made.case))]));
    assert_eq!(two_files, Err(StoreError::Conflict("check")), "the file is the case, or the office");
    let stands = |file: AnyId| db.store().read(|conn| ledger::balances(conn, file)).unwrap().len();
    assert_eq!((stands(made.office.into()), stands(made.case.into())), (2, 0));
}

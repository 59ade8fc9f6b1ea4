//! What the database itself refuses, by the same name on both engines; scopes, versions, bounds, books.

use diesel::connection::SimpleConnection;

use super::sample::{Register, at, case, day, dong, id, judgment, obligation, office, register, user};
use super::support::{TestDb, on_both_engines};
use crate::domain::ids::{CaseId, EntryId, ObligationId};
use crate::store::cases::{Case, CaseFilter};
use crate::store::ledger::{Entry, Floor, Posting};
use crate::store::{Conn, Scope, StoreError, cases, judgments, ledger, obligations, offices, users};

on_both_engines!(
    the_history_and_the_journal_refuse_change,
    broken_rules_have_names,
    a_case_out_of_scope_is_not_there,
    a_stale_version_changes_nothing,
    a_thousand_obligations_go_in_at_once,
    paging_by_key_loses_nothing,
    an_entry_moves_the_balances,
    an_account_with_a_floor_is_not_overdrawn,
);

fn the_history_and_the_journal_refuse_change(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let (first, lines) = booking(&made, &[("cash", "debtor", 5)]);
    let insert_rest = "INSERT INTO refused_attempts (id, at, actor_id, aggregate_kind, action, codes, body) VALUES \
         ('01890000-0000-7000-8000-000000000001', '2026-07-01T00:00:00.000000Z', \
          '01890000-0000-7000-8000-000000000002', 'case', 'x', '[]', '{}'); \
         INSERT INTO events (id, aggregate_kind, aggregate_id, seq, office_id, code, action, actor_id, effective_on, \
                             recorded_at, previous_hash, hash, body) VALUES \
         ('01890000-0000-7000-8000-000000000001', 'case', '01890000-0000-7000-8000-000000000003', 1, \
          '01890000-0000-7000-8000-000000000004', 'T', 'x', '01890000-0000-7000-8000-000000000002', '2026-07-01', \
          '2026-07-01T00:00:00.000000Z', '', 'h', '{}')";
    db.store()
        .write(|conn| {
            ledger::post(conn, &first, &lines, &[])?;
            Ok::<_, StoreError>(conn.batch_execute(insert_rest)?)
        })
        .unwrap();
    for sql in [
        "UPDATE events SET body = 'x'",
        "DELETE FROM events",
        "UPDATE refused_attempts SET body = 'x'",
        "DELETE FROM refused_attempts",
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
            obligations::insert_many(conn, &all)?;
            obligations::set_case(conn, &ids, made.case)
        })
        .unwrap();
    let again = db.store().write(|conn| obligations::set_case(conn, &ids[..1], made.case));
    assert_eq!(again, Err(StoreError::Stale), "an obligation is in one case only");
    let found = db.store().read(|conn| obligations::all_by_case(conn, made.case)).unwrap();
    assert_eq!(found.len(), 1_000);
    assert!(found.iter().zip(&ids).all(|(row, id)| row.id == *id));
    db.store().write(|conn| obligations::add_paid(conn, ids[0], dong(400), "part")).unwrap();
    db.store().write(|conn| obligations::add_paid(conn, ids[0], dong(600), "part")).unwrap();
    let first = db.store().read(|conn| obligations::by_judgment(conn, made.judgment, None, 1)).unwrap();
    assert_eq!((first[0].paid, first[0].status.as_str()), (dong(1_000), "part"));
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
    let count = db.store().write(|conn| obligations::release_case(conn, made.case));
    assert_eq!(count, Ok(1_000));
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

fn entry(made: &Register) -> (Entry, EntryId) {
    let id: EntryId = id();
    let entry = Entry {
        id,
        office_id: made.office,
        case_id: made.case,
        kind: "J01".into(),
        posted_on: day(9, 30),
        reverses_id: None,
        memo: "receipt".into(),
        source_kind: "receipt".into(),
        source_id: super::sample::id(),
        created_at: at(1),
    };
    (entry, id)
}

fn booking(made: &Register, lines: &[(&str, &str, i64)]) -> (Entry, Vec<Posting>) {
    let (entry, entry_id) = entry(made);
    let lines = lines.iter().zip(1..).map(|((debit, credit, amount), line)| Posting {
        entry_id,
        line,
        office_id: made.office,
        case_id: made.case,
        debit: (*debit).into(),
        credit: (*credit).into(),
        amount: dong(*amount),
    });
    (entry, lines.collect())
}

fn an_entry_moves_the_balances(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let (entry, lines) = booking(&made, &[("cash", "debtor", 500), ("debtor", "creditor", 200)]);
    db.store().write(|conn| ledger::post(conn, &entry, &lines, &[])).unwrap();
    let (mut back, lines_back) = booking(&made, &[("debtor", "cash", 500)]);
    back.reverses_id = Some(entry.id);
    db.store().write(|conn| ledger::post(conn, &back, &lines_back, &[])).unwrap();
    db.store()
        .read(|conn| {
            let balances = ledger::balances(conn, made.case)?;
            let sums: Vec<_> = balances
                .iter()
                .map(|row| (row.account.as_str(), row.debit.get(), row.credit.get()))
                .collect();
            assert_eq!(sums, vec![("cash", 500, 500), ("creditor", 0, 200), ("debtor", 700, 500)]);
            let all = ledger::by_case(conn, made.case, None, 10)?;
            assert_eq!(all, vec![(entry.clone(), lines.clone()), (back.clone(), lines_back.clone())]);
            assert_eq!(ledger::get(conn, made.case, entry.id)?, all[0]);
            assert!(ledger::is_reversed(conn, entry.id)?);
            assert!(!ledger::is_reversed(conn, back.id)?);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let (same, lines) = booking(&made, &[("cash", "cash", 5)]);
    let result = db.store().write(|conn| ledger::post(conn, &same, &lines, &[]));
    assert_eq!(result, Err(StoreError::Conflict("check")));
    let (none, _) = booking(&made, &[]);
    for lines in [&[][..], &lines_back] {
        let result = db.store().write(|conn| ledger::post(conn, &none, lines, &[]));
        assert_eq!(result, Err(StoreError::Conflict("postings")), "no lines, or another entry's");
    }
}

fn an_account_with_a_floor_is_not_overdrawn(db: &TestDb) {
    let made = db.store().write(register).unwrap();
    let floors = [Floor::Debit("cash"), Floor::Credit("creditor")];
    let post = |debit, credit, amount| {
        let (entry, lines) = booking(&made, &[(debit, credit, amount)]);
        db.store().write(|conn| ledger::post(conn, &entry, &lines, &floors))
    };
    assert_eq!(post("cash", "creditor", 500), Ok(()));
    assert_eq!(post("fees", "cash", 501), Err(StoreError::Conflict("overdrawn")));
    assert_eq!(post("creditor", "fees", 501), Err(StoreError::Conflict("overdrawn")));
    assert_eq!(post("creditor", "cash", 500), Ok(()));
    let entries = db.store().read(|conn| ledger::by_case(conn, made.case, None, 10)).unwrap();
    assert_eq!(entries.len(), 2, "a refused entry leaves no trace");
}

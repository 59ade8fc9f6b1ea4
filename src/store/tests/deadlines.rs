//! Deadlines on both engines: from opening to closing, lists under every filter, other editions of the calendar.

use chrono::NaiveDate;

use super::sample::{Register, at, day, id, register};
use super::support::{TestDb, on_both_engines};
use crate::domain::deadline::DeadlineStatus;
use crate::domain::ids::DeadlineId;
use crate::store::deadline_lists::{DeadlineFilter, list};
use crate::store::deadlines::{Deadline, End, Owner};
use crate::store::{Conn, Scope, StoreError, cases, deadline_calendar, deadlines};

on_both_engines!(
    a_deadline_runs_pauses_lapses_and_is_closed,
    a_list_is_what_a_scan_would_give,
    another_edition_is_found_and_confirmed,
    what_was_never_watched_is_found_once,
    a_period_that_ran_out_is_found_in_its_stage_only,
);

/// Open, owed by the office, due on 11 September, counted by edition `b`.
fn open(made: &Register) -> Deadline {
    Deadline {
        id: id(),
        office_id: made.office,
        division_id: Some(made.division),
        officer_id: Some(made.officer),
        case_id: Some(made.case),
        request_id: None,
        judgment_id: None,
        asset_id: None,
        key: "notify".into(),
        regime: "l2025".into(),
        started_on: day(9, 1),
        due_on: day(9, 11),
        due_at: Some(at(7)),
        provisional: true,
        status: "open".into(),
        computation: "{}".into(),
        opened_seq: 3,
        closed_on: None,
        created_at: at(7),
        about_id: Some(made.debtor.into()),
        matter_id: None,
        duty: Some("office".into()),
        imported: true,
        lapses_at: Some(at(60)),
        alarm_at: Some(at(30)),
        breached_at: Some(at(2)),
        calendar: "b".into(),
    }
}

fn end() -> End {
    End {
        due_on: day(9, 20),
        due_at: None,
        provisional: false,
        computation: "{\"resumed\":1}".into(),
        calendar: "c".into(),
        status: "open".into(),
        lapses_at: Some(at(80)),
        alarm_at: None,
        breached_at: None,
    }
}

fn a_deadline_runs_pauses_lapses_and_is_closed(db: &TestDb) {
    let work = |conn: &mut Conn| {
        let made = register(conn)?;
        let deadline = open(&made);
        let owner = Owner::Case(made.case);
        deadlines::insert_many(conn, std::slice::from_ref(&deadline))?;
        assert_eq!(deadlines::open_by(conn, owner)?, vec![deadline.clone()]);
        assert_eq!(deadlines::by(conn, owner, None, 10)?, vec![deadline.clone()]);
        assert_eq!(deadlines::find(conn, deadline.id)?, Some(deadline.clone()));
        assert_eq!(deadlines::find(conn, id())?, None);
        assert_eq!(deadline.owner(), Some(owner));
        assert_eq!(deadlines::hold(conn, owner)?, cases::get(conn, &Scope::default(), made.case)?.doc);
        assert_eq!(cases::assigned(conn, made.case)?, (Some(made.division), Some(made.officer)));
        deadlines::pause(conn, deadline.id, "{\"paused\":1}", at(50))?;
        assert_eq!(deadlines::pause(conn, deadline.id, "{}", at(50)), Err(StoreError::Stale));
        assert_eq!(deadlines::lapsed(conn, at(99), None, 10)?, vec![], "what is paused cannot lapse");
        deadlines::set_end(conn, deadline.id, "paused", &end(), at(60))?;
        assert_eq!(deadlines::set_end(conn, deadline.id, "paused", &end(), at(60)), Err(StoreError::Stale));
        assert_eq!(deadlines::lapsed(conn, at(79), None, 10)?, vec![]);
        let lapsed = deadlines::lapsed(conn, at(80), None, 10)?.remove(0);
        assert_eq!((lapsed.due_on, lapsed.due_at, lapsed.provisional), (day(9, 20), None, false));
        assert_eq!((lapsed.lapses_at, lapsed.alarm_at, lapsed.breached_at), (Some(at(80)), None, None));
        assert_eq!(deadlines::lapsed(conn, at(99), Some((at(80), lapsed.id)), 10)?, vec![]);
        assert!(!deadlines::breach(conn, deadline.id, at(79))?, "not before its moment");
        assert!(deadlines::breach(conn, deadline.id, at(81))?);
        assert!(!deadlines::breach(conn, deadline.id, at(82))?, "once");
        let unclosed = deadlines::open_by(conn, owner)?;
        assert_eq!(unclosed[0].status, "breached", "what nobody met in time is still to be done");
        assert_eq!((unclosed[0].breached_at, unclosed[0].lapses_at), (Some(at(80)), None));
        assert_eq!(deadlines::reassign(conn, made.case, None, None, at(82))?, vec![deadline.id]);
        let in_time = deadlines::close(conn, &[deadline.id], DeadlineStatus::Met, day(9, 25), at(83));
        assert_eq!(in_time, Err(StoreError::Stale), "it was marked since it was read");
        deadlines::close(conn, &[deadline.id], DeadlineStatus::Late, day(9, 25), at(83))?;
        let again = deadlines::close(conn, &[deadline.id], DeadlineStatus::Met, day(9, 26), at(83));
        assert_eq!(again, Err(StoreError::Stale));
        assert_eq!(deadlines::set_end(conn, deadline.id, "late", &end(), at(60)), Err(StoreError::Stale));
        let closed = &deadlines::by(conn, owner, None, 10)?[0];
        assert_eq!((closed.status.as_str(), closed.closed_on), ("late", Some(day(9, 25))));
        assert_eq!(closed.breached_at, Some(at(80)));
        assert_eq!(deadlines::by(conn, owner, Some(id::<DeadlineId>()), 10)?, vec![]);
        assert_eq!(deadlines::open_by(conn, owner)?, vec![]);
        deadlines::lift(conn, deadline.id, at(84))?;
        assert_eq!(deadlines::lift(conn, deadline.id, at(84)), Err(StoreError::Stale));
        Ok::<_, StoreError>(())
    };
    db.store().write(work).unwrap();
}

const KEYS: [&str; 4] = ["notify", "open_file", "send_vks", "voluntary"];
const DUTIES: [&str; 3] = ["office", "party", "other"];

/// 240 deadlines that differ in everything a list can ask for, many of them due on the same day.
fn many(made: &Register) -> Vec<Deadline> {
    let row = |n: usize| {
        let status = DeadlineStatus::ALL[n % 6];
        Deadline {
            id: id(),
            division_id: Some(made.division).filter(|_| n.is_multiple_of(2)),
            officer_id: Some(made.officer).filter(|_| n.is_multiple_of(3)),
            key: KEYS[n % 4].to_owned(),
            duty: Some(DUTIES[n / 4 % 3].to_owned()),
            due_on: day(9, 1) + chrono::TimeDelta::days(i64::try_from(n * 7 % 20).unwrap()),
            status: status.as_str().to_owned(),
            alarm_at: Some(at(u32::try_from(n).unwrap())).filter(|_| n.is_multiple_of(5)),
            ..open(made)
        }
    };
    (0..240).map(row).collect()
}

fn fits(row: &Deadline, scope: &Scope, filter: &DeadlineFilter) -> bool {
    let sounds = |moment| row.alarm_at.is_some_and(|alarm| alarm <= moment);
    (filter.keys.is_empty() || filter.keys.contains(&row.key))
        && filter.statuses.contains(&row.status.as_str())
        && filter.duty.is_none_or(|duty| row.duty.as_deref() == Some(duty))
        && scope.office.is_none_or(|office| office == row.office_id)
        && [scope.division, filter.division].iter().flatten().all(|one| row.division_id == Some(*one))
        && [scope.officer, filter.officer].iter().flatten().all(|one| row.officer_id == Some(*one))
        && filter.due_from.is_none_or(|from| from <= row.due_on)
        && filter.due_to.is_none_or(|to| row.due_on <= to)
        && filter.alarm.is_none_or(|(asked, moment)| asked == sounds(moment))
}

/// Every combination of the filters, paged by seven, gives what looking at every row gives.
fn a_list_is_what_a_scan_would_give(db: &TestDb) {
    let (made, rows) = db
        .store()
        .write(|conn| {
            let made = register(conn)?;
            let mut rows = many(&made);
            deadlines::insert_many(conn, &rows)?;
            rows.sort_by_key(|row| (row.due_on, row.id));
            Ok::<_, StoreError>((made, rows))
        })
        .unwrap();
    let all: Vec<&'static str> = DeadlineStatus::ALL.iter().map(|status| status.as_str()).collect();
    let mut asked = 0;
    for scope in [Scope::default(), Scope::office(made.office), Scope::office(id())] {
        for keys in [vec![], vec!["notify".to_owned()], vec!["notify".to_owned(), "voluntary".to_owned()]] {
            for statuses in [vec!["open"], vec!["late", "breached"], all.clone(), vec![]] {
                for narrow in 0..16 {
                    let bit = |n: i32| narrow >> n & 1 == 1;
                    let filter = DeadlineFilter {
                        matter: None,
                        keys: keys.clone(),
                        statuses: statuses.clone(),
                        duty: bit(0).then_some("office"),
                        division: bit(1).then_some(made.division),
                        officer: bit(1).then_some(made.officer),
                        due_from: bit(2).then(|| day(9, 5)),
                        due_to: bit(2).then(|| day(9, 12)),
                        alarm: bit(3).then(|| (narrow % 3 == 0, at(100))),
                    };
                    let expected: Vec<DeadlineId> =
                        rows.iter().filter(|row| fits(row, &scope, &filter)).map(|row| row.id).collect();
                    assert_eq!(paged(db, &scope, &filter), expected, "{scope:?} {filter:?}");
                    asked += expected.len();
                }
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
}

fn paged(db: &TestDb, scope: &Scope, filter: &DeadlineFilter) -> Vec<DeadlineId> {
    let (mut found, mut after): (Vec<DeadlineId>, Option<(NaiveDate, DeadlineId)>) = (Vec::new(), None);
    loop {
        let page = db.store().read_one(|conn| list(conn, scope, filter, None, after, 7)).unwrap();
        found.extend(page.iter().map(|row| row.id));
        match page.last() {
            Some(last) if page.len() == 7 => after = Some((last.due_on, last.id)),
            _ => return found,
        }
    }
}

fn another_edition_is_found_and_confirmed(db: &TestDb) {
    let work = |conn: &mut Conn| {
        let made = register(conn)?;
        let mut rows: Vec<Deadline> = ["b", "c", "a", "d", "c"]
            .iter()
            .map(|edition| Deadline { calendar: (*edition).to_owned(), ..open(&made) })
            .collect();
        rows[4].closed_on = Some(day(9, 2));
        deadlines::insert_many(conn, &rows)?;
        let everywhere = Scope::default();
        let mut editions = |after: Option<&deadline_calendar::Place>, limit| {
            let found = deadline_calendar::outdated(conn, &everywhere, "b", after, limit)?;
            Ok::<_, StoreError>(found.into_iter().map(|row| row.calendar).collect::<Vec<_>>())
        };
        assert_eq!(editions(None, 10)?, ["a", "c", "d"], "neither the edition itself nor what is closed");
        assert_eq!(editions(None, 2)?, ["a", "c"]);
        assert_eq!(editions(Some(&("a".to_owned(), rows[2].id)), 10)?, ["c", "d"]);
        assert_eq!(editions(Some(&("c".to_owned(), rows[1].id)), 10)?, ["d"]);
        deadline_calendar::confirm(conn, rows[1].id, "b", at(90))?;
        let left = deadline_calendar::outdated(conn, &Scope::office(made.office), "b", None, 10)?;
        assert_eq!(left.iter().map(|row| row.calendar.as_str()).collect::<Vec<_>>(), ["a", "d"]);
        assert_eq!(deadline_calendar::outdated(conn, &Scope::office(id()), "b", None, 10)?, vec![]);
        Ok::<_, StoreError>(())
    };
    db.store().write(work).unwrap();
}

fn what_was_never_watched_is_found_once(db: &TestDb) {
    let work = |conn: &mut Conn| {
        let made = register(conn)?;
        let old = Deadline { duty: None, lapses_at: None, alarm_at: None, ..open(&made) };
        deadlines::insert_many(conn, &[old.clone(), open(&made)])?;
        assert_eq!(deadlines::unwatched(conn, 10)?, vec![old.clone()]);
        let watched = Deadline { duty: Some("office".into()), lapses_at: Some(at(50)), ..old.clone() };
        // Somebody paused it since it was read: left alone.
        deadlines::set_watch(conn, &Deadline { status: "paused".into(), ..watched.clone() }, at(90))?;
        assert_eq!(deadlines::unwatched(conn, 10)?.len(), 1);
        deadlines::set_watch(conn, &watched, at(90))?;
        assert_eq!(deadlines::unwatched(conn, 10)?, vec![]);
        let watched = deadlines::find(conn, old.id)?.unwrap();
        assert_eq!((watched.duty.as_deref(), watched.lapses_at), (Some("office"), Some(at(50))));
        Ok::<_, StoreError>(())
    };
    db.store().write(work).unwrap();
}

fn a_period_that_ran_out_is_found_in_its_stage_only(db: &TestDb) {
    let work = |conn: &mut Conn| {
        let made = register(conn)?;
        let period = Deadline { key: "voluntary".into(), ..open(&made) };
        let closed = Deadline { id: id(), status: "met".into(), ..period.clone() };
        deadlines::insert_many(conn, &[period.clone(), closed, open(&made)])?;
        let mut found =
            |stage, before, after| deadlines::run_out(conn, ("voluntary", stage), before, after, 10);
        assert_eq!(found("decided", day(9, 12), None)?, vec![(day(9, 11), period.id, made.case)]);
        assert_eq!(found("decided", day(9, 11), None)?, vec![], "its last day is not over");
        assert_eq!(found("voluntary", day(9, 12), None)?, vec![], "the case went on");
        assert_eq!(found("decided", day(9, 12), Some((day(9, 11), period.id)))?, vec![]);
        Ok::<_, StoreError>(())
    };
    db.store().write(work).unwrap();
}

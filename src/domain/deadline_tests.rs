//! Pauses, moves by another calendar, and the moments that are watched; days counted by hand on a wall calendar.

use super::{DeadlineStatus, Reckoning, is_duty};
use crate::domain::law::embedded::FILES;
use crate::domain::law::{Duty, Law};
use chrono::{DateTime, FixedOffset, NaiveDate};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// The built-in law with one file's words replaced.
fn law_with(file: &str, words: &[(&str, &str)]) -> Law {
    let mut texts: Vec<(&str, String)> =
        FILES.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    let (_, text) = texts.iter_mut().find(|(name, _)| *name == file).unwrap();
    for (old, new) in words {
        assert!(text.contains(old), "{old}");
        *text = text.replace(old, new);
    }
    let sources: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Law::from_sources(&sources).unwrap()
}

/// The calendar of a later edition: Thursday 13 August 2026 off.
fn later() -> Law {
    let holiday = "# 2027\n[[day]]\nfrom = \"2026-08-13\"\nkind = \"holiday\"\nname = \"Nghỉ thử\"\n\
                   source = \"test\"\nconfidence = \"high\"\n";
    law_with("calendar/vn.toml", &[("vn-2026-10", "vn-2026-11"), ("# 2027\n", holiday)])
}

fn of(law: &Law, key: &str, start: &str) -> Reckoning {
    Reckoning::new(law.deadline(key, day(start), day(start)).unwrap())
}

#[test]
fn a_resumed_deadline_goes_on_with_the_days_that_were_left() {
    let law = Law::embedded().unwrap();
    // 10 days from 3 August 2026 end on 13 August; paused on the 5th with 8 days left, resumed on 1 October.
    let mut reckoning = of(&law, "voluntary", "2026-08-03");
    assert_eq!(reckoning.due_on(), day("2026-08-13"));
    reckoning.pause(day("2026-08-05"));
    assert_eq!(reckoning.resume(day("2026-10-01"), law.calendar()), day("2026-10-09"));
    // Working days: 5 from Monday 3 August end on the 10th; paused on Wednesday the 5th with 3 left.
    let mut reckoning = of(&law, "ne_decision", "2026-08-03");
    reckoning.pause(day("2026-08-05"));
    assert_eq!(reckoning.resume(day("2026-08-20"), law.calendar()), day("2026-08-24"));
}

#[test]
fn another_calendar_moves_the_last_day_and_keeps_the_earlier_count() {
    let (law, later) = (Law::embedded().unwrap(), later());
    let old = of(&law, "voluntary", "2026-08-03");
    assert_eq!(old.recomputed_by(&law, false, day("2026-08-04")), None, "the same calendar moves nothing");
    let new = old.recomputed_by(&later, false, day("2026-08-04")).unwrap();
    assert_eq!((new.due_on(), new.computation.calendar.as_str()), (day("2026-08-14"), "vn-2026-11"));
    assert_eq!(new.recomputed.len(), 1);
    let earlier = &new.recomputed[0];
    assert_eq!((earlier.replaced_on, earlier.due_on), (day("2026-08-04"), day("2026-08-13")));
    assert_eq!(
        (&earlier.computation, earlier.computation.calendar.as_str()),
        (&old.computation, "vn-2026-10")
    );
    let reason = old.reason(&new);
    assert!(reason.added.iter().any(|step| step.note == "holiday:Nghỉ thử"), "{reason:?}");
    assert_eq!(new.recomputed_by(&later, false, day("2026-08-05")), None, "once is enough");
    // Back again: the list grows, nothing is taken from it.
    let back = new.recomputed_by(&law, false, day("2026-08-06")).unwrap();
    assert_eq!((back.due_on(), back.recomputed.len()), (day("2026-08-13"), 2));
    assert_eq!(back.recomputed[0], new.recomputed[0]);
    // What was stored before the edition was kept can still be read.
    let text = serde_json::to_string(&old).unwrap().replace(",\"calendar\":\"vn-2026-10\"", "");
    let read: Reckoning = serde_json::from_str(&text).unwrap();
    assert_eq!((read.computation.calendar.as_str(), read.due_on()), ("", old.due_on()));
}

#[test]
fn a_paused_deadline_is_counted_again_with_its_pauses() {
    let (law, later) = (Law::embedded().unwrap(), later());
    // 5 working days from Friday 7 August: the 14th; with the 13th off: Monday the 17th.
    let mut old = of(&law, "ne_decision", "2026-08-07");
    assert_eq!(old.due_on(), day("2026-08-14"));
    old.pause(day("2026-08-11"));
    let mut new = old.recomputed_by(&later, false, day("2026-08-12")).unwrap();
    assert_eq!((new.due_on(), new.pauses[0].due_then), (day("2026-08-17"), day("2026-08-17")));
    assert_eq!(new.pauses[0].to, None);
    // Three working days were left either way.
    assert_eq!(new.resume(day("2026-09-07"), later.calendar()), day("2026-09-10"));
    assert_eq!(old.resume(day("2026-09-07"), law.calendar()), day("2026-09-10"));
    assert_eq!(old.recomputed_by(&later, false, day("2026-09-08")), None);
}

#[test]
fn a_year_that_becomes_known_takes_the_mark_away() {
    let law = Law::embedded().unwrap();
    let old = of(&law, "voluntary", "2027-12-27");
    assert!(old.is_provisional(law.calendar()) && old.due_on() == day("2028-01-06"));
    let known = law_with("calendar/vn.toml", &[("years = [2026, 2027]", "years = [2026, 2027, 2028]")]);
    let new = old.recomputed_by(&known, true, day("2027-12-28")).unwrap();
    assert_eq!((new.due_on(), new.is_provisional(known.calendar())), (old.due_on(), false));
    assert!(old.reason(&new).gone.iter().any(|step| step.note == "calendar_not_loaded"));
    // A resumption into a year that is not known is as uncertain as an opening into it.
    let mut resumed = of(&law, "voluntary", "2027-11-01");
    resumed.pause(day("2027-11-02"));
    resumed.resume(day("2027-12-30"), law.calendar());
    assert!(resumed.due_on() > day("2027-12-31") && resumed.is_provisional(law.calendar()));
}

#[test]
fn a_duty_lapses_at_the_end_of_its_day_or_at_its_minute() {
    let law = Law::embedded().unwrap();
    let noon = instant("2026-08-03T12:00:00+07:00");
    let lapses = |key: &str| of(&law, key, "2026-08-03").watch(&law, key, noon).lapses_at;
    // Three working days end on Thursday the 6th at 24:00.
    assert_eq!(lapses("notify"), Some(instant("2026-08-07T00:00:00+07:00")));
    let hours = law.deadline_now("kctt_notify", day("2026-08-03"), day("2026-08-03"), noon.to_utc()).unwrap();
    let watch = Reckoning::new(hours).watch(&law, "kctt_notify", noon);
    assert_eq!((watch.lapses_at, watch.alarm_at), (Some(instant("2026-08-04T12:00:00+07:00")), None));
    // A party's period, and a waiting time, only run out.
    for key in ["voluntary", "info_reply", "al.post_re", "posting", "hold_until"] {
        assert_eq!(lapses(key), None, "{key}");
        assert!(!is_duty(&law, key, day("2026-08-03")));
    }
    assert_eq!(of(&law, "voluntary", "2026-08-03").watch(&law, "voluntary", noon).duty, Duty::Party);
}

#[test]
fn at_once_sounds_an_alarm_and_is_breached_with_the_day() {
    let law = Law::embedded().unwrap();
    let at_once = |law: &Law, known: &str| {
        let known = instant(known);
        let on = known.date_naive();
        let made = law.deadline_now("kctt_decision", on, on, known.to_utc()).unwrap();
        let watch = Reckoning::new(made).watch(law, "kctt_decision", known);
        (watch.alarm_at.unwrap(), watch.lapses_at.unwrap())
    };
    let (alarm, lapse) = at_once(&law, "2026-08-03T10:30:00+07:00");
    assert_eq!(alarm, instant("2026-08-03T14:00:00+07:00"));
    assert_eq!(lapse, instant("2026-08-04T00:00:00+07:00"));
    // Late in the day the end comes before the two hours of office time.
    assert_eq!(at_once(&law, "2026-08-03T16:30:00+07:00").0, lapse);
    let options = "options = [\"end_of_day\", \"end_of_office_hours\"]\ndefault = \"end_of_day\"";
    let other = options.replace("default = \"end_of_day\"", "default = \"end_of_office_hours\"");
    let stricter = law_with("law/settings.toml", &[(options, &other)]);
    let (alarm, lapse) = at_once(&stricter, "2026-08-03T15:30:00+07:00");
    assert_eq!((alarm, lapse), (instant("2026-08-03T17:00:00+07:00"), instant("2026-08-03T17:00:00+07:00")));
}

#[test]
fn the_choice_on_worked_saturdays_is_part_of_the_edition() {
    let law = Law::embedded().unwrap();
    let without = law.calendar().clone().counting_make_up_saturdays(false);
    assert_ne!(without.edition(), law.calendar().edition());
    assert_eq!(without.version(), law.calendar().version());
}

#[test]
fn only_a_missed_duty_is_a_breach() {
    let breaches = DeadlineStatus::ALL.iter().filter(|status| status.is_breach());
    assert_eq!(breaches.copied().collect::<Vec<_>>(), [DeadlineStatus::Late, DeadlineStatus::Breached]);
}

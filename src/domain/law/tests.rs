//! The law data that is shipped, read whole; and small broken files, to see that they are refused.

use chrono::NaiveDate;

use super::review::Needs;
use super::*;
use crate::domain::text::Lang;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn law() -> Law {
    Law::embedded().unwrap_or_else(|errors| {
        panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// The shipped files, one of them replaced.
fn with(name: &str, text: &str) -> Result<Law, Vec<LawError>> {
    let files: Vec<_> = embedded::FILES
        .iter()
        .map(|(file, shipped)| if *file == name { (*file, text) } else { (*file, *shipped) })
        .collect();
    Law::from_sources(&files)
}

#[test]
fn every_file_of_the_configuration_is_built_in() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let mut found = Vec::new();
    for folder in ["calendar", "law", "reference", "text"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            found.push(format!("{folder}/{}", entry.unwrap().file_name().to_string_lossy()));
        }
    }
    found.sort();
    let built_in: Vec<_> = embedded::FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(built_in, found);
}

#[test]
fn the_shipped_law_has_no_hole_and_no_overlap() {
    let findings = law().check();
    let errors: Vec<_> = findings.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn the_law_changes_on_the_first_of_july_2026() {
    let law = law();
    assert_eq!(law.regime(day("2026-06-30")), Regime::L2008);
    assert_eq!(law.regime(day("2026-07-01")), Regime::L2025);
    assert_eq!(law.period("verify_first", day("2026-06-30")).unwrap().value, 10);
    assert_eq!(law.period("verify_first", day("2026-07-01")).unwrap().value, 9);
    assert_eq!(law.period("verify.first", day("2026-07-01")).unwrap().value, 9);
    assert_eq!(law.list("payment_order.sequence", day("2026-06-30")).unwrap().len(), 3);
    assert_eq!(law.list("payment_order.sequence", day("2026-07-01")).unwrap().len(), 5);
    assert_eq!(law.dong("base_salary", day("2026-06-30")).unwrap().get(), 2_340_000);
    assert_eq!(law.dong("base_salary", day("2026-07-01")).unwrap().get(), 2_530_000);
}

#[test]
fn a_missing_value_stops_and_says_why() {
    let law = law();
    let reason = |key, on| law.period(key, day(on)).unwrap_err().reason;
    assert_eq!(reason("no_such_key", "2026-07-01"), GapReason::UnknownKey);
    assert_eq!(reason("voluntary", "2019-01-01"), GapReason::NotDated);
    assert_eq!(reason("request_supplement", "2026-06-30"), GapReason::NoRule);
    assert_eq!(reason("confiscated_cash", "2026-06-30"), GapReason::Unknown);
    assert_eq!(reason("base_salary", "2026-07-01"), GapReason::OtherKind);
    assert_eq!(law.deadline_if_any("request_supplement", day("2026-06-01"), day("2026-06-01")), Ok(None));
}

#[test]
fn a_fallback_fills_an_unknown_value_and_says_so() {
    let law = law();
    let parameter = law.parameter("assign_officer", day("2026-07-01")).unwrap();
    assert!(parameter.fallback);
    assert_eq!(parameter.status, Status::Unknown);
    assert_eq!(law.period("assign_officer", day("2026-07-01")).unwrap().value, 1);
}

#[test]
fn both_laws_place_every_kind_of_claim_in_a_row() {
    let law = law();
    for on in ["2026-06-30", "2026-07-01"].map(day) {
        let rows = law.table("payment_order.rows", on).unwrap().as_object().unwrap();
        let sequence = law.list("payment_order.sequence", on).unwrap();
        assert_eq!(rows.len(), 15);
        assert!(rows.values().all(|row| sequence.iter().any(|known| row == known)));
    }
    let row = |kind: &str, on| law.table("payment_order.rows", day(on)).unwrap()[kind].clone();
    assert_eq!(row("fine", "2026-06-30"), "c");
    assert_eq!(row("social_insurance", "2026-07-01"), "d");
    assert_eq!(row("other", "2026-07-01"), "dd");
}

#[test]
fn rates_are_exact_and_written_as_text() {
    let law = law();
    let on = day("2026-07-01");
    assert_eq!(law.rate("price.reduction_max_rate", on).unwrap().to_string(), "0.10");
    let json = serde_json::to_value(law.parameter("price.reduction_max_rate", on).unwrap()).unwrap();
    assert_eq!(json["value"], serde_json::json!({"kind": "rate", "value": "0.10"}));
    assert_eq!(json["citation"][0]["article"], "83");
    assert_eq!(law.integer("reductions_before_option", on).unwrap(), 2);
}

#[test]
fn the_fee_is_confirmed_before_the_change_and_open_after_it() {
    let law = law();
    let status = |on| law.parameter("fee.brackets", day(on)).unwrap().status;
    assert_eq!(status("2026-06-30"), Status::Confirmed);
    assert_eq!(status("2026-07-01"), Status::Unconfirmed);
    assert_eq!(law.integer("fee_threshold_multiple", day("2026-07-01")).unwrap(), 2);
}

#[test]
fn a_deadline_running_over_the_change_is_shorter_for_the_office_and_longer_for_a_party() {
    let law = law();
    // Voluntary period over on Wednesday 24/06: ten days end on Saturday 04/07 → Monday 06/07; nine on Friday 03/07.
    let verify = law.deadline_over_change("verify_first", day("2026-06-24")).unwrap();
    assert_eq!(verify.due.due_on, day("2026-07-03"));
    assert_eq!(verify.other.unwrap().due_on, day("2026-07-06"));
    // Debtor told on 10/06 to buy back: 30 days end on 10/07; five working days would have ended on 17/06, so 01/07.
    let redeem = law.deadline_over_change("take.debtor_redeem", day("2026-06-10")).unwrap();
    assert_eq!(redeem.due.due_on, day("2026-07-10"));
    assert_eq!(redeem.other.unwrap().due_on, day("2026-07-01"));
    // Over before the change: the old law alone.
    let past = law.deadline_over_change("verify_first", day("2026-06-01")).unwrap();
    assert_eq!((past.due.due_on, past.other), (day("2026-06-11"), None));
}

#[test]
fn what_is_due_at_once_is_due_on_the_change_and_at_no_earlier_minute() {
    // 24 hours then, at once now: begun on 30 June, the new law's day would lie before it held.
    let running = law().deadline_over_change("kctt_coerce", day("2026-06-30")).unwrap();
    assert_eq!((running.due.due_on, running.due.due_at, running.other), (day("2026-07-01"), None, None));
}

#[test]
fn an_answer_that_the_program_does_not_follow_is_refused() {
    let entry = |code: &str, default: &str, more: &str| {
        format!(
            "[[setting]]\ncode = \"{code}\"\nquestion = \"?\"\noptions = [\"a\", \"b\"]\n\
             default = \"{default}\"\nreason = \"!\"\n{more}\n"
        )
    };
    let problems = |text: &str| -> Vec<String> {
        with("law/settings.toml", text).unwrap_err().into_iter().map(|error| error.to_string()).collect()
    };
    let files = [entry("U5", "b", "fixed = true"), entry("U6", "c", ""), entry("U6", "a", "")];
    assert_eq!(
        problems(&files.concat()),
        [
            "law/settings.toml [U5]: the program follows only `a`",
            "law/settings.toml [U6]: the choice is not one of the options",
            "law/settings.toml [U6]: the question is asked twice",
        ]
    );
    assert!(with("law/settings.toml", &entry("U5", "b", "review = true")).is_ok());
}

#[test]
fn an_interruption_pauses_by_the_mark_of_each_rule_or_nothing() {
    let on = day("2026-08-03");
    let pauses = |law: &Law| ["voluntary", "notify", "payout"].map(|key| law.pauses(key, on));
    assert_eq!(pauses(&law()), [true, false, false]);
    let all_run = "[[setting]]\ncode = \"U2\"\nquestion = \"?\"\noptions = [\"by_rule\", \"all_run\"]\n\
                   default = \"all_run\"\nreason = \"!\"\n";
    assert_eq!(pauses(&with("law/settings.toml", all_run).unwrap()), [false, false, false]);
}

#[test]
fn citations_are_read_in_full_or_refused() {
    let law = law();
    let cites = law.basis("T-VO-02", day("2026-07-01"));
    assert!(cites.iter().all(|cite| cite.text.starts_with("Luật") || cite.text.starts_with("Nghị định")));
    assert!(!cites.is_empty());
    assert!(law.basis("NO-SUCH", day("2026-07-01")).is_empty());
    let names = cite::Names::new(law.instruments());
    let read = names.parse("ND152 22.2.đ").unwrap();
    assert_eq!(read.to_string(), "điểm đ khoản 2 Điều 22 Nghị định 152/2026/NĐ-CP");
    assert_eq!(names.parse("L08 44a.1").unwrap().article, "44a");
    for broken in ["L106", "XX 3", "L106 ", "L106 3.x", "L106 3.1.ab", "L106 3.1.a.1", "L106 3.1-2"] {
        assert!(names.parse(broken).is_err(), "{broken}");
    }
}

#[test]
fn a_broken_file_is_refused_with_every_fault_named() {
    let file = r#"
        [[parameter]]
        key = "a"
        party = "office"
        versions = [{ regime = "l2025", value = 5, unit = "wd", cite = "NOWHERE 1" }]
        [[parameter]]
        key = "a"
        party = "office"
        versions = []
        [[parameter]]
        key = "b"
        party = "office"
        versions = [{ regime = "l2025", value = 5, unit = "wd" }, { regime = "l2008", value = 5, cite = "L08 1" }]
    "#;
    let problems: Vec<_> = with("law/parameters-notice.toml", file)
        .unwrap_err()
        .into_iter()
        .map(|error| error.problem)
        .collect();
    assert_eq!(
        problems,
        [
            "`NOWHERE 1` names an unknown instrument",
            "the key is used twice",
            "a value without a citation and without a remark",
            "a period needs a unit",
        ]
    );
    assert!(with("law/settings.toml", "[[setting]]\ncode = 1").is_err());
    assert!(with("calendar/vn.toml", "").is_err());
}

#[test]
fn the_review_finds_holes_overlaps_and_missing_keys() {
    let file = r#"
        [[parameter]]
        key = "hole"
        kind = "integer"
        party = "office"
        note = "test"
        versions = [{ from = "2020-07-01", to = "2025-12-31", value = 1 }, { from = "2026-01-02", value = 2 }]
        [[parameter]]
        key = "twice"
        kind = "integer"
        party = "office"
        note = "test"
        versions = [{ from = "2020-07-01", value = 1 }, { from = "2026-01-02", value = 2 }]
        [[parameter]]
        key = "late"
        party = "office"
        versions = [{ from = "2026-07-01", status = "unknown" }]
    "#;
    let law = with("law/parameters-notice.toml", file).unwrap();
    let errors: Vec<_> = law.check().into_iter().filter(|one| one.severity == Severity::Error).collect();
    let found: Vec<_> = errors.iter().map(|one| (one.key.as_str(), one.code.as_str())).collect();
    assert_eq!(found, [("hole", "gap"), ("late", "gap"), ("twice", "overlap")]);
    let needs = Needs {
        parameters: ["late", "notify"].map(str::to_owned).into(),
        basis: ["NO-SUCH".to_owned()].into(),
        texts: ["NO-SUCH".to_owned()].into(),
    };
    let missing: Vec<_> =
        law.check_needs(&needs, day("2026-07-01")).into_iter().map(|one| one.code).collect();
    assert_eq!(missing, ["unknown_value", "missing_key", "missing_basis", "missing_text"]);
}

#[test]
fn texts_are_filled_and_fall_back() {
    let law = law();
    assert_eq!(law.texts().label("NO-SUCH", Lang::En), "NO-SUCH");
    assert_eq!(law.texts().cure("NO-SUCH", Lang::Vi, &[]), "");
    let mut texts = Texts::default();
    texts.add("a", "[\"G-2Y\"]\nvi = \"Đủ hết ngày {date}, {rest\"\ncure_vi = \"Chờ {date}.\"").unwrap();
    let params = [("date", "{x} 01/07/2028".to_owned()), ("x", "never".to_owned())];
    assert_eq!(texts.render("G-2Y", Lang::En, &params), "Đủ hết ngày {x} 01/07/2028, {rest");
    assert_eq!(texts.cure("G-2Y", Lang::En, &params), "Chờ {x} 01/07/2028.");
    assert!(texts.add("b", "[\"G-2Y\"]\nvi = \"x\"").is_err());
}

//! Every code, key and name of the tables has its entry in `config/`, and the code names nothing that `needs` does not list.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::domain::law::embedded::FILES;
use crate::domain::law::{Law, Regime, Severity};
use crate::domain::lifecycle::needs;
use crate::domain::text::Lang;

fn law() -> Law {
    Law::embedded().unwrap()
}

/// The tables' own sources, tests left out.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("tests") {
                    walk(&path, found);
                }
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                found.push((path, code));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain/lifecycle"), &mut found);
    found
}

/// The text literals of a source, without its comments.
fn literals(source: &str) -> Vec<String> {
    let code =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    code.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn is_code(text: &str) -> bool {
    let known = ["G-", "M-"].iter().any(|start| text.starts_with(start))
        || (text.len() > 4 && text.starts_with(['G', 'M']) && text.as_bytes()[1].is_ascii_digit());
    known && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "-_".contains(c))
}

#[test]
fn the_shipped_law_has_all_that_the_tables_need() {
    let findings = needs::review(&law());
    let errors: Vec<_> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // Not found in the 2008 law: acts of that time that need one of these are refused (`law_gap`).
    let old = findings.iter().filter(|finding| finding.detail.starts_with("needed"));
    let old: Vec<_> = old.map(|finding| finding.key.as_str()).collect();
    let known = [
        "confiscated_cash",
        "cost.bearers",
        "cost.rates",
        "credit.surplus",
        "custody.self",
        "deposit.savings_multiple",
        "destroy.council_min",
        "direct.notice",
        "entrust.measure_kinds",
        "exempt.again",
        "exempt.below",
        "exempt.to",
        "exempt.years",
        "exempt.years_long",
        "fx.convert",
        "handover.direct",
        "hold_deposit_term",
        "min_wage.1",
        "min_wage.2",
        "min_wage.3",
        "min_wage.4",
        "papers.collect",
        "papers.collect.abroad",
        "payout.ext.end",
        "payout.ext.many",
        "payout.post_multiple",
        "price.council_min",
        "reduce.cap_above",
        "reduce.part",
        "reduce.part_above",
        "reduce.to",
        "registry.release",
        "sec.deliver",
        "sec.deliver.vsdc",
        "share.pay_on",
        "small_value.wages",
    ];
    assert_eq!(old, known);
}

#[test]
fn every_code_in_the_sources_is_listed_as_needed() {
    let needs = needs::needs();
    let law = law();
    let mut missing = BTreeSet::new();
    for (path, source) in sources() {
        for text in literals(&source) {
            let code = is_code(&text) && !needs.texts.contains(&text) && !needs.basis.contains(&text);
            // A word that is also a key, such as a role's name, is found by its versions.
            let key = law.versions(&text).is_some() && !needs.parameters.contains(&text);
            if code || key {
                missing.insert(format!("{text} in {}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// An empty list is allowed only under the law that has no counterpart; the file says so beside it.
#[test]
fn every_code_has_an_article_of_the_law_in_force() {
    let law = law();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(law.regime(day("2026-11-02")), Regime::L2025);
    let codes = needs::needs().basis;
    let without: Vec<_> = codes.iter().filter(|code| law.basis(code, day("2026-11-02")).is_empty()).collect();
    assert!(without.is_empty(), "{without:?}");
    let old: Vec<_> = codes.iter().filter(|code| law.basis(code, day("2026-06-30")).is_empty()).collect();
    let files = FILES.iter();
    let basis: Vec<_> = files.filter(|(name, _)| name.starts_with("law/basis")).collect();
    for code in old {
        let mut lines = basis.iter().flat_map(|(_, text)| text.lines());
        let line = lines.find(|line| line.starts_with(&format!("\"{code}\""))).unwrap();
        assert!(line.contains("l2008 = []") && line.contains("} #"), "{line}");
    }
}

#[test]
fn every_kind_of_cost_has_an_article_and_a_name() {
    let law = law();
    let on = "2026-11-02".parse().unwrap();
    let kinds = law.table("cost.bearers", on).unwrap().as_object().unwrap();
    for kind in kinds.keys() {
        assert!(!law.basis(kind, on).is_empty(), "{kind} has no article");
        assert!(law.texts().has(&format!("ground.{kind}")), "{kind} has no name");
    }
}

#[test]
fn every_text_has_both_languages_and_the_same_places() {
    let law = law();
    let places = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name.to_owned())
            .collect()
    };
    for code in needs::needs().texts {
        let (vi, en) = (law.texts().label(&code, Lang::Vi), law.texts().label(&code, Lang::En));
        assert!(vi != en || code.starts_with("role."), "{code} has no English text");
        assert_eq!(places(vi), places(en), "{code}");
        if is_code(&code) {
            let cure = |lang| law.texts().part(&code, "cure", lang, &[]).unwrap_or_default();
            assert!(!cure(Lang::Vi).is_empty() && cure(Lang::Vi) != cure(Lang::En), "{code} says no cure");
            assert_eq!(places(&cure(Lang::Vi)), places(&cure(Lang::En)), "{code}");
        }
    }
}

/// A cure names actions in brackets; each of them must exist.
#[test]
fn every_cure_names_actions_that_exist() {
    let law = law();
    // Acts that create an aggregate stand in no table.
    let creating = [
        "register_judgment",
        "receive_request",
        "record_asset",
        "prepare_distribution",
        "open_period_closing",
        "count_cash",
        "import_bank_statement",
        "draw_file_reconciliation",
    ];
    let texts = needs::needs().texts;
    for code in law.texts().refusals().filter(|code| texts.contains(*code)) {
        let cure = law.texts().cure(code, Lang::En, &[]) + &law.texts().cure(code, Lang::Vi, &[]);
        let words = cure.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        for word in words.filter(|word| word.contains('_') && !word.ends_with('_')) {
            let known = texts.contains(&format!("action.{word}")) || creating.contains(&word);
            assert!(known, "{code}: there is no action {word}");
        }
    }
}

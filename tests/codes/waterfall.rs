//! The order of payment as a lawyer reads it: `tests/fixtures/waterfall.txt` holds one case a block – what is shared, then each
//! line with its article and its arithmetic – and the program must write the same. `THADS_WRITE_FIXTURES=1` writes the file
//! anew; what changed is then read by people.

use std::collections::BTreeSet;
use std::fmt::Write;

use chrono::NaiveDate;
use thads::domain::claim::{ClaimKind, Payee};
use thads::domain::distribution::{
    Charge, Claim, HandLine, HandPlan, Input, InterestRank, Line, MoneySource, Plan, RentReserve,
    RoundingRule, by_hand, distribute, explain,
};
use thads::domain::ids::{CaseId, JudgmentId, ObligationId, PartyId};
use thads::domain::law::Law;
use thads::domain::lifecycle::money::payment_rules;
use thads::domain::money::Dong;
use thads::domain::text::Lang;
use thads::service::distributions::basis;
use uuid::Uuid;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/waterfall.txt");

fn dong(text: &str) -> Dong {
    Dong::new(text.parse().unwrap_or_else(|_| panic!("a sum: {text}"))).unwrap()
}

fn day(day: &str) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, day.parse().unwrap()).unwrap()
}

/// The day of every case in the file: pool 1 closes on 10 September 2026.
fn on() -> NaiveDate {
    day("10")
}

fn party(number: usize) -> Payee {
    Payee::Party(PartyId(Uuid::from_u128(number as u128)))
}

fn empty(law: &Law, source: MoneySource, gross: Dong) -> Input {
    Input {
        source,
        gross,
        reference_date: on(),
        named_case: None,
        realising_judgment: Some(JudgmentId(Uuid::from_u128(1))),
        freed: false,
        rules: payment_rules(law, on()).unwrap(),
        set_aside: Vec::new(),
        costs: Vec::new(),
        rent_reserve: None,
        transfer_charges: Vec::new(),
        mortgagees: Vec::new(),
        claims: Vec::new(),
        unrequested: BTreeSet::new(),
        rest_to: party(999),
    }
}

/// `source gross options | item, item …`; an item is `name sum` with `+interest`, `@day of request`, `secured`, `judgment 2`,
/// `case 2`, `unrequested` behind a claim, `rank 2` behind a charge.
fn computed(law: &Law, text: &str) -> Plan {
    let (head, items) = text.split_once('|').expect("source and sum, then items");
    let mut words = head.split_whitespace();
    let source: MoneySource = words.next().unwrap().parse().unwrap();
    let mut input = empty(law, source, dong(words.next().unwrap()));
    for option in words {
        match option {
            "interest_last" => input.rules.interest_rank = InterestRank::AfterAllRows,
            "earliest_request" => input.rules.rounding = RoundingRule::EarliestRequest,
            "named_case_2" => input.named_case = Some(CaseId(Uuid::from_u128(2))),
            rank => input.rules.mortgagee_rank = rank.parse().unwrap(),
        }
    }
    let mut hand = Vec::new();
    for (place, item) in items.split(',').map(str::trim).filter(|item| !item.is_empty()).enumerate() {
        let words: Vec<&str> = item.split_whitespace().collect();
        if words[0] == "paper" {
            hand.push(entered(place, &words));
        } else {
            add(&mut input, place + 1, &words);
        }
    }
    if hand.is_empty() {
        return distribute(&input).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
    }
    let plan = HandPlan {
        source,
        gross: input.gross,
        rent_reserve: input.rent_reserve,
        lines: hand,
        rest_to: input.rest_to,
    };
    by_hand(&plan).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}

/// `paper claim share rank`
fn entered(place: usize, words: &[&str]) -> HandLine {
    HandLine {
        id: Uuid::from_u128(place as u128),
        payee: party(place),
        claim: dong(words[1]),
        share: dong(words[2]),
        rank: words[3].parse().unwrap(),
        item: None,
    }
}

fn add(input: &mut Input, id: usize, words: &[&str]) {
    let amount = dong(words[1]);
    let after = |word: &str| {
        let place = words.iter().position(|one| *one == word)?;
        words.get(place + 1).copied()
    };
    let rank = after("rank").map_or(0, |rank| rank.parse().unwrap());
    let advanced = words.contains(&"advanced");
    let charge = Charge { id: Uuid::from_u128(id as u128), payee: party(id), amount, rank, advanced };
    match words[0] {
        "co_owner" | "goods" => input.set_aside.push(charge),
        "cost" => {
            input.costs.push(Charge { payee: if rank == 0 { party(id) } else { Payee::Agency }, ..charge })
        }
        "tax" => input.transfer_charges.push(Charge { payee: Payee::State, ..charge }),
        "mortgagee" => input.mortgagees.push(charge),
        "rent" => input.rent_reserve = Some(RentReserve { amount, payee: party(999) }),
        kind => {
            let kind: ClaimKind = kind.parse().unwrap_or_else(|_| panic!("no claim: {kind}"));
            let number =
                |word: &str| Uuid::from_u128(after(word).map_or(1, |number| number.parse().unwrap()));
            let mut claim = Claim {
                obligation: ObligationId(Uuid::from_u128(id as u128)),
                case: CaseId(number("case")),
                judgment: JudgmentId(number("judgment")),
                kind,
                payee: party(id),
                principal: amount,
                interest: Dong::ZERO,
                requested_on: day("01"),
                decision_number: 1,
                preferred_rank: words.contains(&"secured").then_some(0),
            };
            for word in &words[2..] {
                if let Some(interest) = word.strip_prefix('+') {
                    claim.interest = dong(interest);
                } else if let Some(date) = word.strip_prefix('@') {
                    claim.requested_on = day(date);
                } else if *word == "unrequested" {
                    input.unrequested.insert(claim.obligation);
                }
            }
            input.claims.push(claim);
        }
    }
}

/// One line: sum of what was owed; what it is; its articles; its arithmetic.
fn told(law: &Law, line: &Line, formula: &str) -> String {
    let texts = law.texts();
    let label = |code: &str| texts.label(&format!("ground.{code}"), Lang::Vi).to_owned();
    let mut what = label(line.step.as_str());
    if let Some(row) = line.row {
        write!(what, " / {}", label(row.as_str())).unwrap();
    }
    if line.part.is_some_and(|part| part.as_str() == "interest") {
        what.push_str(" (lãi chậm thi hành án)");
    }
    if line.waits {
        what.push_str(" (chưa yêu cầu: gửi kỳ hạn 01 tháng)");
    }
    let articles: Vec<String> = basis(law, line, None, on()).iter().map(ToString::to_string).collect();
    assert!(!articles.is_empty(), "a line without an article: {what}");
    let sums = format!("{} / {}", line.share_dong.get(), line.claim_dong.get());
    format!("  {sums:>16}  {what}\n{:20}[{}]  {formula}\n", "", articles.join("; "))
}

fn block(law: &Law, given: &str) -> String {
    let plan = computed(law, given);
    let explained = explain(plan.gross_dong, &plan.lines);
    let lines = plan.lines.iter().zip(explained).map(|(line, how)| told(law, line, &how.formula));
    format!("? {given}\n{}", lines.collect::<String>())
}

#[test]
fn the_order_of_payment_is_as_the_file_has_it() {
    let law = Law::embedded().unwrap();
    let kept = std::fs::read_to_string(FILE).unwrap();
    let mut written = String::new();
    for line in kept.lines().filter(|line| !line.starts_with("  ")) {
        match line.strip_prefix("? ") {
            Some(given) => written.push_str(&block(&law, given)),
            None => writeln!(written, "{line}").unwrap(),
        }
    }
    if std::env::var_os("THADS_WRITE_FIXTURES").is_some() {
        std::fs::write(FILE, &written).unwrap();
    }
    assert_eq!(std::fs::read_to_string(FILE).unwrap(), written);
    let steps = thads::domain::distribution::PaymentStep::ALL;
    let label = |code: &str| law.texts().label(&format!("ground.{code}"), Lang::Vi).to_owned();
    let missing: Vec<_> = steps.iter().filter(|step| !written.contains(&label(step.as_str()))).collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
}

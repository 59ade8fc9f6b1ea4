//! The waterfall as a table, one line per case, and the properties that hold for every input.

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::claim::OrderRow;
use crate::domain::ids::PartyId;

fn dong(amount: i64) -> Dong {
    Dong::new(amount).unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 7, day).unwrap()
}

fn party(number: u128) -> Payee {
    Payee::Party(PartyId(Uuid::from_u128(number)))
}

/// A made-up order with a kind in each row.
fn order() -> PaymentOrder {
    let row = |code, kind| OrderRow { code, kinds: vec![kind] };
    PaymentOrder {
        rows: vec![
            row(RowCode::A, ClaimKind::Wages),
            row(RowCode::B, ClaimKind::CourtFee),
            row(RowCode::C, ClaimKind::Fine),
            row(RowCode::D, ClaimKind::SocialInsurance),
            row(RowCode::Dd, ClaimKind::Other),
        ],
    }
}

fn claim(id: u128, kind: ClaimKind, principal: i64, interest: i64, requested: u32) -> Claim {
    let state = matches!(kind, ClaimKind::CourtFee | ClaimKind::Fine);
    Claim {
        obligation: ObligationId(Uuid::from_u128(id)),
        case: CaseId(Uuid::from_u128(id)),
        judgment: JudgmentId(Uuid::from_u128(1)),
        kind,
        payee: if state { Payee::State } else { party(id) },
        principal: dong(principal),
        interest: dong(interest),
        requested_on: day(requested),
        decision_number: 1,
        preferred_rank: None,
    }
}

fn input(source: MoneySource, gross: i64) -> Input {
    Input {
        source,
        gross: dong(gross),
        reference_date: day(10),
        named_case: None,
        realising_judgment: Some(JudgmentId(Uuid::from_u128(1))),
        freed: false,
        rules: Rules {
            order: order(),
            interest_rank: InterestRank::WithinRow,
            mortgagee_rank: MortgageeRank::AfterCosts,
            rounding: RoundingRule::LargestRemainder,
        },
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

/// Reads one case: `source gross | items`. An item is `cost 5`, `cost/2 5` (rank 2), `own 5`, `tax 5`, `bank
/// 5`, `rent 5`, or a claim `a 100` with `+7` interest, `@12` the day of the request, `!1` its preferred
/// rank.
fn read(text: &str) -> Input {
    let (head, items) = text.split_once('|').unwrap();
    let mut words = head.split_whitespace();
    let mut case = input(words.next().unwrap().parse().unwrap(), words.next().unwrap().parse().unwrap());
    for option in words {
        match option {
            "interest_last" => case.rules.interest_rank = InterestRank::AfterAllRows,
            "earliest" => case.rules.rounding = RoundingRule::EarliestRequest,
            "named_2" => case.named_case = Some(CaseId(Uuid::from_u128(2))),
            rank => case.rules.mortgagee_rank = rank.parse().unwrap(),
        }
    }
    for (place, item) in items.split(',').map(str::trim).filter(|item| !item.is_empty()).enumerate() {
        let id = place as u128 + 1;
        let mut words = item.split_whitespace();
        let (name, rank) =
            words.next().unwrap().split_once('/').unwrap_or((item.split(' ').next().unwrap(), "1"));
        let amount: i64 = words.next().unwrap().parse().unwrap();
        let charge = Charge {
            id: Uuid::from_u128(id),
            payee: party(id),
            amount: dong(amount),
            rank: rank.parse().unwrap(),
            advanced: false,
        };
        match name {
            "own" => case.set_aside.push(charge),
            "cost" => case.costs.push(charge),
            "tax" => case.transfer_charges.push(charge),
            "bank" => case.mortgagees.push(charge),
            "rent" => case.rent_reserve = Some(RentReserve { amount: dong(amount), payee: party(999) }),
            row => {
                let code: RowCode = format!("ROW-{row}").parse().unwrap();
                let kind = case.rules.order.rows.iter().find(|row| row.code == code).unwrap().kinds[0];
                let mut new = claim(id, kind, amount, 0, 1);
                for word in words {
                    match word.split_at(1) {
                        ("+", interest) => new.interest = dong(interest.parse().unwrap()),
                        ("@", date) => new.requested_on = day(date.parse().unwrap()),
                        ("!", rank) => new.preferred_rank = Some(rank.parse().unwrap()),
                        ("j", judgment) => {
                            new.judgment = JudgmentId(Uuid::from_u128(judgment.parse().unwrap()))
                        }
                        ("w", "") => {
                            case.unrequested.insert(new.obligation);
                        }
                        _ => panic!("{word}"),
                    }
                }
                case.claims.push(new);
            }
        }
    }
    case
}

/// Writes a plan: `basis=share` per line, in the order of payment; `2:` marks pool 2, `i:` interest.
fn write(plan: &Result<Plan, DistributionRefusal>) -> String {
    let plan = match plan {
        Ok(plan) => plan,
        Err(refusal) => return format!("{refusal:?}"),
    };
    let line = |line: &Line| {
        let pool = if line.step == PaymentStep::Pool2 { "2:" } else { "" };
        let part = if line.part == Some(ClaimPart::Interest) { "i:" } else { "" };
        let basis = line.basis().trim_start_matches("STEP-").trim_start_matches("ROW-").to_owned();
        let waits = if line.waits { "w:" } else { "" };
        format!("{pool}{waits}{part}{basis}={}", line.share_dong.get())
    };
    plan.lines.iter().map(line).collect::<Vec<_>>().join(" ")
}

const CASES: &str = "
# rows: each full before the next, pro rata inside, rest to the debtor
coerced 100  | a 60, b 30, dd 50                        => a=60 b=30 dd=10
coerced 200  | dd 50, b 30, a 60                        => a=60 b=30 dd=50 rest=60
coerced 100  | dd 100, dd 100, dd 100                   => dd=34 dd=33 dd=33
coerced 10   | dd 6, dd 7, dd 7                         => dd=3 dd=4 dd=3
coerced 10   | dd 10 @3, dd 10 @2, dd 10 @1             => dd=4 dd=3 dd=3
coerced 10 earliest | dd 10 @3, dd 10 @2, dd 10 @1      => dd=4 dd=3 dd=3
coerced 7 earliest | dd 1 @1, dd 9 @2, dd 10 @3         => dd=1 dd=3 dd=3
coerced 7    | dd 1 @1, dd 9 @2, dd 10 @3               => dd=0 dd=3 dd=4
coerced 90   | a 0, c 50, d 50                          => c=50 d=40
coerced 50   |                                          => rest=50
# pools: requests after the reference date (the 10th) wait for all earlier ones
coerced 100  | a 60 @11, dd 80 @10                      => dd=80 2:a=20
coerced 100  | a 60 @11, dd 120 @1                      => dd=100 2:a=0
entrusted 90 | dd 60 @1, dd 60 @11                      => dd=60 2:dd=30
# a voluntary payer may name the decision
voluntary 90         | a 60, dd 60                      => a=60 dd=30
voluntary 90 named_2 | a 60, dd 60                      => dd=60 2:a=30
coerced 90 named_2   | a 60, dd 60                      => a=60 dd=30
# interest after the principal of its row, or of all rows
coerced 100 | a 50 +20, dd 50 +9                        => a=50 i:a=20 dd=30 i:dd=0
coerced 90  | dd 50 +20, dd 30 +10                      => dd=50 dd=30 i:dd=7 i:dd=3
coerced 110 interest_last | a 50 +20, dd 50 +9          => a=50 dd=50 i:a=10 i:dd=0
# deductions, in their order
coerced 100 | own 30, cost 10, tax 5, dd 99             => set-aside=30 costs=10 transfer-charges=5 dd=55
coerced 12  | cost/2 10, cost/1 10, tax 5, dd 99        => costs=10 costs=2 transfer-charges=0 dd=0
coerced 15  | cost 10, cost 20, dd 99                   => costs=5 costs=10 dd=0
# rent reserve: only when the debtor would keep less than it, and then in full as far as money goes
coerced 100 | rent 24, tax 5, dd 80                     => rent-reserve=24 transfer-charges=5 dd=71
coerced 100 | rent 24, dd 76                            => dd=76 rest=24
coerced 100 | rent 24, dd 77                            => rent-reserve=24 dd=76
coerced 30  | cost 10, rent 24, tax 5, dd 80            => costs=10 rent-reserve=20 transfer-charges=0 dd=0
# the creditor whom the asset secures, after the court fee of that judgment
secured_creditor 100 | dd 80 !1, a 50, b 5              => court-fee=5 preferred=80 a=15
secured_creditor 100 | dd 80 !1, a 50, b 5 j2           => preferred=80 a=20 b=0
secured_creditor 100 | dd 60 +9 !1, dd 90 !2, a 50      => preferred=60 i:preferred=9 preferred=31 a=0
secured_creditor 100 | dd 150 !1, dd 50 !1              => preferred=75 preferred=25
judged_attachment 60 | dd 50 !1, dd 50                  => preferred=50 dd=10
judged_attachment 60 | b 10, a 55                       => a=55 b=5
# creditors of the attached duty who have not requested: their part waits
judged_attachment 60 | dd 60 !1, dd 30 !1 w, a 9        => preferred=40 w:preferred=20 a=0
secured_creditor 9   | a 50                             => NoPreferredClaim
coerced 9            | a 50 !1                          => PreferredWithoutGround
# a mortgagee who is no creditor, at each of the three places
secured_non_creditor 50 | bank 40, cost 8, tax 5 => costs=8 mortgagee=40 transfer-charges=2
secured_non_creditor 50 absolute | bank 40, cost 8, tax 5 => mortgagee=40 costs=8 transfer-charges=2
secured_non_creditor 50 after_deductions | bank 40, cost 8, tax 5 => costs=8 transfer-charges=5 mortgagee=37
secured_non_creditor 50                  | dd 9         => MortgageeMismatch
coerced 50                               | bank 9       => MortgageeMismatch
# no plan
coerced 0     | a 50                                    => NothingToDistribute
bad_debt 9    | a 50                                    => OtherLaw(BadDebt)
bankruptcy 9  | a 50                                    => OtherLaw(Bankruptcy)
";

#[test]
fn the_waterfall() {
    for case in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (given, expected) = case.split_once("=>").unwrap();
        assert_eq!(write(&distribute(&read(given))), expected.trim(), "{case}");
    }
}

fn hand(source: MoneySource, gross: i64, rent: Option<i64>, lines: &[(u16, i64, i64)]) -> String {
    let line = |(place, (rank, claim, share)): (usize, &(u16, i64, i64))| HandLine {
        id: Uuid::from_u128(place as u128),
        payee: party(place as u128),
        claim: dong(*claim),
        share: dong(*share),
        rank: *rank,
        item: None,
    };
    write(&by_hand(&HandPlan {
        source,
        gross: dong(gross),
        rent_reserve: rent.map(|amount| RentReserve { amount: dong(amount), payee: party(999) }),
        lines: lines.iter().enumerate().map(line).collect(),
        rest_to: party(999),
    }))
}

#[test]
fn another_laws_order_is_kept_as_its_paper_has_it() {
    use MoneySource as S;
    assert_eq!(
        hand(S::Bankruptcy, 100, Some(24), &[(2, 50, 40), (1, 60, 60)]),
        "bankruptcy=60 bankruptcy=40"
    );
    assert_eq!(
        hand(S::BadDebt, 100, Some(24), &[(1, 70, 70), (2, 50, 6)]),
        "rent-reserve=24 bad-debt=70 bad-debt=6"
    );
    assert_eq!(hand(S::BadDebt, 100, Some(24), &[(1, 70, 70)]), "bad-debt=70 rest=30");
    assert_eq!(hand(S::BadDebt, 100, None, &[(1, 70, 60), (2, 50, 40)]), "OutOfOrder");
    assert_eq!(
        hand(S::BadDebt, 100, None, &[(1, 70, 60)]),
        "OutOfOrder",
        "nothing is left over while a rank is short"
    );
    assert_eq!(hand(S::BadDebt, 100, None, &[(1, 70, 80), (2, 50, 20)]), "AboveClaim");
    assert_eq!(hand(S::BadDebt, 100, None, &[(1, 70, 70), (2, 50, 40)]), "NotConserved");
    assert_eq!(hand(S::Coerced, 100, None, &[(1, 70, 70)]), "OtherLaw(Coerced)");
    assert_eq!(hand(S::BadDebt, 0, None, &[]), "NothingToDistribute");
}

#[test]
fn each_line_tells_how_its_sum_was_found() {
    let plan = distribute(&read("coerced 100 | cost 10, a 20, dd 60, dd 90")).unwrap();
    let told: Vec<String> =
        explain(plan.gross_dong, &plan.lines).into_iter().map(|one| one.formula).collect();
    assert_eq!(told, ["10", "20", "70 × 60 ÷ 150 = 28", "70 × 90 ÷ 150 = 42"]);
    let plan = distribute(&read("coerced 10 | dd 6, dd 7, dd 7, a 10")).unwrap();
    let told = explain(plan.gross_dong, &plan.lines);
    assert_eq!((told[0].formula.as_str(), told[1].formula.as_str()), ("10", "0"));
    let plan = distribute(&read("coerced 10 | dd 6, dd 7, dd 7")).unwrap();
    let told = explain(plan.gross_dong, &plan.lines);
    assert_eq!(told[1].formula, "10 × 7 ÷ 20 = 3 + 1");
    assert_eq!((told[1].available_dong, told[1].total_dong), (dong(10), Some(dong(20))));
}

#[test]
fn wrong_data_gives_no_plan() {
    let mut twice = read("coerced 9 | a 5, dd 5");
    twice.claims[1].obligation = twice.claims[0].obligation;
    twice.claims[1].payee = twice.claims[0].payee;
    assert_eq!(distribute(&twice), Err(DistributionRefusal::DuplicateClaim(twice.claims[0].obligation)));

    let mut charge = read("coerced 9 | cost 5, cost 6");
    charge.costs[1].id = charge.costs[0].id;
    assert_eq!(distribute(&charge), Err(DistributionRefusal::DuplicateCharge(charge.costs[0].id)));

    let mut no_row = read("coerced 9 | a 5");
    no_row.claims[0].kind = ClaimKind::TaxArrears;
    assert_eq!(distribute(&no_row), Err(DistributionRefusal::NoRow(ClaimKind::TaxArrears)));

    let mut two_rows = read("coerced 9 | a 5");
    two_rows.rules.order.rows[4].kinds.push(ClaimKind::Wages);
    assert_eq!(distribute(&two_rows), Err(DistributionRefusal::TwoRows(ClaimKind::Wages)));
}

#[test]
fn a_plan_that_was_tampered_with_does_not_pass() {
    let good = distribute(&read("coerced 100 | a 60, dd 80")).unwrap();
    let tampered = |change: &dyn Fn(&mut Plan)| {
        let mut plan = good.clone();
        change(&mut plan);
        plan.check()
    };
    let shares = |plan: &mut Plan, first: i64, second: i64| {
        plan.lines[0].share_dong = dong(first);
        plan.lines[1].share_dong = dong(second);
    };
    assert_eq!(tampered(&|plan| shares(plan, 60, 41)), Err(DistributionRefusal::NotConserved));
    assert_eq!(tampered(&|plan| shares(plan, 61, 39)), Err(DistributionRefusal::AboveClaim));
    assert_eq!(tampered(&|plan| shares(plan, 59, 41)), Err(DistributionRefusal::OutOfOrder));
    assert_eq!(good.step_total(PaymentStep::Pool1), Ok(dong(100)));
}

prop_compose! {
    fn any_claim()(
        kind in prop::sample::select(vec![
            ClaimKind::Wages, ClaimKind::CourtFee, ClaimKind::Fine,
            ClaimKind::SocialInsurance, ClaimKind::Other,
        ]),
        principal in prop_oneof![0_i64..50, 0_i64..2_000_000_000_000],
        interest in prop_oneof![Just(0_i64), 0_i64..1_000_000],
        requested in 1_u32..20,
    ) -> Claim {
        claim(0, kind, principal, interest, requested)
    }
}

fn any_charges(first: u128) -> impl Strategy<Value = Vec<Charge>> {
    let numbered = move |charges: Vec<(i64, u16)>| {
        let charge = |(place, (amount, rank)): (usize, (i64, u16))| Charge {
            id: Uuid::from_u128(first + place as u128),
            payee: Payee::Agency,
            amount: dong(amount),
            rank,
            advanced: place == 0,
        };
        charges.into_iter().enumerate().map(charge).collect()
    };
    prop::collection::vec((0_i64..100_000_000, 0_u16..3), 0..3).prop_map(numbered)
}

prop_compose! {
    fn any_input()(
        claims in prop::collection::vec(any_claim(), 0..40),
        gross in prop_oneof![1_i64..500, 1_i64..20_000_000_000_000],
        deductions in (any_charges(0), any_charges(10), any_charges(20), any_charges(30)),
        rent in prop::option::of(1_i64..60_000_000),
        interest_rank in prop::sample::select(InterestRank::ALL.to_vec()),
        mortgagee_rank in prop::sample::select(MortgageeRank::ALL.to_vec()),
        rounding in prop::sample::select(RoundingRule::ALL.to_vec()),
        secured in 0_usize..4,
        source in prop::sample::select(vec![
            MoneySource::Coerced, MoneySource::Voluntary, MoneySource::Entrusted, MoneySource::JudgedAttachment,
            MoneySource::SecuredCreditor, MoneySource::SecuredNonCreditor, MoneySource::Divided,
        ]),
    ) -> Input {
        let mut made = input(source, gross);
        made.rules = Rules { interest_rank, mortgagee_rank, rounding, ..made.rules };
        made.rent_reserve = rent.map(|amount| RentReserve { amount: dong(amount), payee: party(999) });
        (made.set_aside, made.costs, made.transfer_charges, made.mortgagees) = deductions;
        let numbered = |(place, claim): (usize, Claim)| Claim {
            obligation: ObligationId(Uuid::from_u128(place as u128 + 1)),
            ..claim
        };
        made.claims = claims.into_iter().enumerate().map(numbered).collect();
        let preferring = source.gives_preference();
        for (place, claim) in made.claims.iter_mut().enumerate().take(if preferring { secured } else { 0 }) {
            claim.preferred_rank = Some(place as u16 / 2);
        }
        let preferred = made.claims.iter().any(|claim| claim.preferred_rank.is_some());
        let unfit = (source == MoneySource::SecuredCreditor && !preferred)
            || (source == MoneySource::SecuredNonCreditor && made.mortgagees.is_empty());
        if unfit {
            made.source = MoneySource::Coerced;
        }
        if made.source != MoneySource::SecuredNonCreditor {
            made.mortgagees.clear();
        }
        made
    }
}

proptest! {
    /// I05: every đồng is in one of the steps.
    #[test]
    fn the_steps_add_up_to_the_money(input in any_input()) {
        let plan = distribute(&input).unwrap();
        let steps = PaymentStep::ALL.iter().map(|step| plan.step_total(*step).unwrap().get());
        prop_assert_eq!(steps.sum::<i64>(), input.gross.get());
        prop_assert_eq!(explain(plan.gross_dong, &plan.lines).len(), plan.lines.len());
    }

    /// I09: no interest while principal of the same claim is unpaid; the base of interest is the interest alone.
    #[test]
    fn interest_waits_for_its_principal(input in any_input()) {
        let plan = distribute(&input).unwrap();
        for line in plan.lines.iter().filter(|line| line.part == Some(ClaimPart::Interest)) {
            let claim = input.claims.iter().find(|claim| Some(claim.obligation) == line.obligation).unwrap();
            prop_assert_eq!(line.claim_dong, claim.interest);
            let principal = plan.lines.iter().filter(|one| {
                one.obligation == line.obligation && one.part == Some(ClaimPart::Principal)
            });
            prop_assert!(line.share_dong.is_zero() || principal.into_iter().all(Line::is_full));
        }
    }

    #[test]
    fn nothing_is_lost_and_nobody_gets_more_than_he_is_owed(input in any_input()) {
        let plan = distribute(&input).unwrap();
        prop_assert_eq!(plan.lines.iter().map(|line| line.share_dong.get()).sum::<i64>(), input.gross.get());
        prop_assert!(plan.lines.iter().all(|line| line.share_dong <= line.claim_dong));
    }

    #[test]
    fn a_later_stage_is_paid_only_when_every_earlier_one_is_full(input in any_input()) {
        let plan = distribute(&input).unwrap();
        for later in plan.lines.iter().filter(|line| !line.share_dong.is_zero()) {
            for earlier in plan.lines.iter().filter(|line| line.stage < later.stage) {
                prop_assert!(earlier.is_full());
            }
        }
    }

    #[test]
    fn inside_a_stage_nobody_is_a_whole_dong_from_the_exact_ratio(input in any_input()) {
        let plan = distribute(&input).unwrap();
        for stage in plan.lines.chunk_by(|a, b| a.stage == b.stage) {
            let owed: i128 = stage.iter().map(|line| i128::from(line.claim_dong.get())).sum();
            let paid: i128 = stage.iter().map(|line| i128::from(line.share_dong.get())).sum();
            for line in stage {
                let exact = paid * i128::from(line.claim_dong.get());
                let off = (i128::from(line.share_dong.get()) * owed - exact).abs();
                prop_assert!(off < owed);
            }
        }
    }

    #[test]
    fn the_order_of_the_input_does_not_matter(input in any_input(), turn in 0_usize..40) {
        let mut other = input.clone();
        other.claims.reverse();
        let places = other.claims.len().max(1);
        other.claims.rotate_left(turn % places);
        other.costs.reverse();
        prop_assert_eq!(distribute(&input), distribute(&other));
    }

    #[test]
    fn later_requests_take_nothing_from_pool_1(input in any_input()) {
        let with = distribute(&input).unwrap();
        let mut without = input.clone();
        // the reserve looks at what the debtor would keep, so it may depend on every claim
        without.rent_reserve = None;
        let with = if input.rent_reserve.is_some() { distribute(&without).unwrap() } else { with };
        // before the pools stand whoever the asset secures and the court fee of that judgment, whenever they came
        let before = |claim: &Claim| claim.preferred_rank.is_some() || claim.kind == ClaimKind::CourtFee;
        without.claims.retain(|claim| claim.requested_on <= without.reference_date || before(claim));
        let without = distribute(&without).unwrap();
        prop_assert_eq!(with.step_total(PaymentStep::Pool1), without.step_total(PaymentStep::Pool1));
    }
}

#[test]
fn a_plan_survives_json_and_has_names_of_its_own_in_the_api() {
    let plan = distribute(&read("coerced 100 | cost 10, b 5, a 60 +3, dd 80 @12")).unwrap();
    let json = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&json).unwrap(), plan);
    assert_eq!(<Plan as utoipa::ToSchema>::name(), "Distribution");
    assert_eq!(<Line as utoipa::ToSchema>::name(), "DistributionLine");
}

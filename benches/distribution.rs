//! How long a distribution among very many creditors takes. The plan is proved before it is timed.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use thads::domain::claim::{ClaimKind, OrderRow, Payee, PaymentOrder, RowCode};
use thads::domain::distribution::{
    Claim, Input, InterestRank, MoneySource, MortgageeRank, RoundingRule, Rules, distribute,
};
use thads::domain::ids::{CaseId, JudgmentId, ObligationId, PartyId};
use thads::domain::money::{AmountOutOfRange, Dong};
use uuid::Uuid;

/// A scattered number for each place, the same in every run.
fn scatter(place: u64) -> u64 {
    let mixed = (place + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 16
}

fn amount(number: u64) -> Result<Dong, AmountOutOfRange> {
    Dong::new(i64::try_from(number).map_err(|_| AmountOutOfRange)?)
}

/// All in one row: the worst case, because one division and one sort then see every creditor.
fn input(creditors: u64) -> Result<Input, AmountOutOfRange> {
    let first_day = NaiveDate::default();
    let claim = |place: u64| -> Result<Claim, AmountOutOfRange> {
        let id = Uuid::from_u128(u128::from(scatter(place)) << 64 | u128::from(place));
        Ok(Claim {
            obligation: ObligationId(id),
            case: CaseId(id),
            judgment: JudgmentId(id),
            kind: ClaimKind::Other,
            payee: Payee::Party(PartyId(id)),
            principal: amount(1 + scatter(place) % 900_000_000)?,
            interest: amount(scatter(place + creditors) % 9_000_000)?,
            requested_on: first_day + Days::new(scatter(place) % 400),
            decision_number: 1,
            preferred_rank: None,
        })
    };
    let claims = (0..creditors).map(claim).collect::<Result<Vec<_>, _>>()?;
    let principal = Dong::sum(claims.iter().map(|claim| claim.principal))?;
    Ok(Input {
        source: MoneySource::Coerced,
        gross: Dong::new(principal.get() / 3 + 1)?,
        reference_date: first_day + Days::new(400),
        named_case: None,
        realising_judgment: None,
        freed: false,
        rules: Rules {
            order: PaymentOrder { rows: vec![OrderRow { code: RowCode::A, kinds: ClaimKind::ALL.to_vec() }] },
            interest_rank: InterestRank::WithinRow,
            mortgagee_rank: MortgageeRank::AfterCosts,
            rounding: RoundingRule::LargestRemainder,
        },
        set_aside: Vec::new(),
        costs: Vec::new(),
        rent_reserve: None,
        transfer_charges: Vec::new(),
        mortgagees: Vec::new(),
        claims,
        unrequested: std::collections::BTreeSet::new(),
        rest_to: Payee::State,
    })
}

fn bench(criterion: &mut Criterion) {
    for creditors in [1_000, 50_000] {
        let made = input(creditors);
        assert!(made.is_ok(), "{made:?}");
        let Ok(input) = made else { return };
        let plan = distribute(&input);
        assert!(plan.as_ref().is_ok_and(|plan| plan.check().is_ok()), "a plan that passes its own check");
        let paid = plan.map(|plan| plan.lines.iter().map(|line| i128::from(line.share_dong.get())).sum());
        assert_eq!(paid, Ok(i128::from(input.gross.get())), "every đồng is shared out");
        criterion.bench_function(&format!("distribute/{creditors}"), |bencher| {
            bencher.iter(|| distribute(black_box(&input)));
        });
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);

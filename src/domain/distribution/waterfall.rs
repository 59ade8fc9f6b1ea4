//! The order of payment (thứ tự thanh toán; L106 54): the collection runs down a list of stages, each stage
//! sharing pro rata what the earlier ones left. All the law's order is in [`stages`]; paying is one loop that
//! knows nothing of it.

use super::share::divide;
use super::{
    Charge, Claim, ClaimPart, DistributionRefusal, Input, InterestRank, Line, MoneySource, MortgageeRank,
    PaymentStep, Plan, RentReserve, RoundingRule,
};
use crate::domain::claim::{Payee, RowCode};
use crate::domain::money::Dong;

/// Where a line comes from.
#[derive(Clone, Copy)]
enum Origin<'a> {
    Charge(&'a Charge),
    Claim(&'a Claim, ClaimPart),
    Reserve(&'a RentReserve),
}

impl Origin<'_> {
    fn amount(self) -> Dong {
        match self {
            Origin::Charge(charge) => charge.amount,
            Origin::Claim(claim, ClaimPart::Principal) => claim.principal,
            Origin::Claim(claim, ClaimPart::Interest) => claim.interest,
            Origin::Reserve(reserve) => reserve.amount,
        }
    }
}

/// Sums of equal rank.
struct Stage<'a> {
    step: PaymentStep,
    row: Option<RowCode>,
    origins: Vec<Origin<'a>>,
}

/// Makes the plan for one collection.
///
/// # Errors
/// [`DistributionRefusal`], when the input contradicts itself or follows another law's order.
pub fn distribute(input: &Input) -> Result<Plan, DistributionRefusal> {
    refuse_bad_input(input)?;
    let mut left = input.gross;
    let mut lines = Vec::with_capacity(input.claims.len() + 8);
    let mut number = 0;
    for stage in stages(input)? {
        number += 1;
        left = pay(&stage, number, left, input.rules.rounding, &mut lines)?;
    }
    for line in &mut lines {
        line.waits = line.obligation.is_some_and(|item| input.unrequested.contains(&item));
    }
    if !left.is_zero() {
        lines.push(Line {
            claim_dong: left,
            share_dong: left,
            ..blank(number + 1, PaymentStep::Rest, None, input.rest_to)
        });
    }
    let plan = Plan { gross_dong: input.gross, lines };
    plan.check()?;
    Ok(plan)
}

fn refuse_bad_input(input: &Input) -> Result<(), DistributionRefusal> {
    if input.gross.is_zero() {
        return Err(DistributionRefusal::NothingToDistribute);
    }
    if matches!(input.source, MoneySource::BadDebt | MoneySource::Bankruptcy) {
        return Err(DistributionRefusal::OtherLaw(input.source));
    }
    if let Some(kind) = input.rules.order.doubled() {
        return Err(DistributionRefusal::TwoRows(kind));
    }
    let preferred = input.claims.iter().any(|claim| claim.preferred_rank.is_some());
    if input.source == MoneySource::SecuredCreditor && !preferred {
        return Err(DistributionRefusal::NoPreferredClaim);
    }
    if preferred && !input.source.gives_preference() {
        return Err(DistributionRefusal::PreferredWithoutGround);
    }
    if input.mortgagees.is_empty() == (input.source == MoneySource::SecuredNonCreditor) {
        return Err(DistributionRefusal::MortgageeMismatch);
    }
    refuse_duplicates(input)
}

fn refuse_duplicates(input: &Input) -> Result<(), DistributionRefusal> {
    let mut claims: Vec<_> = input.claims.iter().map(|claim| (claim.obligation, claim.payee)).collect();
    claims.sort_unstable();
    if let Some(((obligation, _), _)) = claims.iter().zip(claims.iter().skip(1)).find(|(a, b)| a == b) {
        return Err(DistributionRefusal::DuplicateClaim(*obligation));
    }
    let lists = [&input.set_aside, &input.costs, &input.transfer_charges, &input.mortgagees];
    let mut charges: Vec<_> = lists.into_iter().flatten().map(|charge| charge.id).collect();
    charges.sort_unstable();
    match charges.iter().zip(charges.iter().skip(1)).find(|(a, b)| a == b) {
        Some((charge, _)) => Err(DistributionRefusal::DuplicateCharge(*charge)),
        None => Ok(()),
    }
}

/// The whole order: deductions, then whoever the asset secures, then the rows of both pools.
fn stages(input: &Input) -> Result<Vec<Stage<'_>>, DistributionRefusal> {
    let mortgagees_at = |rank: MortgageeRank| {
        if input.rules.mortgagee_rank == rank {
            ranked(PaymentStep::Mortgagee, &input.mortgagees)
        } else {
            Vec::new()
        }
    };
    let mut all = ranked(PaymentStep::SetAside, &input.set_aside);
    all.extend(mortgagees_at(MortgageeRank::Absolute));
    all.extend(ranked(PaymentStep::Costs, &input.costs));
    all.extend(mortgagees_at(MortgageeRank::AfterCosts));
    let reserve_goes_at = all.len();
    all.extend(ranked(PaymentStep::TransferCharges, &input.transfer_charges));
    all.extend(mortgagees_at(MortgageeRank::AfterDeductions));
    all.extend(claim_stages(input)?);
    if let Some(reserve) = input.rent_reserve.as_ref().filter(|reserve| is_needed(reserve, input.gross, &all))
    {
        let origins = vec![Origin::Reserve(reserve)];
        all.insert(reserve_goes_at, Stage { step: PaymentStep::RentReserve, row: None, origins });
    }
    Ok(all)
}

/// Whether the debtor, once everybody is paid, would keep less than the reserve (L106 89.2).
fn is_needed(reserve: &RentReserve, gross: Dong, stages: &[Stage<'_>]) -> bool {
    let owed = stages.iter().flat_map(|stage| &stage.origins).map(|origin| i128::from(origin.amount().get()));
    i128::from(gross.get()) - owed.sum::<i128>() < i128::from(reserve.amount.get())
}

/// Charges by rank, a stage for each rank.
fn ranked(step: PaymentStep, charges: &[Charge]) -> Vec<Stage<'_>> {
    let mut charges: Vec<&Charge> = charges.iter().filter(|charge| !charge.amount.is_zero()).collect();
    charges.sort_unstable_by_key(|charge| (charge.rank, charge.id));
    let same_rank = charges.chunk_by(|a, b| a.rank == b.rank);
    same_rank
        .map(|group| Stage {
            step,
            row: None,
            origins: group.iter().map(|charge| Origin::Charge(charge)).collect(),
        })
        .collect()
}

/// The claims: before the rows whoever the asset secures or has a share in it, then pool 1, then pool 2. A court fee goes before a debt
/// that the asset secures (L106 54.3), not before a share that is the creditor's own.
fn claim_stages(input: &Input) -> Result<Vec<Stage<'_>>, DistributionRefusal> {
    let rows = &input.rules.order.rows;
    let divided = input.source == MoneySource::Divided;
    let preference = input.claims.iter().any(|claim| claim.preferred_rank.is_some());
    let mut claims: Vec<&Claim> = input.claims.iter().collect();
    // ties in rounding: earlier request, lower decision number, then id
    claims.sort_unstable_by_key(|c| (c.requested_on, c.decision_number, c.obligation, c.payee));

    let mut court_fees = Vec::new();
    let mut preferred = Vec::new();
    let mut pools = [vec![Vec::new(); rows.len()], vec![Vec::new(); rows.len()]];
    for claim in claims {
        let row = input.rules.order.position(claim.kind).ok_or(DistributionRefusal::NoRow(claim.kind))?;
        let [first, second] = &mut pools;
        let pool = if is_in_pool_1(claim, input) { first } else { second };
        if claim.preferred_rank.is_some() {
            preferred.push(claim);
        } else if preference && !divided && is_realising_court_fee(claim, input) {
            court_fees.push(claim);
        } else if let Some(members) = pool.get_mut(row) {
            members.push(claim);
        }
    }

    let mut all = Vec::new();
    all.extend(claim_stage(PaymentStep::CourtFee, None, &court_fees, ClaimPart::Principal));
    // stable: the tie order survives inside one rank
    preferred.sort_by_key(|claim| claim.preferred_rank);
    let step = if divided { PaymentStep::Division } else { PaymentStep::Preferred };
    for group in preferred.chunk_by(|a, b| a.preferred_rank == b.preferred_rank) {
        all.extend(claim_stage(step, None, group, ClaimPart::Principal));
        all.extend(claim_stage(step, None, group, ClaimPart::Interest));
    }
    let codes: Vec<RowCode> = rows.iter().map(|row| row.code).collect();
    let [first, second] = &pools;
    all.extend(pool_stages(PaymentStep::Pool1, &codes, first, input.rules.interest_rank));
    all.extend(pool_stages(PaymentStep::Pool2, &codes, second, input.rules.interest_rank));
    Ok(all)
}

/// Requests that had come by the reference date share first (L106 54.2.b). A voluntary payer may name the
/// decision; money of a deposit goes on to those of its own judgment (ND152 30.2).
fn is_in_pool_1(claim: &Claim, input: &Input) -> bool {
    match (input.source, input.named_case) {
        _ if input.freed => input.realising_judgment == Some(claim.judgment),
        (MoneySource::Voluntary, Some(named)) => claim.case == named,
        _ => claim.requested_on <= input.reference_date,
    }
}

fn is_realising_court_fee(claim: &Claim, input: &Input) -> bool {
    claim.kind == crate::domain::claim::ClaimKind::CourtFee
        && input.realising_judgment == Some(claim.judgment)
}

/// One pool, row by row; principal before interest (ND152 29.1).
fn pool_stages<'a>(
    step: PaymentStep,
    codes: &[RowCode],
    members: &[Vec<&'a Claim>],
    interest: InterestRank,
) -> Vec<Stage<'a>> {
    let mut stages = Vec::new();
    for (code, claims) in codes.iter().zip(members) {
        stages.extend(claim_stage(step, Some(*code), claims, ClaimPart::Principal));
        if interest == InterestRank::WithinRow {
            stages.extend(claim_stage(step, Some(*code), claims, ClaimPart::Interest));
        }
    }
    if interest == InterestRank::AfterAllRows {
        for (code, claims) in codes.iter().zip(members) {
            stages.extend(claim_stage(step, Some(*code), claims, ClaimPart::Interest));
        }
    }
    stages
}

/// A stage of claims that still owe this part; none when nobody does.
fn claim_stage<'a>(
    step: PaymentStep,
    row: Option<RowCode>,
    claims: &[&'a Claim],
    part: ClaimPart,
) -> Option<Stage<'a>> {
    let origins: Vec<_> = claims
        .iter()
        .map(|claim| Origin::Claim(claim, part))
        .filter(|origin| !origin.amount().is_zero())
        .collect();
    (!origins.is_empty()).then_some(Stage { step, row, origins })
}

/// Pays one stage from what is left, and says what is left then.
fn pay(
    stage: &Stage<'_>,
    number: u32,
    left: Dong,
    rounding: RoundingRule,
    lines: &mut Vec<Line>,
) -> Result<Dong, DistributionRefusal> {
    let claims: Vec<Dong> = stage.origins.iter().map(|origin| origin.amount()).collect();
    let mut remaining = left;
    for ((origin, claim), share) in stage.origins.iter().zip(&claims).zip(divide(left, &claims, rounding)?) {
        remaining = remaining.minus(share.amount)?;
        lines.push(Line {
            claim_dong: *claim,
            share_dong: share.amount,
            rounding_dong: share.extra,
            ..line_of(*origin, number, stage)
        });
    }
    Ok(remaining)
}

fn line_of(origin: Origin<'_>, number: u32, stage: &Stage<'_>) -> Line {
    let blank = |payee: Payee| blank(number, stage.step, stage.row, payee);
    match origin {
        Origin::Charge(charge) => {
            Line { charge: Some(charge.id), advanced: charge.advanced, ..blank(charge.payee) }
        }
        Origin::Claim(claim, part) => Line {
            part: Some(part),
            obligation: Some(claim.obligation),
            case: Some(claim.case),
            kind: Some(claim.kind),
            ..blank(claim.payee)
        },
        Origin::Reserve(reserve) => blank(reserve.payee),
    }
}

pub(super) fn blank(stage: u32, step: PaymentStep, row: Option<RowCode>, payee: Payee) -> Line {
    Line {
        stage,
        step,
        row,
        part: None,
        obligation: None,
        case: None,
        kind: None,
        charge: None,
        advanced: false,
        waits: false,
        payee,
        claim_dong: Dong::ZERO,
        share_dong: Dong::ZERO,
        rounding_dong: 0,
    }
}

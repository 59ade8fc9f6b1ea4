//! How each line of a plan came to its sum, read from the plan itself: what was left when its stage came, what the stage owed
//! in all, the proportion, the đồng of rounding. It computes nothing anew and knows no articles.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Line, PaymentStep};
use crate::domain::money::Dong;

/// The arithmetic behind one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explained {
    /// What was left for this stage, in đồng.
    pub available_dong: Dong,
    /// What the line was owed: the base of its share, in đồng.
    pub base_dong: Dong,
    /// What the whole stage was owed, in đồng; absent where that is beyond what an amount can hold.
    pub total_dong: Option<Dong>,
    /// The proportion as it was worked out.
    #[schema(example = "370000000 × 400000000 ÷ 600000000 = 246666666 + 1")]
    pub formula: String,
    /// The đồng, 0 or 1, that rounding added.
    pub rounding_dong: u8,
}

/// One explanation for each line of a plan, in its order.
pub fn explain(gross: Dong, lines: &[Line]) -> Vec<Explained> {
    let mut left = i128::from(gross.get());
    let mut out = Vec::with_capacity(lines.len());
    for stage in lines.chunk_by(|a, b| a.stage == b.stage) {
        let sum = |of: fn(&Line) -> Dong| stage.iter().map(|line| i128::from(of(line).get())).sum::<i128>();
        let (owed, paid) = (sum(|line| line.claim_dong), sum(|line| line.share_dong));
        out.extend(stage.iter().map(|line| one(line, left, owed)));
        left -= paid;
    }
    out
}

fn one(line: &Line, available: i128, owed: i128) -> Explained {
    let (base, share) = (line.claim_dong.get(), line.share_dong.get());
    let formula = if line.is_full() {
        base.to_string()
    } else if available <= 0 {
        "0".to_owned()
    } else if matches!(line.step, PaymentStep::BadDebt | PaymentStep::Bankruptcy) {
        // as the paper gives it
        share.to_string()
    } else {
        let floor = share - i64::from(line.rounding_dong);
        let extra =
            if line.rounding_dong == 0 { String::new() } else { format!(" + {}", line.rounding_dong) };
        format!("{available} × {base} ÷ {owed} = {floor}{extra}")
    };
    Explained {
        available_dong: dong(available.max(0)).unwrap_or(Dong::ZERO),
        base_dong: line.claim_dong,
        total_dong: dong(owed),
        formula,
        rounding_dong: line.rounding_dong,
    }
}

fn dong(amount: i128) -> Option<Dong> {
    i64::try_from(amount).ok().and_then(|amount| Dong::new(amount).ok())
}

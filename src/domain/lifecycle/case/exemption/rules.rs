//! By how much a duty to the State budget may fall (L106 42): a pure computation on what is left of it and on the years since the
//! first enforcement decision. Every number is the law's of that day.

use chrono::NaiveDate;

use crate::domain::law::{Law, LawGap};
use crate::domain::money::Dong;

/// Whether the periods since the first enforcement decision have passed: the day after their last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Elapsed {
    /// Not even the shorter one.
    Neither,
    /// The shorter one (five years).
    Shorter,
    /// The longer one too (ten years).
    Longer,
}

impl Elapsed {
    /// How much time has passed from the first decision to this day (42.5).
    pub(super) fn since(first: NaiveDate, on: NaiveDate, law: &Law) -> Result<Elapsed, LawGap> {
        if on > law.deadline("exempt.years_long", first, on)?.due_on {
            return Ok(Elapsed::Longer);
        }
        let shorter = on > law.deadline("exempt.years", first, on)?.due_on;
        Ok(if shorter { Elapsed::Shorter } else { Elapsed::Neither })
    }
}

/// The thresholds of a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thresholds {
    exempt_below: Dong,
    exempt_to: Dong,
    reduce_to: Dong,
    part: i64,
    part_above: i64,
    cap_above: Dong,
}

impl Thresholds {
    pub(super) fn on(day: NaiveDate, law: &Law) -> Result<Thresholds, LawGap> {
        Ok(Thresholds {
            exempt_below: law.dong("exempt.below", day)?,
            exempt_to: law.dong("exempt.to", day)?,
            reduce_to: law.dong("reduce.to", day)?,
            part: law.integer("reduce.part", day)?,
            part_above: law.integer("reduce.part_above", day)?,
            cap_above: law.dong("reduce.cap_above", day)?,
        })
    }

    /// Whether all that is left may be exempted (42.1.b).
    pub(super) fn may_exempt(&self, left: Dong, elapsed: Elapsed) -> bool {
        match elapsed {
            Elapsed::Neither => false,
            Elapsed::Shorter => left < self.exempt_below,
            Elapsed::Longer => left <= self.exempt_to,
        }
    }

    /// The largest cut (42.2), rounded down to a whole đồng; `None` where no reduction is possible.
    pub(super) fn largest_cut(&self, left: Dong, elapsed: Elapsed) -> Option<Dong> {
        let below = left < self.exempt_below;
        let (part, cap) =
            if left <= self.reduce_to { (self.part, None) } else { (self.part_above, Some(self.cap_above)) };
        let long_enough = if cap.is_some() { Elapsed::Longer } else { Elapsed::Shorter };
        if below || elapsed < long_enough {
            return None;
        }
        let cut = Dong::new(left.get().checked_div(part)?).ok()?;
        Some(cap.map_or(cut, |cap| cut.min(cap)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Elapsed, Thresholds};
    use crate::domain::law::Law;
    use crate::domain::money::Dong;
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// What is left; then after neither, five, ten years: exempt (x), else the largest cut (-: nothing).
    const GOLDEN: &str = "
        1            -  x           x
        4999999      -  x           x
        5000000      -  1250000     x
        5000003      -  1250000     x
        9999999      -  2499999     x
        10000000     -  2500000     x
        10000001     -  2500000     2500000
        99999999     -  24999999    24999999
        100000000    -  25000000    25000000
        100000001    -  -           20000000
        249999999    -  -           49999999
        250000000    -  -           50000000
        250000005    -  -           50000000
        9000000000   -  -           50000000";

    #[test]
    fn cuts_as_the_law_says_at_every_boundary() {
        let law = Law::embedded().unwrap();
        let rules = Thresholds::on(day("2031-09-01"), &law).unwrap();
        for line in GOLDEN.lines().filter(|line| !line.trim().is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let left = Dong::new(words[0].parse().unwrap()).unwrap();
            let elapsed = [Elapsed::Neither, Elapsed::Shorter, Elapsed::Longer];
            for (elapsed, expected) in elapsed.into_iter().zip(&words[1..]) {
                let found = if rules.may_exempt(left, elapsed) {
                    "x".to_owned()
                } else {
                    rules.largest_cut(left, elapsed).map_or("-".to_owned(), |cut| cut.get().to_string())
                };
                assert_eq!(&found, expected, "{left:?} {elapsed:?}");
            }
        }
    }

    #[test]
    fn the_years_have_passed_on_the_day_after_their_last() {
        let law = Law::embedded().unwrap();
        let first = day("2026-07-15");
        let at = |on: &str| Elapsed::since(first, day(on), &law).unwrap();
        assert_eq!(at("2031-07-15"), Elapsed::Neither);
        assert_eq!(at("2031-07-16"), Elapsed::Shorter);
        assert_eq!(at("2036-07-15"), Elapsed::Shorter);
        assert_eq!(at("2036-07-16"), Elapsed::Longer);
    }
}

//! Oversight of enforcement as matters of their own: complaints, acts of the procuracy, denunciations (L106 chapter on
//! complaints, denunciations and protests). What they hold; what may happen to them stands in the lifecycles.

pub mod complaint;
pub mod denunciation;
pub mod finding;
pub mod procuracy;
pub mod review;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::calendar::Calendar;
use super::deadline::Reckoning;
use super::period::Computation;

/// The running term of whoever resolves a matter: the same reckoning as the deadline on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Term {
    /// The key in the law data.
    pub key: String,
    /// How its last day was found, and its pauses.
    pub reckoning: Reckoning,
}

impl Term {
    /// A term without pauses.
    pub fn new(key: &str, computation: Computation) -> Term {
        Term { key: key.to_owned(), reckoning: Reckoning::new(computation) }
    }

    /// Its last day, pauses counted.
    pub fn due_on(&self) -> NaiveDate {
        self.reckoning.due_on()
    }
}

/// A proven interval in which somebody could not act: it is left out of a period (L106 96.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, validator::Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Obstacle {
    /// What it was.
    pub kind: ObstacleKind,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What proves it.
    #[validate(length(min = 1, max = 300))]
    pub proof: String,
}

crate::text_enum! {
    /// What keeps somebody from acting in time.
    pub enum ObstacleKind {
        /// Trở ngại khách quan.
        ObjectiveObstacle = "objective_obstacle",
        /// Tình trạng khẩn cấp.
        Emergency = "emergency",
        /// Sự kiện bất khả kháng.
        ForceMajeure = "force_majeure",
    }
}

/// The last day of a period once the proven intervals are left out: each stops the count, and the days that were left run on
/// after it, in the unit of the period.
pub fn without_obstacles(
    computation: Computation,
    obstacles: &[Obstacle],
    calendar: &Calendar,
) -> (NaiveDate, Reckoning) {
    let start = computation.start.date_naive();
    let mut reckoning = Reckoning::new(computation);
    let mut spans: Vec<(NaiveDate, NaiveDate)> = obstacles.iter().map(|one| (one.from, one.to)).collect();
    spans.sort_unstable();
    let mut counted_to = start;
    for (from, to) in spans {
        // The day of the event is not counted anyway; days that two intervals share are left out once.
        let last_counted = from.pred_opt().unwrap_or(from).max(counted_to);
        if to <= last_counted || last_counted >= reckoning.due_on() {
            continue;
        }
        reckoning.pause(last_counted);
        reckoning.resume(to, calendar);
        counted_to = to;
    }
    (reckoning.due_on(), reckoning)
}

#[cfg(test)]
mod tests {
    use super::{Obstacle, ObstacleKind, without_obstacles};
    use crate::domain::law::Law;
    use chrono::NaiveDate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> Obstacle {
        Obstacle {
            kind: ObstacleKind::Emergency, from: day(from), to: day(to), proof: "Xác nhận".to_owned()
        }
    }

    #[test]
    fn proven_intervals_are_left_out_once() {
        let law = Law::embedded().unwrap();
        // 15 days from 3 August 2026 end on the 18th.
        let start = day("2026-08-03");
        let of = |obstacles: &[Obstacle]| {
            let plain = law.deadline("cmp_limit_before", start, start).unwrap();
            without_obstacles(plain, obstacles, law.calendar()).0
        };
        assert_eq!(of(&[]), day("2026-08-18"));
        // Ten days lie inside: the 28th is a Friday.
        assert_eq!(of(&[span("2026-08-05", "2026-08-14")]), day("2026-08-28"));
        // Two that overlap count their days once; one after the end counts nothing; one before the start likewise.
        assert_eq!(
            of(&[span("2026-08-05", "2026-08-10"), span("2026-08-08", "2026-08-14")]),
            day("2026-08-28")
        );
        assert_eq!(of(&[span("2026-09-05", "2026-09-14")]), day("2026-08-18"));
        assert_eq!(of(&[span("2026-07-01", "2026-08-03")]), day("2026-08-18"));
        // From before the start into the period: only the days inside.
        assert_eq!(of(&[span("2026-07-20", "2026-08-05")]), day("2026-08-20"));
    }
}

//! Intake: the lifecycles of a judgment (proactive decisions) and of a request (reception to decision); L106 33–34, ND152 7–12.

mod judgment;
mod open;
mod request;

pub(in crate::domain::lifecycle) use open::{Opening, check_group, named, open_case};

pub use judgment::{IssueProactive, JudgmentAction, JudgmentFacts, JudgmentLifecycle, ProposeProactive};
pub use request::{
    ProposeOnRequest, ProposeRefusal, ReceiveSupplement, RequestAction, RequestFacts, RequestLifecycle,
    time_bar,
};

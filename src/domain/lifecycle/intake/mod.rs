//! Intake: the lifecycles of a judgment (proactive decisions) and of a request (reception to decision); L106 33–34, ND152 7–12.

pub(crate) mod enquiry;
mod group;
mod import;
mod judgment;
mod open;
mod request;
mod taken;

pub use enquiry::{ProposeEnquiry, ProposeReview, RecordAnswer};
pub(crate) use group::check_group;
pub use import::{
    ImportCase, ImportDeadline, ImportDebtor, ImportFacts, ImportHold, ImportItem, ImportNotEnforceable,
    import as import_case,
};
pub use judgment::*;
pub(crate) use open::{Opening, named, open_case};
pub use request::*;

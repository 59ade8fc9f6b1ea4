//! The lifecycles of what comes from private enforcement offices: files handed over, and requests for security measures.

mod file;
mod request;

pub use file::*;
pub use request::*;

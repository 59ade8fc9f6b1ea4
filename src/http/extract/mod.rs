//! What handlers take from a request: each a small type that refuses with a problem. They read and check the form; what the
//! content means is for the services.

pub mod headers;
pub mod json;
pub mod page;
pub mod path;

pub use headers::{AcceptLang, Authenticated, IdempotencyKey, IfMatch, Session};
pub use json::ApiJson;
pub use page::{List, Page};
pub use path::{ApiPath, ApiQuery};

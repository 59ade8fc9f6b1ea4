//! `thads openapi`: prints the API's document. It needs no database and no settings.

use std::io::{self, Write};

use crate::http::openapi;

/// Prints it.
pub(super) fn run() -> io::Result<()> {
    io::stdout().write_all(openapi::text().map_err(io::Error::other)?.as_bytes())
}

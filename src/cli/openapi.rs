//! `thads openapi`: prints the API's document. It needs no database and no settings.

use std::io;

use crate::http::openapi;

/// Prints it.
pub(super) fn run() -> io::Result<()> {
    print!("{}", openapi::text().map_err(io::Error::other)?);
    Ok(())
}

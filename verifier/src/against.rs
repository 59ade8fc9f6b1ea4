//! What an auditor checks against: public keys, and checkpoints kept elsewhere.

use std::path::PathBuf;

use crate::fault::Fault;
use crate::note::{Checkpoint, PublicKey};

/// Keys from `name+hash+base64`, or from files with one on each line.
///
/// # Errors
/// [`Fault::Note`] for what is no key.
pub fn keys(given: &[String]) -> Result<Vec<PublicKey>, Fault> {
    let mut keys = Vec::new();
    for one in given {
        let text = std::fs::read_to_string(one).unwrap_or_else(|_| one.clone());
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            keys.push(PublicKey::parse(line)?);
        }
    }
    Ok(keys)
}

/// The checkpoints in these files, each signed by one of the keys.
///
/// # Errors
/// [`Fault::Input`] for a file that cannot be read, [`Fault::Note`] for one that is not so signed.
pub fn checkpoints(files: &[PathBuf], keys: &[PublicKey]) -> Result<Vec<Checkpoint>, Fault> {
    let open = |file: &PathBuf| {
        let note = std::fs::read_to_string(file)
            .map_err(|error| Fault::Input(format!("{}: {error}", file.display())))?;
        Ok(Checkpoint::open(&note, keys)?)
    };
    files.iter().map(open).collect()
}

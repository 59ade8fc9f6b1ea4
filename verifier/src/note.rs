//! Signed notes and the checkpoints they carry (C2SP signed-note, tlog-checkpoint): origin, size and root of the log in a few lines of
//! text, signed with Ed25519 by one or more keys. Whoever keeps one can later prove that the history was rewritten.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::merkle::Hash;

/// The kind of key and signature: Ed25519.
const ED25519: u8 = 1;

/// Why a note or a key is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Not `name+hash+key`, or not an Ed25519 key.
    #[error("the key is not of the form name+hash+base64, or its hash does not fit")]
    Key,
    /// Not a signed note with a checkpoint in it.
    #[error("this is no signed checkpoint: {0}")]
    Form(&'static str),
    /// None of the given keys signed it.
    #[error("the checkpoint is signed by none of the given keys; it carries signatures of: {0}")]
    NotSigned(String),
    /// A given key is named, and its signature is wrong.
    #[error("the signature of {0} is wrong: the checkpoint was altered or forged")]
    Forged(String),
}

/// A public key with its name, as it is handed out: `name+hash+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

impl PublicKey {
    fn new(name: &str, key: VerifyingKey) -> PublicKey {
        let digest: Hash = Sha256::new()
            .chain_update(name.as_bytes())
            .chain_update([b'\n', ED25519])
            .chain_update(key.as_bytes())
            .finalize()
            .into();
        let [a, b, c, d, ..] = digest;
        PublicKey { name: name.to_owned(), id: [a, b, c, d], key }
    }

    /// Reads `name+hash+base64`.
    ///
    /// # Errors
    /// [`NoteFault::Key`].
    pub fn parse(text: &str) -> Result<PublicKey, NoteFault> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteFault::Key);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoteFault::Key)?;
        let [ED25519, raw @ ..] = bytes.as_slice() else { return Err(NoteFault::Key) };
        let raw: &[u8; 32] = raw.try_into().map_err(|_| NoteFault::Key)?;
        let key = VerifyingKey::from_bytes(raw).map_err(|_| NoteFault::Key)?;
        let read = PublicKey::new(name, key);
        (is_name(name) && hex(&read.id) == id).then_some(read).ok_or(NoteFault::Key)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let typed = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex(&self.id), STANDARD.encode(typed))
    }
}

/// A key that signs. It shows itself nowhere.
pub struct SecretKey {
    public: PublicKey,
    key: SigningKey,
}

impl SecretKey {
    /// A key of this name from 32 secret bytes.
    ///
    /// # Errors
    /// [`NoteFault::Key`] for a name with spaces or `+`.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<SecretKey, NoteFault> {
        if !is_name(name) {
            return Err(NoteFault::Key);
        }
        let key = SigningKey::from_bytes(seed);
        Ok(SecretKey { public: PublicKey::new(name, key.verifying_key()), key })
    }

    /// The key that others check with.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecretKey").field("public", &self.public.to_string()).finish_non_exhaustive()
    }
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many leaves it has.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// Further lines: when it was made, for example.
    pub more: Vec<String>,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root));
        for line in &self.more {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// The note: the text, and a signature of each key. While keys change, both sign.
    pub fn sign(&self, keys: &[SecretKey]) -> String {
        let text = self.text();
        let mut note = format!("{text}\n");
        for key in keys {
            let signature = key.key.sign(text.as_bytes()).to_bytes();
            let with_id = [key.public.id.as_slice(), &signature].concat();
            note.push_str(&format!("\u{2014} {} {}\n", key.public.name, STANDARD.encode(with_id)));
        }
        note
    }

    /// Reads a note that at least one of the keys signed, and none wrongly.
    ///
    /// # Errors
    /// [`NoteFault`].
    pub fn open(note: &str, keys: &[PublicKey]) -> Result<Checkpoint, NoteFault> {
        let (text, signatures) = parts(note)?;
        let mut signed = false;
        let mut others = Vec::new();
        for line in signatures.lines() {
            let (name, id, signature) = signature_line(line)?;
            match keys.iter().find(|key| key.name == name && key.id == id) {
                None => others.push(format!("{name}+{}", hex(&id))),
                Some(key) => {
                    let wrong = key.key.verify_strict(text.as_bytes(), &signature).is_err();
                    if wrong {
                        return Err(NoteFault::Forged(name.to_owned()));
                    }
                    signed = true;
                }
            }
        }
        if !signed {
            return Err(NoteFault::NotSigned(others.join(", ")));
        }
        read(text)
    }
}

/// The signed text, its last newline included, and the signature lines.
fn parts(note: &str) -> Result<(&str, &str), NoteFault> {
    let end = note.rfind("\n\n").ok_or(NoteFault::Form("no blank line before the signatures"))?;
    match (note.get(..=end), note.get(end + 2..)) {
        (Some(text), Some(signatures)) if !signatures.is_empty() => Ok((text, signatures)),
        _ => Err(NoteFault::Form("no signature")),
    }
}

fn signature_line(line: &str) -> Result<(&str, [u8; 4], Signature), NoteFault> {
    const FAULT: NoteFault = NoteFault::Form("a line that is no signature");
    let (name, coded) = line.strip_prefix("\u{2014} ").and_then(|rest| rest.split_once(' ')).ok_or(FAULT)?;
    let bytes = STANDARD.decode(coded).map_err(|_| FAULT)?;
    let (id, signature) = bytes.split_first_chunk::<4>().ok_or(FAULT)?;
    // A signature of another kind or length is another's business: it cannot be one of the given keys'.
    let signature = Signature::from_slice(signature).map_err(|_| FAULT)?;
    Ok((name, *id, signature))
}

fn read(text: &str) -> Result<Checkpoint, NoteFault> {
    let mut lines = text.lines();
    let origin = lines.next().filter(|origin| !origin.is_empty()).ok_or(NoteFault::Form("no origin"))?;
    let size = lines.next().ok_or(NoteFault::Form("no size"))?;
    let size: u64 = size.parse().map_err(|_| NoteFault::Form("the size is no number"))?;
    let root = lines.next().and_then(|root| STANDARD.decode(root).ok());
    let root = root.and_then(|root| Hash::try_from(root).ok()).ok_or(NoteFault::Form("no root"))?;
    Ok(Checkpoint { origin: origin.to_owned(), size, root, more: lines.map(str::to_owned).collect() })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|letter| letter.is_whitespace() || letter == '+')
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, seed: u8) -> SecretKey {
        SecretKey::new(name, &[seed; 32]).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "example/log".into(),
            size: 7,
            root: [3; 32],
            more: vec!["time 2026-07-01T00:00:00Z".into()],
        }
    }

    #[test]
    fn a_key_is_read_back_and_a_damaged_one_is_not() {
        let key = key("office-2026", 1);
        let text = key.public().to_string();
        assert_eq!(PublicKey::parse(&text).as_ref(), Ok(key.public()));
        for bad in ["", "a", "a+b+c", &text.replace("2026", "2027"), &text[..text.len() - 6]] {
            assert_eq!(PublicKey::parse(bad), Err(NoteFault::Key), "{bad}");
        }
        assert!(SecretKey::new("two words", &[1; 32]).is_err());
        assert!(!format!("{key:?}").contains("key: SigningKey"));
    }

    #[test]
    fn a_note_opens_with_any_of_its_keys_and_with_no_other() {
        let (old, new, other) = (key("old", 1), key("new", 2), key("other", 3));
        let note = checkpoint().sign(&[key("old", 1), key("new", 2)]);
        for one in [&old, &new] {
            assert_eq!(Checkpoint::open(&note, &[one.public().clone()]), Ok(checkpoint()));
        }
        let refused = Checkpoint::open(&note, &[other.public().clone()]);
        assert!(matches!(refused, Err(NoteFault::NotSigned(names)) if names.contains("old+")));
    }

    #[test]
    fn an_altered_note_is_forged() {
        let signer = key("old", 1);
        let note = checkpoint().sign(std::slice::from_ref(&signer));
        let open = |note: &str| Checkpoint::open(note, &[signer.public().clone()]);
        assert_eq!(open(&note.replacen("\n7\n", "\n8\n", 1)), Err(NoteFault::Forged("old".into())));
        for bad in
            ["", "x", "origin\n1\n\n", &note.replace('\u{2014}', "-"), note.split("\n\n").next().unwrap()]
        {
            assert!(matches!(open(bad), Err(NoteFault::Form(_))), "{bad}");
        }
    }
}

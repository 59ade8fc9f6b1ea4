//! Personal data of parties and what the history says of them: never a value, only a digest of it with a random salt. Whoever holds
//! value and salt can show that they are what was recorded; once both are blanked, nothing can be read from the digest any more. Salts
//! come in as arguments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thads_verify::note::hex;
use utoipa::ToSchema;

use super::ids::PartyId;
use super::judgment::Party;
use crate::text_enum;

text_enum! {
    /// A field of a party that is personal data.
    pub enum PersonalField {
        /// The name.
        Name = "name",
        /// The address.
        Address = "address",
        /// Personal or organisation identification number.
        IdentityNumber = "identity_number",
        /// The account into which a payout goes.
        BankAccount = "bank_account",
    }
}

/// A random salt: one for each field each time a party is recorded.
pub type Salt = [u8; 32];

/// What stands before everything that is digested here, so that no digest of another kind can be taken for one of these.
const PURPOSE: &[u8] = b"thads personal field 1\0";

/// The digest of a field: SHA-256 over purpose, salt, field and value. Each part has a fixed length or tells its own, so that no two
/// different contents are the same bytes; a value that is missing is told from an empty one.
pub fn digest(salt: &Salt, field: PersonalField, value: Option<&str>) -> String {
    let name = field.as_str().as_bytes();
    let mut hash = Sha256::new();
    hash.update(PURPOSE);
    hash.update(salt);
    hash.update(u32::try_from(name.len()).unwrap_or(u32::MAX).to_be_bytes());
    hash.update(name);
    match value {
        None => hash.update([0]),
        Some(value) => {
            hash.update([1]);
            hash.update(u64::try_from(value.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(value.as_bytes());
        }
    }
    hex(&hash.finalize())
}

/// A field as it is kept: the value and its salt, which can be blanked, and the digest, which stays.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The value; nothing where there is none, or where it was blanked.
    pub value: Option<String>,
    /// The salt in hexadecimal; nothing where it was blanked, or for a row of before there were any.
    pub salt: Option<String>,
    /// The digest; nothing for a row of before.
    pub digest: Option<String>,
}

impl std::fmt::Debug for Kept {
    /// The digest only: the rest must not reach a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kept").field("digest", &self.digest).finish_non_exhaustive()
    }
}

impl Kept {
    /// A value with its salt, committed to.
    pub fn new(field: PersonalField, value: Option<&str>, salt: &Salt) -> Kept {
        Kept {
            value: value.map(str::to_owned),
            salt: Some(hex(salt)),
            digest: Some(digest(salt, field, value)),
        }
    }
}

text_enum! {
    /// Whether what is kept is what was committed to.
    pub enum Fit {
        /// Value and salt give the digest.
        Fits = "fits",
        /// They give another one: something was altered.
        Differs = "differs",
        /// Value and salt were blanked by a decision.
        Redacted = "redacted",
        /// It was recorded before there were digests.
        NeverCommitted = "never_committed",
    }
}

/// Whether a field's value is the one that the history commits to.
pub fn check(field: PersonalField, kept: &Kept, is_redacted: bool) -> Fit {
    match (&kept.salt, &kept.digest) {
        (None, _) if is_redacted && kept.value.is_none() => Fit::Redacted,
        (None, None) => Fit::NeverCommitted,
        (Some(salt), Some(committed)) if !is_redacted => match salt_of(salt) {
            Some(salt) if digest(&salt, field, kept.value.as_deref()) == *committed => Fit::Fits,
            _ => Fit::Differs,
        },
        _ => Fit::Differs,
    }
}

fn salt_of(text: &str) -> Option<Salt> {
    let mut salt = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in salt.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(salt)
}

/// What an event says of a party: the digests of its personal fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartyDigests {
    /// The party.
    pub id: PartyId,
    /// The digest of each field.
    pub digests: BTreeMap<PersonalField, String>,
}

impl PartyDigests {
    /// The bytes of a party's leaf in the tree over many parties: identifier, then for each field its digest, or a zero where it has none.
    pub fn leaf(&self) -> Vec<u8> {
        let mut leaf = b"thads party 1\0".to_vec();
        leaf.extend(self.id.0.as_bytes());
        for field in PersonalField::ALL {
            match self.digests.get(field).and_then(|digest| salt_of(digest)) {
                Some(digest) => {
                    leaf.push(1);
                    leaf.extend(digest);
                }
                None => leaf.push(0),
            }
        }
        leaf
    }
}

impl Party {
    /// The value of a personal field.
    pub fn personal(&self, field: PersonalField) -> Option<&str> {
        match field {
            PersonalField::Name => Some(self.name.as_str()).filter(|_| !self.redacted.contains_key(&field)),
            PersonalField::Address => self.address.as_deref(),
            PersonalField::IdentityNumber => self.identity_number.as_deref(),
            PersonalField::BankAccount => self.bank_account.as_deref(),
        }
    }

    /// Takes a value away for good, by the decision with this number.
    pub fn redact(&mut self, field: PersonalField, number: &str) {
        match field {
            PersonalField::Name => self.name = format!("[redacted by decision no. {number}]"),
            PersonalField::Address => self.address = None,
            PersonalField::IdentityNumber => self.identity_number = None,
            PersonalField::BankAccount => self.bank_account = None,
        }
        self.redacted.insert(field, number.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: Salt = [7; 32];

    #[test]
    fn a_digest_binds_salt_field_and_value() {
        let base = digest(&SALT, PersonalField::Name, Some("Nguyễn Văn Mẫu"));
        assert_eq!(base.len(), 64);
        assert_eq!(base, digest(&SALT, PersonalField::Name, Some("Nguyễn Văn Mẫu")), "the same for the same");
        let others = [
            digest(&[8; 32], PersonalField::Name, Some("Nguyễn Văn Mẫu")),
            digest(&SALT, PersonalField::Address, Some("Nguyễn Văn Mẫu")),
            digest(&SALT, PersonalField::Name, Some("Nguyễn Văn Mẫu ")),
            digest(&SALT, PersonalField::Name, Some("")),
            digest(&SALT, PersonalField::Name, None),
        ];
        for (place, one) in others.iter().enumerate() {
            assert_ne!(*one, base);
            assert!(others[..place].iter().all(|earlier| earlier != one));
        }
    }

    #[test]
    fn what_is_kept_fits_differs_or_was_blanked() {
        let kept = Kept::new(PersonalField::BankAccount, Some("NH Mẫu 1"), &SALT);
        let fit = |kept: &Kept, redacted| check(PersonalField::BankAccount, kept, redacted);
        assert_eq!(fit(&kept, false), Fit::Fits);
        assert_eq!(fit(&Kept { value: Some("NH Mẫu 2".into()), ..kept.clone() }, false), Fit::Differs);
        assert_eq!(
            fit(&Kept { value: None, ..kept.clone() }, false),
            Fit::Differs,
            "blanked without its salt"
        );
        assert_eq!(fit(&Kept { salt: Some("zz".repeat(32)), ..kept.clone() }, false), Fit::Differs);
        let blank = Kept { value: None, salt: None, ..kept.clone() };
        assert_eq!(fit(&blank, true), Fit::Redacted);
        assert_eq!(fit(&blank, false), Fit::Differs, "blanked by no decision");
        assert_eq!(fit(&kept, true), Fit::Differs, "said to be blanked and still there");
        let old = Kept { value: Some("NH Mẫu 1".into()), ..Kept::default() };
        assert_eq!(fit(&old, false), Fit::NeverCommitted);
        let none = Kept::new(PersonalField::BankAccount, None, &SALT);
        assert_eq!(fit(&none, false), Fit::Fits, "that there is none is committed to as well");
    }

    #[test]
    fn a_leaf_holds_every_digest_at_its_place() {
        let id = PartyId(uuid::Uuid::from_u128(1));
        let one = |field| PartyDigests { id, digests: BTreeMap::from([(field, "ab".repeat(32))]) };
        assert_eq!(one(PersonalField::Name).leaf().len(), 14 + 16 + 4 + 32);
        assert_ne!(one(PersonalField::Name).leaf(), one(PersonalField::Address).leaf());
    }
}

//! Personal data of parties and what the history says of them: never a value, only a digest of it with a random salt. Whoever holds
//! value and salt can show that they are what was recorded; once both are blanked, nothing can be read from the digest any more. How
//! they are digested stands in the checker.

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

    /// As who only looks on sees it: of numbers and accounts the last four characters, which tell them apart.
    #[must_use]
    pub fn masked(mut self) -> Party {
        for value in [&mut self.identity_number, &mut self.bank_account] {
            *value = value.take().map(|value| mask(&value));
        }
        self
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

/// The last four characters, of a short value fewer: more than half is never shown.
fn mask(value: &str) -> String {
    let length = value.chars().count();
    let shown = 4.min(length / 2);
    format!("***{}", value.chars().skip(length - shown).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_masked_value_the_last_characters_are_shown() {
        assert_eq!(mask("001199887766"), "***7766");
        assert_eq!(mask("NH Mẫu 1"), "***ẫu 1");
        assert_eq!(mask("ab"), "***b");
        assert_eq!((mask("x"), mask("")), ("***".to_owned(), "***".to_owned()));
    }
}

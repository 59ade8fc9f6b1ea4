//! Passwords and refresh tokens: argon2id for what people choose, SHA-256 for what the server draws. It knows no users.

use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::error::{ApiError, ApiResult};

/// The fewest characters of a password.
pub const MIN_PASSWORD: usize = 12;

/// The most: hashing takes time with the length.
pub const MAX_PASSWORD: usize = 200;

/// Hashes a password: argon2id with the crate's defaults (19 MiB, two passes, one lane; the OWASP minimum) and a random salt.
///
/// # Errors
/// When the machine gives no randomness.
pub fn hash(password: &str) -> ApiResult<String> {
    let hashed = Argon2::default().hash_password(password.as_bytes()).map_err(ApiError::internal)?;
    Ok(hashed.to_string())
}

/// Whether a password is the one of this hash. A hash that cannot be read fits no password.
pub fn fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// A fresh refresh token: 256 random bits.
pub fn fresh_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// The SHA-256 of a text in hexadecimal: what is stored of a refresh token, which has too many bits to be guessed.
pub fn digest(text: &[u8]) -> String {
    thads_verify::note::hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hashed = hash("một mật khẩu dài").unwrap();
        assert!(hashed.starts_with("$argon2id$"), "{hashed}");
        assert!(fits("một mật khẩu dài", &hashed));
        assert!(!fits("một mật khẩu khác", &hashed));
        assert!(!fits("", "not a hash"));
    }

    #[test]
    fn tokens_are_not_drawn_twice() {
        assert_ne!(fresh_token(), fresh_token());
        assert_eq!(digest(b"").len(), 64);
    }
}

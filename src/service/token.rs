//! Access tokens: JSON Web Tokens signed with HS256 (RFC 7519, RFC 9068). The signature is HMAC-SHA-256 from the `hmac` and
//! `sha2` crates, so that no RSA code is linked. It knows who signed in, not what they may do.

use std::sync::Once;

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result as JwtResult};
use jsonwebtoken::signature::{Error as SignatureError, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use crate::domain::ids::UserId;

/// Who issues the tokens, and for whom.
const ISSUER: &str = "thads";

/// Seconds that another server's clock may differ.
const LEEWAY: i64 = 5;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    /// The sign-in: the family of refresh tokens.
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    exp: i64,
}

/// Who a valid token speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// The user.
    pub user: UserId,
    /// The sign-in.
    pub session: Uuid,
}

/// Signs and checks access tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    lifetime: TimeDelta,
}

impl Tokens {
    /// With this secret and lifetime.
    pub fn new(secret: &[u8], minutes: u32) -> Self {
        install_provider();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The library looks at the machine's clock; ours may be set, so `verify` compares the times itself.
        validation.validate_exp = false;
        Tokens {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
            lifetime: TimeDelta::minutes(i64::from(minutes)),
        }
    }

    /// Seconds that a token lives.
    pub fn lifetime_seconds(&self) -> i64 {
        self.lifetime.num_seconds()
    }

    /// A token for this user and sign-in.
    ///
    /// # Errors
    /// Only if the claims cannot be written as JSON.
    pub fn sign(&self, bearer: Bearer, now: DateTime<Utc>) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
            sub: bearer.user.0,
            sid: bearer.session,
            jti: Uuid::now_v7(),
            iat: now.timestamp(),
            exp: (now + self.lifetime).timestamp(),
        };
        let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
        jsonwebtoken::encode(&header, &claims, &self.encoding)
    }

    /// Who a token speaks for; nobody, if anything about it is wrong.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Bearer> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        let at = now.timestamp();
        let timely = at < claims.exp && claims.iat <= at.saturating_add(LEEWAY);
        timely.then_some(Bearer { user: UserId(claims.sub), session: claims.sid })
    }
}

type HmacSha256 = Hmac<Sha256>;

struct Hs256(HmacSha256);

impl Hs256 {
    fn new(algorithm: Algorithm, key: &[u8]) -> JwtResult<Self> {
        if algorithm != Algorithm::HS256 {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        HmacSha256::new_from_slice(key).map(Hs256).map_err(|_| ErrorKind::InvalidKeyFormat.into())
    }
}

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, SignatureError> {
        let mut mac = self.0.clone();
        mac.update(message);
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), SignatureError> {
        let mut mac = self.0.clone();
        mac.update(message);
        mac.verify_slice(signature).map_err(|_| SignatureError::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.as_bytes())?)),
    verifier_factory: |algorithm, key| Ok(Box::new(Hs256::new(*algorithm, key.try_get_as_bytes()?)?)),
    // Used for key sets (JWK) only, which nothing here reads.
    key_utils: KeyUtils::new_unimplemented(),
};

/// The library keeps one provider per process; a second installation is refused, and that is fine.
fn install_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _ = PROVIDER.install_default();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer() -> Bearer {
        Bearer { user: UserId(Uuid::now_v7()), session: Uuid::now_v7() }
    }

    fn noon() -> DateTime<Utc> {
        "2026-07-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_token_speaks_for_its_user_until_it_expires() {
        let tokens = Tokens::new(&[7; 32], 15);
        let bearer = bearer();
        let token = tokens.sign(bearer, noon()).unwrap();
        assert_eq!(tokens.verify(&token, noon()), Some(bearer));
        assert_eq!(tokens.verify(&token, noon() + TimeDelta::seconds(899)), Some(bearer));
        assert_eq!(tokens.verify(&token, noon() + TimeDelta::seconds(900)), None);
        assert_eq!(tokens.verify(&token, noon() - TimeDelta::seconds(60)), None);
    }

    #[test]
    fn another_secret_a_changed_token_and_no_signature_are_refused() {
        let tokens = Tokens::new(&[7; 32], 15);
        let token = tokens.sign(bearer(), noon()).unwrap();
        assert_eq!(Tokens::new(&[8; 32], 15).verify(&token, noon()), None);
        let (head, signature) = token.rsplit_once('.').unwrap();
        assert_eq!(tokens.verify(&format!("{head}."), noon()), None);
        let (header, claims) = head.split_once('.').unwrap();
        assert_eq!(tokens.verify(&format!("{header}.{}A.{signature}", claims), noon()), None);
        // {"alg":"none","typ":"JWT"}
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        assert_eq!(tokens.verify(&format!("{none}.{claims}."), noon()), None);
        assert_eq!(tokens.verify("", noon()), None);
    }

    #[test]
    fn the_signature_is_that_of_rfc_4231() {
        // Test case 2: key "Jefe".
        let mac = Hs256::new(Algorithm::HS256, b"Jefe").unwrap();
        let digest = mac.try_sign(b"what do ya want for nothing?").unwrap();
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}

//! How often somebody may try to sign in: a bucket per login and address, kept in this process.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::service::error::{ApiError, Code};
use crate::service::password::digest;
use crate::settings::Auth;

/// With more buckets than this the full ones are dropped.
const MANY: usize = 10_000;

/// Counts attempts.
pub struct SignInLimiter {
    buckets: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

impl SignInLimiter {
    /// As the settings say.
    pub fn new(settings: &Auth) -> Self {
        let at_least_one = |count: u32| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(at_least_one(settings.sign_in_per_minute))
            .allow_burst(at_least_one(settings.sign_in_burst));
        SignInLimiter { buckets: RateLimiter::keyed(quota), clock: DefaultClock::default() }
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// 429 with the seconds to wait.
    pub fn check(&self, login: &str, address: Option<IpAddr>) -> Result<(), ApiError> {
        if self.buckets.len() > MANY {
            self.buckets.retain_recent();
        }
        // The digest: a login that somebody mistyped a password into is not kept.
        let key = digest(format!("{} {address:?}", login.trim().to_lowercase()).as_bytes());
        self.buckets.check_key(&key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now()).as_secs().saturating_add(1);
            let seconds = u32::try_from(wait).unwrap_or(u32::MAX);
            let mut error = ApiError::new(Code::TooManyRequests).with("seconds", seconds);
            error.retry_after = Some(seconds);
            error
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn one_login_too_often_waits_and_another_does_not() {
        let mut settings = Settings::defaults().unwrap().auth;
        settings.sign_in_burst = 2;
        let limiter = SignInLimiter::new(&settings);
        assert!(limiter.check("an.nguyen", None).is_ok());
        assert!(limiter.check("An.Nguyen ", None).is_ok());
        let error = limiter.check("an.nguyen", None).unwrap_err();
        assert_eq!(error.code, Code::TooManyRequests);
        assert!(error.retry_after.is_some_and(|seconds| seconds > 0));
        assert!(limiter.check("binh.tran", None).is_ok());
    }
}

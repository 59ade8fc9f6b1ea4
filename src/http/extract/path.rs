//! Path and query parameters, with a problem when they cannot be read.

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev, web};
use serde::de::DeserializeOwned;

use crate::service::error::{ApiError, pointer};

/// Parameters of the path. What cannot be one is a 400.
#[derive(Debug, Clone, Copy)]
pub struct ApiPath<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for ApiPath<T> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = web::Path::<T>::from_request(req, payload).into_inner();
        ready(read.map(|path| ApiPath(path.into_inner())).map_err(|_| {
            let names: Vec<&str> = req.match_info().iter().map(|(name, _)| name).collect();
            let place = if names.len() == 1 { pointer(names) } else { String::new() };
            ApiError::malformed(place, "path_parameter").into()
        }))
    }
}

/// Named parameters of the query, besides `limit` and `cursor`, which [`super::Page`] reads. An unknown one is a 400: a
/// filter with a typing error would otherwise show everything.
#[derive(Debug, Clone)]
pub struct ApiQuery<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for ApiQuery<T> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        ready(query(req.query_string()).map(ApiQuery).map_err(Into::into))
    }
}

impl<T: DeserializeOwned> ApiQuery<T> {
    /// Reads a query from which a handler has taken parameters of its own.
    ///
    /// # Errors
    /// 400 for a parameter that is missing, unknown or wrong.
    pub fn read(text: &str) -> Result<Self, ApiError> {
        query(text).map(ApiQuery)
    }
}

fn query<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    let own = |part: &&str| !matches!(part.split('=').next(), Some("limit" | "cursor"));
    let rest: Vec<&str> = text.split('&').filter(own).collect();
    web::Query::<T>::from_query(&rest.join("&")).map(web::Query::into_inner).map_err(|error| {
        // The message names the field in backticks and, for other faults, repeats the value: only the name is taken.
        let message = match &error {
            actix_web::error::QueryPayloadError::Deserialize(inner) => inner.to_string(),
            _ => String::new(),
        };
        let name = message.split('`').nth(1).unwrap_or_default();
        let named = |code| ApiError::malformed(pointer([name]), code);
        match () {
            () if message.starts_with("unknown field") => named("unknown_field"),
            () if message.starts_with("missing field") => named("required"),
            () if message.starts_with("duplicate field") => named("duplicate"),
            () => ApiError::malformed("", "query_parameter"),
        }
    })
}

/// One named parameter of the query, whatever else stands in it.
///
/// # Errors
/// 400 for a value that cannot be read.
pub fn only<T: DeserializeOwned>(text: &str, name: &str) -> Result<T, ApiError> {
    let named = |part: &&str| part.split('=').next() == Some(name);
    let rest: Vec<&str> = text.split('&').filter(named).collect();
    let wrong = |_| ApiError::malformed(pointer([name]), "query_parameter");
    web::Query::<T>::from_query(&rest.join("&")).map(web::Query::into_inner).map_err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Filter {
        on: chrono::NaiveDate,
        key: Option<String>,
    }

    fn fault(text: &str) -> (String, String) {
        let mut error = query::<Filter>(text).unwrap_err();
        let first = error.errors.remove(0);
        assert!(first.params.is_empty());
        (first.pointer, first.code.into_owned())
    }

    #[test]
    fn filters_are_read_beside_the_page() {
        let filter: Filter = query("limit=5&on=2026-07-01&cursor=x&key=a%20b").unwrap();
        assert_eq!((filter.on.to_string().as_str(), filter.key.as_deref()), ("2026-07-01", Some("a b")));
    }

    #[test]
    fn faults_name_the_parameter_and_not_the_value() {
        assert_eq!(fault(""), ("/on".to_owned(), "required".to_owned()));
        assert_eq!(fault("on=2026-07-01&kye=x"), ("/kye".to_owned(), "unknown_field".to_owned()));
        assert_eq!(fault("on=2026-02-30"), (String::new(), "query_parameter".to_owned()));
    }
}

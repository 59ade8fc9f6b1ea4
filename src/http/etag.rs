//! Entity tags: a thing's version as a strong ETag, and the two conditions on it (RFC 9110, 8.8.3 and 13.1).

use actix_web::http::header::{self, HeaderMap};

/// The strong tag of a version.
pub fn of(version: i64) -> String {
    format!("\"{version}\"")
}

/// The strong tag of a version to which something else was added since, in so many steps: whoever names it has seen the version.
pub fn grown(version: i64, added: i64) -> String {
    format!("\"{version}.{added}\"")
}

/// Whether `If-None-Match` names this tag, so that 304 is the answer. The comparison is weak (RFC 9110, 13.1.2).
pub fn none_match(headers: &HeaderMap, tag: &str) -> bool {
    tags(headers, header::IF_NONE_MATCH).any(|found| found == "*" || found.trim_start_matches("W/") == tag)
}

/// The versions that `If-Match` names by a strong tag of ours; `None` when the header is missing. A weak tag never matches,
/// and neither does `*`: it would overwrite a change that the caller has not seen.
pub fn if_match(headers: &HeaderMap) -> Option<Vec<i64>> {
    headers.contains_key(header::IF_MATCH).then(|| {
        tags(headers, header::IF_MATCH)
            .filter_map(|tag| tag.strip_prefix('"')?.strip_suffix('"')?.split('.').next()?.parse().ok())
            .collect()
    })
}

/// The members of a header that lists tags. None of our tags holds a comma.
fn tags(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    headers
        .get_all(name)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        headers
    }

    #[test]
    fn if_match_takes_strong_tags_only() {
        assert_eq!(if_match(&HeaderMap::new()), None);
        assert_eq!(if_match(&with(header::IF_MATCH, "\"7\"")), Some(vec![7]));
        assert_eq!(if_match(&with(header::IF_MATCH, "\"7\", \"9.120\"")), Some(vec![7, 9]));
        for unfit in ["W/\"7\"", "*", "7", "\"x\"", ""] {
            assert_eq!(if_match(&with(header::IF_MATCH, unfit)), Some(vec![]), "{unfit}");
        }
    }

    #[test]
    fn if_none_match_compares_weakly() {
        let tag = of(7);
        for fit in ["\"7\"", "W/\"7\"", "\"6\", \"7\"", "*"] {
            assert!(none_match(&with(header::IF_NONE_MATCH, fit), &tag), "{fit}");
        }
        assert!(!none_match(&with(header::IF_NONE_MATCH, "\"77\""), &tag));
        assert!(!none_match(&HeaderMap::new(), &tag));
    }
}

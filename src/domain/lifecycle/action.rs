//! One macro for the closed list of a lifecycle's actions: the enum that the API takes and that the OpenAPI document shows.
//! Parsing names every unknown field and the place of a wrong one; it knows nothing of what the actions do.

use serde::de::DeserializeOwned;
use serde_json::Value;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use crate::domain::refusal::FieldError;

/// Declares a lifecycle's actions: variant, body type, name in the API.
#[macro_export]
macro_rules! actions {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident($body:ty) = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
        #[serde(tag = "action")]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant($body)),+ }

        impl $name {
            /// Every action's name with its body's schema name.
            pub const NAMES: &'static [(&'static str, &'static str)] = &[$(($text, stringify!($body))),+];

            /// The name in the API.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $text),+ }
            }

            /// Reads the body of the action with this name; `None` when there is no such action.
            pub fn parse(
                name: &str,
                body: serde_json::Value,
            ) -> Option<Result<Self, Vec<$crate::domain::refusal::FieldError>>> {
                match name {
                    $($text => Some($crate::domain::lifecycle::action::body(body).map(Self::$variant)),)+
                    _ => None,
                }
            }
        }
    };
}

/// Declares a lifecycle's actions as families, one per phase: the API sees one flat list, each phase keeps its own room.
#[macro_export]
macro_rules! action_families {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident($family:ty)),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
        #[serde(untagged)]
        pub enum $name { $($(#[$vmeta])* $variant($family)),+ }

        impl $name {
            /// Every action's name with its body's schema name.
            pub fn names() -> &'static [(&'static str, &'static str)] {
                static NAMES: std::sync::LazyLock<Vec<(&'static str, &'static str)>> =
                    std::sync::LazyLock::new(|| [$(<$family>::NAMES),+].concat());
                &NAMES
            }

            /// The name in the API.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(family) => family.name()),+ }
            }

            /// Reads the body of the action with this name; `None` when there is no such action.
            pub fn parse(
                name: &str,
                body: serde_json::Value,
            ) -> Option<Result<Self, Vec<$crate::domain::refusal::FieldError>>> {
                $(if <$family>::NAMES.iter().any(|(known, _)| *known == name) {
                    return <$family>::parse(name, body).map(|read| read.map(Self::$variant));
                })+
                None
            }
        }
    };
}

/// Reads a body, naming the place of the first wrong value, or every field that is not known.
///
/// # Errors
/// One [`FieldError`] for a wrong or missing value, or one for each unknown field, or one for each value out of bounds.
pub fn body<T: DeserializeOwned + Validate>(value: Value) -> Result<T, Vec<FieldError>> {
    let mut unknown = Vec::new();
    let mut note = |path: serde_ignored::Path<'_>| unknown.push(pointer(&path.to_string()));
    let with_unknown = serde_ignored::Deserializer::new(value, &mut note);
    let read = serde_path_to_error::deserialize::<_, T>(with_unknown).map_err(|error| {
        let at = pointer(&error.path().to_string());
        let message = error.inner().to_string();
        match message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
            Some(field) => vec![FieldError::new(format!("{at}/{field}"), "required")],
            None => vec![FieldError::new(at, "wrong_type")],
        }
    })?;
    if !unknown.is_empty() {
        return Err(unknown.into_iter().map(|at| FieldError::new(at, "unknown_field")).collect());
    }
    match read.validate() {
        Ok(()) => Ok(read),
        Err(errors) => Err(bounds(&errors, "")),
    }
}

/// The validator's findings as pointers and codes. Never its own text: that repeats the rejected value.
pub fn bounds(errors: &ValidationErrors, at: &str) -> Vec<FieldError> {
    let mut found = Vec::new();
    for (field, kind) in errors.errors() {
        let here = format!("{at}/{field}");
        match kind {
            ValidationErrorsKind::Field(list) => {
                let code = if list.iter().any(|error| error.code == "length") { "length" } else { "range" };
                found.push(FieldError::new(here, code));
            }
            ValidationErrorsKind::Struct(inner) => found.extend(bounds(inner, &here)),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    found.extend(bounds(inner, &format!("{here}/{index}")));
                }
            }
        }
    }
    found
}

/// `a.b[2].c` or `a.b.2.c` as the RFC 6901 pointer `/a/b/2/c`.
fn pointer(path: &str) -> String {
    if path == "." || path == "?" || path.is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(path.len() + 1);
    for part in path.replace('[', ".").replace(']', "").split('.') {
        if part != "?" && !part.is_empty() {
            out.push('/');
            out.push_str(&part.replace('~', "~0").replace('/', "~1"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::body;
    use serde_json::json;

    #[derive(Debug, serde::Deserialize, validator::Validate)]
    struct Inner {
        #[allow(dead_code)]
        amount: i64,
    }
    #[derive(Debug, serde::Deserialize, validator::Validate)]
    struct Outer {
        #[allow(dead_code)]
        items: Vec<Inner>,
    }

    #[test]
    fn each_fault_is_named_by_its_place() {
        let wrong = body::<Outer>(json!({"items": [{"amount": 1}, {"amount": "x"}]})).unwrap_err();
        assert_eq!((wrong[0].pointer.as_str(), wrong[0].code), ("/items/1/amount", "wrong_type"));
        let missing = body::<Outer>(json!({"items": [{}]})).unwrap_err();
        assert_eq!((missing[0].pointer.as_str(), missing[0].code), ("/items/0/amount", "required"));
        let unknown = body::<Outer>(json!({"items": [], "more": 1, "less": 2})).unwrap_err();
        assert_eq!(unknown.len(), 2);
        assert!(unknown.iter().all(|error| error.code == "unknown_field"));
    }
}

//! The API's document (OpenAPI 3.1): collected from the routes, then completed by rule – which problems an operation can
//! answer follows from what it takes, so no handler lists them.

use std::collections::BTreeMap;

use actix_web::dev::ResourceDef;
use actix_web::{App, HttpResponse, get};
use serde::Deserialize;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoParams, OpenApi};
use utoipa_actix_web::AppExt;

use super::problem::{MEDIA_TYPE, Problem};

/// The committed document, which a test holds against the code. To build it anew at every start would cost memory that never comes
/// back.
pub const COMMITTED: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json"));

/// The name of the security scheme.
const BEARER: &str = "bearer";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "thads",
        description = "Civil judgment enforcement in Viet Nam (thi hành án dân sự): cases, statutory deadlines, assets, money.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    servers((url = "/", description = "This server")),
    components(schemas(Problem)),
    tags(
        (name = "auth", description = "Signing in and out"),
        (name = "offices", description = "Agencies and their divisions"),
        (name = "users", description = "People, their roles and written delegations"),
        (name = "law", description = "What the law says on a day: values, deadlines, calendar"),
        (name = "workflows", description = "The lifecycle tables, with guards and citations"),
        (name = "intake", description = "Judgments and requests"),
        (name = "cases", description = "Enforcement cases: what may be done, what was done, and why"),
        (name = "deadlines", description = "Statutory deadlines, each with the way its last day was found"),
        (name = "assets", description = "From discovery to handover"),
        (name = "exhibits", description = "Exhibits and property in custody: taken over, kept, dealt with"),
        (name = "money", description = "Receipts, distributions, payouts, the ledger"),
        (name = "oversight", description = "Complaints, acts of the procuracy, denunciations"),
        (name = "history", description = "The signed log over the history: checkpoints and proofs"),
        (name = "operation", description = "For whoever runs the server"),
    )
)]
struct Document;

/// The `Idempotency-Key` header, for the documentation of operations that take it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code)]
pub struct IdempotencyHeader {
    /// At most 200 printable characters. The same key with the same request is answered once and then from memory.
    #[param(rename = "Idempotency-Key", example = "5f0c6f1e-6d0f-4c8e-9a57-0f5d8a1c2b3d")]
    idempotency_key: Option<String>,
}

/// The `If-Match` header, for the documentation of operations that take it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code)]
pub struct IfMatchHeader {
    /// The ETag of the version that the caller has seen.
    #[param(rename = "If-Match", example = "\"3\"")]
    if_match: String,
}

/// The whole document. A pure function of the code.
pub fn build() -> utoipa::openapi::OpenApi {
    let app = App::new().into_utoipa_app().openapi(Document::openapi()).configure(super::documented);
    let mut document = app.split_for_parts().1;
    let scheme = Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components = document.components.get_or_insert_with(Components::new);
    components.add_security_scheme(BEARER, SecurityScheme::Http(scheme));
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            complete(path, operation);
        }
    }
    document
}

/// The document as text.
///
/// # Errors
/// Only if it cannot be written as JSON.
pub fn text() -> Result<String, serde_json::Error> {
    Ok(build().to_pretty_json()? + "\n")
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

/// Adds what follows from the operation itself: its security, and the problems that it can answer.
fn complete(path: &str, operation: &mut Operation) {
    let api = path.starts_with("/api/");
    let security = operation.security.get_or_insert_with(|| {
        let bearer = SecurityRequirement::new::<_, _, String>(BEARER, []);
        if api { vec![bearer] } else { vec![SecurityRequirement::default()] }
    });
    let open = security.iter().all(|one| *one == SecurityRequirement::default());
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let takes = |place: ParameterIn, name: Option<&str>| {
        parameters.iter().any(|parameter| match parameter {
            RefOr::T(one) => one.parameter_in == place && name.is_none_or(|name| one.name == name),
            RefOr::Ref(_) => false,
        })
    };
    let body = operation.request_body.is_some();
    let rules: [(bool, &str, &str); 11] = [
        (body || !parameters.is_empty(), "400", "Not readable"),
        (api && !open, "401", "Not signed in, or the token is not valid"),
        (api && !open, "403", "Not theirs to do"),
        (takes(ParameterIn::Path, None), "404", "Not there, or not theirs to know of"),
        (body && !open, "409", "Not possible now: every unmet guard is listed"),
        (
            takes(ParameterIn::Header, Some("If-Match")),
            "412",
            "Changed in the meantime; the answer has the ETag of now",
        ),
        (body, "413", "The body is too large"),
        (body, "415", "The body is not JSON"),
        (body, "422", "The content is wrong: each place is listed"),
        (takes(ParameterIn::Header, Some("If-Match")), "428", "If-Match is missing"),
        (true, "default", "Any other problem"),
    ];
    for (applies, status, text) in rules {
        if applies && !operation.responses.responses.contains_key(status) {
            operation.responses.responses.insert(status.to_owned(), RefOr::T(problem(text)));
        }
    }
}

fn problem(description: &str) -> utoipa::openapi::Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build()
}

/// Which methods each documented path knows, for the 405 of a path that is there, and which parameters each of them.
pub struct PathTable(BTreeMap<String, (ResourceDef, Vec<Known>)>);

/// A method with the parameters that it knows.
type Known = (&'static str, Vec<String>);

/// Of the document only the paths with their methods and parameters; everything below is read over.
#[derive(Deserialize)]
struct Outline {
    paths: BTreeMap<String, BTreeMap<String, OutlinedOperation>>,
}

#[derive(Deserialize)]
struct OutlinedOperation {
    #[serde(default)]
    parameters: Vec<OutlinedParameter>,
}

#[derive(Deserialize)]
struct OutlinedParameter {
    name: String,
    r#in: String,
}

impl PathTable {
    /// From the committed document.
    ///
    /// # Errors
    /// Only if that is no document.
    pub fn committed() -> Result<Self, serde_json::Error> {
        let outline: Outline = serde_json::from_str(COMMITTED)?;
        let row = |(path, mut item): (String, BTreeMap<String, OutlinedOperation>)| {
            let mut methods = Vec::new();
            for name in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
                let Some(operation) = item.remove(&name.to_ascii_lowercase()) else { continue };
                let asked = operation.parameters.into_iter().filter(|one| one.r#in == "query");
                methods.push((name, asked.map(|one| one.name).collect()));
            }
            let pattern = ResourceDef::new(path.as_str());
            (path, (pattern, methods))
        };
        Ok(PathTable(outline.paths.into_iter().map(row).collect()))
    }

    /// The methods of a path; none when there is no such path.
    pub fn methods(&self, path: &str) -> Vec<&'static str> {
        let mut methods: Vec<&str> = self
            .0
            .values()
            .filter(|(pattern, _)| pattern.is_match(path))
            .flat_map(|(_, list)| list.iter().map(|(name, _)| *name))
            .collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }

    /// The parameters that an operation knows; none when the document has no such operation.
    pub fn parameters(&self, pattern: &str, method: &str) -> Option<&[String]> {
        let (_, methods) = self.0.get(pattern)?;
        methods.iter().find(|(name, _)| *name == method).map(|(_, parameters)| parameters.as_slice())
    }
}

/// This document
#[utoipa::path(
    tag = "operation",
    operation_id = "read_openapi",
    responses((status = 200, description = "OpenAPI 3.1", body = Object, example = json!({"openapi": "3.1.0"})))
)]
#[get("/openapi.json")]
pub async fn read_openapi() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(COMMITTED)
}

/// Every operation with its path and method, for tests.
pub fn every_operation(document: &utoipa::openapi::OpenApi) -> BTreeMap<String, Operation> {
    let mut all = BTreeMap::new();
    for (path, item) in &document.paths.paths {
        let named = [("GET", &item.get), ("POST", &item.post), ("PUT", &item.put), ("PATCH", &item.patch)];
        for (method, operation) in named.into_iter().chain([("DELETE", &item.delete)]) {
            if let Some(operation) = operation {
                all.insert(format!("{method} {path}"), operation.clone());
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paths_carry_their_prefix() {
        let document = build();
        assert!(document.paths.paths.contains_key("/api/v1/law/parameters"));
        assert!(document.paths.paths.contains_key("/healthz"));
    }

    #[test]
    fn every_operation_is_documented() {
        let mut ids = std::collections::BTreeSet::new();
        for (name, operation) in every_operation(&build()) {
            let id = operation.operation_id.unwrap_or_default();
            assert!(
                !id.is_empty() && ids.insert(id.clone()),
                "{name}: operationId {id:?} is missing or not unique"
            );
            assert!(operation.summary.is_some_and(|text| !text.is_empty()), "{name}: no summary");
            assert!(operation.tags.is_some_and(|tags| tags.len() == 1), "{name}: one tag");
            assert!(operation.security.is_some(), "{name}: security");
            for (status, response) in &operation.responses.responses {
                let RefOr::T(response) = response else { panic!("{name}: {status}") };
                for (media, content) in &response.content {
                    let RefOr::T(content) = content else { panic!("{name}: {status}") };
                    let has = content.example.is_some() || !content.examples.is_empty();
                    assert!(has || !status.starts_with('2'), "{name}: {status} {media} has no example");
                }
            }
        }
    }

    #[test]
    fn a_known_path_tells_its_methods() {
        let table = PathTable::committed().unwrap();
        assert_eq!(table.methods("/healthz"), ["GET"]);
        assert!(table.methods("/nowhere").is_empty());
        assert_eq!(table.parameters("/api/v1/users", "GET").unwrap(), ["office", "limit", "cursor"]);
        assert_eq!(table.parameters("/api/v1/users", "PUT"), None);
    }
}

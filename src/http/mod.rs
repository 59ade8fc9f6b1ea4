//! The API: thin handlers that read a request, call one service and write the answer. They decide nothing and open no
//! transaction. [`routes`] lists every route.

pub mod actions;
pub mod answer;
pub mod assets;
pub mod auth;
pub mod calendar_changes;
pub mod cases;
pub mod complaints;
pub mod deadlines;
pub mod delegations;
pub mod denunciations;
pub mod docs;
pub mod entrustments;
pub mod etag;
pub mod extract;
pub mod health;
pub mod held_money;
pub mod intake;
pub mod law;
pub mod limit;
pub mod metrics;
pub mod money;
pub mod observe;
pub mod offices;
pub mod openapi;
pub mod private_office;
pub mod problem;
pub mod procuracy_acts;
pub mod procuracy_lists;
#[cfg(test)]
mod tests;
pub mod users;
pub mod verification_delegations;
pub mod workflows;

use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Every route, collected together with its documentation.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(
            scope("/api/v1")
                .configure(auth::routes)
                .configure(offices::routes)
                .configure(users::routes)
                .configure(delegations::routes)
                .configure(law::routes)
                .configure(workflows::routes)
                .configure(intake::routes)
                .configure(cases::routes)
                .configure(calendar_changes::routes)
                .configure(entrustments::routes)
                .configure(verification_delegations::routes)
                .configure(deadlines::routes)
                .configure(assets::routes)
                .configure(money::routes)
                .configure(procuracy_lists::routes)
                .configure(held_money::routes)
                .configure(private_office::routes)
                .configure(complaints::routes)
                .configure(procuracy_acts::routes)
                .configure(denunciations::routes),
        )
        .service(health::read_health)
        .service(health::read_readiness)
        .service(metrics::read_metrics)
        .service(openapi::read_openapi)
        .service(docs::list_problems)
        .service(docs::read_problem);
}

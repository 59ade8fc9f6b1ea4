//! The API: thin handlers that read a request, call one service and write the answer. They decide nothing and open no
//! transaction. [`routes`] lists every route.

pub mod actions;
pub mod answer;
pub mod assets;
pub mod audit;
pub mod auth;
pub mod books;
pub mod calendar_changes;
pub mod cases;
pub mod closing;
pub mod complaints;
pub mod csv;
pub mod deadlines;
pub mod delegations;
pub mod denunciations;
pub mod docs;
pub mod entrustments;
pub mod etag;
pub mod exhibits;
pub mod extract;
pub mod fees;
pub mod findings;
pub mod health;
pub mod held_money;
pub mod history;
pub mod intake;
pub mod law;
pub mod limit;
pub mod matters;
pub mod metrics;
pub mod money;
pub mod observe;
pub mod offices;
pub mod openapi;
pub mod parameters;
pub mod past;
pub mod payment_lists;
pub mod private_office;
pub mod problem;
pub mod procuracy_acts;
pub mod procuracy_lists;
pub mod receipts;
pub mod redactions;
pub mod reviews;
#[cfg(test)]
mod tests;
pub mod users;
pub mod verification_delegations;
pub mod watch;
pub mod workflows;

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Where routes are entered: the server's own configuration, or one that describes them too.
pub trait Routes {
    /// Enters a route.
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, route: F) -> &mut Self;
}

impl Routes for web::ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, route: F) -> &mut Self {
        self.service(route)
    }
}

impl Routes for ServiceConfig<'_> {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, route: F) -> &mut Self {
        self.service(route)
    }
}

/// Every route, to be served. Each worker enters them anew; a description of them all in every worker would only cost memory.
pub fn served(config: &mut web::ServiceConfig) {
    config.service(web::scope(API).configure(api));
    beside(config);
}

/// Every route, collected together with its documentation.
pub fn documented(config: &mut ServiceConfig<'_>) {
    config.service(scope(API).configure(|config| api(config)));
    beside(config);
}

const API: &str = "/api/v1";

fn api(config: &mut impl Routes) {
    auth::routes(config);
    offices::routes(config);
    users::routes(config);
    delegations::routes(config);
    law::routes(config);
    workflows::routes(config);
    intake::routes(config);
    cases::routes(config);
    calendar_changes::routes(config);
    entrustments::routes(config);
    verification_delegations::routes(config);
    deadlines::routes(config);
    assets::routes(config);
    watch::routes(config);
    fees::routes(config);
    money::routes(config);
    books::routes(config);
    receipts::routes(config);
    payment_lists::routes(config);
    procuracy_lists::routes(config);
    redactions::routes(config);
    held_money::routes(config);
    closing::routes(config);
    exhibits::routes(config);
    private_office::routes(config);
    complaints::routes(config);
    procuracy_acts::routes(config);
    denunciations::routes(config);
    history::routes(config);
    reviews::routes(config);
    findings::routes(config);
    audit::routes(config);
}

fn beside(config: &mut impl Routes) {
    config
        .service(health::read_health)
        .service(health::read_readiness)
        .service(metrics::read_metrics)
        .service(openapi::read_openapi)
        .service(docs::list_problems)
        .service(docs::read_problem);
}

//! Figures for the operator (Prometheus text format): requests by route pattern, method and status, and how long they took.
//! No label ever holds an identifier or a name.

use std::time::Duration;

use actix_web::{HttpResponse, get, web};
use prometheus::{Encoder, HistogramOpts, HistogramVec, IntCounterVec, Opts, Registry, TextEncoder};

use crate::app::AppState;
use crate::service::error::ApiError;

/// The server's figures.
#[derive(Clone)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    durations: HistogramVec,
}

impl Metrics {
    /// A fresh set, each at zero.
    ///
    /// # Errors
    /// Only if a name were registered twice.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests = IntCounterVec::new(
            Opts::new("http_requests_total", "Requests answered."),
            &["route", "method", "status"],
        )?;
        let durations = HistogramVec::new(
            HistogramOpts::new("http_request_duration_seconds", "How long an answer took."),
            &["route", "method"],
        )?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(durations.clone()))?;
        Ok(Metrics { registry, requests, durations })
    }

    /// Counts one answer.
    pub fn observe(&self, route: &str, method: &str, status: u16, took: Duration) {
        self.requests.with_label_values(&[route, method, &status.to_string()]).inc();
        self.durations.with_label_values(&[route, method]).observe(took.as_secs_f64());
    }

    /// Where other parts register their own figures.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// All figures as text.
    ///
    /// # Errors
    /// When a figure cannot be written.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        let mut buffer = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut buffer)?;
        Ok(String::from_utf8_lossy(&buffer).into_owned())
    }
}

/// Figures for the operator
///
/// Prometheus text format.
#[utoipa::path(
    tag = "operation",
    operation_id = "read_metrics",
    responses((status = 200, description = "The figures", content_type = "text/plain", body = String,
        example = "http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1"))
)]
#[get("/metrics")]
pub async fn read_metrics(state: web::Data<AppState>) -> Result<HttpResponse, ApiError> {
    let text = state.metrics.text().map_err(ApiError::internal)?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_counted_under_its_pattern() {
        let metrics = Metrics::new().unwrap();
        metrics.observe("/api/v1/offices", "GET", 200, Duration::from_millis(3));
        let text = metrics.text().unwrap();
        assert!(
            text.contains(r#"http_requests_total{method="GET",route="/api/v1/offices",status="200"} 1"#),
            "{text}"
        );
        assert!(text.contains("http_request_duration_seconds_count"), "{text}");
    }
}

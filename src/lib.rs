//! `thads`: case management for civil judgment enforcement in Viet Nam (thi hành án dân sự).
//!
//! A request goes down once and up once: `http` (thin) → `service` (one function, one use case, one transaction) →
//! `domain` (pure decisions on values) and `store` (the database, SQLite or PostgreSQL). What the law says is dated data in
//! `config/law`; what may happen next is a table per lifecycle in `domain::lifecycle`. ARCHITECTURE.md is the map.

pub mod app;
pub mod cli;
pub mod domain;
pub mod http;
pub mod jobs;
pub mod service;
pub mod settings;
pub mod store;

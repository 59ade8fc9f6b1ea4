DROP TABLE counters;
DROP TABLE idempotency_keys;
DROP TABLE refresh_tokens;
DROP TABLE delegations;
DROP TABLE role_grants;
DROP TABLE users;
DROP TABLE offices;

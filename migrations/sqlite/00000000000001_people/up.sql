-- Who works where, how they sign in, and what is counted per office.

CREATE TABLE offices (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    code text NOT NULL CONSTRAINT offices_code UNIQUE,
    parent_id text REFERENCES offices (id),
    kind text NOT NULL CHECK (kind IN ('agency', 'division')),
    name text NOT NULL,
    is_city integer NOT NULL CHECK (is_city IN (0, 1)),
    from_on text NOT NULL,
    to_on text
) STRICT;
CREATE INDEX offices_by_parent ON offices (parent_id, id);

CREATE TABLE users (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    login text NOT NULL CONSTRAINT users_login UNIQUE,
    display_name text NOT NULL,
    password_hash text NOT NULL,
    active integer NOT NULL CHECK (active IN (0, 1)),
    created_at text NOT NULL
) STRICT;

CREATE TABLE role_grants (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    user_id text NOT NULL REFERENCES users (id),
    office_id text NOT NULL REFERENCES offices (id),
    division_id text REFERENCES offices (id),
    role text NOT NULL,
    from_on text NOT NULL,
    to_on text
) STRICT;
CREATE INDEX role_grants_by_user ON role_grants (user_id, id);
CREATE INDEX role_grants_by_office ON role_grants (office_id, id);

CREATE TABLE delegations (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL REFERENCES offices (id),
    delegator_id text NOT NULL REFERENCES users (id),
    delegate_id text NOT NULL REFERENCES users (id),
    documents text NOT NULL,
    division_id text REFERENCES offices (id),
    from_on text NOT NULL,
    to_on text NOT NULL,
    basis text NOT NULL,
    revoked_on text,
    created_at text NOT NULL
) STRICT;
CREATE INDEX delegations_by_delegate ON delegations (delegate_id, id);
CREATE INDEX delegations_by_office ON delegations (office_id, id);

CREATE TABLE refresh_tokens (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    token_hash text NOT NULL CONSTRAINT refresh_tokens_hash UNIQUE,
    family_id text NOT NULL,
    user_id text NOT NULL REFERENCES users (id),
    issued_at text NOT NULL,
    expires_at text NOT NULL,
    used_at text,
    revoked_at text
) STRICT;
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);

-- A row is inserted when the work begins and completed in the same transaction: status 0 is never seen from outside.
CREATE TABLE idempotency_keys (
    user_id text NOT NULL REFERENCES users (id),
    key text NOT NULL,
    digest text NOT NULL,
    status integer NOT NULL,
    headers text NOT NULL,
    body text NOT NULL,
    created_at text NOT NULL,
    CONSTRAINT idempotency_keys_key PRIMARY KEY (user_id, key)
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Numbers of decisions, receipts and books, without gaps: the row is locked until the transaction ends.
CREATE TABLE counters (
    office_id text NOT NULL REFERENCES offices (id),
    book text NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL CHECK (last > 0),
    CONSTRAINT counters_key PRIMARY KEY (office_id, book, year)
) STRICT;

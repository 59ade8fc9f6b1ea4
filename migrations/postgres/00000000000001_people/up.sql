-- Who works where, how they sign in, and what is counted per office.

CREATE TABLE offices (
    id uuid PRIMARY KEY NOT NULL,
    code text NOT NULL CONSTRAINT offices_code UNIQUE,
    parent_id uuid REFERENCES offices (id),
    kind text NOT NULL CHECK (kind IN ('agency', 'division')),
    name text NOT NULL,
    is_city boolean NOT NULL,
    from_on date NOT NULL,
    to_on date
);
CREATE INDEX offices_by_parent ON offices (parent_id, id);

CREATE TABLE users (
    id uuid PRIMARY KEY NOT NULL,
    login text NOT NULL CONSTRAINT users_login UNIQUE,
    display_name text NOT NULL,
    password_hash text NOT NULL,
    active boolean NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE role_grants (
    id uuid PRIMARY KEY NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    office_id uuid NOT NULL REFERENCES offices (id),
    division_id uuid REFERENCES offices (id),
    role text NOT NULL,
    from_on date NOT NULL,
    to_on date
);
CREATE INDEX role_grants_by_user ON role_grants (user_id, id);
CREATE INDEX role_grants_by_office ON role_grants (office_id, id);

CREATE TABLE delegations (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL REFERENCES offices (id),
    delegator_id uuid NOT NULL REFERENCES users (id),
    delegate_id uuid NOT NULL REFERENCES users (id),
    documents text NOT NULL,
    division_id uuid REFERENCES offices (id),
    from_on date NOT NULL,
    to_on date NOT NULL,
    basis text NOT NULL,
    revoked_on date,
    created_at timestamptz NOT NULL
);
CREATE INDEX delegations_by_delegate ON delegations (delegate_id, id);
CREATE INDEX delegations_by_office ON delegations (office_id, id);

CREATE TABLE refresh_tokens (
    id uuid PRIMARY KEY NOT NULL,
    token_hash text NOT NULL CONSTRAINT refresh_tokens_hash UNIQUE,
    family_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);

-- A row is inserted when the work begins and completed in the same transaction: status 0 is never seen from outside.
CREATE TABLE idempotency_keys (
    user_id uuid NOT NULL REFERENCES users (id),
    key text NOT NULL,
    digest text NOT NULL,
    status integer NOT NULL,
    headers text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_keys_key PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Numbers of decisions, receipts and books, without gaps: the row is locked until the transaction ends.
CREATE TABLE counters (
    office_id uuid NOT NULL REFERENCES offices (id),
    book text NOT NULL,
    year integer NOT NULL,
    last bigint NOT NULL CHECK (last > 0),
    CONSTRAINT counters_key PRIMARY KEY (office_id, book, year)
);

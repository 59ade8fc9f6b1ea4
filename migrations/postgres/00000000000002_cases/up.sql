-- Judgments, what they pronounce, and the enforcement of it. Every aggregate that changes carries a version.
-- `doc` holds what is never searched, as JSON text. Rows below a case repeat its office, so that lists need no join.

CREATE TABLE judgments (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL REFERENCES offices (id),
    division_id uuid REFERENCES offices (id),
    version bigint NOT NULL,
    number text NOT NULL,
    issuer text NOT NULL,
    pronounced_on date NOT NULL,
    in_force_on date,
    received_on date,
    state text NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT judgments_identity UNIQUE (office_id, number, issuer, pronounced_on)
);
CREATE INDEX judgments_by_office ON judgments (office_id, id);

-- Names, addresses and identity numbers are personal data: they stay in this table and its document.
CREATE TABLE parties (
    id uuid PRIMARY KEY NOT NULL,
    judgment_id uuid NOT NULL REFERENCES judgments (id),
    office_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('person', 'organisation', 'state')),
    name text NOT NULL,
    doc text NOT NULL
);
CREATE INDEX parties_by_judgment ON parties (judgment_id, id);

-- The case is made from the request; the request's own case_id is filled in afterwards, hence without a reference.
CREATE TABLE requests (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL REFERENCES offices (id),
    division_id uuid REFERENCES offices (id),
    judgment_id uuid NOT NULL REFERENCES judgments (id),
    version bigint NOT NULL,
    state text NOT NULL,
    requested_on date NOT NULL,
    case_id uuid,
    doc text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX requests_by_office ON requests (office_id, id);
CREATE INDEX requests_by_state ON requests (office_id, state, id);
CREATE INDEX requests_by_judgment ON requests (judgment_id, id);
CREATE INDEX requests_by_case ON requests (case_id);

CREATE TABLE cases (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL REFERENCES offices (id),
    division_id uuid REFERENCES offices (id),
    officer_id uuid REFERENCES users (id),
    judgment_id uuid NOT NULL REFERENCES judgments (id),
    request_id uuid REFERENCES requests (id),
    number text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('proactive', 'on_request')),
    stage text NOT NULL,
    held boolean NOT NULL,
    decided_on date NOT NULL,
    amount_due bigint NOT NULL CHECK (amount_due >= 0),
    amount_paid bigint NOT NULL CHECK (amount_paid >= 0),
    version bigint NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT cases_number UNIQUE (office_id, number)
);
CREATE INDEX cases_by_office ON cases (office_id, id);
CREATE INDEX cases_by_stage ON cases (office_id, stage, id);
CREATE INDEX cases_by_officer ON cases (officer_id, id);
CREATE INDEX cases_by_division ON cases (division_id, id);
CREATE INDEX cases_by_judgment ON cases (judgment_id, id);

CREATE TABLE obligations (
    id uuid PRIMARY KEY NOT NULL,
    judgment_id uuid NOT NULL REFERENCES judgments (id),
    office_id uuid NOT NULL,
    case_id uuid REFERENCES cases (id),
    debtor_id uuid NOT NULL REFERENCES parties (id),
    -- Nobody: owed to the State.
    creditor_id uuid REFERENCES parties (id),
    mode text NOT NULL CHECK (mode IN ('proactive', 'on_request')),
    kind text NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    paid bigint NOT NULL CHECK (paid >= 0),
    status text NOT NULL,
    due_on date,
    doc text NOT NULL
);
CREATE INDEX obligations_by_case ON obligations (case_id, id);
CREATE INDEX obligations_by_judgment ON obligations (judgment_id, id);
CREATE INDEX obligations_by_debtor ON obligations (debtor_id);

CREATE TABLE assets (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    version bigint NOT NULL,
    state text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX assets_by_case ON assets (case_id, id);
CREATE INDEX assets_by_office ON assets (office_id, id);
CREATE INDEX assets_by_state ON assets (office_id, state, id);

-- Signed documents. A number is taken at the moment of signing and never again.
CREATE TABLE decisions (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid REFERENCES cases (id),
    request_id uuid REFERENCES requests (id),
    asset_id uuid REFERENCES assets (id),
    kind text NOT NULL,
    book text NOT NULL,
    year integer NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    full_number text NOT NULL,
    signed_on date NOT NULL,
    signer_id uuid NOT NULL REFERENCES users (id),
    delegation_id uuid REFERENCES delegations (id),
    preparer_id uuid REFERENCES users (id),
    content text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT decisions_number UNIQUE (office_id, book, year, number)
);
CREATE INDEX decisions_by_case ON decisions (case_id, id);
CREATE INDEX decisions_by_request ON decisions (request_id, id);
CREATE INDEX decisions_by_asset ON decisions (asset_id, id);

CREATE TABLE notices (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    decision_id uuid REFERENCES decisions (id),
    addressee_id uuid NOT NULL REFERENCES parties (id),
    channel text NOT NULL,
    valid_on date,
    doc text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX notices_by_case ON notices (case_id, id);
CREATE INDEX notices_by_decision ON notices (decision_id);

-- Dates are never edited: a resumed deadline gets its new end together with the computation that explains it.
CREATE TABLE deadlines (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    division_id uuid,
    officer_id uuid,
    case_id uuid REFERENCES cases (id),
    request_id uuid REFERENCES requests (id),
    judgment_id uuid REFERENCES judgments (id),
    asset_id uuid REFERENCES assets (id),
    key text NOT NULL,
    regime text NOT NULL CHECK (regime IN ('l2008', 'l2025')),
    started_on date NOT NULL,
    due_on date NOT NULL,
    due_at timestamptz,
    provisional boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'met', 'late', 'cancelled', 'paused', 'breached')),
    computation text NOT NULL,
    opened_seq bigint NOT NULL,
    closed_on date,
    created_at timestamptz NOT NULL,
    about_id uuid
);
CREATE INDEX deadlines_by_case ON deadlines (case_id, id);
CREATE INDEX deadlines_by_asset ON deadlines (asset_id, id);
CREATE INDEX deadlines_by_request ON deadlines (request_id, id);
CREATE INDEX deadlines_by_judgment ON deadlines (judgment_id, id);
CREATE INDEX deadlines_by_office ON deadlines (office_id, status, due_on, id);
CREATE INDEX deadlines_by_officer ON deadlines (officer_id, status, due_on, id);
CREATE INDEX deadlines_by_due ON deadlines (status, due_on, id);

-- Judgments, what they pronounce, and the enforcement of it. Every aggregate that changes carries a version.
-- `doc` holds what is never searched, as JSON text. Rows below a case repeat its office, so that lists need no join.

CREATE TABLE judgments (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL REFERENCES offices (id),
    division_id text REFERENCES offices (id),
    version integer NOT NULL,
    number text NOT NULL,
    issuer text NOT NULL,
    pronounced_on text NOT NULL,
    in_force_on text,
    received_on text,
    state text NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL,
    CONSTRAINT judgments_identity UNIQUE (office_id, number, issuer, pronounced_on)
) STRICT;
CREATE INDEX judgments_by_office ON judgments (office_id, id);

-- Names, addresses and identity numbers are personal data: they stay in this table and its document.
CREATE TABLE parties (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    judgment_id text NOT NULL REFERENCES judgments (id),
    office_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('person', 'organisation', 'state')),
    name text NOT NULL,
    doc text NOT NULL
) STRICT;
CREATE INDEX parties_by_judgment ON parties (judgment_id, id);

-- The case is made from the request; the request's own case_id is filled in afterwards, hence without a reference.
CREATE TABLE requests (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL REFERENCES offices (id),
    division_id text REFERENCES offices (id),
    judgment_id text NOT NULL REFERENCES judgments (id),
    version integer NOT NULL,
    state text NOT NULL,
    requested_on text NOT NULL,
    case_id text,
    doc text NOT NULL,
    created_at text NOT NULL
) STRICT;
CREATE INDEX requests_by_office ON requests (office_id, id);
CREATE INDEX requests_by_state ON requests (office_id, state, id);
CREATE INDEX requests_by_judgment ON requests (judgment_id, id);
CREATE INDEX requests_by_case ON requests (case_id);

CREATE TABLE cases (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL REFERENCES offices (id),
    division_id text REFERENCES offices (id),
    officer_id text REFERENCES users (id),
    judgment_id text NOT NULL REFERENCES judgments (id),
    request_id text REFERENCES requests (id),
    number text NOT NULL,
    mode text NOT NULL CHECK (mode IN ('proactive', 'on_request')),
    stage text NOT NULL,
    held integer NOT NULL CHECK (held IN (0, 1)),
    decided_on text NOT NULL,
    amount_due integer NOT NULL CHECK (amount_due >= 0),
    amount_paid integer NOT NULL CHECK (amount_paid >= 0),
    version integer NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL,
    updated_at text NOT NULL,
    CONSTRAINT cases_number UNIQUE (office_id, number)
) STRICT;
CREATE INDEX cases_by_office ON cases (office_id, id);
CREATE INDEX cases_by_stage ON cases (office_id, stage, id);
CREATE INDEX cases_by_officer ON cases (officer_id, id);
CREATE INDEX cases_by_division ON cases (division_id, id);
CREATE INDEX cases_by_judgment ON cases (judgment_id, id);

CREATE TABLE obligations (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    judgment_id text NOT NULL REFERENCES judgments (id),
    office_id text NOT NULL,
    case_id text REFERENCES cases (id),
    debtor_id text NOT NULL REFERENCES parties (id),
    -- Nobody: owed to the State.
    creditor_id text REFERENCES parties (id),
    mode text NOT NULL CHECK (mode IN ('proactive', 'on_request')),
    kind text NOT NULL,
    amount integer NOT NULL CHECK (amount >= 0),
    paid integer NOT NULL CHECK (paid >= 0),
    status text NOT NULL,
    due_on text,
    doc text NOT NULL
) STRICT;
CREATE INDEX obligations_by_case ON obligations (case_id, id);
CREATE INDEX obligations_by_judgment ON obligations (judgment_id, id);
CREATE INDEX obligations_by_debtor ON obligations (debtor_id);

CREATE TABLE assets (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    version integer NOT NULL,
    state text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL
) STRICT;
CREATE INDEX assets_by_case ON assets (case_id, id);
CREATE INDEX assets_by_office ON assets (office_id, id);
CREATE INDEX assets_by_state ON assets (office_id, state, id);

-- Signed documents. A number is taken at the moment of signing and never again.
CREATE TABLE decisions (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text REFERENCES cases (id),
    request_id text REFERENCES requests (id),
    asset_id text REFERENCES assets (id),
    kind text NOT NULL,
    book text NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    full_number text NOT NULL,
    signed_on text NOT NULL,
    signer_id text NOT NULL REFERENCES users (id),
    delegation_id text REFERENCES delegations (id),
    preparer_id text REFERENCES users (id),
    content text NOT NULL,
    created_at text NOT NULL,
    CONSTRAINT decisions_number UNIQUE (office_id, book, year, number)
) STRICT;
CREATE INDEX decisions_by_case ON decisions (case_id, id);
CREATE INDEX decisions_by_request ON decisions (request_id, id);
CREATE INDEX decisions_by_asset ON decisions (asset_id, id);

CREATE TABLE notices (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    decision_id text REFERENCES decisions (id),
    addressee_id text NOT NULL REFERENCES parties (id),
    channel text NOT NULL,
    valid_on text,
    doc text NOT NULL,
    created_at text NOT NULL
) STRICT;
CREATE INDEX notices_by_case ON notices (case_id, id);
CREATE INDEX notices_by_decision ON notices (decision_id);

-- Dates are never edited: a resumed deadline gets its new end together with the computation that explains it.
CREATE TABLE deadlines (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    division_id text,
    officer_id text,
    case_id text REFERENCES cases (id),
    request_id text REFERENCES requests (id),
    judgment_id text REFERENCES judgments (id),
    asset_id text REFERENCES assets (id),
    key text NOT NULL,
    regime text NOT NULL CHECK (regime IN ('l2008', 'l2025')),
    started_on text NOT NULL,
    due_on text NOT NULL,
    due_at text,
    provisional integer NOT NULL CHECK (provisional IN (0, 1)),
    status text NOT NULL CHECK (status IN ('open', 'met', 'late', 'cancelled', 'paused', 'breached')),
    computation text NOT NULL,
    opened_seq integer NOT NULL,
    closed_on text,
    created_at text NOT NULL,
    about_id text
) STRICT;
CREATE INDEX deadlines_by_case ON deadlines (case_id, id);
CREATE INDEX deadlines_by_asset ON deadlines (asset_id, id);
CREATE INDEX deadlines_by_request ON deadlines (request_id, id);
CREATE INDEX deadlines_by_judgment ON deadlines (judgment_id, id);
CREATE INDEX deadlines_by_office ON deadlines (office_id, status, due_on, id);
CREATE INDEX deadlines_by_officer ON deadlines (officer_id, status, due_on, id);
CREATE INDEX deadlines_by_due ON deadlines (status, due_on, id);

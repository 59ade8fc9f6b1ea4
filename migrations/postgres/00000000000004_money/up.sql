-- Money in, money held, money out. Amounts are whole đồng.

CREATE TABLE receipts (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    asset_id uuid REFERENCES assets (id),
    book text NOT NULL,
    year integer NOT NULL,
    number bigint NOT NULL CHECK (number > 0),
    kind text NOT NULL,
    channel text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    received_on date NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT receipts_number UNIQUE (office_id, book, year, number)
);
CREATE INDEX receipts_by_case ON receipts (case_id, id);

-- A correction is a new entry that names the one it reverses.
CREATE TABLE ledger_entries (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind text NOT NULL,
    posted_on date NOT NULL,
    reverses_id uuid REFERENCES ledger_entries (id),
    memo text NOT NULL,
    source_kind text NOT NULL,
    source_id uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX ledger_entries_by_case ON ledger_entries (case_id, id);
CREATE INDEX ledger_entries_by_reversed ON ledger_entries (reverses_id);

-- Each row names the account debited and the account credited, so an entry that does not balance cannot be written.
CREATE TABLE postings (
    entry_id uuid NOT NULL REFERENCES ledger_entries (id),
    line integer NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    CONSTRAINT postings_line PRIMARY KEY (entry_id, line),
    CONSTRAINT postings_two_accounts CHECK (debit <> credit)
);
CREATE INDEX postings_by_case ON postings (case_id, entry_id, line);

-- The sums of the postings, kept in the transaction that posts.
CREATE TABLE account_balances (
    case_id uuid NOT NULL REFERENCES cases (id),
    account text NOT NULL,
    office_id uuid NOT NULL,
    debit bigint NOT NULL CHECK (debit >= 0),
    credit bigint NOT NULL CHECK (credit >= 0),
    CONSTRAINT account_balances_key PRIMARY KEY (case_id, account)
);
CREATE INDEX account_balances_by_office ON account_balances (office_id, account);

CREATE TABLE distributions (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    version bigint NOT NULL,
    state text NOT NULL,
    amount bigint NOT NULL CHECK (amount >= 0),
    prepared_by uuid NOT NULL REFERENCES users (id),
    approved_by uuid REFERENCES users (id),
    case_version bigint NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX distributions_by_case ON distributions (case_id, id);

CREATE TABLE distribution_lines (
    distribution_id uuid NOT NULL REFERENCES distributions (id),
    line integer NOT NULL,
    step text NOT NULL,
    "row" text NOT NULL,
    obligation_id uuid REFERENCES obligations (id),
    payee_id uuid REFERENCES parties (id),
    claim bigint NOT NULL CHECK (claim >= 0),
    share bigint NOT NULL CHECK (share >= 0),
    fee bigint NOT NULL CHECK (fee >= 0),
    doc text NOT NULL,
    CONSTRAINT distribution_lines_line PRIMARY KEY (distribution_id, line)
);

CREATE TABLE payouts (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    distribution_id uuid NOT NULL REFERENCES distributions (id),
    payee_id uuid REFERENCES parties (id),
    amount bigint NOT NULL CHECK (amount > 0),
    means text NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX payouts_by_case ON payouts (case_id, id);
CREATE INDEX payouts_by_distribution ON payouts (distribution_id, id);

CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER postings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

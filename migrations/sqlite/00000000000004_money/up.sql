-- Money in, money held, money out. Amounts are whole đồng.

CREATE TABLE receipts (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    asset_id text REFERENCES assets (id),
    book text NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    kind text NOT NULL,
    channel text NOT NULL,
    amount integer NOT NULL CHECK (amount > 0),
    received_on text NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL,
    CONSTRAINT receipts_number UNIQUE (office_id, book, year, number)
) STRICT;
CREATE INDEX receipts_by_case ON receipts (case_id, id);

-- A correction is a new entry that names the one it reverses.
CREATE TABLE ledger_entries (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    kind text NOT NULL,
    posted_on text NOT NULL,
    reverses_id text REFERENCES ledger_entries (id),
    memo text NOT NULL,
    source_kind text NOT NULL,
    source_id text NOT NULL,
    created_at text NOT NULL
) STRICT;
CREATE INDEX ledger_entries_by_case ON ledger_entries (case_id, id);
CREATE INDEX ledger_entries_by_reversed ON ledger_entries (reverses_id);

-- Each row names the account debited and the account credited, so an entry that does not balance cannot be written.
CREATE TABLE postings (
    entry_id text NOT NULL REFERENCES ledger_entries (id),
    line integer NOT NULL,
    office_id text NOT NULL,
    case_id text NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount integer NOT NULL CHECK (amount > 0),
    CONSTRAINT postings_line PRIMARY KEY (entry_id, line),
    CONSTRAINT postings_two_accounts CHECK (debit <> credit)
) STRICT;
CREATE INDEX postings_by_case ON postings (case_id, entry_id, line);

-- The sums of the postings, kept in the transaction that posts.
CREATE TABLE account_balances (
    case_id text NOT NULL REFERENCES cases (id),
    account text NOT NULL,
    office_id text NOT NULL,
    debit integer NOT NULL CHECK (debit >= 0),
    credit integer NOT NULL CHECK (credit >= 0),
    CONSTRAINT account_balances_key PRIMARY KEY (case_id, account)
) STRICT;
CREATE INDEX account_balances_by_office ON account_balances (office_id, account);

CREATE TABLE distributions (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    version integer NOT NULL,
    state text NOT NULL,
    amount integer NOT NULL CHECK (amount >= 0),
    prepared_by text NOT NULL REFERENCES users (id),
    approved_by text REFERENCES users (id),
    case_version integer NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL
) STRICT;
CREATE INDEX distributions_by_case ON distributions (case_id, id);

CREATE TABLE distribution_lines (
    distribution_id text NOT NULL REFERENCES distributions (id),
    line integer NOT NULL,
    step text NOT NULL,
    "row" text NOT NULL,
    obligation_id text REFERENCES obligations (id),
    payee_id text REFERENCES parties (id),
    claim integer NOT NULL CHECK (claim >= 0),
    share integer NOT NULL CHECK (share >= 0),
    fee integer NOT NULL CHECK (fee >= 0),
    doc text NOT NULL,
    CONSTRAINT distribution_lines_line PRIMARY KEY (distribution_id, line)
) STRICT;

CREATE TABLE payouts (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    distribution_id text NOT NULL REFERENCES distributions (id),
    payee_id text REFERENCES parties (id),
    amount integer NOT NULL CHECK (amount > 0),
    means text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL
) STRICT;
CREATE INDEX payouts_by_case ON payouts (case_id, id);
CREATE INDEX payouts_by_distribution ON payouts (distribution_id, id);

CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'append_only: ledger_entries'); END;
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'append_only: ledger_entries'); END;
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
    BEGIN SELECT RAISE(ABORT, 'append_only: postings'); END;
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
    BEGIN SELECT RAISE(ABORT, 'append_only: postings'); END;

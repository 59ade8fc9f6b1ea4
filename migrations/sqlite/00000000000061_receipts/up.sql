-- Receipts of the office as well as of cases, found by day, kind, channel, number and the code on the paper. A receipt is never
-- changed: that it was cancelled, and the name of whoever paid for somebody else, stand in tables of their own.

CREATE TABLE receipts_next (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text REFERENCES cases (id),
    matter_id text REFERENCES matters (id),
    asset_id text REFERENCES assets (id),
    book text NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    kind text NOT NULL,
    channel text NOT NULL,
    amount integer NOT NULL CHECK (amount > 0),
    received_on text NOT NULL,
    lookup text NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL,
    CONSTRAINT receipts_number UNIQUE (office_id, book, year, number)
) STRICT;
INSERT INTO receipts_next
    SELECT id, office_id, case_id, NULL, asset_id, book, year, number, kind, channel, amount, received_on,
        upper(substr(replace(id, '-', ''), 21)), doc, created_at
    FROM receipts ORDER BY id;
DROP TABLE receipts;
ALTER TABLE receipts_next RENAME TO receipts;
CREATE INDEX receipts_by_case ON receipts (case_id, id);
CREATE INDEX receipts_by_matter ON receipts (matter_id, id);
CREATE INDEX receipts_by_office ON receipts (office_id, id);
CREATE INDEX receipts_by_day ON receipts (office_id, received_on, id);
CREATE INDEX receipts_by_kind ON receipts (office_id, kind, id);
CREATE INDEX receipts_by_channel ON receipts (office_id, channel, id);
CREATE INDEX receipts_by_lookup ON receipts (office_id, lookup);

CREATE TABLE receipt_payers (
    receipt_id text PRIMARY KEY NOT NULL REFERENCES receipts (id),
    name text NOT NULL
) STRICT;

CREATE TABLE receipt_cancellations (
    receipt_id text PRIMARY KEY NOT NULL REFERENCES receipts (id),
    office_id text NOT NULL,
    cancelled_on text NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL
) STRICT;

-- Announced series of printed receipts: each once in an office. Whether one is still in use its matter says.
CREATE TABLE receipt_series (
    matter_id text PRIMARY KEY NOT NULL REFERENCES matters (id),
    office_id text NOT NULL,
    series text NOT NULL,
    CONSTRAINT receipt_series_once UNIQUE (office_id, series)
) STRICT;

-- Lines of lists of payments: each line of a sender's paper once. Names of payers stand here and nowhere else.
CREATE TABLE batch_lines (
    matter_id text NOT NULL REFERENCES matters (id),
    line integer NOT NULL,
    office_id text NOT NULL,
    sender text NOT NULL,
    paper text NOT NULL,
    line_key text NOT NULL,
    payer_name text,
    CONSTRAINT batch_lines_line PRIMARY KEY (matter_id, line),
    CONSTRAINT batch_lines_once UNIQUE (office_id, sender, paper, line_key)
) STRICT;

CREATE TRIGGER receipts_no_update BEFORE UPDATE ON receipts
    BEGIN SELECT RAISE(ABORT, 'append_only: receipts'); END;
CREATE TRIGGER receipts_no_delete BEFORE DELETE ON receipts
    BEGIN SELECT RAISE(ABORT, 'append_only: receipts'); END;
CREATE TRIGGER receipt_cancellations_no_update BEFORE UPDATE ON receipt_cancellations
    BEGIN SELECT RAISE(ABORT, 'append_only: receipt_cancellations'); END;
CREATE TRIGGER receipt_cancellations_no_delete BEFORE DELETE ON receipt_cancellations
    BEGIN SELECT RAISE(ABORT, 'append_only: receipt_cancellations'); END;

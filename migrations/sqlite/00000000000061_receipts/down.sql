DROP TABLE batch_lines;
DROP TABLE receipt_series;
DROP TABLE receipt_cancellations;
DROP TABLE receipt_payers;
CREATE TABLE receipts_old (
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
INSERT INTO receipts_old
    SELECT id, office_id, case_id, asset_id, book, year, number, kind, channel, amount, received_on, doc, created_at
    FROM receipts WHERE case_id IS NOT NULL ORDER BY id;
DROP TABLE receipts;
ALTER TABLE receipts_old RENAME TO receipts;
CREATE INDEX receipts_by_case ON receipts (case_id, id);

-- Receipts of the office as well as of cases, found by day, kind, channel, number and the code on the paper. A receipt is never
-- changed: that it was cancelled, and the name of whoever paid for somebody else, stand in tables of their own.

ALTER TABLE receipts ALTER COLUMN case_id DROP NOT NULL;
ALTER TABLE receipts ADD COLUMN matter_id uuid REFERENCES matters (id);
ALTER TABLE receipts ADD COLUMN lookup text;
UPDATE receipts SET lookup = upper(substr(replace(id::text, '-', ''), 21));
ALTER TABLE receipts ALTER COLUMN lookup SET NOT NULL;
CREATE INDEX receipts_by_matter ON receipts (matter_id, id);
CREATE INDEX receipts_by_office ON receipts (office_id, id);
CREATE INDEX receipts_by_day ON receipts (office_id, received_on, id);
CREATE INDEX receipts_by_kind ON receipts (office_id, kind, id);
CREATE INDEX receipts_by_channel ON receipts (office_id, channel, id);
CREATE INDEX receipts_by_lookup ON receipts (office_id, lookup);

CREATE TABLE receipt_payers (
    receipt_id uuid PRIMARY KEY NOT NULL REFERENCES receipts (id),
    name text NOT NULL
);

CREATE TABLE receipt_cancellations (
    receipt_id uuid PRIMARY KEY NOT NULL REFERENCES receipts (id),
    office_id uuid NOT NULL,
    cancelled_on date NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL
);

-- Announced series of printed receipts: each once in an office. Whether one is still in use its matter says.
CREATE TABLE receipt_series (
    matter_id uuid PRIMARY KEY NOT NULL REFERENCES matters (id),
    office_id uuid NOT NULL,
    series text NOT NULL,
    CONSTRAINT receipt_series_once UNIQUE (office_id, series)
);

-- Lines of lists of payments: each line of a sender's paper once. Names of payers stand here and nowhere else.
CREATE TABLE batch_lines (
    matter_id uuid NOT NULL REFERENCES matters (id),
    line integer NOT NULL,
    office_id uuid NOT NULL,
    sender text NOT NULL,
    paper text NOT NULL,
    line_key text NOT NULL,
    payer_name text,
    CONSTRAINT batch_lines_line PRIMARY KEY (matter_id, line),
    CONSTRAINT batch_lines_once UNIQUE (office_id, sender, paper, line_key)
);

CREATE TRIGGER receipts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON receipts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER receipt_cancellations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt_cancellations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The journal by file and by day. A file is a case, or the office itself for what belongs to no case. Rows that are never changed
-- get their new columns by being written into new tables; the triggers that refuse change stand on the old ones until these go.

CREATE TABLE ledger_entries_next (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    file_id uuid NOT NULL,
    case_id uuid REFERENCES cases (id),
    kind text NOT NULL,
    posted_on date NOT NULL,
    reverses_id uuid REFERENCES ledger_entries_next (id),
    memo text NOT NULL,
    source_kind text NOT NULL,
    source_id uuid NOT NULL,
    -- The act: its code, its place in the history of what it changed, the receipt or document that the entry rests on.
    code text NOT NULL,
    seq bigint,
    voucher_id uuid,
    created_at timestamptz NOT NULL,
    CONSTRAINT ledger_entries_file CHECK (file_id = coalesce(case_id, office_id)),
    CONSTRAINT ledger_entries_reversed_once UNIQUE (reverses_id)
);
INSERT INTO ledger_entries_next
    SELECT id, office_id, case_id, case_id, kind, posted_on, reverses_id, memo, source_kind, source_id, '', NULL, NULL, created_at
    FROM ledger_entries ORDER BY id;

CREATE TABLE postings_next (
    entry_id uuid NOT NULL REFERENCES ledger_entries_next (id),
    line integer NOT NULL,
    office_id uuid NOT NULL,
    file_id uuid NOT NULL,
    posted_on date NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    payee text CHECK (payee IN ('party', 'state', 'agency')),
    payee_id uuid,
    basis text,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT postings_two_accounts CHECK (debit <> credit)
);
INSERT INTO postings_next
    SELECT p.entry_id, p.line, p.office_id, p.case_id, e.posted_on, p.debit, p.credit, p.amount, NULL, NULL, NULL, e.created_at
    FROM postings p JOIN ledger_entries e ON e.id = p.entry_id ORDER BY p.entry_id, p.line;

DROP TABLE postings;
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_next RENAME TO ledger_entries;
ALTER TABLE postings_next RENAME TO postings;
ALTER INDEX ledger_entries_next_pkey RENAME TO ledger_entries_pkey;
ALTER TABLE postings ADD CONSTRAINT postings_line PRIMARY KEY (entry_id, line);
CREATE INDEX ledger_entries_by_file ON ledger_entries (file_id, id);
CREATE INDEX ledger_entries_by_source ON ledger_entries (source_id, id);
CREATE INDEX ledger_entries_by_voucher ON ledger_entries (voucher_id);
-- Each book is one range of an index, and a sum over a range reads the index alone.
CREATE INDEX postings_by_office ON postings (office_id, posted_on, entry_id, line) INCLUDE (debit, credit, amount, recorded_at);
CREATE INDEX postings_by_file ON postings (office_id, file_id, posted_on, entry_id, line);
CREATE INDEX postings_by_debit ON postings (office_id, debit, posted_on, entry_id, line) INCLUDE (amount, recorded_at);
CREATE INDEX postings_by_credit ON postings (office_id, credit, posted_on, entry_id, line) INCLUDE (amount, recorded_at);

CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER postings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE account_balances DROP CONSTRAINT account_balances_case_id_fkey;
ALTER TABLE account_balances RENAME COLUMN case_id TO file_id;

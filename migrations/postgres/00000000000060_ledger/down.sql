CREATE TABLE ledger_entries_next (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL REFERENCES cases (id),
    kind text NOT NULL,
    posted_on date NOT NULL,
    reverses_id uuid REFERENCES ledger_entries_next (id),
    memo text NOT NULL,
    source_kind text NOT NULL,
    source_id uuid NOT NULL,
    created_at timestamptz NOT NULL
);
INSERT INTO ledger_entries_next
    SELECT id, office_id, case_id, kind, posted_on, reverses_id, memo, source_kind, source_id, created_at
    FROM ledger_entries WHERE case_id IS NOT NULL ORDER BY id;

CREATE TABLE postings_next (
    entry_id uuid NOT NULL REFERENCES ledger_entries_next (id),
    line integer NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    CONSTRAINT postings_two_accounts CHECK (debit <> credit)
);
INSERT INTO postings_next
    SELECT p.entry_id, p.line, p.office_id, p.file_id, p.debit, p.credit, p.amount
    FROM postings p JOIN ledger_entries_next e ON e.id = p.entry_id ORDER BY p.entry_id, p.line;

DROP TABLE postings;
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_next RENAME TO ledger_entries;
ALTER TABLE postings_next RENAME TO postings;
ALTER INDEX ledger_entries_next_pkey RENAME TO ledger_entries_pkey;
ALTER TABLE postings ADD CONSTRAINT postings_line PRIMARY KEY (entry_id, line);
CREATE INDEX ledger_entries_by_case ON ledger_entries (case_id, id);
CREATE INDEX ledger_entries_by_reversed ON ledger_entries (reverses_id);
CREATE INDEX postings_by_case ON postings (case_id, entry_id, line);

CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER postings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What belongs to no case has no place in the tables before.
DELETE FROM account_balances WHERE file_id NOT IN (SELECT id FROM cases);
ALTER TABLE account_balances RENAME COLUMN file_id TO case_id;
ALTER TABLE account_balances ADD CONSTRAINT account_balances_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id);

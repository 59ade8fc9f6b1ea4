CREATE TABLE ledger_entries_next (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    kind text NOT NULL,
    posted_on text NOT NULL,
    reverses_id text REFERENCES ledger_entries_next (id),
    memo text NOT NULL,
    source_kind text NOT NULL,
    source_id text NOT NULL,
    created_at text NOT NULL
) STRICT;
INSERT INTO ledger_entries_next
    SELECT id, office_id, case_id, kind, posted_on, reverses_id, memo, source_kind, source_id, created_at
    FROM ledger_entries WHERE case_id IS NOT NULL ORDER BY id;

CREATE TABLE postings_next (
    entry_id text NOT NULL REFERENCES ledger_entries_next (id),
    line integer NOT NULL,
    office_id text NOT NULL,
    case_id text NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount integer NOT NULL CHECK (amount > 0),
    CONSTRAINT postings_line PRIMARY KEY (entry_id, line),
    CONSTRAINT postings_two_accounts CHECK (debit <> credit)
) STRICT;
INSERT INTO postings_next
    SELECT p.entry_id, p.line, p.office_id, p.file_id, p.debit, p.credit, p.amount
    FROM postings p JOIN ledger_entries_next e ON e.id = p.entry_id ORDER BY p.entry_id, p.line;

DROP TABLE postings;
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_next RENAME TO ledger_entries;
ALTER TABLE postings_next RENAME TO postings;
CREATE INDEX ledger_entries_by_case ON ledger_entries (case_id, id);
CREATE INDEX ledger_entries_by_reversed ON ledger_entries (reverses_id);
CREATE INDEX postings_by_case ON postings (case_id, entry_id, line);

CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'append_only: ledger_entries'); END;
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'append_only: ledger_entries'); END;
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
    BEGIN SELECT RAISE(ABORT, 'append_only: postings'); END;
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
    BEGIN SELECT RAISE(ABORT, 'append_only: postings'); END;

CREATE TABLE account_balances_next (
    case_id text NOT NULL REFERENCES cases (id),
    account text NOT NULL,
    office_id text NOT NULL,
    debit integer NOT NULL CHECK (debit >= 0),
    credit integer NOT NULL CHECK (credit >= 0),
    CONSTRAINT account_balances_key PRIMARY KEY (case_id, account)
) STRICT;
INSERT INTO account_balances_next SELECT file_id, account, office_id, debit, credit FROM account_balances WHERE file_id IN (SELECT id FROM cases);
DROP TABLE account_balances;
ALTER TABLE account_balances_next RENAME TO account_balances;
CREATE INDEX account_balances_by_office ON account_balances (office_id, account);

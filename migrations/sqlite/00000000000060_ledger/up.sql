-- The journal by file and by day. A file is a case, or the office itself for what belongs to no case. Rows that are never changed
-- get their new columns by being written into new tables; the triggers that refuse change stand on the old ones until these go.

CREATE TABLE ledger_entries_next (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    file_id text NOT NULL,
    case_id text REFERENCES cases (id),
    kind text NOT NULL,
    posted_on text NOT NULL,
    reverses_id text REFERENCES ledger_entries_next (id),
    memo text NOT NULL,
    source_kind text NOT NULL,
    source_id text NOT NULL,
    -- The act: its code, its place in the history of what it changed, the receipt or document that the entry rests on.
    code text NOT NULL,
    seq integer,
    voucher_id text,
    created_at text NOT NULL,
    CONSTRAINT ledger_entries_file CHECK (file_id = coalesce(case_id, office_id)),
    CONSTRAINT ledger_entries_reversed_once UNIQUE (reverses_id)
) STRICT;
INSERT INTO ledger_entries_next
    SELECT id, office_id, case_id, case_id, kind, posted_on, reverses_id, memo, source_kind, source_id, '', NULL, NULL, created_at
    FROM ledger_entries ORDER BY id;

CREATE TABLE postings_next (
    entry_id text NOT NULL REFERENCES ledger_entries_next (id),
    line integer NOT NULL,
    office_id text NOT NULL,
    file_id text NOT NULL,
    posted_on text NOT NULL,
    debit text NOT NULL,
    credit text NOT NULL,
    amount integer NOT NULL CHECK (amount > 0),
    payee text CHECK (payee IN ('party', 'state', 'agency')),
    payee_id text,
    basis text,
    recorded_at text NOT NULL,
    CONSTRAINT postings_line PRIMARY KEY (entry_id, line),
    CONSTRAINT postings_two_accounts CHECK (debit <> credit)
) STRICT;
INSERT INTO postings_next
    SELECT p.entry_id, p.line, p.office_id, p.case_id, e.posted_on, p.debit, p.credit, p.amount, NULL, NULL, NULL, e.created_at
    FROM postings p JOIN ledger_entries e ON e.id = p.entry_id ORDER BY p.entry_id, p.line;

DROP TABLE postings;
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_next RENAME TO ledger_entries;
ALTER TABLE postings_next RENAME TO postings;
CREATE INDEX ledger_entries_by_file ON ledger_entries (file_id, id);
CREATE INDEX ledger_entries_by_source ON ledger_entries (source_id, id);
CREATE INDEX ledger_entries_by_voucher ON ledger_entries (voucher_id);
-- Each book is one range of an index, and a sum over a range reads the index alone.
CREATE INDEX postings_by_office ON postings (office_id, posted_on, entry_id, line, debit, credit, amount, recorded_at);
CREATE INDEX postings_by_file ON postings (office_id, file_id, posted_on, entry_id, line);
CREATE INDEX postings_by_debit ON postings (office_id, debit, posted_on, entry_id, line, amount, recorded_at);
CREATE INDEX postings_by_credit ON postings (office_id, credit, posted_on, entry_id, line, amount, recorded_at);

CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'append_only: ledger_entries'); END;
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
    BEGIN SELECT RAISE(ABORT, 'append_only: ledger_entries'); END;
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings
    BEGIN SELECT RAISE(ABORT, 'append_only: postings'); END;
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings
    BEGIN SELECT RAISE(ABORT, 'append_only: postings'); END;

CREATE TABLE account_balances_next (
    file_id text NOT NULL,
    account text NOT NULL,
    office_id text NOT NULL,
    debit integer NOT NULL CHECK (debit >= 0),
    credit integer NOT NULL CHECK (credit >= 0),
    CONSTRAINT account_balances_key PRIMARY KEY (file_id, account)
) STRICT;
INSERT INTO account_balances_next SELECT case_id, account, office_id, debit, credit FROM account_balances;
DROP TABLE account_balances;
ALTER TABLE account_balances_next RENAME TO account_balances;
CREATE INDEX account_balances_by_office ON account_balances (office_id, account);

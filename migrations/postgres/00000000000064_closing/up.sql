-- Closing the books of an agency. What every booking must know stands with the agency itself: up to which day its books are closed, up
-- to which day its cash is, and the day whose cash does not agree and is not settled. One row is read, and held, by each act that books.
ALTER TABLE offices ADD COLUMN books_closed_on date;
ALTER TABLE offices ADD COLUMN cash_closed_on date;
ALTER TABLE offices ADD COLUMN cash_differs_on date;

CREATE TABLE closed_periods (
    office_id uuid NOT NULL REFERENCES offices (id),
    kind text NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    matter_id uuid NOT NULL REFERENCES matters (id),
    digest text NOT NULL,
    CONSTRAINT closed_periods_key PRIMARY KEY (office_id, kind, to_on)
);

-- Statements of bank and Treasury accounts. A line keeps what reconciliation needs, and nothing of who paid.
CREATE TABLE bank_statements (
    matter_id uuid PRIMARY KEY NOT NULL REFERENCES matters (id),
    office_id uuid NOT NULL REFERENCES offices (id),
    ledger text NOT NULL,
    account text NOT NULL,
    statement text NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    opening bigint NOT NULL CHECK (opening >= 0),
    closing bigint NOT NULL CHECK (closing >= 0),
    CONSTRAINT bank_statements_key UNIQUE (office_id, ledger, statement)
);
CREATE INDEX bank_statements_by_day ON bank_statements (office_id, ledger, to_on);

CREATE TABLE statement_lines (
    matter_id uuid NOT NULL REFERENCES bank_statements (matter_id),
    line integer NOT NULL,
    office_id uuid NOT NULL,
    ledger text NOT NULL,
    statement text NOT NULL,
    reference text NOT NULL,
    end_to_end text,
    booked_on date NOT NULL,
    incoming boolean NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    CONSTRAINT statement_lines_key PRIMARY KEY (matter_id, line),
    CONSTRAINT statement_lines_once UNIQUE (office_id, ledger, statement, reference)
);
CREATE INDEX statement_lines_by_day ON statement_lines (office_id, ledger, booked_on);

-- A posting is matched once on each account that it moves.
CREATE TABLE statement_matches (
    ledger text NOT NULL,
    entry_id uuid NOT NULL REFERENCES ledger_entries (id),
    posting integer NOT NULL,
    matter_id uuid NOT NULL,
    line integer NOT NULL,
    how text NOT NULL,
    reason text,
    CONSTRAINT statement_matches_key PRIMARY KEY (ledger, entry_id, posting)
);
CREATE INDEX statement_matches_by_line ON statement_matches (matter_id, line);

-- Which distributions are half-way.
CREATE INDEX distributions_by_state ON distributions (office_id, state);

-- The balances by decision that the minutes of a handover list.
CREATE TABLE handover_balances (
    matter_id uuid NOT NULL REFERENCES matters (id),
    file_id uuid NOT NULL,
    account text NOT NULL,
    debit bigint NOT NULL CHECK (debit >= 0),
    credit bigint NOT NULL CHECK (credit >= 0),
    CONSTRAINT handover_balances_key PRIMARY KEY (matter_id, file_id, account)
);

CREATE TRIGGER closed_periods_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closed_periods
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER statement_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_lines
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handover_balances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON handover_balances
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

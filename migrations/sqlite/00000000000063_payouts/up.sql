-- Payments on items that bear late interest, with the day the money came: interest can be reckoned again for any day.
CREATE TABLE performances (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    obligation_id text NOT NULL REFERENCES obligations (id),
    case_id text REFERENCES cases (id),
    arrived_on text NOT NULL,
    principal integer NOT NULL CHECK (principal >= 0),
    interest integer NOT NULL CHECK (interest >= 0),
    created_at text NOT NULL
) STRICT;
CREATE INDEX performances_by_obligation ON performances (obligation_id, id);
CREATE TRIGGER performances_no_update BEFORE UPDATE ON performances
    BEGIN SELECT RAISE(ABORT, 'append_only: performances'); END;
CREATE TRIGGER performances_no_delete BEFORE DELETE ON performances
    BEGIN SELECT RAISE(ABORT, 'append_only: performances'); END;

-- What each creditor has received under a decision, as far as it bears a fee, and the fee decided and collected.
CREATE TABLE fee_accounts (
    case_id text NOT NULL REFERENCES cases (id),
    party_id text NOT NULL REFERENCES parties (id),
    office_id text NOT NULL,
    received integer NOT NULL CHECK (received >= 0),
    due integer NOT NULL CHECK (due >= 0),
    collected integer NOT NULL CHECK (collected >= 0),
    doc text NOT NULL,
    CONSTRAINT fee_accounts_key PRIMARY KEY (case_id, party_id)
) STRICT;

-- A fee that is given back is paid out without a distribution.
CREATE TABLE payouts_new (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    distribution_id text REFERENCES distributions (id),
    payee_id text REFERENCES parties (id),
    amount integer NOT NULL CHECK (amount > 0),
    means text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL
) STRICT;
INSERT INTO payouts_new SELECT * FROM payouts;
DROP TABLE payouts;
ALTER TABLE payouts_new RENAME TO payouts;
CREATE INDEX payouts_by_case ON payouts (case_id, id);
CREATE INDEX payouts_by_distribution ON payouts (distribution_id, id);

-- Payments on items that bear late interest, with the day the money came: interest can be reckoned again for any day.
CREATE TABLE performances (
    id uuid PRIMARY KEY NOT NULL,
    obligation_id uuid NOT NULL REFERENCES obligations (id),
    case_id uuid REFERENCES cases (id),
    arrived_on date NOT NULL,
    principal bigint NOT NULL CHECK (principal >= 0),
    interest bigint NOT NULL CHECK (interest >= 0),
    created_at timestamptz NOT NULL
);
CREATE INDEX performances_by_obligation ON performances (obligation_id, id);
CREATE TRIGGER performances_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON performances
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What each creditor has received under a decision, as far as it bears a fee, and the fee decided and collected.
CREATE TABLE fee_accounts (
    case_id uuid NOT NULL REFERENCES cases (id),
    party_id uuid NOT NULL REFERENCES parties (id),
    office_id uuid NOT NULL,
    received bigint NOT NULL CHECK (received >= 0),
    due bigint NOT NULL CHECK (due >= 0),
    collected bigint NOT NULL CHECK (collected >= 0),
    doc text NOT NULL,
    CONSTRAINT fee_accounts_key PRIMARY KEY (case_id, party_id)
);

-- A fee that is given back is paid out without a distribution.
ALTER TABLE payouts ALTER COLUMN distribution_id DROP NOT NULL;

-- A fee that is wholly given back before it was remitted leaves an order of nothing.
CREATE TABLE payouts_new (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL,
    case_id text NOT NULL REFERENCES cases (id),
    distribution_id text REFERENCES distributions (id),
    payee_id text REFERENCES parties (id),
    amount integer NOT NULL CHECK (amount >= 0),
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

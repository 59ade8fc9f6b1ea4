-- Matters beside the cases: complaints, protests, entrustments received, files of an office. One table, because they are searched
-- alike; what each holds is in `doc`. A confidential one (a denunciation) is shown to those who resolve it only.
CREATE TABLE matters (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    office_id text NOT NULL REFERENCES offices (id),
    division_id text REFERENCES offices (id),
    officer_id text REFERENCES users (id),
    case_id text REFERENCES cases (id),
    kind text NOT NULL,
    state text NOT NULL,
    confidential integer NOT NULL CHECK (confidential IN (0, 1)),
    received_on text NOT NULL,
    version integer NOT NULL,
    doc text NOT NULL,
    created_at text NOT NULL,
    updated_at text NOT NULL
) STRICT;
CREATE INDEX matters_by_office ON matters (office_id, kind, id);
CREATE INDEX matters_by_state ON matters (office_id, kind, state, id);
CREATE INDEX matters_by_case ON matters (case_id, kind, id);
CREATE INDEX matters_by_officer ON matters (officer_id, kind, id);

ALTER TABLE deadlines ADD COLUMN matter_id text REFERENCES matters (id);
CREATE INDEX deadlines_by_matter ON deadlines (matter_id, id);
ALTER TABLE decisions ADD COLUMN matter_id text REFERENCES matters (id);
CREATE INDEX decisions_by_matter ON decisions (matter_id, id);

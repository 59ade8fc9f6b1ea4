-- Matters beside the cases: complaints, protests, entrustments received, files of an office. One table, because they are searched
-- alike; what each holds is in `doc`. A confidential one (a denunciation) is shown to those who resolve it only.
CREATE TABLE matters (
    id uuid PRIMARY KEY NOT NULL,
    office_id uuid NOT NULL REFERENCES offices (id),
    division_id uuid REFERENCES offices (id),
    officer_id uuid REFERENCES users (id),
    case_id uuid REFERENCES cases (id),
    kind text NOT NULL,
    state text NOT NULL,
    confidential boolean NOT NULL,
    received_on date NOT NULL,
    version bigint NOT NULL,
    doc text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX matters_by_office ON matters (office_id, kind, id);
CREATE INDEX matters_by_state ON matters (office_id, kind, state, id);
CREATE INDEX matters_by_case ON matters (case_id, kind, id);
CREATE INDEX matters_by_officer ON matters (officer_id, kind, id);

ALTER TABLE deadlines ADD COLUMN matter_id uuid REFERENCES matters (id);
CREATE INDEX deadlines_by_matter ON deadlines (matter_id, id);
ALTER TABLE decisions ADD COLUMN matter_id uuid REFERENCES matters (id);
CREATE INDEX decisions_by_matter ON decisions (matter_id, id);

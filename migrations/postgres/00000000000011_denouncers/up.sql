-- Who denounces, kept apart from the denunciation and from every event (L106 108.2.b), and who looked at a denunciation.
CREATE TABLE denouncers (
    id uuid PRIMARY KEY NOT NULL,
    matter_id uuid NOT NULL REFERENCES matters (id),
    doc text NOT NULL
);
CREATE INDEX denouncers_by_matter ON denouncers (matter_id, id);

CREATE TABLE confidential_reads (
    id uuid PRIMARY KEY NOT NULL,
    matter_id uuid NOT NULL REFERENCES matters (id),
    user_id uuid NOT NULL REFERENCES users (id),
    what text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX confidential_reads_by_matter ON confidential_reads (matter_id, id);

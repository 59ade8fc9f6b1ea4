-- Who denounces, kept apart from the denunciation and from every event (L106 108.2.b), and who looked at a denunciation.
CREATE TABLE denouncers (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    matter_id text NOT NULL REFERENCES matters (id),
    doc text NOT NULL
) STRICT;
CREATE INDEX denouncers_by_matter ON denouncers (matter_id, id);

CREATE TABLE confidential_reads (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    matter_id text NOT NULL REFERENCES matters (id),
    user_id text NOT NULL REFERENCES users (id),
    what text NOT NULL,
    at text NOT NULL
) STRICT;
CREATE INDEX confidential_reads_by_matter ON confidential_reads (matter_id, id);

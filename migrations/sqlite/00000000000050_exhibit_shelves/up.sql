-- Where the open lines of a lot of exhibits lie, and what the judgment says of them: what the register of exhibits is searched by. A
-- lot of which nothing is open any more has no row.
CREATE TABLE exhibit_shelves (
    matter_id text NOT NULL REFERENCES matters (id),
    custodian text NOT NULL,
    disposition text NOT NULL,
    CONSTRAINT exhibit_shelves_key PRIMARY KEY (matter_id, custodian, disposition)
) STRICT;

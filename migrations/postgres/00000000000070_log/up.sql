-- The transparency log: a leaf for each chain head that a checkpoint covered, the Merkle tree over them, the signed checkpoints.

CREATE TABLE log_leaves (
    place bigint PRIMARY KEY NOT NULL CHECK (place >= 0),
    aggregate_kind text NOT NULL,
    aggregate_id uuid NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    hash text NOT NULL,
    CONSTRAINT log_leaves_head UNIQUE (aggregate_id, size)
);

-- Complete subtrees: level 0 holds the leaves' hashes.
CREATE TABLE log_nodes (
    level integer NOT NULL CHECK (level >= 0),
    place bigint NOT NULL CHECK (place >= 0),
    hash text NOT NULL,
    CONSTRAINT log_nodes_key PRIMARY KEY (level, place)
);

-- `read_to`: everything recorded before this instant had been looked at.
CREATE TABLE checkpoints (
    size bigint PRIMARY KEY NOT NULL CHECK (size >= 0),
    made_at timestamptz NOT NULL,
    read_to timestamptz NOT NULL,
    note text NOT NULL
);

-- Which chains have grown since the last checkpoint.
CREATE INDEX events_by_recording ON events (recorded_at);

CREATE TRIGGER log_leaves_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_leaves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_nodes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_nodes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoints_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

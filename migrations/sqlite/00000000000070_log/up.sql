-- The transparency log: a leaf for each chain head that a checkpoint covered, the Merkle tree over them, the signed checkpoints.

CREATE TABLE log_leaves (
    place integer PRIMARY KEY NOT NULL CHECK (place >= 0),
    aggregate_kind text NOT NULL,
    aggregate_id text NOT NULL,
    size integer NOT NULL CHECK (size > 0),
    hash text NOT NULL,
    CONSTRAINT log_leaves_head UNIQUE (aggregate_id, size)
) STRICT;

-- Complete subtrees: level 0 holds the leaves' hashes.
CREATE TABLE log_nodes (
    level integer NOT NULL CHECK (level >= 0),
    place integer NOT NULL CHECK (place >= 0),
    hash text NOT NULL,
    CONSTRAINT log_nodes_key PRIMARY KEY (level, place)
) STRICT;

-- `read_to`: everything recorded before this instant had been looked at.
CREATE TABLE checkpoints (
    size integer PRIMARY KEY NOT NULL CHECK (size >= 0),
    made_at text NOT NULL,
    read_to text NOT NULL,
    note text NOT NULL
) STRICT;

-- Which chains have grown since the last checkpoint.
CREATE INDEX events_by_recording ON events (recorded_at);

CREATE TRIGGER log_leaves_no_update BEFORE UPDATE ON log_leaves
    BEGIN SELECT RAISE(ABORT, 'append_only: log_leaves'); END;
CREATE TRIGGER log_leaves_no_delete BEFORE DELETE ON log_leaves
    BEGIN SELECT RAISE(ABORT, 'append_only: log_leaves'); END;
CREATE TRIGGER log_nodes_no_update BEFORE UPDATE ON log_nodes
    BEGIN SELECT RAISE(ABORT, 'append_only: log_nodes'); END;
CREATE TRIGGER log_nodes_no_delete BEFORE DELETE ON log_nodes
    BEGIN SELECT RAISE(ABORT, 'append_only: log_nodes'); END;
CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
    BEGIN SELECT RAISE(ABORT, 'append_only: checkpoints'); END;
CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
    BEGIN SELECT RAISE(ABORT, 'append_only: checkpoints'); END;

-- What happened, for good: these rows are added, never changed and never removed.

-- `body` is the exact text whose digest `hash` is; each event names the hash of the one before it.
CREATE TABLE events (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    aggregate_kind text NOT NULL,
    aggregate_id text NOT NULL,
    seq integer NOT NULL CHECK (seq > 0),
    office_id text NOT NULL,
    case_id text,
    code text NOT NULL,
    action text NOT NULL,
    actor_id text NOT NULL,
    effective_on text NOT NULL,
    recorded_at text NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    body text NOT NULL,
    CONSTRAINT events_sequence UNIQUE (aggregate_id, seq)
) STRICT;
CREATE INDEX events_by_time ON events (aggregate_id, recorded_at);
CREATE INDEX events_by_case ON events (case_id, id);

CREATE TABLE refused_attempts (
    id text PRIMARY KEY NOT NULL CHECK (length(id) = 36),
    at text NOT NULL,
    actor_id text NOT NULL,
    office_id text,
    aggregate_kind text NOT NULL,
    aggregate_id text,
    action text NOT NULL,
    codes text NOT NULL,
    body text NOT NULL
) STRICT;
CREATE INDEX refused_attempts_by_aggregate ON refused_attempts (aggregate_id, id);

CREATE TRIGGER events_no_update BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'append_only: events'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'append_only: events'); END;
CREATE TRIGGER refused_attempts_no_update BEFORE UPDATE ON refused_attempts
    BEGIN SELECT RAISE(ABORT, 'append_only: refused_attempts'); END;
CREATE TRIGGER refused_attempts_no_delete BEFORE DELETE ON refused_attempts
    BEGIN SELECT RAISE(ABORT, 'append_only: refused_attempts'); END;

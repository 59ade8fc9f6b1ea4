-- What happened, for good: these rows are added, never changed and never removed.

-- `body` is the exact text whose digest `hash` is; each event names the hash of the one before it.
CREATE TABLE events (
    id uuid PRIMARY KEY NOT NULL,
    aggregate_kind text NOT NULL,
    aggregate_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    office_id uuid NOT NULL,
    case_id uuid,
    code text NOT NULL,
    action text NOT NULL,
    actor_id uuid NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    previous_hash text NOT NULL,
    hash text NOT NULL,
    body text NOT NULL,
    CONSTRAINT events_sequence UNIQUE (aggregate_id, seq)
);
CREATE INDEX events_by_time ON events (aggregate_id, recorded_at);
CREATE INDEX events_by_case ON events (case_id, id);

CREATE TABLE refused_attempts (
    id uuid PRIMARY KEY NOT NULL,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    office_id uuid,
    aggregate_kind text NOT NULL,
    aggregate_id uuid,
    action text NOT NULL,
    codes text NOT NULL,
    body text NOT NULL
);
CREATE INDEX refused_attempts_by_aggregate ON refused_attempts (aggregate_id, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only: %', TG_TABLE_NAME;
END
$$;

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refused_attempts_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON refused_attempts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

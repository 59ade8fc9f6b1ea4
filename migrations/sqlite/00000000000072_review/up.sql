-- The search of auditors: what is rare and looked for stands in rows of its own, so that only acts that have it pay for it.

-- An act under a delegation (`subject`: the delegation), and one that passed a guard of this program over (`subject`: the guard).
CREATE TABLE event_marks (
    event_id text NOT NULL,
    mark text NOT NULL CHECK (mark IN ('delegated', 'overridden')),
    subject text NOT NULL,
    office_id text NOT NULL,
    recorded_at text NOT NULL,
    CONSTRAINT event_marks_key PRIMARY KEY (event_id, mark, subject)
) STRICT;
-- Everything under delegations, or everything passed over, at an agency.
CREATE INDEX event_marks_by_office ON event_marks (office_id, mark, recorded_at, event_id);
-- Everything under one delegation; every use of one guard's override.
CREATE INDEX event_marks_by_subject ON event_marks (subject, recorded_at, event_id);

-- Why an attempt was refused, one row for each code.
CREATE TABLE refused_codes (
    attempt_id text NOT NULL,
    code text NOT NULL,
    office_id text,
    at text NOT NULL,
    CONSTRAINT refused_codes_key PRIMARY KEY (attempt_id, code)
) STRICT;
-- Everything that one code refused.
CREATE INDEX refused_codes_by_code ON refused_codes (code, office_id, at, attempt_id);
-- What was refused at an agency; what was refused to one person.
CREATE INDEX refused_attempts_by_office ON refused_attempts (office_id, at, id);
CREATE INDEX refused_attempts_by_actor ON refused_attempts (actor_id, at, id);

-- What happened at an agency, in the order of recording; the kind, the action and the legal day are looked at without the row.
CREATE INDEX events_by_office ON events (office_id, recorded_at, id, aggregate_kind, action, effective_on);
-- The acts of one code at an agency: breaches, one kind of decision.
CREATE INDEX events_by_code ON events (office_id, code, recorded_at, id);
-- What one person did.
CREATE INDEX events_by_actor ON events (actor_id, recorded_at, id);

INSERT INTO event_marks (event_id, mark, subject, office_id, recorded_at)
    SELECT id, 'delegated', json_extract(body, '$.delegation'), office_id, recorded_at
    FROM events WHERE body LIKE '%"delegation":"%' AND json_extract(body, '$.delegation') IS NOT NULL;
INSERT INTO event_marks (event_id, mark, subject, office_id, recorded_at)
    SELECT DISTINCT events.id, 'overridden', json_extract(guard.value, '$.code'), events.office_id, events.recorded_at
    FROM events, json_each(events.body, '$.guards') AS guard
    WHERE events.body LIKE '%"overridden"%' AND json_extract(guard.value, '$.value') = 'overridden';
INSERT INTO refused_codes (attempt_id, code, office_id, at)
    SELECT DISTINCT refused_attempts.id,
        CASE WHEN instr(one.value, ' ') = 0 THEN one.value
             WHEN substr(one.value, 1, 1) IN ('/', ' ') THEN substr(one.value, instr(one.value, ' ') + 1)
             ELSE 'law_gap' END,
        refused_attempts.office_id, refused_attempts.at
    FROM refused_attempts, json_each(refused_attempts.codes) AS one;

CREATE TRIGGER event_marks_no_update BEFORE UPDATE ON event_marks
    BEGIN SELECT RAISE(ABORT, 'append_only: event_marks'); END;
CREATE TRIGGER event_marks_no_delete BEFORE DELETE ON event_marks
    BEGIN SELECT RAISE(ABORT, 'append_only: event_marks'); END;
CREATE TRIGGER refused_codes_no_update BEFORE UPDATE ON refused_codes
    BEGIN SELECT RAISE(ABORT, 'append_only: refused_codes'); END;
CREATE TRIGGER refused_codes_no_delete BEFORE DELETE ON refused_codes
    BEGIN SELECT RAISE(ABORT, 'append_only: refused_codes'); END;

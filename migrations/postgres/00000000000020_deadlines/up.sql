-- What is watched of a running deadline, what became of it, and lists across cases that stay cheap under every filter.

-- Whose period it is; nothing until the program that knows the law has filled it in for rows of before.
ALTER TABLE deadlines ADD COLUMN duty text CHECK (duty IN ('office', 'party', 'other'));
-- Taken over from another system: never a breach.
ALTER TABLE deadlines ADD COLUMN imported boolean NOT NULL DEFAULT false;
-- While it is open: from when on it is breached, and from when on an alarm sounds. Empty once neither can happen any more.
ALTER TABLE deadlines ADD COLUMN lapses_at timestamptz;
ALTER TABLE deadlines ADD COLUMN alarm_at timestamptz;
-- The moment of the breach, also of a duty that was done late.
ALTER TABLE deadlines ADD COLUMN breached_at timestamptz;
-- The edition of the calendar by which its last day holds.
ALTER TABLE deadlines ADD COLUMN calendar text NOT NULL DEFAULT '';

-- Each list is read in the order (due_on, id) from one index entry on: its status, and its key where one is asked for, stand
-- before them. What stands behind them is looked at without going to the table.
DROP INDEX deadlines_by_office;
DROP INDEX deadlines_by_officer;
DROP INDEX deadlines_by_due;
CREATE INDEX deadlines_by_office ON deadlines (office_id, status, due_on, id, duty, alarm_at);
CREATE INDEX deadlines_by_office_key ON deadlines (office_id, key, status, due_on, id);
CREATE INDEX deadlines_by_division ON deadlines (division_id, status, due_on, id, office_id, duty, key, alarm_at);
CREATE INDEX deadlines_by_officer ON deadlines (officer_id, status, due_on, id, office_id, duty, key, alarm_at);
CREATE INDEX deadlines_by_due ON deadlines (status, due_on, id, duty, alarm_at);
CREATE INDEX deadlines_by_key ON deadlines (key, status, due_on, id);
-- For the loop that lets time pass, for alarms, for a newer calendar, and for rows of before this migration.
CREATE INDEX deadlines_by_lapse ON deadlines (lapses_at, id) WHERE lapses_at IS NOT NULL;
CREATE INDEX deadlines_by_alarm ON deadlines (alarm_at, id) WHERE alarm_at IS NOT NULL;
CREATE INDEX deadlines_by_calendar ON deadlines (calendar, id) WHERE closed_on IS NULL;
CREATE INDEX deadlines_unwatched ON deadlines (id) WHERE duty IS NULL;

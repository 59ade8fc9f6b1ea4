-- Open deadlines on top of the load's volume: :open of them, and a tenth as many breached. Names with a colon are filled in by
-- deadlines.rs.
BEGIN;
SET LOCAL session_replication_role = replica; -- no foreign key is checked row by row: they are right by construction
SET LOCAL synchronous_commit = off;
CREATE OR REPLACE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT ('0197c0de-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

-- What the load's own rows, all of them closed, would have been given.
UPDATE deadlines SET duty = 'office', calendar = :edition, computation = :computation WHERE duty IS NULL;

-- Spread over the cases, keys and 120 days; one in 50 is another body's, one in 500 has the rare key, one in 100 an alarm.
INSERT INTO deadlines (id, office_id, division_id, officer_id, case_id, key, regime, started_on, due_on, provisional, status,
        computation, opened_seq, closed_on, created_at, duty, lapses_at, alarm_at, breached_at, calendar)
    SELECT pg_temp.id(30, n), pg_temp.id(1, n % :officers / 8), pg_temp.id(23, n % :officers / 4), pg_temp.id(2, n % :officers),
        pg_temp.id(5, n % :cases),
        CASE
            WHEN n % 500 = 7 THEN 'kctt_notify'
            WHEN n % 50 = 3 THEN 'info_reply'
            ELSE (ARRAY['notify', 'send_vks', 'open_file', 'verify_first', 'payout', 'postpone', 'terminate', 'publish',
                'voluntary', 'reval.request'])[1 + (n / :officers) % 10]
        END,
        'l2025', '2026-11-02', '2026-11-03'::date + (n * 7919 % 120)::int, false,
        CASE WHEN n < :open THEN 'open' ELSE 'breached' END, :computation, 2, NULL, now(),
        CASE
            WHEN n % 500 = 7 THEN 'office'
            WHEN n % 50 = 3 THEN 'other'
            WHEN (n / :officers) % 10 >= 8 THEN 'party'
            ELSE 'office'
        END,
        CASE WHEN n < :open THEN '2026-11-03 17:00+00'::timestamptz + (n * 7919 % 120) * interval '1 day' END,
        CASE WHEN n < :open AND n % 100 = 0 THEN '2026-11-02 04:00+00'::timestamptz END,
        CASE WHEN n >= :open THEN '2026-11-03 17:00+00'::timestamptz + (n * 7919 % 120) * interval '1 day' END,
        :edition
    FROM generate_series(0, :open + :open / 10 - 1) n;
COMMIT;

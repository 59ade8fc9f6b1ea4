-- The volume of the load bench. Names with a colon are filled in by fill.rs.
BEGIN;
SET LOCAL session_replication_role = replica; -- no foreign key is checked row by row: they are right by construction
SET LOCAL synchronous_commit = off;
CREATE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT ('0197c0de-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

INSERT INTO offices (id, code, parent_id, kind, name, is_city, from_on, to_on)
    SELECT pg_temp.id(1, n), 'T' || n, NULL, 'agency', 'Thi hành án dân sự tỉnh Thử ' || n, false, '2026-07-01', NULL
    FROM generate_series(0, :officers / 8 - 1) n;
INSERT INTO users (id, login, display_name, password_hash, active, created_at)
    SELECT pg_temp.id(2, n), 'officer.' || n, 'Chấp hành viên ' || n, 'none', true, now()
    FROM generate_series(0, :officers - 1) n;
INSERT INTO role_grants (id, user_id, office_id, division_id, role, from_on, to_on)
    SELECT pg_temp.id(9, n), pg_temp.id(2, n), pg_temp.id(1, n / 8), NULL, 'enforcement_officer', '2026-07-01', NULL
    FROM generate_series(0, :officers - 1) n;

CREATE TEMP TABLE volume AS
    SELECT n, pg_temp.id(1, (n % :officers) / 8) AS office, pg_temp.id(2, n % :officers) AS officer,
        pg_temp.id(3, n) AS judgment, pg_temp.id(4, n) AS debtor, pg_temp.id(5, n) AS "case",
        (n + 1) || '/2026/QĐ-THADS' AS number,
        replace(replace(replace(replace(:template, :mark_office, lpad(to_hex((n % :officers) / 8), 12, '0')),
            :mark_officer, lpad(to_hex(n % :officers), 12, '0')), :mark, lpad(to_hex(n), 12, '0')),
            '#number#', (n + 1) || '/2026/QĐ-THADS') AS doc
    FROM generate_series(0, :cases - 1) n;

INSERT INTO judgments (id, office_id, version, number, issuer, pronounced_on, in_force_on, received_on, state, doc, created_at)
    SELECT judgment, office, 1, n || '/2026/HS-ST', 'Tòa án nhân dân khu vực Thử', '2026-07-01', '2026-07-16', '2026-07-20',
        'registered', '{}', now() FROM volume;
INSERT INTO parties (id, judgment_id, office_id, kind, name, doc)
    SELECT debtor, judgment, office, 'person', 'Người phải thi hành ' || n, '{}' FROM volume
    UNION ALL
    SELECT pg_temp.id(10, n), judgment, office, 'person', 'Người được thi hành ' || n, '{}' FROM volume;
INSERT INTO cases (id, office_id, division_id, officer_id, judgment_id, request_id, number, mode, stage, held, decided_on,
        amount_due, amount_paid, version, doc, created_at, updated_at)
    SELECT "case", office, NULL, officer, judgment, NULL, number, 'proactive', 'verification', false, '2026-08-03',
        250000000, 0, 1, doc, now(), now() FROM volume;
INSERT INTO obligations (id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid, status, doc)
    SELECT pg_temp.id(11, n), judgment, office, "case", debtor, NULL, 'proactive', 'state_revenue', 250000000, 0, 'open', '{}'
    FROM volume;
INSERT INTO decisions (id, office_id, case_id, kind, book, year, number, full_number, signed_on, signer_id, content, created_at)
    SELECT pg_temp.id(6 + k, n), office, "case", CASE k WHEN 0 THEN 'proactive_decision' ELSE 'assignment' END,
        CASE k WHEN 0 THEN 'case_book' ELSE 'assignments' END, 2026, n + 1, number, '2026-08-03', officer, '{}', now()
    FROM volume, generate_series(0, 1) k;
INSERT INTO deadlines (id, office_id, officer_id, case_id, key, regime, started_on, due_on, provisional, status, computation,
        opened_seq, closed_on, created_at)
    SELECT pg_temp.id(12 + k, n), office, officer, "case", CASE k WHEN 0 THEN 'notify' ELSE 'verify_first' END, 'l2025',
        '2026-08-03', '2026-08-10', false, 'met', '{}', 1, '2026-08-07', now()
    FROM volume, generate_series(0, 1) k;
INSERT INTO events (id, aggregate_kind, aggregate_id, seq, office_id, case_id, code, action, actor_id, effective_on,
        recorded_at, previous_hash, hash, body)
    SELECT pg_temp.id(14 + k, n), 'case', "case", k + 1, office, "case", 'T-DE-10', 'open_file', officer, '2026-08-03',
        now(), '', md5(n::text) || md5(k::text), doc
    FROM volume, generate_series(0, 1) k;
DROP TABLE volume;
COMMIT;

-- Those who see more than their own cases. Names with a colon are filled in by fill.rs.
CREATE OR REPLACE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT ('0197c0de-' || lpad(to_hex(kind), 4, '0') || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;
-- A head at each office, two divisions with a chief, an auditor.
INSERT INTO offices (id, code, parent_id, kind, name, is_city, from_on, to_on)
    SELECT pg_temp.id(23, n), 'T' || n / 2 || '-' || n % 2, pg_temp.id(1, n / 2), 'division', 'Phòng khu vực ' || n, false,
        '2026-07-01', NULL
    FROM generate_series(0, :officers / 4 - 1) n
    ON CONFLICT DO NOTHING;
INSERT INTO users (id, login, display_name, password_hash, active, created_at)
    SELECT pg_temp.id(20, n), 'head.' || n, 'Thủ trưởng ' || n, 'none', true, now() FROM generate_series(0, :officers / 8 - 1) n
    UNION ALL
    SELECT pg_temp.id(22, n), 'chief.' || n, 'Chấp hành viên trưởng ' || n, 'none', true, now()
    FROM generate_series(0, :officers / 4 - 1) n
    UNION ALL
    SELECT pg_temp.id(21, 0), 'auditor', 'Thanh tra', 'none', true, now()
    ON CONFLICT DO NOTHING;
INSERT INTO role_grants (id, user_id, office_id, division_id, role, from_on, to_on)
    SELECT pg_temp.id(24, n), pg_temp.id(20, n), pg_temp.id(1, n), NULL, 'head', '2026-07-01'::date, NULL::date
    FROM generate_series(0, :officers / 8 - 1) n
    UNION ALL
    SELECT pg_temp.id(25, n), pg_temp.id(22, n), pg_temp.id(1, n / 2), pg_temp.id(23, n), 'chief_officer', '2026-07-01', NULL
    FROM generate_series(0, :officers / 4 - 1) n
    UNION ALL
    SELECT pg_temp.id(26, 0), pg_temp.id(21, 0), pg_temp.id(1, 0), NULL, 'auditor', '2026-07-01', NULL
    ON CONFLICT DO NOTHING;

-- :lines states in ten agencies: of ten states seven are a case's, two an asset's of that case, one a request's. A case has seven states in a
-- year, each ended by the next; an officer has a hundred cases; one case in a thousand is `entrusted`.
BEGIN;
SET LOCAL session_replication_role = replica; -- no foreign key is checked row by row: they are right by construction
SET LOCAL synchronous_commit = off;
CREATE TEMP TABLE state AS
    SELECT s, n, k, pg_temp.id(1, n % 10) AS office, timestamptz '2026-01-01 00:00Z' + interval '50 days' * (s % 7)
        + interval '1 second' * (n % 86400) AS since,
        CASE WHEN k < 7 THEN 'case' WHEN k < 9 THEN 'asset' ELSE 'request' END AS kind,
        CASE WHEN k < 7 THEN pg_temp.id(5, n) WHEN k < 9 THEN pg_temp.id(6, n) ELSE pg_temp.id(4, n) END AS thing
    FROM generate_series(0, 9) k, generate_series(0, :lines / 10 - 1) n, LATERAL (SELECT CASE WHEN k < 7 THEN k ELSE (k - 7) * 3 END AS s) t
    ORDER BY s, n;
INSERT INTO aggregate_heads (event_id, kind, aggregate_id, office_id, officer_id, case_id, state, held, confidential, from_at, until_at)
    SELECT pg_temp.id(100 + k, n), kind, thing, office, CASE WHEN kind = 'case' THEN pg_temp.id(2, n / 1000 * 10 + n % 10) END,
        CASE WHEN kind <> 'request' THEN pg_temp.id(5, n) END,
        CASE WHEN n % 1000 = 7 THEN 'entrusted' ELSE 'enforcing' END, false, false, since,
        CASE WHEN (kind, k) IN (('case', 6), ('asset', 8), ('request', 9)) THEN timestamptz '9999-12-31 23:59:59.999999Z'
            WHEN kind = 'asset' THEN since + interval '150 days' ELSE since + interval '50 days' END
    FROM state ORDER BY s, n;
INSERT INTO events (id, aggregate_kind, aggregate_id, seq, office_id, case_id, code, action, actor_id, effective_on, recorded_at,
        previous_hash, hash, body)
    SELECT pg_temp.id(100 + k, n), kind, thing, CASE kind WHEN 'case' THEN s + 1 WHEN 'asset' THEN k - 6 ELSE 1 END, office,
        CASE WHEN kind <> 'request' THEN pg_temp.id(5, n) END, 'T-EN-01', 'act', pg_temp.id(2, n / 1000 * 10 + n % 10), since::date, since,
        '', '', repeat('x', 400)
    FROM state ORDER BY s, n;
INSERT INTO requests (id, office_id, judgment_id, version, state, requested_on, doc, created_at)
    SELECT thing, office, pg_temp.id(3, n), 1, 'decided', since::date, '{}', since FROM state WHERE kind = 'request';
INSERT INTO cases (id, office_id, judgment_id, number, mode, stage, held, decided_on, amount_due, amount_paid, version, doc, created_at, updated_at)
    SELECT pg_temp.id(5, n), office, pg_temp.id(3, n), n || '/2026', 'on_request', 'enforcing', false, '2026-01-01', 1, 0, 7, '{}', since, since
    FROM state WHERE k = 0;
INSERT INTO obligation_versions (id, judgment_id, office_id, case_id, debtor_id, mode, kind, amount, paid, status, doc, from_at, until_at)
    SELECT pg_temp.id(8, n), pg_temp.id(3, n), office, pg_temp.id(5, n), pg_temp.id(9, n / 2), 'on_request', 'debt', 1, 0, 'due', '{}', since,
        timestamptz '9999-12-31 23:59:59.999999Z'
    FROM state WHERE k = 0;
COMMIT;

-- One case made large: its document, its parties and items, its history. Names with a colon are filled in by deadlines.rs.
BEGIN;
SET LOCAL session_replication_role = replica;
UPDATE cases SET doc = :doc WHERE id = :case;
INSERT INTO parties (id, judgment_id, office_id, kind, name, doc)
    SELECT ('0197c0de-0030-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, judgment_id, office_id, 'person', 'Đương sự ' || n, '{}'
    FROM cases, generate_series(3, :parties) n WHERE cases.id = :case;
INSERT INTO obligations (id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid, status, doc)
    SELECT ('0197c0de-0031-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, judgment_id, office_id, cases.id,
        ('0197c0de-0030-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, NULL, 'proactive', 'state_revenue', 1000000, 0, 'open', '{}'
    FROM cases, generate_series(3, :parties) n WHERE cases.id = :case;
INSERT INTO events (id, aggregate_kind, aggregate_id, seq, office_id, case_id, code, action, actor_id, effective_on, recorded_at,
        previous_hash, hash, body)
    SELECT ('0197c0de-0032-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'case', cases.id, n, office_id, cases.id, 'T-DE-10',
        'open_file', officer_id, '2026-11-02', now(), '', md5(n::text), doc
    FROM cases,
        generate_series((SELECT max(seq) + 1 FROM events WHERE aggregate_id = :case), :events) n
    WHERE cases.id = :case;
COMMIT;

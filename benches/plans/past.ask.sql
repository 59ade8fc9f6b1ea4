-- What the server asks for a page of what was known at an instant, and what an event costs the heads. The plans are those that hold for all
-- parameters, as PostgreSQL takes them for a statement that was prepared long ago.
\set office '''0197c0de-0001-7000-8000-000000000007'''
\set officer '''0197c0de-0002-7000-8000-0000000001fb'''
\set case '''0197c0de-0005-7000-8000-00000000c357'''
\set judgment '''0197c0de-0003-7000-8000-00000000c357'''
\set debtor '''0197c0de-0009-7000-8000-0000000061ab'''
\set event '''0197c0de-006a-7000-8000-00000000c357'''
\set at '''2026-06-15 00:00Z'''
\set now '''2026-12-31 00:00Z'''
\pset format unaligned
\pset tuples_only on
SET plan_cache_mode = force_generic_plan;
PREPARE page AS SELECT event_id FROM aggregate_heads WHERE office_id = $1 AND kind = $2 AND from_at <= $3 AND until_at > $3
    AND confidential = $4 ORDER BY aggregate_id LIMIT $5;
PREPARE later AS SELECT event_id FROM aggregate_heads WHERE office_id = $1 AND kind = $2 AND from_at <= $3 AND until_at > $3
    AND confidential = $4 AND aggregate_id > $5 ORDER BY aggregate_id LIMIT $6;
PREPARE officer AS SELECT event_id FROM aggregate_heads WHERE office_id = $1 AND officer_id = $2 AND kind = $3 AND from_at <= $4
    AND until_at > $4 AND confidential = $5 ORDER BY aggregate_id LIMIT $6;
PREPARE in_state AS SELECT event_id FROM aggregate_heads WHERE office_id = $1 AND kind = $2 AND from_at <= $3 AND until_at > $3
    AND state = $4 AND confidential = $5 ORDER BY aggregate_id LIMIT $6;
PREPARE of_case AS SELECT event_id FROM aggregate_heads WHERE kind = $1 AND from_at <= $2 AND until_at > $2 AND case_id = $3
    AND confidential = $4 ORDER BY aggregate_id LIMIT $5;
PREPARE changed AS SELECT DISTINCT aggregate_id FROM aggregate_heads WHERE case_id = $1 AND kind = $2 AND from_at > $3 AND from_at <= $4
    ORDER BY aggregate_id LIMIT $5;
PREPARE cases_of AS SELECT event_id FROM aggregate_heads WHERE kind = $1 AND from_at <= $2 AND until_at > $2 AND confidential = $3
    AND case_id IN (SELECT id FROM cases WHERE judgment_id = $4) ORDER BY aggregate_id LIMIT $5;
PREPARE number AS SELECT event_id FROM aggregate_heads WHERE office_id = $1 AND kind = $2 AND from_at <= $3 AND until_at > $3
    AND confidential = $4 AND case_id IN (SELECT id FROM cases WHERE office_id = $1 AND number = $5) ORDER BY aggregate_id LIMIT $6;
PREPARE debtor AS SELECT event_id FROM aggregate_heads WHERE kind = $1 AND from_at <= $2 AND until_at > $2 AND confidential = $3
    AND case_id IN (SELECT case_id FROM obligation_versions WHERE debtor_id = $4 AND from_at <= $2 AND until_at > $2)
    ORDER BY aggregate_id LIMIT $5;
PREPARE requests_of AS SELECT event_id FROM aggregate_heads WHERE kind = $1 AND from_at <= $2 AND until_at > $2 AND confidential = $3
    AND event_id IN (SELECT id FROM events WHERE aggregate_id IN (SELECT id FROM requests WHERE judgment_id = $4))
    ORDER BY aggregate_id LIMIT $5;
PREPARE before AS SELECT id, body FROM events WHERE aggregate_id = $1 AND recorded_at <= $2 ORDER BY seq DESC LIMIT $3;
PREPARE at AS SELECT id, body FROM events WHERE aggregate_id = $1 AND recorded_at = $2 ORDER BY seq LIMIT $3;
PREPARE ended AS UPDATE aggregate_heads SET until_at = $1 WHERE event_id = $2;
\echo '== cases of an agency, first page; a page in the middle; its assets'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE page(:office, 'case', :at, false, 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE later(:office, 'case', :at, false, :case, 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE page(:office, 'asset', :at, false, 51);
\echo '== cases of one officer of it; cases in a rare state'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE officer(:office, :officer, 'case', :at, false, 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE in_state(:office, 'case', :at, 'entrusted', false, 51);
\echo '== assets of a case; what changed in it between two instants'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE of_case('asset', :at, :case, false, 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE changed(:case, 'asset', '2026-01-01', :now, 51);
\echo '== across agencies: cases of a judgment, with a number, of a debtor; requests of a judgment'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE cases_of('case', :at, false, :judgment, 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE number(:office, 'case', :at, false, '50007/2026', 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE debtor('case', :at, false, :debtor, 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE requests_of('request', :now, false, :judgment, 51);
\echo '== one case: its state at an instant; the events of one act'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE before(:case, :at, 1);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE at(:case, '2026-02-20 13:53:27Z', 20);
\echo '== an event ends the head before it'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE ended(:now, :event);

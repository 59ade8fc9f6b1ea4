-- What the server asks for each page and each sum.
\set office '''0197c0de-0001-7000-8000-000000000000'''
\set file '''0197c0de-0005-7000-8000-000000000007'''
\set entry '''0197c0de-0007-7000-8000-00000007a120'''
\pset format unaligned
\pset tuples_only on
PREPARE first AS SELECT * FROM postings WHERE office_id = $1 ORDER BY posted_on, entry_id, line LIMIT $2;
PREPARE later AS SELECT * FROM postings WHERE office_id = $1 AND posted_on = $2 AND entry_id > $3
    ORDER BY posted_on, entry_id, line LIMIT $4;
PREPARE next_days AS SELECT * FROM postings WHERE office_id = $1 AND posted_on > $2 ORDER BY posted_on, entry_id, line LIMIT $3;
PREPARE account AS SELECT * FROM postings WHERE office_id = $1 AND debit = $2 AND posted_on >= $3 AND posted_on <= $4
    ORDER BY posted_on, entry_id, line LIMIT $5;
PREPARE opening AS SELECT CAST(SUM(amount) AS BIGINT) FROM postings WHERE office_id = $1 AND debit = $2 AND posted_on <= $3;
PREPARE trial_on AS SELECT debit, credit, CAST(SUM(amount) AS BIGINT) FROM postings WHERE office_id = $1 AND posted_on <= $2
    GROUP BY debit, credit ORDER BY debit, credit;
PREPARE trial_as_of AS SELECT debit, credit, CAST(SUM(amount) AS BIGINT) FROM postings WHERE office_id = $1 AND recorded_at <= $2
    GROUP BY debit, credit ORDER BY debit, credit;
PREPARE trial_now AS SELECT account, CAST(SUM(debit) AS BIGINT), CAST(SUM(credit) AS BIGINT) FROM account_balances
    WHERE office_id = $1 GROUP BY account ORDER BY account;
PREPARE one_file AS SELECT debit, credit, CAST(SUM(amount) AS BIGINT) FROM postings WHERE office_id = $1 AND file_id = $2
    AND posted_on <= $3 GROUP BY debit, credit ORDER BY debit, credit;
\echo '== office ledger, first page'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE first(:office, 51);
\echo '== office ledger, a page in the middle of the year'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE later(:office, '2026-04-01', :entry, 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE next_days(:office, '2026-04-01', 51);
\echo '== account ledger of a month, first page, and what stood before'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE account(:office, '1121', '2026-09-01', '2026-09-30', 51);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE opening(:office, '1121', '2026-08-31');
\echo '== trial balance: now, on a day, as recorded at an instant'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE trial_now(:office);
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE trial_on(:office, '2026-09-30');
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE trial_as_of(:office, '2026-09-30');
\echo '== trial balance of a case on a day'
EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE one_file(:office, :file, '2026-09-30');

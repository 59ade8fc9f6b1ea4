-- One office with :lines lines in a hundredth as many cases over a year, and nine others with a fifth of that together. Every tenth line
-- is money that comes in; the others share it and pay it out.
BEGIN;
SET LOCAL session_replication_role = replica; -- no foreign key is checked row by row: they are right by construction
SET LOCAL synchronous_commit = off;
CREATE TEMP TABLE line AS
    SELECT n, pg_temp.id(1, CASE WHEN n < :lines THEN 0 ELSE 1 + n % 9 END) AS office,
        pg_temp.id(5, n % (:lines / 100) + :lines * CASE WHEN n < :lines THEN 0 ELSE 1 + n % 9 END) AS file,
        date '2025-10-01' + (n % :lines * 365 / :lines)::int AS day,
        (ARRAY['1121', '337', '337', '337', '337', '331', '331', '331', '331', '333'])[n % 10 + 1] AS debit,
        (ARRAY['337', '331', '331', '331', '333', '333_fee', '1121', '1121', '1121', '1121'])[n % 10 + 1] AS credit
    FROM generate_series(0, :lines + :lines / 5 - 1) n;
INSERT INTO ledger_entries (id, office_id, file_id, case_id, kind, posted_on, memo, source_kind, source_id, code, seq, created_at)
    SELECT pg_temp.id(7, n), office, file, file, 'J01', day, 'receipt', 'case', file, 'T-EN-06', 1, day::timestamptz FROM line;
INSERT INTO postings (entry_id, line, office_id, file_id, posted_on, debit, credit, amount, recorded_at)
    SELECT pg_temp.id(7, n), 1, office, file, day, debit, credit, 1000 + n % 1000, day::timestamptz FROM line;
INSERT INTO account_balances (file_id, account, office_id, debit, credit)
    SELECT file, account, office, sum(debit), sum(credit) FROM (
        SELECT file, office, debit AS account, 1000 + n % 1000 AS debit, 0 AS credit FROM line
        UNION ALL SELECT file, office, credit, 0, 1000 + n % 1000 FROM line) sides
    GROUP BY file, account, office;
COMMIT;

DROP TABLE handover_balances;
DROP INDEX distributions_by_state;
DROP TABLE statement_matches;
DROP TABLE statement_lines;
DROP TABLE bank_statements;
DROP TABLE closed_periods;
ALTER TABLE offices DROP COLUMN cash_differs_on;
ALTER TABLE offices DROP COLUMN cash_closed_on;
ALTER TABLE offices DROP COLUMN books_closed_on;

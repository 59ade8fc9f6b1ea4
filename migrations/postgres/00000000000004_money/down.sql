DROP TABLE payouts;
DROP TABLE distribution_lines;
DROP TABLE distributions;
DROP TABLE account_balances;
DROP TABLE postings;
DROP TABLE ledger_entries;
DROP TABLE receipts;

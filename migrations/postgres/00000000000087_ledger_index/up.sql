-- No question asks for the entries of what they came of: each entry names it, and is found by its file, its voucher or its day.
DROP INDEX ledger_entries_by_source;

CREATE INDEX ledger_entries_by_source ON ledger_entries (source_id, id);

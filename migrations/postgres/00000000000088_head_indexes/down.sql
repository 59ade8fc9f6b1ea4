CREATE INDEX events_by_time ON events (aggregate_id, recorded_at);
ALTER TABLE aggregate_heads RESET (fillfactor);
DROP INDEX aggregate_heads_by_office;
DROP INDEX aggregate_heads_by_case;
CREATE INDEX aggregate_heads_by_aggregate ON aggregate_heads (aggregate_id, until_at);
CREATE INDEX aggregate_heads_by_office ON aggregate_heads (office_id, kind, aggregate_id, from_at, until_at);
CREATE INDEX aggregate_heads_by_state ON aggregate_heads (office_id, kind, state, aggregate_id, from_at, until_at);
CREATE INDEX aggregate_heads_by_officer ON aggregate_heads (officer_id, kind, aggregate_id, from_at, until_at) WHERE officer_id IS NOT NULL;
CREATE INDEX aggregate_heads_by_case ON aggregate_heads (case_id, kind, aggregate_id, from_at, until_at) WHERE case_id IS NOT NULL;

-- Every event writes a head and ends the one before: what is written anew each time stands in no index, and of indexes there are no more
-- than the past is asked by. The end of a state is read from its row, of which those of one thing lie side by side; one thing's states are
-- found by its events.
DROP INDEX aggregate_heads_by_aggregate;
DROP INDEX aggregate_heads_by_office;
DROP INDEX aggregate_heads_by_state;
DROP INDEX aggregate_heads_by_officer;
DROP INDEX aggregate_heads_by_case;
CREATE INDEX aggregate_heads_by_office ON aggregate_heads (office_id, kind, aggregate_id, from_at);
CREATE INDEX aggregate_heads_by_case ON aggregate_heads (case_id, kind, aggregate_id, from_at) WHERE case_id IS NOT NULL;
ALTER TABLE aggregate_heads SET (fillfactor = 85);
-- What the last event before an instant is, the index of the sequence tells.
DROP INDEX events_by_time;

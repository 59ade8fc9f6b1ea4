DROP TABLE checkpoints;
DROP TABLE log_nodes;
DROP TABLE log_leaves;
DROP INDEX events_by_recording;

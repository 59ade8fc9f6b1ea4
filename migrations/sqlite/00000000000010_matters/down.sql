DROP INDEX decisions_by_matter;
ALTER TABLE decisions DROP COLUMN matter_id;
DROP INDEX deadlines_by_matter;
ALTER TABLE deadlines DROP COLUMN matter_id;
DROP TABLE matters;

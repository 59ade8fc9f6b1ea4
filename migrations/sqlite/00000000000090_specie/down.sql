DROP INDEX postings_by_unit;
ALTER TABLE postings DROP COLUMN quantity;
ALTER TABLE postings DROP COLUMN unit;

-- What is not đồng stands in the books by its quantity too, in ten-thousandths of its unit (TT78 3.1). Lines of before say only their value.
ALTER TABLE postings ADD COLUMN unit text;
ALTER TABLE postings ADD COLUMN quantity integer CHECK (quantity > 0);
CREATE INDEX postings_by_unit ON postings (office_id, file_id, unit) WHERE unit IS NOT NULL;

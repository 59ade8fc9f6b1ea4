DROP INDEX obligations_by_debtor;
CREATE INDEX obligations_by_debtor ON obligations (debtor_id);
DROP INDEX parties_by_identity;
ALTER TABLE parties DROP COLUMN identity;

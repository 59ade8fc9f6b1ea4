-- One person in several judgments is found by the identity number, so that every decision against a debtor shares in his money.
ALTER TABLE parties ADD COLUMN identity text;
UPDATE parties SET identity = nullif(upper(replace(doc::json ->> 'identity_number', ' ', '')), '');
CREATE INDEX parties_by_identity ON parties (office_id, identity) WHERE identity IS NOT NULL;

-- A debtor's items are read in pages, by key.
DROP INDEX obligations_by_debtor;
CREATE INDEX obligations_by_debtor ON obligations (debtor_id, id);

ALTER TABLE payouts ALTER COLUMN distribution_id SET NOT NULL;
DROP TABLE fee_accounts;
DROP TABLE performances;

-- A fee that is wholly given back before it was remitted leaves an order of nothing.
ALTER TABLE payouts DROP CONSTRAINT payouts_amount_check;
ALTER TABLE payouts ADD CONSTRAINT payouts_amount_check CHECK (amount >= 0);

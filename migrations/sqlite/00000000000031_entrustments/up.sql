-- An entrustment that one office of this system sent and another received: the sender's decision, and the receiver's file.
CREATE TABLE entrustment_links (
    decision_id text PRIMARY KEY NOT NULL CHECK (length(decision_id) = 36) REFERENCES decisions (id),
    matter_id text NOT NULL REFERENCES matters (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

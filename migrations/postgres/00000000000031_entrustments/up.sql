-- An entrustment that one office of this system sent and another received: the sender's decision, and the receiver's file.
CREATE TABLE entrustment_links (
    decision_id uuid PRIMARY KEY NOT NULL REFERENCES decisions (id),
    matter_id uuid NOT NULL REFERENCES matters (id) DEFERRABLE INITIALLY DEFERRED
);

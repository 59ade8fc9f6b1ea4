-- By what assets are found without reading their documents: the thing itself, and the days on which the watch lists look.
ALTER TABLE assets ADD COLUMN identifier text;
ALTER TABLE assets ADD COLUMN certificate_until text;
ALTER TABLE assets ADD COLUMN hand_over_until text;
ALTER TABLE assets ADD COLUMN moved_on text;
ALTER TABLE assets ADD COLUMN awaits_registry integer NOT NULL DEFAULT 0 CHECK (awaits_registry IN (0, 1));
CREATE INDEX assets_by_identifier ON assets (identifier) WHERE identifier IS NOT NULL;
CREATE INDEX assets_by_certificate ON assets (office_id, certificate_until, id) WHERE certificate_until IS NOT NULL;
CREATE INDEX assets_by_hand_over ON assets (office_id, hand_over_until, id) WHERE hand_over_until IS NOT NULL;
CREATE INDEX assets_by_move ON assets (office_id, moved_on, id) WHERE moved_on IS NOT NULL;
CREATE INDEX assets_by_registry ON assets (office_id, id) WHERE awaits_registry = 1;

-- Rules of this program that two people passed over are documents of a kind of their own: the list of all of them by office.
CREATE INDEX decisions_overriding ON decisions (office_id, id) WHERE kind = 'override_decision';

-- What the office knew at an instant. Each row of these tables held from `from_at` until just before `until_at`; the last moment of
-- the year 9999 there means that it still holds. A row is added and later ended, in the transaction of the act that changes the thing;
-- nothing else of it ever changes, and none is removed.
--
-- Ended is every row that would still hold at the moment of recording, so that of two rows of one thing the later written counts even
-- where a clock was set back.

-- The states of whatever has a history, by what lists are searched by; the state itself is the event's after-image.
CREATE TABLE aggregate_heads (
    event_id text PRIMARY KEY NOT NULL,
    kind text NOT NULL,
    aggregate_id text NOT NULL,
    office_id text NOT NULL,
    division_id text,
    officer_id text,
    case_id text,
    state text NOT NULL,
    held integer NOT NULL CHECK (held IN (0, 1)),
    confidential integer NOT NULL CHECK (confidential IN (0, 1)),
    from_at text NOT NULL,
    until_at text NOT NULL
) STRICT;
CREATE INDEX aggregate_heads_by_aggregate ON aggregate_heads (aggregate_id, until_at);
CREATE INDEX aggregate_heads_by_office ON aggregate_heads (office_id, kind, aggregate_id, from_at, until_at);
CREATE INDEX aggregate_heads_by_state ON aggregate_heads (office_id, kind, state, aggregate_id, from_at, until_at);
CREATE INDEX aggregate_heads_by_officer ON aggregate_heads (officer_id, kind, aggregate_id, from_at, until_at) WHERE officer_id IS NOT NULL;
CREATE INDEX aggregate_heads_by_case ON aggregate_heads (case_id, kind, aggregate_id, from_at, until_at) WHERE case_id IS NOT NULL;

-- The same rows as `deadlines`, `obligations` and `notices`, each as it was.
CREATE TABLE deadline_versions (
    place integer PRIMARY KEY NOT NULL,
    id text NOT NULL,
    office_id text NOT NULL,
    division_id text,
    officer_id text,
    case_id text,
    request_id text,
    judgment_id text,
    asset_id text,
    key text NOT NULL,
    regime text NOT NULL,
    started_on text NOT NULL,
    due_on text NOT NULL,
    due_at text,
    provisional integer NOT NULL CHECK (provisional IN (0, 1)),
    status text NOT NULL,
    computation text NOT NULL,
    opened_seq integer NOT NULL,
    closed_on text,
    created_at text NOT NULL,
    about_id text,
    matter_id text,
    duty text,
    imported integer NOT NULL CHECK (imported IN (0, 1)),
    lapses_at text,
    alarm_at text,
    breached_at text,
    calendar text NOT NULL,
    from_at text NOT NULL,
    until_at text NOT NULL
) STRICT;
CREATE INDEX deadline_versions_by_deadline ON deadline_versions (id, until_at);
CREATE INDEX deadline_versions_by_case ON deadline_versions (case_id, id, from_at, until_at) WHERE case_id IS NOT NULL;
CREATE INDEX deadline_versions_by_matter ON deadline_versions (matter_id, id, from_at, until_at) WHERE matter_id IS NOT NULL;
CREATE INDEX deadline_versions_by_office ON deadline_versions (office_id, status, due_on, id, from_at, until_at);
CREATE INDEX deadline_versions_by_officer ON deadline_versions (officer_id, status, due_on, id, from_at, until_at) WHERE officer_id IS NOT NULL;

CREATE TABLE obligation_versions (
    place integer PRIMARY KEY NOT NULL,
    id text NOT NULL,
    judgment_id text NOT NULL,
    office_id text NOT NULL,
    case_id text,
    debtor_id text NOT NULL,
    creditor_id text,
    mode text NOT NULL,
    kind text NOT NULL,
    amount integer NOT NULL,
    paid integer NOT NULL,
    status text NOT NULL,
    due_on text,
    doc text NOT NULL,
    from_at text NOT NULL,
    until_at text NOT NULL
) STRICT;
CREATE INDEX obligation_versions_by_obligation ON obligation_versions (id, until_at);
CREATE INDEX obligation_versions_by_case ON obligation_versions (case_id, id, from_at, until_at) WHERE case_id IS NOT NULL;
CREATE INDEX obligation_versions_by_judgment ON obligation_versions (judgment_id, id, from_at, until_at);
CREATE INDEX obligation_versions_by_debtor ON obligation_versions (debtor_id, from_at, until_at);

CREATE TABLE notice_versions (
    place integer PRIMARY KEY NOT NULL,
    id text NOT NULL,
    office_id text NOT NULL,
    case_id text NOT NULL,
    decision_id text,
    addressee_id text NOT NULL,
    channel text NOT NULL,
    valid_on text,
    doc text NOT NULL,
    created_at text NOT NULL,
    from_at text NOT NULL,
    until_at text NOT NULL
) STRICT;
CREATE INDEX notice_versions_by_notice ON notice_versions (id, until_at);
CREATE INDEX notice_versions_by_case ON notice_versions (case_id, id, from_at, until_at);

-- Parties as they were, each personal value beside its salt and the digest that the history holds. Value and salt can be blanked, by
-- a decision that `redacted` names; the digest stays.
CREATE TABLE party_versions (
    place integer PRIMARY KEY NOT NULL,
    party_id text NOT NULL,
    judgment_id text NOT NULL,
    office_id text NOT NULL,
    kind text NOT NULL,
    budget_funded integer NOT NULL CHECK (budget_funded IN (0, 1)),
    name text,
    name_salt text,
    name_digest text,
    address text,
    address_salt text,
    address_digest text,
    identity_number text,
    identity_number_salt text,
    identity_number_digest text,
    bank_account text,
    bank_account_salt text,
    bank_account_digest text,
    redacted text NOT NULL,
    from_at text NOT NULL,
    until_at text NOT NULL
) STRICT;
CREATE INDEX party_versions_by_party ON party_versions (party_id, until_at);
CREATE INDEX party_versions_by_judgment ON party_versions (judgment_id, party_id, from_at, until_at);

-- Rows of before: as they are, from the last moment at which they can have changed. Of what they were earlier only the events tell.
INSERT INTO deadline_versions (id, office_id, division_id, officer_id, case_id, request_id, judgment_id, asset_id, key, regime, started_on, due_on, due_at, provisional, status, computation, opened_seq, closed_on, created_at, about_id, matter_id, duty, imported, lapses_at, alarm_at, breached_at, calendar, from_at, until_at)
    SELECT id, office_id, division_id, officer_id, case_id, request_id, judgment_id, asset_id, key, regime, started_on, due_on, due_at, provisional, status, computation, opened_seq, closed_on, created_at, about_id, matter_id, duty, imported, lapses_at, alarm_at, breached_at, calendar, coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id IN (r.case_id, r.asset_id, r.request_id, r.judgment_id, r.matter_id)), r.created_at), '9999-12-31T23:59:59.999999Z' FROM deadlines AS r;
INSERT INTO obligation_versions (id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid, status, due_on, doc, from_at, until_at)
    SELECT id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid, status, due_on, doc, coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id IN (r.case_id, r.judgment_id)), (SELECT created_at FROM judgments WHERE id = r.judgment_id)), '9999-12-31T23:59:59.999999Z' FROM obligations AS r;
INSERT INTO notice_versions (id, office_id, case_id, decision_id, addressee_id, channel, valid_on, doc, created_at, from_at, until_at)
    SELECT id, office_id, case_id, decision_id, addressee_id, channel, valid_on, doc, created_at, coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id = r.case_id), r.created_at), '9999-12-31T23:59:59.999999Z' FROM notices AS r;
INSERT INTO party_versions (party_id, judgment_id, office_id, kind, budget_funded, name, address, identity_number, bank_account, redacted,
        from_at, until_at)
    SELECT id, judgment_id, office_id, kind, coalesce(json_extract(doc, '$.budget_funded'), 0), name, json_extract(doc, '$.address'), json_extract(doc, '$.identity_number'), json_extract(doc, '$.bank_account'), '{}',
        coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id = r.judgment_id), (SELECT created_at FROM judgments WHERE id = r.judgment_id)), '9999-12-31T23:59:59.999999Z' FROM parties AS r;

-- The heads of events of before. Every aggregate says its division and officer itself; a confidential one is a denunciation.
INSERT INTO aggregate_heads (event_id, kind, aggregate_id, office_id, division_id, officer_id, case_id, state, held, confidential,
        from_at, until_at)
    SELECT id, aggregate_kind, aggregate_id, office_id,
        coalesce(json_extract(body, '$.after.division'), json_extract(body, '$.after.head.division')),
        coalesce(json_extract(body, '$.after.officer'), json_extract(body, '$.after.head.officer')),
        case_id,
        coalesce(json_extract(body, '$.after.state'), json_extract(body, '$.after.stage'), 'registered'),
        aggregate_kind = 'case' AND (EXISTS (SELECT 1 FROM json_each(body, '$.after.holds') AS one WHERE json_extract(one.value, '$.resumed_on') IS NULL)
            OR EXISTS (SELECT 1 FROM json_each(body, '$.after.pauses') AS one WHERE json_extract(one.value, '$.lifted_on') IS NULL)),
        aggregate_kind = 'denunciation',
        recorded_at,
        coalesce(min(recorded_at) OVER (PARTITION BY aggregate_id ORDER BY seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING),
            '9999-12-31T23:59:59.999999Z')
    FROM events WHERE aggregate_kind <> 'access';

CREATE TRIGGER aggregate_heads_only_end BEFORE UPDATE ON aggregate_heads
    WHEN NEW.event_id IS NOT OLD.event_id
        OR NEW.kind IS NOT OLD.kind
        OR NEW.aggregate_id IS NOT OLD.aggregate_id
        OR NEW.office_id IS NOT OLD.office_id
        OR NEW.division_id IS NOT OLD.division_id
        OR NEW.officer_id IS NOT OLD.officer_id
        OR NEW.case_id IS NOT OLD.case_id
        OR NEW.state IS NOT OLD.state
        OR NEW.held IS NOT OLD.held
        OR NEW.confidential IS NOT OLD.confidential
        OR NEW.from_at IS NOT OLD.from_at
        OR NEW.until_at > OLD.until_at
    BEGIN SELECT RAISE(ABORT, 'append_only: aggregate_heads'); END;
CREATE TRIGGER aggregate_heads_no_delete BEFORE DELETE ON aggregate_heads
    BEGIN SELECT RAISE(ABORT, 'append_only: aggregate_heads'); END;
CREATE TRIGGER deadline_versions_only_end BEFORE UPDATE ON deadline_versions
    WHEN NEW.place IS NOT OLD.place
        OR NEW.id IS NOT OLD.id
        OR NEW.office_id IS NOT OLD.office_id
        OR NEW.division_id IS NOT OLD.division_id
        OR NEW.officer_id IS NOT OLD.officer_id
        OR NEW.case_id IS NOT OLD.case_id
        OR NEW.request_id IS NOT OLD.request_id
        OR NEW.judgment_id IS NOT OLD.judgment_id
        OR NEW.asset_id IS NOT OLD.asset_id
        OR NEW.key IS NOT OLD.key
        OR NEW.regime IS NOT OLD.regime
        OR NEW.started_on IS NOT OLD.started_on
        OR NEW.due_on IS NOT OLD.due_on
        OR NEW.due_at IS NOT OLD.due_at
        OR NEW.provisional IS NOT OLD.provisional
        OR NEW.status IS NOT OLD.status
        OR NEW.computation IS NOT OLD.computation
        OR NEW.opened_seq IS NOT OLD.opened_seq
        OR NEW.closed_on IS NOT OLD.closed_on
        OR NEW.created_at IS NOT OLD.created_at
        OR NEW.about_id IS NOT OLD.about_id
        OR NEW.matter_id IS NOT OLD.matter_id
        OR NEW.duty IS NOT OLD.duty
        OR NEW.imported IS NOT OLD.imported
        OR NEW.lapses_at IS NOT OLD.lapses_at
        OR NEW.alarm_at IS NOT OLD.alarm_at
        OR NEW.breached_at IS NOT OLD.breached_at
        OR NEW.calendar IS NOT OLD.calendar
        OR NEW.from_at IS NOT OLD.from_at
        OR NEW.until_at > OLD.until_at
    BEGIN SELECT RAISE(ABORT, 'append_only: deadline_versions'); END;
CREATE TRIGGER deadline_versions_no_delete BEFORE DELETE ON deadline_versions
    BEGIN SELECT RAISE(ABORT, 'append_only: deadline_versions'); END;
CREATE TRIGGER obligation_versions_only_end BEFORE UPDATE ON obligation_versions
    WHEN NEW.place IS NOT OLD.place
        OR NEW.id IS NOT OLD.id
        OR NEW.judgment_id IS NOT OLD.judgment_id
        OR NEW.office_id IS NOT OLD.office_id
        OR NEW.case_id IS NOT OLD.case_id
        OR NEW.debtor_id IS NOT OLD.debtor_id
        OR NEW.creditor_id IS NOT OLD.creditor_id
        OR NEW.mode IS NOT OLD.mode
        OR NEW.kind IS NOT OLD.kind
        OR NEW.amount IS NOT OLD.amount
        OR NEW.paid IS NOT OLD.paid
        OR NEW.status IS NOT OLD.status
        OR NEW.due_on IS NOT OLD.due_on
        OR NEW.doc IS NOT OLD.doc
        OR NEW.from_at IS NOT OLD.from_at
        OR NEW.until_at > OLD.until_at
    BEGIN SELECT RAISE(ABORT, 'append_only: obligation_versions'); END;
CREATE TRIGGER obligation_versions_no_delete BEFORE DELETE ON obligation_versions
    BEGIN SELECT RAISE(ABORT, 'append_only: obligation_versions'); END;
CREATE TRIGGER notice_versions_only_end BEFORE UPDATE ON notice_versions
    WHEN NEW.place IS NOT OLD.place
        OR NEW.id IS NOT OLD.id
        OR NEW.office_id IS NOT OLD.office_id
        OR NEW.case_id IS NOT OLD.case_id
        OR NEW.decision_id IS NOT OLD.decision_id
        OR NEW.addressee_id IS NOT OLD.addressee_id
        OR NEW.channel IS NOT OLD.channel
        OR NEW.valid_on IS NOT OLD.valid_on
        OR NEW.doc IS NOT OLD.doc
        OR NEW.created_at IS NOT OLD.created_at
        OR NEW.from_at IS NOT OLD.from_at
        OR NEW.until_at > OLD.until_at
    BEGIN SELECT RAISE(ABORT, 'append_only: notice_versions'); END;
CREATE TRIGGER notice_versions_no_delete BEFORE DELETE ON notice_versions
    BEGIN SELECT RAISE(ABORT, 'append_only: notice_versions'); END;
CREATE TRIGGER party_versions_only_blank BEFORE UPDATE ON party_versions
    WHEN NEW.party_id IS NOT OLD.party_id
        OR NEW.judgment_id IS NOT OLD.judgment_id
        OR NEW.office_id IS NOT OLD.office_id
        OR NEW.kind IS NOT OLD.kind
        OR NEW.budget_funded IS NOT OLD.budget_funded
        OR NEW.name_digest IS NOT OLD.name_digest
        OR NEW.address_digest IS NOT OLD.address_digest
        OR NEW.identity_number_digest IS NOT OLD.identity_number_digest
        OR NEW.bank_account_digest IS NOT OLD.bank_account_digest
        OR NEW.place IS NOT OLD.place
        OR NEW.from_at IS NOT OLD.from_at
        OR (NEW.name IS NOT NULL AND NEW.name IS NOT OLD.name)
        OR (NEW.name_salt IS NOT NULL AND NEW.name_salt IS NOT OLD.name_salt)
        OR (NEW.address IS NOT NULL AND NEW.address IS NOT OLD.address)
        OR (NEW.address_salt IS NOT NULL AND NEW.address_salt IS NOT OLD.address_salt)
        OR (NEW.identity_number IS NOT NULL AND NEW.identity_number IS NOT OLD.identity_number)
        OR (NEW.identity_number_salt IS NOT NULL AND NEW.identity_number_salt IS NOT OLD.identity_number_salt)
        OR (NEW.bank_account IS NOT NULL AND NEW.bank_account IS NOT OLD.bank_account)
        OR (NEW.bank_account_salt IS NOT NULL AND NEW.bank_account_salt IS NOT OLD.bank_account_salt)
        OR NEW.until_at > OLD.until_at
        OR (NEW.redacted <> OLD.redacted AND NOT ((NEW.name IS NULL AND OLD.name IS NOT NULL)
            OR (NEW.name_salt IS NULL AND OLD.name_salt IS NOT NULL)
            OR (NEW.address IS NULL AND OLD.address IS NOT NULL)
            OR (NEW.address_salt IS NULL AND OLD.address_salt IS NOT NULL)
            OR (NEW.identity_number IS NULL AND OLD.identity_number IS NOT NULL)
            OR (NEW.identity_number_salt IS NULL AND OLD.identity_number_salt IS NOT NULL)
            OR (NEW.bank_account IS NULL AND OLD.bank_account IS NOT NULL)
            OR (NEW.bank_account_salt IS NULL AND OLD.bank_account_salt IS NOT NULL)))
        OR (NEW.redacted = OLD.redacted AND ((NEW.name IS NULL AND OLD.name IS NOT NULL)
            OR (NEW.name_salt IS NULL AND OLD.name_salt IS NOT NULL)
            OR (NEW.address IS NULL AND OLD.address IS NOT NULL)
            OR (NEW.address_salt IS NULL AND OLD.address_salt IS NOT NULL)
            OR (NEW.identity_number IS NULL AND OLD.identity_number IS NOT NULL)
            OR (NEW.identity_number_salt IS NULL AND OLD.identity_number_salt IS NOT NULL)
            OR (NEW.bank_account IS NULL AND OLD.bank_account IS NOT NULL)
            OR (NEW.bank_account_salt IS NULL AND OLD.bank_account_salt IS NOT NULL)))
    BEGIN SELECT RAISE(ABORT, 'append_only: party_versions'); END;
CREATE TRIGGER party_versions_no_delete BEFORE DELETE ON party_versions
    BEGIN SELECT RAISE(ABORT, 'append_only: party_versions'); END;

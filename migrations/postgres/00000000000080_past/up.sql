-- What the office knew at an instant. Each row of these tables held from `from_at` until just before `until_at`; the last moment of
-- the year 9999 there means that it still holds. A row is added and later ended, in the transaction of the act that changes the thing;
-- nothing else of it ever changes, and none is removed.
--
-- Ended is every row that would still hold at the moment of recording, so that of two rows of one thing the later written counts even
-- where a clock was set back.

-- The states of whatever has a history, by what lists are searched by; the state itself is the event's after-image.
CREATE TABLE aggregate_heads (
    event_id uuid PRIMARY KEY NOT NULL,
    kind text NOT NULL,
    aggregate_id uuid NOT NULL,
    office_id uuid NOT NULL,
    division_id uuid,
    officer_id uuid,
    case_id uuid,
    state text NOT NULL,
    held boolean NOT NULL,
    confidential boolean NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL
);
CREATE INDEX aggregate_heads_by_aggregate ON aggregate_heads (aggregate_id, until_at);
CREATE INDEX aggregate_heads_by_office ON aggregate_heads (office_id, kind, aggregate_id, from_at, until_at);
CREATE INDEX aggregate_heads_by_state ON aggregate_heads (office_id, kind, state, aggregate_id, from_at, until_at);
CREATE INDEX aggregate_heads_by_officer ON aggregate_heads (officer_id, kind, aggregate_id, from_at, until_at) WHERE officer_id IS NOT NULL;
CREATE INDEX aggregate_heads_by_case ON aggregate_heads (case_id, kind, aggregate_id, from_at, until_at) WHERE case_id IS NOT NULL;

-- The same rows as `deadlines`, `obligations` and `notices`, each as it was.
CREATE TABLE deadline_versions (
    place bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id uuid NOT NULL,
    office_id uuid NOT NULL,
    division_id uuid,
    officer_id uuid,
    case_id uuid,
    request_id uuid,
    judgment_id uuid,
    asset_id uuid,
    key text NOT NULL,
    regime text NOT NULL,
    started_on date NOT NULL,
    due_on date NOT NULL,
    due_at timestamptz,
    provisional boolean NOT NULL,
    status text NOT NULL,
    computation text NOT NULL,
    opened_seq bigint NOT NULL,
    closed_on date,
    created_at timestamptz NOT NULL,
    about_id uuid,
    matter_id uuid,
    duty text,
    imported boolean NOT NULL,
    lapses_at timestamptz,
    alarm_at timestamptz,
    breached_at timestamptz,
    calendar text NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL
);
CREATE INDEX deadline_versions_by_deadline ON deadline_versions (id, until_at);
CREATE INDEX deadline_versions_by_case ON deadline_versions (case_id, id, from_at, until_at) WHERE case_id IS NOT NULL;
CREATE INDEX deadline_versions_by_matter ON deadline_versions (matter_id, id, from_at, until_at) WHERE matter_id IS NOT NULL;
CREATE INDEX deadline_versions_by_office ON deadline_versions (office_id, status, due_on, id, from_at, until_at);
CREATE INDEX deadline_versions_by_officer ON deadline_versions (officer_id, status, due_on, id, from_at, until_at) WHERE officer_id IS NOT NULL;

CREATE TABLE obligation_versions (
    place bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id uuid NOT NULL,
    judgment_id uuid NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid,
    debtor_id uuid NOT NULL,
    creditor_id uuid,
    mode text NOT NULL,
    kind text NOT NULL,
    amount bigint NOT NULL,
    paid bigint NOT NULL,
    status text NOT NULL,
    due_on date,
    doc text NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL
);
CREATE INDEX obligation_versions_by_obligation ON obligation_versions (id, until_at);
CREATE INDEX obligation_versions_by_case ON obligation_versions (case_id, id, from_at, until_at) WHERE case_id IS NOT NULL;
CREATE INDEX obligation_versions_by_judgment ON obligation_versions (judgment_id, id, from_at, until_at);
CREATE INDEX obligation_versions_by_debtor ON obligation_versions (debtor_id, from_at, until_at);

CREATE TABLE notice_versions (
    place bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id uuid NOT NULL,
    office_id uuid NOT NULL,
    case_id uuid NOT NULL,
    decision_id uuid,
    addressee_id uuid NOT NULL,
    channel text NOT NULL,
    valid_on date,
    doc text NOT NULL,
    created_at timestamptz NOT NULL,
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL
);
CREATE INDEX notice_versions_by_notice ON notice_versions (id, until_at);
CREATE INDEX notice_versions_by_case ON notice_versions (case_id, id, from_at, until_at);

-- Parties as they were, each personal value beside its salt and the digest that the history holds. Value and salt can be blanked, by
-- a decision that `redacted` names; the digest stays.
CREATE TABLE party_versions (
    place bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    party_id uuid NOT NULL,
    judgment_id uuid NOT NULL,
    office_id uuid NOT NULL,
    kind text NOT NULL,
    budget_funded boolean NOT NULL,
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
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL
);
CREATE INDEX party_versions_by_party ON party_versions (party_id, until_at);
CREATE INDEX party_versions_by_judgment ON party_versions (judgment_id, party_id, from_at, until_at);

-- Rows of before: as they are, from the last moment at which they can have changed. Of what they were earlier only the events tell.
INSERT INTO deadline_versions (id, office_id, division_id, officer_id, case_id, request_id, judgment_id, asset_id, key, regime, started_on, due_on, due_at, provisional, status, computation, opened_seq, closed_on, created_at, about_id, matter_id, duty, imported, lapses_at, alarm_at, breached_at, calendar, from_at, until_at)
    SELECT id, office_id, division_id, officer_id, case_id, request_id, judgment_id, asset_id, key, regime, started_on, due_on, due_at, provisional, status, computation, opened_seq, closed_on, created_at, about_id, matter_id, duty, imported, lapses_at, alarm_at, breached_at, calendar, coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id IN (r.case_id, r.asset_id, r.request_id, r.judgment_id, r.matter_id)), r.created_at), '9999-12-31T23:59:59.999999Z'::timestamptz FROM deadlines AS r;
INSERT INTO obligation_versions (id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid, status, due_on, doc, from_at, until_at)
    SELECT id, judgment_id, office_id, case_id, debtor_id, creditor_id, mode, kind, amount, paid, status, due_on, doc, coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id IN (r.case_id, r.judgment_id)), (SELECT created_at FROM judgments WHERE id = r.judgment_id)), '9999-12-31T23:59:59.999999Z'::timestamptz FROM obligations AS r;
INSERT INTO notice_versions (id, office_id, case_id, decision_id, addressee_id, channel, valid_on, doc, created_at, from_at, until_at)
    SELECT id, office_id, case_id, decision_id, addressee_id, channel, valid_on, doc, created_at, coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id = r.case_id), r.created_at), '9999-12-31T23:59:59.999999Z'::timestamptz FROM notices AS r;
INSERT INTO party_versions (party_id, judgment_id, office_id, kind, budget_funded, name, address, identity_number, bank_account, redacted,
        from_at, until_at)
    SELECT id, judgment_id, office_id, kind, coalesce((doc::jsonb ->> 'budget_funded')::boolean, false), name, (doc::jsonb ->> 'address'), (doc::jsonb ->> 'identity_number'), (doc::jsonb ->> 'bank_account'), '{}',
        coalesce((SELECT max(recorded_at) FROM events WHERE aggregate_id = r.judgment_id), (SELECT created_at FROM judgments WHERE id = r.judgment_id)), '9999-12-31T23:59:59.999999Z'::timestamptz FROM parties AS r;

-- The heads of events of before. Every aggregate says its division and officer itself; a confidential one is a denunciation.
INSERT INTO aggregate_heads (event_id, kind, aggregate_id, office_id, division_id, officer_id, case_id, state, held, confidential,
        from_at, until_at)
    SELECT id, aggregate_kind, aggregate_id, office_id,
        coalesce((body::jsonb #>> '{after,division}'), (body::jsonb #>> '{after,head,division}'))::uuid,
        coalesce((body::jsonb #>> '{after,officer}'), (body::jsonb #>> '{after,head,officer}'))::uuid,
        case_id,
        coalesce((body::jsonb #>> '{after,state}'), (body::jsonb #>> '{after,stage}'), 'registered'),
        aggregate_kind = 'case' AND (EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(nullif(body::jsonb #> '{after,holds}', 'null'), '[]')) AS one WHERE one ->> 'resumed_on' IS NULL)
            OR EXISTS (SELECT 1 FROM jsonb_array_elements(coalesce(nullif(body::jsonb #> '{after,pauses}', 'null'), '[]')) AS one WHERE one ->> 'lifted_on' IS NULL)),
        aggregate_kind = 'denunciation',
        recorded_at,
        coalesce(min(recorded_at) OVER (PARTITION BY aggregate_id ORDER BY seq ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING),
            '9999-12-31T23:59:59.999999Z'::timestamptz)
    FROM events WHERE aggregate_kind <> 'access';

CREATE TRIGGER aggregate_heads_only_end BEFORE UPDATE ON aggregate_heads FOR EACH ROW
    WHEN ((NEW.event_id, NEW.kind, NEW.aggregate_id, NEW.office_id, NEW.division_id, NEW.officer_id, NEW.case_id, NEW.state, NEW.held, NEW.confidential, NEW.from_at)
        IS DISTINCT FROM (OLD.event_id, OLD.kind, OLD.aggregate_id, OLD.office_id, OLD.division_id, OLD.officer_id, OLD.case_id, OLD.state, OLD.held, OLD.confidential, OLD.from_at)
        OR NEW.until_at > OLD.until_at)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER aggregate_heads_no_delete BEFORE DELETE OR TRUNCATE ON aggregate_heads
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deadline_versions_only_end BEFORE UPDATE ON deadline_versions FOR EACH ROW
    WHEN ((NEW.place, NEW.id, NEW.office_id, NEW.division_id, NEW.officer_id, NEW.case_id, NEW.request_id, NEW.judgment_id, NEW.asset_id, NEW.key, NEW.regime, NEW.started_on, NEW.due_on, NEW.due_at, NEW.provisional, NEW.status, NEW.computation, NEW.opened_seq, NEW.closed_on, NEW.created_at, NEW.about_id, NEW.matter_id, NEW.duty, NEW.imported, NEW.lapses_at, NEW.alarm_at, NEW.breached_at, NEW.calendar, NEW.from_at)
        IS DISTINCT FROM (OLD.place, OLD.id, OLD.office_id, OLD.division_id, OLD.officer_id, OLD.case_id, OLD.request_id, OLD.judgment_id, OLD.asset_id, OLD.key, OLD.regime, OLD.started_on, OLD.due_on, OLD.due_at, OLD.provisional, OLD.status, OLD.computation, OLD.opened_seq, OLD.closed_on, OLD.created_at, OLD.about_id, OLD.matter_id, OLD.duty, OLD.imported, OLD.lapses_at, OLD.alarm_at, OLD.breached_at, OLD.calendar, OLD.from_at)
        OR NEW.until_at > OLD.until_at)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deadline_versions_no_delete BEFORE DELETE OR TRUNCATE ON deadline_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER obligation_versions_only_end BEFORE UPDATE ON obligation_versions FOR EACH ROW
    WHEN ((NEW.place, NEW.id, NEW.judgment_id, NEW.office_id, NEW.case_id, NEW.debtor_id, NEW.creditor_id, NEW.mode, NEW.kind, NEW.amount, NEW.paid, NEW.status, NEW.due_on, NEW.doc, NEW.from_at)
        IS DISTINCT FROM (OLD.place, OLD.id, OLD.judgment_id, OLD.office_id, OLD.case_id, OLD.debtor_id, OLD.creditor_id, OLD.mode, OLD.kind, OLD.amount, OLD.paid, OLD.status, OLD.due_on, OLD.doc, OLD.from_at)
        OR NEW.until_at > OLD.until_at)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER obligation_versions_no_delete BEFORE DELETE OR TRUNCATE ON obligation_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_versions_only_end BEFORE UPDATE ON notice_versions FOR EACH ROW
    WHEN ((NEW.place, NEW.id, NEW.office_id, NEW.case_id, NEW.decision_id, NEW.addressee_id, NEW.channel, NEW.valid_on, NEW.doc, NEW.created_at, NEW.from_at)
        IS DISTINCT FROM (OLD.place, OLD.id, OLD.office_id, OLD.case_id, OLD.decision_id, OLD.addressee_id, OLD.channel, OLD.valid_on, OLD.doc, OLD.created_at, OLD.from_at)
        OR NEW.until_at > OLD.until_at)
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_versions_no_delete BEFORE DELETE OR TRUNCATE ON notice_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER party_versions_only_blank BEFORE UPDATE ON party_versions FOR EACH ROW
    WHEN (NEW.party_id IS DISTINCT FROM OLD.party_id
        OR NEW.judgment_id IS DISTINCT FROM OLD.judgment_id
        OR NEW.office_id IS DISTINCT FROM OLD.office_id
        OR NEW.kind IS DISTINCT FROM OLD.kind
        OR NEW.budget_funded IS DISTINCT FROM OLD.budget_funded
        OR NEW.name_digest IS DISTINCT FROM OLD.name_digest
        OR NEW.address_digest IS DISTINCT FROM OLD.address_digest
        OR NEW.identity_number_digest IS DISTINCT FROM OLD.identity_number_digest
        OR NEW.bank_account_digest IS DISTINCT FROM OLD.bank_account_digest
        OR NEW.place IS DISTINCT FROM OLD.place
        OR NEW.from_at IS DISTINCT FROM OLD.from_at
        OR (NEW.name IS NOT NULL AND NEW.name IS DISTINCT FROM OLD.name)
        OR (NEW.name_salt IS NOT NULL AND NEW.name_salt IS DISTINCT FROM OLD.name_salt)
        OR (NEW.address IS NOT NULL AND NEW.address IS DISTINCT FROM OLD.address)
        OR (NEW.address_salt IS NOT NULL AND NEW.address_salt IS DISTINCT FROM OLD.address_salt)
        OR (NEW.identity_number IS NOT NULL AND NEW.identity_number IS DISTINCT FROM OLD.identity_number)
        OR (NEW.identity_number_salt IS NOT NULL AND NEW.identity_number_salt IS DISTINCT FROM OLD.identity_number_salt)
        OR (NEW.bank_account IS NOT NULL AND NEW.bank_account IS DISTINCT FROM OLD.bank_account)
        OR (NEW.bank_account_salt IS NOT NULL AND NEW.bank_account_salt IS DISTINCT FROM OLD.bank_account_salt)
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
            OR (NEW.bank_account_salt IS NULL AND OLD.bank_account_salt IS NOT NULL))))
    EXECUTE FUNCTION refuse_change();
CREATE TRIGGER party_versions_no_delete BEFORE DELETE OR TRUNCATE ON party_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

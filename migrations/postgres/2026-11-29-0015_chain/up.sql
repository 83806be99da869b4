-- Who handles data for a partner: the list of a round (with its assessment) and the one that is kept between rounds.
CREATE TABLE sub_processors (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    assessment_id TEXT REFERENCES assessments (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    purpose TEXT NOT NULL,
    data TEXT NOT NULL,
    country TEXT NOT NULL,
    transfer TEXT NOT NULL CHECK (transfer IN ('not_needed', 'adequacy', 'scc_tia', 'bcr', 'derogation', 'none')),
    since_on TEXT,
    website TEXT NOT NULL,
    carried_over BOOLEAN NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX sub_processors_partner ON sub_processors (org_id, partner_id);
CREATE INDEX sub_processors_assessment ON sub_processors (assessment_id);

-- Announced changes of that list, and what we said to them (GDPR 28(2)).
CREATE TABLE sub_processor_notices (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    link_id TEXT REFERENCES respondent_links (id),
    recorded_by TEXT REFERENCES users (id),
    change TEXT NOT NULL CHECK (change IN ('add', 'remove')),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    purpose TEXT NOT NULL,
    data TEXT NOT NULL,
    country TEXT NOT NULL,
    transfer TEXT NOT NULL CHECK (transfer IN ('not_needed', 'adequacy', 'scc_tia', 'bcr', 'derogation', 'none')),
    website TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    announced_at BIGINT NOT NULL,
    objection_ends_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'tacit', 'objected', 'withdrawn', 'proceeding')),
    reason TEXT NOT NULL,
    answered_by TEXT REFERENCES users (id),
    answered_at BIGINT,
    settled_at BIGINT,
    listed_at BIGINT,
    CHECK ((link_id IS NULL) <> (recorded_by IS NULL))
);
CREATE INDEX sub_processor_notices_partner ON sub_processor_notices (org_id, partner_id);
CREATE INDEX sub_processor_notices_state ON sub_processor_notices (state);

-- Names that a person says are the same company's: `name_key` counts as `same_as`.
CREATE TABLE company_names (
    org_id TEXT NOT NULL REFERENCES organisations (id),
    name_key TEXT NOT NULL,
    same_as TEXT NOT NULL,
    merged_by TEXT NOT NULL REFERENCES users (id),
    merged_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, name_key)
);

-- How many days an organisation has to object.
CREATE TABLE objection_periods (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
    days BIGINT NOT NULL CHECK (days > 0)
);

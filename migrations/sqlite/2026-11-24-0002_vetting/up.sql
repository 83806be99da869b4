CREATE TABLE partners (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    website TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    notes TEXT NOT NULL,
    linked_org_id TEXT REFERENCES organisations (id),
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    archived_at BIGINT,
    UNIQUE (org_id, name)
);

CREATE TABLE assessments (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    questionnaire_id TEXT NOT NULL,
    questionnaire_version BIGINT NOT NULL,
    questionnaire TEXT NOT NULL,
    policy TEXT NOT NULL,
    intake TEXT,
    state TEXT NOT NULL CHECK (state IN ('intake', 'sent', 'submitted', 'decided', 'cancelled')),
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    submitted_at BIGINT,
    submitted_by TEXT
);
CREATE INDEX assessments_partner ON assessments (org_id, partner_id);

CREATE TABLE answers (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    question_id TEXT NOT NULL,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    option_id TEXT,
    not_applicable BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    evidence_note TEXT NOT NULL,
    revision BIGINT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, question_id)
);

CREATE TABLE reviews (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    question_id TEXT NOT NULL,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    evidence_level TEXT CHECK (evidence_level IN ('E0', 'E1', 'E2', 'E3')),
    evidence_expired BOOLEAN NOT NULL,
    na_accepted BOOLEAN,
    corrected_option_id TEXT,
    note TEXT NOT NULL,
    reviewed_by TEXT NOT NULL REFERENCES users (id),
    reviewed_at BIGINT NOT NULL,
    PRIMARY KEY (assessment_id, question_id)
);

CREATE TABLE respondent_links (
    id TEXT NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    opened_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX respondent_links_assessment ON respondent_links (assessment_id);

CREATE TABLE respondent_sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    link_id TEXT NOT NULL REFERENCES respondent_links (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE decisions (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    computed TEXT NOT NULL,
    decided TEXT NOT NULL,
    reason TEXT NOT NULL,
    score TEXT NOT NULL,
    inputs_sha256 TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('awaiting_second', 'current', 'superseded', 'void')),
    decided_by TEXT NOT NULL REFERENCES users (id),
    decided_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    second_by TEXT REFERENCES users (id),
    second_at BIGINT
);
CREATE INDEX decisions_partner ON decisions (org_id, partner_id, status);

CREATE TABLE findings (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    decision_id TEXT REFERENCES decisions (id),
    question_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('condition', 'plan')),
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by TEXT REFERENCES users (id),
    closing_note TEXT NOT NULL
);
CREATE INDEX findings_partner ON findings (org_id, partner_id);

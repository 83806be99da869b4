CREATE TABLE questionnaires (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    draft TEXT,
    draft_notes TEXT NOT NULL,
    revision BIGINT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    archived_at BIGINT,
    UNIQUE (org_id, code)
);

CREATE TABLE questionnaire_versions (
    questionnaire_id TEXT NOT NULL REFERENCES questionnaires (id),
    version BIGINT NOT NULL,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    published_by TEXT NOT NULL REFERENCES users (id),
    published_at BIGINT NOT NULL,
    PRIMARY KEY (questionnaire_id, version)
);

ALTER TABLE assessments ADD COLUMN tailoring TEXT CHECK (tailoring IN ('by_tier', 'T1', 'T2', 'T3', 'T4'));

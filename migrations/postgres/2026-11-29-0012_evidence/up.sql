-- Documents that prove answers: sealed under the master key, each with what both sides read about it.
CREATE TABLE evidence_files (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    question_id TEXT NOT NULL,
    link_id TEXT NOT NULL REFERENCES respondent_links (id),
    kind TEXT NOT NULL CHECK (kind IN ('policy', 'certificate', 'report', 'contract', 'record', 'other')),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL,
    effective_on TEXT NOT NULL,
    expires_on TEXT,
    added_at BIGINT NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE INDEX evidence_files_assessment ON evidence_files (org_id, assessment_id);

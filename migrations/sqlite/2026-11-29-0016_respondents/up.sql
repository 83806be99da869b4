-- In which language a respondent reads: the page, and the questions.
CREATE TABLE respondent_languages (
    link_id TEXT NOT NULL PRIMARY KEY REFERENCES respondent_links (id),
    page TEXT NOT NULL CHECK (page IN ('en', 'fr')),
    questions TEXT NOT NULL
);

-- What was submitted, each time: the receipt of an earlier submission stays what it was when answers are opened again.
CREATE TABLE submissions (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    number BIGINT NOT NULL CHECK (number > 0),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    link_id TEXT NOT NULL REFERENCES respondent_links (id),
    submitted_at BIGINT NOT NULL,
    submitted_by TEXT NOT NULL,
    answers BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (assessment_id, number)
);

-- Partners that ask to change what they submitted.
CREATE TABLE reopen_requests (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    link_id TEXT NOT NULL REFERENCES respondent_links (id),
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    verdict TEXT CHECK (verdict IN ('granted', 'declined')),
    word TEXT NOT NULL,
    answered_by TEXT REFERENCES users (id),
    answered_at BIGINT,
    CHECK ((verdict IS NULL) = (answered_at IS NULL))
);
CREATE INDEX reopen_requests_org ON reopen_requests (org_id, assessment_id);

-- Documents of the partner's last round that came along with its answers: offered until the respondent keeps or drops them.
CREATE TABLE carried_evidence (
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    evidence_id TEXT NOT NULL REFERENCES evidence_files (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    state TEXT NOT NULL CHECK (state IN ('offered', 'kept', 'dropped')),
    kept_as TEXT,
    decided_at BIGINT,
    PRIMARY KEY (assessment_id, evidence_id)
);

-- Assessments whose score the partner may see, and may try out changes to.
CREATE TABLE shown_scores (
    assessment_id TEXT NOT NULL PRIMARY KEY REFERENCES assessments (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    shown_by TEXT NOT NULL REFERENCES users (id),
    shown_at BIGINT NOT NULL
);

-- Findings of their own: how bad, what is asked, how it stands, whether the partner reads it. SQLite cannot widen a CHECK in place.
CREATE TABLE findings_next (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    decision_id TEXT REFERENCES decisions (id),
    question_id TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('condition', 'plan', 'review')),
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by TEXT REFERENCES users (id),
    closing_note TEXT NOT NULL,
    description TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('medium', 'high', 'critical')),
    owner_user_id TEXT REFERENCES users (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'reported', 'accepted', 'closed')),
    accepted_until BIGINT,
    shared BOOLEAN NOT NULL,
    revision BIGINT NOT NULL,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'accepted') = (accepted_until IS NOT NULL))
);
INSERT INTO findings_next
SELECT id, org_id, partner_id, assessment_id, decision_id, question_id, kind, title, owner, due_at, created_at, closed_at,
    closed_by, closing_note, '', CASE kind WHEN 'condition' THEN 'high' ELSE 'medium' END, NULL,
    CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END, NULL, FALSE, 1
FROM findings;
DROP TABLE findings;
ALTER TABLE findings_next RENAME TO findings;
CREATE INDEX findings_partner ON findings (org_id, partner_id);

-- What happened with a finding. Rows are only added.
CREATE TABLE finding_events (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    finding_id TEXT NOT NULL REFERENCES findings (id),
    kind TEXT NOT NULL CHECK (kind IN (
        'opened', 'changed', 'shared', 'hidden', 'reported', 'passed', 'failed', 'accepted', 'reopened', 'withdrawn'
    )),
    user_id TEXT REFERENCES users (id),
    link_id TEXT REFERENCES respondent_links (id),
    note TEXT NOT NULL,
    evidence_id TEXT,
    until BIGINT,
    happened_at BIGINT NOT NULL,
    CHECK (user_id IS NULL OR link_id IS NULL)
);
CREATE INDEX finding_events_finding ON finding_events (org_id, finding_id);

-- The finding that a document was sent for; none for one that proves an answer.
ALTER TABLE evidence_files ADD COLUMN finding_id TEXT;

-- Findings of their own: how bad, what is asked, how it stands, whether the partner reads it.
ALTER TABLE findings DROP CONSTRAINT findings_kind_check;
ALTER TABLE findings ADD CONSTRAINT findings_kind_check CHECK (kind IN ('condition', 'plan', 'review'));
ALTER TABLE findings ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE findings ADD COLUMN severity TEXT NOT NULL DEFAULT 'medium'
    CONSTRAINT findings_severity_check CHECK (severity IN ('medium', 'high', 'critical'));
ALTER TABLE findings ADD COLUMN owner_user_id TEXT REFERENCES users (id);
ALTER TABLE findings ADD COLUMN state TEXT NOT NULL DEFAULT 'open'
    CONSTRAINT findings_state_check CHECK (state IN ('open', 'reported', 'accepted', 'closed'));
ALTER TABLE findings ADD COLUMN accepted_until BIGINT;
ALTER TABLE findings ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE findings ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
UPDATE findings SET severity = 'high' WHERE kind = 'condition';
UPDATE findings SET state = 'closed' WHERE closed_at IS NOT NULL;
ALTER TABLE findings ADD CONSTRAINT findings_closed_check CHECK ((state = 'closed') = (closed_at IS NOT NULL));
ALTER TABLE findings ADD CONSTRAINT findings_accepted_check CHECK ((state = 'accepted') = (accepted_until IS NOT NULL));

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

-- Documents of findings and findings made by hand have no place in the earlier tables.
DELETE FROM evidence_files WHERE finding_id IS NOT NULL;
ALTER TABLE evidence_files DROP COLUMN finding_id;
DROP TABLE finding_events;
CREATE TABLE findings_before (
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
INSERT INTO findings_before
SELECT id, org_id, partner_id, assessment_id, decision_id, question_id, kind, title, owner, due_at, created_at, closed_at,
    closed_by, closing_note
FROM findings WHERE kind <> 'review';
DROP TABLE findings;
ALTER TABLE findings_before RENAME TO findings;
CREATE INDEX findings_partner ON findings (org_id, partner_id);

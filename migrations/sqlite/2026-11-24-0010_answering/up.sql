-- Answers that came from the partner's last round and were not touched since.
ALTER TABLE answers ADD COLUMN carried_over BOOLEAN NOT NULL DEFAULT FALSE;

-- A link that a respondent gave to a colleague: for one section, and only as long as the link that it came from is good.
ALTER TABLE respondent_links ADD COLUMN section_id TEXT;
ALTER TABLE respondent_links ADD COLUMN parent_id TEXT;

-- What both sides say to each other about a question.
CREATE TABLE answer_remarks (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    assessment_id TEXT NOT NULL REFERENCES assessments (id),
    question_id TEXT NOT NULL,
    user_id TEXT REFERENCES users (id),
    link_id TEXT REFERENCES respondent_links (id),
    body TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    CHECK ((user_id IS NULL) <> (link_id IS NULL))
);
CREATE INDEX answer_remarks_assessment ON answer_remarks (org_id, assessment_id);

-- What a respondent's link is for: the questionnaire, or announcing changes of the chain and nothing else.
ALTER TABLE respondent_links ADD COLUMN purpose TEXT NOT NULL DEFAULT 'answers' CHECK (purpose IN ('answers', 'changes'));

-- Rounds in which the partner says that no other company handles the data.
CREATE TABLE sub_processors_none (
    assessment_id TEXT NOT NULL PRIMARY KEY REFERENCES assessments (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    said_at BIGINT NOT NULL
);

-- What an early trigger came from where no member reported it.
ALTER TABLE partner_triggers ADD COLUMN came_from TEXT CHECK (came_from IN ('silence', 'partner'));

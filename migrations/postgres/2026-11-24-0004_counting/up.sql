-- Lists: an audience or a list of opt-outs, the sizes of its segments and their sealed names.
ALTER TABLE audiences ADD COLUMN kind TEXT NOT NULL DEFAULT 'audience' CHECK (kind IN ('audience', 'opt_out'));
ALTER TABLE audiences ADD COLUMN with_audience_id TEXT;
ALTER TABLE audiences ADD COLUMN segment_sizes TEXT;
ALTER TABLE audiences ADD COLUMN segment_names TEXT;

-- Releases: the question, the noised parts, whether both sides let it go, and what was counted.
ALTER TABLE releases ADD COLUMN ask TEXT NOT NULL DEFAULT 'overlap' CHECK (ask IN ('overlap', 'by_identifier', 'by_segment'));
ALTER TABLE releases ADD COLUMN noisy_parts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE releases ADD COLUMN standing TEXT NOT NULL DEFAULT 'released' CHECK (standing IN ('released', 'held', 'denied'));
ALTER TABLE releases ADD COLUMN salt TEXT;
ALTER TABLE releases ADD COLUMN inputs TEXT NOT NULL DEFAULT '{}';

CREATE TABLE release_verdicts (
    release_id TEXT NOT NULL REFERENCES releases (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('approve', 'deny')),
    at BIGINT NOT NULL,
    PRIMARY KEY (release_id, org_id)
);

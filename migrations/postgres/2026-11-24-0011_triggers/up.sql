-- What an organisation learned about a partner that its last decision did not know.
CREATE TABLE partner_triggers (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    kind TEXT NOT NULL CHECK (kind IN ('breach', 'new_sub_processor', 'new_data_category')),
    note TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at BIGINT NOT NULL
);
CREATE INDEX partner_triggers_partner ON partner_triggers (org_id, partner_id);

DROP TABLE mail_causes;
DROP TABLE mails;
DROP TABLE mail_choices;
DROP TABLE reminder_rules;
DROP TABLE assessment_contacts;
DROP TABLE snoozes;
DELETE FROM partner_triggers WHERE kind = 'evidence_expired' OR recorded_by IS NULL;
CREATE TABLE partner_triggers_rebuilt (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    kind TEXT NOT NULL CHECK (kind IN ('breach', 'new_sub_processor', 'new_data_category')),
    note TEXT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at BIGINT NOT NULL
);
INSERT INTO partner_triggers_rebuilt SELECT id, org_id, partner_id, kind, note, recorded_by, recorded_at FROM partner_triggers;
DROP TABLE partner_triggers;
ALTER TABLE partner_triggers_rebuilt RENAME TO partner_triggers;
CREATE INDEX partner_triggers_partner ON partner_triggers (org_id, partner_id);

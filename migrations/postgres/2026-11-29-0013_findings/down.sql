-- Documents of findings and findings made by hand have no place in the earlier tables.
DELETE FROM evidence_files WHERE finding_id IS NOT NULL;
ALTER TABLE evidence_files DROP COLUMN finding_id;
DROP TABLE finding_events;
DELETE FROM findings WHERE kind = 'review';
ALTER TABLE findings DROP CONSTRAINT findings_closed_check;
ALTER TABLE findings DROP CONSTRAINT findings_accepted_check;
ALTER TABLE findings DROP COLUMN description;
ALTER TABLE findings DROP COLUMN severity;
ALTER TABLE findings DROP COLUMN owner_user_id;
ALTER TABLE findings DROP COLUMN state;
ALTER TABLE findings DROP COLUMN accepted_until;
ALTER TABLE findings DROP COLUMN shared;
ALTER TABLE findings DROP COLUMN revision;
ALTER TABLE findings DROP CONSTRAINT findings_kind_check;
ALTER TABLE findings ADD CONSTRAINT findings_kind_check CHECK (kind IN ('condition', 'plan'));

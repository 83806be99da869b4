ALTER TABLE partner_triggers DROP COLUMN came_from;
DROP TABLE sub_processors_none;
DELETE FROM respondent_languages WHERE link_id IN (SELECT id FROM respondent_links WHERE purpose = 'changes');
DELETE FROM respondent_sessions WHERE link_id IN (SELECT id FROM respondent_links WHERE purpose = 'changes');
DELETE FROM sub_processor_notices WHERE link_id IN (SELECT id FROM respondent_links WHERE purpose = 'changes');
DELETE FROM respondent_links WHERE purpose = 'changes';
ALTER TABLE respondent_links DROP COLUMN purpose;

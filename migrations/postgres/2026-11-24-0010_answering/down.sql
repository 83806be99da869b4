DROP TABLE answer_remarks;
ALTER TABLE respondent_links DROP COLUMN parent_id;
ALTER TABLE respondent_links DROP COLUMN section_id;
ALTER TABLE answers DROP COLUMN carried_over;

ALTER TABLE assessments DROP COLUMN tailoring;
DROP TABLE questionnaire_versions;
DROP TABLE questionnaires;

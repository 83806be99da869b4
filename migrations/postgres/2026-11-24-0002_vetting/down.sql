DROP TABLE findings;
DROP TABLE decisions;
DROP TABLE respondent_sessions;
DROP TABLE respondent_links;
DROP TABLE reviews;
DROP TABLE answers;
DROP TABLE assessments;
DROP TABLE partners;

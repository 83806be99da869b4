DROP TABLE shown_scores;
DROP TABLE carried_evidence;
DROP TABLE reopen_requests;
DROP TABLE submissions;
DROP TABLE respondent_languages;

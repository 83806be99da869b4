DROP TABLE objection_periods;
DROP TABLE company_names;
DROP TABLE sub_processor_notices;
DROP TABLE sub_processors;

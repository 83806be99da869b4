ALTER TABLE transparency_pages DROP COLUMN opt_out_fr;
DROP TABLE key_agreements;

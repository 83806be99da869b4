DROP TABLE partner_triggers;

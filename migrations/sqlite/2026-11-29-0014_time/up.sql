-- Evidence that runs out is noted by the program itself, so nobody need be named.
CREATE TABLE partner_triggers_rebuilt (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    kind TEXT NOT NULL CHECK (kind IN ('breach', 'new_sub_processor', 'new_data_category', 'evidence_expired')),
    note TEXT NOT NULL,
    recorded_by TEXT REFERENCES users (id),
    recorded_at BIGINT NOT NULL
);
INSERT INTO partner_triggers_rebuilt SELECT id, org_id, partner_id, kind, note, recorded_by, recorded_at FROM partner_triggers;
DROP TABLE partner_triggers;
ALTER TABLE partner_triggers_rebuilt RENAME TO partner_triggers;
CREATE INDEX partner_triggers_partner ON partner_triggers (org_id, partner_id);

-- Something in the inbox that was put off until a day, for everybody in the organisation.
CREATE TABLE snoozes (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    partner_id TEXT NOT NULL REFERENCES partners (id),
    task TEXT NOT NULL,
    about TEXT NOT NULL,
    reason TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    snoozed_by TEXT NOT NULL REFERENCES users (id),
    snoozed_at BIGINT NOT NULL,
    UNIQUE (org_id, partner_id, task, about)
);

-- Until when a partner is to answer, and whom mail about it goes to.
CREATE TABLE assessment_contacts (
    assessment_id TEXT NOT NULL PRIMARY KEY REFERENCES assessments (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    email TEXT,
    language TEXT NOT NULL CHECK (language IN ('en', 'fr')),
    due_at BIGINT NOT NULL
);

-- When an organisation reminds its partners; without a row, the program's defaults.
CREATE TABLE reminder_rules (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
    due_days BIGINT NOT NULL CHECK (due_days BETWEEN 1 AND 365),
    before_days BIGINT CHECK (before_days BETWEEN 1 AND 60),
    on_the_day BOOLEAN NOT NULL,
    after_days BIGINT CHECK (after_days BETWEEN 1 AND 60)
);

-- Whether a person wants mail, and in which language; without a row, yes and in English.
CREATE TABLE mail_choices (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    wanted BOOLEAN NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'fr'))
);

-- Mail to be sent, and for a while what became of it. The text is sealed, and gone once it is sent or given up.
CREATE TABLE mails (
    id TEXT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL REFERENCES organisations (id),
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    assessment_id TEXT REFERENCES assessments (id),
    sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts BIGINT NOT NULL,
    run_after BIGINT NOT NULL,
    last_error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX mails_state ON mails (state, run_after);
CREATE INDEX mails_org ON mails (org_id, created_at);

-- What somebody was told of by mail already: each cause once.
CREATE TABLE mail_causes (
    org_id TEXT NOT NULL REFERENCES organisations (id),
    recipient TEXT NOT NULL,
    cause TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, recipient, cause)
);

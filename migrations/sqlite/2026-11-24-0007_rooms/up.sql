-- How a room's key was agreed on through the server: the exchange that the standing key came of, or why the last one is void.
CREATE TABLE key_agreements (
    room_id TEXT NOT NULL PRIMARY KEY REFERENCES rooms (id),
    exchange_id TEXT NOT NULL,
    voided_by_org_id TEXT REFERENCES organisations (id),
    void_reason TEXT,
    voided_at BIGINT,
    CHECK ((voided_at IS NULL) = (void_reason IS NULL)),
    CHECK ((voided_at IS NULL) = (voided_by_org_id IS NULL))
);

-- How people opt out, in French; the column beside it is English. Either may be empty, not both.
ALTER TABLE transparency_pages ADD COLUMN opt_out_fr TEXT NOT NULL DEFAULT '';

DROP TABLE transparency_rooms;
DROP TABLE transparency_pages;
DROP TABLE audit_leaves;
DROP TABLE jobs;
DROP TABLE ledger_entries;
CREATE TABLE ledger_entries (
    id TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    org_id TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    leaf_hash TEXT NOT NULL,
    UNIQUE (room_id, seq)
);
CREATE TRIGGER ledger_keeps_rows BEFORE DELETE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_keeps_values BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- REPLACE removes rows without asking the trigger on DELETE.
CREATE TRIGGER ledger_is_not_replaced BEFORE INSERT ON ledger_entries
WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.id OR (room_id = NEW.room_id AND seq = NEW.seq))
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

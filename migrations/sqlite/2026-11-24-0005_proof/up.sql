-- Ledgers are hash trees from here on. Nothing was released before, so there is no older ledger to carry over.
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
    root_hash TEXT NOT NULL,
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

CREATE TABLE jobs (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running')),
    run_after BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    last_error TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (kind, payload)
);
CREATE INDEX jobs_due ON jobs (run_after);

CREATE TABLE audit_leaves (
    seq BIGINT NOT NULL PRIMARY KEY,
    org_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    leaf_hash TEXT NOT NULL,
    UNIQUE (org_id, number)
);
CREATE TRIGGER audit_leaves_keeps_rows BEFORE DELETE ON audit_leaves
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_leaves_keeps_values BEFORE UPDATE ON audit_leaves
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_leaves_is_not_replaced BEFORE INSERT ON audit_leaves
WHEN EXISTS (SELECT 1 FROM audit_leaves WHERE seq = NEW.seq OR (org_id = NEW.org_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TABLE transparency_pages (
    org_id TEXT NOT NULL PRIMARY KEY REFERENCES organisations (id),
    slug TEXT NOT NULL UNIQUE,
    published BOOLEAN NOT NULL,
    contact TEXT NOT NULL,
    opt_out TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE transparency_rooms (
    org_id TEXT NOT NULL REFERENCES organisations (id),
    room_id TEXT NOT NULL REFERENCES rooms (id),
    listed_by TEXT NOT NULL REFERENCES users (id),
    listed_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, room_id)
);

CREATE TABLE rooms (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('standard', 'sealed')),
    host_org_id TEXT NOT NULL REFERENCES organisations (id),
    guest_org_id TEXT NOT NULL REFERENCES organisations (id),
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    pepper_wrapped BYTEA,
    key_check_value TEXT,
    key_created_by TEXT REFERENCES users (id),
    key_created_at BIGINT,
    key_checked_by TEXT REFERENCES users (id),
    key_checked_at BIGINT,
    closed_at BIGINT,
    closed_by_org_id TEXT REFERENCES organisations (id),
    close_reason TEXT,
    CHECK (host_org_id <> guest_org_id)
);
CREATE INDEX rooms_host ON rooms (host_org_id);
CREATE INDEX rooms_guest ON rooms (guest_org_id);

CREATE TABLE room_terms (
    id TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    version BIGINT NOT NULL,
    terms TEXT NOT NULL,
    terms_sha256 TEXT NOT NULL,
    proposed_by_org_id TEXT NOT NULL REFERENCES organisations (id),
    proposed_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    UNIQUE (room_id, version)
);

CREATE TABLE term_signatures (
    terms_id TEXT NOT NULL REFERENCES room_terms (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    terms_sha256 TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (terms_id, org_id)
);

CREATE TABLE used_key_check_values (
    key_check_value TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    created_at BIGINT NOT NULL
);

CREATE TABLE audiences (
    id TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    terms_id TEXT NOT NULL REFERENCES room_terms (id),
    version BIGINT NOT NULL,
    label TEXT NOT NULL,
    rows_received BIGINT NOT NULL,
    people BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    bytes_stored BIGINT NOT NULL,
    digest TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    UNIQUE (room_id, org_id, version)
);

CREATE TABLE runs (
    id TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    requested_by TEXT NOT NULL REFERENCES users (id),
    terms_id TEXT NOT NULL REFERENCES room_terms (id),
    host_audience_id TEXT NOT NULL REFERENCES audiences (id),
    guest_audience_id TEXT NOT NULL REFERENCES audiences (id),
    question TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fresh', 'repeat', 'unchanged')),
    release_id TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX runs_room ON runs (room_id);

CREATE TABLE releases (
    id TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    low_org_id TEXT NOT NULL REFERENCES organisations (id),
    high_org_id TEXT NOT NULL REFERENCES organisations (id),
    host_digest TEXT NOT NULL,
    guest_digest TEXT NOT NULL,
    host_audience_id TEXT NOT NULL REFERENCES audiences (id),
    guest_audience_id TEXT NOT NULL REFERENCES audiences (id),
    question TEXT NOT NULL,
    noisy BIGINT NOT NULL,
    released TEXT NOT NULL,
    epsilon_micro BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (low_org_id, high_org_id, host_digest, guest_digest, question)
);
CREATE INDEX releases_room ON releases (room_id);

CREATE TABLE budgets (
    low_org_id TEXT NOT NULL REFERENCES organisations (id),
    high_org_id TEXT NOT NULL REFERENCES organisations (id),
    epsilon_micro_spent BIGINT NOT NULL,
    releases BIGINT NOT NULL,
    PRIMARY KEY (low_org_id, high_org_id)
);

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
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_entries
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON ledger_entries
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

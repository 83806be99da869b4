-- Uploads that arrive in parts. What has arrived lies sealed in a file beside the database; this row holds its key, wrapped.
CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    door TEXT NOT NULL,
    metadata TEXT NOT NULL,
    length BIGINT NOT NULL CHECK (length > 0),
    received BIGINT NOT NULL CHECK (received >= 0 AND received <= length),
    stored BIGINT NOT NULL CHECK (stored >= 0),
    key_wrapped BLOB,
    receipt TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX uploads_org ON uploads (org_id);
CREATE INDEX uploads_expiry ON uploads (expires_at);

-- What two browsers pass each other while they agree on a room's key; gone once the key is set.
CREATE TABLE key_exchanges (
    room_id TEXT NOT NULL PRIMARY KEY REFERENCES rooms (id),
    id TEXT NOT NULL,
    commitment TEXT NOT NULL,
    curves TEXT NOT NULL,
    guest_curve TEXT,
    guest_public TEXT,
    host_opening TEXT,
    started_by TEXT NOT NULL REFERENCES users (id),
    answered_by TEXT REFERENCES users (id),
    created_at BIGINT NOT NULL
);

-- A value of a key that is the same in every room, so that a key that was used before is refused.
CREATE TABLE used_key_prints (
    key_print TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    created_at BIGINT NOT NULL
);

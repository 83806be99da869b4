-- Requests to count: each waits for its turn, is counted, and ends answered, failed or called off. What it came to is a row of
-- `runs` with the same id.
CREATE TABLE run_requests (
    id TEXT NOT NULL PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms (id),
    org_id TEXT NOT NULL REFERENCES organisations (id),
    requested_by TEXT NOT NULL REFERENCES users (id),
    ask TEXT NOT NULL CHECK (ask IN ('overlap', 'by_identifier', 'by_segment')),
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    progress BIGINT NOT NULL CHECK (progress BETWEEN 0 AND 100),
    attempts BIGINT NOT NULL,
    lease_until BIGINT,
    fault TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('queued', 'running')) = (ended_at IS NULL))
);
CREATE INDEX run_requests_waiting ON run_requests (state, created_at);
CREATE INDEX run_requests_room ON run_requests (room_id);

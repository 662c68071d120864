-- A job's inputs are frozen in spec when it is asked for, so that every replica computes the same.
-- json, not jsonb: a number's text is kept as it was written, and with it every bit.
CREATE TABLE simulation_jobs (
    id uuid PRIMARY KEY,
    idempotency_key text UNIQUE,
    request_hash text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed')),
    spec json NOT NULL,
    shards int NOT NULL CHECK (shards > 0),
    -- Losses below it are counted, not kept; null keeps all.
    keep_above double precision,
    result json,
    error text,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz
);

CREATE INDEX ON simulation_jobs (created_at) WHERE state IN ('queued', 'running');

-- A shard's result is written once; whoever computes it again writes nothing.
CREATE TABLE simulation_shards (
    job_id uuid NOT NULL REFERENCES simulation_jobs ON DELETE CASCADE,
    shard int NOT NULL,
    attempts int NOT NULL,
    instance text NOT NULL,
    begun_at timestamptz NOT NULL,
    finished_at timestamptz,
    paths bigint,
    mean double precision,
    standard_error double precision,
    -- Doubles, little-endian; null again once the job is completed.
    tail bytea,
    PRIMARY KEY (job_id, shard)
);

-- One upload, all of it or nothing. The key makes a repeat a no-op; the hash tells a repeat from a misuse of the key.
CREATE TABLE batches (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    key text NOT NULL UNIQUE,
    dataset text NOT NULL,
    content_sha256 bytea NOT NULL,
    received bigint NOT NULL,
    accepted bigint NOT NULL,
    rejected bigint NOT NULL,
    elapsed_ms double precision NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The refused lines as they came: bytes, as they need not be text.
CREATE TABLE batch_rejects (
    batch bigint NOT NULL,
    line bigint NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    raw bytea NOT NULL
);

CREATE INDEX batch_rejects_by_batch ON batch_rejects (batch, line);

-- A batch of loans is a tape: a book at one moment. Loan ids are unique in a tape.
CREATE TABLE loans (
    batch bigint NOT NULL,
    line bigint NOT NULL,
    loan_id text NOT NULL,
    borrower_id int NOT NULL,
    currency char(3) NOT NULL,
    principal numeric NOT NULL,
    outstanding numeric NOT NULL,
    annual_rate double precision,
    term_months int NOT NULL,
    originated_on date,
    grade text NOT NULL,
    defaulted boolean NOT NULL
);

-- The original's table; ours adds where a score comes from and what it is a score of.
CREATE TABLE risk_logs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id int NOT NULL,
    risk_score double precision NOT NULL CHECK (risk_score >= 0 AND risk_score <= 100),
    created_at timestamptz NOT NULL DEFAULT now(),
    batch bigint NOT NULL,
    loan_id text,
    currency char(3),
    outstanding numeric
);

-- The original's columns; ours adds the whole report, stored once: exports are rendered from it, never recomputed.
CREATE TABLE risk_reports (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    generated_at timestamptz NOT NULL,
    avg_risk_score double precision,
    total_records bigint NOT NULL,
    max_risk_score double precision,
    min_risk_score double precision,
    trigger text NOT NULL,
    -- The minute a scheduled report is for. Whatever the scheduler does, a slot has one report.
    slot timestamptz UNIQUE,
    instance text NOT NULL,
    body jsonb NOT NULL
);

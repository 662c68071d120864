-- What the gateway did on its own account: circuits that opened and closed, workflows that ran.
CREATE TABLE system_logs (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source text NOT NULL,
    message text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX system_logs_created_at ON system_logs (created_at);

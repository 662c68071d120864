-- Bi-temporal: valid_at is when the market showed the rate, known_at when the platform learned it. Append-only: a
-- correction is a row with the same valid_at and a later known_at.
CREATE TABLE rates (
    id bigint GENERATED ALWAYS AS IDENTITY,
    base char(3) NOT NULL,
    quote char(3) NOT NULL,
    valid_at timestamptz NOT NULL,
    known_at timestamptz NOT NULL DEFAULT now(),
    rate numeric NOT NULL CHECK (rate > 0 AND rate < 'Infinity'),
    source text NOT NULL,
    CHECK (base <> quote)
);

CREATE INDEX rates_by_quote ON rates (quote, valid_at);

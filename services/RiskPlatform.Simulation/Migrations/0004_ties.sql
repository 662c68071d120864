-- Losses that equal the job's keep_above are counted; tail has those above it.
ALTER TABLE simulation_shards ADD COLUMN ties bigint NOT NULL DEFAULT 0;

-- Tries to merge a job's shards, counted before each: one that kills its replica is counted too.
ALTER TABLE simulation_jobs ADD COLUMN merges int NOT NULL DEFAULT 0;

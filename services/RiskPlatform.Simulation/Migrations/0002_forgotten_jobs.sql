-- Jobs that ended long ago are looked for every few seconds.
CREATE INDEX ON simulation_jobs (finished_at);

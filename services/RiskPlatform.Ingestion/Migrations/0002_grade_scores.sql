-- A loan's score is its grade's on its tape: a row a grade, not one a loan. The log is what both kinds add up to.
CREATE TABLE grade_scores (
    batch bigint NOT NULL,
    grade text NOT NULL,
    loans bigint NOT NULL,
    defaults bigint NOT NULL,
    risk_score double precision NOT NULL CHECK (risk_score >= 0 AND risk_score <= 100),
    PRIMARY KEY (batch, grade)
);

INSERT INTO grade_scores (batch, grade, loans, defaults, risk_score)
SELECT loans.batch, grade, count(*), count(*) FILTER (WHERE defaulted), min(risk_score)
FROM loans JOIN risk_logs ON risk_logs.batch = loans.batch AND risk_logs.loan_id = loans.loan_id
GROUP BY loans.batch, grade;

-- Scores that came from elsewhere.
CREATE TABLE loaded_scores (
    batch bigint NOT NULL,
    line bigint NOT NULL,
    user_id int NOT NULL,
    risk_score double precision NOT NULL CHECK (risk_score >= 0 AND risk_score <= 100)
);

INSERT INTO loaded_scores (batch, line, user_id, risk_score)
SELECT batch, row_number() OVER (PARTITION BY batch ORDER BY id) + 1, user_id, risk_score
FROM risk_logs WHERE loan_id IS NULL;

DROP TABLE risk_logs;

-- The id is the batch and the line in it: 31 bits of each are more than can be loaded.
CREATE VIEW risk_logs AS
SELECT (batch << 32) | line AS id, user_id, risk_score, created_at, batch,
       NULL::text AS loan_id, NULL::char(3) AS currency, NULL::numeric AS outstanding
FROM loaded_scores JOIN batches ON number = batch
UNION ALL
SELECT (loans.batch << 32) | line, borrower_id, risk_score, created_at, loans.batch, loan_id, currency, outstanding
FROM loans
JOIN grade_scores ON grade_scores.batch = loans.batch AND grade_scores.grade = loans.grade
JOIN batches ON number = loans.batch;

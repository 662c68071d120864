-- A grade's score with thirty decimals: doubles add up to other digits in another order, and a book's loss at a large
-- currency's smallest unit needs more digits than they have. The loss given default that the old scores were made with
-- is in them still, to twelve decimals.
DROP VIEW risk_logs;

ALTER TABLE grade_scores ALTER COLUMN risk_score TYPE numeric(33, 30) USING
    round(100 * round((risk_score * (loans + 1) / (100 * (defaults + 0.5)))::numeric, 12) * (defaults + 0.5), 30)
    / (loans + 1);

-- As before, but for the type of a grade's score.
CREATE VIEW risk_logs AS
SELECT (batch << 32) | line AS id, user_id, risk_score, created_at, batch,
       NULL::text AS loan_id, NULL::char(3) AS currency, NULL::numeric AS outstanding
FROM loaded_scores JOIN batches ON number = batch
UNION ALL
SELECT (loans.batch << 32) | line, borrower_id, risk_score::double precision, created_at, loans.batch, loan_id,
       currency, outstanding
FROM loans
JOIN grade_scores ON grade_scores.batch = loans.batch AND grade_scores.grade = loans.grade
JOIN batches ON number = loans.batch;

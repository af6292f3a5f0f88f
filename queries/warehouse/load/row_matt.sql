-- name: row_matt
-- reads: incoming
-- params: receipt
-- The rows that passed every check, into the table of their feed.
INSERT INTO row_matt BY NAME
SELECT $receipt AS receipt, _line AS line, niva, omrade, period, matt, taljare, namnare, kalla
FROM incoming
ORDER BY _line

-- name: row_forsorjningshinder
-- reads: incoming
-- params: receipt
-- The rows that passed every check, into the table of their feed.
INSERT INTO row_forsorjningshinder BY NAME
SELECT $receipt AS receipt, _line AS line, stadsdel, _level AS niva, manad, hinder, vuxna, kalla
FROM incoming
ORDER BY _line

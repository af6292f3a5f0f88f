-- name: row_utbetalningar
-- reads: incoming
-- params: receipt
-- The rows that passed every check, into the table of their feed.
INSERT INTO row_utbetalningar BY NAME
SELECT $receipt AS receipt, _line AS line, hushall, manad, stadsdel, _level AS niva, belopp_kr
FROM incoming
ORDER BY _line

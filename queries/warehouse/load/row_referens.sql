-- name: row_referens
-- reads: incoming
-- params: receipt
-- The rows that passed every check, into the table of their feed.
INSERT INTO row_referens BY NAME
SELECT $receipt AS receipt, _line AS line, kommun, _level AS niva, ar, nyckeltal, kon, varde, status, titel, kalla
FROM incoming
ORDER BY _line

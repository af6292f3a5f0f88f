-- name: row_omradesfakta
-- reads: incoming
-- params: receipt
-- The rows that passed every check, into the table of their feed.
INSERT INTO row_omradesfakta BY NAME
SELECT $receipt AS receipt, _line AS line, stadsdel, _level AS niva, ar, faktum, grupp, taljare,
       namnare, varde, enhet, kalla
FROM incoming
ORDER BY _line

-- name: row_ekonomiskt_bistand
-- reads: incoming
-- params: receipt
-- The rows that passed every check, into the table of their feed.
INSERT INTO row_ekonomiskt_bistand BY NAME
SELECT $receipt AS receipt, _line AS line, stadsdel, _level AS niva, manad, hushall, kostnad_tkr,
       kostnad_per_hushall, vuxna, barn, budget_tkr, kalla
FROM incoming
ORDER BY _line

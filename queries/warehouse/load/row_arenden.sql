-- name: row_arenden
-- reads: incoming
-- params: receipt
-- The rows that passed every check, into the table of their feed.
INSERT INTO row_arenden BY NAME
SELECT $receipt AS receipt, _line AS line, arende, manad, hushall, stadsdel, _level AS niva, enhet,
       handlaggare, ansokan, forsta_kontakt, beslut, beslutstyp, hushallstyp, barn, hinder, belopp_kr
FROM incoming
ORDER BY _line

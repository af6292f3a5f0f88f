-- name: arende_antal
-- reads: arende_antal
-- grain: period, niva, omrade, dagar, beslutad
-- The cohorts, one after the other.
SELECT period, niva, omrade, indelning, dagar, beslutad, antal, receipt
FROM arende_antal
ORDER BY period, niva, omrade, dagar, beslutad

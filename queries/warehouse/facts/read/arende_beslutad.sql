-- name: arende_beslutad
-- reads: arende_beslutad
-- grain: arende
-- Decided cases, year by year, in a total order.
SELECT ar, stadsdel, enhet, handlaggare, dagar, bifall, receipt
FROM arende_beslutad
ORDER BY ar, arende

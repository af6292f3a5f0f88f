-- name: observation
-- reads: observation
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, period, varde, enhet, taljare, namnare, nedre, ovre, status, kalla, summa_av
FROM observation
WHERE nyckeltal = $nyckeltal
ORDER BY kategori, period, indelning, niva, omrade

-- name: observation
-- reads: observation
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, period, varde, enhet, taljare, namnare, nedre, ovre, status, kalla, summa_av
FROM observation
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, period, indelning, niva, omrade

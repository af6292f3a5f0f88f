-- name: over_tid
-- reads: over_tid
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, period, varde, rullande_12, rullande_enhet, fjol, andring
FROM over_tid
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, niva, omrade, indelning, kategori, period

-- name: over_tid
-- reads: over_tid
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, period, varde, rullande_12, rullande_enhet, fjol, andring
FROM over_tid
WHERE nyckeltal = $nyckeltal
ORDER BY niva, omrade, indelning, kategori, period

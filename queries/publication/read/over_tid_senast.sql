-- name: over_tid_senast
-- reads: over_tid
-- params: nyckeltal
-- The newest row with a value of each area, without categories, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, period, varde, rullande_12, rullande_enhet, fjol, andring
FROM over_tid
WHERE $nyckeltal IN ('', nyckeltal) AND kategori = '' AND varde IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY nyckeltal, niva, omrade, indelning ORDER BY period DESC) = 1
ORDER BY nyckeltal, niva, omrade, indelning

-- name: tratt_punkt_senast
-- reads: tratt_punkt
-- params: nyckeltal
-- The newest month and the newest year of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, indelning, omrade, storlek, varde, z, nedre_95, ovre_95, nedre_998, ovre_998, lage
FROM tratt_punkt
WHERE $nyckeltal IN ('', nyckeltal)
QUALIFY period = max(period) OVER (PARTITION BY nyckeltal, length(period))
ORDER BY nyckeltal, kategori, period, indelning, omrade

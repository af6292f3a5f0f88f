-- name: tratt_punkt
-- reads: tratt_punkt
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, indelning, omrade, storlek, varde, z, nedre_95, ovre_95, nedre_998, ovre_998, lage
FROM tratt_punkt
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, period, indelning, omrade

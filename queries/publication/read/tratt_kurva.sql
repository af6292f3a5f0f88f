-- name: tratt_kurva
-- reads: tratt_kurva
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, indelning, ordning, storlek, nedre_95, ovre_95, nedre_998, ovre_998
FROM tratt_kurva
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, period, indelning, ordning

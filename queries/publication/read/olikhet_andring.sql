-- name: olikhet_andring
-- reads: olikhet_andring
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, indelning, matt, grund, fran, till, fran_varde, till_varde, andring, nedre, ovre, utfall
FROM olikhet_andring
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, indelning, matt, grund

-- name: olikhet_andring
-- reads: olikhet_andring
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, kategori, indelning, matt, grund, fran, till, fran_varde, till_varde, andring, nedre, ovre, utfall
FROM olikhet_andring
WHERE nyckeltal = $nyckeltal
ORDER BY kategori, indelning, matt, grund

-- name: olikhet
-- reads: olikhet
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, kategori, indelning, ar, matt, grund, underlag, omraden, varde, nedre, ovre
FROM olikhet
WHERE nyckeltal = $nyckeltal
ORDER BY kategori, indelning, ar, matt, grund

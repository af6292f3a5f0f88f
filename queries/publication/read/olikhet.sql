-- name: olikhet
-- reads: olikhet
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, indelning, ar, matt, grund, underlag, omraden, varde, nedre, ovre
FROM olikhet
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, indelning, ar, matt, grund

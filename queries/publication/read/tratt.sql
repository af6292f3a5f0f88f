-- name: tratt
-- reads: tratt
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, indelning, slag, omraden, mal, fi, tau2, typisk, utanfor, platt
FROM tratt
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, period, indelning

-- name: tratt
-- reads: tratt
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, kategori, period, indelning, slag, omraden, mal, fi, tau2, typisk, utanfor, platt
FROM tratt
WHERE nyckeltal = $nyckeltal
ORDER BY kategori, period, indelning

-- name: spridning
-- reads: spridning
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, kategori, period, indelning, omraden, av, chi2, frihetsgrader, p, fi
FROM spridning
WHERE nyckeltal = $nyckeltal
ORDER BY kategori, period, indelning

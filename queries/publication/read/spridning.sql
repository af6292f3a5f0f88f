-- name: spridning
-- reads: spridning
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, indelning, omraden, av, chi2, frihetsgrader, p, fi
FROM spridning
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, period, indelning

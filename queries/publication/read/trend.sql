-- name: trend
-- reads: trend
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, metod, fran, till, forsta_varde, sista_varde, lutning, chi2, p, riktning
FROM trend
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, niva, omrade, indelning, kategori

-- name: trend
-- reads: trend
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, metod, fran, till, forsta_varde, sista_varde, lutning, chi2, p, riktning
FROM trend
WHERE nyckeltal = $nyckeltal
ORDER BY niva, omrade, indelning, kategori

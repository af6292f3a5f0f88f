-- name: styrdiagram_punkt
-- reads: styrdiagram_punkt
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, period, fas, varde, mitt, nedre, ovre, nara_nedre, nara_ovre, signal, sida
FROM styrdiagram_punkt
WHERE nyckeltal = $nyckeltal
ORDER BY niva, omrade, indelning, kategori, period

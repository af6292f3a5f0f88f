-- name: styrdiagram_punkt
-- reads: styrdiagram_punkt
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, period, fas, varde, mitt, nedre, ovre, nara_nedre, nara_ovre, signal, sida
FROM styrdiagram_punkt
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, niva, omrade, indelning, kategori, period

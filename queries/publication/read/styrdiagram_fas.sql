-- name: styrdiagram_fas
-- reads: styrdiagram_fas
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, fas, fran, till, manader, grundmanader, lage, orsak, mitt, nedre, ovre, sigma, r1
FROM styrdiagram_fas
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, niva, omrade, indelning, kategori, fas

-- name: styrdiagram
-- reads: styrdiagram
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, niva, omrade, indelning, kategori, slag, skal, forsta, sista, manader, luckor, faser, signaler, senaste_regel, senaste_sida, senaste_fran, senaste_till, pagar
FROM styrdiagram
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, niva, omrade, indelning, kategori

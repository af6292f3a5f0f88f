-- name: jamforelse
-- reads: jamforelse
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, niva, omrade, indelning, referens, referens_varde, skillnad, skillnad_nedre, skillnad_ovre, p, p_justerad, utfall
FROM jamforelse
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, period, indelning, niva, omrade

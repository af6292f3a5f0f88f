-- name: jamforelse
-- reads: jamforelse
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, kategori, period, niva, omrade, indelning, referens, referens_varde, skillnad, skillnad_nedre, skillnad_ovre, p, p_justerad, utfall
FROM jamforelse
WHERE nyckeltal = $nyckeltal
ORDER BY kategori, period, indelning, niva, omrade

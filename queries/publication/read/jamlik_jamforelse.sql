-- name: jamlik_jamforelse
-- reads: jamlik_jamforelse
-- params: nyckeltal
-- The rows of one indicator, in a total order.
SELECT nyckeltal, kategori, period, omrade, indelning, varde, skillnad, skillnad_nedre, skillnad_ovre, p, p_justerad, utfall
FROM jamlik_jamforelse
WHERE nyckeltal = $nyckeltal
ORDER BY kategori, period, indelning, omrade

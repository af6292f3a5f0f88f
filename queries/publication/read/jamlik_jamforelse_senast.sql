-- name: jamlik_jamforelse_senast
-- reads: jamlik_jamforelse
-- params: nyckeltal
-- The newest month and the newest year of each area of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, omrade, indelning, varde, skillnad, skillnad_nedre, skillnad_ovre, p, p_justerad, utfall
FROM jamlik_jamforelse
WHERE $nyckeltal IN ('', nyckeltal)
QUALIFY period = max(period) OVER (PARTITION BY nyckeltal, omrade, indelning, kategori, length(period))
ORDER BY nyckeltal, kategori, period, indelning, omrade

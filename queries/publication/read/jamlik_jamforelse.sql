-- name: jamlik_jamforelse
-- reads: jamlik_jamforelse
-- params: nyckeltal
-- The rows of one indicator, or of all where its name is empty, in a total order.
SELECT nyckeltal, kategori, period, omrade, indelning, varde, skillnad, skillnad_nedre, skillnad_ovre, p, p_justerad, utfall
FROM jamlik_jamforelse
WHERE $nyckeltal IN ('', nyckeltal)
ORDER BY nyckeltal, kategori, period, indelning, omrade

-- name: fakta_manad_ar
-- reads: fakta
-- params: manad
-- The rows of a month and of whole years, in a total order.
SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, namnare, nedre, ovre, antal, enhet, status, kalla, kvitto
FROM fakta
WHERE period = $manad OR length(period) = 4
ORDER BY matt, kategori, period, indelning, niva, omrade

-- name: fakta
-- reads: fakta
-- All rows, in a total order.
SELECT matt, slag, niva, omrade, indelning, kategori, period, varde, namnare, nedre, ovre, antal, enhet, status, kalla, kvitto
FROM fakta
ORDER BY matt, kategori, period, indelning, niva, omrade

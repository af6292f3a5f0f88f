-- name: framtrader
-- reads: framtrader
-- All rows, in a total order.
SELECT ordning, slag, nyckeltal, kategori, omrade, indelning, period, utfall, bedomning, skillnad, skillnad_nedre, skillnad_ovre, skillnad_q, andring, andring_bedomning, andring_fran, andring_fran_varde, andring_till_varde, andring_varde, andring_nedre, andring_ovre, andring_q
FROM framtrader
ORDER BY ordning

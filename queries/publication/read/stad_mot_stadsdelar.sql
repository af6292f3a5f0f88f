-- name: stad_mot_stadsdelar
-- reads: stad_mot_stadsdelar
-- All rows, in a total order.
SELECT matt, kategori, period, indelning, stad, stadsdelar, skillnad, andel, utanfor, fore, stad_andring, stadsdelar_andring, kalla
FROM stad_mot_stadsdelar
ORDER BY matt, kategori, indelning, period

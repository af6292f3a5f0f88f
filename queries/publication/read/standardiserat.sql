-- name: standardiserat
-- reads: standardiserat
-- All rows, in a total order.
SELECT matt, omrade, indelning, period, grupper, observerat, forvantat, kvot, nedre, ovre, utfall
FROM standardiserat
ORDER BY matt, omrade, indelning, period

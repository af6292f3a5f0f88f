-- name: kvitto_bakom
-- reads: fakta
-- What each measure's facts of a period came with, in a total order.
SELECT matt, period, kvitto, bool_or(status <> 'ej_levererad') AS levererad
FROM fakta
GROUP BY matt, period, kvitto
ORDER BY matt, period, kvitto

-- name: efterfoljd
-- reads: efterfoljd
-- All rows, in a total order.
SELECT foregangare, eftertradare, datum, slag
FROM efterfoljd
ORDER BY datum, eftertradare, foregangare

-- name: leverans
-- reads: leverans
-- All rows, in a total order.
SELECT kvitto, flode, mottagen, forsta, sista, ersatter
FROM leverans
ORDER BY kvitto

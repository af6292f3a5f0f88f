-- name: jamlik_val
-- reads: jamlik_val
-- All rows, in a total order.
SELECT faktum, vikt, antal
FROM jamlik_val
ORDER BY faktum

-- name: jamlik
-- reads: jamlik
-- All rows, in a total order.
SELECT indelning, omrade, jamlik, ordning, avstand
FROM jamlik
ORDER BY indelning, omrade, ordning

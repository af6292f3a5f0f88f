-- name: indelning
-- reads: indelning
-- All rows, in a total order.
SELECT indelning, fran, till, antal
FROM indelning
ORDER BY indelning

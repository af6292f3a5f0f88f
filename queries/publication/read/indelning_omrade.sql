-- name: indelning_omrade
-- reads: indelning_omrade
-- All rows, in a total order.
SELECT indelning, omrade
FROM indelning_omrade
ORDER BY indelning, omrade

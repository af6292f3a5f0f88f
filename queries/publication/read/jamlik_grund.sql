-- name: jamlik_grund
-- reads: jamlik_grund
-- All rows, in a total order.
SELECT indelning, faktum, vikt, ar
FROM jamlik_grund
ORDER BY indelning, vikt DESC, faktum

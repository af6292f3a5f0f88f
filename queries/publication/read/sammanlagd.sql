-- name: sammanlagd
-- reads: sammanlagd
-- grain: matt, omrade, indelning, period
SELECT matt, omrade, indelning, period, delar
FROM sammanlagd
ORDER BY matt, period, indelning, omrade

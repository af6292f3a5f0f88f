-- name: current_scope
-- reads: delivery, scope
-- params: as_of
-- grain: feed, period, area, receipt
-- Which receipts are in force for each period and area as of a moment (UTC):
-- the newest one, and those that hold mended rows of it.
WITH candidate AS (
    SELECT s.feed, s.period, s.area, s.receipt, coalesce(d.completes, d.receipt) AS base
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE d.received <= $as_of::TIMESTAMP
)
SELECT feed, period, area, receipt
FROM candidate
QUALIFY base = max(base) OVER (PARTITION BY feed, period, area)
ORDER BY feed, period, area, receipt

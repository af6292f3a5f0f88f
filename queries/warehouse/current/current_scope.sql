-- name: current_scope
-- reads: delivery, scope
-- params: as_of
-- grain: feed, period, area, part, receipt
-- Which receipts are in force for each period, area and part as of a moment (UTC):
-- the newest one, and those that hold mended rows of it.
WITH candidate AS (
    SELECT s.feed, s.period, s.area, s.part, s.receipt, coalesce(d.completes, d.receipt) AS base
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE d.received <= $as_of::TIMESTAMP
)
SELECT feed, period, area, part, receipt
FROM candidate
QUALIFY base = max(base) OVER (PARTITION BY feed, period, area, part)
ORDER BY feed, period, area, part, receipt

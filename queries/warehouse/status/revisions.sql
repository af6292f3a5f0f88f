-- name: revisions
-- reads: delivery, scope
-- params: as_of
-- grain: receipt, replaced, period
-- Which receipt took the place of which, period by period, and for how many
-- areas; the newest first. Mended rows replace nothing: they join theirs.
WITH spoken AS (
    SELECT s.feed, s.period, s.area, s.receipt, d.name, d.received,
           lag(s.receipt) OVER (PARTITION BY s.feed, s.period, s.area ORDER BY s.receipt) AS replaced
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE d.completes IS NULL AND d.received <= $as_of::TIMESTAMP
)
SELECT receipt, replaced, feed, period, name, received, count(*) AS areas
FROM spoken
WHERE replaced IS NOT NULL
GROUP BY receipt, replaced, feed, period, name, received
ORDER BY receipt DESC, feed, period DESC, replaced

-- name: received
-- reads: delivery, scope
-- params: as_of
-- grain: receipt
-- The deliveries that rows were let in from, with what they speak of and the
-- newest earlier one that they correct or complete.
WITH earlier AS (
    SELECT n.receipt, max(o.receipt) AS replaces
    FROM scope AS n
    JOIN scope AS o ON o.feed = n.feed AND o.period = n.period AND o.area = n.area AND o.part = n.part AND o.receipt < n.receipt
    GROUP BY n.receipt
)
SELECT d.receipt::BIGINT AS receipt, d.feed, d.received, min(s.period) AS first_period, max(s.period) AS last_period,
       coalesce(d.completes, any_value(e.replaces))::BIGINT AS replaces
FROM delivery AS d
JOIN scope AS s ON s.receipt = d.receipt
LEFT JOIN earlier AS e ON e.receipt = d.receipt
WHERE d.received <= $as_of::TIMESTAMP
GROUP BY d.receipt, d.feed, d.received, d.completes
ORDER BY d.receipt

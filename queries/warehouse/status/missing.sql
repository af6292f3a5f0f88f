-- name: missing
-- reads: delivery, scope, register_division
-- params: as_of, asked
-- grain: feed, period, area
-- Which districts of those in force on a period's last day a feed has not
-- delivered, for the feeds and periods asked for, delivered at all or not.
WITH asked AS (
    SELECT a.feed, a.period
    FROM (SELECT unnest(from_json($asked, '[{"feed": "VARCHAR", "period": "VARCHAR"}]')) AS a)
), delivered AS (
    SELECT DISTINCT s.feed, s.period, s.area
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE d.received <= $as_of::TIMESTAMP
)
SELECT DISTINCT a.feed, a.period, e.namn AS area
FROM asked AS a
JOIN register_division AS e
  ON (e.fran IS NULL OR e.fran <= period_last(a.period)) AND (e.till IS NULL OR e.till >= period_last(a.period))
WHERE NOT EXISTS (
    SELECT 1 FROM delivered AS g WHERE g.feed = a.feed AND g.period = a.period AND g.area IN (e.namn, '*')
)
ORDER BY a.feed, a.period DESC, area

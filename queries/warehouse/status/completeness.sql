-- name: completeness
-- reads: delivery, scope, register_area, register_division
-- params: as_of
-- grain: feed, period
-- How many of the districts in force on a period's last day each feed has
-- delivered. Feeds that are snapshots of a month speak for all of them; units
-- are no districts and count for none, and neither do places that the register
-- does not hold.
WITH expected AS (
    SELECT p.period, d.namn
    FROM (SELECT DISTINCT period FROM scope) AS p
    JOIN register_division AS d
      ON (d.fran IS NULL OR d.fran <= period_last(p.period)) AND (d.till IS NULL OR d.till >= period_last(p.period))
), delivered AS (
    SELECT DISTINCT s.feed, s.period, s.area
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE d.received <= $as_of::TIMESTAMP AND (s.area = '*' OR s.area IN (SELECT namn FROM register_area))
), cell AS (
    SELECT DISTINCT feed, period FROM delivered
)
SELECT c.feed, c.period,
       count(e.namn) FILTER (EXISTS (
           SELECT 1 FROM delivered AS g WHERE g.feed = c.feed AND g.period = c.period AND g.area IN (e.namn, '*')
       )) AS delivered,
       count(e.namn) AS expected
FROM cell AS c
LEFT JOIN expected AS e ON e.period = c.period
GROUP BY c.feed, c.period
ORDER BY c.feed, c.period DESC

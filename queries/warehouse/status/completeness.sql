-- name: completeness
-- reads: delivery, scope, register_division, register_union
-- params: as_of
-- grain: feed, period
-- How many of the districts in force on a period's last day each feed has
-- delivered: as themselves, as all the former districts that they are made of,
-- or within the later one that they became. Feeds that are snapshots of a month
-- speak for all of them; units are no districts and count for none.
WITH expected AS (
    SELECT p.period, d.namn, d.indelning
    FROM (SELECT DISTINCT period FROM scope) AS p
    JOIN register_division AS d
      ON (d.fran IS NULL OR d.fran <= period_last(p.period)) AND (d.till IS NULL OR d.till >= period_last(p.period))
), delivered AS (
    SELECT DISTINCT s.feed, s.period, s.area
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE d.received <= $as_of::TIMESTAMP AND s.area NOT LIKE 'enhet:%'
), cell AS (
    SELECT DISTINCT feed, period FROM delivered
), spoken_for AS (
    SELECT feed, period, area FROM delivered
    UNION
    SELECT c.feed, c.period, u.omrade
    FROM cell AS c
    JOIN expected AS e ON e.period = c.period
    JOIN register_union AS u ON u.i_indelning = e.indelning AND u.omrade = e.namn
    LEFT JOIN delivered AS g ON g.feed = c.feed AND g.period = c.period AND g.area = u.del
    GROUP BY c.feed, c.period, u.omrade, u.indelning
    HAVING count(g.area) = count(*)
    UNION
    SELECT g.feed, g.period, u.del
    FROM delivered AS g
    JOIN expected AS e ON e.period = g.period
    JOIN register_union AS u ON u.indelning = e.indelning AND u.del = e.namn AND u.omrade = g.area
)
SELECT c.feed, c.period,
       count(e.namn) FILTER (EXISTS (
           SELECT 1 FROM spoken_for AS g WHERE g.feed = c.feed AND g.period = c.period AND g.area IN (e.namn, '*')
       )) AS delivered,
       count(e.namn) AS expected
FROM cell AS c
LEFT JOIN expected AS e ON e.period = c.period
GROUP BY c.feed, c.period
ORDER BY c.feed, c.period DESC

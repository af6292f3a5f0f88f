-- name: spoken_for
-- reads: delivery, scope, register_area, register_division, register_union
-- The areas that a feed has delivered for a period, as of a time: as themselves,
-- as all the former districts that a district is made of, or within the later
-- one that it became. A snapshot of a month speaks for '*', all of them. Units
-- are no districts and count for none, and neither do places that the register
-- does not hold.
CREATE MACRO spoken_for(as_of) AS TABLE
WITH delivered AS (
    SELECT DISTINCT s.feed, s.period, s.area
    FROM scope AS s
    JOIN delivery AS d ON d.receipt = s.receipt
    WHERE d.received <= as_of::TIMESTAMP AND (s.area = '*' OR s.area IN (SELECT namn FROM register_area))
), expected AS (
    SELECT c.feed, c.period, d.namn, d.indelning
    FROM (SELECT DISTINCT feed, period FROM delivered) AS c
    JOIN register_division AS d
      ON (d.fran IS NULL OR d.fran <= period_last(c.period)) AND (d.till IS NULL OR d.till >= period_last(c.period))
)
SELECT feed, period, area FROM delivered
UNION
SELECT e.feed, e.period, u.omrade
FROM expected AS e
JOIN register_union AS u ON u.i_indelning = e.indelning AND u.omrade = e.namn
LEFT JOIN delivered AS g ON g.feed = e.feed AND g.period = e.period AND g.area = u.del
GROUP BY e.feed, e.period, u.omrade, u.indelning
HAVING count(g.area) = count(*)
UNION
SELECT g.feed, g.period, u.del
FROM delivered AS g
JOIN expected AS e ON e.feed = g.feed AND e.period = g.period
JOIN register_union AS u ON u.indelning = e.indelning AND u.del = e.namn AND u.omrade = g.area

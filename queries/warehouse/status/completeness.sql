-- name: completeness
-- reads: spoken_for, register_division
-- params: as_of
-- grain: feed, period
-- How many of the districts in force on a period's last day each feed has
-- delivered.
WITH cell AS (
    SELECT DISTINCT feed, period FROM spoken_for($as_of)
)
SELECT c.feed, c.period,
       count(e.namn) FILTER (EXISTS (
           SELECT 1 FROM spoken_for($as_of) AS g WHERE g.feed = c.feed AND g.period = c.period AND g.area IN (e.namn, '*')
       )) AS delivered,
       count(e.namn) AS expected
FROM cell AS c
LEFT JOIN register_division AS e
  ON (e.fran IS NULL OR e.fran <= period_last(c.period)) AND (e.till IS NULL OR e.till >= period_last(c.period))
GROUP BY c.feed, c.period
ORDER BY c.feed, c.period DESC

-- name: ar_del
-- reads: grid_month, current_scope, register_division, register_union
-- grain: feed, ar, niva, omrade, period, del
-- What a year of a monthly snapshot is added up of: for every area its months,
-- and the area that each stands for. A year is here when all its twelve months
-- are reported. It stands in the division of its December; a district that was
-- merged whole during the year takes its predecessors' months. hel is false
-- where a month is missing: then there is no figure.
WITH reported AS (
    SELECT DISTINCT feed, period FROM current_scope WHERE feed IN ('arenden', 'utbetalningar')
),
december AS (
    SELECT DISTINCT g.feed, left(g.period, 4) AS ar, g.manadens_indelning AS indelning
    FROM grid_month AS g
    JOIN (SELECT feed, left(period, 4) AS ar FROM reported GROUP BY feed, left(period, 4) HAVING count(*) = 12) AS w
        ON w.feed = g.feed AND g.period = w.ar || '-12'
),
part AS (
    SELECT d.feed, d.ar, g.niva, r.namn AS omrade, d.indelning, g.period, g.omrade AS del
    FROM december AS d
    JOIN register_division AS r ON r.indelning = d.indelning
    JOIN grid_month AS g ON g.feed = d.feed AND left(g.period, 4) = d.ar AND g.niva = 'stadsdel' AND g.omrade = r.namn
    UNION
    SELECT d.feed, d.ar, g.niva, u.omrade, d.indelning, g.period, g.omrade
    FROM december AS d
    JOIN grid_month AS g ON g.feed = d.feed AND left(g.period, 4) = d.ar AND g.niva = 'stadsdel'
    JOIN register_union AS u ON u.i_indelning = d.indelning AND u.indelning = g.indelning AND u.del = g.omrade
    UNION
    SELECT d.feed, d.ar, g.niva, g.omrade, '', g.period, g.omrade
    FROM december AS d
    JOIN grid_month AS g ON g.feed = d.feed AND left(g.period, 4) = d.ar AND g.niva <> 'stadsdel'
),
months AS (
    SELECT feed, ar, niva, omrade, count(DISTINCT period) AS manader FROM part GROUP BY feed, ar, niva, omrade
)
SELECT p.feed, p.ar, p.niva, p.omrade, p.indelning, p.period, p.del, m.manader = 12 AS hel
FROM part AS p
JOIN months AS m USING (feed, ar, niva, omrade)
ORDER BY p.feed, p.ar, p.niva, p.omrade, p.period, p.del

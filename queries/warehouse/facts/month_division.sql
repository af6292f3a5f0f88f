-- name: month_division
-- reads: current_ekonomiskt_bistand, current_forsorjningshinder, current_scope, register_division, register_area
-- grain: feed, period
-- Every month from a monthly feed's first to its last, and the one division
-- that its base facts stand in: the one in force on the month's last day. Where
-- a month was reported for districts that did not exist yet but
-- that statistics already speak of, it is the first
-- division that has them: their figures cannot be divided, the others' can be
-- added.
WITH delivered AS (
    SELECT 'ekonomiskt_bistand' AS feed, manad AS period, stadsdel, niva FROM current_ekonomiskt_bistand
    UNION ALL
    SELECT DISTINCT 'forsorjningshinder', manad, stadsdel, niva FROM current_forsorjningshinder
    UNION ALL
    SELECT DISTINCT feed, period, '', '' FROM current_scope WHERE feed IN ('arenden', 'utbetalningar')
),
span AS (
    SELECT feed, min(period) AS first_period, max(period) AS last_period FROM delivered GROUP BY feed
),
month AS (
    SELECT feed, strftime(unnest(generate_series(period_first(first_period)::TIMESTAMP, period_first(last_period)::TIMESTAMP, INTERVAL 1 MONTH)), '%Y-%m') AS period
    FROM span
),
division AS (
    SELECT DISTINCT indelning, fran, till FROM register_division
),
begun AS (
    SELECT namn, min(indelning) AS indelning FROM register_division GROUP BY namn
),
reported AS (
    SELECT r.feed, r.period, max(b.indelning) AS indelning
    FROM delivered AS r
    JOIN begun AS b ON b.namn = r.stadsdel
    JOIN register_area AS a ON a.niva = 'stadsdel' AND a.namn = r.stadsdel
    WHERE r.niva = 'stadsdel' AND (a.statistik_fran IS NULL OR a.statistik_fran <= period_last(r.period))
    GROUP BY r.feed, r.period
)
SELECT m.feed, m.period, greatest(coalesce(d.indelning, ''), coalesce(r.indelning, '')) AS indelning
FROM month AS m
LEFT JOIN division AS d
    ON (d.fran IS NULL OR d.fran <= period_last(m.period)) AND (d.till IS NULL OR d.till >= period_last(m.period))
LEFT JOIN reported AS r ON r.feed = m.feed AND r.period = m.period
ORDER BY m.feed, m.period

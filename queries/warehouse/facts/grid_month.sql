-- name: grid_month
-- reads: current_ekonomiskt_bistand, current_forsorjningshinder, current_scope, register_division, register_area
-- grain: feed, period, niva, omrade
-- Every month from a monthly feed's first to its last, and every area that
-- should have a figure: the districts in force on the month's last day; the
-- city from the first month it was delivered; a unit outside the districts from
-- its first month to its last. Of arenden, which is one snapshot a month, the
-- city is always there. A missing row and a missing figure thereby differ.
WITH delivered AS (
    SELECT 'ekonomiskt_bistand' AS feed, manad AS period, niva, stadsdel AS omrade FROM current_ekonomiskt_bistand
    UNION ALL
    SELECT DISTINCT 'forsorjningshinder', manad, niva, stadsdel FROM current_forsorjningshinder
    UNION ALL
    SELECT DISTINCT s.feed, s.period, a.niva, a.namn
    FROM current_scope AS s
    JOIN register_area AS a ON a.niva = 'stad'
    WHERE s.feed = 'arenden'
    UNION ALL
    SELECT DISTINCT feed, period, 'stadsdel', '' FROM current_scope WHERE feed = 'arenden'
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
dated AS (
    SELECT m.feed, m.period, coalesce(d.indelning, '') AS manadens_indelning
    FROM month AS m
    LEFT JOIN division AS d
        ON (d.fran IS NULL OR d.fran <= period_last(m.period)) AND (d.till IS NULL OR d.till >= period_last(m.period))
),
other AS (
    SELECT o.feed, o.niva, o.omrade, min(o.period) AS first_period,
           CASE WHEN o.niva = 'stad' THEN max(s.last_period) ELSE max(o.period) END AS last_period
    FROM delivered AS o
    JOIN span AS s USING (feed)
    WHERE o.niva <> 'stadsdel'
    GROUP BY o.feed, o.niva, o.omrade
)
SELECT m.feed, m.period, 'stadsdel' AS niva, d.namn AS omrade, d.indelning, m.manadens_indelning
FROM dated AS m
JOIN register_division AS d ON d.indelning = m.manadens_indelning
UNION ALL
SELECT m.feed, m.period, o.niva, o.omrade, '' AS indelning, m.manadens_indelning
FROM dated AS m
JOIN other AS o ON o.feed = m.feed AND m.period BETWEEN o.first_period AND o.last_period
ORDER BY feed, period, niva, omrade

-- name: grid_month
-- reads: current_ekonomiskt_bistand, current_forsorjningshinder, current_utbetalningar, current_scope, month_division, register_division, register_area
-- grain: feed, period, niva, omrade
-- Every month of month_division, and every area that should have a figure: the
-- districts of the month's division; the city from the first month it was
-- delivered; a unit outside the districts from its first month to its last. Of
-- arenden and utbetalningar, which are one snapshot a month, the city is always
-- there. A missing row and a missing figure thereby differ.
WITH delivered AS (
    SELECT 'ekonomiskt_bistand' AS feed, manad AS period, niva, stadsdel AS omrade FROM current_ekonomiskt_bistand
    UNION ALL
    SELECT DISTINCT 'forsorjningshinder', manad, niva, stadsdel FROM current_forsorjningshinder
    UNION ALL
    SELECT DISTINCT s.feed, s.period, a.niva, a.namn
    FROM current_scope AS s
    JOIN register_area AS a ON a.niva = 'stad'
    WHERE s.feed IN ('arenden', 'utbetalningar')
    UNION ALL
    SELECT DISTINCT 'utbetalningar', manad, niva, stadsdel FROM current_utbetalningar WHERE niva NOT IN ('stadsdel', 'stad')
),
other AS (
    SELECT feed, niva, omrade, min(period) AS first_period, CASE WHEN niva = 'stad' THEN '9999' ELSE max(period) END AS last_period
    FROM delivered
    WHERE niva <> 'stadsdel'
    GROUP BY feed, niva, omrade
)
SELECT m.feed, m.period, 'stadsdel' AS niva, d.namn AS omrade, m.indelning, m.indelning AS manadens_indelning
FROM month_division AS m
JOIN register_division AS d ON d.indelning = m.indelning
UNION ALL
SELECT m.feed, m.period, o.niva, o.omrade, '' AS indelning, m.indelning
FROM month_division AS m
JOIN other AS o ON o.feed = m.feed AND m.period BETWEEN o.first_period AND o.last_period
ORDER BY feed, period, niva, omrade
